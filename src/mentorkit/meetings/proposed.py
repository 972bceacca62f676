"""What a plan is made of: meetings that it proposes, and those for which it finds no time."""

from dataclasses import dataclass
from typing import Literal

from mentorkit.cohort.scalars import Days, LocalTime

Kind = Literal["call", "in-person", "talk"]
"""The kinds of sessions."""

Why = Literal["hours", "away", "busy", "holiday", "short", "speaker", "event", "cancelled"]
"""Why a time is not possible: no hour suits all who must come, somebody is away, or has a meeting,
the day is a holiday, or lies outside what is left of its interval; nobody is there to speak; there
is no event that they can reach; a call of the pair at that hour was cancelled."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A session that the plan proposes; `moved` says why a pair's call is not at its usual hour."""

    series: str
    id: int
    at: LocalTime
    minutes: int
    kind: Kind = "call"
    title: str | None = None
    speaker: str | None = None
    topics: tuple[str, ...] = ()
    where: str = "online"
    moved: Why | None = None

    @property
    def ref(self) -> str:
        """The reference SERIES/ID."""
        return f"{self.series}/{self.id}"


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Sessions of a series for which there is no time, and why.

    For the calls of a pair, `intervals` are those which lack one; for all others it is empty.
    """

    series: str
    why: Why
    count: int
    kind: Kind = "call"
    intervals: tuple[Days, ...] = ()
