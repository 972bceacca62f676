"""Who competes for too few places: the group that Hall's condition fails for.

Somebody is alone in an answer that pairs as many as it can, although some partner would do,
because everybody who can be reached by exchanging partners wants the same few places (Hall, "On
representatives of subsets", Journal of the London Mathematical Society, 1935).
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from mentorkit.pairing.assignment import Instance, Solution


@dataclass(frozen=True, slots=True)
class Competition:
    """More on one side than the other has room for, each side ordered by id.

    For a mentee who is alone: `mentees` could be paired with nobody but `mentors`, whose `places`
    are fewer. Pairs that stand are left out, with the places that they take, if to end some would
    help: at least `ends` of them; None says that it would not.

    For a mentor with a place left: `mentors` could be paired with nobody but `mentees`, who are
    fewer than `places`. Pairs that stand, and their places, are left out.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: int
    ends: int | None = None


def for_places(solution: Solution, row: int) -> Competition:
    """Return whom a row that is alone competes with for the columns that it could take."""
    ends = _fewest_ended(solution, row)
    instance = solution.instance
    stay: Collection[int] = () if ends is None else instance.standing
    columns = _closure(
        _columns(instance, row),
        lambda column: (
            other
            for each in solution.seated[column]
            if each not in stay
            for other in _columns(instance, each)
        ),
    )
    rows = [
        each
        for each in range(len(instance.mentees))
        if each == row
        or (each not in stay and (own := _columns(instance, each)) and columns.issuperset(own))
    ]
    return _competition(solution, rows, columns, stay, ends)


def for_mentees(solution: Solution, column: int) -> Competition:
    """Return with whom a column that has a place left competes for rows."""
    instance = solution.instance
    takers = {
        here: [row for row in range(len(instance.mentees)) if row not in instance.standing
               if instance.allows(row, here)]
        for here in range(len(instance.mentors))
    }  # fmt: skip
    columns = _closure(
        [column],
        lambda here: (own for row in takers[here] if (own := solution.column_of[row]) is not None),
    )
    rows = sorted({row for here in columns for row in takers[here]})
    return _competition(solution, rows, columns, instance.standing, None)


def _competition(
    solution: Solution,
    rows: Iterable[int],
    columns: Iterable[int],
    stay: Collection[int],
    ends: int | None,
) -> Competition:
    instance, named = solution.instance, sorted(columns)
    taken = sum(row in stay for column in named for row in solution.seated[column])
    return Competition(
        mentees=tuple(instance.mentees[row] for row in rows),
        mentors=tuple(instance.mentors[column] for column in named),
        places=sum(instance.places[column] for column in named) - taken,
        ends=ends,
    )


def _columns(instance: Instance, row: int) -> list[int]:
    return [c for c in range(len(instance.mentors)) if instance.allows(row, c)]


def _closure(start: Iterable[int], following: Callable[[int], Iterable[int]]) -> set[int]:
    """Return everything that can be reached from some columns."""
    found = set(start)
    waiting = list(found)
    for column in waiting:
        new = set(following(column)) - found
        found |= new
        waiting += new
    return found


def _fewest_ended(solution: Solution, row: int) -> int | None:
    """Return how many standing pairs must end at least to seat one more row, None if none helps.

    It is the shortest path to a free place, where to move a row from the column that it stands
    with counts one, and to move any other nothing.
    """
    instance = solution.instance
    queue, settled = deque([(0, row)]), set()
    while queue:
        ended, here = queue.popleft()
        if here in settled:
            continue
        settled.add(here)
        for column in _columns(instance, here):
            seated = solution.seated[column]
            if len(seated) < instance.places[column]:
                return ended
            for other in seated:
                if instance.standing.get(other) == column:
                    queue.append((ended + 1, other))
                else:
                    queue.appendleft((ended, other))
    return None
