"""Dates in the words of a language: every one that has letters, and their digits."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_languages import SHIPPED

from mentorkit.problems import Problem
from mentorkit.render.dates import in_words, with_digits
from mentorkit.render.templates import Templates

DAY = {"day": 3, "month": 12, "year": 2026}
LANGUAGES = sorted(SHIPPED)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "3 December 2026"),
        ("fr", "3 décembre 2026"),
        ("es", "3 de diciembre de 2026"),
        ("ar", "3 ديسمبر 2026"),
        ("pt", "3 de dezembro de 2026"),
        ("pt-br", "3 de dezembro de 2026"),
        ("de", "3. Dezember 2026"),
        ("sw", "3 Desemba 2026"),
        ("hi", "3 दिसंबर 2026"),
        ("zh", "2026年12月3日"),
        ("ru", "3 декабря 2026\u202fг."),
        ("uk", "3 грудня 2026\u202fр."),
        ("fa", "۳ دسامبر ۲۰۲۶"),
        ("id", "3 Desember 2026"),
        ("tr", "3 Aralık 2026"),
        ("dag", "2026-12-03"),
    ],
)
def test_a_date_in_words(language: str, words: str) -> None:
    assert in_words(DAY, language).replace("\u202f", " ") == words.replace("\u202f", " ")


def test_the_first_of_a_month_in_french() -> None:
    assert in_words({"day": 1, "month": 6, "year": 2025}, "fr") == "1er juin 2025"
    assert in_words({"day": 11, "month": 6, "year": 2025}, "fr") == "11 juin 2025"


def test_what_a_person_typed() -> None:
    assert in_words("2025-02-20", "en") == "20 February 2025"
    assert in_words("around Easter", "en") == "around Easter"
    assert in_words("2025-02-30", "en") == "2025-02-30"
    with pytest.raises(TypeError):
        in_words(3, "en")


def test_a_wiki_may_name_its_digits() -> None:
    assert in_words(DAY, "ar", "arab") == "٣ ديسمبر ٢٠٢٦"
    assert in_words(DAY, "fa", "latn") == "3 دسامبر 2026"
    assert with_digits("1-9", "hi", "deva") == "१-९"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_day_can_be_told_from_the_next(day: date, language: str) -> None:
    def said(when: date) -> str:
        return in_words({"day": when.day, "month": when.month, "year": when.year}, language)

    assert said(day) != said(day + timedelta(days=1))
    assert "\n" not in said(day)


def test_a_template_speaks_its_own_language(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    head = "---\nsubject: x\nchannel: mail\n---\n"
    (tmp_path / "fr" / "own.txt.j2").write_text(f"{head}<< d | date >> << d.day >>\n")
    made = Templates(tmp_path).render("fr", "own", {"d": DAY})
    assert not isinstance(made, Problem)
    assert made.text == "3 décembre 2026 3\n"
    (tmp_path / "fr" / "own.txt.j2").write_text(f"{head}<< 3 | date >>\n")
    made = Templates(tmp_path).render("fr", "own", {"d": DAY})
    assert isinstance(made, Problem)
    assert made.message == "only a day can be put in words"


def test_numbers_have_the_digits_of_the_dates(tmp_path: Path) -> None:
    (tmp_path / "fa").mkdir()
    head = "---\nsubject: << n >>\nchannel: mail\n---\n"
    text = f"{head}<< d | date >>: << n >> << typed >> << n + 1 >>\n"
    (tmp_path / "fa" / "own.txt.j2").write_text(text)
    wordings = Templates(tmp_path)
    made = wordings.render("fa", "own", {"d": DAY, "n": 15, "typed": "B2"})
    assert not isinstance(made, Problem)
    assert made.text == "۳ دسامبر ۲۰۲۶: ۱۵ B2 ۱۶\n"
    made = wordings.render("fa", "own", {"d": DAY, "n": 15, "typed": "B2", "digits": "latn"})
    assert not isinstance(made, Problem)
    assert made.text == "3 دسامبر 2026: 15 B2 16\n"
