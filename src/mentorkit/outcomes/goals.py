"""The goals of mentorkit.yaml, each with its status as of a day. Only those that are set."""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes import community, participants
from mentorkit.outcomes.equity import LATER
from mentorkit.outcomes.leadership import Leadership
from mentorkit.outcomes.satisfaction import Answers, Who
from mentorkit.outcomes.statistics import at_least as chance_of_at_least
from mentorkit.outcomes.statistics import wilson
from mentorkit.outcomes.status import (
    EVIDENCE_LAG,
    Horizons,
    Tally,
    at_least,
    less_than,
    room_below,
)
from mentorkit.rules.disclosure import shown
from mentorkit.rules.report import Figure, Goal, Heard, WikiAnswer


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the goals are judged by: the cohort as known on `as_of`, and what was counted.

    `unnamed` are the ids of those of whom no day may be told.
    """

    cohort: Cohort
    as_of: date
    horizons: Horizons
    leadership: Leadership
    answers: Mapping[Who, Answers]
    heard: Sequence[Heard]
    wikis: Sequence[WikiAnswer]
    figures: Mapping[str, Figure]
    unnamed: AbstractSet[str] = frozenset()

    def over(self, horizon: date) -> bool:
        """Whether a horizon has passed."""
        return self.as_of > horizon

    def judge(self, name: str, figure: str, tally: Tally, target: int, horizon: date) -> Goal:
        """Return a goal of "at least", counted as a figure is; before the start people may join."""
        counted = self.figures[figure]
        status = at_least(tally, target, self.as_of, horizon)
        joining = self.as_of < self.horizons.start
        return Goal(
            name,
            "too_early" if joining and status == "cannot_be_met" else status,
            tally.verified,
            target,
            None if counted.denominator is None else int(counted.denominator),
            counted.rule,
            horizon + EVIDENCE_LAG,
            possible=tally.possible,
            note=counted.note,
            sources=counted.sources,
        )


def goals(evidence: Evidence) -> tuple[Goal, ...]:
    """Return the goals that the programme set, in the order of the file format."""
    found = (judge(evidence) for judge in _JUDGES)
    return tuple(goal for goal in found if goal is not None)


def _leaders_end(evidence: Evidence) -> Goal | None:
    target = evidence.cohort.programme.goals.leaders_end
    return _leaders(evidence, "leaders_end", target, evidence.horizons.end)


def _leaders_year(evidence: Evidence) -> Goal | None:
    target = evidence.cohort.programme.goals.leaders_year
    return _leaders(evidence, "leaders_year", target, evidence.horizons.year)


def _leaders(evidence: Evidence, name: str, target: int | None, horizon: date) -> Goal | None:
    if target is None:
        return None
    since = evidence.leadership.leaders(horizon)
    claimed = len(evidence.leadership.claimants(horizon))
    n = len(evidence.leadership.mentees)
    undecided = 0 if evidence.over(horizon) else n - len(since) - claimed
    tally = Tally(len(since), claimed=claimed, still_open=undecided)
    goal = evidence.judge(name, name, tally, target, horizon)
    unjudged = len(evidence.leadership.claimants(horizon, "pending"))
    bare = claimed - unjudged
    notes = [f"{unjudged} more claimed and not judged yet"] * bool(unjudged)
    notes += [f"{bare} more accepted without a permanent link or a letter"] * bool(bare)
    day = _nth(since.values(), target)
    told = {since[person] for person in since if person not in evidence.unnamed}
    if day is not None and day not in told:
        notes.append("the day is withheld: the person who decided it is not named")
        day = None
    return _with_interval(replace(goal, met_on=day, note="; ".join(notes)))


def _attrition(evidence: Evidence) -> Goal | None:
    limit = evidence.cohort.programme.goals.attrition
    if limit is None:
        return None
    horizon, figure = evidence.horizons.end, evidence.figures["mentees.left"]
    began = participants.started(evidence.cohort)
    left, n = len(participants.left_by(began, horizon)), len(began)
    status = less_than(limit, left, n, evidence.as_of, horizon)
    final = horizon + timedelta(days=1)
    room = room_below(limit, left, n)
    goal = Goal(
        "attrition",
        status,
        left,
        limit,
        n,
        f"{figure.rule}, as a share of those who started",
        final,
        met_on=final if status == "met" else None,
        possible=left if evidence.over(horizon) else n,
        note=f"{room + 1} more would break the goal" if status == "too_early" and n else "",
        sources=figure.sources,
    )
    return _with_interval(goal)


def _mentors_satisfied(evidence: Evidence) -> Goal | None:
    return _satisfied(evidence, "mentor", evidence.cohort.programme.goals.mentors_satisfied)


def _mentees_satisfied(evidence: Evidence) -> Goal | None:
    return _satisfied(evidence, "mentee", evidence.cohort.programme.goals.mentees_satisfied)


def _satisfied(evidence: Evidence, who: Who, target: int | None) -> Goal | None:
    if target is None:
        return None
    answers, horizon = evidence.answers[who], evidence.horizons.end
    asked_later = answers.wave is None and not evidence.over(horizon)
    silent = answers.unanswered
    tally = Tally(
        answers.satisfied,
        unknown=0 if asked_later else silent,
        still_open=silent if asked_later else 0,
    )
    goal = evidence.judge(f"{who}s_satisfied", f"satisfied.{who}s", tally, target, horizon)
    if answers.wave and goal.status == "met":
        goal = replace(goal, met_on=answers.wave.closed)
    if answers.withheld:
        return replace(goal, value=None, possible=None, withheld=True)
    if answers.wave is None:
        return replace(goal, value=None)
    return _with_bounds(goal, tally.verified, tally.possible, answers.enrolled)


def _reach(evidence: Evidence) -> Goal | None:
    target = evidence.cohort.programme.goals.reach
    if target is None:
        return None
    bounds, horizon = community.people_reached(evidence.heard), evidence.horizons.end
    low, high = bounds or (0, target)
    # An announcement may follow until the last word, and nothing bounds how many it reaches.
    over = evidence.over(horizon + EVIDENCE_LAG - timedelta(days=1))
    coming = 0 if over else target
    tally = Tally(low, unknown=high - low, still_open=coming)
    goal = evidence.judge("reach", "reach.high", tally, target, horizon)
    goal = replace(
        goal,
        rule="different people who can have heard: at least those of the largest "
        "channel that counts people, at most those of all such channels together",
        met_on=community.day_reached(evidence.heard, target),
        possible=high if bounds and over else None,
    )
    if bounds is None:
        return replace(goal, value=None)
    return replace(goal, low=low, high=high, range="bounds")


def _wikis_assent(evidence: Evidence) -> Goal | None:
    target = evidence.cohort.programme.goals.wikis_assent
    if target is None:
        return None
    horizon = evidence.horizons.end
    yes = [answer for answer in evidence.wikis if answer.counts]
    unsettled = sum(1 for a in evidence.wikis if not a.counts and a.result not in community.AGAINST)
    tally = Tally(len(yes), still_open=0 if evidence.over(horizon) else unsettled)
    goal = evidence.judge("wikis_assent", "assent.wikis", tally, target, horizon)
    return replace(goal, met_on=community.day_assented(evidence.cohort, evidence.wikis, target))


def _diversity(evidence: Evidence) -> Goal | None:
    asked = evidence.cohort.programme.goals.diversity
    if asked is None:
        return None
    mentees, target = participants.enrolled(evidence.cohort, "mentee"), asked.at_least
    declared = [mentee for mentee in mentees if asked.group in mentee.groups]
    silent = sum(1 for mentee in mentees if not mentee.groups)
    tally = Tally(len(declared), unknown=silent)
    goal = evidence.judge("diversity", "mentees.enrolled", tally, target, evidence.horizons.end)
    baseline = f"{asked.group}: baseline {float(asked.baseline) * 100:.0f} %"
    origin = f"; the baseline is from {asked.source}" if asked.source else ""
    goal = replace(
        goal,
        denominator=len(mentees),
        rule=f"enrolled mentees who say of themselves that they belong to '{asked.group}'; who "
        f"says nothing is not counted{origin}",
        possible=None,
        # The lines would tell who declared what.
        sources=(_DECLARATIONS,),
    )
    if not evidence.over(evidence.horizons.end):
        # A status that changes on the day of an enrolment would tell who declared what.
        later = f"{baseline}; {LATER}"
        return replace(goal, status="too_early", value=None, note=later)
    if None in shown((len(declared), len(mentees) - len(declared))):
        hidden = f"{baseline}; the number is withheld: too few on one side"
        return replace(goal, value=None, withheld=True, note=hidden)
    chance = chance_of_at_least(len(declared), len(mentees), asked.baseline)
    # No `met_on`: the day on which the last of them enrolled would tell who declared it.
    return _with_interval(
        replace(goal, note=f"{baseline}; chance of so many at that rate: p = {chance:.3f}")
    )


_DECLARATIONS = "private/people/"


def _nth(days: Collection[date], target: int) -> date | None:
    """Return the day on which the target was reached, or None."""
    return sorted(days)[target - 1] if 0 < target <= len(days) else None


def _with_interval(goal: Goal) -> Goal:
    """Add what another cohort of such people might give; the fact itself needs no interval."""
    if not goal.denominator or goal.value is None:
        return goal
    low, high = wilson(goal.value, goal.denominator)
    return replace(goal, low=round(low, 4), high=round(high, 4), range="wilson")


def _with_bounds(goal: Goal, low: int, high: int, of: int) -> Goal:
    if not of:
        return goal
    return replace(goal, low=round(low / of, 4), high=round(high / of, 4), range="bounds")


_JUDGES: tuple[Callable[[Evidence], Goal | None], ...] = (
    _leaders_end,
    _leaders_year,
    _attrition,
    _mentors_satisfied,
    _mentees_satisfied,
    _reach,
    _wikis_assent,
    _diversity,
)
