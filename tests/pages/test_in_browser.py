"""The pages in a real browser: accessible, whole on a phone and on paper, fetching nothing."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from browser import UNFOLD, Browser
from page_cohorts import AS_OF, EMPTY, odd, pairs

from mentorkit.doors import open_cohort
from mentorkit.verbs.meet_page import page
from running import EXAMPLE, REAL_TODAY, lay_out

PAGES = {
    "under way": (EXAMPLE, "2025-04-22"),
    "over": (EXAMPLE, "2026-06-02"),
    "odd names": (odd(), AS_OF),
    "empty": (EMPTY, AS_OF),
    "one pair": (pairs(1), AS_OF),
    "a hundred pairs": (pairs(100), AS_OF),
}
WIDE, NARROW = 1280, 320
LOOKS = [
    ("under way", WIDE, False),
    ("under way", WIDE, True),
    ("under way", NARROW, False),
    ("under way", NARROW, True),
    ("over", NARROW, False),
    ("odd names", WIDE, False),
    ("odd names", NARROW, True),
    ("empty", WIDE, True),
    ("empty", NARROW, False),
    ("one pair", WIDE, False),
    ("a hundred pairs", WIDE, False),
]
"""Which page is looked at in which width, and whether in the dark."""


@pytest.fixture(scope="module")
def file_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    @cache
    def make(name: str) -> Path:
        files, day = PAGES[name]
        folder = tmp_path_factory.mktemp("page")
        root = files if isinstance(files, Path) else lay_out(folder / "cohort", files)
        cohort, problems = open_cohort(root, REAL_TODAY)
        assert cohort is not None, problems
        written = folder / "meetings.html"
        written.write_text(page(cohort, date.fromisoformat(day)).html, encoding="utf-8")
        return written

    return make


@pytest.fixture(params=PAGES)
def file(request: pytest.FixtureRequest, file_of: Callable[[str], Path]) -> Path:
    return file_of(request.param)


@pytest.mark.parametrize(("name", "width", "dark"), LOOKS)
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, file_of: Callable[[str], Path], name: str, width: int, dark: bool
) -> None:
    file = file_of(name)
    fetched = browser.open(file, width, dark=dark)
    assert fetched == [file.as_uri()]
    # All that is folded away must be readable too.
    browser.ask(UNFOLD)
    assert browser.faults() == []


def test_nothing_is_cut_off_or_scrolls_sideways_on_a_phone(browser: Browser, file: Path) -> None:
    browser.open(file, NARROW)
    browser.ask(UNFOLD)
    assert browser.ask("document.documentElement.scrollWidth") <= NARROW
    outside = browser.ask(
        "[...document.querySelectorAll('main *')]"
        ".filter(e => !e.closest('.scroll, svg, .vh, thead')"
        " && e.getBoundingClientRect().right > 320.5).map(e => e.outerHTML.slice(0, 90))"
    )
    assert outside == []


def test_paper_shows_what_the_screen_folds_away(browser: Browser, file: Path) -> None:
    browser.open(file)
    browser.on_paper()
    hidden = browser.ask(
        "[...document.querySelectorAll('details *')].filter(e => !e.closest('svg, .label')"
        " && !e.checkVisibility({contentVisibilityAuto: true})).map(e => e.outerHTML.slice(0, 90))"
    )
    assert hidden == []
    assert browser.ask("getComputedStyle(document.querySelector('.skip')).display") == "none"


def test_a_dark_screen_prints_on_white_paper(browser: Browser, file: Path) -> None:
    browser.open(file, dark=True)
    assert browser.ask("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.call("Emulation.setEmulatedMedia", media="print", features=dark)
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_programme_prints_on_few_pages(browser: Browser, file_of: Callable[[str], Path]) -> None:
    browser.open(file_of("under way"))
    pdf = browser.pdf()
    pages = pdf.count(b"/Type /Page\n")
    assert 5 <= pages <= 10
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf))
    a4 = {(595, 842)}
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == a4


def test_a_link_to_a_past_week_unfolds_it(browser: Browser, file_of: Callable[[str], Path]) -> None:
    browser.open(file_of("under way"))
    assert not browser.ask("document.querySelector('#w2').checkVisibility()")
    browser.ask("document.querySelector('.toc a[href=\"#w2\"]').click()")
    browser.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert browser.ask("document.querySelector('#w2').checkVisibility()")
