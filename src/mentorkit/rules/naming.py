"""Who is meant by a word on the command line."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeVar

from mentorkit.cohort.model import Candidate, Person
from mentorkit.problems import Misuse, nearest
from mentorkit.rules.user_names import plain_name

P = TypeVar("P", bound=Person)


def user_names(person: Person) -> Iterator[str]:
    """Yield the wiki user names of a person, the usual one first."""
    if person.wiki:
        yield person.wiki
    yield from person.wikis.values()


def same_user(name: str) -> str:
    """Return a user name in the one form that MediaWiki's spellings of it share.

    The first letter is a capital (manual, `$wgCapitalLinks`); everything after it counts. What
    no wiki takes as a name is returned as it is.
    """
    try:
        plain = plain_name(name)
    except ValueError:
        return name
    return plain[0].upper() + plain[1:]


def find_person(word: str, people: Mapping[str, P]) -> P:
    """Return the person whom an id, a wiki user name or the unique start of a name means.

    The first of these three that fits anybody decides; a whole name goes before its longer
    namesakes. Raises Misuse, with the nearest known name or with those that fit, otherwise.
    """
    if word in people:
        return people[word]
    user = same_user(word)
    start = _folded(word)
    named = {id_: _folded(_name(person)) for id_, person in people.items()}
    tries = (
        [id_ for id_, person in people.items() if user in map(same_user, user_names(person))],
        [id_ for id_, name in named.items() if name == start],
        [id_ for id_, name in named.items() if start and name.startswith(start)],
    )
    for found in tries:
        if len(found) == 1:
            return people[found[0]]
        if found:
            raise Misuse(f"'{word}' may mean {_either(found)}", "write the id")
    raise Misuse(f"nobody here is called '{word}'", _nearest(word, people))


def _nearest(word: str, people: Mapping[str, P]) -> str:
    names = {name for person in people.values() for name in (_name(person), *user_names(person))}
    return nearest(word, (*people, *sorted(names))) or "write an id, a user name or a name's start"


def _name(person: Person) -> str:
    return person.address if isinstance(person, Candidate) else person.name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _either(ids: list[str]) -> str:
    return f"{', '.join(ids[:-1])} or {ids[-1]}"
