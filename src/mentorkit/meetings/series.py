"""Cohort calls and talks: in which weeks, with which speaker, and at times that share the burden.

Everybody who takes part is expected, coordinators too. A cohort call is at a time of UTC, so that
no country's clocks carry everybody else along; a talk is by its speaker's clocks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.programme import Series
from mentorkit.cohort.scalars import Days, LocalTime
from mentorkit.cohort.zones import zone
from mentorkit.meetings.comparison import Compared, compare
from mentorkit.meetings.costs import alike, burdens, is_away
from mentorkit.meetings.diary import Diary
from mentorkit.meetings.periods import first_open_day
from mentorkit.meetings.proposed import Kind, Proposed, Unplanned, Why
from mentorkit.meetings.sharing import Open, Way
from mentorkit.meetings.weeks import Part, assigned, halves, parts, spread
from mentorkit.rules.availability import SLOT, slots_of, starts

_UTC = "Etc/UTC"
_APART = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Date:
    """A proposed cohort call or talk, and the ids of those who are away that day."""

    session: Proposed
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """The cohort calls and talks that a plan proposes, in order of time.

    `compared` holds every way of choosing the times if there is anything to choose; `people` are
    all who are expected, `unknown` the ids of those whose zone or hours nobody knows.
    """

    way: Way = "fair"
    asked: int = 0
    standing: int = 0
    dates: tuple[Date, ...] = ()
    unplanned: tuple[Unplanned, ...] = ()
    compared: tuple[Compared, ...] = ()
    burden: Mapping[str, int] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A meeting that is lacking; a talk has its speaker."""

    minutes: int
    speaker: Person | None = None


def series(
    cohort: Cohort, diary: Diary, as_of: date, way: Way, beside: Iterable[date] = ()
) -> SeriesPlan:
    """Return the cohort calls and talks that mentorkit.yaml asks for and `sessions/` lacks.

    They are booked. Weeks without a meeting of the cohort come first, evenly apart; `beside` are
    the days of other proposed ones. Of speakers without a talk the first by id are asked. Nothing
    is on a holiday (in UTC, and by its speaker's clocks) or while somebody has another meeting;
    days away are avoided as the worst of times are. A talk lies in its speaker's own hours.
    """
    return _Planning(cohort, diary, as_of, beside).run(way)


