"""Whom a session is for, and what stands in its way: another one, or a pair that is over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from mentorkit.cohort.model import Cohort, Pair, Session


def ends(session: Session) -> datetime:
    """Return when a session ends, in UTC."""
    return session.begins + timedelta(minutes=session.minutes)


def audience(session: Session, cohort: Cohort) -> tuple[str, ...]:
    """Return the ids of those whom a session is for, whether or not they left: each once.

    They are a pair, or all mentors and mentees, with the speaker of a talk. Other speakers and the
    coordinators may come to what they like.
    """
    if session.of_pair:
        return tuple(dict.fromkeys(session.series.split("--")))
    speaker = [session.speaker] if session.speaker else []
    present = [person.id for person in cohort.people.values() if person.takes_part]
    return tuple(dict.fromkeys([*present, *speaker]))


def expected(session: Session, cohort: Cohort) -> tuple[str, ...]:
    """Return the ids of those who are to come: its audience, without who left before that day."""
    day = session.at.wall.date()
    return tuple(name for name in audience(session, cohort) if not _left(cohort, name, day))


def _left(cohort: Cohort, name: str, day: date) -> bool:
    person = cohort.people.get(name)
    return person is not None and person.left is not None and person.left < day


def over_since(session: Session, spans: Sequence[Pair]) -> date | None:
    """Return the last day of the pair that a session is of, where that lies before the session.

    `spans` are that pair's entries in pairs.yaml, as `Cohort.spans` has them for its series. None
    where the pair runs on that day, perhaps not for the first time, and where there is none.
    """
    day = session.at.wall.date()
    if any(_runs(pair, day) for pair in spans):
        return None
    return max((pair.until for pair in spans if pair.until and pair.until < day), default=None)


def _runs(pair: Pair, day: date) -> bool:
    # A pair that ends before it begins has a fault of its own, which is told once.
    if pair.until is not None and pair.until < pair.since:
        return True
    return pair.since <= day and (pair.until is None or day <= pair.until)


def clashes(cohort: Cohort) -> Iterator[tuple[str, Session, Session]]:
    """Yield each person who is to be in two sessions at once, and the two, the earlier one first.

    A meeting in person may last for days, with calls in between. Cancelled sessions and those
    that may overlap, by their own `overlap`, are left out.
    """
    by_person: dict[str, list[Session]] = defaultdict(list)
    for session in cohort.sessions:
        if session.cancelled is None and session.kind != "in-person" and not session.overlap:
            for person in expected(session, cohort):
                by_person[person].append(session)
    for person, sessions in by_person.items():
        for first, second in _overlapping(sessions):
            yield person, first, second


def _overlapping(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Yield each session that begins before one ends that began before it, that one first."""
    last: Session | None = None
    for session in sorted(sessions, key=lambda session: session.begins):
        if last and session.begins < ends(last):
            yield last, session
        if last is None or ends(session) > ends(last):
            last = session
