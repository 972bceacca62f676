"""An answer in figures: how many are paired, how low, how evenly; whether it is the only one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from mentorkit.pairing.assignment import Solution
from mentorkit.pairing.fit import Cell, Fits
from mentorkit.pairing.goals import BEST


@dataclass(frozen=True, slots=True)
class Figures:
    """`below` counts the pairs under each floor, `lowest` is the worst score, `total` the sum.

    A standing pair that today's rules would not offer is paired and has no score.
    """

    paired: int
    below: tuple[int, ...]
    lowest: int | None
    total: int


def figures(cells: Iterable[Cell], fits: Fits, floors: Sequence[int]) -> Figures:
    """Count up an answer."""
    listed = list(cells)
    scores = [score for cell in listed if (score := fits.score(cell)) is not None]
    return Figures(
        paired=len(listed),
        below=tuple(sum(score < floor for score in scores) for floor in floors),
        lowest=min(scores, default=None),
        total=sum(scores),
    )


def blocking(cells: Sequence[Cell], fits: Fits, capacity: Mapping[str, int]) -> list[Cell]:
    """Return the blocking pairs, ordered by mentor and mentee.

    Both would fit each other better than what they have, a place left or being alone counting as
    less than any pair (Gale and Shapley, "College admissions and the stability of marriage", 1962;
    here one score is the preference of both).
    """
    own = {mentee: fits.score((mentor, mentee)) or 0 for mentor, mentee in cells}
    held: dict[str, list[int]] = {mentor: [] for mentor in fits.mentors}
    for mentor, mentee in cells:
        held[mentor].append(own[mentee])
    better_than = {
        mentor: min(scores, default=BEST) if len(scores) >= capacity[mentor] else -1
        for mentor, scores in held.items()
    }
    return [
        (mentor, mentee)
        for mentor, mentee in fits
        if (score := fits.score((mentor, mentee))) is not None
        if score > own.get(mentee, -1) and score > better_than[mentor]
    ]


def is_only_best(solution: Solution) -> bool:
    """Return whether no other answer is as good, before ties are broken by ids.

    Another one would differ by a cycle of the residual graph whose prices sum to nothing. All its
    edges would be tight, so without a cycle of tight edges there is none.
    """
    try:
        TopologicalSorter(_tight_edges(solution)).prepare()
    except CycleError:
        return False
    return True


def _tight_edges(solution: Solution) -> dict[int, list[int]]:
    """Return the edges of the residual graph that cost nothing, as node -> nodes.

    Columns that are neither full nor empty are one with the sink: free places may be exchanged.
    """
    instance, rows = solution.instance, len(solution.column_of)
    sink = rows + len(solution.seated)
    full = [len(s) >= p for s, p in zip(solution.seated, instance.places, strict=True)]
    node = [
        rows + column if full[column] or not seated else sink
        for column, seated in enumerate(solution.seated)
    ]
    edges: dict[int, list[int]] = {sink: []}
    for row, own in enumerate(solution.column_of):
        edges[row] = [node[column] for column in _tight_columns(solution, row) if column != own]
        if own is None:
            edges[sink].append(row)
        elif _tight(solution, solution.prices.alone - solution.row_price[row]):
            edges[row].append(sink)
    for column, seated in enumerate(solution.seated):
        edges.setdefault(node[column], []).extend(seated)
        if not seated and not full[column]:
            edges[node[column]].append(sink)
        elif seated and full[column] and _tight(solution, -solution.column_price[column]):
            edges[sink].append(node[column])
    return edges


def _tight_columns(solution: Solution, row: int) -> Iterator[int]:
    base = solution.row_price[row]
    for column, price in enumerate(solution.column_price):
        if solution.instance.allows(row, column) and _tight(
            solution, solution.listed(row, column) - base - price
        ):
            yield column


def _tight(solution: Solution, slack: int) -> bool:
    """Return whether an edge costs nothing but tie-breaks, for which half a unit has room."""
    return slack < solution.prices.unit // 2
