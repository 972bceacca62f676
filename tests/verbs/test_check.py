"""`check` looks at what lies beside the YAML files too."""

from pathlib import Path

import pytest

from mentorkit.verbs.check import check
from running import REAL_TODAY, lay_out

CANDIDATE = "wiki: Kofi\nhome: fr.wikipedia.org\nlanguages: [fr]\n"


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ('{"person": "kofi", "answer": "declined"}', []),
        ('{"person": "koffi", "answer": "declined"}', [("no-person", True)]),
        ('{"person": "kofi", "answer": "perhaps"}', [("answer", False)]),
        ("no thanks, kofi", [("answer", False)]),
    ],
)
def test_an_answer_that_would_not_be_kept_is_told(
    tmp_path: Path, line: str, codes: list[tuple[str, bool]]
) -> None:
    files = {
        "private/candidates/kofi.yaml": CANDIDATE,
        "private/invitations.jsonl": f"\n{line}\n",
    }
    _, problems = check(lay_out(tmp_path, files), REAL_TODAY)
    assert [(problem.code, problem.warning) for problem in problems] == codes
    assert all(str(p.place) == "private/invitations.jsonl:2:1" for p in problems)
    assert "koffi" not in "".join(p.message + p.hint + p.source for p in problems)


def test_a_row_of_activity_that_cannot_be_is_told(tmp_path: Path) -> None:
    header = (
        "month,wiki,namespace,edits,reverted,bytes_added,pages_created,days_active,talk_partners,"
        "leadership_edits\n"
    )
    files = {"activity/kofi.csv": f"{header}2025-03,fr.wikipedia.org,0,3,4,0,0,1,0,0\n"}
    _, problems = check(lay_out(tmp_path, files), REAL_TODAY)
    assert [str(problem.place) for problem in problems] == ["activity/kofi.csv:2:30"]
    assert "reverted must be at most 3" in problems[0].message
