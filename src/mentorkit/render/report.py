"""The outcome report as a screen of text and as JSON."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from mentorkit.render import report_words as words
from mentorkit.render import terminal
from mentorkit.rules.report import Figure, Goal, MonthOfEdits, Report
from mentorkit.rules.role_names import ROLE_NAMES

_BAR = 30
_BLOCKS = "▁▂▃▄▅▆▇█"
_DIGITS = "12345678"
_WIDTHS = (30, 11, 18, 13)


def as_text(report: Report, *, utf8: bool = True, options: str = "") -> str:
    """Return the report in 80 columns of plain text; without `utf8` the bars are digits.

    `options` are those that the next command needs to see the same day.
    """
    # The whole command is too wide for a line, and whoever copies it must get all of it.
    same_day = f"{options} \\\n     " if options else ""
    blocks = [
        terminal.wrap(f"{report.programme}: outcomes as of {words.day(report.as_of)}"),
        words.summary(report),
        _goals(report),
        terminal.wrap(words.disappointment(report)),
        _participants(report),
        _roles(report),
        _meetings(report),
        _activity(report, _BLOCKS if utf8 else _DIGITS),
        _around(report),
        _money(report),
        _figures(report),
        f"next: mentorkit report{same_day} --format markdown --output out/report.md",
    ]
    return "\n\n".join(block for block in blocks if block)


def _goals(report: Report) -> str:
    if not report.goals:
        return ""
    rule = "  ".join("-" * width for width in _WIDTHS)
    lines = [_row("Goal", "Target", "Result", "Status"), rule]
    for goal in report.goals:
        status = words.STATUS[goal.status]
        lines.append(_row(words.GOALS[goal.id], words.target(goal), words.result(goal), status))
        lines.append(_gauge(goal))
        if goal.note:
            lines.append(terminal.wrap(goal.note, indent="    "))
    legend = "  O result   | goal   (==) 95 % interval   ? open, unknown or withheld"
    return "\n".join([*lines, rule, legend])


def _row(*cells: str) -> str:
    fitted = (terminal.fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return "  ".join(fitted).rstrip()


def _gauge(goal: Goal) -> str:
    most = _scale(goal)
    edges = f"  0 {bar(goal, most)}  {most:,}"
    return f"{terminal.fit(edges, 44)}{'; '.join(words.details(goal))}".rstrip()


def _scale(goal: Goal) -> int:
    """Return the number at the right end of a goal's bar; at least 1."""
    if goal.denominator is not None:
        return max(1, goal.denominator, int(goal.target))
    return max(1, 2 * int(goal.target), int(goal.high or 0))


def bar(goal: Goal, most: int) -> str:
    """Return a goal as a bar of `_BAR` cells, its right end standing for `most`."""

    def cell(amount: float) -> int:
        return min(_BAR - 1, max(0, round(amount / most * (_BAR - 1))))

    aim = float(goal.target * most if isinstance(goal.target, Fraction) else goal.target)
    cells = ["."] * _BAR
    if goal.range == "wilson" and goal.low is not None and goal.high is not None:
        n = goal.denominator or most
        first, last = cell(goal.low * n), cell(goal.high * n)
        cells[first : last + 1] = ["=" for _ in range(first, last + 1)]
        cells[first], cells[last] = "(", ")"
    low, high = _doubtful(goal, most)
    for position in range(cell(low), cell(high) + 1) if high > low else ():
        cells[position] = "?"
    cells[cell(aim)] = "|"
    if goal.value is not None:
        cells[cell(goal.value)] = "O"
    return "".join(cells)


def _doubtful(goal: Goal, most: int) -> tuple[float, float]:
    """Return the ends of the stretch in which the final result may still lie."""
    if goal.withheld:
        aim = int(goal.target)
        return (aim, most) if goal.status == "met" else (0, aim)
    if goal.id == "reach":
        return goal.low or 0, goal.high or 0
    if goal.value is None or goal.status not in ("too_early", "cannot_be_met", "undetermined"):
        return 0, 0
    return goal.value, goal.value if goal.possible is None else goal.possible


