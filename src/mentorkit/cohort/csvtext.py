"""CSV text to cells, each with its place: what spreadsheets save, read by RFC 4180.

A table is UTF-8, with or without a byte order mark; its lines end with LF, CRLF or CR, and its
delimiter is the comma, the semicolon or the tab that the first line has most of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mentorkit.cohort import faults
from mentorkit.cohort.lines import LINE_BREAK, Lines
from mentorkit.problems import Place, Problem

DELIMITERS = ",;\t"

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_SEPARATED = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell without its quotes, and where the cell begins."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file, row by row, the header first; rows of blanks are left out."""

    rows: tuple[tuple[Cell, ...], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_table(source: bytes, name: str) -> Table:
    """Read a CSV file; `name` stands for it in places. With problems, its rows are not whole."""
    text, broken = faults.decode(source)
    if broken:
        return Table((), (_problem(text, name, broken),))
    unfit = faults.unreadable(text)
    if unfit:
        return Table((), tuple(_problem(text, name, fault) for fault in unfit))
    reader = _Reader(text, name, delimiter_of(text))
    rows = [row for row in reader.rows() if any(cell.text.strip() for cell in row)]
    return Table(tuple(rows), tuple(reader.problems))


def _problem(text: str, name: str, fault: faults.Fault) -> Problem:
    place = Place(name, *Lines(text).position(fault.start))
    return Problem(place, fault.code, fault.message, _HINTS.get(fault.code, fault.hint))


_HINTS = {
    "encoding": "save it from the spreadsheet again, as 'CSV UTF-8'",
    "control": "delete it; it is not seen in the spreadsheet",
}


def delimiter_of(text: str) -> str:
    """Return the delimiter that the first line that says something has most of."""
    first = next((line for line in LINE_BREAK.split(text) if line.strip()), "")
    bare = _QUOTED.sub("", first)
    return max(DELIMITERS, key=bare.count)


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, name: str, delimiter: str):
        self._text = text
        self._name = name
        self._delimiter = delimiter
        self._lines = Lines(text)
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows; a quote that is never closed ends the reading."""
        at, row = 0, []
        while at < len(self._text):
            cell, at = self._cell(at)
            row.append(cell)
            if self._text.startswith(self._delimiter, at):
                at += 1
                if at < len(self._text):
                    continue
                row.append(Cell("", self._place(at)))
            ended = _SEPARATED.match(self._text, at)
            at = ended.end() if ended else at
            yield tuple(row)
            row = []

    def _cell(self, at: int) -> tuple[Cell, int]:
        """Return the cell that begins at an offset, and the offset after it."""
        if not self._text.startswith('"', at):
            plain = self._plain.match(self._text, at)
            end = plain.end() if plain else at
            return Cell(self._text[at:end], self._place(at)), end
        quoted = _QUOTED.match(self._text, at)
        if quoted is None:
            hint = 'write another " where the cell ends'
            self._report(at, "csv-quote", "this quote is never closed", hint)
            return Cell("", self._place(at)), len(self._text)
        rest = self._plain.match(self._text, quoted.end())
        end = rest.end() if rest else quoted.end()
        if self._text[quoted.end() : end].strip():
            hint = 'put the whole cell in quotes, and write a quote inside it twice, as in ""'
            self._report(quoted.end(), "csv-quote", "text follows the closing quote", hint)
        return Cell(quoted[1].replace('""', '"'), self._place(at)), end

    def _report(self, at: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self._place(at), code, message, hint))

    def _place(self, at: int) -> Place:
        return Place(self._name, *self._lines.position(at))
