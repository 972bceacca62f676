"""Claims of leadership roles: what is written of one, and what keeps it from being written.

A role counts when it is new, rests on something that others can look at, and was accepted by
somebody who is neither the mentee nor one of their mentors (measures: outcome 1). Every fault is
found at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentorkit.cohort.check_roles import same_scope
from mentorkit.cohort.model import Cohort, LeadershipRole, Person, RoleClass
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.permalinks import HINT, is_permanent, same_evidence
from mentorkit.cohort.verifiers import as_called, barred, names_of
from mentorkit.problems import Problem

FILE = "roles.yaml"

Judged = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A role that somebody is said to have taken; `by` says so, on a day `on`."""

    person: str
    kind: RoleClass
    tier: str
    scope: str
    wiki: str | None
    started: date
    evidence: str
    by: str
    on: date
    ended: date | None = None

    def record(self, id_: str) -> dict[str, Value]:
        """Return the entry of roles.yaml, all values as text."""
        said: dict[str, Value] = {
            "id": id_,
            "person": self.person,
            "class": self.kind,
            "tier": self.tier,
            "scope": self.scope,
            "wiki": self.wiki,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
            "evidence": self.evidence,
            "claimed": {"by": self.by, "on": self.on.isoformat()},
            "verdict": "pending",
        }
        return {key: value for key, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody makes of a claim, on a day; `why` is private and needed for a rejection."""

    verdict: Judged
    by: str
    on: date
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A record as it is to be written, and the new bytes of its files; with problems, none."""

    record: Mapping[str, Value]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """The claims that nobody has judged by a day, the oldest first, and how many others there are.

    `out` are, for each claim, the names of those whose word on it does not count.
    """

    day: date
    pending: tuple[LeadershipRole, ...]
    accepted: int
    rejected: int
    out: Mapping[str, set[str]]
    names: Mapping[str, str]


def waiting(cohort: Cohort, day: date) -> Waiting:
    """Return the claims of a cohort, as it was known on a day, that nobody has judged."""
    by_verdict: dict[str, list[LeadershipRole]] = {"pending": [], "accepted": [], "rejected": []}
    for role in cohort.roles:
        by_verdict[role.verdict].append(role)
    pending = sorted(by_verdict["pending"], key=lambda role: role.claimed.on)
    return Waiting(
        day,
        tuple(pending),
        len(by_verdict["accepted"]),
        len(by_verdict["rejected"]),
        barred(cohort),
        {person.id: person.name for person in cohort.people.values()},
    )


def next_ids(cohort: Cohort) -> Iterator[str]:
    """Yield ids for new records, in the manner r1, r2, after the highest that there is."""
    taken = {role.id for role in cohort.roles}
    numbers = [int(name[1:]) for name in taken if name[0] == "r" and name[1:].isdecimal()]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"r{number}"


Fault = tuple[str, str, str]
"""What is wrong with a new claim: of which word, in words, and what to do."""


def faults_of_claim(
    cohort: Cohort, person: Person | None, started: date | None, claim: Claim | None, today: date
) -> Iterator[Fault]:
    """Yield what keeps a new claim from being written, as far as it is known what it says.

    `today` is the real date.
    """
    if person is not None:
        yield from _faults_of_person(person, started)
    if started is not None and started > today:
        yield "--started", _coming(started, today), _WAIT
    if claim is not None:
        if claim.on > today:
            yield "--as-of", _coming(claim.on, today), _WAIT
        for role in _told_already(cohort.roles, claim):
            message = f"{role.id} says so already, and is {role.verdict}"
            yield "PERSON", message, f"look at {role.place()}"


def _faults_of_person(person: Person, started: date | None) -> Iterator[Fault]:
    if "mentee" not in person.roles:
        yield "PERSON", f"'{person.id}' is no mentee", "roles are recorded of mentees"
    elif person.enrolled is None:
        hint = f"write 'enrolled: DATE' in people/{person.id}.yaml"
        yield "PERSON", f"'{person.id}' has no day of enrolment", hint
    elif started is not None and started <= person.enrolled:
        message = f"{started} is not after {person.id} enrolled, on {person.enrolled}"
        hint = "a role held before is no new one; write it into roles.yaml by hand, as background"
        yield "--started", message, hint


def _told_already(roles: Iterable[LeadershipRole], claim: Claim) -> Iterator[LeadershipRole]:
    for role in roles:
        if role.person != claim.person:
            continue
        alike = (role.kind, role.wiki) == (claim.kind, claim.wiki)
        if (alike and same_scope(role.scope or "", claim.scope)) or (
            role.evidence and same_evidence(role.evidence, claim.evidence)
        ):
            yield role


def faults_of_verdict(
    cohort: Cohort, role: LeadershipRole, said: Verdict, today: date
) -> list[Problem]:
    """Return what keeps a verdict from being written; `today` is the real date."""
    return [
        *_already_judged(role),
        *_not_entitled(cohort, role, said),
        *_wrong_day(role, said, today),
        *(_not_to_be_accepted(cohort, role, said) if said.verdict == "accepted" else ()),
    ]


def _already_judged(role: LeadershipRole) -> Iterator[Problem]:
    if role.verdict != "pending":
        by = f" by {role.verified.by} on {role.verified.on}" if role.verified else ""
        hint = "a role has one verdict; if that was a mistake, correct it by hand"
        message = f"{role.id} was {role.verdict} already{by}"
        yield role.problem(("verdict",), "judged", message, hint)


def _not_entitled(cohort: Cohort, role: LeadershipRole, said: Verdict) -> Iterator[Problem]:
    if as_called(said.by) in barred(cohort).get(role.person, ()):
        own = as_called(said.by) in names_of(cohort, role.person)
        who = "this person" if own else "this person's mentor"
        hint = "ask somebody who is neither the person nor their mentor"
        yield role.problem(("person",), "verifier", f"--by: '{said.by}' is {who}", hint)


def _wrong_day(role: LeadershipRole, said: Verdict, today: date) -> Iterator[Problem]:
    if said.on > today:
        yield role.problem((), "future", f"--on: {_coming(said.on, today)}", _WAIT)
    elif said.on < role.claimed.on:
        message = f"--on: {said.on} is before the claim, of {role.claimed.on}"
        yield role.problem(("claimed",), "order", message, "correct one of the two dates")


def _not_to_be_accepted(cohort: Cohort, role: LeadershipRole, said: Verdict) -> Iterator[Problem]:
    person = cohort.people.get(role.person)
    if role.evidence is None and role.letter is None:
        yield role.problem((), "evidence", "no evidence is written down", HINT)
    elif role.evidence is not None and not is_permanent(role.evidence):
        message = "this page can change: it is no permanent link"
        yield role.problem(("evidence",), "evidence", message, HINT)
    if role.started > said.on:
        message = f"it began on {role.started}, after {said.on}"
        yield role.problem(("started",), "order", message, "verify it once it has begun")
    elif person and person.enrolled and role.started <= person.enrolled:
        message = f"it began before {person.id} enrolled, on {person.enrolled}"
        hint = "what was held before is no new role: leave it pending, or reject it"
        yield role.problem(("started",), "held-before", message, hint)


def _coming(day: date, today: date) -> str:
    return f"{day} has not come yet; today is {today}"


_WAIT = "correct the date, or wait with it"
