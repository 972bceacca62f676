"""Who stands in for a mentor who is away for some days. Nothing of it is saved."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.scalars import Days
from mentorkit.pairing.assignment import Instance, solve
from mentorkit.pairing.fit import Cell
from mentorkit.pairing.goals import prices
from mentorkit.pairing.situation import Situation
from mentorkit.rules.absence import absences, away_too


@dataclass(frozen=True, slots=True)
class StandIn:
    """A mentee whose mentor is away on the days `away`, and who stands in, or None for nobody.

    `score` is the fit of the two; `full` says that the mentor who stands in has no place left
    otherwise.
    """

    mentor: str
    mentee: str
    away: Days
    standin: str | None = None
    score: int | None = None
    full: bool = False


def standins(found: Situation, pairs: Iterable[Cell], last: date) -> tuple[StandIn, ...]:
    """Return who stands in for the mentors of these pairs, until a last day, by first day away.

    It is a mentor of the situation who is there on all of the days and may be paired with the
    mentee. Absences that touch each other's days are answered together, by the situation's goal,
    with one mentee at most for each who stands in; a full mentor may, since it is for days. A
    mentee who is away too needs nobody.
    """
    cells = sorted(pairs)
    load = Counter(mentor for mentor, _ in cells)
    full = {mentor for mentor, places in found.capacity.items() if load[mentor] >= places}
    wanted = [
        StandIn(mentor, mentee, away)
        for mentor, mentee in cells
        for away in absences(found.mentors[mentor], found.day, last)
        if not away_too(found.mentees[mentee], away)
    ]
    wanted.sort(key=lambda want: (want.away, want.mentor, want.mentee))
    return tuple(each for group in _touching(wanted) for each in _answered(found, group, full))


def _touching(wanted: Iterable[StandIn]) -> Iterator[list[StandIn]]:
    """Yield the absences in groups that have no day in common with each other's."""
    group: list[StandIn] = []
    for want in wanted:
        if group and want.away.first > max(each.away.last for each in group):
            yield group
            group = []
        group.append(want)
    if group:
        yield group


def _answered(
    found: Situation, group: Sequence[StandIn], full: Collection[str]
) -> Iterator[StandIn]:
    """Yield the absences of a group with those who stand in."""
    mentors = list(found.mentors)
    instance = Instance(
        mentees=[f"{want.mentee} {want.away.first}" for want in group],
        mentors=mentors,
        scores=[_scores(found, want) for want in group],
        places=[1 for _ in mentors],
    )
    asked = prices(found.goal, found.floors, instance.occurring(), len(group))
    for want, column in zip(group, solve(instance, asked).column_of, strict=True):
        if column is None:
            yield want
        else:
            who = mentors[column]
            score = found.fits.score((who, want.mentee))
            yield StandIn(want.mentor, want.mentee, want.away, who, score, who in full)


def _scores(found: Situation, want: StandIn) -> list[int]:
    row = found.fits.scores[found.fits.mentees[want.mentee]]
    return [
        -1 if absences(found.mentors[mentor], *want.away) else score
        for mentor, score in zip(found.mentors, row, strict=True)
    ]
