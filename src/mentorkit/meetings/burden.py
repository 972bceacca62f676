"""How much a meeting's time costs somebody."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Window
from mentorkit.cohort.zones import zone

HEAVIEST = 13
"""The most that one meeting can cost somebody."""

QUARTERS = 7 * 96
"""The quarter-hours of a week."""

_WEEK = 7 * 1440
_STEPS = ((60, 1), (120, 2), (240, 4), (360, 7))
_FARTHEST = 10
_WEEKEND = 3
_SATURDAY = 5 * 96


def burden(person: Person, start: datetime) -> int | None:
    """Return what a meeting that starts then costs a person, 0..13, as FORMATS.md defines it.

    `start` has a zone. 0 within the person's own hours; else 1, 2, 4 or 7 if the nearest own hour
    is up to 1, 2, 4 or 6 hours away by their clock, before or after, and 10 beyond; 3 more on
    Saturdays and Sundays. None where the person's zone or hours are not known.
    """
    if person.timezone is None or not person.available:
        return None
    local = start.astimezone(zone(person.timezone))
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    away = min(_distance(window, day, minute) for window in person.available for day in window.days)
    if away == 0:
        return 0
    cost = next((cost for most, cost in _STEPS if away <= most), _FARTHEST)
    return cost + (_WEEKEND if local.weekday() >= 5 else 0)


def _distance(window: Window, day: int, minute: int) -> int:
    """Return the minutes from a minute of the week to a window; 0 inside, its end excluded."""
    since = (minute - day * 1440 - window.start) % _WEEK
    length = window.end - window.start
    if since < length:
        return 0
    # At the very end the own hour is over, though no minute has passed since.
    return min(max(since - length, 1), _WEEK - since)


@lru_cache(maxsize=65536)
def week_of_burdens(windows: tuple[Window, ...]) -> tuple[int, ...]:
    """Return the burden of each quarter-hour of a local week, from Monday 00:00 on.

    It is what `burden` says of each of them, for all 672 at once; there is at least one window.
    """
    reached = [_near(windows, None), *(_near(windows, most) for most, _ in _STEPS)]
    costs = (_FARTHEST, *(cost for _, cost in reversed(_STEPS)), 0)
    week = [costs[sum(bits)] for bits in zip(*reached, strict=True)]
    return tuple(
        cost + (_WEEKEND if cost and quarter >= _SATURDAY else 0)
        for quarter, cost in enumerate(week)
    )


def _near(windows: Sequence[Window], minutes: int | None) -> list[bool]:
    """Tell of each quarter-hour whether an own hour is so near; None: whether it is one."""
    bits = 0
    for window in windows:
        first = window.start - (minutes or 0)
        # The minute in which own hours end is not their own, and as near as a minute can be.
        after = window.end + (0 if minutes is None else minutes + 1)
        for day in window.days:
            bits |= ((1 << after - first) - 1) << first + day * 1440 + _WEEK
    week = (bits | bits >> _WEEK | bits >> 2 * _WEEK) & (1 << _WEEK) - 1
    return [digit == "1" for digit in f"{week:0{_WEEK}b}"[::-1][::15]]
