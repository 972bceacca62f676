"""CSV files whose first row names the columns: every cell with the key that it is for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mentorkit.cohort.csvtext import Cell, read_table
from mentorkit.problems import Place, Problem, nearest

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Headings(Generic[K]):
    """The columns that a table may have, by name; `also` are other names for some of them.

    Blanks, hyphens and capitals do not matter in a heading. `example` is a first row as it may be;
    `task` is the verb for what is done with the file.
    """

    names: Mapping[str, K]
    also: Mapping[str, str]
    example: str
    task: str

    @property
    def known(self) -> dict[str, K]:
        """Every bare heading that is understood."""
        found = {bare(name): key for name, key in self.names.items()}
        return found | {other: self.names[name] for other, name in self.also.items()}


@dataclass(frozen=True, slots=True)
class Headed(Generic[K]):
    """The rows of a table below its header; `columns` has None where a column has no name.

    A row that has more or fewer cells than the header is a problem and no row.
    """

    header: tuple[Cell, ...] = ()
    columns: tuple[K | None, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    problems: tuple[Problem, ...] = ()

    def cells(self, row: Sequence[Cell]) -> Iterator[tuple[K, str, Cell]]:
        """Yield the cells of a row that are for a key: the key, the heading and the cell."""
        for cell, head, key in zip(row, self.header, self.columns, strict=False):
            if key is not None:
                yield key, head.text.strip(), cell


def read_headed(source: bytes, name: str, headings: Headings[K]) -> Headed[K]:
    """Read a CSV file; `name` stands for it in places. Every problem is found at once."""
    program = _spreadsheet(source)
    if program:
        message = f"this is {program} file, not CSV"
        hint = f"open it, save it as CSV (UTF-8), and {headings.task} that file"
        return Headed(problems=(Problem(Place(name), "csv-spreadsheet", message, hint),))
    table = read_table(source, name)
    if table.problems:
        return Headed(problems=table.problems)
    if not table.rows:
        message = "there is nothing in this file"
        hint = f"the first line names the columns, as in: {headings.example}"
        return Headed(problems=(Problem(Place(name), "csv-empty", message, hint),))
    header, *rows = table.rows
    columns, problems = _columns(header, headings)
    whole = []
    for row in rows:
        extra = next((cell for cell in row[len(header) :] if cell.text.strip()), None)
        if len(row) < len(header) or extra:
            problems.append(_length(row, len(header)))
        else:
            whole.append(row)
            problems += _stray(row, header, columns)
    return Headed(header, tuple(columns), tuple(whole), tuple(problems))


def _spreadsheet(source: bytes) -> str:
    """Return which program's own format a file is in; empty where it may be CSV."""
    if source.startswith(b"PK\x03\x04"):
        return "a LibreOffice" if b"opendocument" in source[:200] else "an Excel"
    return "an Excel" if source.startswith(b"\xd0\xcf\x11\xe0") else ""


def _columns(header: Sequence[Cell], headings: Headings[K]) -> tuple[list[K | None], list[Problem]]:
    """Return the key of each column, None where there is none; unknown and repeated ones."""
    known = headings.known
    columns: list[K | None] = []
    problems: list[Problem] = []
    for cell in header:
        key = known.get(bare(cell.text))
        heading = cell.text.strip()
        if heading and key is None:
            hint = nearest(heading, headings.names) or _rename(header, headings)
            message = f"unknown column '{heading}'"
            problems.append(Problem(cell.place, "unknown-column", message, hint))
        elif key is not None and key in columns:
            name = next(name for name, named in headings.names.items() if named == key)
            message = f"two columns say '{name}'"
            problems.append(Problem(cell.place, "duplicate-column", message, "keep one of them"))
        columns.append(key)
    return columns, problems


def _rename(header: Sequence[Cell], headings: Headings[K]) -> str:
    known = headings.known
    used = [known.get(bare(cell.text)) for cell in header]
    free = [name for name, key in headings.names.items() if key not in used]
    return f"delete this column, or rename it to one of: {', '.join(free)}"


def bare(heading: str) -> str:
    """Return a heading as it is compared: without blanks, signs and capitals."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def _length(row: Sequence[Cell], wanted: int) -> Problem:
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    message = f"this row has {cells}, the header has {wanted}"
    hint = "put a cell that holds the delimiter in quotes; leave no cell out"
    return Problem(row[0].place, "csv-cells", message, hint)


def _stray(
    row: Sequence[Cell], header: Sequence[Cell], columns: Sequence[K | None]
) -> Iterator[Problem]:
    for cell, head, key in zip(row, header, columns, strict=False):
        if key is None and cell.text.strip() and not head.text.strip():
            message = "this cell stands in a column without a name"
            yield Problem(cell.place, "csv-column", message, "name the column, or empty the cell")
