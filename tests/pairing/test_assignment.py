"""The assignment against trying everything, and against SciPy where there is too much to try."""

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from assignments import FLOORS, best, instance_of, instances, steps
from mentorkit.pairing.assignment import Instance, Solution, solve
from mentorkit.pairing.goals import GOALS, GoalName, prices
from mentorkit.pairing.matching import bottleneck

goals = pytest.mark.parametrize("goal", GOALS)


def solved(instance: Instance, goal: GoalName, floors: Sequence[int] = FLOORS) -> Solution:
    return solve(instance, prices(goal, floors, instance.occurring(), len(instance.mentees)))


@goals
@settings(max_examples=400, deadline=None)
@given(
    instances(),
    st.lists(st.integers(0, 1000), max_size=3, unique=True).map(sorted) | st.just(FLOORS),
)
def test_it_is_the_best_of_everything_possible(
    goal: GoalName, instance: Instance, floors: Sequence[int]
) -> None:
    assert tuple(solved(instance, goal, floors).column_of) == best(instance, goal, floors)


@goals
@settings(max_examples=200, deadline=None)
@given(instances())
def test_the_duals_prove_it(goal: GoalName, instance: Instance) -> None:
    found = solved(instance, goal)
    for row, own in enumerate(found.column_of):
        for column in range(len(instance.mentors)):
            if instance.allows(row, column):
                slack = found.price(row, column) - found.row_price[row] - found.column_price[column]
                assert slack == 0 if column == own else slack >= 0
        alone = found.prices.alone - found.row_price[row]
        assert alone == 0 if own is None else alone >= 0
    for column, seated in enumerate(found.seated):
        has_place_left = len(seated) < instance.places[column]
        assert found.column_price[column] <= 0
        assert found.column_price[column] == 0 or not has_place_left


@settings(max_examples=300, deadline=None)
@given(instances(standing=False))
def test_leximin_loses_nothing_by_leaving_out_what_lies_below_the_bottleneck(
    instance: Instance,
) -> None:
    whole = solved(instance, "leximin")
    worst = bottleneck(instance)
    assert solved(instance.above(worst), "leximin").column_of == whole.column_of
    scores = [
        instance.scores[row][column]
        for row, column in enumerate(whole.column_of)
        if column is not None
    ]
    assert not scores or min(scores) == worst


def large(seed: int, mentors: int, mentees: int, density: float, most: int) -> Instance:
    r = random.Random(seed)
    return instance_of(
        [
            [
                min(1000, r.randint(250, 700) + 10 * (column % 20) + 9 * (row % 20))
                if r.random() < density
                else -1
                for column in range(mentors)
            ]
            for row in range(mentees)
        ],
        [r.randint(0, most) if most > 1 else 1 for _ in range(mentors)],
    )


def by_scipy(instance: Instance, floors: Sequence[int]) -> tuple[object, ...]:
    """The best value of each step in turn, all earlier ones held at their best.

    The gains stay below 2**53 in sum, so that SciPy's floats are exact.
    """
    slots = [column for column, count in enumerate(instance.places) for _ in range(count)]
    digit = len(instance.mentees) + 1
    gains = np.zeros((len(instance.mentees), len(slots)))
    for row, scores in enumerate(instance.scores):
        for slot, column in enumerate(slots):
            if (score := scores[column]) >= 0:
                gain = 1
                for floor in floors:
                    gain = gain * digit - (score < floor)
                gains[row, slot] = gain * (1000 * digit) + score
    assert gains.max(initial=0) * digit < 2**53
    answer: list[int | None] = [None] * len(instance.mentees)
    for row, slot in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
        if gains[row, slot] > 0:
            answer[row] = slots[slot]
    return steps(instance, tuple(answer), "floors", floors)


@pytest.mark.parametrize("floors", [FLOORS, ()], ids=["floors", "total"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("mentors", "mentees", "density", "most"),
    [(15, 15, 0.8, 1), (60, 60, 0.1, 1), (80, 70, 0.9, 1), (25, 70, 0.5, 4), (70, 25, 0.05, 2)],
)
def test_it_reaches_what_scipy_reaches(
    seed: int, mentors: int, mentees: int, density: float, most: int, floors: Sequence[int]
) -> None:
    instance = large(seed, mentors, mentees, density, most)
    answer = tuple(solved(instance, "floors", floors).column_of)
    assert steps(instance, answer, "floors", floors) == by_scipy(instance, floors)
    used = Counter(column for column in answer if column is not None)
    assert all(count <= instance.places[column] for column, count in used.items())


@goals
def test_three_whom_the_best_first_leaves_alone(goal: GoalName) -> None:
    """Taking the greatest fit first strands three; the optimum strands nobody."""
    scores = [[-1] * 6 for _ in range(6)]
    for group in (0, 2, 4):
        scores[group][group] = 900
        scores[group + 1][group : group + 2] = [910, 300]
    assert solved(instance_of(scores), goal).column_of == [0, 1, 2, 3, 4, 5]


def test_a_standing_pair_is_kept_whatever_it_costs_the_others() -> None:
    """Ending it would pair one more mentee; that is for a person to decide."""
    instance = instance_of([[300, 900], [800, -1]], standing={0: 0})
    assert solved(instance, "total").column_of == [0, None]
