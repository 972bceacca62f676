"""What became of many sessions, as a CSV file: one row each, made to be filled in and read back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from mentorkit.cohort.csvtext import Cell
from mentorkit.cohort.headed import Headed, Headings, read_headed
from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.quantities import read_minutes
from mentorkit.cohort.scalars import read_flag, read_text
from mentorkit.cohort.words import understood
from mentorkit.meetings.logbook import Entry, Said, absent, entry
from mentorkit.problems import MentorkitError, Place, Problem, in_order
from mentorkit.rules.naming import find_session

COLUMNS = ("session", "at", "held", "missed", "minutes", "why")
"""The columns of a sheet; `at` only tells people which session it is and is not read back."""

_ALSO = {
    "call": "session",
    "meeting": "session",
    "ref": "session",
    "reference": "session",
    "when": "at",
    "date": "at",
    "time": "at",
    "tookplace": "held",
    "happened": "held",
    "absent": "missed",
    "missing": "missed",
    "whomissed": "missed",
    "missedby": "missed",
    "length": "minutes",
    "duration": "minutes",
    "min": "minutes",
    "reason": "why",
    "notes": "why",
}
_HEADINGS = Headings({name: name for name in COLUMNS}, _ALSO, ",".join(COLUMNS), "log")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The entries of a sheet, and how many rows say nothing yet; none where it has problems."""

    entries: tuple[Entry, ...] = ()
    blank: int = 0
    problems: tuple[Problem, ...] = ()


def write_sheet(sessions: Iterable[Session]) -> str:
    """Return a sheet to be filled in, with a row for each session."""
    # No value here has a comma, a quotation mark or a line break in it.
    rows = ([session.ref, str(session.at), "", "", "", ""] for session in sessions)
    return "".join(f"{','.join(row)}\n" for row in (COLUMNS, *rows))


def read_sheet(
    source: bytes, name: str, cohort: Cohort, now: datetime, *, anyway: bool = False
) -> Sheet:
    """Read a sheet that was filled in; `name` stands for the file in places.

    A row without `held`, `missed` and `minutes` is left for later. Every problem of every row is
    found at once; `now` and `anyway` are those of `logbook.entry`.
    """
    table = read_headed(source, name, _HEADINGS)
    problems = list(table.problems)
    if table.header and "session" not in table.columns:
        message = "there is no column 'session'"
        hint = "add it: each row must say which session it is about, as in bola--amina/3"
        problems.append(Problem(table.header[0].place, "missing", message, hint))
        return Sheet(problems=tuple(in_order(problems)))
    reader = _Reader(cohort, now, anyway, problems)
    entries = [reader.row(_by_column(row, table)) for row in table.rows]
    if problems:
        return Sheet(problems=tuple(in_order(problems)))
    found = tuple(each for each in entries if each is not None)
    return Sheet(found, len(entries) - len(found))


def _by_column(row: Sequence[Cell], table: Headed[str]) -> dict[str, Cell]:
    return {column: cell for column, _, cell in table.cells(row)}


_CODES = {"held": "flag", "missed": "no-person", "minutes": "number", "why": "control"}
"""The codes of problems with a cell, by its column."""


class _Reader:
    """One reading of a sheet; what is wrong is added to `problems`."""

    def __init__(self, cohort: Cohort, now: datetime, anyway: bool, problems: list[Problem]):
        self._cohort = cohort
        self._now = now
        self._anyway = anyway
        self._problems = problems
        self._seen: dict[str, Place] = {}

    def row(self, cells: Mapping[str, Cell]) -> Entry | None:
        """Return what a row says; None where it says nothing, or something wrong."""
        before = len(self._problems)
        about = cells["session"]
        session = self._of(about, any(cell.text.strip() for cell in cells.values()))
        said = self._said(cells, session)
        if session is None or not said.whether or len(self._problems) > before:
            return None
        return self._try(
            about, "log", lambda _: entry(session, said, self._now, anyway=self._anyway)
        )

    def _of(self, cell: Cell, needed: bool) -> Session | None:
        """Return the session that a row is about, which no row before it may be about."""
        if not cell.text.strip():
            if needed:
                hint = "write it as in bola--amina/3, or empty the row"
                self._report(cell, "missing", "this row does not say which session", hint)
            return None
        sessions = self._cohort.sessions
        found = self._try(cell, "no-session", lambda text: find_session(text, sessions))
        if found is None:
            return None
        first = self._seen.setdefault(found.ref, cell.place)
        if first != cell.place:
            message = f"line {first.line} is about {found.ref} already"
            self._report(cell, "duplicate-id", message, "keep one row for each session")
        return found

    def _said(self, cells: Mapping[str, Cell], session: Session | None) -> Said:
        def said(column: str, reader: Callable[[str], T]) -> T | None:
            cell = cells.get(column)
            if cell is None or not cell.text.strip():
                return None
            return self._try(cell, _CODES[column], lambda text: understood(reader, text, column))

        def missed(text: str) -> tuple[str, ...]:
            return absent([text], session, self._cohort) if session else ()

        return Said(
            said("held", read_flag),
            said("missed", missed) or (),
            said("minutes", read_minutes),
            said("why", read_text),
        )

    def _try(self, cell: Cell, code: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(cell.text.strip())
        except MentorkitError as failure:
            self._report(cell, code, failure.message, failure.hint)
            return None

    def _report(self, cell: Cell, code: str, message: str, hint: str) -> None:
        self._problems.append(Problem(cell.place, code, message, hint))
