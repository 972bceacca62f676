"""Other times for a session that suit everybody who is expected."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.presence import expected, over_since
from mentorkit.cohort.scalars import LocalTime
from mentorkit.meetings.diary import Diary, local_day, local_time
from mentorkit.rules.availability import bits, slots_of, starts

AROUND = timedelta(days=14)
"""How long before and after its own day another time is looked for."""


def openings(cohort: Cohort, session: Session, now: datetime, most: int = 6) -> list[LocalTime]:
    """Return times at which all of a session suits everybody, in order: one a day, by its clocks.

    They lie after `now`, in everybody's own hours where these are known, on days that are no
    holiday and on which nobody is away, beside no other session, and while the pair lasts. Of a
    day it is the time nearest to the session's own; of the days the nearest, no more than `most`.
    """
    others = [other for other in cohort.sessions if other.ref != session.ref]
    diary = Diary(replace(cohort, sessions=tuple(others)))
    free = -1
    for person in (cohort.people.get(who) for who in expected(session, cohort)):
        if person is not None:
            taken = diary.away(person) | diary.taken(person)
            free &= starts(~taken, slots_of(session.minutes))
            if person.timezone and person.available:
                free &= diary.starts(person, session.minutes)
    found = [
        at
        for day in _days(session)
        if not any(day in days for days in cohort.programme.holidays)
        and (at := _nearest(diary, free, session, day))
        and _possible(session, at, cohort, now)
    ]
    own = session.at.wall
    return sorted(sorted(found, key=lambda at: (abs(at.wall - own), at.wall))[:most])


def _days(session: Session) -> Iterator[date]:
    first = session.at.wall.date() - AROUND
    for ahead in range(2 * AROUND.days + 1):
        yield first + timedelta(days=ahead)


def _nearest(diary: Diary, free: int, session: Session, day: date) -> LocalTime | None:
    """Return the free time of a local day that is nearest to a session's time of day."""
    mask = local_day(free, session.at.zone, day, diary.over)
    wall = session.at.wall
    wanted = (wall.hour * 60 + wall.minute) / 15
    quarters = bits(mask)
    if not quarters:
        return None
    nearest = min(quarters, key=lambda quarter: (abs(quarter - wanted), quarter))
    return local_time(session.at.zone, day, nearest)


def _possible(session: Session, at: LocalTime, cohort: Cohort, now: datetime) -> bool:
    spans = cohort.spans(session.series)
    after = session.model_copy(update={"at": at, "utc": at.utc})
    return at.utc > now and at.utc != session.begins and not over_since(after, spans)
