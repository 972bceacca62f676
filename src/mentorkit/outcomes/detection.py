"""Which leadership roles a wiki shows: from what was read of it to signs, and which are new.

A sign is no verdict. It becomes a pending record of roles.yaml, which somebody who is neither the
mentee nor one of their mentors looks at. Classes and tiers are the programme's taxonomy of
leadership outcomes; a role is new where its class and scope were not held when the mentee enrolled,
nor in the 24 months before, and where it began by the last day that counts. What is not new is set
aside with the reason, never dropped in silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentorkit.cohort.model import Cohort, LeadershipRole, Person
from mentorkit.cohort.permalinks import same_evidence
from mentorkit.outcomes.leadership import LOOKING_BACK
from mentorkit.outcomes.signs import Sign
from mentorkit.outcomes.status import Horizons

Why = Literal["recorded", "held-before", "late", "unknown-since", "by-software"]
"""Why a sign is set aside: a record says so already, it is not new, it began after the last day
that counts, nothing says since when it is held, or the software gave it by itself."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A sign that is not proposed, and why; `record` is the id of the record that says so."""

    sign: Sign
    why: Why
    record: str = ""


@dataclass(frozen=True, slots=True)
class Sifted:
    """The signs to propose, by the day on which they began, and those set aside."""

    new: tuple[Sign, ...] = ()
    aside: tuple[Aside, ...] = ()


def sift(signs: Iterable[Sign], cohort: Cohort, day: date) -> Sifted:
    """Keep the signs of new roles that no record of roles.yaml speaks of, rejected ones included.

    The same role seen twice is proposed once, from its first day.
    """
    last = min(day, Horizons.of(cohort.programme).year)
    new: dict[tuple[str, str, str, str], Sign] = {}
    aside: list[Aside] = []
    for sign in sorted(signs, key=lambda s: (s.started or date.min, s.key)):
        record = _record_of(sign, cohort.roles)
        why = "recorded" if record else _why_not(sign, cohort.people[sign.person], last)
        if why is None and _in_baseline(sign, cohort):
            why = "held-before"
        if why is not None:
            aside.append(Aside(sign, why, record))
        else:
            new.setdefault(sign.key, sign)
    return Sifted(tuple(new.values()), tuple(aside))


def _record_of(sign: Sign, roles: Iterable[LeadershipRole]) -> str:
    for role in roles:
        if role.person != sign.person:
            continue
        same = (role.person, role.wiki, role.kind, (role.scope or "").casefold()) == sign.key
        if same or (role.evidence and same_evidence(role.evidence, sign.evidence)):
            return role.id
    return ""


def _why_not(sign: Sign, person: Person, last: date) -> Why | None:
    if sign.by_software:
        return "by-software"
    if sign.started is None:
        return "held-before" if sign.before else "unknown-since"
    if sign.before or person.enrolled is None or sign.started <= person.enrolled:
        return "held-before"
    return "late" if sign.started > last else None


def _in_baseline(sign: Sign, cohort: Cohort) -> bool:
    """Whether roles.yaml says that the person held the role before, on whichever wiki."""
    enrolled = cohort.people[sign.person].enrolled
    return enrolled is not None and any(
        role.person == sign.person
        and (role.kind, (role.scope or "").casefold()) == (sign.kind, sign.scope.casefold())
        and role.verdict != "rejected"
        and role.started <= enrolled
        and (role.ended or enrolled) >= enrolled - LOOKING_BACK
        for role in cohort.roles
    )


@dataclass(frozen=True, slots=True)
class Detected:
    """One wiki: the signs to propose and those set aside. `error` is empty where it went well.

    `people` counts those who were looked for, `requests` what was sent, failed attempts included.
    """

    wiki: str
    requests: int
    people: int = 0
    new: tuple[Sign, ...] = ()
    aside: tuple[Aside, ...] = ()
    error: str = ""
    hint: str = ""
