"""people add and people import: what would be written, and every fault beforehand."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.newperson import fields, person_files, value_of
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.yamltext import read
from mentorkit.doors import open_cohort
from mentorkit.problems import Misuse, Refused
from mentorkit.recruit.newids import id_from
from mentorkit.render.people import as_text
from mentorkit.render.terminal import cells
from mentorkit.verbs.people import add, import_people
from running import REAL_TODAY, Run, lay_out, mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

HERE = {
    "mentorkit.yaml": mentorkit_yaml(
        "test",
        """\
topics: {gadgets: Gadgets, events: Events}
""",
    ),
    "people/bola.yaml": "name: Bola\nwiki: BolaO\nroles: [mentor]\n",
    "people/li.yaml": "name: Li\nroles: [mentor]\n",
}


EMPTY = Cohort(
    Programme.model_validate({"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}),
    sources={"mentorkit.yaml": b"{id: t, name: T, from: 2025-03-03, to: 2025-06-01}"},
)


def lines(cohort: Cohort, text: str) -> list[str]:
    """Import a table and return its problems as one line each."""
    found = import_people(cohort, text.encode(), "p.csv", REAL_TODAY).problems
    return [f"{p.place}: {p.message}" for p in found]


def test_one_person_becomes_two_files(cohort_of: CohortOf) -> None:
    facts = {
        "name": "Amina",
        "roles": ["mentee"],
        "languages": ["fr", "no"],
        "timezone": "Africa/Dakar",
        "available": ["mon-fri 18:00-21:00", "sat 10:00-16:00"],
        "wants": ["gadgets"],
        "email": "amina@example.org",
        "near": "Dakar, Senegal",
        "capacity": None,
    }
    made = add(cohort_of(HERE), "amina", facts, REAL_TODAY)
    assert made.problems == ()
    assert made.files == {
        "people/amina.yaml": b"""\
name: Amina
roles: [mentee]
enrolled: 2026-11-22
languages: [fr, no]
timezone: Africa/Dakar
available: [mon-fri 18:00-21:00, sat 10:00-16:00]
wants: [gadgets]
""",
        "private/people/amina.yaml": b"email: amina@example.org\nnear: Dakar, Senegal\n",
    }


def test_every_fault_of_an_option_names_it(cohort_of: CohortOf) -> None:
    facts = {"roles": ["mentr"], "wiki": "a|b", "timezone": "Africa/Dakr", "enrolled": "20/2/2025"}
    found = add(cohort_of(HERE), "amina", facts, REAL_TODAY).problems
    assert [p.message.partition(":")[0] for p in found] == [
        "--name is missing",
        "--wiki",
        "--role",
        "--enrolled",
        "--timezone",
    ]
    assert "did you mean 'Africa/Dakar'?" in [p.hint for p in found]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"name": "A", "roles": ["mentee"], "wants": ["gadgts"]}, "--wants: no topic 'gadgts'"),
        ({"name": "A", "roles": ["mentee"], "wiki": "bolaO"}, "--wiki: the user BolaO is there"),
        ({"name": "a@example.org", "roles": ["mentee"]}, "--name: a mail address"),
    ],
)
def test_rules_across_files_are_looked_at_too(
    cohort_of: CohortOf, facts: dict[str, str | list[str]], message: str
) -> None:
    (problem,) = add(cohort_of(HERE), "amina", facts, REAL_TODAY).problems
    assert problem.message.startswith(message)


def test_an_id_is_refused_that_is_taken_or_none(cohort_of: CohortOf) -> None:
    cohort = cohort_of(HERE)
    with pytest.raises(Refused, match="'bola' is there already"):
        add(cohort, "bola", {"name": "B"}, REAL_TODAY)
    with pytest.raises(Misuse, match=r"'\.\./x' is no id"):
        add(cohort, "../x", {"name": "B"}, REAL_TODAY)


def test_a_spreadsheet_becomes_files(cohort_of: CohortOf) -> None:
    table = (
        "\ufeffName;Wiki user;Role;Time-Zone;available;E-Mail;Notes;consent named;wikis\r\n"
        'Zoé;ZoéM;mentee;Africa/Dakar;"mon 18:00-21:00; sat 10:00-16:00";z@example.org;'
        '"said ""yes""\r\n# twice";2025-02-20;"de.wikipedia.org: Zoe"\r\n'
        ";;;;;;;;\r\n"
        "no;;mentor;;;;;;\r\n"
        "12:30;;mentor;;;;;;\r\n"
        "Talker;;speaker;;;;;;\r\n"
    )
    day = date(2025, 2, 21)
    made = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY, day)
    assert made.problems == ()
    assert made.notes == (
        "No date of enrolment was given for 3 people: it is taken to be 2025-02-21.",
    )
    assert {name: content.decode() for name, content in made.files.items()} == {
        "people/zoe.yaml": """\
