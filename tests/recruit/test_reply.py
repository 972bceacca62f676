"""`mentorkit reply`: a no is final and kept; whoever accepts moves, whole or not at all."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.doors import open_cohort
from mentorkit.doors.directory import Directory
from mentorkit.doors.journal import KEY, secret_of
from mentorkit.problems import Refused
from mentorkit.recruit.answers import Line, added, read_answers, read_lines
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.replies import LETTERS
from mentorkit.render.terminal import cells
from mentorkit.rules.gate import Gate
from mentorkit.rules.user_key import user_key
from mentorkit.verbs.scout import earlier_no
from running import REAL_TODAY, Ran, lay_out, mentorkit_yaml

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "test",
        """\
coordinators: [dana]
topics: {translation: Translating}
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2025-01-10}}
""",
        name="Open Leaders 2025",
    ),
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "private/candidates/salma.yaml": """\
# She prefers to be written to in the evening.
name: سلمى
wiki: ورق البردي
home: fr.wikipedia.org
roles: [mentee]                        # as agreed
languages: [arz, ar]
wants: [translation]
email: "salma@example.org"             # only for the calls
notes: |
  met at the photowalk
  likes maps
why: Your maps of the canals.
found: photowalk
""",
    "private/candidates/kofi.yaml": "wiki: Kofi A\nhome: fr.wikipedia.org\nroles: [mentor]\n",
    "private/candidates/esi.yaml": "name: Esi\nwiki: Esi\nroles: [speaker]\n",
    "private/invitations.jsonl": '{"person": "kofi", "sent": "2025-01-12"}\n',
}
LINES = Path("private/invitations.jsonl")


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "cohort", FILES)


def replies(cohort: Path, *calls: str) -> list[Ran]:
    return run_many([Call(("-C", cohort, "reply", *words.split())) for words in calls])


def everything(folder: Path) -> Mapping[str, bytes]:
    """Every file but the journal's secret, which the first look makes."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".key")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_who_accepts_moves_and_what_is_private_stays_so(cohort: Path) -> None:
    before = everything(cohort)
    words = "salma accepted --on 2025-02-01 --consent named,follow-up"
    looked, saved = replies(cohort, words, f"{words} --write")
    assert (looked.status, saved.status) == (0, 0), looked.err
    assert looked.out.endswith(
        "Nothing is saved yet.\n"
        "next: mentorkit reply salma accepted --on 2025-02-01 --consent named,follow-up\n"
    ) or looked.out.endswith("next: the same command again, with --write\n")
    assert saved.out.endswith("next: mentorkit letter accepted.mentee salma\n")
    assert all(cells(line) <= 80 for line in (looked.out + saved.out).splitlines())
    after = everything(cohort)
    assert (
        after["people/salma.yaml"].decode()
        == """\
name: سلمى
wiki: ورق البردي
home: fr.wikipedia.org
roles: [mentee]
enrolled: 2025-02-01
languages: [arz, ar]
wants: [translation]
consent: {named: 2025-02-01, follow_up: 2025-02-01}
"""
    )
    # What was written where git does not look stays there, the remarks too.
    assert (
        after["private/people/salma.yaml"].decode()
        == """\
# She prefers to be written to in the evening.
email: "salma@example.org"             # only for the calls
notes: |
  met at the photowalk
  likes maps
"""
    )
    gone = "private/candidates/salma.yaml"
    assert set(after) == {*before, "people/salma.yaml", "private/people/salma.yaml"} - {gone}
    who = user_key(secret_of(cohort), "ورق البردي")
    line = {"person": "salma", "answer": "accepted", "on": "2025-02-01", "who": who}
    assert after[str(LINES)].decode() == FILES[str(LINES)] + json.dumps(line) + "\n"
    assert [p for p in open_cohort(cohort, REAL_TODAY)[1] if not p.warning] == []


def test_a_look_changes_no_file_of_people(cohort: Path) -> None:
    before = everything(cohort)
    assert not (cohort / KEY).exists()
    calls = [
        f"{person} {answer}" for person in ("salma", "esi") for answer in ("accepted", "later")
    ]
    assert [ran.status for ran in replies(cohort, *calls)] == [0] * 4
    assert everything(cohort) == before
    assert not (cohort / KEY).exists()


AWA = """\
name: Awa
wiki: Awa
wikis: {sw.wikipedia.org: Awa wa Pili}
email: Awa@example.org
home: fr.wikipedia.org
"""
FOUND_AGAIN = {
    "b": "wiki: awa_wa Pili\nhome: fr.wikipedia.org\n",
    "c": "name: Awa\nemail: awa@Example.org\n",
    "d": "wiki: Awa\nhome: fr.wikipedia.org\n",
    "e": "name: Git\nemail: git@example.org\n",
}


