"""The slots of a horizon against the clock itself, asked minute by minute."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.cohort.scalars import Window, read_window
from mentorkit.cohort.zones import zone
from mentorkit.rules.availability import (
    SLOT,
    SPARE_WEEKS,
    WEEK_SLOTS,
    Horizon,
    free_slots,
    horizon,
    meeting_starts,
    starts,
    weekly,
)

AWKWARD = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Dakar",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Amman",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Paris",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]


def by_the_clock(windows: Sequence[Window], zone_name: str, over: Horizon) -> int:
    """The same slots, from `astimezone` at the start of every slot."""
    open_minutes = set()
    for window in windows:
        for day in window.days:
            for minute in range(window.start, window.end):
                open_minutes.add((day * 1440 + minute) % 10080)
    there = zone(zone_name)
    bits = 0
    for slot in range((over.weeks + SPARE_WEEKS) * WEEK_SLOTS):
        begin = over.first + slot * SLOT
        # The clocks of these years change between slots, never in one.
        local = begin.astimezone(there)
        first = local.weekday() * 1440 + local.hour * 60 + local.minute
        if all((first + step) % 10080 in open_minutes for step in range(15)):
            bits |= 1 << slot
    return bits


clock = st.integers(0, 1439)
windows = st.builds(
    lambda days, start, length: Window(tuple(sorted(days)), start, start + length),
    st.sets(st.integers(0, 6), min_size=1),
    clock | st.sampled_from([0, 1320, 1425]),
    st.integers(1, 1440) | st.sampled_from([15, 60, 180, 1440]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(windows, max_size=4),
    st.sampled_from(AWKWARD),
    st.dates(date(2020, 1, 1), date(2030, 12, 1)),
    st.integers(1, 3),
)
def test_every_slot_is_what_the_clock_says(
    hours: list[Window], zone_name: str, day: date, weeks: int
) -> None:
    over = Horizon(horizon(day, day).first, weeks)
    assert free_slots(hours, zone_name, over) == by_the_clock(hours, zone_name, over)


@pytest.mark.parametrize("zone_name", AWKWARD)
def test_a_whole_year_with_all_its_changes_of_clocks(zone_name: str) -> None:
    hours = [read_window("mon-fri 18:00-21:10"), read_window("sat 22:05-02:40")]
    over = horizon(date(2025, 1, 1), date(2026, 1, 4))
    assert over.weeks == 52
    assert free_slots(hours, zone_name, over) == by_the_clock(hours, zone_name, over)


def test_apia_skips_the_day_it_crossed_the_date_line() -> None:
    over = horizon(date(2011, 12, 26), date(2012, 1, 1))
    hours = [read_window("fri 00:00-24:00")]
    assert free_slots(hours, "Pacific/Apia", over) == by_the_clock(hours, "Pacific/Apia", over)


def test_lord_howe_moves_by_half_an_hour() -> None:
    hours = [read_window("mon 19:00-20:00")]
    over = horizon(date(2025, 3, 31), date(2025, 4, 13))
    free = free_slots(hours, "Australia/Lord_Howe", over)
    before, after = (week & -week for week in weekly(free, over))
    assert before == 1 << 8 * 4
    assert after == 1 << 8 * 4 + 2


@pytest.mark.parametrize(
    ("start", "end", "first", "weeks"),
    [
        ("2025-03-03", "2025-06-01", "2025-03-03", 13),
        ("2025-03-02", "2025-06-02", "2025-03-03", 13),
        ("2025-03-04", "2025-03-16", "2025-03-10", 1),
        ("2025-03-04", "2025-03-15", "2025-03-03", 2),
        ("2025-03-05", "2025-03-05", "2025-03-03", 1),
    ],
)
def test_a_horizon_is_the_whole_weeks_inside_or_else_those_touched(
    start: str, end: str, first: str, weeks: int
) -> None:
    found = horizon(date.fromisoformat(start), date.fromisoformat(end))
    assert found == Horizon(datetime.fromisoformat(first).replace(tzinfo=UTC), weeks)


def test_a_horizon_that_ends_first_is_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        horizon(date(2025, 3, 2), date(2025, 3, 1))


@given(st.integers(0, 2**200 - 1), st.integers(1, 20))
def test_starts_are_the_slots_followed_by_enough_free_ones(free: int, slots: int) -> None:
    wanted = 0
    for t in range(200):
        if all(free >> t + step & 1 for step in range(slots)):
            wanted |= 1 << t
    assert starts(free, slots) == wanted


def test_windows_that_meet_are_one_and_slots_lie_wholly_inside() -> None:
    over = horizon(date(2025, 3, 3), date(2025, 3, 9))
    apart = [read_window("mon 18:00-18:50"), read_window("mon 18:50-19:20")]
    free = free_slots(apart, "UTC", over)
    assert free & (1 << WEEK_SLOTS) - 1 == 0b11111 << 18 * 4


@pytest.mark.parametrize(("minutes", "times"), [(60, 2), (65, 2), (66, 1), (80, 1), (81, 0)])
def test_a_meeting_is_as_long_as_it_is(minutes: int, times: int) -> None:
    over = horizon(date(2025, 3, 3), date(2025, 3, 9))
    hours = [read_window("mon 18:00-19:20")]
    assert meeting_starts(hours, "UTC", over, minutes).bit_count() == times * 3


def test_the_last_meeting_of_the_horizon_may_end_in_the_week_after() -> None:
    over = horizon(date(2025, 3, 3), date(2025, 3, 9))
    found = meeting_starts([read_window("sun 23:00-01:00")], "UTC", over, 120)
    assert weekly(found, over) == (1 << WEEK_SLOTS - 4,)


def test_the_worst_week_is_the_one_after_the_clocks_change() -> None:
    over = horizon(date(2025, 3, 3), date(2025, 4, 6))
    paris = free_slots([read_window("mon-fri 18:00-20:00")], "Europe/Paris", over)
    dakar = free_slots([read_window("mon-fri 18:00-19:00")], "Africa/Dakar", over)
    together = starts(paris, 4) & starts(dakar, 4)
    assert [week.bit_count() for week in weekly(together, over)] == [5, 5, 5, 5, 0]


@settings(max_examples=60, deadline=None)
@given(st.lists(windows, max_size=3), st.sampled_from(AWKWARD), st.integers(1, 200))
def test_a_meeting_fits_to_the_minute(hours: list[Window], zone_name: str, minutes: int) -> None:
    over = horizon(date(2025, 3, 24), date(2025, 4, 6))
    there = zone(zone_name)
    week = {
        (day * 1440 + minute) % 10080
        for window in hours
        for day in window.days
        for minute in range(window.start, window.end)
    }
    free = []
    for slot in range((over.weeks + SPARE_WEEKS) * WEEK_SLOTS):
        local = (over.first + slot * SLOT).astimezone(there)
        first = local.weekday() * 1440 + local.hour * 60 + local.minute
        free += [(first + step) % 10080 in week for step in range(15)]

    found = meeting_starts(hours, zone_name, over, minutes)

    for slot in range(over.weeks * WEEK_SLOTS):
        assert found >> slot & 1 == all(free[slot * 15 : slot * 15 + minutes])


def test_the_longest_meeting_of_whoever_is_always_free_may_start_at_any_time() -> None:
    over = horizon(date(2025, 3, 3), date(2025, 6, 1))
    always = [read_window("mon-sun 00:00-24:00")]

    found = meeting_starts(always, "Africa/Casablanca", over, 14 * 24 * 60)

    assert {week.bit_count() for week in weekly(found, over)} == {WEEK_SLOTS}
