"""What every command shares: the cohort directory and the two streams."""

import json
import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer

from mentorkit.cli.settings import Settings, say, settings_of
from mentorkit.cohort.model import Cohort
from mentorkit.doors.activity import Recorded, read_activity
from mentorkit.doors.directory import Directory, find_cohort, open_cohort
from mentorkit.problems import Exit, Misuse, Problem
from mentorkit.render import problems as problem_view

__all__ = [
    "Opened",
    "opened",
    "painted",
    "prefix",
    "put",
    "put_json",
    "recorded",
    "refuse",
    "root_of",
    "say",
    "settings_of",
    "show",
    "teller",
]

V = TypeVar("V")


def root_of(settings: Settings) -> Path:
    """Return the cohort directory: -C, else MENTORKIT_COHORT, else the nearest one upward."""
    named = settings.directory or os.environ.get("MENTORKIT_COHORT")
    folder = Path(named or ".")
    if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
        raise Misuse(f"{folder} is no directory", "name the cohort's directory with -C")
    try:
        return find_cohort(folder)
    except FileNotFoundError:
        hint = "go to another one, or name the cohort's directory with -C"
        raise Misuse("this directory is there no more", hint) from None


@dataclass(frozen=True)
class Opened:
    """A cohort without problems, and the directory to write to."""

    cohort: Cohort
    directory: Directory


def opened(settings: Settings, mends: Collection[str] = ()) -> Opened:
    """Open the cohort; where it has problems, print them all and end with status 1.

    Problems of the codes that the command `mends` do not keep it from running.
    """
    root = root_of(settings)
    cohort, found = open_cohort(root, settings.today)
    faults = [problem for problem in found if not problem.warning and problem.code not in mends]
    if cohort is None or faults:
        refuse(settings, faults, root)
    return Opened(cohort, Directory(root, cohort.sources))


def recorded(settings: Settings, directory: Directory, *, pulls: bool = False) -> Recorded:
    """Return the activity that was pulled; where its files have faults, end with status 1.

    What a pull mends does not keep a command that `pulls` from running.
    """
    rows = read_activity(directory.root, settings.today)
    faults = rows.problems if pulls else rows.faults
    if faults:
        refuse(settings, faults, directory.root)
    return rows


def refuse(settings: Settings, faults: Sequence[Problem], root: Path) -> NoReturn:
    """Print problems that keep a command from running, and end with status 1."""
    if settings.json:
        put_json(problem_view.as_json(faults))
    say(problem_view.as_text(faults, prefix(root)))
    say("\nNothing was changed. First mend the files, then run this again.")
    raise typer.Exit(Exit.PROBLEMS)


def prefix(root: Path) -> str:
    """Return what goes before a cohort's file names so that they lead there from here."""
    relative = os.path.relpath(root)
    return "" if relative == "." else f"{relative}/"


def show(
    settings: Settings,
    value: V,
    as_text: Callable[[V], str],
    as_json: Callable[[V], dict[str, Any]],
) -> None:
    """Print a value on stdout: JSON for programs, else text for people."""
    if settings.json:
        put_json(as_json(value))
    else:
        put(as_text(value))


def put(text: str, *, plain: bool = False) -> None:
    """Print text on stdout, painted where a person looks at it unless it is `plain`."""
    if not plain and painted(sys.stdout):
        from mentorkit.render.terminal import paint

        text = paint(text)
    typer.echo(text.rstrip("\n"))


def put_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    utf8 = "utf" in (sys.stdout.encoding or "").lower()
    typer.echo(json.dumps(value, ensure_ascii=not utf8, indent=1))


def painted(stream: Any) -> bool:
    """Whether a stream is a terminal on which a person wants to see colours."""
    dumb = os.environ.get("TERM") == "dumb"
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and not dumb)


def teller() -> Callable[[str], None]:
    """Give what shows progress in one line of a terminal, over and over; nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda text: None
    from mentorkit.render.terminal import WIDTH, fit

    return lambda text: typer.echo(f"\r\x1b[K{fit(text, WIDTH - 1).rstrip()}", err=True, nl=False)
