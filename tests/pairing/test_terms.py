"""What is asked on the command line: read, refused all at once, and what it would change."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from members import member

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.goals import GOALS
from mentorkit.pairing.proposal import propose
from mentorkit.pairing.situation import Terms
from mentorkit.pairing.terms import Asked, read
from mentorkit.problems import Misuse
from mentorkit.render.pairs.proposal import as_json, as_text
from mentorkit.render.terminal import cells
from mentorkit.verbs.pair import write

CohortOf = Callable[[Mapping[str, str]], Cohort]

DAY = date(2025, 3, 10)


def cohort_files(**more: str) -> dict[str, str]:
    """Bola, Dinh and Esi mentor Amina, Kofi and Lea; `more` is added to a person's file."""
    files = {}
    for key, role in (
        *((mentor, "mentor") for mentor in ("bola", "dinh", "esi")),
        *((mentee, "mentee") for mentee in ("amina", "kofi", "lea")),
        ("dana", "coordinator"),
    ):
        text = member(key.title(), role)
        files[f"people/{key}.yaml"] = text + more.get(key, "")
    return files


BOLA_TAKES_TWO = {"bola": "capacity: 2\n"}


def refusal(cohort: Cohort, asked: Asked) -> tuple[str, str]:
    with pytest.raises(Misuse) as found:
        read(cohort, DAY, asked)
    return found.value.message, found.value.hint


