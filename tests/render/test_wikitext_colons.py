"""Colons in wikitext: people edit these pages, so only what could mean anything is escaped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.render.report import wikitext as report_wikitext
from mentorkit.render.report.blocks import Document, Section, Text
from mentorkit.render.report.told import Link
from mentorkit.render.wikitext import escape, shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("When: 3 March", "When: 3 March"),
        ("Note : words", "Note : words"),
        ("6: 30, 12: x", "6: 30, 12: x"),
        ("a:b", "a&#58;b"),
        ("https://example.org", "https&#58;//example.org"),
        ("mailto:a", "mailto&#58;a"),
        (":", "&#58;"),
        (": item", "&#58; item"),
        (":: item", "&#58;: item"),
        ("ends:", "ends&#58;"),
        ("at 06:30", "at 06:30"),
    ],
)
def test_a_colon_before_a_blank_stays(text: str, written: str) -> None:
    assert escape(text) == written


@given(st.text(st.sampled_from("ab:;*# 12/'\n"), max_size=30))
def test_a_colon_stays_only_inside_a_text(text: str) -> None:
    written = escape(text)
    assert shown(written) == " ".join(text.split())
    for found in re.finditer(":", written):
        before, after = written[: found.start()], written[found.end() :]
        assert before
        assert after.startswith(" ") or (before[-1].isdecimal() and after[0].isdecimal())


def test_a_colon_before_a_link_stays() -> None:
    link = Link("page", "https://example.org/x")
    blocks = (Text(("Where people read about it: ", link)), Text((": ", link)))
    page = report_wikitext.of_document(
        Document("T", "k", "d", ("L",), (), (Section(1, "S", blocks),))
    )
    assert "Where people read about it: [https://example.org/x page]" in page
    assert "\n&#58; [https://example.org/x page]" in page
