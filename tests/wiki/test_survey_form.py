"""The questions of a survey, as a page of a real MediaWiki."""

import re
import shutil
from pathlib import Path

import pytest
from farm import Farm

from mentorkit.doors.wiki import Wiki
from running import Run

FR = "fr.wikipedia.org"
COHORT = Path(__file__).parents[1] / "verbs/surveys/cohort"


@pytest.fixture
def forms(tmp_path: Path, run: Run) -> Path:
    cohort = shutil.copytree(COHORT, tmp_path / "cohort")
    words = ["survey", "form", "--wave", "end", "--role", "mentee", "--format", "wikitext"]
    assert run("-C", cohort, *words, "--as-of", "2025-06-01").status == 0
    return cohort / "out/surveys"


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_the_table_survives_and_the_name_is_shown_as_it_is(
    language: str, forms: Path, farm: Farm
) -> None:
    wiki = Wiki(FR, contact="the tests", api=farm.api(FR), loopback_only=True)
    text = (forms / f"end-mentee.{language}.wiki").read_text("utf-8")
    parsed = wiki.ask(
        action="parse",
        text=text,
        title="Projet:Questions",
        contentmodel="wikitext",
        prop="text|parsewarnings|links|templates",
        disablelimitreport=1,
    )["parse"]
    assert (parsed["parsewarnings"], parsed["links"], parsed["templates"]) == ([], [], [])
    html = parsed["text"]
    assert len(re.findall("<tr>", html)) == 9
    assert len(re.findall("<td>", html)) == 16
    assert "Reef [[School]] {{2025}}" in re.sub("&#(91|93|123|125);", _letter, html)
    assert not re.search(r"class=\"error|'''|\{\||\|\}", html)


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1]))
