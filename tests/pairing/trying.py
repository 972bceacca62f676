"""Every answer to a small instance, and what each goal says of it in its own words."""

from collections.abc import Iterator
from itertools import product

from mentorkit.pairing.assignment import Instance
from mentorkit.pairing.goals import GoalName, tie_break

FLOORS = (400, 500, 600)
Answer = tuple[int | None, ...]


def everything(instance: Instance) -> Iterator[Answer]:
    """Yield every answer that keeps to the places and the possible pairs, a column for each row."""
    columns = range(len(instance.mentors))
    choices = [
        [None, *(column for column in columns if instance.allows(row, column))]
        for row in range(len(instance.mentees))
    ]
    for answer in product(*choices):
        if all(answer.count(column) <= instance.places[column] for column in columns):
            yield answer


def ended(instance: Instance, answer: Answer) -> int:
    """Return how many standing pairs an answer ends."""
    return sum(answer[row] != own for row, own in instance.standing.items())


def worth(instance: Instance, answer: Answer, goal: GoalName) -> tuple[object, ...]:
    """Return what the goal asks for, to be made small."""
    scores = [instance.score(row, column) for row, column in chosen(answer)]
    if goal == "leximin":
        return (-len(scores), [-score for score in sorted(scores)])
    floors = FLOORS if goal == "floors" else ()
    below = [sum(score < floor for score in scores) for floor in floors]
    return (-len(scores), below, -sum(scores))


def tie(instance: Instance, answer: Answer) -> int:
    """Return the sum of the tie-breaks."""
    return sum(tie_break(instance.mentors[c], instance.mentees[r]) for r, c in chosen(answer))


def chosen(answer: Answer) -> list[tuple[int, int]]:
    """Return the rows that are not alone, each with its column."""
    return [(row, column) for row, column in enumerate(answer) if column is not None]


State = tuple[tuple[int, ...], int]
Found = tuple[list[int], int, Answer]


def best_by_number(instance: Instance, goal: GoalName) -> list[tuple[int, Answer]]:
    """Return the best answer that ends at most k, for every k at which one gains.

    A table over the places in use and the pairs ended, row after row. It answers instances of
    which not everything can be tried.
    """
    table: dict[State, Found] = {((0,) * len(instance.mentors), 0): ([], 0, ())}
    for row in range(len(instance.mentees)):
        longer: dict[State, Found] = {}
        for state, (steps, ties, answer) in table.items():
            for column in _free(instance, row, state[0]):
                used = tuple(count + (c == column) for c, count in enumerate(state[0]))
                ends = row in instance.standing and instance.standing[row] != column
                own = _steps(instance, row, column, goal)
                found = (
                    [a + b for a, b in zip(steps or [0] * len(own), own, strict=True)],
                    ties + _tie(instance, row, column),
                    (*answer, column),
                )
                key = (used, state[1] + ends)
                longer[key] = min(found, longer.get(key, found), key=lambda each: each[:2])
        table = longer
    best: list[tuple[int, Found]] = []
    for k in range(len(instance.standing) + 1):
        within = (found for (_, gone), found in table.items() if gone <= k)
        found = min(within, key=lambda each: each[:2])
        if not best or found[0] < best[-1][1][0]:
            best.append((k, found))
    return [(k, answer) for k, (_, _, answer) in best]


def _free(instance: Instance, row: int, used: tuple[int, ...]) -> list[int | None]:
    columns = range(len(used))
    return [
        None,
        *(c for c in columns if instance.allows(row, c) and used[c] < instance.places[c]),
    ]


def _tie(instance: Instance, row: int, column: int | None) -> int:
    if column is None:
        return 0
    return tie_break(instance.mentors[column], instance.mentees[row])


def _steps(instance: Instance, row: int, column: int | None, goal: GoalName) -> list[int]:
    """Return what one row adds to each step of a goal."""
    score = None if column is None else instance.score(row, column)
    if goal == "leximin":
        counts = (score == level for level in sorted(instance.occurring()))
    else:
        counts = (score is not None and score < floor for floor in FLOORS if goal == "floors")
    total = [] if goal == "leximin" else [-(score or 0)]
    return [score is None, *map(int, counts), *total]
