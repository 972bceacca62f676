"""mentorkit people add, and mentorkit people import."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, prefix, put, put_json
from mentorkit.doors.outside import read_named_file
from mentorkit.problems import Exit
from mentorkit.recruit.roster import Addition
from mentorkit.render import people as view
from mentorkit.verbs.people import add as add_person
from mentorkit.verbs.people import import_people

app = plain_app("Add people, one by one or from a CSV file.")

Write = Annotated[bool, typer.Option("--write", help="Save the files; without it, only look.")]
One = str | None
Many = list[str] | None


@app.command()
def add(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="ID", help="The new file's name: a-z, 0-9, -.")],
    name: Annotated[One, typer.Option(metavar="TEXT", help="What to call them.")] = None,
    role: Annotated[
        Many, typer.Option(metavar="ROLE", help="mentee, mentor, speaker or coordinator.")
    ] = None,
    wiki: Annotated[One, typer.Option(metavar="USER", help="The wiki user name.")] = None,
    home: Annotated[
        One, typer.Option(metavar="HOST", help="The home wiki, as in fr.wikipedia.org.")
    ] = None,
    language: Annotated[
        Many, typer.Option(metavar="CODE", help="A language, the best first.")
    ] = None,
    timezone: Annotated[One, typer.Option(metavar="ZONE", help="As in Africa/Dakar.")] = None,
    available: Annotated[
        Many, typer.Option(metavar="HOURS", help='As in "mon-fri 18:00-21:00".')
    ] = None,
    wants: Annotated[Many, typer.Option(metavar="TOPIC", help="A topic to learn.")] = None,
    offers: Annotated[Many, typer.Option(metavar="TOPIC", help="A topic to teach.")] = None,
    capacity: Annotated[
        One, typer.Option(metavar="NUMBER", help="How many mentees a mentor takes.")
    ] = None,
    enrolled: Annotated[One, typer.Option(metavar="DATE", help="Joined on; else today.")] = None,
    email: Annotated[One, typer.Option(metavar="ADDRESS", help="Goes to private/people/.")] = None,
    near: Annotated[
        One, typer.Option(metavar="PLACE", help='"Town, Country"; goes to private/people/.')
    ] = None,
    write: Write = False,
) -> None:
    """Add one person. Options that hold a list may be given again and again."""
    settings = settings_of(ctx)
    cohort = opened(settings)
    facts: dict[str, str | list[str] | None] = {
        "name": name, "roles": role, "wiki": wiki, "home": home, "languages": language,
        "timezone": timezone, "available": available, "wants": wants, "offers": offers,
        "capacity": capacity, "enrolled": enrolled, "email": email, "near": near,
    }  # fmt: skip
    added = add_person(cohort.cohort, person, facts, settings.today, settings.day)
    _finish(settings, cohort, added, write, _again(person, facts))


def _again(person: str, facts: Mapping[str, str | list[str] | None]) -> str:
    """Return the command that says the same once more."""
    words = [
        word
        for key, value in facts.items()
        for each in (value if isinstance(value, list) else [value] if value else [])
        for word in (f"--{_OPTIONS.get(key, key)}", each)
    ]
    return shlex.join(["mentorkit", "people", "add", person, *words])


_OPTIONS = {"roles": "role", "languages": "language"}
"""What the options are called whose keys have another name."""


@app.command(name="import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="One row a person.")],
    write: Write = False,
) -> None:
    """Add everybody of a CSV file.

    Its first row names the keys of a person file, such as name, wiki and roles. Lists are separated
    by semicolons. Without an id column, ids are made from the Latin letters of the names. If any
    row has a problem, nothing is saved.
    """
    settings = settings_of(ctx)
    cohort = opened(settings)
    source = read_named_file(file)
    addition = import_people(cohort.cohort, source, str(file), settings.today, settings.day)
    _finish(settings, cohort, addition, write)


def _finish(
    settings: Settings, into: Opened, addition: Addition, write: bool, command: str = ""
) -> None:
    faulty = bool(addition.problems)
    if write and not faulty:
        into.directory.write(addition.files)
    if settings.json:
        put_json(view.as_json(addition, written=write and not faulty))
    elif faulty:
        say(view.refused(addition, "" if addition.source else prefix(into.directory.root)))
    else:
        put(view.as_text(addition, written=write, options=settings.again, command=command))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)
