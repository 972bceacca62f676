from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.programme import Assent
from mentorkit.doors import open_cohort
from mentorkit.rules.replay import as_known_on

CohortOf = Callable[[Mapping[str, str]], Cohort]

EXAMPLE = Path(__file__).parents[2] / "cohort.example"
REAL_TODAY = date(2026, 11, 22)

FILES = {
    "mentorkit.yaml": """\
id: p
name: P
fictional: yes
from: 2025-03-03
to: 2025-06-01
coordinators: [dana]
wikis:
  fr.wikipedia.org: {assent: {result: assent, opened: 2025-01-10, closed: 2025-02-01, closer: X}}
""",
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\nenrolled: 2025-01-05\n",
    "people/bola.yaml": "name: Bola\nroles: [mentor]\n",
    "people/amina.yaml": """\
name: Amina
roles: [mentee]
enrolled: 2025-02-20
started: 2025-03-10
left: 2025-04-20
left_code: withdrew
consent: {named: 2025-03-01}
""",
    "private/people/amina.yaml": "left_why: a new job\ngroups: [women]\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-20, "
    "ended: mentee-left}\n",
    "sessions/bola--amina.yaml": """\
- {id: 1, at: 2025-03-10 19:00 Africa/Dakar, minutes: 60, held: no}
- {id: 2, at: 2025-04-10 00:30 Asia/Dhaka, minutes: 60, cancelled: 2025-04-05}
""",
    "private/sessions/bola--amina.yaml": """\
- {id: 1, missed: [amina], why: a funeral}
""",
    "roles.yaml": """\
- id: r1
  person: amina
  class: speaker
  tier: B
  started: 2025-03-20
  ended: 2025-04-25
  claimed: {by: amina, on: 2025-03-25}
  verified: {by: dana, on: 2025-04-02}
  verdict: rejected
""",
    "tasks.yaml": "- {id: t1, person: amina, title: T, done: 2025-04-01, "
    "accepted: {by: X, on: 2025-04-08}}\n",
    "outreach.yaml": "- {id: o1, title: O, on: 2025-02-10, reach: 5, unit: unique}\n",
    "money.yaml": """\
lines: [{id: a, title: A, planned: 100 USD}]
rates: [{from: EUR, to: USD, rate: 1.1, on: 2025-03-05}]
payments: [{id: p1, line: a, amount: 10 EUR, committed: 2025-03-06, paid: 2025-03-31}]
""",
    "surveys.yaml": "- {wave: mid, role: mentee, closed: 2025-04-15, invited: 1, responded: 1, "
    "satisfied: 1}\n",
}

FACTS: Mapping[str, Callable[[Cohort], object]] = {
    "enrolled": lambda c: "amina" in c.people,
    "started": lambda c: c.people["amina"].started,
    "left": lambda c: c.people["amina"].left,
    "left_code": lambda c: c.people["amina"].left_code,
    "left_why": lambda c: c.people["amina"].left_why,
    "named": lambda c: c.people["amina"].consent.named,
    "coordinator enrolled": lambda c: c.people["dana"].enrolled,
    "pair": lambda c: c.pairs,
    "until": lambda c: c.pairs[0].until,
    "ended": lambda c: c.pairs[0].ended,
    "not held": lambda c: c.sessions[0].held is False,
    "missed": lambda c: c.sessions[0].missed,
    "cancelled": lambda c: c.sessions[1].cancelled,
    "role": lambda c: c.roles,
    "role ended": lambda c: c.roles[0].ended,
    "verified": lambda c: c.roles[0].verified,
    "verdict": lambda c: c.roles[0].verdict == "rejected",
    "done": lambda c: c.tasks[0].done,
    "accepted": lambda c: c.tasks[0].accepted,
    "announcement": lambda c: c.outreach,
    "rate": lambda c: c.money and c.money.rates,
    "payment": lambda c: c.money and c.money.payments,
    "paid": lambda c: c.money and c.money.payments[0].paid,
    "survey": lambda c: c.surveys,
    "notice opened": lambda c: _assent(c).opened,
    "assent": lambda c: _assent(c).result,
    "closer": lambda c: _assent(c).closer,
}
KNOWN_FROM = {
    "enrolled": "2025-02-20",
    "started": "2025-03-10",
    "left": "2025-04-20",
    "left_code": "2025-04-20",
    "left_why": "2025-04-20",
    "named": "2025-03-01",
    "coordinator enrolled": "2025-01-05",
    "pair": "2025-03-03",
    "until": "2025-04-20",
    "ended": "2025-04-20",
    "not held": "2025-03-10",
    "missed": "2025-03-10",
    "cancelled": "2025-04-05",
    "role": "2025-03-25",
    "role ended": "2025-04-25",
    "verified": "2025-04-02",
    "verdict": "2025-04-02",
    "done": "2025-04-01",
    "accepted": "2025-04-08",
    "announcement": "2025-02-10",
    "rate": "2025-03-05",
    "payment": "2025-03-06",
    "paid": "2025-03-31",
    "survey": "2025-04-15",
    "notice opened": "2025-01-10",
    "assent": "2025-02-01",
    "closer": "2025-02-01",
}


def _assent(cohort: Cohort) -> Assent:
    assent = cohort.programme.wikis["fr.wikipedia.org"].assent
    assert assent is not None
    return assent


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_counts_from_the_day_on_which_it_became_known(
    cohort_of: CohortOf, name: str
) -> None:
    cohort = cohort_of(FILES)
    day = date.fromisoformat(KNOWN_FROM[name])
    assert FACTS[name](as_known_on(cohort, day))
    assert not FACTS[name](as_known_on(cohort, day - timedelta(days=1)))


def test_every_dated_fact_has_a_day() -> None:
    assert FACTS.keys() == KNOWN_FROM.keys()


def test_with_a_person_all_that_hangs_on_them_vanishes(cohort_of: CohortOf) -> None:
    known = as_known_on(cohort_of(FILES), date(2025, 2, 19))
    assert set(known.people) == {"dana", "bola"}
    assert (known.pairs, known.sessions, known.roles, known.tasks) == ((), (), (), ())


def test_what_carries_no_date_stays(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    known = as_known_on(cohort, date(2025, 3, 3))
    assert known.people["amina"].groups == ("women",)
    assert known.people["bola"] == cohort.people["bola"]
    assert known.people["amina"].place("enrolled").line == 3


def test_in_the_end_everything_is_known(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    assert as_known_on(cohort, date(2025, 6, 1)) == cohort


@pytest.fixture(scope="module")
def example() -> Cohort:
    cohort, problems = open_cohort(EXAMPLE, REAL_TODAY)
    assert problems == []
    assert cohort is not None
    return cohort


DAY = st.dates(date(2024, 12, 1), date(2026, 12, 1))


@given(DAY, DAY)
def test_replaying_twice_is_replaying_to_the_earlier_day(
    example: Cohort, one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    assert as_known_on(as_known_on(example, last), first) == as_known_on(example, first)
    assert as_known_on(as_known_on(example, first), last) == as_known_on(example, first)
