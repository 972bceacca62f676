"""What scouting has read is kept whole, or the disk's reason is told."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from mentorkit.doors.directory import Directory
from mentorkit.doors.scouted import FOLDER, Notebook, alone
from mentorkit.problems import Refused

DAY = date(2025, 3, 4)
SW = "sw.wikipedia.org"
FILE = f"{FOLDER}/{SW}.jsonl"


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Path]:
    with alone(tmp_path):
        yield tmp_path


def learn(cohort: Path, *names: str) -> None:
    Notebook(Directory(cohort, {})).learn_nobody(SW, names, DAY)


def kept(cohort: Path) -> set[str]:
    return set(Notebook(Directory(cohort, {})).of(SW).nobody)


@contextmanager
def full_after(file: Path, most: int) -> Iterator[None]:
    """Let the disk take so many bytes more of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("most", [0, 1, 20])
def test_a_full_disk_is_told_and_leaves_no_half_line(most: int, cohort: Path) -> None:
    learn(cohort, "Amina")
    before = (cohort / FILE).read_bytes()
    with full_after(cohort / FILE, most), pytest.raises(Refused) as told:
        learn(cohort, "Kofi", "Zuri")
    assert told.value.message.startswith(f"{FILE} cannot be written: ")
    assert (cohort / FILE).read_bytes() == before
    learn(cohort, "Kofi")
    assert kept(cohort) == {"Amina", "Kofi"}


def test_a_half_line_of_a_run_that_was_killed_swallows_nothing(cohort: Path) -> None:
    learn(cohort, "Amina")
    with (cohort / FILE).open("ab") as file:
        file.write(b'{"nobody": "Ko')
    learn(cohort, "Zuri")
    assert kept(cohort) == {"Amina", "Zuri"}


def test_a_link_is_not_written_through(
    cohort: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "mine"
    elsewhere.write_bytes(b"")
    notebook = Notebook(Directory(cohort, {}))
    assert notebook.of(SW).nobody == {}
    (cohort / FILE).symlink_to(elsewhere)
    with pytest.raises(Refused, match="cannot be written"):
        notebook.learn_nobody(SW, ["Amina"], DAY)
    assert elsewhere.read_bytes() == b""


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("")
    with pytest.raises(Refused, match="cannot be made"), alone(tmp_path):
        pytest.fail("nothing can be kept")
