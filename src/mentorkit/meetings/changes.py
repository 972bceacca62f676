"""Sessions that move, change places or are called off: for whom, and what stands against it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.presence import ends, expected, over_since
from mentorkit.cohort.scalars import (
    LocalTime,
    instant_text,
    read_instant,
    read_local_time,
    read_zone,
)
from mentorkit.cohort.words import understood
from mentorkit.cohort.zones import instants, zone
from mentorkit.meetings.burden import burden
from mentorkit.meetings.records import Facts
from mentorkit.problems import Misuse, Refused
from mentorkit.rules.sessions import is_away

Which = Literal["first", "second"]
"""Which of two moments is meant where clocks show a time twice."""

Note = Literal["holiday", "early", "late"]
"""What is odd about a day: a holiday of the programme, or outside of it."""

_STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Suits:
    """How a time suits somebody who is expected.

    `inside` is whether all of it lies in their own hours, None where these are not known; `away`
    whether they are away on that day, by their own clocks; `busy` are the other sessions that
    they are expected at meanwhile.
    """

    person: Person
    inside: bool | None
    away: bool
    busy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A session that becomes `after`: at another time, or cancelled; `people` are those expected.

    `notes` say what is odd about the day of a new time. `why` is for private/ and None where
    nobody said it.
    """

    session: Session
    after: Session
    people: tuple[Suits, ...]
    notes: tuple[Note, ...] = ()
    why: str | None = None

    @property
    def moves(self) -> bool:
        """Whether the session gets another time; else it is called off."""
        return self.after.cancelled is None

    @property
    def idle(self) -> bool:
        """Whether the session is so already."""
        one, other = self.session, self.after
        same = one.overlap == other.overlap and one.cancelled == other.cancelled
        return same and _is_at(one, other)


def _is_at(one: Session, other: Session) -> bool:
    """Whether two versions of a session are at one time, said by the same clocks."""
    return str(one.at) == str(other.at) and one.begins == other.begins


def read_time(text: str, zone_name: str, which: Which | None = None) -> LocalTime:
    """Return the time that "2025-03-12 19:00" means by the clocks of a zone.

    A zone written after it goes before `zone_name`; a moment in UTC, with T and Z, is shown by
    the clocks of `zone_name`. Raises Misuse where the time does not exist, with the nearest one
    that does, and where it happens twice and `which` does not choose.
    """
    understood(read_zone, zone_name, "--zone")
    if text.endswith("Z"):
        moment = understood(read_instant, text, "TIME")
        if moment.second:
            raise Misuse(f"TIME: {text} is not a whole minute", "write it with :00Z")
        return shown(moment, zone_name)
    if re.fullmatch(r"[0-9-]{10}[ T][0-9]{1,2}:[0-9]{2}", text):
        text = f"{text} {zone_name}"
    at = understood(read_local_time, text, "TIME")
    if not at.twice:
        if which:
            raise Misuse(f"--{which}: clocks show {at} only once", f"leave --{which} out")
        return at
    if which is None:
        early, late = (f"{moment:%H:%M} UTC" for moment in (at.utc, at.later().utc))
        hint = f"add --first for {early}, or --second for {late}"
        raise Misuse(f"the clocks of {at.zone} show this time twice that day", hint)
    return at if which == "first" else at.later()


def shown(moment: datetime, zone_name: str) -> LocalTime:
    """Return what the clocks of a zone show at a moment in UTC."""
    wall = moment.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)
    return LocalTime(wall, zone_name, moment, len(instants(wall, zone_name)) == 2)


def move(
    cohort: Cohort, session: Session, at: LocalTime, now: datetime, *, anyway: bool = False
) -> Change:
    """Return the move of a session to another time.

    `now` is the moment to look from, with a zone. A session that may not be changed any more
    (held or not, cancelled, past) and a time that has passed, or at which the pair is over, raise
    Refused; so does somebody who is in another session then, unless `anyway`: the session is
    then marked as one that may overlap.
    """
    return _moves(cohort, [(session, at)], now, anyway=anyway)[0]


def swap(
    cohort: Cohort, one: Session, other: Session, now: datetime, *, anyway: bool = False
) -> tuple[Change, Change]:
    """Return the moves of two sessions, each to the time of the other, by its own clocks.

    Raises what `move` does, and Misuse where the two are one.
    """
    if one.ref == other.ref:
        raise Misuse(f"{one.ref} cannot change places with itself", "name two sessions")
    wanted = [
        (one, shown(other.begins, one.at.zone)),
        (other, shown(one.begins, other.at.zone)),
    ]
    first, second = _moves(cohort, wanted, now, anyway=anyway)
    return first, second


def cancel(
    cohort: Cohort, sessions: Sequence[Session], day: date, why: str | None = None
) -> tuple[Change, ...]:
    """Return the cancellation of sessions on a day; one that is cancelled already stays so.

    Raises Refused where one was held or not, or is past.
    """
    changes = []
    for session in {session.ref: session for session in sessions}.values():
        if session.cancelled is None:
            must_be_open(session, day)
        after = session.model_copy(update={"cancelled": session.cancelled or day})
        people = tuple(Suits(person, None, away=False) for person in _people(session, cohort))
        changes.append(Change(session, after, people, why=why))
    return tuple(changes)


