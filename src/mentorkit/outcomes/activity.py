"""Contributions of wiki users, counted by month, wiki and namespace; and the months in a table.

Definitions: an edit is a revision as `list=usercontribs` gives it, so revisions of pages that were
deleted are not among them; `reverted` has the change tag mw-reverted; a page is created by a
revision without a parent, unless it is the redirect that a move leaves behind (tag
mw-new-redirect); months and days are UTC.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from mentorkit.cohort.tables import ActivityRow, PulledRow

USER_TALK = 3
REREAD = timedelta(days=30)
"""For how long after an edit a revert of it is still noticed."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One revision: `at` in UTC, `title` with its namespace, `added` in bytes, may be negative."""

    user_id: int
    user: str
    at: datetime
    namespace: int
    title: str
    added: int
    new: bool
    tags: frozenset[str]

    @property
    def month(self) -> str:
        """The UTC month, as in "2025-03"."""
        return f"{self.at:%Y-%m}"

    @property
    def reverted(self) -> bool:
        """Whether a later edit undid this one."""
        return "mw-reverted" in self.tags


def first_day(programme_from: date) -> date:
    """Return where the pull begins: the first of the month, 12 whole months before the start's."""
    return date(programme_from.year - 1, programme_from.month, 1)


def reread_from(through: date) -> date:
    """Return from where reverts are read again: 30 days before `through`, from the 1st of a month.

    Whole months are read, because a month's number of reverted edits is replaced whole.
    """
    return (through - REREAD).replace(day=1)


def count(
    contributions: Iterable[Contribution], wiki: str, leadership: Sequence[str] = ()
) -> list[ActivityRow]:
    """Count one person's contributions to one wiki; rows in the order of their keys.

    `leadership` are beginnings of titles, namespace included, with blanks or underscores.
    """
    prefixes = tuple(prefix.replace("_", " ") for prefix in leadership)
    groups: dict[tuple[str, int], list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        groups[contribution.month, contribution.namespace].append(contribution)
    return [
        _row(month, wiki, namespace, group, prefixes)
        for (month, namespace), group in sorted(groups.items())
    ]


def _row(
    month: str, wiki: str, namespace: int, group: list[Contribution], prefixes: tuple[str, ...]
) -> ActivityRow:
    return ActivityRow(
        month=month,
        wiki=wiki,
        namespace=namespace,
        edits=len(group),
        reverted=sum(c.reverted for c in group),
        bytes_added=sum(max(c.added, 0) for c in group),
        pages_created=sum(c.new and "mw-new-redirect" not in c.tags for c in group),
        days_active=len({c.at.astimezone(UTC).date() for c in group}),
        talk_partners=len(_partners(group)) if namespace == USER_TALK else 0,
        leadership_edits=sum(c.title.startswith(prefixes) for c in group) if prefixes else 0,
    )


def _partners(group: Iterable[Contribution]) -> set[str]:
    """The other users whose talk pages, or pages below them, were edited."""
    owners = ((c.title.partition(":")[2].partition("/")[0], c.user) for c in group)
    return {owner for owner, user in owners if owner != user}


def recount_reverted(
    rows: Iterable[ActivityRow], reverted: Mapping[tuple[str, int], int], since: str
) -> tuple[list[ActivityRow], bool]:
    """Replace the reverted edits of the months from `since`; `reverted` by month and namespace.

    Also tells whether the rows fit: a reverted edit that no row counts (its page was moved to
    another namespace, say) means that the months must be read again.
    """
    left = dict(reverted)
    recounted = []
    fits = True
    for row in rows:
        if row.month >= since:
            number = left.pop((row.month, row.namespace), 0)
            fits = fits and number <= row.edits
            row = row._replace(reverted=min(number, row.edits))
        recounted.append(row)
    return recounted, fits and not left


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Edits by month: `months` in order; for each person, a figure a month or None (blank).

    `through` is the last day that was read of anybody, None where nothing was; `whole` the last
    month that was over when it was read, by person; `during` the first and the last month of the
    programme; `names` what people are called. Of the mentors and mentees with an account, who are
    `accounts`, `not_agreed` are left out.

    A month is blank where it lies outside the days that were pulled on any of the person's wikis:
    that is "not known", and differs from 0.
    """

    months: tuple[str, ...]
    edits: Mapping[str, tuple[int | None, ...]]
    through: date | None = None
    whole: Mapping[str, str] = field(default_factory=dict)
    during: tuple[str, str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    accounts: int = 0
    not_agreed: int = 0


def by_month(
    activity: Mapping[str, Iterable[ActivityRow]], pulled: Iterable[PulledRow]
) -> MonthTable:
    """Return everybody's edits by month, all wikis and namespaces together.

    People without an account on any wiki are absent.
    """
    spans: dict[str, list[PulledRow]] = defaultdict(list)
    for row in pulled:
        spans[row.person].append(row)
    months = _months(row for rows in spans.values() for row in rows)
    edits, whole = {}, {}
    for person, rows in sorted(spans.items()):
        total: dict[str, int] = defaultdict(int)
        for counted in activity.get(person, ()):
            total[counted.month] += counted.edits
        first = f"{max(row.from_ for row in rows):%Y-%m}"
        last = f"{min(row.through for row in rows):%Y-%m}"
        whole[person] = _last_whole_month(min(row.through for row in rows))
        edits[person] = tuple(total[m] if first <= m <= last else None for m in months)
    through = max((row.through for found in spans.values() for row in found), default=None)
    return MonthTable(months, edits, through, whole)


def _last_whole_month(through: date) -> str:
    """The last month all of which lies before the end of that day."""
    return f"{(through + timedelta(days=1)).replace(day=1) - timedelta(days=1):%Y-%m}"


def _months(rows: Iterable[PulledRow]) -> tuple[str, ...]:
    found = list(rows)
    if not found:
        return ()
    month = min(row.from_ for row in found).replace(day=1)
    last = max(row.through for row in found)
    months = []
    while month <= last:
        months.append(f"{month:%Y-%m}")
        month = (month + timedelta(days=31)).replace(day=1)
    return tuple(months)
