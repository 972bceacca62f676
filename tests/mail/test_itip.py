"""Messages that calendar programs take: RFC 5546's tables, odd names, the same bytes each time."""

import email
import email.policy
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_cohorts import FILES

from calendars.calendar_clients import libical
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.meetings.invitations import Notice, outbox
from mentorkit.render.meetings.imip import as_mail
from mentorkit.render.templates import Rendered
from mentorkit.rules.delivery import Posted
from mentorkit.verbs import meet_mail
from running import REAL_TODAY, lay_out

MOMENT = datetime(2025, 3, 1, 10, tzinfo=UTC)
CohortOf = Callable[[Mapping[str, str]], Cohort]


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libical")


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    root = lay_out(tmp_path_factory.mktemp("itip") / "cohort", FILES)
    found, problems = open_cohort(root, REAL_TODAY)
    assert found is not None
    assert problems == []
    return found


def written(cohort: Cohort, notice: Notice, subject: str = "Subject") -> bytes:
    wording = Rendered(subject, "Text\n", ("mail",), True)
    return as_mail(notice, wording, cohort.people["dana"], cohort.programme.id, MOMENT)


def parsed(source: bytes) -> EmailMessage:
    mail = email.message_from_bytes(source, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def calendars(mail: EmailMessage) -> list[bytes]:
    kinds = ("text/calendar", "application/ics")
    found = [p.get_payload(decode=True) for p in mail.walk() if p.get_content_type() in kinds]
    return [part for part in found if isinstance(part, bytes)]


def in_turn(cohort: Cohort) -> dict[str, Notice]:
    """One notice of each kind, from the first invitation to the last word."""
    first = {n.ref: n for n in outbox(cohort, (), "dana", MOMENT).notices if n.person.id == "amina"}
    posted = [Posted(notice.delivery, "sent", MOMENT) for notice in first.values()]
    call, everybody = first["bola--amina/1"], first["cohort/1"]
    assert call.session is not None
    later = call.session.model_copy(update={"minutes": 90, "revision": 1})
    moved = replace(cohort, sessions=(later,))
    off = later.model_copy(update={"cancelled": date(2025, 3, 1), "revision": 2})
    gone = cohort.people["amina"].model_copy(update={"left": date(2025, 3, 1)})
    left = replace(cohort, people={**cohort.people, "amina": gone})

    def of(changed: Cohort, ref: str, change: str) -> Notice:
        due = outbox(changed, posted, "dana", MOMENT).notices
        (found,) = (n for n in due if (n.ref, n.person.id) == (ref, "amina"))
        assert found.change == change
        return found

    return {
        "invited": call,
        "talk": everybody,
        "moved": of(moved, "bola--amina/1", "moved"),
        "cancelled": of(replace(cohort, sessions=(off,)), "bola--amina/1", "cancelled"),
        "vanished": of(moved, "cohort/1", "cancelled"),
        "removed": of(left, "cohort/1", "removed"),
    }


KINDS = ("invited", "talk", "moved", "cancelled", "vanished", "removed")


@pytest.mark.parametrize("kind", KINDS)
def test_libical_finds_what_rfc_5546_asks_for(
    cohort: Cohort, kind: str, tmp_path: Path, scratch: Path
) -> None:
    notice = in_turn(cohort)[kind]
    (calendar, attached) = calendars(parsed(written(cohort, notice)))
    assert calendar == attached
    file = tmp_path / "message.ics"
    file.write_bytes(calendar)

    (seen,) = libical(file, scratch)

    assert seen.uid == f"{notice.ref.replace('/', '-')}@test-2025.invalid"
    assert seen.start == f"{notice.event.start:%Y-%m-%dT%H:%M:%SZ}"
    component = icalendar.Calendar.from_ical(calendar)
    (event,) = component.walk("VEVENT")
    status = {"removed": None, "cancelled": "CANCELLED", "vanished": "CANCELLED"}
    assert event.get("STATUS") == status.get(kind, "CONFIRMED")
    assert event["SEQUENCE"] == (
        0 if kind in ("invited", "talk") else 2 if kind == "cancelled" else 1
    )
    assert "VALARM" not in str(calendar)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"ORGANIZER", b"X-ORGANIZER"),
        (b"ATTENDEE", b"X-ATTENDEE"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    ],
)
def test_libical_would_say_what_is_wrong(
    cohort: Cohort, tmp_path: Path, scratch: Path, old: bytes, new: bytes
) -> None:
    calendar = calendars(parsed(written(cohort, in_turn(cohort)["invited"])))[0]
    assert calendar.count(old) == 1
    file = tmp_path / "message.ics"
    file.write_bytes(calendar.replace(old, new))

    with pytest.raises(AssertionError, match="X-LIC-ERROR"):
        libical(file, scratch)


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_is_that_of_rfc_6047(cohort: Cohort, kind: str) -> None:
    notice = in_turn(cohort)[kind]
    source = written(cohort, notice)
    mail = parsed(source)

    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_content_charset()) == (notice.method, "utf-8")
    assert source.isascii()
    assert all(len(line) <= 78 for line in source.split(b"\r\n"))
    assert b"\n" not in source.replace(b"\r\n", b"")


