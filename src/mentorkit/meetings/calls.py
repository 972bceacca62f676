"""The calls that pairs are asked to have: one local hour that suits both on every date.

A search looks for one day of the rhythm and one time of day, by the clocks of the mentee or else
of the mentor, at which the whole call lies within both people's own hours on every date. Where
clocks change, one of the two keeps the hour and the other one's moves. A date on which that hour is
lost (away, another meeting, no common hours) is moved to the nearest time of the same interval. So
is one on which their call was cancelled, and rather to another day.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.cohort.programme import PairCalls
from mentorkit.cohort.scalars import Days, LocalTime
from mentorkit.cohort.zones import zone
from mentorkit.meetings.diary import QUARTERS, Diary, local_day, local_time
from mentorkit.meetings.periods import Period, open_periods
from mentorkit.meetings.proposed import Proposed, Unplanned, Why
from mentorkit.rules.availability import SLOT, bits, slots_of, starts

_WHOLE_DAY = (1 << QUARTERS) - 1


@dataclass(frozen=True, slots=True)
class PairPlan:
    """What a plan says of one pair; `standing` calls are there already and never move."""

    mentor: Person
    mentee: Person
    standing: int
    calls: tuple[Proposed, ...]
    unplanned: tuple[Unplanned, ...]

    @property
    def ref(self) -> str:
        """The reference MENTOR--MENTEE."""
        return f"{self.mentor.id}--{self.mentee.id}"


def pair_calls(cohort: Cohort, diary: Diary, as_of: date) -> tuple[PairPlan, ...]:
    """Return the calls that pairs lack, by reference, and book them; see `plan.propose`.

    Pairs with the fewest possible times choose first. Of the times at which the fewest dates are
    lost, a call takes the weekday on which the two have the fewest meetings, then the earliest.
    Numbers go on after the highest one that the pair ever had.
    """
    asked = cohort.programme.meetings.pair
    if asked is None:
        return ()
    in_turn = _in_turn(cohort, diary, asked)
    found = [_Search(cohort, diary, asked, pair, as_of).run() for pair in in_turn]
    return tuple(sorted(found, key=lambda pair: pair.ref))


def _in_turn(cohort: Cohort, diary: Diary, asked: PairCalls) -> list[Pair]:
    """Return the pairs, those with the fewest possible times first."""
    people, minutes = cohort.people, asked.minutes

    def room(pair: Pair) -> tuple[int, str]:
        mentor, mentee = (diary.starts(people[who], minutes) for who in (pair.mentor, pair.mentee))
        return (mentor & mentee).bit_count(), pair.ref

    return sorted({pair.ref: pair for pair in cohort.pairs}.values(), key=room)


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
        self.zones = tuple(dict.fromkeys(p.timezone for p in reversed(both) if p.timezone))
        holidays = _union([diary.holidays(name) for name in self.zones])
        self.working = self.hours & starts(~holidays, slots)
        self.at_home = self.working & starts(~away, slots)
        self.untaken = self.at_home & starts(~taken, slots)
        cancelled = [s for s in series if s.kind == "call" and s.cancelled is not None]
        self.called_off = self.untaken & _union(
            [self._touching(session.begins, session.minutes) for session in cancelled]
        )
        self.free = self.untaken & ~self.called_off
        self.off_days = {
            session.begins.astimezone(zone(name)).date()
            for session in cancelled
            for name in self.zones
        }

    def run(self) -> PairPlan:
        """Return the plan of this pair and book its calls."""
        usual = min(self._candidates(), default=_NO_HABIT)
        calls: list[Proposed] = []
        lacking: dict[Why, list[Days]] = {}
        for period in self.periods:
            found = self._place(period, usual)
            if found:
                at, moved = found
                number = self.next_id + len(calls)
                calls.append(Proposed(self.ref, number, at, self.minutes, moved=moved))
                self._book(at)
            elif period.whole:
                lacking.setdefault(self._why(period), []).append(period.open)
        unplanned = tuple(
            Unplanned(self.ref, why, len(days), intervals=tuple(days))
            for why, days in sorted(lacking.items())
        )
        return PairPlan(self.mentor, self.mentee, self.standing, tuple(calls), unplanned)

    def _book(self, at: LocalTime) -> None:
        self.diary.book((self.mentor.id, self.mentee.id), at.utc, self.minutes)
        # By the clocks of two zones one moment can lie in two intervals.
        self.free &= ~self._touching(at.utc, self.minutes)

    def _touching(self, begins: datetime, minutes: int) -> int:
        """Return the starts of calls that would touch a meeting of so many minutes."""
        before = (slots_of(self.minutes) - 1) * SLOT
        return self.diary.stretch(begins - before, begins + timedelta(minutes=minutes))

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
                free = [self._day(self.untaken, name, day) for _, day in dated]
                lost, quarters = fewest_lost(free, quarters)
                quarter = min(bits(quarters), key=lambda q: (-habit[after, q], q))
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
                (
                    day in self.off_days,
                    abs((day - wanted).days),
                    abs(quarter - usual.quarter),
                    rank,
                    day,
                    quarter,
                )
                for rank, name in enumerate(self.zones)
                for day in _days(period.open)
                for quarter in bits(self._day(self.free, name, day))
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
        if not self._day(self.working, name, day) & quarters:
            return "holiday"
        if not self._day(self.at_home, name, day) & quarters:
            return "away"
        return "cancelled" if self._day(self.called_off, name, day) & quarters else "busy"

    def _why(self, period: Period) -> Why:
        """Return why a whole period has no time: what takes away the last possible one."""
        whys = {
            self._why_not(name, day, _WHOLE_DAY)
            for name in self.zones
            for day in _days(period.open)
        }
        last: tuple[Why, ...] = ("cancelled", "busy", "away", "holiday")
        return next((why for why in last if why in whys), "hours")

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
