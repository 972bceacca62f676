"""Agendas, announcements, minutes and the handbook: the texts, and all that templates can see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.programme import Programme
from mentorkit.meetings.agendas import Stage, shares
from mentorkit.meetings.events import addressed, called, clean
from mentorkit.meetings.timetable import UNIVERSAL, LocalHour, local_hours
from mentorkit.meetings.wording import ONLINE, local_time
from mentorkit.problems import Problem

Values = Mapping[str, Any]

Kind = Stage | Literal["announcement", "minutes", "handbook"]

FOLDER = "out/agendas"
"""Where the texts lie, below the cohort directory; the handbook lies in out/ itself."""

CITIES = 6
"""The most cities of which an announcement tells the local time."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A text for those who come to a meeting; nothing here has been sent.

    `session` is None of the handbook. `people` are the mentor and the mentee whose call it is for;
    other texts are for everybody. A `wiki` page is wikitext, anything else plain text with one
    paragraph a line. `reviewed` says whether a fluent reader has looked its template over.
    """

    kind: Kind
    session: Session | None
    people: tuple[Person, ...]
    language: str
    wiki: bool
    reviewed: bool
    subject: str
    text: str

    @property
    def file(self) -> str:
        """Where the text lies, relative to the cohort directory."""
        suffix = "wiki" if self.wiki else "txt"
        if self.session is None:
            return f"out/{self.kind}.{self.language}.{suffix}"
        return f"{FOLDER}/{self.session.series}-{self.session.id}.{self.kind}.{suffix}"


@dataclass(frozen=True, slots=True)
class Papers:
    """What one run of `meet agenda` made, seen from a day.

    `without` are pairs that have no meeting to come together for, by reference; `problems` are
    faults of templates, which keep their texts from being made.
    """

    as_of: date
    papers: tuple[Paper, ...] = ()
    without: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def signed(sender: Person | None, talk: str) -> Values:
    """Return who signs, and the address of the talk page; both are empty where nobody does."""
    return MappingProxyType({"name": clean(sender.name) if sender else "", "talk": talk})


def programme(said: Programme) -> Values:
    """Return what every text may say of the programme."""
    return MappingProxyType(
        {
            "name": clean(said.name),
            "page": said.page or "",
            "start": _day(said.start),
            "end": _day(said.end),
        }
    )


def of_pair(session: Session, stage: Stage, cohort: Cohort, sender: Values) -> Values:
    """Return what the agenda of a pair's call says; both of the pair must be known."""
    mentor, mentee = (cohort.people[each] for each in session.series.split("--"))
    tasks = (task.title for task in cohort.tasks if task.person == mentee.id)
    titles = cohort.programme.topics
    return MappingProxyType(
        {
            "mentor": MappingProxyType(_somebody(mentor, session)),
            "mentee": MappingProxyType(
                {
                    **_somebody(mentee, session),
                    "topics": clean(", ".join(titles.get(each, each) for each in mentee.wants)),
                    "tasks": clean("; ".join(tasks)),
                }
            ),
            "meeting": MappingProxyType({"minutes": session.minutes}),
            "minutes": MappingProxyType(shares(stage, session.minutes)),
            "sender": sender,
            "programme": programme(cohort.programme),
        }
    )


def of_talk(session: Session, cohort: Cohort, sender: Values) -> Values:
    """Return what the announcement of a talk says.

    It may leave the team: the speaker is named only with consent, and no link is in it.
    """
    speaker = cohort.people.get(session.speaker or "")
    named = called(speaker) if speaker and speaker.consent.named else ""
    titles = cohort.programme.topics
    return MappingProxyType(
        {
            "speaker": MappingProxyType({"name": named}),
            "talk": MappingProxyType(
                {
                    "title": clean(session.title or ""),
                    "topics": clean(", ".join(titles.get(each, each) for each in session.topics)),
                    "minutes": session.minutes,
                    "place": _place(session),
                }
            ),
            "utc": local_time(session.begins, UNIVERSAL),
            "cities": _cities(local_hours(session, addressed(session, cohort))),
            "sender": sender,
            "programme": programme(cohort.programme),
        }
    )


def of_minutes(session: Session, cohort: Cohort) -> Values:
    """Return what the page for the minutes of a cohort call says before it is filled in.

    It may leave the team: people who did not agree to be named are counted in `unnamed`.
    """
    invited = list(addressed(session, cohort))
    names = sorted((called(each) for each in invited if each.consent.named), key=str.casefold)
    return MappingProxyType(
        {
            "meeting": MappingProxyType(
                {
                    "title": clean(session.title or ""),
                    "minutes": session.minutes,
                    "in_person": int(session.kind == "in-person"),
                    "place": _place(session),
                }
            ),
            "utc": local_time(session.begins, UNIVERSAL),
            "people": tuple(MappingProxyType({"name": name}) for name in names),
            "unnamed": len(invited) - len(names),
            "minutes": MappingProxyType(shares("minutes", session.minutes)),
            "programme": programme(cohort.programme),
        }
    )


def of_handbook(cohort: Cohort, sender: Values) -> Values:
    """Return what the handbook says; numbers are 0 where the programme says nothing of it."""
    asked = cohort.programme.meetings
    return MappingProxyType(
        {
            "meetings": MappingProxyType(
                {
                    "every_days": asked.pair.every.days if asked.pair else 0,
                    "call_minutes": asked.pair.minutes if asked.pair else 0,
                    "group_calls": asked.cohort.count if asked.cohort else 0,
                    "talks": asked.talks.count if asked.talks else 0,
                    "in_person": asked.in_person.pair,
                }
            ),
            "sender": sender,
            "programme": programme(cohort.programme),
        }
    )


def _somebody(person: Person, session: Session) -> dict[str, Any]:
    clocks = person.timezone or session.at.zone
    return {"name": clean(person.name), "when": local_time(session.begins, clocks)}


def _place(session: Session) -> str:
    where = clean(session.where or "")
    return "" if where.casefold() == ONLINE else where


def _day(day: date) -> Values:
    return MappingProxyType({"day": day.day, "month": day.month, "year": day.year})


def _cities(hours: Iterable[LocalHour]) -> tuple[Values, ...]:
    """Return a city for each of some local times: the first, the last, and those of most people."""
    listed = list(hours)
    between = sorted(listed[1:-1], key=lambda hour: (-len(hour.people), hour.at))
    most = [*listed[:1], *between[: CITIES - 2], *listed[1:][-1:]]
    return tuple(
        MappingProxyType(
            {
                "name": _city(hour),
                "weekday": hour.at.isoweekday(),
                "day": hour.at.day,
                "month": hour.at.month,
                "year": hour.at.year,
                "time": f"{hour.at:%H:%M}",
            }
        )
        for hour in sorted(most, key=lambda hour: hour.at)
    )


def _city(hour: LocalHour) -> str:
    """Return the city after which the zone with the most of these people is called."""
    used = [person.timezone or "" for person in hour.people]
    zone_name = max(hour.zones, key=lambda name: (used.count(name), name))
    return zone_name.rpartition("/")[2].replace("_", " ")
