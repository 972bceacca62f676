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
    equity,
    follow_up,
    goals,
    grant_metrics,
    leadership,
    measures,
    participants,
    practicum,
    satisfaction,
    spans,
    windows,
)
from mentorkit.outcomes.accounts import Accounts
from mentorkit.outcomes.leadership import Leadership
from mentorkit.outcomes.satisfaction import Answers, Who
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Edits
from mentorkit.rules.fit_matrix import PairsTold
from mentorkit.rules.measures import Measured
from mentorkit.rules.replay import as_prepared_on
from mentorkit.rules.report import ActivityWindow, Figure, Goal, Heard, Report, WikiAnswer


def report(
    cohort: Cohort,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    as_of: date,
    *,
    pairs: PairsTold | None = None,
) -> Report:
    """Return the outcome report of a cohort as of a day; with its `pairs` it is for coordinators.

    `activity` and `pulled` are the rows of activity/; everything later than the day is forgotten.
    """
    everyone = pairs is not None
    facts = _gather(cohort, activity, pulled, as_of, everyone=everyone)
    money, figures = facts.accounts, tuple(_count(facts))
    hidden = _unnamed(facts.known, everyone=everyone)
    told, unnamed = leadership.to_be_told(facts.roles, everyone=everyone)
    return Report(
        programme=cohort.programme.name,
        as_of=as_of,
        start=facts.horizons.start,
        end=facts.horizons.end,
        year=facts.horizons.year,
        goals=_judge(facts, figures, hidden),
        figures=figures,
        roles=told,
        roles_unnamed=unnamed,
        windows=facts.windows,
        edits=windows.shown(facts.edits, facts.horizons, everyone=everyone),
        measured=_measured(facts, activity, pulled, everyone=everyone),
        leaders=leadership.over_time(facts.roles, facts.horizons.year, everyone=everyone),
        sessions=calendar.sessions_shown(facts.known, facts.horizons, as_of, everyone=everyone),
        budget=money.lines,
        currency=money.currency,
        rates=money.rates,
        wikis=facts.wikis,
        heard=facts.heard,
        unnamed=hidden,
        pairs=pairs,
    )


def _unnamed(known: Cohort, *, everyone: bool) -> frozenset[str]:
    people = () if everyone else known.people.values()
    return frozenset(person.id for person in people if not person.consent.named)


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
    cohort: Cohort,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    as_of: date,
    *,
    everyone: bool,
) -> _Facts:
    known = as_prepared_on(cohort, as_of)
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
        windows=windows.windows(edits, horizons, everyone=everyone),
        heard=community.heard(known),
        wikis=community.wiki_answers(known),
        accounts=accounts.accounts(known.money, cohort.money, horizons.start),
    )


def _measured(
    facts: _Facts,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    *,
    everyone: bool,
) -> Measured:
    """Measure the mentees, and with the mentors what grants ask for; only whom totals may hold."""
    mentors = windows.edits_of(
        participants.enrolled(facts.known, "mentor"), activity, pulled, facts.as_of
    )
    everybody = {
        each.person.id: each
        for edits in (facts.edits, mentors)
        for each in windows.to_add_up(
            [e for e in edits if spans.months_known(e, "during", facts.horizons)],
            everyone=everyone,
        )
    }
    found = spans.spans(facts.edits, facts.horizons, everyone=everyone)
    named_pages = any(wiki.leadership for wiki in facts.known.programme.wikis.values())
    return Measured(
        people=len(found.people),
        apart=len(found.apart),
        windows=spans.WINDOWS,
        measures=measures.measures(found, named_pages=named_pages),
        by_namespace=measures.by_namespace(
            windows.named_of(facts.edits, everyone=everyone), facts.horizons
        ),
        grant_metrics=grant_metrics.grant_metrics(
            facts.known, list(everybody.values()), facts.horizons
        ),
    )


def _count(facts: _Facts) -> list[Figure]:
    known, horizons = facts.known, facts.horizons
    mentees = participants.enrolled(known, "mentee")
    leaders = len(facts.roles.leaders(horizons.year))
    return [
        *participants.figures(known, horizons, facts.as_of),
        *follow_up.figures(known, facts.edits, horizons, facts.as_of),
        *leadership.figures(facts.roles, horizons, facts.as_of),
        practicum.cascade(known, facts.roles, facts.as_of),
        *practicum.figures(practicum.practicum_of(known, facts.as_of)),
        *attendance.figures(known, facts.as_of),
        *map(satisfaction.figure, facts.answers.values()),
        *windows.figures(facts.windows, facts.edits, mentees, horizons),
        *community.reach_figures(known, facts.heard),
        community.assent_figure(known, facts.wikis),
        *equity.figures(known, facts.roles, horizons, facts.as_of),
        *facts.accounts.figures,
        accounts.cost_per_leader(facts.accounts, leaders),
        accounts.cost_per_mentee(facts.accounts, len(participants.started(known))),
    ]


def _judge(facts: _Facts, figures: Sequence[Figure], unnamed: frozenset[str]) -> tuple[Goal, ...]:
    evidence = goals.Evidence(
        cohort=facts.known,
        as_of=facts.as_of,
        horizons=facts.horizons,
        leadership=facts.roles,
        answers=facts.answers,
        heard=facts.heard,
        wikis=facts.wikis,
        figures={figure.id: figure for figure in figures},
        unnamed=unnamed,
    )
    return goals.goals(evidence)
