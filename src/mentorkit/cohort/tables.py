"""The CSV files of activity/: their text to rows and back.

`activity/ID.csv` holds one person's edits by month, wiki and namespace; `activity/pulled.csv` says
who was looked for where, and for which days. Both are written by the tool, sorted and with plain
commas, so that git shows a pull as the few lines that it changed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from operator import le
from typing import NamedTuple, TypeVar

from mentorkit.cohort.scalars import instant_text
from mentorkit.problems import Place, Problem

MAX_FIGURE = 10**12
"""No count of edits or bytes is that large; a longer number is a slip of the keyboard."""


class ActivityRow(NamedTuple):
    """One person's edits in one month (UTC, "2025-03") to one namespace of one wiki.

    `bytes_added` sums the growth of pages and leaves out what shrank; `reverted` counts edits
    that others undid; `days_active` the days with an edit; `talk_partners` the other users whose
    talk pages were edited; `leadership_edits` the edits to pages that the programme named.
    """

    month: str
    wiki: str
    namespace: int
    edits: int
    reverted: int
    bytes_added: int
    pages_created: int
    days_active: int
    talk_partners: int
    leadership_edits: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What a file holds at most one row of, and is sorted by."""
        return self.month, self.wiki, self.namespace


class PulledRow(NamedTuple):
    """A person's account on a wiki, and the days from..through, both included, that were read.

    `last_edit` is the time (UTC) of the newest edit within those days, None where there is none.
    """

    person: str
    wiki: str
    user_id: int
    from_: date
    through: date
    last_edit: datetime | None

    @property
    def key(self) -> tuple[str, str]:
        """What pulled.csv holds at most one row of, and is sorted by."""
        return self.person, self.wiki


ACTIVITY_COLUMNS = (
    "month,wiki,namespace,edits,reverted,bytes_added,pages_created,"
    "days_active,talk_partners,leadership_edits"
)
PULLED_COLUMNS = "person,wiki,user_id,from,through,last_edit"

Row = TypeVar("Row", ActivityRow, PulledRow)


def parse_activity(text: str, file: str) -> tuple[list[ActivityRow], list[Problem]]:
    """Read the text of an activity file; rows with faults are left out and said."""
    return _all_sound(text) or _parse(text, file, ACTIVITY_COLUMNS, _activity_row)


def _all_sound(text: str) -> tuple[list[ActivityRow], list[Problem]] | None:
    """Read a file without faults, as nearly all are, in a few looks at the whole of it."""
    header, _, body = text.partition("\n")
    if header != ACTIVITY_COLUMNS or not _TABLE.fullmatch(body):
        return None
    cells = body.replace("\n", ",").split(",")[:-1]
    months, wikis = cells[0::10], cells[1::10]
    figures = [list(map(int, cells[column::10])) for column in range(2, 10)]
    namespaces, edits, reverted, _, created, days, partners, leading = figures
    within = all(all(map(le, part, edits)) for part in (reverted, created, days, partners, leading))
    sound = within and all(edits) and max(days, default=0) <= 31
    once = len(set(zip(months, wikis, namespaces, strict=True))) == len(months)
    return (list(map(ActivityRow, months, wikis, *figures)), []) if sound and once else None


def format_activity(rows: Iterable[ActivityRow]) -> str:
    """Write an activity file: the header, then the rows in order."""
    ordered = sorted(rows, key=lambda row: row.key)
    return _format(ACTIVITY_COLUMNS, (map(str, row) for row in ordered))


def parse_pulled(
    text: str, file: str, today: date | None = None
) -> tuple[list[PulledRow], list[Problem]]:
    """Read the text of pulled.csv; rows with faults are left out and said.

    Nothing was read later than `today`, the real date, where it is given.
    """
    return _parse(text, file, PULLED_COLUMNS, partial(_pulled_row, today=today or date.max))


def format_pulled(rows: Iterable[PulledRow]) -> str:
    """Write pulled.csv: the header, then the rows in order."""
    ordered = sorted(rows, key=lambda row: row.key)
    return _format(PULLED_COLUMNS, (_pulled_cells(row) for row in ordered))


def not_read(
    rows: Iterable[ActivityRow], pulled: Iterable[PulledRow]
) -> Iterator[tuple[int, str, str]]:
    """Yield a person's rows that lie outside of what was read: of another wiki, or another month.

    `pulled` are the person's lines of pulled.csv. Each row comes as its number, from 0, with the
    column that shows it, and what is wrong.
    """
    spans = {row.wiki: row for row in pulled}
    # Whom a later pull no longer finds is known until the day before it, the last edit included.
    ends = {row.wiki: max(row.through, _day_of(row.last_edit)) for row in spans.values()}
    months = {wiki: (f"{spans[wiki].from_}"[:7], f"{end}"[:7]) for wiki, end in ends.items()}
    for number, row in enumerate(rows):
        first, last = months.get(row.wiki, ("", ""))
        if not last:
            yield number, "wiki", f"{row.wiki} was never read of this person, says pulled.csv"
        elif not first <= row.month <= last:
            span = spans[row.wiki]
            days = f"read from {span.from_} to {span.through} only"
            yield number, "month", f"{row.wiki} was {days}, says pulled.csv"


