"""Screens written down: files of commands, each with what it says."""

import re
import shlex
from pathlib import Path

from many import Call, run_many


def steps(screen: Path) -> list[tuple[str, str]]:
    """Return the commands of a file, each with what it says."""
    parts = screen.read_text("utf-8").split("$ mentorkit ")[1:]
    return [(command, said) for command, _, said in (part.partition("\n") for part in parts)]


def play(screen: Path, cohort: Path) -> list[str]:
    """Run the commands of a file in a cohort, one after the other, and see that each says that.

    Returns the lines that went to stdout.
    """
    expected = steps(screen)
    ran = run_many([Call(shlex.split(command), cohort) for command, _ in expected])
    for (command, said), one in zip(expected, ran, strict=True):
        shown = re.sub(r"today is [0-9-]{10}", "today is DAY", one.out + one.err)
        assert (command, shown) == (command, said)
    return [line for one in ran for line in one.out.splitlines()]
