"""Who was asked with which token, and who has answered: two lists that answers never join.

A token works once. It tells whose answers they are only while they are read; what is stored of them
carries neither token nor name. Measures: confidential, not anonymous.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from mentorkit.cohort.csvtext import Cell
from mentorkit.cohort.headed import Headings, read_headed
from mentorkit.outcomes.survey_items import RESPONDED, TOKENS, Wave, Who
from mentorkit.problems import Problem

T = TypeVar("T")

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""What a token is made of: nothing that is mistaken for something else when typed."""

LENGTH = 10


class Asked(NamedTuple):
    """Somebody who was asked, and the token that they got."""

    wave: Wave
    person: str
    token: str


class Register(NamedTuple):
    """Who was asked, and who has answered."""

    asked: tuple[Asked, ...] = ()
    responded: frozenset[tuple[Wave, str]] = frozenset()

    def of(self, wave: Wave) -> list[Asked]:
        """Return those who were asked in a wave, by id."""
        return sorted(asked for asked in self.asked if asked.wave == wave)

    def silent(self, wave: Wave) -> list[str]:
        """Return the ids of those who were asked in a wave and have not answered."""
        return [a.person for a in self.of(wave) if (wave, a.person) not in self.responded]


def as_token(text: str) -> str:
    """Return a token as it is compared: without blanks, hyphens and capitals."""
    return "".join(text.split()).replace("-", "").casefold()


def with_tokens(
    register: Register, wave: Wave, people: Iterable[str], draw: Callable[[], str]
) -> Register:
    """Return the register with a token for each of some people; whoever has one keeps it."""
    asked = list(register.asked)
    known = {each.person for each in register.of(wave)}
    taken = {as_token(each.token) for each in asked}
    for person in sorted(set(people) - known):
        token = draw()
        while as_token(token) in taken:
            token = draw()
        taken.add(as_token(token))
        asked.append(Asked(wave, person, token))
    return register._replace(asked=tuple(sorted(asked)))


def read_register(tokens: str, responded: str) -> tuple[Register, list[Problem]]:
    """Read the two lists; with problems neither is whole."""
    asked, problems = _read(tokens, TOKENS, ("wave", "role", "person", "token"))
    done, faults = _read(responded, RESPONDED, ("wave", "role", "person"))
    register = Register(
        tuple(Asked(wave, cells[0], cells[1]) for wave, cells in asked),
        frozenset((wave, cells[0]) for wave, cells in done),
    )
    return register, [*problems, *faults]


def _read(
    text: str, name: str, columns: Sequence[str]
) -> tuple[list[tuple[Wave, list[str]]], list[Problem]]:
    if not text.strip():
        return [], []
    headings = Headings({c: c for c in columns}, {}, ",".join(columns), "keep")
    table = read_headed(text.encode(), name, headings)
    problems = list(table.problems)
    found = []
    if not problems and set(table.columns) != {*columns}:
        message = f"the columns are {', '.join(columns)}"
        hint = "put the file back as it was"
        problems.append(Problem(table.header[0].place, "missing", message, hint))
    for row in table.rows if not problems else ():
        cells = {column: cell for column, _, cell in table.cells(row)}
        role = _role(cells["role"])
        if role is None:
            message = f"'{cells['role'].text}' is neither mentee nor mentor"
            problems.append(Problem(cells["role"].place, "role", message, "put it back"))
            continue
        wave = Wave(cells["wave"].text.strip(), role)
        found.append((wave, [cells[column].text.strip() for column in columns[2:]]))
    return found, problems


def _role(cell: Cell) -> Who | None:
    roles: tuple[Who, ...] = ("mentee", "mentor")
    return next((role for role in roles if role == cell.text.strip()), None)


def tokens_text(register: Register) -> str:
    """Return tokens.csv, by wave and id."""
    rows = [(*each.wave, each.person, each.token) for each in sorted(register.asked)]
    return _text(("wave", "role", "person", "token"), rows)


def responded_text(register: Register) -> str:
    """Return responded.csv, by wave and id: nothing in it says when."""
    rows = [(*wave, person) for wave, person in sorted(register.responded)]
    return _text(("wave", "role", "person"), rows)


def _text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    # Ids, roles and tokens have no comma, no quotation mark and no line break in them.
    return "".join(f"{','.join(row)}\n" for row in (columns, *rows))
