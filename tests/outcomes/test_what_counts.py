"""What counts as evidence and what does not, each case a small cohort of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.windows import Month, edits_of
from mentorkit.rules.gate import Gate
from mentorkit.rules.report import Goal, Report
from mentorkit.verbs.check import check
from mentorkit.verbs.report import report
from running import REAL_TODAY, lay_out, mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "p",
    """\
coordinators: [dana]
""",
)
PEOPLE = {
    "people/dana.yaml": "name: Dana\nwiki: Dana D\nroles: [coordinator]\n",
    "people/mia.yaml": "name: Mia\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/ana.yaml": "name: Ana\nroles: [mentee]\nenrolled: 2025-02-10\n",
}


def _report(
    cohort_of: CohortOf, files: Mapping[str, str], more: str = "", day: str = "2025-06-20"
) -> Report:
    cohort = cohort_of({"mentorkit.yaml": PROGRAMME + more, **PEOPLE, **files})
    return report(cohort, {}, [], date.fromisoformat(day))


def _goal(told: Report) -> Goal:
    (goal,) = told.goals
    return goal


ROLES = """\
- id: r1
  person: ana
  class: wp_coord
  tier: A
  started: 2024-01-10
  claimed: {by: ana, on: 2025-02-12}
  {EARLIER}
- id: r2
  person: ana
  class: {CLASS}
  tier: A
  started: 2025-04-01
  claimed: {by: ana, on: 2025-04-02}
  verified: {by: "User:Zed", on: 2025-04-09}
  evidence: https://fr.wikipedia.org/w/index.php?oldid=1
  verdict: accepted
  {LATER}
"""
AGAIN = [  # the earlier role, the class and scope of the later one, whether the later is new
    ("scope: X", "wp_coord", "scope: X", False),
    ("scope: X", "wp_coord", "scope: x", False),
    ("scope: X", "wp_coord", "scope: Y", True),
    ("scope: X", "sw_maint", "scope: X", True),
    ("wiki: fr.wikipedia.org", "wp_coord", "wiki: fr.wikipedia.org", False),
    ("wiki: fr.wikipedia.org", "wp_coord", "wiki: sw.wikipedia.org", True),
    ("ended: 2024-03-01", "wp_coord", "ended: 2025-05-01", False),
    ("verdict: rejected", "wp_coord", "ended: 2025-05-01", True),
]


@pytest.mark.parametrize(("earlier", "kind", "later", "new"), AGAIN)
def test_a_role_held_before_and_taken_up_again_is_not_new(
    cohort_of: CohortOf, earlier: str, kind: str, later: str, new: bool
) -> None:
    text = ROLES.replace("{EARLIER}", earlier).replace("{CLASS}", kind).replace("{LATER}", later)
    assert _report(cohort_of, {"roles.yaml": text}).figure("leaders_end").value == int(new)


@pytest.mark.parametrize(("ended", "new"), [("2023-02-10", True), ("2023-02-12", False)])
def test_a_role_given_up_two_years_before_is_new_again(
    cohort_of: CohortOf, ended: str, new: bool
) -> None:
    text = ROLES.replace("2024-01-10", "2022-01-10").replace("{EARLIER}", f"ended: {ended}")
    text = text.replace("{CLASS}", "wp_coord").replace("{LATER}", "wiki: fr.wikipedia.org")
    text = text.replace(f"ended: {ended}", f"ended: {ended}\n  wiki: fr.wikipedia.org")
    assert _report(cohort_of, {"roles.yaml": text}).figure("leaders_end").value == int(new)


CLOSERS = [
    ("User:Zed", 1),
    ("dana", 0),
    ("User:Dana_D", 0),
    ("Utilisatrice:Dana D", 0),
]


@pytest.mark.parametrize(("closer", "counted"), CLOSERS)
def test_assent_that_a_coordinator_closed_does_not_count(
    cohort_of: CohortOf, closer: str, counted: int
) -> None:
    told = _report(
        cohort_of,
        {},
        "wikis: {fr.wikipedia.org: {assent: {result: assent, opened: 2025-01-10, "
        f'closed: 2025-02-01, closer: "{closer}"}}}}}}\ngoals: {{wikis_assent: 1}}\n',
    )
    figure, goal = told.figure("assent.wikis"), _goal(told)
    assert (figure.value, goal.status) == (counted, "met" if counted else "not_met")
    assert ("closed by a coordinator" in figure.note) == (not counted)


OPENED = "opened: 2025-03-28"
DATED = ("closed: 2025-03-10", "closed: 2025-03-24")
ASSENTED = [  # the days written of each wiki that assented; the target, and the day it was met
    (DATED, 1, "2025-03-10"),
    (DATED, 2, "2025-03-24"),
    ((*DATED, OPENED), 1, "2025-03-10"),
    ((*DATED, OPENED), 2, "2025-03-24"),
    ((*DATED, OPENED), 3, None),
    (("opened: 2025-03-10", "closed: 2025-03-10"), 1, "2025-03-10"),
    (("opened: 2025-03-01", "closed: 2025-03-10"), 1, None),
    (("opened: 2025-03-01", "closed: 2025-03-10"), 2, "2025-03-10"),
    (("", "closed: 2025-03-10"), 1, None),
]


@pytest.mark.parametrize(("days", "target", "met_on"), ASSENTED)
def test_assent_without_a_day_undoes_no_day_before_it(
    cohort_of: CohortOf, days: Sequence[str], target: int, met_on: str | None
) -> None:
    each = "".join(
        f"  {code}.wikipedia.org: {{assent: {{result: assent, {day}}}}}\n"
        for code, day in zip(("ar", "fr", "sw"), days, strict=False)
    )
    goal = _goal(_report(cohort_of, {}, f"wikis:\n{each}goals: {{wikis_assent: {target}}}\n"))
    assert goal.value == len(days)
    assert goal.met_on == (date.fromisoformat(met_on) if met_on else None)


UNDATED = [  # what is written of an answer, and what the warning says of it
    ("result: assent, opened: 2025-01-10", "it counts from 2025-01-10"),
    ("result: no_objection, opened: 2025-01-10", "it does not count"),
    ("result: assent, opened: 2025-01-10, closed: 2025-02-01", None),
    ("result: objection, opened: 2025-01-10", None),
    ("opened: 2025-01-10", None),
]


@pytest.mark.parametrize(("answer", "said"), UNDATED)
def test_check_asks_for_the_day_on_which_a_wiki_had_answered(
    tmp_path: Path, answer: str, said: str | None
) -> None:
    wiki = f"wikis:\n  fr.wikipedia.org:\n    assent: {{{answer}}}\n"
    _, found = check(lay_out(tmp_path, {"mentorkit.yaml": mentorkit_yaml("p", wiki)}), REAL_TODAY)
    assert [(each.code, each.warning) for each in found] == [("undated", True)] * bool(said)
    for each in found:
        assert (said or "") in each.message
        assert "`closed:`" in each.hint
        assert each.source.lstrip().startswith("assent:")


def test_sessions_of_a_pair_that_was_not_yet_are_not_counted(cohort_of: CohortOf) -> None:
    files = {
        "pairs.yaml": "- {mentor: mia, mentee: ana, since: 2025-04-21}\n",
        "sessions/mia--ana.yaml": '- {id: 1, at: "2025-05-01 19:00 Africa/Dakar", minutes: 60}\n',
        "sessions/cohort.yaml": '- {id: 1, at: "2025-05-02 19:00 Africa/Dakar", minutes: 60}\n',
    }
    for day, planned in (("2025-04-20", 1), ("2025-04-21", 2)):
        told = _report(cohort_of, files, day=day)
        assert told.figure("sessions.planned").value == planned
        assert told.figure("sessions.ahead").value == planned


REACH = "goals: {reach: 2000}\n"
LATE = "- {id: o1, title: A film, on: 2025-06-12, reach: 3000, unit: unique}\n"
BY_DAY = [("2025-06-02", "too_early"), ("2025-06-11", "too_early"), ("2025-06-12", "met")]


@pytest.mark.parametrize(("day", "status"), BY_DAY)
def test_a_late_announcement_can_still_meet_the_goal(
    cohort_of: CohortOf, day: str, status: str
) -> None:
    assert _goal(_report(cohort_of, {"outreach.yaml": LATE}, REACH, day)).status == status


def test_a_sum_older_than_every_rate_is_said(cohort_of: CohortOf) -> None:
    money = """\