def _participants(report: Report) -> str:
    enrolled = report.figure("mentees.enrolled")
    began, left = report.figure("mentees.started"), report.figure("mentees.left")
    n, stayed = _count(enrolled), _count(began) - _count(left)
    stages = [
        ("mentees enrolled", n, words.value(enrolled)),
        ("started", _count(began), words.value_of(began)),
        ("have not left", stayed, f"{stayed} of {_count(began)}"),
    ]
    leaders = report.figure("leaders_year")
    stages.append(("in a new leadership role", _count(leaders), words.value_of(leaders)))
    mentors = report.figure("mentors.enrolled")
    others = [
        ("mentees left within a year", report.figure("mentees.left_year")),
        ("mentors enrolled", mentors),
        ("mentors left", report.figure("mentors.left")),
    ]
    lines = [_stage(name, count, n, told) for name, count, told in stages]
    lines += [_stage(name, None, 0, words.value_of(figure)) for name, figure in others]
    return "\n".join(["PARTICIPANTS", *lines, *_notes([began])])


def _count(figure: Figure) -> int:
    return int(figure.value or 0)


def _stage(name: str, count: int | None, of: int, told: str) -> str:
    length = 0 if count is None or not of else round(count / of * _BAR)
    return f"  {terminal.fit(name, 28)}  {terminal.fit('#' * length, _BAR)}  {told}".rstrip()


def _notes(figures: Iterable[Figure]) -> list[str]:
    told = dict.fromkeys(figure.note for figure in figures if figure.note)
    return [terminal.wrap(note, indent="  ") for note in told]


def _roles(report: Report) -> str:
    lines = ["LEADERSHIP ROLES"]
    for role in report.roles:
        where = ", ".join(part for part in (role.scope, role.wiki) if part)
        kind = f"{ROLE_NAMES[role.kind]} (tier {role.tier})" + (f": {where}" if where else "")
        lines.append(terminal.wrap(f"{role.name}. {kind}", indent="  "))
        lines.append(f"    since {role.started}, verified {role.verified}")
        if role.evidence:
            lines.append(f"    {terminal.harmless(role.evidence)}")
    if report.roles_unnamed:
        more = "and " if report.roles else ""
        roles = "role" if report.roles_unnamed == 1 else "roles"
        lines.append(f"  {more}{report.roles_unnamed} {roles} of mentees who are not named")
    counted = [report.figure(f"roles.{name}") for name in ("accepted", "pending", "rejected")]
    told = ", ".join(f"{words.value(f)} {f.id.removeprefix('roles.')}" for f in counted)
    lines.append(f"  Of {words.of(counted[0])} claims: {told}")
    return "\n".join([*lines, *_notes(counted)])


def _meetings(report: Report) -> str:
    planned = report.figure("sessions.planned")
    parts = [f for f in words.section(report, "Meetings") if f.denominator is not None]
    lines = [_stage("sessions planned", _count(planned), _count(planned), words.value(planned))]
    for figure in parts:
        name = words.FIGURES[figure.id].removeprefix("Sessions ").lower()
        of = int(figure.denominator or 0)
        lines.append(_stage(name, _count(figure), of, words.value_of(figure)))
    return "\n".join(["MEETINGS", *lines, *_notes(parts)])


def _activity(report: Report, levels: str) -> str:
    if not any(window.people for window in report.windows):
        return "WIKI ACTIVITY\n  Nothing to show yet. Read the wikis with: mentorkit activity pull"
    headers = ("window", "mentees", "median", "change", "middle half", "up", "down")
    rows = [
        (w.id, str(w.people), words.median(w), *words.change(w), *map(str, words.moved(w)))
        for w in report.windows
    ]
    table = terminal.table(headers, rows, right=(1, 2, 3, 4, 5, 6))
    spans = "; ".join(f"{w.id} {w.months}" for w in report.windows if w.months)
    lines = [
        "WIKI ACTIVITY",
        "  Edits per 30 days and mentee; change from each one's own baseline.",
        *(f"  {line}" for line in table.splitlines()),
        terminal.wrap(f"Months: {spans}.", indent="  "),
        *_strip(report.months, levels),
        terminal.wrap(words.REGRESSION, indent="  "),
    ]
    return "\n".join([*lines, *_blanks(words.section(report, "Wiki activity"))])


def _blanks(windows: Iterable[Figure]) -> list[str]:
    """Return what the windows leave out, each note once, with the windows that it is about."""
    about: dict[str, list[str]] = defaultdict(list)
    for window in windows:
        if window.note:
            about[window.note].append(window.id.removeprefix("activity."))
    told = (f"{', '.join(names)}: {note}" for note, names in about.items())
    return [terminal.wrap(note, indent="  ") for note in told]


