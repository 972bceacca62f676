from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Window
from mentorkit.meetings.burden import burden, week_of_burdens

MON_FRI_EVENINGS = {
    "id": "amina",
    "name": "Amina",
    "roles": ["mentee"],
    "timezone": "Africa/Dakar",
    "available": ["mon-fri 18:00-21:00", "fri 22:00-01:00"],
}


# 3 March 2025 is a Monday; Dakar keeps UTC.
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2025-03-03 18:00", 0),
        ("2025-03-03 20:59", 0),
        ("2025-03-03 21:00", 1),
        ("2025-03-03 17:59", 1),
        ("2025-03-03 17:00", 1),
        ("2025-03-03 16:59", 2),
        ("2025-03-03 16:00", 2),
        ("2025-03-03 23:00", 2),
        ("2025-03-03 14:00", 4),
        ("2025-03-04 00:30", 4),
        ("2025-03-04 03:00", 7),
        ("2025-03-04 03:01", 10),
        ("2025-03-03 12:00", 7),
        ("2025-03-03 11:59", 10),
        ("2025-03-08 00:59", 0),
        ("2025-03-08 01:00", 4),
        ("2025-03-08 19:00", 13),
        ("2025-03-09 23:59", 13),
    ],
)
def test_the_table_of_the_formats(start: str, expected: int) -> None:
    amina = Person.model_validate(MON_FRI_EVENINGS)

    assert burden(amina, datetime.fromisoformat(f"{start}Z")) == expected


def test_it_goes_by_the_clocks_of_the_person() -> None:
    paris = Person.model_validate(MON_FRI_EVENINGS | {"timezone": "Europe/Paris"})

    assert burden(paris, datetime(2025, 3, 28, 17, 0, tzinfo=UTC)) == 0
    assert burden(paris, datetime(2025, 3, 31, 16, 0, tzinfo=UTC)) == 0
    assert burden(paris, datetime(2025, 3, 28, 16, 0, tzinfo=UTC)) == 1


def test_nothing_is_said_of_who_gave_no_hours_or_zone() -> None:
    start = datetime(2025, 3, 3, tzinfo=UTC)

    assert burden(Person.model_validate(MON_FRI_EVENINGS | {"available": []}), start) is None
    without = {key: value for key, value in MON_FRI_EVENINGS.items() if key != "timezone"}
    assert burden(Person.model_validate(without), start) is None


WINDOWS = st.lists(
    st.builds(
        lambda days, start, length: Window(tuple(sorted(days)), start, start + length),
        st.sets(st.integers(0, 6), min_size=1),
        st.integers(0, 1439),
        st.integers(1, 1440),
    ),
    min_size=1,
    max_size=4,
)


@given(WINDOWS)
def test_a_whole_week_at_once_says_the_same(windows: list[Window]) -> None:
    person = Person.model_validate(MON_FRI_EVENINGS).model_copy(
        update={"available": tuple(windows)}
    )
    monday = datetime(2025, 3, 3, tzinfo=UTC)

    assert week_of_burdens(tuple(windows)) == tuple(
        burden(person, monday + quarter * timedelta(minutes=15)) for quarter in range(672)
    )
