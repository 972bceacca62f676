"""Which wikis have let the programme in: one reading for the letters and for the report."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.programme import Assent
from mentorkit.cohort.verifiers import as_called, names_of
from mentorkit.problems import Problem

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


def closes(answer: Assent | None, day: date) -> date | None:
    """Return the day on which a discussion closes that is still open on a day, if it has one.

    Until then nothing that is written down of it counts.
    """
    later = answer is not None and answer.closed is not None and answer.closed > day
    return answer.closed if answer and later else None


def unassented(host: str, answer: Assent, as_of: date) -> str:
    """Return why the answer of a wiki, which nobody of the team closed, does not count by a day."""
    against = {"objection": f"{host} objected", "withdrawn": f"{host} withdrew its assent"}
    if answer.result in against:
        return against[answer.result]
    if closes(answer, as_of):
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


def undated(cohort: Cohort) -> Iterator[Problem]:
    """Yield a warning for each discussion that was opened, and has a result without a day.

    Assent counts without one, no objection does not: how long its notice stood is not known.
    """
    programme = cohort.programme
    for host, wiki in programme.wikis.items():
        answer = wiki.assent
        if answer is None or answer.opened is None or answer.closed:
            continue
        if answer.result in ("assent", "no_objection"):
            counts = f"counts from {answer.opened}, when it was opened"
            told = counts if answer.result == "assent" else "does not count"
            message = f"no day on which {host} had answered: it {told}"
            path = ("wikis", host, "assent", "result")
            hint = "write `closed:`, the day on which the discussion was closed"
            yield programme.problem(path, "undated", message, hint, warning=True)
