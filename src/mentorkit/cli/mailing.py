"""What `meet send` and `meet replies` do, for a person at a terminal."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import typer

from mentorkit.cli.journaling import TORN, agree, arrived, clock_of, journal_of, of_sender
from mentorkit.cli.reading import answers_of, arms_of
from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, opened, prefix, refuse, show, teller
from mentorkit.doors.journal import known_secret, read_posted
from mentorkit.doors.mail import Mail, account_of
from mentorkit.doors.outside import read_named_file
from mentorkit.meetings.sending import FOLDER, Sending
from mentorkit.problems import Exit
from mentorkit.recruit.refusals import FILE as REFUSED
from mentorkit.recruit.refusals import refusal_lines
from mentorkit.render import problems as problem_view
from mentorkit.render.meetings import mailing as view
from mentorkit.render.terminal import wrap
from mentorkit.rules.delivery import Posted
from mentorkit.rules.journal import known_on
from mentorkit.rules.letter import Refusal
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_mail as verb
from mentorkit.verbs.past import Past, gate_of


def draft(settings: Settings, who: Sequence[str]) -> NoReturn:
    """Write what is due to out/mail/ and show it."""
    at = opened(settings)
    _finish(settings, at, _prepared(settings, at, _posted(settings, at), who))


def deliver(settings: Settings, who: Sequence[str], *, ask: bool) -> NoReturn:
    """Send what is due, and show what came of it. Raises Misuse, Refused and WikiFailed."""
    at = of_sender(settings)
    fictional = at.cohort.programme.fictional
    account = account_of(os.environ)
    with journal_of(settings, at) as journal:
        sending = _prepared(settings, at, journal.posted, who)
        if sending.messages:
            with Mail(account, loopback_only=fictional) as mail:
                if ask:
                    agree(view.question(sending, account.host))
                sending = verb.deliver(
                    at.cohort, sending, journal, mail, clock_of(settings), teller()
                )
    _log(settings, at, sending)
    _finish(settings, at, sending)


def settle(settings: Settings, session: str, person: str, word: str) -> NoReturn:
    """Note what became of a message, and show what is left. Raises Misuse and Refused."""
    gone = arrived(word)
    at = of_sender(settings)
    with journal_of(settings, at) as journal:
        sending = _prepared(settings, at, journal.posted, ())
        verb.settle(at.cohort, sending, journal, (session, person), gone, clock_of(settings)())
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


def _prepared(
    settings: Settings, at: Opened, posted: Sequence[Posted], who: Sequence[str]
) -> Sending:
    moment = Moment(settings.now, settings.day)
    root = at.directory.root
    past = Past(answers_of(settings, at), posted, arms_of(settings, at), known_secret(root))
    gate = gate_of(at.cohort, past, settings.day)
    return verb.prepare(
        at.cohort, posted, who, gate=gate, templates=root / "templates", moment=moment
    )


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


def _log(settings: Settings, at: Opened, sending: Sending) -> None:
    """Keep who was not written to, and why, where other letters keep it."""
    refused = [Refusal(each.notice.person.id, each.why) for each in sending.turned_back]
    if refused:
        before = at.directory.read_text(REFUSED) or ""
        at.directory.write({REFUSED: refusal_lines(before, refused, settings.day)}, own=True)


def _posted(settings: Settings, at: Opened) -> tuple[Posted, ...]:
    said = read_posted(at.directory.root)
    if said.problems:
        refuse(settings, said.problems, at.directory.root)
    if said.torn:
        say(wrap(TORN))
    return said.posted if settings.as_of is None else known_on(said.posted, settings.as_of)
