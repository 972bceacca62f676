"""What is wrong with the people or the pairs is said, with its place or in the proposal."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from members import member

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.pairing.proposal import Proposal, propose
from mentorkit.problems import Problem
from mentorkit.render.pairs.proposal import as_json, as_text
from running import PROGRAMME, REAL_TODAY, lay_out

CohortOf = Callable[[Mapping[str, str]], Cohort]

DAY = date(2025, 3, 10)


def two_and_two(**more: str) -> dict[str, str]:
    """Bola and Dinh mentor Amina and Kofi; `more` is added to a person's file."""
    roles = {"bola": "mentor", "dinh": "mentor", "amina": "mentee", "kofi": "mentee"}
    return {
        f"people/{key}.yaml": member(key.title(), role) + more.get(key, "")
        for key, role in roles.items()
    }


def changed(key: str, old: str, new: str) -> dict[str, str]:
    files = two_and_two()
    files[f"people/{key}.yaml"] = files[f"people/{key}.yaml"].replace(old, new)
    return files


def pairs_of(proposal: Proposal) -> list[tuple[str, str]]:
    return [(pair.mentor, pair.mentee) for pair in proposal.pairs]


def problems_of(files: Mapping[str, str], folder: Path) -> list[Problem]:
    return open_cohort(lay_out(folder, files), REAL_TODAY)[1]


WEIGHTS = "{languages: 0, topics: 0, hours: 0, wiki: 0, region: 0, preference: 0}"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            two_and_two(bola="capacity: -1\n"),
            ["people/bola.yaml:6:11 number: '-1' is no whole number from 0"],
        ),
        (
            {"mentorkit.yaml": f"{PROGRAMME}pairing:\n  weights: {WEIGHTS}\n"},
            ["mentorkit.yaml:7:12 weights: all weights are 0, so every pair would fit alike"],
        ),
        (
            {"mentorkit.yaml": f"{PROGRAMME}pairing:\n  weights: {{topics: -5}}\n"},
            ["mentorkit.yaml:7:21 number: '-5' is no whole number from 0"],
        ),
        (
            {"mentorkit.yaml": f"{PROGRAMME}pairing:\n  fair: fairly\n"},
            ["mentorkit.yaml:7:9 choice: 'fairly' is not known here"],
        ),
        (
            {
                "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
                "- {mentor: dinh, mentee: amina, since: 2025-03-10}\n"
            },
            ["pairs.yaml:2:26 two-mentors: 'amina' is already paired with 'bola' then"],
        ),
        (
            {"pairs.yaml": "- {mentor: amina, mentee: bola, since: 2025-03-03}\n"},
            [
                "pairs.yaml:1:12 role: 'amina' is no mentor",
                "pairs.yaml:1:27 role: 'bola' is no mentee",
            ],
        ),
        (
            {"pairs.yaml": "- {mentor: bola, mentee: bola, since: 2025-03-03}\n"},
            [
                "pairs.yaml:1:26 role: 'bola' is no mentee",
                "pairs.yaml:1:26 self-pair: 'bola' cannot be their own mentor",
            ],
        ),
    ],
)
def test_check_names_the_place(files: Mapping[str, str], told: list[str], tmp_path: Path) -> None:
    found = problems_of(two_and_two() | files, tmp_path)
    assert [f"{each.place} {each.code}: {each.message}" for each in found] == told