name: Zoé
wiki: ZoéM
wikis: {de.wikipedia.org: Zoe}
roles: [mentee]
enrolled: 2025-02-21
timezone: Africa/Dakar
available: [mon 18:00-21:00, sat 10:00-16:00]
consent: {named: 2025-02-20}
""",
        "private/people/zoe.yaml": """\
email: z@example.org
notes: |-
  said "yes"
  # twice
""",
        "people/no.yaml": "name: no\nroles: [mentor]\nenrolled: 2025-02-21\n",
        "people/talker.yaml": "name: Talker\nroles: [speaker]\n",
        "people/12-30.yaml": "name: 12:30\nroles: [mentor]\nenrolled: 2025-02-21\n",
    }


def test_every_bad_row_is_reported_at_its_cell(cohort_of: CohortOf) -> None:
    table = """\
name,wiki,roles,emial,timezone,enrolled,id,never
A,U1,mentee,,Africa/Dakr,20/02/2025,ama,
B,u1,mentre,,,2025-02-30,ama,
,U2,mentee,,,,,
C,U3,,,,,Bad Id,
D,U4,mentee
E,U5,mentee,,,,,,,
F,U6,mentee,,,,,,x
Bola,,mentee,,,,,
G,BolaO,mentee,,,,,
H,U7,mentee,,,,bola,
I,U8,mentee,,,,,nobody
"""
    assert lines(cohort_of(HERE), table) == [
        "p.csv:1:17: unknown column 'emial'",
        "p.csv:2:14: timezone: no such time zone: 'Africa/Dakr'",
        "p.csv:2:26: enrolled: '20/02/2025' is no date",
        "p.csv:3:3: wiki: the user U1 is there already (line 2)",
        "p.csv:3:6: roles: 'mentre' is not known here",
        "p.csv:3:15: enrolled: there is no 2025-02-30 in the calendar",
        "p.csv:3:26: id: 'ama' is the id of somebody else (line 2)",
        "p.csv:4:1: name: this is missing",
        "p.csv:5:1: roles: this is missing",
        "p.csv:5:10: id: 'Bad Id' is no id",
        "p.csv:6:1: this row has 3 cells, the header has 8",
        "p.csv:8:1: this row has 9 cells, the header has 8",
        "p.csv:9:1: name: somebody of this name is there already (people/bola.yaml)",
        "p.csv:10:3: wiki: the user BolaO is there already (people/bola.yaml)",
        "p.csv:11:16: id: 'bola' is the id of somebody else (people/bola.yaml)",
        "p.csv:12:17: never: no such person",
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", ["p.csv:1:1: there is nothing in this file"]),
        ("name,roles\n", ["p.csv:1:1: the columns are named, but nobody stands below them"]),
        ("name\nA\n", ["p.csv:1:1: there is no column 'roles'"]),
        (
            "name,roles,Role\nA,mentee,mentor\n",
            ["p.csv:1:12: two columns say 'roles'"],
        ),
        (
            "name,roles,\nA,mentee,x\n",
            ["p.csv:2:10: this cell stands in a column without a name"],
        ),
        ("name,roles,\nA,mentee,\n", []),
        ("name,roles\nA,mentee,\n", []),
        (
            "name,roles\nA,mentee\na,mentor\n",
            ["p.csv:3:1: name: somebody of this name is there already (line 2)"],
        ),
        ("name,roles,wiki\nA,mentee,U1\nA,mentor,U2\n", []),
        ("name,roles,id\nA,mentee,a1\nA,mentor,a2\n", []),
        ("name,roles,never\nA,mentee,b\nB,mentor,\n", []),
    ],
)
def test_tables_at_the_edge(cohort_of: CohortOf, table: str, expected: list[str]) -> None:
    assert lines(cohort_of(HERE), table) == expected


def test_made_ids_are_new_and_leave_room_for_those_given(cohort_of: CohortOf) -> None:
    table = "name,roles,wiki,id\nBola,mentee,B2,\nBola,mentee,B3,\nX,mentee,B4,bola-2\n"
    made = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY)
    assert made.problems == ()
    assert [entry.id for entry in made.entries] == ["bola-3", "bola-4", "bola-2"]


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        (["Zoé Müller"], "zoe-muller"),
        (["N'Diaye"], "ndiaye"),
        (["李明", "LiMing"], "liming"),
        (["Jørgen", "Jorgen_J"], "jorgen-j"),
        (["Jørgen"], "j-rgen"),
        (["李明", "李明"], ""),
        (["李明 2", "李明"], ""),
        (["a--b "], "a-b"),
        (["x" * 80], "x" * 56),
    ],
)
def test_ids_are_made_without_guessing(words: list[str], id_: str) -> None:
    assert id_from(words) == id_


NASTY = st.sampled_from(
    ["no", "null", "~", "12:30", "2025-02-30", "a: b", "# x", "- x", "'", '"', "[", "}", "&a", "*a",
     "!t", "%", "@", "`", "a,b", "?", "=", "<<", "0x1F", "é", "日本", "👍", "\u200fעברית", "C:\\x"]
)  # fmt: skip
TEXT = NASTY | st.text(min_size=1, max_size=30)


@given(st.lists(TEXT, min_size=1, max_size=8), st.data())
def test_any_cell_is_read_back_as_it_was(cells: list[str], data: st.DataObject) -> None:
    named = sorted(fields().values())
    facts = {}
    for cell in cells:
        field = data.draw(st.sampled_from(named))
        value = value_of(field, cell)
        if value is not None:
            facts[field] = value
    told: dict[str, object] = {}
    for name, content in person_files("x", facts).items():
        document, problems = read(content, name)
        assert problems == []
        assert document is not None
        assert isinstance(document.value, dict)
        told |= document.value
    consent = {field[1]: value for field, value in facts.items() if field[0] == "consent"}
    expected = {field[0]: value for field, value in facts.items() if field[0] != "consent"}
    assert told == expected | ({"consent": consent} if consent else {})


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_names_and_users_of_any_kind_never_raise(rows: list[tuple[str, str]]) -> None:
    cells = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    table = "\n".join(["name,wiki,roles", *(f"{row},mentee" for row in cells)])
    source = table.encode("utf-8", errors="replace")
    made = import_people(EMPTY, source, "p.csv", REAL_TODAY)
    if not made.problems:
        assert len({entry.id for entry in made.entries}) == len(made.entries)
        assert len(made.files) == len(made.entries)


def test_nothing_is_written_without_write_or_with_a_bad_row(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path / "c", HERE)
    before = sorted(cohort.rglob("*"))
    table = tmp_path / "my people.csv"
    table.write_text("name,roles\nKofi,mentee\nEsi,mentr\n")
    bad = run("people", "import", table, "--write", "-C", cohort)
    assert bad.status == 1
    assert f"{table}:3:5: roles: 'mentr' is not known here" in bad.err
    assert "1 problem. Nothing was saved." in bad.err
    table.write_text("name,roles,email\nKofi,mentee,k@example.org\nEsi,mentor,\n")
    seen = run("people", "import", table, "-C", cohort)
    assert (seen.status, seen.err) == (0, "")
    assert seen.out.endswith(f"next: mentorkit people import '{table}' --write\n")
    assert sorted(cohort.rglob("*")) == before
    words = ["people", "import", table, "-C", cohort, "--write", "--json", "--as-of", "2026-11-01"]
    done = run(*words)
    assert json.loads(done.out) == {
        "schema": 1,
        "files": ["people/esi.yaml", "people/kofi.yaml", "private/people/kofi.yaml"],
        "written": True,
        "notes": ["No date of enrolment was given for 2 people: it is taken to be 2026-11-01."],
        "problems": [],
    }
    assert open_cohort(cohort, date(2026, 11, 22))[1] == []
    assert (cohort / "private/people/kofi.yaml").stat().st_mode & 0o077 == 0
    again = run(*words)
    assert again.status == 1
    assert [p["code"] for p in json.loads(again.out)["problems"]] == ["there-already"]
    assert json.loads(again.out)["notes"] == []
    said = run("people", "import", table, "-C", cohort).err
    assert "2 of 2 rows are there already\n  nothing is left to add\n" in said


AS_OF = ["--as-of", "2026-11-01"]


def test_a_name_without_latin_letters_asks_for_an_id(cohort_of: CohortOf) -> None:
    table = "name,roles,wiki\n日本,mentee,日本語\nZoé,mentee,\n李明 2,mentor,\n,mentor,\n"
    found = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY).problems
    assert [(str(p.place), p.message) for p in found] == [
        ("p.csv:2:1", "name: no id can be made from '日本'"),
        ("p.csv:4:1", "name: no id can be made from '李明 2'"),
        ("p.csv:5:1", "name: this is missing"),
    ]
    assert found[1].hint.startswith("give line 4 an id, in a column 'id'")
    given = "name,roles,id\n日本,mentee,nihon\n"
    made = import_people(cohort_of(HERE), given.encode(), "p.csv", REAL_TODAY)
    assert (made.problems, [entry.id for entry in made.entries]) == ((), ["nihon"])


def test_whoever_has_another_date_is_not_enrolled_by_guess(cohort_of: CohortOf) -> None:
    table = "name,roles,enrolled,started\nA,mentee,2025-02-01,\nB,mentor,,2025-03-03\nC,speaker,,\n"
    made = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY)
    assert (made.problems, made.notes) == ((), ())
    assert made.files["people/a.yaml"] == b"name: A\nroles: [mentee]\nenrolled: 2025-02-01\n"
    assert made.files["people/b.yaml"] == b"name: B\nroles: [mentor]\nstarted: 2025-03-03\n"


def test_rows_that_are_there_are_one_problem(cohort_of: CohortOf) -> None:
    table = "name,wiki,roles,id\nBola,bolaO,mentor,\nNew,,mentee,\nLi,,mentor,li\n"
    (problem,) = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY).problems
    assert (str(problem.place), problem.message, problem.hint) == (
        "p.csv:2:1",
        "2 of 3 rows are there already",
        "remove these lines: 2, 4; or give an id to whoever is somebody else",
    )


def test_words_may_be_separated_by_commas(cohort_of: CohortOf) -> None:
    table = 'name,roles,languages,wants\nA,"mentee, mentor","fr, en;de","gadgets,events"\n'
    made = import_people(cohort_of(HERE), table.encode(), "p.csv", REAL_TODAY)
    assert made.problems == ()
    assert b"languages: [fr, en, de]" in made.files["people/a.yaml"]
    facts = {"name": "A", "roles": ["mentee,mentor"], "wants": ["gadgets, events"]}
    made = add(cohort_of(HERE), "b", facts, REAL_TODAY)
    assert b"roles: [mentee, mentor]" in made.files["people/b.yaml"]
    assert b"wants: [gadgets, events]" in made.files["people/b.yaml"]


def test_topics_that_nobody_listed_are_noted() -> None:
    facts = {"name": "A", "roles": ["speaker"], "wants": ["gadgets"], "offers": ["events"]}
    made = add(EMPTY, "a", facts, REAL_TODAY)
    assert made.problems == ()
    assert made.notes == (
        "mentorkit.yaml lists no topics yet: add these under 'topics': gadgets, events.",
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "this is an Excel file, not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an Excel file, not CSV"),
        (
            b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "this is a LibreOffice file, not CSV",
        ),
    ],
)
def test_a_file_that_is_no_csv_is_named(source: bytes, message: str) -> None:
    (problem,) = import_people(EMPTY, source, "p.xlsx", REAL_TODAY).problems
    assert problem.message == message
    assert "save it as CSV (UTF-8)" in problem.hint


def test_an_unknown_column_says_what_it_may_be_called() -> None:
    table = b"Timestamp,name,roles\n1,A,mentee\n"
    (problem,) = import_people(EMPTY, table, "p.csv", REAL_TODAY).problems
    assert problem.hint.startswith("delete this column, or rename it to one of: id, wiki, wikis,")


def test_long_ids_stay_whole_and_every_line_fits() -> None:
    everything = "mentee;mentor;speaker;coordinator"
    table = f"name,roles\n{'x' * 80},{everything}\n長い{'い' * 40} Li,mentee\n"
    made = import_people(EMPTY, table.encode(), "p.csv", REAL_TODAY)
    text = as_text(made)
    assert f"  {'x' * 56}  " in text
    assert max(map(cells, text.splitlines())) <= 80
    facts = {"name": "A", "roles": ["mentee"], "wants": [f"topic-{i}" for i in range(20)]}
    assert max(map(cells, as_text(add(EMPTY, "a", facts, REAL_TODAY)).splitlines())) <= 80


def test_the_screens(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path / "c", HERE)
    table = tmp_path / "p.csv"
    rows = "".join(f"Person {i},mentee\n" for i in range(7))
    table.write_text(f"name,roles\n{rows}")
    assert (
        run("people", "import", "p.csv", "-C", "c", *AS_OF, at=tmp_path).out
        == """\
