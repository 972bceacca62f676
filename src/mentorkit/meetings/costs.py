"""What each time of a series' weeks costs everybody, those with the same hours taken together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Window
from mentorkit.cohort.zones import zone
from mentorkit.meetings.burden import HEAVIEST, QUARTERS, burden, week_of_burdens
from mentorkit.meetings.diary import Diary
from mentorkit.meetings.sharing import Bearers
from mentorkit.rules.availability import SLOT, bits, slots_of, starts

_NIGHT = range(23, 24), range(6)
"""The hours of the day that are night."""


@dataclass(frozen=True, slots=True)
class Alike:
    """People with the same zone, hours and days away, by id; `one` of them stands for all."""

    one: Person
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Burdens:
    """What a series costs: each person's burden, by id, and how many times somebody is up at night.

    A night is a start from 23:00 to 6:00 by somebody's clocks and outside their own hours.
    """

    by_person: Mapping[str, int]
    nights: int

    @property
    def worst(self) -> int:
        """The burden of whoever has the heaviest."""
        return max(self.by_person.values(), default=0)

    @property
    def total(self) -> int:
        """The burden of all people together."""
        return sum(self.by_person.values())


def alike(people: Iterable[Person]) -> list[Alike]:
    """Return the people whose zone and hours are known, in groups, by the first id of each."""
    groups: defaultdict[object, list[Person]] = defaultdict(list)
    for person in people:
        if person.timezone and person.available:
            groups[person.timezone, person.available, person.away].append(person)
    return [Alike(group[0], tuple(p.id for p in group)) for group in groups.values()]


def bearers(
    groups: Sequence[Alike],
    diary: Diary,
    dates: Sequence[tuple[int, int]],
    before: Sequence[datetime],
) -> list[Bearers]:
    """Return what the starts of some dates cost each group, and what it carries from `before`.

    A date is the slot at which its week begins and its length in minutes; `before` are the starts
    of the meetings that stand. Whoever is away cannot come at all, and that is rated as the worst
    of times.
    """
    found = []
    for group in groups:
        away = diary.away(group.one)
        weeks = [
            _week(
                group.one.available,
                _clocks(group.one.timezone or "", diary.over.first + week * SLOT),
                _unable(away, week, minutes),
            )
            for week, minutes in dates
        ]
        carried = burdens([group], diary, before).by_person[group.ids[0]]
        found.append(Bearers(len(group.ids), carried, tuple(weeks)))
    return found


def burdens(groups: Sequence[Alike], diary: Diary, moments: Sequence[datetime]) -> Burdens:
    """Return the burden of everybody over some starts; who is away on that day bears nothing."""
    by_person: dict[str, int] = {}
    nights = 0
    for group in groups:
        total = 0
        for moment in moments:
            cost = 0 if is_away(group.one, diary, moment) else burden(group.one, moment) or 0
            total += cost
            if cost and group.one.timezone:
                hour = moment.astimezone(zone(group.one.timezone)).hour
                nights += len(group.ids) * any(hour in hours for hours in _NIGHT)
        by_person |= dict.fromkeys(group.ids, total)
    return Burdens(dict(sorted(by_person.items())), nights)


def is_away(person: Person, diary: Diary, moment: datetime, minutes: int = 1) -> bool:
    """Tell whether a person is away on a day on which a meeting takes place, by their clocks."""
    slot = (moment - diary.over.first) // SLOT
    return bool(person.away) and slot >= 0 and bool(_unable(diary.away(person), slot, minutes) & 1)


def _unable(away: int, week: int, minutes: int) -> int:
    """Return the starts of a week from which a meeting would touch a day away."""
    if not away:
        return 0
    return ~starts(~away, slots_of(minutes)) >> week & (1 << QUARTERS) - 1


_Clocks = tuple[tuple[int, int], ...]
"""Stretches of a week of UTC: from which quarter-hour of the local week, and for how many."""


@lru_cache(maxsize=65536)
def _clocks(zone_name: str, start: datetime) -> _Clocks:
    there = zone(zone_name)

    def shown(quarter: int) -> int:
        local = (start + quarter * SLOT).astimezone(there)
        return local.weekday() * 96 + (local.hour * 60 + local.minute) // 15

    first = shown(0)
    if shown(QUARTERS) == first:
        return ((first, QUARTERS),)
    runs: list[tuple[int, int]] = []
    for quarter in range(QUARTERS):
        now = shown(quarter)
        if runs and now == (runs[-1][0] + runs[-1][1]) % QUARTERS:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((now, 1))
    return tuple(runs)


@lru_cache(maxsize=65536)
def _week(windows: tuple[Window, ...], clocks: _Clocks, unable: int) -> tuple[int, ...]:
    """Return what the quarter-hours of a week cost.

    Whoever is away for all of it has no say.
    """
    if unable == (1 << QUARTERS) - 1:
        return (0,) * QUARTERS
    local = week_of_burdens(windows) * 2
    costs = [cost for first, length in clocks for cost in local[first : first + length]]
    for quarter in bits(unable):
        costs[quarter] = HEAVIEST
    return tuple(costs)
