"""The assignment against trying everything, and against SciPy where there is too much to try."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from mentorkit.pairing.assignment import best_pairs

Cell = tuple[str, str]


@dataclass(frozen=True)
class Instance:
    scores: Mapping[Cell, int]
    places: Mapping[str, int]
    mentees: Sequence[str]
    floors: Sequence[int]


def counted(instance: Instance, pairs: Mapping[str, str]) -> tuple[int, ...]:
    """The goal's steps, each to be made small: unpaired, below each floor, minus the total."""
    scores = [instance.scores[mentor, mentee] for mentee, mentor in pairs.items()]
    below = (sum(score < floor for score in scores) for floor in instance.floors)
    return (len(instance.mentees) - len(pairs), *below, -sum(scores))


def tie(pairs: Mapping[str, str]) -> int:
    digests = (sha256(f"{mentor}\0{mentee}".encode()) for mentee, mentor in pairs.items())
    return sum(int(digest.hexdigest()[:16], 16) for digest in digests)


def everything(instance: Instance) -> Iterator[dict[str, str]]:
    """Every assignment that keeps to the places and the possible cells."""
    choices = [
        [None, *(mentor for mentor in instance.places if (mentor, mentee) in instance.scores)]
        for mentee in instance.mentees
    ]
    for chosen in product(*choices):
        used = Counter(filter(None, chosen))
        if all(count <= instance.places[mentor] for mentor, count in used.items()):
            whole = zip(instance.mentees, chosen, strict=True)
            yield {mentee: mentor for mentee, mentor in whole if mentor is not None}


@st.composite
def small(draw: st.DrawFn) -> Instance:
    mentors = [f"m{i}" for i in range(draw(st.integers(0, 4)))]
    mentees = [f"e{i}" for i in range(draw(st.integers(0, 5)))]
    # Few different scores make many equally good answers, so that the tie-break has work.
    score = st.sampled_from([300, 400, 500, 600]) | st.integers(0, 1000)
    cells = st.none() | score
    drawn = {(m, e): draw(cells) for m in mentors for e in mentees}
    return Instance(
        {cell: score for cell, score in drawn.items() if score is not None},
        {m: draw(st.integers(0, 2)) for m in mentors},
        mentees,
        draw(st.lists(st.integers(0, 1000), max_size=3) | st.just([400, 500, 600])),
    )


@settings(max_examples=400, deadline=None)
@given(small())
def test_it_is_the_best_of_everything_possible(instance: Instance) -> None:
    found = best_pairs(instance.scores, instance.places, instance.mentees, instance.floors)
    best = min(everything(instance), key=lambda p: (counted(instance, p), tie(p)))
    assert found == best


@settings(max_examples=100, deadline=None)
@given(small(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(instance: Instance, r: random.Random) -> None:
    def shuffled(items: Mapping[Cell, int]) -> dict[Cell, int]:
        return dict(r.sample(list(items.items()), len(items)))

    places = dict(r.sample(list(instance.places.items()), len(instance.places)))
    mentees = r.sample(list(instance.mentees), len(instance.mentees))
    one = best_pairs(instance.scores, instance.places, instance.mentees, instance.floors)
    other = best_pairs(shuffled(instance.scores), places, mentees, instance.floors)
    assert list(one.items()) == list(other.items())


def large(seed: int, mentors: int, mentees: int, density: float, most: int) -> Instance:
    r = random.Random(seed)
    return Instance(
        {
            (f"m{j}", f"e{i}"): min(1000, r.randint(250, 700) + 10 * (j % 20) + 9 * (i % 20))
            for j in range(mentors)
            for i in range(mentees)
            if r.random() < density
        },
        {f"m{j}": r.randint(0, most) if most > 1 else 1 for j in range(mentors)},
        [f"e{i}" for i in range(mentees)],
        [400, 500, 600],
    )


def by_scipy(instance: Instance) -> tuple[int, ...]:
    """The best value of each step in turn, all earlier ones held at their best.

    The gains stay below 2**53 in sum, so that SciPy's floats are exact.
    """
    slots = [mentor for mentor, count in instance.places.items() for _ in range(count)]
    digit = len(instance.mentees) + 1
    gains = np.zeros((len(instance.mentees), len(slots)))
    for row, mentee in enumerate(instance.mentees):
        for column, mentor in enumerate(slots):
            score = instance.scores.get((mentor, mentee))
            if score is not None:
                gain = 1
                for floor in instance.floors:
                    gain = gain * digit - (score < floor)
                gains[row, column] = gain * (1000 * digit) + score
    assert gains.max(initial=0) * digit < 2**53
    rows, columns = linear_sum_assignment(gains, maximize=True)
    pairs = {
        instance.mentees[row]: slots[column]
        for row, column in zip(rows, columns, strict=True)
        if gains[row, column] > 0
    }
    return counted(instance, pairs)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("mentors", "mentees", "density", "most"),
    [(15, 15, 0.8, 1), (60, 60, 0.1, 1), (80, 70, 0.9, 1), (25, 70, 0.5, 4), (70, 25, 0.05, 2)],
)
def test_it_reaches_what_scipy_reaches(
    seed: int, mentors: int, mentees: int, density: float, most: int
) -> None:
    instance = large(seed, mentors, mentees, density, most)
    found = best_pairs(instance.scores, instance.places, instance.mentees, instance.floors)
    assert counted(instance, found) == by_scipy(instance)
    used = Counter(found.values())
    assert all(count <= instance.places[mentor] for mentor, count in used.items())


def test_three_whom_the_best_first_leaves_alone() -> None:
    """Taking the greatest fit first strands a, b and c; the optimum strands nobody."""
    chain = {("m1", "a"): 900, ("m1", "x"): 910, ("m2", "x"): 300}
    scores = {(m + g, e + g): score for g in "pqr" for (m, e), score in chain.items()}
    places = dict.fromkeys(sorted({mentor for mentor, _ in scores}), 1)
    mentees = sorted({mentee for _, mentee in scores})
    found = best_pairs(scores, places, mentees, [400, 500, 600])
    assert found == {e + g: m + g for e, m in (("a", "m1"), ("x", "m2")) for g in "pqr"}
