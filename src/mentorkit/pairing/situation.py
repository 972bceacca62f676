"""What there is to decide on a day: who is here, what stands, what is fixed, how everybody fits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mentorkit.cohort.model import Cohort, Pair, Person, PersonRole
from mentorkit.cohort.programme import Programme
from mentorkit.pairing.assignment import Instance, Solution, solve
from mentorkit.pairing.fit import Cell, Fits, fits
from mentorkit.pairing.goals import GoalName, prices
from mentorkit.pairing.matching import bottleneck
from mentorkit.rules.replay import as_known_on


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked besides the cohort's own rules.

    `goal` is that of mentorkit.yaml unless one is named; `afresh` gives up the standing pairs
    that are not locked. `lock`, `forbid` and `without` say what if two had to be together, or
    could not be, or somebody was not here.
    """

    goal: GoalName | None = None
    afresh: bool = False
    lock: frozenset[Cell] = frozenset()
    forbid: frozenset[Cell] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def what_if(self) -> bool:
        """Whether these ask what would be, which is never saved."""
        return bool(self.lock or self.forbid or self.without)

    @property
    def without_ifs(self) -> "Terms":
        """The same without the what-ifs."""
        return Terms(self.goal, self.afresh)


PLAIN = Terms()
"""Nothing asked besides the cohort's own rules."""


@dataclass(frozen=True)
class Situation:
    """The day's question to the solver.

    `open_pairs` are those of pairs.yaml that have begun and not ended, by their index there;
    `fixed` the mentor of each mentee whose pair is not for the solver to change, `standing` of
    each whose pair it keeps if it can. `capacity` counts every mentor's places, all included.
    """

    goal: GoalName
    floors: tuple[int, ...]
    minimum: int
    day: date
    people: Mapping[str, Person]
    mentors: Mapping[str, Person]
    mentees: Mapping[str, Person]
    open_pairs: tuple[tuple[int, Pair], ...]
    fits: Fits
    capacity: Mapping[str, int]
    fixed: Mapping[str, str]
    standing: Mapping[str, str]

    @cached_property
    def instance(self) -> Instance:
        """The instance without the fixed pairs and the places that they take."""
        mentees = [mentee for mentee in self.mentees if mentee not in self.fixed]
        taken = Counter(self.fixed.values())
        return Instance(
            mentees=mentees,
            mentors=list(self.mentors),
            scores=[self.fits.scores[self.fits.mentees[mentee]] for mentee in mentees],
            places=[max(0, self.capacity[mentor] - taken[mentor]) for mentor in self.mentors],
            standing={
                row: self.fits.mentors[self.standing[mentee]]
                for row, mentee in enumerate(mentees)
                if mentee in self.standing
            },
        )

    def solve(self, goal: GoalName | None = None, *, whole: bool = False) -> Solution:
        """Return the best answer by the situation's goal, or by another.

        A `whole` solution leaves out none of the possible pairs, so that every what-if may be
        asked of it; without, those that cannot be of the answer may be left out.
        """
        goal, instance = goal or self.goal, self.instance
        if goal == "leximin" and not instance.standing and not whole:
            instance = instance.above(bottleneck(instance))
        asked = prices(goal, self.floors, instance.occurring(), len(instance.mentees))
        return solve(instance, asked)

    def cells(self, solution: Solution) -> list[Cell]:
        """Return the fixed pairs and those of a solution, ordered by mentor and mentee."""
        return sorted(
            (mentor, mentee) for mentee, mentor in {**solution.pairs, **self.fixed}.items()
        )


def situation(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Situation:
    """Return what there is to decide in a cohort as it was known on a day.

    A locked pair is fixed, and so are the pairs of a mentor who has more than places. Before the
    programme begins, pairs dated up to its first day stand already, since that is the date which
    new pairs get. Raises Misuse if the weights sum to 0. `terms` must
    name people and pairs that are possible here.
    """
    rules = cohort.programme.pairing
    day = max(as_of, cohort.programme.start)
    people = as_known_on(cohort, as_of).people
    mentors = _present(people.values(), "mentor", terms.without)
    mentees = _present(people.values(), "mentee", terms.without)
    found = fits(_closing(cohort.programme, terms), mentors.values(), mentees.values())
    begun = open_pairs(cohort, people, day)
    whole = [p for _, p in begun if p.mentor in mentors and p.mentee in mentees]
    capacity = {mentor: person.capacity for mentor, person in mentors.items()}
    fixed, standing = _kept(whole, capacity, terms)
    return Situation(
        goal=terms.goal or rules.fair,
        floors=rules.floors,
        minimum=rules.minimum,
        day=day,
        people=people,
        mentors=mentors,
        mentees=mentees,
        open_pairs=begun,
        fits=found,
        capacity=capacity,
        fixed=fixed,
        standing=standing,
    )


def _closing(programme: Programme, terms: Terms) -> Programme:
    """Return the programme with the forbidden pairs among its own, so that they look alike."""
    forbid = (*programme.forbid, *sorted(terms.forbid))
    return programme.model_copy(update={"forbid": forbid}) if terms.forbid else programme


def _present(
    people: Iterable[Person], role: PersonRole, without: frozenset[str]
) -> dict[str, Person]:
    here = (p for p in people if role in p.roles and p.left is None and p.id not in without)
    return {person.id: person for person in sorted(here, key=lambda person: person.id)}


def open_pairs(
    cohort: Cohort, people: Mapping[str, Person], day: date
) -> tuple[tuple[int, Pair], ...]:
    """Return the pairs that have begun by a day and not ended, each with its index in the file."""
    return tuple(
        (index, pair)
        for index, pair in enumerate(cohort.pairs)
        if pair.since <= day and (pair.until is None or pair.until > day)
        if pair.mentor in people and pair.mentee in people
    )


def _kept(
    whole: Sequence[Pair], capacity: Mapping[str, int], terms: Terms
) -> tuple[dict[str, str], dict[str, str]]:
    """Return mentee -> mentor of the pairs that are fixed, and of those that stand besides."""
    fixed = {mentee: mentor for mentor, mentee in terms.lock}
    kept = [
        pair
        for pair in whole
        if pair.mentee not in fixed and (pair.mentor, pair.mentee) not in terms.forbid
    ]
    together = {(pair.mentor, pair.mentee) for pair in whole}
    newly = {mentor for mentor, _ in terms.lock - together}
    load = Counter(pair.mentor for pair in kept if pair.locked or not terms.afresh)
    load.update(mentor for mentor, _ in terms.lock & together)
    standing = {}
    for pair in kept:
        # To end one pair of a mentor with too many would free no place, unless one more is asked.
        crowded = load[pair.mentor] > capacity[pair.mentor] and pair.mentor not in newly
        if pair.locked or (crowded and not terms.afresh):
            fixed[pair.mentee] = pair.mentor
        elif not terms.afresh:
            standing[pair.mentee] = pair.mentor
    return fixed, standing
