"""Answers by mail: which count, which do not and why, and how they are kept."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_cohorts import AS_OF, FILES, mail_cohort, rewrite
from mail_server import Server

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.meetings.replies import Aside
from mentorkit.render.meetings.imip import LARGEST
from mentorkit.rules.replay import as_known_on
from mentorkit.verbs import meet_mail
from running import REAL_TODAY, Run, lay_out

STAMP = datetime(2025, 3, 2, 8, tzinfo=UTC)
UID = "bola--amina-1@test-2025.invalid"


def reply(
    partstat: str = "ACCEPTED",
    *,
    uid: str = UID,
    attendee: str = "mailto:amina@example.org",
    sequence: int | None = 0,
    stamp: datetime = STAMP,
    method: str = "REPLY",
    more: str = "",
) -> str:
    """A REPLY as calendar programs write it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//example//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        *([] if sequence is None else [f"SEQUENCE:{sequence}"]),
        "ORGANIZER:mailto:dana@example.org",
        f"ATTENDEE;PARTSTAT={partstat};CN=Amina:{attendee}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def mail(calendar: str, sender: str = "Amina <amina@example.org>") -> str:
    return (
        f"From: {sender}\nTo: dana@example.org\nSubject: Re: call\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nSee you\n"
        "--x\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\n\n"
        f"{calendar}\n--x--\n"
    )


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    root = lay_out(tmp_path_factory.mktemp("replies") / "cohort", FILES)
    found, problems = open_cohort(root, REAL_TODAY)
    assert found is not None
    assert problems == []
    return found


def judged(cohort: Cohort, *sources: str | bytes) -> tuple[dict[str, str], list[str]]:
    files = [
        (f"{number}.eml", source.encode() if isinstance(source, str) else source)
        for number, source in enumerate(sources, 1)
    ]
    found = meet_mail.read(cohort, (), files)
    said = {each.person.id: each.answer for each in found.recorded}
    return said, [each.why for each in found.aside]


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")],
)
@pytest.mark.parametrize("wrapped", [mail, lambda calendar: calendar, lambda c: "\ufeff" + c])
def test_an_answer_is_read(cohort: Cohort, wrapped: Any, partstat: str, answer: str) -> None:
    assert judged(cohort, wrapped(reply(partstat))) == ({"amina": answer}, [])


CASES = {
    "another meeting": (mail(reply(uid="other@elsewhere.example")), "unknown-meeting"),
    "an address that nobody has": (
        mail(reply(attendee="mailto:x@example.org"), "x@example.org"),
        "unknown-address",
    ),
    "not of the pair": (
        mail(reply(attendee="mailto:nour@example.org"), "nour@example.org"),
        "not-invited",
    ),
    "sent by somebody else": (mail(reply(), "nour@example.org"), "somebody-else"),
    "sent by two": (mail(reply(), "amina@example.org, nour@example.org"), "somebody-else"),
    "a sender who looks like her": (
        mail(reply(), '"amina@example.org" <nour@example.org>'),
        "somebody-else",
    ),
    "no answer in it": (mail(reply("NEEDS-ACTION")), "no-answer"),
    "an earlier revision": (mail(reply(sequence=-1)), "older"),
    "a later revision": (mail(reply(sequence=1)), "ahead"),
    "a proposal of another time": (mail(reply(method="COUNTER")), "counter"),
    "a proposal about an earlier revision": (mail(reply(method="COUNTER", sequence=-1)), "older"),
    "an invitation": (mail(reply(method="REQUEST")), "no-reply"),
    "a mail without a calendar": ("From: amina@example.org\n\nYes!\n", "no-reply"),
    "nothing": ("", "no-reply"),
    "no DTSTAMP": (mail(reply()).replace("DTSTAMP:20250302T080000Z", "X:1"), "broken"),
    "a day for a DTSTAMP": (
        mail(reply()).replace("DTSTAMP:20250302T080000Z", "DTSTAMP;VALUE=DATE:20250302"),
        "broken",
    ),
    "a clock that stands at its beginning": (
        mail(reply()).replace("DTSTAMP:20250302", "DTSTAMP:00010101"),
        "broken",
    ),
    "two who answer": (
        mail(reply(more="ATTENDEE;PARTSTAT=DECLINED:mailto:bola@example.org")),
        "broken",
    ),
    "cut short": (mail(reply()[:200]), "broken"),
    "a number that is none": (mail(reply()).replace("SEQUENCE:0", "SEQUENCE:x"), "broken"),
    "enormous": (mail(reply(more="COMMENT:" + "x" * LARGEST)), "too-large"),
    "enormous alone": (reply(more="COMMENT:" + "x" * LARGEST), "too-large"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_count_says_why(cohort: Cohort, case: str) -> None:
    source, why = CASES[case]
    assert judged(cohort, source) == ({}, [why])


@pytest.mark.parametrize(
    "sender",
    [
        "amina@example.org",
        "AMINA@Example.ORG",
        "=?utf-8?q?Am=C3=ADna?= <amina@example.org>",
        '"Diop, Amina (home)" <amina@example.org>',
    ],
)
def test_a_name_beside_the_address_does_no_harm(cohort: Cohort, sender: str) -> None:
    assert judged(cohort, mail(reply(), sender)) == ({"amina": "accepted"}, [])


def test_the_later_of_two_counts_in_any_order(cohort: Cohort) -> None:
    first = mail(reply("ACCEPTED"))
    second = mail(reply("DECLINED", stamp=STAMP + timedelta(seconds=1)))
    for order in ((first, second), (second, first)):
        assert judged(cohort, *order) == ({"amina": "declined"}, ["older"])


def test_a_proposal_says_which_time_it_asks_for(cohort: Cohort) -> None:
    counter = reply(method="COUNTER", more="DTSTART:20250312T190000Z")

    found = meet_mail.read(cohort, (), [("a.ics", counter.encode())])

    assert found.aside == (Aside("a.ics", "counter", "amina, bola--amina/1, 2025-03-12 19:00 UTC"),)


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "utf-8"])
def test_a_calendar_is_read_in_its_charset(cohort: Cohort, charset: str) -> None:
    calendar = base64.encodebytes(reply(more="COMMENT:déjà vu").encode(charset)).decode()
    again = base64.encodebytes(reply(more="COMMENT:déjà vu").encode("iso-8859-1")).decode()
    coded = f"Content-Transfer-Encoding: base64\n\n{calendar}"
    whole = (
        "From: amina@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        f"--x\nContent-Type: text/calendar; method=REPLY; charset={charset}\n{coded}\n"
        "--x\nContent-Type: application/ics\nContent-Transfer-Encoding: base64\n\n"
        f"{again}\n--x--\n"
    )

    found = meet_mail.read(cohort, (), [("a.eml", whole.encode())])

    assert [each.comment for each in found.recorded] == ["déjà vu"]
    assert found.aside == ()


