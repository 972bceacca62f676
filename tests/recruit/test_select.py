"""`mentorkit select`: applications by their day, places, a waiting list, and no ranking."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.problems import Refused
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.selection import DECISIONS, LETTERS, Wish, decide, selection
from mentorkit.render.terminal import cells
from mentorkit.rules.replay import as_known_on
from running import REAL_TODAY, Ran, lay_out, mentorkit_yaml

CohortOf = Callable[..., Cohort]

PROGRAMME = mentorkit_yaml(
    "test",
    """\
places: {mentee: 2}
""",
    name="Open Leaders 2025",
)
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/ama.yaml": "name: Ama\nroles: [mentee]\nenrolled: 2025-01-05\n",
    "private/candidates/salma.yaml": "name: سلمى\nwiki: ورق البردي\n",
    "private/candidates/nok.yaml": "name: นกแก้ว\nwiki: Nok\n",
    "private/candidates/zoe.yaml": "name: Zoe\nwiki: Zoe Q\n",
    "private/applications/salma.yaml": "applied: 2025-01-12  # by mail\n",
    "private/applications/nok.yaml": "applied: 2025-01-10\n",
}


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "cohort", FILES)


def selects(cohort: Path, *calls: str) -> list[Ran]:
    return run_many([Call(("-C", cohort, "select", *words.split())) for words in calls])


def states(ran: Ran) -> list[tuple[str, str]]:
    (role,) = json.loads(ran.out)["roles"]
    return [(each["person"], each["state"]) for each in role["applicants"]]


def test_from_application_to_place_and_back(cohort: Path) -> None:
    day = "--on 2025-01-20 --write"
    start, nok, full, salma, waits, free, shown, early = selects(
        cohort,
        "--as-of 2025-01-20",
        f"nok place {day}",
        f"salma place {day}",
        f"salma waiting --why later {day}",
        "--json",
        "nok withdrawn --on 2025-01-25 --write",
        "--as-of 2025-01-25",
        "--as-of 2025-01-22 --json",
    )
    assert (
        start.out
        == """\
Mentees: 2 places, 1 taken, 1 left; 2 applied, 0 waiting, 2 not decided.
  2025-01-10  nok    นกแก้ว  not decided yet
  2025-01-12  salma  \u200eسلمى\u200e   not decided yet

In the order of the days on which they applied. Nothing is weighed or ranked.

