"""Repair beside the proposals: its first row keeps what stands, its last one is afresh."""

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.cohort.programme import Programme
from mentorkit.pairing.goals import GOALS, GoalName
from mentorkit.pairing.proposal import propose
from mentorkit.pairing.repair import Choice, repair
from mentorkit.pairing.situation import Terms
from mentorkit.render.pairs.repair import as_json, as_text
from mentorkit.render.terminal import cells

DAY = date(2025, 4, 7)
TOPICS = ["policy", "scripts", "events", "grants", "maps"]
NAMES = ["", " 王小明王小明王小明", " لمياء بنت محمد الطويلة", " ภาษาไทย"]


def a_person(r: random.Random, key: str, role: str) -> Person:
    """Somebody who can be paired with everybody; the topics, wikis and countries make the fit."""
    days = [f"2025-04-{first:02}..2025-04-{first + 3:02}" for first in (5, 9, 20)]
    return Person.model_validate(
        {
            "id": key,
            "name": key.title() + r.choice(NAMES),
            "roles": [role],
            "languages": ["en", *r.sample(["fr", "ar"], r.randint(0, 2))],
            "timezone": "Africa/Dakar",
            "available": ["mon-fri 18:00-21:00"],
            "wants": r.sample(TOPICS, 2),
            "offers": r.sample(TOPICS, 2),
            "home": r.choice(["fr.wikipedia.org", "ar.wikipedia.org", "commons.wikimedia.org"]),
            "away": r.sample(days, r.choice([0, 0, 0, 1, 2])),
        }
        | ({"left": "2025-04-01", "left_code": "withdrew"} if r.random() < 0.15 else {})
        | ({"capacity": "2"} if r.random() < 0.3 else {})
    )


def a_cohort(seed: int) -> Cohort:
    r = random.Random(seed)
    mentors = [a_person(r, f"m{i}", "mentor") for i in range(r.randint(1, 7))]
    mentees = [a_person(r, f"e{i}", "mentee") for i in range(r.randint(1, 8))]
    places = [mentor.id for mentor in mentors for _ in range(mentor.capacity)]
    r.shuffle(places)
    pairs = [
        {"mentor": mentor, "mentee": mentee.id, "since": "2025-03-03"}
        | ({"locked": "yes"} if r.random() < 0.2 else {})
        for mentor, mentee in zip(places, mentees, strict=False)
    ]
    programme = {"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}
    return Cohort(
        Programme.model_validate(programme | {"pairing": {"minimum": "0"}}),
        people={person.id: person for person in (*mentors, *mentees)},
        pairs=tuple(Pair.model_validate(pair) for pair in pairs),
    )


@pytest.mark.parametrize("goal", GOALS)
def test_it_begins_with_what_pair_proposes_and_ends_with_what_it_proposes_afresh(
    goal: GoalName,
) -> None:
    rows = 0
    for seed in range(40):
        cohort = a_cohort(seed)
        found = repair(cohort, DAY, Terms(goal))
        plain = propose(cohort, DAY, Terms(goal))
        assert (found.answer.pairs, found.answer.ending) == (plain.pairs, plain.ending)
        assert found.given_up == ()
        afresh = propose(cohort, DAY, Terms(goal, afresh=True)).figures
        last = found.curve[-1].figures
        assert (last.paired, last.total) == (afresh.paired, afresh.total)
        # Equal totals may hide different floors, of which the goal total knows nothing.
        assert goal == "total" or last == afresh
        rows += len(found.curve)
    assert rows > 60


def test_a_number_chooses_the_best_with_at_most_so_many_ended_and_locked_pairs_stay() -> None:
    for seed in range(40):
        cohort = a_cohort(seed)
        locked = {(pair.mentor, pair.mentee) for pair in cohort.pairs if pair.locked}
        for end in range(5):
            found = repair(cohort, DAY, end=end)
            choice = found.curve[found.chosen]
            assert choice.ended == len(found.given_up) <= end
            assert choice.figures == found.answer.figures
            assert locked.isdisjoint((pair.mentor, pair.mentee) for pair in found.given_up)
            assert all(later.ended > end for later in found.curve[found.chosen + 1 :])
        assert all(one.ended < other.ended for one, other in pairwise(found.curve))


def test_the_order_of_people_and_pairs_does_not_matter() -> None:
    for seed in range(20):
        cohort = a_cohort(seed)
        r = random.Random(seed)
        people = dict(r.sample(list(cohort.people.items()), len(cohort.people)))
        pairs = tuple(r.sample(cohort.pairs, len(cohort.pairs)))
        shuffled = Cohort(cohort.programme, people=people, pairs=pairs)
        one, other = (as_json(repair(each, DAY, end=2)) for each in (cohort, shuffled))
        for told in (one, other):
            told["ending"].sort(key=lambda pair: pair["mentee"])
        assert one == other


def test_every_screen_fits_the_width() -> None:
    for seed in range(40):
        text = as_text(repair(a_cohort(seed), DAY, end=seed % 3))
        assert max(map(cells, text.splitlines())) <= 80


def test_pairs_of_a_mentor_with_too_many_stay() -> None:
    person = {
        "languages": ["en"],
        "timezone": "UTC",
        "available": ["mon 18:00-21:00"],
        "wants": ["maps"],
    }
    people = [
        Person.model_validate(person | {"id": "m1", "name": "M", "roles": ["mentor"]}),
        Person.model_validate(
            person | {"id": "m2", "name": "N", "roles": ["mentor"], "offers": ["maps"]}
        ),
        *(Person.model_validate(person | {"id": e, "name": e, "roles": ["mentee"]}) for e in "ab"),
    ]
    pairs = [{"mentor": "m1", "mentee": each, "since": "2025-03-03"} for each in "ab"]
    programme = {"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}
    cohort = Cohort(
        Programme.model_validate(programme),
        people={each.id: each for each in people},
        pairs=tuple(Pair.model_validate(pair) for pair in pairs),
    )
    found = repair(cohort, DAY, end=9)
    assert [choice.ended for choice in found.curve] == [0]
    assert found.given_up == ()


def test_a_long_curve_shows_its_beginning_the_chosen_row_and_the_last() -> None:
    found = repair(a_cohort(1), DAY)
    one = found.curve[0].figures
    long = replace(found, curve=tuple(Choice(ended, one) for ended in range(30)), chosen=20)
    lines = as_text(replace(long, unsettled=(31, 33, 34, 35))).splitlines()
    start = lines.index("What it would bring to end standing pairs") + 2
    rows = [line.split()[0] for line in lines[start : start + 15]]
    assert rows == [*map(str, range(12)), "20", "29", "and"]
    assert lines[start + 14] == "  and 16 more rows: --json has them all"
    assert "with 31 or 33-35 ended" in lines[start + 15]
