"""Reports on the small cohort, whose every figure was counted by hand, and on the example."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import parse_activity, parse_pulled
from mentorkit.doors import open_cohort
from mentorkit.pairing.matrix import pairs_told
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report

SMALL = Path(__file__).parent / "small"
EXAMPLE = Path(__file__).parents[2] / "cohort.example"
REAL_TODAY = date(2026, 11, 22)

ReportOf = Callable[..., Report]


def opened(root: Path) -> Cohort:
    cohort, problems = open_cohort(root, REAL_TODAY)
    # A role that began before its person enrolled is there so as not to count.
    wanted = ["roles.yaml:34:12 held-before"] if root == SMALL else []
    assert [f"{problem.place} {problem.code}" for problem in problems] == wanted
    assert cohort is not None
    return cohort


def reporter(root: Path) -> ReportOf:
    """Return what reports on a cohort directory as of a day."""
    cohort = opened(root)
    texts = {file.stem: file.read_text("utf-8") for file in (root / "activity").glob("*.csv")}
    pulled, problems = parse_pulled(texts.pop("pulled"), "activity/pulled.csv")
    activity = {}
    for person, text in texts.items():
        activity[person], faults = parse_activity(text, person)
        problems += faults
    assert problems == []

    def report_of(day: str, *, coordinators: bool = False) -> Report:
        on = date.fromisoformat(day)
        pairs = pairs_told(cohort, on) if coordinators else None
        return report(cohort, activity, pulled, on, pairs=pairs)

    return report_of
