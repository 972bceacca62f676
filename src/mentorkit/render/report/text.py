"""The outcome report as a screen of text."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from mentorkit.render import terminal
from mentorkit.render.report import edits, gauge, measures, words
from mentorkit.render.report import pairs as pairing
from mentorkit.rules.report import Figure, Goal, Report
from mentorkit.rules.report_pictures import EditsShown, MonthOfEdits
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
    whom = " --for coordinator" if report.pairs else ""
    same_day = f"{options} \\\n     " if options or whom else ""
    blocks = [
        terminal.wrap(f"{report.programme}: outcomes as of {words.day(report.as_of)}"),
        words.summary(report),
        _goals(report),
        terminal.wrap(words.disappointment(report)),
        _participants(report),
        _roles(report),
        _pairs(report),
        _meetings(report),
        _activity(report, _BLOCKS if utf8 else _DIGITS),
        measures.metrics_as_text(report),
        _around(report),
        _money(report),
        _nothing_yet(report),
        _figures(report),
        f"next: mentorkit report{whom}{same_day} --format markdown --output out/report.md",
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
    most = gauge.scale(goal)
    edges = f"  0 {bar(goal, most)}  {most:,}"
    return f"{terminal.fit(edges, 44)}{'; '.join(words.details(goal))}".rstrip()


def bar(goal: Goal, most: int) -> str:
    """Return a goal as a bar of `_BAR` cells, its right end standing for `most`."""

    def cell(amount: float) -> int:
        return min(_BAR - 1, max(0, round(amount / most * (_BAR - 1))))

    cells = ["."] * _BAR
    if likely := gauge.likely(goal, most):
        first, last = map(cell, likely)
        cells[first : last + 1] = ["=" for _ in range(first, last + 1)]
        cells[first], cells[last] = "(", ")"
    low, high = gauge.doubtful(goal, most)
    for position in range(cell(low), cell(high) + 1) if high > low else ():
        cells[position] = "?"
    cells[cell(gauge.aim(goal, most))] = "|"
    if goal.value is not None:
        cells[cell(goal.value)] = "O"
    return "".join(cells)


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
        ("stayed to the end", report.figure("mentees.completed")),
        ("mentees left within a year", report.figure("mentees.left_year")),
        ("answered a year on", report.figure("mentees.followed_up")),
        ("can be followed up", report.figure("follow_up.reachable")),
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
    for name in ("roles.attempts", "roles.sustained", "cascade", "practicum.accepted"):
        figure = report.figure(name)
        lines.append(f"  {words.FIGURES[name]}: {words.value_of(figure)}")
    return "\n".join([*lines, *_notes(counted)])


def _pairs(report: Report) -> str:
    return f"PAIRS, for coordinators only\n{pairing.as_text(report.pairs)}" if report.pairs else ""


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
    left_out = edits.not_in_the_change(report)
    spans = "; ".join(f"{w.id} {w.months}" for w in report.windows if w.months)
    lines = [
        "WIKI ACTIVITY",
        "  Edits per 30 days and mentee; change from each one's own baseline.",
        *(f"  {line}" for line in table.splitlines()),
        *([terminal.wrap(left_out, indent="  ")] if left_out else []),
        terminal.wrap(f"Months: {spans}.", indent="  "),
        *_strip(report.edits, levels),
        *measures.as_text(report),
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


def _strip(shown: EditsShown, levels: str) -> list[str]:
    """Return all mentees' edits month by month; '.' is none, a blank is not read yet."""
    months = shown.months
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
    who = "Those who are named, together" if shown.apart else "All of them together"
    caption = f"{who}, {months[0].month} to {months[-1].month}; most {top:,}"
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
            terminal.fit(line.title, 22).rstrip(),
            *map(words.number, (line.planned, line.committed, line.spent)),
            words.variance(line, report.as_of > report.end),
        )
        for line in report.budget
    ]
    total = [report.figure(f"money.{name}") for name in ("planned", "committed", "spent")]
    rows.append(("Total", *(words.number(figure.value) for figure in total), ""))
    headers = (report.currency, "planned", "committed", "spent", "variance")
    table = terminal.table(headers, rows, right=(1, 2, 3, 4))
    costs = [report.figure("cost_per_leader"), report.figure("cost_per_mentee")]
    lines = [f"  {line}" for line in table.splitlines()]
    lines += [f"  {words.FIGURES[each.id]}: {words.value_of(each)}" for each in costs]
    if any(line.variance is not None for line in report.budget):
        lines.append(terminal.wrap(words.VARIANCE, indent="  "))
    if report.rates:
        told = "; ".join(map(words.rate, report.rates))
        lines.append(terminal.wrap(f"Rates: {told}.", indent="  "))
    return "\n".join(["MONEY", *lines, *_notes([*total, *costs])])


def _nothing_yet(report: Report) -> str:
    nothing = [figure.id for figure in report.figures if _is_nothing_yet(figure)]
    return terminal.wrap(f"Nothing to count yet: {', '.join(nothing)}") if nothing else ""


def _figures(report: Report) -> str:
    rows = []
    for figure in report.figures:
        if _is_nothing_yet(figure):
            continue
        name = terminal.fit(figure.id, 20)
        value = terminal.fit(words.value_of(figure), 27)
        places = words.sources(words.places(report, figure))
        where = terminal.wrap(places, terminal.WIDTH, " " * 53).lstrip()
        rows.append(f"  {name}  {value}  {where}".rstrip())
    return "\n".join(["EVERY FIGURE AND WHERE IT COMES FROM", *rows])


def _is_nothing_yet(figure: Figure) -> bool:
    """Whether a figure can say nothing yet: blank, or nothing, or none of nobody."""
    if figure.value is None:
        return not figure.withheld
    return not figure.value and not figure.denominator
