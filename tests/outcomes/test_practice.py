"""Practicum tasks, teaching on, attempts and lasting roles, each counted by hand."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.matrix import pairs_told
from mentorkit.render.report.markdown import as_markdown
from mentorkit.render.report.page import as_html
from mentorkit.render.report.text import as_text
from mentorkit.render.report.wikitext import as_wikitext
from mentorkit.rules.report import Figure, Report
from mentorkit.verbs.report import report
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "p",
        """\
coordinators: [dana]
""",
    ),
    "people/dana.yaml": "name: Dana\nwiki: DanaD\nroles: [coordinator]\n",
    "people/mia.yaml": "name: Mia\nwiki: MiaM\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/noa.yaml": "name: Noa\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/ana.yaml": "name: Ana\nwiki: AnaB\nroles: [mentee]\nenrolled: 2025-02-10\n",
    "people/ben.yaml": "name: Ben\nroles: [mentee, speaker]\nenrolled: 2025-02-10\n",
    "people/cyd.yaml": "name: Cyd\nroles: [mentee, mentor]\nenrolled: 2025-02-10\n",
    "people/dov.yaml": (
        "name: Dov\nroles: [mentee]\nenrolled: 2025-02-10\nstarted: 2025-03-03\n"
        "left: 2025-04-20\nleft_code: withdrew\n"
    ),
    "people/eve.yaml": "name: Eve\nroles: [mentee]\n",
    "pairs.yaml": "- {mentor: mia, mentee: ana, since: 2025-03-03}\n",
    "tasks.yaml": """\
- {id: t1, person: ana, title: A, due: 2025-04-10, started: 2025-03-20, done: 2025-04-01,
   accepted: {by: "User:Zed", on: 2025-04-05}}
- {id: t2, person: ana, title: B, due: 2025-04-10, done: 2025-04-11,
   accepted: {by: noa, on: 2025-05-01}}
