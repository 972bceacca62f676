"""Pairs and their fits in columns of text."""

from collections.abc import Sequence
from textwrap import indent

from mentorkit.render import terminal
from mentorkit.rules.fit_matrix import PARTS

NAME = 15
"""How many cells of a name a table shows."""

_HEADERS = ("mentor", "mentee", "fit", "langs", "topics", "hours", "wiki", "region", "pref")

FitRow = tuple[str, str, int | None, Sequence[int]]
"""A mentor's and a mentee's name, their score, and the parts of it in the order of `PARTS`."""


def fits_table(rows: Sequence[FitRow]) -> str:
    """Return pairs and their fits in columns, each score with its parts."""
    # Two names of the usual width and all parts would be one cell too wide.
    width = NAME - 1
    told = [
        [*(short_name(name, width) for name in names), *_numbers(score, values)]
        for *names, score, values in rows
    ]
    text = indent(terminal.table(_HEADERS, told, right=range(2, len(_HEADERS))), "  ")
    if any(score is None for _, _, score, _ in rows):
        text += "\n  -  today's rules would not offer this pair; it stands all the same"
    return text


def _numbers(score: int | None, values: Sequence[int]) -> list[str]:
    if score is None:
        return ["-"] * (1 + len(PARTS))
    return [str(number) for number in (score, *values)]


def short_name(name: str, width: int = NAME) -> str:
    """Return a name, cut where it is wider than so many cells."""
    return terminal.fit(name, width) if terminal.cells(name) > width else name
