"""Rules about who is paired with whom."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import Pair, Person
from mentorkit.problems import Problem


def nobody_mentors_their_mentor(context: Context) -> Iterator[Problem]:
    """Two people are one pair, with one mentor.

    It is a warning: two who are both mentor and mentee may mean it so.
    """
    by_people: dict[frozenset[str], list[Pair]] = {}
    for pair in context.cohort.pairs:
        if pair.mentor != pair.mentee:
            by_people.setdefault(frozenset((pair.mentor, pair.mentee)), []).append(pair)
    for pairs in by_people.values():
        for earlier, later in combinations(sorted(pairs, key=lambda pair: pair.since), 2):
            together = earlier.until is None or earlier.until > later.since
            if earlier.mentor == later.mentee and together:
                message = f"'{later.mentee}' mentors '{later.mentor}' already, by line "
                message += str(earlier.place().line)
                hint = "if one of the two is not meant, take it out"
                yield later.problem(("mentor",), "both-ways", message, hint, warning=True)


def pairs_end_when_somebody_leaves(context: Context) -> Iterator[Problem]:
    """Who left is in no pair any more, or the other one keeps calls to which nobody comes.

    It is a warning: somebody may leave in one step and the pair be repaired in the next.
    """
    for pair in context.cohort.pairs:
        if pair.until is not None:
            continue
        for role in ("mentor", "mentee"):
            person = context.cohort.people.get(getattr(pair, role))
            if person is not None and person.left is not None:
                message = f"{person.id} left on {person.left}, and this pair has no last day"
                hint = "see what can be done: mentorkit pair repair"
                yield pair.problem((role,), "pair-left", message, hint, warning=True)


def turned(pair: Pair, people: Mapping[str, Person]) -> bool:
    """Return whether two people would be a pair the other way round, and are none this way."""
    mentor, mentee = people.get(pair.mentor), people.get(pair.mentee)
    if mentor is None or mentee is None:
        return False
    this_way = "mentor" in mentor.roles or "mentee" in mentee.roles
    return not this_way and "mentor" in mentee.roles and "mentee" in mentor.roles
