"""The hours that two people share in their worst week, whatever their clocks do.

Hours of the week are local and clocks change, so an hour that two people share in one week may be
gone in another. What counts is the week in which they share the fewest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import and_

from mentorkit.cohort.model import Person
from mentorkit.cohort.programme import Programme
from mentorkit.rules.availability import Horizon, horizon, meeting_starts, weekly

USUAL_MINUTES = 60
"""The length of a pair call where the programme names none."""


class Hours:
    """The quarter-hours of every whole week of the programme at which each person can begin."""

    def __init__(self, programme: Programme, people: Sequence[Person]):
        over = horizon(programme.start, programme.end)
        minutes = call_minutes(programme)
        self._weeks = {
            person.id: weekly(own_starts(person, minutes, over), over) for person in people
        }
        self._in_zone: dict[str | None, list[tuple[int, ...]]] = defaultdict(list)
        for person in people:
            self._in_zone[person.timezone].append(self._weeks[person.id])
        self._unlike: dict[frozenset[str | None], Sequence[int]] = {}

    def shared(self, mentor: Person, mentee: Person) -> int:
        """Return how many starts the two have in common in their worst week."""
        return in_common(self.facing(mentor, mentee.timezone), self.facing(mentee, mentor.timezone))

    def facing(self, person: Person, zone: str | None) -> tuple[int, ...]:
        """Return the weeks of a person that differ by the person's clocks or those of a zone."""
        weeks = self._weeks[person.id]
        return tuple(weeks[week] for week in self._weeks_unlike(person.timezone, zone))

    def _weeks_unlike(self, one: str | None, other: str | None) -> Sequence[int]:
        """Return a week of each kind; those in which nobody's clock has changed are alike."""
        zones = frozenset((one, other))
        if zones not in self._unlike:
            everybody = (weeks for zone in zones for weeks in self._in_zone[zone])
            kinds: dict[tuple[int, ...], int] = {}
            for week, kind in enumerate(zip(*everybody, strict=True)):
                kinds.setdefault(kind, week)
            self._unlike[zones] = tuple(kinds.values())
        return self._unlike[zones]


def in_common(one: Iterable[int], other: Iterable[int]) -> int:
    """Return how many starts two people have in common in the worst of their weeks."""
    return min(map(int.bit_count, map(and_, one, other)))


def call_minutes(programme: Programme) -> int:
    """Return how long the call of a pair is to take."""
    call = programme.meetings.pair
    return call.minutes if call else USUAL_MINUTES


def own_starts(person: Person, minutes: int, over: Horizon) -> int:
    """Return the slots at which a call may begin in a person's own hours; none without a zone."""
    if person.timezone is None:
        return 0
    return meeting_starts(person.available, person.timezone, over, minutes)
