"""meet move, meet cancel and meet swap: sessions that change, shown first, then saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.scalars import LocalTime, read_text
from mentorkit.cohort.words import understood
from mentorkit.meetings import changes, openings
from mentorkit.meetings.changes import Change, Which
from mentorkit.meetings.records import recorded
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_session
from mentorkit.verbs.rehearsal import must_pass

MENDS = frozenset({"utc", "twice", "overlap"})
"""Problems that do not keep a session from being changed, since a change is what mends them."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Changes of sessions, and the new bytes of the files that would say so, by name."""

    changes: tuple[Change, ...]
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Open:
    """A session, and other times for it that suit everybody who is expected."""

    session: Session
    times: tuple[LocalTime, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """The time that somebody types for a session: the text, its zone, and which of two moments.

    `zone` is None for the one that the session's time is written in.
    """

    text: str
    zone: str | None = None
    which: Which | None = None


def look(cohort: Cohort, session: str, moment: Moment) -> Open:
    """Return other times for a session. Raises what `move` raises but for the time."""
    found = find_session(session, cohort.sessions)
    changes.must_be_open(found, moment.day)
    return Open(found, tuple(openings.openings(cohort, found, moment.earliest)))


def move(
    cohort: Cohort,
    session: str,
    wish: Wish,
    moment: Moment,
    *,
    why: str | None = None,
    anyway: bool = False,
) -> Changed:
    """Return what moving a session to another time would write; see `changes.move`.

    Raises Misuse where there is no such session or time, Refused where it may not move so.
    """
    found = find_session(session, cohort.sessions)
    at = changes.read_time(wish.text, wish.zone or found.at.zone, wish.which)
    moved = changes.move(cohort, found, at, moment.earliest, anyway=anyway)
    return _changed(cohort, [replace(moved, why=_said(why))], moment)


def swap(cohort: Cohort, one: str, other: str, moment: Moment, *, anyway: bool = False) -> Changed:
    """Return what exchanging the times of two sessions would write; raises what `move` does."""
    both = [find_session(word, cohort.sessions) for word in (one, other)]
    swapped = changes.swap(cohort, both[0], both[1], moment.earliest, anyway=anyway)
    return _changed(cohort, swapped, moment)


def cancel(
    cohort: Cohort, sessions: Sequence[str], moment: Moment, *, why: str | None = None
) -> Changed:
    """Return what calling sessions off would write; `why` goes to private/sessions/.

    Raises Misuse where there is no such session, Refused where one is past, or held or not.
    """
    found = [find_session(word, cohort.sessions) for word in sessions]
    return _changed(cohort, changes.cancel(cohort, found, moment.day, _said(why)), moment)


def _said(why: str | None) -> str | None:
    return None if why is None else understood(read_text, why, "--why")


def _changed(cohort: Cohort, changed: Sequence[Change], moment: Moment) -> Changed:
    files = recorded(cohort, [changes.facts(change, moment.now) for change in changed])
    must_pass({**cohort.sources, **files}, moment.now.date(), but=MENDS)
    return Changed(tuple(changed), files)