def facts(change: Change, now: datetime) -> Facts:
    """Return what is to be written of a change; `now`, with a zone, becomes its `revised`."""
    private = {} if change.why is None else {"why": change.why}
    if change.idle:
        return Facts(change.session, {}, private)
    after = change.after
    if change.moves:
        told = {"at": str(after.at), "utc": instant_text(after.begins)}
        overlap = {"overlap": "yes" if after.overlap else None}
    else:
        told, overlap = {"cancelled": f"{after.cancelled}"}, {}
    revision = {"revision": str(change.session.revision + 1), "revised": instant_text(now)}
    return Facts(change.session, {**told, **overlap, **revision}, private)


def _moves(
    cohort: Cohort, wanted: Sequence[tuple[Session, LocalTime]], now: datetime, *, anyway: bool
) -> list[Change]:
    after = [s.model_copy(update={"at": at, "utc": at.utc, "overlap": False}) for s, at in wanted]
    changed = {session.ref for session in after}
    unchanged = [session for session in cohort.sessions if session.ref not in changed]
    changes = []
    for (session, _), new in zip(wanted, after, strict=True):
        must_be_open(session, now.date())
        others = [each for each in (*unchanged, *after) if each.ref != new.ref]
        beside = {each.ref: set(expected(each, cohort)) for each in others if _clash(new, each)}
        people = tuple(_suits(person, new, beside) for person in _people(new, cohort))
        change = Change(session, new, people, tuple(_notes(new, cohort)))
        if _is_at(session, new):
            new = new.model_copy(update={"overlap": session.overlap})
            changes.append(replace(change, after=new))
            continue
        _must_be_possible(new, cohort, now)
        busy = any(suits.busy for suits in people)
        if busy and not anyway:
            raise Refused(_crowded(people), "choose another time, or allow it with --anyway")
        changes.append(replace(change, after=new.model_copy(update={"overlap": busy})))
    return changes


def must_be_open(session: Session, day: date) -> None:
    """Raise Refused where a session may not be changed any more: what came of it is known, or past.

    A session is past once its day (UTC) is over.
    """
    about = f"{session.ref} cannot be changed: it"
    if session.cancelled is not None:
        hint = "plan a new one: mentorkit meet plan"
        raise Refused(f"{about} was cancelled on {session.cancelled}", hint)
    if session.held is not None:
        said = "was held" if session.held else "is logged as not held"
        where = session.place("held").file_line
        raise Refused(f"{about} {said}", f"if that is wrong, correct it in {where}")
    if session.begins.date() < day:
        hint = f"say what became of it: mentorkit meet log {session.ref}"
        raise Refused(f"{about} was on {session.begins.date()}, which has passed", hint)


def _must_be_possible(after: Session, cohort: Cohort, now: datetime) -> None:
    if after.begins <= now:
        hint = "choose a time to come; what has happened is logged: mentorkit meet log"
        raise Refused(f"{after.at} has passed", hint)
    last = over_since(after, cohort.spans(after.series))
    if last is not None:
        hint = f"choose an earlier day, or call it off: mentorkit meet cancel {after.ref}"
        raise Refused(f"the pair {after.series} ended on {last}", hint)


def _people(session: Session, cohort: Cohort) -> list[Person]:
    ids = expected(session, cohort)
    return [cohort.people[person] for person in ids if person in cohort.people]


def _suits(person: Person, session: Session, beside: Mapping[str, Collection[str]]) -> Suits:
    """Return how a session suits somebody; `beside` are those expected at others meanwhile."""
    busy = tuple(ref for ref, people in beside.items() if person.id in people)
    return Suits(person, _inside(person, session), is_away(person, session), busy)


def _clash(session: Session, other: Session) -> bool:
    """Whether nobody should be in both of two sessions, as `check` sees it."""
    apart = other.cancelled is not None or other.overlap
    in_person = "in-person" in (session.kind, other.kind)
    at_once = other.begins < ends(session) and session.begins < ends(other)
    return at_once and not apart and not in_person


def _inside(person: Person, session: Session) -> bool | None:
    """Whether a session lies in somebody's hours, looked at every quarter of an hour."""
    last = timedelta(minutes=session.minutes - 1)
    moments = [session.begins + step * _STEP for step in range(last // _STEP + 1)]
    costs = [burden(person, moment) for moment in (*moments, session.begins + last)]
    return None if costs[0] is None else not any(costs)


def _notes(session: Session, cohort: Cohort) -> Iterator[Note]:
    programme, day = cohort.programme, session.at.wall.date()
    if any(day in days for days in programme.holidays):
        yield "holiday"
    if day < programme.start:
        yield "early"
    if day > programme.end:
        yield "late"


def _crowded(people: Collection[Suits]) -> str:
    busy = [suits for suits in people if suits.busy]
    refs = dict.fromkeys(ref for suits in busy for ref in suits.busy)
    who = busy[0].person.name if len(busy) == 1 else f"{len(busy)} people"
    verb = "is" if len(busy) == 1 else "are"
    return f"{who} {verb} in {' and '.join(refs)} at that time"
