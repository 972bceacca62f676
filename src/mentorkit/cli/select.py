"""mentorkit select."""

import shlex
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, prefix, put, put_json, show
from mentorkit.cohort.words import day_if_typed
from mentorkit.doors.outside import read_named_file
from mentorkit.problems import Exit, Misuse
from mentorkit.recruit.selection import Wish, read_decision
from mentorkit.render import people as people_view
from mentorkit.render import select as view
from mentorkit.rules.moment import Moment
from mentorkit.verbs import select as verb

app = plain_app()

One = str | None


Who = Annotated[One, typer.Argument(metavar="PERSON", help="Who applied.")]
What = Annotated[One, typer.Argument(metavar="DECISION", help="place, waiting, no or withdrawn.")]
Why = Annotated[One, typer.Option(metavar="TEXT", help="The reason; it is private.")]
On = Annotated[One, typer.Option(metavar="DATE", help="When; else today.")]
When = Annotated[One, typer.Option(metavar="DATE", help="When they applied, if no file says so.")]
As = Annotated[One, typer.Option("--as", metavar="ROLE", help="As mentee, mentor or speaker.")]
Source = Annotated[
    Path | None, typer.Option("--import", metavar="FILE.csv", help="One row an applicant.")
]
Write = Annotated[bool, typer.Option("--write", help="Save it; without, only look.")]


@app.command()
def select(
    ctx: typer.Context,
    person: Who = None,
    decision: What = None,
    why: Why = None,
    on: On = None,
    applied: When = None,
    as_: As = None,
    source: Source = None,
    write: Write = False,
) -> None:
    """Show who applied, who has a place, and who waits.

    With PERSON and DECISION it records what you decided. Places are those of mentorkit.yaml.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    if source is not None:
        _must_be_alone(person, decision, why, on, applied)
        _import(settings, at, source, as_, write)
    elif person is None or decision is None:
        if person is not None or write:
            hint = "write PERSON and one of place, waiting, no, withdrawn"
            raise Misuse("what was decided is missing", hint)
        found = verb.standing(at.cohort, settings.day)
        as_json = partial(view.standing_as_json, day=settings.day)
        show(settings, found, partial(view.standing_as_text, options=settings.again), as_json)
    else:
        day = day_if_typed(on, "--on") or settings.day
        role = verb.read_role(as_)
        wish = Wish(read_decision(decision), day, why, day_if_typed(applied, "--applied"), role)
        given = {"--why": why, "--on": on, "--applied": applied, "--as": as_}
        options = [word for name, value in given.items() if value for word in (name, value)]
        _decide(settings, at, person, wish, options, write)


def _decide(
    settings: Settings, at: Opened, person: str, wish: Wish, options: list[str], write: bool
) -> None:
    made = verb.select(at.cohort, person, wish, Moment(settings.now, settings.day))
    faulty = bool(made.problems)
    saves = write and not faulty
    if saves:
        at.directory.write(made.files)
    if settings.json:
        put_json(view.decided_as_json(made, written=saves))
    elif faulty:
        say(view.refused(made, prefix(at.directory.root)))
    else:
        command = shlex.join(["mentorkit", "select", made.person, made.decision, *options])
        put(view.decided_as_text(made, command, written=write, options=settings.again))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)


def _import(settings: Settings, at: Opened, source: Path, as_: str | None, write: bool) -> None:
    role = verb.read_role(as_)
    content = read_named_file(source)
    made = verb.import_applicants(at.cohort, content, str(source), role, settings.today)
    faulty = bool(made.addition.problems)
    saves = write and not faulty
    if saves:
        at.directory.write(made.addition.files)
    if settings.json:
        put_json(view.applied_as_json(made, written=saves))
    elif faulty:
        say(people_view.refused(made.addition))
    else:
        words = ["mentorkit", "select", "--import", str(source), *(["--as", as_] if as_ else [])]
        put(view.applied_as_text(made, shlex.join(words), written=write, options=settings.again))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)


def _must_be_alone(*words: str | None) -> None:
    if any(word is not None for word in words):
        raise Misuse("--import goes without a person or a decision", "decide one by one, after it")
