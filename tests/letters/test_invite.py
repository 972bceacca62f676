"""Who gets a letter, who does not and why, and what the coordinator is told."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.problems import Misuse
from mentorkit.recruit.answers import read_answers
from mentorkit.recruit.letters import GAP
from mentorkit.render.letters import WHY, as_file, as_json, as_text, notes
from mentorkit.render.terminal import cells
from mentorkit.rules.answer import Answer
from mentorkit.rules.letter import Invitations
from mentorkit.verbs.invite import files, invite, withdrawn
from mentorkit.verbs.past import Past
from running import Run, lay_out, mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "small",
    """\
coordinators: [dana]
remote: private
wikis:
  ar.wikipedia.org: {assent: {result: assent, closed: 2025-01-20}}
  fr.wikipedia.org: {assent: {result: no_objection, opened: 2025-01-01, closed: 2025-01-15}}
  wo.wikipedia.org: {assent: {result: no_objection, opened: 2025-01-02, closed: 2025-01-15}}
  de.wikipedia.org: {assent: {result: objection, closed: 2025-01-20}}
  tr.wikipedia.org: {assent: {result: withdrawn, closed: 2025-01-20}}
  sw.wikipedia.org: {assent: {opened: 2025-01-20}}
  th.wikipedia.org: {}
  ka.wikipedia.org: {assent: {result: assent, closed: 2025-02-10}}
""",
)
DANA = "name: Dana\nroles: [coordinator]\n"
FILES = {"mentorkit.yaml": PROGRAMME, "people/dana.yaml": DANA}
AS_OF = date(2025, 2, 1)


def candidate(home: str = "fr.wikipedia.org", **fields: str) -> str:
    whole = {"wiki": "Some User", "home": home, "languages": "[fr]", "why": "Fine maps."} | fields
    return "".join(f"{key}: {value}\n" for key, value in whole.items() if value)


def invited(
    cohort_of: CohortOf,
    candidates: Mapping[str, str],
    *who: str,
    answers: str | None = None,
    more: Mapping[str, str] | None = None,
    as_of: date = AS_OF,
) -> Invitations:
    own = {f"private/candidates/{id_}.yaml": text for id_, text in candidates.items()}
    cohort = cohort_of(FILES | own | dict(more or {}))
    return invite(cohort, who, templates=None, past=Past(answers or ""), as_of=as_of)


def refused(invitations: Invitations) -> dict[str, tuple[str, ...]]:
    return {refusal.person: refusal.why for refusal in invitations.refused}


@pytest.mark.parametrize(
    ("home", "as_of", "codes"),
    [
        ("ar.wikipedia.org", "2025-02-01", ()),
        ("ar.wikipedia.org", "2025-01-19", ("no-assent",)),
        ("fr.wikipedia.org", "2025-02-01", ()),
        ("de.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("tr.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("sw.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("th.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("wo.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("ka.wikipedia.org", "2025-02-01", ("no-assent",)),
        ("ka.wikipedia.org", "2025-02-10", ()),
        ("not-listed.example.org", "2025-02-01", ("no-assent",)),
        ("", "2025-02-01", ("no-home",)),
    ],
)
def test_a_wiki_without_assent_gets_no_letter(
    cohort_of: CohortOf, home: str, as_of: str, codes: tuple[str, ...]
) -> None:
    made = invited(cohort_of, {"c1": candidate(home)}, as_of=date.fromisoformat(as_of))
    assert refused(made).get("c1", ()) == codes
    assert len(made.letters) == (not codes)


WIKIS = """\
  q1.wikipedia.org: {assent: {result: no_objection, opened: 2025-01-25}}
  q2.wikipedia.org: {assent: {result: no_objection, opened: 2025-01-02}}
  q3.wikipedia.org: {assent: {result: no_objection}}
  q4.wikipedia.org: {assent: {opened: 2025-01-02}}
  q5.wikipedia.org: {assent: {result: assent, closed: 2025-01-20, closer: "User:Dana D"}}
  q6.wikipedia.org: {assent: {result: objection, closed: 2025-01-20, closer: "User:Dana D"}}
