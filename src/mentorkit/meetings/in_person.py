"""Meetings in person, each at an event that both of a pair, or most of the cohort, can reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.programme import Gathering, country_of
from mentorkit.cohort.scalars import LocalTime
from mentorkit.cohort.zones import instants
from mentorkit.meetings.diary import Diary
from mentorkit.meetings.periods import DAY, first_open_day
from mentorkit.meetings.proposed import Proposed, Unplanned, Why

_HOURS = (10, 14, 16)
"""When a meeting at an event begins: the usual hour, and those for where it is taken."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A proposed meeting in person, and how many of those whom it is for can come."""

    session: Proposed
    coming: int
    people: int


@dataclass(frozen=True, slots=True)
class InPersonPlan:
    """The meetings in person that a plan proposes, and those without an event or a time.

    `asked` and `standing` count those of the cohort and of all pairs together.
    """

    asked: int = 0
    standing: int = 0
    meetings: tuple[Meeting, ...] = ()
    unplanned: tuple[Unplanned, ...] = ()


def in_person(cohort: Cohort, diary: Diary, as_of: date) -> InPersonPlan:
    """Return the meetings in person that mentorkit.yaml asks for and `sessions/` lacks; book them.

    Somebody can reach an event that they travel to (`attends`) or that is in the country they are
    `near`. A pair takes the event to which most of the two travel, the cohort the one that most
    can reach, at least two; then the earliest. A meeting begins at 10:00 on the first day on which
    whoever comes is free then, or else in the afternoon. One that was not held counts as lacking.
    """
    asked = cohort.programme.meetings.in_person
    people = cohort.people
    present = [p for p in people.values() if p.takes_part and not p.left]
    groups = [("cohort", asked.cohort, present)]
    for pair in sorted({pair.ref: pair for pair in cohort.pairs}.values(), key=lambda p: p.ref):
        groups.append((pair.ref, asked.pair, [people[pair.mentor], people[pair.mentee]]))
    standing = 0
    meetings: list[Meeting] = []
    unplanned: list[Unplanned] = []
    for series, wanted, group in groups:
        held = [s for s in cohort.of_series(series) if _counts(s)]
        standing += min(len(held), wanted)
        if len(held) < wanted:
            search = _Search(cohort, diary, as_of, series, group)
            found = list(search.run(wanted - len(held), held))
            meetings += found
            if lacking := wanted - len(held) - len(found):
                why: Why = "busy" if search.met_a_full_event else "event"
                unplanned.append(Unplanned(series, why, lacking, "in-person"))
    total = sum(wanted for _, wanted, _ in groups)
    return InPersonPlan(total, standing, tuple(meetings), tuple(unplanned))


def _counts(session: Session) -> bool:
    return session.kind == "in-person" and session.cancelled is None and session.held is not False


class _Search:
    """The search for the meetings of one series."""

    def __init__(
        self, cohort: Cohort, diary: Diary, as_of: date, series: str, people: Sequence[Person]
    ):
        self.series, self.people, self.diary = series, people, diary
        self.events = cohort.programme.events
        self.minutes = cohort.programme.meetings.in_person.minutes
        self.first = first_open_day(cohort, as_of)
        self.next_id = max((s.id for s in cohort.of_series(series)), default=0) + 1
        self.met_a_full_event = False

    def run(self, count: int, held: Sequence[Session]) -> Iterator[Meeting]:
        """Yield so many meetings, each at an event of its own; fewer where there are no more."""
        days = [session.at.wall.date() for session in held]
        for event in sorted(self.events, key=self._rank):
            coming = [person for person in self.people if _reaches(person, event)]
            enough = len(coming) >= 2 and (self.series == "cohort" or coming == self.people)
            if not enough or any(event.start <= day <= event.end for day in days):
                continue
            at = self._time(event, coming)
            if at is None:
                self.met_a_full_event |= event.end >= self.first
            elif count:
                count -= 1
                self.diary.book((person.id for person in self.people), at.utc, self.minutes)
                yield Meeting(self._session(event, at), len(coming), len(self.people))

    def _rank(self, event: Gathering) -> tuple[int, int, date, str]:
        coming = [person for person in self.people if _reaches(person, event)]
        attending = sum(event.id in person.attends for person in coming)
        return -len(coming), -attending, event.start, event.id

    def _time(self, event: Gathering, coming: Sequence[Person]) -> LocalTime | None:
        first = max(event.start, self.first)
        days = [first + ahead * DAY for ahead in range((event.end - first).days + 1)]
        for hour in _HOURS:
            for day in days:
                wall = datetime.combine(day, time(hour))
                for moment in instants(wall, event.zone):
                    if all(self.diary.is_free(p.id, moment, self.minutes) for p in coming):
                        return LocalTime(wall, event.zone, moment)
        return None

    def _session(self, event: Gathering, at: LocalTime) -> Proposed:
        title = f"The cohort at {event.title}" if self.series == "cohort" else None
        self.next_id += 1
        return Proposed(
            self.series,
            self.next_id - 1,
            at,
            self.minutes,
            "in-person",
            title,
            where=f"{event.title}, {event.near}",
        )


def _reaches(person: Person, event: Gathering) -> bool:
    here = country_of(person.near)
    return event.id in person.attends or (bool(here) and here == country_of(event.near))
