"""What took place when: the sessions of pairs week by week, and those for everybody.

A week shows how many sessions went how, and not whose: what a pair missed is between the pair and
its coordinators, who alone get the weeks of each pair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Session
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.disclosure import LEAST
from mentorkit.rules.report_pictures import (
    Mark,
    PairWeeks,
    SessionForAll,
    SessionsShown,
    WeekOfSessions,
)
from mentorkit.rules.sessions import outcome

_WEEK = timedelta(days=7)
_TITLES = {"call": "Cohort call", "talk": "Talk", "in-person": "Meeting in person"}

Marked = Mapping[str, Mapping[date, list[Mark]]]
"""The marks of each pair by the Monday of their week."""


def sessions_shown(
    cohort: Cohort, horizons: Horizons, as_of: date, *, everyone: bool
) -> SessionsShown:
    """Return the sessions by week as known on a day.

    Where there are fewer than `LEAST` pairs, a week would tell on one of them, so the weeks are
    withheld. With `everyone` nothing is, and each pair's weeks are told by name.
    """
    marked = _marked(cohort, as_of)
    withheld = bool(marked) and len(marked) < LEAST and not everyone
    weeks = [] if withheld else _weeks(horizons, marked)
    return SessionsShown(
        tuple(_week(cohort, monday, marked) for monday in weeks),
        tuple(_for_all(cohort, as_of, everyone=everyone)),
        _pairs(cohort, weeks, marked) if everyone else (),
        withheld,
    )


def _marked(cohort: Cohort, as_of: date) -> Marked:
    marks: dict[str, dict[date, list[Mark]]] = {}
    for pair in cohort.pairs:
        marks.setdefault(pair.ref, defaultdict(list))
    for session in cohort.sessions:
        if session.series in marks:
            marks[session.series][_monday(session.begins.date())].append(_mark(session, as_of))
    return marks


def _mark(session: Session, as_of: date) -> Mark:
    came = outcome(session, as_of)
    return "in_person" if came == "held" and session.kind == "in-person" else came


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(horizons: Horizons, marked: Marked) -> list[date]:
    """Return the Mondays of the programme's weeks, and of those around it with a session."""
    first, last = _monday(horizons.start), _monday(horizons.end)
    regular = {first + _WEEK * step for step in range((last - first) // _WEEK + 1)}
    return sorted(regular.union(*marked.values()))


def _week(cohort: Cohort, monday: date, marked: Marked) -> WeekOfSessions:
    counts = Counter(mark for weeks in marked.values() for mark in weeks.get(monday, ()))
    sunday = monday + _WEEK - timedelta(days=1)
    standing = {
        pair.ref
        for pair in cohort.pairs
        if pair.since <= sunday and (pair.until is None or pair.until >= monday)
    }
    return WeekOfSessions(monday, len(standing), dict(counts))


def _pairs(cohort: Cohort, weeks: Iterable[date], marked: Marked) -> tuple[PairWeeks, ...]:
    weeks = list(weeks)
    found = []
    for ref, marks in marked.items():
        mentor, mentee = (cohort.people[key].name for key in ref.split("--"))
        each = tuple(tuple(marks.get(monday, ())) for monday in weeks)
        found.append(PairWeeks((mentor, mentee), each))
    return tuple(sorted(found, key=lambda pair: (pair.names[1].casefold(), pair.names[0])))


def _for_all(cohort: Cohort, as_of: date, *, everyone: bool) -> Iterable[SessionForAll]:
    for_all = [session for session in cohort.sessions if not session.of_pair]
    for session in sorted(for_all, key=lambda each: (each.begins, each.ref)):
        speaker = cohort.people.get(session.speaker or "")
        told = speaker is not None and (everyone or speaker.consent.named is not None)
        yield SessionForAll(
            session.title or _TITLES[session.kind],
            session.begins.date(),
            session.kind,
            outcome(session, as_of),
            speaker.name if speaker is not None and told else "",
        )
