"""Several cohorts looked at together, as values: what one alone cannot show.

What is withheld of a single cohort cannot be worked out from these either.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Range = Literal["wilson", "bounds"]


@dataclass(frozen=True, slots=True)
class PooledCohort:
    """A cohort of the pool: its programme, its dates, and how many enrolled."""

    id: str
    name: str
    start: date
    end: date
    year: date
    mentees: int
    mentors: int


@dataclass(frozen=True, slots=True)
class PooledCount:
    """A count of several cohorts, out of a denominator; None where it is blank or `withheld`.

    `low` and `high` are shares: of a 95 % Wilson interval, or with none and all of the unknown
    counted ("bounds"). `cohorts` are the ids of those counted, `open` of those not over yet.
    `group` is the group that a count of diversity is of.
    """

    id: str
    rule: str
    value: int | None
    of: int | None
    low: float | None
    high: float | None
    range: Range
    cohorts: tuple[str, ...]
    open: tuple[str, ...]
    withheld: bool = False
    note: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class PooledGap:
    """By how many percentage points a group's share lies above the others', to one digit.

    `low` and `high` are the ends of its 95 % interval (Newcombe), `ratio` is the group's share
    divided by that of the others, `group` which group it is.
    """

    id: str
    rule: str
    value: float | None
    low: float | None
    high: float | None
    ratio: float | None
    cohorts: tuple[str, ...]
    open: tuple[str, ...]
    withheld: bool = False
    note: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """What several cohorts show together as of a day."""

    as_of: date
    cohorts: tuple[PooledCohort, ...]
    counts: tuple[PooledCount, ...]
    gaps: tuple[PooledGap, ...]
