"""What the outcome report says, as values: goals, figures, and the tables around them.

Nothing here but `Report.pairs`, which only coordinators get, names a person who did not agree to
be named, so every other rendering may leave the team.
Only `sources` do, where a file is called after its person or pair: a rendering tells no file of
those in `unnamed`, but its folder.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from mentorkit.cohort.model import RoleClass
from mentorkit.problems import Place
from mentorkit.rules.fit_matrix import PairsTold
from mentorkit.rules.measures import NOT_MEASURED, Measured
from mentorkit.rules.report_pictures import (
    NO_EDITS,
    NO_LEADERS,
    NO_SESSIONS,
    EditsShown,
    LeadersOverTime,
    RateUsed,
    SessionsShown,
)

Status = Literal["met", "not_met", "too_early", "cannot_be_met", "undetermined"]

Number = int | float | Decimal


def source(place: Place) -> str:
    """Return the file and line of a counted datum, as in "people/amina.yaml:6"."""
    return place.file_line


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Data that a figure might be thought to count: how many, why not, and where they stand."""

    why: str
    count: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with all that makes it checkable.

    `value` is None where it is blank: not over yet, not known, or `withheld`. `denominator` is
    what the value is a part of, None where it is a total. `rule` says in a sentence what was
    counted, `sources` where (file and line), `unit` of what ("" people or things; else a currency
    or "edits"), and `note` what the number does not include though one might think so. `so_far`
    says that the time it counts is not over; `not_counted` is what was looked at and left out.
    """

    id: str
    value: Number | None
    denominator: Number | None
    rule: str
    sources: tuple[str, ...] = ()
    withheld: bool = False
    unit: str = ""
    note: str = ""
    so_far: bool = False
    not_counted: tuple[NotCounted, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the programme and how it stands.

    `value` and `target` are counts, but the target of attrition, a share below which the value's
    share of the denominator must stay. `low` and `high` are the ends of a `range`: shares from 0
    to 1 of a 95 % interval ("wilson") or with none and all of the unknown counted ("bounds");
    for `reach`, numbers of people. `possible` is the most that the value can still become, None
    where nothing bounds it. `final` is the first day on which no evidence is waited for.
    """

    id: str
    status: Status
    value: int | None
    target: int | Fraction
    denominator: int | None
    rule: str
    final: date
    low: float | None = None
    high: float | None = None
    range: Literal["wilson", "bounds"] | None = None
    met_on: date | None = None
    possible: int | None = None
    withheld: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """An accepted leadership role of a person who agreed to be named."""

    name: str
    kind: RoleClass
    tier: str
    scope: str | None
    wiki: str | None
    started: date
    verified: date
    evidence: str | None


@dataclass(frozen=True, slots=True)
class ActivityWindow:
    """Edits per 30 days in one stretch of months, over the mentees whom it is known of.

    `people` are those counted and `median` theirs. `change` is the median of each person's
    difference from their own baseline, `quartiles` the middle half of these differences, `up`,
    `down` and `compared` the numbers of people. None where the window is blank. `apart` are in no
    change, since so few of them are not named that the rest would be theirs; `withheld` says that
    the median would tell on one of a few.
    """

    id: str
    months: str
    people: int
    median: float | None
    compared: int = 0
    change: float | None = None
    quartiles: tuple[float, float] | None = None
    up: int = 0
    down: int = 0
    apart: int = 0
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class LineOfBudget:
    """A budget line in the report's currency; None where a rate of exchange is missing.

    `variance` is by how many per cent what is committed lies above what was planned, to one
    digit, or below it if negative.
    """

    title: str
    planned: Decimal | None
    committed: Decimal | None
    spent: Decimal | None
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class WikiAnswer:
    """What a wiki's community answered, and whether this counts as assent."""

    host: str
    result: str | None
    closed: date | None
    counts: bool
    notice: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """An announcement and how many it reached; only `unit` "unique" counts people."""

    title: str
    on: date
    low: int
    high: int
    unit: str
    url: str | None
    known: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome report of a cohort as of a day.

    `unnamed` are the ids of the people who did not agree to be named; nobody is, and there are
    `pairs`, in the coordinators' report alone. `year` is the day of the follow-up.
    """

    programme: str
    as_of: date
    start: date
    end: date
    year: date
    goals: tuple[Goal, ...]
    figures: tuple[Figure, ...]
    roles: tuple[RoleTaken, ...] = ()
    roles_unnamed: int = 0
    windows: tuple[ActivityWindow, ...] = ()
    edits: EditsShown = NO_EDITS
    measured: Measured = NOT_MEASURED
    leaders: LeadersOverTime = NO_LEADERS
    sessions: SessionsShown = NO_SESSIONS
    budget: tuple[LineOfBudget, ...] = ()
    currency: str = ""
    rates: tuple[RateUsed, ...] = ()
    wikis: tuple[WikiAnswer, ...] = ()
    heard: tuple[Heard, ...] = ()
    unnamed: frozenset[str] = frozenset()
    pairs: PairsTold | None = None

    @property
    def for_coordinators(self) -> bool:
        """Whether it names everybody and stays in the team."""
        return self.pairs is not None

    def figure(self, name: str) -> Figure:
        """Return the figure of an id; raises KeyError for one that the report does not hold."""
        for figure in self.figures:
            if figure.id == name:
                return figure
        raise KeyError(name)
