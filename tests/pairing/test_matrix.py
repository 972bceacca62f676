"""The picture: a shaded table in 80 columns that tells every closed door alike."""

import json
import random
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from members import member

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.matrix import pairs_told, picture
from mentorkit.pairing.situation import Terms
from mentorkit.render.pairs import matrix as view
from mentorkit.render.pairs.picture import as_json, as_text
from mentorkit.render.report.pairs import as_text as report_text
from mentorkit.render.terminal import cells
from mentorkit.rules.fit_matrix import Matrix

CohortOf = Callable[[Mapping[str, str]], Cohort]

DAY = date(2025, 3, 10)


def people(*told: tuple[str, str, str, str]) -> dict[str, str]:
    return {
        f"people/{key}.yaml": member(name, role, language) for key, name, role, language in told
    }


FOUR = people(
    ("bola", "Bọ́lá", "mentor", "en"),
    ("hoda", "هدى", "mentor", "ar, en"),
    ("shu", "王小明王小明王小明", "mentor", "de"),
    ("amina", "Amina", "mentee", "en"),
    ("aminata", "Aminata", "mentee", "en"),
    ("farah", "فرح", "mentee", "ar, en"),
    ("li", "李", "mentee", "wo"),
) | {"pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"}


def test_the_screen(cohort_of: CohortOf) -> None:
    text = as_text(picture(cohort_of(FOUR), DAY))
    mark = "\u200e"
    assert text.splitlines() == [
        "1 of 4 mentees in a pair as of 2025-03-10. Lowest fit 525, total 525 of 1,000.",
        "",
        "                 ami amn far  li",
        "Bọ́lá             525   +   +   x",
        f"{mark}هدى{mark}                +   +   *   x",
        "王小明王小明王…    x   x   x   x",
        "",
        "  . under 400   : 400-499   + 500-599   * 600-749   # 750 and over",
        "  x no pair possible   number: the chosen pair",
        "",
        f"  ami Amina          amn Aminata        far {mark}فرح{mark}             li 李",
        "",
        "next: mentorkit pair explain amina",
    ]


def test_it_shows_what_stands_else_the_proposal(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FOUR)
    stands = picture(cohort, DAY)
    assert (stands.proposed, stands.matrix.chosen) == (False, {("bola", "amina")})
    before = picture(cohort, date(2025, 3, 2))
    assert not before.proposed
    asked = picture(cohort, DAY, Terms(afresh=True))
    assert asked.proposed
    assert len(asked.matrix.chosen) == 2
    text = as_text(picture(cohort, DAY, Terms(forbid=frozenset({("bola", "amina")}))))
    assert text.startswith("If bola--amina is forbidden: 2 of 4 mentees paired.")
    assert text.endswith("next: mentorkit pair --forbid bola--amina")


def test_nobody_to_show(cohort_of: CohortOf) -> None:
    cohort = cohort_of(people(("bola", "Bola", "mentor", "en")))
    assert as_text(picture(cohort, DAY)).startswith("There are no mentees to pair yet. Add people")
    assert as_json(picture(cohort, DAY))["matrix"] == {
        "mentors": ["bola"],
        "mentees": [],
        "scores": [[]],
    }


CLOSED = (
    {"private/people/aminata.yaml": "never: [bola]\n"},
    {"private/people/aminata.yaml": "", "private/people/bola.yaml": "never: [aminata]\n"},
    {"private/people/bola.yaml": "", "private/mentorkit.yaml": "forbid: [bola--aminata]\n"},
    {"private/mentorkit.yaml": "",
     "people/aminata.yaml": FOUR["people/aminata.yaml"].replace("[en]", "[ar]")},
)  # fmt: skip
"""Four ways to close the door between Bola and Aminata, the last one by a public rule."""


@pytest.mark.parametrize("shown", ["screen", "json", "report"])
def test_a_closed_door_tells_no_reason(shown: str, cohort_of: CohortOf) -> None:
    seen = set()
    for reason in CLOSED:
        cohort = cohort_of(FOUR | reason)
        if shown == "report":
            text = report_text(pairs_told(cohort, DAY))
        elif shown == "json":
            text = json.dumps(as_json(picture(cohort, DAY))["matrix"]["scores"][0])
        else:
            text = as_text(picture(cohort, DAY))
        # Hoda's row alone differs: the last reason leaves fewer languages in common with her.
        seen.add("\n".join(line for line in text.splitlines() if "هدى" not in line))
    assert len(seen) == 1


def test_a_standing_pair_that_is_not_offered_is_marked(cohort_of: CohortOf) -> None:
    seen = set()
    for secret in ({"private/people/amina.yaml": "never: [bola]\n"},
                   {"private/people/amina.yaml": "",
                    "private/mentorkit.yaml": "forbid: [bola--amina]\n"}):  # fmt: skip
        text = as_text(picture(cohort_of(FOUR | secret), DAY))
        assert "Bọ́lá               -   +   +   x" in text
        assert "  - a pair that today's rules would not offer; it stands all the same" in text
        assert "number" not in text
        seen.add(text)
    assert len(seen) == 1


