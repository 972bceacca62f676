"""mentorkit meet plan."""

from functools import partial
from typing import Annotated, Literal

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render.meetings import plan as view
from mentorkit.verbs import meet as verb

app = plain_app()


@app.command()
def plan(
    ctx: typer.Context,
    times: Annotated[
        Literal["fair", "rotation", "fixed"],
        typer.Option("--times", help="How to choose the times of cohort calls and talks."),
    ] = "fair",
    write: Annotated[bool, typer.Option("--write", help="Save the sessions.")] = False,
) -> None:
    """Propose the meetings that are still to plan.

    They are those that mentorkit.yaml asks for and sessions/ does not have yet: calls of each
    pair, calls of the whole cohort, talks, and meetings in person.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    proposed = verb.propose(at.cohort, settings.day, times)
    saved = at.directory.write(verb.write(at.cohort, proposed, settings.now)) if write else None
    as_text = partial(view.as_text, saved=saved, options=settings.again)
    show(settings, proposed, as_text, view.as_json)
