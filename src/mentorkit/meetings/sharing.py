"""Times for a series of dates, so that as few as possible carry as little as possible.

Three ways are compared: one fixed time of the week, two or three times of one weekday in turn, and
a time of its own for each date. The first two are the best of their kind by the sum, over people,
of the square of what they carry in the end, which weighs on whoever has it worst and on the total.
The last one is sought by the same sum, or by that of a higher power, which weighs on the worst yet
more. Where a date does not allow a time, the nearest one that it allows is taken instead.

What the times of a date cost stands side by side in one large integer, 64 bits each, so that all
of them are added and multiplied at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import combinations
from math import comb
from operator import mul
from typing import Literal

from mentorkit.meetings.burden import HEAVIEST, QUARTERS
from mentorkit.meetings.lanes import LANE, least_of_three, least_of_two, packed, unpacked
from mentorkit.rules.availability import bits

Way = Literal["fixed", "rotation", "fair"]
"""How the times of a series are chosen."""

APART = 2 * 96
"""The quarter-hours, two days, that lie between two dates of a fair series where that can be."""

MOST_IN_TURN = 3
_DAY = 48
_WEEK_OF_HALVES = QUARTERS // 2
_HALF_HOURS = sum(1 << quarter for quarter in range(0, QUARTERS, 2))
_PASSES = 30
_TRIED, _THEN = 24, 8


@dataclass(frozen=True, slots=True)
class Open:
    """A date of a series: its week and the quarter-hours of that week at which it may begin.

    `week` is the slot at which the week begins, counted in quarter-hours from anywhere; `starts` is
    a mask that is not 0.
    """

    week: int
    starts: int


@dataclass(frozen=True, slots=True)
class Bearers:
    """People to whom all times cost the same: how many, and what each carries already.

    `costs` has, for each date, what each quarter-hour of its week costs, 0..13.
    """

    people: int
    carried: int
    costs: tuple[Sequence[int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The quarter-hour of its week for each date; `turns` are the times that take turns, if any."""

    way: Way
    picks: tuple[int, ...]
    turns: tuple[int, ...] = ()


def on_the_half_hour(starts: int) -> int:
    """Return those of the quarter-hours that are full or half hours, or else all of them."""
    return starts & _HALF_HOURS or starts


