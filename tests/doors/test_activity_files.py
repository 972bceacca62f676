"""What activity/ holds against what was read, by pulled.csv and SHA256SUMS: each fault, where."""

from datetime import date
from pathlib import Path

import pytest

from mentorkit.cohort.digests import digest_of
from mentorkit.doors.activity import read_activity
from running import lay_out

TODAY = date(2025, 7, 1)
COLUMNS = (
    "month,wiki,namespace,edits,reverted,bytes_added,pages_created,days_active,"
    "talk_partners,leadership_edits\n"
)
ROWS = """\
2025-03,fr.wikipedia.org,0,9,0,10,0,3,0,0
2025-03,meta.wikimedia.org,0,2,0,10,0,1,0,0
2025-04,fr.wikipedia.org,0,4,0,10,0,3,0,0
2025-05,fr.wikipedia.org,0,5,0,10,0,2,0,0
"""
PULLED = """\
person,wiki,user_id,from,through,last_edit
ana,fr.wikipedia.org,7,2025-03-01,2025-06-10,2025-05-20T10:00:00Z
ana,meta.wikimedia.org,8,2025-03-01,2025-06-10,2025-03-20T10:00:00Z
"""
SUMS = f"{digest_of((COLUMNS + ROWS).encode())}  ana.csv\n"


def faults(root: Path, rows: str, pulled: str = PULLED, sums: str = "") -> list[str]:
    files = {"activity/ana.csv": COLUMNS + rows, "activity/pulled.csv": pulled}
    found = read_activity(
        lay_out(root, files | ({"activity/SHA256SUMS": sums} if sums else {})), TODAY
    )
    assert all(problem.message and problem.hint for problem in found.faults)
    return [f"{problem.place} {problem.code}" for problem in found.faults]


def test_what_was_pulled_is_well(tmp_path: Path) -> None:
    assert faults(tmp_path, ROWS, sums=SUMS) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "ana,fr.wikipedia.org,7,2025-03-01,2025-06-10,2025-05-20T10:00:00Z\n",
            "",
            ["activity/ana.csv:2:9 not-read"],
        ),
        ("ana,meta", "ben,meta", ["activity/ben.csv:1:1 cut-off", "activity/ana.csv:3:9 not-read"]),
        (
            "7,2025-03-01,2025-06-10",
            "7,2025-04-02,2025-06-10",
            ["activity/ana.csv:2:1 not-read"],
        ),
        (
            "2025-06-10,2025-05-20T10:00:00Z",
            "2025-04-30,2025-04-20T10:00:00Z",
            ["activity/ana.csv:5:1 not-read"],
        ),
        ("8,2025-03-01,2025-06-10", "8,2025-03-01,2025-07-01", []),
        (
            "8,2025-03-01,2025-06-10",
            "8,2025-03-01,2025-07-02",
            ["activity/pulled.csv:3:37 csv-value"],
        ),
    ],
    ids=["no wiki", "somebody else's", "before", "after", "today", "in the future"],
)
def test_rows_lie_within_what_was_read(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert PULLED.count(old) == 1
    assert faults(tmp_path, ROWS, PULLED.replace(old, new)) == said


def test_who_was_not_found_again_keeps_the_month_of_the_last_edit(tmp_path: Path) -> None:
    """A pull on the first of a month that misses somebody makes `through` the day before."""
    row = "2025-06-10,2025-05-20T10:00:00Z"
    assert faults(tmp_path, ROWS, PULLED.replace(row, "2025-04-30,2025-05-01T10:00:00Z")) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS.replace("2025-04,fr.wikipedia.org,0,4", "2025-04,fr.wikipedia.org,0,900"), True),
        (ROWS.replace("2025-04,fr.wikipedia.org,0,4,0,10,0,3,0,0\n", ""), True),
        (ROWS.replace("2025-05,fr.wikipedia.org,0,5,0,10,0,2,0,0\n", ""), True),
        (ROWS.replace("\n", "\r\n"), False),
    ],
    ids=["a figure", "a row in the middle", "the last row", "CRLF"],
)
def test_a_file_is_what_was_pulled(tmp_path: Path, rows: str, said: bool) -> None:
    assert faults(tmp_path, rows, sums=SUMS) == ["activity/ana.csv:1:1 changed"] * said


def test_without_a_digest_nothing_is_said(tmp_path: Path) -> None:
    other = ROWS.replace("fr.wikipedia.org,0,4", "fr.wikipedia.org,0,5")
    assert faults(tmp_path / "none", other) == []
    assert faults(tmp_path / "others", other, sums=SUMS.replace("ana", "ben")) == []
