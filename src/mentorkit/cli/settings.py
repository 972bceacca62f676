"""The options that every command takes, and the one clock. Nothing here is slow to import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.main


def plain_app(summary: str | None = None, **how: Any) -> typer.Typer:
    """Return an app whose help is plain text and whose bugs show as Python shows them.

    Boxes around help are read aloud by screen readers and get in the way of copying. An app with
    a `summary` is a group of commands and prints its help where none is named.
    """
    group = {"help": summary, "no_args_is_help": True} if summary else {}
    plain: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None}
    return typer.Typer(**(plain | group | how), pretty_exceptions_enable=False)


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

    @property
    def again(self) -> str:
        """The options that a next command needs to look from the same day, after a blank."""
        return f" --as-of {self.as_of}" if self.as_of else ""


def settings_of(ctx: typer.Context) -> Settings:
    """Return the settings of this run."""
    return ctx.ensure_object(Settings)


def _read_date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date; write it as in 2025-06-20") from None
    # The bounds are those of dates in the files.
    if day.isoformat() != text or not 1900 <= day.year < 2200:
        raise typer.BadParameter(f"'{text}' is no date; write it as in 2025-06-20")
    return day


@cache
def shared_options() -> list[Any]:
    """Return the options that every command takes, as parameters that fill the settings."""
    carrier = typer.Typer(add_completion=False)

    @carrier.command()
    def everywhere(
        directory: Annotated[
            str | None, typer.Option("-C", metavar="DIR", help="The cohort directory.")
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


def with_shared_options(command: Any) -> Any:
    """Return a command, its help tidied, that takes the options which every command takes."""
    for param in command.params:
        if param.param_type_name == "argument":
            # Python's types, such as <str>, mean something only to programmers.
            param.display_type_rich = lambda ctx: None
    command.params += shared_options()
    return command


def _remember(ctx: Any, param: Any, value: Any) -> None:
    settings = settings_of(ctx)
    if value is not None and value is not False:
        setattr(settings, param.name, _READERS[param.name](value))


_READERS: dict[str, Callable[[Any], object]] = {
    "directory": Path,
    "as_of": _read_date,
    "json": bool,
}


def say(text: str) -> None:
    """Print a message on stderr."""
    typer.echo(text, err=True)
