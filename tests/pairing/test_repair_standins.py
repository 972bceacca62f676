"""Who stands in: somebody who is there on all of the days, by the goal, one mentee each."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from test_repair import DAY, a_cohort
from trying import everything, worth

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.assignment import Instance
from mentorkit.pairing.goals import GOALS, GoalName
from mentorkit.pairing.repair import repair
from mentorkit.pairing.situation import Terms
from mentorkit.pairing.standins import StandIn
from mentorkit.render.pairs.repair import as_text
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "test",
    """\
topics: {policy: Policies, scripts: Scripts}
""",
)


def person(name: str, role: str, *more: str) -> str:
    lines = [f"name: {name}", f"roles: [{role}]", "timezone: Africa/Dakar"]
    lines += ["available: [mon-fri 18:00-21:00]", "enrolled: 2025-02-01", *more]
    languages = [] if any("languages" in line for line in more) else ["languages: [en]"]
    return "\n".join([*lines, *languages, ""])


FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/bola.yaml": person("Bola", "mentor", "away: [2025-04-20..2025-04-24, 2025-04-25]"),
    "people/esi.yaml": person("Esi", "mentor", "offers: [policy]", "capacity: 3"),
    "people/juma.yaml": person("Juma", "mentor", "away: [2025-04-25..2025-04-28]"),
    "people/zoe.yaml": person("Zoé", "mentor", "languages: [wo]"),
    "people/amina.yaml": person("Amina", "mentee", "wants: [policy]"),
    "people/kofi.yaml": person("Kofi", "mentee", "away: [2025-04-25..2025-04-30]"),
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
    "- {mentor: juma, mentee: kofi, since: 2025-03-03}\n",
}


def told(found: tuple[StandIn, ...]) -> list[tuple[str, str, str, str | None, bool]]:
    return [
        (f"{s.away.first:%m-%d}..{s.away.last:%m-%d}", s.mentor, s.mentee, s.standin, s.full)
        for s in found
    ]


def test_days_in_a_row_are_one_and_a_mentee_who_is_away_too_needs_nobody(
    cohort_of: CohortOf,
) -> None:
    found = repair(cohort_of(FILES), DAY).standins
    assert told(found) == [("04-20..04-25", "bola", "amina", "esi", False)]


def test_nobody_stands_in_for_two_and_who_is_away_or_not_possible_does_not(
    cohort_of: CohortOf,
) -> None:
    kofi = person("Kofi", "mentee")
    found = repair(cohort_of(FILES | {"people/kofi.yaml": kofi}), DAY)
    assert told(found.standins) == [
        ("04-20..04-25", "bola", "amina", "esi", False),
        ("04-25..04-28", "juma", "kofi", None, False),
    ]
    assert "Juma  25 Apr - 28 Apr  Kofi    nobody" in as_text(found)


def test_a_full_mentor_may_stand_in_and_that_is_said(cohort_of: CohortOf) -> None:
    esi = person("Esi", "mentor", "capacity: 0")
    found = repair(cohort_of(FILES | {"people/esi.yaml": esi}), DAY)
    assert told(found.standins) == [("04-20..04-25", "bola", "amina", "esi", True)]
    assert "* has no place left otherwise" in as_text(found)


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2025, 4, 25), True), (date(2025, 4, 26), False)],
)
def test_an_absence_counts_until_its_last_day(day: date, there: bool, cohort_of: CohortOf) -> None:
    assert bool(repair(cohort_of(FILES), day).standins) == there


def test_an_absence_after_the_programme_counts_not(cohort_of: CohortOf) -> None:
    bola = person("Bola", "mentor", "away: [2025-06-02..2025-06-10]")
    assert repair(cohort_of(FILES | {"people/bola.yaml": bola}), DAY).standins == ()


@pytest.mark.parametrize("goal", GOALS)
def test_they_are_the_best_that_trying_everything_finds(goal: GoalName) -> None:
    asked = 0
    for seed in range(60):
        found = repair(a_cohort(seed), DAY, Terms(goal))
        for group in days_in_common(found.standins):
            instance = question(group, found.answer.situation.fits.score, a_cohort(seed))
            best = min(worth(instance, answer, goal) for answer in everything(instance))
            given = tuple(s.standin and instance.mentors.index(s.standin) for s in group)
            assert worth(instance, given, goal) == best
            asked += len(group) > 1
    assert asked > 10


def days_in_common(found: tuple[StandIn, ...]) -> list[list[StandIn]]:
    """The stand-ins in groups; every absence of these cohorts begins on 5, 9 or 20 April."""
    groups: dict[bool, list[StandIn]] = {}
    for each in found:
        groups.setdefault(each.away.first >= date(2025, 4, 20), []).append(each)
    split = []
    for group in groups.values():
        # Those from the 5th to the 8th and from the 9th on meet only in whoever has both.
        early = [s for s in group if s.away.last < date(2025, 4, 9)]
        joined = any(s.away.first < date(2025, 4, 9) <= s.away.last for s in group)
        rest = [s for s in group if s not in early]
        split += [group] if joined or not early or not rest else [early, rest]
    return split


def question(
    group: list[StandIn], score: Callable[[tuple[str, str]], int | None], cohort: Cohort
) -> Instance:
    mentors = sorted(p.id for p in cohort.having("mentor") if p.left is None)

    def possible(mentor: str, want: StandIn) -> int:
        away = cohort.people[mentor].away
        meets = any(a.first <= want.away.last and want.away.first <= a.last for a in away)
        found = score((mentor, want.mentee))
        return -1 if meets or found is None else found

    scores = [[possible(mentor, want) for mentor in mentors] for want in group]
    return Instance([want.mentee for want in group], mentors, scores, [1] * len(mentors))
