"""mentorkit meet show."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app
from mentorkit.cli.shell import Opened, opened, say, settings_of
from mentorkit.cli.shell import show as show_value
from mentorkit.doors.outside import write_named_file
from mentorkit.problems import Misuse
from mentorkit.render.meetings import timetable as view
from mentorkit.verbs.meet_show import show as verb

app = plain_app()


class Format(StrEnum):
    """What the programme can be shown as."""

    TEXT = "text"
    HTML = "html"


@app.command()
def show(
    ctx: typer.Context,
    person: Annotated[
        str | None, typer.Argument(help="Whose sessions, in their local time.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="A screen, or a page for everybody.")
    ] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write to FILE.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show the past weeks too.")] = False,
) -> None:
    """Show the programme week by week, in local time.

    With --format html it makes a page with everybody's local time, out/meetings.html.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    if format_ is Format.TEXT:
        _screen(settings, at, person, output, everything)
    elif person:
        raise Misuse("the page is for everybody", "leave out the name, or --format html")
    else:
        _page(settings, at, output)


def _screen(
    settings: Settings, at: Opened, person: str | None, output: Path | None, everything: bool
) -> None:
    table = verb(at.cohort, settings.day, person)
    as_text = partial(view.as_text, everything=everything, options=settings.again)
    if output is None:
        show_value(settings, table, as_text, view.as_json)
    else:
        write_named_file(output, as_text(table))
        say(f"wrote {output}")


def _page(settings: Settings, at: Opened, output: Path | None) -> None:
    # Jinja is not for those who only look at the screen.
    from mentorkit.verbs.meet_page import FILE, page

    made = page(at.cohort, settings.day)
    file = str(output or FILE)
    if output is None:
        changed = bool(at.directory.write({FILE: made.html.encode()}, own=True))
    else:
        write_named_file(output, made.html)
        changed = True
    show_value(
        settings,
        made.unasked,
        lambda unasked: view.page_as_text(file, unasked, changed, settings.again),
        lambda unasked: view.page_as_json(file, unasked, changed),
    )
