"""Wiki activity by the field's definitions, in the four windows of `outcomes.windows`.

An active month has 5 edits or more in any namespace (Wikimedia's editor model, Research:Modeling
monthly active editors), a very active one 100 or more (Geoeditors). Edits to pages that were
deleted since are not among those read, so months are lower bounds. Reverts come late: of a month
whose last day is not 30 days old when it was read, no share of reverted edits is told.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from mentorkit.cohort.tables import ActivityRow
from mentorkit.outcomes.activity import REREAD
from mentorkit.outcomes.statistics import middle
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import RULES, Edits, Month, window_of
from mentorkit.rules.measures import InWindow, Kind, Measure, NamespaceEdits

ACTIVE, VERY_ACTIVE = 5, 100
"""The edits in a calendar month that make somebody active, and very active."""

ON_A_WIKI = 5
"""The edits in a window that make a wiki one of somebody's."""

SUSTAINED, SPAN = 3, 6
"""Leadership is sustained with so many months of it in so many."""

PROJECT_SPACE = (4, 5)
"""The namespaces of pages about the wiki itself, and of talk about these."""

WINDOWS = tuple(RULES)


@dataclass(slots=True)
class Span:
    """What one person did in the months of a window."""

    months: int = 0
    days: int = 0
    active: int = 0
    very_active: int = 0
    leading: int = 0
    edits: int = 0
    discussion: int = 0
    project: int = 0
    created: int = 0
    partners: int = 0
    reverted: int = 0
    reverts_known: bool = False
    sustained: bool | None = None
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
        self.leading += any(row.leadership_edits for row in rows)
        for row in rows:
            self.discussion += row.edits if row.namespace % 2 else 0
            self.project += row.edits if row.namespace in PROJECT_SPACE else 0
            self.created += row.pages_created
            self.partners += row.talk_partners
            self.reverted += row.reverted
            self.on_wikis[row.wiki] += row.edits


Spans = Mapping[str, Mapping[str, Span]]
"""What each person did in each window that is known of them, by window and the person's id."""


def spans(edits: Sequence[Edits], horizons: Horizons) -> Spans:
    """Return what each person did in the windows all days of which were read."""
    found: dict[str, dict[str, Span]] = {name: {} for name in WINDOWS}
    for each in edits:
        rows = _rows_by_month(each)
        for name in WINDOWS:
            if months := months_known(each, name, horizons):
                found[name][each.person.id] = _span(each, months, rows)
    return found


def months_known(edits: Edits, name: str, horizons: Horizons) -> Sequence[Month]:
    """Return the months of a person's window, or none where they were not all read."""
    enrolled = edits.person.enrolled
    months = window_of(name, enrolled, horizons) if enrolled else []
    return months if edits.knows(months) else []


def _rows_by_month(edits: Edits) -> Mapping[str, list[ActivityRow]]:
    rows: dict[str, list[ActivityRow]] = defaultdict(list)
    for row in edits.rows:
        rows[row.month].append(row)
    return rows


def _span(edits: Edits, months: Sequence[Month], rows: Mapping[str, Sequence[ActivityRow]]) -> Span:
    span = Span(len(months), sum(month.days for month in months))
    for month in months:
        if found := rows.get(str(month)):
            span.add(found)
    last = months[-1]
    span.reverts_known = last.last + REREAD <= edits.through
    around = [last.plus(step) for step in range(1 - SPAN, 1)]
    if edits.knows(around):
        leading = (any(r.leadership_edits for r in rows.get(str(m), ())) for m in around)
        span.sustained = sum(leading) >= SUSTAINED
    return span


@dataclass(frozen=True, slots=True)
class _Way:
    """How a measure is made: its words, and its value of a window's spans."""

    kind: Kind
    rule: str
    of: Callable[[Sequence[Span]], tuple[int | float | None, int | None]]


def _months(counted: Callable[[Span], int]) -> Callable[[Sequence[Span]], tuple[int, int]]:
    def of(spans: Sequence[Span]) -> tuple[int, int]:
        return sum(map(counted, spans)), sum(span.months for span in spans)

    return of


def _share(part: Callable[[Span], int]) -> Callable[[Sequence[Span]], tuple[float | None, int]]:
    def of(spans: Sequence[Span]) -> tuple[float | None, int]:
        shares = [part(span) / span.edits for span in spans if span.edits]
        share = middle(shares)
        return None if share is None else round(share, 4), len(shares)

    return of


def _per_30_days(
    part: Callable[[Span], int],
) -> Callable[[Sequence[Span]], tuple[float | None, int]]:
    return _median(lambda span: part(span) * 30 / span.days)


def _median(
    of_one: Callable[[Span], float],
) -> Callable[[Sequence[Span]], tuple[float | None, int]]:
    def of(spans: Sequence[Span]) -> tuple[float | None, int]:
        median = middle([of_one(span) for span in spans])
        return None if median is None else round(median, 1), len(spans)

    return of


def _created(spans: Sequence[Span]) -> tuple[int, None]:
    return sum(span.created for span in spans), None


def _reverted(spans: Sequence[Span]) -> tuple[int | None, int | None]:
    known = [span for span in spans if span.reverts_known]
    if not known:
        return None, None
    return sum(span.reverted for span in known), sum(span.edits for span in known)


