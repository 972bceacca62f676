"""What became of a session: one reading for the agenda and for the report."""

from datetime import date
from typing import Literal

from mentorkit.cohort.model import Session

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
