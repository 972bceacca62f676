"""What every command shares: the cohort directory, the dates, the two streams."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
import typer.main

from mentorkit.cohort.model import Cohort
from mentorkit.doors.directory import Directory, find_cohort, open_cohort
from mentorkit.problems import Exit, Misuse
from mentorkit.render import problems as problem_view

V = TypeVar("V")


@dataclass
class Settings:
    """The options that every command takes, before or after its name."""

    directory: Path | None = None
    as_of: date | None = None
    json: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def today(self) -> date:
        """The real date, in UTC."""
        return self.now.date()

    @property
    def day(self) -> date:
        """The date to look at the cohort from."""
        return self.as_of or self.today

    def root(self) -> Path:
        """Return the cohort directory: -C, else MENTORKIT_COHORT, else the nearest one upward."""
        named = self.directory or os.environ.get("MENTORKIT_COHORT")
        if not named:
            return find_cohort(Path.cwd())
        folder = Path(named)
        if not folder.is_dir():
            raise Misuse(f"{folder} is no directory", "name the cohort's directory with -C")
        return find_cohort(folder)


def settings_of(ctx: typer.Context) -> Settings:
    """Return the settings of this run."""
    return ctx.ensure_object(Settings)


def _read_date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date; write it as in 2025-06-20") from None


def shared_options() -> list[Any]:
    """Return the options that every command takes, as parameters that fill the settings."""
    carrier = typer.Typer(add_completion=False)

    @carrier.command()
    def everywhere(
        directory: Annotated[
            Path | None, typer.Option("-C", metavar="DIR", help="The cohort directory.")
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option("--as-of", metavar="DATE", help="Look from this day, not from today."),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    ) -> None:
        raise NotImplementedError

    remember: Any = _remember
    options = list(typer.main.get_command(carrier).params)
    for option in options:
        option.expose_value = False
        option.callback = remember
    return options


def _remember(ctx: Any, param: Any, value: Any) -> None:
    settings = settings_of(ctx)
    if value:
        setattr(settings, param.name, _read_date(value) if param.name == "as_of" else value)


@dataclass(frozen=True)
class Opened:
    """A cohort without problems, and the directory to write to."""

    cohort: Cohort
    directory: Directory


def opened(settings: Settings) -> Opened:
    """Open the cohort; where it has problems, print them all and end with status 1."""
    root = settings.root()
    cohort, found = open_cohort(root, settings.today)
    faults = [problem for problem in found if not problem.warning]
    if cohort is None or faults:
        if settings.json:
            put_json(problem_view.as_json(faults))
        say(problem_view.as_text(faults, prefix(root)))
        say("Nothing was changed. First mend the files, then run this again.")
        raise typer.Exit(Exit.PROBLEMS)
    return Opened(cohort, Directory(root, cohort.sources))


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


def put(text: str) -> None:
    """Print text on stdout, painted where a person looks at it."""
    if _painted(sys.stdout):
        from mentorkit.render.terminal import paint

        text = paint(text)
    typer.echo(text)


def put_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say(text: str) -> None:
    """Print a message on stderr."""
    typer.echo(text, err=True)


def _painted(stream: Any) -> bool:
    dumb = os.environ.get("TERM") == "dumb"
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and not dumb)
