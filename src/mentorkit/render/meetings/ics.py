"""Invitations as `.ics` bytes (RFC 5546), and what is answered.

Single events in UTC, no recurrence and no zone definitions: of all forms this is the one on which
calendar programs agree. The bytes depend on the values alone.
"""

from datetime import UTC, datetime
from typing import Any

import icalendar

from mentorkit.cohort.model import Person
from mentorkit.meetings.events import called
from mentorkit.meetings.invitations import Notice
from mentorkit.meetings.replies import COUNTER, Answer
from mentorkit.rules.event import Event
from mentorkit.rules.mail_address import compared, mailto

_PRODUCT = "-//mentorkit//mentorkit//EN"


def as_itip(notice: Notice, organiser: Person) -> bytes:
    """Return the bytes of a REQUEST or CANCEL to one person (RFC 5546, 3.2.2 and 3.2.5).

    Nobody else's address is in it but the organiser's, which must be there.
    """
    head = icalendar.Calendar()
    head.add("prodid", _PRODUCT)
    head.add("version", "2.0")
    head.add("method", notice.method)
    event = _component(notice.event)
    if not notice.whole:
        # RFC 5546, 3.2.5: absent where only some attendees need not come.
        event.pop("status")
    event.add("organizer", _address(organiser))
    attendee = _address(notice.person)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if notice.method == "REQUEST":
        attendee.params["PARTSTAT"] = notice.answer
        attendee.params["RSVP"] = "TRUE" if notice.answer == "NEEDS-ACTION" else "FALSE"
    event.add("attendee", attendee)
    head.add_component(event)
    written: bytes = head.to_ical()
    return written


def _address(person: Person) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(mailto(person.email or ""))
    # A quotation mark would have to be written in a way (RFC 6868) that few programs know.
    address.params["CN"] = called(person).replace('"', "'")
    return address


class Broken(Exception):
    """Bytes that are no calendar, or one that lacks what it must have: `args` says what."""


def answers_in(source: bytes) -> list[Answer]:
    """Return the answers of a calendar with METHOD:REPLY or COUNTER; none where it has another.

    A COUNTER asks for another time; as an answer its PARTSTAT is that word. Raises Broken.
    """
    try:
        # The line end makes it text: a word alone would be taken for the name of a file.
        calendar = icalendar.Calendar.from_ical(source.strip() + b"\r\n")
        method = str(calendar.get("method", "")).strip().upper()
        if method not in ("REPLY", COUNTER):
            return []
        return [_answered(event, method) for event in calendar.walk("VEVENT")]
    except Broken:
        raise
    except Exception as error:  # icalendar raises whatever its parts do
        raise Broken("it is no calendar that can be read") from error


def _answered(event: Any, method: str) -> Answer:
    for name in ("UID", "DTSTAMP", "ATTENDEE"):
        if name not in event:
            raise Broken(f"it has no {name}")
    attendee, stamp = event["ATTENDEE"], event["DTSTAMP"].dt
    if isinstance(attendee, list) or not isinstance(stamp, datetime):
        raise Broken("a reply has one ATTENDEE and the time at which it was made")
    if not 1900 <= stamp.year < 2200:
        raise Broken(f"it was made in the year {stamp.year}, it says")
    comment = event.get("COMMENT", "")
    comments = comment if isinstance(comment, list) else [comment]
    return Answer(
        uid=str(event["UID"]).strip(),
        sequence=int(event.get("SEQUENCE", 0)),
        stamp=stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC),
        attendee=compared(str(attendee)),
        partstat=COUNTER if method == COUNTER else str(attendee.params.get("PARTSTAT", "")).upper(),
        comment=" ".join(str(each) for each in comments),
        wished=_wished(event) if method == COUNTER else None,
    )


def _wished(event: Any) -> datetime | None:
    start = event["DTSTART"].dt if "DTSTART" in event else None
    if not isinstance(start, datetime) or start.tzinfo is None:
        return None
    return start.astimezone(UTC)


def _component(event: Event) -> icalendar.Event:
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
    return component


def _conference(link: str) -> icalendar.vUri:
    return icalendar.vUri(link, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})
