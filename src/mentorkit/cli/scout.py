"""mentorkit scout."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Literal

import typer

from mentorkit.cli.settings import Settings, plain_app
from mentorkit.cli.shell import Opened, opened, refuse, settings_of, show, teller
from mentorkit.doors.scouted import Notebook, alone
from mentorkit.problems import WikiFailed
from mentorkit.recruit.scouting import Scouted
from mentorkit.render import scout as view
from mentorkit.verbs import scout as verb

app = plain_app()

Named = Mapping[str, Sequence[str] | None]
Many = list[str] | None
Role = Literal["mentee", "mentor", "speaker"]
Come = typer.Option(metavar="ROLE", help="mentee, mentor or speaker: as what they may come.")
Event = typer.Option(metavar="FILE.csv", help="An event's export, with a column username.")
First = typer.Option("--first-edits", help="Ask for each one's first edit: a request for each.")
Files = typer.Option(metavar="NAME", help="A category of files: who uploaded them.")
Fewer = typer.Option(metavar="N", min=1, help="Keep only the N steadiest.")
Save = typer.Option("--write", help="Save the candidates; without it, only look.")


@app.command()
def scout(
    ctx: typer.Context,
    category: Annotated[Many, typer.Option(metavar="NAME", help="A category of users.")] = None,
    page: Annotated[Many, typer.Option(metavar="TITLE", help="A page that links to users.")] = None,
    sign_up: Annotated[Many, typer.Option(metavar="TITLE", help="Where people signed.")] = None,
    uploads: Annotated[Many, Files] = None,
    dashboard: Annotated[Many, Event] = None,
    list_: Annotated[
        Many, typer.Option("--list", metavar="FILE", help="One user name a line.")
    ] = None,
    git: Annotated[Many, typer.Option(metavar="DIR", help="A clone: who committed to it.")] = None,
    wiki: Annotated[str | None, typer.Option(metavar="HOST", help="The wiki of these.")] = None,
    role: Annotated[Role | None, Come] = None,
    at_most: Annotated[int | None, Fewer] = None,
    first_edits: Annotated[bool, First] = False,
    write: Annotated[bool, Save] = False,
) -> None:
    """Find steady contributors who may be invited.

    Without an option that names a source, those of private/mentorkit.yaml are looked in. What is
    read is kept in private/scout/, so that a run that was cut off goes on where it was.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    named = {
        "category": category, "page": page, "sign_up": sign_up, "uploads": uploads,
        "dashboard": dashboard, "list": list_, "git": git,
    }  # fmt: skip
    sources = verb.sources_of(at.cohort, named, wiki, role)
    found = _found(
        settings, at, partial(verb.scout, sources=sources, most=at_most, first_edits=first_edits)
    )
    if write:
        verb.must_fit(at.cohort, found, settings.today)
        at.directory.write(found.files)
    more = {"wiki": wiki, "role": role, "at-most": at_most, "first-edits": first_edits}
    typed = shlex.join(["mentorkit", "scout", *_words(named, more)])
    as_text = partial(view.as_text, written=write, command=typed, options=settings.again)
    show(settings, found, as_text, partial(view.as_json, written=write))


def _found(settings: Settings, at: Opened, look: Callable[[verb.Desk], Scouted]) -> Scouted:
    """Look, while no other run does, with progress on a terminal."""
    tell = teller()
    with alone(at.directory.root):
        answers = at.directory.read_text("private/invitations.jsonl")
        said_no, unread = verb.earlier_no(answers or "", at.directory.root)
        if unread:
            refuse(settings, unread, at.directory.root)
        notebook = Notebook(at.directory)
        try:
            return look(verb.Desk(at.cohort, notebook, settings.day, settings.now, said_no, tell))
        except WikiFailed as failure:
            raise WikiFailed(failure.message, f"{failure.hint}; {verb.WITHOUT_WIKI}") from failure
        finally:
            tell("")


def _words(named: Named, one: Mapping[str, object]) -> Iterator[str]:
    """The options that were typed, to be typed again."""
    for kind, values in named.items():
        for value in values or ():
            yield from (f"--{kind.replace('_', '-')}", value)
    for option, given in one.items():
        if given is True:
            yield f"--{option}"
        elif given:
            yield from (f"--{option}", str(given))
