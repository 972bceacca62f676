"""A plan of the calls that pairs are asked to have: one local hour that suits both on every date.

`propose` looks for one day of the rhythm and one time of day, by the clocks of the mentee or else
of the mentor, at which the whole call lies within both people's own hours on every date. Where
clocks change, one of the two keeps the hour and the other one's moves. A date on which that hour is
lost (away, another meeting, no common hours) is moved to the nearest time of the same interval.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.cohort.programme import PairCalls
from mentorkit.cohort.scalars import Days, LocalTime
from mentorkit.cohort.zones import zone
from mentorkit.meetings.burden import burden
from mentorkit.meetings.diary import QUARTERS, Diary, local_day, local_time
from mentorkit.meetings.periods import Period, open_periods, runs
from mentorkit.rules.availability import SLOT, slots_of, starts
from mentorkit.rules.replay import as_known_on

Why = Literal["hours", "away", "busy", "short"]
"""Why a time is not possible: no hour in common, one of the two is away, or has a meeting, or the
day lies outside what is left of its interval."""

_WHOLE_DAY = (1 << QUARTERS) - 1


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a pair that the plan proposes; `moved` says why it is not at the usual hour."""

    series: str
    id: int
    at: LocalTime
    minutes: int
    moved: Why | None = None

    @property
    def ref(self) -> str:
        """The reference SERIES/ID."""
        return f"{self.series}/{self.id}"


@dataclass(frozen=True, slots=True)
class Unplanned:
    """The intervals of a pair for which there is no time, and why."""

    pair: str
    why: Why
    intervals: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class PairPlan:
    """What a plan says of one pair; `standing` calls are there already and never move."""

    mentor: Person
    mentee: Person
    standing: int
    calls: tuple[Call, ...]
    unplanned: tuple[Unplanned, ...]

    @property
    def ref(self) -> str:
        """The reference MENTOR--MENTEE."""
        return f"{self.mentor.id}--{self.mentee.id}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls that are missing, pair by pair; `burden` is each person's over those calls.

    `every` and `minutes` are what mentorkit.yaml asks of pairs; without it `every` is None.
    `ended` is the programme's last day if that lies before the date of the plan.
    """

    every: timedelta | None
    minutes: int
    ended: date | None
    pairs: tuple[PairPlan, ...]
    burden: Mapping[str, int]

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call proposed, by pair and number."""
        return tuple(call for pair in self.pairs for call in pair.calls)

    @property
    def unplanned(self) -> tuple[Unplanned, ...]:
        """Every reason why a pair lacks calls."""
        return tuple(lack for pair in self.pairs for lack in pair.unplanned)

    @property
    def worst(self) -> int:
        """The burden of whoever has the heaviest."""
        return max(self.burden.values(), default=0)

    @property
    def total(self) -> int:
        """The burden of all people together."""
        return sum(self.burden.values())


def propose(cohort: Cohort, as_of: date) -> Plan:
    """Return the pair calls that mentorkit.yaml asks for and `sessions/` lacks.

    Sessions that stand never move; a cancelled one is replaced. Pairs with the fewest possible
    times choose first. Of the times at which the fewest dates are lost, a call takes the weekday
    on which the two have the fewest meetings, then the earliest. Numbers go on after the highest
    one that the pair ever had. The answer depends on nothing but the files and the date, and on
    no fact that became known after it.
    """
    asked, end = cohort.programme.meetings.pair, cohort.programme.end
    ended = end if end < as_of else None
    if asked is None:
        return Plan(None, 0, ended, (), {})
    known = _as_planned_on(cohort, as_of)
    diary = Diary(known)
    found = [
        _Search(known, diary, asked, pair, as_of).run() for pair in _in_turn(known, diary, asked)
    ]
    pairs = tuple(sorted(found, key=lambda pair: pair.ref))
    return Plan(asked.every, asked.minutes, ended, pairs, _burdens(pairs))


