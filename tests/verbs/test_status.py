"""status: what is late and what is next, on a day."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import PulledRow
from mentorkit.doors import open_cohort
from mentorkit.meetings.plan import propose
from mentorkit.recruit.answers import Line
from mentorkit.render.status import as_text
from mentorkit.render.terminal import cells
from mentorkit.rules.agenda import Agenda, Seen, agenda
from mentorkit.rules.replay import as_known_on
from mentorkit.verbs.recruiting import Records
from mentorkit.verbs.status import lacking_calls, uninvited
from running import REAL_TODAY, Run, lay_out, mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "test",
        """\
follow_up: 2026-06-01
coordinators: [dana]
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2025-02-01}}
  de.wikipedia.org: {assent: {result: objection, closed: 2025-02-01}}
meetings:
  pair: {every: 4 weeks, minutes: 60}
""",
        name="Open Leaders 2025",
    ),
    "people/amina.yaml": (
        "name: Amina\nwiki: A\nroles: [mentee]\nenrolled: 2025-02-01\n"
        "consent: {activity: 2025-02-01}\nstarted: 2025-03-10\n"
    ),
    "people/bola.yaml": "name: Bola\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/chipo.yaml": "name: চিপো\nroles: [mentee]\nenrolled: 2025-02-01\n",
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/dewi.yaml": (
        "name: Dewi\nroles: [mentee]\nenrolled: 2025-02-01\nleft: 2025-03-20\nleft_code: withdrew\n"
    ),
    "people/esi.yaml": "name: Esi\nroles: [speaker]\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
    "sessions/bola--amina.yaml": """\
- id: 1
  at: 2025-03-10 19:00 Africa/Dakar
  minutes: 60
  held: yes
- {id: 2, at: 2025-04-07 19:00 Africa/Dakar, minutes: 60}
- {id: 3, at: 2025-04-09 19:00 Africa/Dakar, minutes: 60, cancelled: 2025-04-08}
""",
    "sessions/talks.yaml": """\
- {id: 1, at: 2025-04-17 01:00 Asia/Tokyo, minutes: 60, kind: talk, title: Gadgets, speaker: esi}
- {id: 2, at: 2025-04-23 12:00 Asia/Tokyo, minutes: 60, kind: talk, title: Too far, speaker: esi}
""",
    "tasks.yaml": """\
- {id: t1, person: amina, title: A page, due: 2025-04-10}
- {id: t2, person: amina, title: A list, due: 2025-04-10, done: 2025-04-08}
- {id: t3, person: dewi, title: A map, due: 2025-04-10}
- {id: t4, person: amina, title: A form, due: 2025-04-16}
""",
    "roles.yaml": """\
- id: r1
  person: amina
  class: wp_coord
  tier: A
  started: 2025-04-01
  claimed: {by: amina, on: 2025-04-12}
