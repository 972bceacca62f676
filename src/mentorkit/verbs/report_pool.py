"""`report --pool`: several cohorts together, for what one alone cannot show."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes import pooling, satisfaction
from mentorkit.outcomes.equity import STAGES, cells_of, reached, told_from
from mentorkit.outcomes.leadership import leadership_of
from mentorkit.outcomes.participants import enrolled
from mentorkit.outcomes.pooling import Share, Stage
from mentorkit.outcomes.satisfaction import Who
from mentorkit.outcomes.status import EVIDENCE_LAG, Horizons
from mentorkit.problems import Refused
from mentorkit.rules.pool import Pool, PooledCohort, PooledCount, PooledGap
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.report import Figure, Report
from mentorkit.verbs.report import report


def pool(cohorts: Sequence[Cohort], as_of: date) -> Pool:
    """Return what cohorts show together as of a day, each told as its public report tells it.

    Raises Refused where two are of one programme: its people would count twice.
    """
    ids = Counter(cohort.programme.id for cohort in cohorts)
    twice = sorted(name for name, times in ids.items() if times > 1)
    if twice:
        hint = "name each cohort once; the one you are in, or name with -C, is in the pool already"
        raise Refused(f"the programme '{twice[0]}' is in the pool twice", hint)
    parts = [_part(cohort, as_of) for cohort in cohorts]
    return Pool(
        as_of,
        tuple(_cohort(part) for part in parts),
        tuple(_counts(parts)),
        tuple(_gaps(parts)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A cohort as known on the day, and what its own report tells in public."""

    known: Cohort
    told: Report
    horizons: Horizons
    as_of: date

    @property
    def id(self) -> str:
        return self.known.programme.id

    def over(self, figure: Figure) -> bool:
        """Whether no evidence of the time that a figure counts is waited for."""
        horizon = self.horizons.year if "year" in figure.id else self.horizons.end
        if figure.id.startswith("leaders_"):
            return self.as_of >= horizon + EVIDENCE_LAG
        return self.as_of > horizon


def _part(cohort: Cohort, as_of: date) -> _Part:
    known = as_known_on(cohort, as_of)
    return _Part(known, report(cohort, {}, [], as_of), Horizons.of(known.programme), as_of)


def _cohort(part: _Part) -> PooledCohort:
    programme, horizons = part.known.programme, part.horizons
    mentees, mentors = (len(enrolled(part.known, role)) for role in ("mentee", "mentor"))
    return PooledCohort(
        programme.id,
        programme.name,
        horizons.start,
        horizons.end,
        horizons.year,
        mentees,
        mentors,
    )


_RULES = {
    "leaders_end": "mentees with a new leadership role by the end of their programme, of those "
    "enrolled",
    "leaders_year": "mentees with a new leadership role by the follow-up, of those enrolled",
    "mentees.left": "mentees who left by the end of their programme, of those who started",
    "mentees.left_year": "mentees who left by the follow-up, of those who started",
    "mentors.left": "mentors who left by the end of their programme, of those enrolled",
}

_SATISFIED = (
    "enrolled {}s who answered 4 or 5 of 5 in the end survey, of those enrolled; the bounds count "
    "none and all of those who did not answer, or were never asked"
)


def _counts(parts: Sequence[_Part]) -> Iterator[PooledCount]:
    for name, rule in _RULES.items():
        yield pooling.count(name, rule, [_share(part, name) for part in parts])
    whose: tuple[Who, ...] = ("mentee", "mentor")
    for who in whose:
        answers = [_answers(part, who) for part in parts]
        yield pooling.count(f"satisfied.{who}s", _SATISFIED.format(who), answers, bounds=True)
    for group, of_group in _groups(parts).items():
        rule = f"enrolled mentees who say of themselves that they belong to '{group}'"
        shares = [_declared(part, group) for part in of_group]
        yield replace(pooling.count("diversity", rule, shares), group=group)


def _share(part: _Part, name: str) -> Share:
    figure = part.told.figure(name)
    value, of = int(figure.value or 0), int(figure.denominator or 0)
    return Share(part.id, value, of - value, of, open=not part.over(figure))


def _answers(part: _Part, who: Who) -> Share:
    answers = satisfaction.answers(part.known, who)
    responded = answers.wave.responded if answers.wave else 0
    silent = answers.wave is None
    open_ = silent and part.as_of < part.horizons.end + EVIDENCE_LAG
    share = Share(
        part.id,
        answers.satisfied,
        responded - answers.satisfied,
        answers.enrolled,
        open=open_,
        missing=silent and not open_,
        hidden=answers.withheld,
    )
    return _within(share, part, f"{who}s_satisfied")


def _within(share: Share, part: _Part, goal_id: str) -> Share:
    """Return a share with the ends that its goal's status sets, which may always be told."""
    goal = next((goal for goal in part.told.goals if goal.id == goal_id), None)
    if goal is None:
        return replace(share, high=share.of)
    target = int(goal.target)
    if goal.status == "met":
        return replace(share, low=target, high=share.of)
    below = replace(share, high=min(share.of, target - 1))
    if goal.status in ("not_met", "cannot_be_met"):
        # So many are known not to count that the others are too few.
        return replace(below, rest_low=max(0, share.of - target + 1))
    return replace(below, rest_high=max(0, share.of - target))


def _groups(parts: Sequence[_Part]) -> dict[str, list[_Part]]:
    """Return the parts by the group that their goal of diversity names."""
    found: dict[str, list[_Part]] = {}
    for part in parts:
        asked = part.known.programme.goals.diversity
        if asked:
            found.setdefault(asked.group, []).append(part)
    return found


def _declared(part: _Part, group: str) -> Share:
    mentees = enrolled(part.known, "mentee")
    declared = sum(group in mentee.groups for mentee in mentees)
    share = Share(
        part.id,
        declared,
        len(mentees) - declared,
        len(mentees),
        open=part.as_of <= part.horizons.end,
        hidden=part.told.figure("diversity.declared").withheld,
    )
    # Those who say nothing of themselves are in the rest too, so that no status bounds it.
    return replace(_within(share, part, "diversity"), rest_low=0, rest_high=None)


def _gaps(parts: Sequence[_Part]) -> Iterator[PooledGap]:
    for group, of_group in _groups(parts).items():
        for name, what in STAGES.items():
            rule = (
                f"by how many percentage points the share of '{group}' who {what} lies above that "
                "of the other enrolled mentees who said something of themselves"
            )
            stages = [_stage(part, group, name) for part in of_group]
            yield replace(pooling.gap(f"equity.{name}", rule, stages), group=group)


def _stage(part: _Part, group: str, name: str) -> Stage:
    mentees = enrolled(part.known, "mentee")
    leadership = leadership_of(part.known, part.as_of)
    return Stage(
        part.id,
        cells_of(group, mentees, reached(part.known, leadership, name, part.horizons)),
        open=part.as_of < told_from(name, part.horizons),
        hidden=part.told.figure(f"equity.{name}").withheld,
    )
