"""Which wikis have let the programme in: one reading for the letters and for the report."""

from datetime import timedelta

from mentorkit.cohort.programme import Assent

NOTICE = timedelta(days=14)
"""How long a notice must stand before silence counts as no objection."""


def assents(assent: Assent | None) -> bool:
    """Return whether an answer counts: assent, or no objection to a notice of 14 days or more."""
    if assent is None or assent.result not in ("assent", "no_objection"):
        return False
    if assent.result == "assent":
        return True
    return bool(assent.opened and assent.closed and assent.closed - assent.opened >= NOTICE)
