"""What is to be aimed at, as one price for each pair.

A goal has several steps, each of which matters only among answers that are equal in the ones
before it:

    every    fewest standing pairs ended, then most mentees paired, then
    floors   fewest pairs below each floor, in its order; then the greatest total
    leximin  the best worst pair, then the best second worst, and so on
    total    the greatest total

The steps become a single integer price for a pair, one digit a step, each digit with room for the
sum over all pairs. So no step can spill into another, and the least total price is the exact
optimum of the steps in their order. Python's integers have no width, and no float takes part.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal, get_args

GoalName = Literal["floors", "leximin", "total"]
GOALS: tuple[GoalName, ...] = get_args(GoalName)

BEST = 1000
"""The highest score of a pair; the lowest is 0."""

_TIE_BITS = 64


@dataclass(frozen=True, slots=True)
class Prices:
    """What a goal asks: `of[score]` for a pair, `alone` for a mentee without a mentor.

    `ending` is asked for each standing pair that is not kept. All are multiples of `unit`, below
    which there is room for the tie-breaks of everybody.
    """

    of: Mapping[int, int]
    alone: int
    ending: int
    unit: int


def prices(goal: GoalName, floors: Sequence[int], scores: Iterable[int], mentees: int) -> Prices:
    """Price a goal for so many mentees; `scores`, each 0..1000, are all that occur."""
    occurring = sorted(set(scores))
    bits = (mentees + 1).bit_length()
    steps, rank = _ranks(goal, floors, occurring, bits)
    room = 1 if goal == "leximin" else mentees * BEST + 1
    # The lengths of two paths through an answer differ by less than four tie-breaks a mentee.
    unit = (mentees + 1) << _TIE_BITS + 3
    of = {score: (rank(score) * room + (BEST - score) * (room > 1)) * unit for score in occurring}
    alone = (room << bits * steps) * unit
    return Prices(of, alone, alone << bits, unit)


def _ranks(
    goal: GoalName, floors: Sequence[int], occurring: Sequence[int], bits: int
) -> tuple[int, Callable[[int], int]]:
    """Return how many digits of `bits` the steps before the total take, and a score's digits."""
    if goal == "leximin":
        place = {score: 1 << bits * index for index, score in enumerate(reversed(occurring))}
        return len(occurring), place.__getitem__
    last = len(floors) - 1 if goal == "floors" else -1
    ranked = floors[: last + 1]
    return len(ranked), lambda score: sum(
        (score < floor) << bits * (last - step) for step, floor in enumerate(ranked)
    )


# Repair solves hundreds of times; this holds the cells of a hundred by a hundred people.
@lru_cache(maxsize=1 << 14)
def tie_break(mentor: str, mentee: str) -> int:
    """Return the first 8 bytes of SHA-256 of both ids with a NUL between, as a big-endian integer.

    Of answers that are equally good, the one with the smallest sum of these is taken.
    """
    digest = sha256(f"{mentor}\0{mentee}".encode()).digest()
    return int.from_bytes(digest[: _TIE_BITS // 8], "big")
