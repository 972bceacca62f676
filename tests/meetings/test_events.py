"""Who gets which events, and what they say to whom."""

from datetime import UTC, date, datetime

import pytest
from meeting_cohorts import cohort_from, pairs, person, programme
from pydantic_core import PydanticCustomError

from mentorkit.cohort.leads import read_lead
from mentorkit.cohort.model import Cohort
from mentorkit.meetings.events import calendars, clean
from mentorkit.rules.event import Event
from mentorkit.verbs import meet_calendar

AS_OF = date(2025, 6, 20)
EVENINGS = "mon-fri 18:00-21:00"
FILES = {
    "mentorkit.yaml": programme() + "topics: {gadgets: Gadgets and bots}\n",
    "people/bola.yaml": person("mentor", "Africa/Lagos", EVENINGS, name="Bola") + "wiki: BolaW\n",
    "people/amina.yaml": person("mentee", "Africa/Dakar", EVENINGS, name="Amina Diop"),
    "people/kofi.yaml": person("mentee", "Africa/Accra", EVENINGS, name="Kofi"),
    "people/sun.yaml": "name: Sun\nwiki: Sun悟空\nroles: [speaker]\nlanguages: [zh]\n",
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\nlanguages: [en]\n",
    "private/people/amina.yaml": "email: amina@example.org\nphone: '+221 33 000 00 00'\n",
    "pairs.yaml": pairs("bola--amina", "bola--kofi"),
    "sessions/bola--amina.yaml": (
        "- {id: 1, at: 2025-03-10 19:00 Africa/Dakar, minutes: 60, where: online, revision: 2, "
        "revised: 2025-02-20T10:00:00Z, cancelled: 2025-03-09}\n"
        "- {id: 2, at: 2025-05-10 10:00 Africa/Dakar, minutes: 120, kind: in-person}\n"
    ),
    "private/sessions/bola--amina.yaml": (
        "- {id: 1, link: 'https://meet.example.org/bola', phone: '+221 77', notes: she cried}\n"
        "- {id: 2, address: '3, rue Carnot'}\n"
    ),
    "sessions/cohort.yaml": "- {id: 1, at: 2025-03-06 15:00 Etc/UTC, minutes: 90}\n",
    "private/sessions/cohort.yaml": "- {id: 1, link: 'https://meet.example.org/all'}\n",
    "sessions/talks.yaml": (
        "- {id: 7, at: 2025-03-27 15:00 Etc/UTC, minutes: 45, kind: talk, title: Keepers, "
        "speaker: sun, topics: [gadgets]}\n"
    ),
}


def uids(cohort: Cohort, path: str, as_of: date = AS_OF) -> list[str]:
    return [event.uid.partition("@")[0] for event in calendars(cohort, as_of)[path].events]


def event_of(cohort: Cohort, path: str, uid: str) -> Event:
    events = calendars(cohort, AS_OF)[path].events
    return next(event for event in events if event.uid.startswith(f"{uid}@"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cohort", ["cohort-1", "talks-7"]),
        ("pairs/bola--amina", ["bola--amina-1", "bola--amina-2"]),
        ("pairs/bola--kofi", []),
        ("people/amina", ["cohort-1", "bola--amina-1", "talks-7", "bola--amina-2"]),
        ("people/bola", ["cohort-1", "bola--amina-1", "talks-7", "bola--amina-2"]),
        ("people/kofi", ["cohort-1", "talks-7"]),
        ("people/sun", ["talks-7"]),
        ("coordinator", ["cohort-1", "bola--amina-1", "talks-7", "bola--amina-2"]),
        ("people/dana", ["cohort-1", "talks-7"]),
    ],
)
def test_who_gets_what(path: str, expected: list[str]) -> None:
    assert uids(cohort_from(FILES), path) == expected


def test_an_event_says_what_the_file_says() -> None:
    event = event_of(cohort_from(FILES), "pairs/bola--amina", "bola--amina-1")

    assert event.uid == "bola--amina-1@test-2025.invalid"
    assert (event.sequence, event.status) == (2, "CANCELLED")
    assert event.stamp == datetime(2025, 2, 20, 10, tzinfo=UTC)
    assert event.start == datetime(2025, 3, 10, 19, tzinfo=UTC)
    assert event.end == datetime(2025, 3, 10, 20, tzinfo=UTC)
    assert event.summary == "Mentoring call: BolaW and Amina Diop"


def test_a_session_that_was_never_revised_is_stamped_by_the_programme() -> None:
    event = event_of(cohort_from(FILES), "cohort", "talks-7")

    assert event.stamp == datetime(2025, 3, 3, tzinfo=UTC)


