"""The kinds of letters: who gets each, by which channels, what a person has to type for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Audience = Literal["candidate", "person", "either"]
Bounds = tuple[int, int]

ASKED: Mapping[str, Bounds] = MappingProxyType(
    {"talk": (90, 130), "wikimail": (110, 160), "mail": (110, 160)}
)
"""How many words an invitation has in English, by channel: long enough to say what is offered,
short enough to be read. The measure is a judgement after letters that got answers."""

_ANY: Mapping[str, Bounds] = MappingProxyType(dict.fromkeys(("talk", "wikimail", "mail"), (0, 160)))
_SHORT: Mapping[str, Bounds] = MappingProxyType(
    dict.fromkeys(("talk", "wikimail", "mail"), (0, 60))
)
_THANKS: Mapping[str, Bounds] = MappingProxyType(
    dict.fromkeys(("talk", "wikimail", "mail"), (0, 80))
)
_PUBLIC = ("wikimail", "talk", "mail")
_PRIVATE = ("mail", "wikimail")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter.

    `id` is the name of its template. `roles` are those of the people who get it, and `audience`
    says whether these are candidates, take part already, or may be either. `channels` are those
    that it may go by at most. `needs` are the words of `say:` without which it is unfinished, be
    it only because somebody has to know them; words of `may` are left out where nobody typed
    them. `words` are bounds of its length by channel. `asks` says how many questions it asks,
    `offers_no` that it must say how to say no.
    `follows` is the letter that goes before, `about` what it is for.
    """

    id: str
    about: str
    roles: tuple[str, ...]
    audience: Audience
    channels: tuple[str, ...]
    words: Mapping[str, Bounds]
    asks: int = 0
    offers_no: bool = False
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    follows: str = ""

    @property
    def invites(self) -> bool:
        """Whether it is the first that somebody hears: an invitation, or the question before."""
        return self.offers_no


_REFERRED: Mapping[str, Bounds] = MappingProxyType({**ASKED, "talk": (90, 140)})
_TERMS: Mapping[str, Bounds] = MappingProxyType(dict.fromkeys(_PRIVATE, (110, 180)))
"""Who is asked for a talk hears all the terms at once."""

_MENTEE, _MENTOR, _SPEAKER = ("mentee",), ("mentor",), ("speaker",)

