"""Every what-if of a solution, from shortest paths instead of solving anew.

To force a pair is to change the flow on one edge by one, and the cheapest way to make up for it is
a shortest path in the residual graph: from the place that was taken back to the mentee who took
it (Ahuja, Magnanti and Orlin, "Network Flows", 1993, sections 9.4 and 12.4). The duals of the
solution make every edge at least 0 long, so one search by Dijkstra's rule finds all alternatives
of a person, exactly, with those who would have to move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from mentorkit.pairing.assignment import Solution

_Edges = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """What an alternative takes: `extra` is what it costs over the solution, from 0.

    `moves[row]` is the column, or None for nobody, of each row that gets another one, the row
    that was asked about first.
    """

    extra: int
    moves: Mapping[int, int | None]


class Residual:
    """The residual graph of a solution; its nodes are the rows, then the columns, then the sink.

    An edge leads from a row to every column that it could take and to the sink, which stands for
    being alone; from a column to the rows seated there, which it could give up, and, with a
    place left, to the sink; from the sink to the rows that are alone and to the columns in use.
    """

    def __init__(self, solution: Solution):
        self.solution = solution
        self.rows = len(solution.column_of)
        self.sink = self.rows + len(solution.seated)
        self._kept: dict[int, list[tuple[int, int]]] = {}

    def of_row(self, row: int) -> dict[int | None, Change]:
        """Return what it takes to give a row each other column that is possible, or nobody."""
        lengths, after = self._search(row, self._into)
        found: dict[int | None, Change] = {}
        for node, length in self._out_of(row):
            if node in lengths:
                moves = self._moves(row, node, lambda at: after[at])
                extra = length + self._tie(row, node) + lengths[node]
                found[self._column(node)] = Change(extra, moves)
        return found

    def without_pair_of(self, row: int) -> Change:
        """Return what it takes to give a row anything but the column that it has.

        It is the cheapest alternative of the row. ValueError if the row is alone.
        """
        own = self.solution.column_of[row]
        if own is None:
            raise ValueError("this row has no pair to go without")
        lengths, before = self._search(row, self._out_of, until=self.rows + own)
        chain = [self.rows + own]
        while chain[-1] != row:
            chain.append(before[chain[-1]])
        following = dict(zip(chain[1:], chain, strict=False)) | {self.rows + own: row}
        return Change(lengths[self.rows + own], self._moves(row, chain[-2], following.__getitem__))

    def of_column(self, column: int) -> dict[int, Change]:
        """Return what it takes to give a column each row that is possible and not seated there."""
        lengths, before = self._search(self.rows + column, self._out_of)
        found = {}
        for row, length in self._into(self.rows + column):
            if row in lengths and row != self.sink:
                chain = [row]
                while chain[-1] != self.rows + column:
                    chain.append(before[chain[-1]])
                following = dict(zip(chain[1:], chain, strict=False))
                moves = self._moves(row, self.rows + column, following.__getitem__)
                extra = length + self._tie(row, self.rows + column) + lengths[row]
                found[row] = Change(extra, moves)
        return found

    def _search(
        self, start: int, edges: Callable[[int], _Edges], until: int | None = None
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Return every node's distance to or from `start`, and its neighbour on that path.

        With `until`, only nodes that are no farther than that one are sure to be right.
        """
        lengths: dict[int, int] = {}
        neighbour: dict[int, int] = {}
        nearest = {start: 0}
        queue = [(0, start)]
        while queue:
            length, node = heappop(queue)
            if node in lengths:
                continue
            lengths[node] = length
            if node == until:
                break
            for other, step in edges(node):
                there = length + step
                if other in lengths or there >= nearest.get(other, there + 1):
                    continue
                # Most edges are too long already, before their tie-break is worked out.
                there += self._tie(node, other)
                if there < nearest.get(other, there + 1):
                    nearest[other] = there
                    neighbour[other] = node
                    heappush(queue, (there, other))
        return lengths, neighbour

    def _out_of(self, node: int) -> _Edges:
        """Yield where edges from a node lead, each with its length but for the tie-break."""
        solution = self.solution
        if node < self.rows:
            yield from self._steps(node)
            if solution.column_of[node] is not None:
                yield self.sink, solution.prices.alone - solution.row_price[node]
        elif node < self.sink:
            column = node - self.rows
            yield from ((row, 0) for row in solution.seated[column])
            if len(solution.seated[column]) < solution.instance.places[column]:
                yield self.sink, 0
        else:
            yield from ((row, 0) for row, own in enumerate(solution.column_of) if own is None)
            for column, seated in enumerate(solution.seated):
                if seated:
                    yield self.rows + column, -solution.column_price[column]

    def _into(self, node: int) -> _Edges:
        """Yield where edges to a node come from, each with its length but for the tie-break."""
        solution = self.solution
        if node < self.rows:
            own = solution.column_of[node]
            yield (self.sink if own is None else self.rows + own), 0
        elif node < self.sink:
            column = node - self.rows
            yield from self._steps_to(column)
            if solution.seated[column]:
                yield self.sink, -solution.column_price[column]
        else:
            for row, own in enumerate(solution.column_of):
                if own is not None:
                    yield row, solution.prices.alone - solution.row_price[row]
            for column, seated in enumerate(solution.seated):
                if len(seated) < solution.instance.places[column]:
                    yield self.rows + column, 0

    def _steps(self, row: int) -> list[tuple[int, int]]:
        """Return the edges from a row to the columns that it could take and does not have."""
        if row not in self._kept:
            solution, instance = self.solution, self.solution.instance
            own, stands = solution.column_of[row], instance.standing.get(row)
            of, base, first = solution.prices.of, solution.row_price[row], self.rows
            found = [
                (first + column, of[score] - base - price)
                for column, (score, price, places) in enumerate(
                    zip(instance.scores[row], solution.column_price, instance.places, strict=True)
                )
                if score >= 0 and places and column != own and column != stands
            ]
            if stands is not None and stands != own and instance.places[stands]:
                found.append((first + stands, self._length(row, stands)))
            self._kept[row] = found
        return self._kept[row]

    def _steps_to(self, column: int) -> _Edges:
        """Yield the edges to a column from the rows that could take it and do not have it."""
        solution, instance = self.solution, self.solution.instance
        if not instance.places[column]:
            return
        of, price, standing = solution.prices.of, solution.column_price[column], instance.standing
        for row, scores in enumerate(instance.scores):
            score = scores[column]
            if solution.column_of[row] == column:
                continue
            if standing.get(row) == column:
                yield row, self._length(row, column)
            elif score >= 0:
                yield row, of[score] - solution.row_price[row] - price

    def _length(self, row: int, column: int) -> int:
        listed = self.solution.listed(row, column)
        return listed - self.solution.row_price[row] - self.solution.column_price[column]

    def _tie(self, node: int, other: int) -> int:
        """Return the tie-break of an edge, which only one to a column not had already has."""
        row, column = min(node, other), max(node, other) - self.rows
        if max(node, other) == self.sink or self.solution.column_of[row] == column:
            return 0
        return self.solution.tie(row, column)

    def _column(self, node: int) -> int | None:
        return None if node == self.sink else node - self.rows

    def _moves(self, row: int, node: int, following: Callable[[int], int]) -> dict[int, int | None]:
        """Return who gets which column along the cycle that leads from a row to a node and on."""
        moves = {row: self._column(node)}
        while node != row:
            before, node = node, following(node)
            if before < self.rows:
                moves[before] = self._column(node)
        return moves
