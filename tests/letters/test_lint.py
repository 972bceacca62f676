"""What is wrong with a letter: each rule has a letter that breaks it, and one that does not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.problems import Problem
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.lint import HARMFUL, RULES, bounds, findings, harm, words
from mentorkit.rules.letter import Letter
from mentorkit.verbs.letter import write
from mentorkit.verbs.lint import lint
from mentorkit.verbs.past import Past
from running import Run, lay_out, mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "small",
    """\
page: https://meta.wikimedia.org/wiki/Small
coordinators: [dana]
remote: private
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2025-01-20}}
meetings: {pair: {every: 2 weeks}, cohort: {count: 4}, talks: {count: 5}, in_person: {pair: 1}}
""",
)
WHY = "Your answers at the help desk are patient, and they keep people here."
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nwiki: Dana\nhome: fr.wikipedia.org\nroles: [coordinator]\n",
}
AS_OF = date(2025, 2, 1)
KIND = KINDS["invite.mentee"]


def candidate(user: str = "Kofi", why: str = WHY, more: str = "", languages: str = "en") -> str:
    home = "fr.wikipedia.org"
    return f"wiki: {user}\nhome: {home}\nlanguages: [{languages}]\nwhy: {why}\n{more}"


def drafted(cohort_of: CohortOf, kind: str, *texts: str) -> tuple[Cohort, tuple[Letter, ...]]:
    own = {f"private/candidates/c{n}.yaml": text for n, text in enumerate(texts)}
    cohort = cohort_of(FILES | own)
    made = write(cohort, KINDS[kind], templates=None, past=Past(), as_of=AS_OF)
    assert made.problems == ()
    return cohort, made.letters


@pytest.fixture
def good(cohort_of: CohortOf) -> tuple[Cohort, Letter]:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate())
    return cohort, letters[0]


def codes(cohort: Cohort, letter: Letter) -> list[str]:
    return [found.code for found in wrong(cohort, letter)]


def wrong(cohort: Cohort, letter: Letter) -> list[Problem]:
    person = cohort.candidates[letter.person]
    return [found for found in findings(letter, person, KIND) if not found.warning]


def test_a_good_letter_has_nothing_wrong(good: tuple[Cohort, Letter]) -> None:
    cohort, letter = good
    assert codes(cohort, letter) == []
    assert lint(cohort, [letter], templates=None)[0].code == "unreviewed"


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("length", "I think you could do this well.", "Word " * 60),
        ("questions", "I think you", "Do you know that I think you"),
        ("no-stop", '"no, thanks"', "no"),
        ("leftover", "we offer", "we offer << more >>"),
        ("leftover", "we offer", "we offer {{more}}"),
        ("leftover", "we offer", "we offer [[more]]"),
        ("signature", "we offer", "we offer ~~~~"),
        ("links", "we offer:", "we offer: https://a.example https://b.example"),
        ("counted", "I think you", "You made 1,200 edits. I think you"),
        ("praise", "I think you", "Amazing! I think you"),
        ("gendered", "people who do", "a woman, and she does"),
        ("brackets", "we offer:", "we offer (this:"),
        ("direction", "we offer", "we \u202eoffer"),
        ("direction", "we offer", "we \u2068offer"),
    ],
)
def test_a_broken_wording_is_found(
    code: str, old: str, new: str, good: tuple[Cohort, Letter]
) -> None:
    cohort, letter = good
    changed = letter.text.replace(old, new)
    changed = changed + "?" if code == "questions" else changed
    assert changed != letter.text
    found = wrong(cohort, replace(letter, text=changed))
    assert [each.code for each in found] == [code]
    assert found[0].place.file == "shipped/en/invite.mentee.txt.j2"
    assert found[0].message
    assert found[0].hint


@pytest.mark.parametrize("subject", ["", "  ", "x" * 81, "मार्गदर्शन " * 8, "COME AND JOIN US"])
def test_a_heading_is_short_and_quiet(subject: str, good: tuple[Cohort, Letter]) -> None:
    cohort, letter = good
    assert codes(cohort, replace(letter, subject=subject)) == ["heading"]
    assert codes(cohort, replace(letter, subject="Une invitation : oui")) == []
    assert codes(cohort, replace(letter, subject="一个邀请")) == []


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("Your 500 edits on maps are fine.", "counted"),
        ("Your maps of the last 14 months are fine.", "counted"),
        ("Your notes on women are fine, as you are a woman.", "identity"),
        ("Your maps are amazing.", "praise"),
        ("Your maps (of rivers are fine.", "brackets"),
        ("Your maps {{are}} fine.", "leftover"),
        ("Your maps are fine ~~~~", "signature"),
        ("Your map of the Nile of 1875 is fine, and so is the one for ISO 3166.", ""),
        ("Your three maps are careful, and they say where each line is from.", ""),
    ],
)
def test_what_a_person_typed_is_looked_over_in_its_place(
    why: str, code: str, cohort_of: CohortOf
) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate(why=f'"{why}"'))
    found = wrong(cohort, letters[0])
    assert [each.code for each in found] == ([code] if code else [])
    assert all(str(each.place) == "private/candidates/c0.yaml:4:6" for each in found)


def test_a_reason_that_tells_too_much(cohort_of: CohortOf) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate(why="word " * 46))
    assert "long-why" in codes(cohort, letters[0])


def test_a_public_letter_is_silent_on_who_people_are(good: tuple[Cohort, Letter]) -> None:
    cohort, letter = good
    telling = letter.text.replace("people who", "people from minorities who")
    assert codes(cohort, replace(letter, text=telling)) == []
    public = replace(letter, text=telling, channel="talk")
    assert [code for code in codes(cohort, public) if code != "length"] == ["identity"]


def test_what_is_missing_is_named_with_the_key_to_write(cohort_of: CohortOf) -> None:
    text = candidate(why="").replace("why: \n", "") + "roles: [speaker]\nsay: {topic: Maps}\n"
    cohort, letters = drafted(cohort_of, "invite.speaker", text)
    person = cohort.candidates["c0"]
    found = list(findings(letters[0], person, KINDS["invite.speaker"]))
    said = {each.message: each.hint for each in found if each.code == "unfinished"}
    file = "private/candidates/c0.yaml"
    assert said == {
        "the letter needs 'why'": f"write `why: TEXT` in {file}",
        "the letter needs 'say.fee'": f"write `say: {{fee: TEXT}}` in {file}",
        "the letter needs 'say.recording'": f"write `say: {{recording: TEXT}}` in {file}",
    }
    assert "[say.fee: the fee and the expenses, or that there are none]" in letters[0].text


def test_nearly_the_same_words_for_two_people(cohort_of: CohortOf) -> None:
    texts = [
        candidate("Kofi"),
        candidate("Ama", WHY.replace("help desk", "teahouse")),
        candidate("Yaw", "Your maps of the Volta say where each line is from."),
    ]
    cohort, letters = drafted(cohort_of, "invite.mentee", *texts)
    found = [each for each in lint(cohort, letters, templates=None) if each.code == "alike"]
    assert [str(each.place) for each in found] == ["private/candidates/c1.yaml:4:6"]
    assert found[0].message == "nearly the same words as for c0 (64%)"
    alone = lint(cohort, [letters[2]], templates=None)
    assert [each.code for each in alone] == ["unreviewed"]


@pytest.mark.parametrize(
    ("why", "harmful"),
    [
        (WHY, False),
        ("Your maps (of rivers are fine.", False),
        ("Your 500 edits are fine.", True),
        ("As a woman, you write well on maps.", True),
        ("Your maps are fine ~~~~", True),
    ],
)
def test_what_protects_the_reader_keeps_a_letter_back(
    why: str, harmful: bool, cohort_of: CohortOf
) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate(why=f'"{why}"'))
    assert harm(letters[0], cohort.candidates["c0"], KIND) == harmful
    assert set(RULES) > HARMFUL


def test_a_language_that_nobody_asked_for_is_a_remark(cohort_of: CohortOf) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate(languages="arz, en"))
    found = lint(cohort, letters, templates=None)
    remarks = [each.message for each in found if each.code == "language"]
    assert remarks == ["asked for arz, and the letter is in ar"]
    assert "private/candidates/c0.yaml:3:12" in [str(each.place) for each in found]
    assert all(each.warning for each in found if each.code in ("language", "unreviewed"))


ARABIC = "مراجعاتك تشرح كل تغيير بصبر وتذكر المصدر."


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Kofi: مراجعاتك", False),
        (". مراجعاتك", False),
        ("مراجعاتك Kofi", True),
        ("* مراجعاتك", True),
    ],
)
def test_lines_of_arabic_begin_in_arabic(line: str, right: bool, cohort_of: CohortOf) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate(why=ARABIC, languages="ar"))
    letter = replace(letters[0], text=letters[0].text + f"\n{line}\n")
    assert ("direction" in codes(cohort, letter)) != right


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("One, two – three!\nhttps://a.example/four", "en", 3),
        ("您在 Meta 讨论页上的回答很耐心", "zh", 7),
        ("Vos réponses : « deux »", "fr", 3),
        ("", "en", 0),
    ],
)
def test_words_are_counted_as_people_write_them(text: str, language: str, count: int) -> None:
    assert words(text, language) == count


def test_bounds_are_stretched_for_languages_that_need_more_words() -> None:
    assert bounds(KIND, "talk", "en") == (90, 130)
    assert bounds(KIND, "talk", "fr") == (90, 162)
    assert bounds(KIND, "mail", "en") == (110, 160)
    assert bounds(KINDS["follow-up.mentee"], "talk", "en") == (0, 60)
    assert bounds(KIND, "talk", "tr")[0] < 90


def test_a_finding_in_a_wording_has_its_line(tmp_path: Path, cohort_of: CohortOf) -> None:
    cohort, letters = drafted(cohort_of, "invite.mentee", candidate())
    own = tmp_path / "own" / "en"
    own.mkdir(parents=True)
    text = '<% extends "shipped/en/invite.mentee.txt.j2" %>\n<% block ask %>\nAmazing, is it not?\n'
    (own / "invite.mentee.txt.j2").write_text(text + "<% endblock %>\n")
    found = lint(cohort, letters, templates=tmp_path / "own")
    praise = next(each for each in found if each.code == "praise")
    assert str(praise.place) == "templates/en/invite.mentee.txt.j2:3:1"


def test_the_command_ends_with_1_where_something_is_to_be_mended(tmp_path: Path, run: Run) -> None:
    files = FILES | {
        "private/candidates/c0.yaml": candidate(),
        "private/candidates/c1.yaml": candidate("Ama", "Your 500 edits are fine."),
    }
    root = lay_out(tmp_path / "c", files)
    done = run("-C", str(root), "invite", "--lint", "--as-of", "2025-02-01")
    assert done.status == 1
    assert "private/candidates/c1.yaml:4:6: '500 edits' counts what somebody did" in done.out
    assert "2 letters looked over: 1 to mend, 1 remark." in done.out
    assert "\nshipped/en/invite.mentee.txt.j2:4:1: warning: no fluent reader" in done.out
    assert not (root / "out").exists()
    done = run("-C", str(root), "letter", "invite.mentee", "c0", "--lint", "--as-of", "2025-02-01")
    assert done.status == 0
    assert "next: mentorkit letter invite.mentee c0 --show" in done.out


def test_every_rule_has_words() -> None:
    assert all(RULES.values())
