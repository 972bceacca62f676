"""The tool's own tables of wiki activity, as they lie in the cohort directory."""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.cohort.tables import ActivityRow, PulledRow, parse_activity, parse_pulled
from mentorkit.doors.directory import MARK
from mentorkit.problems import Place, Problem, Refused

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
        try:
            text = path.read_bytes().decode("utf-8", errors="replace")
        except OSError as error:
            message = f"this file cannot be read: {error.strerror}"
            problems.append(Problem(Place(name), "unreadable", message, "check who may read it"))
            continue
        if name == PULLED:
            rows, faults = parse_pulled(text, name)
            pulled = tuple(rows)
        else:
            months, faults = parse_activity(text, name)
            activity[path.stem] = tuple(months)
        problems += faults
    return Recorded(activity, pulled, tuple(problems))


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep other pulls of the cohort away: two at once would write over each other's figures.

    Raises Refused where one runs. Other commands may write meanwhile.
    """
    with (root / MARK).open("rb") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            hint = "wait until it has ended, then run the command again"
            raise Refused(f"another 'activity pull' is running in {root}", hint) from None
        yield
