"""The ways to choose the times of a series, side by side, and what each of them comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from mentorkit.meetings.costs import Alike, Burdens, bearers, burdens
from mentorkit.meetings.diary import QUARTERS, Diary
from mentorkit.meetings.sharing import Choice, Open, Sharing, Way
from mentorkit.rules.availability import SLOT

FAIR_ENOUGH = Fraction(7, 10)
"""What is left, in a fair series, of the heaviest burden under the best fixed time, if possible."""

_POWERS = (2, 4, 6)

_FEW = 100
"""Up to how many kinds of people two dates at once are tried: it takes a second or two."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one way of choosing the times comes to, with the meetings that stand already.

    `moments` are the starts that it chooses. `times` are those of the week that it keeps, or takes
    in turn: the UTC weekday (0 is Monday) and the quarter-hour of that day; `elsewhere` counts the
    dates that could not keep them.
    """

    way: Way
    moments: tuple[datetime, ...]
    times: tuple[tuple[int, int], ...]
    elsewhere: int
    burdens: Burdens


def compare(
    dates: Sequence[tuple[Open, int]],
    groups: Sequence[Alike],
    diary: Diary,
    before: Sequence[datetime],
) -> tuple[Compared, ...]:
    """Return the best fixed time, the best rotation, and a fair choice, in this order.

    A date comes with its length in minutes; there is at least one. `before` are the starts of the
    meetings that stand, whose burden everybody carries already. The fair choice makes the squares
    of burdens small; if that leaves somebody with more than seven tenths of the heaviest burden
    under the best fixed time, it looks at higher powers, which weigh on the heaviest ever more.
    """
    lengths = [(date.week, minutes) for date, minutes in dates]
    sharing = Sharing([date for date, _ in dates], bearers(groups, diary, lengths, before))

    def told(choice: Choice) -> Compared:
        return _compared(choice, sharing.dates, groups, diary, before)

    fixed, rotation = sharing.fixed(), sharing.rotation()
    against = told(fixed)
    found: list[Compared] = []
    others = [rotation, fixed]
    for power in _POWERS:
        if found and (
            found[-1].burdens.worst <= FAIR_ENOUGH * against.burdens.worst
            or not sharing.can_raise(power)
        ):
            break
        fair = sharing.fair(others, power)
        others.insert(0, fair)
        found.append(told(fair))
    if min(map(_worst, found)) > FAIR_ENOUGH * against.burdens.worst and len(groups) <= _FEW:
        power = max(power for power in _POWERS if sharing.can_raise(power))
        found.append(told(sharing.exchanged(others[0], power)))
    # In a crowded week, dates that keep apart can be harder on somebody than one fixed time.
    found += [told(Choice("fair", choice.picks)) for choice in (rotation, fixed)]
    return against, told(rotation), min(found, key=lambda each: _lightness(each, against))


def _worst(each: Compared) -> int:
    return each.burdens.worst


def _lightness(fair: Compared, fixed: Compared) -> tuple[Fraction, int]:
    """Rank fair choices: once one is fair enough only the total counts."""
    worst = Fraction(fair.burdens.worst)
    return max(worst, FAIR_ENOUGH * fixed.burdens.worst), fair.burdens.total


def _compared(
    choice: Choice,
    dates: Sequence[Open],
    groups: Sequence[Alike],
    diary: Diary,
    before: Sequence[datetime],
) -> Compared:
    moments = tuple(
        diary.over.first + (date.week + pick) * SLOT
        for date, pick in zip(dates, choice.picks, strict=True)
    )
    turns, week = choice.turns, diary.over.first.weekday() * QUARTERS + dates[0].week
    times = tuple(divmod((week + turn) % (7 * QUARTERS), QUARTERS) for turn in turns)
    elsewhere = sum(
        pick != turns[index % len(turns)] for index, pick in enumerate(choice.picks) if turns
    )
    told = burdens(groups, diary, [*before, *moments])
    return Compared(choice.way, moments, times, elsewhere, told)