""",
    "private/candidates/kofi.yaml": "name: Kofi\nwiki: KofiM\nhome: fr.wikipedia.org\n",
    "private/candidates/lea.yaml": "name: Lea\nwiki: LeaM\nhome: de.wikipedia.org\n",
}
DAY = date(2025, 4, 16)


def brief(cohort: Cohort, day: date, seen: Seen | None = None) -> Agenda:
    """Return the agenda as a replay to that day shows it."""
    known = as_known_on(cohort, day)
    return agenda(known, day, seen or Seen(lacking=lacking_calls(known, day)))


def told(matters: tuple[object, ...]) -> list[tuple[str, str, str]]:
    return [(m.kind, m.what, m.where) for m in matters]  # type: ignore[attr-defined]


def test_what_is_late_and_what_is_next(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    pulled = [
        PulledRow("amina", "fr.wikipedia.org", 1, date(2025, 1, 1), date(2025, 4, 1), None),
        PulledRow("amina", "sw.wikipedia.org", 1, date(2025, 1, 1), date(2025, 4, 2), None),
    ]
    seen = Seen(2, lacking_calls(cohort, DAY), ["kofi"], pulled)
    found = brief(cohort, DAY, seen)
    assert told(found.late) == [
        ("problems", "2 problems in the files", ""),
        ("mentor", "চিপো", "people/chipo.yaml:1"),
        ("calls", "bola--amina: 1 call", "pairs.yaml:1"),
        ("unlogged", "Mon  7 Apr  19:00 UTC  bola--amina/2", "sessions/bola--amina.yaml:5"),
        ("tasks", "Amina: A page, due 10 Apr", "tasks.yaml:1"),
        ("acceptance", "Amina: A list, done  8 Apr", "tasks.yaml:2"),
        ("claims", "Amina: Coordinating a WikiProject, claimed 12 Apr", "roles.yaml:1"),
        ("activity", "fr.wikipedia.org, read up to  1 Apr 2025", ""),
    ]
    assert told(found.next) == [
        ("invite", "Kofi", "private/candidates/kofi.yaml:1"),
        (
            "sessions",
            "Wed 16 Apr  16:00 UTC  Gadgets, Esi  (01:00 Asia/Tokyo)",
            "sessions/talks.yaml:1",
        ),
    ]
    do = {matter.kind: matter.do for matter in (*found.late, *found.next)}
    assert do["unlogged"] == "mentorkit meet log bola--amina/2"
    assert do["invite"] == "mentorkit invite kofi"
    assert do["activity"] == "mentorkit activity pull"


@pytest.mark.parametrize(
    ("day", "late", "ahead"),
    [
        (date(2025, 2, 10), [], ["mentor", "mentor", "mentor"]),
        (date(2025, 3, 3), ["mentor", "mentor", "activity"], []),
        (date(2025, 3, 19), ["mentor", "mentor", "activity"], []),
        (date(2025, 3, 20), ["mentor", "activity"], []),
        (date(2025, 4, 8), ["mentor", "activity", "calls"], []),
        (date(2025, 6, 2), ["acceptance", "activity", "claims", "tasks", "tasks"], ["report"]),
        (date(2026, 8, 1), ["acceptance", "claims", "tasks", "tasks"], ["report"]),
    ],
)
def test_a_matter_comes_and_goes_with_the_day(
    cohort_of: CohortOf, day: date, late: list[str], ahead: list[str]
) -> None:
    found = brief(cohort_of(FILES), day)
    sessions = ("sessions", "unlogged")
    assert sorted(m.kind for m in found.late if m.kind not in sessions) == sorted(late)
    assert [m.kind for m in found.next if m.kind not in sessions] == ahead


@pytest.mark.parametrize(
    ("day", "unlogged", "coming"),
    [
        (date(2025, 3, 10), 0, 1),
        (date(2025, 4, 7), 0, 2),
        (date(2025, 4, 8), 1, 0),
        (date(2025, 4, 10), 1, 1),
        (date(2025, 4, 17), 2, 1),
        (date(2025, 4, 16), 1, 1),
        (date(2025, 4, 24), 3, 0),
    ],
)
def test_a_session_is_coming_then_past(
    cohort_of: CohortOf, day: date, unlogged: int, coming: int
) -> None:
    found = brief(cohort_of(FILES), day)
    assert sum(m.kind == "unlogged" for m in found.late) == unlogged
    assert sum(m.kind == "sessions" for m in found.next) == coming


def test_candidates_wait_until_they_have_a_letter_or_an_answer(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    assert uninvited(cohort, Records(), [], DAY) == ["kofi"]
    assert uninvited(cohort, Records(), ["out/invitations/kofi.txt"], DAY) == []
    assert uninvited(cohort, Records((Line("kofi", "later"),)), [], DAY) == []
    assert uninvited(cohort, Records(), [], date(2025, 1, 31)) == []


def test_an_empty_cohort_asks_for_people(cohort_of: CohortOf) -> None:
    found = brief(cohort_of({}), date(2025, 2, 28))
    assert (
        as_text(found)
        == """\
Test                            Friday 28 February 2025, 3 days before the start

Nothing is late; this comes next.

PEOPLE                                          mentorkit people import FILE.csv
  nobody takes part yet

COORDINATORS                                          write 'coordinators: [ID]'
  nobody is named as coordinator                                  mentorkit.yaml

next: mentorkit people import FILE.csv"""
    )


LACKING = {
    "mentorkit.yaml": """\
