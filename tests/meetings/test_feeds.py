"""The bytes of `.ics` files, read back by icalendar, which writes the invitations."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.render.meetings.feeds import as_ics
from mentorkit.rules.event import Calendar, Event

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
# icalendar reads a backslash before an N, even one that is escaped, as a line break.
LETTERS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\\\u2028\u2029\x85"),
    max_size=120,
).map(str.strip)
LINES = st.text(st.sampled_from("aé日,;\"'^:\\ \n"), max_size=60).filter(lambda t: "\\n" not in t)
EVENTS = st.builds(
    Event,
    uid=st.just("bola--amina-1@test-2025.invalid"),
    sequence=st.integers(0, 10**6),
    stamp=MOMENTS,
    start=MOMENTS,
    end=MOMENTS,
    summary=LETTERS.filter(bool),
    description=LETTERS,
    location=LETTERS,
    status=st.sampled_from(["CONFIRMED", "CANCELLED"]),
    categories=st.sampled_from([("Call",), ("In person", "A, b")]),
    link=st.sampled_from([None, "https://meet.example.org/a,b;c?x=" + "y" * 90]),
    alarms=st.lists(st.integers(0, 20000).map(lambda n: timedelta(minutes=n)), max_size=3).map(
        tuple
    ),
)


@settings(deadline=None)
@given(LETTERS, st.lists(EVENTS, max_size=3))
def test_another_program_reads_what_was_written(name: str, events: list[Event]) -> None:
    written = as_ics(Calendar(name, tuple(events)))

    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, written.split(b"\r\n"))) <= 75
    read = icalendar.Calendar.from_ical(written)
    assert read.errors == []
    for event, component in zip(events, read.walk("VEVENT"), strict=True):
        assert component.errors == []
        assert (component["UID"], component["SEQUENCE"]) == (event.uid, event.sequence)
        assert [component[key].dt for key in ("DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND")] == [
            event.stamp, event.stamp, event.start, event.end
        ]  # fmt: skip
        assert component["SUMMARY"] == event.summary
        assert component.get("DESCRIPTION", "") == event.description
        assert component.get("LOCATION", "") == event.location
        assert component["STATUS"] == event.status
        assert tuple(component["CATEGORIES"].cats) == event.categories
        assert component.get("CONFERENCE") == event.link
        leads = tuple(-alarm["TRIGGER"].dt for alarm in component.walk("VALARM"))
        assert leads == (event.alarms if event.status == "CONFIRMED" else ())


@given(LINES)
def test_every_character_comes_back(text: str) -> None:
    """Unfolded and unescaped by the letter of RFC 5545, 3.1 and 3.3.11."""
    lines = as_ics(Calendar(text, ())).decode().replace("\r\n ", "").split("\r\n")
    (named,) = (line.removeprefix("NAME:") for line in lines if line.startswith("NAME:"))
    pieces = (
        named.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    )

    assert pieces.replace("\0", "\\") == text


def test_no_fold_cuts_a_character_or_an_escape() -> None:
    for length in range(60, 80):
        for line in as_ics(Calendar("a" * length + "é,;日\\" * 20, ())).decode().split("\r\n"):
            backslashes = len(line) - len(line.rstrip("\\"))
            assert backslashes % 2 == 0


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, "PT0S"), (30, "PT30M"), (90, "PT1H30M"), (1440, "P1D"), (1500, "P1DT1H")],
)
def test_how_long_before_an_alarm_rings(minutes: int, expected: str) -> None:
    now = datetime(2025, 3, 3, tzinfo=UTC)
    event = Event("u@x.invalid", 0, now, now, now, "S", alarms=(timedelta(minutes=minutes),))

    assert f"TRIGGER:-{expected}\r\n".encode() in as_ics(Calendar("N", (event,)))
