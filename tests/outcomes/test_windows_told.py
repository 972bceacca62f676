"""The table of windows tells no single person's edits who did not agree to be named."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outcome_reports import ReportOf

from mentorkit.cohort.model import Cohort, Person
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Edits, figures, windows
from mentorkit.render.report.edits import not_in_the_change
from mentorkit.render.report.json_object import as_json
from mentorkit.render.report.page import as_html
from mentorkit.render.report.text import as_text
from mentorkit.rules.report import ActivityWindow

CohortOf = Callable[[Mapping[str, str]], Cohort]
SPAN = Horizons(date(2025, 3, 1), date(2025, 5, 31), date(2026, 5, 31))
MENTEE = "name: {}\nroles: [mentee]\nenrolled: 2025-02-20\nconsent: {{{}activity: 2025-02-20}}\n"


def people(cohort_of: CohortOf, named: int, unnamed: int) -> list[Person]:
    """Return mentees whose edits are counted, those who are named first."""
    files = {
        f"people/{kind}{number}.yaml": MENTEE.format(f"{kind}{number}".upper(), consent)
        for kind, count, consent in (("a", named, "named: 2025-02-20, "), ("u", unnamed, ""))
        for number in range(count)
    }
    return list(cohort_of(files).people.values())


def read(person: Person, before: int | None, during: int) -> Edits:
    """Return edits in a month before the programme and in one during it; None was not read."""
    months = {"2025-01": before or 0, "2025-04": during}
    start = date(2025, 2, 1) if before is None else date(2024, 3, 1)
    return Edits(person, months, start, date(2025, 5, 31))


def told(edits: Sequence[Edits], *, everyone: bool = False) -> dict[str, ActivityWindow]:
    return {window.id: window for window in windows(edits, SPAN, everyone=everyone)}


WITH_A_FEW = [  # named, not named; counted, the median told; compared, and how many are apart
    (3, 0, 3, True, 3, 0),
    (4, 1, 5, True, 4, 1),
    (3, 1, 4, False, 0, 1),
    (0, 4, 4, False, 0, 4),
    (1, 4, 5, True, 1, 4),
    (0, 5, 5, True, 5, 0),
    (2, 5, 7, True, 7, 0),
]


@pytest.mark.parametrize(("named", "unnamed", "people_", "median", "compared", "apart"), WITH_A_FEW)
def test_a_few_who_are_not_named_are_in_no_change(
    cohort_of: CohortOf,
    named: int,
    unnamed: int,
    people_: int,
    median: bool,
    compared: int,
    apart: int,
) -> None:
    mentees = people(cohort_of, named, unnamed)
    edits = [read(mentee, 10, 20 + number) for number, mentee in enumerate(mentees)]
    during = told(edits)["during"]
    assert (during.people, during.compared, during.apart) == (people_, compared, apart)
    assert (during.median is not None, during.withheld) == (median, not median)
    assert during.up + during.down == compared
    assert (during.change is None, during.quartiles is None) == (compared == 0, compared < 2)
    team = told(edits, everyone=True)["during"]
    assert (team.compared, team.apart, team.withheld) == (people_, 0, False)
    assert team.median is not None


def test_the_figure_is_withheld_with_its_reason(cohort_of: CohortOf) -> None:
    mentees = people(cohort_of, 3, 1)
    edits = [read(mentee, 10, 20) for mentee in mentees]
    for everyone, value, withheld in ((False, None, True), (True, 6.5, False)):
        found = figures(windows(edits, SPAN, everyone=everyone), edits, mentees, SPAN)
        (during,) = (each for each in found if each.id == "activity.during")
        assert (during.value, during.withheld, during.denominator) == (value, withheld, 4)
        assert ("fewer than 5 are counted" in during.note) == withheld


def test_the_middle_of_three_gives_nobody_back(cohort_of: CohortOf) -> None:
    """Of three compared the median is one of them, and the quartiles give the others back."""
    mentees = people(cohort_of, 4, 3)
    counts = [(20, 95), (None, 60), (None, 70), (None, 80), (188, 25), (220, 183), (None, 61)]
    edits = [read(who, *count) for who, count in zip(mentees, counts, strict=True)]
    team, public = told(edits, everyone=True), told(edits)
    during = team["during"]
    assert during.compared == 3
    assert during.change is not None
    assert during.quartiles is not None
    first, third = during.quartiles
    ends = {round(2 * end - during.change, 1) for end in (first, third)}
    secret = {team["baseline"].median, during.change, *ends}
    shown = {
        value
        for window in public.values()
        for value in (window.median, window.change, *(window.quartiles or ()))
        if value is not None
    }
    assert shown == {during.median}
    assert secret.isdisjoint(shown)
    assert [(w.people, w.withheld) for w in public.values()][:2] == [(3, True), (7, False)]


COUNTS = st.lists(
    st.tuples(st.none() | st.integers(0, 300), st.integers(0, 300)), min_size=9, max_size=9
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COUNTS, COUNTS, st.integers(0, 5), st.integers(1, 4))
def test_whatever_a_few_did_nothing_but_the_median_of_many_differs(
    mentees: Sequence[Person],
    counts: Sequence[tuple[int | None, int]],
    others: Sequence[tuple[int | None, int]],
    named: int,
    unnamed: int,
) -> None:
    """Who is not named was read as much in both worlds, and edited something else."""
    shown = []
    for world in (counts, others):
        edits = [read(mentees[n], *counts[n]) for n in range(named)]
        for n in range(5, 5 + unnamed):
            before = None if counts[n][0] is None else world[n][0] or 0
            edits.append(read(mentees[n], before, world[n][1]))
        shown.append(told(edits))
    for one, other in zip(*(each.values() for each in shown), strict=True):
        assert _moved(one) == _moved(other)
        if one.people < 5:
            assert one == other


def _moved(window: ActivityWindow) -> tuple[object, ...]:
    changed = (window.change, window.quartiles, window.up, window.down)
    return window.people, window.compared, window.apart, window.withheld, *changed


@pytest.fixture
def mentees(cohort_of: CohortOf) -> list[Person]:
    return people(cohort_of, 5, 4)


def test_the_example_tells_its_medians_and_the_change_of_the_named(example: ReportOf) -> None:
    public, team = example("2026-06-20"), example("2026-06-20", coordinators=True)
    for name in ("baseline", "during", "post3"):
        one, other = (report.figure(f"activity.{name}") for report in (public, team))
        assert (one.value, one.withheld) == (other.value, False)
    (during,) = (window for window in public.windows if window.id == "during")
    assert (during.people, during.compared, during.apart) == (14, 13, 1)
    why = "1 more mentee is not named, and so not in the change: the rest would be theirs."
    assert (not_in_the_change(public), not_in_the_change(team)) == (why, "")
    folded = " ".join(as_text(public).split())
    assert why in folded
    assert folded.count(why) == 1


def test_the_sentence_over_the_chart_agrees_with_the_table(example: ReportOf) -> None:
    for coordinators in (False, True):
        report = example("2026-06-20", coordinators=coordinators)
        (during,) = (each for each in as_json(report)["windows"] if each["id"] == "during")
        page = " ".join(re.sub(r"<[^>]+>", "", as_html(report)).split())
        more, less = during["up"], during["down"]
        assert f"During the programme {more} mentees edited more than before and {less}" in page
        assert f"{more} up, {less} down, of {during['compared']}" in page


def test_who_is_apart_is_told_window_by_window(example: ReportOf) -> None:
    report = example("2026-06-20")

    def said(*windows_: tuple[str, int, int]) -> str:
        each = (
            ActivityWindow(name, "", 9, 1.0, compared, apart=apart)
            for name, compared, apart in windows_
        )
        return not_in_the_change(replace(report, windows=tuple(each)))

    assert said(("during", 6, 2), ("post3", 6, 2)).startswith("2 more mentees are not named, and")
    assert "change (2 in during, 1 in post3): the rest" in said(("during", 6, 2), ("post3", 6, 1))
    assert said(("during", 0, 2), ("post3", 0, 1)).startswith("No change is told of during and po")
    assert said(("during", 6, 0)) == ""


def test_the_small_report_withholds_what_two_would_tell(small: ReportOf) -> None:
    whole = as_json(small("2025-06-20"))
    table = json.dumps([whole["windows"], whole["figures"]])
    for number in (22.5, 30.0, 7.5, 3.8, 11.2):
        assert not re.search(rf"(?<![\d.]){number}(?![\d.])", table), number
