"""What `--send` does for letters of every kind, for a person at a terminal."""

import os
import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mentorkit.cli.journaling import agree, arrived, clock_of, journal_of, of_sender
from mentorkit.cli.reading import arms_of
from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, prefix, show, teller
from mentorkit.doors.journal import JournalFile, secret_of
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.refusals import FILE as REFUSED
from mentorkit.recruit.refusals import refusal_lines
from mentorkit.render import problems as problem_view
from mentorkit.render import sending as view
from mentorkit.render.letters import as_file
from mentorkit.render.terminal import wrap
from mentorkit.rules.delivery import Channel
from mentorkit.rules.letter import Invitations, letter_file
from mentorkit.rules.sending import Allowed, Sending
from mentorkit.verbs.past import Past, gate_of

if TYPE_CHECKING:
    from mentorkit.verbs.delivering import Post
    from mentorkit.verbs.notes import Noted
    from mentorkit.verbs.parcels import Accounts as AccountOn
    from mentorkit.verbs.posts import Accounts
    from mentorkit.verbs.sending import Office

Draft = Callable[[Opened, Past], Invitations]
"""Makes the letters of a run, knowing all that went before."""

Notes = Callable[[Opened, Past], "Noted"]
"""Makes the reminders or forms of a run, knowing all that went before."""

_Prepare = Callable[["Office", Past, "AccountOn"], Sending]

Settle = Annotated[
    tuple[str, str] | None,
    typer.Option(metavar="PERSON sent|not-sent", help="Say what became of an unsure letter."),
]
Send = Annotated[bool, typer.Option("--send", help="Look at the wikis, then send the letters.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before sending.")]
Unreviewed = Annotated[
    bool, typer.Option("--unreviewed", help="Send wordings that no fluent reader has reviewed.")
]
Insist = Annotated[
    bool, typer.Option("--insist", help="Send what --lint warns of, or says nearly the same.")
]


def send(
    settings: Settings, draft: Draft, words: Sequence[str], *, ask: bool, allowed: Allowed
) -> NoReturn:
    """Send the letters that are drafted, as far as the gate lets them, and show what came of it.

    What an earlier run left unsure is asked of the wikis first. `words` are those of the command,
    which the screen repeats. Raises Misuse, Refused and WikiFailed.
    """
    at = of_sender(settings)

    def prepare(office: "Office", past: Past, accounts: "AccountOn") -> Sending:
        from mentorkit.verbs import sending as verb

        return verb.prepare(office, draft(at, past), accounts, allowed)

    sending = _run(settings, at, prepare, ask=ask)
    # Whoever sends by hand must not find a letter that is not to be sent.
    kind = words[1] if words[0] == "letter" else ""
    at.directory.remove([letter_file(each.person, kind) for each in sending.refused])
    _finish(settings, at, sending, words)


def send_notes(
    settings: Settings,
    notes: Notes,
    words: Sequence[str],
    *,
    ask: bool,
    allowed: Allowed,
    nothing: str,
) -> NoReturn:
    """Send reminders or forms to people who take part, as `send` does letters.

    `nothing` is what to say where there is nobody to write to. Raises Misuse, Refused and
    WikiFailed.
    """
    at = of_sender(settings)

    def prepare(office: "Office", past: Past, accounts: "AccountOn") -> Sending:
        from mentorkit.verbs import notes as verb

        return verb.prepare(office, notes(at, past), accounts, allowed)

    _finish(settings, at, _run(settings, at, prepare, ask=ask), words, nothing)


def _run(settings: Settings, at: Opened, prepare: _Prepare, *, ask: bool) -> Sending:
    with journal_of(settings, at) as journal:
        return _Run(settings, at, journal).all(prepare, ask=ask)


def settle(settings: Settings, person: str, word: str) -> None:
    """Note what became of the unsure letters to somebody. Raises Misuse and Refused."""
    from mentorkit.verbs import sending as verb

    there = arrived(word)
    at = of_sender(settings)
    with journal_of(settings, at) as journal:
        found = verb.settle(at.cohort, journal, person, there, clock_of(settings)())
    as_text = partial(view.settled_as_text, arrived=there, options=settings.again)
    show(settings, found, as_text, partial(view.settled_as_json, arrived=there))


