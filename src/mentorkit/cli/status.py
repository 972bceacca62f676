"""mentorkit status."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app, settings_of
from mentorkit.cli.shell import root_of, show
from mentorkit.problems import Exit
from mentorkit.render import status as view
from mentorkit.verbs.status import status as look

app = plain_app()


@app.command()
def status(
    ctx: typer.Context,
    recruiting: Annotated[
        bool, typer.Option("--recruiting", help="Say how far recruiting has come.")
    ] = False,
) -> None:
    """Show what is late and what is next. Each line names the command that deals with it."""
    settings = settings_of(ctx)
    agenda = look(root_of(settings), settings.today, settings.day)
    as_text = partial(view.as_text, options=settings.again, recruiting=recruiting)
    show(settings, agenda, as_text, view.as_json)
    faulty = any(matter.kind == "problems" for matter in agenda.late)
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)
