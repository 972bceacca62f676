"""mentorkit meet send and meet replies."""

from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli import mailing
from mentorkit.cli.settings import plain_app, settings_of

app = plain_app()


@app.command()
def send(
    ctx: typer.Context,
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERSON", help="Ids, user names, or the start of a name."),
    ] = None,
    deliver: Annotated[bool, typer.Option("--send", help="Send the messages by mail.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before sending.")] = False,
    settle: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="SESSION PERSON sent|not-sent", help="Say what became of one."),
    ] = None,
) -> None:
    """Mail people about their meetings, once each.

    They are invited, and told when a meeting changes or is called off. Without --send the messages
    are only written to out/mail/.
    """
    settings = settings_of(ctx)
    if settle is not None:
        mailing.settle(settings, *settle)
    elif deliver:
        mailing.deliver(settings, who or (), ask=not yes)
    else:
        mailing.draft(settings, who or ())


@app.command()
def replies(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Mails, mailboxes, or calendars.")
    ],
    write: Annotated[bool, typer.Option("--write", help="Save the answers.")] = False,
) -> None:
    """Read what people answered to invitations.

    A FILE is a mail (.eml), a mailbox (mbox), or a calendar (.ics).
    """
    mailing.replies(settings_of(ctx), files, write=write)