next: mentorkit select nok place --as-of 2025-01-20
"""
    )
    assert nok.out.endswith("next: mentorkit letter accepted.mentee nok\n")
    assert (full.status, full.out) == (4, "")
    assert "all 2 places for mentees are taken" in full.err
    assert "mentorkit select salma waiting" in full.err
    assert salma.status == 0
    assert states(waits) == [("nok", "place"), ("salma", "waiting")]
    assert free.status == 0
    assert "next: mentorkit select salma place --as-of 2025-01-25" in shown.out
    assert "number 1 on the list" in shown.out
    assert states(early) == [("nok", "place"), ("salma", "waiting")]
    assert (cohort / "private/applications/salma.yaml").read_text() == (
        "applied: 2025-01-12  # by mail\ndecision: waiting\ndecided: 2025-01-20\nwhy: later\n"
    )
    assert all(cells(line) <= 80 for ran in (start, shown) for line in ran.out.splitlines())


def test_a_full_programme_takes_nobody_in_by_a_reply_either(cohort: Path) -> None:
    (cohort / "mentorkit.yaml").write_text(PROGRAMME.replace("mentee: 2", "mentee: 1"))
    words = ("reply", "zoe", "accepted", "--on", "2025-01-20", "--write")
    (ran,) = run_many([Call(("-C", cohort, *words))])
    assert ran.status == 4
    assert "the only place for a mentee is taken" in ran.err
    assert not (cohort / "people/zoe.yaml").exists()


def test_who_gave_a_place_back_may_get_one_again(cohort: Path) -> None:
    ran = selects(
        cohort,
        "zoe place --write",
        "zoe place --applied 2025-01-15 --on 2025-01-20 --write",
        "zoe withdrawn --on 2025-01-21 --write",
        "zoe place --on 2025-01-22 --write",
        "zoe place --applied 2025-01-16 --write",
    )
    assert [each.status for each in ran] == [4, 0, 0, 0, 4]
    assert "zoe has not applied" in ran[0].err
    assert (cohort / "private/applications/zoe.yaml").read_text() == (
        "applied: 2025-01-15\nrole: mentee\ndecision: place\ndecided: 2025-01-22\n"
    )


REFUSED = [
    ("nok", 2, "what was decided is missing"),
    ("--write", 2, "what was decided is missing"),
    ("nok perhaps", 2, "'perhaps' is no decision"),
    ("nobody place", 2, "nobody here is called 'nobody'"),
    ("nok place --on 2126-01-01", 2, "still to come"),
    ("nok place --as cook --write", 2, "'cook' is nothing to apply as"),
    ("nok place --as mentor --write", 4, "nok applied as mentee"),
    ("nok place --on 2025-01-02 --write", 1, "private/applications/nok.yaml:3"),
    ("nok place --import x.csv", 2, "--import goes without"),
]


def test_what_cannot_be_is_refused(cohort: Path) -> None:
    ran = selects(cohort, *(words for words, _, _ in REFUSED))
    assert [(each.status, each.out) for each in ran] == [(status, "") for _, status, _ in REFUSED]
    for each, (_, _, said) in zip(ran, REFUSED, strict=True):
        assert said in each.err
    assert (cohort / "private/applications/nok.yaml").read_text() == "applied: 2025-01-10\n"


APPLICANTS = """\
Timestamp;Name;Wiki user;Home;E-mail;Roles
2025-01-18 10:22:01;Zoe;Zoe_Q;;;
2025-01-17;Kofi;Kofi A;sw.wikipedia.org;kofi@example.org;mentor
2025-01-16;นกแก้ว;Nok;;;
2025-01-15;Ama;;;;
"""


def test_a_form_is_imported_again_and_again(cohort: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    text = APPLICANTS.replace("E-mail", "mail").replace("Wiki user", "wiki user")
    form.write_text(text)
    looked, saved, again = selects(
        cohort, f"--import {form}", f"--import {form} --write --json", f"--import {form} --write"
    )
    assert (looked.status, looked.err) == (0, "")
    assert "2 applications from" in looked.out
    told = json.loads(saved.out)
    assert (told["new"], told["known"]) == (["kofi"], ["nok", "ama"])
    assert sorted(told["files"]) == [
        "private/applications/kofi.yaml",
        "private/applications/zoe.yaml",
        "private/candidates/kofi.yaml",
    ]
    assert "Nothing is left to add." in again.out
    assert (cohort / "private/applications/kofi.yaml").read_text() == (
        "applied: 2025-01-17\nrole: mentor\n"
    )
    assert (cohort / "private/candidates/kofi.yaml").read_text() == (
        "name: Kofi\nwiki: Kofi A\nhome: sw.wikipedia.org\nroles: [mentor]\n"
        "email: kofi@example.org\nfound: applied\n"
    )
    assert (
        (cohort / "private/applications/zoe.yaml").read_text().startswith("applied: 2025-01-18\n")
    )


def test_a_form_with_faults_changes_nothing(cohort: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("applied,name,wiki\n,Kofi,Kofi A\nyesterday,Lea,Lea L\n2025-01-10,,\n")
    (ran,) = selects(cohort, f"--import {form} --write")
    assert (ran.status, ran.out) == (1, "")
    assert [line for line in (2, 3, 4) if f"form.csv:{line}:" in ran.err] == [2, 3, 4]
    assert "3 problems. Nothing was saved." in ran.err
    assert not (cohort / "private/applications/kofi.yaml").exists()


def test_an_application_of_nobody_is_a_problem(tmp_path: Path) -> None:
    files = {**FILES, "private/applications/lea.yaml": "applied: 2025-01-10\n"}
    _, problems = open_cohort(lay_out(tmp_path, files), REAL_TODAY)
    assert [(str(p.place), p.code) for p in problems] == [
        ("private/applications/lea.yaml:1:1", "no-person")
    ]


def test_every_letter_of_a_decision_exists() -> None:
    assert set(LETTERS.values()) <= KINDS.keys()


@given(
    st.integers(0, 3),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(DECISIONS)), max_size=12),
)
def test_there_are_never_more_places_given_than_there_are(
    places: int, wishes: list[tuple[str, str]]
) -> None:
    """Whatever is decided in whatever order, a refusal comes before too many have a place."""
    files = files_of(places)
    for number, (person, word) in enumerate(wishes):
        cohort = read(files)
        on = date(2025, 2, 1 + number)
        before = selection(cohort, "mentee", on)
        try:
            made = decide(cohort, cohort.candidates[person], Wish(word, on))  # type: ignore[arg-type]
        except Refused:
            assert word == "place"
            assert len(set(before.taken) - {person}) >= places
            continue
        files |= {name: content.decode() for name, content in made.files.items()}
    now = selection(read(files), "mentee", date(2025, 3, 1))
    assert len(now.taken) <= places
    assert [each.applied for each in now.applicants] == sorted(a.applied for a in now.applicants)
    assert as_known_on(read(files), date(2025, 1, 31)).applications.keys() == set("abcd")


def files_of(places: int) -> dict[str, str]:
    people = {f"private/candidates/{id_}.yaml": f"name: {id_}\n" for id_ in "abcd"}
    applied = {
        f"private/applications/{id_}.yaml": f"applied: 2025-01-{day}\n"
        for day, id_ in enumerate("dbca", 10)
    }
    programme = PROGRAMME.replace("mentee: 2", f"mentee: {places}")
    return {"mentorkit.yaml": programme, **people, **applied}


def read(files: Mapping[str, str]) -> Cohort:
    from mentorkit.cohort.examine import examine

    sources = {name: text.encode() for name, text in files.items()}
    cohort, _, problems = examine(sources, REAL_TODAY)
    assert [problem for problem in problems if not problem.warning] == []
    return cohort
