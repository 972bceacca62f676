"""mentorkit meet calendar."""

from functools import partial

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, settings_of, show
from mentorkit.render.meetings import calendars as view
from mentorkit.verbs import meet_calendar as verb

app = plain_app()


@app.command()
def calendar(ctx: typer.Context) -> None:
    """Write calendar files to out/calendars/.

    There is one .ics file for each person, for each pair, and for the cohort.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    files = verb.calendars(at.cohort, settings.day)
    changed = at.directory.replace(verb.FOLDER, files)
    as_text = partial(view.as_text, changed=changed)
    show(settings, files, as_text, partial(view.as_json, changed=changed))
