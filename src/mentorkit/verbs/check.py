"""check: every problem of every file, the tables and the answers beside them included."""

from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors.activity import read_activity, read_views
from mentorkit.doors.directory import Directory, open_cohort
from mentorkit.problems import Problem, in_order
from mentorkit.recruit.allotment import FILE as ALLOTMENT
from mentorkit.recruit.allotment import read_arms
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.answers import read_answers
from mentorkit.rules.assent import undated


def check(root: Path, today: date) -> tuple[Cohort | None, list[Problem]]:
    """Read the cohort at `root` and return it with all its problems, warnings included.

    `today` is the real date. Raises Misuse where `root` is no cohort directory.
    """
    cohort, problems = open_cohort(root, today)
    recorded = read_activity(root, today)
    known = {*cohort.people, *cohort.candidates} if cohort else None
    _, unread = read_answers(Directory(root, {}).read_text(ANSWERS) or "", known=known)
    _, untold = read_arms(Directory(root, {}).read_text(ALLOTMENT) or "")
    _, unseen = read_views(root)
    unclosed = undated(cohort) if cohort else ()
    return cohort, in_order([*problems, *recorded.faults, *unread, *untold, *unseen, *unclosed])
