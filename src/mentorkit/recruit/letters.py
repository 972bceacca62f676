"""What a letter says to whom, in which language: everything but the wording."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import quote

from mentorkit.cohort.model import Candidate, Cohort, Pair, Person
from mentorkit.cohort.programme import PairCalls, Programme
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.kinds import FOLLOW_UPS, INVITATIONS, KINDS, WORDS, LetterKind

GAP = "[why this person: one sentence about their public work]"
"""Stands where nobody has typed `why` yet; a draft with it is unfinished."""

Values = Mapping[str, "str | int | Values"]

_DAYS_A_MONTH = 30.4375
"""The mean month of the Julian calendar, 365.25 / 12 days."""


class Typed(Mapping[str, str]):
    """The words of `say:` as a template sees them; it remembers which of them nobody typed.

    A wording may ask for any word, a cohort's own for new ones. Where a word is missing its
    meaning stands in brackets in the letter, but for those that may be left out.
    """

    def __init__(self, typed: Mapping[str, str], may: Collection[str] = ()):
        self._typed = {name: plain(text) for name, text in typed.items()}
        self._may = frozenset(may)
        self._missing: set[str] = set()
        self._used: set[str] = set()

    def __getitem__(self, name: str) -> str:
        if name in self._typed:
            self._used.add(name)
            return self._typed[name]
        if name in self._may:
            return ""
        self._missing.add(name)
        meaning = f": {WORDS[name]}" if name in WORDS else ""
        return f"[say.{name}{meaning}]"

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._typed, **dict.fromkeys(sorted(self._may))})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def used(self) -> tuple[tuple[str, str], ...]:
        """Return the words that a template took in, with their names, in the order of these."""
        return tuple((name, self._typed[name]) for name in sorted(self._used))

    def missing(self) -> tuple[str, ...]:
        """Return the keys that a person still has to write, as `say.topic`, in their order."""
        return tuple(f"say.{name}" for name in sorted(self._missing))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter is made of; `values` are all that its template can see."""

    to: str
    talk_page: str
    email: str
    asked: tuple[str, ...]
    language: str
    values: Values
    gaps: tuple[str, ...]
    say: Typed
    says_why: bool

    @property
    def unfinished(self) -> tuple[str, ...]:
        """What a person still has to write; once a template has been filled in, all of it."""
        return tuple(dict.fromkeys((*self.gaps, *self.say.missing())))

    @property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """What stands in the letter as a person typed it, by key; of a template filled in."""
        why = (("why", str(self.values["why"])),) if self.says_why else ()
        return (*why, *((f"say.{name}", text) for name, text in self.say.used()))


def draft(
    person: Person,
    cohort: Cohort,
    sender: Person,
    available: Collection[str],
    kind: LetterKind,
    *,
    channel: str = "",
    sent: date | None = None,
) -> Draft:
    """Return what a kind of letter says to somebody; `available` are the languages that have it.

    `sent` is the day of the letter that this one follows. The reason is only ever the sentence
    that a person typed. Nothing that counts edits, tells where somebody was found or guesses who
    they are is handed to a template.
    """
    about = _About(person, cohort, sent)
    language = choose(spoken(person), available)
    say = Typed(person.say, kind.may)
    values = {**about.values(), "language": language, "channel": channel, "say": say}
    values["sender"] = MappingProxyType({"name": plain(sender.name), "talk": talk_page(sender)})
    return Draft(
        about.to,
        talk_page(person),
        plain(person.email or ""),
        person.languages,
        language,
        MappingProxyType(values),
        tuple(about.gaps(kind)),
        say,
        bool(about.why) and kind.invites,
    )


class _About:
    """What the files say about one person that may stand in a letter."""

    def __init__(self, person: Person, cohort: Cohort, sent: date | None):
        self.to = plain(user_on(person, person.home) or person.name or person.id)
        self.why = person.why if isinstance(person, Candidate) else None
        self._person = person
        self._cohort = cohort
        self._sent = sent
        referrer = person.referrer if isinstance(person, Candidate) else None
        self._referrer = referrer.name if referrer and referrer.consent else ""
        self._pair = _pair(person, cohort)

    def values(self) -> dict[str, "str | int | Values"]:
        person, cohort, pair = self._person, self._cohort, self._pair
        topics = _topics(person.offers, cohort)
        return {
            "digits": _digits(person, cohort.programme),
            "why": plain(self.why or GAP),
            "first_sent": _day(self._sent) if self._sent else _NO_DAY,
            "referrer": MappingProxyType({"name": plain(self._referrer or _REFERRER)}),
            "recipient": MappingProxyType({"name": self.to, "topics": topics}),
            "programme": _programme(cohort.programme),
            "offer": _offer(person, cohort),
            "pair": MappingProxyType({"topics": _shared(pair, cohort)}),
            "mentor": MappingProxyType({"name": _name(pair.mentor if pair else "", cohort)}),
            "mentee": MappingProxyType({"name": _name(pair.mentee if pair else "", cohort)}),
        }

    def gaps(self, kind: LetterKind) -> Iterator[str]:
        """Yield what a kind of letter needs and is missing, whatever its wording asks for."""
        if kind.invites and not self.why:
            yield "why"
        if kind.id.endswith("-referred") and not self._referrer:
            yield "referrer"
        if kind.id in FOLLOW_UPS and self._sent is None:
            yield "sent"
        if kind.id == "pair.intro" and self._pair is None:
            yield "pair"
        for name in kind.needs:
            if name not in self._person.say and name not in _PRINTED:
                yield f"say.{name}"


_PRINTED = frozenset(WORDS) - {"agreed"}
"""A word that is printed is asked for by the wording itself."""

_NO_DAY = "[the day of the first letter]"
_REFERRER = "[who suggested them, and agrees to be named]"


