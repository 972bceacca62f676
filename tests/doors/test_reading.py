"""Reading a cohort directory, whatever lies in it."""

import os
import subprocess
import tracemalloc
from pathlib import Path

from mentorkit.cohort.faults import MAXIMUM_BYTES
from mentorkit.doors import open_cohort
from running import PROGRAMME, REAL_TODAY, mentorkit


def test_a_folder_that_cannot_be_listed_is_a_problem(root):
    (root / "sessions").write_text("a file")
    (root / "private").symlink_to("private")
    _, problems = open_cohort(root, REAL_TODAY)
    found = [(problem.place.file, problem.code) for problem in problems]
    assert ("sessions", "unreadable") in found
    assert ("private", "unreadable") in found


def test_what_is_no_file_is_a_problem_and_is_not_waited_for(root):
    os.mkfifo(root / "people/kofi.yaml")
    (root / "people/esi.yaml").symlink_to("nowhere.yaml")
    (root / "pairs.yaml").mkdir()
    _, problems = open_cohort(root, REAL_TODAY)
    found = [f"{problem.place} {problem.code}" for problem in problems]
    assert found == [
        "pairs.yaml:1:1 unreadable",
        "people/esi.yaml:1:1 unreadable",
        "people/kofi.yaml:1:1 unreadable",
    ]


def test_a_file_of_forty_megabytes_is_refused_and_not_read_further_than_allowed(root):
    with (root / "people/kofi.yaml").open("wb") as file:
        file.truncate(4 * MAXIMUM_BYTES)
    tracemalloc.start()
    try:
        _, problems = open_cohort(root, REAL_TODAY)
        _, most_at_once = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(p.place.file, p.code) for p in problems] == [("people/kofi.yaml", "too-large")]
    # What was read, and no second copy of it as text.
    assert most_at_once < 1.5 * MAXIMUM_BYTES


def test_names_in_no_known_letters_are_shown_and_break_nothing(root):
    name = os.fsencode(root / "people") + b"/\xff\x1b[31m\nx.yaml"
    Path(os.fsdecode(name)).write_text("name: X\nroles: [mentee]\n")
    for words in (("check",), ("check", "--json"), ("status",), ("pair",)):
        ran = mentorkit("-C", root, *words)
        assert "Traceback" not in ran.err
        assert ran.status == 1
        assert "\x1b" not in ran.out + ran.err


def test_private_files_that_git_tracks_are_a_problem(root):
    (root / "mentorkit.yaml").write_text(
        PROGRAMME.replace("fictional: yes", "remote: private"), encoding="utf-8"
    )
    (root / "private/people").mkdir(parents=True)
    (root / "private/people/amina.yaml").write_text("email: a@example.org\n")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", root, *words], check=True, capture_output=True)
    _, problems = open_cohort(root, REAL_TODAY)
    assert [str(p.place) + " " + p.code for p in problems] == [
        "private/people/amina.yaml:1:1 tracked-private"
    ]
    subprocess.run(
        ["git", "-C", root, "rm", "-rq", "--cached", "private"], check=True, capture_output=True
    )
    _, problems = open_cohort(root, REAL_TODAY)
    assert [(str(p.place), p.code, p.warning) for p in problems] == [
        (".gitignore:1:1", "private-not-ignored", True)
    ]
    (root / ".gitignore").write_text("private/\n")
    assert open_cohort(root, REAL_TODAY)[1] == []
