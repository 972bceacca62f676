"""The flow of mentees: who stayed to the end, and in which ways the others left."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.render.report import markdown
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report

CohortOf = Callable[..., Cohort]


def mentees(ways: Mapping[str, int], stayed: int, left: str = "2025-04-20") -> dict[str, str]:
    files = {}
    gone = [code for code, count in ways.items() for _ in range(count)]
    for number, code in enumerate([*gone, *[""] * stayed]):
        end = f"left: {left}\nleft_code: {code}\n" if code else ""
        files[f"people/m{number}.yaml"] = (
            f"name: M\nroles: [mentee]\nenrolled: 2025-02-01\nstarted: 2025-03-03\n{end}"
        )
    return files


def of(cohort: Cohort, day: str = "2025-06-20") -> Report:
    return report(cohort, {}, [], date.fromisoformat(day))


CODES = ("withdrew", "removed", "unreachable", "lapsed")
WAYS = [  # those who left by code, as published; None is withheld
    ({}, (0, 0, 0, 0)),
    ({"withdrew": 1, "lapsed": 1}, (None, None, None, None)),
    ({"withdrew": 9}, (None, None, None, None)),
    ({"withdrew": 9, "lapsed": 5}, (9, 0, 0, 5)),
    ({"withdrew": 9, "lapsed": 4}, (None, 0, 0, None)),
    ({"withdrew": 9, "removed": 2, "lapsed": 4}, (9, None, 0, None)),
]


@pytest.mark.parametrize(("ways", "expected"), WAYS)
def test_ways_of_leaving_are_told_from_five_on(
    cohort_of: CohortOf, ways: Mapping[str, int], expected: tuple[int | None, ...]
) -> None:
    told = of(cohort_of(mentees(ways, 20)))
    figures = [told.figure(f"left.{code}") for code in CODES]
    assert tuple(figure.value for figure in figures) == expected
    assert [figure.withheld for figure in figures] == [value is None for value in expected]
    assert {figure.denominator for figure in figures} == {sum(ways.values())}
    assert all(figure.sources == () for figure in figures if figure.withheld)
    said = "In which way people left is withheld" in markdown.as_markdown(told)
    assert said == (None in expected)


STAYED = [  # last day, day: stayed to the end, those who left by it
    ("2025-06-01", "2025-06-01", None, 2),
    ("2025-06-01", "2025-06-02", 3, 2),
    ("2025-06-02", "2025-06-02", 5, 0),
]


@pytest.mark.parametrize(("left", "day", "stayed", "gone"), STAYED)
def test_who_stayed_is_known_once_the_programme_is_over(
    cohort_of: CohortOf, left: str, day: str, stayed: int | None, gone: int
) -> None:
    told = of(cohort_of(mentees({"withdrew": 2}, 3, left)), day)
    figure = told.figure("mentees.completed")
    assert (figure.value, figure.denominator) == (stayed, 5)
    assert told.figure("mentees.left").value == gone
