"""When people can meet: one bit per quarter of an hour of UTC, true on every date.

Hours of the week are local and clocks change, so an hour that two people share in one week may be
gone in another. Each person's hours are therefore laid out over all weeks of a horizon, in a
single integer whose bit t stands for the UTC slot that begins t quarter-hours after the horizon's
first Monday. Working from UTC to local time leaves no gap and no doubled hour to decide about:
every UTC slot has exactly one local time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from mentorkit.cohort.scalars import Window
from mentorkit.cohort.zones import zone

SLOT = timedelta(minutes=15)
"""The grain of time: every offset of today's zones is a multiple of it."""

WEEK = timedelta(days=7)
WEEK_SLOTS = WEEK // SLOT

SPARE_WEEKS = 2
"""How far hours are laid out past a horizon: what starts in its last hour may take two weeks."""

_SLOT_SECONDS = 15 * 60
_WEEK_SECONDS = WEEK_SLOTS * _SLOT_SECONDS
_WEEK_MASK = (1 << WEEK_SLOTS) - 1


@dataclass(frozen=True, slots=True)
class Horizon:
    """Whole weeks of UTC: `first` is a Monday 00:00 UTC, `weeks` at least 1."""

    first: datetime
    weeks: int


def horizon(start: date, end: date) -> Horizon:
    """Return the whole weeks, Monday to Sunday in UTC, that lie inside `start`..`end`.

    Both dates are included. Where no whole week fits, it is the weeks that the dates touch.
    Raises ValueError if `end` is before `start`.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    monday = start + timedelta(days=-start.weekday() % 7)
    weeks = (end - monday + timedelta(days=1)) // WEEK
    if weeks < 1:
        monday = start - timedelta(days=start.weekday())
        weeks = (end - monday) // WEEK + 1
    return Horizon(datetime.combine(monday, time(), UTC), weeks)


def slots_of(minutes: int) -> int:
    """Return how many slots a meeting of so many minutes touches, rounded up."""
    return -(-minutes // 15)


def meeting_starts(windows: Sequence[Window], zone_name: str, over: Horizon, minutes: int) -> int:
    """Return the slots at whose beginning a meeting of so many minutes, at least 1, may start.

    All of it then lies inside the windows, to the minute: where 50 minutes are asked for, hours
    of 18:00-18:50 are enough.
    """
    whole, rest = divmod(minutes, 15)
    found = free_slots(windows, zone_name, over, rest) >> whole if rest else -1
    return found & starts(free_slots(windows, zone_name, over), whole) if whole else found


def free_slots(windows: Sequence[Window], zone_name: str, over: Horizon, minutes: int = 15) -> int:
    """Return the slots whose first minutes, 1 to 15 of them, lie inside somebody's windows.

    `zone_name` is an IANA name; KeyError if the tz database does not hold it. The bits run past
    the horizon by its spare weeks. Windows that meet or overlap are one. A slot in which the
    clocks change is free only if it is so by both offsets.
    """
    local = _joined(windows)
    weeks = over.weeks + SPARE_WEEKS
    every_week = ((1 << WEEK_SLOTS * weeks) - 1) // _WEEK_MASK
    free = (1 << WEEK_SLOTS * weeks) - 1
    for begin, end, offset in _offsets(zone_name, over):
        low, high = begin // _SLOT_SECONDS, -(-end // _SLOT_SECONDS)
        stretch = (1 << high) - (1 << low)
        free &= _week_in_utc(local, offset, minutes * 60) * every_week | ~stretch
    return free


def starts(free: int, slots: int) -> int:
    """Return the slots from which `slots` slots in a row, at least 1, are all free.

    Of two people, the starts in common are the bitwise AND of each one's starts.
    """
    if slots < 1:
        raise ValueError("a meeting takes at least one slot")
    reached = 1
    while reached < slots:
        step = min(reached, slots - reached)
        free &= free >> step
        reached += step
    return free


def weekly(slots: int, over: Horizon) -> tuple[int, ...]:
    """Return the slots of each week of the horizon, bit 0 being Monday 00:00 UTC."""
    return tuple(slots >> WEEK_SLOTS * week & _WEEK_MASK for week in range(over.weeks))


def bits(mask: int) -> list[int]:
    """Return the numbers of the bits that are set in a mask, from 0, in ascending order."""
    digits = bin(mask)[:1:-1]
    return [number for number, digit in enumerate(digits) if digit == "1"]


def _joined(windows: Iterable[Window]) -> tuple[tuple[int, int], ...]:
    """Return windows as disjoint stretches of the local week, in seconds; ends may pass Sunday."""
    minutes = 0
    for window in windows:
        for day in window.days:
            minutes |= ((1 << window.end - window.start) - 1) << day * 1440 + window.start
    week = 7 * 1440
    minutes = (minutes | minutes >> week) & (1 << week) - 1
    twice = minutes | minutes << week
    stretches = []
    position = 0
    while twice >> position:
        rest = twice >> position
        position += (rest & -rest).bit_length() - 1
        run = twice >> position
        length = (~run & run + 1).bit_length() - 1
        stretches.append((position * 60, (position + length) * 60))
        position += length
    return tuple(stretches)


@lru_cache(maxsize=4096)
def _week_in_utc(local: tuple[tuple[int, int], ...], offset: int, seconds: int) -> int:
    """Return the slots of a UTC week whose first `seconds` are free, by clocks `offset` ahead."""
    bits = 0
    for begin, end in local:
        first = -(-(begin - offset) // _SLOT_SECONDS)
        last = (end - offset - seconds) // _SLOT_SECONDS + 1
        if last > first:
            # A stretch of two laid-out weeks may begin up to a week early and end two late.
            bits |= (1 << last + WEEK_SLOTS) - (1 << first + WEEK_SLOTS)
    folded = 0
    while bits:
        folded |= bits & _WEEK_MASK
        bits >>= WEEK_SLOTS
    return folded


@lru_cache(maxsize=1024)
def _offsets(zone_name: str, over: Horizon) -> tuple[tuple[int, int, int], ...]:
    """Return (begin, end, offset) in seconds from the horizon's start, ahead of UTC positive.

    Each day is searched for one change of clocks: zones do not change twice in a day.
    """
    there = zone(zone_name)

    def offset(second: int) -> int:
        moment = over.first + timedelta(seconds=second)
        return (moment.astimezone(there).replace(tzinfo=UTC) - moment) // timedelta(seconds=1)

    found, begin, before, day = [], 0, offset(0), 24 * 3600
    whole = (over.weeks + SPARE_WEEKS) * _WEEK_SECONDS
    for second in range(day, whole + 1, day):
        after = offset(second)
        if after != before:
            low, high = second - day, second
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == before else (low, middle)
            found.append((begin, high, before))
            begin, before = high, after
    if begin < whole:
        found.append((begin, whole, before))
    return tuple(found)
