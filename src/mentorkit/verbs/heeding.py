"""Ways for letters that listen until the last moment: whoever says no during a run gets none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from mentorkit.cohort.model import Cohort, Person
from mentorkit.problems import Refused
from mentorkit.recruit.answers import read_lines
from mentorkit.rules.contact import Contact, Seen
from mentorkit.rules.delivery import Channel, Facts, Posted, Result
from mentorkit.rules.gate import Gate
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.sending import Ready
from mentorkit.verbs.delivering import Post
from mentorkit.verbs.past import Past, gate_of

Heed = Callable[[Ready], tuple[str, ...]]
"""Tells, by what is on file at this moment, the codes of why a letter must not go after all.

Raises Refused where that cannot be told.
"""


def nothing_new(each: Ready) -> tuple[str, ...]:
    """Return no reason: for whoever has nothing to listen to."""
    return ()


def listening(cohort: Cohort, past: Past, read: Callable[[], str], day: date) -> Heed:
    """Return what heeds the answers that `read` gives at each moment.

    `past` is what the run began with, and lets everything pass. What is returned raises Refused
    where an answer cannot be read: it may be a no.
    """
    people: dict[str, Person] = {**cohort.candidates, **cohort.people}
    gates: dict[str, Gate] = {}

    def heed(each: Ready) -> tuple[str, ...]:
        answers = read()
        if answers == past.answers:
            return ()
        if answers not in gates:
            gates[answers] = _gate(cohort, replace(past, answers=answers), day)
        letter = each.letter
        now = Seen(letter.host, each.renamed, emailable=True) if each.renamed else None
        about = Contact(letter.kind, letter.channel, day)
        return gates[answers].refusals(people[letter.person], about, now)

    return heed


def _gate(cohort: Cohort, past: Past, day: date) -> Gate:
    _, unread = read_lines(past.answers)
    if unread:
        where = unread[0].place.file_line
        raise Refused(f"{where} cannot be read, and may be somebody's no", unread[0].hint)
    return gate_of(cohort, past, day)


class _Heard(Exception):
    """Somebody answered between the look at the wiki and the handing over."""


class Heeding:
    """A way that asks `heed` right before each letter; `refused` gathers by key what it says."""

    def __init__(
        self,
        post: Post,
        ready: Mapping[str, Ready],
        heed: Heed,
        refused: dict[str, tuple[str, ...]],
    ):
        self.over = post.over
        self._post = post
        self._ready = ready
        self._heed = heed
        self._refused = refused

    def send(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None = None
    ) -> Result:
        """Hand a letter over, or put it off where there is a reason now. See `Post.send`."""

        def heeded(facts: Facts) -> None:
            self._listen(parcel)
            begin(facts)

        try:
            self._listen(parcel)
            return self._post.send(parcel, heeded, earlier)
        except _Heard:
            return Result("due")

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        """See `Post.arrived`."""
        return self._post.arrived(posted, surely=surely)

    def _listen(self, parcel: Parcel) -> None:
        key = parcel.delivery.key
        why = self._heed(self._ready[key])
        if why:
            self._refused[key] = why
            raise _Heard


def heeding(
    posts: Mapping[Channel, Post],
    ready: Mapping[str, Ready],
    heed: Heed,
    refused: dict[str, tuple[str, ...]],
) -> dict[Channel, Post]:
    """Return the same ways, each of which listens; see `Heeding`."""
    return {channel: Heeding(post, ready, heed, refused) for channel, post in posts.items()}
