"""The outcome report as JSON; docs/report.schema.json says its shape."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mentorkit.render.report import measures, words
from mentorkit.render.report import pairs as pairing
from mentorkit.rules.report import Figure, Goal, NotCounted, Report
from mentorkit.rules.report_pictures import MARKS, SessionsShown


def as_json(report: Report) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "schema": 1,
        "as_of": report.as_of.isoformat(),
        "programme": report.programme,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "follow_up": report.year.isoformat(),
        "statuses": {s: sum(goal.status == s for goal in report.goals) for s in words.STATUS},
        "goals": [_goal(report, goal) for goal in report.goals],
        "figures": [_figure(report, figure) for figure in report.figures],
        "roles": [_plain(asdict(role)) for role in report.roles],
        "roles_unnamed": report.roles_unnamed,
        "leaders": _plain(asdict(report.leaders)),
        "windows": [_plain(asdict(window)) for window in report.windows],
        "months": [_plain(asdict(month)) for month in report.edits.months],
        "mentees": [_plain(asdict(mentee)) for mentee in report.edits.mentees],
        "mentees_others": report.edits.others,
        "mentees_apart": report.edits.apart,
        **measures.as_json(report),
        **_sessions(report.sessions),
        "currency": report.currency,
        "budget": [_plain(asdict(line)) for line in report.budget],
        "rates": [_plain(asdict(rate)) for rate in report.rates],
        "wikis": [_plain(asdict(wiki)) for wiki in report.wikis],
        "heard": [_plain(asdict(heard)) for heard in report.heard],
        **({"pairs": pairing.as_json(report.pairs)} if report.pairs else {}),
    }


def _goal(report: Report, goal: Goal) -> dict[str, Any]:
    return _plain(asdict(goal)) | {"sources": words.places(report, goal)}


def _figure(report: Report, figure: Figure) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sources": words.places(report, figure),
        "not_counted": [not_counted(report, each) for each in figure.not_counted],
    }
    # Not asdict: thousands of sources would be copied only to be replaced.
    return {
        name: told[name] if name in told else _json(getattr(figure, name))
        for name in Figure.__dataclass_fields__
    }


def not_counted(report: Report, apart: NotCounted) -> dict[str, Any]:
    """Return what a figure leaves out, and why, for programs."""
    sources = words.places_apart(report, apart)
    return {"why": apart.why, "count": apart.count, "sources": sources}


def _sessions(shown: SessionsShown) -> dict[str, Any]:
    weeks = [
        {
            "first": week.first.isoformat(),
            "pairs": week.pairs,
            **{mark: week.counts.get(mark, 0) for mark in MARKS},
        }
        for week in shown.weeks
    ]
    return {
        "weeks": weeks,
        "weeks_withheld": shown.withheld,
        "sessions": [_plain(asdict(session)) for session in shown.for_all],
    }


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _json(value) for key, value in record.items()}


def _json(value: object) -> object:
    """Return a value as JSON has it; whole sums and shares become whole numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, Fraction)):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    return value
