"""What people answered to invitations: which answers count, and why the others do not.

For one person and one meeting a later SEQUENCE, and within it a later DTSTAMP, goes before an
earlier one (RFC 5546, 2.1.5). An answer to a time that has changed since is no answer.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.meetings.events import addressed, clean, uid_of
from mentorkit.rules.delivery import Posted
from mentorkit.rules.mail_address import compared

Why = Literal[
    "no-reply", "too-large", "broken", "unknown-meeting", "unknown-address", "not-invited",
    "somebody-else", "no-answer", "counter", "cancelled", "older", "ahead", "known",
]  # fmt: skip
"""Why a message is left aside; the last of them, because it is recorded already."""

Said = Literal["accepted", "declined", "tentative"]
_SAID: Mapping[str, Said] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}

COUNTER = "COUNTER"
"""The method by which somebody invited asks for another time (RFC 5546, 3.2.7)."""

LONGEST_COMMENT = 500
"""How many code points of a comment are kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One VEVENT of a REPLY or COUNTER: `stamp` in UTC, `attendee` as addresses are compared.

    The `partstat` of a COUNTER is COUNTER; `wished` is the start that it asks for (UTC), if known.
    """

    uid: str
    sequence: int
    stamp: datetime
    attendee: str
    partstat: str
    comment: str
    wished: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """An answer and where it came from: `source` names the file and the message in it.

    `sender` is who sent it, as addresses are compared: empty where that is not known, as of a
    calendar file alone, and None where it is no single address.
    """

    source: str
    answer: Answer
    sender: str | None = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A message that counts for nothing, with the code of why; `detail` may say more."""

    source: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that counts and is not recorded yet."""

    source: str
    session: Session
    person: Person
    answer: Said
    stamp: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Replies:
    """What came of reading some messages."""

    recorded: tuple[Recorded, ...]
    aside: tuple[Aside, ...]


def heed(
    cohort: Cohort, posted: Sequence[Posted], incoming: Iterable[Incoming], aside: Iterable[Aside]
) -> Replies:
    """Return which answers count, of those that could be read; `aside` are the others.

    `posted` is the journal: it knows under which SEQUENCE a person was told of a revision.
    """
    reader = _Reader(cohort, posted)
    newest: dict[tuple[str, str], Recorded] = {}
    left = list(aside)
    ordered = sorted(incoming, key=lambda each: (each.answer.sequence, each.answer.stamp))
    for each in ordered:
        read = reader.judged(each)
        if isinstance(read, Aside):
            left.append(read)
            continue
        key = read.session.ref, read.person.id
        earlier = newest.pop(key, None)
        if earlier is not None:
            left.append(Aside(earlier.source, "older", f"{key[1]}, {key[0]}"))
        newest[key] = read
    recorded = sorted(newest.values(), key=lambda each: (each.session.ref, each.person.id))
    return Replies(tuple(recorded), tuple(sorted(left, key=_as_counted)))


def _as_counted(aside: Aside) -> list[str | int]:
    """Return a key that puts message 2 before message 10."""
    parts = re.split("([0-9]+)", aside.source)
    return [int(part) if number % 2 else part for number, part in enumerate(parts)]


class _Reader:
    """Judges one answer at a time against the files and the journal."""

    def __init__(self, cohort: Cohort, posted: Sequence[Posted]):
        self._cohort = cohort
        self._sessions = {uid_of(s.ref, cohort.programme.id): s for s in cohort.sessions}
        self._by_address: dict[str, list[Person]] = {}
        for person in cohort.people.values():
            if person.email:
                self._by_address.setdefault(compared(person.email), []).append(person)
        self._sent: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for each in posted:
            about = each.delivery.about
            if each.state in ("sent", "unsure") and about.get("method") == "REQUEST":
                told = int(about.get("revision", 0)), int(about.get("sequence", 0))
                key = str(about.get("session")), each.delivery.person
                self._sent.setdefault(key, []).append(told)

    def judged(self, incoming: Incoming) -> Recorded | Aside:
        answer, source = incoming.answer, incoming.source
        if incoming.sender is None or incoming.sender not in ("", answer.attendee):
            return Aside(source, "somebody-else")
        session = self._sessions.get(answer.uid)
        if session is None:
            return Aside(source, "unknown-meeting", clean(answer.uid)[:80])
        people = self._by_address.get(answer.attendee, [])
        if not people:
            return Aside(source, "unknown-address")
        invited = [p for p in addressed(session, self._cohort) if p in people]
        if not invited:
            return Aside(source, "not-invited", f"{people[0].id}, {session.ref}")
        return self._on_time(incoming, session, invited[0])

    def _on_time(self, incoming: Incoming, session: Session, person: Person) -> Recorded | Aside:
        answer, about = incoming.answer, f"{person.id}, {session.ref}"
        said = _SAID.get(answer.partstat)
        why: Why | None = None
        current = self._sequence(session, person)
        if said is None and answer.partstat != COUNTER:
            why = "no-answer"
        elif session.cancelled is not None:
            why = "cancelled"
        elif answer.sequence < current:
            why = "older"
        elif answer.sequence > current:
            why = "ahead"
        elif said is None:
            return Aside(incoming.source, "counter", about + _wish(answer))
        else:
            why = _standing(session, person, answer.stamp, said)
        if why is not None or said is None:
            return Aside(incoming.source, why or "no-answer", about)
        comment = clean(answer.comment)[:LONGEST_COMMENT]
        return Recorded(incoming.source, session, person, said, answer.stamp, comment)

    def _sequence(self, session: Session, person: Person) -> int:
        """Return the SEQUENCE under which a person knows the meeting as it is today."""
        sent = self._sent.get((session.ref, person.id), [])
        current = [sequence for revision, sequence in sent if revision == session.revision]
        if current:
            return max(current)
        # Not sent yet, or by hand: then under the number that the next message would have.
        return max([session.revision, *(sequence + 1 for _, sequence in sent)])


def _wish(answer: Answer) -> str:
    return f", {answer.wished:%Y-%m-%d %H:%M} UTC" if answer.wished else ""


def _standing(session: Session, person: Person, stamp: datetime, said: Said) -> Why | None:
    """Compare with what is recorded of the same revision already."""
    recorded = session.answers.get(person.id)
    if recorded is None or recorded.revision < session.revision:
        return None
    if stamp > recorded.stamp:
        return None
    return "known" if (stamp, said) == (recorded.stamp, recorded.answer) else "older"
