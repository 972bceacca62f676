"""Who is to be told what about which meeting: the files against what was sent before.

Everybody who comes is told of each coming meeting once, again when it changed, and once more when
they need not come: because it was called off, or because they left. The kinds of messages, and what
each must hold, are those of RFC 5546 (3.2.2 REQUEST, 3.2.5 CANCEL); SEQUENCE only ever rises
for one person and one meeting (2.1.4), and so does DTSTAMP.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.scalars import instant_text
from mentorkit.meetings.events import addressed, clean, event, uid_of
from mentorkit.rules.delivery import Delivery, Facts, Posted, fingerprint
from mentorkit.rules.event import Event
from mentorkit.rules.replay import as_known_on

Change = Literal["invited", "moved", "changed", "cancelled", "removed"]
Method = Literal["REQUEST", "CANCEL"]
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that is due to one person about one meeting.

    `session` is the meeting as the files have it; None where they do not have it any more. `told`
    is the start that the person was told last, if any. `answer` is the person's PARTSTAT, where
    the change leaves it as it is. `whole` says of a CANCEL that nobody meets, not only that this
    person need not come.
    """

    change: Change
    method: Method
    person: Person
    ref: str
    session: Session | None
    event: Event
    told: datetime | None = None
    answer: PartStat = "NEEDS-ACTION"
    whole: bool = True

    @property
    def delivery(self) -> Delivery:
        """What the journal knows this message by."""
        about: dict[str, str | int] = {
            "session": self.ref,
            "method": self.method,
            "sequence": self.event.sequence,
            "revision": self.session.revision if self.session else 0,
            "stamp": instant_text(self.event.stamp),
            "start": instant_text(self.event.start),
            "minutes": (self.event.end - self.event.start) // timedelta(minutes=1),
            "details": _details(self.session) if self.session else "",
        }
        names = (f"{name}={value}" for name, value in about.items())
        key = fingerprint("meeting", self.event.uid, self.person.id, *names)
        return Delivery(key, "meeting", self.person.id, "mail", address_mark(self.person), about)


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is due, who has no address for it, and what came to nothing before.

    `refused` are messages that the mail server refused for good and that are still due; `unsure`
    those of which nobody knows whether they arrived.
    """

    notices: tuple[Notice, ...] = ()
    without_address: tuple[Notice, ...] = ()
    refused: tuple[Posted, ...] = ()
    unsure: tuple[Posted, ...] = ()


def address_mark(person: Person) -> str:
    """Return what the journal keeps in place of somebody's address."""
    return fingerprint((person.email or "").casefold())


def outbox(cohort: Cohort, posted: Sequence[Posted], organiser: str, moment: datetime) -> Outbox:
    """Return everything that is due about meetings which have not begun by a moment.

    `posted` is the journal, latest last; `organiser` the id of who sends, and therefore needs no
    invitation; `moment` has a zone, and people and meetings are as known on its day (UTC).
    """
    cohort = as_known_on(cohort, moment.astimezone(UTC).date())
    letters = [each for each in posted if each.delivery.kind == "meeting"]
    # Who took over sending was invited while somebody else did, and still comes.
    heard = {key: told for key, told in _last_heard(letters).items() if key[1] != organiser}
    wanted = dict(_wanted(cohort, organiser, moment))
    due = [*_invitations(cohort, wanted, heard), *_farewells(cohort, wanted, heard, moment)]
    due.sort(key=lambda notice: (notice.event.start, notice.ref, notice.person.id))
    turned_down = {each.delivery.key: each for each in letters if each.state == "refused"}
    open_, without, refused = [], [], []
    for notice in due:
        earlier = turned_down.get(notice.delivery.key)
        if not notice.person.email:
            without.append(notice)
        elif earlier and earlier.delivery.to == address_mark(notice.person):
            refused.append(earlier)
        else:
            open_.append(notice)
    unsure = tuple(each for each in letters if each.state == "unsure")
    return Outbox(tuple(open_), tuple(without), tuple(refused), unsure)


Key = tuple[str, str]
"""A session's reference and a person's id."""


def _last_heard(letters: Iterable[Posted]) -> dict[Key, Facts]:
    """Return what each person heard last of each meeting, or may have heard."""
    heard: dict[Key, Facts] = {}
    for each in letters:
        about = each.delivery.about
        if each.state in ("sent", "unsure") and about.keys() >= _NEEDED:
            heard[str(about["session"]), each.delivery.person] = about
    return heard


_NEEDED = {"session", "method", "sequence", "revision", "stamp", "start", "minutes", "details"}


