"""mentorkit init."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app, settings_of
from mentorkit.cli.shell import put, put_json
from mentorkit.doors.outside import found_cohort
from mentorkit.problems import Misuse
from mentorkit.render import init as view
from mentorkit.verbs.init import Wishes
from mentorkit.verbs.init import init as make

app = plain_app()

Wish = str | None


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made where there is none.")],
    name: Annotated[Wish, typer.Option(metavar="TEXT", help="The programme's name.")] = None,
    id_: Annotated[
        Wish, typer.Option("--id", metavar="ID", help="a-z, 0-9, -; else made from DIR.")
    ] = None,
    first: Annotated[
        Wish,
        typer.Option("--from", metavar="DATE", help="Else the first Monday of next month."),
    ] = None,
    last: Annotated[
        Wish, typer.Option("--to", metavar="DATE", help="Else thirteen weeks after the start.")
    ] = None,
) -> None:
    """Make a new cohort directory. The comments in its files teach how to fill them in."""
    settings = settings_of(ctx)
    if settings.directory:
        raise Misuse("init takes its directory without -C", f"mentorkit init {folder}")
    wishes = Wishes(name, id_, first, last)
    made = make(folder.resolve().name, wishes, settings.day, partial(found_cohort, folder))
    if settings.json:
        put_json(view.as_json(made))
    else:
        put(view.as_text(made, str(folder)))
