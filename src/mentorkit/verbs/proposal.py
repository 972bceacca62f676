"""`report --kind proposal`: a grant proposal from a cohort's files, as of a day."""

from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.outcomes import proposal as outcomes
from mentorkit.rules.proposal import Proposal
from mentorkit.rules.replay import as_known_on
from mentorkit.verbs.report import report


def proposal(cohort: Cohort, as_of: date) -> Proposal:
    """Return the proposal: goals, plan, people, communities, risks and budget, and no result."""
    goals = report(cohort, {}, [], as_of).goals
    return outcomes.proposal(as_known_on(cohort, as_of), cohort, goals, as_of)
