"""The proposal: who mentors whom from a day on, what stands already, who stays alone and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mentorkit.cohort.model import Cohort, Pair
from mentorkit.pairing.assignment import Solution
from mentorkit.pairing.figures import Figures, blocking, figures, is_only_best
from mentorkit.pairing.fit import Cell, Fit, Fits, Refusal
from mentorkit.pairing.goals import GOALS, GoalName
from mentorkit.pairing.remarks import Remark, remarks
from mentorkit.pairing.situation import PLAIN, Situation, Terms, situation

Reason = Literal[Refusal, "places"]
EndCode = Literal["mentor-left", "mentee-left", "rematched"]


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A pair of the proposal; `standing` says that it holds already and stays."""

    mentor: str
    mentee: str
    fit: Fit
    standing: bool


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A mentee without a mentor, and why."""

    person: str
    why: Reason


@dataclass(frozen=True, slots=True)
class EndingPair:
    """A pair of pairs.yaml, at `index` of its list, that is over from the day `until`."""

    index: int
    mentor: str
    mentee: str
    until: date
    ended: EndCode


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee who would have another mentor, or None for nobody."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a what-if changes: the figures without and with it, and who would move.

    Only mentees who are there either way move; they are in the order of their ids.
    """

    before: Figures
    after: Figures
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a situation, which can be saved: `since` is the day on which new pairs begin."""

    situation: Situation
    terms: Terms
    since: date
    pairs: tuple[ProposedPair, ...]
    unpaired: tuple[Unpaired, ...]
    ending: tuple[EndingPair, ...]
    figures: Figures

    @property
    def new(self) -> tuple[ProposedPair, ...]:
        """The pairs that do not stand yet."""
        return tuple(pair for pair in self.pairs if not pair.standing)

    @property
    def names(self) -> Mapping[str, str]:
        """What everybody is called, by id."""
        return {person.id: person.name for person in self.situation.people.values()}


@dataclass(frozen=True, slots=True)
class Proposal(Answer):
    """The best answer as of a day, and how it compares.

    `comparison` says what each goal would give, and is empty where the cohort is too large for
    that; `only` whether no other answer is as good; `blocking` names the pairs who would fit each
    other better than what they get; `difference` is that of the terms' what-ifs, if they have
    any; `remarks` say what deserves a look.
    """

    comparison: Mapping[GoalName, Figures]
    only: bool
    blocking: tuple[Cell, ...]
    difference: Difference | None = None
    remarks: tuple[Remark, ...] = ()


COMPARED = 300
"""Up to how many mentees the goals are compared: it takes as long as solving three times."""


def propose(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Proposal:
    """Return the best pairs of the cohort as it was known on a day.

    Standing pairs keep their places and the others are chosen around them, unless the terms say
    otherwise. A pair whose mentor or mentee has left is over. New pairs begin on the day, or on
    the programme's first if that is later; after its last day too where nobody has been paired
    yet: such a proposal is a rehearsal. Raises Misuse if the weights sum to 0.
    """
    there = situation(cohort, as_of, terms)
    found = proposal(cohort, as_of, there, terms, there.solve())
    if not terms.what_if:
        return found
    return replace(found, difference=_difference(cohort, as_of, found))


def proposal(
    cohort: Cohort, as_of: date, found: Situation, terms: Terms, solution: Solution
) -> Proposal:
    """Return what a situation's solution proposes, see `propose`."""
    together = found.cells(solution)
    best = answer(cohort, as_of, found, terms, together)
    return Proposal(
        situation=found,
        terms=terms,
        since=best.since,
        pairs=best.pairs,
        unpaired=best.unpaired,
        ending=best.ending,
        figures=best.figures,
        comparison=_compared(found, together),
        only=is_only_best(solution),
        blocking=tuple(blocking(together, found.fits, found.capacity)),
        remarks=tuple(remarks(found, together)),
    )


def answer(
    cohort: Cohort, as_of: date, found: Situation, terms: Terms, together: Sequence[Cell]
) -> Answer:
    """Return what it means to have these pairs, the fixed ones among them, and no others."""
    since = found.day
    if not cohort.pairs and as_of > cohort.programme.end:
        since = cohort.programme.start
    standing = {(pair.mentor, pair.mentee) for _, pair in found.open_pairs}
    paired = {mentee for _, mentee in together}
    return Answer(
        situation=found,
        terms=terms,
        since=since,
        pairs=tuple(ProposedPair(*cell, found.fits[cell], cell in standing) for cell in together),
        unpaired=tuple(Unpaired(m, _why(m, found.fits)) for m in found.mentees if m not in paired),
        ending=tuple(_endings(found, set(together), since)),
        figures=figures(together, found.fits, found.floors),
    )


def _compared(found: Situation, together: Sequence[Cell]) -> dict[GoalName, Figures]:
    if len(found.mentees) > COMPARED:
        return {}
    answers = {
        goal: together if goal == found.goal else found.cells(found.solve(goal)) for goal in GOALS
    }
    return {goal: figures(cells, found.fits, found.floors) for goal, cells in answers.items()}


def _difference(cohort: Cohort, as_of: date, proposal: Proposal) -> Difference:
    """Return what the what-ifs of a proposal change."""
    found = situation(cohort, as_of, proposal.terms.without_ifs)
    cells = found.cells(found.solve())
    before = {mentee: mentor for mentor, mentee in cells}
    after = {pair.mentee: pair.mentor for pair in proposal.pairs}
    return Difference(
        before=figures(cells, found.fits, found.floors),
        after=proposal.figures,
        moves=tuple(
            Move(mentee, before.get(mentee), after.get(mentee))
            for mentee in proposal.situation.mentees
            if before.get(mentee) != after.get(mentee)
        ),
    )


def _why(mentee: str, fits: Fits) -> Reason:
    """Say why a mentee is alone: `places` if some mentor would do, else the commonest rule.

    Where two rules close equally many cells, the one that is asked first is named. Where there
    is no other person who mentors, it is places that lack.
    """
    closed = Counter(fits[mentor, mentee].why for mentor in fits.mentors if mentor != mentee)
    if None in closed or not closed:
        return "places"
    order: tuple[Refusal, ...] = ("language", "hours", "not offered")
    return max(order, key=lambda rule: closed[rule])


def _endings(found: Situation, together: set[Cell], day: date) -> Iterable[EndingPair]:
    for index, pair in found.open_pairs:
        if (pair.mentor, pair.mentee) in together:
            continue
        until, ended = _end(pair, found, day)
        yield EndingPair(index, pair.mentor, pair.mentee, max(until, pair.since), ended)


def _end(pair: Pair, found: Situation, day: date) -> tuple[date, EndCode]:
    """Return when and why a pair is over: the day on which one of them left, or the new pairs'."""
    left: list[tuple[date, EndCode]] = []
    if pair.mentor not in found.mentors:
        left.append((found.people[pair.mentor].left or day, "mentor-left"))
    if pair.mentee not in found.mentees:
        left.append((found.people[pair.mentee].left or day, "mentee-left"))
    return min(left, default=(day, "rematched"))
