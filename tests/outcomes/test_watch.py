"""Whom to call: each sign on the day on which it comes, and what it is worth."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes import watch
from mentorkit.rules.replay import as_known_on
from running import Run, lay_out, mentorkit_yaml

CohortOf = Callable[..., Cohort]

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "p",
        """\
goals: {attrition: 25%}
""",
    ),
    "people/mia.yaml": "name: Mia\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/ana.yaml": (
        "name: Ana\nroles: [mentee]\nenrolled: 2025-02-01\nstarted: 2025-03-03\n"
        "consent: {activity: 2025-02-01}\n"
    ),
    "pairs.yaml": "- {mentor: mia, mentee: ana, since: 2025-03-03}\n",
}
HELD = "- {id: 1, at: 2025-03-10 12:00 UTC, minutes: 60, held: yes}\n"


def called(cohort: Cohort, day: str, **rows: object) -> list[str]:
    when = date.fromisoformat(day)
    activity: Mapping[str, list[ActivityRow]] = rows.get("activity", {})  # type: ignore[assignment]
    pulled: list[PulledRow] = rows.get("pulled", [])  # type: ignore[assignment]
    return [m.what for m in watch.to_call(as_known_on(cohort, when), activity, pulled, when)]


def meeting(number: int, day: str, more: str = "") -> str:
    return f"- {{id: {number}, at: {day} 12:00 UTC, minutes: 60{more}}}\n"


SESSIONS = [  # sessions, day, sign
    ("", "2025-03-02", None),
    ("", "2025-03-16", None),
    ("", "2025-03-17", "Ana (amber): no session for 14 days"),
    ("", "2025-03-23", "Ana (amber): no session for 20 days"),
    ("", "2025-03-24", "Ana (red): no session for 21 days"),
    (HELD, "2025-03-23", None),
    (HELD, "2025-03-24", "Ana (amber): no session for 14 days"),
    (HELD, "2025-06-01", "Ana (red): no session for 83 days"),
    (HELD, "2025-06-02", None),
    # One that is planned for the day itself may take place.
    (HELD + meeting(2, "2025-03-24"), "2025-03-24", None),
    (HELD + meeting(2, "2025-03-24"), "2025-03-25", "Ana (amber): no session logged for 15 days"),
    (HELD + meeting(2, "2025-03-24"), "2025-04-24", "Ana (amber): no session logged for 45 days"),
    (HELD + meeting(2, "2025-03-17", ", held: no"), "2025-03-17", "Ana (amber): 1 missed"),
    (
        HELD + meeting(2, "2025-03-17", ", held: no") + meeting(3, "2025-03-20", ", held: no"),
        "2025-03-20",
        "Ana (red): 2 missed in a row",
    ),
    (
        meeting(1, "2025-03-05", ", held: no") + meeting(2, "2025-03-10", ", held: yes"),
        "2025-03-12",
        None,
    ),
]


@pytest.mark.parametrize(("sessions", "day", "sign"), SESSIONS)
def test_a_pair_that_does_not_meet(
    cohort_of: CohortOf, sessions: str, day: str, sign: str | None
) -> None:
    cohort = cohort_of({**FILES, "sessions/mia--ana.yaml": sessions})
    assert called(cohort, day) == ([sign] if sign else [])


def test_days_away_are_no_days_without(cohort_of: CohortOf) -> None:
    away = FILES["people/ana.yaml"] + "away: [2025-03-10..2025-03-16]\n"
    cohort = cohort_of({**FILES, "people/ana.yaml": away})
    assert called(cohort, "2025-03-23") == []
    assert called(cohort, "2025-03-24") == ["Ana (amber): no session for 14 days"]


TASKS = [
    ("2025-03-17", None),
    ("2025-03-18", "amber"),
    ("2025-03-24", "amber"),
    ("2025-03-25", "red"),
]


@pytest.mark.parametrize(("day", "level"), TASKS)
def test_a_task_is_overdue(cohort_of: CohortOf, day: str, level: str | None) -> None:
    tasks = (
        "- {id: t1, person: ana, title: A, due: 2025-03-11}\n"
        "- {id: t2, person: ana, title: B, due: 2025-03-04, done: 2025-03-09}\n"
        "- {id: t3, person: ana, title: C, due: 2025-03-05, abandoned: 2025-03-10}\n"
    )
    without = {name: text for name, text in FILES.items() if name != "pairs.yaml"}
    found = called(cohort_of({**without, "tasks.yaml": tasks}), day)
    late = (date.fromisoformat(day) - date(2025, 3, 11)).days
    assert found == ([f"Ana ({level}): a task {late} days overdue"] if level else [])


EDITS = [  # edits in March, worry: sign in April
    (10, False, None),
    (9, False, "Ana (amber): edits at 47 % of the usual"),
    (4, False, "Ana (amber): edits at 21 % of the usual"),
    (4, True, "Ana (red): a worry is written down, edits at 21 % of the usual"),
]


@pytest.mark.parametrize(("march", "worry", "sign"), EDITS)
def test_of_edits_only_whole_months_are_looked_at(
    cohort_of: CohortOf, march: int, worry: bool, sign: str | None
) -> None:
    """A usual month had 18.7 edits in 30 days: between 18 (September) and 19.4 (December)."""
    host, files = "fr.wikipedia.org", dict(FILES)
    if worry:
        files["private/people/ana.yaml"] = "at_risk: she sounded tired\n"
    files["sessions/mia--ana.yaml"] = meeting(1, "2025-03-31", ", held: yes")
    before = [("2024-08", 18), ("2024-09", 18), ("2024-10", 18)]
    before += [("2024-11", 20), ("2024-12", 20), ("2025-01", 20)]
    rows = [ActivityRow(m, host, 0, n, 0, 0, 0, 1, 0, 0) for m, n in (*before, ("2025-03", march))]
    pulled = [PulledRow("ana", host, 1, date(2024, 8, 1), date(2025, 4, 1), None)]
    cohort = cohort_of(files)
    found = called(cohort, "2025-04-01", activity={"ana": rows}, pulled=pulled)
    assert found == ([sign] if sign else [])
    assert called(cohort, "2025-03-31", activity={"ana": rows}, pulled=pulled) == (
        ["Ana (red): a worry is written down"] if worry else []
    )


def test_the_worry_itself_stays_in_its_file(run: Run, tmp_path: Path) -> None:
    files = {**FILES, "private/people/mia.yaml": "at_risk: secret words\n"}
    cohort = lay_out(tmp_path, files)
    seen = run("status", "--as-of", "2025-03-05", at=cohort)
    assert "Mia (red): a worry is written down" in seen.out
    assert "private/people/mia.yaml:1" in seen.out
    told = json.loads(run("status", "--as-of", "2025-03-05", "--json", at=cohort).out)
    assert told["notes"]["risk"].startswith("A reason to call, no forecast: where 25 % leave")
    for words in (seen.out, json.dumps(told), run("report", "--json", at=cohort).out):
        assert "secret" not in words
    assert "worry" not in run("report", "--for", "coordinator", at=cohort).out


def test_what_a_sign_is_worth() -> None:
    flagged, spared = watch.predictive(Fraction(1, 4))
    assert (round(flagged, 3), round(spared, 3)) == (0.364, 0.798)
    assert watch.predictive(Fraction(0)) == (0.0, 1.0)
    assert watch.predictive(Fraction(1)) == (1.0, 0.0)


def test_what_a_sign_is_worth_is_by_the_cohorts_own_goal(cohort_of: CohortOf) -> None:
    ten = {**FILES, "mentorkit.yaml": FILES["mentorkit.yaml"].replace("25%", "10%")}
    assert "where 10 % leave, about 16 of 100" in watch.meaning(cohort_of(ten))


LAPSED = [("2025-04-06", None), ("2025-04-07", "Ana: 28 days")]


@pytest.mark.parametrize(("day", "said"), LAPSED)
def test_four_weeks_without_a_session_are_a_question(
    cohort_of: CohortOf, day: str, said: str | None
) -> None:
    cohort = cohort_of({**FILES, "sessions/mia--ana.yaml": HELD})
    when = date.fromisoformat(day)
    found = list(watch.lapsed(as_known_on(cohort, when), when))
    assert [matter.what for matter in found] == ([said] if said else [])
    assert all("'left_code: lapsed'" in matter.do for matter in found)


ALARM = [  # mentees who started, those who left: what is said
    (15, 0, None),
    (15, 1, "1 of 15 have left; 2 more may (the goal is under 25 %)"),
    (15, 3, "3 of 15 have left; the next one who leaves breaks the goal (the goal is under 25 %)"),
    (15, 4, "4 of 15 have left; the goal is out of reach (the goal is under 25 %)"),
    (4, 0, "0 of 4 have left; the next one who leaves breaks the goal (the goal is under 25 %)"),
    (8, 1, "1 of 8 have left; the next one who leaves breaks the goal (the goal is under 25 %)"),
    (0, 0, None),
]


@pytest.mark.parametrize(("began", "left", "said"), ALARM)
def test_an_alarm_before_the_goal_breaks(
    cohort_of: CohortOf, began: int, left: int, said: str | None
) -> None:
    files = {"mentorkit.yaml": FILES["mentorkit.yaml"]}
    for number in range(began):
        gone = "left: 2025-04-20\nleft_code: withdrew\n" if number < left else ""
        files[f"people/m{number}.yaml"] = (
            f"name: M\nroles: [mentee]\nenrolled: 2025-02-01\nstarted: 2025-03-03\n{gone}"
        )
    alarm = watch.alarm(cohort_of(files), date(2025, 4, 20))
    assert (alarm.what if alarm else None) == said
