"""mentorkit meet move, meet cancel and meet swap."""

import shlex
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app, settings_of
from mentorkit.cli.shell import Opened, opened, show
from mentorkit.meetings.changes import Which
from mentorkit.problems import Misuse
from mentorkit.render.meetings import changes as view
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_change as verb
from mentorkit.verbs.meet_change import Changed, Open, Wish

app = plain_app()

Write = Annotated[bool, typer.Option("--write", help="Save it; without this, only look.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Even if somebody is in two sessions.")]
Why = Annotated[
    str | None, typer.Option("--why", metavar="TEXT", help="Goes to private/sessions/.")
]
Session = Annotated[str, typer.Argument(metavar="SESSION", help="As in bola--amina/3.")]


@app.command()
def move(
    ctx: typer.Context,
    session: Session,
    time: Annotated[
        list[str] | None, typer.Argument(metavar="TIME", help='As in "2025-03-12 19:00".')
    ] = None,
    zone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Whose clocks; else the session's own.")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="Of a time that comes twice.")] = False,
    second: Annotated[bool, typer.Option("--second", help="Of a time that comes twice.")] = False,
    why: Why = None,
    anyway: Anyway = False,
    write: Write = False,
) -> None:
    """Move a session to another time.

    TIME is by the clocks of the session's own time zone. Without it, times are shown that suit
    everybody.
    """
    settings = settings_of(ctx)
    at = opened(settings, mends=verb.MENDS)
    moment = Moment(settings.now, settings.day)
    if not time:
        found = verb.look(at.cohort, session, moment)
        show(settings, found, partial(_openings, options=settings.again), _openings_json)
        return
    wish = Wish(" ".join(time), zone, _which(first, second))
    changed = verb.move(at.cohort, session, wish, moment, why=why, anyway=anyway)
    options = {"--zone": zone, "--why": why}
    flags = {"--first": first, "--second": second, "--anyway": anyway}
    command = _command(["move", session, wish.text], options, flags)
    _finish(settings, at, changed, command, write)


@app.command()
def cancel(
    ctx: typer.Context,
    sessions: Annotated[
        list[str], typer.Argument(metavar="SESSION", help="As in bola--amina/3; or several.")
    ],
    why: Why = None,
    write: Write = False,
) -> None:
    """Call off sessions that are still to come."""
    settings = settings_of(ctx)
    at = opened(settings, mends=verb.MENDS)
    moment = Moment(settings.now, settings.day)
    changed = verb.cancel(at.cohort, sessions, moment, why=why)
    _finish(settings, at, changed, _command(["cancel", *sessions], {"--why": why}, {}), write)


@app.command()
def swap(
    ctx: typer.Context,
    session: Session,
    other: Annotated[str, typer.Argument(metavar="SESSION", help="The other one.")],
    anyway: Anyway = False,
    write: Write = False,
) -> None:
    """Let two sessions exchange their times."""
    settings = settings_of(ctx)
    at = opened(settings, mends=verb.MENDS)
    moment = Moment(settings.now, settings.day)
    changed = verb.swap(at.cohort, session, other, moment, anyway=anyway)
    command = _command(["swap", session, other], {}, {"--anyway": anyway})
    _finish(settings, at, changed, command, write)


def _which(first: bool, second: bool) -> Which | None:
    if first and second:
        raise Misuse("--first and --second exclude each other", "give one of them")
    return "first" if first else "second" if second else None


def _command(words: Sequence[str], options: dict[str, str | None], flags: dict[str, bool]) -> str:
    """Return the command that was typed, as a shell takes it, without the shared options."""
    given = [word for key, value in options.items() if value is not None for word in (key, value)]
    given += [flag for flag, said in flags.items() if said]
    return shlex.join(["mentorkit", "meet", *words, *given])


def _finish(settings: Settings, at: Opened, changed: Changed, command: str, write: bool) -> None:
    saved = at.directory.write(changed.files) if write else None
    text = partial(view.as_text, command=command, saved=saved, options=settings.again)
    data = partial(view.as_json, files=list(changed.files), written=write)
    show(settings, changed.changes, text, data)


def _openings(found: Open, options: str) -> str:
    return view.openings_as_text(found.session, found.times, options)


def _openings_json(found: Open) -> dict[str, object]:
    return view.openings_as_json(found.session, found.times)
