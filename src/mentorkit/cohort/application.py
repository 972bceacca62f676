"""Somebody's application for a place: private/applications/ID.yaml."""

from typing import Literal

from mentorkit.cohort.record import Record
from mentorkit.cohort.scalars import Day, Id, Text


class Application(Record):
    """private/applications/ID.yaml; a candidate, or one of the people, has the same id.

    `decision` is what was decided on the day `decided`; `withdrawn` the day on which somebody
    took the application back, or gave the place back.
    """

    id: Id
    applied: Day
    role: Literal["mentee", "mentor", "speaker"] = "mentee"
    decision: Literal["place", "waiting", "no"] | None = None
    decided: Day | None = None
    withdrawn: Day | None = None
    why: Text | None = None
