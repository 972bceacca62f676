import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.rules.disclosure import LEAST, may_be_told, shown

CELLS = [
    ((9, 4, 2), (9, None, None)),
    ((7, 5, 3), (7, None, None)),
    ((12, 3), (None, None)),
    ((8, 7), (8, 7)),
    ((15, 0), (None, None)),
    ((0, 15), (None, None)),
    ((20, 2, 2), (None, None, None)),
    ((8, 7, 0), (8, 7, 0)),
    ((1, 0, 1, 0), (None, None, None, None)),
]


@pytest.mark.parametrize(("cells", "expected"), CELLS)
def test_small_cells_are_hidden(cells: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    assert shown(cells) == expected


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_the_total_gives_no_hidden_cell_away(cells: list[int]) -> None:
    told = shown(cells)
    hidden = [cell for cell, seen in zip(cells, told, strict=True) if seen is None]
    assert all(seen in (None, cell) for cell, seen in zip(cells, told, strict=True))
    assert not any(seen is not None and 0 < seen < LEAST for seen in told)
    if hidden and len(hidden) < len(cells):
        assert len(hidden) >= 2
        assert sum(hidden) >= LEAST


@pytest.mark.parametrize(
    ("cells", "told"),
    [((8, 7), True), ((5, 0, 5), True), ((12, 3), False), ((15, 0), False), ((0, 0), False)],
)
def test_a_breakdown_is_told_whole_or_not_at_all(cells: tuple[int, ...], told: bool) -> None:
    assert may_be_told(cells) == told
