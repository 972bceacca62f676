"""Notes to people who take part, in which nobody's own words stand: reminders and survey forms.

They pass the same gate as letters, travel in the same way, and stand in the same journal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mentorkit.cohort.model import Person
from mentorkit.problems import Problem, in_order
from mentorkit.recruit.letters import plain, sender_of, talk_page, user_on
from mentorkit.render.templates import Rendered
from mentorkit.rules.contact import Contact, Seen
from mentorkit.rules.delivery import Facts, Posted
from mentorkit.rules.letter import Letter, Refusal
from mentorkit.rules.sending import Allowed, Ready, Sending, Waiting
from mentorkit.verbs.invite import nobody_signs
from mentorkit.verbs.parcels import Accounts, look_at, packed, stands_for, under_todays_name
from mentorkit.verbs.sending import Office


@dataclass(frozen=True, slots=True)
class Note:
    """What one person is to be told: its kind, the key of its delivery, and how to word it.

    `channels` are those that reach the person, in turn; `word` gives the wording for one of them.
    `about` are facts that the journal keeps, by which the next run knows what was told.
    """

    person: Person
    kind: str
    key: str
    language: str
    channels: tuple[str, ...]
    word: Callable[[str], Rendered | Problem]
    about: Facts


@dataclass(frozen=True, slots=True)
class Noted:
    """The notes of a run, who gets none and why, and what is wrong with their wordings."""

    notes: tuple[Note, ...] = ()
    refused: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()


def prepare(office: Office, noted: Noted, accounts: Accounts, allowed: Allowed) -> Sending:
    """Make notes ready to go, as far as wikis and gate let them.

    Wikis are asked about those whom no mail reaches. Raises Misuse for a wiki's wrong address.
    """
    sender = sender_of(office.cohort)
    if sender is None:
        return Sending(problems=(nobody_signs(office.cohort),))
    notes = [(note, _open(note, office)) for note in noted.notes]
    asked = [
        (note.person, note.person.home)
        for note, channels in notes
        if channels and channels[0] != "mail" and note.person.home
    ]
    seen, unasked = look_at(office.cohort, asked, accounts)
    sending = Sending(refused=noted.refused, problems=noted.problems, unasked=unasked)
    for note, channels in notes:
        there = seen.get(note.person.id)
        if there is None and channels[:1] != ("mail",) and note.person.home in unasked:
            continue
        sending = _taken(sending, note, channels, there, office, allowed)
    if not sender.email and any(each.letter.channel == "mail" for each in sending.ready):
        return Sending(problems=(_no_address(sender),))
    return replace(sending, problems=tuple(in_order(dict.fromkeys(sending.problems))))


def _taken(
    sending: Sending,
    note: Note,
    channels: tuple[str, ...],
    seen: Seen | None,
    office: Office,
    allowed: Allowed,
) -> Sending:
    """Return a run with one more note: ready, refused, waiting, or with a problem."""
    channel, why = _channel(note, channels, seen, office)
    if why:
        refused = Refusal(note.person.id, why, office.gate.lacking(note.person))
        return replace(sending, refused=(*sending.refused, refused))
    made = note.word(channel)
    if isinstance(made, Problem):
        return replace(sending, problems=(*sending.problems, made))
    now = under_todays_name(note.person, seen)
    letter = replace(
        _letter(note, now),
        channel=channel,
        subject=made.subject,
        text=made.text,
        reviewed=made.reviewed,
        template=made.file,
    )
    if not (letter.reviewed or allowed.unreviewed):
        return replace(sending, waiting=(*sending.waiting, Waiting(letter, ("unreviewed",))))
    parcel = packed(letter, now, seen, key=note.key, secret=office.secret, more=note.about)
    renamed = seen.name if now is not note.person and seen else ""
    return replace(sending, ready=(*sending.ready, Ready(letter, parcel, renamed)))


def _channel(
    note: Note, channels: tuple[str, ...], seen: Seen | None, office: Office
) -> tuple[str, tuple[str, ...]]:
    """Return the first channel by which a note may go, or why it may not go by any."""
    against: dict[str, None] = {}
    for channel in channels:
        # What no wiki was asked about does not go through one.
        if channel != "mail" and seen is None and against:
            break
        codes = office.gate.refusals(note.person, Contact(note.kind, channel, office.day), seen)
        if not codes:
            return channel, ()
        against |= dict.fromkeys(codes)
    return "", tuple(against) or ("turned-down" if note.channels else "no-address",)


def _open(note: Note, office: Office) -> tuple[str, ...]:
    """Return the channels of a note but the one by which it was turned down before."""
    before = next((each for each in office.posted if each.delivery.key == note.key), None)
    if before is None or before.state != "refused":
        return note.channels
    return tuple(each for each in note.channels if not _same_way(before, note, each, office))


def _same_way(before: Posted, note: Note, channel: str, office: Office) -> bool:
    who = stands_for(_letter(note, note.person), channel, note.person, office.secret)
    return (before.delivery.channel, before.delivery.to) == (channel, who)


def _letter(note: Note, person: Person) -> Letter:
    """Return a note as the letter that it is, not worded yet."""
    return Letter(
        person=person.id,
        role=next(iter(person.roles), ""),
        to=plain(user_on(person, person.home) or person.name),
        talk_page=talk_page(person),
        email=plain(person.email or ""),
        asked=person.languages,
        language=note.language,
        subject="",
        text="",
        channels=note.channels,
        reviewed=False,
        kind=note.kind,
        host=person.home or "",
        kept=f"private/people/{person.id}.yaml",
    )


def _no_address(sender: Person) -> Problem:
    hint = f"write 'email: …' in private/people/{sender.id}.yaml"
    return sender.problem((), "no-sender", f"{sender.id} sends, and has no mail address", hint)
