"""Rules about leadership roles: that they rest on something which others can look at."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.cohort.permalinks import HINT, is_permanent, is_shown
from mentorkit.problems import Problem


def evidence_is_permanent(context: Context) -> Iterator[Problem]:
    """What an accepted role rests on can still be looked at in years; a claim gets a warning."""
    for role in context.cohort.roles:
        if role.evidence is None or role.verdict == "rejected" or is_permanent(role.evidence):
            continue
        message = "this page can change: it is no permanent link"
        pending = role.verdict == "pending"
        yield role.problem(("evidence",), "evidence", message, HINT, warning=pending)


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
