"""The follow-up a year on: who can be reached, what came of it, and whom coordinators ask."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes import follow_up
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]

PROGRAMME = mentorkit_yaml(
    "p",
    """\
follow_up: 2026-06-01
""",
)
YES = "consent: {follow_up: 2025-02-10, activity: 2025-02-10}\n"


def mentees(reachable: int, others: int) -> dict[str, str]:
    files = {"mentorkit.yaml": PROGRAMME}
    for number in range(reachable + others):
        yes = YES if number < reachable else ""
        files[f"people/m{number}.yaml"] = (
            f"name: M{number}\nwiki: U{number}\nroles: [mentee]\nenrolled: 2025-02-01\n"
            f"started: 2025-03-03\n{yes}"
        )
        files[f"private/people/m{number}.yaml"] = f"email: m{number}@example.org\n"
    return files


def of(cohort: Cohort, day: str, **rows: object) -> Report:
    return report(cohort, {}, [], date.fromisoformat(day), **rows)  # type: ignore[arg-type]


REACHABLE = [(5, 5, 5), (15, 0, None), (0, 15, None), (4, 11, None), (11, 4, None), (2, 0, None)]


@pytest.mark.parametrize(("reachable", "others", "value"), REACHABLE)
def test_who_can_be_reached_is_counted_where_nobody_can_be_told_apart(
    cohort_of: CohortOf, reachable: int, others: int, value: int | None
) -> None:
    figure = of(cohort_of(mentees(reachable, others)), "2025-06-20").figure("follow_up.reachable")
    assert (figure.value, figure.denominator) == (value, reachable + others)
    assert figure.withheld == (value is None)
    assert "2026-06-01" in figure.rule


def test_a_consent_counts_from_its_day(cohort_of: CohortOf) -> None:
    files = mentees(11, 5)
    for number in range(5):
        name = f"people/m{number}.yaml"
        files[name] = files[name].replace("follow_up: 2025-02-10", "follow_up: 2025-02-09")
    cohort = cohort_of(files)
    days = ("2025-02-09", "2025-02-10")
    values = [of(cohort, day).figure("follow_up.reachable").value for day in days]
    assert values == [5, 11]


LACKING = [
    (YES, "email: a@example.org\nphone: '1'\n", None),
    (YES + "wiki: AnaB\n", "email: a@example.org\n", None),
    (YES + "wikis: {fr.wikipedia.org: AnaB}\n", "phone: '1'\n", None),
    (YES, "email: a@example.org\n", "Ana: one way only: mail"),
    (YES, "near: X, Y\n", "Ana: no way to reach them"),
    (YES + "left: 2025-03-02\nleft_code: withdrew\n", "email: a@example.org\n", None),
    (YES + "left: 2025-03-02\nleft_code: removed\n", "email: a@example.org\n", None),
    (
        YES + "left: 2025-03-02\nleft_code: lapsed\n",
        "email: a@example.org\n",
        "Ana: one way only: mail",
    ),
    ("wiki: AnaB\n", "phone: '1'\n", "Ana: no yes to it"),
    ("wiki: AnaB\n", "near: X, Y\n", "Ana: no yes to it, one way only: talk page"),
]


@pytest.mark.parametrize(("tracked", "private", "said"), LACKING)
def test_coordinators_are_told_from_the_first_day_who_lacks_what(
    cohort_of: CohortOf, tracked: str, private: str, said: str | None
) -> None:
    cohort = cohort_of(
        {
            "mentorkit.yaml": PROGRAMME,
            "people/ana.yaml": f"name: Ana\nroles: [mentee]\nenrolled: 2025-02-01\n{tracked}",
            "private/people/ana.yaml": private,
        }
    )
    start, due = date(2025, 3, 3), date(2026, 6, 1)
    days = (start - timedelta(days=1), start, due + timedelta(days=13), due + timedelta(days=14))
    told = [[matter.what for matter in follow_up.prompts(cohort, day)] for day in days]
    expected = [said] if said else []
    assert told == [[], expected, expected, []]


def test_the_follow_up_is_announced_until_it_is_counted(cohort_of: CohortOf) -> None:
    wave = (
        "- {wave: year, role: mentee, closed: 2026-06-20, invited: 6, responded: 5, satisfied: 5}\n"
    )
    asked = cohort_of({**mentees(6, 0), "surveys.yaml": ""})
    days = (date(2026, 5, 3), date(2026, 5, 4), date(2026, 6, 20))
    assert [len(list(follow_up.due_soon(asked, day))) for day in days] == [0, 1, 1]
    counted = cohort_of({"surveys.yaml": wave})
    assert list(follow_up.due_soon(counted, days[2])) == []


WAVES = [  # responded, satisfied: followed up, satisfied, as published
    (12, 7, 12, 7),
    (12, 10, 12, None),
    (12, 12, 12, None),
    (4, 2, None, None),
]


@pytest.mark.parametrize(("responded", "satisfied", "told", "content"), WAVES)
def test_what_came_of_it(
    cohort_of: CohortOf, responded: int, satisfied: int, told: int | None, content: int | None
) -> None:
    wave = (
        "- {wave: year, role: mentee, closed: 2026-06-10, invited: 15, "
        f"responded: {responded}, satisfied: {satisfied}}}\n"
    )
    cohort = cohort_of({**mentees(15, 0), "surveys.yaml": wave})
    names = ("mentees.followed_up", "follow_up.satisfied")
    before = [of(cohort, "2026-06-09").figure(name) for name in names]
    assert [(f.value, f.withheld) for f in before] == [(None, False)] * 2
    after = [of(cohort, "2026-06-10").figure(name) for name in names]
    assert [(f.value, f.denominator) for f in after] == [(told, 15), (content, 15)]
    assert [f.withheld for f in after] == [told is None, content is None]


LOST = [  # of 12: answers, who made an edit, who was read: who is lost, whether it is withheld
    (5, 0, 12, 7, False),
    (7, 0, 12, 5, False),
    (8, 0, 12, None, True),
    (4, 0, 12, None, True),
    (0, 12, 12, None, True),
    (12, 0, 12, None, True),
    (5, 7, 12, None, False),
    (6, 0, 11, None, False),
]
HOST = "fr.wikipedia.org"


def year_on(
    cohort_of: CohortOf, files: dict[str, str], answers: int, editing: int, read: int
) -> Callable[[str], Report]:
    wave = (
        "- {wave: year, role: mentee, closed: 2026-06-10, invited: 12, "
        f"responded: {answers}, satisfied: 0}}\n"
    )
    cohort = cohort_of({**files, "surveys.yaml": wave})
    pulled = [
        PulledRow(f"m{n}", HOST, n + 1, date(2024, 8, 1), date(2026, 6, 15), None)
        for n in range(read)
    ]
    edits = ActivityRow("2026-04", HOST, 0, 3, 0, 10, 0, 1, 0, 0)
    activity = {f"m{n}": [edits] for n in range(editing)}
    return lambda day: report(cohort, activity, pulled, date.fromisoformat(day))


@pytest.mark.parametrize(("answers", "editing", "read", "lost", "withheld"), LOST)
def test_who_is_lost_is_told_where_it_is_sure_and_tells_on_nobody(
    cohort_of: CohortOf, answers: int, editing: int, read: int, lost: int | None, withheld: bool
) -> None:
    on = year_on(cohort_of, mentees(12, 0), answers, editing, read)
    told = on("2026-06-20").figure("mentees.lost_year")
    assert (told.value, told.denominator, told.withheld) == (lost, 12, withheld)
    assert not any(letter.isdigit() for letter in told.note)
    assert on("2026-06-09").figure("mentees.lost_year").value is None


def test_only_who_started_can_be_lost(cohort_of: CohortOf) -> None:
    files = mentees(12, 0)
    for number in (10, 11):
        name = f"people/m{number}.yaml"
        files[name] = files[name].replace("started: 2025-03-03\n", "")
    told = year_on(cohort_of, files, 5, 0, 12)("2026-06-20").figure("mentees.lost_year")
    # Five answered, and it may have been three of those who started and both others.
    assert (told.value, told.denominator, told.withheld) == (None, 10, False)
    everybody = year_on(cohort_of, files, 7, 0, 12)("2026-06-20").figure("mentees.lost_year")
    assert everybody.value is None
    assert "90 days" in told.rule


def test_without_a_day_in_the_programme_the_follow_up_is_a_year_after_it(
    cohort_of: CohortOf,
) -> None:
    files = mentees(6, 0)
    files["mentorkit.yaml"] = PROGRAMME.replace("follow_up: 2026-06-01\n", "")
    files["people/m0.yaml"] = files["people/m0.yaml"].replace(YES, "")
    cohort = cohort_of({**files, "surveys.yaml": ""})
    days = (date(2025, 3, 2), date(2025, 3, 3), date(2026, 6, 14), date(2026, 6, 15))
    assert [len(list(follow_up.prompts(cohort, day))) for day in days] == [0, 1, 1, 0]
    days = (date(2026, 5, 3), date(2026, 5, 4))
    assert [len(list(follow_up.due_soon(cohort, day))) for day in days] == [0, 1]
