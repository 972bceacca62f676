"""mentorkit pair."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli import pair_explain, pair_repair, pair_show
from mentorkit.cli.pair_terms import Afresh, Fair, Forbid, Lock, Without, terms_of
from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.problems import Misuse
from mentorkit.render.pairs import proposal as view
from mentorkit.verbs import pair as verb

app = plain_app()


@app.callback(invoke_without_command=True)
def pair(
    ctx: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Save the pairs to pairs.yaml.")] = False,
    fair: Fair = None,
    afresh: Afresh = False,
    lock: Lock = None,
    forbid: Forbid = None,
    without: Without = None,
    scores: Annotated[
        bool, typer.Option("--scores", help="With --json: the score of every possible pair.")
    ] = False,
) -> None:
    """Propose who mentors whom. The fit is the best possible one; standing pairs stay.

    --lock, --forbid and --without show what would be; they may be given more than once.
    """
    if command := ctx.invoked_subcommand:
        if any((write, fair, afresh, lock, forbid, without, scores)):
            raise Misuse(f"an option before '{command}' is lost", f"write it after '{command}'")
        return
    settings = settings_of(ctx)
    at = opened(settings)
    terms = terms_of(at.cohort, settings.day, fair, afresh, lock, forbid, without)
    proposal = verb.pair(at.cohort, settings.day, terms)
    if write:
        at.directory.write(verb.write(at.cohort, proposal))
    as_text = partial(view.as_text, written=write, options=settings.again)
    show(settings, proposal, as_text, partial(view.as_json, scores=scores))


app.add_typer(pair_show.app)
app.add_typer(pair_explain.app)
app.add_typer(pair_repair.app)
