"""report --explain: every figure and goal, what was not counted, and no more than may be told."""

import json
import re
from pathlib import Path

import pytest
from outcome_reports import EXAMPLE, ReportOf
from rich.cells import cell_len

from mentorkit.render.report.explanation import as_json, as_text, known
from mentorkit.verbs.report_explain import explain
from running import Run

BASE = ["-C", str(EXAMPLE), "report", "--as-of", "2025-06-20"]

LEADERS = """\
New leadership role by the end: 7 of 15, met on 2025-05-20

  rule         mentees with a new role of tier A or B, begun after enrolment and
               by 2025-06-01, shown by a permanent link or a letter, accepted by
               somebody who is neither the mentee nor their mentor; each counts
               once
  denominator  15 mentees enrolled, those who left included
  counted      roles.yaml:4 :16 :28 :40 :52 :64 :77
  not counted  1 not judged yet: roles.yaml:102
  not counted  1 not accepted by the verifier: roles.yaml:90
  not counted  1 a step on the way, of tier C: roles.yaml:115
  interval     95 %: 25-70 % (Wilson): what another cohort of such people might
               give
  note         1 more claimed and not judged yet

next: mentorkit report --as-of 2025-06-20
"""


def test_a_goal_is_explained_down_to_the_lines(run: Run) -> None:
    assert run(*BASE, "--explain", "leaders_end").out == LEADERS


def test_everything_can_be_explained(example: ReportOf) -> None:
    told = example("2025-06-20")
    assert len(known(told)) > 35
    for name in known(told):
        explanation = explain(told, name)
        text, program = as_text(explanation), as_json(explanation)
        assert [line for line in text.splitlines() if cell_len(line) > 80] == []
        assert (program["schema"], program["id"]) == (1, name)
        assert program["rule"]
        assert program["denominator"]
        assert " ".join(program["rule"].split()) in " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("leaders_end", "- id: "),
        ("reach.high", "unit: unique"),
        ("money.spent", " paid: "),
        ("money.planned", " planned: "),
        ("assent.wikis", "assent:"),
        ("mentees.started", "started: "),
        ("mentees.left", "left: "),
        ("sessions.held", "- id: "),
        ("satisfied.mentees", "role: mentee"),
    ],
)
def test_the_lines_hold_what_was_counted(example: ReportOf, name: str, key: str) -> None:
    told = explain(example("2025-06-20", coordinators=True), name)
    assert told.counted
    for place in told.counted:
        file, _, line = place.partition(":")
        lines = (EXAMPLE / file).read_text("utf-8").splitlines()
        # A record of several lines is told by its first.
        assert key in "\n".join(lines[max(0, int(line) - 2) : int(line) + 2]), place


def test_a_slip_is_answered_with_the_nearest_name(run: Run) -> None:
    ran = run(*BASE, "--explain", "leader_end")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no figure 'leader_end'" in ran.err
    assert "did you mean 'leaders_end'?" in ran.err
    far = run(*BASE, "--explain", "xyz")
    assert "there are: leaders_end, " in far.err


def test_the_public_is_not_told_who_left_or_who_missed_what(example: ReportOf) -> None:
    names = ("mentees.left", "attrition", "sessions.missed", "sessions.held", "activity.during")
    public = [as_text(explain(example("2025-06-20"), name)) for name in names]
    for text in public:
        hidden = r"people/\w|sessions/\w+--|activity/(jharna|lamia)"
        assert not re.search(hidden, text)
    told = example("2025-06-20", coordinators=True)
    left, goal, missed, *_ = (as_text(explain(told, name)) for name in names)
    assert "people/lamia.yaml:8, people/thierry.yaml:7" in left
    assert "people/thierry.yaml:7" in goal
    assert re.search(r"sessions/\w+--\w+\.yaml:\d", missed)


def test_what_is_withheld_stays_so(run: Run) -> None:
    told = json.loads(run(*BASE, "--explain", "satisfied.mentees", "--json").out)
    assert (told["withheld"], told["result"], told["not_counted"]) == (True, "withheld of 15", [])


def test_an_explanation_goes_to_no_page(run: Run, tmp_path: Path) -> None:
    ran = run(*BASE, "--explain", "reach", "--format", "html")
    assert (ran.status, ran.out) == (2, "")
    assert run(*BASE, "--explain", "reach", "--output", tmp_path / "x").status == 2
