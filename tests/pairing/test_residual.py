"""Every what-if against solving anew."""

import pytest
from hypothesis import given, settings

from assignments import everything, instances, steps, tie
from mentorkit.pairing.assignment import Instance, Solution, solve
from mentorkit.pairing.figures import is_only_best
from mentorkit.pairing.goals import GOALS, GoalName, prices
from mentorkit.pairing.residual import Change, Residual

goals = pytest.mark.parametrize("goal", GOALS)


def solved(instance: Instance, goal: GoalName) -> Solution:
    return solve(
        instance, prices(goal, (400, 500, 600), instance.occurring(), len(instance.mentees))
    )


def after(solution: Solution, change: Change) -> tuple[int | None, ...]:
    moved = {**dict(enumerate(solution.column_of)), **change.moves}
    return tuple(moved[row] for row in range(len(solution.column_of)))


def cost(solution: Solution, answer: tuple[int | None, ...]) -> int:
    return sum(
        solution.prices.alone if column is None else solution.price(row, column)
        for row, column in enumerate(answer)
    )


@goals
@settings(max_examples=150, deadline=None)
@given(instances())
def test_each_alternative_of_a_mentee_is_the_best_answer_with_it(
    goal: GoalName, instance: Instance
) -> None:
    solution = solved(instance, goal)
    own = cost(solution, tuple(solution.column_of))
    every = list(everything(instance))
    for row, chosen in enumerate(solution.column_of):
        found = Residual(solution).of_row(row)
        forced = {answer[row] for answer in every} - {chosen}
        assert found.keys() == forced
        for column in forced:
            best = min(
                (answer for answer in every if answer[row] == column),
                key=lambda a: (steps(instance, a, goal), tie(instance, a)),
            )
            assert after(solution, found[column]) == best
            assert found[column].extra == cost(solution, best) - own
            assert next(iter(found[column].moves)) == row


@goals
@settings(max_examples=150, deadline=None)
@given(instances())
def test_a_mentor_is_told_the_same_as_the_mentees(goal: GoalName, instance: Instance) -> None:
    residual = Residual(solved(instance, goal))
    of_mentees = [residual.of_row(row) for row in range(len(instance.mentees))]
    for column in range(len(instance.mentors)):
        told = {row: found[column] for row, found in enumerate(of_mentees) if column in found}
        assert residual.of_column(column) == told


@goals
@settings(max_examples=300, deadline=None)
@given(instances())
def test_an_answer_is_the_only_one_if_no_other_is_as_good(
    goal: GoalName, instance: Instance
) -> None:
    solution = solved(instance, goal)
    values = [steps(instance, answer, goal) for answer in everything(instance)]
    assert is_only_best(solution) == (values.count(min(values)) == 1)  # type: ignore[type-var]
