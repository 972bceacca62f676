"""What became of a session: one reading for the agenda and for the report."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from mentorkit.cohort.model import Person, Session
from mentorkit.cohort.presence import ends
from mentorkit.cohort.zones import zone

Outcome = Literal["held", "missed", "cancelled", "unlogged", "ahead"]


def outcome(session: Session, as_of: date) -> Outcome:
    """Return what became of a session by a day; it is past once its day (UTC) is over.

    A past session with neither `held` nor `cancelled` is unlogged: neither held nor missed.
    """
    if session.cancelled:
        return "cancelled"
    if session.held is not None:
        return "held" if session.held else "missed"
    return "unlogged" if session.begins.date() < as_of else "ahead"


def in_turn(sessions: Iterable[Session]) -> list[Session]:
    """Return sessions in order of time; of two that begin together, by reference."""
    return sorted(sessions, key=lambda session: (session.begins, session.ref))


def is_away(person: Person, session: Session) -> bool:
    """Whether somebody is away on a day of a session, by their own clocks, or else by UTC."""
    there = zone(person.timezone or "Etc/UTC")
    both = (session.begins, ends(session) - timedelta(minutes=1))
    days = {moment.astimezone(there).date() for moment in both}
    return any(day in away for away in person.away for day in days)
