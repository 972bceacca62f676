"""Counts of several cohorts added up, without bringing back what is withheld of one of them.

The numbers of a cohort that may be told alone are known, so a pooled number tells the sum of the
withheld ones. It is told only where at least two cohorts hide in it, where that sum could be told
of one cohort, and where no single number follows from it and from what is known of each (whether
its goal is met). Nothing here knows of earlier pools: two that differ by one cohort would tell it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.outcomes.equity import LEAST_IN_GROUP, Cells
from mentorkit.outcomes.statistics import newcombe, wilson
from mentorkit.rules.disclosure import LEAST, shown
from mentorkit.rules.pool import PooledCount, PooledGap, Range

LEAST_COHORTS = 3
"""The fewest cohorts whose equity is pooled (measures: D2)."""

_FEW = (
    "withheld: a number is hidden of one of the cohorts, and together they would bring it back or "
    "tell on a few"
)
_FEW_CELLS = (
    f"withheld: it needs {LEAST_COHORTS} cohorts, {LEAST_IN_GROUP} people on both sides and "
    f"{LEAST} in each cell, also of what is hidden of single cohorts"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One cohort's count: `value` of `of`, `rest` being known not to count, others unknown.

    Where it is `hidden`, all that is known is that it lies from `low` to `high`. It is `open` while
    its time is not over.
    """

    cohort: str
    value: int
    rest: int
    of: int
    open: bool = False
    hidden: bool = False
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """How one cohort's declared group and the others fared at a stage; `hidden` if not told."""

    cohort: str
    cells: Cells
    open: bool = False
    hidden: bool = False


def count(name: str, rule: str, shares: Sequence[Share], *, bounds: bool = False) -> PooledCount:
    """Return the sum over the cohorts whose time is over, with its interval.

    With `bounds` the interval has none and all of the unknown counted, else it is Wilson's.
    """
    over = [share for share in shares if not share.open]
    ids = tuple(share.cohort for share in over)
    waiting = tuple(share.cohort for share in shares if share.open)
    of = sum(share.of for share in over)
    kind: Range = "bounds" if bounds else "wilson"
    if not over or not of:
        note = "no cohort's time is over yet" if not over else "nobody to count yet"
        return PooledCount(name, rule, None, of or None, None, None, kind, ids, waiting, note=note)
    if not _may_be_told([share for share in over if share.hidden]):
        return PooledCount(
            name, rule, None, of, None, None, kind, ids, waiting, withheld=True, note=_FEW
        )
    value, rest = sum(share.value for share in over), sum(share.rest for share in over)
    low, high = (value / of, (of - rest) / of) if bounds else wilson(value, of)
    return PooledCount(name, rule, value, of, round(low, 4), round(high, 4), kind, ids, waiting)


def _may_be_told(hidden: Sequence[Share]) -> bool:
    """Whether the sum of withheld numbers tells on nobody; it does not if there are none."""
    if not hidden:
        return True
    total, rest = sum(share.value for share in hidden), sum(share.rest for share in hidden)
    lowest, highest = sum(share.low for share in hidden), sum(share.high for share in hidden)
    settled = any(
        min(share.high, total - (lowest - share.low))
        <= max(share.low, total - (highest - share.high))
        for share in hidden
    )
    return len(hidden) >= 2 and None not in shown((total, rest)) and not settled


def gap(name: str, rule: str, stages: Sequence[Stage]) -> PooledGap:
    """Return the difference of the shares of a group and of the others, over several cohorts."""
    over = [stage for stage in stages if not stage.open]
    ids = tuple(stage.cohort for stage in over)
    waiting = tuple(stage.cohort for stage in stages if stage.open)
    if not over:
        note = "no cohort's time is over yet"
        return PooledGap(name, rule, None, None, None, None, ids, waiting, note=note)
    hidden = [stage.cells for stage in over if stage.hidden]
    safe = not hidden or (len(hidden) >= 2 and _is_large(_sum(hidden)))
    total = _sum([stage.cells for stage in over])
    if len(over) < LEAST_COHORTS or not safe or not _is_large(total):
        return PooledGap(
            name, rule, None, None, None, None, ids, waiting, withheld=True, note=_FEW_CELLS
        )
    inside, others, _ = total
    one, other = (inside[0], sum(inside)), (others[0], sum(others))
    share, against = one[0] / one[1], other[0] / other[1]
    low, high = (round(end * 100, 1) for end in newcombe(one, other))
    gap_ = round((share - against) * 100, 1)
    return PooledGap(name, rule, gap_, low, high, round(share / against, 2), ids, waiting)


def _sum(cells: Sequence[Cells]) -> Cells:
    inside, others, silent = (
        (sum(each[side][0] for each in cells), sum(each[side][1] for each in cells))
        for side in range(3)
    )
    return inside, others, silent


def _is_large(cells: Cells) -> bool:
    """Whether the gap between two groups may be told of these people, the silent left over."""
    inside, others, silent = cells
    enough = min(sum(inside), sum(others)) >= LEAST_IN_GROUP and min(*inside, *others) >= LEAST
    return enough and (not any(silent) or min(silent) >= LEAST)