7 people to add from p.csv: 7 mentees.

  id        name      as
  person-0  Person 0  mentee
  person-1  Person 1  mentee
  person-2  Person 2  mentee
  person-3  Person 3  mentee
  person-4  Person 4  mentee
  person-5  Person 5  mentee
  person-6  Person 6  mentee

No date of enrolment was given for 7 people: it is taken to be 2026-11-01.

Nothing is saved yet.
next: mentorkit people import p.csv --as-of 2026-11-01 --write
"""
    )
    words = ["people", "add", "amina", "--name", "Amina", "--role", "mentee", "--role", "speaker"]
    words += AS_OF
    assert (
        run(*words, "--email", "a@example.org", at=cohort).out
        == """\
people/amina.yaml:
  name: Amina
  roles: [mentee, speaker]
  enrolled: 2026-11-01

private/people/amina.yaml:
  email: a@example.org

No date of enrolment was given for 1 person: it is taken to be 2026-11-01.

Nothing is saved yet.
next: the same command again, with --write
"""
    )
    saved = run(*words, "--write", at=cohort)
    assert saved.out == "Saved people/amina.yaml.\nnext: mentorkit status --as-of 2026-11-01\n"
    kept = "name: Amina\nroles: [mentee, speaker]\nenrolled: 2026-11-01\n"
    assert (cohort / "people/amina.yaml").read_text() == kept
    assert run(*words, at=cohort).status == 4
    missing = run("people", "import", "nowhere.csv", at=cohort)
    assert (missing.status, missing.out) == (2, "")
    assert "nowhere.csv cannot be read: No such file or directory" in missing.err
