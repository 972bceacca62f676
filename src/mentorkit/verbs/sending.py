"""Send letters of any kind: look at the wikis, pass the gate, choose a channel, word, hand over."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.doors.journal import JournalFile
from mentorkit.doors.recipients import look
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import Exit, Misuse, Problem, WikiFailed, in_order
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.letters import sender_of, user_on
from mentorkit.recruit.lint import harm, sentences
from mentorkit.recruit.similarity import twins
from mentorkit.render.talk_page import as_section
from mentorkit.render.templates import Templates
from mentorkit.rules.contact import Contact, Seen
from mentorkit.rules.delivery import Channel, Delivery, Facts, Posted, fingerprint
from mentorkit.rules.gate import Gate
from mentorkit.rules.letter import Invitations, Letter, Refusal
from mentorkit.rules.marker import marker
from mentorkit.rules.naming import find_person, same_user
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.sending import Allowed, Ready, Sending, Waiting
from mentorkit.rules.user_key import address_key, user_key
from mentorkit.verbs.composing import compose
from mentorkit.verbs.delivering import Delivered, Post, deliver

Accounts = Callable[[str], WikiAccount]


@dataclass(frozen=True, slots=True)
class Office:
    """Where letters are made ready: the cohort, the gate, the cohort's wordings and its secret.

    `posted` is the journal by now, `day` the day on which they go out.
    """

    cohort: Cohort
    gate: Gate
    templates: Path | None
    secret: bytes
    posted: Sequence[Posted]
    day: date


def prepare(office: Office, drafted: Invitations, accounts: Accounts, allowed: Allowed) -> Sending:
    """Make the letters that were drafted ready to go, as far as wikis and gate let them.

    The wikis are asked what they say of everybody who has a user name; `accounts` gives ours on a
    host. Whoever's wiki cannot be asked waits. Raises Misuse for a wiki's wrong address.
    """
    known: dict[str, Person] = {**office.cohort.candidates, **office.cohort.people}
    people = {letter.person: known[letter.person] for letter in drafted.letters}
    seen, unasked = _seen(office.cohort, drafted.letters, people, accounts)
    desk = _Desk(office, allowed, _alike(known.values()))
    sending = Sending(refused=drafted.refused, problems=drafted.problems, unasked=unasked)
    for letter in drafted.letters:
        if letter.host in unasked and letter.person not in seen and _needs_look(letter, people):
            continue
        sending = desk.take(sending, letter, people[letter.person], seen.get(letter.person))
    return replace(sending, problems=tuple(in_order(sending.problems)))


def hand_over(
    sending: Sending,
    journal: JournalFile,
    posts: Mapping[Channel, Post],
    cohort: Cohort,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    tell: Callable[[str], None] = lambda text: None,
) -> Sending:
    """Send what is ready, at most so much a day, and return what became of it. Raises Refused."""
    pace = cohort.programme.letters
    parcels = [each.parcel for each in sending.ready]
    done: Delivered = deliver(
        parcels,
        journal,
        posts,
        clock,
        a_day=pace.a_day,
        pause=pace.pause,
        sleep=sleep,
        tell=tell,
    )
    return replace(sending, results=done.results, stopped=done.stopped, held_back=done.held_back)


def unsure(posted: Iterable[Posted]) -> tuple[Posted, ...]:
    """Return the letters of which nobody knows whether they arrived."""
    return tuple(p for p in posted if p.delivery.kind == "letter" and p.state == "unsure")


def settle(
    cohort: Cohort, journal: JournalFile, word: str, arrived: bool, now: datetime
) -> tuple[Posted, ...]:
    """Note what somebody found out about the unsure letters to a person; return these.

    Raises Misuse where there are none.
    """
    open_ = unsure(journal.posted)
    gone = {each.delivery.person for each in open_}
    # Somebody who was erased may still stand in the journal.
    everybody: dict[str, Person] = {**cohort.candidates, **cohort.people}
    person = word if word in gone else find_person(word, everybody).id
    found = tuple(each for each in open_ if each.delivery.person == person)
    if not found:
        message = f"no letter to {person} is unsure"
        hint = 'a letter that you sent yourself goes into private/invitations.jsonl, with "sent"'
        raise Misuse(message, hint)
    for each in found:
        journal.settle(each.delivery.key, arrived, now)
    return found


def status(sending: Sending) -> Exit:
    """Return how a run ends: 3 where a server failed, 1 where a letter did not go that should."""
    if sending.unasked or sending.doubts or sending.stopped:
        return Exit.WIKI
    missed = any(result.state != "sent" for result in sending.results.values())
    wrong = missed or sending.problems or sending.waiting or sending.unsure
    return Exit.PROBLEMS if wrong else Exit.FINE


def refusal_lines(before: str, sending: Sending, day: date) -> bytes:
    """Return the log of refusals with those of a run added, each once a day."""
    lines = before.splitlines()
    for refusal in sending.refused:
        entry = {"day": day.isoformat(), "person": refusal.person, "why": list(refusal.why)}
        lines.append(json.dumps(entry, ensure_ascii=False))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode()


def _seen(
    cohort: Cohort,
    letters: Sequence[Letter],
    people: Mapping[str, Person],
    accounts: Accounts,
) -> tuple[dict[str, Seen], dict[str, str]]:
    """Return what the wikis say of people, by id, and why some wikis say nothing, by host."""
    hosts: dict[str, dict[str, str]] = {}
    for letter in letters:
        if letter.host in cohort.programme.wikis and _needs_look(letter, people):
            user = user_on(people[letter.person], letter.host)
            hosts.setdefault(letter.host, {})[letter.person] = user
    seen: dict[str, Seen] = {}
    failed: dict[str, str] = {}
    for host, users in hosts.items():
        try:
            wiki = accounts(host)
            opt_out = cohort.programme.wikis[host].opt_out
            asked = list(dict.fromkeys(users.values()))
            found = look(wiki, asked, opt_out=[opt_out] if opt_out else [], ourselves=wiki.name)
        except WikiFailed as failure:
            failed[host] = f"{failure.message}. {failure.hint}"
            continue
        seen |= {person: found[user] for person, user in users.items()}
    return seen, failed


def _needs_look(letter: Letter, people: Mapping[str, Person]) -> bool:
    """Whether a wiki is asked before a letter goes: always, but for mail to who takes part."""
    outside = _wanted(letter, people[letter.person])[:1] == ("mail",)
    return bool(letter.talk_page) and (isinstance(people[letter.person], Candidate) or not outside)


def _wanted(letter: Letter, person: Person) -> tuple[str, ...]:
    """Return the channels to try, in turn: the one somebody chose, else those of the kind."""
    if person.channel:
        return tuple(each for each in letter.channels if each == person.channel)
    return tuple(each for each in KINDS[letter.kind].channels if each in letter.channels)


def _alike(people: Iterable[Person]) -> set[str]:
    """Return the ids of those of whom nearly the same is said as of somebody else."""
    found = twins(each for person in people for each in sentences(person))
    return {each.person for twin in found for each in (twin.one, twin.other)}


class _Desk:
    """Where one letter after the other is looked over; `alike` are ids, see `_alike`."""

    def __init__(self, office: Office, allowed: Allowed, alike: set[str]):
        self._office = office
        self._allowed = allowed
        self._alike = alike
        self._wordings = Templates(office.templates)
        self._sender = sender_of(office.cohort)
        self._known = {posted.delivery.key: posted for posted in office.posted}

    def take(self, sending: Sending, letter: Letter, person: Person, seen: Seen | None) -> Sending:
        """Return a run with one more letter: ready, refused, waiting, or with a problem."""
        channel, why = self._channel(letter, person, seen)
        if why:
            lacking = self._office.gate.lacking(person)
            refused = Refusal(person.id, why, lacking)
            return replace(sending, refused=(*sending.refused, refused))
        if self._sender is None:
            return sending
        now = _under_todays_name(person, seen)
        kind = KINDS[letter.kind]
        made = compose(
            now,
            kind,
            self._office.cohort,
            self._sender,
            self._wordings,
            channel=channel,
            sent=letter.sent,
        )
        if isinstance(made, Problem):
            return replace(sending, problems=(*sending.problems, made))
        waits = self._waits(made, now)
        if waits:
            return replace(sending, waiting=(*sending.waiting, Waiting(made, waits)))
        renamed = seen.name if now is not person and seen else ""
        ready = Ready(made, self._parcel(made, now, seen), renamed)
        return replace(sending, ready=(*sending.ready, ready))

    def _channel(
        self, letter: Letter, person: Person, seen: Seen | None
    ) -> tuple[str, tuple[str, ...]]:
        """Return the first channel by which a letter may go, or why it may not go by any."""
        against: dict[str, None] = {}
        for channel in _wanted(letter, person):
            contact = Contact(letter.kind, channel, self._office.day)
            codes = self._office.gate.refusals(person, contact, seen)
            if not codes and self._turned_down(letter, channel, _under_todays_name(person, seen)):
                codes = ("turned-down",)
            if not codes:
                return channel, ()
            against |= dict.fromkeys(codes)
        return "", tuple(against) or ("channel" if person.channel else "no-address",)

    def _turned_down(self, letter: Letter, channel: str, person: Person) -> bool:
        """Whether a wiki or a mail server would not take this letter that way before."""
        before = self._known.get(self._key(letter))
        if before is None or before.state != "refused":
            return False
        way = (channel, self._who(letter, channel, person))
        return way == (before.delivery.channel, before.delivery.to)

    def _waits(self, letter: Letter, person: Person) -> tuple[str, ...]:
        insists = self._allowed.alike
        found = {
            "unfinished": bool(letter.unfinished),
            "unreviewed": not (letter.reviewed or self._allowed.unreviewed),
            "alike": letter.person in self._alike and not insists,
            "lint": not insists and harm(letter, person, KINDS[letter.kind]),
        }
        return tuple(code for code, holds in found.items() if holds)

    def _parcel(self, letter: Letter, person: Person, seen: Seen | None) -> Parcel:
        key, mail = self._key(letter), letter.channel == "mail"
        to = letter.email if mail else user_on(person, letter.host)
        about: Facts = {"letter": letter.kind, "role": letter.role, "language": letter.language}
        subject, text = letter.subject, letter.text
        if not mail:
            about = {**about, "host": letter.host}
        if letter.channel == "talk" and seen:
            about = {**about, "base": seen.talk.revision}
            mark = marker(self._office.secret, key)
            section = as_section(subject, text, letter.language, seen.language, mark)
            subject, text = section.title, section.text
        who = self._who(letter, letter.channel, person)
        delivery = Delivery(key, "letter", letter.person, _channel(letter.channel), who, about)
        host = "" if mail else letter.host
        return Parcel(delivery, host, to, subject, text, letter.language)

    def _who(self, letter: Letter, channel: str, person: Person) -> str:
        """Return what stands for the recipient in the journal."""
        secret = self._office.secret
        if channel == "mail":
            return address_key(secret, letter.email)
        return user_key(secret, user_on(person, letter.host))

    def _key(self, letter: Letter) -> str:
        return fingerprint("letter", letter.person, letter.kind, self._round(letter))

    def _round(self, letter: Letter) -> int:
        """Return the number of a letter among its like: whom the gate lets pass gets a next one."""
        sent = (
            each.delivery.about.get("letter") == letter.kind and each.state == "sent"
            for each in self._office.posted
            if each.delivery.person == letter.person
        )
        return 1 + sum(sent)


def _channel(name: str) -> Channel:
    channels: dict[str, Channel] = {"talk": "talk", "wikimail": "wikimail", "mail": "mail"}
    return channels[name]


def _under_todays_name(person: Person, seen: Seen | None) -> Person:
    """Return somebody under the user name of today, where their account was renamed."""
    before = user_on(person, person.home)
    if seen is None or not seen.found or same_user(seen.name) == same_user(before):
        return person
    wikis = {**person.wikis, str(person.home): seen.name}
    wiki = seen.name if person.wiki == before else person.wiki
    return person.model_copy(update={"wiki": wiki, "wikis": wikis})