def some_matrix(mentors: int, mentees: int, floors: tuple[int, ...] = (400, 500, 600)) -> Matrix:
    draw = random.Random(mentors * 1000 + mentees)
    names = ["Ωmega 王", "اسم طويل جدا جدا", "Jean-Baptiste-Emmanuel Zorg", "นก", "Li"]
    return Matrix(
        mentors={f"m{i:02}": names[i % 5] for i in range(mentors)},
        mentees={f"e{i:02}": names[i % 5] for i in range(mentees)},
        scores=[
            [draw.choice([None, *range(250, 1001, 50)]) for _ in range(mentees)]
            for _ in range(mentors)
        ],
        chosen=frozenset((f"m{i:02}", f"e{i:02}") for i in range(min(mentors, mentees))),
        floors=floors,
    )


@pytest.mark.parametrize(
    ("size", "across"),
    [((15, 15), [15]), ((2, 16), [16]), ((2, 17), [9, 8]), ((3, 40), [14, 14, 12]), ((1, 1), [1])],
)
def test_it_fits_80_columns_in_even_blocks(size: tuple[int, int], across: list[int]) -> None:
    matrix = some_matrix(*size)
    text = view.as_text(matrix)
    assert max(map(cells, text.splitlines())) <= 80
    blocks = text.split("\n\n  .")[0].split("\n\n")
    assert [len(block.splitlines()[0].split()) for block in blocks] == across
    assert all(len(block.splitlines()) == 1 + size[0] for block in blocks)


def test_two_of_one_name_are_told_apart_by_their_ids() -> None:
    matrix = Matrix(
        mentors={"zoe": "Zoé", "zoe-2": "Zoé", "bola": "Bola"},
        mentees={"ali": "Ali", "ali-r": "Ali"},
        scores=[[400, 400]] * 3,
        chosen=frozenset(),
        floors=(400,),
    )
    lines = view.as_text(matrix).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["zoe", "zoe-2", "Bola"]
    assert lines[-1].split() == ["ali", "ali", "alr", "ali-r"]


def test_colour_repeats_what_is_there() -> None:
    matrix = some_matrix(4, 17)
    coloured = view.as_text(matrix, colour=True)
    assert "\x1b[1;36m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == view.as_text(matrix)


@pytest.mark.parametrize(
    ("floors", "legend"),
    [
        ((400, 500, 600), ". under 400   : 400-499   + 500-599   * 600-749   # 750 and over"),
        ((), ". under 750   # 750 and over"),
        ((500,), ". under 500   : 500-749   # 750 and over"),
        ((800,), ". under 800   # 800 and over"),
        ((0, 100, 200, 300, 400, 500), "+ 200-299   * 300-399   # 400 and over"),
    ],
)  # fmt: skip
def test_the_shades_follow_the_floors(floors: tuple[int, ...], legend: str) -> None:
    assert legend in view.as_text(some_matrix(2, 2, floors))


def test_each_score_has_its_shade() -> None:
    scores = [0, 399, 400, 499, 500, 599, 600, 749, 750, 1000, None]
    matrix = Matrix(
        mentors={"bola": "Bola"},
        mentees={f"e{i:02}": "E" for i in range(len(scores))},
        scores=[scores],
        chosen=frozenset(),
        floors=(400, 500, 600),
    )
    row = view.as_text(matrix).splitlines()[1]
    assert row.split() == ["Bola", *"..::++**##x"]
    best = Matrix(matrix.mentors, {"ed": "Ed"}, [[1000]], frozenset({("bola", "ed")}), (400,))
    assert view.as_text(best).splitlines()[1].split() == ["Bola", "1k"]
    assert "1k: 1,000" in view.as_text(best)


IDS = st.from_regex(r"[a-c0-1]([a-c]|-(?!-)){0,5}[a-c]", fullmatch=True)


@given(st.sets(IDS, max_size=40))
def test_codes_are_short_and_all_different(ids: set[str]) -> None:
    found = view.codes(sorted(ids))
    assert list(found) == sorted(ids)
    assert len(set(found.values())) == len(ids)
    assert all(re.fullmatch("[a-z0-9]{1,3}", code) for code in found.values())
    assert found == {id_: view.codes(sorted(ids, reverse=True))[id_] for id_ in sorted(ids)}


def test_codes_start_as_the_ids_do() -> None:
    assert view.codes(["abc", "abcd", "li", "metin", "zoe"]) == {
        "abc": "abc", "abcd": "abd", "li": "li", "metin": "mei", "zoe": "zoe"
    }  # fmt: skip
    assert len(set(view.codes([f"p{n}" for n in range(1500)]).values())) == 1500


def test_a_report_has_completed_pairs_and_those_that_ended_early(
    cohort_of: CohortOf, tmp_path: Path
) -> None:
    files = FOUR | {
        "pairs.yaml": """\
- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-01, ended: rematched}
- {mentor: hoda, mentee: amina, since: 2025-04-01, until: 2025-06-01, ended: completed}
- {mentor: bola, mentee: farah, since: 2025-03-03}
"""
    }
    cohort = cohort_of(files)
    late, early = pairs_told(cohort, date(2025, 6, 20)), pairs_told(cohort, DAY)
    assert late.matrix.chosen == {("hoda", "amina"), ("bola", "farah")}
    assert [(e.mentor, e.mentee, str(e.until)) for e in late.ended] == [
        ("bola", "amina", "2025-04-01")
    ]
    assert early.matrix.chosen == {("bola", "amina"), ("bola", "farah")}
    assert early.ended == ()