id: test-2025
name: Test
fictional: yes
from: 2025-03-03
to: 2025-03-23
wikis: {fr.wikipedia.org: {assent: {opened: 2025-01-10}}, de.wikipedia.org: {}}
meetings:
  pair: {every: 2 weeks}
  cohort: {count: 3}
  talks: {count: 1}
  in_person: {cohort: 1}
""",
    "people/ama.yaml": """\
name: Ama
roles: [mentee]
languages: [en]
timezone: Asia/Tokyo
available: [mon-fri 18:00-21:00]
away: [2025-03-12]
""",
    "people/dewi.yaml": "name: Dewi\nroles: [mentee]\nleft: 2025-01-20\nleft_code: withdrew\n",
    "people/bob.yaml": """\
name: Bob
roles: [mentor]
enrolled: 2025-01-01
languages: [en]
timezone: Etc/UTC
available: [mon-fri 09:00-12:00]
away: [2025-03-13..2025-03-14]
""",
    "pairs.yaml": "- {mentor: bob, mentee: ama, since: 2025-01-01}\n",
    "sessions/cohort.yaml": """\
- {id: 1, at: 2025-03-12 15:00 Etc/UTC, minutes: 60}
- {id: 2, at: 2025-03-13 15:00 Etc/UTC, minutes: 60, cancelled: 2025-01-02}
- {id: 3, at: 2025-03-20 15:00 Etc/UTC, minutes: 60, kind: in-person}
""",
    # By Ama's clocks the first is on the 12th; the second ends on Bob's last hour before he goes.
    "sessions/bob--ama.yaml": """\
- {id: 1, at: 2025-03-11 15:30 Etc/UTC, minutes: 60, kind: in-person}
- {id: 2, at: 2025-03-12 23:00 Etc/UTC, minutes: 60, kind: in-person}
- {id: 3, at: 2025-03-14 10:00 Etc/UTC, minutes: 60, kind: in-person}
- {id: 4, at: 2025-03-14 11:00 Etc/UTC, minutes: 60, kind: in-person, cancelled: 2025-01-02}
""",
}
MISSING = [
    ("calls", "bob--ama: 2 calls", "pairs.yaml:1"),
    ("series", "1 of 3 calls of the cohort", "sessions/cohort.yaml"),
    ("series", "0 of 1 talks", "sessions/talks.yaml"),
    ("coordinators", "nobody is named as coordinator", "mentorkit.yaml"),
    (
        "assent",
        "fr.wikipedia.org, asked 10 Jan: silence counts since 24 Jan",
        "mentorkit.yaml:6",
    ),
    ("assent", "de.wikipedia.org: nobody has asked yet", "mentorkit.yaml:6"),
]
AWAY = [
    (
        "away",
        "Tue 11 Mar  15:30 UTC  bob--ama/1: Ama away",
        "sessions/bob--ama.yaml:1",
    ),
    (
        "away",
        "Fri 14 Mar  10:00 UTC  bob--ama/3: Bob away",
        "sessions/bob--ama.yaml:3",
    ),
]


def test_what_a_programme_lacks_is_next_before_its_start_and_then_late(
    cohort_of: CohortOf,
) -> None:
    cohort = cohort_of(LACKING)
    early, before, running = (date(2025, *day) for day in ((2, 16), (2, 17), (3, 3)))
    enrolled = [("enrolled", "Ama", "people/ama.yaml:1")]
    assert told(brief(cohort, early).late) == AWAY
    assert told(brief(cohort, before).late) == enrolled + AWAY
    assert told(brief(cohort, before).next) == MISSING
    assert told(brief(cohort, running).late) == enrolled + MISSING + AWAY
    assert {matter.kind for matter in brief(cohort, date(2025, 3, 24)).late} == {"unlogged"}
    text = as_text(brief(cohort, running))
    assert max(map(cells, text.splitlines())) <= 80
    heading = "CALLS ON DAYS AWAY (2)"
    assert heading + "mentorkit meet move SESSION".rjust(80 - len(heading)) in text
    assert text.endswith("\n\nnext: mentorkit meet plan\n      mentorkit outreach")


def test_calls_to_plan_are_as_many_as_the_plan_proposes(cohort_of: CohortOf) -> None:
    cohort = cohort_of(LACKING)
    for day in (date(2025, 2, 1), date(2025, 3, 3), date(2025, 3, 10), date(2025, 3, 19)):
        assert sum(lacking_calls(cohort, day).values()) == len(propose(cohort, day).calls)
    assert lacking_calls(cohort, date(2025, 2, 1)) == {"bob--ama": 2}
    assert lacking_calls(cohort, date(2025, 3, 24)) == {}


def test_mentors_or_mentees_may_be_all_that_is_missing(cohort_of: CohortOf) -> None:
    people = {"people/ama.yaml": LACKING["people/ama.yaml"]}
    found = brief(cohort_of(people), date(2025, 2, 1))
    assert ("people", "no mentor yet", "people/") in told(found.next)


def test_the_last_line_always_says_what_is_next(cohort_of: CohortOf) -> None:
    calm = """\
