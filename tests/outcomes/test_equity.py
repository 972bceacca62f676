"""Diversity: the declared group, gaps only where nobody can be told apart, voices of everybody."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes.statistics import newcombe
from mentorkit.render import markdown
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report

CohortOf = Callable[..., Cohort]

PROGRAMME = """\
id: p-2025
name: P
fictional: yes
from: 2025-03-03
to: 2025-06-01
goals: {diversity: {group: women, at_least: 5, baseline: 13%}}
"""


def cohort_with(
    women: Sequence[bool], others: Sequence[bool], silent: Sequence[bool] = ()
) -> dict[str, str]:
    """Return files of mentees by group; each is whether they led and stayed to the end."""
    files, roles = {"mentorkit.yaml": PROGRAMME}, ""
    groups = [*(("women", did) for did in women), *(("men", did) for did in others)]
    for number, (group, did) in enumerate([*groups, *(("", did) for did in silent)]):
        name = f"m{number}"
        gone = "" if did else "left: 2025-04-20\nleft_code: withdrew\n"
        files[f"people/{name}.yaml"] = (
            f"name: {name}\nroles: [mentee]\nenrolled: 2025-02-01\nstarted: 2025-03-03\n{gone}"
        )
        if group:
            files[f"private/people/{name}.yaml"] = f"groups: [{group}]\n"
        if did:
            roles += (
                f"- {{id: r{number}, person: {name}, class: speaker, tier: B,\n"
                f"   started: 2025-04-01, scope: S{number},\n"
                f'   evidence: "https://fr.wikipedia.org/w/index.php?oldid={number + 1}",\n'
                f"   claimed: {{by: {name}, on: 2025-04-02}},\n"
                '   verified: {by: "User:Zed", on: 2025-04-03}, verdict: accepted}\n'
            )
    return files | {"roles.yaml": roles}


def of(cohort: Cohort, day: str = "2025-06-20") -> Report:
    return report(cohort, {}, [], date.fromisoformat(day))


def yes_and_no(yes: int, no: int) -> list[bool]:
    return [True] * yes + [False] * no


DECLARED = [  # women, others, silent: declared, at most, times the baseline; None is withheld
    (6, 9, 0, (6, 6, 3.1)),
    (6, 5, 5, (6, 11, 2.9)),
    (6, 7, 2, (6, None, 3.1)),
    (4, 11, 0, (None, None, None)),
    (11, 4, 0, (None, None, None)),
    (15, 0, 0, (None, None, None)),
]


@pytest.mark.parametrize(("women", "others", "silent", "expected"), DECLARED)
def test_a_group_is_told_as_far_as_nobody_can_be_told_apart(
    cohort_of: CohortOf, women: int, others: int, silent: int, expected: tuple[object, ...]
) -> None:
    files = cohort_with(*(yes_and_no(n, 0) for n in (women, others, silent)))
    told = of(cohort_of(files))
    figures = [told.figure(f"diversity.{name}") for name in ("declared", "at_most", "ratio")]
    assert tuple(figure.value for figure in figures) == expected
    assert [figure.withheld for figure in figures] == [value is None for value in expected]
    assert {figure.sources for figure in figures} == {("private/people/",)}


GAPS = [  # women, others, silent, as who did and who did not: the gap in points, None is withheld
    ((6, 5), (8, 12), (0, 0), 14.5),
    ((5, 5), (5, 5), (0, 0), 0.0),
    ((5, 5), (10, 5), (5, 5), -16.7),
    ((5, 4), (8, 12), (0, 0), None),
    ((6, 4), (8, 12), (0, 0), None),
    ((6, 5), (16, 4), (0, 0), None),
    ((6, 5), (8, 12), (1, 0), None),
    ((6, 5), (8, 12), (5, 4), None),
]


@pytest.mark.parametrize(("women", "others", "silent", "gap"), GAPS)
def test_a_gap_needs_ten_on_both_sides_and_five_in_each_cell(
    cohort_of: CohortOf,
    women: tuple[int, int],
    others: tuple[int, int],
    silent: tuple[int, int],
    gap: float | None,
) -> None:
    cohort = cohort_of(cohort_with(yes_and_no(*women), yes_and_no(*others), yes_and_no(*silent)))
    told = of(cohort)
    for name in ("completed", "leaders"):
        figure = told.figure(f"equity.{name}")
        assert (figure.value, figure.withheld) == (gap, gap is None)
        assert ("Newcombe" in figure.note) == (gap is not None)
        assert ("needs 10 people" in figure.note) == (gap is None)
    assert of(cohort, "2025-06-01").figure("equity.completed").value is None
    assert ("is withheld: it needs 10" in markdown.as_markdown(told)) == (gap is None)


def test_the_interval_of_a_difference() -> None:
    """Newcombe 1998, table II, example (a): 56/70 less 48/80, method 10."""
    low, high = newcombe((56, 70), (48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    low, high = newcombe((9, 10), (3, 10))
    assert (round(low, 4), round(high, 4)) == (0.1705, 0.8090)


PEOPLE = {
    "people/mia.yaml": "name: Mia\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/ana.yaml": "name: Ana\nroles: [mentee]\nenrolled: 2025-02-01\n",
}
WAVE = (
    "- {{wave: end, role: {}, closed: {}, invited: 15, responded: 12, satisfied: 7,\n"
    "   items: {}}}\n"
)
VOICES = [  # mentees' items, mentors' items: of v1 those who agree, those who answered, withheld
    ("{v1: {answered: 12, agree: 7}}", "{v1: {answered: 11, agree: 9}}", (16, 23, False)),
    ("{v1: {answered: 12, agree: 12}}", "{v1: {answered: 11, agree: 7}}", (None, 23, True)),
    ("{v1: {answered: 12, agree: 12}}", "{v1: {answered: 11, agree: 11}}", (None, 23, True)),
    ("{v1: {answered: 2, agree: 1}}", "{v1: {answered: 2, agree: 1}}", (None, 4, True)),
    ("{v1: {answered: 12, agree: 7}}", "{v2: {answered: 11, agree: 9}}", (None, 0, False)),
]


@pytest.mark.parametrize(("mentees", "mentors", "expected"), VOICES)
def test_voices_are_told_of_everybody_together(
    cohort_of: CohortOf, mentees: str, mentors: str, expected: tuple[object, ...]
) -> None:
    waves = WAVE.format("mentee", "2025-06-10", mentees)
    waves += WAVE.format("mentor", "2025-06-12", mentors)
    cohort = cohort_of({"surveys.yaml": waves, **PEOPLE})
    figure = of(cohort).figure("voice.v1")
    assert (figure.value, figure.denominator, figure.withheld) == expected
    # One role's answers alone would be the difference to both together.
    early = of(cohort, "2025-06-11").figure("voice.v1")
    assert (early.value, early.denominator, early.withheld) == (None, 0, False)
