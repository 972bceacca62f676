"""What the report says of activity by the field's definitions, and what grant reports ask for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkit.render import terminal
from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import Block, Row, Table, Text
from mentorkit.render.report.told import Link, Phrase, Told, plain
from mentorkit.rules.disclosure import LEAST
from mentorkit.rules.measures import Found, GrantMetric, InWindow, Measure, NamespaceEdits
from mentorkit.rules.report import Report

MEASURES = {
    "mentees_measured": "Mentees measured",
    "active_months": "Active months (5 edits)",
    "very_active_months": "Very active (100 edits)",
    "active_content_months": "Active in content",
    "retained_months": "Retained months",
    "discussion_share": "Share in discussion",
    "project_share": "Share in project space",
    "pages_created": "Pages created",
    "pages_created_rate": "Pages per 30 days",
    "wikis": "Wikis (5 edits)",
    "people_talked_to": "People talked to",
    "reverted_edits": "Reverted edits",
    "leadership_months": "Leadership months",
    "sustained_leadership": "Sustained leadership",
}

DENOMINATORS = {
    "active_months": "mentees' months",
    "very_active_months": "mentees' months",
    "active_content_months": "mentees' months",
    "retained_months": "mentees' months after one that was read",
    "leadership_months": "mentees' months",
    "discussion_share": "mentees who edited",
    "project_share": "mentees who edited",
    "reverted_edits": "edits",
}
"""What a measure is part of, where these are not mentees."""

METRICS = {
    "global.active_editors": "Active editors involved",
    "global.new_editors": "New editors",
    "global.individuals": "Individuals involved",
    "global.media_in_articles": "Images and media added to articles",
    "global.articles": "Articles added or improved",
    "global.bytes": "Bytes added or deleted",
    "global.participants": "Total participants",
    "global.newly_registered": "Newly registered users",
    "global.content_pages": "Content pages created or improved",
}

_FOUND: Mapping[Found, tuple[str, str]] = {
    "counted": ("", ""),
    "at_least": ("at least ", ""),
    "not_relevant": ("", ", not relevant"),
    "not_measured": ("not measured", ""),
}

NAMESPACES = {
    0: "main",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
    828: "Module",
    829: "Module talk",
}
"""The namespaces that MediaWiki and Scribunto have on every wiki; others go by their numbers."""

SHARES = "Shares are medians over mentees who edited, with their number in brackets."


def measured(report: Report) -> Iterator[Block]:
    """Yield the measures by window, how they are made, and the edits by wiki and namespace."""
    found = report.measured
    rows: list[Row] = [
        ((MEASURES[m.id],), *(cell(m, each) for each in m.windows)) for m in found.measures
    ]
    heads = ("Measure", *found.windows)
    columns = tuple(range(1, len(heads)))
    yield Table("Activity by the field's definitions", heads, tuple(rows), columns)
    yield Text((SHARES + apart(report),))
    yield _rules(report)
    if found.by_namespace:
        yield _namespaces(report)


def _rules(report: Report) -> Table:
    rows: list[Row] = [
        (
            (MEASURES[measure.id],),
            (measure.rule + (f"; {measure.note}" if measure.note else ""),),
            (words.sources(places(report, measure.sources)),),
        )
        for measure in report.measured.measures
    ]
    heads = ("Measure", "What is counted", "Sources")
    return Table("How these measures are made", heads, tuple(rows), folded=True)


def places(report: Report, sources: Sequence[str]) -> list[str]:
    """Return where a measure or metric comes from, as far as its readers may know."""
    return words.public(sources, report.unnamed)


def cell(measure: Measure, window: InWindow) -> Phrase:
    """Return what a measure came to in a window, as in "26 of 42" or "23 % (14)"."""
    if window.value is None:
        return ("blank",)
    path = f"measures/{measure.id}/windows/{window.id}"
    text = told.number(window.value)
    if measure.kind == "share":
        text = told.percent(window.value)
    value = Told(text, f"{path}/value")
    if window.of is None:
        return (value,)
    of = Told(told.number(window.of), f"{path}/of")
    return (value, " of ", of) if measure.kind == "count" else (value, " (", of, ")")


def apart(report: Report) -> str:
    """Return who is left out of measures that would tell on them, as a sentence after a blank."""
    if not report.measured.apart:
        return ""
    one = report.measured.apart == 1
    who = "1 mentee is" if one else f"{report.measured.apart} mentees are"
    where = f"where fewer than {LEAST} such would be: the rest would be theirs"
    return f" {who} not named, and left out {where}."


def _namespaces(report: Report) -> Table:
    shown = report.measured.by_namespace
    rows = [
        (
            (each.wiki,),
            (f"{each.namespace} {NAMESPACES.get(each.namespace, '')}".strip(),),
            *(
                ("blank",) if edits is None else (told.told(edits, f"namespaces/{i}/edits/{n}"),)
                for n, edits in enumerate(each.edits)
            ),
        )
        for i, each in enumerate(shown)
    ]
    whom = "all mentees measured" if report.for_coordinators else "mentees who are named"
    caption = f"Edits of {whom}, together, by wiki and namespace"
    heads = ("Wiki", "Namespace", *report.measured.windows)
    return Table(caption, heads, tuple(rows), tuple(range(2, len(heads))), folded=True)


def metrics(report: Report) -> Iterator[Block]:
    """Yield the Global Metrics of grant reports, and how they are made."""
    rows: list[Row] = []
    rules: list[Row] = []
    for metric in report.measured.grant_metrics:
        sources = words.sources(places(report, metric.sources))
        number = (f"{metric.since}, {metric.number}",)
        rows.append((number, (METRICS[metric.id],), value(metric)))
        rules.append((number, (METRICS[metric.id],), (metric.rule,), (sources,)))
    caption = "Global Metrics for grant reports: the set of 2014, and the one that followed"
    yield Table(caption, ("Set", "Metric", "Value"), tuple(rows))
    heads = ("Set", "Metric", "What is counted", "Sources")
    yield Table("How the Global Metrics are made", heads, tuple(rules), folded=True)


def value(metric: GrantMetric) -> Phrase:
    """Return a metric's value, as in "at least 40", "not measured" or "0, not relevant"."""
    before, after = _FOUND[metric.found]
    if metric.value is not None:
        return (before, told.told(metric.value, f"global_metrics/{metric.id}/value"), after)
    return (before if metric.found == "not_measured" else "blank",)