def test_links_and_addresses_go_to_those_concerned_only() -> None:
    files = meet_calendar.calendars(cohort_from(FILES), AS_OF)
    holding = {
        word: {name for name, content in files.items() if word in content.replace(b"\r\n ", b"")}
        for word in (b"meet.example.org/bola", b"rue Carnot", b"meet.example.org/all")
    }

    own = ("pairs/bola--amina", "people/bola", "people/amina", "coordinator")
    pair = {f"out/calendars/{path}.ics" for path in own}
    everybody = {f"out/calendars/people/{p}.ics" for p in ("amina", "bola", "kofi", "dana")}
    everybody |= {"out/calendars/coordinator.ics"}
    assert holding == {
        b"meet.example.org/bola": pair,
        b"rue Carnot": pair,
        b"meet.example.org/all": everybody,
    }


def test_no_calendar_holds_an_address_or_a_note() -> None:
    for content in meet_calendar.calendars(cohort_from(FILES), AS_OF).values():
        for word in (b"amina@", b"mailto", b"+221 33", b"cried", b"ATTENDEE", b"ORGANIZER"):
            assert word not in content


def test_a_speaker_is_named_in_the_open_feed_only_by_consent() -> None:
    cohort = cohort_from(FILES)
    assert event_of(cohort, "cohort", "talks-7").summary == "Talk: Keepers"
    assert event_of(cohort, "people/kofi", "talks-7").summary == "Talk: Keepers (Sun悟空)"

    agreed = FILES["people/sun.yaml"] + "consent: {named: 2025-02-01}\n"
    cohort = cohort_from(FILES | {"people/sun.yaml": agreed})
    assert event_of(cohort, "cohort", "talks-7").summary == "Talk: Keepers (Sun悟空)"


def test_whoever_left_gets_nothing_after() -> None:
    left = FILES["people/amina.yaml"] + "left: 2025-03-20\nleft_code: withdrew\n"
    cohort = cohort_from(FILES | {"people/amina.yaml": left})

    assert uids(cohort, "people/amina") == ["cohort-1", "bola--amina-1"]
    assert uids(cohort, "people/amina", date(2025, 3, 19))[-1] == "bola--amina-2"


@pytest.mark.parametrize(
    ("as_of", "status"), [("2025-03-08", "CONFIRMED"), ("2025-03-09", "CANCELLED")]
)
def test_a_call_is_cancelled_from_the_day_on_which_it_was(as_of: str, status: str) -> None:
    feeds = calendars(cohort_from(FILES), date.fromisoformat(as_of))

    assert feeds["pairs/bola--amina"].events[0].status == status


def test_of_an_hour_that_comes_twice_the_one_told_is_meant() -> None:
    at = "id: 1, at: 2025-11-02 01:30 America/New_York, minutes: 60"
    for told in ("05:30", "06:30"):
        record = f"- {{{at}, utc: '2025-11-02T{told}:00Z'}}\n"
        cohort = cohort_from(FILES | {"sessions/bola--kofi.yaml": record})
        event = event_of(cohort, "pairs/bola--kofi", "bola--kofi-1")
        assert f"{event.start:%H:%M}" == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amina\r\nDTSTART:20250101T000000Z", "Amina DTSTART:20250101T000000Z"),
        ("a\x00b\x07c", "a b c"),
        ("\u202eevil\u202c name", "evil name"),
        ("  نور\u2028الهدى ", "نور الهدى"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_text_is_one_line_that_moves_nothing(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_lines_end_as_the_standard_says_and_are_folded() -> None:
    for content in meet_calendar.calendars(cohort_from(FILES), AS_OF).values():
        lines = content.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
        assert b"RRULE" not in content
        assert b"VTIMEZONE" not in content
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines


def test_alarms_are_in_the_own_calendar_only() -> None:
    amina = FILES["people/amina.yaml"] + "alarms: [1 day, 30 minutes, hour]\n"
    files = meet_calendar.calendars(cohort_from(FILES | {"people/amina.yaml": amina}), AS_OF)

    triggers = {
        name: [line for line in content.split(b"\r\n") if line.startswith(b"TRIGGER")]
        for name, content in files.items()
    }
    own = triggers.pop("out/calendars/people/amina.ics")
    # Three events that take place; the cancelled one reminds nobody.
    assert own == [b"TRIGGER:-P1D", b"TRIGGER:-PT30M", b"TRIGGER:-PT1H"] * 3
    assert not any(triggers.values())


@pytest.mark.parametrize("lead", ["29 days", "0 minutes", "1 week", "-1 hour", "soon", "minutes 5"])
def test_an_alarm_is_a_short_time_ahead(lead: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_lead(lead)
