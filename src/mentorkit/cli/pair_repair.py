"""mentorkit pair repair."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.pair_terms import Fair, Without, terms_of
from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render.pairs import repair as view
from mentorkit.verbs import pair_repair as verb

app = plain_app()


@app.command()
def repair(
    ctx: typer.Context,
    without: Without = None,
    fair: Fair = None,
    end: Annotated[
        int, typer.Option("--end", metavar="N", min=0, help="End this many standing pairs at most.")
    ] = 0,
    write: Annotated[bool, typer.Option("--write", help="Save the pairs to pairs.yaml.")] = False,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="TEXT", help="The reason, kept in private/pairs.yaml."),
    ] = None,
) -> None:
    """Show what is broken after somebody left, and how to mend it. Standing pairs stay.

    A table says what it would bring to end some of them; --end chooses.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    terms = terms_of(at.cohort, settings.day, fair, False, None, None, without)
    found = verb.repair(at.cohort, settings.day, terms, end)
    saved = []
    if write:
        saved = at.directory.write(verb.write(at.cohort, found, why, settings.today))
    asked = view.Asked(end, why, settings.again)
    show(settings, found, partial(view.as_text, asked=asked, saved=saved), view.as_json)
