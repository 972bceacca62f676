"""Answers to a survey: from a spreadsheet to rows without names, and from these to counts.

Each row carries a token, which says of which wave it is and is taken off. Every problem of every
row is found at once: a token twice, used, or unknown; a number out of its range. Rows are stored in
the order of their values, so that nothing tells who answered first.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentorkit.cohort.csvtext import Cell
from mentorkit.cohort.headed import Headed, Headings, bare, read_headed
from mentorkit.outcomes.survey_items import ITEMS, WORDS, Row, Wave
from mentorkit.outcomes.survey_tokens import Asked, Register, as_token
from mentorkit.problems import Place, Problem, in_order, nearest

COLUMNS = ("token", *ITEMS, WORDS)
NEEDED = ("token", "s1")


@dataclass(slots=True)
class Answers:
    """What one import brings of a wave: numbers, words, and who has answered, each by itself."""

    rows: list[Row] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """The answers of a file by wave; none where it has problems. `blank` counts empty rows."""

    waves: Mapping[Wave, Answers] = field(default_factory=dict)
    blank: int = 0
    problems: tuple[Problem, ...] = ()


def read_answers(
    source: bytes,
    name: str,
    register: Register,
    columns: Mapping[str, str],
    wording: Mapping[str, str],
) -> Read:
    """Read a CSV file of answers; `name` stands for the file in places.

    `columns` says which item the column of a heading holds, "" for one to leave out; `wording`
    are the questions as the forms ask them, with their items.
    """
    left_out = {heading: f"={heading}" for heading, item in columns.items() if not item}
    headings = Headings(
        {**{column: column for column in COLUMNS}, **left_out},
        {bare(text): item for text, item in wording.items()}
        | {bare(heading): item for heading, item in columns.items() if item},
        ",".join(COLUMNS),
        "import",
    )
    table = read_headed(source, name, headings)
    problems = [*map(_to_map, table.problems), *_unmapped(table, columns)]
    if table.header and not {*NEEDED}.issubset(table.columns):
        problems += _lacking(table)
        return Read(problems=tuple(in_order(problems)))
    reader = _Reader(register, problems)
    for row in table.rows:
        reader.row({column: cell for column, _, cell in table.cells(row)})
    if problems:
        return Read(problems=tuple(in_order(problems)))
    return Read(reader.waves, reader.blank)


def _to_map(problem: Problem) -> Problem:
    if problem.code != "unknown-column":
        return problem
    hint = 'say what it holds, as in --map "COLUMN=s1"; --map "COLUMN=" leaves it out'
    return problem._replace(hint=hint)


def _unmapped(table: Headed[str], columns: Mapping[str, str]) -> Iterable[Problem]:
    there = {bare(cell.text): cell.text.strip() for cell in table.header}
    for heading in columns:
        if table.header and bare(heading) not in there:
            message = f"--map: there is no column '{heading}'"
            hint = nearest(heading, there.values()) or "write the heading as the file has it"
            yield Problem(table.header[0].place, "unknown-column", message, hint)


def _lacking(table: Headed[str]) -> Iterable[Problem]:
    for column in NEEDED:
        if column not in table.columns:
            message = f"no column is '{column}'"
            hint = f'say which one is, as in --map "COLUMN={column}"'
            yield Problem(table.header[0].place, "missing", message, hint)


class _Reader:
    """One reading of a file; what is wrong is added to `problems`."""

    def __init__(self, register: Register, problems: list[Problem]):
        self.waves: dict[Wave, Answers] = defaultdict(Answers)
        self.blank = 0
        self._tokens = {as_token(asked.token): asked for asked in register.asked}
        self._responded = register.responded
        self._problems = problems
        self._seen: dict[str, Place] = {}

    def row(self, cells: Mapping[str, Cell]) -> None:
        """Take in one row."""
        before = len(self._problems)
        numbers = {
            item: _number(item, cells[item], self._problems) for item in ITEMS if item in cells
        }
        found = {item: number for item, number in numbers.items() if number is not None}
        words = cells[WORDS].text.strip() if WORDS in cells else ""
        wrong = len(self._problems) > before
        if not found and not words and not wrong:
            self.blank += 1
            return
        asked = self._asked(cells["token"])
        if asked is not None and not wrong:
            answers = self.waves[asked.wave]
            answers.people.append(asked.person)
            if found:
                answers.rows.append(found)
            if words:
                answers.words.append(words)

    def _asked(self, cell: Cell) -> Asked | None:
        token = as_token(cell.text)
        first = self._seen.setdefault(token, cell.place)
        asked = self._tokens.get(token)
        if not token:
            hint = "find out whose row it is, or delete it"
            self._report(cell, "token", "this row has no token", hint)
        elif first != cell.place:
            message = f"this token stands on line {first.line} already"
            self._report(cell, "token-twice", message, "keep one of the two rows")
        elif asked is None:
            hint = "look for a slip; tokens are drawn by: mentorkit survey form"
            self._report(cell, "token-unknown", "nobody was given this token", hint)
        elif (asked.wave, asked.person) in self._responded:
            hint = "delete the row: its answers were counted"
            self._report(cell, "token-used", "this token was used before", hint)
        else:
            return asked
        return None

    def _report(self, cell: Cell, code: str, message: str, hint: str) -> None:
        self._problems.append(Problem(cell.place, code, message, hint))


def read_rows(text: str, name: str) -> tuple[list[Row], list[Problem]]:
    """Read a file of stored numbers."""
    if not text.strip():
        return [], []
    headings = Headings({item: item for item in ITEMS}, {}, "s1,s2", "keep")
    table = read_headed(text.encode(), name, headings)
    problems = list(table.problems)
    rows: list[Row] = []
    for row in table.rows:
        found = {item: _number(item, cell, problems) for item, _, cell in table.cells(row)}
        rows.append({item: number for item, number in found.items() if number is not None})
    return rows, problems


def _number(item: str, cell: Cell, problems: list[Problem]) -> int | None:
    text = cell.text.strip()
    low, high = ITEMS[item]
    # Digits of other scripts are digits, too.
    if text.isdecimal() and len(text) < 4 and low <= int(text) <= high:
        return int(text)
    if text:
        message = f"{item}: '{text[:20]}' is no number from {low} to {high}"
        problems.append(Problem(cell.place, "range", message, "correct it, or empty the cell"))
    return None


def read_words(text: str) -> list[str]:
    """Read a file of what people wrote; its one column is `words`."""
    return [row[0] for row in list(csv.reader(io.StringIO(text)))[1:] if row]


def rows_text(rows: Iterable[Row]) -> str:
    """Return a file of numbers: a column for each item that anybody answered, rows by value."""
    known = list(rows)
    items = [item for item in ITEMS if item == "s1" or any(item in row for row in known)]
    lines = sorted([str(row.get(item, "")) for item in items] for row in known)
    return _written(items, lines)


def words_text(words: Iterable[str]) -> str:
    """Return a file of what people wrote, by its letters."""
    return _written([WORDS], [[said] for said in sorted(words)])


def _written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()
