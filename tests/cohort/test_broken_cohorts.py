"""Whole cohorts that are broken, as a person breaks them: every fault is told, where it is.

Each folder of broken_cohorts/ is laid over the one that is called good; `expected.txt` lists the
problems of the whole, and `removed.txt` the files to take away first.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.render.problems import as_text
from mentorkit.verbs.check import check
from running import REAL_TODAY, mentorkit

HERE = Path(__file__).parent / "broken_cohorts"
CASES = sorted(path.name for path in HERE.iterdir() if path.name != "good")
OURS = {"expected.txt", "removed.txt"}
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor of a terminal, or turns the direction of a line."""


def lay_over(root: Path, case: str) -> Path:
    shutil.copytree(HERE / "good", root)
    removed = HERE / case / "removed.txt"
    for name in removed.read_text().split() if removed.exists() else ():
        (root / name).unlink()
    shutil.copytree(
        HERE / case, root, dirs_exist_ok=True, ignore=lambda _, names: OURS & set(names)
    )
    return root


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohorts")
    return {case: lay_over(folder / case, case) for case in CASES}


@pytest.fixture(scope="module")
def checked(laid):
    """What `mentorkit check --json` said of each: status, stdout and stderr."""
    ran = run_many([Call(("-C", root, "check", "--json")) for root in laid.values()])
    return dict(zip(laid, ran, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_every_fault_is_told_at_once_where_it_is(case, checked):
    ran = checked[case]
    assert (ran.status, ran.err) == (1, "")
    problems = json.loads(ran.out)["problems"]
    found = ["{file}:{line}:{column} {code}".format_map(problem) for problem in problems]
    assert found == (HERE / case / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_what_a_person_reads_says_what_to_do(case, laid):
    _, problems = check(laid[case], REAL_TODAY)
    text = as_text(problems)
    assert not OBEYED.search(text)
    assert all(problem.message and (problem.hint or problem.place.private) for problem in problems)
    blocks = text.split("\n\n")
    assert len(blocks) == len(problems)
    for block in blocks:
        place, *rest = block.split("\n")
        assert re.match(r"[^:]+:[1-9][0-9]*:[1-9][0-9]*: ", place)
        assert all(len(line) <= 80 or " " not in line.strip() for line in rest)


def test_the_cohort_below_them_all_is_good_and_a_person_runs_check(tmp_path):
    good = mentorkit("-C", lay_over(tmp_path / "good", "good"), "check")
    assert (good.status, good.err) == (0, "")
    bad = mentorkit("check", at=lay_over(tmp_path / "bad", "unknown-persons"))
    assert bad.status == 1
    assert "mentorkit.yaml:8:22: no person 'dona'\n   8 | coordinators: [dana, dona]" in bad.out
    assert bad.err == "\n15 problems in 8 of 20 files. Nothing was changed.\n"
