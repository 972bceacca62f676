"""Whose edits are counted: people who take part, have an account, and agreed to it."""

from collections.abc import Iterable
from datetime import date

from mentorkit.cohort.model import Person


def has_edits(person: Person) -> bool:
    """Whether there are edits of somebody to count: a mentor or mentee with an account."""
    return person.takes_part and bool(person.wiki or person.wikis)


def counted(person: Person, day: date) -> bool:
    """Whether the tool may look up a person's public edits for the team on a day.

    Only a yes by that day is a yes: nobody is looked up whose `consent.activity` is missing or
    later.
    """
    agreed = person.consent.activity
    return has_edits(person) and agreed is not None and agreed <= day


def unasked(people: Iterable[Person]) -> list[str]:
    """Return the ids of those with edits of whom no `consent:` is written down, not even a no."""
    return [p.id for p in people if has_edits(p) and "consent" not in p.model_fields_set]
