"""The cohort directory: whole files or none, under one lock, within its walls."""

import fcntl
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disk import everything
from writer import NAMES

from mentorkit.doors import open_cohort
from mentorkit.doors.directory import Directory
from mentorkit.problems import Refused
from running import REAL_TODAY, mentorkit

WRITER = Path(__file__).with_name("writer.py")
ADD = ("people", "add", "kofi", "--name", "Kofi", "--role", "mentee", "--write")


@pytest.fixture
def directory(root):
    cohort, problems = open_cohort(root, REAL_TODAY)
    assert problems == []
    return Directory(root, cohort.sources)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def started(root, letter, times):
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(root), letter, str(times)], stdout=subprocess.PIPE
    )
    assert writer.stdout.readline() == b"ready\n"
    return writer


# Whole or not at all.


def test_a_killed_writer_leaves_no_torn_file_and_its_leavings_are_swept(root):
    delays = random.Random(7)
    leavings = 0
    for attempt in range(40):
        if leavings and attempt >= 6:
            break
        writer = started(root, "a", 1_000_000)
        time.sleep(delays.uniform(0.01, 0.12))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        left = everything(root)
        leavings += sum(name.endswith(".mentorkit") for name in left)
        for name in NAMES:
            lines = set(left[name].splitlines()) if name in left else {b"whole"}
            assert len(lines) == 1
            assert len(left.get(name, b"")) in (0, 8 * 5_000)
    assert leavings, "no writer was killed while it wrote: nothing was shown"
    Directory(root, {}).write({"activity/amina.csv": b"new"}, own=True)
    assert not [name for name in everything(root) if name.endswith(".mentorkit")]


def test_writers_at_once_write_one_after_the_other_or_are_refused(root):
    writers = [started(root, letter, 60) for letter in "abc"]
    refused = []
    for writer in writers:
        # A quick writer's number may be in the buffer already, which `communicate` passes by.
        with writer:
            refused.append(int(writer.stdout.read()))
    assert sum(refused) < 180
    written = everything(root)
    assert len({written[name] for name in NAMES}) == 1
    assert len(set(written[NAMES[0]].splitlines())) == 1


def test_while_another_holds_the_lock_nothing_is_written(root, directory):
    handle = os.open(root, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    before = everything(root)
    with pytest.raises(Refused, match="another mentorkit is writing"):
        directory.write({"people/kofi.yaml": b"name: Kofi\n"})
    with pytest.raises(Refused, match="another mentorkit is writing"):
        directory.remove(["people/amina.yaml"])
    assert everything(root) == before
    held = mentorkit("-C", root, *ADD)
    assert held.status == 4
    assert "another mentorkit is writing" in held.err
    os.close(handle)
    assert directory.write({"people/kofi.yaml": b"name: Kofi\n"}) == ["people/kofi.yaml"]


def test_what_cannot_be_prepared_writes_nothing(root, directory):
    (root / "sessions").write_text("a file where a folder should be")
    before = everything(root)
    with pytest.raises(Refused):
        directory.write({"a.yaml": b"a", "sessions/cohort.yaml": b"b", "z.yaml": b"c"})
    assert everything(root) == before


@pytest.mark.parametrize("name", ["pairs.yaml", "out/report.md"])
def test_a_folder_in_the_way_is_refused_not_a_traceback(root, directory, name):
    (root / name).mkdir(parents=True)
    before = everything(root)
    with pytest.raises(Refused, match="in the way"):
        directory.write({"a.yaml": b"a", name: b"b"}, own=name.startswith("out/"))
    assert everything(root) == before


def test_a_directory_that_is_gone_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be locked"):
        Directory(tmp_path / "gone", {}).write({"a": b"a"})


# Changed since it was read.


def test_a_file_edited_meanwhile_is_not_written_over(root, directory):
    (root / "people/amina.yaml").write_text("name: Amina D\nroles: [mentee]\n")
    before = everything(root)
    with pytest.raises(Refused, match=r"people/amina\.yaml changed since it was read"):
        directory.write({"pairs.yaml": b"", "people/amina.yaml": b"name: A\n"})
    assert everything(root) == before


def test_a_file_deleted_meanwhile_is_not_written_again(root, directory):
    (root / "people/amina.yaml").unlink()
    with pytest.raises(Refused, match="changed since it was read"):
        directory.write({"people/amina.yaml": b"name: A\n"})
    assert not (root / "people/amina.yaml").exists()


def test_a_file_made_meanwhile_is_not_written_over(root, directory):
    (root / "pairs.yaml").write_text("# mine\n")
    with pytest.raises(Refused, match="changed since it was read"):
        directory.write({"pairs.yaml": b"- {}\n"})
    assert (root / "pairs.yaml").read_text() == "# mine\n"


def test_the_tools_own_files_are_replaced_whatever_they_hold(root, directory):
    (root / "activity").mkdir()
    (root / "activity/amina.csv").write_text("edited by hand")
    assert directory.write({"activity/amina.csv": b"new"}, own=True) == ["activity/amina.csv"]


# Within the walls.


@pytest.mark.parametrize(
    "name", ["../x.yaml", "people/../../x.yaml", "{0}/x.yaml", "out/../../x", ".", ""]
)
def test_no_name_leads_outside(root, directory, tmp_path, name):
    name = name.format(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(Refused, match="outside the cohort directory"):
        directory.write({name: b"x"}, own=True)
    with pytest.raises(Refused, match="outside the cohort directory"):
        directory.remove([name])
    assert everything(tmp_path) == before


@pytest.mark.parametrize("linked", ["out", "out/letters", "out/letters/c1.txt", "private"])
def test_no_link_leads_outside(root, tmp_path, linked):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "c1.txt").write_text("theirs")
    link = root / linked
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "c1.txt" if linked.endswith(".txt") else outside)
    before = everything(tmp_path)
    names = ["out/letters/c1.txt", "out/letters/new/c2.txt", "private/people/amina.yaml"]
    own = Directory(root, {})
    for name in names:
        if name.startswith(linked):
            with pytest.raises(Refused, match=f"{name} leads outside the cohort directory"):
                own.write({"a.yaml": b"a", name: b"x"}, own=True)
    assert everything(tmp_path) == before