def test_a_charset_that_is_none_is_taken_for_utf_8(cohort: Cohort) -> None:
    for charset in ("us-ascii", "x-none"):
        whole = mail(reply(more="COMMENT:déjà vu")).replace("charset=UTF-8", f"charset={charset}")
        found = meet_mail.read(cohort, (), [("a.eml", whole.encode())])
        assert [each.comment for each in found.recorded] == ["déjà vu"]


def test_a_large_mailbox_is_a_short_screen(tmp_path: Path, run: Run) -> None:
    root = mail_cohort(tmp_path / "cohort")
    letters = ["From: x@example.org\n\nHello\n"] * 11 + [mail(reply("NEEDS-ACTION")), mail(reply())]
    mailbox = "\n".join(f"From x@example.org Sat Mar  1 10:00:00 2025\n{text}" for text in letters)
    (tmp_path / "a b").write_text(mailbox)
    name = str(tmp_path / "a b")

    ran = run("meet", "replies", name, "-C", root, "--as-of", AS_OF)

    assert ran.status == 1
    shown = " ".join(ran.out.split())
    others = [f"{name}, message {number}: no answer to an" for number in range(1, 6)]
    places = [shown.index(text) for text in (f"{name}, message 12: neither yes nor no", *others)]
    assert places == sorted(places)
    assert "message 6" not in shown
    assert "6 more: no answer to an invitation is in it" in shown
    assert ran.out.endswith(f"next: mentorkit meet replies '{name}' --as-of {AS_OF} --write\n")


def test_a_mailbox_holds_many(cohort: Cohort) -> None:
    letters = [
        mail(reply()),
        mail(reply("DECLINED", attendee="mailto:bola@example.org"), "bola@example.org"),
        "From: x@example.org\n\nHello\n\n>From the start I knew\n",
    ]
    mailbox = "\n".join(f"From x@example.org Sat Mar  1 10:00:00 2025\n{text}" for text in letters)

    found = meet_mail.read(cohort, (), [("answers.mbox", mailbox.encode())])

    assert {each.person.id: each.answer for each in found.recorded} == {
        "amina": "accepted",
        "bola": "declined",
    }
    assert found.aside == (Aside("answers.mbox, message 3", "no-reply"),)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.sampled_from([mail(reply(more="COMMENT:so")), reply(more="COMMENT:so")]),
            st.integers(0, 700),
            st.binary(max_size=9),
        ).map(lambda cut: cut[0].encode()[: cut[1]] + cut[2] + cut[0].encode()[cut[1] + 3 :]),
    )
)
def test_nothing_that_arrives_is_a_crash(cohort: Cohort, source: bytes) -> None:
    found = meet_mail.read(cohort, (), [("x", source)])
    meet_mail.write(cohort, found, REAL_TODAY)


