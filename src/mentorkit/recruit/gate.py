"""Who may not be written to, and why: what the cohort's own files can tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.rules.assent import assents
from mentorkit.rules.letter import Answer
from mentorkit.rules.naming import same_user, user_names

LETTERS = ("mentee", "mentor", "speaker")
"""The roles that people are invited to by letter."""


class Gate:
    """What every letter has to pass: whoever it refuses is not written to."""

    def __init__(self, cohort: Cohort, earlier: Iterable[Answer], as_of: date):
        self._wikis = cohort.programme.wikis
        self._as_of = as_of
        self._people = frozenset(cohort.people)
        self._taken = {user for person in cohort.people.values() for user in _users(person)}
        # Whatever day a run looks back to: a no that is known now is kept.
        self._answers: defaultdict[str, set[str]] = defaultdict(set)
        for answer in earlier:
            self._answers[answer.person].add(answer.answer)
        self._first: dict[str, str] = {}
        for id_ in sorted(cohort.candidates):
            for user in _users(cohort.candidates[id_]):
                self._first.setdefault(user, id_)

    def refusals(self, person: Person) -> tuple[str, ...]:
        """Return the codes of every reason not to write to somebody; none of them means: write.

        `already-in`  one of the people has this id or user name
        `duplicate`  an earlier candidate, by id, has the user name: nobody is written to twice
        `accepted`, `declined`  an earlier answer; a no is final
        `no-assent`  the home wiki has not assented by the day, or the programme does not know it
        `no-home`  there is a user name, but not of which wiki
        `no-letter`  a role that has no letter
        """
        if not isinstance(person, Candidate):
            return ("already-in",)
        return (
            *self._already(person),
            *sorted(self._answers[person.id] & {"accepted", "declined"}),
            *self._wiki(person),
            *(() if role_of(person) else ("no-letter",)),
        )

    def _already(self, candidate: Candidate) -> Iterator[str]:
        users = _users(candidate)
        if candidate.id in self._people or users & self._taken:
            yield "already-in"
        if any(self._first[user] < candidate.id for user in users):
            yield "duplicate"

    def _wiki(self, candidate: Candidate) -> Iterator[str]:
        if candidate.home:
            if not self._assents(candidate.home):
                yield "no-assent"
        elif _users(candidate):
            yield "no-home"

    def _assents(self, host: str) -> bool:
        wiki = self._wikis.get(host)
        answer = wiki.assent if wiki else None
        later = answer is not None and answer.closed is not None and answer.closed > self._as_of
        return assents(answer) and not later


def role_of(candidate: Candidate) -> str:
    """Return the role that a candidate is invited to: the first that has a letter, or nothing."""
    return next((role for role in candidate.roles if role in LETTERS), "")


def _users(person: Person) -> set[str]:
    return set(map(same_user, user_names(person)))