def _sustained(spans: Sequence[Span]) -> tuple[int | None, int | None]:
    known = [span for span in spans if span.sustained is not None]
    return (sum(bool(span.sustained) for span in known), len(known)) if known else (None, None)


_WAYS: Mapping[str, _Way] = {
    "mentees_measured": _Way(
        "count",
        "mentees who agreed to have edits counted and whose every wiki was read for the whole "
        "window",
        lambda spans: (len(spans), None),
    ),
    "active_months": _Way(
        "count",
        f"mentees' calendar months with {ACTIVE} edits or more in any namespace, all wikis "
        "together, of all their months",
        _months(lambda span: span.active),
    ),
    "very_active_months": _Way(
        "count",
        f"mentees' calendar months with {VERY_ACTIVE} edits or more, of all their months",
        _months(lambda span: span.very_active),
    ),
    "discussion_share": _Way(
        "share",
        "median over mentees who edited of the share of their edits to talk pages of any kind "
        "(odd namespaces)",
        _share(lambda span: span.discussion),
    ),
    "project_share": _Way(
        "share",
        "median over mentees who edited of the share of their edits to project pages and the talk "
        "about these (namespaces 4 and 5): the contribution to infrastructure",
        _share(lambda span: span.project),
    ),
    "pages_created": _Way(
        "count",
        "pages created by mentees in any namespace, redirects that moves leave behind not counted",
        _created,
    ),
    "pages_created_rate": _Way(
        "median",
        "median over mentees of the pages that they created per 30 days",
        _per_30_days(lambda span: span.created),
    ),
    "wikis": _Way(
        "median",
        f"median over mentees of the wikis with {ON_A_WIKI} edits of theirs or more",
        _median(lambda span: span.wikis),
    ),
    "people_talked_to": _Way(
        "median",
        "median over mentees, per 30 days, of the people on whose talk pages they wrote; somebody "
        "written to in two months, or on two wikis, counts twice",
        _per_30_days(lambda span: span.partners),
    ),
    "reverted_edits": _Way(
        "count",
        f"mentees' edits that others undid, of all their edits, where {REREAD.days} days have "
        "passed since: reverts come late",
        _reverted,
    ),
    "leadership_months": _Way(
        "count",
        "mentees' calendar months with an edit to pages that mentorkit.yaml names as `leadership`, "
        "of all their months",
        _months(lambda span: span.leading),
    ),
    "sustained_leadership": _Way(
        "count",
        f"mentees with {SUSTAINED} such months or more among the {SPAN} that end with the window's "
        "last month, of those of whom all six are known",
        _sustained,
    ),
}

_OF_LEADERSHIP = ("leadership_months", "sustained_leadership")


def measures(found: Spans, *, named_pages: bool) -> tuple[Measure, ...]:
    """Return every measure in every window; blank where nobody's window is known.

    Without `named_pages` no wiki names pages of leadership, and what rests on them is blank.
    """
    sources = _sources(found)
    made = []
    for name, way in _WAYS.items():
        unnamed = name in _OF_LEADERSHIP and not named_pages
        known = {window: [] if unnamed else list(found[window].values()) for window in WINDOWS}
        each = tuple(_in_window(window, way, people) for window, people in known.items())
        note = "no wiki in mentorkit.yaml names pages of `leadership`" if unnamed else ""
        made.append(Measure(name, way.kind, way.rule, each, () if unnamed else sources, note))
    return tuple(made)


def _in_window(window: str, way: _Way, people: Sequence[Span]) -> InWindow:
    return InWindow(window, *(way.of(people) if people else (None, None)))


def _sources(found: Spans) -> tuple[str, ...]:
    people = sorted(set(chain.from_iterable(found.values())))
    read = {p for spans in found.values() for p, span in spans.items() if span.edits}
    files = [f"activity/{person}.csv" for person in people if person in read]
    return (*files, "activity/pulled.csv") if people else ()


def by_namespace(edits: Sequence[Edits], horizons: Horizons) -> tuple[NamespaceEdits, ...]:
    """Return people's edits together in each window by wiki and namespace; blank if not known."""
    totals: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    read = set()
    for each in edits:
        rows = _rows_by_month(each)
        for name in WINDOWS:
            months = months_known(each, name, horizons)
            read |= {name} if months else set()
            for row in _of_months(rows, months):
                totals[row.wiki, row.namespace][name] += row.edits
    return tuple(
        NamespaceEdits(wiki, namespace, tuple(count[w] if w in read else None for w in WINDOWS))
        for (wiki, namespace), count in sorted(totals.items())
    )


def _of_months(
    rows: Mapping[str, Sequence[ActivityRow]], months: Sequence[Month]
) -> Iterator[ActivityRow]:
    return chain.from_iterable(rows.get(str(month), ()) for month in months)


def rows_during(edits: Edits, horizons: Horizons) -> list[ActivityRow] | None:
    """Return a person's rows of the programme's months; None where these were not all read."""
    months = months_known(edits, "during", horizons)
    return list(_of_months(_rows_by_month(edits), months)) if months else None
