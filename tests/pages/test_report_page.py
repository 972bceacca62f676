"""The report's page in a real browser: accessible, whole on a phone and on paper, and right."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser import UNFOLD, Browser
from page_cohorts import EMPTY
from report_cohorts import many, odd

from many import Call, run_many
from mentorkit.render.report.names import FIGURES
from report_numbers import as_shown, digits, value_at
from running import EXAMPLE, Run, lay_out

PAGES: dict[str, tuple[Path | dict[str, str], list[str]]] = {
    "over": (EXAMPLE, ["--as-of", "2025-06-20"]),
    "a year on": (EXAMPLE, ["--as-of", "2026-11-22"]),
    "under way": (EXAMPLE, ["--as-of", "2025-04-22"]),
    "before": (EXAMPLE, ["--as-of", "2024-12-01"]),
    "for the team": (EXAMPLE, ["--as-of", "2025-06-20", "--for", "coordinator"]),
    "odd": (odd(), ["--as-of", "2025-06-20"]),
    "many": (many(), ["--as-of", "2025-06-20"]),
    "empty": (EMPTY, ["--as-of", "2025-04-02"]),
}
WIDE, NARROW = 1280, 320
# What is left of A4 between the margins, at 96 to the inch: 182 by 271 mm.
PAPER_WIDTH, PAPER_HEIGHT = 688, 1024
LOOKS = [
    ("over", WIDE, False),
    ("over", WIDE, True),
    ("over", NARROW, False),
    ("over", NARROW, True),
    ("before", NARROW, False),
    ("for the team", WIDE, True),
    ("for the team", NARROW, False),
    ("odd", WIDE, False),
    ("odd", NARROW, True),
    ("many", NARROW, False),
    ("empty", WIDE, True),
]
"""Which page is looked at in which width, and whether in the dark."""


Made = Callable[[str], tuple[Path, dict[str, Any]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    @cache
    def make(name: str) -> tuple[Path, dict[str, Any]]:
        files, options = PAGES[name]
        folder = tmp_path_factory.mktemp("report")
        root = files if isinstance(files, Path) else lay_out(folder / "cohort", files)
        page = folder / "report.html"
        base = ["-C", str(root), "report", *options]
        ran, told = run_many(
            [Call([*base, "--format", "html", "--output", str(page)]), Call([*base, "--json"])]
        )
        assert (ran.status, told.status) == (0, 0), ran.err + told.err
        return page, json.loads(told.out)

    return make


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, made: Made) -> tuple[Path, dict[str, Any]]:
    return made(request.param)


@pytest.mark.parametrize(("name", "width", "dark"), LOOKS)
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, made: Made, name: str, width: int, dark: bool
) -> None:
    file, _ = made(name)
    assert browser.open(file, width, dark=dark) == [file.as_uri()]
    browser.ask(UNFOLD)
    assert browser.faults() == []


def test_nothing_is_cut_off_or_scrolls_sideways_on_a_phone(
    browser: Browser, page: tuple[Path, dict[str, Any]]
) -> None:
    browser.open(page[0], NARROW)
    browser.ask(UNFOLD)
    assert browser.ask("document.documentElement.scrollWidth") <= NARROW
    outside = browser.ask(
        "[...document.querySelectorAll('main *')]"
        ".filter(e => !e.closest('.scroll, .vh, thead, defs'))"
        ".filter(e => !e.matches('svg svg, title, desc'))"
        ".filter(e => { const box = e.getBoundingClientRect();"
        " return box.right > 320.5 || (e.closest('svg') && box.width && box.left < -1) })"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert outside == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", ["over", "a year on", "under way", "before", "for the team"])
def test_no_words_of_a_drawing_lie_on_others(
    browser: Browser, made: Made, name: str, width: int
) -> None:
    browser.open(made(name)[0], width)
    overlaps = browser.ask(
        "[...document.querySelectorAll('svg.plot')].flatMap(svg => {"
        " const texts = [...svg.querySelectorAll('text')]"
        "  .map(t => [t.textContent, t.getBoundingClientRect()]);"
        " return texts.flatMap(([a, p], i) => texts.slice(i + 1)"
        "  .filter(([b, q]) => p.left < q.right - 1 && q.left < p.right - 1"
        "   && p.top + 3 < q.bottom - 3 && q.top + 3 < p.bottom - 3)"
        "  .map(([b]) => a + ' / ' + b)) })"
    )
    assert overlaps == []


def test_every_number_is_that_of_the_json(
    browser: Browser, page: tuple[Path, dict[str, Any]]
) -> None:
    file, told = page
    browser.open(file)
    numbers = browser.ask(
        "[...document.querySelectorAll('[data-figure]')]"
        ".map(e => [e.dataset.figure, e.textContent])"
    )
    assert len(numbers) >= 10
    for path, text in numbers:
        value = value_at(told, path)
        assert value is not None, path
        (number,) = digits(text)
        if path.startswith("rates/"):
            assert float(number) == value
        else:
            assert number == as_shown(path, value), path


def test_no_number_of_a_finding_is_without_its_origin(browser: Browser, made: Made) -> None:
    browser.open(made("over")[0])
    stray = browser.ask(
        "[...document.querySelectorAll('h3, .came b, td.n')].map(e => {"
        " const copy = e.cloneNode(true);"
        " copy.querySelectorAll('[data-figure]').forEach(n => n.remove());"
        " return copy.textContent })"
    )
    dates = r"\d+ (?:January|April|May|June) 20\d\d|20\d\d-\d\d-\d\d|more than 10 %"
    # Numbers of rows in the table of days are no figures of the report.
    assert {text for text in stray if re.search(r"\d", re.sub(dates, "", text))} <= set("1234567")


def test_marks_lie_where_their_numbers_say(browser: Browser, made: Made) -> None:
    file, told = made("over")
    browser.open(file)
    goal = value_at(told, "goals/leaders_end")
    shares = browser.ask(
        "(() => { const svg = document.querySelector('#g-leaders_end-t').closest('svg');"
        " const box = svg.getBoundingClientRect();"
        " const at = e => { const b = e.getBoundingClientRect();"
        "  return (b.left + b.width / 2 - box.left) / box.width };"
        " return [at(svg.querySelector('.dot')), at(svg.querySelector('.aim')),"
        "  at(svg.querySelectorAll('.span')[1]), at(svg.querySelectorAll('.span')[2])] })()"
    )
    n = goal["denominator"]
    wanted = [goal["value"] / n, goal["target"] / n, goal["low"], goal["high"]]
    assert shares == pytest.approx(wanted, abs=0.004)
    counts = browser.ask(
        "['.m.held', '.m.missed', '.m.unlogged'].map("
        "kind => document.querySelectorAll('.plot ' + kind).length)"
    )
    weeks = told["weeks"]
    held = sum(week["held"] + week["in_person"] for week in weeks)
    assert counts == [held, sum(w["missed"] for w in weeks), sum(w["unlogged"] for w in weeks)]


def test_the_scorecard_is_the_first_sheet_of_paper(browser: Browser, made: Made) -> None:
    for name in ("over", "a year on", "under way"):
        browser.open(made(name)[0], PAPER_WIDTH)
        browser.on_paper()
        foot = "document.querySelector('.card-page').getBoundingClientRect().bottom"
        assert browser.ask(foot) < PAPER_HEIGHT
        folded = "[...document.querySelectorAll('.behind > details')].map(d => d.offsetHeight)"
        assert set(browser.ask(folded)) == {0}


def test_it_prints_on_few_sheets_of_a4(browser: Browser, made: Made) -> None:
    browser.open(made("over")[0])
    browser.on_paper()
    pdf = browser.pdf()
    assert 5 <= pdf.count(b"/Type /Page\n") <= 10
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf))
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}


def test_an_unfolded_table_is_printed(browser: Browser, made: Made) -> None:
    browser.open(made("over")[0])
    browser.ask(UNFOLD)
    browser.on_paper()
    hidden = "[...document.querySelectorAll('.behind td')].filter(e => !e.checkVisibility()).length"
    assert browser.ask(hidden) == 0


def test_a_dark_screen_prints_on_white_paper(browser: Browser, made: Made) -> None:
    browser.open(made("over")[0], dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert browser.ask(ground) != "rgb(255, 255, 255)"
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.call("Emulation.setEmulatedMedia", media="print", features=dark)
    assert browser.ask(ground) == "rgb(255, 255, 255)"


def test_what_is_withheld_is_said_and_hatched(browser: Browser, made: Made) -> None:
    file, told = made("over")
    browser.open(file)
    cells = browser.ask(
        "[...document.querySelectorAll('#s6 td.withheld')]"
        ".map(e => [e.textContent.trim(), getComputedStyle(e).backgroundImage.slice(0, 25)])"
    )
    asked = [figure for figure in told["figures"] if figure["id"].startswith("satisfied.")]
    withheld = [figure for figure in asked if figure["withheld"]]
    assert withheld
    assert cells == [["withheld", "repeating-linear-gradient"]] * len(withheld)
    assert browser.ask("document.querySelectorAll('#s0 .open').length") >= len(withheld)


def test_what_is_withheld_is_hatched_in_each_section(browser: Browser, made: Made) -> None:
    file, told = made("over")
    browser.open(file)
    hidden = {figure["id"] for figure in told["figures"] if figure["withheld"]}
    assert {name.partition(".")[0] for name in hidden} >= {"satisfied"}
    found = browser.ask(
        "[...document.querySelectorAll('section td.withheld')].map(e => ["
        "e.closest('section').id, e.textContent.trim(),"
        " getComputedStyle(e).backgroundImage.slice(0, 25)])"
    )
    said = browser.ask(
        "[...document.querySelectorAll('section td')]"
        ".filter(e => /^withheld/.test(e.textContent.trim())).map(e => e.closest('section').id)"
    )
    assert [section for section, *_ in found] == said
    assert {tuple(cell[1:]) for cell in found} == {("withheld", "repeating-linear-gradient")}
    names = {FIGURES[name] for name in hidden}
    rows = browser.ask(
        "[...document.querySelectorAll('section td.withheld')]"
        ".map(e => e.closest('tr').firstElementChild.textContent.trim())"
    )
    assert names <= set(rows)


def test_the_warning_stands_between_the_months_and_the_windows(
    browser: Browser, made: Made
) -> None:
    browser.open(made("over")[0])
    order = browser.ask(
        "[...document.querySelectorAll('#s7 > .exhibit, #s7 > .aside, #s7 > .scroll')]"
        ".map(e => e.className + (e.textContent.includes('not because') ? '!' : ''))"
    )
    assert order == ["exhibit", "aside!", "scroll", "scroll", "scroll"]


def test_the_public_page_tells_on_nobody(made: Made, run: Run) -> None:
    public, team = (made(name)[0].read_text("utf-8") for name in ("over", "for the team"))
    for name in ("jharna", "Lamia", "lamia", "Jharna", "ঝর্ণা"):
        assert name not in public
    assert "For coordinators only" not in public
    assert "For coordinators only" in team
    # Mentors are in no list of the public page: no week, no fit, no absence is of a pair.
    assert "Juma" not in public
    assert "Juma" in team


def test_texts_of_the_cohort_are_only_texts(browser: Browser, made: Made) -> None:
    file, _ = made("odd")
    browser.open(file)
    assert browser.ask("document.querySelectorAll('script, main b[onclick], iframe').length") == 0
    assert "<b onclick" in browser.ask("document.querySelector('h1').textContent")
    assert "\u202e" not in file.read_text("utf-8")


def test_where_the_page_lies(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, EMPTY)
    first = run("report", "--format", "html", "--as-of", "2025-04-02", at=cohort)
    assert first.out.startswith("The page is in out/report.html.")
    assert (cohort / "out/report.html").read_text("utf-8").startswith("<!doctype html>")
    again = run("report", "--format", "html", "--as-of", "2025-04-02", "--json", at=cohort)
    assert json.loads(again.out) == {
        "schema": 1,
        "page": "out/report.html",
        "changed": False,
        "team_only": False,
    }
    team = run("report", "--format", "html", "--for", "coordinator", at=cohort)
    assert "keep it in the team" in team.out
    assert (cohort / "out/report-team.html").exists()
