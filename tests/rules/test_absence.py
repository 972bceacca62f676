"""Days away: stretches that are joined, mentees left behind, and the line that status has."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.scalars import Days
from mentorkit.render.status import as_text
from mentorkit.rules.absence import absences, away_too
from mentorkit.rules.agenda import Seen, agenda
from running import PROGRAMME

CohortOf = Callable[[Mapping[str, str]], Cohort]

FIRST = date(2025, 3, 1)
DAYS = [FIRST + timedelta(days=index) for index in range(25)]

stretches = st.tuples(st.integers(0, 20), st.integers(0, 4)).map(
    lambda span: Days(DAYS[span[0]], DAYS[span[0] + span[1]])
)


def away_on(stretches: list[Days]) -> Person:
    return Person(id="bola", name="Bola", roles=("mentor",)).model_copy(
        update={"away": tuple(stretches)}
    )


@given(st.lists(stretches, max_size=6), stretches)
def test_stretches_hold_the_same_days_with_a_day_between_any_two(
    written: list[Days], asked: Days
) -> None:
    person = away_on(written)
    found = absences(person, DAYS[0], DAYS[-1])
    days = {day for day in DAYS if any(day in away for away in written)}
    assert {day for day in DAYS if any(day in away for away in found)} == days
    assert all((later.first - earlier.last).days > 1 for earlier, later in pairwise(found))
    inside = [day for day in DAYS if day in asked]
    assert away_too(person, asked) == days.issuperset(inside)
    assert bool(absences(person, *asked)) == bool(days.intersection(inside))


FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/bola.yaml": "name: Bola\nroles: [mentor]\naway: [2025-04-20..2025-04-24]\n",
    "people/esi.yaml": "name: Esi\nroles: [mentor]\naway: [2025-04-20]\n",
    "people/amina.yaml": "name: Amina\nroles: [mentee]\n",
    "people/lea.yaml": "name: لمياء\nroles: [mentee]\n",
    "people/kofi.yaml": "name: Kofi\nroles: [mentee]\naway: [2025-04-18..2025-04-30]\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
    "- {mentor: bola, mentee: lea, since: 2025-03-03, until: 2025-04-10, ended: rematched}\n"
    "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n",
}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 4, 5), False),
        (date(2025, 4, 6), True),
        (date(2025, 4, 24), True),
        (date(2025, 4, 25), False),
    ],
)
def test_status_asks_who_stands_in_from_two_weeks_before(
    day: date, said: bool, cohort_of: CohortOf
) -> None:
    found = agenda(cohort_of(FILES), day, Seen())
    told = [(m.what, m.where, m.do) for m in found.next if m.kind == "standins"]
    line = ("Bola, 20 Apr to 24 Apr: Amina", "people/bola.yaml:3", "mentorkit pair repair")
    assert told == [line] * said
    assert ("MENTORS AWAY: WHO STANDS IN?" in as_text(found)) == said
