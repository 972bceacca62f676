"""The tool's own tables of wiki activity, as they lie in the cohort directory."""

import fcntl
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path, PurePosixPath

from mentorkit.cohort.digests import digest_of, parse_digests
from mentorkit.cohort.tables import (
    ActivityRow,
    PulledRow,
    not_read,
    parse_activity,
    parse_pulled,
)
from mentorkit.cohort.views import ViewRow, parse_views
from mentorkit.doors.directory import MARK
from mentorkit.problems import Place, Problem, Refused

FOLDER = "activity"
PULLED = "activity/pulled.csv"
DIGESTS = "activity/SHA256SUMS"
VIEWS = "activity/outreach.csv"
"""The views of announcements: no person's activity, though it lies beside it."""


@dataclass(frozen=True)
class Recorded:
    """The activity that was pulled: rows by person id, how far each wiki was read, and faults.

    `problems` are for a person to mend, `doubts` are mended by the next pull as well: no figure is
    made of either. `digests` are those of SHA256SUMS, by person id; `changed` says of whom the
    file is another than was pulled, with the wikis that have not been read anew since.
    """

    activity: Mapping[str, tuple[ActivityRow, ...]] = field(default_factory=dict)
    pulled: tuple[PulledRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """All that keeps figures from being made of the rows."""
        return *self.problems, *self.doubts


def read_activity(root: Path, today: date | None = None) -> Recorded:
    """Read activity/ of a cohort directory; where there is none yet, there are no rows.

    `today` is the real date: what was read later than that, where it is given, is a problem.
    """
    activity: dict[str, tuple[ActivityRow, ...]] = {}
    pulled: tuple[PulledRow, ...] = ()
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for name, source in _tables(root, problems):
        text = source.decode("utf-8", errors="replace")
        if name == PULLED:
            rows, faults = parse_pulled(text, name, today)
            pulled = tuple(rows)
        else:
            person = PurePosixPath(name).stem
            months, faults = parse_activity(text, name)
            activity[person], found[person] = tuple(months), digest_of(source)
        problems += faults
    digests = _digests(root, problems)
    changed = {each for each, now in found.items() if digests.get(each, now) != now}
    doubts: tuple[Problem, ...] = ()
    if not problems:
        doubts = tuple(_doubts(activity, pulled, changed))
        problems += _cut_off(activity, [row for row in pulled if row.person not in changed])
    return Recorded(
        activity,
        pulled,
        tuple(problems),
        doubts,
        digests,
        {each: _wikis_of(each, pulled) for each in sorted(changed)},
    )


def _tables(root: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of people's activity, by name; report those that cannot be read."""
    for path in sorted((root / FOLDER).glob("*.csv")):
        name = f"{FOLDER}/{path.name}"
        try:
            if name != VIEWS:
                yield name, path.read_bytes()
        except OSError as error:
            problems.append(_unreadable(name, error))


def _digests(root: Path, problems: list[Problem]) -> Mapping[str, str]:
    try:
        return parse_digests((root / DIGESTS).read_bytes().decode("utf-8", errors="replace"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        problems.append(_unreadable(DIGESTS, error))
        return {}


def _unreadable(name: str, error: OSError) -> Problem:
    message = f"this file cannot be read: {error.strerror}"
    return Problem(Place(name), "unreadable", message, "check who may read it")


def _wikis_of(person: str, pulled: Iterable[PulledRow]) -> frozenset[str]:
    return frozenset(row.wiki for row in pulled if row.person == person)


_AGAIN = "type: mentorkit activity pull, which reads it again; or restore activity/ from git"


def _doubts(
    activity: Mapping[str, tuple[ActivityRow, ...]],
    pulled: Iterable[PulledRow],
    changed: Collection[str],
) -> Iterator[Problem]:
    """Yield the files that are not what was pulled, and the first row of each wiki outside of it.

    A pull that was killed between two files leaves such rows; the next one goes on from there.
    """
    own: dict[str, list[PulledRow]] = defaultdict(list)
    for row in pulled:
        own[row.person].append(row)
    for person, rows in activity.items():
        name = f"{FOLDER}/{person}.csv"
        if person in changed:
            message = "this file was changed since it was pulled"
            yield Problem(Place(name), "changed", message, _AGAIN)
        told: set[tuple[str, str]] = set()
        for number, column, message in not_read(rows, own[person]):
            wiki = rows[number].wiki
            if (wiki, column) not in told:
                told.add((wiki, column))
                month = f"{rows[number].month},"
                place = Place(name, number + 2, 1 if column == "month" else len(month) + 1)
                width = len(wiki if column == "wiki" else rows[number].month)
                line = ",".join(map(str, rows[number]))
                yield Problem(place, "not-read", message, _AGAIN, line, width)


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
        return [], [_unreadable(VIEWS, error)]
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
