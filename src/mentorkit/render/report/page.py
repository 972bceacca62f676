"""The outcome report as one self-contained page: a scorecard, findings with drawings, and tables.

Behind each drawing are its numbers as a table and how they are made; nothing is fetched, and no
script runs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorkit.render import html
from mentorkit.render.report import drawings, told, words
from mentorkit.render.report.blocks import (
    WITHHELD,
    Block,
    Bullets,
    Document,
    Drawing,
    Exhibit,
    Preformatted,
    Section,
    Table,
    Text,
)
from mentorkit.render.report.document import document, figures_of
from mentorkit.render.report.explanation import Explanation, explained
from mentorkit.render.report.told import Link, Phrase, Told, plain
from mentorkit.render.terminal import wrap
from mentorkit.rules.report import Goal, Report

Values = Mapping[str, Any]


_SHORT = 12
"""How many characters of a cell stay on one line: a date, "12 of 15"."""


def as_html(report: Report) -> str:
    """Return the page."""
    whole = document(report)
    sections = [
        _section(report, section, section is whole.sections[-1]) for section in whole.sections
    ]
    kicker = f"Outcome report, as of {whole.as_of}"
    if report.for_coordinators:
        kicker += ". For coordinators only: it names everybody"
    return _page(whole, kicker, sections, _tally(report))


def of_document(whole: Document) -> str:
    """Return a document without drawings as a page of its own."""
    kind = f"{whole.kind[:1].upper()}{whole.kind[1:]}"
    return _page(whole, kind, [_plain_section(section) for section in whole.sections])


def _page(
    whole: Document, kicker: str, sections: Sequence[Values], tally: Sequence[Values] = ()
) -> str:
    values = {
        "title": whole.title,
        "kind": whole.kind,
        "kicker": kicker,
        "lede": _phrase(whole.lede),
        "facts": [{"label": label, "value": _phrase(value)} for label, value in whole.facts],
        "tally": list(tally),
        "sections": list(sections),
    }
    return html.page("report", values)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a page lies, whether it is new, and whether it must stay in the team."""

    file: str
    changed: bool
    team_only: bool


def file_of(report: Report) -> str:
    """Return where the page lies below the cohort directory; the team's has a name of its own."""
    return "out/report-team.html" if report.for_coordinators else "out/report.html"


def as_text(page: Written, *, again: str = "") -> str:
    """Return where the page lies, and what to think of before passing it on."""
    said = f"The page is in {page.file}." if page.changed else f"{page.file} is as it was."
    who = "It names only those who agreed to be named."
    if page.team_only:
        who = "It names everybody and says who missed what: keep it in the team."
    lines = [wrap(said), wrap(who), "", f"next: mentorkit report{again} --explain leaders_end"]
    return "\n".join(lines)


def as_json(page: Written) -> dict[str, Any]:
    """Return where the page lies, for programs."""
    return {
        "schema": 1,
        "page": page.file,
        "changed": page.changed,
        "team_only": page.team_only,
    }


def _tally(report: Report) -> list[Values]:
    counts = {s: sum(goal.status == s for goal in report.goals) for s in words.STATUS}
    return [
        {"status": status, "words": words.STATUS[status], "path": f"statuses/{status}", "n": n}
        for status, n in counts.items()
        if n
    ]


def _plain_section(section: Section) -> Values:
    return {
        "number": section.number,
        "id": f"s{section.number}",
        "title": section.title,
        "blocks": [_plain(block) for block in section.blocks if not isinstance(block, Exhibit)],
        "every": None,
        "rest": [],
    }


def _section(report: Report, section: Section, is_last: bool) -> Values:
    return {
        "number": section.number,
        "id": f"s{section.number}",
        "title": section.title,
        "blocks": [
            _block(report, block, f"s{section.number}-{i}")
            for i, block in enumerate(section.blocks)
        ],
        "every": _table(figures_of(report)) if is_last else None,
        "rest": [] if _has_exhibit(section) else _how(report, section.figures),
    }


