"""Who applied for a mentee's place and got one: told once, where it tells on nobody."""

from collections.abc import Callable
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.render.report.markdown import as_markdown
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report

CohortOf = Callable[..., Cohort]

PROGRAMME = "id: p-2025\nname: P\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"


def cohort_with(places: int, others: int) -> dict[str, str]:
    """Return files of applications; a mentor and somebody who came too late apply besides."""
    files = {"mentorkit.yaml": PROGRAMME}
    decided = ["place"] * places + ["waiting"] * others
    for number, decision in enumerate(decided):
        files[f"private/applications/m{number}.yaml"] = (
            f"applied: 2025-01-10\ndecision: {decision}\ndecided: 2025-02-01\n"
        )
        files[f"private/candidates/m{number}.yaml"] = f"name: M{number}\nroles: [mentee]\n"
    files["people/m0.yaml"] = "name: M0\nroles: [mentee]\nenrolled: 2025-02-10\n"
    files.pop("private/candidates/m0.yaml", None)
    files["private/candidates/zoe.yaml"] = "name: Zoe\nroles: [mentor]\n"
    files["private/applications/zoe.yaml"] = "applied: 2025-01-10\nrole: mentor\n"
    files["private/candidates/late.yaml"] = "name: Late\nroles: [mentee]\n"
    files["private/applications/late.yaml"] = "applied: 2025-03-03\n"
    return files


def of(cohort: Cohort, day: str) -> Report:
    return report(cohort, {}, [], date.fromisoformat(day))


APPLIED = [  # with a place, without: applied, accepted, withheld
    (7, 5, 12, 7, False),
    (8, 4, None, None, True),
    (4, 8, None, None, True),
    (12, 0, None, None, True),
    (0, 12, None, None, True),
    (0, 0, None, None, False),
]


@pytest.mark.parametrize(("places", "others", "applied", "accepted", "withheld"), APPLIED)
def test_who_applied_and_who_got_a_place(
    cohort_of: CohortOf,
    places: int,
    others: int,
    applied: int | None,
    accepted: int | None,
    withheld: bool,
) -> None:
    cohort = cohort_of(cohort_with(places, others))
    names = ("mentees.applied", "mentees.accepted")
    for day in ("2025-03-03", "2026-07-01"):
        first, second = (of(cohort, day).figure(name) for name in names)
        assert (first.value, second.value) == (applied, accepted)
        assert second.denominator == (None if withheld else applied or 0)
        assert (first.withheld, second.withheld) == (withheld, withheld)
        assert not withheld or first.sources == second.sources == ()
    early = [of(cohort, "2025-03-02").figure(name) for name in names]
    assert [(each.value, each.withheld) for each in early] == [(None, False)] * 2


def test_the_flow_begins_with_who_applied(cohort_of: CohortOf) -> None:
    told = as_markdown(of(cohort_of(cohort_with(7, 5)), "2025-03-03"))
    assert "| applied | 12 |" in told
    assert "| accepted | 7 of 12 |" in told
    hidden = as_markdown(of(cohort_of(cohort_with(8, 4)), "2025-03-03"))
    assert "| applied | withheld |" in hidden
    assert "12" not in hidden.partition("| applied")[2].partition("| started")[0]
