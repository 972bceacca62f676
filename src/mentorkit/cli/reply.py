"""mentorkit reply."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, prefix, put, put_json
from mentorkit.cohort.words import day_if_typed
from mentorkit.doors.journal import known_secret, secret_of
from mentorkit.problems import Exit, Refused
from mentorkit.recruit.answers import FILE
from mentorkit.recruit.replies import Replied
from mentorkit.render import reply as view
from mentorkit.render.terminal import wrap
from mentorkit.rules.letter import letter_file
from mentorkit.rules.moment import Moment
from mentorkit.verbs import reply as verb

app = plain_app()

One = str | None


@app.command()
def reply(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who answered.")],
    answer: Annotated[str, typer.Argument(metavar="ANSWER", help="accepted, declined or later.")],
    on: Annotated[One, typer.Option(metavar="DATE", help="When; else today.")] = None,
    again: Annotated[
        One, typer.Option(metavar="DATE", help="For 'later': when they may be asked again.")
    ] = None,
    consent: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="named, activity or follow_up, again for more; or none."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Save it; without, only look.")] = False,
) -> None:
    """Record what somebody answered to an invitation.

    A no is final, and kept. Whoever accepted moves from private/candidates/ to people/.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    agreed = ",".join(consent) if consent else None
    words = verb.Words(day_if_typed(on, "--on"), day_if_typed(again, "--again"), agreed)
    made = verb.reply(
        at.cohort,
        at.directory.read_lines(FILE),
        person,
        answer,
        words,
        Moment(settings.now, settings.day),
        _secret(at.directory.root, write),
    )
    given = {"--on": on, "--again": again, "--consent": agreed}
    options = [word for name, value in given.items() if value for word in (name, value)]
    command = shlex.join(["mentorkit", "reply", made.person, answer, *options])
    _finish(settings, at, made, command, write)


def _finish(settings: Settings, at: Opened, made: Replied, command: str, write: bool) -> None:
    faulty = bool(made.problems)
    saves = write and not faulty
    if saves:
        at.directory.write(made.files, gone=made.gone)
        at.directory.remove([letter_file(made.person)])
    if settings.json:
        put_json(view.as_json(made, written=saves))
    elif faulty:
        say(view.refused(made, prefix(at.directory.root)))
    else:
        put(view.as_text(made, command, written=write, options=settings.again))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)


def _secret(root: Path, write: bool) -> bytes:
    """Return the cohort's secret; a look makes none, and an answer is kept without one."""
    try:
        return secret_of(root) if write else known_secret(root)
    except Refused as failure:
        said = "the answer is kept by the id alone, and another file of the same person"
        say(wrap(f"{failure.message}; {said} would not be known by it: {failure.hint}"))
        return b""
