"""A letter as wikitext: what is kept of its form. What a wiki makes of it is in tests/wiki."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.render.talk_page import SIGNATURE, as_section
from mentorkit.rules.direction import direction, wiki_language

TEXT = """\
Hello \u2068A|b\u2069,

I write because of your work: \u2068you wrote "Maps" [and] more.\u2069

About the programme:
https://mentoring.example.org/2025?a=b|c

* Calls: 2
* Talks: 5

\u2068Dana\u2069
"""


def test_a_letter_in_the_language_of_the_wiki() -> None:
    section = as_section("An invitation: maps", TEXT, "fr", "fr", "abc234")
    assert section.title == "An invitation: maps"
    assert section.text == (
        "Hello <bdi>A&#124;b</bdi>,\n\n"
        'I write because of your work: <bdi>you wrote "Maps" &#91;and&#93; more.</bdi>\n\n'
        "About the programme:<br>\n"
        "[https://mentoring.example.org/2025?a=b%7Cc"
        " https&#58;//mentoring.example.org/2025?a&#61;b&#124;c]\n\n"
        "* Calls: 2\n* Talks: 5\n\n"
        "<bdi>Dana</bdi> ~~~~<!-- abc234 -->"
    )


def test_another_language_is_marked_with_its_direction() -> None:
    section = as_section("دعوة", "مرحبا\n\nDana\n", "ar", "fr")
    assert section.title == '<span lang="ar" dir="rtl">دعوة</span>'
    assert section.text == '<div lang="ar" dir="rtl">\nمرحبا\n\nDana ~~~~\n</div>'
    assert as_section("x", "x", "en", "ar").text == '<div lang="en" dir="ltr">\nx ~~~~\n</div>'


@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from(["ar", "fr"]))
def test_there_is_one_signature_and_nothing_of_wikitext(
    subject: str, text: str, language: str
) -> None:
    section = as_section(subject, text, language, "fr", "abc234")
    assert section.text.count(SIGNATURE) == 1
    assert section.text.count("<!--") == section.text.count("-->") == 1
    bare = re.sub(r"^\[https?://[^ \]]+ |\]$", "", section.text, flags=re.M)
    bare = bare.replace(SIGNATURE, "").replace("<!-- abc234 -->", "")
    bare = re.sub(r"</?(bdi|div)( lang=\"ar\" dir=\"rtl\")?>|<br>", "", bare)
    assert not re.search(r"[\[\]{}|<>~]|''|^[#:;=!-]|^\*(?! )", bare, re.M)
    assert section.text.count("<bdi>") == section.text.count("</bdi>")
    assert "\n" not in section.title
    assert not re.search(r"~|\{|\[|=(?![\"r])", section.title.replace('lang="ar"', ""))


@pytest.mark.parametrize("marker", ["a b", "-->", "a-b", "é"])
def test_a_marker_is_only_letters_and_digits(marker: str) -> None:
    with pytest.raises(ValueError, match="marker"):
        as_section("x", "x", "en", "en", marker)


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"),
        ("fa", "rtl"),
        ("arz", "rtl"),
        ("ur-PK", "rtl"),
        ("zh-Hant", "ltr"),
        ("", "ltr"),
    ],
)
def test_directions(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize(
    ("host", "language"),
    [
        ("fr.wikipedia.org", "fr"),
        ("zh-yue.wikipedia.org", "zh-yue"),
        ("meta.wikimedia.org", "en"),
        ("commons.wikimedia.org", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_wiki(host: str, language: str) -> None:
    assert wiki_language(host) == language