def _strip(months: Sequence[MonthOfEdits], levels: str) -> list[str]:
    """Return all mentees' edits month by month; '.' is none, a blank is not read yet."""
    top = max((month.edits or 0 for month in months), default=0)
    if not top:
        return []

    def mark(month: MonthOfEdits) -> str:
        if month.edits is None:
            return " "
        step = -(-month.edits * len(levels) // top)
        return levels[step - 1] if step else "."

    phases = [(name, list(group)) for name, group in groupby(months, key=lambda m: m.phase)]
    strips = ["".join(map(mark, group)) for _, group in phases]
    widths = [max(len(name), len(strip)) for (name, _), strip in zip(phases, strips, strict=True)]
    heads = "  ".join(name.ljust(w) for (name, _), w in zip(phases, widths, strict=True))
    bars = "  ".join(strip.ljust(w) for strip, w in zip(strips, widths, strict=True))
    caption = f"All of them together, {months[0].month} to {months[-1].month}; most {top:,}"
    return ["", f"  {caption}", f"  {heads.rstrip()}", f"  {bars}".rstrip(), ""]


def _around(report: Report) -> str:
    heard = [
        (str(h.on), terminal.fit(h.title, 30).rstrip(), _range(h.low, h.high), words.UNITS[h.unit])
        for h in report.heard
    ]
    wikis = [
        (w.host, words.ANSWERS[w.result], "counts" if w.counts else "does not count")
        for w in report.wikis
    ]
    lines = ["REACH AND ASSENT"]
    for headers, rows, right in ((("",) * 4, heard, (2,)), (("",) * 3, wikis, ())):
        if rows:
            table = terminal.table(headers, rows, right=right)
            lines += [f"  {line}" for line in table.splitlines()]
    figures = words.section(report, "Reach and assent")
    return "\n".join([*lines, *_notes(figures)]) if len(lines) > 1 else ""


def _range(low: int, high: int) -> str:
    return words.number(low) if low == high else f"{low:,}-{high:,}"


def _money(report: Report) -> str:
    if not report.budget:
        return ""
    rows = [
        (
            terminal.fit(line.title, 34).rstrip(),
            *map(words.number, (line.planned, line.committed, line.spent)),
        )
        for line in report.budget
    ]
    total = [report.figure(f"money.{name}") for name in ("planned", "committed", "spent")]
    rows.append(("Total", *(words.number(figure.value) for figure in total)))
    headers = (report.currency, "planned", "committed", "spent")
    table = terminal.table(headers, rows, right=(1, 2, 3))
    cost = report.figure("cost_per_leader")
    lines = [f"  {line}" for line in table.splitlines()]
    lines.append(f"  {words.FIGURES[cost.id]}: {words.value_of(cost)}")
    return "\n".join(["MONEY", *lines, *_notes([*total, cost])])


def _figures(report: Report) -> str:
    rows = []
    for figure in report.figures:
        name = terminal.fit(figure.id, 20)
        value = terminal.fit(words.value_of(figure), 27)
        where = terminal.wrap(words.sources(figure.sources), terminal.WIDTH, " " * 53).lstrip()
        rows.append(f"  {name}  {value}  {where}".rstrip())
    return "\n".join(["EVERY FIGURE AND WHERE IT COMES FROM", *rows])


def as_json(report: Report) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "schema": 1,
        "as_of": report.as_of.isoformat(),
        "programme": report.programme,
        "goals": [_with_sources(goal, report.unnamed) for goal in report.goals],
        "figures": [_with_sources(figure, report.unnamed) for figure in report.figures],
        "roles": [_plain(asdict(role)) for role in report.roles],
        "roles_unnamed": report.roles_unnamed,
        "windows": [_plain(asdict(window)) for window in report.windows],
        "months": [_plain(asdict(month)) for month in report.months],
        "currency": report.currency,
        "budget": [_plain(asdict(line)) for line in report.budget],
        "wikis": [_plain(asdict(wiki)) for wiki in report.wikis],
        "heard": [_plain(asdict(heard)) for heard in report.heard],
    }


def _with_sources(counted: Goal | Figure, unnamed: frozenset[str]) -> dict[str, Any]:
    return _plain(asdict(counted)) | {"sources": words.public(counted.sources, unnamed)}


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {key: _json(value) for key, value in record.items()}


def _json(value: object) -> object:
    """Return a value as JSON has it; whole sums and shares become whole numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, Fraction)):
        return int(value) if value == int(value) else float(value)
    return value
