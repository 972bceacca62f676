"""check: every problem of every file, the tool's own tables included."""

from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors.activity import read_activity
from mentorkit.doors.directory import open_cohort
from mentorkit.problems import Problem, in_order


def check(root: Path, today: date) -> tuple[Cohort | None, list[Problem]]:
    """Read the cohort at `root` and return it with all its problems, warnings included.

    `today` is the real date. Raises Misuse where `root` is no cohort directory.
    """
    cohort, problems = open_cohort(root, today)
    recorded = read_activity(root)
    return cohort, in_order([*problems, *recorded.problems])