"""


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("fr.wikipedia.org", ""),
        ("xx.example.org", "xx.example.org is not under `wikis:` in mentorkit.yaml"),
        ("de.wikipedia.org", "de.wikipedia.org objected"),
        ("tr.wikipedia.org", "tr.wikipedia.org withdrew its assent"),
        ("th.wikipedia.org", "nobody wrote down what th.wikipedia.org answered"),
        ("q4.wikipedia.org", "nobody wrote down what q4.wikipedia.org answered"),
        (
            "sw.wikipedia.org",
            "notice on sw.wikipedia.org opened on 2025-01-20; silence counts from 2025-02-03",
        ),
        (
            "q1.wikipedia.org",
            "notice on q1.wikipedia.org opened on 2025-01-25; silence counts from 2025-02-08",
        ),
        (
            "wo.wikipedia.org",
            "notice on wo.wikipedia.org stood from 2025-01-02 to 2025-01-15; "
            "silence counts after 14 days",
        ),
        (
            "q2.wikipedia.org",
            "no objection on q2.wikipedia.org, but `closed:` of its notice is not written down",
        ),
        (
            "q3.wikipedia.org",
            "no objection on q3.wikipedia.org, "
            "but `opened:` and `closed:` of its notice is not written down",
        ),
        ("ka.wikipedia.org", "the discussion on ka.wikipedia.org closes on 2025-02-10"),
        (
            "q5.wikipedia.org",
            "a coordinator closed the discussion on q5.wikipedia.org; somebody else has to",
        ),
        ("q6.wikipedia.org", "q6.wikipedia.org objected"),
    ],
)
def test_the_actual_cause_is_said(cohort_of: CohortOf, home: str, said: str) -> None:
    more = {
        "mentorkit.yaml": PROGRAMME + WIKIS,
        "people/dana.yaml": DANA + "wiki: Dana D\nhome: fr.wikipedia.org\n",
    }
    made = invited(cohort_of, {"c1": candidate(home)}, more=more)
    assert [refusal.lacking for refusal in made.refused] == ([said] if said else [])
    assert refused(made) == ({"c1": ("no-assent",)} if said else {})
    screen = " ".join(as_text(made).split())
    assert (f"c1: {said}" in screen) == bool(said)


def test_nobody_is_written_to_whose_wiki_nobody_knows(cohort_of: CohortOf) -> None:
    for reach in ({"wiki": "Ngozi"}, {"wiki": ""}):
        made = invited(cohort_of, {"c1": candidate(home="", name="Ngozi", **reach)})
        assert refused(made) == {"c1": ("no-home",)}
        assert "write `home:`" in as_text(made)


def test_somebody_outside_the_wikis_is_reached_by_mail_alone(cohort_of: CohortOf) -> None:
    person = candidate(home="", wiki="", name="Ngozi", email="ngozi@example.org")
    made = invited(cohort_of, {"c1": person})
    assert refused(made) == {}
    assert [letter.channels for letter in made.letters] == [("mail",)]


@pytest.mark.parametrize(
    ("fields", "head"),
    [
        ({}, "wikimail, talk"),
        ({"email": "a@example.org"}, "wikimail, talk, mail"),
        ({"email": "a@example.org", "wiki": "", "name": "Ngozi"}, "mail"),
        ({"email": "a@example.org", "roles": "[speaker]"}, "wikimail, mail"),
    ],
)
def test_only_channels_that_reach_somebody_are_named(
    cohort_of: CohortOf, fields: dict[str, str], head: str
) -> None:
    made = invited(cohort_of, {"c1": candidate(**fields)})
    assert f"\nChannel: {head}\n" in as_file(made.letters[0]).decode()
    assert not any("no way" in note for note in notes(made))


def test_a_letter_that_nothing_can_carry_is_said(cohort_of: CohortOf) -> None:
    made = invited(cohort_of, {"c1": candidate(wiki="", name="Ngozi")})
    assert b"Channel" not in as_file(made.letters[0])
    assert notes(made)[0] == (
        "c1: no way to send it; write `wiki:` or `email:` in private/candidates/c1.yaml"
    )


@pytest.mark.parametrize(
    ("speaks", "told"),
    [
        ("", "ar for c3; fr for c1, c2"),
        ("languages: [en, fr]\n", "ar for c3; fr for c1, c2"),
        ("languages: [fr-CA, ar]\n", "ar for c3"),
    ],
)
def test_whoever_writes_in_other_languages_is_reminded_of_the_reason(
    cohort_of: CohortOf, speaks: str, told: str
) -> None:
    people = {
        "c1": candidate(wiki="A"),
        "c2": candidate(wiki="B", why=""),
        "c3": candidate("ar.wikipedia.org", wiki="C", languages="[ar]"),
    }
    made = invited(cohort_of, people, more={"people/dana.yaml": DANA + speaks})
    reminders = [note for note in notes(made) if note.startswith("write `why`")]
    assert reminders == [f"write `why` in the letter's language: {told}"]


def test_screen_and_notes_fit_in_80_columns(tmp_path: Path, run: Run) -> None:
    ids = ("a-person-with-quite-a-long-id", "kofi", "somebody-" + "x" * 54)
    subject = candidate(why="", languages="[fr]")
    files = {f"private/candidates/{id_}.yaml": subject.replace("Some", id_) for id_ in ids}
    done = run("invite", "--as-of", "2025-06-05", at=lay_out(tmp_path / "c", FILES | files))
    assert done.status == 0
    lines = done.out.splitlines() + done.err.splitlines()
    assert max(map(cells, lines)) <= 80
    assert "x… (unfinished)  mentee" in done.out
    assert done.out.endswith(
        "next: write `why:` in private/candidates/a-person-with-quite-a-long-id.yaml,\n"
        "      then: mentorkit invite a-person-with-quite-a-long-id\n"
    )


def test_the_command_that_the_screen_gives_keeps_an_answer(run: Run, tmp_path: Path) -> None:
    root = lay_out(tmp_path / "c", FILES | {"private/candidates/c1.yaml": candidate()})
    screen = run("invite", "--as-of", str(AS_OF), at=root).out
    command = next(line for line in screen.splitlines() if line.startswith("  mentorkit "))
    assert run(*command.split()[1:], at=root).status == 0
    answers, problems = read_answers((root / "private/invitations.jsonl").read_text("utf-8"))
    assert [(answer.person, answer.answer) for answer in answers] == [("c1", "declined")]
    assert problems == []
    again = run("invite", "--as-of", str(AS_OF), "--json", at=root)
    assert json.loads(again.out)["refused"] == [{"person": "c1", "why": ["declined"]}]


@pytest.mark.parametrize(
    ("command", "usage", "argument"),
    [
        (("invite",), "[PERSON]...", "  PERSON  "),
        (("people", "add"), "{ID}", "  ID  "),
        (("people", "import"), "{FILE.csv}", "  FILE.csv  "),
    ],
)
def test_help_names_arguments_without_python_types(
    run: Run, command: tuple[str, ...], usage: str, argument: str
) -> None:
    told = run(*command, "--help").out
    assert told.startswith(f"Usage: mentorkit {' '.join(command)} [OPTIONS] {usage}\n")
    assert f"\n{argument}" in told
    assert "<" not in told


def test_an_earlier_no_is_final_and_later_is_no_no(cohort_of: CohortOf) -> None:
    people = {id_: candidate(wiki=id_) for id_ in ("c1", "c2", "c3", "c4", "c5")}
    answers = """\
{"person": "c1", "answer": "declined"}
{"person": "c1", "answer": "later", "on": "2025-01-05"}
{"person": "c2", "answer": "later"}
{"person": "c3", "answer": "accepted"}
{"person": "c4", "answer": "declined", "on": "2025-02-02"}
"""
    made = invited(cohort_of, people, answers=answers)
    assert refused(made) == {"c1": ("declined",), "c3": ("accepted",), "c4": ("declined",)}
    assert [letter.person for letter in made.letters] == ["c2", "c5"]


def test_nobody_is_written_to_while_an_answer_cannot_be_read(cohort_of: CohortOf) -> None:
    made = invited(cohort_of, {"c1": candidate()}, answers='{"person": "c1", "answer": decl')
    assert made.letters == ()
    assert [str(problem.place) for problem in made.problems] == ["private/invitations.jsonl:1:1"]


def test_nobody_is_invited_who_takes_part_or_twice(cohort_of: CohortOf) -> None:
    people = {
        "c1": candidate(wiki="Dana_D"),
        "c2": candidate(wiki="Kofi"),
        "c3": candidate(wiki="kofi"),
        "c4": candidate(wiki="Kofi A", wikis="{de.wikipedia.org: Kofi}"),
    }
    more = {"people/dana.yaml": DANA + "wiki: dana D\nhome: fr.wikipedia.org\n"}
    made = invited(cohort_of, people, more=more)
    assert refused(made) == {"c1": ("already-in",), "c3": ("duplicate",), "c4": ("duplicate",)}


def test_all_reasons_are_given_and_all_have_words(cohort_of: CohortOf) -> None:
    made = invited(
        cohort_of,
        {"c1": candidate("de.wikipedia.org", roles="[coordinator]", wiki="Dana")},
        answers='{"person": "c1", "answer": "declined"}',
        more={"people/dana.yaml": DANA + "wiki: Dana\nhome: fr.wikipedia.org\n"},
    )
    assert refused(made) == {"c1": ("already-in", "declined", "no-assent", "no-letter")}
    assert set(refused(made)["c1"]) < set(WHY)


def test_people_can_be_named_and_others_are_left_alone(cohort_of: CohortOf) -> None:
    people = {id_: candidate(wiki=f"User {id_}") for id_ in ("c1", "c2", "c3")}
    made = invited(cohort_of, people, "User_c3", "c1", "c3")
    assert [letter.person for letter in made.letters] == ["c1", "c3"]
    assert list(files(made)) == ["out/invitations/c1.txt", "out/invitations/c3.txt"]


def test_somebody_who_takes_part_is_refused_not_unknown(cohort_of: CohortOf) -> None:
    made = invited(cohort_of, {"c1": candidate()}, "Dana")
    assert refused(made) == {"dana": ("already-in",)}
    assert withdrawn(made) == ["out/invitations/dana.txt"]


def test_a_word_for_nobody_is_a_misuse(cohort_of: CohortOf) -> None:
    with pytest.raises(Misuse, match="nobody here is called 'xyzzy'"):
        invited(cohort_of, {"c1": candidate()}, "xyzzy")


def test_without_a_reason_the_letter_shows_a_gap(cohort_of: CohortOf) -> None:
    made = invited(cohort_of, {"c1": candidate(why="")})
    assert GAP in made.letters[0].text
    assert b"\nUnfinished: why\n" in as_file(made.letters[0])
    assert as_json(made)["letters"][0]["unfinished"] == ["why"]
    assert notes(made)[0] == (
        "unfinished for want of `why:`, one sentence about their public work: c1"
    )
    assert "c1 (unfinished)" in as_text(made)


def test_the_json_is_as_the_formats_say(cohort_of: CohortOf) -> None:
    people = {
        "c1": candidate("ar.wikipedia.org", languages="[arz, ar]", wiki="Layla"),
        "c2": candidate("de.wikipedia.org"),
    }
    assert as_json(invited(cohort_of, people)) == {
        "schema": 1,
        "letters": [
            {
                "person": "c1",
                "language": "ar",
                "asked": ["arz", "ar"],
                "file": "out/invitations/c1.txt",
            }
        ],
        "refused": [{"person": "c2", "why": ["no-assent"]}],
    }


def test_a_fallback_is_said(cohort_of: CohortOf) -> None:
    people = {
        "c1": candidate(languages="[wo]", wiki="A"),
        "c2": candidate(languages="[fr-CA, en]", wiki="B"),
        "c3": candidate(languages="[FR]", wiki="C"),
        "c4": candidate("ar.wikipedia.org", languages="", wiki="D"),
    }
    assert notes(invited(cohort_of, people, as_of=date(2025, 6, 2))) == [
        "c1: asked for wo; the letter is in fr",
        "c2: asked for fr-CA, en; the letter is in fr",
        "c4: no languages written; the letter is in ar",
        "write `why` in the letter's language: ar for c4; fr for c1, c2, c3",
        "no fluent reader has reviewed the wording in: ar, fr; have one read it before you send",
        "the programme ended on 2025-06-01; the letters speak of it as open",
    ]


def test_values_cannot_break_the_head_or_the_direction(cohort_of: CohortOf) -> None:
    name = '"Eve\\nSubject: won\\u202e \\u2069 "'
    made = invited(cohort_of, {"c1": candidate(wiki="", name=name)})
    assert made.letters[0].to == "Eve Subject: won"
    assert as_file(made.letters[0]).decode().split("\n")[0] == "To: Eve Subject: won"


def test_no_break_spaces_of_a_sentence_stay(cohort_of: CohortOf) -> None:
    why = "Vos cartes\u00a0: claires,\u202fet  \n  sobres."
    made = invited(cohort_of, {"c1": candidate(why=repr(why).replace("'", '"'))})
    assert "\u2068Vos cartes\u00a0: claires,\u202fet sobres.\u2069" in made.letters[0].text


def test_a_template_sees_neither_counts_nor_where_somebody_was_found(
    cohort_of: CohortOf, tmp_path: Path
) -> None:
    people = {"c1": candidate(found="Category:Photowalk", groups="[women]", notes="shy")}
    own = {f"private/candidates/{id_}.yaml": text for id_, text in people.items()}
    cohort = cohort_of(FILES | own)
    for value in ("found", "recipient.found", "recipient.groups", "recipient.notes", "cohort"):
        (tmp_path / "fr").mkdir(exist_ok=True)
        (tmp_path / "fr" / "invite.mentee.txt.j2").write_text(f"<< {value} >>")
        made = invite(cohort, templates=tmp_path, as_of=AS_OF)
        assert made.letters == ()
        assert made.problems[0].message.startswith("there is no value")


def test_nobody_to_sign_is_a_problem_and_no_letter(cohort_of: CohortOf) -> None:
    more = {
        "people/dana.yaml": DANA.replace("coordinator", "mentor"),
        "mentorkit.yaml": PROGRAMME.replace("coordinators: [dana]\n", ""),
    }
    made = invited(cohort_of, {"c1": candidate()}, more=more)
    assert made.letters == ()
    assert [(p.code, p.place.file) for p in made.problems] == [("no-sender", "mentorkit.yaml")]


def test_the_screen(cohort_of: CohortOf) -> None:
    people = {
        "kofi": candidate(languages="[wo]", wiki="Kofi"),
        "lina": candidate("ar.wikipedia.org", languages="[ar]", wiki="لينا", roles="[mentor]"),
        "mara": candidate("de.wikipedia.org", wiki="Mara"),
    }
    answers = '{"person": "mara", "answer": "declined"}'
    assert as_text(invited(cohort_of, people, answers=answers)) + "\n" == (
        Path(__file__).parent / "screen.txt"
    ).read_text(encoding="utf-8")


def test_a_faulty_wording_costs_its_letters_only(cohort_of: CohortOf, tmp_path: Path) -> None:
    people = {"c1": candidate(wiki="A"), "c2": candidate("ar.wikipedia.org", languages="[ar]")}
    people |= {"c3": candidate(wiki="C")}
    own = {f"private/candidates/{id_}.yaml": text for id_, text in people.items()}
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "invite.mentee.txt.j2").write_text("x\n<< whi >>")
    made = invite(cohort_of(FILES | own), templates=tmp_path, as_of=AS_OF)
    assert [letter.person for letter in made.letters] == ["c2"]
    assert [str(p.place) for p in made.problems] == ["templates/fr/invite.mentee.txt.j2:2:4"]
    assert made.problems[0].hint.startswith("did you mean 'why'?")


def test_the_screen_of_nobody(cohort_of: CohortOf) -> None:
    assert as_text(invited(cohort_of, {})) == (
        "No candidates. Write one file for each person to invite:\nprivate/candidates/ID.yaml."
    )


JOURNAL = """\
{"person": "c1", "answer": "declined", "on": "2025-01-20", "letter": "x"}

{"person": "c2", "answer": "maybe"}
{"person": "c3", "sent": "2025-01-02"}
not json
{"answer": "declined"}
[1]
{"person": "c4", "answer": "later", "on": "20th"}
{"person": "c5", "answer": "accepted"}
"""


def test_earlier_answers_are_read_and_what_cannot_be_read_is_said() -> None:
    answers, problems = read_answers(JOURNAL)
    assert answers == (Answer("c1", "declined", date(2025, 1, 20)), Answer("c5", "accepted"))
    assert [(problem.place.line, problem.message) for problem in problems] == [
        (3, "an answer is accepted, declined or later"),
        (5, "this line is no JSON"),
        (6, "this line names no person"),
        (7, "this line names no person"),
        (8, "'on' is no date"),
    ]
    assert {problem.place.file for problem in problems} == {"private/invitations.jsonl"}
    assert {problem.source for problem in problems} == {""}
