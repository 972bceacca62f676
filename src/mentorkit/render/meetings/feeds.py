"""Calendars as the bytes of `.ics` files (RFC 5545, with the feed properties of RFC 7986).

Single events in UTC, no recurrence and no zone definitions: of all forms this is the one on which
calendar programs agree. The bytes depend on the values alone. So few properties are written here
by hand: a library takes longer to be imported than a cohort's calendars take to be made.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mentorkit.rules.event import Calendar, Event

_OCTETS = 74
"""The most octets of a line; RFC 5545 allows 75."""

# A version in the PRODID would change every file with every release.
_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//mentorkit//mentorkit//EN",
    "CALSCALE:GREGORIAN",
)
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_TO_ESCAPE = re.compile(r"[\\;,\n]")
_PIECES = re.compile(r"\\.|.", re.DOTALL)
"""What a fold does not cut: a character, or one with the backslash before it."""


def as_ics(calendar: Calendar) -> bytes:
    """Return a calendar as the bytes of an `.ics` file; lines end in CRLF and are folded."""
    name = _text(calendar.name)
    head = [
        *_HEAD,
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    events = b"".join(_vevent(event) for event in calendar.events)
    return _lines(head) + events + b"END:VCALENDAR\r\n"


# A session stands in the feeds of a pair and of both its people.
@lru_cache(maxsize=65536)
def _vevent(event: Event) -> bytes:
    return _lines(_properties(event))


def _properties(event: Event) -> Iterator[str]:
    stamp = _moment(event.stamp)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DTSTART:{_moment(event.start)}"
    yield f"DTEND:{_moment(event.end)}"
    yield f"DTSTAMP:{stamp}"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    if event.link:
        yield f"CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI:{event.link}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield f"LAST-MODIFIED:{stamp}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    yield f"STATUS:{event.status}"
    for lead in () if event.status == "CANCELLED" else event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(event.summary)}"
        yield f"TRIGGER:-{_duration(lead)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Escape a TEXT value (RFC 5545, 3.3.11)."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _duration(lead: timedelta) -> str:
    """Return a length of time, in whole minutes from 0 (RFC 5545, 3.3.6)."""
    hours, minutes = divmod(lead.seconds // 60, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    days = f"{lead.days}D" if lead.days else ""
    return f"P{days}T{clock}" if clock else f"P{days or 'T0S'}"


def _lines(lines: Iterator[str] | list[str]) -> bytes:
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _folded(line: str) -> str:
    """Return a line in pieces of few enough octets, no character or escape cut (3.1)."""
    if len(line.encode()) <= _OCTETS:
        return line
    parts = [""]
    room = _OCTETS
    for piece in _PIECES.findall(line):
        size = len(piece.encode())
        if size > room:
            parts.append("")
            room = _OCTETS - 1
        parts[-1] += piece
        room -= size
    return "\r\n ".join(parts)
