"""mentorkit invite."""

from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, prefix, say, settings_of, show
from mentorkit.problems import Exit
from mentorkit.render import letters as view
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import wrap
from mentorkit.verbs import invite as verb

app = plain_app()


@app.command()
def invite(
    ctx: typer.Context,
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERSON", help="Ids, user names, or the start of a name."),
    ] = None,
) -> None:
    """Draft a personal letter to each candidate. It is in their language; nothing is sent."""
    settings = settings_of(ctx)
    at = opened(settings)
    made = verb.invite(
        at.cohort,
        who or (),
        templates=at.directory.root / "templates",
        answers=at.directory.read_text("private/invitations.jsonl"),
        as_of=settings.day,
    )
    at.directory.write(verb.files(made), own=True)
    at.directory.remove(verb.withdrawn(made))
    for note in view.notes(made):
        say(wrap(note))
    show(settings, made, view.as_text, view.as_json)
    if made.problems:
        say(problem_view.as_text(made.problems, prefix(at.directory.root)))
        raise typer.Exit(Exit.PROBLEMS)