def _wanted(
    cohort: Cohort, organiser: str, moment: datetime
) -> Iterator[tuple[Key, tuple[Session, Person]]]:
    for session in cohort.sessions:
        if session.cancelled is None and session.begins > moment:
            for person in addressed(session, cohort):
                if person.id != organiser:
                    yield (session.ref, person.id), (session, person)


def _invitations(
    cohort: Cohort,
    wanted: Mapping[Key, tuple[Session, Person]],
    heard: Mapping[Key, Facts],
) -> Iterator[Notice]:
    for key, (session, person) in wanted.items():
        told = heard.get(key)
        change = _change(session, told)
        if change is None:
            continue
        raised = _raised(session, told)
        now = event(session, cohort, private=True)
        yield Notice(
            change,
            "REQUEST",
            person,
            session.ref,
            session,
            _after(now, told, raised=raised),
            _instant(told["start"]) if told and change == "moved" else None,
            "NEEDS-ACTION" if raised else _answer(session, person),
        )


def _change(session: Session, told: Facts | None) -> Change | None:
    """Say what is new in a meeting to somebody who was told of it, or not yet."""
    if told is None or told["method"] == "CANCEL":
        return "invited"
    if _moved(session, told):
        return "moved"
    same = told["details"] == _details(session) and int(told["revision"]) >= session.revision
    return None if same else "changed"


def _moved(session: Session, told: Facts) -> bool:
    return (instant_text(session.begins), session.minutes) != (told["start"], told["minutes"])


def _raised(session: Session, told: Facts | None) -> bool:
    """Whether the change is one that answers must be asked for again, and SEQUENCE must rise."""
    if told is None or told["method"] == "CANCEL":
        return True
    return _moved(session, told) or int(told["revision"]) < session.revision


def _farewells(
    cohort: Cohort,
    wanted: Mapping[Key, tuple[Session, Person]],
    heard: Mapping[Key, Facts],
    moment: datetime,
) -> Iterator[Notice]:
    """Tell those who believe that they are to come and are not any more."""
    sessions = {session.ref: session for session in cohort.sessions}
    for key, told in heard.items():
        person, session = cohort.people.get(key[1]), sessions.get(key[0])
        awaited = told["method"] == "REQUEST" and _instant(told["start"]) > moment
        if not awaited or person is None or key in wanted or _passed(session, moment):
            continue
        whole = session is None or session.cancelled is not None
        now = _as_told(cohort, key[0], told, session)
        yield Notice(
            "cancelled" if whole else "removed",
            "CANCEL",
            person,
            key[0],
            session,
            _after(now, told, raised=True),
            _instant(told["start"]),
            whole=whole,
        )


def _passed(session: Session | None, moment: datetime) -> bool:
    """Whether a meeting that still takes place was put to a time that is over."""
    return session is not None and session.cancelled is None and session.begins <= moment


def _as_told(cohort: Cohort, ref: str, told: Facts, session: Session | None) -> Event:
    """Return the event to take off: the time is the one that the person knows."""
    start = _instant(told["start"])
    end = start + timedelta(minutes=int(told["minutes"]))
    programme = cohort.programme
    if session is not None:
        now = event(session, cohort, private=False)
        return replace(now, start=start, end=end, status="CANCELLED")
    return Event(
        uid=uid_of(ref, programme.id),
        sequence=0,
        stamp=datetime.combine(programme.start, time(), UTC),
        start=start,
        end=end,
        summary=clean(programme.name),
        status="CANCELLED",
    )


def _after(now: Event, told: Facts | None, *, raised: bool) -> Event:
    """Return an event that calendar programs take for later than what was told before."""
    if told is None:
        return now
    least = int(told["sequence"]) + (1 if raised else 0)
    stamp = max(now.stamp, _instant(told["stamp"]) + _SECOND)
    return replace(now, sequence=max(now.sequence, least), stamp=stamp)


def _answer(session: Session, person: Person) -> PartStat:
    said = session.answers.get(person.id)
    if said is None or said.revision != session.revision:
        return "NEEDS-ACTION"
    answers: dict[str, PartStat] = {
        "accepted": "ACCEPTED",
        "declined": "DECLINED",
        "tentative": "TENTATIVE",
    }
    return answers[said.answer]


def _details(session: Session) -> str:
    """Return a mark of all that somebody who comes is told beside the time."""
    told = (session.kind, session.title, session.speaker, *session.topics, session.where)
    return fingerprint(
        *("" if value is None else value for value in told),
        session.link or "",
        session.phone or "",
        session.address or "",
    )


def _instant(text: str | int) -> datetime:
    return datetime.fromisoformat(str(text))
