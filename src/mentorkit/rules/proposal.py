"""What a grant proposal says, as values: what is promised and planned, not how the goals stand.

Nobody is named but coordinators who agreed to it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from mentorkit.rules.report import Heard, WikiAnswer
from mentorkit.rules.report_pictures import RateUsed


@dataclass(frozen=True, slots=True)
class Planned:
    """Meetings of one kind: how many, for each pair or for all, and how many minutes each takes.

    `every` is the interval of regular ones.
    """

    id: Literal["pair", "cohort", "talks", "in_person_pair", "in_person_cohort"]
    count: int
    minutes: int
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering at which people can meet."""

    title: str
    start: date
    end: date
    near: str


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """A line of the budget as it was agreed, and `planned` in the currency of the total.

    None where no rate of exchange is known.
    """

    title: str
    amount: Decimal
    currency: str
    planned: Decimal | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A goal before there is a result: `of` is how many it is out of, None where not planned.

    `target` is a count, but of attrition a share to stay below. `final` is the first day on which
    no evidence is waited for.
    """

    id: str
    target: int | Fraction
    of: int | None
    rule: str
    final: date

    @property
    def too_high(self) -> bool:
        """Whether more are promised than there are people, places or wikis to reach it with."""
        if self.of is None or isinstance(self.target, Fraction):
            return False
        return self.target > self.of


@dataclass(frozen=True, slots=True)
class Places:
    """How many people there are places for, 0 where that is not fixed yet."""

    mentees: int
    mentors: int
    speakers: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grant proposal as of a day, for a programme from `start` to `end`, looked at in `year`.

    `coordinators` agreed to be named, `unnamed` did not. `room` is the most that may leave so that
    the goal of attrition is still met, None without one; `tasks` are those in tasks.yaml.
    """

    programme: str
    as_of: date
    start: date
    end: date
    year: date
    page: str | None
    coordinators: tuple[str, ...]
    unnamed: int
    goals: tuple[Promise, ...]
    topics: tuple[str, ...]
    places: Places
    room: int | None
    meetings: tuple[Planned, ...]
    events: tuple[Event, ...]
    tasks: int
    wikis: tuple[WikiAnswer, ...]
    heard: tuple[Heard, ...]
    budget: tuple[BudgetItem, ...]
    currency: str
    total: Decimal | None
    note: str
    rates: tuple[RateUsed, ...]
