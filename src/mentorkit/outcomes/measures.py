"""Wiki activity by the field's definitions, in the four windows of `outcomes.windows`.

An active month has 5 edits or more in any namespace (Wikimedia's editor model, Research:Modeling
monthly active editors), a very active one 100 or more (Geoeditors). Edits to pages that were
deleted since are not among those read, so months are lower bounds. Reverts come late: of a month
whose last day is not 30 days old when it was read, no share of reverted edits is told.

Those who are not named are in what is said of some people only where `LEAST` of them are, window
by window and measure by measure: the named are told apart elsewhere, and the rest would be theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mentorkit.outcomes.activity import REREAD
from mentorkit.outcomes.spans import (
    ACTIVE,
    ON_A_WIKI,
    SPAN,
    SUSTAINED,
    VERY_ACTIVE,
    WINDOWS,
    Span,
    Spans,
    months_known,
    rows_by_month,
    rows_of,
)
from mentorkit.outcomes.statistics import middle
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Edits, few
from mentorkit.rules.measures import InWindow, Kind, Measure, NamespaceEdits


@dataclass(frozen=True, slots=True)
class _Way:
    """How a measure is made: its words, and its value of a window's spans."""

    kind: Kind
    rule: str
    of: Callable[[Sequence[Span]], tuple[int | float | None, int | None]]


def _months(with_what: str, counted: Callable[[Span], int]) -> _Way:
    def of(spans: Sequence[Span]) -> tuple[int, int]:
        return sum(map(counted, spans)), sum(span.months for span in spans)

    return _Way("count", f"mentees' calendar months with {with_what}, of all their months", of)


def _share(part: Callable[[Span], int]) -> Callable[[Sequence[Span]], tuple[float | None, int]]:
    def of(spans: Sequence[Span]) -> tuple[float | None, int]:
        edited = _of_whom(spans, lambda span: span.edits > 0)
        shares = [part(span) / span.edits for span in edited]
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


def _retained(spans: Sequence[Span]) -> tuple[int, int]:
    return sum(span.retained for span in spans), sum(span.retainable for span in spans)


def _created(spans: Sequence[Span]) -> tuple[int, None]:
    return sum(span.created for span in spans), None


def _of_whom(spans: Sequence[Span], known: Callable[[Span], bool]) -> list[Span]:
    """Return those of whom a thing is known, less those not named where these are few."""
    found = [span for span in spans if known(span)]
    named = [span for span in found if span.named]
    return named if few(len(found) - len(named)) else found


def _reverted(spans: Sequence[Span]) -> tuple[int | None, int | None]:
    known = _of_whom(spans, lambda span: span.reverts_known)
    # All edits are told month by month: less these, they would be those of the few left over.
    if few(sum(not span.named and not span.reverts_known for span in spans)):
        known = [span for span in known if span.named]
    if not known:
        return None, None
    return sum(span.reverted for span in known), sum(span.edits for span in known)


def _sustained(spans: Sequence[Span]) -> tuple[int | None, int | None]:
    known = _of_whom(spans, lambda span: span.sustained is not None)
    return (sum(bool(span.sustained) for span in known), len(known)) if known else (None, None)


_WAYS: Mapping[str, _Way] = {
    "mentees_measured": _Way(
        "count",
        "mentees who agreed to have edits counted and whose every wiki was read for the whole "
        "window",
        lambda spans: (len(spans), None),
    ),
    "active_months": _months(
        f"{ACTIVE} edits or more in any namespace, all wikis together", lambda span: span.active
    ),
    "very_active_months": _months(f"{VERY_ACTIVE} edits or more", lambda span: span.very_active),
    "active_content_months": _months(
        f"{ACTIVE} edits or more to articles (namespace 0), or to files on Commons",
        lambda span: span.active_content,
    ),
    "retained_months": _Way(
        "count",
        "mentees' calendar months with an edit in any namespace and one in the month before, of "
        "all their months of which the one before was read",
        _retained,
    ),
    "discussion_share": _Way(
        "share",
        "median over mentees who edited of the share of their edits to talk pages of any kind "
        "(odd namespaces); boards in namespace 4 are not told apart, and so left out",
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
        "written to in two months, or on two wikis, counts twice; who wrote to them is not read",
        _per_30_days(lambda span: span.partners),
    ),
    "reverted_edits": _Way(
        "count",
        f"mentees' edits that others undid, of all their edits, where {REREAD.days} days have "
        "passed since: reverts come late",
        _reverted,
    ),
    "leadership_months": _months(
        "an edit to pages that mentorkit.yaml names as `leadership`", lambda span: span.leading
    ),
    "sustained_leadership": _Way(
        "count",
        f"mentees with {SUSTAINED} such months or more among the {SPAN} that end with the window's "
        "last month, of those of whom all six are known",
        _sustained,
    ),
}

_OF_LEADERSHIP = ("leadership_months", "sustained_leadership")


def measures(spans: Spans, *, named_pages: bool) -> tuple[Measure, ...]:
    """Return every measure in every window; blank where nobody's window is known.

    Without `named_pages` no wiki names pages of leadership, and what rests on them is blank.
    """
    found, sources = spans.found, _sources(spans)
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


def _sources(spans: Spans) -> tuple[str, ...]:
    people = sorted(spans.people)
    read = {p for each in spans.found.values() for p, span in each.items() if span.edits}
    files = [f"activity/{person}.csv" for person in people if person in read]
    return (*files, "activity/pulled.csv") if people else ()


def by_namespace(edits: Sequence[Edits], horizons: Horizons) -> tuple[NamespaceEdits, ...]:
    """Return people's edits together in each window by wiki and namespace; blank if not known."""
    totals: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    read = set()
    for each in edits:
        rows = rows_by_month(each)
        for name in WINDOWS:
            months = months_known(each, name, horizons)
            read |= {name} if months else set()
            for row in rows_of(rows, months):
                totals[row.wiki, row.namespace][name] += row.edits
    return tuple(
        NamespaceEdits(wiki, namespace, tuple(count[w] if w in read else None for w in WINDOWS))
        for (wiki, namespace), count in sorted(totals.items())
    )
