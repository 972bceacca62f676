"""Diversity in figures: the declared group, how it fared, and whether voices were wanted.

All of it is self-declared. What would tell on somebody is withheld, and so is what would bring a
withheld number back by subtraction (measures: diversity, disclosure control).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.programme import DiversityGoal
from mentorkit.cohort.waves import Agreed, SurveyWave
from mentorkit.outcomes.leadership import Leadership
from mentorkit.outcomes.participants import completed, enrolled
from mentorkit.outcomes.satisfaction import END, Who, answers
from mentorkit.outcomes.statistics import newcombe
from mentorkit.outcomes.status import EVIDENCE_LAG, Horizons
from mentorkit.rules.disclosure import LEAST, shown
from mentorkit.rules.report import Figure, source

DECLARATIONS = ("private/people/",)
"""Where declarations stand; the lines would tell who declared what."""

LEAST_IN_GROUP = 10
"""The fewest people on both sides of a gap that may be shown."""

_FEW = "the number is withheld: too few on one side"

LATER = "told once, after the programme's end"
"""Why a group is not counted yet: two numbers and an enrolment between them tell on somebody."""

STAGES: Mapping[str, str] = {
    "completed": "started and stayed to the end",
    "leaders": "took a new leadership role",
}
"""The stages that a gap is told of, and what reaching them is."""


def told_from(stage: str, horizons: Horizons) -> date:
    """Return the day from which a gap is told: once, when nothing can move it any more.

    Otherwise one more role of somebody who is named, and the change of the gap, tell a group.
    """
    return horizons.year + EVIDENCE_LAG if stage == "leaders" else horizons.end + timedelta(days=1)


def reached(
    cohort: Cohort, leadership: Leadership, stage: str, horizons: Horizons
) -> Collection[str]:
    """Return the ids of the mentees who reached a stage, as far as known when its gap is told."""
    if stage == "completed":
        return {person.id for person in completed(cohort, horizons)}
    last, since = told_from(stage, horizons), leadership.leaders(horizons.year)
    return {person for person, day in since.items() if day < last}


def figures(
    cohort: Cohort, leadership: Leadership, horizons: Horizons, as_of: date
) -> list[Figure]:
    """Return the figures of diversity as of a day; of a group only where a goal names it."""
    asked = cohort.programme.goals.diversity
    voices = [_voice(cohort, item) for item in _VOICES]
    if asked is None:
        return voices
    mentees = enrolled(cohort, "mentee")
    gaps = []
    for stage in STAGES:
        gap = _gap(asked.group, mentees, reached(cohort, leadership, stage, horizons), stage)
        over = mentees and as_of >= told_from(stage, horizons)
        gaps.append(gap if over else replace(gap, value=None, withheld=False, note="not over yet"))
    group = _representation(asked, mentees)
    if as_of <= horizons.end:
        group = [replace(each, value=None, withheld=False, note=LATER) for each in group]
    return [*group, *gaps, *voices]


def _representation(asked: DiversityGoal, mentees: Sequence[Person]) -> list[Figure]:
    """Return how many declare themselves of the group, at most, and against its share elsewhere."""
    group, n = asked.group, len(mentees)
    declared = sum(group in mentee.groups for mentee in mentees)
    silent = sum(not mentee.groups for mentee in mentees)
    few = n > 0 and None in shown((declared, n - declared))
    doubtful = silent > 0 and None in shown((declared, n - declared - silent, silent))
    share = Fraction(declared, n) / asked.baseline if n and asked.baseline else None
    ratio = None if share is None else round(float(share), 1)
    says = f"enrolled mentees who say of themselves that they belong to '{group}'"
    origin = f", which is from {asked.source}" if asked.source else ""
    return [
        _told("diversity.declared", declared, n, says, few),
        _told(
            "diversity.at_most",
            declared + silent,
            n,
            f"{says}, and those who say nothing of themselves",
            few or doubtful,
        ),
        _told(
            "diversity.ratio",
            ratio,
            None,
            f"the share of {says}, divided by the group's share elsewhere, "
            f"{float(asked.baseline) * 100:.0f} %{origin}",
            few,
        ),
    ]


def _told(name: str, value: float | None, of: int | None, rule: str, hidden: bool) -> Figure:
    return Figure(
        name,
        None if hidden else value,
        of,
        rule,
        DECLARATIONS,
        withheld=hidden,
        note=_FEW if hidden else "",
    )


Cells = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Who reached a stage and who did not: of a group, of the others, of those who say nothing."""


