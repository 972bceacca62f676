"""What the report's document is made of, before it becomes a page, Markdown or wikitext."""

from dataclasses import dataclass
from typing import Literal

from mentorkit.render.report.told import Phrase

Row = tuple[Phrase, ...]

Drawing = Literal["goals", "flow", "weeks", "pairs", "steps", "months", "reach", "money"]

WITHHELD: Phrase = ("withheld",)
"""A cell whose number may not be told; the page hatches it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a `warning` stands beside what it concerns and is set apart."""

    phrase: Phrase
    kind: Literal["plain", "warning"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headers; the columns in `right` hold numbers.

    One that is `folded` is for those who look closer: the page shows its caption to click on.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    right: tuple[int, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose signs stand under signs."""

    text: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A finding with its numbers, drawn where the format can draw, and the table behind it.

    `unit` says what is counted, over whom and when; `figures` are the ids of the figures that it
    is made of.
    """

    drawing: Drawing
    finding: Phrase
    unit: str
    table: Table
    figures: tuple[str, ...] = ()


Block = Text | Bullets | Table | Preformatted | Exhibit


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; `figures` are the ids of the figures that it answers for."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of a report, or of another paper; `lede` are its first words.

    `kind` goes after the title, as in "outcomes as of 20 June 2025".
    """

    title: str
    kind: str
    as_of: str
    lede: Phrase
    facts: tuple[tuple[str, Phrase], ...]
    sections: tuple[Section, ...]
