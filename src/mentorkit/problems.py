"""What can go wrong, and how it travels.

A fault in the cohort's files is a value, a `Problem`: all of them are collected and shown at once,
and the command ends with status 1. The few other failures are exceptions, each with the exit
status that the command line turns it into:

    MentorkitError
    ├── Misuse       2  the command line asks for what does not exist
    ├── WikiFailed   3  a wiki or mail server did not answer as it must
    └── Refused      4  a write that cannot be made exactly and safely

Anything else is a bug and keeps its traceback.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import IntEnum
from typing import NamedTuple


class Exit(IntEnum):
    """The exit statuses of every command."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    WIKI = 3
    REFUSED = 4
    INTERRUPTED = 130


class Place(NamedTuple):
    """Where a datum stands: `file` relative to the cohort directory, `line` and `column` from 1.

    Columns count code points, so that an editor's "go to" lands on the character.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def file_line(self) -> str:
        """The file and the line, as in "people/amina.yaml:6", for where a column says nothing."""
        return f"{self.file}:{self.line}"

    @property
    def private(self) -> bool:
        """Whether the file belongs to the private circle."""
        return self.file.startswith("private/")


class Problem(NamedTuple):
    """One fault in the cohort's files.

    `code` is stable and meant for programs; `message` says what is wrong; `hint` what to do.
    `source` is the text of the line and `width` the number of code points to underline;
    both stay empty for files of the private circle. `warning` problems do not fail `check`.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    source: str = ""
    width: int = 1
    warning: bool = False


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, line and column, dropping repetitions."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the known word nearest to `word`, or an empty text."""
    exact = {k.casefold(): k for k in known}
    match = get_close_matches(word.casefold(), exact, n=1, cutoff=0.6)
    return f"did you mean '{exact[match[0]]}'?" if match else ""


class MentorkitError(Exception):
    """A failure that ends the command: `message` for the person, `hint` what to do next."""

    status = Exit.PROBLEMS

    def __init__(self, message: str, hint: str = "", details: Mapping[str, str] | None = None):
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = dict(details or {})


class Misuse(MentorkitError):
    """The command line names something that does not exist or cannot be combined."""

    status = Exit.USAGE


class WikiFailed(MentorkitError):
    """A wiki or a mail server cannot be reached or refuses."""

    status = Exit.WIKI


class Refused(MentorkitError):
    """A write that cannot be made exactly and safely, or another run holds the lock."""

    status = Exit.REFUSED
