"""A list of people that a spreadsheet saved: its rows as entries, each fact with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default

from mentorkit.cohort.csvtext import Cell
from mentorkit.cohort.headed import Headed, Headings, read_headed
from mentorkit.cohort.newperson import Field, fields, required, value_of
from mentorkit.cohort.nodes import Value
from mentorkit.problems import Place, Problem
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


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table of people has besides a person's keys: `further` columns, `also` by other names.

    A column for each field of `needed` must be there; `example` is a first row as it may be.
    """

    needed: tuple[Field, ...] = default(default_factory=required)
    further: tuple[str, ...] = ()
    also: Mapping[str, str] = default(default_factory=dict)
    example: str = "name,wiki,roles"


def read_roster(source: bytes, name: str, columns: Columns | None = None) -> Roster:
    """Read a CSV file of people, its first row naming a person's keys; `name` stands for the file.

    A row that has more or fewer cells than the header is a problem and no entry.
    """
    asked = columns or Columns()
    names = {"id": ID, **fields(), **{word: (word,) for word in asked.further}}
    headings = Headings(names, {**_ALSO, **asked.also}, asked.example, "import")
    table = read_headed(source, name, headings)
    if not table.header:
        return Roster(problems=table.problems)
    lacking = [field for field in asked.needed if field not in table.columns]
    problems = [*table.problems, *(_no_column(table.header[0].place, field) for field in lacking)]
    entries = tuple(_entry(row, table) for row in table.rows)
    if not entries and not problems:
        message = "the columns are named, but nobody stands below them"
        place = table.header[0].place
        problems.append(Problem(place, "csv-empty", message, "add a row a person"))
    return Roster(entries, tuple(problems), frozenset(lacking))


def _no_column(place: Place, field: Field) -> Problem:
    message = f"there is no column '{field[0]}'"
    return Problem(place, "missing", message, "add it; every person needs one")


def _entry(row: Sequence[Cell], table: Headed[Field]) -> Entry:
    facts: dict[Field, Fact] = {}
    known = fields().values()
    for field, heading, cell in table.cells(row):
        plain = field not in known
        value = cell.text.strip() or None if plain else value_of(field, cell.text)
        if value is not None:
            facts.setdefault(field, Fact(heading, cell.place, value))
    return Entry(row[0].place, facts)
