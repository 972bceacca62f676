"""The calls that the programme asks of a pair: one in each interval, and those it has already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Pair
from mentorkit.cohort.scalars import Days

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """An interval that is to hold one call on one of its open days, both ends included.

    `start` is where the interval begins by the pair's rhythm; `open` what is left of it. One that
    the end or the date of the plan cuts short is not `whole`: it takes a call where one fits, but
    nobody is told that one is missing.
    """

    start: date
    open: Days
    whole: bool


def runs(cohort: Cohort, pair: Pair, as_of: date) -> bool:
    """Tell whether a pair, of people who take part, has not ended by a day: no later end is known.

    A pair whose mentor or mentee has left is over, whether or not somebody has noted it.
    """
    people = [cohort.people.get(who) for who in (pair.mentor, pair.mentee)]
    ends = [pair.until, *(person.left for person in people if person)]
    return None not in people and all(end is None or end > as_of for end in ends)


def first_open_day(cohort: Cohort, as_of: date) -> date:
    """Return the first day that a plan may use.

    While the programme runs, nothing is asked for `as_of` and earlier. Before its first day and
    after its last the whole of it is: a plan of past dates is a rehearsal.
    """
    programme = cohort.programme
    running = programme.start < as_of <= programme.end
    return as_of + DAY if running else programme.start


def open_periods(cohort: Cohort, pair: Pair, as_of: date) -> tuple[list[Period], int]:
    """Return the periods for which a pair needs a call still, and how many it has calls for.

    The pair's time runs from the later of the programme's start and `since` to the programme's
    end; a pair that does not run any more needs nothing. Calls that stand count for the interval
    they lie in, or else, if moved out of it, for the nearest one without a call; a cancelled call
    frees its interval.
    """
    asked = cohort.programme.meetings.pair
    if asked is None:
        return [], 0
    span = Days(max(cohort.programme.start, pair.since), cohort.programme.end)
    if not runs(cohort, pair, as_of) or span.last < span.first:
        return [], 0
    periods = list(_periods(span, asked.every))
    filled = _filled(periods, _standing(cohort, pair, span))
    earliest = max(span.first, first_open_day(cohort, as_of))
    needed = [
        Period(
            period.start,
            Days(max(period.start, earliest), period.open.last),
            period.whole and period.start >= earliest,
        )
        for index, period in enumerate(periods)
        if index not in filled and period.open.last >= earliest
    ]
    return needed, len(filled)


def _periods(span: Days, every: timedelta) -> Iterator[Period]:
    start = span.first
    while start <= span.last:
        last = start + every - DAY
        whole = last <= span.last or start == span.first
        yield Period(start, Days(start, min(last, span.last)), whole)
        start += every


def _standing(cohort: Cohort, pair: Pair, span: Days) -> list[date]:
    return sorted(
        session.at.wall.date()
        for session in cohort.of_series(pair.ref)
        if session.cancelled is None
        and session.kind == "call"
        and session.at.wall.date() >= span.first
    )


def _filled(periods: Sequence[Period], standing: Sequence[date]) -> set[int]:
    """Return the indexes of the periods that have a call: first their own, then strays."""
    filled: set[int] = set()
    strays = []
    for day in standing:
        own = next((i for i, p in enumerate(periods) if day in p.open and i not in filled), None)
        if own is None:
            strays.append(day)
        else:
            filled.add(own)
    for day in strays:
        left = [i for i in range(len(periods)) if i not in filled]
        if left:
            filled.add(min(left, key=lambda i: (abs(periods[i].start - day), i)))
    return filled
