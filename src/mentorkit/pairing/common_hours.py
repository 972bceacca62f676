"""How long two people are free together in their worst week, and which hour more would help."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Person
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.scalars import Window
from mentorkit.pairing.hours import call_minutes, own_starts
from mentorkit.rules.availability import (
    WEEK,
    Horizon,
    horizon,
    meeting_starts,
    weekly,
)

EARLIEST, LATEST = 7, 22
"""From when until when, on somebody's own clocks, one more hour is asked of anybody."""

_SLOT_MINUTES = 15


@dataclass(frozen=True, slots=True)
class CommonHours:
    """`minutes` that two people share in the week, from a Monday in UTC, in which it is least.

    Only stretches in which a whole call fits count. `always` says that no week has more.
    """

    minutes: int
    week: date
    always: bool


@dataclass(frozen=True, slots=True)
class MoreHour:
    """An hour of the week that would help most: `start` is its hour of the day, from 0.

    It helps as much on each of `days`, 0 for Monday, as somebody's own clocks show them; `gain`
    is counted in whatever it helps.
    """

    days: tuple[int, ...]
    start: int
    gain: int


class Calls:
    """When the calls of a programme's pairs can begin."""

    def __init__(self, programme: Programme):
        self.minutes = call_minutes(programme)
        self.over: Horizon = horizon(programme.start, programme.end)

    def common(self, one: Person, other: Person) -> CommonHours:
        """Return the time that two people share in their worst week, the first of those."""
        weeks = weekly(self._starts(one) & self._starts(other), self.over)
        shared = [self._shared(week) for week in weeks]
        worst = min(range(len(weeks)), key=lambda week: (weeks[week].bit_count(), shared[week]))
        return CommonHours(
            minutes=shared[worst],
            week=(self.over.first + worst * WEEK).date(),
            always=len(set(shared)) == 1,
        )

    def best_hour(
        self, person: Person, others: Sequence[Person], worth: Callable[[Sequence[int]], int]
    ) -> MoreHour | None:
        """Return the hour that is worth most if a person were free then too; None if none helps.

        `worth` says what it is to have so many starts in common with each of the `others` in the
        worst week. Where several hours are worth as much, it is the one that is so on most days,
        and the earliest of those.
        """
        theirs = [self._starts(other) for other in others]
        gains: dict[int, dict[int, int]] = {}
        for day, hour, starts in self._with_one_more(person):
            shared = [min(map(int.bit_count, weekly(starts & t, self.over))) for t in theirs]
            gains.setdefault(hour, {})[day] = worth(shared)
        best = max((gain for days in gains.values() for gain in days.values()), default=0)
        if best <= 0:
            return None
        days = {
            hour: tuple(d for d, gain in on.items() if gain == best) for hour, on in gains.items()
        }
        start = min(days, key=lambda hour: (-len(days[hour]), hour))
        return MoreHour(days[start], start, best)

    def _with_one_more(self, person: Person) -> Iterator[tuple[int, int, int]]:
        """Yield each hour of the week by day, with the starts of a person free then too."""
        if person.timezone is None:
            return
        for hour in range(EARLIEST, LATEST):
            for day in range(7):
                window = Window((day,), hour * 60, (hour + 1) * 60)
                windows = [*person.available, window]
                yield day, hour, meeting_starts(windows, person.timezone, self.over, self.minutes)

    def _starts(self, person: Person) -> int:
        return own_starts(person, self.minutes, self.over)

    def _shared(self, starts: int) -> int:
        """Return how many minutes the calls that begin at some slots cover, all together."""
        covered, end, begin = 0, 0, 0
        while starts >> begin:
            rest = starts >> begin
            begin += (rest & -rest).bit_length() - 1
            at = begin * _SLOT_MINUTES
            covered += self.minutes - max(0, end - at)
            end = at + self.minutes
            begin += 1
        return covered