def test_a_no_is_kept_for_every_name_and_the_address(cohort: Path) -> None:
    folder = cohort / "private/candidates"
    for id_, text in {"awa": AWA, "git": FOUND_AGAIN["e"]}.items():
        (folder / f"{id_}.yaml").write_text(text)
    first = replies(cohort, "awa declined --write", "git declined --write")
    assert [ran.status for ran in first] == [0, 0]
    lines = (cohort / LINES).read_text()
    assert not [word for word in ("wa Pili", "example.org") if word in lines]
    assert len(lines.splitlines()) == 3
    for id_ in ("awa", "git"):
        (folder / f"{id_}.yaml").unlink()
    for id_, text in FOUND_AGAIN.items():
        (folder / f"{id_}.yaml").write_text(text)
    known, _ = open_cohort(cohort, REAL_TODAY)
    assert known is not None
    answers, _ = read_answers(lines)
    gate = Gate(known, answers, (), date(2025, 2, 2), secret=secret_of(cohort))
    assert all("declined" in gate.refusals(known.candidates[id_]) for id_ in FOUND_AGAIN)
    later = replies(cohort, *(f"{id_} accepted --write" for id_ in FOUND_AGAIN))
    assert [ran.status for ran in later] == [4] * len(FOUND_AGAIN)
    said_no, _ = earlier_no(lines, cohort)
    assert [said_no(name) for name in ("Awa", "Awa wa Pili", "awa@example.org")] == [True] * 3
    assert said_no("Git@example.org")
    assert not said_no("Kofi A")


def test_without_the_key_a_no_is_kept_by_the_id_and_scout_says_so(cohort: Path) -> None:
    begun = '{"at": "2025-01-10T10:00:00Z", "step": "intent", "kind": "letter"}\n'
    (cohort / "private/journal.jsonl").write_text(begun)
    looked, kept = replies(cohort, "kofi declined", "kofi declined --on 2025-02-01 --write")
    assert (looked.status, kept.status) == (0, 0), kept.err
    assert "private/journal.key is gone" in kept.err
    line = {"person": "kofi", "answer": "declined", "on": "2025-02-01"}
    assert (cohort / LINES).read_text().endswith(json.dumps(line) + "\n")
    assert not (cohort / KEY).exists()
    with pytest.raises(Refused, match=r"private/journal\.key is gone"):
        earlier_no('{"person": "x", "answer": "declined", "who": "ab"}', cohort)
    assert not (cohort / KEY).exists()


CONSENTS = [
    ("", "", ["named", "activity", "follow_up"]),
    ("--consent none", "consent: {}\n", []),
    ("--consent activity", "consent: {activity: 2025-02-01}\n", []),
    (
        "--consent named --consent activity",
        "consent: {named: 2025-02-01, activity: 2025-02-01}\n",
        [],
    ),
]


def test_silence_is_no_consent(tmp_path: Path) -> None:
    words = "reply kofi accepted --on 2025-02-01 --write --json"
    cohorts = [lay_out(tmp_path / str(number), FILES) for number in range(len(CONSENTS))]
    calls = [
        Call(("-C", cohort, *words.split(), *consent.split()))
        for cohort, (consent, _, _) in zip(cohorts, CONSENTS, strict=True)
    ]
    for cohort, ran, (_, written, asked) in zip(cohorts, run_many(calls), CONSENTS, strict=True):
        assert json.loads(ran.out)["unasked"] == asked
        text = (cohort / "people/kofi.yaml").read_text()
        assert text.endswith(f"enrolled: 2025-02-01\n{written}")
        assert text.startswith("name: Kofi A\nwiki: Kofi A\n")
        assert not (cohort / "private/people/kofi.yaml").exists()


def test_a_no_is_final_and_outlives_the_file(cohort: Path) -> None:
    said, again, yes, later = replies(
        cohort,
        "kofi declined --on 2025-02-01 --write",
        "kofi declined --write",
        "kofi accepted --write",
        "kofi later --write",
    )
    assert (said.status, again.status, yes.status, later.status) == (0, 0, 4, 4)
    assert "said no on 1 February 2025 already" in again.out
    assert "remove line 2 of private/invitations.jsonl by hand" in yes.err
    assert (cohort / "private/candidates/kofi.yaml").exists()
    # Another candidate under another id has the same user name, as MediaWiki reads it.
    (cohort / "private/candidates/kofi.yaml").rename(cohort / "private/candidates/k2.yaml")
    (cohort / "private/candidates/k2.yaml").write_text("wiki: kofi_A\nhome: fr.wikipedia.org\n")
    (other,) = replies(cohort, "k2 accepted --write")
    assert other.status == 4
    known, _ = open_cohort(cohort, REAL_TODAY)
    assert known is not None
    answers, _ = read_answers((cohort / LINES).read_text())
    gate = Gate(known, answers, (), date(2025, 2, 2), secret=secret_of(cohort))
    assert "declined" in gate.refusals(known.candidates["k2"])
    # The line alone tells nobody who it was.
    assert "ofi A" not in (cohort / LINES).read_text()


