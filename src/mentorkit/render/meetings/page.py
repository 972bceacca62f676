"""The programme as a page for those who take part: every session in everybody's local time.

The page may be passed on, so nothing on it is private, and it names only those who agreed to be
named. It says nothing of who missed what. The same files and day give the same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentorkit.cohort.model import Person
from mentorkit.cohort.zones import zone
from mentorkit.meetings.timetable import (
    NIGHT_BEGINS,
    NIGHT_ENDS,
    Entry,
    Timetable,
    Week,
    clock_changes,
)
from mentorkit.render import html
from mentorkit.render.meetings import local_times
from mentorkit.render.meetings.local_times import Values, is_named, local
from mentorkit.render.timetable_words import (
    changed_clocks,
    counted,
    on,
    place,
    span,
    titled,
    week_name,
)
from mentorkit.rules.disclosure import LEAST

_COLUMNS = 10
"""How many sessions stand side by side at a glance: as many as A4 holds."""
_OPEN_AT_MOST = 8
"""How many pair calls of this week are shown without a click."""


def as_html(table: Timetable) -> str:
    """Return the page. The timetable must be everybody's, by the clocks of UTC."""
    coming = [week for week in table.weeks if week.through >= table.current]
    past = [week for week in table.weeks if week.through < table.current]
    following = next((e for week in coming for e in week.entries if _is_next(e)), None)
    page = _Page(table, _Who.of(table), following)
    planned = any(table.entries)
    values = {
        "title": table.name,
        "as_of": f"{table.as_of:%A} {on(table.as_of)} {table.as_of.year}",
        "lede": "Every session in UTC and in everybody’s local time, changes of clocks included.",
        "facts": page.facts(),
        "next": page.next(),
        "glance": page.glance(coming),
        "weeks": [page.week(week) for week in coming] if planned else [],
        "past": [page.week(week) for week in past] if planned else [],
        "past_title": _past_title(past, table),
        "unnamed": page.unnamed(),
    }
    return html.page("meetings", values)


def unnamed(table: Timetable) -> list[str]:
    """Return the ids of those whom the page does not name, for they have not agreed to it."""
    return [person.id for person in _Who.of(table).unnamed]


@dataclass(frozen=True, slots=True)
class _Who:
    """Who takes part: those to name and those not to."""

    named: tuple[Person, ...]
    unnamed: tuple[Person, ...]

    @classmethod
    def of(cls, table: Timetable) -> "_Who":
        people = {person.id: person for entry in table.entries for person in entry.people}
        both = sorted(people.values(), key=lambda person: person.id)
        return cls(tuple(p for p in both if is_named(p)), tuple(p for p in both if not is_named(p)))

    @property
    def many(self) -> bool:
        """Whether the places of the unnamed may be shown.

        Those of a few would tell who they are to whoever knows the others.
        """
        return len(self.unnamed) >= LEAST

    def placed(self, people: Iterable[Person]) -> list[Person]:
        """Return those whose place and hour may be shown."""
        return [person for person in people if self.many or is_named(person)]

    def zones(self, people: Iterable[Person]) -> list[str]:
        """Return the time zones that may be shown, in order."""
        return sorted({p.timezone for p in self.placed(people) if p.timezone is not None})


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of a page; `following` is what comes next for everybody."""

    table: Timetable
    who: _Who
    following: Entry | None

    def facts(self) -> list[Values]:
        people = (*self.who.named, *self.who.unnamed)
        night = f"{NIGHT_BEGINS:%H:%M} to {NIGHT_ENDS:%H:%M}"
        said = [
            ("Programme", counted(self.table.count, "week")),
            ("People", str(len(people))),
            ("Time zones", str(len(self.who.zones(people)))),
            ("Night means", night if people else "0"),
        ]
        return [{"label": label, "value": value} for label, value in said if value != "0"]

    def unnamed(self) -> list[str]:
        count = len(self.who.unnamed)
        if not count:
            return []
        said = "1 more person takes part" if count == 1 else f"{count} more people take part"
        also = "" if self.who.many else ", nor where they live"
        return [f"{said}. This page does not say who, for they have not agreed to it{also}."]

    def next(self) -> Values | None:
        if self.following is None:
            return None
        session = self.following.session
        return {
            "id": _id(self.following),
            "title": titled(self.following, ()),
            "at": _moment(self.following),
            "clock": f"{session.begins:%H:%M}",
            "day": f"{session.begins:%A} {on(session.begins)}",
            "minutes": session.minutes,
        }

    def glance(self, coming: Iterable[Week]) -> Values:
        found = [e for week in coming for e in week.entries if _is_next(e) and _is_remote(e)]
        columns = found[:_COLUMNS]
        sessions = [entry.session for entry in columns]
        return {
            "columns": [
                {
                    "id": _id(entry),
                    "date": f"{entry.session.begins.day} {entry.session.begins:%b}",
                    "title": titled(entry, ()),
                    "utc": f"{entry.session.begins:%H:%M}",
                }
                for entry in columns
            ],
            "rows": local_times.glance(sessions, self.who.zones(_people(columns))),
        }

    def week(self, week: Week) -> Values:
        """Return a week's sessions: for everybody, then of pairs."""
        regular = 0 < week.number <= self.table.count
        over = week.through < self.table.current
        pairs = [entry for entry in week.entries if entry.of_pair]
        named = [entry for entry in pairs if all(map(is_named, entry.people))]
        # What was called off is news only as long as somebody might turn up for it.
        told = [entry for entry in named if not (over and entry.outcome == "cancelled")]
        calls = [_pair_call(entry) for entry in told if _is_remote(entry)]
        now = week.number == self.table.current and regular
        return {
            "id": f"w{week.number}",
            "number": _numbers(week) if regular else "",
            "title": week_name(week, self.table),
            "dates": _dates(week, self.table),
            "now": now,
            "changes": self._changes(week) if regular and week.entries else [],
            "meetings": [self._meeting(e, over) for e in week.entries if not e.of_pair],
            "visits": [_visit(entry) for entry in told if not _is_remote(entry)],
            "calls": calls,
            "calls_said": f"{counted(len(calls), 'pair call')}, with both local times",
            "open": now and len(calls) <= _OPEN_AT_MOST,
            "more": _more(len(pairs) - len(named)),
            "empty": not week.entries,
        }

    def _changes(self, week: Week) -> list[Values]:
        said = map(changed_clocks, clock_changes(week, self.who.zones(_people(week.entries))))
        return [{"day": day, "places": places} for day, places in said]

    def _meeting(self, entry: Entry, over: bool) -> Values:
        for_all = _is_remote(entry) and entry.outcome != "cancelled"
        people = self.who.placed(entry.people) if for_all else []
        return {
            "id": _id(entry),
            "next": entry is self.following,
            "past": over,
            "title": titled(entry, ()),
            "at": _moment(entry),
            "said": _said(entry, self.table.as_of),
            "state": _state(entry),
            "local": local_times.figure(entry.session, people),
        }


