"""The one best way to give mentees to mentors: exact, and the same on every machine.

A goal in several steps ("most pairs; of those the fewest below 400; …") becomes a single integer
cost a pair, one digit a step, each digit with room for the sum over all pairs. The steps cannot
spill into each other, so the least total cost is the exact optimum of the steps in their order.
Python's integers have no width, and no float takes part.

The least cost is found by shortest augmenting paths (Jonker and Volgenant, "A shortest augmenting
path algorithm for dense and sparse linear assignment problems", Computing 38, 1987), with a mentor
as one node that has as many places as the mentor's capacity (Edmonds and Karp, JACM 19, 1972).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import heappop, heappush

from mentorkit.pairing.fit import Cell

_BEST = 1000
_HASH = 1 << 64


@dataclass(frozen=True, slots=True)
class Prices:
    """What a goal asks for a pair of each score, and for leaving a mentee alone."""

    of: Mapping[int, int]
    alone: int


def floors_prices(scores: Iterable[int], mentees: int, floors: Sequence[int]) -> Prices:
    """Price the goal: most pairs, fewest below each floor in its order, greatest total score.

    `scores` are all scores that occur, 0..1000. The last digit of every price is left free for a
    tie-break below 2**64 a pair.
    """
    digits = mentees + 1
    total = mentees * _BEST + 1
    tie = mentees * _HASH + 1
    of = {}
    for score in set(scores):
        price = 0
        for floor in floors:
            price = price * digits + (score < floor)
        of[score] = (price * total + _BEST - score) * tie
    return Prices(of, int(digits ** len(floors)) * total * tie)


def tie_break(mentor: str, mentee: str) -> int:
    """Return the first 8 bytes of SHA-256 of both ids with a NUL between, as a big-endian integer.

    Of answers that are equally good, the one with the smallest sum of these is taken.
    """
    return int.from_bytes(sha256(f"{mentor}\0{mentee}".encode()).digest()[:8], "big")


def best_pairs(
    scores: Mapping[Cell, int],
    places: Mapping[str, int],
    mentees: Iterable[str],
    floors: Sequence[int],
) -> dict[str, str]:
    """Return mentee -> mentor, ordered by mentee, of the only best answer.

    `scores` holds the possible cells only, each 0..1000; `places` how many mentees each mentor
    may still take, from 0. The answer does not depend on the order of any of these.
    """
    rows, columns = sorted(mentees), sorted(places)
    prices = floors_prices(scores.values(), len(rows), floors)
    costs = [
        [
            (column, prices.of[score] + tie_break(mentor, mentee))
            for column, mentor in enumerate(columns)
            if places[mentor] and (score := scores.get((mentor, mentee))) is not None
        ]
        for mentee in rows
    ]
    chosen = least_cost(costs, [places[mentor] for mentor in columns], prices.alone)
    return {
        mentee: columns[column]
        for mentee, column in zip(rows, chosen, strict=True)
        if column is not None
    }


def least_cost(
    costs: Sequence[Sequence[tuple[int, int]]], places: Sequence[int], alone: int
) -> list[int | None]:
    """Return for each row its column, or None, at the least total cost.

    `costs[row]` lists (column, cost) of the allowed cells; `places[column]` is how many rows the
    column may take; a row without a column costs `alone`. Costs are integers from 0.
    """
    search = _Search(costs, places, alone)
    for row in range(len(costs)):
        search.seat(row)
    return search.column_of


@dataclass(slots=True)
class _Search:
    """Rows seated so far at least cost, with the prices (the duals) that prove it.

    For every allowed cell cost - row price - column price >= 0, with 0 for the chosen ones; a
    column with a place left has price 0, and so has being alone.
    """

    costs: Sequence[Sequence[tuple[int, int]]]
    places: Sequence[int]
    alone: int
    column_of: list[int | None] = field(init=False)
    seated: list[list[int]] = field(init=False)
    row_price: list[int] = field(init=False)
    column_price: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.column_of = [None] * len(self.costs)
        self.seated = [[] for _ in self.places]
        self.row_price = [0] * len(self.costs)
        self.column_price = [0] * len(self.places)

    def seat(self, newcomer: int) -> None:
        """Seat one more row, moving others along the cheapest chain of changes."""
        reached = _Reached(limit=self.alone - self.row_price[newcomer], last_row=newcomer)
        self._look_around(newcomer, 0, reached)
        settled: dict[int, int] = {}
        while reached.queue and reached.queue[0][0] < reached.limit:
            distance, column = heappop(reached.queue)
            if column in settled:
                continue
            settled[column] = distance
            for row in self.seated[column]:
                self._look_around(row, distance, reached)
        self._reprice(newcomer, settled, reached.limit)
        self._move(reached)

    def _look_around(self, row: int, distance: int, reached: "_Reached") -> None:
        """Extend the paths that end at `row`; a free place, or being alone, ends a path."""
        base = distance - self.row_price[row]
        if base + self.alone < reached.limit:
            reached.limit, reached.last_row, reached.free = base + self.alone, row, None
        column_price, nearest = self.column_price, reached.distance
        # Most cells lead farther than an end that is known already: one subtraction shows it.
        slack = reached.limit - base
        for column, cost in self.costs[row]:
            step = cost - column_price[column]
            if step >= slack:
                continue
            there = base + step
            if there >= nearest.get(column, reached.limit):
                continue
            nearest[column] = there
            reached.through[column] = row
            if len(self.seated[column]) < self.places[column]:
                reached.limit, reached.free = there, column
                slack = step
            else:
                heappush(reached.queue, (there, column))

    def _reprice(self, newcomer: int, settled: Mapping[int, int], limit: int) -> None:
        self.row_price[newcomer] += limit
        for column, distance in settled.items():
            self.column_price[column] -= limit - distance
            for row in self.seated[column]:
                self.row_price[row] += limit - distance

    def _move(self, reached: "_Reached") -> None:
        """Walk the cheapest path back from its end, each row taking the place that it led to."""
        column = reached.free
        row = reached.last_row if column is None else reached.through[column]
        while True:
            left, self.column_of[row] = self.column_of[row], column
            if column is not None:
                self.seated[column].append(row)
            if left is None:
                return
            self.seated[left].remove(row)
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
