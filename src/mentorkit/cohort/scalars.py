"""The small values that people write as text: ids, words, dates, times, hours of the week.

Every reader takes the text of one scalar and returns a typed value, or raises a custom pydantic
error whose type is the problem's code and whose context may hold a hint.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from mentorkit.cohort.zones import after_the_gap, instants, zone_names
from mentorkit.problems import nearest

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The names of the days of the week, Monday first, as `available` writes them."""

RESERVED = frozenset({"pulled", "outreach"})
"""What no id can be: a person's activity would be written over a table of activity/."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that no text holds: they would move a terminal's cursor, or worse."""

T = TypeVar("T")


class FromText:
    """Tells pydantic to read a field with one function over its text."""

    def __init__(self, reader: Callable[[str], object]):
        self._reader = reader

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def _read(self, value: object) -> object:
        if isinstance(value, str):
            return self._reader(value)
        if value is None:
            raise fault("empty", "a value is missing here", "write one, or remove the key")
        if isinstance(value, (list, dict)):
            raise fault("shape", "one plain value is expected here", "write it alone")
        return value


def fault(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return the error of one scalar, to be raised."""
    # A brace in a person's text would read as a field of pydantic's template.
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def read_id(text: str) -> str:
    """Read an id: lower-case letters, digits and single hyphens, at most 63 characters."""
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9]|-(?!-)){0,62}", text):
        raise fault("id", f"'{text}' is no id", "use a-z, 0-9 and single hyphens, as in 'amina-d'")
    if text in RESERVED:
        raise fault("id", f"'{text}' is the name of a file of the tool's own", "choose another id")
    return text


def read_text(text: str) -> str:
    """Read a text that must say something."""
    if not text.strip():
        raise fault("empty", "this text is empty", "write one, or remove the key")
    if CONTROL.search(text):
        raise fault("control", "an invisible control character stands in this text", "remove it")
    return text


def read_language(text: str) -> str:
    """Read a language's code, in the shape of BCP 47: fr, arz, zh-Hant; or the wikis' simple."""
    if not re.fullmatch(r"(?:[A-Za-z]{2,3}|simple)(?:-[A-Za-z0-9]{1,8})*", read_text(text)):
        message = f"'{text}' is no language code"
        raise fault("language", message, "write a code such as fr, sw or zh-Hant")
    return text


def read_flag(text: str) -> bool:
    """Read yes or no; true, false, on and off are taken too."""
    word = text.casefold()
    if word in ("yes", "true", "on"):
        return True
    if word in ("no", "false", "off"):
        return False
    raise fault("flag", f"'{text}' is neither yes nor no", "write yes or no")


def read_day(text: str) -> date:
    """Read a date of the years 1900 to 2199, written YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise fault("date", f"'{text}' is no date", "write YYYY-MM-DD, as in 2025-03-10")
    if not "1900" <= text < "2200":
        # Near the ends of Python's calendar the same moment in another zone would be beyond it.
        raise fault("date", f"the year {text[:4]} is too far away", "check the year")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(
            "no-such-date", f"there is no {text} in the calendar", "check the day"
        ) from None


def read_instant(text: str) -> datetime:
    """Read a moment in UTC written YYYY-MM-DDTHH:MM:SSZ."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text):
        raise fault("instant", f"'{text}' is no UTC time", "write it as in 2025-03-10T19:00:00Z")
    read_day(text[:10])
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise fault(
            "no-such-time", f"no clock shows {text[11:19]}", "the hours are 00 to 23"
        ) from None


def instant_text(moment: datetime) -> str:
    """Return a moment, which has a zone, as `read_instant` reads it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_zone(text: str) -> str:
    """Read the name of a time zone of the tz database."""
    if text not in zone_names():
        # An offset such as GMT+1 is nearest to another offset, and that helps nobody.
        near = "" if re.search("[0-9]", text) else nearest(text, zone_names())
        hint = near or "use a name such as Africa/Dakar"
        raise fault("zone", f"no such time zone: '{text}'", hint)
    return text


class LocalTime(NamedTuple):
    """A time as people agreed on it: what the clocks of a zone show, and when that is in UTC."""

    wall: datetime
    zone: str
    utc: datetime
    twice: bool = False

    def __str__(self) -> str:
        return f"{self.wall:%Y-%m-%d %H:%M} {self.zone}"

    def later(self) -> "LocalTime":
        """Return the second of the two moments when the clocks show this time twice."""
        return LocalTime(self.wall, self.zone, instants(self.wall, self.zone)[-1], self.twice)


def read_local_time(text: str) -> LocalTime:
    """Read "YYYY-MM-DD HH:MM Area/City"; of a time that happens twice, the first is meant."""
    parts = re.fullmatch(r"([0-9-]{10})[ T]([0-9]{1,2}):([0-9]{2}) +(\S.*)", text)
    if not parts:
        bare = re.fullmatch(r"[0-9-]{10}[ T][0-9]{1,2}:[0-9]{2}", text)
        message = f"'{text}' {'has no time zone' if bare else 'is no time'}"
        raise fault("time", message, "write it as in 2025-03-10 19:00 Africa/Dakar")
    day, hour, minute = read_day(parts[1]), int(parts[2]), int(parts[3])
    name = read_zone(parts[4])
    if hour > 23 or minute > 59:
        raise fault("no-such-time", f"no clock shows {hour}:{minute:02}", "use 00:00 to 23:59")
    wall = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 (the zone is kept beside it)
    moments = instants(wall, name)
    if not moments:
        shown = after_the_gap(wall, name)
        meant = f"{shown:%H:%M}" if shown.date() == wall.date() else f"{shown:%Y-%m-%d %H:%M}"
        hint = f"the clocks go forward over it; did you mean {meant}?"
        raise fault("no-such-time", f"this time does not exist in {name}", hint)
    return LocalTime(wall, name, moments[0], len(moments) == 2)


class Window(NamedTuple):
    """Hours of the week at which somebody can meet, in their own zone.

    `days` are 0 (Monday) to 6; `start` and `end` are minutes from midnight of each of those
    days, with 0 <= start < 1440 and start < end <= start + 1440 (over 1440: past midnight).
    """

    days: tuple[int, ...]
    start: int
    end: int


_HINT_WINDOW = "write it as in mon-fri 18:00-21:00"


def read_window(text: str) -> Window:
    """Read "mon-fri 18:00-21:00", "sat 10:00-16:00" or, past midnight, "fri 22:00-01:00"."""
    parts = re.fullmatch(
        r"(.+?) +([0-9]{1,2}):([0-9]{2}) ?[-–] ?([0-9]{1,2}):([0-9]{2})", text.strip()
    )
    if not parts:
        raise fault("hours", f"'{text}' are no hours of the week", _HINT_WINDOW)
    start = _minutes(parts[2], parts[3], 23 * 60 + 59)
    end = _minutes(parts[4], parts[5], 24 * 60)
    if start == end:
        raise fault("hours", f"'{text}' ends when it starts", _HINT_WINDOW)
    return Window(_days(parts[1]), start, end if end > start else end + 1440)


def _minutes(hour: str, minute: str, most: int) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > most:
        hint = "24:00 can only end a stretch" if total == 1440 else "use 00:00 to 24:00"
        raise fault("no-such-time", f"no clock shows {hour}:{minute}", hint)
    return total


def _days(text: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in re.split(r"[ ,]+", text.casefold()):
        first, _, last = part.partition("-")
        for name in (first, last or first):
            if name not in DAYS:
                hint = nearest(name, DAYS) or f"the days are {', '.join(DAYS)}"
                raise fault("hours", f"'{name}' is no day of the week", hint)
        low, high = DAYS.index(first), DAYS.index(last or first)
        days.update((low + step) % 7 for step in range((high - low) % 7 + 1))
    return tuple(sorted(days))


class Days(NamedTuple):
    """A stretch of whole days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def read_days(text: str) -> Days:
    """Read "2025-04-18..2025-04-21", or one date."""
    first, dots, last = text.partition("..")
    span = Days(read_day(first.strip()), read_day((last if dots else first).strip()))
    if span.last < span.first:
        raise fault("order", f"'{text}' ends before it starts", "write the earlier date first")
    return span


def read_every(text: str) -> timedelta:
    """Read how often something happens: "week", "2 weeks", "10 days"."""
    parts = re.fullmatch(r"(?:([1-9][0-9]?) )?(day|week)s?", text)
    if not parts:
        raise fault("interval", f"'{text}' is no interval", "write it as in 2 weeks or 10 days")
    return timedelta(days=int(parts[1] or 1) * (7 if parts[2] == "week" else 1))


def read_pair(text: str) -> tuple[str, str]:
    """Read a pair reference, MENTOR--MENTEE."""
    mentor, dashes, mentee = text.partition("--")
    if not dashes:
        raise fault("pair", f"'{text}' is no pair", "write MENTOR--MENTEE, as in bola--amina")
    return read_id(mentor), read_id(mentee)


Id = Annotated[str, FromText(read_id)]
Text = Annotated[str, FromText(read_text)]
Language = Annotated[str, FromText(read_language)]
Flag = Annotated[bool, FromText(read_flag)]
Day = Annotated[date, FromText(read_day)]
Instant = Annotated[datetime, FromText(read_instant)]
Zone = Annotated[str, FromText(read_zone)]
Local = Annotated[LocalTime, FromText(read_local_time)]
Hours = Annotated[Window, FromText(read_window)]
Away = Annotated[Days, FromText(read_days)]
Every = Annotated[timedelta, FromText(read_every)]
PairName = Annotated[tuple[str, str], FromText(read_pair)]
