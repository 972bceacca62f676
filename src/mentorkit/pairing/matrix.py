"""The picture of a day's pairs: everybody's fit with everybody, and who is together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.fit import Cell
from mentorkit.pairing.situation import PLAIN, Situation, Terms, situation
from mentorkit.rules.fit_matrix import Matrix, PairEnded, PairsTold, PairTold
from mentorkit.rules.replay import as_prepared_on


@dataclass(frozen=True, slots=True)
class Picture:
    """The matrix of a day; `proposed` says that its pairs do not all stand yet."""

    as_of: date
    matrix: Matrix
    proposed: bool
    terms: Terms


def picture(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Picture:
    """Return the pairs that stand on a day; where none does, or terms are given, the proposal.

    Raises Misuse if the weights sum to 0.
    """
    found = situation(cohort, as_of, terms)
    stands = standing(found) if terms == PLAIN else []
    together = stands or found.cells(found.solve())
    return Picture(as_of, matrix(found, together), proposed=not stands, terms=terms)


def matrix(found: Situation, together: Iterable[Cell]) -> Matrix:
    """Return the fits of a situation, and which pairs are together."""
    columns = [found.fits.scores[row] for row in found.fits.mentees.values()]
    return Matrix(
        mentors={mentor: found.people[mentor].name for mentor in found.mentors},
        mentees={mentee: found.people[mentee].name for mentee in found.mentees},
        scores=[
            [column[row] if column[row] >= 0 else None for column in columns]
            for row in found.fits.mentors.values()
        ],
        chosen=frozenset(together),
        floors=found.floors,
    )


def standing(found: Situation) -> list[Cell]:
    """Return the pairs that have begun and not ended, of people who are here, in order."""
    return sorted(
        (pair.mentor, pair.mentee)
        for _, pair in found.open_pairs
        if pair.mentor in found.mentors and pair.mentee in found.mentees
    )


def pairs_told(cohort: Cohort, as_of: date) -> PairsTold:
    """Return the pairs as of a day, those completed by then too, and those that ended early.

    Raises Misuse if the weights sum to 0.
    """
    found = situation(cohort, as_of)
    known = as_prepared_on(cohort, as_of)
    names = {person.id: person.name for person in known.people.values()}
    kept, ended = [], []
    for pair in known.pairs:
        cell = pair.mentor, pair.mentee
        both = names[pair.mentor], names[pair.mentee]
        if pair.ended not in (None, "completed") and pair.until:
            ended.append(PairEnded(*cell, both, pair.until, str(pair.ended)))
        elif cell in found.fits:
            fit = found.fits[cell]
            kept.append(PairTold(*cell, both, pair.since, fit.score, fit.parts))
    together = [(pair.mentor, pair.mentee) for pair in kept]
    kept.sort(key=lambda pair: (pair.mentor, pair.mentee))
    ended.sort(key=lambda pair: (pair.until, pair.mentor, pair.mentee))
    return PairsTold(matrix(found, together), tuple(kept), tuple(ended))
