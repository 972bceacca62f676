"""How a figure or a goal comes about: its rule, denominator, sources, and what is not counted."""

from dataclasses import dataclass
from typing import Any

from mentorkit.render import terminal
from mentorkit.render.report import measures, told, words
from mentorkit.render.report.told import Phrase, plain
from mentorkit.rules.measures import GrantMetric, Measure
from mentorkit.rules.report import Figure, Goal, NotCounted, Report

GOAL_FIGURES = {
    "attrition": "mentees.left",
    "mentors_satisfied": "satisfied.mentors",
    "mentees_satisfied": "satisfied.mentees",
    "reach": "reach.high",
    "wikis_assent": "assent.wikis",
}
"""The figure that a goal of another name is judged by."""

_OF = (
    ("mentees.accepted", "mentees who applied"),
    ("mentees.started", "mentees enrolled, those who left included"),
    ("mentees.left", "mentees who started"),
    ("mentees.completed", "mentees who started"),
    ("mentees.followed_up", "mentees enrolled, those who left included"),
    ("mentees.lost_year", "mentees who started"),
    ("left.", "mentees who had started and left"),
    ("follow_up.", "mentees enrolled, those who left included"),
    ("practicum.accepted", "mentees enrolled, those who left included"),
    ("practicum.", "practicum tasks of enrolled mentees"),
    ("cascade", "mentees enrolled, those who left included"),
    ("roles.sustained", "accepted roles"),
    ("voice.", "mentees and mentors who answered"),
    ("attrition", "mentees who started"),
    ("mentors.left", "mentors enrolled, those who left included"),
    ("leaders", "mentees enrolled, those who left included"),
    ("diversity", "mentees enrolled, those who left included"),
    ("roles.", "claims of new roles, judged or not"),
    ("sessions.", "sessions on record"),
    ("in_person.", "pairs, ended ones included"),
    ("satisfied.mentors", "mentors enrolled, those who left included"),
    ("satisfied.mentees", "mentees enrolled, those who left included"),
    ("mentors_satisfied", "mentors enrolled, those who left included"),
    ("mentees_satisfied", "mentees enrolled, those who left included"),
    ("activity.", "mentees whose edits are known for all these months"),
    ("assent.", "wikis of the programme"),
    ("wikis_assent", "wikis of the programme"),
    ("cost_per_leader", "mentees with a new role so far"),
    ("cost_per_mentee", "mentees who have started"),
    ("money.", "planned"),
)
"""What denominators are of, by how the ids begin."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that makes a figure or goal checkable; places only as far as its readers may know."""

    id: str
    name: str
    result: Phrase
    status: str
    when: str
    rule: str
    denominator: str
    counted: tuple[str, ...]
    not_counted: tuple[NotCounted, ...]
    interval: str
    note: str
    withheld: bool


def known(report: Report) -> list[str]:
    """Return the ids that can be explained: the goals', the figures', then the measures'."""
    ids = [goal.id for goal in report.goals] + [figure.id for figure in report.figures]
    return list(dict.fromkeys([*ids, *_measures(report)]))


def _measures(report: Report) -> dict[str, Measure | GrantMetric]:
    found: dict[str, Measure | GrantMetric] = {m.id: m for m in report.measured.measures}
    return found | {metric.id: metric for metric in report.measured.grant_metrics}


def explained(report: Report, name: str, *, figure: bool = False) -> Explanation:
    """Return how the goal of an id comes about, or the figure, the goal's where both are there.

    With `figure` it is the figure's. Raises KeyError where there is neither.
    """
    goal = None if figure else words.goal_of(report, name)
    if goal:
        return _of_goal(report, goal)
    found = _measures(report).get(name)
    return _of_measure(report, found) if found else _of_figure(report, report.figure(name))


def _of_measure(report: Report, found: Measure | GrantMetric) -> Explanation:
    if isinstance(found, Measure):
        name, result = measures.MEASURES[found.id], measures.result(found)
        denominator = measures.denominator(found)
        parts = (found.note, measures.apart(report).strip(), words.REGRESSION)
        note = "; ".join(part.rstrip(".") for part in parts if part)
    else:
        name, result = measures.METRICS[found.id], measures.value(found)
        denominator, note = "none: this is a total", ""
    return Explanation(
        id=found.id,
        name=name,
        result=result,
        status="",
        when="",
        rule=found.rule,
        denominator=denominator,
        counted=tuple(measures.places(report, found.sources)),
        not_counted=(),
        interval="",
        note=note,
        withheld=False,
    )