def _has_exhibit(section: Section) -> bool:
    return any(isinstance(block, Exhibit) for block in section.blocks)


def _block(report: Report, block: Block, name: str) -> Values:
    return _exhibit(report, block, name) if isinstance(block, Exhibit) else _plain(block)


def _plain(block: Text | Bullets | Table | Preformatted) -> Values:
    if isinstance(block, Table):
        return {"kind": "folded" if block.folded else "table", "table": _table(block)}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_phrase(item) for item in block.items]}
    if isinstance(block, Preformatted):
        return {"kind": "preformatted", "lines": block.text.splitlines()}
    return {"kind": block.kind, "phrase": _phrase(block.phrase)}


_DRAW: Mapping[Drawing, Callable[[Report], Values]] = {
    "flow": drawings.flow,
    "weeks": drawings.weeks,
    "pairs": drawings.pairs,
    "steps": drawings.steps,
    "months": drawings.months,
    "reach": drawings.reach,
    "money": drawings.money,
}


def _exhibit(report: Report, block: Exhibit, name: str) -> Values:
    if block.drawing == "goals":
        drawing: Values = {"goals": [_goal(goal) for goal in report.goals]}
        how = [_explanation(explained(report, goal.id)) for goal in report.goals]
    else:
        drawing, how = _DRAW[block.drawing](report), _how(report, block.figures)
    return {
        "kind": "exhibit",
        "id": name,
        "drawing": block.drawing,
        "finding": _phrase(block.finding),
        "finding_text": plain(block.finding),
        "unit": block.unit,
        "values": drawing,
        "table": _table(block.table),
        "how": how,
    }


def _goal(goal: Goal) -> Values:
    details = [f"met on {words.day(goal.met_on)}"] if goal.met_on else []
    if goal.status == "too_early":
        details.append(f"decided from {words.day(goal.final)}")
    return {
        "name": words.GOALS.get(goal.id, goal.id),
        "status": goal.status,
        "words": words.STATUS[goal.status],
        "asked": _phrase(told.target(goal)),
        "less": goal.id == "attrition",
        "result": _phrase(told.result(goal)),
        "interval": _phrase(told.interval(goal)),
        "details": details,
        "note": goal.note,
        "chart": drawings.bullet(goal),
    }


def _how(report: Report, figures: tuple[str, ...]) -> list[Values]:
    return [_explanation(explained(report, name, figure=True)) for name in figures]


def _explanation(told_of: Explanation) -> Values:
    return {
        "id": told_of.id,
        "name": told_of.name,
        "result": _phrase(told_of.result),
        "rule": told_of.rule,
        "denominator": told_of.denominator,
        "counted": words.sources(told_of.counted),
        "apart": [
            f"{apart.count} {apart.why}: {words.sources(apart.sources)}".rstrip(" :")
            for apart in told_of.not_counted
        ],
        "interval": told_of.interval,
        "note": told_of.note,
    }


def _table(table: Table) -> Values:
    return {
        "caption": table.caption,
        "headers": table.headers,
        "right": table.right,
        "rows": [list(map(_cell, row)) for row in table.rows],
        "wide": len(table.headers) > 8,
    }


def _cell(phrase: Phrase) -> Values:
    text = plain(phrase)
    return {
        "withheld": tuple(phrase) == WITHHELD,
        "short": len(text) <= _SHORT,
        "empty": not text,
        "phrase": _phrase(phrase),
    }


def _phrase(phrase: Phrase) -> list[Values]:
    """Return a phrase as parts of which each is a text, a number with its origin, or a link."""
    return list(_parts(phrase))


def _parts(phrase: Phrase) -> Iterator[Values]:
    for part in phrase:
        if isinstance(part, Told):
            yield {"text": part.text, "path": part.path, "url": ""}
        elif isinstance(part, Link):
            yield {"text": part.text, "path": "", "url": part.url}
        else:
            yield {"text": part, "path": "", "url": ""}
