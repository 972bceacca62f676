"""The pages of a grant proposal and of several cohorts, in a real browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from browser import UNFOLD, Browser
from report_cohorts import odd

from many import Call, run_many
from report_numbers import digits, value_at
from running import EXAMPLE, lay_out

WIDE, NARROW = 1280, 320
PAPERS = {
    "proposal": ["--as-of", "2025-02-20", "--kind", "proposal"],
    "pool": ["--as-of", "2026-11-22", "--pool", "{other}"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Make each page once, with its JSON."""
    folder = tmp_path_factory.mktemp("papers")
    other = str(lay_out(folder / "other", odd()))
    pages = {name: folder / f"{name}.html" for name in PAPERS}
    calls = []
    for name, options in PAPERS.items():
        base = ["-C", str(EXAMPLE), "report", *(word.format(other=other) for word in options)]
        calls.append(Call([*base, "--format", "html", "--output", str(pages[name])]))
        calls.append(Call([*base, "--json"]))
    ran = run_many(calls)
    assert [each.status for each in ran] == [0] * len(ran), ran[0].err
    return {
        name: (page, json.loads(ran[2 * number + 1].out))
        for number, (name, page) in enumerate(pages.items())
    }


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (WIDE, True), (NARROW, False)])
def test_no_rule_of_accessibility_is_broken(
    browser: Browser,
    made: dict[str, tuple[Path, dict[str, Any]]],
    name: str,
    width: int,
    dark: bool,
) -> None:
    file = made[name][0]
    assert browser.open(file, width, dark=dark) == [file.as_uri()]
    browser.ask(UNFOLD)
    assert browser.faults() == []
    assert browser.ask("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_prints_on_a_few_sheets(
    browser: Browser, made: dict[str, tuple[Path, dict[str, Any]]], name: str
) -> None:
    browser.open(made[name][0])
    browser.on_paper()
    assert 1 <= browser.pdf().count(b"/Type /Page\n") <= 7


def test_every_number_of_a_pool_is_that_of_the_json(
    browser: Browser, made: dict[str, tuple[Path, dict[str, Any]]]
) -> None:
    file, told = made["pool"]
    browser.open(file)
    numbers = browser.ask(
        "[...document.querySelectorAll('[data-figure]')]"
        ".map(e => [e.dataset.figure, e.textContent])"
    )
    assert len(numbers) > 20
    for path, text in numbers:
        value = value_at(told, path)
        share = path.startswith("counts/") and path.rpartition("/")[2] in ("low", "high")
        assert digits(text) == [f"{value * 100:.0f}" if share else f"{value:,}"], path
