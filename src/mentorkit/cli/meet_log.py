"""mentorkit meet log."""

import shlex
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, put, put_json, show
from mentorkit.doors.outside import read_named_file
from mentorkit.problems import Exit, Misuse
from mentorkit.render.meetings import logbook as view
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_log as verb
from mentorkit.verbs.meet_log import Logged, Words

app = plain_app()

One = str | None
Held = Annotated[bool | None, typer.Option("--held/--not-held", help="Whether it took place.")]
Missed = Annotated[
    list[str] | None,
    typer.Option("--missed", metavar="PERSON", help="Who did not come; again for more people."),
]
Anyway = Annotated[bool, typer.Option("--anyway", help="Even if logged otherwise.")]
Write = Annotated[bool, typer.Option("--write", help="Save it; without this, only look.")]


@app.command()
def log(
    ctx: typer.Context,
    session: Annotated[One, typer.Argument(metavar="SESSION", help="As in bola--amina/3.")] = None,
    held: Held = None,
    missed: Missed = None,
    minutes: Annotated[One, typer.Option(metavar="NUMBER", help="How long it took.")] = None,
    why: Annotated[One, typer.Option(metavar="TEXT", help="Goes to private/sessions/.")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.csv", help="One row a session.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print such a file, to fill in.")] = False,
    anyway: Anyway = False,
    write: Write = False,
) -> None:
    """Log whether sessions were held, and who missed them.

    Without anything, it lists those that nobody has logged. A session of two that one of them
    missed was not held. If any row of a file has a problem, nothing is saved.
    """
    settings = settings_of(ctx)
    words = Words(held, missed or (), minutes, why)
    _must_be_one((session is not None or words != Words(), source is not None, csv), session, words)
    at = opened(settings)
    moment = Moment(settings.now, settings.day)
    if csv:
        _sheet(settings, at, moment)
    elif source is not None:
        read = read_named_file(source)
        logged = verb.log_many(at.cohort, read, str(source), moment, anyway=anyway)
        _finish(settings, at, logged, view.sheet_command(str(source), anyway=anyway), write)
    elif session is None or words == Words():
        _look(settings, at, moment, session)
    else:
        logged = verb.log(at.cohort, session, words, moment, anyway=anyway)
        _finish(settings, at, logged, _command(session, words, anyway), write)


def _look(settings: Settings, at: Opened, moment: Moment, session: str | None) -> None:
    again = settings.again
    if session is None:
        waiting = verb.waiting(at.cohort, moment)
        text = partial(view.waiting_as_text, options=again)
        show(settings, waiting, text, view.waiting_as_json)
    else:
        found = verb.look(at.cohort, session)
        show(settings, found, partial(view.session_as_text, options=again), view.session_as_json)


def _must_be_one(ways: tuple[bool, ...], session: str | None, words: Words) -> None:
    if sum(ways) > 1:
        hint = "give a SESSION with what became of it, or --from FILE.csv, or --csv"
        raise Misuse("only one of these can be done at once", hint)
    if session is None and words != Words():
        raise Misuse("no session is named", "write it first, as in: meet log bola--amina/3 --held")


def _command(session: str, words: Words, anyway: bool) -> str:
    """Return the command that was typed, as a shell takes it, without the shared options."""
    given = [] if words.held is None else ["--held" if words.held else "--not-held"]
    given += [word for person in words.missed for word in ("--missed", person)]
    given += [] if words.minutes is None else ["--minutes", words.minutes]
    given += [] if words.why is None else ["--why", words.why]
    given += ["--anyway"] if anyway else []
    return shlex.join(["mentorkit", "meet", "log", session, *given])


def _sheet(settings: Settings, at: Opened, moment: Moment) -> None:
    if settings.json:
        put_json(view.waiting_as_json(verb.waiting(at.cohort, moment)))
    else:
        put(verb.sheet(at.cohort, moment), plain=True)


def _finish(settings: Settings, at: Opened, logged: Logged, command: str, write: bool) -> None:
    faulty = bool(logged.problems)
    saved = at.directory.write(logged.files) if write and not faulty else None
    if settings.json:
        put_json(
            view.as_json(
                logged.entries,
                list(logged.files),
                logged.problems,
                blank=logged.blank,
                written=saved is not None,
            )
        )
    elif faulty:
        say(view.refused(logged.problems))
    else:
        options = settings.again
        put(view.as_text(logged.entries, command, saved, blank=logged.blank, options=options))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)
