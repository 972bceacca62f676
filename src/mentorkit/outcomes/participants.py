"""The participants' flow: who enrolled, who started, who left.

The denominator of every goal is everyone enrolled, those who left included; only attrition is a
share of those who started. A replacement adds to both.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

from mentorkit.cohort.model import Cohort, LeftCode, Person, PersonRole
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.disclosure import shown
from mentorkit.rules.report import Figure, NotCounted, source


def enrolled(cohort: Cohort, role: PersonRole) -> list[Person]:
    """Return everyone of a role with a day of enrolment, by id."""
    return [person for person in cohort.having(role) if person.enrolled]


def started(cohort: Cohort) -> list[Person]:
    """Return the mentees who took part at least once."""
    return [person for person in enrolled(cohort, "mentee") if person.started]


def left_by(people: Iterable[Person], day: date) -> list[Person]:
    """Return those who left on a day or before it."""
    return [person for person in people if person.has_left(day)]


def completed(cohort: Cohort, horizons: Horizons) -> list[Person]:
    """Return the mentees who started and had not left by the end of the programme."""
    began = started(cohort)
    gone = {person.id for person in left_by(began, horizons.end)}
    return [person for person in began if person.id not in gone]


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
        *_applied(cohort, horizons, as_of),
        _enrolled(cohort, "mentee"),
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
        *_ways(began, end, as_of),
        _completed(cohort, horizons, as_of),
        _left("mentees.left_year", began, year, who, as_of),
        _enrolled(cohort, "mentor"),
        _left("mentors.left", mentors, end, "enrolled mentors who left", as_of),
    ]


APPLICATIONS = ("private/applications/",)
"""Where applications stand; the files are called after people, most of whom nobody knows."""


def _applied(cohort: Cohort, horizons: Horizons, as_of: date) -> list[Figure]:
    """Return who applied for a mentee's place and who got one, before the programme begins.

    They are told once, from its first day, and both or neither: those enrolled are known, so who
    applied would say how many did not get a place.
    """
    start = horizons.start
    applied = [a for a in cohort.applications.values() if a.role == "mentee" and a.applied < start]
    accepted = [a for a in applied if a.decision == "place" and a.decided and a.decided < start]
    n, places = len(applied), len(accepted)
    there = bool(applied) and as_of >= start
    hidden = there and None in shown((places, n - places))
    told = there and not hidden
    note = "the number is withheld: too few on one side" if hidden else _why_none(as_of, start)
    whole, part = (n, places) if told else (None, None)
    of_whom = None if hidden else whole or 0
    rules = ("applications for a mentee's place", "of these, those that were given a place")
    return [
        Figure(
            name,
            value,
            of,
            f"{rule}, before {start}",
            APPLICATIONS if told else (),
            withheld=hidden,
            note="" if told else note,
        )
        for name, value, of, rule in (
            ("mentees.applied", whole, None, rules[0]),
            ("mentees.accepted", part, of_whom, rules[1]),
        )
    ]


def _why_none(as_of: date, start: date) -> str:
    if as_of < start:
        return "told once, when the programme has begun"
    return "no application is on record"


def _enrolled(cohort: Cohort, role: Literal["mentee", "mentor"]) -> Figure:
    people = enrolled(cohort, role)
    return Figure(
        f"{role}s.enrolled",
        len(people),
        None,
        f"{role}s with a day of enrolment, those who left later included",
        sources(people, "enrolled"),
        not_counted=_not_enrolled(cohort, role),
    )


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


def _ways(began: Sequence[Person], end: date, as_of: date) -> list[Figure]:
    """Return how people left, each way only where enough left that way, and another way."""
    gone = left_by(began, end)
    by_code = {code: [p for p in gone if p.left_code == code] for code in get_args(LeftCode)}
    counts = [len(people) for people in by_code.values()]
    cells = shown((*counts, len(gone) - sum(counts))) if gone else counts
    return [
        Figure(
            f"left.{code}",
            cell,
            len(gone),
            f"mentees who had started and left by {end} with the code '{code}'",
            () if cell is None else sources(people, "left_code"),
            withheld=cell is None,
            note="withheld: too few left one way" if cell is None else "",
            so_far=as_of <= end,
        )
        for (code, people), cell in zip(by_code.items(), cells, strict=False)
    ]


def _completed(cohort: Cohort, horizons: Horizons, as_of: date) -> Figure:
    stayed, over = completed(cohort, horizons), as_of > horizons.end
    return Figure(
        "mentees.completed",
        len(stayed) if over else None,
        len(started(cohort)),
        f"mentees who had started and not left by {horizons.end}",
        sources(stayed, "started") if over else (),
        note="" if over else "the programme is not over",
    )


def _not_enrolled(cohort: Cohort, role: PersonRole) -> tuple[NotCounted, ...]:
    missing = [person for person in cohort.having(role) if not person.enrolled]
    return _apart("have no day of enrolment", missing, "roles")


def _apart(why: str, people: Sequence[Person], field: str) -> tuple[NotCounted, ...]:
    return (NotCounted(why, len(people), sources(people, field)),) if people else ()


def sources(people: Iterable[Person], field: str) -> tuple[str, ...]:
    """Return where a field of each person stands."""
    return tuple(source(person.place(field)) for person in people)
