"""A list of people that a spreadsheet saved: its rows as entries, each fact with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorkit.cohort.csvtext import Cell, read_table
from mentorkit.cohort.newperson import Field, fields, required, value_of
from mentorkit.cohort.nodes import Value
from mentorkit.problems import Place, Problem, nearest
from mentorkit.rules.naming import same_user

_ALSO = {
    "role": "roles",
    "language": "languages",
    "group": "groups",
    "user": "wiki",
    "username": "wiki",
    "wikiuser": "wiki",
    "wikiusername": "wiki",
    "homewiki": "home",
    "tz": "timezone",
    "mail": "email",
    "availability": "available",
}
"""Other headings that people give a column, without blanks and hyphens."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of a person in one field: as what, where, and the value."""

    label: str
    place: Place
    value: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody to be added; `id` is empty until one is found for them."""

    place: Place
    facts: Mapping[Field, Fact]
    id: str = ""

    @property
    def name(self) -> str:
        """What to call them; empty where nobody said."""
        fact = self.facts.get(("name",))
        return fact.value if fact and isinstance(fact.value, str) else ""

    @property
    def users(self) -> dict[str, Fact]:
        """The wiki user names, in the one form that MediaWiki's spellings of them share."""
        found: dict[str, Fact] = {}
        for field in (("wiki",), ("wikis",)):
            fact = self.facts.get(field)
            if fact is None:
                continue
            names = fact.value.values() if isinstance(fact.value, dict) else [fact.value]
            found |= {same_user(name): fact for name in names if isinstance(name, str) and name}
        return found


@dataclass(frozen=True, slots=True)
class Roster:
    """A table's entries and problems, and the required fields that it has no column for."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    lacking: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True)
class Addition:
    """The people to add, the files that would say so by name, and every problem.

    `source` is the spreadsheet they came from, or empty. With problems nothing may be written.
    `notes` are sentences on what was taken to be so although nobody said it.
    """

    entries: tuple[Entry, ...]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    source: str = ""
    notes: tuple[str, ...] = ()


ID: Field = ("id",)
"""The column for an id; it names the file and is no fact in it."""


def read_roster(source: bytes, name: str) -> Roster:
    """Read a CSV file of people, its first row naming a person's keys; `name` stands for the file.

    A row that has more or fewer cells than the header is a problem and no entry.
    """
    program = _spreadsheet(source)
    if program:
        message = f"this is {program} file, not CSV"
        hint = "open it, save it as CSV (UTF-8), and import that file"
        return Roster(problems=(Problem(Place(name), "csv-spreadsheet", message, hint),))
    table = read_table(source, name)
    if table.problems:
        return Roster(problems=table.problems)
    if not table.rows:
        message = "there is nothing in this file"
        hint = "the first line names the columns, as in: name,wiki,roles"
        return Roster(problems=(Problem(Place(name), "csv-empty", message, hint),))
    header, *rows = table.rows
    columns, problems = _columns(header)
    lacking = [field for field in required() if field not in columns]
    problems += [_no_column(header[0].place, field) for field in lacking]
    entries = []
    for row in rows:
        extra = next((cell for cell in row[len(header) :] if cell.text.strip()), None)
        if len(row) < len(header) or extra:
            problems.append(_length(row, len(header)))
        else:
            entries.append(_entry(row, header, columns))
            problems += _stray(row, header, columns)
    if not entries and not problems:
        message = "the columns are named, but nobody stands below them"
        problems.append(Problem(header[0].place, "csv-empty", message, "add a row a person"))
    return Roster(tuple(entries), tuple(problems), frozenset(lacking))


def _spreadsheet(source: bytes) -> str:
    """Return which program's own format a file is in; empty where it may be CSV."""
    if source.startswith(b"PK\x03\x04"):
        return "a LibreOffice" if b"opendocument" in source[:200] else "an Excel"
    return "an Excel" if source.startswith(b"\xd0\xcf\x11\xe0") else ""


def _columns(header: Sequence[Cell]) -> tuple[list[Field | None], list[Problem]]:
    """Return the field of each column, None where there is none; unknown and repeated ones."""
    names = {"id": ID, **fields()}
    known = {_bare(name): field for name, field in names.items()}
    known |= {other: names[name] for other, name in _ALSO.items()}
    columns: list[Field | None] = []
    problems: list[Problem] = []
    for cell in header:
        field = known.get(_bare(cell.text))
        heading = cell.text.strip()
        if heading and field is None:
            hint = nearest(heading, names) or _rename(header, known)
            message = f"unknown column '{heading}'"
            problems.append(Problem(cell.place, "unknown-column", message, hint))
        elif field and field in columns:
            message = f"two columns say '{'.'.join(field)}'"
            problems.append(Problem(cell.place, "duplicate-column", message, "keep one of them"))
        columns.append(field)
    return columns, problems


def _rename(header: Sequence[Cell], known: Mapping[str, Field]) -> str:
    used = {known.get(_bare(cell.text)) for cell in header}
    free = [name for name, field in {"id": ID, **fields()}.items() if field not in used]
    return f"delete this column, or rename it to one of: {', '.join(free)}"


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def _no_column(place: Place, field: Field) -> Problem:
    message = f"there is no column '{field[0]}'"
    return Problem(place, "missing", message, "add it; every person needs one")


def _length(row: Sequence[Cell], wanted: int) -> Problem:
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    message = f"this row has {cells}, the header has {wanted}"
    hint = "put a cell that holds the delimiter in quotes; leave no cell out"
    return Problem(row[0].place, "csv-cells", message, hint)


def _stray(
    row: Sequence[Cell], header: Sequence[Cell], columns: Sequence[Field | None]
) -> Iterator[Problem]:
    for cell, head, field in zip(row, header, columns, strict=False):
        if field is None and cell.text.strip() and not head.text.strip():
            message = "this cell stands in a column without a name"
            yield Problem(cell.place, "csv-column", message, "name the column, or empty the cell")


def _entry(row: Sequence[Cell], header: Sequence[Cell], columns: Sequence[Field | None]) -> Entry:
    facts: dict[Field, Fact] = {}
    for cell, head, field in zip(row, header, columns, strict=False):
        if field is None:
            continue
        value = cell.text.strip() or None if field == ID else value_of(field, cell.text)
        if value is not None:
            facts.setdefault(field, Fact(head.text.strip(), cell.place, value))
    return Entry(row[0].place, facts)
