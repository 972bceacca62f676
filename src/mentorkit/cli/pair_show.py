"""mentorkit pair show."""

import sys
from functools import partial

import typer

from mentorkit.cli.pair_terms import Afresh, Fair, Forbid, Lock, Without, terms_of
from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, painted, settings_of
from mentorkit.cli.shell import show as show_value
from mentorkit.render.pairs import picture as view
from mentorkit.verbs.pair_show import show as verb

app = plain_app()


@app.command()
def show(
    ctx: typer.Context,
    fair: Fair = None,
    afresh: Afresh = False,
    lock: Lock = None,
    forbid: Forbid = None,
    without: Without = None,
) -> None:
    """Show the fit of everybody with everybody, and who is together.

    Those are the pairs that stand; where there are none yet, or with options, those proposed.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    terms = terms_of(at.cohort, settings.day, fair, afresh, lock, forbid, without)
    picture = verb(at.cohort, settings.day, terms)
    as_text = partial(view.as_text, colour=painted(sys.stdout), options=settings.again)
    show_value(settings, picture, as_text, view.as_json)
