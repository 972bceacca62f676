"""Calendars as `.ics` bytes (RFC 5545, with the feed properties of RFC 7986).

Single events in UTC, no recurrence and no zone definitions: of all forms this is the one on which
calendar programs agree. The bytes depend on the values alone.
"""

from datetime import timedelta
from functools import lru_cache

import icalendar

from mentorkit.rules.event import Calendar, Event

_END = b"END:VCALENDAR\r\n"


def as_ics(calendar: Calendar) -> bytes:
    """Return a calendar as the bytes of an `.ics` file; lines end in CRLF and are folded."""
    head = icalendar.Calendar()
    # A version in it would change every file with every release.
    head.add("prodid", "-//mentorkit//mentorkit//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    head.add("name", calendar.name)
    head.add("x-wr-calname", calendar.name)
    head.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    events = b"".join(_vevent(event) for event in calendar.events)
    opening: bytes = head.to_ical()
    return opening.removesuffix(_END) + events + _END


# A session stands in the feeds of a pair and of both its people.
@lru_cache(maxsize=65536)
def _vevent(event: Event) -> bytes:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamp)
    component.add("last-modified", event.stamp)
    component.add("dtstart", event.start)
    component.add("dtend", event.end)
    component.add("summary", event.summary)
    component.add("status", event.status)
    for name in ("description", "location", "categories"):
        if value := getattr(event, name):
            component.add(name, value)
    if event.link:
        component.add("conference", _conference(event.link))
    written: bytes = component.to_ical()
    return written


def _conference(link: str) -> icalendar.vUri:
    return icalendar.vUri(link, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})