def test_links_in_a_circle_are_refused(root, directory):
    (root / "out").symlink_to(root / "out")
    with pytest.raises(Refused):
        directory.write({"out/report.md": b"x"}, own=True)


def test_a_link_within_the_cohort_is_followed_and_stays_a_link(root):
    (root / "people/kofi.yaml").write_text("name: Kofi\nroles: [mentee]\n")
    (root / "people/amina.yaml").unlink()
    (root / "people/amina.yaml").symlink_to("kofi.yaml")
    cohort, _ = open_cohort(root, REAL_TODAY)
    Directory(root, cohort.sources).write({"people/amina.yaml": b"name: K\nroles: [mentee]\n"})
    assert str((root / "people/amina.yaml").readlink()) == "kofi.yaml"
    assert (root / "people/kofi.yaml").read_bytes() == b"name: K\nroles: [mentee]\n"


def test_a_command_does_not_write_through_a_link_to_the_outside(root, tmp_path):
    outside = tmp_path / "outside"
    (root / "people").rename(outside)
    (root / "people").symlink_to(outside)
    before = everything(tmp_path)
    ran = mentorkit("-C", root, *ADD)
    assert ran.status == 4
    assert "leads outside the cohort directory" in ran.err
    assert everything(tmp_path) == before


# As it was, but for what must change.


def test_an_unchanged_file_is_not_written(root, directory):
    path = root / "people/amina.yaml"
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    inode = path.stat().st_ino
    names = {"people/amina.yaml": path.read_bytes(), "pairs.yaml": b""}
    assert directory.write(names) == ["pairs.yaml"]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1_000_000_000, inode)


def test_bytes_are_written_as_they_are(root, directory):
    content = b"\xef\xbb\xbf- a\r\n- b"
    directory.write({"pairs.yaml": content})
    assert (root / "pairs.yaml").read_bytes() == content


def test_private_files_are_their_owners_alone(root, directory):
    umask = os.umask(0o022)
    try:
        directory.write({"private/people/amina.yaml": b"email: x\n", "pairs.yaml": b""})
    finally:
        os.umask(umask)
    assert mode(root / "private") == 0o700
    assert mode(root / "private/people/amina.yaml") == 0o600
    assert mode(root / "pairs.yaml") == 0o644


def test_the_mode_of_a_file_stays(root, directory):
    path = root / "people/amina.yaml"
    path.chmod(0o640)
    directory.write({"people/amina.yaml": b"name: A\n"})
    assert mode(path) == 0o640


def test_replacing_a_folder_takes_away_what_is_stale_and_no_more(root):
    own = Directory(root, {})
    own.write({"out/calendars/a.ics": b"a", "out/calendars/people/b.ics": b"b"}, own=True)
    (root / "out/calendars/notes.txt").write_text("mine")
    (root / "out/calendars/folder.ics").mkdir()
    changed = own.replace(
        "out/calendars", {"out/calendars/a.ics": b"a", "out/calendars/c.ics": b""}
    )
    assert changed == ["out/calendars/c.ics", "out/calendars/people/b.ics"]
    assert own.names("out/calendars", ".ics") == ["out/calendars/a.ics", "out/calendars/c.ics"]
    assert (root / "out/calendars/notes.txt").read_text() == "mine"


def test_only_the_files_asked_for_appear(root, directory, tmp_path):
    before = set(everything(tmp_path))
    directory.write({"sessions/cohort.yaml": b"", "private/pairs.yaml": b""})
    made = {"cohort/sessions/cohort.yaml", "cohort/private/pairs.yaml"}
    assert set(everything(tmp_path)) - before == made