id: t
name: T
fictional: yes
from: 2025-03-03
to: 2025-06-01
coordinators: [dana]
"""
    both = "name: Bo\nroles: [mentor, mentee]\nenrolled: 2025-01-01\n"
    one = "name: Abe\nroles: [mentor]\nenrolled: 2025-01-01\n"
    files = {
        "mentorkit.yaml": calm,
        "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
        "people/abe.yaml": one,
        "people/bo.yaml": both,
        "pairs.yaml": "- {mentor: abe, mentee: bo, since: 2025-01-01}\n",
    }
    said = as_text(brief(cohort_of(files), date(2025, 3, 4)))
    assert said.endswith("\n\nNothing is late.\n\nnext: mentorkit report")
    looked_back = as_text(brief(cohort_of(files), date(2025, 3, 4)), options=" --as-of 2025-03-04")
    assert looked_back == f"{said} --as-of 2025-03-04"
    asking = files | {"mentorkit.yaml": f"{calm}meetings: {{talks: {{count: 1}}}}\n"}
    said = as_text(brief(cohort_of(asking), date(2025, 3, 4)))
    assert said.endswith("\n\nnext: mentorkit meet plan")
    files["mentorkit.yaml"] = calm.replace("coordinators: [dana]\n", "")
    said = as_text(brief(cohort_of(files), date(2025, 3, 4)))
    assert said.endswith("\n\nnext: write 'coordinators: [ID]' in mentorkit.yaml")
    assert as_text(brief(cohort_of(files), date(2025, 3, 4)), options=" --as-of X") == said


def test_a_call_of_a_pair_that_ended_is_to_be_cancelled(tmp_path: Path) -> None:
    ended = "{mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-01, ended: rematched}"
    files = {**FILES, "pairs.yaml": f"- {ended}\n"}
    cohort, problems = open_cohort(lay_out(tmp_path, files), REAL_TODAY)
    warned = [str(problem.place) for problem in problems if problem.code == "pair-over"]
    assert warned == ["sessions/bola--amina.yaml:5:15"]
    assert cohort is not None
    assert ("over", "mentorkit meet cancel bola--amina/2") in {
        (matter.kind, matter.do) for matter in brief(cohort, date(2025, 4, 2)).late
    }
    kinds = {matter.kind for matter in brief(cohort, date(2025, 3, 31)).late}
    assert "over" not in kinds, "the end of the pair was not known yet"
    assert "over" not in {matter.kind for matter in brief(cohort, date(2025, 4, 8)).late}


def test_a_long_list_is_counted_and_every_line_fits(cohort_of: CohortOf) -> None:
    many = {f"people/p{i}.yaml": f"name: {'長い名前' * 20}\nroles: [mentee]\n" for i in range(9)}
    name = FILES["mentorkit.yaml"].replace("Open Leaders 2025", "ჯ" * 90)
    task = f"- {{id: t1, person: p1, title: {'あ' * 60}, due: 2025-04-01}}"
    wide = {**FILES, **many, "mentorkit.yaml": name, "tasks.yaml": task}
    text = as_text(brief(cohort_of(wide), DAY))
    assert "WITHOUT A MENTOR (10)" in text
    assert "\n  and 4 more\n" in text
    assert max(map(cells, text.splitlines())) <= 80


def test_the_screen(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, FILES)
    seen = run("status", "--as-of", "2025-04-16", at=cohort)
    assert (seen.status, seen.err) == (0, "")
    assert (
        seen.out
        == """\
