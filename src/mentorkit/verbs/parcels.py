"""What every letter needs on its way: a look at the recipient's wiki, and a form to travel in."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from mentorkit.cohort.model import Cohort, Person
from mentorkit.doors.recipients import look
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import WikiFailed
from mentorkit.recruit.letters import user_on
from mentorkit.render.talk_page import as_section
from mentorkit.rules.contact import Seen
from mentorkit.rules.delivery import Channel, Delivery, Facts
from mentorkit.rules.letter import Letter
from mentorkit.rules.marker import marker
from mentorkit.rules.marks import account_key
from mentorkit.rules.naming import same_user
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.sending import Unasked
from mentorkit.rules.user_key import address_key, user_key

Accounts = Callable[[str], WikiAccount]
"""Gives our account on a wiki."""

_NOTHING: Mapping[str, str | int] = MappingProxyType({})


def look_at(
    cohort: Cohort, people: Iterable[tuple[Person, str]], accounts: Accounts
) -> tuple[dict[str, Seen], dict[str, Unasked]]:
    """Return what wikis say of people, by id, and of whom some wikis say nothing, by host.

    `people` are with the host to ask; one that the programme does not know is not asked. Raises
    Misuse for a wiki's wrong address.
    """
    hosts: dict[str, dict[str, str]] = {}
    for person, host in people:
        if host in cohort.programme.wikis:
            hosts.setdefault(host, {})[person.id] = user_on(person, host)
    seen: dict[str, Seen] = {}
    failed: dict[str, Unasked] = {}
    for host, users in hosts.items():
        try:
            wiki = accounts(host)
            opt_out = cohort.programme.wikis[host].opt_out
            asked = list(dict.fromkeys(users.values()))
            found = look(wiki, asked, opt_out=[opt_out] if opt_out else [], ourselves=wiki.name)
        except WikiFailed as failure:
            failed[host] = Unasked(failure.message.rstrip("."), failure.hint, tuple(users))
            continue
        seen |= {person: found[user] for person, user in users.items()}
    return seen, failed


def packed(
    letter: Letter,
    person: Person,
    seen: Seen | None,
    *,
    key: str,
    secret: bytes,
    more: Facts = _NOTHING,
) -> Parcel:
    """Return a letter in the form in which it travels, worded for its channel already.

    `seen` is what the wiki says of the person, for a talk page; `secret` is the cohort's. `more`
    are facts that the journal keeps beside those of every letter.
    """
    mail = letter.channel == "mail"
    to = letter.email if mail else user_on(person, letter.host)
    about: Facts = {"letter": letter.kind, "role": letter.role, "language": letter.language}
    subject, text = letter.subject, letter.text
    if not mail:
        about = {**about, "host": letter.host}
    if letter.channel == "talk":
        if seen is None:
            raise LookupError(f"nobody looked at the talk page of {letter.person}")
        about = {**about, "base": seen.talk.revision}
        section = as_section(subject, text, letter.language, seen.language, marker(secret, key))
        subject, text = section.title, section.text
    if seen and seen.user_id:
        about = {**about, "account": account_key(secret, seen)}
    who = stands_for(letter, letter.channel, person, secret)
    delivery = Delivery(
        key, "letter", letter.person, _CHANNELS[letter.channel], who, {**about, **more}
    )
    return Parcel(delivery, "" if mail else letter.host, to, subject, text, letter.language)


_CHANNELS: Mapping[str, Channel] = {"talk": "talk", "wikimail": "wikimail", "mail": "mail"}


def stands_for(letter: Letter, channel: str, person: Person, secret: bytes) -> str:
    """Return what stands for the recipient in the journal, who is another by each way."""
    if channel == "mail":
        return address_key(secret, letter.email)
    return user_key(secret, user_on(person, letter.host))


def under_todays_name(person: Person, seen: Seen | None) -> Person:
    """Return somebody under the user name of today, where their account was renamed."""
    before = user_on(person, person.home)
    if seen is None or not seen.found or same_user(seen.name) == same_user(before):
        return person
    wikis = {**person.wikis, str(person.home): seen.name}
    wiki = seen.name if person.wiki == before else person.wiki
    return person.model_copy(update={"wiki": wiki, "wikis": wikis})
