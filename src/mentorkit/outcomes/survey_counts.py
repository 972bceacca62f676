"""Counts of answers: what surveys.yaml may say of a wave, and what stands in the way of it.

Who left S1 out is counted as having not answered: nobody knows whether they are satisfied. Fewer
than five answers are not counted in a file that leaves the team at all (measures: satisfaction).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.waves import SurveyWave
from mentorkit.outcomes.survey_items import VOICES, Row, Wave, agreed, answered, satisfied
from mentorkit.outcomes.survey_tokens import Register
from mentorkit.problems import Problem
from mentorkit.rules.disclosure import LEAST, shown

FILE = "surveys.yaml"


@dataclass(frozen=True, slots=True)
class Counted:
    """A wave after an import: `new` answers came, `responded` people answered in all.

    `satisfied` is None where the number would tell on somebody; `published` says whether
    surveys.yaml counts the wave. `without` counts new rows that leave S1 out.
    """

    wave: Wave
    closed: date
    invited: int
    responded: int
    satisfied: int | None
    new: int
    without: int
    published: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would write, and the new bytes of its files; with problems, none."""

    waves: tuple[Counted, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a wave stands: `silent` are the ids of those who have a token and have not answered.

    `closed` is None until it is counted; `satisfied` is None where that is not known or not told.
    """

    wave: Wave
    invited: int
    responded: int
    closed: date | None
    satisfied: int | None
    silent: tuple[str, ...] = ()


def entry_of(cohort: Cohort, wave: Wave) -> SurveyWave | None:
    """Return what surveys.yaml says of a wave."""
    return next((each for each in cohort.surveys if (each.wave, each.role) == wave), None)


def counted(
    entry: SurveyWave | None,
    wave: Wave,
    before: Sequence[Row],
    new: Sequence[Row],
    invited: int,
    closed: date,
) -> Counted:
    """Return the counts of a wave after some more answers."""
    rows = [*before, *new]
    responded, happy = answered(rows), satisfied(rows)
    return Counted(
        wave,
        closed,
        max(invited, entry.invited if entry else 0),
        responded,
        told(happy, responded),
        answered(new),
        len(new) - answered(new),
        published=responded >= LEAST,
    )


def told(happy: int, responded: int) -> int | None:
    """Return how many are satisfied, or agree; None where the number would tell on somebody."""
    if responded < LEAST or None in shown((happy, responded - happy)):
        return None
    return happy


def record(counts: Counted, rows: Sequence[Row]) -> dict[str, Value]:
    """Return the entry of surveys.yaml, all values as text.

    The items on diversity are in it where that tells on nobody, for the file leaves the team.
    """
    items: dict[str, Value] = {}
    for item in VOICES:
        answered_, agree = agreed(rows, item)
        if told(agree, answered_) is not None:
            items[item] = {"answered": str(answered_), "agree": str(agree)}
    said: dict[str, Value] = {"items": items} if items else {}
    return _counts(counts, rows) | said


def _counts(counts: Counted, rows: Sequence[Row]) -> dict[str, Value]:
    return {
        "wave": counts.wave.wave,
        "role": counts.wave.role,
        "closed": counts.closed.isoformat(),
        "invited": str(counts.invited),
        "responded": str(counts.responded),
        "satisfied": str(satisfied(rows)),
    }


def in_the_way(
    entry: SurveyWave | None, wave: Wave, before: Sequence[Row], day: date, closed: date | None
) -> Iterator[Problem]:
    """Yield what keeps more answers from being counted in a wave; `day` is when they came."""
    if entry is None:
        return
    stored = answered(before)
    if entry.responded != stored and max(entry.responded, stored) >= LEAST:
        message = f"{entry.responded} answered, but {wave.answers} holds {stored} answers"
        hint = "find out which of the two is right, and correct it"
        yield entry.problem(("responded",), "counts", message, hint)
    if closed is None and entry.closed < day:
        message = f"the wave closed on {entry.closed}; later answers are not counted"
        hint = f"if these came by then, say --closed {entry.closed}"
        yield entry.problem(("closed",), "closed", message, hint)


def standings(cohort: Cohort, register: Register, day: date) -> list[Standing]:
    """Return how each wave stands on a day, those that surveys.yaml counts first."""
    entries = {Wave(e.wave, e.role): e for e in cohort.surveys if e.closed <= day}
    waves = [*entries, *sorted({asked.wave for asked in register.asked} - entries.keys())]
    return [_standing(wave, entries.get(wave), register) for wave in waves]


def _standing(wave: Wave, entry: SurveyWave | None, register: Register) -> Standing:
    asked, silent = register.of(wave), register.silent(wave)
    if entry is None:
        return Standing(wave, len(asked), len(asked) - len(silent), None, None, tuple(silent))
    happy = told(entry.satisfied, entry.responded)
    return Standing(wave, entry.invited, entry.responded, entry.closed, happy, tuple(silent))
