"""Rules about applications for a place, and what was decided of them."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.problems import Problem

_CANDIDATES = "private/candidates/"


def applications_are_of_somebody(context: Context) -> Iterator[Problem]:
    """Whoever applies is a candidate or takes part already, in the role applied for."""
    cohort = context.cohort
    for application in cohort.applications.values():
        person = cohort.people.get(application.id) or cohort.candidates.get(application.id)
        if person is not None and application.role not in person.roles:
            hint = f"correct it, or 'roles' in {person.file}"
            message = f"somebody applies as {application.role} whose 'roles' do not say so"
            yield application.problem(("role",), "role", message, hint)
        file = f"{_CANDIDATES}{application.id}.yaml"
        if application.id not in context.ids and file not in context.documents:
            hint = f"write {file}, or give this file the id of the person"
            yield application.problem((), "no-person", "nobody has this id", hint)


def decisions_are_dated(context: Context) -> Iterator[Problem]:
    """A decision has its day, and each day comes after the one before and is not ahead."""
    for application in context.cohort.applications.values():
        if application.decision and not application.decided:
            hint = "add 'decided: DATE'"
            yield application.problem(("decision",), "missing", "'decided' is missing", hint)
        elif application.decided and not application.decision:
            hint = "add 'decision: place', waiting or no; or remove the day"
            yield application.problem(("decided",), "missing", "'decision' is missing", hint)
        before = application.applied
        for key in ("applied", "decided", "withdrawn"):
            day = getattr(application, key)
            if day is None:
                continue
            if day < before:
                message = f"'{key}' ({day}) is before {before}"
                yield application.problem((key,), "order", message, "correct one of the dates")
            elif day > context.today:
                hint = "write the day on which it happened"
                yield application.problem((key,), "future", f"{day} is still to come", hint)
            before = max(before, day)
