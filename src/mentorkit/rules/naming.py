"""Who, or which session, is meant by a word on the command line."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from mentorkit.cohort.model import Candidate, Person, Session
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


def find_pair(word: str, people: Mapping[str, P]) -> tuple[P, P]:
    """Return the mentor and the mentee whom a reference such as "bola--amina" means.

    Each half is a word for a person. Raises Misuse, which tells everything that is wrong with
    it: no two halves, nobody called so, no mentor or no mentee, the mentee first.
    """
    halves = [half.strip() for half in word.split("--")]
    if len(halves) != 2 or not all(halves):
        raise Misuse(f"'{word}' is no pair", "write MENTOR--MENTEE, as in bola--amina")
    found, faults = [], []
    for half in halves:
        try:
            found.append(find_person(half, people))
        except Misuse as fault:
            faults.append(fault)
    if faults:
        hints = dict.fromkeys(fault.hint for fault in faults)
        raise Misuse("; ".join(fault.message for fault in faults), "; ".join(hints))
    mentor, mentee = found
    _have_roles(mentor, mentee)
    return mentor, mentee


def _have_roles(mentor: Person, mentee: Person) -> None:
    if "mentor" in mentor.roles and "mentee" in mentee.roles:
        return
    if "mentor" in mentee.roles and "mentee" in mentor.roles:
        hint = f"did you mean '{mentee.id}--{mentor.id}'?"
        raise Misuse("the mentor comes first", hint)
    lacking = [
        f"'{person.id}' is no {role}"
        for person, role in ((mentor, "mentor"), (mentee, "mentee"))
        if role not in person.roles
    ]
    raise Misuse(" and ".join(lacking), "see the roles in people/")


def find_session(word: str, sessions: Iterable[Session]) -> Session:
    """Return the session that a reference such as "bola--amina/3" means.

    Raises Misuse, with the numbers that there are or the nearest reference, where there is none.
    """
    by_ref = {session.ref: session for session in sessions}
    if word in by_ref:
        return by_ref[word]
    series, _, _ = word.partition("/")
    numbers = [str(session.id) for session in by_ref.values() if session.series == series]
    if numbers:
        hint = f"write one of: {', '.join(f'{series}/{number}' for number in numbers[:_SHOWN])}"
        hint += f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    else:
        turned = "--".join(reversed(series.split("--"))) + word[len(series) :]
        hint = f"did you mean '{turned}'? The mentor comes first" if turned in by_ref else ""
    hint = hint or nearest(word, by_ref) or "write FILE/ID, as in bola--amina/3 or cohort/2"
    raise Misuse(f"there is no session '{word}'", hint)


_SHOWN = 12
"""How many sessions of a file a message lists."""


def _nearest(word: str, people: Mapping[str, P]) -> str:
    names = {name for person in people.values() for name in (_name(person), *user_names(person))}
    return nearest(word, (*people, *sorted(names))) or "write an id, a user name or a name's start"


def _name(person: Person) -> str:
    return person.address if isinstance(person, Candidate) else person.name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _either(ids: list[str]) -> str:
    return f"{', '.join(ids[:-1])} or {ids[-1]}"
