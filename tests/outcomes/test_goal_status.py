from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.programme import Programme
from mentorkit.outcomes.status import Horizons, Tally, at_least, less_than, room_below
from mentorkit.rules.report import Status

HORIZON = date(2025, 6, 1)
BEFORE, THAT_DAY, DAY_AFTER = date(2025, 4, 1), HORIZON, date(2025, 6, 2)
LAST_OF_LAG, LAG_OVER = date(2025, 6, 14), date(2025, 6, 15)

# verified, claimed, unknown, still open; as of; status of a goal of 6
AT_LEAST: list[tuple[tuple[int, int, int, int], date, Status]] = [
    ((6, 0, 0, 9), BEFORE, "met"),
    ((7, 0, 0, 0), LAG_OVER, "met"),
    ((5, 1, 0, 9), BEFORE, "too_early"),
    ((0, 0, 0, 6), BEFORE, "too_early"),
    ((0, 0, 0, 5), BEFORE, "cannot_be_met"),
    ((5, 1, 0, 0), LAST_OF_LAG, "too_early"),
    ((5, 0, 0, 0), LAST_OF_LAG, "cannot_be_met"),
    ((5, 1, 0, 0), LAG_OVER, "undetermined"),
    ((4, 0, 2, 0), LAG_OVER, "undetermined"),
    ((4, 1, 0, 0), LAG_OVER, "not_met"),
    ((5, 0, 0, 4), LAG_OVER, "not_met"),
]


@pytest.mark.parametrize(("tally", "as_of", "status"), AT_LEAST)
def test_a_goal_of_at_least_six(
    tally: tuple[int, int, int, int], as_of: date, status: Status
) -> None:
    assert at_least(Tally(*tally), 6, as_of, HORIZON) == status


ANSWERED = [  # of 15, target 12: responded, satisfied, verdict
    (13, 11, "undetermined"),
    (13, 12, "met"),
    (15, 11, "not_met"),
    (9, 9, "undetermined"),
]


@pytest.mark.parametrize(("responded", "satisfied", "status"), ANSWERED)
def test_who_does_not_answer_is_unknown(responded: int, satisfied: int, status: Status) -> None:
    tally = Tally(satisfied, unknown=15 - responded)
    assert at_least(tally, 12, LAG_OVER, HORIZON) == status


LESS_THAN: list[tuple[int, int, date, Status]] = [  # left, started
    (3, 15, BEFORE, "too_early"),
    (3, 15, THAT_DAY, "too_early"),
    (3, 15, DAY_AFTER, "met"),
    (4, 15, BEFORE, "cannot_be_met"),
    (4, 15, DAY_AFTER, "not_met"),
    (4, 16, DAY_AFTER, "not_met"),  # a quarter is not under a quarter
    (3, 16, DAY_AFTER, "met"),
    (0, 0, BEFORE, "too_early"),
    (0, 0, DAY_AFTER, "undetermined"),
]


@pytest.mark.parametrize(("left", "started", "as_of", "status"), LESS_THAN)
def test_a_goal_of_less_than_a_quarter(
    left: int, started: int, as_of: date, status: Status
) -> None:
    assert less_than(Fraction(1, 4), left, started, as_of, HORIZON) == status


@given(st.integers(1, 300), st.integers(0, 300), st.fractions(0, 1, max_denominator=400))
def test_the_room_is_what_may_still_leave(started: int, left: int, limit: Fraction) -> None:
    room = room_below(limit, left, started)
    assert Fraction(left + room + 1, started) >= limit
    assert room == 0 or Fraction(left + room, started) < limit


COUNT = st.integers(0, 20)


@given(COUNT, COUNT, COUNT, COUNT, st.integers(0, 60), st.integers(-40, 40))
def test_more_evidence_never_makes_a_goal_worse(
    verified: int, claimed: int, unknown: int, still_open: int, target: int, days: int
) -> None:
    order: list[Status] = ["cannot_be_met", "not_met", "too_early", "undetermined", "met"]
    as_of = HORIZON + timedelta(days=days)
    less = at_least(Tally(verified, claimed, unknown, still_open), target, as_of, HORIZON)
    more = at_least(Tally(verified + 1, claimed, unknown, still_open), target, as_of, HORIZON)
    assert order.index(more) >= order.index(less)


def test_the_year_ends_on_the_follow_up_or_a_year_on() -> None:
    asked = {"id": "p", "name": "P", "from": "2025-03-03", "to": "2025-06-01"}
    assert Horizons.of(Programme.model_validate(asked)).year == date(2026, 6, 1)
    asked["follow_up"] = "2026-05-20"
    assert Horizons.of(Programme.model_validate(asked)).year == date(2026, 5, 20)