def _day_of(edit: datetime | None) -> date:
    return edit.astimezone(UTC).date() if edit else date.min


class _BadCell(ValueError):
    """The cell of that number, from 0, is not what its column asks for."""

    def __init__(self, number: int, wanted: str):
        super().__init__(wanted)
        self.number = number
        self.wanted = wanted


def _parse(
    text: str, file: str, header: str, read: Callable[[list[str]], Row]
) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[tuple[object, ...], int] = {}
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0] != header:
        hint = f"the first line must be: {header}"
        message = "the columns are not those of this file"
        return [], [Problem(Place(file), "csv-header", message, hint, lines[0] if lines else "")]
    columns = header.split(",")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split(",")
        try:
            if len(cells) != len(columns):
                raise _BadCell(0, f"{len(columns)} values, not {len(cells)}")
            row = read(cells)
        except _BadCell as bad:
            problems.append(_problem(file, number, line, bad, columns))
            continue
        first = seen.setdefault(row.key, number)
        if first != number:
            key = ", ".join(map(str, row.key))
            message = f"line {first} speaks of {key} already"
            place = Place(file, number)
            problems.append(Problem(place, "csv-twice", message, _REDO, line, len(line)))
            continue
        rows.append(row)
    return rows, problems


_REDO = "remove the file and pull again: mentorkit activity pull"


def _problem(file: str, number: int, line: str, bad: _BadCell, columns: list[str]) -> Problem:
    cells = line.split(",")
    if len(cells) != len(columns):
        place = Place(file, number)
        return Problem(place, "csv-cells", f"{bad.wanted} are expected", _REDO, line, len(line))
    column = sum(len(cell) + 1 for cell in cells[: bad.number]) + 1
    cell = cells[bad.number]
    message = f"{columns[bad.number]} must be {bad.wanted}, not '{cell}'"
    place = Place(file, number, column)
    return Problem(place, "csv-value", message, _REDO, line, max(1, len(cell)))


_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
_TABLE = re.compile(
    r"(?:[0-9]{4}-(?:0[1-9]|1[0-2]),[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:,[0-9]{1,12}){8}\n)*", re.ASCII
)
_ID = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?!-)){0,62}", re.ASCII)
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def _activity_row(cells: list[str]) -> ActivityRow:
    if not _MONTH.fullmatch(cells[0]):
        raise _BadCell(0, "a month such as 2025-03")
    if not _HOST.fullmatch(cells[1]):
        raise _BadCell(1, "a wiki's host")
    figures = [_figure(cells, number) for number in range(2, 10)]
    row = ActivityRow(cells[0], cells[1], *figures)
    if row.edits == 0:
        raise _BadCell(3, "1 or more; a month without edits has no row")
    for number, figure, most in (
        (4, row.reverted, row.edits),
        (6, row.pages_created, row.edits),
        (7, row.days_active, min(31, row.edits)),
        (8, row.talk_partners, row.edits),
        (9, row.leadership_edits, row.edits),
    ):
        if figure > most:
            raise _BadCell(number, f"at most {most}")
    return row


def _pulled_row(cells: list[str], today: date) -> PulledRow:
    if not _ID.fullmatch(cells[0]):
        raise _BadCell(0, "a person's id")
    if not _HOST.fullmatch(cells[1]):
        raise _BadCell(1, "a wiki's host")
    user_id = _figure(cells, 2)
    first, through = _day(cells, 3), _day(cells, 4)
    if through < first:
        raise _BadCell(4, f"on or after {first}")
    if through > today:
        raise _BadCell(4, f"today, {today}, or earlier")
    last = _instant(cells, 5)
    if last and last.date() > today:
        raise _BadCell(5, f"a time until today, {today}")
    return PulledRow(cells[0], cells[1], user_id, first, through, last)


def _figure(cells: list[str], number: int) -> int:
    cell = cells[number]
    if not (cell.isascii() and cell.isdigit()) or len(cell) > len(str(MAX_FIGURE)):
        raise _BadCell(number, "a whole number")
    return int(cell)


def _day(cells: list[str], number: int) -> date:
    cell = cells[number]
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        raise _BadCell(number, "a date such as 2025-03-10") from None
    if day.isoformat() != cell:
        raise _BadCell(number, "a date such as 2025-03-10")
    return day


def _instant(cells: list[str], number: int) -> datetime | None:
    cell = cells[number]
    if not cell:
        return None
    if not _INSTANT.fullmatch(cell):
        raise _BadCell(number, "a UTC time such as 2025-03-10T19:00:00Z, or empty")
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        raise _BadCell(number, "a time that exists") from None


def _pulled_cells(row: PulledRow) -> Iterable[str]:
    last = instant_text(row.last_edit) if row.last_edit else ""
    return row.person, row.wiki, str(row.user_id), str(row.from_), str(row.through), last


def _format(header: str, rows: Iterable[Iterable[str]]) -> str:
    return "".join(f"{line}\n" for line in (header, *map(",".join, rows)))
