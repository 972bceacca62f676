"""mentorkit meet."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render import meetings as view
from mentorkit.verbs import meet as verb

app = plain_app("Plan meetings and write calendars.")


@app.command()
def plan(
    ctx: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Save the sessions.")] = False,
) -> None:
    """Propose the pair calls that are still to plan.

    They are those that mentorkit.yaml asks for and sessions/ does not have yet.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    proposed = verb.propose(at.cohort, settings.day)
    saved = at.directory.write(verb.write(at.cohort, proposed, settings.now)) if write else None
    show(
        settings, proposed, partial(view.as_text, saved=saved, options=settings.again), view.as_json
    )


@app.command()
def calendar(ctx: typer.Context) -> None:
    """Write calendar files to out/calendars/.

    There is one .ics file for each person, for each pair, and for the cohort.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    files = verb.calendars(at.cohort, settings.day)
    changed = at.directory.replace(verb.FOLDER, files)
    show(
        settings,
        files,
        partial(view.calendars_as_text, changed=changed),
        partial(view.calendars_as_json, changed=changed),
    )
