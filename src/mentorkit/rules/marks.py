"""What tells somebody from others: user names, an address, and what stands for these in records."""

import re
from collections.abc import Iterable, Mapping

from mentorkit.cohort.model import Candidate, Person
from mentorkit.rules.contact import Seen
from mentorkit.rules.naming import same_user, user_names
from mentorkit.rules.user_key import address_key, user_key

VANISHED = ("Vanished user", "Vanished account", "Renamed user", "Utilisateur disparu")
"""How wikis rename accounts whose owners asked to be forgotten; something of its own follows."""


def signs(person: Person, seen: Seen | None = None) -> frozenset[str]:
    """Return the user names of somebody and the address, each in the one form of its spellings.

    With what a wiki says of them today, today's name is among these, and the account itself, which
    outlives every name. Two files that share a sign are taken to be about one person.
    """
    here = seen if seen and seen.found else None
    found = {same_user(user) for user in (*user_names(person), *((here.name,) if here else ()))}
    if here and here.user_id:
        found.add(_account(here))
    if person.email:
        found.add(_address(person.email))
    return frozenset(found)


def account_key(secret: bytes, seen: Seen) -> str:
    """Return what stands for an account on a wiki, whatever its name."""
    return user_key(secret, _account(seen))


def keys_of(secret: bytes, person: Person) -> tuple[str, ...]:
    """Return what stands for somebody's user names, the usual one first, and for the address."""
    users = [user_key(secret, user) for user in user_names(person)]
    address = [address_key(secret, person.email)] if person.email else []
    return tuple(dict.fromkeys((*users, *address)))


def vanished(user: str, more: Iterable[str] = ()) -> bool:
    """Return whether an account's name is one of those given to whoever wants to be forgotten.

    `more` are a wiki's own beginnings of such names, beside `VANISHED`.
    """
    beginnings = "|".join(re.escape(same_user(each)) for each in (*VANISHED, *more))
    return re.match(rf"(?:{beginnings})(?!\w)", same_user(user), re.IGNORECASE) is not None


class Marks:
    """By what records are found again that are about one person, under whichever id.

    `known` are the people whose names are known, by id; `secret` is the cohort's own.
    """

    def __init__(self, known: Mapping[str, Person], secret: bytes):
        self._known = known
        self._secret = secret

    def of(self, person: Person, seen: Seen | None = None) -> set[str]:
        """Return every mark by which to look for what is on record of somebody.

        The people who take part may share an address: what went to one of them did not go to all.
        """
        found = signs(person, seen)
        if not isinstance(person, Candidate) and person.email:
            found -= {_address(person.email)}
        return {person.id, *self._standing_for(found)}

    def left_by(self, person: str, *keys: str) -> set[str]:
        """Return every mark of a record that names an id and what stands for names."""
        known = self._known.get(person)
        return {person, *filter(None, keys), *(self._standing_for(signs(known)) if known else ())}

    def _standing_for(self, found: Iterable[str]) -> set[str]:
        # No id has a blank before it, so that a user name is never taken for one.
        plain = {f" {sign}" for sign in found}
        return plain | ({_key(self._secret, sign) for sign in found} if self._secret else set())


_MAIL = "mailto:"


def _account(seen: Seen) -> str:
    # No user name has a colon.
    return f"account:{seen.host}:{seen.user_id}"


def _address(email: str) -> str:
    return f"{_MAIL}{email.strip().casefold()}"


def _key(secret: bytes, sign: str) -> str:
    if sign.startswith(_MAIL):
        return address_key(secret, sign.removeprefix(_MAIL))
    return user_key(secret, sign)
