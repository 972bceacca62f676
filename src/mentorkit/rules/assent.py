"""Which wikis have let the programme in: one reading for the letters and for the report."""

from collections.abc import Set as AbstractSet
from datetime import timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.programme import Assent
from mentorkit.cohort.verifiers import as_called, names_of

NOTICE = timedelta(days=14)
"""How long a notice must stand before silence counts as no objection."""


def coordinators(cohort: Cohort) -> frozenset[str]:
    """Return everything that a closer may be called who is a coordinator of the programme."""
    return frozenset().union(*(names_of(cohort, each) for each in cohort.programme.coordinators))


def assents(assent: Assent | None, team: AbstractSet[str]) -> bool:
    """Return whether an answer counts: assent, or no objection to a notice of 14 days or more.

    Nobody closes a discussion of their own proposal: what a coordinator closed does not count.
    `team` is what `coordinators` returns.
    """
    if assent is None or assent.result not in ("assent", "no_objection"):
        return False
    if assent.closer and as_called(assent.closer) in team:
        return False
    if assent.result == "assent":
        return True
    return bool(assent.opened and assent.closed and assent.closed - assent.opened >= NOTICE)
