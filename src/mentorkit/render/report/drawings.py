"""Where the marks of the report's drawings lie: across in per cent, down in pixels.

The templates of the page turn these values into SVG without a viewBox, so that one drawing serves
a phone, a desk and paper with its letters at their own size.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from mentorkit.render.report import gauge, told, words
from mentorkit.render.report.edits import one_by_one
from mentorkit.render.report.people import MARK_WORDS, less, week_of
from mentorkit.render.report.told import Phrase, Told, plain
from mentorkit.rules.report import Figure, Goal, Heard, Report
from mentorkit.rules.report_pictures import MARKS, MonthOfEdits

Values = Mapping[str, Any]

_ROW_MARKS = 30
"""How many marks fit into a row on a phone; where a week has more, bars stand for them."""

_LEFT = 18.0
"""The per cent of the width that the names of weeks take."""


def across(amount: float, most: float) -> float:
    """Return how far along a line an amount lies, in per cent of 0 to `most`."""
    return round(100 * min(max(amount / most, 0.0), 1.0), 2) if most else 0.0


def short(text: str, most: int = 32) -> str:
    """Return a text that fits above a line on a phone; its whole is in the table behind."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _anchor(x: float) -> str:
    if x < 12:
        return "start"
    return "end" if x > 88 else "middle"


def bullet(goal: Goal) -> Values:
    """Return a goal's line: its target, result, interval, and where the result may still lie."""
    most = gauge.scale(goal)
    aim = across(gauge.aim(goal, most), most)
    low, high = (across(end, most) for end in gauge.doubtful(goal, most))
    likely = gauge.likely(goal, most)
    less = goal.id == "attrition"
    value = None if goal.value is None or goal.id == "reach" else across(goal.value, most)
    label = value if value is not None else (low + high) / 2
    name = words.GOALS.get(goal.id, goal.id)
    result, target = plain(told.result(goal)), plain(told.target(goal))
    status = words.STATUS[goal.status]
    return {
        "id": goal.id,
        "status": goal.status,
        "aim": aim,
        "aim_anchor": _anchor(aim),
        "band": (0.0, aim) if less else (aim, round(100 - aim, 2)),
        "open": (low, round(high - low, 2)) if high > low else None,
        "interval": tuple(across(end, most) for end in likely) if likely else None,
        "value": value,
        "label": round(label, 2),
        "label_anchor": _anchor(label),
        "shown": result,
        "goal": f"goal {target}",
        "most": f"{most:,}" if aim < 72 else "",
        "zero": aim > 22,
        "title": f"{name}: {result}, goal {target}, {status}",
        "words": f"On a line from 0 to {most:,}. {'; '.join(words.details(goal))}".rstrip(" ."),
    }


def flow(report: Report) -> Values:
    """Return the participants' flow: stages below each other, and who left it to the side."""
    enrolled, began, left, year = (
        report.figure(f"mentees.{name}") for name in ("enrolled", "started", "left", "left_year")
    )
    stayed_on = "Stayed to the end" if report.as_of > report.end else "Have not left"
    due = f"due on {words.day(report.year)}"
    later = "see the goals" if report.as_of >= report.year else due
    again = report.figure("mentees.followed_up")
    asked = ("Asked a year later", later, None, "", None)
    answered = ("Answered a year later", "of those enrolled", _count(again), "", None)
    stages = (
        ("Enrolled", "the denominator", _count(enrolled), "Not started", less(enrolled, began)),
        ("Started", "", _count(began), "Left", _count(left)),
        (stayed_on, "", less(began, left), "Left later", less(year, left)),
        asked if again.value is None else answered,
    )
    rows = [
        {"y": number * 84, "name": name, "note": note, "count": count, "exit": exit_, "gone": gone}
        for number, (name, note, count, exit_, gone) in enumerate(stages)
    ]
    said = "; ".join(f"{name} {count.text}" for name, _, count, _, _ in stages if count)
    return {"rows": rows, "height": (len(rows) - 1) * 84 + 46, "words": said}


def _count(figure: Figure) -> Told:
    return Told(told.number(figure.value), f"figures/{figure.id}/value")


