"""Ids for people who are new, and who among them is there already."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mentorkit.cohort.model import Candidate, Person
from mentorkit.cohort.scalars import RESERVED, read_id
from mentorkit.cohort.words import understood
from mentorkit.problems import Misuse, Place, Problem
from mentorkit.recruit.roster import ID, Entry, Fact
from mentorkit.rules.naming import same_user, user_names


def with_ids(
    entries: Sequence[Entry], people: Mapping[str, Person], taken: Sequence[str] = ()
) -> tuple[list[Entry], list[Problem]]:
    """Give every entry an id: its own, else one made from the name or the wiki user name.

    `taken` are ids that have a file although they are not among `people`. The problems are ids
    that are wrong or used already, names that no id can be made from, user names that somebody
    else has, and people who seem to be the same as another. Whoever has a problem with the id gets
    one all the same, so that the other facts can be looked at. Several who are among `people`
    already are one problem, and none of the entries returned.
    """
    known = {entry.place: person for entry in entries if (person := _there(entry, people))}
    repeated = known if len(known) > 1 else {}
    fresh = [entry for entry in entries if entry.place not in repeated]
    given = {fact.value for entry in fresh if (fact := entry.facts.get(ID))}
    naming = _Naming(people, {*taken, *people}, {word for word in given if isinstance(word, str)})
    named = [naming.named(entry) for entry in fresh]
    return named, [*_repeated(repeated, len(entries)), *naming.problems]


def _there(entry: Entry, people: Mapping[str, Person]) -> Person | None:
    """Return the person of the same name whom nothing in an entry tells apart from it."""
    given = entry.facts.get(ID)
    for person in people.values():
        name = person.address if isinstance(person, Candidate) else person.name
        if not entry.name or _folded(name) != _folded(entry.name):
            continue
        users = {same_user(name) for name in user_names(person)}
        told_apart = users and entry.users and users.isdisjoint(entry.users)
        if given.value == person.id if given else not told_apart:
            return person
    return None


def already_there(entry: Entry, people: Mapping[str, Person]) -> Person | None:
    """Return the person whom an entry speaks of, by id, by user name or by the name alone."""
    given = entry.facts.get(ID)
    if given and given.value in people:
        return people[str(given.value)]
    for person in people.values():
        if not entry.users.keys().isdisjoint(map(same_user, user_names(person))):
            return person
    return _there(entry, people)


def _repeated(known: Mapping[Place, Person], total: int) -> list[Problem]:
    """Return the one problem of a table whose people were imported before."""
    if not known:
        return []
    lines = ", ".join(str(place.line) for place in known)
    message = f"{len(known)} of {total} rows are there already"
    hint = f"remove these lines: {lines}; or give an id to whoever is somebody else"
    hint = "nothing is left to add" if len(known) == total else hint
    return [Problem(next(iter(known)), "there-already", message, hint)]


class _Naming:
    """Gives ids, one entry after the other, and remembers who came before."""

    def __init__(self, people: Mapping[str, Person], taken: set[str], given: set[str]):
        self._given = given
        self._ids: dict[str, str] = {id_: f"people/{id_}.yaml" for id_ in taken}
        self._users: dict[str, str] = {}
        self._names: dict[str, list[tuple[bool, str]]] = {}
        self.problems: list[Problem] = []
        for person in people.values():
            users = {same_user(name) for name in user_names(person)}
            self._remember(person.name, users, f"people/{person.id}.yaml")

    def named(self, entry: Entry) -> Entry:
        """Return the entry with its id; report what speaks against it."""
        fact = entry.facts.get(ID)
        self._same_user(entry)
        if fact is None:
            self._same_person(entry)
        word = fact.value if fact and isinstance(fact.value, str) else ""
        if not fact or not self._usable(word, fact):
            word = self._made(entry)
        where = f"line {entry.place.line}"
        self._ids[word] = where
        self._remember(entry.name, set(entry.users), where)
        facts = {field: fact for field, fact in entry.facts.items() if field != ID}
        return replace(entry, id=word, facts=facts)

    def _remember(self, name: str, users: set[str], where: str) -> None:
        self._users |= {user: where for user in users if user not in self._users}
        self._names.setdefault(_folded(name), []).append((bool(users), where))

    def _usable(self, word: str, fact: Fact) -> bool:
        try:
            understood(read_id, word, fact.label)
        except Misuse as fault:
            self.problems.append(Problem(fact.place, "id", fault.message, fault.hint))
            return False
        if word in self._ids:
            message = f"'{word}' is the id of somebody else ({self._ids[word]})"
            self._report(fact, "duplicate-id", message, "choose another, or remove the row")
            return False
        return True

    def _same_user(self, entry: Entry) -> None:
        for user, fact in entry.users.items():
            if user in self._users:
                message = f"the user {user} is there already ({self._users[user]})"
                hint = "remove the row, or correct the user name"
                self._report(fact, "duplicate-user", message, hint)

    def _same_person(self, entry: Entry) -> None:
        if not entry.name or set(entry.users) & set(self._users):
            return
        for has_user, where in self._names.get(_folded(entry.name), ()):
            if not (has_user and entry.users):
                message = f"somebody of this name is there already ({where})"
                hint = "remove the row, or give it an id if this is somebody else"
                self._report(entry.facts[("name",)], "same-name", message, hint)
                return

    def _report(self, fact: Fact, code: str, message: str, hint: str) -> None:
        said = f"{fact.label}: {message}"
        self.problems.append(Problem(fact.place, code, said, hint))

    def _made(self, entry: Entry) -> str:
        """Make an id that nobody has and nobody in the table asks for."""
        start = id_from([entry.name, *(user for user in entry.users)])
        if not start:
            self._nameless(entry)
            start = "person"
        number, word = 1, start
        while word in self._ids or word in self._given or word in RESERVED:
            number += 1
            word = f"{start}-{number}"
        return word

    def _nameless(self, entry: Entry) -> None:
        """Ask for an id: it is for good, and `person-2` would tell nobody who it is."""
        fact = entry.facts.get(("name",))
        if fact and ID not in entry.facts:
            line = entry.place.line
            hint = f"give line {line} an id, in a column 'id': a-z, 0-9; ids are permanent"
            self._report(fact, "id", f"no id can be made from '{entry.name}'", hint)


def id_from(words: Sequence[str]) -> str:
    """Return the id that the first fitting of several names gives; empty where none does.

    Accents are dropped and other letters are not guessed at: a name that is written whole in a-z
    goes before one of which only a part would be left, and of that part letters must be left.
    """
    reduced = [_reduced(word) for word in words]
    whole = (text for text, complete in reduced if complete and text)
    return next(whole, "") or next((text for text, _ in reduced if re.search("[a-z]", text)), "")


def _reduced(word: str) -> tuple[str, bool]:
    """Return what is left of a name in an id's letters, and whether all its letters are."""
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", word)
        if unicodedata.category(char) != "Mn" and char not in "'\u2019\u02bc"
    ).casefold()
    complete = all(char.isascii() for char in plain if char.isalnum())
    text = re.sub(r"[^a-z0-9]+", "-", plain)
    return text.strip("-")[:56].rstrip("-"), complete


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