class _Planning:
    def __init__(self, cohort: Cohort, diary: Diary, as_of: date, beside: Iterable[date]):
        self.cohort, self.diary, self.as_of = cohort, diary, as_of
        self.people = _expected(cohort)
        self.groups = alike(self.people)
        self.standing = [s for s in cohort.sessions if _stands(s)]
        self.days = [*beside, *(s.begins.date() for s in self.standing)]
        self.before = [s.begins for s in self.standing if s.kind != "in-person"]
        self.taken = 0
        for person in self.people:
            self.taken |= diary.taken(person)
        self.near = 0
        for moment in self.before:
            self.near |= diary.stretch(moment - _APART, moment + _APART)

    def run(self, way: Way) -> SeriesPlan:
        """Return the plan, its meetings booked."""
        asked, unplanned = self._asked()
        placed, left = self._placed(asked)
        unplanned += [_lack(each, self._why(each)) for each in left]
        compared = self._compared(placed)
        moments = next((each.moments for each in compared if each.way == way), ())
        dates = [
            Date(session, self._away(session))
            for session in self._sessions([wanted for _, wanted in placed], moments)
        ]
        for date_ in dates:
            speaker = [date_.session.speaker] if date_.session.speaker else []
            everybody = dict.fromkeys([*(person.id for person in self.people), *speaker])
            self.diary.book(everybody, date_.session.at.utc, date_.session.minutes)
        known = {name for group in self.groups for name in group.ids}
        return SeriesPlan(
            way,
            sum(each.count for each in self._series() if each),
            len(self.before),
            tuple(dates),
            _together(unplanned),
            compared,
            burdens(self.groups, self.diary, [*self.before, *moments]).by_person,
            self.people,
            tuple(person.id for person in self.people if person.id not in known),
        )

    def _series(self) -> tuple[Series | None, Series | None]:
        meetings = self.cohort.programme.meetings
        return meetings.cohort, meetings.talks

    def _asked(self) -> tuple[list[_Wanted], list[Unplanned]]:
        """Return the talks and calls that are lacking, and those that nobody can give or attend."""
        calls, talks = self._series()
        kinds = Counter(session.kind for session in self.standing)
        wanted, unplanned = [], []
        if talks:
            lacking = max(talks.count - kinds["talk"], 0)
            speakers = self._speakers()[:lacking]
            wanted += [_Wanted(talks.minutes, speaker) for speaker in speakers]
            unplanned += [Unplanned("talks", "speaker", lacking - len(speakers), "talk")]
        if calls:
            lacking = max(calls.count - kinds["call"], 0)
            if self.groups:
                wanted += [_Wanted(calls.minutes)] * lacking
            else:
                unplanned += [Unplanned("cohort", "hours", lacking)]
        return wanted, unplanned

    def _speakers(self) -> list[Person]:
        heard = {session.speaker for session in self.standing}
        speakers = (p for p in self.cohort.having("speaker") if p.left is None)
        return sorted((p for p in speakers if p.id not in heard), key=lambda p: p.id)

    def _placed(self, asked: Sequence[_Wanted]) -> tuple[list[tuple[Part, _Wanted]], list[_Wanted]]:
        """Return each meeting with its part of the programme, in order, and those without one."""
        used, spare = parts(self.cohort, self.as_of, self.days, len(asked))
        calls = sum(each.speaker is None for each in asked)
        for_calls = set(spread(min(calls, len(used)), len(used)))
        options = []
        for each in asked:
            wished = [i for i in range(len(used)) if (i in for_calls) == (each.speaker is None)]
            others = [i for i in range(len(used) + len(spare)) if i not in set(wished)]
            possible = [
                [i for i in some if self._starts(each, (used + spare)[i])]
                for some in (wished, others)
            ]
            options.append((possible[0], possible[1]))
        held = assigned(options)
        placed = [((used + spare)[part], asked[index]) for part, index in held.items()]
        left = []
        for each in (each for index, each in enumerate(asked) if index not in held.values()):
            if each in left or not self._made_room(each, placed):
                left.append(each)
        return sorted(placed, key=lambda pair: pair[0].days), left

    def _made_room(self, each: _Wanted, placed: list[tuple[Part, _Wanted]]) -> bool:
        """Divide the longest part that can be shared with a meeting; False where none can."""
        for part, held in sorted(placed, key=lambda pair: pair[0].days.first - pair[0].days.last):
            for pieces in halves(part):
                for mine, others in (pieces, pieces[::-1]):
                    if self._starts(each, mine) and self._starts(held, others):
                        placed.remove((part, held))
                        placed += [(mine, each), (others, held)]
                        return True
        return False

    def _week(self, part: Part) -> int:
        return (datetime.combine(part.week, time(), UTC) - self.diary.over.first) // SLOT

    def _starts(self, wanted: _Wanted, part: Part) -> int:
        """Return the quarter-hours of a part's week at which a meeting can begin within the part.

        They are two days from the cohort's other calls and talks, where that can be.
        """
        found = self._layers(wanted, part.days)[-1][1]
        return (found & ~self.near or found) >> self._week(part)

    def _layers(self, wanted: _Wanted, days: Days) -> list[tuple[Why, int]]:
        """Return the possible starts as one reason after the other takes some away."""
        diary, speaker, slots = self.diary, wanted.speaker, slots_of(wanted.minutes)
        begin, last = (datetime.combine(day, time(), UTC) for day in days)
        here = speaker.timezone or _UTC if speaker else _UTC
        found = starts(diary.stretch(begin, last + timedelta(days=1)), slots)
        layers: list[tuple[Why, int]] = [("short", found)]
        if speaker:
            layers.append(("hours", found := found & diary.starts(speaker, wanted.minutes)))
        closed: list[tuple[Why, int]] = [
            ("holiday", diary.holidays(_UTC) | diary.holidays(here)),
            ("away", diary.away(speaker) if speaker else 0),
            ("busy", self.taken | (diary.taken(speaker) if speaker else 0)),
        ]
        for why, slots_taken in closed:
            layers.append((why, found := found & starts(~slots_taken, slots)))
        return layers

    def _why(self, wanted: _Wanted) -> Why:
        """Return why there is no time in all of what is left of the programme."""
        whole = Days(first_open_day(self.cohort, self.as_of), self.cohort.programme.end)
        layers = self._layers(wanted, whole) if whole.first <= whole.last else []
        return next((why for why, found in layers if not found), "short")

    def _compared(self, placed: Sequence[tuple[Part, _Wanted]]) -> tuple[Compared, ...]:
        dates = [
            (Open(self._week(part), self._starts(each, part)), each.minutes)
            for part, each in placed
        ]
        return compare(dates, self.groups, self.diary, self.before) if dates else ()

    def _sessions(
        self, wanted: Sequence[_Wanted], moments: Sequence[datetime]
    ) -> Iterator[Proposed]:
        ids = {
            name: max((s.id for s in self.cohort.of_series(name)), default=0)
            for name in ("cohort", "talks")
        }
        calls = sum(session.kind == "call" for session in self.standing)
        for each, moment in zip(wanted, moments, strict=True):
            name = "talks" if each.speaker else "cohort"
            ids[name] += 1
            if each.speaker:
                yield _talk(ids[name], each.speaker, moment, each.minutes)
            else:
                calls += 1
                at = _local(moment, _UTC)
                yield Proposed(name, ids[name], at, each.minutes, title=f"Cohort call {calls}")

    def _away(self, session: Proposed) -> tuple[str, ...]:
        return tuple(
            person.id
            for person in self.people
            if is_away(person, self.diary, session.at.utc, session.minutes)
        )


