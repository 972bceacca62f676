"""A meeting as a calendar shows it: what the meetings hand to the `.ics` files and the mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT of RFC 5545, its texts free of control characters, its times in UTC.

    `uid` never changes; `sequence` counts the changes of the time or place (RFC 5546 2.1.4);
    `stamp` is the moment of the last change, both DTSTAMP and LAST-MODIFIED. Lines of the
    description are separated by a line feed. `link` is a private address of the conference.
    `alarms` say how long before the start a calendar program is to remind its owner.
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    status: Literal["CONFIRMED", "CANCELLED"] = "CONFIRMED"
    categories: tuple[str, ...] = ()
    link: str | None = None
    alarms: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A feed: the name that a calendar program shows for it, and its events in order of time."""

    name: str
    events: tuple[Event, ...]
