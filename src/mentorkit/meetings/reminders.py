"""Who is to be reminded of which coming meetings, and what a reminder says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.scalars import instant_text
from mentorkit.meetings.agendas import Stage, stages, stands
from mentorkit.meetings.events import addressed, clean
from mentorkit.meetings.wording import clocks_for, local_time, meeting
from mentorkit.problems import Problem
from mentorkit.rules.delivery import Posted
from mentorkit.rules.moment import Moment
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.sessions import in_turn, is_away

WithoutWhy = Literal["cancelled", "over", "declined"]


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting that comes up for somebody, who may be away on its day."""

    session: Session
    stage: Stage | None
    away: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """All that somebody is to be reminded of, in order of time."""

    person: Person
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """A meeting of which nobody is reminded, or, where a `person` declined it, only they are not.

    over: the pair ended before, or one of the two left.
    """

    session: Session
    why: WithoutWhy
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Who is reminded of what, and what is left out; `cohort` is as known on the day."""

    cohort: Cohort
    reminders: tuple[Reminder, ...]
    without: tuple[Without, ...]


KIND = "reminder"
"""What the journal and the gate call it, and the name of its template."""

FOLDER = "out/reminders"
"""Where the drafts lie, below the cohort directory."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reminder in words; nothing here has been sent.

    `user` is the wiki user name, or empty. `channels` are those that reach the person. `text` has
    one paragraph a line.
    """

    reminder: Reminder
    user: str
    language: str
    channels: tuple[str, ...]
    reviewed: bool
    subject: str
    text: str

    @property
    def file(self) -> str:
        """Where the draft lies, relative to the cohort directory."""
        return f"{FOLDER}/{self.reminder.person.id}.txt"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What one run of `meet remind` made, seen from a day, for the days `within` it.

    `problems` are faults of templates, which keep their reminders from being made.
    """

    as_of: date
    within: int
    drafts: tuple[Draft, ...] = ()
    without: tuple[Without, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def through(self) -> date:
        """The last day, in UTC, on which a meeting begins that somebody is reminded of."""
        return self.as_of + timedelta(days=self.within)


def upcoming(cohort: Cohort, moment: Moment, within: int, sender: str | None) -> Upcoming:
    """Return the reminders of what begins from a moment on and at most `within` days after its day.

    Days are counted in UTC. The `sender`, an id, writes the reminders and gets none. Who left gets
    none, nor does who declined the meeting as it stands.
    """
    known = as_known_on(cohort, moment.day)
    last = moment.day + timedelta(days=within)
    own: defaultdict[str, list[Coming]] = defaultdict(list)
    without: list[Without] = []
    staged = stages(known)
    for session in in_turn(known.sessions):
        if session.begins < moment.earliest or session.begins.date() > last:
            continue
        if not stands(session, known):
            without.append(Without(session, "cancelled" if session.cancelled else "over"))
            continue
        for person in addressed(session, known):
            if _declined(session, person):
                without.append(Without(session, "declined", person.id))
            elif person.id != sender:
                stage = staged.get(session.ref)
                own[person.id].append(Coming(session, stage, is_away(person, session)))
    reminders = (Reminder(known.people[id_], tuple(own[id_])) for id_ in sorted(own))
    return Upcoming(known, tuple(reminders), tuple(without))


def untold(reminder: Reminder, told: Collection[str]) -> Reminder | None:
    """Return a reminder of what somebody was not reminded of yet; None where that is nothing.

    `told` are the marks of what they were (`mark`).
    """
    coming = tuple(each for each in reminder.coming if mark(each.session) not in told)
    return Reminder(reminder.person, coming) if coming else None


def mark(session: Session) -> str:
    """Return what a reminder of a session is known by: one that moved is another one."""
    return f"{session.ref}@{instant_text(session.begins)}/{session.minutes}"


def told_before(posted: Iterable[Posted]) -> dict[str, set[str]]:
    """Return the marks of what each person was reminded of, or may have been, by the journal."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for each in posted:
        about = each.delivery.about
        if about.get("letter") == KIND and each.state in ("sent", "unsure"):
            told[each.delivery.person].update(str(about.get("sessions", "")).split())
    return dict(told)


def may_be_public(reminder: Reminder, cohort: Cohort) -> bool:
    """Whether all whom a reminder names agreed to be named, so that a talk page may hold it."""
    company = (
        who
        for each in reminder.coming
        for who in (*each.session.series.split("--"), each.session.speaker)
    )
    named = {reminder.person.id, *filter(None, company)} & cohort.people.keys()
    return all(cohort.people[who].consent.named for who in named)


def values(
    reminder: Reminder, cohort: Cohort, sender: Person | None, channel: str = ""
) -> Mapping[str, Any]:
    """Return what the template of a reminder is told, texts on one line each.

    Without a `channel` it is for a draft. Through a wiki goes no link, no number and no address;
    a talk page, which everybody reads, has no place and no word of absences, and hours in UTC.
    """
    return MappingProxyType(
        {
            "recipient": MappingProxyType({"name": clean(reminder.person.name)}),
            "channel": channel,
            "meetings": tuple(
                _meeting(each, reminder.person, cohort, channel) for each in reminder.coming
            ),
            "sender": MappingProxyType({"name": clean(sender.name) if sender else ""}),
            "programme": MappingProxyType({"name": clean(cohort.programme.name)}),
        }
    )


def _meeting(
    coming: Coming, person: Person, cohort: Cohort, channel: str = ""
) -> Mapping[str, Any]:
    session, public = coming.session, channel == "talk"
    clocks = "Etc/UTC" if public else clocks_for(session, person)
    told = meeting(session.ref, session, person.id, session.minutes, cohort)
    more = {
        "stage": coming.stage or "",
        "away": int(coming.away and not public),
        "speaking": int(session.speaker == person.id),
        "when": local_time(session.begins, clocks),
    }
    kept_back = dict.fromkeys((*_PRIVATE, *(("place",) if public else ())), "")
    return MappingProxyType({**told, **more, **(kept_back if channel in _ON_WIKI else {})})


_PRIVATE = ("link", "phone", "address")
_ON_WIKI = ("wikimail", "talk")


def _declined(session: Session, person: Person) -> bool:
    said = session.answers.get(person.id)
    return said is not None and said.answer == "declined" and said.revision == session.revision
