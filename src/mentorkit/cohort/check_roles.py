"""Rules about leadership roles: told once each, and resting on what others can look at."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import LeadershipRole
from mentorkit.cohort.permalinks import (
    HINT,
    is_on_known_site,
    is_permanent,
    is_shown,
    same_evidence,
)
from mentorkit.problems import Problem


def evidence_is_permanent(context: Context) -> Iterator[Problem]:
    """What an accepted role rests on can still be looked at in years; a claim gets a warning."""
    for role in context.cohort.roles:
        if role.evidence is None or role.verdict == "rejected" or is_permanent(role.evidence):
            continue
        message = "this page can change: it is no permanent link"
        pending = role.verdict == "pending"
        yield role.problem(("evidence",), "evidence", message, HINT, warning=pending)


def evidence_is_on_a_known_site(context: Context) -> Iterator[Problem]:
    """What a role rests on lies on a wiki of the programme or of Wikimedia's, or in an archive.

    It is a warning: whoever verified the role looked at it, and there are other wikis.
    """
    wikis = context.cohort.programme.wikis
    for role in context.cohort.roles:
        if role.evidence is None or role.verdict == "rejected":
            continue
        if is_permanent(role.evidence) and not is_on_known_site(role.evidence, wikis):
            message = "this is neither a wiki of mentorkit.yaml nor one of Wikimedia's"
            hint = "see whether the address is right; a copy at web.archive.org would be safer"
            yield role.problem(("evidence",), "evidence", message, hint, warning=True)


def accepted_roles_are_shown(context: Context) -> Iterator[Problem]:
    """An accepted role rests on a page or a letter, without which the report does not count it.

    It is a warning: the letter is private, and a copy without `private/` cannot see it.
    """
    for role in context.cohort.roles:
        counts = role.verdict == "accepted" and role.tier != "C"
        if counts and not role.has("evidence") and not is_shown(role):
            message = "accepted without evidence, so the report does not count it"
            hint = "add 'evidence: https://…' here, or 'letter: FROM WHOM' in private/roles.yaml"
            yield role.problem(("verdict",), "evidence", message, hint, warning=True)


def roles_are_told_once(context: Context) -> Iterator[Problem]:
    """One role has one record with one verdict; without a scope, what shows it says which it is."""
    told: dict[tuple[str, str, date], list[LeadershipRole]] = defaultdict(list)
    for role in context.cohort.roles:
        before = told[role.person, role.kind, role.started]
        earlier = next((each for each in before if _is_same(each, role)), None)
        before.append(role)
        if earlier:
            message = f"{earlier.id} on line {earlier.place().line} is the same role"
            if earlier.verdict != role.verdict:
                message += f", and {earlier.verdict}"
            yield role.problem(("id",), "told-twice", message, "keep one record, with one verdict")


def _is_same(one: LeadershipRole, other: LeadershipRole) -> bool:
    """Whether two records of one person, class and day are of one role."""
    if one.scope and other.scope and same_scope(one.scope, other.scope):
        return True
    if not (one.evidence and other.evidence and same_evidence(one.evidence, other.evidence)):
        return False
    if not (one.scope or other.scope):
        return True
    # One page may show several roles, but nobody looks at it and both takes a role and does not.
    # Of rights that one log entry gives, some may be no leadership.
    return one.kind != "rights" and {one.verdict, other.verdict} == {"accepted", "rejected"}


def same_scope(one: str, other: str) -> bool:
    """Whether two scopes are the same but for capitals, blanks and underscores."""
    return _folded(one) == _folded(other)


def _folded(scope: str) -> str:
    return " ".join(scope.replace("_", " ").casefold().split())
