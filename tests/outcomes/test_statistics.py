from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from mentorkit.outcomes.statistics import at_least, middle, quartiles, wilson

PUBLISHED = [  # R 3.6.2 prop.test(correct = FALSE), as in SciPy's own tests
    (3, 10, 0.1077913, 0.6032219),
    (0, 10, 0.0, 0.2775328),
    (10, 10, 0.7224672, 1.0),
]
OF_FIFTEEN = [
    (3, 0.0705, 0.4519),
    (4, 0.1090, 0.5195),
    (6, 0.1982, 0.6425),
    (9, 0.3575, 0.8018),
    (12, 0.5481, 0.9295),
    (13, 0.6212, 0.9626),
    (15, 0.7961, 1.0),
]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), PUBLISHED)
def test_wilson_is_as_published(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-7)


@pytest.mark.parametrize(("successes", "low", "high"), OF_FIFTEEN)
def test_wilson_of_fifteen(successes: int, low: float, high: float) -> None:
    assert wilson(successes, 15) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(proportion: tuple[int, int]) -> None:
    interval = binomtest(*proportion).proportion_ci(method="wilson")
    assert wilson(*proportion) == pytest.approx((interval.low, interval.high), abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 4), (5, 4)])
def test_no_proportion_has_no_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(successes, trials)


@pytest.mark.parametrize(("successes", "chance"), [(0, 1.0), (4, 0.12041), (5, 0.03615)])
def test_the_exact_test_against_a_baseline(successes: int, chance: float) -> None:
    assert at_least(successes, 15, Fraction(13, 100)) == pytest.approx(chance, abs=5e-6)


@given(
    st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.fractions(0, 1, max_denominator=1000),
)
def test_the_exact_test_is_scipys(proportion: tuple[int, int], share: Fraction) -> None:
    successes, trials = proportion
    assert at_least(successes, trials, share) == pytest.approx(
        binom.sf(successes - 1, trials, float(share)), abs=1e-9
    )


def test_the_middle_of_some_values() -> None:
    assert middle([]) is None
    assert middle([3, 1]) == 2
    assert middle([5, 1, 2]) == 2
    assert quartiles([7]) is None
    assert quartiles([1, 2, 3, 4, 5]) == (2, 4)
    assert quartiles([0, 15]) == (3.75, 11.25)
