"""What the report draws: weeks without names, days and months that tell on nobody."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from outcome_reports import EXAMPLE, ReportOf, opened

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.calendar import sessions_shown
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import edits_of, shown
from mentorkit.rules.report_pictures import SessionsShown

CohortOf = Callable[[Mapping[str, str]], Cohort]
DAY = date(2025, 4, 2)
SPAN = Horizons(date(2025, 3, 3), date(2025, 3, 23), date(2026, 3, 23))

CALLS = """\
- {id: 1, at: 2025-03-04 12:00 Etc/UTC, minutes: 60, held: yes}
- {id: 2, at: 2025-03-11 12:00 Etc/UTC, minutes: 60, held: no}
- {id: 3, at: 2025-03-14 12:00 Etc/UTC, minutes: 60, kind: in-person, held: yes}
- {id: 4, at: 2025-03-18 12:00 Etc/UTC, minutes: 60}
- {id: 5, at: 2025-05-06 12:00 Etc/UTC, minutes: 60}
- {id: 6, at: 2025-05-13 12:00 Etc/UTC, minutes: 60, cancelled: 2025-03-20}
"""


def pairs(count: int) -> dict[str, str]:
    files = {"pairs.yaml": ""}
    for number in range(count):
        mentor, mentee = f"m{number}", f"n{number}"
        for person, role in ((mentor, "mentor"), (mentee, "mentee")):
            files[f"people/{person}.yaml"] = f"name: {person.upper()}\nroles: [{role}]\n"
        files["pairs.yaml"] += f"- {{mentor: {mentor}, mentee: {mentee}, since: 2025-03-03}}\n"
        files[f"sessions/{mentor}--{mentee}.yaml"] = CALLS
    return files


def weeks(cohort: Cohort, *, everyone: bool = False) -> SessionsShown:
    return sessions_shown(cohort, SPAN, DAY, everyone=everyone)


def test_a_week_counts_sessions_by_what_became_of_them(cohort_of: CohortOf) -> None:
    told = weeks(cohort_of(pairs(5)))
    assert [(str(week.first), dict(week.counts)) for week in told.weeks] == [
        ("2025-03-03", {"held": 5}),
        ("2025-03-10", {"missed": 5, "in_person": 5}),
        ("2025-03-17", {"unlogged": 5}),
        ("2025-05-05", {"ahead": 5}),
        ("2025-05-12", {"cancelled": 5}),
    ]
    assert told.pairs == ()


@pytest.mark.parametrize(("count", "withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_the_weeks_of_few_pairs_are_withheld(
    cohort_of: CohortOf, count: int, withheld: bool
) -> None:
    told = weeks(cohort_of(pairs(count)))
    assert (told.withheld, told.weeks == ()) == (withheld, withheld)


def test_coordinators_see_whose_weeks_they_are(cohort_of: CohortOf) -> None:
    told = weeks(cohort_of(pairs(1)), everyone=True)
    assert not told.withheld
    (pair,) = told.pairs
    assert pair.names == ("M0", "N0")
    assert pair.marks == (
        ("held",),
        ("missed", "in_person"),
        ("unlogged",),
        ("ahead",),
        ("cancelled",),
    )


def test_a_pair_that_ended_stands_until_then(cohort_of: CohortOf) -> None:
    files = pairs(5)
    ended = "since: 2025-03-03, until: 2025-03-12, ended: rematched}"
    files["pairs.yaml"] = files["pairs.yaml"].replace("since: 2025-03-03}", ended, 1)
    files["sessions/m0--n0.yaml"] = CALLS.partition("- {id: 3")[0]
    told = weeks(cohort_of(files))
    assert [week.pairs for week in told.weeks] == [5, 5, 4, 4, 4]


@pytest.mark.parametrize("day", ["2025-03-20", "2025-04-22", "2025-06-20", "2026-11-22"])
def test_the_weeks_add_up_to_the_figures(example: ReportOf, day: str) -> None:
    told = example(day)
    counts: Counter[str] = Counter()
    for week in told.sessions.weeks:
        counts.update(week.counts)
    for session in told.sessions.for_all:
        counts[session.outcome] += 1
    counts["held"] += counts.pop("in_person", 0)
    for name in ("held", "missed", "cancelled", "unlogged", "ahead"):
        assert told.figure(f"sessions.{name}").value == counts[name]


def test_a_speaker_is_named_by_consent_alone(cohort_of: CohortOf) -> None:
    files = {
        "people/sunil.yaml": "name: Sunil\nroles: [speaker]\n",
        "sessions/talks.yaml": "- {id: 1, at: 2025-03-04 12:00 Etc/UTC, minutes: 60, "
        "kind: talk, speaker: sunil, title: Gadgets}\n",
    }
    cohort = cohort_of(files)
    assert [each.speaker for each in weeks(cohort).for_all] == [""]
    assert [each.speaker for each in weeks(cohort, everyone=True).for_all] == ["Sunil"]


@pytest.mark.parametrize("day", ["2025-05-20", "2025-06-20", "2026-11-22"])
def test_days_are_told_of_those_who_are_named(example: ReportOf, day: str) -> None:
    public, team = example(day), example(day, coordinators=True)
    total = public.figure("leaders_year").value
    assert len(public.leaders.days) + public.leaders.undated == total
    assert (len(team.leaders.days), team.leaders.undated) == (total, 0)
    named = {role.name for role in public.roles}
    assert len(public.leaders.days) == len(named)


def activity(cohort: Cohort) -> tuple[dict[str, list[ActivityRow]], list[PulledRow]]:
    rows, pulled = {}, []
    for number, person in enumerate(cohort.people, 1):
        row = ActivityRow("2025-01", "fr.wikipedia.org", 0, number, 0, 0, 0, 1, 0, 0)
        rows[person] = [row]
        read = PulledRow(
            person, "fr.wikipedia.org", number, date(2024, 1, 1), date(2025, 3, 31), None
        )
        pulled.append(read)
    return rows, pulled


@pytest.mark.parametrize(
    ("hidden", "others", "apart", "total"),
    [(0, 0, 0, 3), (1, 0, 1, 3), (4, 0, 4, 3), (5, 5, 0, 28), (6, 6, 0, 36)],
)
def test_few_who_are_not_named_are_in_no_total(
    cohort_of: CohortOf, hidden: int, others: int, apart: int, total: int
) -> None:
    enrolled = "roles: [mentee]\nenrolled: 2025-02-20\n"
    files = {
        f"people/a{i}.yaml": f"name: A{i}\n{enrolled}"
        "consent: {named: 2025-02-20, activity: 2025-02-20}\n"
        for i in range(2)
    }
    files |= {
        f"people/b{i}.yaml": f"name: B{i}\n{enrolled}consent: {{activity: 2025-02-20}}\n"
        for i in range(hidden)
    }
    cohort = cohort_of(files)
    mentees = list(cohort.people.values())
    # By id: a0 has 1 edit, a1 has 2, b0 has 3 and so on.
    edits = edits_of(mentees, *activity(cohort), date(2025, 4, 1))
    told = shown(edits, SPAN, everyone=False)
    january = next(month for month in told.months if month.month == "2025-01")
    assert (told.others, told.apart, january.edits) == (others, apart, total)
    assert [mentee.name for mentee in told.mentees] == ["A0", "A1"]
    team = shown(edits, SPAN, everyone=True)
    assert len(team.mentees) == 2 + hidden


def test_nobody_of_the_example_can_be_worked_out_of_the_months(example: ReportOf) -> None:
    told = example("2025-06-20")
    people = opened(EXAMPLE).people.values()
    named = [p for p in people if "mentee" in p.roles and p.consent.named and p.consent.activity]
    assert len(told.edits.mentees) == len(named)
    for number, month in enumerate(told.edits.months):
        each = [mentee.edits[number] for mentee in told.edits.mentees]
        if month.edits is not None:
            assert month.edits == sum(count or 0 for count in each)
