"""How many mentees can have a mentor at all, and what the best worst pair can be.

The possible columns of a row are a bit set: bit c says that the row may take column c. Rows are
seated by augmenting paths (Kuhn, "The Hungarian method for the assignment problem", Naval Research
Logistics Quarterly 2, 1955).
"""

from collections.abc import Iterator, Sequence

from mentorkit.pairing.assignment import Instance


def bottleneck(instance: Instance) -> int:
    """Return the highest score so that as many can be paired with none below it as without it.

    It is the lowest score of every answer to the goal leximin. 0 where nobody can be paired.
    """
    levels = sorted(instance.occurring())
    if not levels:
        return 0
    most = _seated(instance, 0)
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _seated(instance, levels[middle]) == most:
            low = middle
        else:
            high = middle - 1
    return levels[low]


def _seated(instance: Instance, floor: int) -> int:
    """Return how many rows can be seated with no pair below a score."""
    rows = [
        sum(1 << column for column, score in enumerate(row) if score >= floor)
        for row in instance.scores
    ]
    seating = _Seating(rows, instance.places)
    return sum(map(seating.seat, range(len(rows))))


class _Seating:
    """The rows seated so far, as many as can be."""

    def __init__(self, rows: Sequence[int], places: Sequence[int]):
        self.rows, self.places = rows, places
        self.column_of: dict[int, int] = {}
        self.seated: list[list[int]] = [[] for _ in places]
        self.some = sum(1 << column for column, count in enumerate(places) if count)
        self.left = self.some

    def seat(self, newcomer: int) -> bool:
        """Seat one more row, moving others if need be; return whether there was a way."""
        through: dict[int, int] = {}
        unseen, queue = self.some, [newcomer]
        for row in queue:
            near = self.rows[row] & unseen
            unseen &= ~near
            for column in _bits(near & self.left or near):
                through[column] = row
                if self.left >> column & 1:
                    self._move(column, through)
                    return True
                queue += self.seated[column]
        return False

    def _move(self, free: int, through: dict[int, int]) -> None:
        column: int | None = free
        while column is not None:
            row = through[column]
            left = self.column_of.get(row)
            self.column_of[row] = column
            self.seated[column].append(row)
            if left is not None:
                self.seated[left].remove(row)
            column = left
        if len(self.seated[free]) == self.places[free]:
            self.left ^= 1 << free


def _bits(wanted: int) -> Iterator[int]:
    """Yield the places of the bits of a number, from the lowest."""
    while wanted:
        lowest = wanted & -wanted
        yield lowest.bit_length() - 1
        wanted ^= lowest
