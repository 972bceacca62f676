"""Every format of the report says the same, to the last digit."""

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from outcome_reports import EXAMPLE, SMALL, ReportOf, reporter

from mentorkit.render.report import words
from mentorkit.render.report.json_object import as_json
from mentorkit.render.report.markdown import as_markdown
from mentorkit.render.report.measures import MEASURES, METRICS
from mentorkit.render.report.page import as_html
from mentorkit.render.report.text import as_text
from mentorkit.render.report.wikitext import as_wikitext
from mentorkit.rules.report import Report
from report_numbers import READERS, Page, as_shown, digits, parsed, value_at

DAYS = ("2025-01-01", "2025-03-20", "2025-06-01", "2025-06-20", "2026-11-22")
WRITERS = {"markdown": as_markdown, "wikitext": as_wikitext, "html": as_html}


AFTERWARDS = """\
- {wave: end, role: mentee, closed: 2025-06-10, invited: 15, responded: 13, satisfied: 11,
   items: {v1: {answered: 13, agree: 9}, v2: {answered: 13, agree: 12}}}
- {wave: end, role: mentor, closed: 2025-06-10, invited: 15, responded: 14, satisfied: 13,
   items: {v1: {answered: 14, agree: 9}, v2: {answered: 14, agree: 13}}}
- {wave: year, role: mentee, closed: 2026-06-15, invited: 15, responded: 15, satisfied: 9}
"""
"""Waves that count what the example's do not: items on diversity, and the follow-up."""


@pytest.fixture(
    scope="module",
    params=[
        *((root, day) for root in (EXAMPLE, SMALL) for day in DAYS),
        *((None, day) for day in ("2025-06-20", "2026-11-22")),
    ],
)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    root, day = request.param
    if root is None:
        root = tmp_path_factory.mktemp("afterwards") / "cohort"
        shutil.copytree(EXAMPLE, root)
        (root / "surveys.yaml").write_text(AFTERWARDS, encoding="utf-8")
    report_of: ReportOf = reporter(root)
    return report_of(day)


def program(told: Report) -> dict[str, Any]:
    return parsed(json.dumps(as_json(told)))


def wanted_of_goal(goal: dict[str, Any]) -> list[str]:
    """Return the numbers that a goal's result must show, from JSON alone."""
    path = f"goals/{goal['id']}"
    if goal["withheld"]:
        return [as_shown(f"{path}/target", goal["target"])]
    if goal["value"] is None or (goal["denominator"] == 0 and not goal["value"]):
        return []
    if goal["id"] == "reach":
        ends = dict.fromkeys(as_shown(f"{path}/{end}", goal[end]) for end in ("low", "high"))
        return list(ends)
    at_most = goal["status"] == "cannot_be_met" and goal["id"] != "attrition"
    if at_most and (goal["possible"] or 0) > goal["value"]:
        return [str(goal["value"]), str(goal["possible"])]
    return [str(goal["value"]), str(goal["denominator"])]


@pytest.mark.parametrize("kind", WRITERS)
def test_goals_are_those_of_the_json(told: Report, kind: str) -> None:
    rows = READERS[kind](WRITERS[kind](told))
    card = {row[0]: row for row in rows if len(row) == 5 and row[3] in words.STATUS.values()}
    for goal in program(told)["goals"]:
        _, _, result, status, more = card[words.GOALS[goal["id"]]]
        # A range is written with a hyphen, which is no minus.
        assert digits(re.sub(r"(?<=\d)-", " ", result)) == wanted_of_goal(goal)
        assert status == goal["status"].replace("_", " ")
        assert (f"met {goal['met_on']}" in more) == (goal["met_on"] is not None)
        if goal["range"] == "wilson":
            ends = [as_shown(f"goals/{goal['id']}/{e}", goal[e]) for e in ("low", "high")]
            assert f"95 %: {'-'.join(dict.fromkeys(ends))} %" in more


@pytest.mark.parametrize("kind", ["markdown", "wikitext"])
def test_figures_are_those_of_the_json(told: Report, kind: str) -> None:
    rows = {row[0]: row for row in READERS[kind](WRITERS[kind](told)) if len(row) == 5}
    figures = program(told)["figures"]
    assert len(figures) > 30
    for figure in figures:
        _, value, of, rule, _ = rows[words.FIGURES.get(figure["id"], figure["id"])]
        assert digits(value) == list(shown(figure, "value"))
        assert digits(of) == list(shown(figure, "denominator"))
        assert rule.startswith(" ".join(figure["rule"].split()))


def shown(figure: dict[str, Any], key: str) -> Iterator[str]:
    if figure[key] is not None:
        path = f"figures/{figure['id']}/{key}"
        of_money = key == "denominator" and figure["id"].startswith("money.")
        yield f"{figure[key]:,.2f}" if of_money else as_shown(path, figure[key])


def test_the_screen_has_the_numbers_of_the_json(told: Report) -> None:
    screen = as_text(told)
    lines = dict(re.findall(r"^  ([a-z_0-9.]+)  +(.*)$", screen, re.M))
    for figure in program(told)["figures"]:
        if figure["id"] not in lines:
            assert figure["value"] is None or not (figure["value"] or figure["denominator"])
            continue
        numbers = [*shown(figure, "value"), *shown(figure, "denominator")]
        assert digits(lines[figure["id"]])[: len(numbers)] == numbers


def test_every_number_of_the_page_is_where_it_says(told: Report) -> None:
    whole = program(told)
    numbers = Page(as_html(told)).numbers
    assert len(numbers) > 60
    for path, text in numbers:
        value = value_at(whole, path)
        assert value is not None, path
        (number,) = digits(text)
        if path.startswith("rates/"):
            # As people wrote it, zeros at the end included.
            assert float(number) == value, path
            continue
        assert number == as_shown(path, value), path


def test_the_page_says_each_goal_and_its_figures(told: Report) -> None:
    """A number that lost its origin would be in no check at all."""
    whole = program(told)
    paths = {path for path, _ in Page(as_html(told)).numbers}
    for goal in whole["goals"]:
        if goal["value"] and not goal["withheld"] and goal["id"] != "reach":
            assert f"goals/{goal['id']}/value" in paths
    for figure in whole["figures"]:
        if figure["value"] and figure["id"] != "sessions.planned":
            assert f"figures/{figure['id']}/value" in paths


@pytest.mark.parametrize("kind", WRITERS)
def test_measures_and_metrics_are_those_of_the_json(told: Report, kind: str) -> None:
    whole, rows = program(told), list(READERS[kind](WRITERS[kind](told)))
    by_name = {row[0]: row for row in rows if len(row) == 5}
    shown_at_all = any(window.people for window in told.windows)
    for measure in whole["measures"] if shown_at_all else ():
        row = by_name[MEASURES[measure["id"]]]
        for window, cell in zip(measure["windows"], row[1:], strict=True):
            path = f"measures/{measure['id']}/windows/{window['id']}"
            wanted = {f"{path}/{key}": window[key] for key in ("value", "of")}
            known = wanted.items() if window["value"] is not None else ()
            assert digits(cell) == [as_shown(p, v) for p, v in known if v is not None]
    metrics = {row[1]: row[2] for row in rows if len(row) == 3}
    for metric in whole["global_metrics"]:
        wanted = [] if metric["value"] is None else [f"{metric['value']:,}"]
        assert digits(metrics[METRICS[metric["id"]]]) == wanted
        assert ("at least" in metrics[METRICS[metric["id"]]]) == (
            metric["found"] == "at_least" and metric["value"] is not None
        )