def cells_of(group: str, mentees: Sequence[Person], reached: Collection[str]) -> Cells:
    """Count who reached a stage, in a group, outside it, and of those who declared nothing."""

    def cells(people: Sequence[Person]) -> tuple[int, int]:
        yes = sum(person.id in reached for person in people)
        return yes, len(people) - yes

    return (
        cells([m for m in mentees if group in m.groups]),
        cells([m for m in mentees if m.groups and group not in m.groups]),
        cells([m for m in mentees if not m.groups]),
    )


def _gap(group: str, mentees: Sequence[Person], reached: Collection[str], stage: str) -> Figure:
    """Return by how many percentage points more of a group reached a stage than of the others."""
    inside, others, silent = cells_of(group, mentees, reached)
    one, other = (inside[0], sum(inside)), (others[0], sum(others))
    enough = min(sum(inside), sum(others)) >= LEAST_IN_GROUP
    # The silent are what is left over when both groups are taken from the total.
    told = enough and min(*inside, *others) >= LEAST and (not any(silent) or min(silent) >= LEAST)
    figure = Figure(
        f"equity.{stage}",
        None,
        None,
        f"by how many percentage points the share of '{group}' who {STAGES[stage]} lies above that "
        "of the other enrolled mentees who said something of themselves",
        DECLARATIONS,
        withheld=True,
        note=f"withheld: it needs {LEAST_IN_GROUP} people on both sides and {LEAST} in each cell",
    )
    if not told:
        return figure
    gap = one[0] / one[1] - other[0] / other[1]
    low, high = (f"{end * 100:+.1f}" for end in newcombe(one, other))
    note = f"percentage points; 95 % interval (Newcombe) {low} to {high}"
    return replace(figure, value=round(gap * 100, 1), withheld=False, note=note)


_VOICES = {
    "v1": "that their voice was wanted",
    "v2": "that it was safe to learn (78 % in Let's Connect, diff.wikimedia.org, 13 June 2025)",
    "v3": "that people of many backgrounds are supported (79 % in Let's Connect, as above)",
}


def _voice(cohort: Cohort, item: str) -> Figure:
    """Return how many agree with an item, mentees and mentors together: never one group alone.

    How many answered is told only beside numbers of satisfaction that are told, for who is silent
    would bring a hidden one back.
    """
    waves = [wave for wave in cohort.surveys if wave.wave == END]
    said = [counts for wave in waves if (counts := _counts(wave, item)) is not None]
    roles: tuple[Who, Who] = ("mentee", "mentor")
    asked = {role for role in roles if any(enrolled(cohort, role))}
    whole = bool(asked) and asked <= {wave.role for wave in waves if _counts(wave, item)}
    answered = sum(counts.answered for counts in said) if whole else 0
    agree = sum(counts.agree for counts in said) if whole else 0
    few = answered < LEAST or None in shown((agree, answered - agree))
    hidden = whole and (few or any(answers(cohort, role).withheld for role in roles))
    return Figure(
        f"voice.{item}",
        agree if whole and not hidden else None,
        None if hidden else answered,
        f"mentees and mentors who say in the end survey {_VOICES[item]}: 4 or 5 of 5, of those who "
        "answered",
        tuple(source(wave.place("items")) for wave in waves if whole),
        withheld=hidden,
        note=_why_not(whole, hidden),
    )


def _counts(wave: SurveyWave, item: str) -> Agreed | None:
    found = {"v1": wave.items.v1, "v2": wave.items.v2, "v3": wave.items.v3}
    return found[item]


def _why_not(whole: bool, hidden: bool) -> str:
    if not whole:
        return "the end surveys of mentees and mentors have not both counted this question"
    return "the number is withheld: too few answered one way" if hidden else ""
