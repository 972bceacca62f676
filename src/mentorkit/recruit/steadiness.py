"""How steadily somebody contributes: figures over whole UTC months, by rules and without weights.

The rules, and why they are so, are in docs/scout.md. Nothing here looks at hours of the day, at
what somebody writes about, or at who they might be.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from statistics import median
from typing import NamedTuple, Protocol

USER_TALK, PROJECT, PROJECT_TALK, FILE = 3, 4, 5, 6
REDIRECT_OF_A_MOVE = "mw-new-redirect"


class Edit(Protocol):
    """What is looked at of a revision."""

    @property
    def user(self) -> str:
        """Today's name of who made it."""

    @property
    def month(self) -> str:
        """The UTC month, as in "2025-03"."""

    @property
    def namespace(self) -> int:
        """The number of the page's namespace."""

    @property
    def title(self) -> str:
        """The page's title with its namespace."""

    @property
    def new(self) -> bool:
        """Whether it made the page."""

    @property
    def tags(self) -> frozenset[str]:
        """The change tags."""


@dataclass(frozen=True, slots=True)
class Month:
    """One account's month: edits by namespace, files uploaded, others whose talk pages it edited.

    `partners` are marks from which a name cannot be read: only how many differ is of interest.
    """

    edits: Mapping[int, int]
    files: int = 0
    partners: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """The edits to all namespaces."""
        return sum(self.edits.values())


Months = Mapping[str, Month]
"""Months by their names, as in "2025-03"; one without edits is absent."""


def months_before(day: date, number: int) -> tuple[str, ...]:
    """Return the names of the `number` whole months before the month of a day, in order."""
    last = day.year * 12 + day.month - 1
    return tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(last - number, last))


def tally(edits: Iterable[Edit]) -> dict[str, Month]:
    """Count one account's edits by month.

    A file is uploaded where its page is new, unless it is the redirect that a move leaves.
    """
    found = {}
    for month, group in groupby(sorted(edits, key=_month), key=_month):
        own = list(group)
        files = sum(
            edit.new and edit.namespace == FILE and REDIRECT_OF_A_MOVE not in edit.tags
            for edit in own
        )
        partners = frozenset(filter(None, map(_partner, own)))
        found[month] = Month(Counter(edit.namespace for edit in own), files, partners)
    return found


def _month(edit: Edit) -> str:
    return edit.month


def _partner(edit: Edit) -> str:
    """The mark of the other user to whose talk page, or a page below it, an edit was made."""
    owner = edit.title.partition(":")[2].partition("/")[0]
    if edit.namespace != USER_TALK or not owner or owner == edit.user:
        return ""
    return hashlib.sha256(owner.encode()).hexdigest()[:12]


def joined(months: Iterable[Months]) -> dict[str, Month]:
    """Return the months of several accounts, or of parts of one, as those of one."""
    found: dict[str, Month] = {}
    for own in months:
        for name, month in own.items():
            found[name] = _sum(found[name], month) if name in found else month
    return found


def _sum(one: Month, other: Month) -> Month:
    edits = Counter(one.edits) + Counter(other.edits)
    return Month(edits, one.files + other.files, one.partners | other.partners)


class Work(NamedTuple):
    """What somebody did on one wiki; a month counts by `namespaces` only, or by all if empty."""

    months: Months
    namespaces: frozenset[int] = frozenset()

    def counted(self, month: str) -> int:
        """How many edits of a month count."""
        found = self.months.get(month)
        if found is None:
            return 0
        if not self.namespaces:
            return found.total
        return sum(found.edits.get(number, 0) for number in self.namespaces)


@dataclass(frozen=True, slots=True)
class Figures:
    """How steady somebody was in a window of months.

    `active` months have at least so many edits as count; `gap` is the longest run of months
    without, `streak` the run with that ends with the last month; `median` the middle month's
    edits, a mean of two where the number of months is even. `edits` are all in the window, of
    these `discussion` on talk pages (odd namespaces), `project` in namespaces 4 and 5, which
    overlap. `talked_to` counts others whose talk pages were edited, on each wiki by itself.
    """

    months: int = 0
    active: int = 0
    gap: int = 0
    streak: int = 0
    median: float = 0
    edits: int = 0
    discussion: int = 0
    project: int = 0
    files: int = 0
    talked_to: int = 0
    work: int = 0
    by_month: tuple[int, ...] = field(default=(), repr=False)


def measure(work: Sequence[Work], window: Sequence[str], least: int) -> Figures:
    """Measure somebody's work on several wikis over the months of a window, which is not empty.

    A month counts from `least` edits on all wikis together.
    """
    counts = tuple(sum(own.counted(month) for own in work) for month in window)
    active = [count >= least for count in counts]
    spaces: Counter[int] = Counter()
    files = talked_to = 0
    for own in work:
        months = [own.months[month] for month in window if month in own.months]
        for month in months:
            spaces.update(month.edits)
        files += sum(month.files for month in months)
        talked_to += len(frozenset[str]().union(*(month.partners for month in months)))
    return Figures(
        months=len(window),
        active=sum(active),
        gap=max(_runs(active, counts_as=False), default=0),
        streak=next((i for i, on in enumerate(reversed(active)) if not on), len(active)),
        median=_plain(median(counts)),
        edits=spaces.total(),
        discussion=sum(n for space, n in spaces.items() if space % 2),
        project=spaces[PROJECT] + spaces[PROJECT_TALK],
        files=files,
        talked_to=talked_to,
        work=sum(counts),
        by_month=counts,
    )


def _runs(values: Iterable[bool], *, counts_as: bool) -> list[int]:
    return [len(list(run)) for value, run in groupby(values) if value is counts_as]


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def steadiest_first(figures: Figures) -> tuple[float, ...]:
    """Return what to sort by: months active, then the shortest gap, the streak, the median.

    One is compared only where all before it are equal, so nothing is weighed against another.
    """
    return (-figures.active, figures.gap, -figures.streak, -figures.median)
