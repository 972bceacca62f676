"""The screen of `mentorkit activity`: bars and means, in 80 columns."""

from dataclasses import replace
from datetime import date

import pytest

from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.activity import MonthTable, by_month
from mentorkit.render.activity import DIGITS, as_json, as_text
from mentorkit.render.terminal import cells

WIKI = "fr.wikipedia.org"
EDITS = {
    "amina": {"2024-03": 8, "2024-12": 4, "2025-02": 1, "2025-03": 16, "2025-05": 4, "2025-06": 9},
    "bola": {"2024-09": 3, "2025-04": 3},
    "zoe": {},
}
NAMES = {"amina": "Amina", "bola": "いろは Nakamura-Okonkwo the Third", "zoe": "Zoé"}

SCREEN = """\
Edits a month (UTC), all wikis together, read up to 5 Jul 2025. Each line has
its own scale. '.' is a month with no edits; blank is not read, or not over yet.

                before         during      after        before   during    after
                Mar 24-Feb 25  Mar-May 25  Jun-Jul 25  a month  a month  a month
Amina           ▄........▂.▁   █.▂         ▅               1.1      6.7      9.0
Zoé             ............   ...         .               0.0      0.0      0.0
いろは Nakamu…  ......█.....   .█.         .               0.2      1.0      0.0

Before and during stand side by side, but one is not the cause of the other:
people chosen in a busy spell fall back, with or without a programme."""


def months_of(
    through: date, people: dict[str, dict[str, int]] = EDITS, since: date = date(2024, 3, 1)
) -> MonthTable:
    rows = {
        person: [
            ActivityRow(month, WIKI, 0, edits, 0, 0, 0, 1, 0, 0) for month, edits in own.items()
        ]
        for person, own in people.items()
    }
    pulled = [PulledRow(person, WIKI, 1, since, through, None) for person in people]
    return replace(by_month(rows, pulled), during=("2025-03", "2025-05"), names=NAMES)


def test_bars_and_means_before_during_and_after() -> None:
    assert as_text(months_of(date(2025, 7, 5))) == SCREEN


def test_who_did_not_agree_is_counted_and_said() -> None:
    some = replace(months_of(date(2025, 7, 5)), accounts=30, not_agreed=2)
    assert """or not over yet.

Left out: 2 of 30 mentors and mentees with an account, who have not agreed to
have edits counted.

                before""" in as_text(some)
    assert (as_json(some)["accounts"], as_json(some)["not_agreed"]) == (30, 2)


def test_a_month_that_is_not_over_is_no_drop() -> None:
    on_the_last_day, before_it = (
        as_text(months_of(date(2025, 6, day))).splitlines()[5] for day in (30, 29)
    )
    assert on_the_last_day.split()[2:] == ["█.▂", "▅", "1.1", "6.7", "9.0"]
    assert before_it.split()[2:] == ["█.▂", "1.1", "6.7"]


def test_before_the_programme_only_what_was_before_is_shown() -> None:
    head = as_text(months_of(date(2025, 1, 31))).splitlines()[3:5]
    assert [line.split() for line in head] == [
        ["before", "before"],
        ["Mar", "24-Jan", "25", "a", "month"],
    ]


def test_without_unicode_bars_are_digits() -> None:
    amina = as_text(months_of(date(2025, 6, 30)), DIGITS).splitlines()[5]
    assert amina.split()[1:4] == ["5........3.1", "9.3", "6"]


@pytest.mark.parametrize("people", [3, 40])
@pytest.mark.parametrize("through", [date(2025, 1, 31), date(2025, 6, 1), date(2027, 12, 31)])
def test_the_screen_is_at_most_80_cells_wide(people: int, through: date) -> None:
    many = {f"person-with-a-long-id-{n}": {"2024-05": 12_345 * n} for n in range(1, people + 1)}
    text = as_text(months_of(through, many))
    assert max(map(cells, text.splitlines())) <= 80
    assert len(text.splitlines()) == people + 8


def test_json_keeps_the_month_that_is_not_over() -> None:
    found = as_json(months_of(date(2025, 6, 2)))
    assert found["months"][-1] == "2025-06"
    assert found["people"]["amina"][-1] == 9


def test_nothing_was_pulled_yet() -> None:
    assert as_text(by_month({}, [])).endswith("\nnext: mentorkit activity pull")
    later = as_text(by_month({}, []), options=" --as-of 2025-06-20")
    assert later.endswith("\nnext: mentorkit activity pull --as-of 2025-06-20")
