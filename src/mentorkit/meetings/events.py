"""Sessions as calendar events, and who gets which of them.

People appear by their wiki names, never by an address. A link, a telephone number or a street
address is of the private circle: it goes to those whom the session is for, into their own feed and
their pair's, and never into the cohort's, which may be published.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.presence import audience
from mentorkit.rules.event import Calendar, Event
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.sessions import in_turn

_CATEGORIES = {"call": "Call", "in-person": "In person", "talk": "Talk"}
_NOT_A_LETTER = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
"""White space, control characters, and the marks that turn the direction of what follows."""


def clean(text: str) -> str:
    """Return a text as one line without control characters, safe inside a calendar's line."""
    return _NOT_A_LETTER.sub(" ", text).strip()


def calendars(cohort: Cohort, as_of: date) -> dict[str, Calendar]:
    """Return every feed, keyed by its path without suffix, such as "people/amina".

    People and sessions are as they were known on `as_of`. A person's feed holds the sessions that
    are for them, and no longer than until they left; coordinators get what is for the whole
    cohort, speakers their own talks. A pair's feed holds its own sessions, the cohort's its calls,
    in-person meetings and talks. The coordinators' own feed holds everything. A cancelled session
    stays, marked so, that every program takes it off.
    """
    pairs, cohort = cohort.pairs, as_known_on(cohort, as_of)
    title = clean(cohort.programme.name)
    sessions = in_turn(cohort.sessions)
    own = {session.ref: event(session, cohort, private=True) for session in sessions}
    feeds: dict[str, list[Event]] = {f"people/{name}": [] for name in cohort.people}
    feeds |= {f"pairs/{pair.ref}": [] for pair in pairs} | {"cohort": []}
    feeds["coordinator"] = list(own.values())
    for session in sessions:
        if session.of_pair:
            feeds.setdefault(f"pairs/{session.series}", []).append(own[session.ref])
        else:
            feeds["cohort"].append(event(session, cohort, private=False))
        for person in addressed(session, cohort):
            feeds[f"people/{person.id}"].append(_reminding(own[session.ref], person))
    names = {f"people/{person.id}": called(person) for person in cohort.people.values()}
    names |= {path: _both(path.removeprefix("pairs/"), cohort) for path in feeds if "--" in path}
    names["coordinator"] = "everything"
    return {
        path: Calendar(f"{title}: {names[path]}" if path in names else title, tuple(events))
        for path, events in sorted(feeds.items())
    }


def event(session: Session, cohort: Cohort, *, private: bool) -> Event:
    """Return the event of a session; with `private`, its link, telephone number and address.

    The stamp is the time of the last revision, or, where none is noted, the programme's first
    day: it never comes from a clock, so that the same files give the same calendar.
    """
    first_day = datetime.combine(cohort.programme.start, time(), UTC)
    start = session.begins
    link = clean(session.link) if private and session.link else None
    address = session.address if private else None
    return Event(
        uid=uid_of(session.ref, cohort.programme.id),
        sequence=session.revision,
        stamp=session.revised or first_day,
        start=start,
        end=start + timedelta(minutes=session.minutes),
        summary=_summary(session, cohort, private=private),
        description="\n".join(_description(session, cohort, private=private)),
        location=link or clean(address or session.where or ""),
        status="CONFIRMED" if session.cancelled is None else "CANCELLED",
        categories=(_CATEGORIES[session.kind],),
        link=link,
    )


def uid_of(ref: str, programme: str) -> str:
    """Return the UID of a session, by its reference and the programme's id."""
    return f"{ref.replace('/', '-')}@{programme}.invalid"


def addressed(session: Session, cohort: Cohort) -> Iterator[Person]:
    """Yield those whom a session is for, no longer than until they left.

    They are the two of a pair; or else all mentors and mentees, the speaker and the coordinators.
    """
    if session.of_pair:
        known = (cohort.people.get(who) for who in sorted(session.series.split("--")))
        present = [person for person in known if person]
    else:
        ids = frozenset(audience(session, cohort))
        everybody = cohort.people.values()
        present = [p for p in everybody if p.id in ids or "coordinator" in p.roles]
    for person in present:
        if person.left is None or session.at.wall.date() <= person.left:
            yield person


def _reminding(event: Event, person: Person) -> Event:
    """Return an event with a person's own alarms; most have none and share the one event."""
    return replace(event, alarms=person.alarms) if person.alarms else event


def _summary(session: Session, cohort: Cohort, *, private: bool) -> str:
    if session.of_pair:
        what = "Meeting in person" if session.kind == "in-person" else "Mentoring call"
        return f"{clean(session.title) if session.title else what}: {_both(session.series, cohort)}"
    if session.kind == "talk":
        title = f"Talk: {clean(session.title)}" if session.title else "Talk"
        speaker = _speaker(session, cohort, private=private)
        return f"{title} ({speaker})" if speaker else title
    usual = "Cohort meeting in person" if session.kind == "in-person" else "Cohort call"
    return clean(session.title) if session.title else usual


def _speaker(session: Session, cohort: Cohort, *, private: bool) -> str:
    speaker = cohort.people.get(session.speaker or "")
    # What may leave the team names only those who agreed to it.
    if speaker is None or not (private or speaker.consent.named):
        return ""
    return called(speaker)


def _description(session: Session, cohort: Cohort, *, private: bool) -> Iterator[str]:
    yield f"{session.at.wall:%H:%M} by the clocks of {session.at.zone}, {session.minutes} minutes"
    if session.topics:
        titles = (cohort.programme.topics.get(topic, topic) for topic in session.topics)
        yield f"Topics: {clean(', '.join(titles))}"
    if private:
        for label, value in (
            ("Join", session.link),
            ("Telephone", session.phone),
            ("Address", session.address),
        ):
            if value:
                yield f"{label}: {clean(value)}"


def called(person: Person) -> str:
    """Return what other people's calendars call somebody: the user name, else the name."""
    return clean(person.wiki or person.name) or person.id


def _both(series: str, cohort: Cohort) -> str:
    return " and ".join(_names(series.split("--"), cohort))


def _names(ids: Iterable[str], cohort: Cohort) -> Iterator[str]:
    for name in ids:
        person = cohort.people.get(name)
        yield called(person) if person else name