def weeks(report: Report) -> Values:
    """Return the sessions of pairs week by week: a mark each, or bars where they are many."""
    shown = report.sessions.weeks
    most = max((sum(week.counts.values()) for week in shown), default=0)
    by_bars = most > _ROW_MARKS
    room = 100 - _LEFT
    rows = []
    for number, week in enumerate(shown):
        kinds = [mark for mark in MARKS for _ in range(week.counts.get(mark, 0))]
        step = room / max(most, 12)
        spans = [(m, week.counts.get(m, 0)) for m in MARKS if week.counts.get(m, 0)]
        marks = [(m, round(_LEFT + step * (i + 0.5), 2)) for i, m in enumerate(kinds)]
        rows.append(
            {
                "y": number * 19,
                "name": week_of(week.first)[:-5],
                "bars": _side_by_side(spans, room / most) if by_bars else [],
                "marks": [] if by_bars else marks,
            }
        )
    totals = {m: sum(week.counts.get(m, 0) for week in shown) for m in MARKS}
    legend = [(mark, MARK_WORDS[mark], by_bars) for mark in MARKS if totals[mark]]
    said = "; ".join(f"{totals[m]} {MARK_WORDS[m]}" for m in MARKS if totals[m])
    return {"rows": rows, "height": len(rows) * 19 + 4, "legend": legend, "words": said}


def _side_by_side(spans: Iterable[tuple[str, int]], unit: float) -> list[tuple[str, float, float]]:
    found, x = [], _LEFT
    for kind, count in spans:
        found.append((kind, round(x, 2), round(count * unit, 2)))
        x += count * unit
    return found


def pairs(report: Report) -> Values:
    """Return each pair's weeks by name, for coordinators."""
    count = len(report.sessions.weeks)
    rows: list[dict[str, Any]] = []
    for number, pair in enumerate(report.sessions.pairs):
        marks = [
            (mark, round((week + (i + 1) / (len(kinds) + 1)) / count * 100, 2))
            for week, kinds in enumerate(pair.marks)
            for i, mark in enumerate(kinds)
        ]
        mentor, mentee = (short(name, 18) for name in pair.names)
        rows.append({"y": number * 38, "mentor": mentor, "mentee": mentee, "marks": marks})
    used = {mark for row in rows for mark, _ in row["marks"]}
    legend = [(mark, MARK_WORDS[mark], False) for mark in MARKS if mark in used]
    first = week_of(report.sessions.weeks[0].first) if count else ""
    said = f"One line a pair, {count} weeks from {first}."
    return {"rows": rows, "height": len(rows) * 38 + 4, "legend": legend, "words": said}


def steps(report: Report) -> Values:
    """Return how the number of mentees who lead grew, by day, against the goals."""
    days, undated = report.leaders.days, report.leaders.undated
    goals = [g for name in ("leaders_end", "leaders_year") if (g := words.goal_of(report, name))]
    total = len(days) + undated
    most = max([total, 1, *(int(goal.target) for goal in goals)]) + 1
    first, last = min([report.start, *days]), max(report.end, report.as_of)
    span = (last - first).days or 1

    def x(day: date) -> float:
        return across((day - first).days, span)

    def y(count: int) -> float:
        return round(150 - count / most * 130, 1)

    now = x(report.as_of)
    until = [*map(x, days[1:]), now]
    risers = [
        {"x": x(day), "to": to, "from_y": y(i - 1), "y": y(i), "label": f"{words.day(day)}: {i}"}
        for i, (day, to) in enumerate(zip(days, until, strict=False), 1)
    ]
    rest = {"y": y(total), "height": round(y(len(days)) - y(total), 1), "x": max(now - 4, 0)}
    return {
        "risers": risers,
        "before": x(days[0]) if days else now,
        "aims": [{"y": y(int(g.target)), "text": f"goal {g.target}, {_horizon(g)}"} for g in goals],
        "end": x(report.end),
        "now": now,
        "undated": rest if undated else None,
        "total": "1 mentee" if total == 1 else f"{total} mentees",
        "total_y": y(total),
        "total_anchor": _anchor(now),
        "ticks": _ticks(first, last, x),
        "words": f"{len(days)} with a day, {undated} without, until {words.day(report.as_of)}",
    }


def _horizon(goal: Goal) -> str:
    return "by the end" if goal.id == "leaders_end" else "a year on"


