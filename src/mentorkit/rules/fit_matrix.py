"""The fit of everybody with everybody as a value: what a screen and a report can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

PARTS = ("languages", "topics", "hours", "wiki", "region", "preference")
"""The parts of a fit, in the order in which they are shown; the names of the weights too."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Mentors and mentees by id with their names, each side in the order of its ids.

    `scores[row][column]`, a mentor's row and a mentee's column, is 0..1000, or None where no pair
    is possible: one sign for every reason. `chosen` holds (mentor, mentee) of the pairs;
    `floors` are the scores to look at, from the lowest up.
    """

    mentors: Mapping[str, str]
    mentees: Mapping[str, str]
    scores: Sequence[Sequence[int | None]]
    chosen: frozenset[tuple[str, str]]
    floors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PairTold:
    """A pair with its names and fit; `score` None and no `parts` where no rule would offer it."""

    mentor: str
    mentee: str
    names: tuple[str, str]
    since: date
    score: int | None
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PairEnded:
    """A pair that ended early, with its names, when and by which code."""

    mentor: str
    mentee: str
    names: tuple[str, str]
    until: date
    ended: str


@dataclass(frozen=True, slots=True)
class PairsTold:
    """The pairs of a programme as its coordinators see them; never for the public."""

    matrix: Matrix
    pairs: tuple[PairTold, ...]
    ended: tuple[PairEnded, ...]
