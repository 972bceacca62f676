"""What a proposal rests on that deserves a look: people whose own file makes them hard to pair."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mentorkit.cohort.model import Person
from mentorkit.pairing.fit import Cell
from mentorkit.pairing.situation import Situation

Kind = Literal[
    "no-languages", "no-hours", "no-offers", "no-places", "too-many", "both-ways", "both-roles"
]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that deserves a look, and the people whom it concerns, in the order of their ids.

    no-languages, no-hours   nothing is written there, so nobody can be paired with them
    no-offers                mentors without a topic, where mentees want some
    no-places                mentors whose capacity is 0
    too-many                 mentors with more mentees than places
    both-ways                two who would be each other's mentor, the mentor's id first
    both-roles               people who are mentor and mentee
    """

    kind: Kind
    people: tuple[str, ...]


def remarks(found: Situation, together: Sequence[Cell]) -> Iterator[Remark]:
    """Yield what deserves a look in a situation and the pairs that answer it."""
    everybody = {**found.mentors, **found.mentees}
    wanting = any(person.wants for person in found.mentees.values())
    load = Counter(mentor for mentor, _ in together)
    told: list[tuple[Kind, Mapping[str, Person], Callable[[Person], bool]]] = [
        ("no-languages", everybody, lambda p: not p.languages),
        ("no-hours", everybody, lambda p: not p.available or p.timezone is None),
        ("no-offers", found.mentors, lambda p: wanting and p.capacity > 0 and not p.offers),
        ("no-places", found.mentors, lambda p: p.capacity == 0 and not load[p.id]),
        ("too-many", found.mentors, lambda p: load[p.id] > p.capacity),
        ("both-roles", found.mentors, lambda p: p.id in found.mentees),
    ]
    for kind, people, concerned in told:
        ids = tuple(sorted(key for key, person in people.items() if concerned(person)))
        if ids:
            yield Remark(kind, ids)
    pairs = set(together)
    for mentor, mentee in sorted(together):
        if mentor < mentee and (mentee, mentor) in pairs:
            yield Remark("both-ways", (mentor, mentee))
