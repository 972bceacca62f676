"""The small values: what is read, what is refused and how, and the clocks of every zone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from mentorkit.cohort import addresses, quantities, scalars
from mentorkit.cohort.quantities import number_in, read_count
from mentorkit.cohort.scalars import (
    DAYS,
    read_day,
    read_days,
    read_local_time,
    read_window,
)
from mentorkit.cohort.zones import instants, zone, zone_names

HERE = Path(__file__).parent


def texts(name):
    return yaml.load((HERE / name).read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506


def reader(kind):
    homes = (scalars, quantities, addresses)
    return next(vars(home)[f"read_{kind}"] for home in homes if f"read_{kind}" in vars(home))


CASES = texts("scalars.yaml")
GOOD = [(kind, text) for kind, cases in CASES.items() for text in cases["good"]]
BAD = [
    (kind, code, text)
    for kind, cases in CASES.items()
    for code, faulty in cases["bad"].items()
    for text in faulty
]
CLOCKS = texts("zone_times.yaml")


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_good_values_are_read(kind, text):
    assert reader(kind)(text) is not None


@pytest.mark.parametrize(("kind", "code", "text"), BAD)
def test_bad_values_are_refused_with_their_code_and_what_to_do(kind, code, text):
    with pytest.raises(PydanticCustomError) as refused:
        reader(kind)(text)
    assert refused.value.type == code
    assert refused.value.context["message"]
    assert refused.value.context["hint"]


def fault_of(kind, text):
    try:
        reader(kind)(text)
    except PydanticCustomError as fault:
        return fault
    return None


@given(st.text(), st.sampled_from(sorted(CASES)))
def test_no_text_is_more_than_a_reader_can_bear(text, kind):
    fault = fault_of(kind, text)
    assert fault is None or fault.message() == fault.context["message"]


@pytest.mark.parametrize("case", CLOCKS, ids=lambda case: case["at"])
def test_the_clocks_of_a_zone_show_a_time_never_once_or_twice(case):
    day, clock, name = case["at"].split()
    wall = datetime.fromisoformat(f"{day}T{clock}")
    told = [datetime.fromisoformat(moment) for moment in case["utc"]]
    assert instants(wall, name) == told
    if not told:
        with pytest.raises(PydanticCustomError) as refused:
            read_local_time(case["at"])
        assert refused.value.type == "no-such-time"
        assert f"did you mean {case['meant']}?" in refused.value.context["hint"]
        return
    read = read_local_time(case["at"])
    assert (read.wall, read.zone, read.utc) == (wall, name, told[0])
    assert read.later().utc == told[-1]
    assert read.twice == (len(told) == 2)
    assert str(read) == case["at"]


ZONES = st.sampled_from(sorted(zone_names()))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@given(ZONES, MOMENTS)
def test_every_moment_is_among_those_at_which_its_clocks_show_it(name, moment):
    wall = moment.astimezone(zone(name)).replace(tzinfo=None, fold=0)
    found = instants(wall, name)
    assert moment in found
    assert found == sorted(found)
    for instant in found:
        assert instant.astimezone(zone(name)).replace(tzinfo=None, fold=0) == wall


@given(ZONES, MOMENTS)
def test_a_local_time_reads_back_what_it_writes(name, moment):
    wall = moment.astimezone(zone(name)).replace(tzinfo=None, fold=0, second=0)
    assume(instants(wall, name))
    read = read_local_time(f"{wall:%Y-%m-%d %H:%M} {name}")
    assert read_local_time(str(read)) == read


@given(st.dates())
def test_a_day_of_three_centuries_is_read_and_no_other(day):
    if 1900 <= day.year < 2200:
        assert read_day(day.isoformat()) == day
    else:
        with pytest.raises(PydanticCustomError):
            read_day(day.isoformat())


@given(st.sampled_from(range(7)), st.sampled_from(range(7)), st.data())
def test_hours_of_the_week_are_within_a_day_and_go_past_midnight(first, last, data):
    start = data.draw(st.integers(0, 1439))
    end = data.draw(st.integers(0, 1440))
    assume(start != end)
    text = f"{DAYS[first]}-{DAYS[last]} {start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"
    window = read_window(text)
    assert window.start == start
    assert window.end == (end if end > start else end + 1440)
    assert window.start < window.end <= window.start + 1440
    wanted = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    assert window.days == tuple(sorted(wanted))


def test_an_absence_holds_both_of_its_ends_and_nothing_outside():
    away = read_days("2025-04-18..2025-04-21")
    inside = [date(2025, 4, 17) + timedelta(days=n) in away for n in range(6)]
    assert inside == [False, True, True, True, True, False]


@given(st.integers(-5, 2000))
def test_numbers_keep_their_bounds(number):
    if number >= 0:
        assert read_count(str(number)) == number
    if 1 <= number <= 1000:
        assert number_in(1, 1000)(str(number)) == number
    else:
        with pytest.raises(PydanticCustomError, match=r"too (small|large)|no whole number"):
            number_in(1, 1000)(str(number))
