"""Messages about meetings and reminders pass the gate, and of each meeting people hear once."""

import json
from pathlib import Path
from typing import Any

import pytest
from mail_cohorts import AS_OF, FILES, rewrite
from mail_cohorts import mail_cohort as laid_out
from mail_server import Server

from many import Call, run_many
from mentorkit.doors.journal import read_posted
from running import Ran, Run

NO = '{"person": "amina", "answer": "declined", "on": "2025-02-20"}\n'
LEFT = "left: 2025-02-28\nleft_code: withdrew\n"
REMIND = ("meet", "remind", "--send", "--yes", "--unreviewed")
DAY = "2025-03-05"
LINK = "https://meet.example.org/ba"


def mail_cohort(folder: Path, **more: str) -> Path:
    """Lay out the cohort, with no pause between two letters."""
    programme = FILES["mentorkit.yaml"] + "letters: {pause: 0}\n"
    return laid_out(folder, **{"mentorkit.yaml": programme, **more})


def said(run: Run, root: Path, server: Server, *words: str, on: str = AS_OF) -> Any:
    ran = run(*words, "-C", root, "--as-of", on, "--json", **server.environment)
    assert ran.status == 0, ran.out + ran.err
    return json.loads(ran.out)


def reached(server: Server) -> set[str]:
    """Return whom the mail server has a message for, and forget them."""
    names = {taken.recipient.partition("@")[0] for taken in server.taken}
    server.taken.clear()
    return names


