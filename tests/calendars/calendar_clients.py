"""Independent programs that read an `.ics` file and say which events they see."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import vobject

HERE = Path(__file__).parent


class Seen(NamedTuple):
    """An event as a program understands it; times are UTC."""

    uid: str
    start: str
    end: str
    status: str
    summary: str


def lacking(program: str) -> None:
    """Skip the test for want of a program, or fail where everything must be there."""
    message = f"{program} is missing: run tests/calendars/install.sh"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def libical(file: Path, scratch: Path) -> list[Seen]:
    """Read as GNOME and KDE do; RFC 5546's tables are checked on the way."""
    program = _compiled(scratch)
    if program is None:
        lacking("libical")
    fields = _output([str(program), str(file)]).splitlines()
    return [Seen(*fields[i : i + 5]) for i in range(0, len(fields), 5)]


@cache
def _compiled(scratch: Path) -> Path | None:
    """Compile the reader; None where there is no compiler or no libical to compile with."""
    program = scratch / "expand"
    command = ["cc", "-O1", str(HERE / "expand.c"), "-o", str(program), "-lical"]
    if shutil.which("cc") is None or not Path("/usr/include/libical/ical.h").exists():
        return None
    _output(command)
    return program


def ical_js(file: Path, scratch: Path) -> list[Seen]:
    """Read as Thunderbird does."""
    if shutil.which("node") is None or not (HERE / "node_modules" / "ical.js").is_dir():
        lacking("ical.js")
    return [
        Seen(*row) for row in json.loads(_output(["node", str(HERE / "expand.mjs"), str(file)]))
    ]


def khal(file: Path, scratch: Path) -> list[Seen]:
    """Read as khal does."""
    if shutil.which("khal") is None:
        lacking("khal")
    shape = "\t".join(
        ("{uid}", "{start-long-full}:00Z", "{end-long-full}:00Z", "{status}", "{title}")
    )
    command = ["khal", "-c", str(HERE / "khal.conf"), "printics", "-f", shape, str(file)]
    rows = [
        line.split("\t") for line in _output(command, home=scratch).splitlines() if "\t" in line
    ]
    return [Seen(*(field.rstrip() for field in row)) for row in rows]


def vobject_(file: Path, scratch: Path) -> list[Seen]:
    """Read as vobject does, after its own validation."""
    seen = []
    for calendar in vobject.readComponents(file.read_bytes().decode()):
        calendar.validate(raiseException=True)
        for event in getattr(calendar, "vevent_list", []):
            repeated = event.getrruleset()
            assert repeated is None
            start, end = event.dtstart.value, event.dtend.value
            row = (_utc(start), _utc(end), event.status.value, event.summary.value)
            seen.append(Seen(event.uid.value, *row))
    return seen


CLIENTS: dict[str, Callable[[Path, Path], list[Seen]]] = {
    "libical": libical,
    "ical.js": ical_js,
    "khal": khal,
    "vobject": vobject_,
}


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _output(command: list[str], home: Path | None = None) -> str:
    # khal keeps a cache below the home directory, and dates in the words of the locale.
    quiet = {"LC_ALL": "C.UTF-8"} | ({"HOME": str(home)} if home else {})
    done = subprocess.run(
        command,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
