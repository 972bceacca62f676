"""What people read in their first hours with a cohort, before anything has happened in it."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.recruit.funnel import wikis
from running import Ran, Run, lay_out

CohortOf = Callable[[Mapping[str, str]], Cohort]
DAY = "2026-11-22"
PROGRAMME = """\
id: clm-2027
name: Mentoring
fictional: yes
from: 2026-12-07
to: 2027-03-07
coordinators: [dana]
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2026-12-07}}
  sw.wikipedia.org: {assent: {result: assent, closed: 2026-11-01}}
"""
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\nwiki: DanaC\n",
    "people/bola.yaml": "name: Bola\nroles: [mentor]\nenrolled: 2026-11-10\n",
    "people/amina.yaml": "name: Amina\nroles: [mentee]\nenrolled: 2026-11-10\nlanguages: [fr]\n",
    "people/zoe.yaml": "name: Zoe\nroles: [mentee]\nenrolled: 2026-11-10\nlanguages: [fr]\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2026-11-15}\n",
    "private/candidates/kofi.yaml": "name: Kofi\nwiki: KofiM\nhome: sw.wikipedia.org\n",
    "private/candidates/lea.yaml": "name: Lea\nwiki: LeaM\nhome: sw.wikipedia.org\n",
}


def runs(cohort: Path, *calls: str) -> list[Ran]:
    return run_many([Call(("-C", cohort, *words.split(), "--as-of", DAY)) for words in calls])


@pytest.fixture
def new(run: Run, tmp_path: Path) -> Path:
    run("init", "new", "--as-of", DAY, at=tmp_path)
    return tmp_path / "new"


def test_a_new_cohort_is_not_told_to_plan_meetings_of_nobody(new: Path) -> None:
    status, plan = runs(new, "status", "meet plan")
    assert "meet plan" not in status.out
    assert status.out.endswith(f"next: mentorkit people import FILE.csv --as-of {DAY}\n")
    assert "holidays" not in plan.out
    assert plan.out.endswith("next: mentorkit people add, then plan again\n")


def test_whoever_has_hours_but_no_day_left_hears_of_holidays_and_events(new: Path) -> None:
    person = "name: {}\nroles: [mentee]\nenrolled: 2026-11-10\ntimezone: Africa/Lagos\n"
    (new / "people/ama.yaml").write_text(person.format("Ama") + "available: [mon 10:00-18:00]\n")
    (plan,) = runs(new, "meet plan")
    assert "nobody's hours are known" not in plan.out


def test_check_points_at_the_line_that_wants_an_answer(new: Path) -> None:
    (checked,) = runs(new, "check")
    line = (new / "mentorkit.yaml").read_text().splitlines().index("#remote: private") + 1
    assert f"mentorkit.yaml:{line}:1: warning: nobody has said" in checked.err
    assert "#remote: private\n" in checked.err


def test_a_new_cohort_shows_how_to_set_places(new: Path) -> None:
    (looked,) = runs(new, "select")
    assert (
        looked.out
        == """\
Nobody has applied yet. How many places there are is open; 'places' in
mentorkit.yaml says it, as in places: {mentee: 15}

