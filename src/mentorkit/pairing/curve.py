"""The best answer with at most so many standing pairs ended, for every such number.

To limit how many pairs end is a side constraint, which makes an assignment hard. Two steps give
the exact answers all the same:

    hull      A price on each pair that ends takes the place of the limit. The answers at all
              prices lie on the lower convex hull, and each is exact for the number that it ends
              (Everett, "Generalized Lagrange multiplier method", Operations Research 11, 1963).
    between   A number between two points of the hull is settled by branch and bound: a pair is
              kept in one branch and ended in the other, with the same relaxation as the bound
              (Geoffrion, "Lagrangean relaxation for integer programming", Mathematical
              Programming Study 2, 1974).

Tie-breaks are part of every price here, so that each answer is the only one of its price.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, pairwise

from mentorkit.pairing.assignment import Instance, solve
from mentorkit.pairing.goals import Prices, tie_break

EFFORT = 3_000_000
"""How many cells the solver may be given in all, beyond both ends of the curve."""

MOST = 4_000
"""How often it may be called, however small the instance."""


_Rows = frozenset[int]
_NOBODY: _Rows = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """An answer: `column_of[row]`, and how many standing pairs it has `ended`.

    `price` is that of its pairs and of those who are alone; that pairs end costs nothing in it.
    """

    ended: int
    price: int
    column_of: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Each point gains something over the one before; the last is as good as any answer.

    For a number of ended pairs that is `unsettled` there may be another point, not found.
    """

    points: tuple[Point, ...]
    unsettled: tuple[int, ...]