def test_who_said_no_hears_of_no_meeting_and_the_reason_is_shown_and_kept(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    (root / "private/invitations.jsonl").write_text(NO, "utf-8")
    found = said(run, root, server, "meet", "send", "--send", "--yes")
    assert reached(server) == {"bola", "esi", "nour"}
    assert found["no_message"] == [
        {"person": "amina", "session": "cohort/1", "why": ["declined"]},
        {"person": "amina", "session": "bola--amina/1", "why": ["declined"]},
    ]
    screen = run("meet", "send", "-C", root, "--as-of", AS_OF).out
    assert "NO MESSAGE\n  amina, cohort/1: said no to an earlier invitation" in screen
    assert not list((root / "out").glob("mail/*amina*"))
    log = (root / "out/invitations/refused.jsonl").read_text("utf-8")
    assert json.loads(log) == {"day": AS_OF, "person": "amina", "why": ["declined"]}


def test_who_leaves_or_says_no_after_being_invited_still_hears_what_is_called_off(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    said(run, root, server, "meet", "send", "--send", "--yes")
    server.taken.clear()
    (root / "private/invitations.jsonl").write_text(NO.replace("02-20", "03-01"), "utf-8")
    amina = root / "people/amina.yaml"
    amina.write_text(amina.read_text("utf-8") + LEFT.replace("02-28", "03-02"), "utf-8")
    found = said(run, root, server, "meet", "send", "--send", "--yes", on="2025-03-02")
    told = [(taken.recipient, taken.method) for taken in server.taken]
    assert told == [("amina@example.org", "CANCEL")] * 2
    assert found["no_message"] == []


def test_on_the_day_on_which_somebody_leaves_they_are_not_invited_any_more(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    esi = root / "people/esi.yaml"
    esi.write_text(esi.read_text("utf-8") + LEFT.replace("02-28", "03-06"), "utf-8")
    found = said(run, root, server, "meet", "send", on="2025-03-06")
    assert {"person": "esi", "session": "cohort/1", "why": ["left"]} in found["no_message"]


def test_an_answer_that_cannot_be_read_may_have_been_a_no(tmp_path: Path, server: Server) -> None:
    root = mail_cohort(tmp_path / "cohort")
    (root / "private/invitations.jsonl").write_text(NO.replace("}", ""), "utf-8")
    calls = [("meet", "send", "--send", "--yes"), REMIND]
    calls += [("survey", "form", "--wave", "end", "--role", "mentee", "--send", "--yes")]
    for ran in run_many(
        [Call((*words, "--as-of", AS_OF), root, server.environment) for words in calls]
    ):
        assert ran.status == 1
        assert "private/invitations.jsonl:1:1" in ran.out + ran.err
    assert reached(server) == set()


def test_reminders_are_sent_once_and_again_only_for_what_moved(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    found = said(run, root, server, *REMIND, "--within", "5", on=DAY)
    assert {each["person"]: each["sessions"] for each in found["letters"]} == {
        "amina": ["cohort/1", "bola--amina/1"],
        "bola": ["cohort/1", "bola--amina/1"],
        "esi": ["cohort/1"],
        "nour": ["cohort/1"],
    }
    assert reached(server) == {"amina", "bola", "esi", "nour"}

    # What is new in the days ahead comes alone: nobody hears of the group's call again.
    found = said(run, root, server, *REMIND, on=DAY)
    assert {each["person"]: each["sessions"] for each in found["letters"]} == {
        "esi": ["esi--nour/1"],
        "nour": ["esi--nour/1"],
    }
    assert reached(server) == {"esi", "nour"}
    assert said(run, root, server, *REMIND, on=DAY)["letters"] == []
    assert reached(server) == set()

    rewrite(root, "sessions/bola--amina.yaml", "03-10 19:00", "03-09 19:00")
    found = said(run, root, server, *REMIND, on=DAY)
    assert {tuple(each["sessions"]) for each in found["letters"]} == {("bola--amina/1",)}
    assert reached(server) == {"amina", "bola"}
    assert {each.state for each in read_posted(root).posted} == {"sent"}


def test_a_reminder_by_mail_has_the_link_and_is_for_one_person(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    said(run, root, server, *REMIND, on=DAY)
    for taken in server.taken:
        text = taken.mail.get_body(("plain",))
        assert text is not None
        own = taken.recipient.startswith(("amina", "bola"))
        assert (LINK in text.get_content()) == own
        assert taken.mail["To"] == taken.recipient


def test_drafts_stay_the_default_and_nothing_goes_without_a_yes(
    tmp_path: Path, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    others = {"MENTORKIT_COORDINATOR": "bola"}
    unasked, draft, unread, foreign = run_many(
        [
            Call(("meet", "remind", "--send", "--unreviewed", "--as-of", DAY), root, env)
            if words is None
            else Call((*words, "--as-of", DAY), root, env)
            for words, env in (
                (None, server.environment),
                (("meet", "remind"), server.environment),
                (REMIND[:-1], server.environment),
                (REMIND, server.environment | others),
            )
        ]
    )
    assert (unasked.status, draft.status, unread.status, foreign.status) == (2, 0, 1, 4)
    assert "add --yes" in unasked.err
    assert "Nothing is sent." in draft.out
    assert "nobody has reviewed the wording in French" in unread.out
    assert reached(server) == set()
    assert read_posted(root).posted == ()


def test_who_left_or_said_no_is_reminded_of_nothing(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    (root / "private/invitations.jsonl").write_text(NO, "utf-8")
    esi = root / "people/esi.yaml"
    esi.write_text(esi.read_text("utf-8") + LEFT, "utf-8")
    found = said(run, root, server, *REMIND, on=DAY)
    assert reached(server) == {"bola", "nour"}
    assert found["refused"] == [{"person": "amina", "why": ["declined"]}]


def test_a_lost_answer_is_unsure_and_no_reminder_is_sent_again_by_itself(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    server.fail(("taken", "drop"))
    words = (*REMIND, "--within", "2", "-C", root, "--as-of", DAY)
    first = run(*words, **server.environment)
    assert first.status == 1
    (lost,) = [p.delivery.person for p in read_posted(root).posted if p.state == "unsure"]
    server.taken.clear()
    again: Ran = run(*words, **server.environment)
    assert reached(server) == set()
    assert f"mentorkit invite --settle {lost} not-sent" in again.out
    run("invite", "--settle", lost, "not-sent", "-C", root, "--as-of", DAY)
    assert run(*words, **server.environment).status == 0
    assert reached(server) == {lost}


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A cohort whose mentees enrolled, of whom one has no address and one left."""
    people = {name: text for name, text in FILES.items() if name.startswith("people/")}
    enrolled = {
        name: f"{text}enrolled: 2025-02-10\n" for name, text in people.items() if "mentee" in text
    }
    more = {"people/zoe.yaml": "name: Zoe\nroles: [mentee]\nenrolled: 2025-02-10\n"}
    root = mail_cohort(tmp_path / "cohort", **enrolled, **more)
    nour = root / "people/nour.yaml"
    nour.write_text(nour.read_text("utf-8") + LEFT.replace("2025-02-28", "2025-04-01"), "utf-8")
    return root


FORM = ("survey", "form", "--wave", "end", "--role", "mentee")
SEND = (*FORM, "--send", "--yes", "--unreviewed")


def test_each_gets_the_form_with_their_own_token(asked: Path, run: Run, server: Server) -> None:
    found = said(run, asked, server, *SEND, on="2025-05-20")
    tokens = dict(
        line.split(",")[2:]
        for line in (asked / "private/surveys/tokens.csv").read_text().splitlines()[1:]
    )
    texts = {}
    for taken in server.taken:
        body = taken.mail.get_body(("plain",))
        assert body is not None
        texts[taken.recipient.partition("@")[0]] = body.get_content()
    assert texts.keys() == {"amina", "nour"}
    assert all(f": {tokens[who]}" in text for who, text in texts.items())
    assert all(tokens[other] not in texts[who] for who in texts for other in tokens.keys() - {who})
    assert "Votre jeton" in texts["amina"]
    assert found["refused"] == [{"person": "zoe", "why": ["no-address"]}]
    assert {(each["round"], each["file"]) for each in found["letters"]} == {(1, None)}
    # No token leaves private/, but in the mail.
    for path in (asked / "out").rglob("*"):
        assert not path.is_file() or not any(t in path.read_text() for t in tokens.values())


def test_the_silent_are_reminded_three_times_at_most_and_not_too_soon(
    asked: Path, run: Run, server: Server
) -> None:
    def sent(on: str, *more: str) -> dict[str, int]:
        server.taken.clear()
        found = said(run, asked, server, *SEND, *more, on=on)
        refused = {each["person"]: each["why"] for each in found["refused"]}
        assert refused.pop("zoe") == ["no-address"]
        assert set(map(tuple, refused.values())) <= {(code,) for code in CODES[on]}
        return {each["person"]: each["round"] for each in found["letters"]}

    assert sent("2025-05-01") == {"amina": 1, "nour": 1}
    assert sent("2025-05-12") == {}
    assert sent("2025-05-13") == {}
    responded = asked / "private/surveys/responded.csv"
    responded.write_text("wave,role,person\nend,mentee,nour\n")
    assert sent("2025-05-14") == {"amina": 2}
    body = server.taken[0].mail.get_body(("plain",))
    assert body is not None
    assert "Vous avez déjà reçu ces questions." in body.get_content()
    responded.unlink()
    assert sent("2025-05-26", "--insist") == {"amina": 3, "nour": 2}
    assert sent("2025-06-10", "--insist") == {"amina": 4, "nour": 3}
    assert sent("2025-06-30", "--insist") == {"nour": 4}
    assert sent("2025-07-30", "--insist") == {}


CODES = {
    "2025-05-01": (),
    "2025-05-12": ("recently",),
    "2025-05-13": ("not-imported",),
    "2025-05-14": (),
    "2025-05-26": (),
    "2025-06-10": (),
    "2025-06-30": ("reminded",),
    "2025-07-30": ("reminded",),
}


def test_after_a_year_only_those_who_agreed_are_asked(
    asked: Path, run: Run, server: Server
) -> None:
    amina = asked / "people/amina.yaml"
    amina.write_text(amina.read_text("utf-8") + "consent: {follow_up: 2025-05-01}\n", "utf-8")
    year = [word if word != "end" else "year" for word in SEND]
    found = said(run, asked, server, *year, on="2026-06-01")
    assert reached(server) == {"amina"}
    assert {each["person"]: each["why"] for each in found["refused"]} == {
        "nour": ["no-consent"],
        "zoe": ["no-consent"],
    }


def test_a_form_of_ones_own_must_have_a_place_for_the_token(
    asked: Path, run: Run, server: Server
) -> None:
    own = asked / "templates/en/survey.txt.j2"
    own.parent.mkdir(parents=True)
    own.write_text("---\nsubject: S\nchannel: mail\nreviewed: yes\n---\nHow was it?\n", "utf-8")
    words = (*SEND, "--language", "en", "-C", asked, "--as-of", "2025-05-20")
    ran = run(*words, **server.environment)
    assert ran.status == 1
    assert "write << token >> where it belongs" in ran.err
    assert reached(server) == set()
    wiki = run(*FORM, "--format", "wikitext", "--send", "-C", asked, **server.environment)
    assert wiki.status == 2