def test_both_directions_of_a_pair_are_said_by_check_and_by_the_proposal(tmp_path: Path) -> None:
    files = two_and_two()
    for key in ("bola", "amina"):
        files[f"people/{key}.yaml"] = member(key.title(), "mentor, mentee")
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03}
- {mentor: amina, mentee: bola, since: 2025-03-03}
"""
    cohort, problems = open_cohort(lay_out(tmp_path, files), REAL_TODAY)
    assert [(str(p.place), p.code, p.warning) for p in problems] == [
        ("pairs.yaml:2:12", "both-ways", True)
    ]
    assert cohort is not None
    assert "Each other's mentor: Amina, Bola" in as_text(propose(cohort, DAY))


def test_somebody_both_mentor_and_mentee_is_never_paired_with_themselves(
    cohort_of: CohortOf,
) -> None:
    only = {"people/bola.yaml": member("Bola", "mentor, mentee")}
    found = propose(cohort_of(only), DAY)
    assert pairs_of(found) == []
    assert [(each.person, each.why) for each in found.unpaired] == [("bola", "places")]
    text = as_text(found)
    assert "Bola             there is no other mentor yet\n" in text
    assert "Mentor and mentee at once, and never paired with themselves: Bola." in text


def test_somebody_alone_is_not_counted_among_the_mentors_who_are_not_possible(
    cohort_of: CohortOf,
) -> None:
    files = changed("amina", "roles: [mentee]", "roles: [mentee, mentor]")
    files["people/amina.yaml"] = files["people/amina.yaml"].replace("[en]", "[ar]")
    text = as_text(propose(cohort_of(files), DAY))
    assert "Amina            no mentor is possible: 2 without a language in common\n" in text


def test_a_mentor_who_offers_nothing_is_told_where_topics_are_wanted(cohort_of: CohortOf) -> None:
    files = two_and_two(amina="wants: [policy]\n", dinh="offers: [policy]\n")
    found = propose(cohort_of(files), DAY)
    assert pairs_of(found) == [("bola", "kofi"), ("dinh", "amina")]
    text = as_text(found)
    assert "who offer none: Bola; write 'offers'" in text
    files["people/bola.yaml"] += "offers: [scripts]\n"
    assert "offer none" not in as_text(propose(cohort_of(files), DAY))


def test_a_mentee_nobody_can_take_says_which_rule_closes_how_many(cohort_of: CohortOf) -> None:
    text = as_text(propose(cohort_of(changed("kofi", "[en]", "[de]")), DAY))
    assert "Kofi             no mentor is possible: 2 without a language in common" in text


def test_no_place_is_no_pair(cohort_of: CohortOf) -> None:
    found = propose(cohort_of(two_and_two(bola="capacity: 0\n", dinh="capacity: 0\n")), DAY)
    assert (pairs_of(found), found.only) == ([], True)
    text = as_text(found)
    assert "Kofi             2 mentors would do, with no place left" in text
    assert "Mentors who take nobody now: Bola, Dinh; see 'capacity' in people/ID.yaml." in text


@pytest.mark.parametrize("hours", ["available: []\n", "available: [mon-fri 18:00-18:30]\n"])
def test_without_hours_there_is_no_pair(hours: str, cohort_of: CohortOf) -> None:
    found = propose(cohort_of(changed("kofi", "available: [mon-fri 18:00-21:00]\n", hours)), DAY)
    assert [(each.person, each.why) for each in found.unpaired] == [("kofi", "hours")]
    told = "Nobody can be paired with those without hours: Kofi" in as_text(found)
    assert told == (hours == "available: []\n")


def test_hours_past_midnight_are_one_stretch_into_the_next_day(cohort_of: CohortOf) -> None:
    files = changed("kofi", "mon-fri 18:00-21:00", "sun 23:00-01:00")
    files["people/dinh.yaml"] = files["people/dinh.yaml"].replace(
        "mon-fri 18:00-21:00", "sun 22:30-24:00, mon 00:00-00:30"
    )
    found = propose(cohort_of(files), DAY)
    (pair,) = (pair for pair in found.pairs if pair.mentee == "kofi")
    # From 23:00 to 00:30 an hour may begin at 23:00, 23:15 and 23:30.
    assert (pair.mentor, pair.fit.starts) == ("dinh", 3)


def test_a_zone_whose_law_changes_parts_those_who_met_before(cohort_of: CohortOf) -> None:
    """Kazakhstan moved all its clocks to UTC+5 on 1 March 2024; Kyrgyzstan stayed at UTC+6."""
    files = changed("bola", "UTC", "Asia/Almaty")
    hour = "mon-fri 18:00-21:00", "mon 18:00-19:30"
    for key in ("bola", "dinh", "kofi"):
        name = f"people/{key}.yaml"
        files[name] = files[name].replace(*hour).replace("UTC", "Asia/Bishkek")
    programme = "id: t\nname: T\nfictional: yes\n"
    before = programme + "from: 2024-01-01\nto: 2024-02-25\n"
    across = programme + "from: 2024-02-05\nto: 2024-03-31\n"
    alone = files | {"people/dinh.yaml": files["people/dinh.yaml"] + "capacity: 0\n"}
    found = propose(cohort_of(alone | {"mentorkit.yaml": before}), date(2024, 1, 1))
    assert ("bola", "kofi") in pairs_of(found)
    found = propose(cohort_of(alone | {"mentorkit.yaml": across}), date(2024, 1, 1))
    assert ("bola", "kofi") not in pairs_of(found)
    assert found.situation.fits["bola", "kofi"].why == "hours"


def test_more_pairs_than_places_stay_and_are_told(cohort_of: CohortOf) -> None:
    files = two_and_two()
    files["people/lea.yaml"] = member("Lea", "mentee")
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03}
- {mentor: bola, mentee: kofi, since: 2025-03-03}
"""
    found = propose(cohort_of(files), DAY)
    assert pairs_of(found) == [("bola", "amina"), ("bola", "kofi"), ("dinh", "lea")]
    assert "Mentors with more mentees than places; these stay and nobody is added: Bola;" in (
        as_text(found)
    )
    assert {"kind": "too-many", "people": ["bola"]} in as_json(found)["remarks"]


def test_nobody_without_languages_is_paired(cohort_of: CohortOf) -> None:
    found = propose(cohort_of(changed("kofi", "languages: [en]\n", "")), DAY)
    assert [(each.person, each.why) for each in found.unpaired] == [("kofi", "language")]
    assert "those without languages: Kofi; write" in as_text(found)
