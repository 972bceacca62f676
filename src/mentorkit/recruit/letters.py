"""What a letter says to whom, in which language: everything but the wording."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import quote

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.cohort.programme import PairCalls, Programme
from mentorkit.recruit.fallbacks import choose

GAP = "[why this person: one sentence about their public work]"
"""Stands where nobody has typed `why` yet; a draft with it is unfinished."""

Values = Mapping[str, "str | int | Values"]

_DAYS_A_MONTH = 30.4375
"""The mean month of the Julian calendar, 365.25 / 12 days."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter is made of; `values` are all that its template can see."""

    to: str
    talk_page: str
    email: str
    asked: tuple[str, ...]
    language: str
    values: Values
    unfinished: tuple[str, ...]


def draft(
    candidate: Candidate, cohort: Cohort, sender: Person, available: Collection[str]
) -> Draft:
    """Return what is to be said to a candidate; `available` are the languages that have a wording.

    The reason is only ever the sentence that a person typed. Nothing that counts edits, tells
    where somebody was found or guesses who they are is handed to a template.
    """
    to = plain(user_on(candidate, candidate.home) or candidate.address)
    language = choose(spoken(candidate), available)
    values: Values = MappingProxyType(
        {
            "language": language,
            "why": plain(candidate.why or GAP),
            "recipient": MappingProxyType({"name": to, "topics": _topics(candidate, cohort)}),
            "sender": MappingProxyType({"name": plain(sender.name), "talk": talk_page(sender)}),
            "programme": _programme(cohort.programme),
            "offer": _offer(candidate, cohort.programme),
        }
    )
    return Draft(
        to,
        talk_page(candidate),
        plain(candidate.email or ""),
        candidate.languages,
        language,
        values,
        () if candidate.why else ("why",),
    )


def usable(channels: Iterable[str], said: Draft) -> tuple[str, ...]:
    """Return the channels that reach somebody: mail to an address, the others to a user name."""
    return tuple(x for x in channels if (said.email if x == "mail" else said.talk_page))


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


def _topics(candidate: Candidate, cohort: Cohort) -> str:
    titles = (cohort.programme.topics.get(topic, topic) for topic in candidate.offers)
    return plain(", ".join(titles))


def _programme(programme: Programme) -> Values:
    return MappingProxyType(
        {
            "name": plain(programme.name),
            "page": programme.page or "",
            "start": _day(programme.start),
            "end": _day(programme.end),
        }
    )


def _day(day: date) -> Values:
    """Return a date in its parts: how a language writes it is a matter of the wording."""
    return MappingProxyType({"day": day.day, "month": day.month, "year": day.year})


def _offer(candidate: Candidate, programme: Programme) -> Values:
    """Return the help and the time in numbers; 0 where the programme says nothing of it."""
    asked = programme.meetings
    return MappingProxyType(
        {
            "places": candidate.capacity,
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
