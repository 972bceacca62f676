"""The goals of the small cohort as the days go by, and what may be told of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from outcome_reports import ReportOf

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes.satisfaction import answers
from mentorkit.render.report import words as report_words
from mentorkit.rules.report import Goal, Report
from mentorkit.verbs.report import report

CohortOf = Callable[[Mapping[str, str]], Cohort]

GOALS = (
    *("leaders_end", "leaders_year", "attrition", "mentors_satisfied", "mentees_satisfied"),
    *("reach", "wikis_assent", "diversity"),
)
M, N, E, C, U = "met", "not_met", "too_early", "cannot_be_met", "undetermined"
DAYS = {
    "2025-01-31": (E, E, E, E, E, E, E, E),
    "2025-02-01": (E, E, E, E, E, E, M, E),
    "2025-02-14": (E, E, E, E, E, E, M, E),
    "2025-04-15": (E, E, E, E, E, E, M, E),
    "2025-06-01": (E, E, E, E, E, E, M, E),
    "2025-06-02": (E, E, M, E, E, E, M, M),
    "2025-06-09": (E, E, M, E, E, E, M, M),
    "2025-06-10": (M, E, M, C, M, E, M, M),
    "2025-06-15": (M, E, M, N, M, U, M, M),
    "2025-12-01": (M, E, M, N, M, U, M, M),
    "2026-06-14": (M, E, M, N, M, U, M, M),
    "2026-06-15": (M, U, M, N, M, U, M, M),
}


@pytest.mark.parametrize("day", DAYS)
def test_the_status_of_every_goal_on_a_day(small: ReportOf, day: str) -> None:
    goals = small(day).goals
    assert tuple(goal.id for goal in goals) == GOALS
    assert tuple(goal.status for goal in goals) == DAYS[day]


def _goal(told: Report, name: str) -> Goal:
    return next(goal for goal in told.goals if goal.id == name)


@pytest.mark.parametrize(("coordinators", "leaders"), [(True, date(2025, 6, 10)), (False, None)])
def test_the_day_on_which_a_goal_was_met(
    small: ReportOf, coordinators: bool, leaders: date | None
) -> None:
    told = small("2026-07-01", coordinators=coordinators)
    assert {goal.id: goal.met_on for goal in told.goals} == {
        "leaders_end": leaders,
        "leaders_year": None,
        "attrition": date(2025, 6, 2),
        "mentors_satisfied": None,
        "mentees_satisfied": date(2025, 6, 10),
        "reach": None,
        "wikis_assent": date(2025, 2, 1),
        "diversity": None,
    }


def test_the_day_of_somebody_who_is_not_named_is_withheld(small: ReportOf) -> None:
    goal = _goal(small("2026-07-01"), "leaders_end")
    assert (goal.status, goal.value, goal.met_on) == ("met", 2, None)
    assert "the day is withheld" in goal.note
    assert report_words.details(goal) == ["95 %: 8-64 %"]


def test_a_goal_of_leaders_has_its_interval(small: ReportOf) -> None:
    goal = _goal(small("2025-06-20"), "leaders_end")
    assert (goal.value, goal.target, goal.denominator) == (2, 2, 7)
    assert (goal.low, goal.high, goal.range) == (0.0822, 0.6411, "wilson")


def test_reach_lies_between_the_largest_channel_and_all_of_them(small: ReportOf) -> None:
    goal = _goal(small("2025-06-20"), "reach")
    assert (goal.value, goal.low, goal.high, goal.range) == (600, 600, 1300, "bounds")


def test_one_more_leaving_is_announced(small: ReportOf) -> None:
    assert _goal(small("2025-04-15"), "attrition").note == "1 more would break the goal"


@pytest.mark.parametrize("name", ["mentors_satisfied", "mentees_satisfied", "diversity"])
def test_what_would_tell_on_somebody_is_withheld(small: ReportOf, name: str) -> None:
    goal = _goal(small("2025-06-20"), name)
    assert goal.withheld
    assert (goal.value, goal.low, goal.high, goal.possible) == (None, None, None, None)


def _fifteen(groups: Mapping[str, int], survey: str = "") -> dict[str, str]:
    """Give fifteen mentees, so many of each group; the last ones say nothing of themselves."""
    people = [f"m{number:02}" for number in range(15)]
    declared = [group for group, count in groups.items() for _ in range(count)]
    person = "name: M\nroles: [mentee]\nenrolled: 2025-02-10\nstarted: 2025-03-10\n"
    return {
        "mentorkit.yaml": """\
id: p
name: P
fictional: yes
from: 2025-03-03
to: 2025-06-01
goals:
  mentees_satisfied: 12
  diversity: {group: women, at_least: 5, baseline: 13%}
