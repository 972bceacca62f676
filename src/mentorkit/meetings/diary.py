"""Everybody's hours, days away and meetings over a programme, and local days read out of them.

Times are the UTC slots of `rules.availability`; a local day is a mask whose bit q stands for the
quarter-hour q after midnight by the clocks of a zone, and is set only where that time happens
exactly once, so that nobody has to ask which of two was meant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.presence import audience
from mentorkit.cohort.scalars import Days, LocalTime
from mentorkit.cohort.zones import instants, zone
from mentorkit.rules.availability import SLOT, SPARE_WEEKS, WEEK, Horizon, meeting_starts

QUARTERS = timedelta(days=1) // SLOT
DAY = timedelta(days=1)


def over(start: date, end: date) -> Horizon:
    """Return the weeks of UTC that hold the dates `start`..`end` of every zone."""
    early = start - DAY
    monday = early - timedelta(days=early.weekday())
    weeks = (max(end, start) + DAY - monday) // WEEK + 1
    return Horizon(datetime.combine(monday, time(), UTC), weeks)


class Diary:
    """Who can meet when. `book` takes time; nothing else changes it."""

    def __init__(self, cohort: Cohort):
        self.over = over(cohort.programme.start, cohort.programme.end)
        self._first = cohort.programme.start - 2 * DAY
        self._last = cohort.programme.end + 2 * DAY
        self._starts: dict[tuple[str, int], int] = {}
        self._holidays = cohort.programme.holidays
        self._away: dict[str, int] = {}
        self._off: dict[str, int] = {}
        self._taken: defaultdict[str, int] = defaultdict(int)
        self._weekdays: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for session in cohort.sessions:
            if session.cancelled is None:
                self.book(audience(session, cohort), session.begins, session.minutes)

    def starts(self, person: Person, minutes: int) -> int:
        """Return the slots from which a meeting of so many minutes lies in a person's own hours.

        There are none where zone or hours are missing.
        """
        key = person.id, minutes
        if key not in self._starts:
            self._starts[key] = (
                meeting_starts(person.available, person.timezone, self.over, minutes)
                if person.timezone is not None and person.available
                else 0
            )
        return self._starts[key]

    def away(self, person: Person) -> int:
        """Return the slots of the days on which a person is away, by their own clocks."""
        if person.id not in self._away:
            self._away[person.id] = self._whole(person.away, person.timezone or "Etc/UTC")
        return self._away[person.id]

    def holidays(self, zone_name: str) -> int:
        """Return the slots of the programme's holidays by the clocks of a zone."""
        if zone_name not in self._off:
            self._off[zone_name] = self._whole(self._holidays, zone_name)
        return self._off[zone_name]

    def _whole(self, stretches: Iterable[Days], zone_name: str) -> int:
        there = zone(zone_name)
        bits = 0
        for days in stretches:
            # A stretch that is open-ended in all but name must not run out of the calendar.
            first, last = max(days.first, self._first), min(days.last, self._last)
            if first <= last:
                bits |= self.stretch(_midnight(first, there), _midnight(last + DAY, there))
        return bits

    def taken(self, person: Person) -> int:
        """Return the slots in which a person has a meeting."""
        return self._taken[person.id]

    def is_free(self, person: str, start: datetime, minutes: int) -> bool:
        """Tell whether a person has no meeting in so many minutes; beyond the diary nobody has."""
        return not self._taken[person] & self.stretch(start, start + timedelta(minutes=minutes))

    def meetings_on(self, person: Person, weekday: int) -> int:
        """Return how many meetings a person has on a day of the week, 0 (Monday) to 6, of UTC."""
        return self._weekdays[person.id][weekday]

    def book(self, people: Iterable[str], start: datetime, minutes: int) -> None:
        """Take a meeting's time from those who come; `start` has a zone."""
        bits = self.stretch(start, start + timedelta(minutes=minutes))
        for person in people:
            self._taken[person] |= bits
            self._weekdays[person][start.weekday()] += 1

    def stretch(self, start: datetime, end: datetime) -> int:
        """Return the slots that a stretch of time touches, as far as the diary goes."""
        most = (self.over.weeks + SPARE_WEEKS) * (WEEK // SLOT)
        first = min(max((start - self.over.first) // SLOT, 0), most)
        last = min(max(-(-(end - self.over.first) // SLOT), first), most)
        return (1 << last) - (1 << first)


def _midnight(day: date, there: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), there).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Run:
    """Quarter-hours of a local day that follow each other in UTC too."""

    quarter: int
    slot: int
    length: int


def local_day(slots: int, zone_name: str, day: date, over: Horizon) -> int:
    """Return the slots of one local day as a mask of its quarter-hours."""
    mask = 0
    for run in _runs(zone_name, day, over.first):
        mask |= (slots >> run.slot & (1 << run.length) - 1) << run.quarter
    return mask


def local_time(zone_name: str, day: date, quarter: int) -> LocalTime:
    """Return the time of a quarter-hour of a local day, which must happen on that day."""
    wall = _wall(day, quarter)
    return LocalTime(wall, zone_name, instants(wall, zone_name)[0])


def _wall(day: date, quarter: int) -> datetime:
    return datetime.combine(day, time()) + quarter * SLOT


@lru_cache(maxsize=65536)
def _runs(zone_name: str, day: date, first: datetime) -> tuple[_Run, ...]:
    here = zone(zone_name)
    midnight, next_midnight = (
        datetime.combine(day + ahead, time(), here) for ahead in (timedelta(0), DAY)
    )
    if midnight.utcoffset() == next_midnight.utcoffset():
        found = [(0, midnight.astimezone(UTC))]
        lengths = [QUARTERS]
    else:
        found, lengths = _changing_day(zone_name, day)
    runs = []
    for (quarter, start), length in zip(found, lengths, strict=True):
        slot, rest = divmod(start - first, SLOT)
        if slot >= 0 and not rest:
            runs.append(_Run(quarter, slot, length))
    return tuple(runs)


def _changing_day(zone_name: str, day: date) -> tuple[list[tuple[int, datetime]], list[int]]:
    """Return the stretches, of times that happen once, of a day in which the clocks change."""
    once = []
    for quarter in range(QUARTERS):
        moments = instants(_wall(day, quarter), zone_name)
        if len(moments) == 1:
            once.append((quarter, moments[0]))
    stretches = [
        list(group) for _, group in groupby(once, key=lambda item: item[1] - item[0] * SLOT)
    ]
    return [stretch[0] for stretch in stretches], [len(stretch) for stretch in stretches]