def _of_figure(report: Report, figure: Figure) -> Explanation:
    return Explanation(
        id=figure.id,
        name=words.FIGURES.get(figure.id, figure.id),
        result=told.value_of(figure),
        status="",
        when="",
        rule=figure.rule,
        denominator=_denominator(figure),
        counted=tuple(words.places(report, figure)),
        not_counted=_apart(report, figure),
        interval="",
        note=figure.note,
        withheld=figure.withheld,
    )


def _of_goal(report: Report, goal: Goal) -> Explanation:
    figure = GOAL_FIGURES.get(goal.id, goal.id)
    judged = next((each for each in report.figures if each.id == figure), None)
    return Explanation(
        id=goal.id,
        name=words.GOALS.get(goal.id, goal.id),
        result=told.result(goal),
        status=words.STATUS[goal.status],
        when=_when(goal),
        rule=goal.rule,
        denominator=_denominator(goal),
        counted=tuple(words.places(report, goal)),
        not_counted=_apart(report, judged) if judged else (),
        interval=_interval(goal),
        note=goal.note,
        withheld=goal.withheld,
    )


def _interval(goal: Goal) -> str:
    if goal.id == "reach" and goal.range:
        return f"{plain(told.result(goal))}: channels overlap by nobody knows how much"
    span = plain(told.interval(goal))
    if goal.range == "wilson":
        return f"{span} (Wilson): what another cohort of such people might give"
    return f"{span}, with none and with all of the unknown counted" if span else ""


def _when(goal: Goal) -> str:
    if goal.met_on:
        return f"on {goal.met_on}"
    return f"decided from {goal.final}" if goal.status == "too_early" else ""


def _denominator(counted: Figure | Goal) -> str:
    if counted.denominator is None:
        return "withheld" if counted.withheld else "none: this is a total"
    of = next((of for begins, of in _OF if counted.id.startswith(begins)), "")
    return f"{told.number(counted.denominator)} {of}".strip()


def _apart(report: Report, figure: Figure) -> tuple[NotCounted, ...]:
    return tuple(
        NotCounted(apart.why, apart.count, tuple(words.places_apart(report, apart)))
        for apart in figure.not_counted
    )


def as_text(told_of: Explanation, *, again: str = "") -> str:
    """Return an explanation in 80 columns; `again` are options that the next command needs."""
    comma = "" if told_of.status == "met" else ","
    status = f"{told_of.status}{comma} {told_of.when}" if told_of.when else told_of.status
    head = f"{told_of.name}: {plain(told_of.result)}" + (f", {status}" if status else "")
    lines = [terminal.wrap(head), ""]
    for label, text in _rows(told_of):
        lines.append(_row(label, text))
    lines += ["", f"next: mentorkit report{again}"]
    return "\n".join(lines)


def _rows(told_of: Explanation) -> list[tuple[str, str]]:
    apart = [
        f"{each.count} {each.why}" + (f": {_lines(each.sources)}" if each.sources else "")
        for each in told_of.not_counted
    ]
    rows = [
        ("rule", told_of.rule),
        ("denominator", told_of.denominator),
        ("counted", _lines(told_of.counted) or "nothing yet"),
        *((("not counted", text)) for text in apart),
        ("interval", told_of.interval),
        ("note", told_of.note),
    ]
    return [(label, text) for label, text in rows if text]


def _lines(places: tuple[str, ...]) -> str:
    """Return places file by file, each file once: "roles.yaml:4 :16"."""
    files: dict[str, list[str]] = {}
    for place in places:
        file, _, line = place.partition(":")
        files.setdefault(file, []).extend([f":{line}"] if line else [])
    return ", ".join(file + " ".join(lines) for file, lines in files.items())


def _row(label: str, text: str) -> str:
    body = terminal.wrap(text, indent=" " * 15)
    return f"  {label.ljust(13)}{body.lstrip()}"


def as_json(told_of: Explanation) -> dict[str, Any]:
    """Return an explanation for programs."""
    return {
        "schema": 1,
        "id": told_of.id,
        "name": told_of.name,
        "result": plain(told_of.result),
        "status": told_of.status or None,
        "withheld": told_of.withheld,
        "rule": told_of.rule,
        "denominator": told_of.denominator,
        "counted": list(told_of.counted),
        "not_counted": [
            {"why": each.why, "count": each.count, "sources": list(each.sources)}
            for each in told_of.not_counted
        ],
        "interval": told_of.interval or None,
        "note": told_of.note,
    }
