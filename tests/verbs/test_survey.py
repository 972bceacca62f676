"""`mentorkit survey`: forms in every language, answers in, and what is refused."""

import csv
import io
import json
import re
import shutil
from itertools import product
from pathlib import Path

import pytest
from rich.cells import cell_len

from many import Call, run_many
from mentorkit.problems import Exit
from screens import play

HERE = Path(__file__).parent / "surveys"
SCREENS = sorted((HERE / "screens").glob("*.txt"))
LANGUAGES = ("ar", "en", "es", "fr")
PRIVATE = Path("private/surveys")


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "cohort", tmp_path / "cohort")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda path: path.stem)
def test_what_a_person_sees_and_what_becomes_of_the_files(screen: Path, cohort: Path) -> None:
    # A command to type is one line, however long its words.
    lines = play(screen, cohort)
    assert all(cell_len(line) <= 80 or line.startswith("next:") for line in lines)
    assert contents(cohort) == contents(HERE / "cohort") | contents(HERE / "after" / screen.stem)


def form(*words: str) -> list[str]:
    return ["survey", "form", "--wave", "end", "--as-of", "2025-06-01", *words]


def test_forms_of_every_kind_are_as_expected(cohort: Path) -> None:
    """The expected ones of one role and format in each language stand in a folder."""
    wanted = [("mentor", "text"), ("mentee", "text"), ("mentee", "wikitext"), ("mentee", "csv")]
    calls = [Call(form("--role", role, "--format", kind), cohort) for role, kind in wanted]
    assert [one.status for one in run_many(calls)] == [0] * len(calls)
    made = contents(cohort / "out/surveys")
    assert len(made) == len(wanted) * len(LANGUAGES)
    expected = contents(HERE / "forms")
    assert expected
    assert {name: made[name] for name in expected} == expected


def test_every_language_asks_the_same_items(cohort: Path) -> None:
    calls = [Call(form("--role", role, "--format", "csv"), cohort) for role in ("mentee", "mentor")]
    run_many(calls)
    for role, language in product(("mentee", "mentor"), LANGUAGES):
        text = (cohort / f"out/surveys/end-{role}.{language}.csv").read_text("utf-8")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["item", "question", "answers"]
        assert " ".join(row[0] for row in rows) == "token s1 s2 r1 r2 v1 v2 v3 words"
        assert all(len(row) == 3 and row[1] for row in rows)
        assert len({row[1] for row in rows}) == len(rows)


def test_who_has_a_token_keeps_it_and_the_late_get_one(cohort: Path) -> None:
    before = (cohort / PRIVATE / "tokens.csv").read_text()
    later = ["survey", "form", "--wave", "end", "--role", "mentee", "--as-of", "2025-09-01"]
    first, second = run_many([Call([*later, "--json"], cohort), Call([*later, "--json"], cohort)])
    assert (json.loads(first.out)["asked"], json.loads(first.out)["tokens_drawn"]) == (7, 1)
    assert json.loads(second.out)["tokens_drawn"] == 0
    after = (cohort / PRIVATE / "tokens.csv").read_text().splitlines()
    (new,) = set(after) - set(before.splitlines())
    assert re.fullmatch(r"end,mentee,late,[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}", new)
    assert (cohort / PRIVATE / "tokens.csv").stat().st_mode & 0o777 == 0o644


def test_new_lists_are_for_their_owner_only(cohort: Path) -> None:
    shutil.rmtree(cohort / "private")
    run_many([Call(form("--role", "mentee"), cohort)])
    assert (cohort / PRIVATE / "tokens.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tokens.csv", "wave,role,person\nend,mentee,amina\n", "the columns are wave, role"),
        ("tokens.csv", "wave,role,person,token\nend,guest,a,b\n", "neither mentee nor mentor"),
        ("responded.csv", "wave,role,person\nend,mentee\n", "this row has 2 cells"),
        ("end-mentee.csv", "s1\n9\n", "'9' is no number from 1 to 5"),
        ("end-mentee.csv", "s1,month\n4,may\n", "unknown column 'month'"),
    ],
)
def test_lists_that_somebody_broke_are_not_written_over(
    cohort: Path, name: str, text: str, said: str
) -> None:
    (cohort / PRIVATE / name).write_text(text)
    before = contents(cohort)
    words = "survey import first.csv --map Satisfaction=s1 --map Timestamp= --write"
    (ran,) = run_many([Call(words.split(), cohort)])
    assert ran.status in (Exit.PROBLEMS, Exit.REFUSED)
    assert (name in ran.err, said in ran.err) == (True, True)
    assert contents(cohort) == before


@pytest.mark.parametrize(
    ("entry", "words", "said"),
    [
        ("closed: 2025-06-05, invited: 6, responded: 0, satisfied: 0", "", "the wave closed on"),
        (
            "closed: 2025-06-10, invited: 6, responded: 5, satisfied: 0",
            "--closed 2025-06-10",
            "5 answered, but private/surveys/end-mentee.csv holds 0 answers",
        ),
    ],
)
def test_counts_that_somebody_wrote_are_not_overruled(
    cohort: Path, entry: str, words: str, said: str
) -> None:
    with (cohort / "surveys.yaml").open("a") as file:
        file.write(f"- {{wave: end, role: mentee, {entry}}}\n")
    before = contents(cohort)
    command = "survey import first.csv --map Satisfaction=s1 --map Timestamp= --as-of 2025-06-10"
    (ran,) = run_many([Call([*command.split(), *words.split(), "--write"], cohort)])
    assert ran.status == Exit.PROBLEMS
    assert said in ran.err
    assert contents(cohort) == before


def test_an_own_wording_is_used_and_understood(cohort: Path) -> None:
    own = cohort / "templates/de"
    own.mkdir(parents=True)
    csv_form = (
        "---\nsubject: Fragen\nchannel: mail\n---\nitem,question,answers\ns1,Zufrieden?,1-5\n"
    )
    (own / "survey.csv.txt.j2").write_text(csv_form)
    (cohort / "de.csv").write_text("token,Zufrieden?\naaaaa-22222,4\n")
    calls = [
        Call(form("--role", "mentee", "--format", "csv", "--language", "de"), cohort),
        Call(["survey", "import", "de.csv", "--json"], cohort),
    ]
    made, read = run_many(calls)
    assert made.status == 0
    assert (cohort / "out/surveys/end-mentee.de.csv").read_text().splitlines()[1:] == [
        "s1,Zufrieden?,1-5"
    ]
    assert json.loads(read.out)["waves"][0]["new"] == 1


def test_a_form_with_a_fault_draws_no_tokens(cohort: Path) -> None:
    own = cohort / "templates/en"
    own.mkdir(parents=True)
    (own / "survey.txt.j2").write_text("<< programm.name >>")
    before = contents(cohort)
    (ran,) = run_many([Call(form("--role", "mentee"), cohort)])
    assert ran.status == Exit.PROBLEMS
    assert "templates/en/survey.txt.j2:1:4: there is no value 'programm'" in ran.err
    assert contents(cohort) == before