def test_the_same_message_is_the_same_bytes(cohort: Cohort) -> None:
    assert written(cohort, in_turn(cohort)["moved"]) == written(cohort, in_turn(cohort)["moved"])


AWKWARD = (
    "Amina\r\nBCC: everybody@example.org",
    'Amina "the Bee" D.',
    "a,b;c:d\\n<x@example.org>",
    "\x00\x07\x1b[31m",
    "شهرزاد \u202eabc\u202c",
    "Ж" * 200,
    "=?utf-8?q?tricky?=",
    "😀" * 100,
    " ",
    "\u2028\u2029",
)
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=200))


@settings(max_examples=60, deadline=None)
@given(name=TEXTS, title=TEXTS, subject=TEXTS, sender=TEXTS)
def test_no_name_breaks_a_message(
    cohort: Cohort, name: str, title: str, subject: str, sender: str
) -> None:
    people = dict(cohort.people)
    people["amina"] = people["amina"].model_copy(update={"wiki": name, "name": name})
    people["dana"] = people["dana"].model_copy(update={"wiki": None, "name": sender})
    sessions = tuple(s.model_copy(update={"title": title}) for s in cohort.sessions)
    odd = replace(cohort, people=people, sessions=sessions)
    for notice in outbox(odd, (), "dana", MOMENT).notices:
        source = written(odd, notice, subject)
        mail = parsed(source)
        assert set(mail.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"
        }  # fmt: skip
        assert mail["To"].addresses[0].addr_spec == notice.person.email
        assert [a.addr_spec for a in mail["From"].addresses] == ["dana@example.org"]
        for calendar in calendars(mail):
            (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
            assert event["UID"] == notice.event.uid
            assert event["ATTENDEE"] == f"mailto:{notice.person.email}"
            assert not event.errors
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", calendar)


@pytest.mark.parametrize("name", AWKWARD)
def test_libical_reads_odd_names(cohort: Cohort, name: str, tmp_path: Path, scratch: Path) -> None:
    people = dict(cohort.people)
    people["amina"] = people["amina"].model_copy(update={"wiki": name})
    odd = replace(cohort, people=people)
    file = tmp_path / "message.ics"
    for notice in outbox(odd, (), "dana", MOMENT).notices:
        file.write_bytes(calendars(parsed(written(odd, notice)))[0])
        assert [seen.uid for seen in libical(file, scratch)] == [notice.event.uid]


@pytest.mark.parametrize(
    ("address", "uri", "header"),
    [
        ("a+b@example.org", "mailto:a+b@example.org", "a+b@example.org"),
        ("a%b?c&d@example.org", "mailto:a%25b%3Fc%26d@example.org", "a%b?c&d@example.org"),
        ("x@bücher.example", "mailto:x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
        ("josé@example.org", "mailto:jos%C3%A9@example.org", "josé@example.org"),
        (f"x@{'a' * 70}.example", f"mailto:x@{'a' * 70}.example", f"x@{'a' * 70}.example"),
    ],
)
def test_odd_addresses_arrive_whole(cohort: Cohort, address: str, uri: str, header: str) -> None:
    people = dict(cohort.people)
    people["amina"] = people["amina"].model_copy(update={"email": address})
    odd = replace(cohort, people=people)
    notice = next(n for n in outbox(odd, (), "dana", MOMENT).notices if n.person.id == "amina")

    mail = parsed(written(odd, notice))

    raw = mail["To"].addresses[0].addr_spec.encode("ascii", "surrogateescape")
    assert raw.decode() == header
    (event,) = icalendar.Calendar.from_ical(calendars(mail)[0]).walk("VEVENT")
    assert event["ATTENDEE"] == uri


def test_every_value_of_the_template_is_documented(cohort: Cohort) -> None:
    from mentorkit.meetings.wording import values

    def told(found: Mapping[str, object], before: str = "") -> list[str]:
        names = []
        for key, value in found.items():
            nested = isinstance(value, Mapping)
            names += told(value, f"{before}{key}.") if nested else [f"{before}{key}"]
        return names

    page = (Path(__file__).parents[2] / "docs" / "mail.md").read_text(encoding="utf-8")
    notice = in_turn(cohort)["moved"]
    expected = told(values(notice, cohort, cohort.people["dana"], "en"))
    listed = re.findall(r"^\| `([\w.]+)` \|", page, re.M)
    assert listed == [name for name in expected if not name.startswith("before.")] + ["before"]


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_each_language_has_words_for_each_kind(cohort: Cohort, language: str) -> None:
    from mentorkit.meetings.wording import values
    from mentorkit.render.templates import Templates

    templates = Templates()
    assert language in templates.languages(meet_mail.TEMPLATE)
    for notice in in_turn(cohort).values():
        found = values(notice, cohort, cohort.people["dana"], language)
        said = templates.render(language, meet_mail.TEMPLATE, found)
        assert isinstance(said, Rendered), said
        assert "2025" in said.subject
        assert "19:00" in said.text or "15:00" in said.text
