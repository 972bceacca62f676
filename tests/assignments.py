"""Small instances of the pairing, and every answer that they have."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import product

from hypothesis import strategies as st

from mentorkit.pairing.assignment import Instance
from mentorkit.pairing.goals import GoalName

FLOORS = (400, 500, 600)

Answer = tuple[int | None, ...]
"""The column of each row, or None."""


def instance_of(
    scores: Sequence[Sequence[int]],
    places: Sequence[int] | None = None,
    standing: dict[int, int] | None = None,
) -> Instance:
    """An instance of mentees e0, e1 … and mentors m0, m1 …, one place each unless said."""
    columns = len(places) if places is not None else len(scores[0])
    return Instance(
        [f"e{row}" for row in range(len(scores))],
        [f"m{column}" for column in range(columns)],
        scores,
        [1] * columns if places is None else places,
        standing or {},
    )


@st.composite
def instances(draw: st.DrawFn, *, standing: bool = True) -> Instance:
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    # Few different scores make many equally good answers, so that the tie-break has work.
    score = st.sampled_from([-3, -1, 300, 400, 500, 600]) | st.integers(0, 1000)
    scores = [[draw(score) for _ in range(columns)] for _ in range(rows)]
    places = [draw(st.integers(0, 2)) for _ in range(columns)]
    left, stands = list(places), {}
    for row in range(rows if standing and columns else 0):
        column = draw(st.integers(0, 2 * columns))
        if column < columns and left[column]:
            left[column] -= 1
            stands[row] = column
    return instance_of(scores, places, stands)


def everything(instance: Instance) -> Iterator[Answer]:
    """Every answer that keeps to the places and to the possible pairs."""
    columns = range(len(instance.mentors))
    choices = [
        [
            None,
            *(
                c
                for c in columns
                if instance.scores[row][c] >= 0 or instance.standing.get(row) == c
            ),
        ]
        for row in range(len(instance.mentees))
    ]
    for chosen in product(*choices):
        used = Counter(column for column in chosen if column is not None)
        if all(count <= instance.places[column] for column, count in used.items()):
            yield chosen


def steps(
    instance: Instance, answer: Answer, goal: GoalName, floors: Sequence[int] = FLOORS
) -> tuple[object, ...]:
    """The goal's steps in their order, each to be made small."""
    scores = sorted(
        max(0, instance.scores[row][column])
        for row, column in enumerate(answer)
        if column is not None
    )
    ended = sum(answer[row] != column for row, column in instance.standing.items())
    first = (ended, -len(scores))
    if goal == "leximin":
        return (*first, tuple(-score for score in scores))
    below = [sum(score < floor for score in scores) for floor in floors]
    return (*first, *(below if goal == "floors" else ()), -sum(scores))


def tie(instance: Instance, answer: Answer) -> int:
    total = 0
    for row, column in enumerate(answer):
        if column is not None:
            both = f"{instance.mentors[column]}\0{instance.mentees[row]}"
            total += int(sha256(both.encode()).hexdigest()[:16], 16)
    return total


def best(instance: Instance, goal: GoalName, floors: Sequence[int] = FLOORS) -> Answer:
    """The only best answer, by looking at all of them."""
    return min(
        everything(instance), key=lambda a: (steps(instance, a, goal, floors), tie(instance, a))
    )