Open Leaders 2025                          Wednesday 16 April 2025, week 7 of 13

WITHOUT A MENTOR                                          mentorkit pair explain
  চিপো

CALLS NOT PLANNED                                            mentorkit meet plan
  bola--amina: 1 call

WHOM TO CALL                                                           call them
  Amina (amber): no session logged for 37 days               people/amina.yaml:1
  A reason to call, no forecast: where 25 % leave, about 36 of 100 with such a
  sign do, and 20 of 100 without.

NO SESSION FOR FOUR WEEKS                              ask them, or write 'left'
  Amina: 37 days, 1 not logged                               people/amina.yaml:1

NOT LOGGED                                      mentorkit meet log bola--amina/2
  Mon  7 Apr  19:00 UTC  bola--amina/2

TASKS OVERDUE                               write 'done: DATE', or a later 'due'
  Amina: A page, due 10 Apr                                         tasks.yaml:1

TASKS THAT NOBODY ACCEPTED                            ask, then write 'accepted'
  Amina: A list, done  8 Apr                                        tasks.yaml:2

ROLES THAT WAIT FOR A VERDICT               mentorkit role verify r1 --by PERSON
  Amina: Coordinating a WikiProject, claimed 12 Apr

ACTIVITY NOT PULLED                                      mentorkit activity pull
  nothing was ever pulled

NOT INVITED YET                                            mentorkit invite kofi
  Kofi

THE NEXT SEVEN DAYS                                      mentorkit meet calendar
  Wed 16 Apr  16:00 UTC  Gadgets, Esi  (01:00 Asia/Tokyo)

THE FOLLOW-UP A YEAR ON (2)                      ask for a yes, and a second way
  Amina: no yes to it, one way only: talk page               people/amina.yaml:5
  চিপো: no yes to it, no way to reach them                     people/chipo.yaml:1

next: mentorkit pair explain --as-of 2025-04-16
      mentorkit meet plan --as-of 2025-04-16
"""
    )


def test_a_cohort_with_problems_is_shown_all_the_same(run: Run, tmp_path: Path) -> None:
    files = {**FILES, "people/esi.yaml": "name: Esi\nroles: [speakr]\n"}
    seen = run("status", "--as-of", "2025-04-16", "--json", at=lay_out(tmp_path, files))
    found = json.loads(seen.out)
    assert seen.status == 1
    assert (found["schema"], found["as_of"]) == (1, "2025-04-16")
    assert found["late"][0] == {
        "kind": "problems",
        "what": "1 problem in the files",
        "where": "",
        "do": "mentorkit check",
    }
    assert [m["kind"] for m in found["late"][1:3]] == ["mentor", "calls"]


def test_without_a_usable_programme_it_says_to_check(run: Run, tmp_path: Path) -> None:
    seen = run("status", at=lay_out(tmp_path, {"mentorkit.yaml": "name: [\n"}))
    assert seen.status == 1
    assert "PROBLEMS IN THE FILES" in seen.out
    assert seen.out.endswith("next: mentorkit check\n")


def test_an_answer_that_cannot_be_read_is_a_problem_and_nobody_is_proposed(
    run: Run, tmp_path: Path
) -> None:
    answers = {"private/invitations.jsonl": '{"person": "lea", "answer": "declined"}\n{"person"\n'}
    cohort = lay_out(tmp_path, {**FILES, **answers})
    found = json.loads(run("check", "--json", at=cohort).out)["problems"]
    assert [(p["file"], p["line"]) for p in found] == [("private/invitations.jsonl", 2)]
    agenda = json.loads(run("status", "--as-of", "2025-04-16", "--json", at=cohort).out)
    assert agenda["late"][0]["kind"] == "problems"
    assert "invite" not in {matter["kind"] for matter in agenda["next"]}
