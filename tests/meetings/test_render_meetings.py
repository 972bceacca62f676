"""The screens of meet, whole, and its JSON."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.render.meetings import calendars
from mentorkit.render.meetings import plan as view
from mentorkit.render.terminal import cells
from mentorkit.verbs import meet

BEFORE = date(2025, 3, 1)
EVENINGS = "mon-fri 18:00-21:00"
FILES = {
    "mentorkit.yaml": programme(),
    "people/bola.yaml": person("mentor", "Africa/Lagos", "mon-fri 18:00-22:00", name="Bola"),
    "people/amina.yaml": person(
        "mentee", "Africa/Cairo", "mon 18:00-23:00", "2025-04-14..2025-04-15", name="Amina"
    ),
    "people/hana.yaml": person("mentor", "Europe/Paris", "mon-fri 18:00-20:00", name="Hana"),
    "people/lu.yaml": person("mentee", "America/New_York", "mon-fri 13:00-15:00", name="Lu"),
    "people/nuka.yaml": person("mentee", "America/Nuuk", "mon 08:00-09:00", name="Nuka"),
    "pairs.yaml": pairs("bola--amina", "hana--lu", "hana--nuka"),
}
SCREEN = """\
Asked for: a call of 60 minutes every 2 weeks for each of 3 pairs.
In sessions/ already: 0. Proposed: 14. Without a time: 6.

PAIR CALLS
  bola--amina   7 calls, 3 March to 26 May
    Monday 20:00 Africa/Cairo (Amina), 19:00 Africa/Lagos (Bola)
    from 28 April 18:00 for Bola: clocks change
    Monday 21 April 20:00 Africa/Cairo: one of the two is away on the usual day
  hana--lu   7 calls, 3 March to 26 May
    Monday 13:00 America/New_York (Lu), 19:00 Europe/Paris (Hana)
    from 17 March 18:00 for Hana: clocks change
    from 31 March 19:00 for Hana: clocks change

WITHOUT A TIME
  hana--nuka
    6 calls: no known hour suits both; ask for more in 'available'
    3 March to 16 March, 17 March to 30 March, 31 March to 13 April and 3 more

Every call of a pair lies in both people's own hours.
"""


def test_a_plan_on_the_screen() -> None:
    screen = view.as_text(meet.propose(cohort_from(FILES), BEFORE))

    assert screen == SCREEN + "Nothing is saved yet.\nnext: mentorkit meet plan --write\n"
    assert max(map(cells, screen.splitlines())) <= 80


def test_a_saved_plan_on_the_screen() -> None:
    saved = ["sessions/bola--amina.yaml", "sessions/hana--lu.yaml"]
    screen = view.as_text(meet.propose(cohort_from(FILES), BEFORE), saved)

    assert screen == SCREEN + "Saved to 2 files in sessions/.\nnext: mentorkit meet calendar\n"


def test_a_plan_of_past_dates_says_so() -> None:
    screen = view.as_text(meet.propose(cohort_from(FILES), date(2026, 11, 22)))

    assert "The programme ended on 1 June: these dates have passed.\n" in screen


def test_no_calls_asked_for() -> None:
    bare = "id: t\nname: T\nfictional: yes\nremote: private\nfrom: 2025-03-03\nto: 2025-06-01\n"
    screen = view.as_text(meet.propose(cohort_from({"mentorkit.yaml": bare}), BEFORE))

    assert screen.startswith("mentorkit.yaml asks for no meetings.")


def test_pairs_that_have_ended() -> None:
    ended = (
        "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-06-01, ended: completed}\n"
    )
    plan = meet.propose(cohort_from(FILES | {"pairs.yaml": ended}), date(2026, 11, 22))

    assert view.as_text(plan).startswith("No pair runs on this date or later")


def test_a_plan_as_json() -> None:
    plan = view.as_json(meet.propose(cohort_from(FILES), BEFORE))

    assert plan["sessions"][0] == {
        "session": "bola--amina/1",
        "at": "2025-03-03 20:00 Africa/Cairo",
        "utc": "2025-03-03T18:00:00Z",
        "minutes": 60,
        "kind": "call",
        "where": "online",
    }
    assert {key: value for key, value in plan.items() if key != "sessions"} == {
        "schema": 1,
        "unplanned": [{"pair": "hana--nuka", "kind": "call", "why": "hours", "calls": 6}],
        "burden": {"amina": 0, "bola": 0, "hana": 0, "lu": 0, "nuka": 0},
        "worst": 0,
        "total": 0,
        "series": [],
        "unknown": [],
    }


def test_calendars_on_the_screen_and_as_json() -> None:
    names = [
        "out/calendars/cohort.ics",
        "out/calendars/pairs/bola--amina.ics",
        "out/calendars/people/bola.ics",
    ]

    screen = calendars.as_text(names, names[:1])
    assert screen.startswith(
        "Calendars for 1 person, 1 pair, the cohort and the coordinator in\nout/calendars/.\n"
        "1 of 3 files changed.\n"
    )
    assert calendars.as_json(names, names[:1])["calendars"] == [
        {"file": names[0], "changed": True},
        {"file": names[1], "changed": False},
        {"file": names[2], "changed": False},
    ]


PRINT_EVERYTHING = """
import sys
from datetime import UTC, date, datetime
from meeting_cohorts import cohort_from
from test_render_meetings import FILES
from mentorkit.verbs import meet, meet_calendar
cohort = cohort_from(FILES)
files = meet.write(cohort, meet.propose(cohort, date(2025, 3, 1)), datetime(2025, 2, 1, tzinfo=UTC))
cohort = cohort_from({**cohort.sources, **files})
sys.stdout.write(repr((files, meet_calendar.calendars(cohort, date(2025, 3, 1)))))
"""


def test_the_bytes_depend_on_the_files_alone() -> None:
    """Two processes whose sets and dictionaries hash otherwise write the same."""
    said = set()
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parent),
        }
        done = subprocess.run(
            [sys.executable, "-c", PRINT_EVERYTHING],
            env=environment,
            capture_output=True,
            check=True,
            timeout=120,
        )
        said.add(done.stdout)

    assert len(said) == 1
    cohort = cohort_from(FILES)
    now = datetime(2025, 2, 1, tzinfo=UTC)
    assert repr(meet.write(cohort, meet.propose(cohort, BEFORE), now)) in said.pop().decode()
