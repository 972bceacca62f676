"""The measures of steadiness, against what their words say."""

import re
from dataclasses import dataclass
from datetime import date
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.recruit.notebook import Account, lines_of, read_names, read_notes
from mentorkit.recruit.steadiness import (
    Month,
    Work,
    joined,
    measure,
    months_before,
    steadiest_first,
    tally,
)

WINDOW = months_before(date(2025, 6, 20), 24)


@dataclass(frozen=True)
class Edit:
    month: str
    namespace: int = 0
    title: str = "Rivers"
    user: str = "Amina"
    new: bool = False
    tags: frozenset[str] = frozenset()


def work(counts: str) -> Work:
    """Edits to articles by month, one digit a month of the window."""
    months = {m: Month({0: int(n)}) for m, n in zip(WINDOW, counts, strict=True) if n != "0"}
    return Work(months)


def test_the_window_ends_before_the_month_of_the_day() -> None:
    assert months_before(date(2025, 1, 31), 3) == ("2024-10", "2024-11", "2024-12")
    assert (WINDOW[0], WINDOW[-1], len(WINDOW)) == ("2023-06", "2025-05", 24)


@pytest.mark.parametrize(
    ("counts", "active", "gap", "streak", "middle"),
    [
        ("0" * 24, 0, 24, 0, 0),
        ("5" * 24, 24, 0, 24, 5),
        ("4" * 24, 0, 24, 0, 4),
        ("0" * 18 + "9" * 6, 6, 18, 6, 0),
        ("9" * 12 + "0" * 12, 12, 12, 0, 4.5),
        ("90" * 12, 12, 1, 0, 4.5),
        ("0900" + "5" * 19 + "4", 20, 2, 0, 5),
    ],
)
def test_figures_by_hand(counts: str, active: int, gap: int, streak: int, middle: float) -> None:
    found = measure([work(counts)], WINDOW, 5)
    assert (found.active, found.gap, found.streak, found.median) == (active, gap, streak, middle)


@given(st.text("0123456789", min_size=24, max_size=24), st.integers(1, 9))
def test_figures_are_what_their_words_say(counts: str, least: int) -> None:
    found = measure([work(counts)], WINDOW, least)
    signs = "".join("x" if int(n) >= least else "." for n in counts)
    assert found.active == signs.count("x")
    assert found.gap == max(map(len, re.findall(r"\.+", signs)), default=0)
    assert found.streak == len(signs) - len(signs.rstrip("x"))
    assert found.median == median(map(int, counts))
    assert found.edits == sum(map(int, counts))


@given(st.text("0123456789", min_size=24, max_size=24), st.data())
def test_the_same_edits_on_several_wikis_are_as_steady(counts: str, data: st.DataObject) -> None:
    here = [data.draw(st.integers(0, int(n))) for n in counts]
    there = [int(n) - part for n, part in zip(counts, here, strict=True)]
    both = [work("".join(map(str, here))), work("".join(map(str, there)))]
    assert measure(both, WINDOW, 5) == measure([work(counts)], WINDOW, 5)


def test_what_is_said_of_edits() -> None:
    edits = [
        Edit("2025-01", 0),
        Edit("2025-01", 1, "Talk:Rivers"),
        Edit("2025-01", 3, "User talk:Bola"),
        Edit("2025-01", 3, "User talk:Bola/Archive"),
        Edit("2025-02", 3, "User talk:Bola"),
        Edit("2025-02", 3, "User talk:Esi"),
        Edit("2025-02", 3, "User talk:Amina"),
        Edit("2025-02", 4, "Project:Help desk"),
        Edit("2025-02", 5, "Project talk:Help desk"),
        Edit("2025-03", 6, "File:A.jpg", new=True),
        Edit("2025-03", 6, "File:A.jpg"),
        Edit("2025-03", 6, "File:B.jpg", new=True, tags=frozenset({"mw-new-redirect"})),
        Edit("2023-05", 6, "File:Before.jpg", new=True),
    ]
    found = measure([Work(tally(edits))], WINDOW, 1)
    assert found.edits == 12
    assert found.discussion == 7
    assert found.project == 2
    assert found.files == 1
    assert found.talked_to == 2


def test_namespaces_that_are_set_are_all_that_counts() -> None:
    months = {month: Month({0: 9, 104: 5}) for month in WINDOW[:6]}
    found = measure([Work(months, frozenset({104}))], WINDOW, 6)
    assert (found.active, found.edits, found.work) == (0, 84, 30)


def test_the_order_compares_one_thing_at_a_time() -> None:
    steadier = ["5" * 24, "0" + "5" * 23, "90" * 12, "09" * 11 + "00"]
    figures = [measure([work(counts)], WINDOW, 5) for counts in steadier]
    figures.reverse()
    assert sorted(figures, key=steadiest_first) == figures[::-1]


EDITS = st.lists(
    st.builds(
        Edit,
        month=st.sampled_from(WINDOW[:4]),
        namespace=st.sampled_from([0, 1, 3, 4, 6]),
        title=st.sampled_from(["User talk:Bola", "User talk:Esi", "User talk:Amina"]),
        new=st.booleans(),
    )
)


@given(EDITS, st.integers(0, 20))
def test_months_read_in_parts_are_the_same_months(edits: list[Edit], cut: int) -> None:
    assert joined([tally(edits[:cut]), tally(edits[cut:])]) == tally(edits)


NUMBERS = st.integers(0, 23)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4), EDITS)
def test_only_what_is_missing_is_read(windows: list[tuple[int, int]], edits: list[Edit]) -> None:
    """Whatever windows were looked at, in the end all of the last one is known, once."""
    account = Account(1, "Amina", date(2025, 6, 20))
    for first, last in windows:
        window = WINDOW[min(first, last) : max(first, last) + 1]
        for span in account.missing(window):
            read = [edit for edit in edits if span[0] <= edit.month <= span[1]]
            account = account.knowing(span, tally(read))
        assert account.missing(window) == []
    own = [edit for edit in edits if account.first <= edit.month <= account.through]
    assert account.months == tally(own)


@given(EDITS, st.text(min_size=1), st.booleans(), st.none() | st.dates())
def test_notes_come_back_as_they_were(
    edits: list[Edit], name: str, blocked: bool, day: date | None
) -> None:
    account = Account(7, name, date(2025, 6, 20), blocked=blocked, registered=day, also=("A",))
    account = account.knowing((WINDOW[0], WINDOW[-1]), tally(edits))
    notes = read_notes(lines_of([account], {name: date(2025, 6, 1)}))
    assert notes.accounts == {7: account}
    assert notes.nobody == {name: date(2025, 6, 1)}


@given(st.text())
def test_notes_that_nobody_wrote_are_as_good_as_none(text: str) -> None:
    assert read_notes(text).accounts == {}
    assert read_names(text) == {}
