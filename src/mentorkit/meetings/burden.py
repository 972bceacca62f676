"""How much a meeting's time costs somebody."""

from datetime import datetime

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Window
from mentorkit.cohort.zones import zone

_WEEK = 7 * 1440
_STEPS = ((60, 1), (120, 2), (240, 4), (360, 7))
_FARTHEST = 10
_WEEKEND = 3


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