def test_answers_are_kept_beside_what_people_wrote(tmp_path: Path) -> None:
    root = mail_cohort(tmp_path / "cohort")
    (tmp_path / "a.eml").write_text(
        mail(reply("TENTATIVE", more="COMMENT:Perhaps\\; \\na little late: #5"))
    )
    other = reply(attendee="mailto:bola@example.org")
    (tmp_path / "b.ics").write_text(other)
    words = ["meet", "replies", tmp_path / "a.eml", tmp_path / "b.ics", "-C", root]
    file = root / "private/sessions/bola--amina.yaml"
    before = file.read_text()

    looked, saved, again = run_many(
        [Call(words), Call([*words, "--write"]), Call([*words, "--write", "--json"])]
    )

    assert (looked.status, saved.status, again.status) == (0, 0, 0), saved.err
    assert "Nothing is saved yet." in looked.out
    assert before == FILES["private/sessions/bola--amina.yaml"]
    cohort, problems = open_cohort(root, REAL_TODAY)
    assert cohort is not None
    assert problems == []
    session = cohort.of_series("bola--amina")[0]
    assert {person: said.answer for person, said in session.answers.items()} == {
        "amina": "tentative",
        "bola": "accepted",
    }
    assert session.answers["amina"].comment == "Perhaps; a little late: #5"
    assert session.answers["amina"].stamp == STAMP
    assert json.loads(again.out)["aside"] == [
        {"source": str(tmp_path / "a.eml"), "why": "known", "detail": "amina, bola--amina/1"},
        {"source": str(tmp_path / "b.ics"), "why": "known", "detail": "bola, bola--amina/1"},
    ]


def test_a_remark_beside_an_answer_stays(tmp_path: Path, run: Run) -> None:
    root = mail_cohort(tmp_path / "cohort")
    file = root / "private/sessions/bola--amina.yaml"
    standing = """\
- id: 1
  answers:
    # she rang
    amina: {answer: accepted, stamp: 2025-03-01T08:00:00Z}
"""
    file.write_text(standing)
    (tmp_path / "b.ics").write_text(reply("DECLINED", attendee="mailto:bola@example.org"))

    ran = run("meet", "replies", tmp_path / "b.ics", "-C", root, "--write")

    assert ran.status == 0, ran.err
    new = (
        "    bola:\n      answer: declined\n      revision: 0\n      stamp: 2025-03-02T08:00:00Z\n"
    )
    assert file.read_text() == standing + new


def test_an_answer_to_the_time_before_a_move_is_none(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    send = ("meet", "send", "-C", root, "--send", "--yes", "--as-of", AS_OF)
    run(*send, **server.environment)
    (tmp_path / "old.eml").write_text(mail(reply("ACCEPTED")))
    rewrite(root, "sessions/bola--amina.yaml", "2025-03-10 19:00", "2025-03-12 19:00")
    read = ("meet", "replies", tmp_path / "old.eml", "-C", root, "--json")

    # It is not even sent yet that the call has moved, and nobody raised the revision.
    run(*send, **server.environment)
    ran = run(*read)

    assert json.loads(ran.out)["answers"] == []
    assert [each["why"] for each in json.loads(ran.out)["aside"]] == ["older"]
    (tmp_path / "old.eml").write_text(mail(reply("ACCEPTED", sequence=1)))
    assert [each["person"] for each in json.loads(run(*read).out)["answers"]] == ["amina"]


def test_every_reason_has_its_words() -> None:
    from typing import get_args

    from mentorkit.meetings.replies import Why
    from mentorkit.render.meetings.mailing import ASIDE

    assert set(ASIDE) == set(get_args(Why))


def test_looking_back_an_answer_was_not_there_yet(tmp_path: Path) -> None:
    root = mail_cohort(tmp_path / "cohort")
    answers = "amina: {answer: declined, stamp: 2025-03-02T08:00:00Z}"
    text = f"- {{id: 1, answers: {{{answers}}}}}\n"
    (root / "private/sessions/bola--amina.yaml").write_text(text)
    cohort, problems = open_cohort(root, REAL_TODAY)
    assert cohort is not None
    assert problems == []

    for day, count in ((1, 0), (2, 1)):
        (session,) = as_known_on(cohort, date(2025, 3, day)).of_series("bola--amina")
        assert len(session.answers) == count
