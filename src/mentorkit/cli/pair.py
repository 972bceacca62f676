"""mentorkit pair."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render import pairing as view
from mentorkit.verbs import pair as verb

app = plain_app()


@app.command()
def pair(
    ctx: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Save the pairs to pairs.yaml.")] = False,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Ignore the standing pairs that are not locked.")
    ] = False,
    scores: Annotated[
        bool, typer.Option("--scores", help="With --json: the score of every possible pair.")
    ] = False,
) -> None:
    """Propose who mentors whom. The fit is the best possible one; standing pairs stay."""
    settings = settings_of(ctx)
    at = opened(settings)
    proposal = verb.pair(at.cohort, settings.day, afresh=afresh)
    if write:
        at.directory.write(verb.write(at.cohort, proposal))
    as_text = partial(view.as_text, written=write, options=settings.again)
    show(settings, proposal, as_text, partial(view.as_json, scores=scores))
