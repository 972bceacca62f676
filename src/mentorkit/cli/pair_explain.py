"""mentorkit pair explain."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.pair_terms import Afresh, Fair, Forbid, Lock, Without, terms_of
from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render.pairs import explanation as pair_explanation
from mentorkit.render.pairs import overview as pair_overview
from mentorkit.verbs import pair_explain as verb

app = plain_app()


@app.command()
def explain(
    ctx: typer.Context,
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="An id, a user name, a name's start.")
    ] = None,
    fair: Fair = None,
    afresh: Afresh = False,
    lock: Lock = None,
    forbid: Forbid = None,
    without: Without = None,
) -> None:
    """Explain somebody's pair, and what else was possible.

    Without PERSON it explains the whole.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    terms = terms_of(at.cohort, settings.day, fair, afresh, lock, forbid, without)
    if person is None:
        whole = verb.overview(at.cohort, settings.day, terms)
        as_text = partial(pair_overview.as_text, options=settings.again)
        show(settings, whole, as_text, pair_overview.as_json)
    else:
        found = verb.explain(at.cohort, settings.day, person, terms)
        told = partial(pair_explanation.as_text, options=settings.again)
        show(settings, found, told, pair_explanation.as_json)