def curve(instance: Instance, prices: Prices, effort: int = EFFORT) -> Curve:
    """Return the best answers by how many standing pairs they end, from none.

    Of two that are equally good, the one that ends fewer is taken. `effort` bounds the work by
    the size of the instance and never by a clock, so that it stops alike on every machine.
    """
    relaxed = _Relaxed(instance, prices)
    first = relaxed.without_ending(_NOBODY)
    last = relaxed.afresh() if instance.standing else first
    if last.ended == 0:
        return Curve((first,), ())
    cells = len(instance.mentees) * len(instance.mentors)
    most = relaxed.calls + min(MOST, effort // cells)
    relaxed.allowed = most
    hull = [first, *_between(relaxed, first, last), last]
    waiting = last.ended + 1 - len(hull)
    points, unsettled = [first], set[int]()
    for under, over in pairwise(hull):
        for limit in range(under.ended + 1, over.ended):
            relaxed.allowed = relaxed.calls + (most - relaxed.calls) // waiting
            waiting -= 1
            try:
                found = _Search(relaxed, limit, points[-1]).best(under, over)
            except _Spent:
                unsettled.add(limit)
                continue
            if found is not None:
                points.append(found)
                unsettled -= set(range(found.ended, limit))
        points.append(over)
    return Curve(tuple(points), tuple(sorted(unsettled)))


def _between(relaxed: "_Relaxed", under: Point, over: Point) -> Iterator[Point]:
    """Yield the points of the hull between two of its points, as far as the work may go."""
    if over.ended - under.ended < 2:
        return
    toll = _slope(under, over)
    try:
        found = relaxed.best(_Branch(), toll)
    except _Spent:
        return
    nearer = found.price + toll * found.ended < over.price + toll * over.ended
    if nearer and under.ended < found.ended < over.ended:
        yield from _between(relaxed, under, found)
        yield found
        yield from _between(relaxed, found, over)


def _slope(under: Point, over: Point) -> int:
    """Return the price of an ending at which two points are equally good, rounded down."""
    return max(0, (under.price - over.price) // (over.ended - under.ended))


class _Spent(Exception):
    """The work may go no further."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """The answers in which the standing pairs of some rows are kept, and of others ended."""

    kept: _Rows = _NOBODY
    ended: _Rows = _NOBODY


class _Relaxed:
    """The instance with a price on each standing pair that ends, instead of a limit."""

    def __init__(self, instance: Instance, prices: Prices):
        self.instance, self.prices = instance, prices
        self.calls, self.allowed = 0, 2
        self._ties: dict[tuple[int, int], int] = {}

    def without_ending(self, ended: _Rows) -> Point:
        """Return the best answer that keeps all standing pairs but those of some rows."""
        return self.best(_Branch(_Rows(self.instance.standing) - ended, ended), 0)

    def afresh(self) -> Point:
        """Return, of the best answers of all, the one that ends the fewest pairs.

        Since it does, each point of the hull before it gains more than ties over the one before.
        """
        room, unit = len(self.instance.mentees) + 1, self.prices.unit
        of = {score: price * room for score, price in self.prices.of.items()}
        return self._solved(_Branch(), Prices(of, self.prices.alone * room, unit, unit))

    def best(self, branch: _Branch, toll: int) -> Point:
        """Return the best answer of a branch where each pair that ends costs a toll."""
        return self._solved(branch, replace(self.prices, ending=toll))

    def _solved(self, branch: _Branch, prices: Prices) -> Point:
        if self.calls >= self.allowed:
            raise _Spent
        self.calls += 1
        whole = self.instance
        rows = [row for row in range(len(whole.mentees)) if row not in branch.kept]
        solution = solve(self._reduced(branch, rows), prices)
        column_of: list[int | None] = [whole.standing.get(row) for row in range(len(whole.mentees))]
        for row, column in zip(rows, solution.column_of, strict=True):
            column_of[row] = column
        price = sum(self._price(row, column) for row, column in enumerate(column_of))
        ended = sum(column_of[row] != own for row, own in whole.standing.items())
        return Point(ended, price, tuple(column_of))

    def _reduced(self, branch: _Branch, rows: list[int]) -> Instance:
        """Return the instance without the pairs kept and their places, and those ended."""
        whole = self.instance
        taken = Counter(whole.standing[row] for row in branch.kept)
        return Instance(
            mentees=[whole.mentees[row] for row in rows],
            mentors=whole.mentors,
            scores=[self._scores(row, ended=row in branch.ended) for row in rows],
            places=[places - taken[column] for column, places in enumerate(whole.places)],
            standing={
                index: whole.standing[row]
                for index, row in enumerate(rows)
                if row in whole.standing and row not in branch.ended
            },
        )

    def _scores(self, row: int, *, ended: bool) -> Sequence[int]:
        scores = self.instance.scores[row]
        if not ended:
            return scores
        own = self.instance.standing[row]
        return [*scores[:own], -1, *scores[own + 1 :]]

    def _price(self, row: int, column: int | None) -> int:
        if column is None:
            return self.prices.alone
        if (row, column) not in self._ties:
            mentor, mentee = self.instance.mentors[column], self.instance.mentees[row]
            self._ties[row, column] = tie_break(mentor, mentee)
        return self.prices.of[self.instance.score(row, column)] + self._ties[row, column]


class _Search:
    """The search for the best answer that ends at most `limit` pairs and gains over `before`.

    `ceiling` is the highest price that is still of use. An answer that gains is a unit cheaper
    than the one before, ties apart, which together are less than an eighth of a unit.
    """

    def __init__(self, relaxed: _Relaxed, limit: int, before: Point):
        self.relaxed, self.limit = relaxed, limit
        self.found: Point | None = None
        self._order = count()
        self._queue: list[tuple[int, int, _Branch, Point, Point]] = []
        unit = relaxed.prices.unit
        self.ceiling = (before.price // unit - 1) * unit + unit // 8

    def best(self, under: Point, over: Point) -> Point | None:
        """Return the best answer, or None where none gains.

        `under` and `over` are any two answers that end fewer and more than the limit. Raises
        _Spent where the work may go no further.
        """
        self._enter(_Branch(), under, over)
        while self._queue and self._queue[0][0] <= self.ceiling:
            _, _, branch, under, over = heappop(self._queue)
            row = self._row_apart(under, over)
            kept = _Branch(branch.kept | {row}, branch.ended)
            self._enter(kept, under, self.relaxed.best(kept, 0))
            ended = _Branch(branch.kept, branch.ended | {row})
            self._enter(ended, self.relaxed.without_ending(ended.ended), over)
        return self.found

    def _enter(self, branch: _Branch, under: Point, over: Point) -> None:
        """Queue a branch by its bound, the greatest of all tolls, unless it is settled by then.

        `over` is the best answer of the branch if it does not end more than the limit.
        """
        self._take(under)
        self._take(over)
        settled = over.ended <= self.limit or len(branch.ended) == self.limit
        while not settled:
            toll = _slope(under, over)
            found = self.relaxed.best(branch, toll)
            self._take(found)
            bound = found.price + toll * (found.ended - self.limit)
            settled = found.ended == self.limit or bound > self.ceiling
            if bound == over.price + toll * (over.ended - self.limit) and not settled:
                heappush(self._queue, (bound, next(self._order), branch, under, over))
                return
            under, over = (found, over) if found.ended < self.limit else (under, found)

    def _take(self, point: Point) -> None:
        if point.ended <= self.limit and point.price <= self.ceiling:
            self.found, self.ceiling = point, point.price - 1

    def _row_apart(self, under: Point, over: Point) -> int:
        """Return a row whose pair one answer keeps and the other, which ends more, does not."""
        return next(
            row
            for row, own in self.relaxed.instance.standing.items()
            if under.column_of[row] == own != over.column_of[row]
        )
