"""The shipped texts for meetings, word by word, and the rules that all of them keep."""

import re
import shutil
from pathlib import Path

import pytest
from agenda_texts import COHORT, HERE, LANGUAGES, every_text

from many import Call, run_many
from mentorkit.render.templates import shipped
from mentorkit.render.terminal import cells

EXPECTED = HERE / "expected"
FILES = sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*.*"))
KINDS = {
    "agenda",
    "agenda-words",
    "agenda.first-call",
    "agenda.last-call",
    "agenda.mid-point",
    "agenda.practicum-review",
    "handbook.wiki",
    "minutes.wiki",
    "reminder",
    "talk.announcement",
    "talk.announcement.wiki",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return every_text()


def test_every_text_is_there(texts: dict[str, str]) -> None:
    assert sorted(texts) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_text_is_word_for_word(name: str, texts: dict[str, str]) -> None:
    assert texts[name] == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_shipped_in_every_language(language: str) -> None:
    names = {path.name.removesuffix(".txt.j2") for path in (shipped() / language).iterdir()}
    assert names >= KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_claims_a_review(language: str) -> None:
    for kind in sorted(KINDS - {"agenda", "agenda-words"}):
        text = (shipped() / language / f"{kind}.txt.j2").read_text(encoding="utf-8")
        assert "\nreviewed: no\n---\n" in text, kind


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_left_over(name: str, texts: dict[str, str]) -> None:
    assert not re.search(r"<<|>>|<%|%>|<#|#>|None|\n{3}| \n", texts[name])
    assert texts[name].endswith("\n")
    opened, closed = texts[name].count("\u2068"), texts[name].count("\u2069")
    assert opened == closed


GENDERED = re.compile(
    r"\b(he|she|his|her|him|himself|herself)\b"
    r"|\b(invité|invitée|prêt|prête|content|heureux|ravie?|mentor|mentore|mentors|apprentie?)\b"
    r"|\b(bienvenido|bienvenida|invitado|invitada|dispuesto|mentor|mentora|mentores|aprendiz)\b"
    r"|·|\([ea]s?\)|[a-z]@\s|عزيز|عزيزت|ترغب|تريد|مرشدًا|مرشدة|المرشد|مدعو",
    re.IGNORECASE,
)
NOT_GENDERED_IN_ENGLISH = re.compile(r"\bmentors?\b", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_wording_presumes_a_gender(kind: str, language: str) -> None:
    text = (shipped() / language / f"{kind}.txt.j2").read_text(encoding="utf-8")
    text = re.sub(r"<<.*?>>|<%.*?%>", "", text)
    if language == "en":
        text = NOT_GENDERED_IN_ENGLISH.sub("", text)
    assert GENDERED.findall(text) == []


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("out/agendas/esi")])
def test_the_items_of_an_agenda_add_up(name: str, texts: dict[str, str]) -> None:
    whole = re.search(
        r"^(?:Minutes|Durée en minutes|Minutos|المدة بالدقائق)\W+(\d+)$", texts[name], re.M
    )
    items = re.findall(r"^\* (?:(\d+) min|\(الدقائق: (\d+)\))", texts[name], re.M)
    assert whole
    assert sum(int(a or b) for a, b in items) == int(whole[1])
    assert len(items) == 6


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".txt")])
def test_an_arabic_line_begins_in_arabic(name: str, texts: dict[str, str]) -> None:
    """Plain text takes its direction from the first strong character of a paragraph."""
    head, body = texts[name].split("\n\n", 1)
    if "Language: ar" not in head:
        return
    for line in filter(None, body.split("\n\u2068Dana\u2069\n")[0].split("\n")):
        first = next(char for char in line if char.isalpha())
        assert "\u0600" <= first <= "\u06ff", line


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".wiki")])
def test_a_wiki_page_says_its_language_and_direction(name: str, texts: dict[str, str]) -> None:
    language = re.match(r'<div lang="(\w+)" dir="(\w+)">\n', texts[name])
    assert language
    assert (language[2] == "rtl") == (language[1] == "ar")
    assert texts[name].endswith("</div>\n")
    assert "https://meet.example.org" not in texts[name]


COMMANDS = {
    "agenda": ("meet", "agenda", "--as-of", "2025-03-01"),
    "first-call": ("meet", "agenda", "esi--aya/1", "--as-of", "2025-03-01"),
    "minutes": ("meet", "agenda", "cohort/1", "--as-of", "2025-03-01"),
    "announcement": ("meet", "agenda", "talks/1", "--as-of", "2025-03-01"),
    "handbook": ("meet", "agenda", "--handbook", "--as-of", "2025-03-01"),
    "remind": ("meet", "remind", "--as-of", "2025-03-05"),
}


def test_the_screens_are_as_they_were_and_fit_80_columns(tmp_path: Path) -> None:
    root = shutil.copytree(COHORT, tmp_path / "cohort")
    ran = run_many([Call(words, root) for words in COMMANDS.values()])
    for name, seen in zip(COMMANDS, ran, strict=True):
        assert seen.status == 0, seen.err
        assert seen.out == (HERE / "screens" / f"{name}.txt").read_text(encoding="utf-8")
        assert max(map(cells, (seen.out + seen.err).splitlines())) <= 80
        assert seen.out.splitlines()[-1].startswith("next: mentorkit meet ")
        assert "no fluent reader has reviewed the wording in" in seen.err
    written = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in (root / "out").rglob("*.*")
    }
    for name in (name for name in FILES if name.startswith("out/")):
        assert written[name] == (EXPECTED / name).read_text(encoding="utf-8")
    assert set(written) - set(FILES) == {"out/handbook.es.wiki"}
    again = run_many([Call(words, root) for words in COMMANDS.values()])
    for name, seen in zip(COMMANDS, again, strict=True):
        assert seen.status == 0, name
    assert "none of them new or changed" in " ".join(again[0].out.split())
    assert "as it was" in again[4].out
