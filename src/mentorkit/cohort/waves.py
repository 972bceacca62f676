"""What surveys.yaml counts of a wave of answers."""

from typing import Literal

from mentorkit.cohort.quantities import Count
from mentorkit.cohort.record import Part, Record, absent
from mentorkit.cohort.scalars import Day, Id


class Agreed(Part):
    """How many answered one more item of a survey, and how many of them with 4 or 5 of 5."""

    answered: Count
    agree: Count


class Voices(Part):
    """The items on diversity: one's voice was wanted, learning was safe, all are supported."""

    v1: Agreed | None = None
    v2: Agreed | None = None
    v3: Agreed | None = None


class SurveyWave(Record):
    """An entry of surveys.yaml: counts only."""

    wave: Id
    role: Literal["mentee", "mentor"]
    closed: Day
    invited: Count
    responded: Count
    satisfied: Count
    items: Voices = absent()
