"""mentorkit meet remind."""

from typing import Annotated

import typer

from mentorkit.cli import briefing, sending
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
    ] = briefing.WITHIN,
    deliver: Annotated[
        bool, typer.Option("--send", help="Send them: of each meeting everybody hears once.")
    ] = False,
    yes: sending.Yes = False,
    unreviewed: sending.Unreviewed = False,
) -> None:
    """Write everybody a reminder of their coming meetings.

    They go to out/reminders/, each in the language and local time of its reader. They go nowhere
    without --send; then by mail, or through a wiki without links, numbers and addresses.
    """
    settings = settings_of(ctx)
    if deliver:
        briefing.send_reminders(settings, within, ask=not yes, unreviewed=unreviewed)
    briefing.reminders(settings, within)