class _Run:
    """One run over an open journal; whoever signs in does so when a wiki is first needed."""

    def __init__(self, settings: Settings, at: Opened, journal: JournalFile):
        self._settings = settings
        self._at = at
        self._journal = journal
        self._tell = teller()
        self._clock = clock_of(settings)
        self._accounts = cache(self._signed_in)

    def all(self, prepare: _Prepare, *, ask: bool) -> Sending:
        """Settle, prepare, ask, and hand over."""
        # The network's libraries are slow to import, and drafting needs none.
        from mentorkit.verbs import sending as verb

        doubts = self._settle()
        root, cohort = self._at.directory.root, self._at.cohort
        past = Past(
            self._at.directory.read_text(ANSWERS) or "",
            self._journal.posted,
            arms_of(self._settings, self._at),
            secret_of(root),
        )
        gate = gate_of(cohort, past, self._settings.day)
        office = verb.Office(
            cohort, gate, root / "templates", past.secret, past.posted, self._settings.day
        )
        sending = prepare(office, past, lambda host: self._accounts()(host))
        self._tell("")
        if sending.ready:
            if ask:
                agree(view.question(sending))
            sending = self._hand_over(sending, past)
        left = verb.unsure(self._journal.posted)
        return replace(sending, unsure=left, doubts=doubts)

    def _signed_in(self) -> "Accounts":
        from mentorkit.doors.credentials import credentials_of
        from mentorkit.verbs.posts import Accounts

        return Accounts(self._at.cohort, credentials_of(os.environ), self._tell)

    def _settle(self) -> tuple[str, ...]:
        """Ask the wikis about what is unsure; return why some could not be asked."""
        from mentorkit.verbs import delivering
        from mentorkit.verbs import sending as verb

        # Only a talk page can be looked at afterwards.
        if not any(each.delivery.channel == "talk" for each in verb.unsure(self._journal.posted)):
            return ()
        with self._posts({"talk"}) as posts:
            return delivering.settle_unsure(self._journal, posts, self._clock, self._tell)

    def _hand_over(self, sending: Sending, past: Past) -> Sending:
        from mentorkit.verbs import sending as verb
        from mentorkit.verbs.heeding import listening

        directory = self._at.directory
        channels = {each.parcel.delivery.channel for each in sending.ready}
        known = (self._journal.known(each.key) for each in sending.ready)
        # Talk pages are asked before what may have gone there goes another way.
        if any(x and x.doubted and x.delivery.channel == "talk" for x in known):
            channels.add("talk")
        with self._posts(channels) as posts:
            return verb.hand_over(
                sending,
                self._journal,
                posts,
                self._at.cohort,
                self._clock,
                time.sleep,
                self._tell,
                listening(
                    self._at.cohort,
                    past,
                    lambda: directory.read_text(ANSWERS) or "",
                    self._settings.day,
                ),
            )

    def _posts(self, channels: set[Channel]) -> "AbstractContextManager[dict[Channel, Post]]":
        from mentorkit.verbs.posts import open_posts

        sender = sender_of(self._at.cohort)
        if sender is None:
            raise LookupError("a letter was made although nobody signs")
        on_wikis = channels != {"mail"}
        return open_posts(
            self._at.cohort,
            self._at.directory.root,
            os.environ,
            channels,
            sender=sender,
            clock=self._clock,
            sleep=time.sleep,
            accounts=self._accounts() if on_wikis else None,
            tell=self._tell,
        )


def _finish(
    settings: Settings, at: Opened, sending: Sending, words: Sequence[str], nothing: str = ""
) -> NoReturn:
    from mentorkit.verbs import sending as verb

    command = " ".join(("mentorkit", *map(shlex.quote, words)))
    letters = [*(each.letter for each in sending.ready), *(each.letter for each in sending.waiting)]
    # A form holds a token, which stays in private/; a reminder's draft is that of `meet remind`.
    files = {letter.file: as_file(letter) for letter in letters if letter.kind in KINDS}
    if sending.refused:
        before = at.directory.read_text(REFUSED) or ""
        files[REFUSED] = refusal_lines(before, sending.refused, settings.day)
    for note in view.notes(sending):
        say(wrap(note))
    as_text = partial(view.as_text, command=command, options=settings.again, nothing=nothing)
    show(settings, sending, as_text, view.as_json)
    # On a full disk, too, somebody has to know what was sent.
    at.directory.write(files, own=True)
    if sending.problems:
        say(problem_view.as_text(sending.problems, prefix(at.directory.root)))
    raise typer.Exit(verb.status(sending))
