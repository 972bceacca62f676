"""What a wiki answered to a query, row by row; an answer of another shape is no MediaWiki's."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from mentorkit.doors.wiki import Document, Wiki
from mentorkit.problems import WikiFailed

T = TypeVar("T")

Row = Mapping[str, Any]
"""A row of a list as the wiki sent it; `read_row` reads it."""


def rows_in(wiki: Wiki, document: Document, name: str) -> list[Row]:
    """Return a list of an answer; empty where there is none. Raises WikiFailed."""
    query = document.get("query", {})
    rows = query.get(name, []) if isinstance(query, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unreadable(wiki, f"query.{name} is no list")
    return rows


def rows_of(wiki: Wiki, name: str, asked: Mapping[str, str | int]) -> Iterator[Row]:
    """Ask a query, and yield a list of its answer to the end. Raises WikiFailed."""
    for document in wiki.each(**{"action": "query", **asked}):
        yield from rows_in(wiki, document, name)


def read_row(wiki: Wiki, row: Row, reader: Callable[[Row], T]) -> T:
    """Return what a reader makes of a row. Raises WikiFailed where it lacks what is read."""
    try:
        return reader(row)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise unreadable(wiki, error) from error


def is_nobody(row: Row) -> bool:
    """Whether a row of users is about a name that no account has, or can have."""
    return bool(row.get("missing") or row.get("invalid") or row.get("interwiki"))


def unreadable(wiki: Wiki, what: object) -> WikiFailed:
    """Return the failure of an answer in which something is otherwise than it must be."""
    return WikiFailed(
        f"{wiki.host} answers otherwise than MediaWiki does: {what!r}",
        "check that the address is that of a MediaWiki, version 1.39 or later",
    )