def reach(person: Person) -> Mapping[str, bool]:
    """Return by which channels somebody can be written to at all, as far as the files tell."""
    on_wiki = bool(talk_page(person))
    return MappingProxyType({"talk": on_wiki, "wikimail": on_wiki, "mail": bool(person.email)})


def usable(channels: Iterable[str], person: Person) -> tuple[str, ...]:
    """Return the channels that reach somebody, the one that they or the coordinator chose first."""
    open_ = reach(person)
    found = [channel for channel in channels if open_.get(channel)]
    return tuple(sorted(found, key=lambda channel: channel != person.channel))


def invitation(
    candidate: Candidate,
    cohort: Cohort,
    role: str,
    languages: Callable[[str], Collection[str]],
) -> LetterKind:
    """Return the kind of letter by which a candidate is invited to a role.

    Who said that they may be named is named; a programme may ask first (`letters: ask_first:`).
    Either only where there is a wording in the language of the plain invitation.
    """
    plainly = INVITATIONS[role]
    wanted = []
    if role == "mentee" and cohort.programme.letters.ask_first:
        wanted.append("ask.mentee")
    elif role == "mentee" and candidate.referrer and candidate.referrer.consent:
        wanted.append("invite.mentee-referred")
    language = choose(spoken(candidate), languages(plainly))
    return KINDS[next((kind for kind in wanted if language in languages(kind)), plainly)]


def sender_of(cohort: Cohort) -> Person | None:
    """Return who signs: the programme's `sender`, else the first coordinator who is known."""
    programme = cohort.programme
    ids = (programme.sender, *programme.coordinators)
    known = (cohort.people[id_] for id_ in ids if id_ and id_ in cohort.people)
    return next(known, next(cohort.having("coordinator"), None))


def spoken(person: Person) -> tuple[str, ...]:
    """Return the languages to try with somebody: those written, else that of the home wiki."""
    if person.languages or not person.home:
        return person.languages
    return (person.home.split(".")[0],)


def user_on(person: Person, host: str | None) -> str:
    """Return somebody's user name on a wiki, or an empty text."""
    return (person.wikis.get(host) if host else None) or person.wiki or ""


def talk_page(person: Person) -> str:
    """Return the address of somebody's user talk page on the home wiki, or an empty text.

    The namespace is the canonical English one, which every MediaWiki understands.
    """
    user = user_on(person, person.home)
    if not user or not person.home:
        return ""
    title = quote(user.replace(" ", "_"), safe="!*(),.@~")
    return f"https://{person.home}/wiki/User_talk:{title}"


def plain(text: str) -> str:
    """Return a text on one line, without control characters and bidirectional overrides."""
    kept = (c for c in text if unicodedata.category(c) != "Cc" or c.isspace())
    return _BLANKS.sub(" ", "".join(c for c in kept if c not in _OVERRIDES)).strip()


_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
"""White space but the no-break spaces that French sets before some marks."""

_OVERRIDES = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Embeddings, overrides, isolates: an unclosed one would turn the rest of the letter round."""


def _topics(topics: Iterable[str], cohort: Cohort) -> str:
    titles = (cohort.programme.topics.get(topic, topic) for topic in topics)
    return plain(", ".join(titles))


def _pair(person: Person, cohort: Cohort) -> Pair | None:
    """Return the pair of somebody that began last."""
    of_them = (pair for pair in cohort.pairs if person.id in (pair.mentor, pair.mentee))
    return max(of_them, key=lambda pair: (pair.since, pair.ref), default=None)


def _shared(pair: Pair | None, cohort: Cohort) -> str:
    """Return the topics that the mentee wants and the mentor offers."""
    if pair is None or not {pair.mentor, pair.mentee} <= cohort.people.keys():
        return ""
    offered = cohort.people[pair.mentor].offers
    return _topics((each for each in cohort.people[pair.mentee].wants if each in offered), cohort)


def _name(id_: str, cohort: Cohort) -> str:
    return plain(cohort.people[id_].name) if id_ in cohort.people else ""


def _digits(person: Person, programme: Programme) -> str:
    wiki = programme.wikis.get(person.home or "")
    return (wiki.digits if wiki else None) or ""


def _programme(programme: Programme) -> Values:
    return MappingProxyType(
        {
            "name": plain(programme.name),
            "page": programme.page or "",
            "start": _day(programme.start),
            "end": _day(programme.end),
            "privacy": programme.letters.privacy or "",
            "conduct": programme.letters.conduct or "",
            "contact": plain(programme.letters.contact or ""),
        }
    )


def _day(day: date) -> Values:
    """Return a date in its parts: how a language writes it is a matter of the wording."""
    return MappingProxyType({"day": day.day, "month": day.month, "year": day.year})


def _offer(person: Person, cohort: Cohort) -> Values:
    """Return the help and the time in numbers; 0 where the programme says nothing of it."""
    asked = cohort.programme.meetings
    taking_part = sum(each.takes_part and each.left is None for each in cohort.people.values())
    return MappingProxyType(
        {
            "places": person.capacity,
            "mentee_places": cohort.programme.places.mentee or 0,
            "people": taking_part,
            "calls_a_month": _calls_a_month(asked.pair) if asked.pair else 0,
            "call_minutes": asked.pair.minutes if asked.pair else 0,
            "group_calls": asked.cohort.count if asked.cohort else 0,
            "talks": asked.talks.count if asked.talks else 0,
            "talk_minutes": asked.talks.minutes if asked.talks else 0,
            "in_person": asked.in_person.pair,
        }
    )


def _calls_a_month(calls: PairCalls) -> int:
    """Return how many calls fall in a month, to the nearest whole number; 0 when too rare."""
    return round(_DAYS_A_MONTH / calls.every.days)
