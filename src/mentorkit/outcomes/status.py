"""How a goal stands on a day: one algorithm for goals of "at least", one for "less than".

A goal is `met` as soon as the evidence is there, `cannot_be_met` as soon as nothing open could
still help, and `too_early` until its horizon and the time that evidence takes have passed. Then it
is `not_met`, or `undetermined` where what is unknown could decide it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from mentorkit.cohort.programme import Programme
from mentorkit.rules.report import Status

EVIDENCE_LAG = timedelta(days=14)
"""How long after a horizon evidence of what happened before it is waited for."""

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Horizons:
    """The last days that count for the goals of the programme: at its end, and a year on.

    The year ends on the programme's `follow_up`, or else 365 days after the end.
    """

    start: date
    end: date
    year: date

    @classmethod
    def of(cls, programme: Programme) -> "Horizons":
        """Return the horizons of a programme."""
        return cls(programme.start, programme.end, programme.follow_up or programme.end + A_YEAR)


@dataclass(frozen=True, slots=True)
class Tally:
    """Who can count towards a goal, each in one state.

    `verified` are shown; `claimed` say so without a verdict yet; of the `unknown` nobody has said;
    for the `still_open` the horizon has not passed.
    """

    verified: int
    claimed: int = 0
    unknown: int = 0
    still_open: int = 0

    @property
    def possible(self) -> int:
        """The most that the goal can still come to."""
        return self.verified + self.claimed + self.unknown + self.still_open


def at_least(tally: Tally, target: int, as_of: date, horizon: date) -> Status:
    """Return the status of a goal of at least `target`, as of a day."""
    if tally.verified >= target:
        return "met"
    if as_of < horizon + EVIDENCE_LAG:
        return "too_early" if tally.possible >= target else "cannot_be_met"
    beyond_doubt = tally.verified + tally.claimed + tally.unknown < target
    return "not_met" if beyond_doubt else "undetermined"


def less_than(limit: Fraction, count: int, of: int, as_of: date, horizon: date) -> Status:
    """Return the status of a goal to keep a count's share below `limit`, from 0 to 1, as of a day.

    It can be met only once the horizon has passed: until then one more can still go. Of nobody
    there is no share, so it stays undetermined.
    """
    over = as_of > horizon
    if of == 0:
        return "undetermined" if over else "too_early"
    if Fraction(count, of) >= limit:
        return "not_met" if over else "cannot_be_met"
    return "met" if over else "too_early"


def room_below(limit: Fraction, count: int, of: int) -> int:
    """Return how many more can be counted while the share stays below `limit`; never under 0."""
    most = -(-limit * of // 1) - 1
    return max(0, int(most) - count)