""",
        "surveys.yaml": survey,
        **{f"people/{who}.yaml": person for who in people},
        **{
            f"private/people/{who}.yaml": f"groups: [{group}]\n"
            for who, group in zip(people, declared, strict=False)
        },
    }


DECLARED = [  # women, others, day, status, value
    (5, 10, "2025-06-20", "met", 5),
    (7, 2, "2025-06-02", "met", 7),
    (4, 11, "2025-06-20", "not_met", None),
    (4, 11, "2025-06-02", "cannot_be_met", None),
    (4, 10, "2025-06-20", "undetermined", None),
    (0, 15, "2025-06-20", "not_met", None),
    (15, 0, "2025-06-20", "met", None),
    (11, 4, "2025-06-20", "met", None),
]


@pytest.mark.parametrize(("women", "others", "day", "status", "value"), DECLARED)
def test_a_declared_group(
    cohort_of: CohortOf, women: int, others: int, day: str, status: str, value: int | None
) -> None:
    cohort = cohort_of(_fifteen({"women": women, "men": others}))
    goal = _goal(report(cohort, {}, [], date.fromisoformat(day)), "diversity")
    assert (goal.status, goal.value, goal.withheld) == (status, value, value is None)
    assert goal.sources == ("private/people/",)


@pytest.mark.parametrize(("women", "others"), [(7, 2), (4, 11), (15, 0)])
def test_nothing_is_said_of_a_group_while_people_may_join(
    cohort_of: CohortOf, women: int, others: int
) -> None:
    cohort = cohort_of(_fifteen({"women": women, "men": others}))
    goal = _goal(report(cohort, {}, [], date(2025, 6, 1)), "diversity")
    assert (goal.status, goal.value, goal.withheld) == ("too_early", None, False)
    assert (goal.low, goal.high, goal.possible) == (None, None, None)
    assert goal.note == "women: baseline 13 %; told once, after the programme's end"


def test_a_declared_group_is_tested_against_its_baseline(cohort_of: CohortOf) -> None:
    goal = _goal(report(cohort_of(_fifteen({"women": 5})), {}, [], date(2025, 6, 20)), "diversity")
    assert goal.note == "women: baseline 13 %; chance of so many at that rate: p = 0.036"
    assert goal.met_on is None, "the day of an enrolment would tell who declared it"


ANSWERS = [  # responded, satisfied; status, value, low, high, withheld
    (15, 10, "not_met", 10, 0.6667, 0.6667, False),
    (14, 9, "not_met", 9, 0.6, 0.6667, False),
    (10, 5, "not_met", 5, 0.3333, 0.6667, False),
    (13, 11, "undetermined", None, None, None, True),
    (13, 12, "met", None, None, None, True),
    (12, 12, "met", None, None, None, True),
    (4, 4, "undetermined", None, None, None, True),
]


@pytest.mark.parametrize(
    ("responded", "satisfied", "status", "value", "low", "high", "withheld"), ANSWERS
)
def test_answers_to_the_end_survey(
    cohort_of: CohortOf,
    responded: int,
    satisfied: int,
    status: str,
    value: int | None,
    low: float | None,
    high: float | None,
    withheld: bool,
) -> None:
    wave = (
        "- {wave: end, role: mentee, closed: 2025-06-10, invited: 15, "
        f"responded: {responded}, satisfied: {satisfied}}}\n"
    )
    goal = _goal(
        report(cohort_of(_fifteen({}, wave)), {}, [], date(2025, 6, 20)), "mentees_satisfied"
    )
    assert (goal.status, goal.value) == (status, value)
    assert (goal.low, goal.high, goal.withheld) == (low, high, withheld)
    if withheld:
        assert not any(char.isdigit() for char in goal.note), "it would bring the number back"


def test_bounds_that_are_one_number_are_no_bounds(small: ReportOf) -> None:
    goal = _goal(small("2026-07-01"), "leaders_end")
    alone = replace(goal, met_on=None, low=0.6364, high=0.6364, range="bounds")
    assert report_words.details(alone) == ["64 %"]
    apart = replace(alone, high=0.8182)
    assert report_words.details(apart) == ["bounds 64-82 %"]


WAVES = [  # waves and the days on which they closed; the one that the goal rests on
    ({"end": "2025-05-28", "late": "2025-06-20"}, "end"),
    ({"mid": "2025-04-15", "end": "2025-06-01", "year": "2026-06-01"}, "end"),
    ({"mid": "2025-05-31", "year": "2026-06-01"}, None),
]


@pytest.mark.parametrize(("closed", "name"), WAVES)
def test_the_goal_rests_on_the_survey_at_the_end(
    cohort_of: CohortOf, closed: Mapping[str, str], name: str | None
) -> None:
    waves = "".join(
        f"- {{wave: {wave}, role: mentee, closed: {day}, invited: 15, responded: 10, "
        "satisfied: 5}\n"
        for wave, day in closed.items()
    )
    cohort = cohort_of(_fifteen({}, waves))
    wave = answers(cohort, "mentee").wave
    assert (wave and wave.wave) == name


def test_without_an_end_survey_nothing_is_known(cohort_of: CohortOf) -> None:
    cohort = cohort_of(_fifteen({}))
    early = _goal(report(cohort, {}, [], date(2025, 6, 14)), "mentees_satisfied")
    late = _goal(report(cohort, {}, [], date(2025, 6, 15)), "mentees_satisfied")
    assert (early.status, early.value) == ("too_early", None)
    assert (late.status, late.value) == ("undetermined", None)
