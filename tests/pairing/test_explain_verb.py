"""mentorkit pair explain: what people read, what programs read, and what nobody is to learn."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from members import member

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.pairing.fit import fits
from mentorkit.pairing.situation import PLAIN, Terms
from mentorkit.render.pairs import explanation as pair_explanation
from mentorkit.render.pairs import overview as pair_overview
from mentorkit.render.terminal import cells
from mentorkit.verbs.pair_explain import explain, overview
from running import EXAMPLE, REAL_TODAY, Run

CohortOf = Callable[[Mapping[str, str]], Cohort]

CASES = Path(__file__).with_name("explained")
TOLD = "expected.txt"


def transcript(case: Path) -> str:
    """Run every command of a transcript again, in the folder in which it stands."""
    commands = re.findall(r"^\$ mentorkit (.+)$", (case / TOLD).read_text("utf-8"), re.M)
    runs = run_many([Call(command.split(), case) for command in commands])
    told = zip(commands, runs, strict=True)
    return "\n".join(f"$ mentorkit {command}\n{ran.out}{ran.err}" for command, ran in told)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_screens_of_hard_cases(case: Path) -> None:
    found = transcript(case)
    assert found == (case / TOLD).read_text("utf-8")
    screens = [line for line in found.splitlines() if not line.startswith(("$ ", "next: "))]
    assert max(map(cells, screens)) <= 80


def test_greedy_and_stable_ways_leave_three_alone_there() -> None:
    """The greatest fit first; as both sides rank alike by it, that is the stable answer too."""
    cohort, _ = open_cohort(CASES / "three-whom-others-leave-alone", REAL_TODAY)
    assert cohort is not None
    table = fits(cohort.programme, cohort.having("mentor"), cohort.having("mentee"))
    ranked = sorted(table, key=lambda cell: -(table.score(cell) or 0))
    taken: dict[str, str] = {}
    for mentor, mentee in ranked:
        if table.score((mentor, mentee)) and not {mentor, mentee} & {*taken, *taken.values()}:
            taken[mentor] = mentee
    assert len(taken) == 3
    whole = overview(cohort, date(2025, 3, 1)).proposal
    assert (len(whole.pairs), whole.unpaired) == (6, ())


@pytest.mark.parametrize("terms", [PLAIN, Terms(goal="leximin", afresh=True)])
def test_every_screen_fits_80_columns_and_ends_with_what_is_next(terms: Terms) -> None:
    cohort, _ = open_cohort(EXAMPLE, REAL_TODAY)
    assert cohort is not None
    day = date(2025, 3, 5)
    people = [*cohort.having("mentor"), *cohort.having("mentee")]
    screens = [pair_explanation.as_text(explain(cohort, day, p.id, terms)) for p in people]
    screens.append(pair_overview.as_text(overview(cohort, day, terms)))
    assert len(screens) == 31
    for screen in screens:
        *lines, last = screen.splitlines()
        assert last.startswith("next: mentorkit pair ")
        assert max(map(cells, lines)) <= 80


def test_somebody_is_found_as_everywhere(run: Run) -> None:
    told = {
        run("-C", EXAMPLE, "pair", "explain", word, "--as-of", "2025-03-05").out
        for word in ("amina", "Ami", "L'abeille de Saly")
    }
    assert len(told) == 1
    assert "Amina is paired with" in told.pop()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nobody"], "nobody here is called 'nobody'"),
        (["dana"], "Dana is neither a mentor nor a mentee here"),
        (["tumaini", "--as-of", "2025-05-01"], "Tumaini left on 2025-04-20"),
        (["amina", "--as-of", "2025-01-01"], "Amina is not enrolled yet on 2025-01-01"),
        (["amina", "--as-of", "2025-03-05", "--without", "amina"], "Amina is not here if"),
    ],
)
def test_whoever_cannot_be_explained_is_told_why(words: list[str], message: str, run: Run) -> None:
    ran = run("-C", EXAMPLE, "pair", "explain", *words)
    assert ran.status == 2
    assert ran.out == ""
    assert message in ran.err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nok", "--as-of", "2025-02-25"], "A pair from 3 March 2025."),
        (["nok", "--as-of", "2025-03-04"], "A pair since 3 March 2025."),
        (
            ["mwajuma", "--as-of", "2025-04-22", "--without", "juma", "--forbid", "esi--mwajuma"],
            "next: mentorkit pair repair --without juma --as-of 2025-04-22",
        ),
    ],
)
def test_what_is_said_suits_the_day_and_the_what_ifs(words: list[str], line: str, run: Run) -> None:
    assert line in run("-C", EXAMPLE, "pair", "explain", *words).out.splitlines()


def test_nothing_is_written(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "cohort"
    shutil.copytree(EXAMPLE, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for words in ([], ["amina", "--json", "--afresh"]):
        assert run("-C", folder, "pair", "explain", *words, "--as-of", "2025-03-05").status == 0
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_json_has_every_alternative_and_adds_up(run: Run) -> None:
    ran = run("-C", EXAMPLE, "pair", "explain", "juma", "--as-of", "2025-05-01", "--json")
    found = json.loads(ran.out)
    (role,) = found["roles"]
    assert (found["schema"], found["person"], role["role"], role["places"]) == (
        1,
        "juma",
        "mentor",
        2,
    )
    assert [pair["mentee"] for pair in role["pairs"]] == ["halima", "mwajuma"]
    for pair in role["pairs"]:
        assert sum(part["points"] for part in pair["points"].values()) == pair["score"]
    assert role["asked"] == role["possible"] + sum(role["closed"].values())
    own = {pair["mentee"] for pair in role["pairs"]}
    assert {other["partner"] for other in role["alternatives"]}.isdisjoint(own)
    assert len(role["alternatives"]) == role["possible"] - len(own)


def files() -> dict[str, str]:
    people = {"bola": "mentor", "dinh": "mentor", "amina": "mentee", "kofi": "mentee"}
    return {f"people/{key}.yaml": member(key.title(), role) for key, role in people.items()}


def test_the_pair_of_a_mentor_with_too_many_may_be_looked_at_otherwise(
    cohort_of: CohortOf,
) -> None:
    pairs = "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
    cohort = cohort_of(files() | {"pairs.yaml": pairs + pairs.replace("amina", "kofi")})
    found = explain(cohort, date(2025, 3, 10), "kofi")
    assert found.roles[0].alternatives == ()
    last = pair_explanation.as_text(found).splitlines()[-1]
    assert last == "next: mentorkit pair --lock dinh--kofi"
    (lock,) = [tuple(word.split("--")) for word in last.split() if "dinh" in word]
    anew = explain(cohort, date(2025, 3, 10), "kofi", Terms(lock=frozenset([lock])))
    assert [pair.mentor for pair in anew.roles[0].pairs] == ["dinh"]


@pytest.mark.parametrize("asked", ["bola", "dinh", "amina", "kofi", None])
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_tells_why_two_are_not_offered(
    form: str, asked: str | None, tmp_path: Path, cohort_of: CohortOf
) -> None:
    """A private never of either, the coordinator's forbid: the same bytes."""
    secrets = [
        {"private/people/kofi.yaml": "never: [bola]\n"},
        {"private/people/bola.yaml": "never: [kofi]\n"},
        {"private/mentorkit.yaml": "forbid: [bola--kofi]\n"},
    ]
    shown = set()
    for secret in secrets:
        empty = dict.fromkeys(("private/people/kofi.yaml", "private/people/bola.yaml"), "never: []")
        cohort = cohort_of(files() | empty | {"private/mentorkit.yaml": "forbid: []"} | secret)
        if asked:
            found = explain(cohort, date(2025, 3, 10), asked)
            told = {
                "text": pair_explanation.as_text(found),
                "json": pair_explanation.as_json(found),
            }
        else:
            whole = overview(cohort, date(2025, 3, 10))
            told = {"text": pair_overview.as_text(whole), "json": pair_overview.as_json(whole)}
        shown.add(json.dumps(told[form]))
    assert len(shown) == 1
    if asked in ("bola", "kofi"):
        assert "not offered" in shown.pop()
