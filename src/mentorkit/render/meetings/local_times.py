"""Everybody's local time of a session, as the values that a page's lists and figures show."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import Any

from mentorkit.cohort.model import Person, Session
from mentorkit.cohort.zones import zone
from mentorkit.meetings.timetable import (
    NIGHT_BEGINS,
    NIGHT_ENDS,
    LocalHour,
    at_night,
    local_hours,
)
from mentorkit.render.timetable_words import counted, place

Values = dict[str, Any]

_DAY_MINUTES = 24 * 60


def is_named(person: Person) -> bool:
    """Return whether somebody agreed to be named where others may read it."""
    return person.consent.named is not None


def figure(session: Session, people: Collection[Person]) -> Values:
    """Return the local times of a session with the names of those who agreed, and its clock."""
    hours = local_hours(session, people)
    late = sum(len(hour.people) for hour in hours if hour.night)
    count = sum(len(hour.people) for hour in hours)
    said = ", ".join(f"{hour.at:%H:%M} for {len(hour.people)}" for hour in hours)
    lost = sorted(person.name for person in people if person.timezone is None and is_named(person))
    return {
        "hours": [_hour(hour, session.begins.date(), session.minutes) for hour in hours],
        "finding": f"night for {late} of {counted(count, 'person', 'people')}"
        if late
        else "night for nobody",
        "words": f"Local time at the start: {said}.",
        "dots": [_dot(hour) for hour in hours],
        "bands": _BANDS,
        "lost": f"No time zone is known for {', '.join(lost)}." if lost else "",
    }


def glance(sessions: Sequence[Session], zones: Iterable[str]) -> list[Values]:
    """Return a row for each set of clocks: the places that have them, and what they show."""
    rows: dict[tuple[datetime, ...], list[str]] = {}
    for name in zones:
        clocks = zone(name)
        local = (session.begins.astimezone(clocks).replace(tzinfo=None) for session in sessions)
        rows.setdefault(tuple(local), []).append(name)
    return [
        {
            "places": places(names),
            "cells": [_cell(at, session) for at, session in zip(times, sessions, strict=True)],
        }
        for times, names in sorted(rows.items())
    ]


def places(zones: Iterable[str]) -> str:
    """Return the towns by which time zones are known."""
    return ", ".join(sorted({place(name) for name in zones}))


def local(begins: datetime, person: Person) -> str:
    """Return the day of the week and the hour on somebody's clocks."""
    if person.timezone is None:
        return "not known"
    return f"{begins.astimezone(zone(person.timezone)):%a %H:%M}"


def _hour(hour: LocalHour, day: date, minutes: int) -> Values:
    return {
        "machine": f"{hour.at:%Y-%m-%dT%H:%M}",
        "clock": f"{hour.at:%H:%M}",
        "day": "" if hour.at.date() == day else f"{hour.at:%a} {hour.at.day} {hour.at:%b}",
        "late": _late(hour.at, minutes),
        "places": places(hour.zones),
        "people": [person.name for person in hour.people if is_named(person)],
    }


def _cell(at: datetime, session: Session) -> Values:
    return {
        "clock": f"{at:%H:%M}",
        "day": "" if at.date() == session.begins.date() else f"{at:%a}",
        "late": _late(at, session.minutes),
    }


def _late(at: datetime, minutes: int) -> str:
    """Return what there is to say of a session that keeps people up, or an empty text."""
    if not at_night(at, minutes):
        return ""
    # Of a start in the evening it is the end that matters.
    return "night" if at_night(at, 0) else f"until {at + timedelta(minutes=minutes):%H:%M}"


def _dot(hour: LocalHour) -> Values:
    count = len(hour.people)
    return {
        "x": _percent(_minutes(hour.at.time())),
        # The area, not the radius, grows with the number of people.
        "r": f"{min(3.2 + 1.7 * sqrt(count), 15):.1f}",
        "night": hour.night,
        "label": f"{hour.at:%H:%M}, {counted(count, 'person', 'people')}",
    }


def _percent(minutes: int) -> str:
    return f"{100 * minutes / _DAY_MINUTES:.2f}"


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


_BANDS = [
    {"x": "0", "width": _percent(_minutes(NIGHT_ENDS))},
    {
        "x": _percent(_minutes(NIGHT_BEGINS)),
        "width": _percent(_DAY_MINUTES - _minutes(NIGHT_BEGINS)),
    },
]
"""The night on the face of a clock, from midnight to midnight."""
