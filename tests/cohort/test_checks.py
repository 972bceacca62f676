"""The rules across files: each by an example that breaks it, and by the same without the fault."""

import shutil
from pathlib import Path

import pytest
import yaml

from mentorkit.cohort.checks import RULES
from mentorkit.doors import open_cohort
from running import REAL_TODAY, lay_out

HERE = Path(__file__).parent
GOOD = HERE / "broken_cohorts/good"
CASES = yaml.load((HERE / "rules.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506


def problems_of(root, files):
    shutil.copytree(GOOD, root)
    programme = (GOOD / "mentorkit.yaml").read_text()
    _, problems = open_cohort(lay_out(root, {"mentorkit.yaml": programme, **files}), REAL_TODAY)
    return problems


def found(root, files):
    return [f"{problem.place} {problem.code}" for problem in problems_of(root, files)]


def mended(case):
    files = dict(case["files"])
    for old, new in case["mend"].items():
        assert sum(text.count(old) for text in files.values()) == 1
        files = {name: text.replace(old, new) for name, text in files.items()}
    return files


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_rule_finds_what_breaks_it_and_nothing_once_that_is_mended(case, tmp_path):
    assert found(tmp_path / "broken", case["files"]) == case["problems"]
    assert found(tmp_path / "mended", mended(case)) == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if "says" in case], ids=lambda case: case["rule"]
)
def test_a_problem_says_what_is_wrong_and_what_to_do(case, tmp_path):
    (problem,) = problems_of(tmp_path / "broken", case["files"])
    assert f"{problem.message}; {problem.hint}" == case["says"]
    assert problem.warning == (case.get("warns") == "yes")


def test_every_rule_has_its_example():
    assert {case["rule"] for case in CASES} == {rule.__name__ for rule in RULES}
    assert all(rule.__doc__ for rule in RULES)


def test_an_hour_that_clocks_show_twice_may_hold_two_sessions(tmp_path):
    files = {
        "sessions/cohort.yaml": (
            "- {id: 1, at: 2025-10-26 02:00 Europe/Paris, minutes: 60, utc: 2025-10-26T00:00:00Z}\n"
            "- {id: 2, at: 2025-10-26 02:00 Europe/Paris, minutes: 60, utc: 2025-10-26T01:00:00Z}\n"
        )
    }
    assert found(tmp_path / "cohort", files) == []
