"""pair show: the fit of everybody with everybody, and who is together."""

from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.matrix import Picture, picture
from mentorkit.pairing.situation import PLAIN, Terms


def show(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Picture:
    """Return the pairs that stand on a day, or those that are proposed; see `picture`."""
    return picture(cohort, as_of, terms)
