"""The choice of times, against every choice tried one by one."""

from collections.abc import Sequence
from itertools import product
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorkit.meetings.sharing import APART, Bearers, Open, Sharing, on_the_half_hour

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WEEK = 672
COSTS = (0, 1, 2, 4, 7, 10)


@st.composite
def weeks_of_costs(draw: st.DrawFn) -> tuple[int, ...]:
    """A week like somebody's: cheap around one hour of each day, dear far from it."""
    middle, dear = draw(st.integers(0, 95)), draw(st.integers(0, 6))
    return tuple(
        COSTS[min(abs((quarter % 96 - middle + 48) % 96 - 48) // 8, 5)]
        + (3 if quarter // 96 == dear else 0)
        for quarter in range(WEEK)
    )


@st.composite
def starts(draw: st.DrawFn) -> int:
    """All of a week, or some hours of it."""
    if draw(st.booleans()):
        return (1 << WEEK) - 1
    mask = 0
    for _ in range(draw(st.integers(1, 5))):
        first, length = draw(st.integers(0, WEEK - 1)), draw(st.integers(1, 40))
        mask |= ((1 << length) - 1) << first
    return mask & (1 << WEEK) - 1 or 1


@st.composite
def sharings(draw: st.DrawFn, most: int = 4) -> Sharing:
    count = draw(st.integers(1, most))
    dates = [Open(index * 2 * WEEK, draw(starts())) for index in range(count)]
    bearers = [
        Bearers(
            draw(st.integers(1, 3)),
            draw(st.sampled_from([0, 0, 5, 30])),
            tuple(draw(weeks_of_costs()) for _ in range(count)),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
    return Sharing(dates, bearers)


def nearest(date: Open, wanted: int) -> int:
    possible = on_the_half_hour(date.starts)
    return min((q for q in range(WEEK) if possible >> q & 1), key=lambda q: (abs(q - wanted), q))


def kept(sharing: Sharing, turns: Sequence[int]) -> tuple[int, ...]:
    return tuple(
        nearest(date, turns[index % len(turns)]) for index, date in enumerate(sharing.dates)
    )


def squares(sharing: Sharing, picks: Sequence[int], power: int = 2) -> int:
    return sum(
        each.people
        * (each.carried + sum(costs[q] for costs, q in zip(each.costs, picks, strict=True)))
        ** power
        for each in sharing.bearers
    )


@QUIET
@given(sharings())
def test_no_fixed_time_is_better(sharing: Sharing) -> None:
    choice = sharing.fixed()
    every = [squares(sharing, kept(sharing, (time,))) for time in range(0, WEEK, 2)]

    assert choice.picks == kept(sharing, choice.turns)
    assert squares(sharing, choice.picks) == min(every)
    assert choice.turns == (2 * every.index(min(every)),)


@settings(QUIET, max_examples=10)
@given(sharings(most=3), st.integers(0, 6))
def test_no_times_of_one_weekday_in_turn_are_better(sharing: Sharing, weekday: int) -> None:
    choice = sharing.rotation()
    least = squares(sharing, choice.picks)
    times = range(weekday * 96, weekday * 96 + 96, 2)
    # Where each turn has one date, or the last takes the first one's, sums by turn are enough.
    by_turn = [
        [[costs[nearest(date, time)] for time in times] for costs in column]
        for date, column in zip(
            sharing.dates, zip(*(each.costs for each in sharing.bearers), strict=True), strict=True
        )
    ]
    for count in range(2, len(sharing.dates) + 1):
        for turns in product(range(48), repeat=count) if count == 2 else _some(weekday):
            carried = [each.carried for each in sharing.bearers]
            for index, rows in enumerate(by_turn):
                carried = [
                    c + row[turns[index % count]] for c, row in zip(carried, rows, strict=True)
                ]
            pain = sum(b.people * c * c for b, c in zip(sharing.bearers, carried, strict=True))
            assert least <= pain

    assert choice.picks == kept(sharing, choice.turns)
    assert len({turn // 96 for turn in choice.turns}) == 1
    assert len(choice.turns) <= len(sharing.dates)


def _some(seed: int) -> list[tuple[int, int, int]]:
    """Three times of day, for every first and second one some third ones."""
    return [
        (a, b, (a * 7 + b * 5 + seed * 11 + n * 16) % 48)
        for a in range(48)
        for b in range(48)
        for n in range(3)
    ]


@QUIET
@given(sharings(), st.sampled_from([2, 3, 4, 6]))
def test_times_of_their_own_are_never_worse_and_no_single_change_betters_them(
    sharing: Sharing, power: int
) -> None:
    others = [sharing.fixed(), sharing.rotation()]
    fair = sharing.fair(others, power)
    pain = squares(sharing, fair.picks, power)

    assert all(pain <= squares(sharing, other.picks, power) for other in others)
    for index, date in enumerate(sharing.dates):
        possible = on_the_half_hour(date.starts)
        for quarter in range(WEEK):
            if possible >> quarter & 1:
                changed = (*fair.picks[:index], quarter, *fair.picks[index + 1 :])
                assert pain <= squares(sharing, changed, power)
        assert possible >> fair.picks[index] & 1


def test_dates_of_weeks_side_by_side_are_two_days_apart() -> None:
    """Everybody would like Sunday night and Monday morning best."""
    costs = tuple(abs(quarter - 336) < 240 for quarter in range(WEEK))
    sharing = Sharing(
        [Open(0, (1 << WEEK) - 1), Open(WEEK, (1 << WEEK) - 1)],
        [Bearers(1, 0, (tuple(2 - q // 600 for q in range(WEEK)), costs))],
    )
    first, second = sharing.fair([sharing.fixed()]).picks

    assert WEEK + second - first >= APART


def test_a_date_may_be_near_another_if_there_is_no_other_time() -> None:
    sharing = Sharing([Open(0, 1 << 670), Open(WEEK, 1)], [])

    assert sharing.fair([sharing.rotation()]).picks == (670, 0)


def test_a_quarter_hour_is_taken_only_where_no_half_hour_is_possible() -> None:
    sharing = Sharing([Open(0, 0b1110), Open(2 * WEEK, 0b1010)], [])

    assert sharing.fixed().picks == (2, 1)


def test_the_carried_burden_of_earlier_meetings_counts() -> None:
    """Whoever was hurt before is spared now."""
    morning = tuple(0 if quarter % 96 < 48 else 4 for quarter in range(WEEK))
    evening = tuple(4 - cost for cost in morning)
    dates = [Open(0, (1 << WEEK) - 1)]

    for carried in (0, 9):
        sharing = Sharing(
            dates, [Bearers(1, 9 - carried, (morning,)), Bearers(1, carried, (evening,))]
        )
        (pick,) = sharing.fair([]).picks
        assert (pick % 96 < 48) == (carried == 0)


@st.composite
def crowded_days(draw: st.DrawFn) -> Sharing:
    """Dates that can be at the same few times of one day only, so that all can be tried."""
    count = draw(st.integers(2, 6))
    first = draw(st.integers(0, 6)) * 96
    mask = sum(1 << first + 2 * time for time in range(0, 48, 7))
    bearers = [
        Bearers(
            draw(st.integers(1, 4)),
            draw(st.integers(0, 9)),
            tuple(_jagged(draw(st.integers(0, 10**6))) for _ in range(count)),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    return Sharing([Open(index * 2 * WEEK, mask) for index in range(count)], bearers)


def _jagged(seed: int) -> tuple[int, ...]:
    dice = Random(seed)
    return tuple(dice.choice((0, 1, 2, 4, 5, 7, 10, 13)) for _ in range(WEEK))


@QUIET
@given(crowded_days())
def test_of_all_two_or_three_times_in_turn_the_best_are_taken(sharing: Sharing) -> None:
    times = [q for q in range(WEEK) if sharing.dates[0].starts >> q & 1]
    most = min(3, len(sharing.dates))
    least = min(
        squares(sharing, kept(sharing, turns))
        for count in range(2, most + 1)
        for turns in product(times, repeat=count)
    )

    assert squares(sharing, sharing.rotation().picks) == least
    assert sharing.pain(sharing.rotation().picks) == least


def test_a_small_gain_late_in_the_search_is_found() -> None:
    """Each date hurts one person alone, the first one a little less later, the last one more."""
    early, late = (5, 5) + (4,) * (WEEK - 2), (4, 4) + (5,) * (WEEK - 2)
    dear = [early, (4,) * WEEK, late]
    nothing = (0,) * WEEK
    bearers = [
        Bearers(1, 0, tuple(dear[n] if n == date_ else nothing for date_ in range(3)))
        for n in range(3)
    ]
    sharing = Sharing([Open(index * 2 * WEEK, 0b101) for index in range(3)], bearers)

    assert sharing.rotation().picks == (2, 0, 0)
