"""`report`: the outcome report of a cohort as of a day, from its files alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes import (
    accounts,
    attendance,
    calendar,
    community,
    goals,
    leadership,
    participants,
    satisfaction,
    windows,
)
from mentorkit.outcomes.accounts import Accounts
from mentorkit.outcomes.leadership import Leadership
from mentorkit.outcomes.satisfaction import Answers, Who
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Edits
from mentorkit.pairing.matrix import pairs_told
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.report import ActivityWindow, Figure, Goal, Heard, Report, WikiAnswer


def report(
    cohort: Cohort,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    as_of: date,
    *,
    coordinators: bool = False,
) -> Report:
    """Return the outcome report of a cohort as of a day, for `coordinators` with its pairs.

    Everything later than the day is forgotten first. What is left is sorted into facts, the
    figures are counted from the facts, and the goals are judged by the figures. `activity` holds
    the rows of activity/ID.csv by person, `pulled` those of activity/pulled.csv.
    """
    known = as_known_on(cohort, as_of)
    facts = _gather(known, cohort, activity, pulled, as_of)
    figures, money = tuple(_count(facts)), facts.accounts
    told, unnamed = leadership.to_be_told(facts.roles, everyone=coordinators)
    return Report(
        programme=cohort.programme.name,
        as_of=as_of,
        start=facts.horizons.start,
        end=facts.horizons.end,
        year=facts.horizons.year,
        goals=_judge(facts, figures),
        figures=figures,
        roles=told,
        roles_unnamed=unnamed,
        windows=facts.windows,
        edits=windows.shown(facts.edits, facts.horizons, everyone=coordinators),
        leaders=leadership.over_time(facts.roles, facts.horizons.year, everyone=coordinators),
        sessions=calendar.sessions_shown(known, facts.horizons, as_of, everyone=coordinators),
        budget=money.lines,
        currency=money.currency,
        rates=money.rates,
        wikis=facts.wikis,
        heard=facts.heard,
        unnamed=frozenset() if coordinators else _unnamed(known),
        pairs=pairs_told(cohort, as_of) if coordinators else None,
    )


def _unnamed(known: Cohort) -> frozenset[str]:
    return frozenset(person.id for person in known.people.values() if not person.consent.named)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a cohort knows on a day, sorted for counting."""

    known: Cohort
    as_of: date
    horizons: Horizons
    roles: Leadership
    answers: Mapping[Who, Answers]
    edits: Sequence[Edits]
    windows: tuple[ActivityWindow, ...]
    heard: tuple[Heard, ...]
    wikis: tuple[WikiAnswer, ...]
    accounts: Accounts


def _gather(
    known: Cohort,
    cohort: Cohort,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    as_of: date,
) -> _Facts:
    horizons = Horizons.of(known.programme)
    mentees = participants.enrolled(known, "mentee")
    edits = windows.edits_of(mentees, activity, pulled, as_of)
    who: tuple[Who, Who] = ("mentor", "mentee")
    return _Facts(
        known,
        as_of,
        horizons,
        roles=leadership.leadership_of(known, as_of),
        answers={each: satisfaction.answers(known, each) for each in who},
        edits=edits,
        windows=windows.windows(edits, horizons),
        heard=community.heard(known),
        wikis=community.wiki_answers(known),
        accounts=accounts.accounts(known.money, cohort.money, horizons.start),
    )


def _count(facts: _Facts) -> list[Figure]:
    known, horizons = facts.known, facts.horizons
    mentees = participants.enrolled(known, "mentee")
    leaders = len(facts.roles.leaders(horizons.year))
    return [
        *participants.figures(known, horizons, facts.as_of),
        *leadership.figures(facts.roles, horizons, facts.as_of),
        *attendance.figures(known, facts.as_of),
        *map(satisfaction.figure, facts.answers.values()),
        *windows.figures(facts.windows, facts.edits, mentees, horizons),
        *community.reach_figures(known, facts.heard),
        community.assent_figure(known, facts.wikis),
        *facts.accounts.figures,
        accounts.cost_per_leader(facts.accounts, leaders),
    ]


def _judge(facts: _Facts, figures: Sequence[Figure]) -> tuple[Goal, ...]:
    evidence = goals.Evidence(
        cohort=facts.known,
        as_of=facts.as_of,
        horizons=facts.horizons,
        leadership=facts.roles,
        answers=facts.answers,
        heard=facts.heard,
        wikis=facts.wikis,
        figures={figure.id: figure for figure in figures},
    )
    return goals.goals(evidence)
