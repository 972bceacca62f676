"""What every command that sends something shares: whose copy it is, the journal, the question."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, opened, refuse
from mentorkit.doors.journal import JournalFile, Unreadable, must_be_senders, open_journal
from mentorkit.problems import Exit, Misuse
from mentorkit.render.terminal import wrap
from mentorkit.rules.moment import Moment

TORN = (
    "the last line of private/journal.jsonl was never finished, by a run that was cut short; "
    "it counts for nothing"
)


def of_sender(settings: Settings) -> Opened:
    """Open the cohort to write to its journal: today, but in a rehearsal, and from one copy.

    Raises Misuse and Refused.
    """
    at = opened(settings)
    if settings.day != settings.today and not at.cohort.programme.fictional:
        raise Misuse("the journal tells of what is sent today", "leave out --as-of")
    must_be_senders(at.directory.root, at.cohort, os.environ)
    return at


@contextmanager
def journal_of(settings: Settings, at: Opened) -> Iterator[JournalFile]:
    """Open the journal; where it has lines that cannot be read, end with status 1."""
    try:
        with open_journal(at.directory.root) as journal:
            if journal.torn:
                say(wrap(TORN))
            yield journal
    except Unreadable as unreadable:
        refuse(settings, unreadable.problems, at.directory.root)


def agree(question: str) -> None:
    """Ask a person once; end with status 0 on a no. Raises Misuse where nobody is there."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Misuse("nobody is there to be asked", "add --yes to send without asking")
    if not typer.confirm(question, err=True):
        say("Nothing was sent.")
        raise typer.Exit(Exit.FINE)


def arrived(word: str) -> bool:
    """Return whether "sent", and not "not-sent", was written. Raises Misuse for any other word."""
    if word not in ("sent", "not-sent"):
        raise Misuse(f"'{word}' is neither sent nor not-sent", "write one of the two")
    return word == "sent"


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """Return the clock; in a rehearsal on another day it stands at that day's beginning."""
    if settings.day != settings.today:
        return lambda: Moment(settings.now, settings.day).earliest
    return lambda: datetime.now(UTC)