- {id: t3, person: ben, title: C, due: 2025-05-02, started: 2025-04-02}
- {id: t4, person: ben, title: D, due: 2025-05-01, abandoned: 2025-04-20}
- {id: t5, person: dov, title: E, due: 2025-05-01}
- {id: t6, person: eve, title: F, due: 2025-05-01}
- {id: t7, person: cyd, title: G}
- {id: t8, person: cyd, title: H, done: 2025-04-30}
""",
}


def at(cohort_of: CohortOf, day: str, **more: str) -> Report:
    files = FILES | {name.replace("__", "/") + ".yaml": text for name, text in more.items()}
    return report(cohort_of(files), {}, [], date.fromisoformat(day))


COUNTED = {  # planned, started, handed in, accepted, overdue; mentees with one accepted
    "2025-03-19": (7, 0, 0, 0, 0, 0),
    "2025-04-02": (7, 2, 1, 0, 0, 0),
    "2025-04-10": (7, 2, 1, 1, 0, 1),
    "2025-04-11": (7, 3, 2, 1, 0, 1),
    "2025-05-01": (7, 4, 3, 2, 0, 1),
    "2025-05-02": (7, 4, 3, 2, 0, 1),
    "2025-05-03": (7, 4, 3, 2, 1, 1),
}


@pytest.mark.parametrize("day", COUNTED)
def test_tasks_as_known_on_a_day(cohort_of: CohortOf, day: str) -> None:
    told = at(cohort_of, day)
    names = ("planned", "started", "handed_in", "taken", "overdue", "accepted")
    figures = [told.figure(f"practicum.{name}") for name in names]
    assert tuple(figure.value for figure in figures) == COUNTED[day]
    assert [figure.denominator for figure in figures] == [None, 7, 7, 7, 7, 4]


def test_what_an_outsider_did_not_accept_is_said(cohort_of: CohortOf) -> None:
    figure = at(cohort_of, "2025-05-03").figure("practicum.accepted")
    assert figure.sources == ("tasks.yaml:1", "tasks.yaml:3")
    assert [(each.why, each.sources) for each in figure.not_counted] == [
        ("given up", ("tasks.yaml:6",)),
        ("handed in, and accepted by nobody yet", ("tasks.yaml:10",)),
        ("started, not handed in", ("tasks.yaml:5",)),
        ("planned, not started", ("tasks.yaml:7", "tasks.yaml:9")),
    ]
    other = at(cohort_of, "2025-05-03").figure("practicum.planned").not_counted
    assert [(each.count, each.sources) for each in other] == [(1, ("tasks.yaml:8",))]


@pytest.mark.parametrize("write", [as_text, as_markdown, as_wikitext, as_html])
def test_the_public_is_not_told_whose_task_is_overdue_or_was_taken(
    cohort_of: CohortOf, write: Callable[[Report], str]
) -> None:
    public = unescape(write(at(cohort_of, "2025-05-03")))
    assert "tasks.yaml" in public
    assert "tasks.yaml:" not in public
    cohort, day = cohort_of(FILES), date(2025, 5, 3)
    coordinators = report(cohort, {}, [], day, pairs=pairs_told(cohort, day))
    assert "tasks.yaml:5" in unescape(write(coordinators))


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("User:Zed", True),
        ("noa", True),
        ("ana", False),
        ("User:AnaB", False),
        ("mia", False),
        ("User:MiaM", False),
        ("dana", False),
        ("Utilisatrice:DanaD", False),
    ],
)
def test_an_outsider_is_no_mentee_no_mentor_of_theirs_and_no_coordinator(
    cohort_of: CohortOf, by: str, counts: bool
) -> None:
    task = f'- {{id: t1, person: ana, title: A, accepted: {{by: "{by}", on: 2025-04-05}}}}\n'
    files = FILES | {"tasks.yaml": task}
    cohort = cohort_of(files, warned=[] if counts else ["insider"])
    told = report(cohort, {}, [], date(2025, 6, 20))
    assert told.figure("practicum.accepted").value == counts
    assert told.figure("practicum.handed_in").value == 1


def role(number: int, person: str, kind: str, started: str, more: str = "") -> str:
    return (
        f"- {{id: r{number}, person: {person}, class: {kind}, tier: B, started: {started},\n"
        f'   evidence: "https://fr.wikipedia.org/w/index.php?oldid={number}",\n'
        f"   claimed: {{by: {person}, on: {started}}},\n"
        f'   verified: {{by: "User:Zed", on: {started}}}, verdict: accepted{more}}}\n'
    )


def test_who_passes_on_what_they_learned(cohort_of: CohortOf) -> None:
    more = {
        "roles": role(1, "ana", "speaker", "2025-04-10") + role(2, "ana", "mentor", "2025-05-10"),
        "sessions__talks": (
            "- {id: 1, at: 2025-04-20 12:00 UTC, minutes: 9, kind: talk, speaker: ben, held: yes}\n"
            "- {id: 2, at: 2025-04-22 12:00 UTC, minutes: 60, kind: talk, speaker: ben, held: no}\n"
        ),
        "pairs": (
            "- {mentor: mia, mentee: ana, since: 2025-03-03}\n"
            "- {mentor: cyd, mentee: ben, since: 2025-05-20}\n"
        ),
    }
    found = {
        day: at(cohort_of, day, **more).figure("cascade")
        for day in ("2025-04-09", "2025-04-10", "2025-04-20", "2025-05-20")
    }
    assert [figure.value for figure in found.values()] == [0, 1, 2, 3]
    last = found["2025-05-20"]
    assert last.denominator == 4
    assert last.sources == ("roles.yaml:1", "roles.yaml:5", "sessions/talks.yaml:1", "pairs.yaml:2")


def sustained(cohort_of: CohortOf, roles: str, day: str) -> Figure:
    return at(cohort_of, day, roles=roles).figure("roles.sustained")


def test_a_role_lasts_where_its_last_day_tells(cohort_of: CohortOf) -> None:
    roles = (
        role(1, "ana", "speaker", "2025-04-01", ", ended: 2025-06-30")
        + role(2, "ana", "mentor", "2025-04-01", ", ended: 2025-06-29")
        + role(3, "ben", "rights", "2025-04-01", ", ended: 2025-06-29").replace(
            "tier: B", "tier: A"
        )
        + role(4, "ben", "speaker", "2025-04-01")
        + role(5, "cyd", "speaker", "2025-05-01")
    )
    early = sustained(cohort_of, roles, "2025-06-28")
    assert (early.value, early.denominator) == (None, 5)
    late = sustained(cohort_of, roles, "2025-07-01")
    assert (late.value, late.denominator, late.sources) == (1, 5, ("roles.yaml:1",))
    assert [(each.count, each.sources) for each in late.not_counted] == [
        (1, ("roles.yaml:9",)),
        (1, ("roles.yaml:17",)),
        (2, ("roles.yaml:5", "roles.yaml:13")),
    ]


COMPLETED = [  # tier, the last day, the day of the verdict; whether it lasted or was completed
    ("B", "2025-04-20", "2025-04-20", 1),
    ("B", "2025-04-20", "2025-05-02", 1),
    ("B", "2025-04-20", "2025-04-19", None),
    ("A", "2025-04-20", "2025-05-02", 0),
    ("A", "2025-06-30", "2025-05-02", 1),
]


@pytest.mark.parametrize(("tier", "ended", "accepted", "lasted"), COMPLETED)
def test_a_task_accepted_once_it_was_over_is_completed(
    cohort_of: CohortOf, tier: str, ended: str, accepted: str, lasted: int | None
) -> None:
    of_task = role(1, "ana", "tech_task_lead", "2025-04-01", f", ended: {ended}")
    verified = of_task.replace('Zed", on: 2025-04-01', f'Zed", on: {accepted}')
    figure = sustained(cohort_of, verified.replace("tier: B", f"tier: {tier}"), "2025-07-01")
    assert (figure.value, figure.denominator) == (lasted, 1)
    assert figure.sources == (("roles.yaml:1",) if lasted else ())


def test_trying_is_told(cohort_of: CohortOf) -> None:
    asked = role(1, "ana", "admin_ask", "2025-04-01")
    refused = role(2, "ben", "grantee", "2025-04-01").replace("accepted", "rejected")
    other = role(3, "cyd", "speaker", "2025-04-01").replace("accepted", "rejected")
    held = role(4, "cyd", "speaker", "2025-04-02")
    told = at(cohort_of, "2025-06-20", roles=asked + refused + other + held)
    figure = told.figure("roles.attempts")
    assert (figure.value, figure.denominator) == (3, 4)
    assert figure.sources == ("roles.yaml:1", "roles.yaml:5", "roles.yaml:9")
    assert told.figure("leaders_end").value == 2


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("eve", "The 2 practicum tasks on record are of people who are not enrolled."),
        ("", "No practicum task is on record."),
    ],
)
def test_tasks_of_people_who_are_not_enrolled_are_no_tasks_of_the_programme(
    cohort_of: CohortOf, person: str, said: str
) -> None:
    tasks = "".join(f"- {{id: t{n}, person: {person}, title: A}}\n" for n in (1, 2) if person)
    assert said in as_markdown(at(cohort_of, "2025-05-03", tasks=tasks))


def test_one_task_of_somebody_who_is_not_enrolled(cohort_of: CohortOf) -> None:
    told = as_markdown(at(cohort_of, "2025-05-03", tasks="- {id: t1, person: eve, title: A}\n"))
    assert "The 1 practicum task on record is of somebody who is not enrolled." in told
