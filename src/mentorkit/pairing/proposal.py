"""The proposal: who mentors whom from a day on, what stands already, who stays alone and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.pairing.assignment import best_pairs
from mentorkit.pairing.fit import Cell, Fit, Refusal, fits
from mentorkit.rules.replay import as_known_on

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
class Proposal:
    """The best pairs as of a day; `since` is the day from which new ones hold.

    `capacity` holds every mentor's places, those taken by standing pairs included; `cells` the
    fit of each mentor with each mentee; `names` what everybody in it is called.
    """

    goal: str
    afresh: bool
    floors: tuple[int, ...]
    minimum: int
    since: date
    capacity: Mapping[str, int]
    pairs: tuple[ProposedPair, ...]
    unpaired: tuple[Unpaired, ...]
    ending: tuple[EndingPair, ...]
    cells: Mapping[Cell, Fit]
    names: Mapping[str, str]

    @property
    def new(self) -> tuple[ProposedPair, ...]:
        """The pairs that do not stand yet."""
        return tuple(pair for pair in self.pairs if not pair.standing)


def propose(cohort: Cohort, as_of: date, *, afresh: bool = False) -> Proposal:
    """Return the best pairs of the cohort as it was known on a day.

    Standing pairs keep their places and the others are chosen around them; `afresh` keeps only
    the locked ones. Of the rest: most mentees paired, then the fewest pairs below each floor,
    then the greatest total fit, then the tie-break by ids. A pair whose mentor or mentee has left
    is over. Before the programme begins, pairs dated up to its first day stand already, since
    that is the date which new pairs get. They get it after its last day too where nobody has been
    paired yet: such a proposal is a rehearsal. Raises Misuse if the weights sum to 0.
    """
    rules = cohort.programme.pairing
    day = max(as_of, cohort.programme.start)
    since = day if cohort.pairs or as_of <= cohort.programme.end else cohort.programme.start
    people = as_known_on(cohort, as_of).people
    mentors = _present(people.values(), "mentor")
    mentees = _present(people.values(), "mentee")
    open_pairs = _open(cohort, people, day)
    whole = [p for _, p in open_pairs if p.mentor in mentors and p.mentee in mentees]
    fixed = {p.mentee: p.mentor for p in whole if p.locked or not afresh}

    cells = fits(cohort.programme, mentors.values(), mentees.values())
    capacity = {mentor: person.capacity for mentor, person in mentors.items()}
    together = _together(cells, capacity, mentees, fixed, rules.floors)
    standing = {(pair.mentor, pair.mentee) for pair in whole}
    paired = {mentee for _, mentee in together}
    return Proposal(
        goal="floors",
        afresh=afresh,
        floors=rules.floors,
        minimum=rules.minimum,
        since=since,
        capacity=capacity,
        pairs=tuple(ProposedPair(*cell, cells[cell], cell in standing) for cell in together),
        unpaired=tuple(Unpaired(m, _why(m, mentors, cells)) for m in mentees if m not in paired),
        ending=tuple(_endings(open_pairs, set(together), people, since)),
        cells=cells,
        names={person.id: person.name for person in people.values()},
    )


def _together(
    cells: Mapping[Cell, Fit],
    capacity: Mapping[str, int],
    mentees: Iterable[str],
    fixed: Mapping[str, str],
    floors: Sequence[int],
) -> list[Cell]:
    """Return the fixed pairs and the best ones for the places that they leave, in order of ids."""
    taken = Counter(fixed.values())
    chosen = best_pairs(
        {cell: fit.score for cell, fit in cells.items() if fit.score is not None},
        {mentor: max(0, places - taken[mentor]) for mentor, places in capacity.items()},
        [mentee for mentee in mentees if mentee not in fixed],
        floors,
    )
    return sorted((mentor, mentee) for mentee, mentor in {**chosen, **fixed}.items())


def _present(people: Iterable[Person], role: Literal["mentor", "mentee"]) -> dict[str, Person]:
    here = (person for person in people if role in person.roles and person.left is None)
    return {person.id: person for person in sorted(here, key=lambda person: person.id)}


def _open(cohort: Cohort, people: Mapping[str, Person], day: date) -> list[tuple[int, Pair]]:
    """Return the pairs that have begun by a day and not ended, each with its index in the file."""
    return [
        (index, pair)
        for index, pair in enumerate(cohort.pairs)
        if pair.since <= day and (pair.until is None or pair.until > day)
        if pair.mentor in people and pair.mentee in people
    ]


def _why(mentee: str, mentors: Iterable[str], cells: Mapping[Cell, Fit]) -> Reason:
    """Say why a mentee is alone: `places` if some mentor would do, else the commonest rule.

    Where two rules close equally many cells, the one that is asked first is named. Where there
    is no mentor at all, it is places that lack.
    """
    closed: Counter[Refusal] = Counter()
    for mentor in mentors:
        why = cells[mentor, mentee].why
        if why is None:
            return "places"
        closed[why] += 1
    if not closed:
        return "places"
    order: tuple[Refusal, ...] = ("language", "hours", "not offered")
    return max(order, key=lambda rule: closed[rule])


def _endings(
    open_pairs: Iterable[tuple[int, Pair]],
    together: set[Cell],
    people: Mapping[str, Person],
    day: date,
) -> Iterable[EndingPair]:
    for index, pair in open_pairs:
        if (pair.mentor, pair.mentee) in together:
            continue
        until, ended = _end(pair, people, day)
        yield EndingPair(index, pair.mentor, pair.mentee, max(until, pair.since), ended)


def _end(pair: Pair, people: Mapping[str, Person], day: date) -> tuple[date, EndCode]:
    """Return when and why a pair is over: the day on which one of them left, or the new pairs'."""
    left: list[tuple[date, EndCode]] = []
    if gone := people[pair.mentor].left:
        left.append((gone, "mentor-left"))
    if gone := people[pair.mentee].left:
        left.append((gone, "mentee-left"))
    return min(left, default=(day, "rematched"))
