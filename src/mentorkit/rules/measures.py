"""Wiki activity by the field's definitions, as values: measures by window, wikis, grant metrics.

Who did not agree to be named is in no value here that could be told apart, nor in any total from
which the others could be subtracted.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "share", "median"]

Found = Literal["counted", "at_least", "not_relevant", "not_measured"]


@dataclass(frozen=True, slots=True)
class InWindow:
    """What a measure came to in the window `id`; `value` is None where it is blank.

    `of` is what a count is a part of, None where it is a total; of a share or a median, the number
    of people that it is the middle one of.
    """

    id: str
    value: int | float | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure in each of the windows; a `share` is the median of people's shares, 0 to 1."""

    id: str
    kind: Kind
    rule: str
    windows: tuple[InWindow, ...]
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamespaceEdits:
    """The edits to one namespace of a wiki in each of the windows; None where one is blank."""

    wiki: str
    namespace: int
    edits: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class GrantMetric:
    """A number that grant reports ask for: from the set of `since`, its `number` in that set.

    `value` is 0 where it is not relevant to such a programme, and None where it is blank or was
    not measured. `at_least` says that it is a lower bound.
    """

    id: str
    since: int
    number: int
    found: Found
    value: int | None
    rule: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """All that is measured: `people` are the mentees counted in some window.

    `apart` did agree to have edits counted, and some window leaves them out because its totals
    less those of the others would be theirs. `by_namespace` is of those who agreed to be named,
    and for coordinators of all.
    """

    people: int = 0
    apart: int = 0
    windows: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    by_namespace: tuple[NamespaceEdits, ...] = ()
    grant_metrics: tuple[GrantMetric, ...] = ()


NOT_MEASURED = Measured()
