"""mentorkit role, and its commands detect, add, verify and reject."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli import role_detect
from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, prefix, put, put_json, show
from mentorkit.outcomes.claims import Claimed
from mentorkit.problems import Exit
from mentorkit.render import roles as view
from mentorkit.rules.moment import Moment
from mentorkit.verbs import role as verb

app = plain_app()

One = str | None
Role = Annotated[str, typer.Argument(metavar="ID", help="As in r15; `mentorkit role` lists them.")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help='Who looked; or "User:NAME".')]
On = Annotated[One, typer.Option("--on", metavar="DATE", help="When; else today.")]
Write = Annotated[bool, typer.Option("--write", help="Save it; without this, only look.")]


@app.callback(invoke_without_command=True)
def role(ctx: typer.Context) -> None:
    """Show which leadership roles wait for a verdict.

    A role counts once somebody who is neither the mentee nor one of their mentors accepted it.
    """
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx)
    waiting = verb.waiting(opened(settings).cohort, settings.day)
    show(
        settings,
        waiting,
        partial(view.waiting_as_text, options=settings.again),
        view.waiting_as_json,
    )


@app.command()
def add(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The mentee.")],
    kind: Annotated[One, typer.Option("--class", metavar="CLASS", help="As in wp_coord.")] = None,
    wiki: Annotated[One, typer.Option(metavar="HOST", help="Where.")] = None,
    scope: Annotated[
        One, typer.Option(metavar="TEXT", help="Of what: a project, an event.")
    ] = None,
    started: Annotated[One, typer.Option(metavar="DATE", help="The first day.")] = None,
    evidence: Annotated[One, typer.Option(metavar="URL", help="A permanent link.")] = None,
    tier: Annotated[One, typer.Option(metavar="A|B|C", help="Else the class's usual one.")] = None,
    by: Annotated[One, typer.Option(metavar="PERSON", help="Who says so; else the sender.")] = None,
    write: Write = False,
) -> None:
    """Add a role that somebody took, pending until it is verified."""
    settings = settings_of(ctx)
    at = opened(settings)
    words = verb.Words(kind, tier, wiki, scope, started, evidence, by)
    claimed = verb.add(at.cohort, person, words, Moment(settings.now, settings.day))
    _finish(settings, at, claimed, write)


@app.command()
def verify(ctx: typer.Context, role: Role, by: By, on: On = None, write: Write = False) -> None:
    """Accept a role, after a look at the evidence."""
    settings = settings_of(ctx)
    at = opened(settings)
    moment = Moment(settings.now, settings.day)
    _finish(settings, at, verb.verify(at.cohort, role, by, on, moment), write)


@app.command()
def reject(
    ctx: typer.Context,
    role: Role,
    by: By,
    why: Annotated[One, typer.Option(metavar="TEXT", help="Goes to private/roles.yaml.")] = None,
    on: On = None,
    write: Write = False,
) -> None:
    """Reject a role, with the reason.

    It stays on record, and is not proposed again.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    moment = Moment(settings.now, settings.day)
    _finish(settings, at, verb.reject(at.cohort, role, by, on, why, moment), write)


def _finish(settings: Settings, at: Opened, claimed: Claimed, write: bool) -> None:
    faulty = bool(claimed.problems)
    saved = at.directory.write(claimed.files) if write and not faulty else None
    if settings.json:
        put_json(view.claimed_as_json(claimed, written=saved is not None))
    elif faulty:
        say(view.refused(claimed, prefix(at.directory.root)))
    else:
        put(view.claimed_as_text(claimed, saved, options=settings.again))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)


app.add_typer(role_detect.app)
