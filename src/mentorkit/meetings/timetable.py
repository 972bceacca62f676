"""The programme week by week: what is planned, for whom, and what everybody's clocks then show."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.zones import zone
from mentorkit.meetings.events import addressed
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.sessions import Outcome, in_turn, outcome

NIGHT_BEGINS, NIGHT_ENDS = time(23), time(7)
"""Between these two hours by somebody's own clocks it is night for them."""

UNIVERSAL = "Etc/UTC"

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """A session, those whom it is for, and what became of it.

    Of a pair's session they are the mentor and the mentee, in this order; of one for everybody,
    those who still take part on its day.
    """

    session: Session
    people: tuple[Person, ...]
    outcome: Outcome

    @property
    def of_pair(self) -> bool:
        """Whether the session is for one pair only."""
        return self.session.of_pair


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the programme, or several in a row in which nothing is planned.

    `number` and `through` count from 1; 0 is the time before the programme, and one more than its
    last week is the time after it. `first` and `last` are dates by the timetable's clocks.
    """

    number: int
    through: int
    first: date
    last: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The weeks of a programme by the clocks of one zone, as known on a day.

    `current` is the number of the week in which that day lies; `count` how many weeks the
    programme has. `asker` is whose clocks these are, if anybody's; with `own`, there are only the
    sessions that are for them.
    """

    name: str
    as_of: date
    zone: str
    weeks: tuple[Week, ...]
    current: int
    count: int
    asker: Person | None = None
    own: bool = False

    @property
    def entries(self) -> Iterator[Entry]:
        """All sessions, in order of time."""
        return (entry for week in self.weeks for entry in week.entries)


@dataclass(frozen=True, slots=True)
class LocalHour:
    """What the clocks of some people show when a session begins, without a zone.

    `zones` and `people` are in order; `night` says that part of the session falls into the night.
    """

    at: datetime
    zones: tuple[str, ...]
    people: tuple[Person, ...]
    night: bool


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A day on which the clocks of some zones go forward, or back."""

    day: date
    forward: bool
    zones: tuple[str, ...]


def timetable(
    cohort: Cohort, as_of: date, asker: Person | None = None, *, own: bool = False
) -> Timetable:
    """Return the programme week by week, each session on its date by the clocks of one person.

    They are those of UTC where nobody asks, or no zone is known. Weeks are seven days each from
    the programme's first day on. With `own` there are only the sessions that are for the asker.
    """
    zone_name = (asker and asker.timezone) or UNIVERSAL
    known = as_known_on(cohort, as_of)
    start, end = known.programme.start, known.programme.end
    count = (end - start) // _WEEK + 1
    clocks = zone(zone_name)

    def number(day: date) -> int:
        if day > end:
            return count + 1
        return max((day - start) // _WEEK + 1, 0)

    weeks: defaultdict[int, list[Entry]] = defaultdict(list)
    for session in in_turn(known.sessions):
        people = tuple(_invited(session, known))
        if not own or (asker and asker.id in (person.id for person in people)):
            day = session.begins.astimezone(clocks).date()
            weeks[number(day)].append(Entry(session, people, outcome(session, as_of)))
    current = number(as_of)
    return Timetable(
        name=known.programme.name,
        as_of=as_of,
        zone=zone_name,
        weeks=tuple(_in_a_row(_weeks(weeks, start, end, clocks), current)),
        current=current,
        count=count,
        asker=asker,
        own=own,
    )


def local_hours(session: Session, people: Iterable[Person]) -> tuple[LocalHour, ...]:
    """Return what everybody's clocks show when a session begins, the earliest first.

    Those of whom no zone is known are left out.
    """
    found: defaultdict[datetime, list[Person]] = defaultdict(list)
    for person in people:
        if person.timezone is not None:
            local = session.begins.astimezone(zone(person.timezone))
            found[local.replace(tzinfo=None, fold=0)].append(person)
    return tuple(
        LocalHour(
            at,
            tuple(sorted({person.timezone or "" for person in group})),
            tuple(sorted(group, key=lambda person: (person.name, person.id))),
            at_night(at, session.minutes),
        )
        for at, group in sorted(found.items())
    )


def at_night(local: datetime, minutes: int) -> bool:
    """Return whether part of a meeting lies in the night, from its local start and its length."""
    if not NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return True
    return local + timedelta(minutes=minutes) > datetime.combine(local.date(), NIGHT_BEGINS)


def clock_changes(week: Week, zones: Collection[str]) -> tuple[ClockChange, ...]:
    """Return the days of a week on which clocks of these zones change, in order."""
    found: defaultdict[tuple[date, bool], list[str]] = defaultdict(list)
    days = [week.first + ahead * _DAY for ahead in range((week.last - week.first).days + 1)]
    for name in sorted(zones):
        for day in days:
            before, after = _offset(name, day - _DAY), _offset(name, day)
            if before != after:
                found[day, after > before].append(name)
    return tuple(
        ClockChange(day, forward, tuple(names)) for (day, forward), names in sorted(found.items())
    )


def _offset(name: str, day: date) -> timedelta:
    return datetime.combine(day, time(12), zone(name)).utcoffset() or timedelta(0)


def _invited(session: Session, cohort: Cohort) -> Iterator[Person]:
    if session.of_pair:
        return filter(None, map(cohort.people.get, session.series.split("--")))
    return addressed(session, cohort)


def _weeks(
    entries: dict[int, list[Entry]], start: date, end: date, clocks: ZoneInfo
) -> Iterator[Week]:
    count = (end - start) // _WEEK + 1
    for number in range(count + 2):
        found = tuple(entries.get(number, ()))
        first, last = start + (number - 1) * _WEEK, start + number * _WEEK - _DAY
        if number in (0, count + 1):
            if not found:
                continue
            days = [entry.session.begins.astimezone(clocks).date() for entry in found]
            first, last = days[0], days[-1]
        yield Week(number, number, first, min(last, end) if number <= count else last, found)


def _in_a_row(weeks: Iterable[Week], current: int) -> Iterator[Week]:
    """Make one of weeks that follow each other and hold nothing; the current one stays alone."""
    held: Week | None = None
    for week in weeks:
        if week.entries or week.number == current:
            if held is not None:
                yield held
            held = None
            yield week
        elif held is None:
            held = week
        else:
            held = Week(held.number, week.number, held.first, week.last, ())
    if held is not None:
        yield held
