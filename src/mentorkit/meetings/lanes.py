"""Whole numbers side by side in one large integer, which reckons with all of them at once.

And the search for the best turns of a series, which lives by that.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from struct import Struct

LANE = 64
"""The bits that each number has: none of them, nor any result, may reach 2^64."""


def packed(values: Sequence[int]) -> int:
    """Return whole numbers from 0, below 2^64, side by side in one integer, the first lowest."""
    return int.from_bytes(_struct(len(values)).pack(*values), "little")


def unpacked(lanes: int, count: int) -> tuple[int, ...]:
    """Return the numbers that `packed` put side by side."""
    return _struct(count).unpack(lanes.to_bytes(count * 8, "little"))


@cache
def _struct(count: int) -> Struct:
    return Struct(f"<{count}Q")


Tables = Mapping[tuple[int, int], Sequence[int]]
"""For two turns, the packed products with the second turn's times for each time of the first."""


def least_of_two(
    alone: Sequence[Sequence[int]], tables: Tables, best: int
) -> tuple[int, tuple[int, ...]]:
    """Return the least pain below `best` and the times of its two turns, or else none."""
    times: tuple[int, ...] = ()
    second = packed(alone[1])
    for first, products in enumerate(tables[0, 1]):
        row = unpacked(second + products, len(alone[1]))
        least = min(row)
        if alone[0][first] + least < best:
            best, times = alone[0][first] + least, (first, row.index(least))
    return best, times


def least_of_three(
    alone: Sequence[Sequence[int]], tables: Tables, best: int
) -> tuple[int, tuple[int, ...]]:
    """Return the least pain below `best` and the times of its three turns, or else none."""
    times: tuple[int, ...] = ()
    third, floor = packed(alone[2]), min(alone[2])
    for first, products in enumerate(tables[0, 1]):
        with_first = third + tables[0, 2][first]
        for second, product in enumerate(unpacked(products, len(alone[1]))):
            pain = alone[0][first] + alone[1][second] + product
            # What the third turn adds is never below its own least pain.
            if pain + floor < best:
                row = unpacked(with_first + tables[1, 2][second], len(alone[2]))
                least = min(row)
                if pain + least < best:
                    best, times = pain + least, (first, second, row.index(least))
    return best, times