def _ticks(first: date, last: date, x: Callable[[date], float]) -> list[tuple[float, str, str]]:
    """Return at most three ticks, as many as a phone has room for: firsts of months, spread."""
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    inside = [day for day in months if first <= day <= last]
    chosen = inside[:: -(-len(inside) // 3) or 1]
    return [(x(day), f"{day:%b %Y}", _anchor(x(day))) for day in chosen]


def months(report: Report) -> Values:
    """Return panels of edits by month: all together, then one by one, each to its own scale."""
    span = report.edits.months
    together = "The named together" if report.edits.apart else "All together"
    panels = [_panel(together, "months/{}/edits", [m.edits for m in span], span)]
    for number, each in enumerate(one_by_one(report)):
        panels.append(_panel(each.name, f"mentees/{number}/edits/{{}}", each.edits, span))
    phases = [(name, len(list(group))) for name, group in groupby(span, key=lambda m: m.phase)]
    return {"panels": panels, "phases": [name for name, _ in phases], "apart": report.edits.apart}


def _panel(
    name: str, path: str, edits: Sequence[int | None], span: Sequence[MonthOfEdits]
) -> Values:
    top = max((count or 0 for count in edits), default=0)
    width = 100 / max(len(span), 1)
    bars = [
        {
            "x": round(number * width, 2),
            "width": round(width, 2),
            "bar": round(width * 0.78, 2),
            "height": None if count is None else round(44 * count / top, 1) if top else 0.0,
            "phase": month.phase,
            "label": f"{month.month}: {'not known' if count is None else f'{count:,}'}",
        }
        for number, (count, month) in enumerate(zip(edits, span, strict=True))
    ]
    most = told.told(top, path.format(list(edits).index(top))) if top else None
    return {"name": short(name, 18), "bars": bars, "most": most}


def reach(report: Report) -> Values:
    """Return the channels that count people, and all of them together, on one line each."""
    channels = [(i, heard) for i, heard in enumerate(report.heard) if heard.unit == "unique"]
    goal = words.goal_of(report, "reach")
    low, high = report.figure("reach.low"), report.figure("reach.high")
    target = int(goal.target) if goal else 0
    most = max([1, int(high.value or 0), target, *(heard.high for _, heard in channels)])
    rows = [_channel(heard, f"heard/{number}", most) for number, heard in channels]
    if channels:
        ends = (int(low.value or 0), int(high.value or 0))
        phrase: Phrase = (*told.value(low), " to ", *told.value(high))
        rows.append(_range("All of them together", ends, phrase, most) | {"whole": True})
    for number, row in enumerate(rows):
        row["y"] = number * 42
    aim = across(target, most)
    return {
        "rows": rows,
        "height": len(rows) * 42 + 22,
        "aim": aim if goal else None,
        "aim_anchor": _anchor(aim),
        "goal": f"goal {target:,}",
        "words": "; ".join(f"{row['name']}: {plain(row['shown'])}" for row in rows),
    }


def _channel(heard: Heard, path: str, most: int) -> dict[str, Any]:
    low = Told(told.number(heard.low), f"{path}/low")
    high = Told(told.number(heard.high), f"{path}/high")
    phrase: Phrase = (low,) if heard.low == heard.high else (low, " to ", high)
    return _range(heard.title, (heard.low, heard.high), phrase, most)


def _range(name: str, ends: tuple[int, int], shown: Phrase, most: int) -> dict[str, Any]:
    low, high = (across(end, most) for end in ends)
    width = round(high - low, 2)
    return {"name": short(name), "shown": shown, "low": low, "width": width, "whole": False}


def money(report: Report) -> Values:
    """Return the budget's lines: planned, spent, and committed but not spent."""
    sums = [s for line in report.budget for s in (line.planned, line.committed) if s is not None]
    most = float(max(sums, default=1)) or 1.0
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(report.budget):
        planned, committed, spent = (
            None if s is None else across(float(s), most)
            for s in (line.planned, line.committed, line.spent)
        )
        parts = [
            told.told(getattr(line, key), f"budget/{number}/{key}") for key in ("spent", "planned")
        ]
        open_ = round(max(0.0, (committed or 0.0) - (spent or 0.0)), 2)
        variance = words.variance(line, report.as_of > report.end)
        rows.append(
            {
                "y": number * 60,
                "name": short(line.title),
                "planned": planned,
                "spent": spent,
                "open": open_,
                "said": (parts[0], " spent of ", parts[1]),
                "variance": Told(variance, f"budget/{number}/variance") if variance else None,
                "wide": variance.endswith(")"),
            }
        )
    said = "; ".join(f"{row['name']}: {plain(row['said'])}" for row in rows)
    return {"rows": rows, "height": len(rows) * 60, "words": said}