def _people(entries: Iterable[Entry]) -> list[Person]:
    return [person for entry in entries for person in entry.people]


def _is_remote(entry: Entry) -> bool:
    return entry.session.kind != "in-person"


def _is_next(entry: Entry) -> bool:
    return not entry.of_pair and entry.outcome == "ahead"


def _past_title(past: Sequence[Week], table: Timetable) -> str:
    if not past:
        return ""
    first, last = max(past[0].number, 1), min(past[-1].through, table.count)
    if last < 1:
        return "Before the programme"
    return f"Weeks {first} to {last}" if last > first else f"Week {last}"


def _more(count: int) -> str:
    return f"{counted(count, 'more session')} of pairs who are not named here." if count else ""


def _numbers(week: Week) -> str:
    return str(week.number) if week.number == week.through else f"{week.number}–{week.through}"


def _dates(week: Week, table: Timetable) -> str:
    said = span(week.first, week.last, "–")
    return said if week.last.year == table.as_of.year else f"{said} {week.last.year}"


def _id(entry: Entry) -> str:
    return f"s-{entry.session.series}-{entry.session.id}"


def _machine(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def _moment(entry: Entry) -> Values:
    """Return when a session is: in UTC, or, where people meet in person, by the clocks there."""
    session = entry.session
    there = zone("Etc/UTC" if _is_remote(entry) else session.at.zone)
    begins = session.begins.astimezone(there)
    until = (session.begins + timedelta(minutes=session.minutes)).astimezone(there)
    clocks = "UTC" if _is_remote(entry) else f"by the clocks of {place(session.at.zone)}"
    if session.minutes < 24 * 60:
        words = f"{begins:%A} {on(begins)}, {begins:%H:%M}–{until:%H:%M} {clocks}"
    else:
        end = f"{until:%A} {on(until)}, {until:%H:%M}"
        words = f"{begins:%A} {on(begins)}, {begins:%H:%M}, to {end} {clocks}"
    return {"machine": _machine(session.begins), "words": words}


def _said(entry: Entry, as_of: date) -> list[Values]:
    session = entry.session
    speaker = next((p for p in entry.people if p.id == session.speaker and is_named(p)), None)
    said = [("", counted(session.minutes, "minute"))] if session.minutes < 24 * 60 else []
    if speaker:
        said.append(("with ", speaker.name))
    if session.where:
        said.append(("", session.where))
    if session.revision and session.revised and session.revised.date() <= as_of:
        said.append(("", f"changed on {on(session.revised)}"))
    return [{"before": before, "text": text} for before, text in said]


def _state(entry: Entry) -> Values:
    words = {"held": "held", "missed": "did not take place"}.get(entry.outcome, "")
    if entry.session.cancelled:
        words = f"cancelled on {on(entry.session.cancelled)}"
    return {"kind": entry.outcome, "words": words}


def _pair_call(entry: Entry) -> Values:
    begins = entry.session.begins
    day = f"{begins:%a} {begins.day} {begins:%b}, {begins:%H:%M}"
    mentor, mentee = entry.people
    return _pair(entry) | {
        "at": {"machine": _machine(begins), "words": day},
        "mentor_time": local(begins, mentor),
        "mentee_time": local(begins, mentee),
    }


def _visit(entry: Entry) -> Values:
    return _pair(entry) | {"at": _moment(entry), "where": entry.session.where or ""}


def _pair(entry: Entry) -> Values:
    mentor, mentee = entry.people
    cancelled = entry.outcome == "cancelled"
    return {"mentor": mentor.name, "mentee": mentee.name, "cancelled": cancelled}
