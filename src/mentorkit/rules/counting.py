"""Whose edits are counted: people who take part, have an account, and did not decline."""

from collections.abc import Iterable

from mentorkit.cohort.model import Person


def counted(person: Person) -> bool:
    """Whether the tool may look up a person's public edits for the team.

    A `consent:` that leaves out `activity` is a no. Somebody without any `consent:` was not asked
    yet: they are looked up, and `unasked` names them. A report counts only who said yes.
    """
    declined = "consent" in person.model_fields_set and person.consent.activity is None
    takes_part = "mentor" in person.roles or "mentee" in person.roles
    return takes_part and not declined and bool(person.wiki or person.wikis)


def unasked(people: Iterable[Person]) -> list[str]:
    """Return the ids of those who are counted, but of whom no consent is written down."""
    return [p.id for p in people if counted(p) and p.consent.activity is None]
