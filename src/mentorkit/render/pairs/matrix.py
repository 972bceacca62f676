"""The fit of everybody with everybody as a shaded table in 80 columns, and as JSON.

Mentors are the rows, by name; mentees the columns, by a short code of their id.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, count, pairwise
from typing import Any

from mentorkit.render import terminal
from mentorkit.rules.fit_matrix import Matrix

NAME = 15
"""How many cells of a mentor's name are shown."""

ACROSS = 16
"""How many mentees stand side by side at most; more are shared out evenly to several blocks."""

_CODE = 3
_RAMP = ".:+*"
_TOP = "#"
_GOOD = 750
_CLOSED = "x"
_OUTSIDE = "-"
_BEST = "1k"

_COLOURS = {"chosen": "1;36", _CLOSED: "2", ".": "2"}


def as_text(matrix: Matrix, *, colour: bool = False) -> str:
    """Return the matrix, its legend and whom each code means.

    With `colour` the chosen pairs stand out; what a number or a sign says is never left to it.
    """
    if not matrix.mentors or not matrix.mentees:
        return ""
    short = codes(matrix.mentees)
    names = [" " * NAME, *(terminal.fit(name, NAME) for _, name in _labels(matrix.mentors))]
    columns = list(_columns(matrix, short, colour))
    across = -(-len(columns) // -(-len(columns) // ACROSS))
    blocks = [
        _block(names, columns[start : start + across]) for start in range(0, len(columns), across)
    ]
    return "\n\n".join([*blocks, _legend(matrix), _key(matrix.mentees, short)])


def as_json(matrix: Matrix) -> dict[str, Any]:
    """Return the matrix for programs; a score of None is a pair that is not possible."""
    short = codes(matrix.mentees)
    return {
        "mentors": list(matrix.mentors),
        "mentees": [{"person": mentee, "code": short[mentee]} for mentee in matrix.mentees],
        "scores": [list(row) for row in matrix.scores],
    }


def codes(ids: Iterable[str]) -> dict[str, str]:
    """Return a code of at most three signs for each id, all different, in the order given.

    It is the start of the id where it can be, else other letters of it in their order, else a
    number. Which code somebody gets depends on the ids alone.
    """
    asked = list(ids)
    # Painting would take it for the word of a goal's status.
    taken = {"met"}
    found: dict[str, str] = {}
    for id_ in sorted(asked, key=lambda id_: (len(id_) > _CODE, id_)):
        found[id_] = next(code for code in _tries(id_) if code not in taken)
        taken.add(found[id_])
    return {id_: found[id_] for id_ in asked}


def _tries(id_: str) -> Iterator[str]:
    letters = re.sub("[^a-z0-9]", "", id_)
    if len(letters) <= _CODE:
        yield letters
    yield from map("".join, combinations(letters, _CODE))
    yield from (f"{number:03}" for number in count())


def _columns(matrix: Matrix, short: Mapping[str, str], colour: bool) -> Iterator[list[str]]:
    """Yield the cells of each mentee, the code first, all four signs wide before colour."""
    bounds = _bounds(matrix.floors)
    shades = [_shade(score, bounds) for score in range(1001)]
    for column, mentee in enumerate(matrix.mentees):
        marks = (
            _mark(scores[column], (mentor, mentee) in matrix.chosen, shades, colour)
            for mentor, scores in zip(matrix.mentors, matrix.scores, strict=True)
        )
        yield [f" {short[mentee]:>{_CODE}}", *marks]


def _block(names: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    """Return columns side by side, after the names of the mentors."""
    lines = zip(names, *columns, strict=True)
    return "\n".join(f"{name} {''.join(cells)}" for name, *cells in lines)


def _labels(people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each id with the name, or with the id itself where others have that name too."""
    many = Counter(people.values())
    yield from ((id_, name if many[name] == 1 else id_) for id_, name in people.items())


def _mark(score: int | None, chosen: bool, shades: Sequence[str], colour: bool) -> str:
    """Return one cell; `shades` has the sign of each score."""
    if chosen:
        sign = _OUTSIDE if score is None else _BEST if score == 1000 else str(score)
    else:
        sign = _CLOSED if score is None else shades[score]
    text = f" {sign:>{_CODE}}"
    code = _COLOURS.get("chosen" if chosen else sign)
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code else text


def _bounds(floors: Sequence[int]) -> list[int]:
    """Return the scores at which the shade changes: the floors, and one that is good."""
    lowest = [floor for floor in floors if floor > 0][: len(_RAMP)]
    good = [] if lowest and lowest[-1] >= _GOOD else [_GOOD]
    return [*lowest, *good][: len(_RAMP)]


def _shade(score: int, bounds: Sequence[int]) -> str:
    below = sum(score >= bound for bound in bounds)
    return _TOP if below == len(bounds) else _RAMP[below]


def _legend(matrix: Matrix) -> str:
    bounds = _bounds(matrix.floors)
    told = [f"{_RAMP[0]} under {bounds[0]}"]
    for step, (low, high) in enumerate(pairwise(bounds), 1):
        told.append(f"{_RAMP[step]} {low}-{high - 1}")
    told.append(f"{_TOP} {bounds[-1]} and over")
    chosen = {score for cell, score in _cells(matrix) if cell in matrix.chosen}
    signs = [f"{_CLOSED} no pair possible"]
    if chosen - {None}:
        signs.append("number: the chosen pair")
    if 1000 in chosen:
        signs.append(f"{_BEST}: 1,000")
    lines = ["   ".join(told), "   ".join(signs)]
    if None in chosen:
        lines.append(
            f"{_OUTSIDE} a pair that today's rules would not offer; it stands all the same"
        )
    return "\n".join(f"  {line}" for line in lines)


def _cells(matrix: Matrix) -> Iterator[tuple[tuple[str, str], int | None]]:
    for mentor, row in zip(matrix.mentors, matrix.scores, strict=True):
        for mentee, score in zip(matrix.mentees, row, strict=True):
            yield (mentor, mentee), score


def _key(mentees: Mapping[str, str], short: Mapping[str, str]) -> str:
    """Return whom each code means, four to a line."""
    told = [
        f"{short[mentee]:>{_CODE}} {terminal.fit(name, 14)}" for mentee, name in _labels(mentees)
    ]
    rows = (told[start : start + 4] for start in range(0, len(told), 4))
    return "\n".join(f"  {' '.join(row)}".rstrip() for row in rows)
