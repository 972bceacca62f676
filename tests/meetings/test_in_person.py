"""Meetings in person: at which event, when, and who is without one."""

from datetime import UTC, date, datetime

import pytest
from meeting_cohorts import cohort_from, pairs, person, programme, together

from mentorkit.meetings.plan import Plan, propose
from mentorkit.verbs import meet

BEFORE = date(2025, 2, 1)
NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)
EVENINGS = "mon-fri 18:00-21:00"
EVENTS = """\
events:
  - {id: dakar, title: "Rencontre: Dakar", from: 2025-05-17, to: 2025-05-18, near: "Dakar, Senegal",
     zone: Africa/Dakar}
  - {id: lagos, title: Wiki Day, from: 2025-04-05, to: 2025-04-05, near: "Lagos, Nigeria",
     zone: Africa/Lagos}
"""
FILES = {
    "mentorkit.yaml": together(in_person="{pair: 1, cohort: 1}", more=EVENTS),
    "people/amina.yaml": person("mentee", "Africa/Dakar", EVENINGS, name="Amina"),
    "people/bola.yaml": person("mentor", "Africa/Lagos", EVENINGS, name="Bola"),
    "people/nok.yaml": person("mentee", "Asia/Bangkok", EVENINGS, name="Nok"),
    "pairs.yaml": pairs("bola--amina", "bola--nok"),
    "private/people/amina.yaml": "near: Saly, senegal\n",
    "private/people/bola.yaml": "near: Ibadan, Nigeria\nattends: [dakar]\n",
}


def plan_of(files: dict[str, str], as_of: date = BEFORE) -> Plan:
    return propose(cohort_from(files), as_of)


def told(plan: Plan) -> list[str]:
    return [f"{s.ref} {s.at}" for s in plan.sessions]


def lacking(plan: Plan) -> list[tuple[str, str, int]]:
    return [(u.series, u.why, u.count) for u in plan.unplanned]


def test_a_pair_meets_at_the_event_that_one_travels_to_and_the_other_lives_near() -> None:
    plan = plan_of(FILES)

    assert told(plan) == [
        "cohort/1 2025-05-17 10:00 Africa/Dakar",
        # Bola is with the cohort at ten.
        "bola--amina/1 2025-05-18 10:00 Africa/Dakar",
    ]
    assert plan.sessions[1].where == "Rencontre: Dakar, Dakar, Senegal"
    assert {s.kind for s in plan.sessions} == {"in-person"}
    assert [(m.coming, m.people) for m in plan.in_person.meetings] == [(2, 3), (2, 2)]
    assert lacking(plan) == [("bola--nok", "event", 1)]


def test_the_event_that_both_travel_to_goes_before_one_near_to_them() -> None:
    files = FILES | {
        "mentorkit.yaml": together(in_person="{pair: 1}", more=EVENTS),
        "private/people/amina.yaml": "near: Abuja, Nigeria\nattends: [dakar]\n",
    }

    assert told(plan_of(files)) == ["bola--amina/1 2025-05-17 10:00 Africa/Dakar"]


def test_the_cohort_meets_where_most_can_come_and_two_at_least() -> None:
    everybody = "attends: [lagos]\n"
    files = FILES | {
        "mentorkit.yaml": together(in_person="{cohort: 2}", more=EVENTS),
        "private/people/amina.yaml": "attends: [lagos, dakar]\n",
        "private/people/nok.yaml": everybody,
    }
    alone = files | {"private/people/nok.yaml": "", "private/people/amina.yaml": ""}

    plan = plan_of(files)

    assert told(plan) == [
        "cohort/1 2025-04-05 10:00 Africa/Lagos",
        "cohort/2 2025-05-17 10:00 Africa/Dakar",
    ]
    assert [m.coming for m in plan.in_person.meetings] == [3, 2]
    assert plan.sessions[0].title == "The cohort at Wiki Day"
    assert lacking(plan_of(alone)) == [("cohort", "event", 2)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("kind: in-person", []),
        ("kind: in-person, held: yes", []),
        ("kind: in-person, held: no", ["bola--amina/4"]),
        ("kind: in-person, cancelled: 2025-01-20", ["bola--amina/4"]),
        ("kind: call", ["bola--amina/4"]),
    ],
)
def test_one_that_is_planned_or_was_held_is_enough(record: str, expected: list[str]) -> None:
    files = FILES | {
        "mentorkit.yaml": together(in_person="{pair: 1}", more=EVENTS),
        "sessions/bola--amina.yaml": (
            f"- {{id: 3, at: 2025-03-06 10:00 Etc/UTC, minutes: 60, {record}}}\n"
        ),
    }

    assert [s.ref for s in plan_of(files, date(2025, 3, 10)).sessions] == expected


def test_a_full_event_is_told_apart_from_none() -> None:
    whole_day = "- {id: 1, at: 2025-05-17 00:00 Etc/UTC, minutes: 4320}\n"
    files = FILES | {"sessions/bola--nok.yaml": whole_day}

    assert lacking(plan_of(files)) == [
        ("cohort", "busy", 1),
        ("bola--amina", "busy", 1),
        ("bola--nok", "event", 1),
    ]


def test_events_that_are_over_are_not_proposed_and_half_of_one_is() -> None:
    files = FILES | {"mentorkit.yaml": together(in_person="{pair: 1}", more=EVENTS)}

    assert told(plan_of(files, date(2025, 5, 17))) == [
        "bola--amina/1 2025-05-18 10:00 Africa/Dakar"
    ]
    assert lacking(plan_of(files, date(2025, 5, 18)))[0] == ("bola--amina", "event", 1)


def test_calls_are_planned_around_meetings_and_numbered_before_them() -> None:
    files = FILES | {
        "mentorkit.yaml": f"{EVENTS}{programme(every='week')}  in_person: {{pair: 1}}\n",
        "people/amina.yaml": person("mentee", "Africa/Dakar", "sat 10:00-11:00, sun 10:00-11:00"),
        "people/bola.yaml": person("mentor", "Africa/Dakar", "sat 10:00-11:00, sun 10:00-11:00"),
    }

    plan = plan_of(files)

    ours = [s for s in plan.sessions if s.series == "bola--amina"]
    assert [s.id for s in ours] == list(range(1, 15))
    assert [s.kind for s in ours].index("in-person") == 13
    begins = sorted(s.at.utc for s in ours)
    assert len(set(begins)) == 14


def test_a_saved_meeting_is_whole_and_never_proposed_again() -> None:
    cohort = cohort_from(FILES)
    files = meet.write(cohort, propose(cohort, BEFORE), NOW)

    assert files["sessions/bola--amina.yaml"].decode() == (
        "- id: 1\n"
        "  at: 2025-05-18 10:00 Africa/Dakar\n"
        "  minutes: 120\n"
        "  kind: in-person\n"
        '  where: "Rencontre: Dakar, Dakar, Senegal"\n'
        "  revision: 0\n"
        "  revised: 2025-02-20T10:00:00Z\n"
        "  utc: 2025-05-18T10:00:00Z\n"
    )
    saved = cohort_from({**cohort.sources, **files})
    assert propose(saved, BEFORE).sessions == ()


def test_what_is_private_is_not_needed_to_say_that_there_is_no_event() -> None:
    files = {name: text for name, text in FILES.items() if not name.startswith("private")}

    assert lacking(plan_of(files)) == [
        ("cohort", "event", 1),
        ("bola--amina", "event", 1),
        ("bola--nok", "event", 1),
    ]