next: mentorkit select --import FILE.csv --as-of 2026-11-22
"""
    )
    file = new / "mentorkit.yaml"
    file.write_text(file.read_text().replace("#places: ", "places: "))
    (looked,) = runs(new, "select")
    assert looked.out.startswith("Mentees: 15 places, 0 taken, 15 left")


def test_without_a_source_there_are_other_ways_to_bring_people_in(new: Path) -> None:
    (looked,) = runs(new, "scout")
    assert looked.status == 2
    for way in ("private/candidates/ID.yaml", "mentorkit select --import FILE.csv"):
        assert way in looked.err


def test_outside_a_cohort_the_message_names_the_directory(run: Run, tmp_path: Path) -> None:
    assert f"no cohort at or above {tmp_path.resolve()}: " in run("check", at=tmp_path).err


def test_people_add_says_the_command_again(new: Path) -> None:
    words = ["people", "add", "ama", "--name", "Ama B", "--role", "mentor"]
    (looked,) = run_many([Call(("-C", new, *words))])
    again = "mentorkit people add ama --name 'Ama B' --role mentor --write"
    assert looked.out.endswith(f"next: {again}\n")


def test_a_role_that_waits_names_the_command(run: Run, tmp_path: Path) -> None:
    role = (
        "- {id: r1, person: amina, class: wp_coord, tier: A, started: 2026-12-08,"
        " claimed: {by: amina, on: 2026-12-12}}\n"
    )
    cohort = lay_out(tmp_path, {**FILES, "roles.yaml": role})
    told = run("-C", cohort, "status", "--as-of", "2026-12-15", "--json")
    claims = [each for each in json.loads(told.out)["late"] if each["kind"] == "claims"]
    assert [each["do"] for each in claims] == ["mentorkit role verify r1 --by PERSON"]


def test_an_assent_counts_from_the_day_it_closes(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    on = [wikis(cohort, date(2026, 12, day)) for day in (6, 7)]
    assert [each["assents"] for each in on] == [
        ("sw.wikipedia.org",),
        ("fr.wikipedia.org", "sw.wikipedia.org"),
    ]
    assert on[0]["waits"] == ("fr.wikipedia.org",)


def test_answers_without_a_letter_are_told_apart(tmp_path: Path) -> None:
    lines = '{"person": "kofi", "answer": "accepted", "on": "2026-11-20"}\n'
    lines += '{"person": "lea", "sent": "2026-11-15"}\n'
    cohort = lay_out(tmp_path, {**FILES, "private/invitations.jsonl": lines})
    whole, alone = runs(cohort, "status", "status --recruiting")
    recruiting = """\
RECRUITING
  2 found, 2 eligible, 1 invited, 1 answered (1 yes, 0 no, 0 later)
  by hand: 1 invited, 0 answered (0 yes, 0 no, 0 later)
  no letter noted: 1 answered (1 yes, 0 no, 0 later)
  wikis that assent: sw.wikipedia.org
  wikis that have not answered: fr.wikipedia.org
"""
    assert recruiting in whole.out
    head = whole.out.splitlines()[0]
    assert alone.out == f"{head}\n\n{recruiting}\nnext: mentorkit status --as-of {DAY}\n"


def test_recruiting_of_nobody(new: Path) -> None:
    (alone,) = runs(new, "status --recruiting")
    assert "\n\nRECRUITING\n  nobody was found yet, and no wiki asked\n\n" in alone.out


def test_drafts_that_are_finished_wait_to_be_sent(tmp_path: Path) -> None:
    draft = "To: X\nChannel: talk\n\nHello\n"
    files = {
        **FILES,
        "out/invitations/kofi.txt": draft,
        "out/invitations/lea.txt": "Unfinished: why\n" + draft,
    }
    cohort = lay_out(tmp_path, files)
    (told,) = runs(cohort, "status")
    heading = "WRITTEN AND NOT SENT"
    assert f"{heading}{'mentorkit invite --send'.rjust(80 - len(heading))}\n  Kofi\n" in told.out
    assert "Lea" not in told.out


def test_where_nobody_fits_the_explanation_comes_next(tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, FILES)
    status, pair = runs(cohort, "status", "pair")
    heading = "WITHOUT A MENTOR"
    assert f"{heading}{'mentorkit pair explain'.rjust(80 - len(heading))}\n  Zoe\n" in status.out
    assert pair.out.endswith(f"next: mentorkit pair explain zoe --as-of {DAY}\n")


def test_a_mentor_who_is_there_has_not_left(tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, FILES)
    (kept,) = runs(cohort, "letter mentor-left amina")
    assert "nobody wrote down that bola leaves amina" in kept.err
    pairs = cohort / "pairs.yaml"
    pairs.write_text(
        "- {mentor: bola, mentee: amina, since: 2026-11-15, until: 2026-11-24,"
        " ended: mentor-left}\n"
    )
    (gone,) = runs(cohort, "letter mentor-left amina")
    assert (gone.status, "nobody wrote down" in gone.err) == (0, False)


def test_several_letters_are_there(tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, FILES)
    (shown,) = runs(cohort, "invite --show")
    assert "there are 2 letters" in shown.err