lines: [{id: a, title: A, planned: 100 USD}]
rates: [{from: EUR, to: USD, rate: 2, on: 2025-04-10}]
payments: [{id: p1, line: a, amount: 8 EUR, committed: 2025-03-01, paid: PAID}]
"""
    notes = {}
    for paid in ("2025-04-09", "2025-04-10"):
        figure = _report(cohort_of, {"money.yaml": money.replace("PAID", paid)}).figure
        assert figure("money.spent").value == Decimal("16.00")
        notes[paid] = figure("money.spent").note
    assert "EUR are older than the first rate" in notes["2025-04-09"]
    assert notes["2025-04-10"] == ""


def test_what_was_read_later_is_not_known_yet() -> None:
    consent = {"activity": "2025-02-10"}
    given = {"id": "ana", "name": "Ana", "roles": ["mentee"], "enrolled": "2025-02-10"}
    ana = Person.model_validate(given | {"consent": consent})
    reads = [
        PulledRow("ana", "fr.wikipedia.org", 1, date(2024, 8, 1), date(2026, 1, 1), None),
        PulledRow("ana", "sw.wikipedia.org", 2, date(2025, 9, 1), date(2026, 1, 1), None),
    ]
    later = ActivityRow("2025-09", "sw.wikipedia.org", 0, 5, 0, 0, 0, 1, 0, 0)
    (edits,) = edits_of([ana], {"ana": [later]}, reads, date(2025, 7, 1))
    assert edits.per_30_days([Month(2025, 5)]) == 0
    assert dict(edits.by_month) == {}


def test_no_letter_goes_where_a_coordinator_closed_the_discussion(cohort_of: CohortOf) -> None:
    wiki = "wikis: {fr.wikipedia.org: {assent: {result: assent, closed: 2025-02-01, closer: WHO}}}"
    candidate = {"private/candidates/c1.yaml": "name: Cleo\nhome: fr.wikipedia.org\nwiki: Cleo\n"}
    for closer, refused in (("User:Zed", ()), ("dana", ("no-assent",))):
        programme = PROGRAMME + wiki.replace("WHO", f'"{closer}"') + "\n"
        cohort = cohort_of({"mentorkit.yaml": programme, **PEOPLE, **candidate})
        gate = Gate(cohort, (), (), date(2025, 2, 10))
        assert gate.refusals(cohort.candidates["c1"]) == refused
