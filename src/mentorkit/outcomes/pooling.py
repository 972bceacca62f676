"""Counts of several cohorts added up, without bringing back what is withheld of one of them.

The numbers of a cohort that may be told alone are known, so a pooled number tells the sum of the
withheld ones. It is told only where at least two cohorts hide in it, where that sum could be told
of one cohort, and where two numbers or more stay possible for each, whatever is known of it:
whether its goal is met, and that its number was withheld. It waits until every cohort of the pool
is over, else the pools of two days would differ by one. Nothing here knows of other pools: two of
different cohorts would tell it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorkit.outcomes.equity import LEAST_IN_GROUP, Cells
from mentorkit.outcomes.statistics import newcombe, wilson
from mentorkit.rules.disclosure import LEAST, may_be_told
from mentorkit.rules.pool import PooledCount, PooledGap, Range

LEAST_COHORTS = 3
"""The fewest cohorts whose equity is pooled (measures: D2)."""

_FEW = (
    "withheld: a number is hidden of one of the cohorts, and together they would bring it back or "
    "tell on a few"
)
_LATER = (
    "withheld: a number is hidden of one of the cohorts, and not all numbers have come; with what "
    "comes later it would be brought back"
)
_FEW_CELLS = (
    f"withheld: it needs {LEAST_COHORTS} cohorts, {LEAST_IN_GROUP} people on both sides and "
    f"{LEAST} in each cell, also of what is hidden of single cohorts, all of them over"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One cohort's count: `value` of `of`, `rest` being known not to count, others unknown.

    Where it is `hidden`, all that is known is that it lies from `low` to `high`, and the rest from
    `rest_low` to `rest_high`. It is `open` while its time is not over, and `missing` where it is
    over and the numbers have not come.
    """

    cohort: str
    value: int
    rest: int
    of: int
    open: bool = False
    missing: bool = False
    hidden: bool = False
    low: int = 0
    high: int = 0
    rest_low: int = 0
    rest_high: int | None = None


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
    if why := _withheld(shares, whole=not bounds):
        return PooledCount(
            name, rule, None, of, None, None, kind, ids, waiting, withheld=True, note=why
        )
    value, rest = sum(share.value for share in over), sum(share.rest for share in over)
    low, high = (value / of, (of - rest) / of) if bounds else wilson(value, of)
    return PooledCount(name, rule, value, of, round(low, 4), round(high, 4), kind, ids, waiting)


def _withheld(shares: Sequence[Share], *, whole: bool) -> str:
    """Return why the sum may not be told; empty if it may, or if nothing in it is hidden.

    `whole` says that nobody is unknown: what is not counted is the rest.
    """
    hidden = [share for share in shares if share.hidden and not share.open]
    if not hidden:
        return ""
    if any(share.open or share.missing for share in shares):
        return _LATER
    total, rest = sum(share.value for share in hidden), sum(share.rest for share in hidden)
    safe = len(hidden) >= 2 and may_be_told((total, rest))
    return "" if safe and _in_doubt(hidden, total, rest, whole=whole) else _FEW


Pairs = Mapping[int, int]
"""Numbers counted, each with the numbers of the rest that go with it, as the bits of an integer."""


def _in_doubt(hidden: Sequence[Share], total: int, rest: int, *, whole: bool) -> bool:
    """Whether each cohort could have two numbers or more, and two rests, given the sums."""
    possible = [_possible(share, whole=whole) for share in hidden]
    for number, pairs in enumerate(possible):
        others: Pairs = {0: 1}
        for other in (*possible[:number], *possible[number + 1 :]):
            others = _sums(others, other, total, rest)
        left = {
            value: rests & _mirrored(others.get(total - value, 0), rest)
            for value, rests in pairs.items()
        }
        rests_left = 0
        for rests in left.values():
            rests_left |= rests
        if sum(map(bool, left.values())) < 2 or rests_left.bit_count() < 2:
            return False
    return True


def _possible(share: Share, *, whole: bool) -> Pairs:
    """Return the numbers that a cohort can have where its own were withheld."""
    most = share.of if share.rest_high is None else share.rest_high
    found: dict[int, int] = {}
    for value in range(share.low, min(share.high, share.of) + 1):
        last = share.of - value
        rests = range(last if whole else share.rest_low, min(most, last) + 1)
        found[value] = sum(1 << rest for rest in rests if not may_be_told((value, rest)))
    return {value: rests for value, rests in found.items() if rests}


def _sums(one: Pairs, other: Pairs, total: int, rest: int) -> Pairs:
    """Return what the pairs of two add up to, as far as the sums allow."""
    found: defaultdict[int, int] = defaultdict(int)
    within = (1 << (rest + 1)) - 1
    for value, rests in one.items():
        shifts = [bit for bit in range(rests.bit_length()) if rests >> bit & 1]
        for more, others in other.items():
            if value + more <= total:
                for shift in shifts:
                    found[value + more] |= others << shift & within
    return found


def _mirrored(rests: int, of: int) -> int:
    """Return what each of the numbers leaves of a sum; none of them is greater."""
    return sum(1 << (of - bit) for bit in range(of + 1) if rests >> bit & 1)


def gap(name: str, rule: str, stages: Sequence[Stage]) -> PooledGap:
    """Return the difference of the shares of a group and of the others, over several cohorts."""
    over = [stage for stage in stages if not stage.open]
    ids = tuple(stage.cohort for stage in over)
    waiting = tuple(stage.cohort for stage in stages if stage.open)
    if not over:
        note = "no cohort's time is over yet"
        return PooledGap(name, rule, None, None, None, None, ids, waiting, note=note)
    hidden = [stage.cells for stage in over if stage.hidden]
    safe = not hidden or (len(hidden) >= 2 and not waiting and _is_large(_sum(hidden)))
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
