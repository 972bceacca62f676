"""The few statistics of the report, exact where they can be, on the standard library alone."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist, median, quantiles


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a proportion, as shares from 0 to 1.

    Wilson 1927; recommended for small numbers by Brown, Cai and DasGupta 2001. Of 15, its mean
    coverage is .954. Raises ValueError unless 0 <= successes <= trials and trials > 0.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"no proportion: {successes} of {trials}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two proportions, `one` less the `other`.

    Each is (successes, trials), the ends are from -1 to 1. Newcombe 1998, method 10: the Wilson
    intervals of both, squared and added. Raises ValueError where one of them is no proportion.
    """
    (a, m), (b, n) = one, other
    (low, high), (low_other, high_other) = wilson(a, m), wilson(b, n)
    p, q = a / m, b / n
    below = sqrt((p - low) ** 2 + (high_other - q) ** 2)
    above = sqrt((high - p) ** 2 + (q - low_other) ** 2)
    return p - q - below, p - q + above


def at_least(successes: int, trials: int, share: Fraction) -> float:
    """Return the chance of at least so many successes where each has the chance `share`.

    The p-value of the exact one-sided binomial test. Raises ValueError unless
    0 <= successes <= trials and 0 <= share <= 1.
    """
    if not 0 <= successes <= trials or not 0 <= share <= 1:
        raise ValueError(f"no binomial: {successes} of {trials} at {share}")
    if share == 1:
        return 1.0
    wins, losses = share.numerator, share.denominator - share.numerator
    term = total = comb(trials, successes) * wins**successes * losses ** (trials - successes)
    for k in range(successes, trials):
        term = term * (trials - k) * wins // ((k + 1) * losses)
        total += term
    return float(Fraction(total, share.denominator**trials))


def middle(values: Sequence[float]) -> float | None:
    """Return the median, or None of nothing."""
    return float(median(values)) if values else None


def quartiles(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the first and the third quartile, or None of fewer than two values.

    They are interpolated between the values as a whole population (Hyndman and Fan 1996, type 7).
    """
    if len(values) < 2:
        return None
    first, _, third = quantiles(values, n=4, method="inclusive")
    return first, third
