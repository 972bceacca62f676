"""What one person did in each of the windows of `outcomes.windows`, from their rows of activity."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from mentorkit.cohort.tables import ActivityRow
from mentorkit.outcomes.activity import REREAD
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import RULES, Edits, Month, to_add_up, window_of

ACTIVE, VERY_ACTIVE = 5, 100
"""The edits in a calendar month that make somebody active, and very active."""

ON_A_WIKI = 5
"""The edits in a window that make a wiki one of somebody's."""

SUSTAINED, SPAN = 3, 6
"""Leadership is sustained with so many months of it in so many."""

ARTICLES, FILES = 0, 6
COMMONS = "commons.wikimedia.org"

PROJECT_SPACE = (4, 5)
"""The namespaces of pages about the wiki itself, and of talk about these."""

WINDOWS = tuple(RULES)


@dataclass(slots=True)
class Span:
    """What one person did in the months of a window, and whether it may be told of them alone."""

    months: int = 0
    days: int = 0
    active: int = 0
    very_active: int = 0
    active_content: int = 0
    retained: int = 0
    retainable: int = 0
    leading: int = 0
    edits: int = 0
    discussion: int = 0
    project: int = 0
    created: int = 0
    partners: int = 0
    reverted: int = 0
    reverts_known: bool = False
    sustained: bool | None = None
    named: bool = True
    on_wikis: Counter[str] = field(default_factory=Counter)

    @property
    def wikis(self) -> int:
        """The wikis with `ON_A_WIKI` edits or more."""
        return sum(1 for edits in self.on_wikis.values() if edits >= ON_A_WIKI)

    def add(self, rows: Sequence[ActivityRow]) -> None:
        """Add the rows of one month."""
        edits = sum(row.edits for row in rows)
        self.edits += edits
        self.active += edits >= ACTIVE
        self.very_active += edits >= VERY_ACTIVE
        self.active_content += sum(row.edits for row in rows if is_content(row)) >= ACTIVE
        self.leading += any(row.leadership_edits for row in rows)
        for row in rows:
            self.discussion += row.edits if row.namespace % 2 else 0
            self.project += row.edits if row.namespace in PROJECT_SPACE else 0
            self.created += row.pages_created
            self.partners += row.talk_partners
            self.reverted += row.reverted
            self.on_wikis[row.wiki] += row.edits


def is_content(row: ActivityRow) -> bool:
    """Whether a row is of articles, or of files on Commons; wikis can have more such namespaces."""
    return row.namespace == ARTICLES or (row.wiki == COMMONS and row.namespace == FILES)


@dataclass(frozen=True, slots=True)
class Spans:
    """What people did in each window that is known of them, by window and the person's id.

    `apart` are the ids of those whom some window leaves out since few of them are not named.
    """

    found: Mapping[str, Mapping[str, Span]]
    apart: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        """The ids of those who count in some window."""
        return frozenset(chain.from_iterable(self.found.values()))


def spans(edits: Sequence[Edits], horizons: Horizons, *, everyone: bool) -> Spans:
    """Return what people did in the windows all days of which were read, as far as they add up.

    With `everyone` all may be named.
    """
    found: dict[str, dict[str, Span]] = {name: {} for name in WINDOWS}
    apart: set[str] = set()
    by_month = {each.person.id: rows_by_month(each) for each in edits}
    for name, people in found.items():
        known = [each for each in edits if months_known(each, name, horizons)]
        for each in to_add_up(known, everyone=everyone):
            months = months_known(each, name, horizons)
            span = _span(each, months, by_month[each.person.id])
            span.named = everyone or each.person.consent.named is not None
            people[each.person.id] = span
        apart |= {each.person.id for each in known} - people.keys()
    return Spans(found, frozenset(apart))


def months_known(edits: Edits, name: str, horizons: Horizons) -> Sequence[Month]:
    """Return the months of a person's window, or none where they were not all read."""
    enrolled = edits.person.enrolled
    months = window_of(name, enrolled, horizons) if enrolled else []
    return months if edits.knows(months) else []


def rows_by_month(edits: Edits) -> Mapping[str, list[ActivityRow]]:
    """Return a person's rows by their month."""
    rows: dict[str, list[ActivityRow]] = defaultdict(list)
    for row in edits.rows:
        rows[row.month].append(row)
    return rows


def _span(edits: Edits, months: Sequence[Month], rows: Mapping[str, Sequence[ActivityRow]]) -> Span:
    span = Span(len(months), sum(month.days for month in months))
    for month in months:
        if found := rows.get(str(month)):
            span.add(found)
        if edits.knows([before := month.plus(-1)]):
            span.retainable += 1
            span.retained += all(edits.by_month.get(str(each), 0) for each in (before, month))
    last = months[-1]
    span.reverts_known = last.last + REREAD <= edits.through
    around = [last.plus(step) for step in range(1 - SPAN, 1)]
    if edits.knows(around):
        leading = (any(r.leadership_edits for r in rows.get(str(m), ())) for m in around)
        span.sustained = sum(leading) >= SUSTAINED
    return span


def rows_of(
    rows: Mapping[str, Sequence[ActivityRow]], months: Sequence[Month]
) -> Iterator[ActivityRow]:
    """Return the rows of some months, in their order."""
    return chain.from_iterable(rows.get(str(month), ()) for month in months)


def rows_during(edits: Edits, horizons: Horizons) -> list[ActivityRow] | None:
    """Return a person's rows of the programme's months; None where these were not all read."""
    months = months_known(edits, "during", horizons)
    return list(rows_of(rows_by_month(edits), months)) if months else None
