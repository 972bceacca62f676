"""What else was possible: the best answer if somebody had another partner, and who would move."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from mentorkit.pairing.assignment import Solution
from mentorkit.pairing.figures import Figures, figures
from mentorkit.pairing.fit import Cell
from mentorkit.pairing.proposal import Move
from mentorkit.pairing.residual import Change, Residual
from mentorkit.pairing.situation import Situation


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best answer in which something is otherwise than in the answer that is explained.

    `partner` is whom the person who was asked about would have, `score` how well these two fit.
    `moves` names everybody who would get another mentor, first the mentee it is about; `ended`
    the standing pairs of the answer, as mentor and mentee, that would not be kept. `as_good` says
    that the goal sees no difference; figures alone may not tell, as with the second worst pair.
    """

    partner: str | None
    score: int | None
    figures: Figures
    ended: tuple[Cell, ...]
    moves: tuple[Move, ...]
    as_good: bool


class Optimum:
    """The best answer to a situation, and what it would take to have another one."""

    def __init__(self, found: Situation):
        self.found = found
        self.solution: Solution = found.solve(whole=True)
        self._rows = {mentee: row for row, mentee in enumerate(found.instance.mentees)}

    @cached_property
    def mentor_of(self) -> Mapping[str, str]:
        """The mentor of each mentee who has one, fixed ones included, ordered by mentee."""
        return dict(sorted({**self.solution.pairs, **self.found.fixed}.items()))

    @cached_property
    def figures(self) -> Figures:
        """The answer in figures."""
        return self._figures(self.mentor_of)

    def of_mentee(self, mentee: str) -> list[Alternative]:
        """Return the best answer with each other mentor who has a place, the cheapest first.

        What is cheapest is the goal's word: the fewest standing pairs ended, the most paired, and
        so on. Empty for a mentee whose pair is fixed.
        """
        row = self._rows.get(mentee)
        if row is None:
            return []
        found = self._residual.of_row(row)
        return [
            self._alternative(self._mentor(column), change)
            for column, change in sorted(found.items(), key=lambda each: each[1].extra)
            if column is not None
        ]

    def of_mentor(self, mentor: str) -> list[Alternative]:
        """Return the best answer with each mentee whom a mentor does not have, the cheapest first.

        Those whose pair is fixed are left out.
        """
        found = self._residual.of_column(self.found.fits.mentors[mentor])
        return [
            self._alternative(self.found.instance.mentees[row], change)
            for row, change in sorted(found.items(), key=lambda each: each[1].extra)
        ]

    def without_pair_of(self, mentee: str) -> Alternative | None:
        """Return the best answer in which a mentee does not have the mentor of this one.

        None where the mentee has none, or where the pair is fixed.
        """
        row = self._rows.get(mentee)
        if row is None or self.solution.column_of[row] is None:
            return None
        change = self._residual.without_pair_of(row)
        return self._alternative(self._mentor(change.moves[row]), change)

    @cached_property
    def _residual(self) -> Residual:
        return Residual(self.solution)

    def _mentor(self, column: int | None) -> str | None:
        return None if column is None else self.found.instance.mentors[column]

    def _alternative(self, partner: str | None, change: Change) -> Alternative:
        moves = tuple(self._moves(change))
        after: dict[str, str | None] = dict(self.mentor_of)
        after.update({move.mentee: move.after for move in moves})
        about, fits = moves[0], self.found.fits
        standing = self.found.standing
        return Alternative(
            partner=partner,
            score=None if about.after is None else fits.score((about.after, about.mentee)),
            figures=self._figures(after),
            ended=tuple(
                (standing[move.mentee], move.mentee)
                for move in moves
                if move.before is not None and standing.get(move.mentee) == move.before
            ),
            moves=moves,
            as_good=change.extra < self.solution.prices.unit // 2,
        )

    def _moves(self, change: Change) -> Iterator[Move]:
        for row, column in change.moves.items():
            mentee = self.found.instance.mentees[row]
            yield Move(mentee, self.mentor_of.get(mentee), self._mentor(column))

    def _figures(self, mentor_of: Mapping[str, str | None]) -> Figures:
        cells = [(mentor, mentee) for mentee, mentor in mentor_of.items() if mentor is not None]
        return figures(cells, self.found.fits, self.found.floors)


def unlocked(found: Situation, mentee: str) -> Situation | None:
    """Return the situation in which a fixed pair only stands, so that it may be asked about.

    Its best answer is the same. None where the mentor has more mentees than places: to take one
    of them away would free no place for anybody else.
    """
    mentor = found.fixed[mentee]
    load = Counter([*found.fixed.values(), *found.standing.values()])
    if load[mentor] > found.capacity[mentor]:
        return None
    fixed = {each: own for each, own in found.fixed.items() if each != mentee}
    return replace(found, fixed=fixed, standing={**found.standing, mentee: mentor})
