"""The follow-up a year on: planned from the first day, and what came of it.

Somebody can be followed up who agreed to it and can be reached in two ways, so that one lost
address does not lose the person (measures: attrition after twelve months).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.waves import SurveyWave
from mentorkit.outcomes.participants import enrolled, sources, started
from mentorkit.outcomes.status import EVIDENCE_LAG, Horizons
from mentorkit.outcomes.windows import Edits, Month, months_from
from mentorkit.rules.disclosure import LEAST, shown
from mentorkit.rules.matter import Matter
from mentorkit.rules.report import Figure, source

YEAR = "year"
"""The survey wave of the follow-up."""

LETTER = "follow-up.year"
"""The letter that asks somebody how the year went."""

AHEAD = timedelta(days=28)
"""How long before its day the follow-up begins."""

ROUTES = 2
"""In how many ways somebody must be reachable."""

_QUIET = 3

_NOT_ASKED = ("withdrew", "removed")
"""How somebody left who is not asked for anything any more."""


def routes(person: Person) -> list[str]:
    """Return the ways in which somebody can be reached: mail, telephone, talk page."""
    ways = (
        ("mail", person.email),
        ("telephone", person.phone),
        ("talk page", person.wiki or person.wikis),
    )
    return [name for name, there in ways if there]


def can_be_reached(person: Person) -> bool:
    """Whether somebody agreed to be asked again, and can be reached in two ways."""
    return person.consent.follow_up is not None and len(routes(person)) >= ROUTES


def figures(
    cohort: Cohort, edits: Sequence[Edits], horizons: Horizons, as_of: date
) -> list[Figure]:
    """Return the figures of the follow-up as of a day."""
    mentees = enrolled(cohort, "mentee")
    wave = next((w for w in cohort.surveys if (w.wave, w.role) == (YEAR, "mentee")), None)
    return [
        _reachable(mentees, horizons),
        _followed_up(mentees, wave, horizons),
        _satisfied(mentees, wave),
        _lost(cohort, edits, wave, horizons, as_of),
    ]


def _reachable(mentees: Sequence[Person], horizons: Horizons) -> Figure:
    there = [mentee for mentee in mentees if can_be_reached(mentee)]
    hidden = bool(mentees) and None in shown((len(there), len(mentees) - len(there)))
    return Figure(
        "follow_up.reachable",
        None if hidden else len(there),
        len(mentees),
        f"enrolled mentees who agreed to be asked again on {horizons.year} and can be reached in "
        "two ways: by mail, by telephone, on a talk page",
        () if hidden else sources(there, "consent"),
        withheld=hidden,
        note="the number is withheld: too few on one side" if hidden else "",
    )


def _followed_up(mentees: Sequence[Person], wave: SurveyWave | None, horizons: Horizons) -> Figure:
    few = wave is not None and 0 < wave.responded < LEAST
    note = "the number is withheld: too few answered" if few else ""
    return Figure(
        "mentees.followed_up",
        None if wave is None or few else wave.responded,
        len(mentees),
        f"enrolled mentees who answered the survey wave '{YEAR}', due on {horizons.year}",
        _place(wave),
        withheld=few,
        note=note if wave else _not_closed(),
    )


def _satisfied(mentees: Sequence[Person], wave: SurveyWave | None) -> Figure:
    hidden = wave is not None and (
        wave.responded < LEAST or None in shown((wave.satisfied, wave.responded - wave.satisfied))
    )
    note = "the number is withheld: too few answered one way" if hidden else ""
    return Figure(
        "follow_up.satisfied",
        None if wave is None or hidden else wave.satisfied,
        len(mentees),
        f"enrolled mentees who answered 4 or 5 of 5 in the survey wave '{YEAR}'; no answer counts "
        "as no",
        _place(wave),
        withheld=hidden,
        note=note if wave else _not_closed(),
    )


def _lost(
    cohort: Cohort,
    edits: Sequence[Edits],
    wave: SurveyWave | None,
    horizons: Horizons,
    as_of: date,
) -> Figure:
    """Return how many are lost: unreachable and without an edit, where both counts leave no doubt.

    Nothing is told between what a number lies, for that too can tell on somebody who is silent.
    """
    began = {person.id for person in started(cohort)}
    read = [each for each in edits if each.person.id in began] if as_of > horizons.year else []
    low, high = _between(cohort, read, wave, horizons)
    sure = low == high
    few = wave is not None and wave.responded < LEAST
    hidden = few or (wave is not None and sure and None in shown((low, len(began) - low)))
    told = wave is not None and sure and not hidden
    return Figure(
        "mentees.lost_year",
        low if told else None,
        len(began),
        f"mentees who had started, did not answer the survey wave '{YEAR}' and made no edit in the "
        f"{_QUIET} whole months before {horizons.year}, which stand in for 90 days",
        _place(wave) if told else (),
        withheld=hidden,
        note=_why_not_lost(wave, hidden=hidden, sure=sure),
    )


def _between(
    cohort: Cohort, read: Sequence[Edits], wave: SurveyWave | None, horizons: Horizons
) -> tuple[int, int]:
    """Return the fewest and the most who can be lost, as answers have no names.

    Whoever did not start may have answered too, so of those who did the silent have bounds as well.
    """
    last = Month.of(horizons.year).plus(-1)
    span = months_from(last.plus(1 - _QUIET), last)
    known = [each for each in read if each.knows(span)]
    quiet = sum(each.per_30_days(span) == 0 for each in known)
    answered, began = wave.responded if wave else 0, len(started(cohort))
    fewest = max(0, began - answered)
    most = min(began, max(0, len(enrolled(cohort, "mentee")) - answered))
    return max(0, fewest + quiet - began), min(most, quiet + began - len(known))


def _why_not_lost(wave: SurveyWave | None, *, hidden: bool, sure: bool) -> str:
    if wave is None:
        return _not_closed()
    if hidden:
        return "the number is withheld: too few on one side"
    return "" if sure else "not known: answers have no names, and not all edits are read"


def _place(wave: SurveyWave | None) -> tuple[str, ...]:
    return (source(wave.place()),) if wave else ()


def _not_closed() -> str:
    return f"no survey wave '{YEAR}' has closed yet"


def prompts(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Yield, until the follow-up is over, which mentees lack a yes to it or a second way to them.

    They are for coordinators only.
    """
    horizons = Horizons.of(cohort.programme)
    if not horizons.start <= day < horizons.year + EVIDENCE_LAG:
        return
    for mentee in enrolled(cohort, "mentee"):
        lacking = [] if mentee.left_code in _NOT_ASKED else list(_lacking(mentee))
        if lacking:
            where = mentee.place("consent").file_line
            do = f"ask, then write 'consent: {{follow_up: DATE}}' in {where}, addresses in private/"
            yield Matter("follow_up", f"{mentee.name}: {', '.join(lacking)}", where, do)


def _lacking(mentee: Person) -> Iterator[str]:
    if mentee.consent.follow_up is None:
        yield "no yes to it"
    ways = routes(mentee)
    if len(ways) < ROUTES:
        yield f"one way only: {ways[0]}" if ways else "no way to reach them"


def begun(cohort: Cohort, day: date) -> bool:
    """Whether it is time to ask people how the year went."""
    return day >= Horizons.of(cohort.programme).year - AHEAD


def counted(cohort: Cohort) -> bool:
    """Whether the answers to the follow-up have been counted."""
    return any((wave.wave, wave.role) == (YEAR, "mentee") for wave in cohort.surveys)


def due_soon(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Yield the follow-up itself, from four weeks before it until its wave is counted."""
    if counted(cohort) or not begun(cohort, day):
        return
    what = f"due on {Horizons.of(cohort.programme).year}"
    yield Matter("asking", what, "", f"mentorkit survey form --wave {YEAR} --role mentee")
