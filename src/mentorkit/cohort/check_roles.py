"""Rules about leadership roles: that they rest on something which others can look at."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.cohort.permalinks import HINT, is_permanent
from mentorkit.problems import Problem


def evidence_is_permanent(context: Context) -> Iterator[Problem]:
    """What an accepted role rests on can still be looked at in years; a claim gets a warning."""
    for role in context.cohort.roles:
        if role.evidence is None or role.verdict == "rejected" or is_permanent(role.evidence):
            continue
        message = "this page can change: it is no permanent link"
        pending = role.verdict == "pending"
        yield role.problem(("evidence",), "evidence", message, HINT, warning=pending)
