"""A grant proposal from the same files as the report: what is promised, planned and budgeted.

How the goals stand is left out, however late the day; what was announced and what the wikis
answered is in it. Nobody is named but coordinators who agreed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from mentorkit.cohort.model import Cohort, Money
from mentorkit.outcomes import accounts, community
from mentorkit.outcomes.participants import enrolled
from mentorkit.outcomes.status import Horizons, room_below
from mentorkit.rules.proposal import (
    BudgetItem,
    Event,
    Places,
    Planned,
    Promise,
    Proposal,
)
from mentorkit.rules.report import Goal, LineOfBudget


def proposal(known: Cohort, cohort: Cohort, goals: Sequence[Goal], as_of: date) -> Proposal:
    """Return the proposal of a cohort that is `known` as of a day; `cohort` is all of it.

    `goals` give what is counted and until when; how they stand is left out.
    """
    programme, horizons = known.programme, Horizons.of(known.programme)
    team = [known.people[id_] for id_ in programme.coordinators if id_ in known.people]
    named = [person.name for person in team if person.consent.named]
    places = _places(known, as_of)
    money = accounts.accounts(known.money, cohort.money, horizons.start)
    planned = money.figures[0]
    limit = programme.goals.attrition
    return Proposal(
        programme=programme.name,
        as_of=as_of,
        start=horizons.start,
        end=horizons.end,
        year=horizons.year,
        page=programme.page,
        coordinators=tuple(named),
        unnamed=len(programme.coordinators) - len(named),
        goals=tuple(_promise(goal, places) for goal in goals),
        topics=tuple(programme.topics.values()),
        places=places,
        room=None if limit is None or not places.mentees else room_below(limit, 0, places.mentees),
        meetings=tuple(_meetings(known)),
        events=tuple(Event(e.title, e.start, e.end, e.near) for e in programme.events),
        tasks=len(known.tasks),
        wikis=community.wiki_answers(known),
        heard=community.heard(known),
        budget=tuple(_budget(known.money, money.lines)),
        currency=money.currency,
        total=None if planned.value is None else Decimal(planned.value),
        note=planned.note,
        rates=money.rates,
    )


def _places(known: Cohort, as_of: date) -> Places:
    """Return the places that mentorkit.yaml gives; else how many enrolled, once it has begun."""
    given = known.programme.places
    begun = as_of >= known.programme.start
    mentees, mentors = (len(enrolled(known, role)) for role in ("mentee", "mentor"))
    return Places(
        mentees if given.mentee is None and begun else given.mentee or 0,
        mentors if given.mentor is None and begun else given.mentor or 0,
        sum(1 for _ in known.having("speaker")) if given.speaker is None else given.speaker,
    )


_OUT_OF_MENTORS = ("mentors_satisfied",)
_OUT_OF_WIKIS = ("wikis_assent",)
_OUT_OF_NOBODY = ("reach",)


def _promise(goal: Goal, places: Places) -> Promise:
    of: int | None = places.mentees
    if goal.id in _OUT_OF_MENTORS:
        of = places.mentors
    elif goal.id in _OUT_OF_WIKIS:
        of = goal.denominator
    elif goal.id in _OUT_OF_NOBODY:
        of = None
    return Promise(goal.id, goal.target, of or None, goal.rule, goal.final)


def _meetings(known: Cohort) -> Iterator[Planned]:
    asked = known.programme.meetings
    days = known.programme.end - known.programme.start + timedelta(days=1)
    if asked.pair:
        # The last interval may be cut short: a call is planned in it too, where one fits.
        each = -(-days // asked.pair.every)
        yield Planned("pair", each, asked.pair.minutes, asked.pair.every)
    if asked.cohort:
        yield Planned("cohort", asked.cohort.count, asked.cohort.minutes)
    if asked.talks:
        yield Planned("talks", asked.talks.count, asked.talks.minutes)
    if asked.in_person.pair:
        yield Planned("in_person_pair", asked.in_person.pair, asked.in_person.minutes)
    if asked.in_person.cohort:
        yield Planned("in_person_cohort", asked.in_person.cohort, asked.in_person.minutes)


def _budget(money: Money | None, lines: Sequence[LineOfBudget]) -> Iterator[BudgetItem]:
    for line, converted in zip(money.lines if money else (), lines, strict=True):
        amount = line.planned
        yield BudgetItem(line.title, amount.value, amount.currency, converted.planned)
