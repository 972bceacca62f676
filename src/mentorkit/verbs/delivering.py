"""Deliver letters of every kind, each exactly once, a few a day, with a pause between two.

A letter's key stands in the journal before it is handed over and its outcome after. What a run that
was cut off has left unsure is asked of the wikis before anything else (`settle_unsure`); what they
cannot tell stays unsure, and is never sent again by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from mentorkit.doors.journal import JournalFile
from mentorkit.doors.wiki import again
from mentorkit.problems import Exit, WikiFailed
from mentorkit.rules.delivery import Channel, Delivery, Facts, Posted, Result
from mentorkit.rules.parcel import Parcel

PATIENCE = 3
"""How many letters in a row may come back from one wiki or mail server before it is left alone."""

UNDECIDED = "it may still get to the talk page, or have been there; it goes no other way yet"


class Post(Protocol):
    """A way for letters to travel. `over` says of a host why nothing more can go through it."""

    over: dict[str, WikiFailed]

    def send(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None = None
    ) -> Result:
        """Hand over a letter; `begin` is called right before that, with what tells it again.

        `earlier` is the last attempt to send the same letter. Raises WikiFailed where the wiki or
        the mail server cannot be reached, before anything was begun.
        """

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        """Return whether a letter arrived; None where that cannot be known. Raises WikiFailed.

        With `surely`, None too where it may still be on its way.
        """


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run came to: how each attempt ended, by the letter's key.

    `stopped` says in words where it ended early, empty if nowhere, and `advice` what to do then.
    `held_back` counts the letters that wait for another day, because enough went out today.
    Letters of which the journal knew already that they were sent, refused or unsure are in neither.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    stopped: str = ""
    held_back: int = 0
    advice: tuple[str, ...] = ()

    @property
    def status(self) -> Exit:
        """How the command ends: 3 where a server failed, 1 where a letter did not arrive."""
        if self.stopped:
            return Exit.WIKI
        missed = any(result.state != "sent" for result in self.results.values())
        return Exit.PROBLEMS if missed else Exit.FINE


def deliver(
    parcels: Sequence[Parcel],
    journal: JournalFile,
    posts: Mapping[Channel, Post],
    clock: Callable[[], datetime],
    *,
    a_day: int,
    pause: float,
    sleep: Callable[[float], None],
    tell: Callable[[str], None] = lambda text: None,
) -> Delivered:
    """Hand letters over one by one, each noted in the journal before and after.

    At most `a_day` go out on one day (UTC), `pause` seconds apart. `clock` gives the moment, with a
    zone; `tell` is told what is being done. Where a wiki or a mail server fails for good, the
    letters through it are left for another run. Raises Refused where the journal cannot be
    written.
    """
    run = _Run(journal, posts, clock)
    held_back, begun = 0, 0
    for number, parcel in enumerate(parcels, 1):
        if not _open(journal.known(parcel.delivery.key), parcel) or run.over(parcel):
            continue
        if today(journal, clock().astimezone(UTC).date()) >= a_day:
            held_back += 1
            continue
        tell(f"letter {number} of {len(parcels)}")
        if begun:
            sleep(pause)
        begun = run.deliver(parcel) or begun
    tell("")
    why, advice = dict.fromkeys(run.why), tuple(dict.fromkeys(run.advice))
    return Delivered(run.results, ". ".join(why), held_back, advice)


def settle_unsure(
    journal: JournalFile,
    posts: Mapping[Channel, Post],
    clock: Callable[[], datetime],
    tell: Callable[[str], None] = lambda text: None,
) -> tuple[str, ...]:
    """Ask the wikis about every letter that is unsure, and note what they say.

    Returns why a wiki could not be asked, in words. Raises Refused where the journal cannot be
    written.
    """
    failed: dict[str, str] = {}
    unsure = [each for each in journal.posted if each.state == "unsure"]
    for number, posted in enumerate(unsure, 1):
        delivery = posted.delivery
        host = str(delivery.about.get("host", ""))
        if delivery.kind != "letter" or delivery.channel not in posts or host in failed:
            continue
        tell(f"asking for letter {number} of {len(unsure)}")
        try:
            arrived = posts[delivery.channel].arrived(posted)
        except WikiFailed as failure:
            failed[host] = f"{failure.message}. {failure.hint}"
            continue
        if arrived is not None:
            journal.settle(delivery.key, arrived, clock(), by="wiki")
    tell("")
    return tuple(failed.values())


def today(journal: JournalFile, day: date) -> int:
    """Return how many letters went out on a day (UTC), those counted that may have."""
    return sum(
        each.delivery.kind == "letter"
        and each.state in ("sent", "unsure")
        and each.at.astimezone(UTC).date() == day
        for each in journal.posted
    )


def _open(known: Posted | None, parcel: Parcel) -> bool:
    """Return whether a letter is still to be sent, as far as the journal knows."""
    if known is None:
        return True
    way = parcel.delivery.channel, parcel.delivery.to
    # What one way did not take may go another way; what may have arrived must not.
    return known.state in ("due", "refused") and way not in known.turned_down


class _Run:
    """One run: what came of each letter, and which servers are left alone by now."""

    def __init__(
        self, journal: JournalFile, posts: Mapping[Channel, Post], clock: Callable[[], datetime]
    ):
        self.results: dict[str, Result] = {}
        self.why: list[str] = []
        self.advice: list[str] = []
        self._journal = journal
        self._posts = posts
        self._clock = clock
        self._over: set[tuple[Channel, str]] = set()
        self._back: dict[tuple[Channel, str], int] = {}

    def over(self, parcel: Parcel) -> bool:
        return (parcel.delivery.channel, parcel.host) in self._over

    def deliver(self, parcel: Parcel) -> bool:
        """Deliver one letter; return whether it was handed over."""
        delivery, began = parcel.delivery, [False]
        earlier = self._journal.known(delivery.key)

        def begin(facts: Facts) -> None:
            about = {"host": parcel.host, **delivery.about, **facts}
            self._intend(delivery, about)
            began[0] = True

        try:
            result = self._tried(parcel, begin, earlier)
        except WikiFailed as failure:
            self._leave(parcel, failure)
            return False
        self._note(delivery, result, known=began[0] or earlier is not None)
        self.results[delivery.key] = result
        if began[0]:
            self._count(parcel, result)
        return began[0]

    def _tried(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None
    ) -> Result:
        if earlier and earlier.delivery.channel != parcel.delivery.channel:
            found = self._other_way(earlier)
            if found:
                return found
            earlier = None
        return self._posts[parcel.delivery.channel].send(parcel, begin, earlier)

    def _other_way(self, earlier: Posted) -> Result | None:
        """Return what became of a letter on another channel; None where it may go on this one."""
        channel = earlier.delivery.channel
        doubted = channel == "talk" and earlier.doubted
        post = self._posts.get(channel)
        arrived = post.arrived(earlier, surely=doubted) if post else None
        if arrived:
            return Result("sent", earlier=earlier.delivery)
        # A wiki's own no is sure. Mail can only be settled by a person, whose word then counts.
        return Result("due", UNDECIDED) if doubted and arrived is None else None

    def _intend(self, delivery: Delivery, about: Facts) -> None:
        noted = Delivery(
            delivery.key, delivery.kind, delivery.person, delivery.channel, delivery.to, about
        )
        self._journal.intend(noted, self._clock())

    def _note(self, delivery: Delivery, result: Result, *, known: bool) -> None:
        if not known:
            if result.state != "due":
                self._journal.decline(delivery, result, self._clock())
            return
        self._journal.conclude(delivery.key, result, self._clock())

    def _count(self, parcel: Parcel, result: Result) -> None:
        """Leave a server alone that takes nothing, or that turned away several in a row."""
        way = parcel.delivery.channel, parcel.host
        self._back[way] = self._back.get(way, 0) + 1 if result.state in ("due", "unsure") else 0
        over = self._posts[way[0]].over.get(parcel.host)
        if over:
            self._leave(parcel, over)
        elif self._back[way] == PATIENCE:
            where = parcel.host or "the mail server"
            said = f"{where} took none of {PATIENCE} letters: {result.why}"
            self._leave(parcel, WikiFailed(said, again(result.why)))

    def _leave(self, parcel: Parcel, failure: WikiFailed) -> None:
        self._over.add((parcel.delivery.channel, parcel.host))
        self.why.append(f"{failure.message.rstrip('.')}. {failure.hint}".rstrip(" ."))
        if failure.hint:
            self.advice.append(failure.hint)