def _as_planned_on(cohort: Cohort, as_of: date) -> Cohort:
    """Return the cohort as it was known on a day, with the pairs that ran then or were to come."""
    known, end = as_known_on(cohort, as_of), cohort.programme.end
    pairs = (pair for pair in cohort.pairs if pair.since <= end and runs(known, pair, as_of))
    return replace(known, pairs=tuple(pairs))


def _in_turn(cohort: Cohort, diary: Diary, asked: PairCalls) -> list[Pair]:
    """Return the pairs, those with the fewest possible times first."""
    people, minutes = cohort.people, asked.minutes

    def room(pair: Pair) -> tuple[int, str]:
        mentor, mentee = (diary.starts(people[who], minutes) for who in (pair.mentor, pair.mentee))
        return (mentor & mentee).bit_count(), pair.ref

    return sorted({pair.ref: pair for pair in cohort.pairs}.values(), key=room)


def _burdens(pairs: Sequence[PairPlan]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pair in pairs:
        for call in pair.calls:
            for person in (pair.mentor, pair.mentee):
                sums[person.id] += burden(person, call.at.utc) or 0
    return dict(sorted(sums.items()))


@dataclass(frozen=True, slots=True, order=True)
class _Usual:
    """The hour of a series, in the order of preference: `quarter` of the day `after` the start.

    `zone` 0 is the mentee's, 1 the mentor's. `without` and `lost` count the dates without hours in
    common, and those that are not free; `habit` is minus the number of calls that the pair has at
    this hour already, `crowd` how many meetings the two have on that weekday.
    """

    without: int
    zone: int
    lost: int
    habit: int
    crowd: int
    after: int
    quarter: int


_NO_HABIT = _Usual(0, 0, 0, 0, 0, 0, 0)
"""What a series without any hour in common is measured by: the earliest time."""


class _Search:
    """The search for the calls of one pair."""

    def __init__(self, cohort: Cohort, diary: Diary, asked: PairCalls, pair: Pair, as_of: date):
        self.mentor, self.mentee = cohort.people[pair.mentor], cohort.people[pair.mentee]
        self.ref, self.diary = pair.ref, diary
        self.every, self.minutes = asked.every // timedelta(days=1), asked.minutes
        self.periods, self.standing = open_periods(cohort, pair, as_of)
        series = cohort.of_series(pair.ref)
        self.next_id = max((session.id for session in series), default=0) + 1
        self.earlier = [session.begins for session in series if session.kind == "call"]
        both = (self.mentor, self.mentee)
        slots = slots_of(self.minutes)
        away = diary.away(self.mentor) | diary.away(self.mentee)
        taken = diary.taken(self.mentor) | diary.taken(self.mentee)
        mentor, mentee = (diary.starts(person, self.minutes) for person in both)
        self.hours = mentor & mentee
        self.at_home = self.hours & starts(~away, slots)
        self.free = self.at_home & starts(~taken, slots)
        self.zones = tuple(dict.fromkeys(p.timezone for p in reversed(both) if p.timezone))

    def run(self) -> PairPlan:
        """Return the plan of this pair and book its calls."""
        usual = min(self._candidates(), default=_NO_HABIT)
        calls: list[Call] = []
        lacking: dict[Why, list[Days]] = {}
        for period in self.periods:
            found = self._place(period, usual)
            if found:
                at, moved = found
                calls.append(Call(self.ref, self.next_id + len(calls), at, self.minutes, moved))
                self._book(at)
            elif period.whole:
                lacking.setdefault(self._why(period), []).append(period.open)
        unplanned = tuple(Unplanned(self.ref, w, tuple(d)) for w, d in sorted(lacking.items()))
        return PairPlan(self.mentor, self.mentee, self.standing, tuple(calls), unplanned)

    def _book(self, at: LocalTime) -> None:
        self.diary.book((self.mentor.id, self.mentee.id), at.utc, self.minutes)
        # By the clocks of two zones one moment can lie in two intervals.
        slot, slots = (at.utc - self.diary.over.first) // SLOT, slots_of(self.minutes)
        self.free &= ~((1 << slot + slots) - (1 << max(slot - slots + 1, 0)))

    def _candidates(self) -> Iterator[_Usual]:
        """Yield the best time of day for each zone and each day of the rhythm."""
        complete = False
        for rank, name in enumerate(self.zones):
            habit = self._habit(name)
            for after in range(self.every):
                days = [(p, p.start + timedelta(days=after)) for p in self.periods]
                dated = [(p, day) for p, day in days if day in p.open]
                whole = [day for p, day in dated if p.whole] or [day for _, day in dated]
                possible = [self._day(self.hours, name, day) for day in whole]
                if not any(possible):
                    continue
                without, quarters = fewest_lost(possible, _union(possible))
                free = [self._day(self.free, name, day) for _, day in dated]
                lost, quarters = fewest_lost(free, quarters)
                quarter = min(_bits(quarters), key=lambda q: (-habit[after, q], q))
                without += sum(p.whole and day not in p.open for p, day in days)
                lost += len(days) - len(dated)
                usual, crowd = -habit[after, quarter], self._crowd(days[0][1].weekday())
                yield _Usual(without, rank, lost, usual, crowd, after, quarter)
                complete = complete or not without
            if complete:
                return

    def _habit(self, name: str) -> Counter[tuple[int, int]]:
        """Count this pair's own calls by their day of the rhythm and quarter-hour."""
        counted: Counter[tuple[int, int]] = Counter()
        for start in self.earlier if self.periods else ():
            local = start.astimezone(zone(name))
            after = (local.date() - self.periods[0].start).days % self.every
            counted[after, (local.hour * 60 + local.minute) // 15] += 1
        return counted

    def _crowd(self, weekday: int) -> int:
        return sum(self.diary.meetings_on(p, weekday) for p in (self.mentor, self.mentee))

    def _place(self, period: Period, usual: _Usual) -> tuple[LocalTime, Why | None] | None:
        """Return the free time of a period nearest to the usual one, and why it is another."""
        wanted = period.start + timedelta(days=usual.after)
        name = self.zones[usual.zone] if self.zones else ""
        inside = wanted in period.open and bool(name)
        if inside and self._day(self.free, name, wanted) >> usual.quarter & 1:
            return local_time(name, wanted, usual.quarter), None
        nearest = min(
            (
                (abs((day - wanted).days), abs(quarter - usual.quarter), rank, day, quarter)
                for rank, name in enumerate(self.zones)
                for day in _days(period.open)
                for quarter in _bits(self._day(self.free, name, day))
            ),
            default=None,
        )
        if nearest is None:
            return None
        *_, rank, day, quarter = nearest
        why = self._why_not(name, wanted, 1 << usual.quarter) if inside else "short"
        return local_time(self.zones[rank], day, quarter), why

    def _why_not(self, name: str, day: date, quarters: int) -> Why:
        if not self._day(self.hours, name, day) & quarters:
            return "hours"
        return "busy" if self._day(self.at_home, name, day) & quarters else "away"

    def _why(self, period: Period) -> Why:
        """Return why a whole period has no time: what takes away the last possible one."""
        whys = {
            self._why_not(name, day, _WHOLE_DAY)
            for name in self.zones
            for day in _days(period.open)
        }
        return "busy" if "busy" in whys else "away" if "away" in whys else "hours"

    def _day(self, slots: int, name: str, day: date) -> int:
        return local_day(slots, name, day, self.diary.over)


def fewest_lost(masks: Sequence[int], among: int) -> tuple[int, int]:
    """Return the bits of `among` that the fewest masks lack, and how many masks lack them.

    `among` is not 0. Without masks no bit is lost.
    """
    at_most = [among]
    for mask in masks:
        kept = [bits & mask for bits in at_most]
        at_most = [kept[0], *(a | b for a, b in zip(kept[1:], at_most, strict=False)), among]
    return next((lost, bits) for lost, bits in enumerate(at_most) if bits)


def _union(masks: Sequence[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _days(span: Days) -> Iterator[date]:
    for ahead in range((span.last - span.first).days + 1):
        yield span.first + timedelta(days=ahead)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1
