"""mentorkit meet agenda."""

from typing import Annotated

import typer

from mentorkit.cli import briefing
from mentorkit.cli.settings import plain_app, settings_of
from mentorkit.problems import Misuse

app = plain_app()


@app.command()
def agenda(
    ctx: typer.Context,
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="As in bola--amina/1: show its text.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="CODE", help="Write in this one, as in fr."),
    ] = None,
    handbook: Annotated[
        bool, typer.Option("--handbook", help="Write the handbook for mentors instead.")
    ] = False,
) -> None:
    """Write agendas, announcements of talks, and pages for minutes.

    They go to out/agendas/, each in the language of its readers. Nothing is sent.
    """
    settings = settings_of(ctx)
    if handbook and session:
        raise Misuse("the handbook is for no session", "leave out the session, or --handbook")
    if handbook:
        briefing.handbooks(settings, language)
    elif session:
        briefing.agenda(settings, session, language)
    else:
        briefing.agendas(settings, language)
