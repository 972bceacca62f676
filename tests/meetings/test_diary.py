from datetime import UTC, date, datetime, timedelta

import pytest

from mentorkit.cohort.zones import instants, zone
from mentorkit.meetings.diary import QUARTERS, local_day, local_time, over
from mentorkit.rules.availability import SLOT

ZONES = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]


@pytest.mark.parametrize("name", ZONES)
def test_a_local_day_is_each_quarter_hour_that_happens_once(name: str) -> None:
    first, last = date(2025, 2, 20), date(2025, 11, 10)
    weeks = over(first, last)
    # A pattern that no shift by half an hour or an hour maps onto itself.
    slots = sum(1 << slot for slot in range(0, (weeks.weeks + 1) * 672, 5))
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        expected = 0
        for quarter in range(QUARTERS):
            wall = datetime(day.year, day.month, day.day) + quarter * SLOT
            moments = instants(wall, name)
            slot = (moments[0] - weeks.first) // SLOT if len(moments) == 1 else -1
            expected |= (slot >= 0 and slot % 5 == 0) << quarter
        assert local_day(slots, name, day, weeks) == expected, day


def test_a_local_time_keeps_its_zone_and_knows_its_moment() -> None:
    at = local_time("Africa/Cairo", date(2025, 4, 30), 80)

    assert str(at) == "2025-04-30 20:00 Africa/Cairo"
    assert at.utc == datetime(2025, 4, 30, 17, tzinfo=UTC)
    assert at.utc.astimezone(zone("Africa/Cairo")).hour == 20
