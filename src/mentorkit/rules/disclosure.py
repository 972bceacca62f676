"""What may be said of a small group without saying it of somebody in it."""

from collections.abc import Sequence

LEAST = 5
"""The smallest number of people that may be shown: fewer could be told apart."""


def shown(cells: Sequence[int]) -> tuple[int | None, ...]:
    """Return the counts of one breakdown with those withheld that would tell on somebody.

    A count from 1 to 4 is hidden, then the smallest of the others until at least two are hidden
    and they hold at least `LEAST` people together, so that no subtraction brings one back; where
    that cannot be, all are hidden, the empty ones too. Where everybody falls into one cell, all are
    hidden: the total would say it of each person.
    Threshold and secondary suppression as statistical offices use them (OECD glossary 7010).
    """
    if sum(1 for cell in cells if cell) <= 1:
        return (None,) * len(cells)
    hidden = {i for i, cell in enumerate(cells) if 0 < cell < LEAST}
    rest = sorted((cell, i) for i, cell in enumerate(cells) if i not in hidden and cell)
    while hidden and rest and not _safe([cells[i] for i in hidden]):
        hidden.add(rest.pop(0)[1])
    if hidden and not _safe([cells[i] for i in hidden]):
        return (None,) * len(cells)
    return tuple(None if i in hidden else cell for i, cell in enumerate(cells))


def may_be_told(cells: Sequence[int]) -> bool:
    """Whether every count of one breakdown may be told; of fewer than `LEAST` people none may."""
    return None not in shown(cells)


def _safe(hidden: Sequence[int]) -> bool:
    return len(hidden) >= 2 and sum(hidden) >= LEAST
