"""The outcome report as Markdown: a document that a grant officer can read."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from mentorkit.render import report_words as words
from mentorkit.render.terminal import harmless
from mentorkit.rules.report import Figure, Report
from mentorkit.rules.role_names import ROLE_NAMES

_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
"""What means something in a web address and nothing in Markdown."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
"""What means something in the middle of a line; escaped text never stands at the start of one."""


def escape(text: str) -> str:
    """Return a text that Markdown shows as it stands: the one place of escaping."""
    return _SPECIAL.sub(r"\\\1", harmless(" ".join(text.split())))


def link(url: str) -> str:
    """Return a web address, in ASCII, as a link that shows itself and cannot end a table's cell."""
    return f"<{quote(url, safe=_OF_ADDRESSES)}>"


def as_markdown(report: Report) -> str:
    """Return the report as a document; every figure with denominator, rule and source files."""
    parts = [
        f"# {escape(report.programme)}: outcomes as of {words.day(report.as_of)}",
        f"The programme ran from {words.day(report.start)} to {words.day(report.end)}. "
        f"Goals: {words.summary(report)}. {escape(words.disappointment(report))}".rstrip(),
        _goals(report),
        _section(report, "Participants"),
        _section(report, "Leadership roles", _roles(report)),
        _section(report, "Meetings"),
        _section(report, "Satisfaction"),
        _section(report, "Wiki activity", _activity(report), words.REGRESSION),
        _section(report, "Reach and assent", _heard(report), _wikis(report)),
        _section(report, "Money", _money(report)),
        "## How to read this\n\n"
        "A blank is not zero: it says that the time is not over or that nothing is known. "
        "A number is withheld where it could tell on one of a few people. Files are those of the "
        "cohort's directory, with the lines counted.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return a table of cells that are Markdown already."""
    if not rows:
        return ""
    rule = ["--:" if i in right else "---" for i in range(len(headers))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headers, rule, *rows))


def _goals(report: Report) -> str:
    if not report.goals:
        return ""
    rows = []
    for goal in report.goals:
        told = "; ".join(filter(None, [*words.details(goal), goal.note]))
        rows.append(
            (
                words.GOALS[goal.id],
                escape(words.target(goal)),
                escape(words.result(goal)),
                f"**{words.STATUS[goal.status]}**",
                escape(told),
            )
        )
    table = _table(("Goal", "Target", "Result", "Status", "More"), rows)
    rules = [
        f"* **{words.GOALS[goal.id]}**: {escape(goal.rule)}. {_source(goal.sources)}"
        for goal in report.goals
    ]
    return "\n\n".join(["## Goals", table, words.INTERVAL, "\n".join(rules)])


def _source(places: Sequence[str]) -> str:
    return f"Source: {escape(words.sources(places))}." if places else "Nothing counted yet."


def _section(report: Report, name: str, *more: str) -> str:
    figures = words.section(report, name)
    return "\n\n".join(part for part in (f"## {name}", *more, _figures(figures)) if part)


def _figures(figures: Sequence[Figure]) -> str:
    rows = []
    for figure in figures:
        rule = f"{figure.rule}; {figure.note}" if figure.note else figure.rule
        rows.append(
            (
                words.FIGURES[figure.id],
                escape(words.value(figure)),
                escape(words.of(figure)),
                escape(rule),
                escape(words.sources(figure.sources)),
            )
        )
    return _table(("Figure", "Value", "Of", "What is counted", "Sources"), rows, right=(1, 2))


def _roles(report: Report) -> str:
    rows = [
        (
            escape(role.name),
            ROLE_NAMES[role.kind],
            role.tier,
            escape(", ".join(part for part in (role.scope, role.wiki) if part)),
            str(role.started),
            str(role.verified),
            link(role.evidence) if role.evidence else "",
        )
        for role in report.roles
    ]
    headers = ("Who", "Role", "Tier", "Where", "Since", "Verified", "Evidence")
    others = ""
    if report.roles_unnamed:
        roles = "role was" if report.roles_unnamed == 1 else "roles were"
        others = f"{report.roles_unnamed} accepted {roles} taken by mentees who are not named here."
    return "\n\n".join(part for part in (_table(headers, rows), others) if part)


def _activity(report: Report) -> str:
    rows = []
    for w in report.windows:
        up, down = words.moved(w)
        moved = f"{up} up, {down} down, of {w.compared}" if w.compared else ""
        rows.append((w.id, w.months, str(w.people), words.median(w), *words.change(w), moved))
    headers = (
        "Window",
        "Months",
        "Mentees",
        "Median edits per 30 days",
        "Median change from baseline",
        "Middle half of changes",
        "Mentees who changed",
    )
    return _table(headers, rows, right=(2, 3, 4, 5))


def _heard(report: Report) -> str:
    rows = [
        (
            str(heard.on),
            escape(heard.title),
            words.number(heard.low),
            words.number(heard.high),
            words.UNITS[heard.unit],
            escape(heard.known or ""),
            link(heard.url) if heard.url else "",
        )
        for heard in report.heard
    ]
    headers = ("On", "Announcement", "At least", "At most", "Unit", "Known from", "Where")
    return _table(headers, rows, right=(2, 3))


def _wikis(report: Report) -> str:
    rows = [
        (
            wiki.host,
            words.ANSWERS[wiki.result],
            "yes" if wiki.counts else "no",
            str(wiki.closed or ""),
            link(wiki.notice) if wiki.notice else "",
        )
        for wiki in report.wikis
    ]
    return _table(("Wiki", "Answer", "Counts", "Closed", "Notice"), rows)


def _money(report: Report) -> str:
    rows = [
        (escape(line.title), *map(words.number, (line.planned, line.committed, line.spent)))
        for line in report.budget
    ]
    headers = (report.currency, "Planned", "Committed", "Spent")
    return _table(headers, rows, right=(1, 2, 3))
