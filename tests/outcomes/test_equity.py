"""Diversity: the declared group, gaps only where nobody can be told apart, voices of everybody."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes.statistics import newcombe
from mentorkit.render.report import markdown
from mentorkit.render.report.explanation import as_text, explained
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


TOLD_FROM = {"completed": "2025-06-02", "leaders": "2026-06-15"}
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
    for name, day in TOLD_FROM.items():
        told = of(cohort, day)
        figure = told.figure(f"equity.{name}")
        assert (figure.value, figure.withheld) == (gap, gap is None)
        assert ("Newcombe" in figure.note) == (gap is not None)
        assert ("needs 10 people" in figure.note) == (gap is None)
        assert ("is withheld: it needs 10" in markdown.as_markdown(told)) == (gap is None)
        before = of(cohort, str(date.fromisoformat(day) - timedelta(days=1)))
        figure = before.figure(f"equity.{name}")
        assert (figure.value, figure.withheld) == (None, False)


def test_one_more_named_role_does_not_move_a_gap_that_was_told(cohort_of: CohortOf) -> None:
    """Else the change, beside the name and the day of the role, tells somebody's group."""
    files = cohort_with(yes_and_no(6, 5), yes_and_no(8, 12))
    late = (
        "- {id: late, person: m7, class: speaker, tier: B, started: 2025-05-01, scope: Late,\n"
        '   evidence: "https://fr.wikipedia.org/w/index.php?oldid=99",\n'
        "   claimed: {by: m7, on: 2026-05-02},\n"
        '   verified: {by: "User:Zed", on: DAY}, verdict: accepted}\n'
    )
    gaps = {}
    for verified in ("2026-06-14", "2026-06-15"):
        roles = files["roles.yaml"] + late.replace("DAY", verified)
        cohort = cohort_of({**files, "roles.yaml": roles})
        days = ("2025-06-20", "2026-06-14", "2026-06-15", "2026-07-01")
        gaps[verified] = [of(cohort, day).figure("equity.leaders").value for day in days]
    assert gaps == {
        "2026-06-14": [None, None, None, None],
        "2026-06-15": [None, None, 14.5, 14.5],
    }


@pytest.mark.parametrize("name", ["declared", "at_most", "ratio"])
def test_a_group_is_told_once_so_that_no_enrolment_moves_it(cohort_of: CohortOf, name: str) -> None:
    cohort = cohort_of(cohort_with(yes_and_no(7, 0), yes_and_no(8, 0)))
    during, after = of(cohort, "2025-06-01"), of(cohort, "2025-06-02")
    figure = during.figure(f"diversity.{name}")
    assert (figure.value, figure.withheld) == (None, False)
    assert after.figure(f"diversity.{name}").value is not None
    for told in (during.goals[0], after.goals[0]):
        assert (told.value is None) == (told is during.goals[0])
    assert during.goals[0].status == "too_early"
    assert "p =" not in during.goals[0].note
    assert "7 say so of themselves" not in markdown.as_markdown(during)
    assert "told once, after the programme's end" in markdown.as_markdown(during)


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
    ("{v1: {answered: 12, agree: 12}}", "{v1: {answered: 11, agree: 7}}", (None, None, True)),
    ("{v1: {answered: 12, agree: 12}}", "{v1: {answered: 11, agree: 11}}", (None, None, True)),
    ("{v1: {answered: 2, agree: 1}}", "{v1: {answered: 2, agree: 1}}", (None, None, True)),
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


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_voices_do_not_bring_back_a_hidden_satisfaction(cohort_of: CohortOf, role: str) -> None:
    items = "{v1: {answered: 12, agree: 6}}"
    waves = WAVE.format("mentee", "2025-06-10", items) + WAVE.format("mentor", "2025-06-10", items)
    whole = of(cohort_of({"surveys.yaml": waves, **PEOPLE})).figure("voice.v1")
    assert (whole.value, whole.denominator) == (12, 24)
    said = f"role: {role}, closed: 2025-06-10, invited: 15, responded: 12, satisfied: "
    hidden = waves.replace(f"{said}7", f"{said}11")
    told = of(cohort_of({"surveys.yaml": hidden, **PEOPLE}))
    assert told.figure(f"satisfied.{role}s").withheld
    figure = told.figure("voice.v1")
    assert (figure.value, figure.denominator, figure.withheld) == (None, None, True)
    assert "24" not in markdown.as_markdown(told).partition("voices were wanted")[2][:300]
    text = as_text(explained(told, "voice.v1"))
    assert "this is a total" not in text
    assert "withheld" in text
