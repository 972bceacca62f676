"""A plan of everything that the programme asks people to meet for and `sessions/` lacks.

In this order, each around what came before it: meetings in person, whose days events give; cohort
calls and talks; the calls of pairs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Person
from mentorkit.meetings.burden import burden
from mentorkit.meetings.calls import PairPlan, pair_calls
from mentorkit.meetings.diary import Diary
from mentorkit.meetings.in_person import InPersonPlan, in_person
from mentorkit.meetings.periods import runs
from mentorkit.meetings.proposed import Proposed, Unplanned
from mentorkit.meetings.series import SeriesPlan, series
from mentorkit.meetings.sharing import Way
from mentorkit.rules.replay import as_known_on


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions that are missing.

    `burden` is each person's, by id, over the calls of pairs that are proposed and over all calls
    and talks of the cohort, those that stand included. `every` and `minutes` are what
    mentorkit.yaml asks of pairs; without it `every` is None. `ended` is the programme's last day
    if that lies before the date of the plan.
    """

    every: timedelta | None
    minutes: int
    ended: date | None
    pairs: tuple[PairPlan, ...]
    burden: Mapping[str, int]
    series: SeriesPlan = field(default_factory=SeriesPlan)
    in_person: InPersonPlan = field(default_factory=InPersonPlan)
    people: Mapping[str, Person] = field(default_factory=dict)

    @property
    def calls(self) -> tuple[Proposed, ...]:
        """Every call of a pair, by pair and number."""
        return tuple(call for pair in self.pairs for call in pair.calls)

    @property
    def sessions(self) -> tuple[Proposed, ...]:
        """Every session proposed, by series and number: the cohort's, the talks, the pairs'."""
        return _numbered(
            [
                *(date_.session for date_ in self.series.dates),
                *self.calls,
                *(meeting.session for meeting in self.in_person.meetings),
            ]
        )

    @property
    def unplanned(self) -> tuple[Unplanned, ...]:
        """Every reason why sessions are lacking."""
        pairs = (lack for pair in self.pairs for lack in pair.unplanned)
        return (*self.series.unplanned, *self.in_person.unplanned, *pairs)

    @property
    def worst(self) -> int:
        """The burden of whoever has the heaviest."""
        return max(self.burden.values(), default=0)

    @property
    def total(self) -> int:
        """The burden of all people together."""
        return sum(self.burden.values())


def propose(cohort: Cohort, as_of: date, way: Way = "fair") -> Plan:
    """Return the sessions that mentorkit.yaml asks for and `sessions/` lacks.

    `way` is how the times of cohort calls and talks are chosen. Sessions that stand never move; a
    cancelled one is replaced. The answer depends on nothing but the files and the date, and on no
    fact that became known after it. `in_person`, `series` and `pair_calls` say the rest.
    """
    asked, end = cohort.programme.meetings.pair, cohort.programme.end
    known = _as_planned_on(cohort, as_of)
    diary = Diary(known)
    meetings = in_person(known, diary, as_of)
    together = [m.session.at.utc.date() for m in meetings.meetings if m.session.series == "cohort"]
    shared = series(known, diary, as_of, way, together)
    pairs = pair_calls(known, diary, as_of)
    return Plan(
        asked.every if asked else None,
        asked.minutes if asked else 0,
        end if end < as_of else None,
        pairs,
        _burdens(shared.burden, pairs),
        shared,
        meetings,
        known.people,
    )


def lacking_calls(cohort: Cohort, as_of: date) -> Mapping[str, int]:
    """Return how many calls each pair has still to plan, whether or not there is a time for them.

    Nothing else is planned beforehand, so that this is quick.
    """
    known = _as_planned_on(cohort, as_of)
    counts: Counter[str] = Counter()
    for pair in pair_calls(known, Diary(known), as_of):
        counts[pair.ref] += len(pair.calls) + sum(lack.count for lack in pair.unplanned)
    return +counts


def _as_planned_on(cohort: Cohort, as_of: date) -> Cohort:
    """Return the cohort as it was known on a day, with the pairs that ran then or were to come."""
    known, end = as_known_on(cohort, as_of), cohort.programme.end
    pairs = (pair for pair in cohort.pairs if pair.since <= end and runs(known, pair, as_of))
    return replace(known, pairs=tuple(pairs))


def _burdens(before: Mapping[str, int], pairs: Sequence[PairPlan]) -> dict[str, int]:
    sums = Counter(before)
    for pair in pairs:
        for call in pair.calls:
            for person in (pair.mentor, pair.mentee):
                sums[person.id] += burden(person, call.at.utc) or 0
    return dict(sorted(sums.items()))


def _numbered(sessions: Sequence[Proposed]) -> tuple[Proposed, ...]:
    """Return sessions by series and number; meetings in person get the numbers after the calls."""
    highest: Counter[str] = Counter()
    found = []
    for session in sessions:
        number = max(session.id, highest[session.series] + 1)
        highest[session.series] = number
        found.append(session if number == session.id else replace(session, id=number))
    return tuple(sorted(found, key=lambda s: ("--" in s.series, s.series, s.id)))
