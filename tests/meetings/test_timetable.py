"""The programme week by week: every session once, in the right week, by the right clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.cohort.zones import zone
from mentorkit.meetings.timetable import (
    ClockChange,
    at_night,
    clock_changes,
    local_hours,
    timetable,
)

START, END = date(2025, 3, 3), date(2025, 6, 1)
ZONES = ["Africa/Casablanca", "America/Godthab", "Asia/Kathmandu", "Australia/Lord_Howe"]
FILES = {
    "mentorkit.yaml": programme(),
    "pairs.yaml": pairs("bola--amina", "esi--kofi"),
    "people/bola.yaml": person("mentor", "Africa/Lagos", "mon-sun 08:00-20:00"),
    "people/esi.yaml": person("mentor", "Australia/Lord_Howe", "mon-sun 08:00-20:00"),
    "people/amina.yaml": person("mentee", "Africa/Dakar", "mon-sun 08:00-20:00"),
    "people/kofi.yaml": person("mentee", "America/Santiago", "mon-sun 08:00-20:00"),
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\ntimezone: Pacific/Kiritimati\n",
}


def call(number: int, begins: datetime) -> str:
    return f"- {{id: {number}, at: {begins:%Y-%m-%d %H:%M} Etc/UTC, minutes: 60}}\n"


@settings(max_examples=60, deadline=None)
@given(
    # One a day, over before midnight: nobody can be in two at once.
    st.lists(
        st.builds(
            datetime.combine,
            st.dates(date(2025, 2, 1), date(2025, 7, 1)),
            st.times(max_value=time(22, 59)),
        ),
        max_size=6,
        unique_by=lambda at: at.date(),
    ),
    st.sampled_from(["amina", "kofi", "esi", "dana", None]),
    st.dates(date(2025, 2, 1), date(2025, 7, 1)),
)
def test_every_session_stands_once_in_the_week_of_its_date(
    starts: list[datetime], asker: str | None, as_of: date
) -> None:
    calls = "".join(call(i, at) for i, at in enumerate(starts, 1))
    files = FILES | ({"sessions/cohort.yaml": calls} if starts else {})
    cohort = cohort_from(files)
    who = cohort.people[asker] if asker else None
    table = timetable(cohort, as_of, who)
    assert [entry.session.id for entry in table.entries] == [
        i for _, i in sorted((at.replace(second=0), i) for i, at in enumerate(starts, 1))
    ]
    regular = [week for week in table.weeks if 0 < week.number <= table.count]
    assert (regular[0].first, regular[-1].last) == (START, END)
    for one, next_ in pairwise(regular):
        assert next_.first == one.last + timedelta(days=1)
        assert next_.number == one.through + 1
    for week in table.weeks:
        days = [entry.session.begins.astimezone(zone(table.zone)).date() for entry in week.entries]
        assert all(week.first <= day <= week.last for day in days)
        assert week.entries or week.number == table.current or week.number in range(1, 14)


def test_weeks_in_which_nothing_is_planned_are_one_but_the_current_one_is_its_own() -> None:
    files = FILES | {"sessions/cohort.yaml": call(1, datetime(2025, 5, 1, 9))}
    table = timetable(cohort_from(files), date(2025, 3, 20))
    assert [(week.number, week.through) for week in table.weeks] == [
        (1, 2), (3, 3), (4, 8), (9, 9), (10, 13),
    ]  # fmt: skip
    assert (table.current, table.count) == (3, 13)


def test_what_lies_outside_the_programme_has_a_place() -> None:
    files = FILES | {
        "sessions/cohort.yaml": call(1, datetime(2025, 2, 10, 9)) + call(2, datetime(2025, 8, 3, 9))
    }
    table = timetable(cohort_from(files), date(2025, 12, 1))
    ends = table.weeks[0], table.weeks[-1]
    assert [week.number for week in ends] == [0, 14]
    assert [(week.first, week.last) for week in ends] == [
        (date(2025, 2, 10), date(2025, 2, 10)),
        (date(2025, 8, 3), date(2025, 8, 3)),
    ]
    assert table.current == 14


def test_somebodys_own_sessions_are_those_of_their_pair_and_of_everybody() -> None:
    files = FILES | {
        "sessions/cohort.yaml": call(1, datetime(2025, 3, 5, 9)),
        "sessions/bola--amina.yaml": call(1, datetime(2025, 3, 6, 9)),
        "sessions/esi--kofi.yaml": call(1, datetime(2025, 3, 7, 9)),
    }
    cohort = cohort_from(files)
    own = timetable(cohort, START, cohort.people["amina"], own=True)
    assert [entry.session.ref for entry in own.entries] == ["cohort/1", "bola--amina/1"]
    assert len(list(timetable(cohort, START, cohort.people["amina"]).entries)) == 3


def test_a_pair_is_mentor_and_mentee_in_this_order_and_a_host_is_there() -> None:
    files = FILES | {
        "sessions/cohort.yaml": call(1, datetime(2025, 3, 5, 9)),
        "sessions/esi--kofi.yaml": call(1, datetime(2025, 3, 7, 9)),
    }
    first, second = timetable(cohort_from(files), START).entries
    assert {p.id for p in first.people} == {"amina", "bola", "dana", "esi", "kofi"}
    assert [p.id for p in second.people] == ["esi", "kofi"]
    assert (first.of_pair, second.of_pair) == (False, True)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_local_hours_are_what_the_clocks_show(begins: datetime, zones: list[str]) -> None:
    begins = begins.replace(second=0, microsecond=0)
    files = FILES | {
        f"people/p{i}.yaml": person("mentee", name, "mon 08:00-09:00")
        for i, name in enumerate(zones)
    }
    cohort = cohort_from(files | {"sessions/cohort.yaml": call(1, begins)})
    (session,) = cohort.sessions
    people = [cohort.people[f"p{i}"] for i in range(len(zones))]
    hours = local_hours(session, people)
    shown = {(hour.at, name) for hour in hours for name in hour.zones}
    instant = begins.replace(tzinfo=UTC)
    assert shown == {(instant.astimezone(zone(z)).replace(tzinfo=None), z) for z in zones}
    assert [hour.at for hour in hours] == sorted({hour.at for hour in hours})
    assert sum(len(hour.people) for hour in hours) == len(people)


@pytest.mark.parametrize(
    ("start", "minutes", "night"),
    [
        ("06:59", 1, True),
        ("07:00", 60, False),
        ("22:00", 60, False),
        ("22:00", 61, True),
        ("22:59", 0, False),
        ("23:00", 0, True),
        ("00:00", 30, True),
        ("12:00", 1440, True),
    ],
)
def test_night_is_from_23_to_7(start: str, minutes: int, night: bool) -> None:
    assert at_night(datetime.fromisoformat(f"2025-03-05 {start}"), minutes) is night


def test_changes_of_clocks_are_told_on_their_local_day() -> None:
    files = FILES | {"sessions/cohort.yaml": call(1, datetime(2025, 4, 4, 9))}
    table = timetable(cohort_from(files), START)
    (week,) = (week for week in table.weeks if week.entries)
    zones = ["Africa/Casablanca", "Australia/Lord_Howe", "America/Santiago", "Africa/Dakar"]
    assert clock_changes(week, zones) == (
        ClockChange(date(2025, 4, 6), False, ("America/Santiago", "Australia/Lord_Howe")),
        ClockChange(date(2025, 4, 6), True, ("Africa/Casablanca",)),
    )
