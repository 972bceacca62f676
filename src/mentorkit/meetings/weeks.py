"""The weeks of a programme in which its cohort calls and talks take place, spread evenly."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.scalars import Days
from mentorkit.meetings.periods import DAY, first_open_day

WEEK = timedelta(days=7)

_SHORT = 4
"""A week of which fewer days are left is used as late as if it held a meeting already."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of days, in UTC, that is to hold one meeting; `week` is where its week begins.

    Weeks begin on the weekday of the programme's first day.
    """

    week: date
    days: Days


def parts(
    cohort: Cohort, as_of: date, taken: Iterable[date], count: int
) -> tuple[list[Part], list[Part]]:
    """Return the parts of the programme for so many meetings, in order, and those left over.

    The weeks with the fewest meetings, on the `taken` days, come first, and of these so many as
    are needed, evenly apart. A week that holds several meetings is divided between them. No day
    holds two, and no holiday one, so there may be fewer parts than asked for; each has a free day.
    """
    weeks = _open_weeks(cohort, as_of)
    busy = list(taken)
    meetings = Counter((day - cohort.programme.start) // WEEK for day in busy)
    free = [_free(cohort, week, busy) for week in weeks]
    load = [
        meetings[(week.week - cohort.programme.start) // WEEK] + (_length(week) < _SHORT)
        for week in weeks
    ]
    held = [0] * len(weeks)
    while count and (room := [i for i, days in enumerate(free) if held[i] < len(days)]):
        least = min(load[i] for i in room)
        level = [i for i in room if load[i] == least]
        for position in spread(min(count, len(level)), len(level)):
            held[level[position]] += 1
            load[level[position]] += 1
            count -= 1
    cut = map(_cut, weeks, free, held)
    used = [part for of_week in cut for part in of_week]
    spare = [i for i, days in enumerate(free) if days and not held[i]]
    return used, [weeks[i] for i in spare]


def spread(count: int, among: int) -> list[int]:
    """Return so many, at most `among`, of the numbers from 0 to `among` - 1, evenly apart.

    The first and the last are among them; one alone is the middle.
    """
    if count < 2:
        return [(among - 1) // 2] * count
    return [(2 * n * (among - 1) + count - 1) // (2 * (count - 1)) for n in range(count)]


def halves(part: Part) -> Iterator[tuple[Part, Part]]:
    """Yield the ways to divide a part in two, the most even ones first."""
    first, last = part.days.first, part.days.last
    days = (last - first).days + 1
    for before in sorted(range(1, days), key=lambda before: abs(2 * before - days)):
        cut = first + before * DAY
        yield Part(part.week, Days(first, cut - DAY)), Part(part.week, Days(cut, last))


def _open_weeks(cohort: Cohort, as_of: date) -> list[Part]:
    first, last = first_open_day(cohort, as_of), cohort.programme.end
    number = (first - cohort.programme.start).days // 7
    monday = cohort.programme.start + number * WEEK
    weeks = []
    while monday <= last and first <= last:
        weeks.append(Part(monday, Days(max(monday, first), min(monday + WEEK - DAY, last))))
        monday += WEEK
    return weeks


def _length(part: Part) -> int:
    return (part.days.last - part.days.first).days + 1


def _free(cohort: Cohort, week: Part, taken: Collection[date]) -> list[date]:
    """Return the days of a week that are neither holidays nor hold a meeting already."""
    days = (week.days.first + ahead * DAY for ahead in range(_length(week)))
    holidays = cohort.programme.holidays
    return [day for day in days if day not in taken and not any(day in off for off in holidays)]


def _cut(week: Part, free: Sequence[date], number: int) -> Sequence[Part]:
    begins = [free[len(free) * n // number] for n in range(1, number)] if number else []
    firsts = [week.days.first, *begins]
    lasts = [*(day - DAY for day in begins), week.days.last]
    parts_of = [Part(week.week, Days(*ends)) for ends in zip(firsts, lasts, strict=True)]
    return parts_of if number else []


_Options = Sequence[tuple[Sequence[int], Sequence[int]]]
"""For each thing the places that it wishes for, and the others that it could take."""


def assigned(options: _Options) -> dict[int, int]:
    """Return which thing each place holds, so that as many things as possible have one.

    A thing takes the first free place that it wishes for; where there is none, things that have
    one make way (an augmenting path, after H. W. Kuhn, "The Hungarian method", 1955).
    """
    held: dict[int, int] = {}

    def make_way(thing: int, seen: set[int]) -> bool:
        for place in (*options[thing][0], *options[thing][1]):
            if place not in seen:
                seen.add(place)
                if place not in held or make_way(held[place], seen):
                    held[place] = thing
                    return True
        return False

    for thing, (wished, _) in enumerate(options):
        free = next((place for place in wished if place not in held), None)
        if free is None:
            make_way(thing, set())
        else:
            held[free] = thing
    return held
