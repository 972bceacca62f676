"""The participants' flow: who enrolled, who started, who left.

The denominator of every goal is everyone enrolled, those who left included; only attrition is a
share of those who started. A replacement adds to both.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from mentorkit.cohort.model import Cohort, Person, PersonRole
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.report import Figure, NotCounted, source


def enrolled(cohort: Cohort, role: PersonRole) -> list[Person]:
    """Return everyone of a role with a day of enrolment, by id."""
    return [person for person in cohort.having(role) if person.enrolled]


def started(cohort: Cohort) -> list[Person]:
    """Return the mentees who took part at least once."""
    return [person for person in enrolled(cohort, "mentee") if person.started]


def left_by(people: Iterable[Person], day: date) -> list[Person]:
    """Return those who left on a day or before it."""
    return [person for person in people if person.left and person.left <= day]


def figures(cohort: Cohort, horizons: Horizons, as_of: date) -> list[Figure]:
    """Return the figures of the participants' flow as of a day."""
    mentees, mentors, began = (
        enrolled(cohort, "mentee"),
        enrolled(cohort, "mentor"),
        started(cohort),
    )
    absent = [mentee for mentee in mentees if not mentee.started]
    end, year = horizons.end, horizons.year
    who = "mentees who had started and left"
    return [
        Figure(
            "mentees.enrolled",
            len(mentees),
            None,
            "mentees with a day of enrolment, those who left later included",
            sources(mentees, "enrolled"),
            not_counted=_not_enrolled(cohort, "mentee"),
        ),
        Figure(
            "mentees.started",
            len(began),
            len(mentees),
            "enrolled mentees with a first session or kick-off attended",
            sources(began, "started"),
            note=f"{len(absent)} enrolled without having started" if absent else "",
            not_counted=_apart("enrolled and have not started", absent, "enrolled"),
        ),
        _left("mentees.left", began, end, who, as_of),
        _left("mentees.left_year", began, year, who, as_of),
        Figure(
            "mentors.enrolled",
            len(mentors),
            None,
            "mentors with a day of enrolment, those who left later included",
            sources(mentors, "enrolled"),
            not_counted=_not_enrolled(cohort, "mentor"),
        ),
        _left("mentors.left", mentors, end, "enrolled mentors who left", as_of),
    ]


def _left(name: str, people: Sequence[Person], by: date, who: str, as_of: date) -> Figure:
    gone = left_by(people, by)
    rule = f"{who} on {by} or before, for whatever reason"
    later = [person for person in people if person.left and person.left > by]
    return Figure(
        name,
        len(gone),
        len(people),
        rule,
        sources(gone, "left"),
        so_far=as_of <= by,
        not_counted=_apart(f"left after {by}", later, "left"),
    )


def _not_enrolled(cohort: Cohort, role: PersonRole) -> tuple[NotCounted, ...]:
    missing = [person for person in cohort.having(role) if not person.enrolled]
    return _apart("have no day of enrolment", missing, "roles")


def _apart(why: str, people: Sequence[Person], field: str) -> tuple[NotCounted, ...]:
    return (NotCounted(why, len(people), sources(people, field)),) if people else ()


def sources(people: Iterable[Person], field: str) -> tuple[str, ...]:
    """Return where a field of each person stands."""
    return tuple(source(person.place(field)) for person in people)
