"""The shipped wordings: what they say, word by word, and the rules that good letters keep."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from wording_languages import SHIPPED

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.render.letters import as_file
from mentorkit.render.templates import shipped
from mentorkit.rules.letter import Letter
from mentorkit.verbs.invite import files, invite

HERE = Path(__file__).parent
LANGUAGES = ("ar", "en", "es", "fr")
ROLES = ("mentee", "mentor", "speaker")
IDS = [f"{language}-{role}" for language in LANGUAGES for role in ROLES]
AS_OF = date(2025, 2, 1)


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    found, problems = open_cohort(HERE / "cohort", date(2026, 11, 22))
    assert problems == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def letters(cohort: Cohort) -> dict[str, Letter]:
    made = invite(cohort, templates=None, as_of=AS_OF)
    assert made.problems == ()
    assert made.refused == ()
    return {letter.person: letter for letter in made.letters}


def test_every_kind_in_every_language_is_shipped(letters: dict[str, Letter]) -> None:
    assert list(letters) == IDS
    assert {path.parent.name for path in shipped().glob("*/*.txt.j2")} == SHIPPED


@pytest.mark.parametrize("person", IDS)
def test_the_letter_is_word_for_word(person: str, letters: dict[str, Letter]) -> None:
    expected = (HERE / "expected" / f"{person}.txt").read_bytes()
    assert as_file(letters[person]).decode() == expected.decode()


def test_the_drafts_are_keyed_by_their_files(cohort: Cohort) -> None:
    written = files(invite(cohort, templates=None, as_of=AS_OF))
    assert list(written) == [f"out/invitations/{person}.txt" for person in IDS]
    assert written["out/invitations/ar-mentee.txt"].decode().startswith("To: ليلى المثال mentee\n")


@pytest.mark.parametrize("person", IDS)
def test_the_text_keeps_to_the_length_of_a_letter(person: str, letters: dict[str, Letter]) -> None:
    words = [w for w in without_addresses(letters[person].text).split() if re.search(r"\w", w)]
    assert 90 <= len(words) <= 160


@pytest.mark.parametrize("person", IDS)
def test_there_is_one_question_and_few_links(person: str, letters: dict[str, Letter]) -> None:
    text = letters[person].text
    assert len(re.findall(r"[?؟]", without_addresses(text))) == 1
    assert text.count("https://") == 2
    assert all(line.startswith("https://") for line in text.split("\n") if "https://" in line)


NO_THANKS = {"ar": "«لا، شكرًا»", "en": '"no, thanks"', "es": "«no, gracias»"}
NO_THANKS["fr"] = "«\u00a0non merci\u00a0»"


@pytest.mark.parametrize("person", IDS)
def test_a_no_is_easy_and_a_person_signs(person: str, letters: dict[str, Letter]) -> None:
    letter = letters[person]
    assert NO_THANKS[letter.language] in letter.text
    assert letter.text.endswith(
        "\u2068Dana\u2069\nhttps://fr.wikipedia.org/wiki/User_talk:Dana_of_Example\n"
    )


GENDERED = re.compile(
    r"\b(he|she|his|her|him|himself|herself)\b"
    r"|\b(invité|invitée|sélectionné|motivé|prêt|prête|content|heureux|ravie?|mentore?|apprentie?)\b"
    r"|\b(bienvenido|bienvenida|invitado|invitada|encantado|interesado|dispuesto|mentora?|aprendiz)\b"
    r"|·|\([ea]s?\)|[a-z]@|عزيز|عزيزت|ترغب|تريد|مرشدًا|مرشدة|مدعو"
)


@pytest.mark.parametrize("person", [name for name in IDS if not name.startswith("en")])
def test_no_wording_presumes_a_gender(person: str, letters: dict[str, Letter]) -> None:
    without_name = letters[person].text.replace(letters[person].to, "")
    assert GENDERED.findall(without_name) == []


@pytest.mark.parametrize("person", IDS)
def test_nothing_is_counted_flattered_or_left_over(person: str, letters: dict[str, Letter]) -> None:
    letter = letters[person]
    contributions = (
        r"(edits?|contributions?|modifications?|ediciones|contribuciones|تعديل\w*|مساهم\w*)"
    )
    assert not re.search(rf"\d\s*{contributions}|{contributions}\s*:?\s*\d", letter.text)
    assert not re.search(r"<<|>>|<%|%>|<#|#>|\{\{|None|\n{3}", letter.text + letter.subject)
    assert not re.search(r"amazing|rockstar|selected|deserv|urgent|last chance", letter.text, re.I)


@pytest.mark.parametrize("person", IDS)
def test_subjects_are_short_and_isolates_are_closed(
    person: str, letters: dict[str, Letter]
) -> None:
    letter = letters[person]
    assert len(letter.subject) <= 50
    assert len(letter.subject.encode()) <= 240
    assert depths(letter.text) == {0, 1}
    assert f"\u2068{letter.to}\u2069" in letter.text


@pytest.mark.parametrize("person", [f"ar-{role}" for role in ROLES])
def test_arabic_paragraphs_begin_in_arabic(person: str, letters: dict[str, Letter]) -> None:
    """Plain text takes its direction from the first strong character of a paragraph."""
    body = letters[person].text.split("\u2068Dana\u2069\nhttps")[0]
    for line in filter(None, body.split("\n")):
        first = next((char for char in line if char.isalpha()), "")
        assert line.startswith("https://") or "\u0600" <= first <= "\u06ff", line


@pytest.mark.parametrize("path", sorted(shipped().glob("*/invite.*")), ids=lambda p: p.parent.name)
def test_no_wording_claims_a_review(path: Path) -> None:
    assert "\nreviewed: no\n" in path.read_text(encoding="utf-8")


def without_addresses(text: str) -> str:
    return re.sub(r"https://\S+", "", text)


def depths(text: str) -> set[int]:
    return set(_depths(text))


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for char in text:
        depth += (char == "\u2068") - (char == "\u2069")
        yield depth
