"""What the report draws, as values: months, weeks, days and rates.

Who did not agree to be named is in no value here that could be told apart, nor in any total from
which the others could be subtracted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from mentorkit.rules.sessions import Outcome

Mark = Outcome | Literal["in_person"]
"""What a week shows of a session: its outcome, or that it was held in person."""

MARKS: tuple[Mark, ...] = ("held", "in_person", "missed", "cancelled", "unlogged", "ahead")


@dataclass(frozen=True, slots=True)
class MonthOfEdits:
    """The edits of the shown mentees together in a month "2025-03"; `phase` as the windows'."""

    month: str
    phase: str
    edits: int | None


@dataclass(frozen=True, slots=True)
class MenteeMonths:
    """A mentee's edits in each of the report's months, None where it was not read whole."""

    name: str
    edits: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class EditsShown:
    """Months of edits: of each mentee who may be shown, and of all counted in the totals.

    `others` are mentees in the totals and not shown; `apart` are in neither, because the totals
    less the shown would be theirs.
    """

    months: tuple[MonthOfEdits, ...] = ()
    mentees: tuple[MenteeMonths, ...] = ()
    others: int = 0
    apart: int = 0


@dataclass(frozen=True, slots=True)
class LeadersOverTime:
    """The days on which mentees' first new role was both taken and verified, in order.

    Of those who did not agree to be named only the number is told: `undated`.
    """

    days: tuple[date, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class WeekOfSessions:
    """How many sessions of pairs fell into a week, from the Monday `first`, by what became of them.

    `pairs` are those pairs that stood on some day of it.
    """

    first: date
    pairs: int
    counts: Mapping[Mark, int]


@dataclass(frozen=True, slots=True)
class PairWeeks:
    """A pair's weeks for the coordinators: the marks of each week, () where none was planned."""

    names: tuple[str, str]
    marks: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class SessionForAll:
    """A call, a talk or a meeting of the whole cohort; `speaker` where they may be named."""

    title: str
    on: date
    kind: str
    outcome: Outcome
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class SessionsShown:
    """The sessions week by week; `withheld` where there are too few pairs to tell them by week."""

    weeks: tuple[WeekOfSessions, ...] = ()
    for_all: tuple[SessionForAll, ...] = ()
    pairs: tuple[PairWeeks, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class RateUsed:
    """A dated rate of exchange: one unit of `source_currency` is `rate` of `target_currency`."""

    source_currency: str
    target_currency: str
    rate: Decimal
    on: date
    source: str | None
    place: str


NO_EDITS = EditsShown()
NO_LEADERS = LeadersOverTime()
NO_SESSIONS = SessionsShown()
