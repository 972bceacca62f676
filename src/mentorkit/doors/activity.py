"""The tool's own tables of wiki activity, as they lie in the cohort directory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.cohort.tables import ActivityRow, PulledRow, parse_activity, parse_pulled
from mentorkit.problems import Problem

FOLDER = "activity"
PULLED = "activity/pulled.csv"


@dataclass(frozen=True)
class Recorded:
    """The activity that was pulled: rows by person id, how far each wiki was read, and faults."""

    activity: Mapping[str, tuple[ActivityRow, ...]] = field(default_factory=dict)
    pulled: tuple[PulledRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_activity(root: Path) -> Recorded:
    """Read activity/ of a cohort directory; where there is none yet, there are no rows."""
    activity: dict[str, tuple[ActivityRow, ...]] = {}
    pulled: tuple[PulledRow, ...] = ()
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.csv")):
        name = f"{FOLDER}/{path.name}"
        text = path.read_bytes().decode("utf-8", errors="replace")
        if name == PULLED:
            rows, faults = parse_pulled(text, name)
            pulled = tuple(rows)
        else:
            months, faults = parse_activity(text, name)
            activity[path.stem] = tuple(months)
        problems += faults
    return Recorded(activity, pulled, tuple(problems))