REFUSED = [
    ("nobody accepted", 2, "nobody here is called 'nobody'"),
    ("salma perhaps", 2, "'perhaps' is no answer"),
    ("salma accepted --on 2999-01-01", 2, "--on: the year 2999 is too far away"),
    ("salma accepted --on 2126-01-01", 2, "still to come"),
    ("salma later --on 2025-02-01 --again 2025-02-01", 2, "is not after the answer"),
    ("salma declined --again 2026-01-01", 2, "--again goes with 'later'"),
    ("salma later --consent named", 2, "--consent goes with 'accepted'"),
    ("salma accepted --consent all", 2, "'all' is nothing to consent to"),
    ("dana declined", 4, "dana takes part already"),
]


def test_what_cannot_be_is_refused(cohort: Path) -> None:
    before = everything(cohort)
    ran = replies(cohort, *(f"{words} --write" for words, _, _ in REFUSED))
    assert [(each.status, each.out) for each in ran] == [(status, "") for _, status, _ in REFUSED]
    for each, (_, _, said) in zip(ran, REFUSED, strict=True):
        assert said in each.err
    assert everything(cohort) == before


def test_an_answer_is_not_written_over_one_that_cannot_be_read(cohort: Path) -> None:
    with (cohort / LINES).open("a") as file:
        file.write('{"person": "salma", "answer": decl\n')
    before = everything(cohort)
    (ran,) = replies(cohort, "salma accepted --write")
    assert (ran.status, ran.out) == (1, "")
    assert "private/invitations.jsonl:2" in ran.err
    assert everything(cohort) == before


def test_what_check_would_not_take_is_not_written(cohort: Path) -> None:
    file = cohort / "private/candidates/salma.yaml"
    file.write_text(file.read_text().replace("[translation]", "[cooking]"))
    before = everything(cohort)
    (ran,) = replies(cohort, "salma accepted --write")
    assert ran.status == 1
    assert "people/salma.yaml" in ran.err
    assert everything(cohort) == before


def test_a_run_that_was_cut_off_is_finished(cohort: Path) -> None:
    replies(cohort, "salma accepted --on 2025-02-01 --write")
    lines = (cohort / LINES).read_bytes()
    for name in ("private/candidates/salma.yaml", str(LINES)):
        (cohort / name).write_text(FILES[name])
    (cohort / "people/salma.yaml").write_bytes(b"name: Salma\nroles: [mentee]\n")
    private = (cohort / "private/people/salma.yaml").read_bytes()
    (cohort / "private/people/salma.yaml").unlink()
    (ran,) = replies(cohort, "salma accepted --on 2025-02-01 --write")
    assert ran.status == 0, ran.err
    assert (cohort / LINES).read_bytes() == lines
    assert (cohort / "people/salma.yaml").read_bytes() == b"name: Salma\nroles: [mentee]\n"
    assert (cohort / "private/people/salma.yaml").read_bytes() == private
    assert not (cohort / "private/candidates/salma.yaml").exists()


def test_nothing_goes_where_somebody_changed_it_meanwhile(cohort: Path) -> None:
    known, _ = open_cohort(cohort, REAL_TODAY)
    assert known is not None
    directory = Directory(cohort, known.sources)
    lines = directory.read_lines(str(LINES))
    candidate = cohort / "private/candidates/esi.yaml"
    candidate.write_text("name: Esi\nwiki: Esi\nroles: [speaker]\nnotes: call back\n")
    before = everything(cohort)
    files = {str(LINES): lines + b"{}\n", "people/esi.yaml": b"name: Esi\nroles: [speaker]\n"}
    with pytest.raises(Refused, match="changed since it was read"):
        directory.write(files, gone=["private/candidates/esi.yaml"])
    assert everything(cohort) == before
    with (cohort / LINES).open("ab") as file:
        file.write(b'{"person": "kofi", "answer": "declined"}\n')
    with pytest.raises(Refused, match="changed since it was read"):
        directory.write(files)


def test_who_said_later_says_when(cohort: Path) -> None:
    named, unnamed = replies(
        cohort,
        "salma later --on 2025-02-01 --again 2025-04-01 --write --json",
        "kofi later --on 2025-02-01 --write --json",
    )
    assert json.loads(named.out)["again"] == "2025-04-01"
    assert json.loads(unnamed.out)["again"] == "2025-03-03"
    lines, _ = read_lines((cohort / LINES).read_text())
    assert [line.again for line in lines if line.answer] == [date(2025, 4, 1), date(2025, 3, 3)]


def test_a_line_is_added_and_read_back() -> None:
    line = Line(
        "kofi", "later", date(2025, 1, 2), date(2025, 2, 2), date(2025, 1, 1), "ab", "x", "y"
    )
    whole = added(b'{"person": "a"}', line)
    assert whole.startswith(b'{"person": "a"}\n{')
    assert read_lines(whole.decode())[0][1] == line._replace(number=2)


def test_the_letters_that_follow_exist() -> None:
    assert {kind for of in LETTERS.values() for kind in of.values()} <= KINDS.keys()
