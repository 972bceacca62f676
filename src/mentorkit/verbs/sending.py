"""Send letters of any kind: look at the wikis, pass the gate, choose a channel, word, hand over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.doors.journal import JournalFile
from mentorkit.problems import Exit, Misuse, Problem, Refused, in_order
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.lint import harm, sentences
from mentorkit.recruit.similarity import twins
from mentorkit.render.templates import Templates
from mentorkit.rules.contact import Contact, Seen
from mentorkit.rules.delivery import Channel, Posted, Result, fingerprint
from mentorkit.rules.gate import Gate
from mentorkit.rules.letter import Invitations, Letter, Refusal
from mentorkit.rules.marks import signs
from mentorkit.rules.naming import find_person
from mentorkit.rules.sending import Allowed, Ready, Sending, Waiting
from mentorkit.verbs.composing import compose
from mentorkit.verbs.delivering import Delivered, Post, deliver
from mentorkit.verbs.heeding import Heed, heeding, nothing_new
from mentorkit.verbs.parcels import Accounts, look_at, packed, stands_for, under_todays_name


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
    desk = _Desk(office, allowed, _alike(known.values()))
    to_see = {x.person for x in drafted.letters if desk.needs_look(x, people[x.person])}
    asked = [(people[x.person], x.host) for x in drafted.letters if x.person in to_see]
    seen, unasked = look_at(office.cohort, asked, accounts)
    sending = Sending(refused=drafted.refused, problems=drafted.problems, unasked=unasked)
    for letter in drafted.letters:
        if letter.host in unasked and letter.person in to_see and letter.person not in seen:
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
    heed: Heed = nothing_new,
) -> Sending:
    """Send what is ready, at most so much a day, and return what became of it.

    `heed` is asked right before each letter whether it may still go. Where this computer cannot
    go on, with a journal that cannot be written for one, what was done is told all the same.
    """
    pace = cohort.programme.letters
    ready = {each.key: each for each in sending.ready}
    before = {key: journal.known(key) for key in ready}
    refused: dict[str, tuple[str, ...]] = {}
    try:
        done: Delivered = deliver(
            [each.parcel for each in sending.ready],
            journal,
            heeding(posts, ready, heed, refused),
            clock,
            a_day=pace.a_day,
            pause=pace.pause,
            sleep=sleep,
            tell=tell,
        )
    except Refused as failure:
        done = _cut_short(failure, journal, before)
        sending = replace(sending, broken=True)
    told = replace(sending, results=done.results, held_back=done.held_back)
    return _without(replace(told, stopped=done.stopped, advice=done.advice), refused)


def _cut_short(
    failure: Refused, journal: JournalFile, before: Mapping[str, Posted | None]
) -> Delivered:
    """Return what the journal says of a run that a failure ended; `before` is what it said then."""
    by_now = {key: journal.known(key) for key in before}
    found = {key: each for key, each in by_now.items() if each and each is not before[key]}
    results = {key: Result(each.state, earlier=each.delivery) for key, each in found.items()}
    said = f"{failure.message}. {failure.hint}"
    return Delivered(results, said, advice=(failure.hint,) if failure.hint else ())


def _without(sending: Sending, refused: Mapping[str, tuple[str, ...]]) -> Sending:
    """Return a run in which those letters are refused against which something was said by now."""
    gone = [each for each in sending.ready if each.key in refused]
    return replace(
        sending,
        ready=tuple(each for each in sending.ready if each.key not in refused),
        refused=(*sending.refused, *(Refusal(x.letter.person, refused[x.key]) for x in gone)),
        results={key: each for key, each in sending.results.items() if key not in refused},
    )


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
    """Return how a run ends: 3 where a server failed, 1 where a letter did not go that should.

    4 where this computer could not go on.
    """
    if sending.broken:
        return Exit.REFUSED
    if sending.unasked or sending.doubts or sending.stopped:
        return Exit.WIKI
    missed = any(result.state != "sent" for result in sending.results.values())
    wrong = missed or sending.problems or sending.waiting or sending.unsure
    return Exit.PROBLEMS if wrong else Exit.FINE


def _wanted(letter: Letter, person: Person) -> tuple[str, ...]:
    """Return the channels to try, in turn: the one somebody chose, else those of the kind.

    What its wording says of channels never opens one that its kind has not.
    """
    fit = tuple(each for each in KINDS[letter.kind].channels if each in letter.channels)
    return tuple(each for each in fit if each == person.channel) if person.channel else fit


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
        self._taken: set[str] = set()
        self._known = {posted.delivery.key: posted for posted in office.posted}

    def needs_look(self, letter: Letter, person: Person) -> bool:
        """Whether a wiki is asked before a letter goes: always, but for mail to who takes part."""
        if isinstance(person, Candidate) or not letter.talk_page:
            return bool(letter.talk_page)
        ways = _wanted(letter, person)
        open_ = [each for each in ways if not self._against(letter, each, person)]
        return open_[:1] not in ([], ["mail"])

    def take(self, sending: Sending, letter: Letter, person: Person, seen: Seen | None) -> Sending:
        """Return a run with one more letter: ready, refused, waiting, or with a problem."""
        channel, why = self._channel(letter, person, seen)
        if why:
            lacking = self._office.gate.lacking(person)
            refused = Refusal(person.id, why, lacking)
            return replace(sending, refused=(*sending.refused, refused))
        if self._sender is None:
            return sending
        now = under_todays_name(person, seen)
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
        # Two files may turn out to be about one account, under its old and its new name.
        if isinstance(person, Candidate) and self._taken & signs(now):
            return replace(sending, refused=(*sending.refused, Refusal(person.id, ("duplicate",))))
        self._taken |= signs(now)
        parcel = packed(made, now, seen, key=self._key(made), secret=self._office.secret)
        ready = Ready(made, parcel, renamed)
        return replace(sending, ready=(*sending.ready, ready))

    def _channel(
        self, letter: Letter, person: Person, seen: Seen | None
    ) -> tuple[str, tuple[str, ...]]:
        """Return the first channel by which a letter may go, or why it may not go by any."""
        against: dict[str, None] = {}
        for channel in _wanted(letter, person):
            codes = self._against(letter, channel, person, seen)
            if not codes and channel != "mail" and seen is None:
                codes = ("unseen",)
            if not codes:
                return channel, ()
            against |= dict.fromkeys(codes)
        return "", tuple(against) or ("channel" if person.channel else "no-address",)

    def _against(
        self, letter: Letter, channel: str, person: Person, seen: Seen | None = None
    ) -> tuple[str, ...]:
        contact = Contact(letter.kind, channel, self._office.day)
        codes = self._office.gate.refusals(person, contact, seen)
        if not codes and self._turned_down(letter, channel, under_todays_name(person, seen)):
            return ("turned-down",)
        return codes

    def _turned_down(self, letter: Letter, channel: str, person: Person) -> bool:
        """Whether a wiki or a mail server would not take this letter that way before."""
        before = self._known.get(self._key(letter))
        way = (channel, stands_for(letter, channel, person, self._office.secret))
        return before is not None and way in before.turned_down

    def _waits(self, letter: Letter, person: Person) -> tuple[str, ...]:
        insists = self._allowed.alike
        found = {
            "unfinished": bool(letter.unfinished),
            "unreviewed": not (letter.reviewed or self._allowed.unreviewed),
            "alike": letter.person in self._alike and not insists,
            "lint": not insists and harm(letter, person, KINDS[letter.kind]),
        }
        return tuple(code for code, holds in found.items() if holds)

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
