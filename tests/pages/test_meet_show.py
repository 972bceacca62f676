"""`meet show` as a command: the screen, JSON, and where the page is written."""

import json
from pathlib import Path

import pytest
from page_cohorts import AS_OF, EMPTY, odd, pairs
from rich.cells import cell_len

from running import EXAMPLE, Run, lay_out

SCREEN = """\
Test                                        Wednesday 2 April 2025, week 5 of 13
Times are Dana's (Europe/Paris).

Weeks 1 to 4: 2 held, 1 missed                                  all of it: --all

WEEK 5, 31 March to 6 April                                            this week
  Clocks go forward on Sunday 6 April in Casablanca.
  Thu  3 Apr  15:30  mentor1--mentee1/3  Mentee 1 and Mentor 1        coming
  Sat  5 Apr  08:30  cohort/2            Second                       coming
                     night for 1 of 3

WEEK 6, 7 to 13 April
  nothing planned

WEEK 7, 14 to 20 April
  Thu 17 Apr  14:30  mentor1--mentee1/4  Mentee 1 and Mentor 1        cancelled

WEEKS 8 TO 10, 21 April to 11 May
  nothing planned

WEEK 11, 12 to 18 May
  Sat 17 May  12:00  cohort/3            Meeting in person            coming
  Sat 17 May  14:30  mentor1--mentee1/5  In person: Mentee 1 and Me…  coming

WEEK 12, 19 to 25 May
  Sat 24 May  12:00  cohort/4            Cohort call                  cancelled

WEEK 13, 26 May to 1 June
  nothing planned

next: mentorkit meet show --format html --as-of 2025-04-02
"""


def test_the_screen_of_the_coordinator(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1))
    assert run("meet", "show", "--as-of", AS_OF, at=cohort).out == SCREEN


def test_somebody_sees_their_own_sessions_by_their_own_clocks(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(2))
    out = run("meet", "show", "Mentee 1", "--as-of", AS_OF, at=cohort).out
    assert "Sessions and times are Mentee 1's (Africa/Cairo)." in out
    assert "  Sat  5 Apr  08:30  cohort/2" in out
    assert "mentor1--mentee1/3" in out
    assert "mentor2--mentee2" not in out


def test_the_past_is_there_for_whoever_asks(run: Run, tmp_path: Path) -> None:
    files = pairs(1)
    files["private/sessions/mentor1--mentee1.yaml"] = "- {id: 2, missed: [mentee1]}\n"
    cohort = lay_out(tmp_path, files)
    out = run("meet", "show", "--all", "--as-of", AS_OF, at=cohort).out
    assert "  Tue 18 Mar  14:30  mentor1--mentee1/2  Mentee 1 and Mentor 1        missed\n" in out
    assert "\n                     without Mentee 1\n" in out
    over = run("meet", "show", "--as-of", "2025-09-01", at=cohort).out
    assert "WEEK" not in over
    assert "Weeks 1 to 13: 2 held, 1 missed, 2 cancelled, 4 not logged" in over
    assert over.endswith("next: mentorkit meet show --all --as-of 2025-09-01\n")


@pytest.mark.parametrize("words", [[], ["--all"], ["amina"], ["--all", "nok"]])
def test_every_line_fits_in_80_cells(run: Run, words: list[str]) -> None:
    out = run("meet", "show", *words, "--as-of", "2025-04-22", "-C", EXAMPLE).out
    assert "WEEK 8" in out
    assert [line for line in out.splitlines() if cell_len(line) > 80] == []


def test_odd_names_do_not_break_the_screen(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, odd())
    ran = run("meet", "show", "--all", "--as-of", AS_OF, at=cohort)
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if cell_len(line) > 80] == []
    assert not set("\u202e\u2066") & set(ran.out)


def test_the_page_is_written_once_and_holds_no_clock(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1))
    words = ("meet", "show", "--format", "html", "--as-of", AS_OF)
    first = run(*words, at=cohort).out
    assert first.startswith("The page is in out/meetings.html. ")
    written = (cohort / "out/meetings.html").read_bytes()
    again = run(*words, "--json", at=cohort).out
    assert json.loads(again) == {
        "schema": 1, "page": "out/meetings.html", "changed": False, "unasked": [],
    }  # fmt: skip
    assert (cohort / "out/meetings.html").read_bytes() == written
    elsewhere = tmp_path / "elsewhere.html"
    assert run(*words, "--output", elsewhere, at=cohort).status == 0
    assert elsewhere.read_bytes() == written


def test_who_was_not_asked_yet_is_said(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1, also=""))
    out = run("meet", "show", "--format", "html", "--as-of", AS_OF, at=cohort).out
    assert "nobody has noted that they agree: mentee1, mentor1." in out
    assert "write 'consent: {named: DATE}' in people/ID.yaml" in out


def test_the_screen_can_be_a_file(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1))
    ran = run("meet", "show", "--as-of", AS_OF, "--output", "show.txt", at=cohort)
    assert (ran.out, ran.err) == ("", "wrote show.txt\n")
    assert (cohort / "show.txt").read_text("utf-8") == SCREEN


def test_nothing_planned_and_nobody_to_ask(run: Run, tmp_path: Path) -> None:
    nobody = EMPTY["mentorkit.yaml"].replace("coordinators: [dana]\n", "")
    cohort = lay_out(tmp_path, {"mentorkit.yaml": nobody})
    out = run("meet", "show", "--as-of", AS_OF, at=cohort).out
    assert "Times are in UTC: mentorkit.yaml names no coordinator." in out
    assert out.endswith(f"No session is planned.\n\nnext: mentorkit meet plan --as-of {AS_OF}\n")
    assert run("meet", "show", "--format", "html", at=cohort).status == 0


def test_a_page_for_one_person_is_refused(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1))
    ran = run("meet", "show", "mentee1", "--format", "html", at=cohort)
    assert (ran.status, ran.out) == (2, "")
    assert "the page is for everybody" in ran.err
    assert run("meet", "show", "nobody", at=cohort).status == 2


def test_json_has_all_weeks_and_whom_a_call_keeps_up(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, pairs(1))
    shown = json.loads(run("meet", "show", "--as-of", AS_OF, "--json", at=cohort).out)
    assert (shown["zone"], shown["person"]) == ("Europe/Paris", None)
    sessions = {s["session"]: s for week in shown["weeks"] for s in week["sessions"]}
    assert len(sessions) == 9
    assert sessions["cohort/2"] == {
        "session": "cohort/2",
        "kind": "call",
        "title": "Second",
        "local": "2025-04-05 08:30",
        "utc": "2025-04-05T06:30:00Z",
        "minutes": 90,
        "state": "ahead",
        "people": ["dana", "mentee1", "mentor1"],
        "night": ["mentor1"],
    }
