"""The screen and the JSON of cohort calls, talks and meetings in person."""

from datetime import date

from meeting_cohorts import cohort_from, pairs, person, together
from test_in_person import EVENTS
from test_series import thirty

from mentorkit.meetings.plan import propose
from mentorkit.render.meetings import plan as view
from mentorkit.render.terminal import cells
from mentorkit.verbs import meet

BEFORE = date(2025, 2, 1)
FILES = {
    "mentorkit.yaml": together(2, 3, "{pair: 1, cohort: 1}", more=EVENTS),
    "people/amina.yaml": person("mentee", "Africa/Dakar", "mon-fri 18:00-21:00", name="Amina"),
    "people/bola.yaml": person("mentor", "Africa/Lagos", "mon-fri 18:00-21:00", name="Bola"),
    "people/nok.yaml": person(
        "mentee", "Asia/Bangkok", "mon-fri 19:00-21:00", "2025-03-01..2025-03-09", name="นก"
    ),
    "people/hana.yaml": person("mentor", "Pacific/Auckland", "mon-fri 18:00-21:00", name="Hana"),
    "people/lu.yaml": "name: Lu\nroles: [mentor]\n",
    "people/rosa.yaml": (
        person("speaker", "America/Guatemala", "fri 16:00-19:00", name="يوسف")
        + "consent: {named: 2025-01-01}\n"
    ),
    "people/sunil.yaml": person("speaker", "Asia/Kathmandu", "tue 19:00-20:00", name="Sunil"),
    "pairs.yaml": pairs("bola--amina", "hana--nok"),
    "private/people/amina.yaml": "near: Saly, Senegal\n",
    "private/people/bola.yaml": "attends: [dakar]\n",
}
SCREEN = """\
Asked for: 5 cohort calls and talks, 3 meetings in person.
In sessions/ already: 0. Proposed: 6. Without a time: 2.

COHORT CALLS AND TALKS
            times (UTC)                    worst  total  nights
  fixed     Mon 13:00, 2 elsewhere            31     80       5
  rotation  Tue 01:00, 13:00, 2 elsewhere     28     77       6
  fair      one for each date                 26     81       6  chosen
  Burden: 0 in own hours, up to 13 far from them. Nights: 23:00 to 6:00.
  Against the fixed time, 'fair' takes 5 from whoever has it worst and costs 1
  more in all.

  date        UTC    session        Dakar  Bangkok   Auckland
  Tue  4 Mar  03:00  Cohort call 1  03:00  10:00     16:00     1 away
  Fri  4 Apr  22:00  \u200eTalk by يوسف\u200e   22:00  05:00 +1  11:00 +1
  Tue 22 Apr  13:15  Guest talk 2   13:15  20:15     01:15 +1
  Mon 26 May  13:00  Cohort call 2  13:00  20:00     01:00 +1
  Cohort calls keep to UTC, talks to their speaker's clocks.
  '2 away': so many have written down that day in 'away'.
  The local times of all 5 people: --json
  Without 'timezone' or 'available', and so without a burden here: Lu.

IN PERSON
  Rencontre: Dakar, Dakar, Senegal: Saturday 17 May 10:00 Africa/Dakar
    the cohort (2 of 5 can come)
  Rencontre: Dakar, Dakar, Senegal: Sunday 18 May 10:00 Africa/Dakar
    bola--amina

WITHOUT A TIME
  talks
    1 talk: nobody is left to speak; people with the role speaker give talks
  in person, 1 pair
    hana--nok: no event that both can reach; see 'events' in mentorkit.yaml, and
    'attends' and 'near' in private/people/

Nothing is saved yet.
next: mentorkit meet plan --write --as-of 2025-02-01
"""


def test_the_screen() -> None:
    screen = view.as_text(meet.propose(cohort_from(FILES), BEFORE), options=" --as-of 2025-02-01")

    assert screen == SCREEN


def test_the_choice_of_another_way_is_kept_in_the_next_command() -> None:
    screen = view.as_text(meet.propose(cohort_from(FILES), BEFORE, "fixed"))

    assert screen.endswith("next: mentorkit meet plan --times fixed --write\n")
    assert "Against the fixed time, 'fair' takes" in screen


def test_thirty_people_over_twelve_zones_fit_the_width() -> None:
    for calls, talks in ((4, 5), (13, 0), (1, 0)):
        for way in ("fixed", "rotation", "fair"):
            screen = view.as_text(meet.propose(thirty(calls, talks), BEFORE, way))
            assert max(map(cells, screen.splitlines())) <= 80


def test_odd_names_fit_the_width() -> None:
    name = "نور" * 60
    rosa = FILES["people/rosa.yaml"].replace("يوسف", name)
    title = EVENTS.replace("Wiki Day", "ウ" * 90)
    files = FILES | {
        "people/rosa.yaml": rosa,
        "people/lu.yaml": f"name: {'あ' * 200}\nroles: [mentor]\n",
        "mentorkit.yaml": together(2, 2, "{pair: 2, cohort: 2}", more=title),
        "private/people/bola.yaml": "attends: [dakar, lagos]\n",
        "private/people/amina.yaml": "attends: [dakar, lagos]\n",
    }

    screen = view.as_text(propose(cohort_from(files), BEFORE))

    lines = [line for line in screen.splitlines() if " " in line.strip()]
    assert max(map(cells, lines)) <= 80


def test_the_json_has_everybodys_times_and_every_way() -> None:
    plan = propose(cohort_from(FILES), BEFORE)

    told = view.as_json(plan)

    first = told["sessions"][0]
    assert (first["session"], first["title"]) == ("cohort/1", "Cohort call 1")
    assert sorted(first["local"]) == ["amina", "bola", "hana", "nok"]
    assert first["away"] == ["nok"]
    assert [each["way"] for each in told["series"]] == ["fixed", "rotation", "fair"]
    assert [each["chosen"] for each in told["series"]] == [False, False, True]
    assert told["series"][2]["worst"] == told["worst"]
    assert told["series"][2]["total"] == told["total"] == sum(told["burden"].values())
    assert told["unknown"] == ["lu"]
    assert told["unplanned"] == [
        {"series": "talks", "kind": "talk", "why": "speaker", "calls": 1},
        {"pair": "hana--nok", "kind": "in-person", "why": "event", "calls": 1},
    ]
    in_person = next(s for s in told["sessions"] if s["session"] == "bola--amina/1")
    assert (in_person["kind"], in_person["where"]) == (
        "in-person",
        "Rencontre: Dakar, Dakar, Senegal",
    )