def _expected(cohort: Cohort) -> tuple[Person, ...]:
    """Return the mentors and mentees who take part still, and the coordinators with hours."""
    return tuple(
        person
        for _, person in sorted(cohort.people.items())
        if person.left is None
        and (
            person.takes_part
            or ("coordinator" in person.roles and person.available and person.timezone)
        )
    )


def _stands(session: Session) -> bool:
    return session.series in ("cohort", "talks") and session.cancelled is None


def _talk(number: int, speaker: Person, moment: datetime, minutes: int) -> Proposed:
    # The title stands in a file that git tracks and in calendars that may be published.
    title = f"Talk by {speaker.name}" if speaker.consent.named else f"Guest talk {number}"
    at = _local(moment, speaker.timezone or _UTC)
    return Proposed("talks", number, at, minutes, "talk", title, speaker.id, speaker.offers)


def _local(moment: datetime, zone_name: str) -> LocalTime:
    return LocalTime(moment.astimezone(zone(zone_name)).replace(tzinfo=None), zone_name, moment)


def _lack(wanted: _Wanted, why: Why) -> Unplanned:
    if wanted.speaker:
        return Unplanned("talks", why, 1, "talk")
    return Unplanned("cohort", why, 1)


def _together(lacks: Iterable[Unplanned]) -> tuple[Unplanned, ...]:
    counts: Counter[tuple[str, Why, Kind]] = Counter()
    for lack in lacks:
        counts[lack.series, lack.why, lack.kind] += lack.count
    return tuple(
        Unplanned(name, why, count, kind)
        for (name, why, kind), count in sorted(counts.items())
        if count
    )
