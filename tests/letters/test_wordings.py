"""Every shipped letter in every language, in the words of every channel: it keeps all the rules."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from wording_languages import SHIPPED

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.doors import open_cohort
from mentorkit.problems import Problem
from mentorkit.recruit.kinds import KINDS, LetterKind
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.lint import findings
from mentorkit.recruit.lint_words import LETTERS_A_WORD, NO, STRETCH
from mentorkit.render.front_matter import CHANNELS
from mentorkit.render.templates import Templates, shipped
from mentorkit.rules.letter import Letter
from mentorkit.verbs.composing import compose
from running import lay_out

LANGUAGES = sorted(SHIPPED)
PARTS = ("letter", "note", "signature")
PROGRAMME = """\
id: small-2025
name: Community Leadership Mentoring 2025
fictional: yes
from: 2025-03-03
to: 2025-06-01
page: https://meta.wikimedia.org/wiki/Mentoring
coordinators: [dana]
remote: private
topics: {translation: Translation}
meetings:
  pair: {every: 2 weeks, minutes: 60}
  cohort: {count: 4, minutes: 90}
  talks: {count: 5, minutes: 60}
  in_person: {pair: 1, cohort: 1}
letters:
  privacy: https://meta.wikimedia.org/wiki/Mentoring/Privacy
  conduct: https://meta.wikimedia.org/wiki/Mentoring/Conduct
  contact: Ulrike, on Meta
places: {mentee: 15}
wikis: {fr.wikipedia.org: {assent: {result: assent, closed: 2025-01-20}}}
"""
SAY = """\
say:
  agreed: 2025-02-20
  by: 2025-02-20
  fee: Xyz
  meanwhile: Xyz xyz xyz xyz xyz
  moment: Xyz xyz xyz xyz xyz xyz xyz xyz xyz xyz
  reason: Xyz xyz xyz xyz xyz
  recording: Xyz xyz
  topic: Xyz xyz
  when: 2025-03-12
  worry: Xyz xyz xyz xyz xyz xyz xyz xyz xyz xyz
"""
"""Words that mean nothing in any language, so that only the wording can break a rule."""
WHY = "Xyz xyz xyz xyz xyz xyz xyz xyz xyz xyz xyz xyz"
DANA = "name: Dana\nwiki: Dana K\nhome: fr.wikipedia.org\nroles: [coordinator]\n"


def files() -> dict[str, str]:
    found = {
        "mentorkit.yaml": PROGRAMME,
        "people/dana.yaml": DANA,
        "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
    }
    user = "wiki: Oyins pen {0}\nhome: fr.wikipedia.org\n"
    public = {"bola": "mentor", "amina": "mentee", "rosa": "speaker"}
    for id_, role in public.items():
        found[f"people/{id_}.yaml"] = f"name: {id_.title()}\nroles: [{role}]\n" + user.format(id_)
        found[f"people/{id_}.yaml"] += "wants: [translation]\noffers: [translation]\n"
        found[f"private/people/{id_}.yaml"] = f"email: {id_}@mentoring.example.org\n{SAY}"
    for role in ("mentee", "mentor", "speaker"):
        found[f"private/candidates/c-{role}.yaml"] = (
            f"{user.format(role)}roles: [{role}]\nemail: c@mentoring.example.org\nwhy: {WHY}\n"
            f"referrer: {{name: Ulrike, consent: 2025-01-02}}\n{SAY}"
        )
    return found


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    root = lay_out(tmp_path_factory.mktemp("wordings") / "cohort", files())
    found, problems = open_cohort(root, date(2026, 11, 22))
    assert [each for each in problems if not each.warning] == []
    assert found is not None
    return found


def of(cohort: Cohort, kind: LetterKind, language: str) -> Person:
    """Somebody whom a kind of letter is meant for, who speaks one language."""
    role = kind.roles[0]
    people = {"mentor": "bola", "mentee": "amina", "speaker": "rosa"}
    person: Person | Candidate = (
        cohort.people[people[role]] if kind.audience == "person" else cohort.candidates[f"c-{role}"]
    )
    return person.model_copy(update={"languages": (language,)})


@cache
def wordings() -> Templates:
    return Templates(None)


def composed(cohort: Cohort, kind: LetterKind, language: str) -> Iterator[tuple[Letter, Person]]:
    sender = sender_of(cohort)
    assert sender is not None
    person = of(cohort, kind, language)
    for channel in wordings().channels(language, kind.id):
        made = compose(
            person, kind, cohort, sender, wordings(), channel=channel, sent=date(2025, 2, 6)
        )
        assert isinstance(made, Letter), made
        yield made, person


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_there(language: str) -> None:
    folder = shipped() / language
    missing = [name for name in (*KINDS, *PARTS) if not (folder / f"{name}.txt.j2").is_file()]
    assert missing == []


def test_there_are_enough_languages_and_the_lint_knows_each() -> None:
    assert {path.parent.name for path in shipped().glob("*/invite.mentee.txt.j2")} == SHIPPED
    spoken = {language.partition("-")[0] for language in LANGUAGES}
    assert spoken <= set(NO)
    assert spoken - {"en"} <= {*STRETCH, *LETTERS_A_WORD}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_keeps_every_rule(cohort: Cohort, language: str, kind: LetterKind) -> None:
    letters = list(composed(cohort, kind, language))
    assert letters, "its front matter names a channel"
    for letter, person in letters:
        assert letter.language == language
        assert letter.unfinished == ()
        assert [f"{x.code}: {x.message}" for x in wrong(letter, person, kind)] == []
        assert len(letter.subject) <= 50 + 10 * (language not in ("en", "zh"))


def wrong(letter: Letter, person: Person, kind: LetterKind) -> list[Problem]:
    return [found for found in findings(letter, person, kind) if not found.warning]


DOUBLED = re.compile(r"  |\n\n\n|\.\.|,,|،،|。。| [.,،。؟]|^[.,،。]", re.MULTILINE)
"""Marks and blanks that meet where a value ends, as a date does that is written with "г."."""


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_marks_meet(cohort: Cohort, language: str, kind: LetterKind) -> None:
    for letter, _ in composed(cohort, kind, language):
        bare = letter.text.translate({0x2068: None, 0x2069: None})
        assert DOUBLED.findall(bare) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_channels_are_those_of_the_kind(kind: LetterKind) -> None:
    for language in LANGUAGES:
        named = wordings().channels(language, kind.id)
        assert set(named) == set(kind.channels) <= set(CHANNELS), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_addresses_are_spoken_of_in_wiki_mail_alone(cohort: Cohort, language: str) -> None:
    made = {each.channel: each for each, _ in composed(cohort, KINDS["invite.mentee"], language)}
    assert len(made["wikimail"].text) > len(made["mail"].text)
    assert made["talk"].text != made["mail"].text
    assert "User_talk:Dana" not in made["talk"].text


def test_a_wording_reads_only_what_it_is_given(cohort: Cohort) -> None:
    """A template that breaks a rule is found: the test above can fail."""
    letter, person = next(composed(cohort, KINDS["declined.mentee"], "en"))
    broken = replace(letter, text=letter.text + "\nWhy not? {{x}} 12 edits\n")
    codes = {found.code for found in wrong(broken, person, KINDS["declined.mentee"])}
    assert codes == {"questions", "leftover", "counted"}