class Sharing:
    """The dates of one series and those who bear them; there is at least one date.

    A time is known inside by its number among the possible starts of its date.
    """

    def __init__(self, dates: Sequence[Open], bearers: Sequence[Bearers]):
        self.dates = dates
        # To nobody all times are alike; somebody who stands for no people finds the same.
        self.bearers = bearers or [Bearers(0, 0, ((0,) * QUARTERS,) * len(dates))]
        self._people = [each.people for each in self.bearers]
        self._starts = [bits(on_the_half_hour(date.starts)) for date in dates]
        self._nearest = [_nearest(starts) for starts in self._starts]
        self._costs = [
            [[each.costs[index][quarter] for quarter in starts] for each in self.bearers]
            for index, starts in enumerate(self._starts)
        ]
        self._powers: dict[tuple[int, int], list[int]] = {}

    def pain(self, picks: Sequence[int], power: int = 2) -> int:
        """Return the sum, over people, of a power of what they carry after some times."""
        return self._pain(self._numbers(picks), power)

    def _pain(self, numbers: Sequence[int], power: int) -> int:
        carried = self._carried(numbers)
        return sum(n * t**power for n, t in zip(self._people, carried, strict=True))

    def _numbers(self, picks: Sequence[int]) -> tuple[int, ...]:
        return tuple(starts.index(pick) for starts, pick in zip(self._starts, picks, strict=True))

    def _picks(self, numbers: Sequence[int]) -> tuple[int, ...]:
        return tuple(starts[number] for starts, number in zip(self._starts, numbers, strict=True))

    def _carried(self, numbers: Sequence[int]) -> list[int]:
        carried = [each.carried for each in self.bearers]
        for index, number in enumerate(numbers):
            carried = self._with(index, carried, number)
        return carried

    @cached_property
    def _at_half_hours(self) -> list[list[int]]:
        """What each date costs each group if the series is at one of the 336 half-hours."""
        dates = [
            [packed([row[number] for number in nearest]) for row in rows]
            for rows, nearest in zip(self._costs, self._nearest, strict=True)
        ]
        return [list(of_group) for of_group in zip(*dates, strict=True)]

    def _turns(self, turns: int) -> list[list[tuple[int, ...]]]:
        """Return, for each turn and group, what its dates cost in all at each half-hour."""
        ones = packed([1] * _WEEK_OF_HALVES)
        return [
            [
                unpacked(
                    sum(lanes[turn::turns]) + (each.carried * ones if turn == 0 else 0),
                    _WEEK_OF_HALVES,
                )
                for each, lanes in zip(self.bearers, self._at_half_hours, strict=True)
            ]
            for turn in range(turns)
        ]

    def _alone(self, turn: Sequence[Sequence[int]]) -> list[int]:
        """Return the pain of the dates of one turn by themselves, for each half-hour."""
        pain = [0] * _WEEK_OF_HALVES
        for people, costs in zip(self._people, turn, strict=True):
            pain = [so_far + people * cost * cost for so_far, cost in zip(pain, costs, strict=True)]
        return pain

    def fixed(self) -> Choice:
        """Return the best fixed time of the week, on a half-hour; of equal ones the first."""
        pains = self._alone(self._turns(1)[0])
        return self._chosen("fixed", (2 * pains.index(min(pains)),))

    def rotation(self) -> Choice:
        """Return the best two or three times of one weekday, or the one if there is but one date.

        They are on half-hours; the first of equally good ones.
        """
        most = min(MOST_IN_TURN, len(self.dates))
        found = [self._in_turn(turns) for turns in range(2, most + 1)]
        if not found:
            return self._chosen("rotation", self.fixed().turns)
        return self._chosen("rotation", min(found, key=lambda pair: pair[0])[1])

    def fair(self, others: Iterable[Choice], power: int = 2) -> Choice:
        """Return times of their own for all dates, two days apart where that can be.

        It is the best that changing one date at a time leads to, from one greedy choice after the
        other and from `others`. The burdens' `power` is 2 or more.
        """
        begun = [self._greedy(power), *(self._numbers(choice.picks) for choice in others)]
        found = [self._polished(numbers, power) for numbers in begun]
        best = min(found, key=lambda numbers: self._pain(numbers, power))
        return Choice("fair", self._picks(best))

    def exchanged(self, choice: Choice, power: int) -> Choice:
        """Return a choice that lightens the heaviest burden by changing two dates at a time.

        Of equally heavy ones the lesser sum of a power counts, by which the times that are tried
        are picked too: those that add least.
        """
        numbers = self._numbers(choice.picks)
        for _ in range(_PASSES):
            twos = combinations(range(len(self.dates)), 2)
            tried = (self._of_two(numbers, one, other, power) for one, other in twos)
            lighter = min(tried, key=lambda each: self._weight(each, power), default=numbers)
            if self._weight(lighter, power) >= self._weight(numbers, power):
                break
            numbers = lighter
        return Choice("fair", self._picks(numbers))

    def _weight(self, numbers: Sequence[int], power: int) -> tuple[int, int]:
        carried = self._carried(numbers)
        return max(carried), sum(n * t**power for n, t in zip(self._people, carried, strict=True))

    def _of_two(
        self, numbers: tuple[int, ...], one: int, other: int, power: int
    ) -> tuple[int, ...]:
        """Return the times with the best new ones of two dates, of those that are tried."""
        carried = self._with(other, self._carried(numbers), numbers[other], -1)
        rest = self._with(one, carried, numbers[one], -1)
        added = self._added(one, rest, power)
        found = [numbers]
        for first in nsmallest(_TRIED, self._apart(one, numbers), key=added.__getitem__):
            moved = (*numbers[:one], first, *numbers[one + 1 :])
            then = self._added(other, self._with(one, rest, first), power)
            for second in nsmallest(_THEN, self._apart(other, moved), key=then.__getitem__):
                found.append((*moved[:other], second, *moved[other + 1 :]))
        return min(found, key=lambda each: self._weight(each, power))

    def can_raise(self, power: int) -> bool:
        """Tell whether the sum of a power of everybody's burdens fits the integers in use."""
        most = max(each.carried for each in self.bearers) + HEAVIEST * len(self.dates)
        return bool(sum(self._people) * most**power < 1 << LANE)

    def _in_turn(self, count: int) -> tuple[int, tuple[int, ...]]:
        """Return the least pain of so many times, 2 or 3, in turn, and the times.

        The square of a sum of turns is the sum of their squares and of twice their products in
        twos, so that whole tables of products, and not every choice by itself, go over people.
        """
        turns = self._turns(count)
        alone = [self._alone(turn) for turn in turns]
        least = least_of_two if count == 2 else least_of_three
        best: tuple[int, tuple[int, ...]] = (1 << LANE, ())
        for begin in range(0, _WEEK_OF_HALVES, _DAY):
            day = slice(begin, begin + _DAY)
            tables = {
                (one, other): self._products(turns[one], turns[other], day)
                for one, other in combinations(range(count), 2)
            }
            pain, times = least([pains[day] for pains in alone], tables, best[0])
            if pain < best[0]:
                best = pain, tuple(2 * (time + begin) for time in times)
        return best

    def _products(
        self, one: Sequence[Sequence[int]], other: Sequence[Sequence[int]], day: slice
    ) -> list[int]:
        """Return, packed, twice the products of two turns' costs at all half-hours of a day."""
        lanes = [packed(costs[day]) for costs in other]
        columns = zip(*(costs[day] for costs in one), strict=True)
        twice = [2 * people for people in self._people]
        return [sum(map(mul, map(mul, twice, column), lanes)) for column in columns]

    def _chosen(self, way: Way, turns: tuple[int, ...]) -> Choice:
        numbers = [
            nearest[turns[index % len(turns)] // 2] for index, nearest in enumerate(self._nearest)
        ]
        return Choice(way, self._picks(numbers), turns)

    def _greedy(self, power: int) -> tuple[int, ...]:
        """Return a time for each date in turn, seeing only those before it."""
        picks: list[int] = []
        carried = [each.carried for each in self.bearers]
        for index in range(len(self.dates)):
            picks.append(self._least(index, self._added(index, carried, power), picks))
            carried = self._with(index, carried, picks[-1])
        return tuple(picks)

    def _polished(self, begun: Sequence[int], power: int) -> tuple[int, ...]:
        """Return times of which none can be made better as long as the others stay."""
        picks = list(begun)
        carried = self._carried(picks)
        for _ in range(_PASSES):
            before = tuple(picks)
            for index, pick in enumerate(before):
                rest = self._with(index, carried, pick, -1)
                picks[index] = self._least(index, self._added(index, rest, power), picks, pick)
                carried = self._with(index, rest, picks[index])
            if tuple(picks) == before:
                break
        return tuple(picks)

    def _with(self, index: int, carried: Sequence[int], number: int, sign: int = 1) -> list[int]:
        return [
            before + sign * row[number]
            for before, row in zip(carried, self._costs[index], strict=True)
        ]

    def _added(self, index: int, carried: Sequence[int], power: int) -> tuple[int, ...]:
        """Return what each time of a date adds to the sum of the powers (the binomial theorem)."""
        lanes = 0
        for degree in range(power, 0, -1):
            times = comb(power, degree)
            factors = [
                times * people * before ** (power - degree)
                for people, before in zip(self._people, carried, strict=True)
            ]
            lanes += sum(map(mul, factors, self._raised(index, degree)))
        return unpacked(lanes, len(self._starts[index]))

    def _raised(self, index: int, degree: int) -> list[int]:
        if (index, degree) not in self._powers:
            self._powers[index, degree] = [
                packed([cost**degree for cost in row]) for row in self._costs[index]
            ]
        return self._powers[index, degree]

    def _least(
        self, index: int, added: Sequence[int], numbers: Sequence[int], now: int | None = None
    ) -> int:
        """Return the time that adds the least; the one of `now` if none adds less."""
        possible = self._apart(index, numbers)
        least = min(possible, key=added.__getitem__)
        stays = now is not None and now in possible and added[now] <= added[least]
        return now if now is not None and stays else least

    def _apart(self, index: int, numbers: Sequence[int]) -> Sequence[int]:
        """Return the times of a date, those near to the dates beside it only if need be."""
        starts, week = self._starts[index], self.dates[index].week
        near: set[int] = set()
        for other in (index - 1, index + 1):
            if 0 <= other < len(numbers):
                begins = self.dates[other].week + self._starts[other][numbers[other]] - week
                first = bisect_right(starts, begins - APART)
                near.update(range(first, bisect_left(starts, begins + APART)))
        every = range(len(starts))
        return [number for number in every if number not in near] or every if near else every


def _nearest(starts: Sequence[int]) -> list[int]:
    """Return the number of the start nearest to each half-hour of a week, the earlier of two."""
    found, number = [], 0
    for quarter in range(0, QUARTERS, 2):
        while number + 1 < len(starts) and (
            abs(starts[number + 1] - quarter) < abs(starts[number] - quarter)
        ):
            number += 1
        found.append(number)
    return found