def as_text(report: Report) -> list[str]:
    """Return the measures and the edits by wiki as lines of a screen; none where all is blank."""
    measured = report.measured
    if not any(each.value is not None for m in measured.measures for each in m.windows):
        return []
    rows = [
        (MEASURES[m.id], *(plain(cell(m, each)) for each in m.windows)) for m in measured.measures
    ]
    right = range(1, 1 + len(measured.windows))
    table = terminal.table(("by definition", *measured.windows), rows, right=right)
    lines = [f"  {line}" for line in table.splitlines()]
    lines.append(terminal.wrap(SHARES + apart(report), indent="  "))
    return [*lines, *_wikis(report), ""]


def _wikis(report: Report) -> list[str]:
    if not report.measured.by_namespace:
        return []
    rows = [
        (terminal.fit(wiki, 30).rstrip(), *("blank" if n is None else f"{n:,}" for n in edits))
        for wiki, edits in _by_wiki(report.measured.by_namespace).items()
    ]
    whom = "edits of all" if report.for_coordinators else "edits of the named"
    heads = (whom, *report.measured.windows)
    table = terminal.table(heads, rows, right=range(1, len(heads)))
    return ["", *(f"  {line}" for line in table.splitlines()), _NAMESPACES_ELSEWHERE]


_NAMESPACES_ELSEWHERE = "  By namespace too: --format markdown, wikitext, html or json"


def _by_wiki(shown: Sequence[NamespaceEdits]) -> Mapping[str, list[int | None]]:
    totals: dict[str, Counter[int]] = {}
    for each in shown:
        known = {n: edits for n, edits in enumerate(each.edits) if edits is not None}
        totals.setdefault(each.wiki, Counter()).update(known)
    blank = [edits is None for edits in shown[0].edits]
    return {
        wiki: [None if gone else total[n] for n, gone in enumerate(blank)]
        for wiki, total in totals.items()
    }


def metrics_as_text(report: Report) -> str:
    """Return the Global Metrics as lines of a screen."""
    rows = [
        (f"{m.since}, {m.number}", METRICS[m.id], plain(value(m)))
        for m in report.measured.grant_metrics
    ]
    table = terminal.table(("", "", ""), rows)
    lines = [f"  {line}" for line in table.splitlines()]
    return "\n".join(
        ["GLOBAL METRICS, for grant reports: the set of 2014 and the later one", *lines]
    )


def result(measure: Measure) -> Phrase:
    """Return what a measure came to in each window: "baseline 53 of 84, during 26 of 42"."""
    parts: list[str | Told | Link] = []
    for number, window in enumerate(measure.windows):
        parts += [", "] * bool(number) + [f"{window.id} ", *cell(measure, window)]
    return parts


def denominator(measure: Measure) -> str:
    """Return what a measure is part of, in words."""
    totals = all(window.of is None for window in measure.windows)
    if totals and any(window.value is not None for window in measure.windows):
        return "none: this is a total"
    of = DENOMINATORS.get(measure.id, "mentees")
    return f"{of}, in each window those of whom it is known"


def as_json(report: Report) -> dict[str, Any]:
    """Return the measures, the edits by namespace and the metrics, for programs."""
    measured = report.measured
    return {
        "measures": [
            {
                "id": m.id,
                "kind": m.kind,
                "rule": m.rule,
                "windows": [{"id": w.id, "value": w.value, "of": w.of} for w in m.windows],
                "sources": places(report, m.sources),
                "note": m.note,
            }
            for m in measured.measures
        ],
        "measures_apart": measured.apart,
        "namespaces": [
            {"wiki": each.wiki, "namespace": each.namespace, "edits": list(each.edits)}
            for each in measured.by_namespace
        ],
        "global_metrics": [
            {
                "id": m.id,
                "set": m.since,
                "number": m.number,
                "found": m.found,
                "value": m.value,
                "rule": m.rule,
                "sources": places(report, m.sources),
            }
            for m in measured.grant_metrics
        ],
    }
