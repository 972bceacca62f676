"""The curve of repair against trying everything, for every number of pairs ended and each goal."""

import random

import pytest
from trying import FLOORS, Answer, best_by_number, ended, everything, tie, worth

from mentorkit.pairing.assignment import Instance
from mentorkit.pairing.curve import EFFORT, Curve, curve
from mentorkit.pairing.goals import GOALS, GoalName, prices


def small(seed: int) -> Instance:
    """Return a random cohort in its fifth week: some pairs stand, some people are alone.

    Few different scores make many equally good answers; a standing pair may be one that today's
    rules do not offer.
    """
    r = random.Random(seed)
    mentors = [f"m{i}" for i in range(r.randint(1, 5))]
    mentees = [f"e{i}" for i in range(r.randint(1, 6))]
    some = r.choice([[300, 450, 700], [300, 400, 410, 500, 600, 800, 990], range(0, 1001, 10)])
    closed = r.choice([0.1, 0.4])
    scores = [[-1 if r.random() < closed else r.choice(some) for _ in mentors] for _ in mentees]
    places = [r.choice([0, 1, 1, 1, 2]) for _ in mentors]
    standing, left = {}, list(places)
    for row in range(len(mentees)):
        free = [column for column, count in enumerate(left) if count]
        if free and r.random() < 0.7:
            standing[row] = r.choice(free)
            left[standing[row]] -= 1
    return Instance(mentees, mentors, scores, places, standing)


def by_trying(instance: Instance, goal: GoalName) -> list[tuple[int, Answer]]:
    """Return the best answer that ends at most k, for every k at which one gains."""
    answers = [(worth(instance, a, goal), tie(instance, a), a) for a in everything(instance)]
    best: list[tuple[int, Answer]] = []
    reached = None
    for k in range(len(instance.standing) + 1):
        found = min(answer for answer in answers if ended(instance, answer[2]) <= k)
        if reached is None or found[0] < reached:
            best.append((k, found[2]))
            reached = found[0]
    return best


def found(instance: Instance, goal: GoalName, effort: int = EFFORT) -> Curve:
    asked = prices(goal, FLOORS, instance.occurring(), len(instance.mentees))
    return curve(instance, asked, effort)


@pytest.mark.parametrize("goal", GOALS)
def test_every_number_of_ended_pairs_is_answered_as_trying_everything_does(goal: GoalName) -> None:
    rows = set()
    for seed in range(150):
        instance = small(seed)
        got = found(instance, goal)
        assert [(p.ended, p.column_of) for p in got.points] == by_trying(instance, goal), seed
        assert got.unsettled == ()
        rows.add(len(got.points))
    assert rows >= {1, 2, 3}


def larger(seed: int) -> Instance:
    """Return a random cohort in which almost everybody has a mentor, and few could be others'."""
    r = random.Random(seed)
    mentors = [f"m{i}" for i in range(7)]
    mentees = [f"e{i}" for i in range(8)]
    some = r.choice([[300, 450, 700], [500, 501, 502, 504], range(300, 901, 50)])
    closed = r.choice([0.2, 0.6])
    scores = [[-1 if r.random() < closed else r.choice(some) for _ in mentors] for _ in mentees]
    rows = r.sample(range(8), r.randint(5, 7))
    standing = dict(zip(rows, r.sample(range(7), len(rows)), strict=True))
    return Instance(mentees, mentors, scores, [1] * 7, standing)


def test_the_table_finds_what_trying_everything_finds() -> None:
    for seed in range(20):
        for goal in GOALS:
            assert best_by_number(small(seed), goal) == by_trying(small(seed), goal)


@pytest.mark.parametrize("goal", GOALS)
def test_larger_ones_are_answered_as_a_table_of_all_answers_does(goal: GoalName) -> None:
    rows = 0
    for seed in range(45):
        instance = larger(seed)
        got = found(instance, goal)
        assert [(p.ended, p.column_of) for p in got.points] == best_by_number(instance, goal), seed
        rows += len(got.points)
    assert rows > 135


def test_a_single_point_is_a_gain_and_nothing_is_none() -> None:
    """Who has 500 may have 501 elsewhere, or 500 elsewhere."""
    for score, rows in ((500, [0]), (501, [0, 1])):
        instance = Instance(["a"], ["m", "n"], [[500, score]], [1, 1], {0: 0})
        for effort in (0, EFFORT):
            assert [p.ended for p in found(instance, "total", effort).points] == rows


def test_what_the_work_did_not_settle_is_said_and_the_rest_is_right() -> None:
    lacking = 0
    for seed in range(30):
        instance = larger(seed)
        whole = best_by_number(instance, "floors")
        size = len(instance.mentees) * len(instance.mentors)
        for calls in range(0, 40, 8):
            got = found(instance, "floors", effort=calls * size)
            points = [(p.ended, p.column_of) for p in got.points]
            missing = {k for k, _ in whole} - {k for k, _ in points}
            lacking += len(missing)
            assert set(points) <= set(whole), seed
            assert missing <= set(got.unsettled)
            assert {k for k, _ in points}.isdisjoint(got.unsettled)
            assert (points[0], points[-1]) == (whole[0], whole[-1])
    assert lacking > 10


def test_a_number_between_two_points_of_the_hull() -> None:
    """To end one pair gains 10 points; two gain 300 at once, for which none gains 150."""
    scores = [[500, 510, -1, -1], [-1, 500, 650, -1], [-1, -1, 500, 650]]
    instance = Instance(["a", "b", "c"], ["m", "n", "o", "p"], scores, [1, 1, 1, 1], {1: 1, 2: 2})
    assert [p.ended for p in found(instance, "total").points] == [0, 1, 2]
    lone = Instance(["a", "b", "c"], ["m", "n", "o", "p"], scores, [0, 1, 1, 1], {1: 1, 2: 2})
    points = found(lone, "total").points
    assert [(p.ended, p.column_of) for p in points] == [
        (0, (None, 1, 2)),
        (1, (None, 1, 3)),
        (2, (1, 2, 3)),
    ]
