"""Why somebody was paired so: the fit in its parts, what else was possible, who competes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from mentorkit.cohort.model import Cohort, Pair
from mentorkit.cohort.programme import Programme
from mentorkit.pairing.alternatives import Alternative, Optimum, unlocked
from mentorkit.pairing.common_hours import Calls, CommonHours, MoreHour
from mentorkit.pairing.competition import Competition, for_mentees, for_places
from mentorkit.pairing.figures import Figures
from mentorkit.pairing.fit import Cell, Fit, Refusal, of_hours
from mentorkit.pairing.goals import BEST
from mentorkit.pairing.proposal import COMPARED, Proposal, proposal
from mentorkit.pairing.situation import PLAIN, Situation, Terms, situation
from mentorkit.rules.fit_matrix import PARTS

Role = Literal["mentee", "mentor"]
Fixed = Literal["locked", "full"]


@dataclass(frozen=True, slots=True)
class Points:
    """What a part of a fit adds to its score, of how many at most."""

    part: str
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """One pair, and what would come of it if it could not be.

    `since` is the day since which it stands, None for one that is proposed. `fixed` says why it
    is not for the solver to change: it is locked, or its mentor has more mentees than places.
    `languages` are those in common and `topics` those wanted and offered, each in the mentee's
    order. `hour` is the one that would add most to the score, on the clocks of the person asked
    about. Where the rules would not offer the pair today, nothing of this is told. `without` is
    the best answer in which these two are not a pair.
    """

    mentor: str
    mentee: str
    fit: Fit
    points: tuple[Points, ...]
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    common: CommonHours | None
    since: date | None
    fixed: Fixed | None
    hour: MoreHour | None
    without: Alternative | None


@dataclass(frozen=True, slots=True)
class ExplainedRole:
    """A person on one side of the table.

    Of `asked` people on the other side, `possible` could be paired with this one by the rules, and
    `closed` counts what stands against the others. `alternatives` come cheapest first. `fittest`
    is the one of them that fits better than any of `pairs`, if one does. `competition` is there
    for a mentee who is alone and for a mentor with a place left, if anybody is possible at all;
    `hour` for somebody with nobody, if one more hour would open a common hour with somebody.
    """

    role: Role
    places: int
    pairs: tuple[ExplainedPair, ...]
    asked: int
    possible: int
    closed: Mapping[Refusal, int]
    alternatives: tuple[Alternative, ...]
    fittest: Alternative | None
    competition: Competition | None
    hour: MoreHour | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Somebody's place in the best answer, on each side on which they are.

    `figures` are those of the answer, `topics` what the programme's topics are called.
    """

    person: str
    situation: Situation
    terms: Terms
    figures: Figures
    roles: tuple[ExplainedRole, ...]
    topics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole answer: `pairs` with the lowest fit first, each with the best answer without it.

    `spread` is the lowest fit, the quartiles and the highest, empty where no pair has a fit. In
    a large cohort `without` is worked out for the lowest pairs only, so many as `counted`.
    """

    proposal: Proposal
    spread: tuple[int, ...]
    pairs: tuple[tuple[Cell, Alternative | None], ...]
    counted: int


def explain(cohort: Cohort, person: str, as_of: date, terms: Terms = PLAIN) -> Explanation:
    """Explain somebody's pairs as of a day.

    KeyError where nobody of that id is a mentor or a mentee then. Raises Misuse if the weights
    sum to 0.
    """
    found = situation(cohort, as_of, terms)
    if person not in found.mentors and person not in found.mentees:
        raise KeyError(person)
    work = _Work(cohort.programme, found, Optimum(_asked(found, person)))
    roles = [work.mentee(person)] if person in found.mentees else []
    roles += [work.mentor(person)] if person in found.mentors else []
    topics = cohort.programme.topics
    return Explanation(person, found, terms, work.answer.figures, tuple(roles), topics)


def _asked(found: Situation, person: str) -> Situation:
    """Return the situation to solve: that of a mentee whose pair is locked, without the lock.

    The best answer is the same, and also says what would be otherwise. A mentor's locked pairs
    stay: nothing else may move them.
    """
    if person in found.fixed and person not in found.mentors:
        return unlocked(found, person) or found
    return found


LOWEST = 5
"""For how many pairs a large cohort is told what comes of it without them."""


def overview(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Overview:
    """Explain the whole answer as of a day. Raises Misuse if the weights sum to 0."""
    found = situation(cohort, as_of, terms)
    answer = Optimum(found)
    proposed = proposal(cohort, as_of, found, terms, answer.solution)
    cells = [(pair.mentor, pair.mentee) for pair in proposed.pairs]
    scores = {cell: found.fits.score(cell) for cell in cells}
    cells.sort(key=lambda cell: (scores[cell] is None, scores[cell] or 0, cell))
    counted = len(cells) if len(found.mentees) <= COMPARED else min(LOWEST, len(cells))
    without = [answer.without_pair_of(mentee) for _, mentee in cells[:counted]]
    without += [None] * (len(cells) - counted)
    return Overview(
        proposal=proposed,
        spread=_spread([score for score in scores.values() if score is not None]),
        pairs=tuple(zip(cells, without, strict=True)),
        counted=counted,
    )


def _spread(scores: Sequence[int]) -> tuple[int, ...]:
    """Return the lowest, the quartiles and the highest; each is a score that occurs."""
    ranked = sorted(scores)
    return tuple(ranked[(len(ranked) - 1) * quarter // 4] for quarter in range(5)) if ranked else ()


def points(fit: Fit, weights: Sequence[int]) -> tuple[Points, ...]:
    """Return what each part adds to a score; together they are the score, of 1000 in all.

    What is lost by rounding down goes to the parts with the largest remainders. Empty where
    there is no score.
    """
    if fit.score is None:
        return ()
    products = [weight * value for weight, value in zip(weights, fit.values, strict=True)]
    got = _shared_out(fit.score, products, sum(weights))
    most = _shared_out(BEST, [weight * BEST for weight in weights], sum(weights))
    return tuple(map(Points, PARTS, got, map(max, got, most)))


def _shared_out(whole: int, products: Sequence[int], divisor: int) -> list[int]:
    parts = [product // divisor for product in products]
    rest = sorted(range(len(parts)), key=lambda part: (-(products[part] % divisor), part))
    for part in rest[: whole - sum(parts)]:
        parts[part] += 1
    return parts


class _Work:
    """What the explanations of one answer share."""

    def __init__(self, programme: Programme, found: Situation, answer: Optimum):
        self.found, self.answer = found, answer
        self.weights: list[int] = [getattr(programme.pairing.weights, part) for part in PARTS]
        self.calls = Calls(programme)
        self._freed_ones: dict[str, Optimum | None] = {}

    @cached_property
    def stands(self) -> Mapping[Cell, Pair]:
        return {(pair.mentor, pair.mentee): pair for _, pair in self.found.open_pairs}

    def mentee(self, person: str) -> ExplainedRole:
        mentor = self.answer.mentor_of.get(person)
        pairs = [] if mentor is None else [self._pair((mentor, person), person)]
        cells = [(each, person) for each in self.found.fits.mentors if each != person]
        freed = self._freed(person)
        others = freed.of_mentee(person) if freed else []
        competition = None
        if mentor is None and any(self._scores(cells)):
            row = self.found.instance.mentees.index(person)
            competition = for_places(self.answer.solution, row)
        return self._role("mentee", person, pairs, cells, others, competition)

    def mentor(self, person: str) -> ExplainedRole:
        own = [mentee for mentee, mentor in self.answer.mentor_of.items() if mentor == person]
        pairs = [self._pair((person, mentee), person) for mentee in own]
        cells = [(person, each) for each in self.found.fits.mentees if each != person]
        competition = None
        if len(own) < self.found.capacity[person] and any(self._scores(cells)):
            column = self.found.fits.mentors[person]
            competition = for_mentees(self.answer.solution, column)
        others = self.answer.of_mentor(person)
        return self._role("mentor", person, pairs, cells, others, competition)

    def _scores(self, cells: Sequence[Cell]) -> Iterator[bool]:
        return (self.found.fits.score(cell) is not None for cell in cells)

    def _role(
        self,
        role: Role,
        person: str,
        pairs: Sequence[ExplainedPair],
        cells: Sequence[Cell],
        others: Sequence[Alternative],
        competition: Competition | None,
    ) -> ExplainedRole:
        possible = sum(self._scores(cells))
        return ExplainedRole(
            role=role,
            places=1 if role == "mentee" else self.found.capacity[person],
            pairs=tuple(pairs),
            asked=len(cells),
            possible=possible,
            closed=self._closed(cells),
            alternatives=tuple(others),
            fittest=_fittest(pairs, others),
            competition=competition,
            hour=None if pairs or possible else self._opening(person, cells),
        )

    def _closed(self, cells: Sequence[Cell]) -> dict[Refusal, int]:
        counts = Counter(self.found.fits[cell].why for cell in cells)
        rules: tuple[Refusal, ...] = ("language", "hours", "not offered")
        return {rule: counts[rule] for rule in rules}

    def _pair(self, cell: Cell, asked: str) -> ExplainedPair:
        mentor, mentee = (self.found.people[each] for each in cell)
        fit, stands = self.found.fits[cell], self.stands.get(cell)
        offered = fit.score is not None
        spoken = {language.casefold() for language in mentor.languages} if offered else ()
        taught = mentor.offers if offered else ()
        return ExplainedPair(
            *cell,
            fit=fit,
            points=points(fit, self.weights),
            languages=tuple(each for each in mentee.languages if each.casefold() in spoken),
            topics=tuple(each for each in mentee.wants if each in taught),
            common=self.calls.common(mentor, mentee) if offered else None,
            since=stands.since if stands else None,
            fixed=self._fixed(cell),
            hour=self._hour(cell, fit, asked),
            without=self._without(cell[1]),
        )

    def _fixed(self, cell: Cell) -> Fixed | None:
        mentor, mentee = cell
        if self.found.fixed.get(mentee) != mentor:
            return None
        return "full" if unlocked(self.found, mentee) is None else "locked"

    def _without(self, mentee: str) -> Alternative | None:
        answer = self._freed(mentee)
        return answer.without_pair_of(mentee) if answer else None

    def _freed(self, mentee: str) -> Optimum | None:
        """Return the answer in which the pair of a mentee may change; None where it may not."""
        if mentee not in self.answer.found.fixed:
            return self.answer
        if mentee not in self._freed_ones:
            found = unlocked(self.found, mentee)
            self._freed_ones[mentee] = Optimum(found) if found else None
        return self._freed_ones[mentee]

    def _hour(self, cell: Cell, fit: Fit, asked: str) -> MoreHour | None:
        """Return the hour that would add most to the fit of two people who are a pair."""
        if fit.score is None or fit.parts["hours"] == BEST:
            return None
        other = cell[0] if asked == cell[1] else cell[1]
        weighed = sum(
            weight * value for weight, value in zip(self.weights, fit.values, strict=True)
        )
        hours = PARTS.index("hours")

        def gain(shared: Sequence[int]) -> int:
            more = of_hours(shared[0]) - fit.values[hours]
            return (weighed + self.weights[hours] * more) // sum(self.weights) - (fit.score or 0)

        return self.calls.best_hour(self.found.people[asked], [self.found.people[other]], gain)

    def _opening(self, person: str, cells: Sequence[Cell]) -> MoreHour | None:
        """Return the hour with which most of those without a common hour would have one.

        Whether any of them would be offered then is not looked at: it may be private.
        """
        others = [
            self.found.people[mentor if person == mentee else mentee]
            for mentor, mentee in cells
            if self.found.fits[mentor, mentee].why == "hours"
        ]
        asked = self.found.people[person]
        return self.calls.best_hour(asked, others, lambda shared: sum(map(bool, shared)))


def _fittest(pairs: Sequence[ExplainedPair], others: Sequence[Alternative]) -> Alternative | None:
    """Return the alternative whose fit is best, if no pair is as good; the cheapest of equals."""
    own = max((pair.fit.score or 0 for pair in pairs), default=0)
    best = max(others, key=lambda other: other.score or 0, default=None)
    return best if pairs and best and (best.score or 0) > own else None
