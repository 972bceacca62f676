"""The one best way to give mentees to mentors: exact, and the same on every machine.

The least total price is found by shortest augmenting paths (Jonker and Volgenant, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987),
with a mentor as one node that has as many places as the mentor's capacity (Edmonds and Karp,
JACM 19, 1972).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from mentorkit.pairing.goals import Prices, tie_break


@dataclass(frozen=True, slots=True)
class Instance:
    """Who may be given to whom; mentees are the rows, mentors the columns, each in order of id.

    `scores[row][column]` is 0..1000, or below 0 where the pair is not possible; `places[column]`
    is how many mentees a mentor may take, from 0; `standing[row]` the column of the mentor whom a
    mentee has already. A standing pair is possible whatever its score; below 0 it counts as 0.
    """

    mentees: Sequence[str]
    mentors: Sequence[str]
    scores: Sequence[Sequence[int]]
    places: Sequence[int]
    standing: Mapping[int, int] = field(default_factory=dict)

    def allows(self, row: int, column: int) -> bool:
        """Whether a row may take a column."""
        return self.places[column] > 0 and self.score(row, column) >= 0

    def score(self, row: int, column: int) -> int:
        """Return the score of a pair, below 0 if it is not possible."""
        score = self.scores[row][column]
        return 0 if score < 0 and self.standing.get(row) == column else score

    def above(self, floor: int) -> "Instance":
        """Return the instance with no pair possible below a score."""
        rows = [[score if score >= floor else -1 for score in row] for row in self.scores]
        return replace(self, scores=rows)

    def occurring(self) -> set[int]:
        """Return every score of a pair that is possible."""
        found = set().union(*self.scores)
        found |= {self.score(row, column) for row, column in self.standing.items()}
        return {score for score in found if score >= 0}


@dataclass(slots=True)
class Solution:
    """The least total price of an instance, with the duals that prove it.

    For every possible pair price - row price - column price >= 0, with 0 for the chosen ones. A
    column price is at most 0, and 0 where a place is left; a row price is at most that of being
    alone, and equal to it where the row is alone.
    """

    instance: Instance
    prices: Prices
    column_of: list[int | None]
    seated: list[list[int]]
    row_price: list[int]
    column_price: list[int]
    _ties: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def pairs(self) -> dict[str, str]:
        """Mentee -> mentor, in the order of the mentees."""
        chosen = zip(self.instance.mentees, self.column_of, strict=True)
        return {
            mentee: self.instance.mentors[column] for mentee, column in chosen if column is not None
        }

    def price(self, row: int, column: int) -> int:
        """Return what a possible pair costs, its tie-break included."""
        return self.listed(row, column) + self.tie(row, column)

    def listed(self, row: int, column: int) -> int:
        """Return what a possible pair costs without its tie-break."""
        price = self.prices.of[self.instance.score(row, column)]
        # Ending costs the same in all other cells of a row: that one saves it says as much.
        return price - self.prices.ending * (self.instance.standing.get(row) == column)

    def tie(self, row: int, column: int) -> int:
        """Return the tie-break of a pair, worked out once."""
        found = self._ties.get((row, column))
        if found is None:
            found = tie_break(self.instance.mentors[column], self.instance.mentees[row])
            self._ties[row, column] = found
        return found


def solve(instance: Instance, prices: Prices) -> Solution:
    """Return the only answer of least total price, ties broken by ids."""
    rows = range(len(instance.mentees))
    columns = range(len(instance.mentors))
    solution = Solution(
        instance,
        prices,
        column_of=[None for _ in rows],
        seated=[[] for _ in columns],
        row_price=[0 for _ in rows],
        column_price=[0 for _ in columns],
    )
    search = _Search(solution)
    for row in rows:
        search.seat(row)
    return solution


class _Search:
    """Seats one row after the other, each time at the least total price of all seated."""

    def __init__(self, solution: Solution):
        self.solution = solution
        self.open = [self._open(row) for row in range(len(solution.instance.mentees))]

    def _open(self, row: int) -> tuple[list[int], list[int]]:
        """Return the columns that a row may take, and their prices without the tie-breaks."""
        solution, instance = self.solution, self.solution.instance
        of, standing = solution.prices.of, instance.standing.get(row)
        columns = [
            column
            for column, score in enumerate(instance.scores[row])
            if (score >= 0 or column == standing) and instance.places[column]
        ]
        if standing is not None:
            return columns, [solution.listed(row, column) for column in columns]
        scores = instance.scores[row]
        return columns, [of[scores[column]] for column in columns]

    def seat(self, newcomer: int) -> None:
        """Seat one more row, moving others along the cheapest chain of changes."""
        solution = self.solution
        solution.row_price[newcomer] = min(self.open[newcomer][1], default=0)
        reached = _Reached(
            limit=solution.prices.alone - solution.row_price[newcomer], last_row=newcomer
        )
        self._look_around(newcomer, 0, reached)
        settled: dict[int, int] = {}
        while reached.queue and reached.queue[0][0] < reached.limit:
            distance, column = heappop(reached.queue)
            if column in settled:
                continue
            settled[column] = distance
            for row in solution.seated[column]:
                self._look_around(row, distance, reached)
        self._reprice(newcomer, settled, reached.limit)
        self._move(reached)

    def _look_around(self, row: int, distance: int, reached: "_Reached") -> None:
        """Extend the paths that end at `row`; a free place, or being alone, ends a path."""
        solution = self.solution
        base = distance - solution.row_price[row]
        if base + solution.prices.alone < reached.limit:
            reached.limit = base + solution.prices.alone
            reached.last_row, reached.free = row, None
        column_price, nearest = solution.column_price, reached.distance
        # Most cells lead farther than an end that is known already: one subtraction shows it,
        # before the tie-break of the cell is worked out.
        slack = reached.limit - base
        for column, price in zip(*self.open[row], strict=True):
            step = price - column_price[column]
            if step >= slack:
                continue
            there = base + step + solution.tie(row, column)
            if there >= nearest.get(column, reached.limit) or there >= reached.limit:
                continue
            nearest[column] = there
            reached.through[column] = row
            if len(solution.seated[column]) < solution.instance.places[column]:
                reached.limit, reached.free = there, column
                slack = there - base
            else:
                heappush(reached.queue, (there, column))

    def _reprice(self, newcomer: int, settled: Mapping[int, int], limit: int) -> None:
        solution = self.solution
        solution.row_price[newcomer] += limit
        for column, distance in settled.items():
            solution.column_price[column] -= limit - distance
            for row in solution.seated[column]:
                solution.row_price[row] += limit - distance

    def _move(self, reached: "_Reached") -> None:
        """Walk the cheapest path back from its end, each row taking the place that it led to."""
        solution, column = self.solution, reached.free
        row = reached.last_row if column is None else reached.through[column]
        while True:
            left, solution.column_of[row] = solution.column_of[row], column
            if column is not None:
                solution.seated[column].append(row)
            if left is None:
                return
            solution.seated[left].remove(row)
            column, row = left, reached.through[left]


@dataclass(slots=True)
class _Reached:
    """The state of one search: the shortest distances so far, and the cheapest end of a path."""

    limit: int
    last_row: int
    free: int | None = None
    distance: dict[int, int] = field(default_factory=dict)
    through: dict[int, int] = field(default_factory=dict)
    queue: list[tuple[int, int]] = field(default_factory=list)
