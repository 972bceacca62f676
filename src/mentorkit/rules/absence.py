"""Days on which somebody is away, as stretches, by the dates that people wrote."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.scalars import Days

_DAY = timedelta(days=1)


def absences(person: Person, first: date, last: date) -> tuple[Days, ...]:
    """Return the stretches of days away that touch the days `first` to `last`, in their order.

    Stretches that overlap or follow each other without a day between are one, so that each is
    as long as the person is gone.
    """
    gone = _joined(person.away)
    return tuple(away for away in gone if away.last >= first and away.first <= last)


def away_too(person: Person, days: Days) -> bool:
    """Whether somebody is away on all of some days."""
    return any(own.first <= days.first and days.last <= own.last for own in _joined(person.away))


def left_behind(cohort: Cohort, mentor: str, days: Days) -> Iterator[Person]:
    """Yield a mentor's mentees who are there on some of the days that the mentor is not."""
    for pair in cohort.pairs:
        runs = pair.since <= days.last and (pair.until is None or pair.until > days.first)
        mentee = cohort.people.get(pair.mentee) if runs and pair.mentor == mentor else None
        if mentee and mentee.left is None and not away_too(mentee, days):
            yield mentee


def _joined(stretches: Iterable[Days]) -> list[Days]:
    joined: list[Days] = []
    for away in sorted(stretches):
        if joined and away.first <= joined[-1].last + _DAY:
            joined[-1] = Days(joined[-1].first, max(joined[-1].last, away.last))
        else:
            joined.append(away)
    return joined
