"""The participants' flow: who enrolled, who started, who left.

The denominator of every goal is everyone enrolled, those who left included; only attrition is a
share of those who started. A replacement adds to both.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from mentorkit.cohort.model import Cohort, Person, PersonRole
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.report import Figure, source


def enrolled(cohort: Cohort, role: PersonRole) -> list[Person]:
    """Return everyone of a role with a day of enrolment, by id."""
    return [person for person in cohort.having(role) if person.enrolled]


def started(cohort: Cohort) -> list[Person]:
    """Return the mentees who took part at least once."""
    return [person for person in enrolled(cohort, "mentee") if person.started]


def left_by(people: Iterable[Person], day: date) -> list[Person]:
    """Return those who left on a day or before it."""
    return [person for person in people if person.left and person.left <= day]


def figures(cohort: Cohort, horizons: Horizons) -> list[Figure]:
    """Return the figures of the participants' flow."""
    mentees, mentors, began = (
        enrolled(cohort, "mentee"),
        enrolled(cohort, "mentor"),
        started(cohort),
    )
    absent = len(mentees) - len(began)
    return [
        Figure(
            "mentees.enrolled",
            len(mentees),
            None,
            "mentees with a day of enrolment, those who left later included",
            sources(mentees, "enrolled"),
        ),
        Figure(
            "mentees.started",
            len(began),
            len(mentees),
            "enrolled mentees with a first session or kick-off attended",
            sources(began, "started"),
            note=f"{absent} enrolled without having started" if absent else "",
        ),
        _left("mentees.left", began, horizons.end, "mentees who had started and left"),
        _left("mentees.left_year", began, horizons.year, "mentees who had started and left"),
        Figure(
            "mentors.enrolled",
            len(mentors),
            None,
            "mentors with a day of enrolment, those who left later included",
            sources(mentors, "enrolled"),
        ),
        _left("mentors.left", mentors, horizons.end, "enrolled mentors who left"),
    ]


def _left(name: str, people: Sequence[Person], by: date, who: str) -> Figure:
    gone = left_by(people, by)
    rule = f"{who} on {by} or before, for whatever reason"
    return Figure(name, len(gone), len(people), rule, sources(gone, "left"))


def sources(people: Iterable[Person], field: str) -> tuple[str, ...]:
    """Return where a field of each person stands."""
    return tuple(source(person.place(field)) for person in people)
