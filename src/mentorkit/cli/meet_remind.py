"""mentorkit meet remind."""

from typing import Annotated

import typer

from mentorkit.cli import briefing
from mentorkit.cli.settings import plain_app, settings_of

app = plain_app()


@app.command()
def remind(
    ctx: typer.Context,
    within: Annotated[
        int,
        typer.Option(
            "--within", metavar="DAYS", min=0, max=366, help="How many days to look ahead."
        ),
    ] = 7,
) -> None:
    """Write everybody a reminder of their coming meetings.

    They go to out/reminders/, each in the language and local time of its reader. Nothing is sent.
    """
    briefing.reminders(settings_of(ctx), within)
