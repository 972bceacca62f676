"""After somebody has left: what is broken, and what it would bring to end standing pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.curve import EFFORT, Point, curve
from mentorkit.pairing.figures import Figures, figures
from mentorkit.pairing.fit import Cell
from mentorkit.pairing.goals import prices
from mentorkit.pairing.proposal import Answer, EndingPair, answer
from mentorkit.pairing.situation import PLAIN, Situation, Terms, situation
from mentorkit.pairing.standins import StandIn, standins


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of the curve: how many standing pairs end, and what everybody then has."""

    ended: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Alone:
    """A mentee who has no mentor on the day, and the last one, up to the day `until`, if any."""

    person: str
    mentor: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Each choice of the `curve` gains something over the one before, and the last is afresh.

    `answer` is that of the choice at the index `chosen`. For a number of ended pairs that is
    `unsettled` a better one may exist.
    """

    answer: Answer
    curve: tuple[Choice, ...]
    chosen: int
    unsettled: tuple[int, ...]
    alone: tuple[Alone, ...]
    standins: tuple[StandIn, ...]

    @property
    def broken(self) -> tuple[EndingPair, ...]:
        """The pairs of people who have left, which pairs.yaml does not say to be over."""
        return tuple(pair for pair in self.answer.ending if pair.ended != "rematched")

    @property
    def given_up(self) -> tuple[EndingPair, ...]:
        """The pairs of people who are here that the answer ends."""
        return tuple(pair for pair in self.answer.ending if pair.ended == "rematched")


def repair(
    cohort: Cohort, as_of: date, terms: Terms = PLAIN, end: int = 0, effort: int = EFFORT
) -> Repair:
    """Return the best that ends at most `end` standing pairs, among all that could be chosen.

    Pairs that are locked stay, and so do those of a mentor with more mentees than places.
    `effort` is that of `curve`. Raises Misuse if the weights sum to 0.
    """
    found = situation(cohort, as_of, terms)
    instance = found.instance
    asked = prices(found.goal, found.floors, instance.occurring(), len(instance.mentees))
    found_curve = curve(instance, asked, effort)
    answers = [_cells(found, point) for point in found_curve.points]
    chosen = max(index for index, point in enumerate(found_curve.points) if point.ended <= end)
    best = answer(cohort, as_of, found, terms, answers[chosen])
    return Repair(
        answer=best,
        curve=tuple(
            Choice(point.ended, figures(cells, found.fits, found.floors))
            for point, cells in zip(found_curve.points, answers, strict=True)
        ),
        chosen=chosen,
        unsettled=found_curve.unsettled,
        alone=tuple(_alone(cohort, best)),
        standins=standins(found, answers[chosen], cohort.programme.end),
    )


def _cells(found: Situation, point: Point) -> list[Cell]:
    """Return the pairs of a point and those that are fixed, ordered by mentor and mentee."""
    instance = found.instance
    cells = [
        (instance.mentors[column], instance.mentees[row])
        for row, column in enumerate(point.column_of)
        if column is not None
    ]
    return sorted([*cells, *((mentor, mentee) for mentee, mentor in found.fixed.items())])


def _alone(cohort: Cohort, best: Answer) -> Iterator[Alone]:
    """Yield the mentees whom nobody mentors on the day, before anything is repaired."""
    found = best.situation
    left = {pair.index: pair.until for pair in best.ending if pair.ended != "rematched"}
    before = {
        pair.mentee: Alone(pair.mentee, pair.mentor, left.get(index, pair.until))
        for index, pair in sorted(enumerate(cohort.pairs), key=lambda each: each[1].since)
        if pair.since <= found.day and pair.mentor in found.people
    }
    for mentee in found.mentees:
        if mentee not in found.fixed and mentee not in found.standing:
            yield before.get(mentee, Alone(mentee))
