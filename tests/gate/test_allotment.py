"""Who was allotted to which arm of the trial, and lines that do not say so."""

from mentorkit.recruit.allotment import read_arms

TEXT = """\
{"person": "c1", "arm": "none", "stratum": 3}

{"person": "c2", "arm": "personal"}
{"person": "c3"}
nothing
["c4", "none"]
{"person": 5, "arm": "none"}
{"person": "c1", "arm": "generic"}
"""


def test_arms_and_what_cannot_be_read() -> None:
    arms, problems = read_arms(TEXT)
    assert arms == {"c1": "generic", "c2": "personal"}
    assert [problem.place.line for problem in problems] == [4, 5, 6, 7]
    assert {problem.place.file for problem in problems} == {"private/trial/allocation.jsonl"}


def test_no_trial_no_arms() -> None:
    assert read_arms("") == ({}, [])