def test_pairs_are_named_by_ids_user_names_or_starts_of_names(cohort_of: CohortOf) -> None:
    cohort = cohort_of(cohort_files(amina="wiki: AminaD\n"))
    asked = Asked(lock=["bola--AminaD"], forbid=["Esi -- le", "esi--lea"], without=["Kof", "dinh"])
    assert read(cohort, DAY, asked) == Terms(
        lock=frozenset({("bola", "amina")}),
        forbid=frozenset({("esi", "lea")}),
        without=frozenset({"kofi", "dinh"}),
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            Asked(lock=["amina--bola"]),
            ("--lock amina--bola: the mentor comes first", "did you mean 'bola--amina'?"),
        ),
        (
            Asked(forbid=["bola"]),
            ("--forbid bola: 'bola' is no pair", "write MENTOR--MENTEE, as in bola--amina"),
        ),
        (
            Asked(forbid=["bolla--aminna"]),
            (
                "--forbid bolla--aminna: nobody here is called 'bolla'; "
                "nobody here is called 'aminna'",
                "did you mean 'Bola'?; did you mean 'Amina'?",
            ),
        ),
        (
            Asked(lock=["dana--amina"]),
            ("--lock dana--amina: 'dana' is no mentor", "see the roles in people/"),
        ),
        (Asked(without=["dana"]), ("--without dana: 'dana' is neither mentor nor mentee", "")),
        (
            Asked(lock=["bola--amina"], forbid=["bola--amina"]),
            ("--lock and --forbid bola--amina: take one of the two", ""),
        ),
        (
            Asked(lock=["bola--amina"], without=["amina"]),
            ("--lock bola--amina: 'amina' is left out by --without", ""),
        ),
        (
            Asked(lock=["bola--amina", "esi--amina"]),
            (
                "--lock bola--amina and --lock esi--amina: a mentee has one mentor at a time",
                "take one of them",
            ),
        ),
        (
            Asked(lock=["bola--amina", "bola--kofi"]),
            (
                "--lock bola--amina and --lock bola--kofi: 'bola' has 1 place and would have 2 "
                "locked (capacity: people/bola.yaml:1:1)",
                "",
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(
    asked: Asked, told: tuple[str, str], cohort_of: CohortOf
) -> None:
    assert refusal(cohort_of(cohort_files()), asked) == told


def test_everything_that_cannot_be_is_said_at_once(cohort_of: CohortOf) -> None:
    files = cohort_files(lea="left: 2025-03-09\nleft_code: lapsed\n", kofi="enrolled: 2025-03-20\n")
    asked = Asked(lock=["amina--bola", "esi--lea", "bola--amina"], without=["kofi", "zoe", "amina"])
    message, hint = refusal(cohort_of(files), asked)
    assert message == "5 things that are asked cannot be"
    assert [line.strip() for line in hint.splitlines()] == [
        "--lock amina--bola: the mentor comes first; did you mean 'bola--amina'?",
        "--lock esi--lea: 'lea' left on 2025-03-09",
        "--without kofi: 'kofi' enrols on 2025-03-20, after 2025-03-10",
        "--without zoe: nobody here is called 'zoe'; write an id, a user name or a name's start",
        "--lock bola--amina: 'amina' is left out by --without",
    ]


def test_locks_of_the_file_are_counted(cohort_of: CohortOf) -> None:
    files = cohort_files(**BOLA_TAKES_TWO)
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: kofi, since: 2025-03-03, locked: yes}
- {mentor: esi, mentee: lea, since: 2025-03-03, locked: yes}
"""
    cohort = cohort_of(files)
    assert read(cohort, DAY, Asked(lock=["bola--amina"])).lock == {("bola", "amina")}
    gone = read(cohort, DAY, Asked(forbid=["bola--kofi"], without=["kofi"]))
    assert gone.forbid == {("bola", "kofi")}
    message, hint = refusal(cohort, Asked(lock=["bola--amina", "bola--lea"], forbid=["bola--kofi"]))
    assert message == "3 things that are asked cannot be"
    assert [line.strip() for line in hint.splitlines()] == [
        "--forbid bola--kofi: they are locked at pairs.yaml:1:59; to look without that lock, "
        "take out 'locked: yes'",
        "--lock bola--lea: 'lea' is locked to 'esi' at pairs.yaml:2:57; to look without that "
        "lock, take it out there",
        "--lock bola--amina and --lock bola--lea: 'bola' has 2 places and would have 3 locked, "
        "with those locked at pairs.yaml:1:59 (capacity: people/bola.yaml:6:11)",
    ]
    # Without Esi her lock binds nobody.
    assert read(cohort, DAY, Asked(lock=["bola--lea"], without=["esi"])).without == {"esi"}


def test_a_lock_that_breaks_a_rule_tells_no_private_reason(cohort_of: CohortOf) -> None:
    low = "pairing: {minimum: 600}\n"
    programme = "id: t\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
    secrets: list[dict[str, str]] = [
        {"private/people/kofi.yaml": "never: [bola]\n"},
        {"private/people/kofi.yaml": "", "private/people/bola.yaml": "never: [kofi]\n"},
        {"private/people/bola.yaml": "", "private/mentorkit.yaml": "forbid: [bola--kofi]\n"},
        {"private/mentorkit.yaml": "", "mentorkit.yaml": programme + low},
    ]
    asked = Asked(lock=["bola--kofi"])
    told = {refusal(cohort_of(cohort_files() | secret), asked) for secret in secrets}
    assert told == {("--lock bola--kofi: this pair is not offered", "")}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("[en]", "[de]", "they have no language in common"),
        ("mon-fri 18", "sat 18", "no free hour of theirs meets in every week"),
    ],
)
def test_a_lock_that_breaks_a_public_rule_names_it(
    old: str, new: str, why: str, cohort_of: CohortOf
) -> None:
    files = cohort_files()
    files["people/kofi.yaml"] = files["people/kofi.yaml"].replace(old, new)
    message, _ = refusal(cohort_of(files), Asked(lock=["bola--kofi"]))
    assert message == f"--lock bola--kofi: {why}"


def test_a_standing_pair_may_be_locked_whatever_todays_rules(cohort_of: CohortOf) -> None:
    files = cohort_files()
    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    files["private/people/kofi.yaml"] = "never: [bola]\n"
    cohort = cohort_of(files)
    terms = read(cohort, DAY, Asked(lock=["bola--kofi"], afresh=True))
    assert ("bola", "kofi") in {(p.mentor, p.mentee) for p in propose(cohort, DAY, terms).pairs}


def topics() -> dict[str, str]:
    """Each mentor has the topic of one mentee, so that one answer is the best by far."""
    return cohort_files(
        bola="offers: [policy]\n",
        dinh="offers: [scripts]\n",
        esi="offers: [events]\n",
        amina="wants: [policy]\n",
        kofi="wants: [scripts]\n",
        lea="wants: [events]\n",
    )


def test_a_what_if_says_what_it_changes(cohort_of: CohortOf) -> None:
    cohort = cohort_of(topics())
    terms = read(cohort, DAY, Asked(lock=["dinh--amina"], forbid=["bola--kofi"]))
    found = propose(cohort, DAY, terms)
    assert as_json(found)["what_if"] == {
        "lock": ["dinh--amina"],
        "forbid": ["bola--kofi"],
        "without": [],
        "before": {"paired": 3, "below": [0, 0, 0], "lowest": 675, "total": 2025},
        "after": {"paired": 3, "below": [3, 3, 3], "lowest": 375, "total": 1125},
        "moves": [
            {"mentee": "amina", "from": "bola", "to": "dinh"},
            {"mentee": "kofi", "from": "dinh", "to": "esi"},
            {"mentee": "lea", "from": "esi", "to": "bola"},
        ],
    }
    text = as_text(found)
    assert text.startswith(
        """\
What if dinh--amina is locked and bola--kofi is forbidden?
            paired  under 400  under 500  under 600  lowest  total
  as it is       3          0          0          0     675  2,025
  then           3          3          3          3     375  1,125
  Who would move:
    Amina  from Bola  to Dinh
    Kofi   from Dinh  to Esi
    Lea    from Esi   to Bola
"""
    )
    assert text.endswith("This was only a look; nothing is saved.\nnext: mentorkit pair")
    assert max(map(cells, text.splitlines())) <= 80


def test_a_what_if_that_changes_nothing_says_so(cohort_of: CohortOf) -> None:
    cohort = cohort_of(topics())
    text = as_text(propose(cohort, DAY, read(cohort, DAY, Asked(forbid=["esi--kofi"]))))
    assert "Nobody would have to move." in text


def test_a_what_if_without_somebody_moves_only_those_who_are_there(cohort_of: CohortOf) -> None:
    cohort = cohort_of(topics())
    found = propose(cohort, DAY, read(cohort, DAY, Asked(without=["bola", "lea"])))
    assert found.difference is not None
    assert [(m.mentee, m.before, m.after) for m in found.difference.moves] == [
        ("amina", "bola", "esi")
    ]


def test_a_forbidden_standing_pair_is_ended_and_the_rest_stands(cohort_of: CohortOf) -> None:
    files = topics()
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03}
- {mentor: dinh, mentee: kofi, since: 2025-03-03}
"""
    cohort = cohort_of(files)
    found = propose(cohort, DAY, read(cohort, DAY, Asked(forbid=["bola--amina"])))
    assert [(p.mentor, p.mentee, p.standing) for p in found.pairs] == [
        ("bola", "lea", False),
        ("dinh", "kofi", True),
        ("esi", "amina", False),
    ]
    assert [(e.mentor, e.mentee, e.ended) for e in found.ending] == [("bola", "amina", "rematched")]


def test_a_lock_on_a_full_mentor_frees_the_place(cohort_of: CohortOf) -> None:
    files = topics()
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03}
- {mentor: bola, mentee: kofi, since: 2025-03-03}
"""
    cohort = cohort_of(files)
    plain = propose(cohort, DAY)
    assert [(p.mentor, p.mentee) for p in plain.pairs] == [
        ("bola", "amina"),
        ("bola", "kofi"),
        ("esi", "lea"),
    ]
    found = propose(cohort, DAY, read(cohort, DAY, Asked(lock=["bola--lea"])))
    assert [(p.mentor, p.mentee) for p in found.pairs] == [
        ("bola", "lea"),
        ("dinh", "kofi"),
        ("esi", "amina"),
    ]
    # To lock one who is there already takes nobody away.
    stays = propose(cohort, DAY, read(cohort, DAY, Asked(lock=["bola--amina"])))
    assert stays.pairs == plain.pairs


def test_a_what_if_is_not_saved_but_says_what_to_write(cohort_of: CohortOf) -> None:
    files = topics()
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03}
- {mentor: dinh, mentee: kofi, since: 2025-03-03}
"""
    cohort = cohort_of(files)
    asked = Asked(lock=["bola--lea", "dinh--kofi"], forbid=["dinh--amina"], without=["esi"])
    looked = propose(cohort, DAY, read(cohort, DAY, asked))
    with pytest.raises(Misuse) as found:
        write(cohort, looked)
    assert [line.strip() for line in found.value.hint.splitlines()] == [
        "pairs.yaml:1:3: until: 2025-03-10, ended: rematched",
        "pairs.yaml: - {mentor: bola, mentee: lea, since: 2025-03-10, locked: yes}",
        "pairs.yaml:2:3: locked: yes",
        "private/mentorkit.yaml: dinh--amina among those of 'forbid'",
        "people/esi.yaml: left: 2025-03-10, left_code: withdrew (or why else)",
        "then: mentorkit pair",
    ]
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-03-10, ended: rematched}
- {mentor: dinh, mentee: kofi, since: 2025-03-03, locked: yes}
- {mentor: bola, mentee: lea, since: 2025-03-10, locked: yes}
"""
    files["private/mentorkit.yaml"] = "forbid: [dinh--amina]\n"
    files["people/esi.yaml"] += "left: 2025-03-10\nleft_code: withdrew\n"
    decided = propose(cohort_of(files), DAY)
    assert [(p.mentor, p.mentee) for p in decided.pairs] == [
        (p.mentor, p.mentee) for p in looked.pairs
    ]
    assert decided.unpaired == looked.unpaired


def some_topics(letter: str, count: int) -> str:
    return ", ".join(f"{letter}{number}" for number in range(count))


@pytest.mark.parametrize(
    ("bola", "dinh", "best"),
    [
        # Bola with Amina 900 and Dinh with Kofi 300, or Bola with Kofi 600 and Dinh with Amina 500.
        ((18, 12), (10, 6), {"total": "amina", "floors": "kofi", "leximin": "kofi"}),
        # Bola with Amina 400 and Dinh with Kofi 1000, or both 450.
        ((8, 9), (9, 20), {"total": "amina", "floors": "amina", "leximin": "kofi"}),
    ],
)
def test_each_goal_gives_its_own_answer(
    bola: tuple[int, int], dinh: tuple[int, int], best: dict[str, str], cohort_of: CohortOf
) -> None:
    offers = {
        mentor: f"offers: [{some_topics('a', ours[0])}, {some_topics('k', ours[1])}]\n"
        for mentor, ours in (("bola", bola), ("dinh", dinh))
    }
    files = cohort_files(
        **offers,
        esi="capacity: 0\n",
        amina=f"wants: [{some_topics('a', 20)}]\n",
        kofi=f"wants: [{some_topics('k', 20)}]\n",
        lea="left: 2025-03-01\nleft_code: lapsed\n",
    )
    files["mentorkit.yaml"] = (
        "id: t\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
        "pairing:\n  minimum: 0\n"
        "  weights: {languages: 0, topics: 1, hours: 0, wiki: 0, region: 0, preference: 0}\n"
    )
    cohort = cohort_of(files)
    for goal in GOALS:
        found = propose(cohort, DAY, read(cohort, DAY, Asked(goal=goal)))
        assert {p.mentor: p.mentee for p in found.pairs}["bola"] == best[goal]
        mark = f"  {goal} (asked)"
        assert mark in as_text(found)
        assert found.figures == found.comparison[goal]
    assert found.comparison["total"].total >= found.comparison["leximin"].total
