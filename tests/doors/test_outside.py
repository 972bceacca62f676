"""Files that the command line names, outside of the cohort directory too."""

import os
import stat

import pytest
from disk import everything

from mentorkit.doors.outside import read_named_file, write_named_file
from mentorkit.problems import Misuse


def test_a_named_file_is_written_whole_and_a_link_is_followed(tmp_path):
    (tmp_path / "link.md").symlink_to("report.md")
    write_named_file(tmp_path / "link.md", "é\n")
    assert (tmp_path / "report.md").read_bytes() == "é\n".encode()
    assert everything(tmp_path) == {"link.md": "report.md", "report.md": "é\n".encode()}


@pytest.mark.parametrize("name", [".", "/", "folder", "missing/deep/report.md", "file/report.md"])
def test_what_cannot_be_a_file_is_a_misuse_and_nothing_is_left(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    before = everything(tmp_path)
    with pytest.raises(Misuse, match="cannot be written"):
        write_named_file(tmp_path / name, "x")
    assert everything(tmp_path) == before


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_named_file(tmp_path / "pipe", "x")
    assert os.read(reader, 10) == b"x"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_named_file_that_cannot_be_read_is_a_misuse(tmp_path, name):
    with pytest.raises(Misuse, match="cannot be read"):
        read_named_file(tmp_path / name)