_ALL = (
    LetterKind(
        "ask.mentee", "ask whether you may tell more", _MENTEE, "candidate",
        ("wikimail", "talk"), ASKED, asks=1, offers_no=True, may=("source",),
    ),
    LetterKind(
        "invite.mentee", "invite somebody to take part", _MENTEE, "candidate",
        _PUBLIC, ASKED, asks=1, offers_no=True, may=("source",), follows="ask.mentee",
    ),
    LetterKind(
        "invite.mentee-referred", "the same, naming who suggested them", _MENTEE, "candidate",
        ("wikimail", "talk"), _REFERRED, asks=1, offers_no=True, may=("source",),
        follows="ask.mentee",
    ),
    LetterKind(
        "follow-up.mentee", "the one reminder of an invitation", _MENTEE, "candidate",
        _PUBLIC, _SHORT, asks=1, follows="invite.mentee",
    ),
    LetterKind(
        "unsure.mentee", "answer a doubt, offer a smaller step", _MENTEE, "candidate",
        ("wikimail", "mail"), _ANY, asks=1, needs=("worry",), may=("step",),
        follows="invite.mentee",
    ),
    LetterKind(
        "declined.mentee", "thank somebody for a no", _MENTEE, "either",
        ("wikimail", "mail"), _THANKS, follows="invite.mentee",
    ),
    LetterKind(
        "accepted.mentee", "give a place, say what comes next", _MENTEE, "either",
        _PRIVATE, _ANY, needs=("by",), follows="invite.mentee",
    ),
    LetterKind(
        "waiting.mentee", "say that there is a waiting list", _MENTEE, "either",
        _PRIVATE, _ANY, needs=("meanwhile",), may=("reason",), follows="invite.mentee",
    ),
    LetterKind(
        "no-place.mentee", "say that there is no place this time", _MENTEE, "either",
        _PRIVATE, _ANY, needs=("reason",), may=("meanwhile",), follows="invite.mentee",
    ),
    LetterKind(
        "invite.mentor", "ask somebody to mentor", _MENTOR, "candidate",
        _PUBLIC, ASKED, asks=1, offers_no=True, may=("source", "training"),
    ),
    LetterKind(
        "follow-up.mentor", "the one reminder of that", _MENTOR, "candidate",
        _PUBLIC, _SHORT, asks=1, follows="invite.mentor",
    ),
    LetterKind(
        "accepted.mentor", "thank a mentor, say what comes next", _MENTOR, "either",
        _PRIVATE, _ANY, needs=("by",), may=("training",), follows="invite.mentor",
    ),
    LetterKind(
        "pair.intro", "introduce a pair to each other", ("mentor", "mentee"), "person",
        _PRIVATE, _ANY, needs=("by", "agreed"),
    ),
    LetterKind(
        "check-in", "ask how it is going, half-way", ("mentor", "mentee"), "person",
        _PRIVATE, _ANY, asks=1,
    ),
    LetterKind(
        "invite.speaker", "ask somebody to give a talk", _SPEAKER, "candidate",
        _PRIVATE, _TERMS, asks=1, offers_no=True, needs=("topic", "fee", "recording"),
        may=("source", "when", "spoken"),
    ),
    LetterKind(
        "accepted.speaker", "settle the details of a talk", _SPEAKER, "either",
        _PRIVATE, _ANY, needs=("topic", "when", "fee", "recording"),
        may=("host", "check", "by"), follows="invite.speaker",
    ),
    LetterKind(
        "thanks.speaker", "thank for a talk", _SPEAKER, "person",
        _PRIVATE, _THANKS, needs=("moment",), may=("recording",),
    ),
    LetterKind(
        "thanks.mentor", "thank a mentor at the end", _MENTOR, "person",
        _PRIVATE, _THANKS, needs=("moment",), may=("doors",),
    ),
    LetterKind(
        "thanks.mentee", "thank a mentee at the end", _MENTEE, "person",
        _PRIVATE, _THANKS, needs=("moment",), may=("doors",),
    ),
    LetterKind(
        "mentor-left", "tell a mentee that the mentor leaves", _MENTEE, "person",
        _PRIVATE, _ANY, may=("next",),
    ),
    LetterKind(
        "survey-note", "say that the survey is there", ("mentee", "mentor"), "person",
        _PRIVATE, _ANY, needs=("by",),
    ),
    LetterKind(
        "follow-up.year", "ask a year later how things went", _MENTEE, "person",
        _PRIVATE, _ANY, asks=1,
    ),
)  # fmt: skip

KINDS: Mapping[str, LetterKind] = MappingProxyType({kind.id: kind for kind in _ALL})
"""Every kind of letter, in the order in which a programme needs them.

The agenda of the first call and the reminders of meetings are letters too; `meet` makes them.
"""

FOR_ALL = frozenset(
    {"ask.mentee", "check-in", "follow-up.mentee", "follow-up.mentor", "follow-up.year"}
    | {"invite.mentee", "invite.mentor", "invite.speaker", "survey-note"}
    | {"thanks.mentee", "thanks.mentor", "thanks.speaker"}
)
"""The letters that go to everybody they are meant for where nobody is named.

The others say what was decided about one person: whoever writes them names that person.
"""

INVITATIONS: Mapping[str, str] = MappingProxyType(
    {role: f"invite.{role}" for role in ("mentee", "mentor", "speaker")}
)
"""The kind of letter by which somebody is invited to a role."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "agreed": "the day on which this pair suited them; not printed",
        "by": "a date, as in 2025-02-20",
        "check": "when sound and slides are tried out",
        "doors": "what is open to them now",
        "fee": "the fee and the expenses, or that there are none",
        "host": "who leads through the call",
        "meanwhile": "something of use until then",
        "moment": "one sentence about something that they did",
        "next": "what comes next for them",
        "reason": "why, in one kind sentence",
        "recording": "whether it is recorded, and who decides",
        "source": "one sentence on how you know of them",
        "spoken": "the language of the talk, and any interpretation",
        "step": "a smaller step that is open to them",
        "topic": "what the talk is about",
        "training": "what there is to prepare",
        "when": "the day and the time",
        "worry": "one or two sentences that answer their doubt",
    }
)
"""The words of `say:` that the shipped letters know, and what each is."""

FOLLOW_UPS = frozenset(
    kind for kind in KINDS if kind.startswith("follow-up.") and kind != "follow-up.year"
)
"""The letters that remind somebody of an earlier one."""

PERSONAL = frozenset({"why", "worry", "moment"})
"""What is typed about one person alone: two people with nearly the same are a mistake."""
