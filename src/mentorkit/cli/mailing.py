"""What `meet send` and `meet replies` do, for a person at a terminal."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import typer

from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, opened, prefix, refuse, show, teller
from mentorkit.doors.journal import (
    JournalFile,
    Unreadable,
    must_be_senders,
    open_journal,
    read_posted,
)
from mentorkit.doors.mail import Mail, account_of
from mentorkit.doors.outside import read_named_file
from mentorkit.meetings.sending import FOLDER, Sending
from mentorkit.problems import Exit, Misuse
from mentorkit.render import meet_mail as view
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import wrap
from mentorkit.rules.delivery import Posted
from mentorkit.rules.journal import known_on
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_mail as verb


def draft(settings: Settings, who: Sequence[str]) -> NoReturn:
    """Write what is due to out/mail/ and show it."""
    at = opened(settings)
    _finish(settings, at, _prepared(settings, at, _posted(settings, at), who))


def deliver(settings: Settings, who: Sequence[str], *, ask: bool) -> NoReturn:
    """Send what is due, and show what came of it. Raises Misuse, Refused and WikiFailed."""
    at = _of_sender(settings)
    fictional = at.cohort.programme.fictional
    account = account_of(os.environ)
    with _journal(settings, at) as journal:
        sending = _prepared(settings, at, journal.posted, who)
        if sending.messages:
            with Mail(account, loopback_only=fictional) as mail:
                if ask:
                    _agree(view.question(sending, account.host))
                sending = verb.deliver(
                    at.cohort, sending, journal, mail, _clock(settings), teller()
                )
    _finish(settings, at, sending)


def settle(settings: Settings, session: str, person: str, word: str) -> NoReturn:
    """Note what became of a message, and show what is left. Raises Misuse and Refused."""
    if word not in ("sent", "not-sent"):
        raise Misuse(f"'{word}' is neither sent nor not-sent", "write one of the two")
    at = _of_sender(settings)
    with _journal(settings, at) as journal:
        sending = _prepared(settings, at, journal.posted, ())
        verb.settle(
            at.cohort, sending, journal, (session, person), word == "sent", _clock(settings)()
        )
    _finish(settings, at, _prepared(settings, at, _posted(settings, at), ()))


def replies(settings: Settings, files: Sequence[Path], *, write: bool) -> None:
    """Read answers out of files, show them, and save them if that is wanted."""
    at = opened(settings)
    posted = _posted(settings, at)
    read = [(str(file), read_named_file(file, verb.LARGEST_MAILBOX)) for file in files]
    found = verb.read(at.cohort, posted, read)
    if write:
        at.directory.write(verb.write(at.cohort, found, settings.today))
    named = [str(file) for file in files]
    as_text = partial(view.replies_as_text, written=write, files=named, options=settings.again)
    show(settings, found, as_text, partial(view.replies_as_json, written=write))
    if any(each.why not in view.HARMLESS for each in found.aside):
        raise typer.Exit(Exit.PROBLEMS)


def _of_sender(settings: Settings) -> Opened:
    """Open the cohort to write to its journal: today, but in a rehearsal, and from one copy."""
    at = opened(settings)
    if settings.day != settings.today and not at.cohort.programme.fictional:
        raise Misuse("the journal tells of what is sent today", "leave out --as-of")
    must_be_senders(at.directory.root, at.cohort, os.environ)
    return at


def _prepared(
    settings: Settings, at: Opened, posted: Sequence[Posted], who: Sequence[str]
) -> Sending:
    moment = Moment(settings.now, settings.day)
    templates = at.directory.root / "templates"
    return verb.prepare(at.cohort, posted, who, templates=templates, moment=moment)


def _finish(settings: Settings, at: Opened, sending: Sending) -> NoReturn:
    drafts = verb.drafts(at.cohort, sending)
    at.directory.write(drafts, own=True)
    at.directory.remove(verb.stale(at.directory.names(FOLDER, ".eml"), sending))
    for note in view.notes(sending):
        say(wrap(note))
    show(settings, sending, partial(view.as_text, options=settings.again), view.as_json)
    if sending.problems:
        say(problem_view.as_text(sending.problems, prefix(at.directory.root)))
    raise typer.Exit(verb.status(sending))


def _posted(settings: Settings, at: Opened) -> tuple[Posted, ...]:
    said = read_posted(at.directory.root)
    if said.problems:
        refuse(settings, said.problems, at.directory.root)
    if said.torn:
        say(wrap(_TORN))
    return said.posted if settings.as_of is None else known_on(said.posted, settings.as_of)


@contextmanager
def _journal(settings: Settings, at: Opened) -> Iterator[JournalFile]:
    try:
        with open_journal(at.directory.root) as journal:
            if journal.torn:
                say(wrap(_TORN))
            yield journal
    except Unreadable as unreadable:
        refuse(settings, unreadable.problems, at.directory.root)


_TORN = (
    "the last line of private/journal.jsonl was never finished, by a run that was cut short; "
    "it counts for nothing"
)


def _agree(question: str) -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Misuse("nobody is there to be asked", "add --yes to send without asking")
    if not typer.confirm(question, err=True):
        say("Nothing was sent.")
        raise typer.Exit(Exit.FINE)


def _clock(settings: Settings) -> Callable[[], datetime]:
    """Return the clock; in a rehearsal on another day it stands at that day's beginning."""
    if settings.day != settings.today:
        return lambda: Moment(settings.now, settings.day).earliest
    return lambda: datetime.now(UTC)
