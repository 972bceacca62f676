"""Whole numbers side by side in one large integer, which reckons with all of them at once."""

from collections.abc import Sequence
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
