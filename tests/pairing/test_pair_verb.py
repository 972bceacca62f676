"""Saving a proposal: pairs.yaml gains lines and keeps every other byte."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from members import member

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.situation import Terms
from mentorkit.problems import Refused
from mentorkit.render.pairs.proposal import as_text
from mentorkit.render.terminal import cells
from mentorkit.verbs.pair import pair, write
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml("test")


def person(name: str, role: str, language: str, more: str = "") -> str:
    return member(name, role, language, timezone="Africa/Dakar") + more


LEFT = "left: 2025-04-20\nleft_code: withdrew\n"

PEOPLE = {
    "mentorkit.yaml": PROGRAMME,
    "people/bola.yaml": person("Bola", "mentor", "en"),
    "people/joao.yaml": person("João", "mentor", "fr"),
    "people/amina.yaml": person("Amina", "mentee", "en"),
    "people/kofi.yaml": person("Kofi", "mentee", "fr"),
}

DAY = date(2025, 5, 5)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            None,
            "- {mentor: bola, mentee: amina, since: 2025-05-05}\n"
            "- {mentor: joao, mentee: kofi, since: 2025-05-05}\n",
        ),
        (
            "# Who mentors whom.",
            "# Who mentors whom.\n"
            "- {mentor: bola, mentee: amina, since: 2025-05-05}\n"
            "- {mentor: joao, mentee: kofi, since: 2025-05-05}\n",
        ),
        (
            "- {mentor: joao,  mentee: kofi, since: 2025-03-03}   # friends\n",
            "- {mentor: joao,  mentee: kofi, since: 2025-03-03}   # friends\n"
            "- {mentor: bola, mentee: amina, since: 2025-05-05}\n",
        ),
        (
            "- mentor: joao\r\n  mentee: kofi # friends\r\n  since: 2025-03-03\r\n",
            "- mentor: joao\r\n  mentee: kofi # friends\r\n  since: 2025-03-03\r\n"
            "- mentor: bola\r\n  mentee: amina\r\n  since: 2025-05-05\r\n",
        ),
    ],
)
def test_new_pairs_are_added_in_the_style_of_the_file(
    before: str | None, after: str, cohort_of: CohortOf
) -> None:
    cohort = cohort_of(PEOPLE | ({"pairs.yaml": before} if before else {}))
    assert write(cohort, pair(cohort, DAY)) == {"pairs.yaml": after.encode()}


def test_what_was_saved_stands_and_nothing_is_left_to_save(cohort_of: CohortOf) -> None:
    early = date(2025, 2, 20)
    cohort = cohort_of(PEOPLE)
    saved = write(cohort, pair(cohort, early))["pairs.yaml"].decode()
    assert saved.count("since: 2025-03-03") == 2
    again = cohort_of(PEOPLE | {"pairs.yaml": saved})
    for day in (early, DAY):
        for afresh in (False, True):
            proposal = pair(again, day, Terms(afresh=afresh))
            assert write(again, proposal) == {}
            assert "nothing to save" in as_text(proposal)


def test_afresh_ends_what_it_replaces_with_a_date(cohort_of: CohortOf) -> None:
    files = PEOPLE | {
        "people/bola.yaml": person("Bola", "mentor", "en, fr"),
        "pairs.yaml": "# Kept.\n- {mentor: bola, mentee: kofi, since: 2025-03-03}  # first\n",
    }
    cohort = cohort_of(files)
    assert write(cohort, pair(cohort, DAY, Terms(afresh=True)))["pairs.yaml"].decode() == (
        "# Kept.\n"
        "- {mentor: bola, mentee: kofi, since: 2025-03-03, until: 2025-05-05, ended: rematched}"
        "  # first\n"
        "- {mentor: bola, mentee: amina, since: 2025-05-05}\n"
        "- {mentor: joao, mentee: kofi, since: 2025-05-05}\n"
    )


def test_a_mentor_who_left_is_followed_by_another(cohort_of: CohortOf) -> None:
    files = PEOPLE | {
        "people/bola.yaml": person("Bola", "mentor", "en", LEFT),
        "people/esi.yaml": person("Esi", "mentor", "en"),
        "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
        "- {mentor: joao, mentee: kofi, since: 2025-03-03}\n",
    }
    cohort = cohort_of(files, warned=["pair-left"])
    saved = write(cohort, pair(cohort, DAY))["pairs.yaml"].decode()
    assert saved == (
        "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-20, "
        "ended: mentor-left}\n"
        "- {mentor: joao, mentee: kofi, since: 2025-03-03}\n"
        "- {mentor: esi, mentee: amina, since: 2025-05-05}\n"
    )
    again = cohort_of(files | {"pairs.yaml": saved})
    assert write(again, pair(again, DAY)) == {}


@pytest.mark.parametrize(
    ("recorded", "afresh"),
    [
        ("- {mentor: joao, mentee: kofi, since: 2025-05-12}\n", False),
        (
            "- {mentor: bola, mentee: kofi, since: 2025-03-03, until: 2025-05-12, "
            "ended: rematched}\n",
            True,
        ),
    ],
)
def test_a_look_from_an_earlier_day_does_not_rewrite_what_came_later(
    recorded: str, afresh: bool, cohort_of: CohortOf
) -> None:
    cohort = cohort_of(
        PEOPLE | {"people/bola.yaml": person("Bola", "mentor", "en, fr"), "pairs.yaml": recorded}
    )
    with pytest.raises(Refused, match=r"pairs\.yaml:1:\d+: this pair of \w+ and kofi is dated"):
        write(cohort, pair(cohort, DAY, Terms(afresh=afresh)))


def test_the_screen(cohort_of: CohortOf) -> None:
    files = PEOPLE | {
        "people/bola.yaml": person("Bola", "mentor", "en"),
        "people/lea.yaml": person("Lea 王小明王小明王小明王小明", "mentee", "wo"),
        "people/esi.yaml": person("Esi", "mentor", "de", "capacity: 2\n"),
        "people/zoe.yaml": person("Zoe", "mentor", "wo", LEFT),
        "pairs.yaml": "- {mentor: zoe, mentee: lea, since: 2025-03-03}\n",
    }
    text = as_text(pair(cohort_of(files, warned=["pair-left"]), DAY))
    assert (
        text
        == """\
2 of 3 mentees paired. Lowest fit 525, middle 525, total 1,050 of 2,000.
This is the only best answer.

Proposed
  mentor  mentee  fit  langs  topics  hours  wiki  region  pref
  Bola    Amina   525    500     500   1000     0       0     0
  João    Kofi    525    500     500   1000     0       0     0

To be ended
  Zoe  Lea 王小明王小…  until 2025-04-20, the mentor has left

Without a mentor
  Lea 王小明王小…  no mentor is possible: 3 without a language in common

Mentors with a place left: Esi (2), who could be paired with nobody here.

Fairness          paired  under 400  under 500  under 600  lowest  total
  floors (yours)       2          0          0          2     525  1,050
  leximin              2          0          0          2     525  1,050
  total                2          0          0          2     525  1,050

No two who are not together would both have a better fit with each other.

Nothing is saved yet.
next: mentorkit pair --write"""
    )
    assert max(map(cells, text.splitlines())) <= 80


def test_a_cohort_without_people_says_so(cohort_of: CohortOf) -> None:
    cohort = cohort_of({"mentorkit.yaml": PROGRAMME})
    proposal = pair(cohort, DAY)
    assert "no mentees to pair yet" in as_text(proposal)
    assert write(cohort, proposal) == {}
