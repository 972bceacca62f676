"""The tool's own tables of wiki activity, as they lie in the cohort directory."""

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from mentorkit.cohort.tables import ActivityRow, PulledRow, parse_activity, parse_pulled
from mentorkit.cohort.views import ViewRow, parse_views
from mentorkit.doors.directory import MARK
from mentorkit.problems import Place, Problem, Refused

FOLDER = "activity"
PULLED = "activity/pulled.csv"
VIEWS = "activity/outreach.csv"
"""The views of announcements: no person's activity, though it lies beside it."""


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
        if name == VIEWS:
            continue
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
    return Recorded(
        activity, pulled, (*problems, *(() if problems else _cut_off(activity, pulled)))
    )


def _cut_off(
    activity: Mapping[str, tuple[ActivityRow, ...]], pulled: Iterable[PulledRow]
) -> Iterator[Problem]:
    """Yield the files that lack the month of the last edit that was read, whatever became of it."""
    for row in pulled:
        month = f"{row.last_edit.astimezone(UTC):%Y-%m}" if row.last_edit else ""
        rows = activity.get(row.person, ())
        if month and not any((each.month, each.wiki) == (month, row.wiki) for each in rows):
            name = f"{FOLDER}/{row.person}.csv"
            message = f"{row.wiki} was read up to an edit in {month}, and no line here is of it"
            hint = (
                "it was cut off, or edited by hand: delete it and the person's lines in "
                f"{PULLED}, then type: mentorkit activity pull"
            )
            yield Problem(Place(name), "cut-off", message, hint)


def read_views(root: Path) -> tuple[list[ViewRow], list[Problem]]:
    """Read how often announcements were looked at; where there is no table yet, no rows."""
    try:
        text = (root / VIEWS).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return [], []
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        return [], [Problem(Place(VIEWS), "unreadable", message, "check who may read it")]
    return parse_views(text, VIEWS)


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
