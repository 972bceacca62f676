"""Who may not be written to, and why: what the cohort's own files can tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.cohort.programme import Assent
from mentorkit.rules.answer import Answer
from mentorkit.rules.assent import NOTICE, assents, coordinators
from mentorkit.rules.naming import same_user, user_names

LETTERS = ("mentee", "mentor", "speaker")
"""The roles that people are invited to by letter."""


class Gate:
    """What every letter has to pass: whoever it refuses is not written to."""

    def __init__(self, cohort: Cohort, earlier: Iterable[Answer], as_of: date):
        self._wikis = cohort.programme.wikis
        self._team = coordinators(cohort)
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
        `no-home`  nobody wrote down the home wiki of a wiki user, so its assent cannot be known
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

    def lacking(self, person: Person) -> str:
        """Return what keeps the home wiki of somebody from counting as assenting, or nothing."""
        host = person.home
        if not host or self._assents(host):
            return ""
        if host not in self._wikis:
            return f"{host} is not under `wikis:` in mentorkit.yaml"
        answer = self._wikis[host].assent
        if assents(answer, frozenset()) and not assents(answer, self._team):
            return f"a coordinator closed the discussion on {host}; somebody else has to"
        return _unassented(host, answer or Assent(), self._as_of)

    def _already(self, candidate: Candidate) -> Iterator[str]:
        users = _users(candidate)
        if candidate.id in self._people or users & self._taken:
            yield "already-in"
        if any(self._first[user] < candidate.id for user in users):
            yield "duplicate"

    def _wiki(self, candidate: Candidate) -> Iterator[str]:
        # Mail to somebody who is on no wiki is no wiki's business.
        outside = candidate.email and not any(user_names(candidate))
        if not candidate.home:
            yield from () if outside else ("no-home",)
        elif not self._assents(candidate.home):
            yield "no-assent"

    def _assents(self, host: str) -> bool:
        wiki = self._wikis.get(host)
        answer = wiki.assent if wiki else None
        later = answer is not None and answer.closed is not None and answer.closed > self._as_of
        return assents(answer, self._team) and not later


def role_of(candidate: Candidate) -> str:
    """Return the role that a candidate is invited to: the first that has a letter, or nothing."""
    return next((role for role in candidate.roles if role in LETTERS), "")


def _unassented(host: str, answer: Assent, as_of: date) -> str:
    """Return why an answer that nobody of the team closed does not count by a day."""
    against = {"objection": f"{host} objected", "withdrawn": f"{host} withdrew its assent"}
    if answer.result in against:
        return against[answer.result]
    if answer.closed and answer.closed > as_of:
        return f"the discussion on {host} closes on {answer.closed}"
    if answer.result == "no_objection" and answer.opened and answer.closed:
        stood = f"notice on {host} stood from {answer.opened} to {answer.closed}"
        return f"{stood}; silence counts after {NOTICE.days} days"
    if answer.opened and as_of < answer.opened + NOTICE:
        counts = answer.opened + NOTICE
        return f"notice on {host} opened on {answer.opened}; silence counts from {counts}"
    if answer.result == "no_objection":
        days_known = {"opened": answer.opened, "closed": answer.closed}
        missing = " and ".join(f"`{key}:`" for key, day in days_known.items() if not day)
        return f"no objection on {host}, but {missing} of its notice is not written down"
    return f"nobody wrote down what {host} answered"


def _users(person: Person) -> set[str]:
    return set(map(same_user, user_names(person)))
