"""Proposals: what stands, what is chosen around it, who stays alone, and what is over."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from members import member

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.cohort.programme import Programme
from mentorkit.pairing.fit import fits
from mentorkit.pairing.goals import GOALS, GoalName
from mentorkit.pairing.proposal import Proposal, propose
from mentorkit.pairing.situation import Terms
from mentorkit.pairing.terms import Asked, read
from mentorkit.problems import Misuse
from mentorkit.render.pairs.proposal import as_json, as_text
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

DAY = date(2025, 3, 10)

LANGUAGES = ["en", "fr", "ar", "wo"]
HOURS = ["mon-fri 18:00-21:00", "sat 10:00-16:00", "tue 08:00-09:30", "sun 22:00-01:00"]
ZONES = ["UTC", "Africa/Dakar", "Europe/Paris", "Asia/Kathmandu"]
TOPICS = ["policy", "scripts", "events"]


def some(values: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


@st.composite
def people(draw: st.DrawFn, role: str, ids: list[str], others: list[str]) -> list[Person]:
    return [
        Person.model_validate(
            {
                "id": key,
                "name": key.title(),
                "roles": [role],
                "languages": draw(some(LANGUAGES)),
                "timezone": draw(st.sampled_from(ZONES)),
                "available": draw(some(HOURS, 4)),
                "wants": draw(some(TOPICS)),
                "offers": draw(some(TOPICS)),
                "capacity": str(draw(st.integers(0, 2))),
                "never": [other for other in others if draw(st.integers(0, 9)) == 0],
                "prefer": [other for other in others if draw(st.integers(0, 4)) == 0],
            }
        )
        for key in ids
    ]


@st.composite
def cohorts(draw: st.DrawFn) -> Cohort:
    mentors = ["bola", "dinh", "esi", "joao"][: draw(st.integers(0, 4))]
    mentees = ["amina", "kofi", "lea", "mina", "noor"][: draw(st.integers(0, 5))]
    everyone = [
        *draw(people("mentor", mentors, mentees)),
        *draw(people("mentee", mentees, mentors)),
    ]
    standing = [
        {"mentor": draw(st.sampled_from(mentors)), "mentee": mentee, "since": "2025-03-03"}
        | ({"locked": "yes"} if draw(st.booleans()) else {})
        for mentee in (mentees if mentors else [])
        if draw(st.integers(0, 3)) == 0
    ]
    pairing = {"minimum": str(draw(st.sampled_from([0, 250, 400])))}
    programme = {"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}
    return Cohort(
        Programme.model_validate(programme | {"pairing": pairing}),
        people={person.id: person for person in everyone},
        pairs=tuple(Pair.model_validate(pair) for pair in standing),
    )


def fixed_in(cohort: Cohort, afresh: bool) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in cohort.pairs if pair.locked or not afresh}


def everything(cohort: Cohort, fixed: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every way to pair the people that keeps the fixed pairs, the places and the rules."""
    cells = fits(cohort.programme, cohort.having("mentor"), cohort.having("mentee"))
    mentees = [person.id for person in cohort.having("mentee") if person.id not in fixed]
    choices = [
        [None, *(m for (m, e), fit in cells.items() if e == mentee and fit.score is not None)]
        for mentee in mentees
    ]
    taken = Counter(fixed.values())
    for chosen in product(*choices):
        used = Counter(filter(None, chosen))
        if all(taken[m] + n <= cohort.people[m].capacity for m, n in used.items()):
            yield {e: m for e, m in zip(mentees, chosen, strict=True) if m is not None}


def goal(cohort: Cohort, pairs: Mapping[str, str]) -> tuple[int, ...]:
    cells = fits(cohort.programme, cohort.having("mentor"), cohort.having("mentee"))
    scores = [cells[m, e].score or 0 for e, m in pairs.items()]
    digests = (sha256(f"{m}\0{e}".encode()).digest() for e, m in pairs.items())
    return (
        -len(pairs),
        *(sum(score < floor for score in scores) for floor in cohort.programme.pairing.floors),
        -sum(scores),
        sum(int.from_bytes(digest[:8], "big") for digest in digests),
    )


@settings(max_examples=200, deadline=None)
@given(cohorts(), st.booleans())
def test_it_is_the_best_of_everything_possible(cohort: Cohort, afresh: bool) -> None:
    fixed = fixed_in(cohort, afresh)
    best = min(everything(cohort, fixed), key=lambda pairs: goal(cohort, pairs))
    found = propose(cohort, DAY, Terms(afresh=afresh))
    assert {pair.mentee: pair.mentor for pair in found.pairs} == {**best, **fixed}
    accounted(cohort, found)


def without(cohort: Cohort, terms: Terms) -> Cohort:
    """The cohort in which the what-ifs are so: people gone, pairs forbidden, pairs locked."""
    people = {key: person for key, person in cohort.people.items() if key not in terms.without}
    locks = [
        {"mentor": mentor, "mentee": mentee, "since": "2025-03-03", "locked": "yes"}
        for mentor, mentee in terms.lock
    ]
    kept = [
        pair
        for pair in cohort.pairs
        if pair.locked and people.keys() >= {pair.mentor, pair.mentee}
        if (pair.mentor, pair.mentee) not in terms.lock
    ]
    return Cohort(
        cohort.programme.model_copy(update={"forbid": tuple(terms.forbid)}),
        people=people,
        pairs=(*kept, *(Pair.model_validate(lock) for lock in locks)),
    )


def worth(goal_name: GoalName, cohort: Cohort, pairs: Mapping[str, str]) -> tuple[object, ...]:
    cells = fits(cohort.programme, cohort.having("mentor"), cohort.having("mentee"))
    if goal_name == "floors":
        return goal(cohort, pairs)[:-1]
    scores = sorted(cells[m, e].score or 0 for e, m in pairs.items())
    return (-len(pairs), [-score for score in scores] if goal_name == "leximin" else -sum(scores))


@settings(max_examples=200, deadline=None)
@given(cohorts(), st.data(), st.sampled_from(GOALS))
def test_a_what_if_is_the_best_of_the_cohort_in_which_it_is_so(
    cohort: Cohort, data: st.DataObject, goal_name: GoalName
) -> None:
    ids = sorted(cohort.people)
    cells = sorted(
        f"{m.id}--{e.id}" for m in cohort.having("mentor") for e in cohort.having("mentee")
    )
    few = {"max_size": 2, "unique": True}
    asked = Asked(
        goal=goal_name,
        afresh=True,
        lock=data.draw(st.lists(st.sampled_from(cells), **few)) if cells else (),
        forbid=data.draw(st.lists(st.sampled_from(cells), **few)) if cells else (),
        without=data.draw(st.lists(st.sampled_from(ids), max_size=1)) if ids else (),
    )
    try:
        terms = read(cohort, DAY, asked)
    except Misuse:
        assume(False)
    so = without(cohort, terms)
    fixed = fixed_in(so, afresh=True)
    found = {pair.mentee: pair.mentor for pair in propose(cohort, DAY, terms).pairs}
    assert found.items() >= fixed.items()
    free = {mentee: mentor for mentee, mentor in found.items() if mentee not in fixed}
    # All others are a possible answer, and none is worth more.
    answers = list(everything(so, fixed))
    assert free in answers
    best = min(worth(goal_name, so, pairs) for pairs in answers)
    assert worth(goal_name, so, free) == best


def accounted(cohort: Cohort, found: Proposal) -> None:
    """Everybody is in one place, every pair that is given up is ended."""
    paired = [pair.mentee for pair in found.pairs]
    alone = [each.person for each in found.unpaired]
    assert sorted(paired + alone) == sorted(person.id for person in cohort.having("mentee"))
    before = {(pair.mentor, pair.mentee) for pair in cohort.pairs}
    stays = {(pair.mentor, pair.mentee) for pair in found.pairs if pair.standing}
    over = {(pair.mentor, pair.mentee) for pair in found.ending}
    assert stays | over == before
    assert not stays & over


@settings(max_examples=40, deadline=None)
@given(cohorts(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_pairs_does_not_matter(
    cohort: Cohort, afresh: bool, r: random.Random
) -> None:
    people = dict(r.sample(list(cohort.people.items()), len(cohort.people)))
    shuffled = Cohort(cohort.programme, people=people, pairs=cohort.pairs)
    one, other = (propose(each, DAY, Terms(afresh=afresh)) for each in (cohort, shuffled))
    assert json.dumps(as_json(one, scores=True)) == json.dumps(as_json(other, scores=True))
    assert as_text(one) == as_text(other)


PROGRAMME = mentorkit_yaml("test")


def three_and_three(**more: str) -> dict[str, str]:
    """Bola, Dinh and Esi mentor Amina, Kofi and Lea; `more` is added to a person's file."""
    files = {"mentorkit.yaml": PROGRAMME}
    for key, role in (
        *((mentor, "mentor") for mentor in ("bola", "dinh", "esi")),
        *((mentee, "mentee") for mentee in ("amina", "kofi", "lea")),
    ):
        text = member(key.title(), role)
        files[f"people/{key}.yaml"] = text + more.get(key, "")
    return files


def pairs_of(proposal: Proposal) -> dict[str, tuple[str, bool]]:
    return {pair.mentee: (pair.mentor, pair.standing) for pair in proposal.pairs}


def test_standing_pairs_stay_and_take_a_place(cohort_of: CohortOf) -> None:
    files = three_and_three()
    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    found = propose(cohort_of(files), DAY)
    assert pairs_of(found)["kofi"] == ("bola", True)
    assert {mentor for mentor, standing in pairs_of(found).values() if not standing} == {
        "dinh",
        "esi",
    }


def test_whoever_left_is_in_no_pair_and_the_pair_is_over(cohort_of: CohortOf) -> None:
    files = three_and_three(
        bola="left: 2025-03-08\nleft_code: withdrew\n", lea="left: 2025-03-09\nleft_code: lapsed\n"
    )
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: kofi, since: 2025-03-03}
- {mentor: esi, mentee: lea, since: 2025-03-03}
"""
    cohort = cohort_of(files, warned=["pair-left", "pair-left"])
    found = propose(cohort, DAY)
    assert set(pairs_of(found)) == {"amina", "kofi"}
    assert {mentor for mentor, _ in pairs_of(found).values()} == {"dinh", "esi"}
    assert [(e.mentor, str(e.until), e.ended) for e in found.ending] == [
        ("bola", "2025-03-08", "mentor-left"),
        ("esi", "2025-03-09", "mentee-left"),
    ]
    before = propose(cohort, date(2025, 3, 7))
    assert before.ending == ()
    assert pairs_of(before)["kofi"] == ("bola", True)


def test_a_pair_of_somebody_who_left_before_it_began_ends_where_it_begins(
    cohort_of: CohortOf,
) -> None:
    files = three_and_three(bola="left: 2025-02-20\nleft_code: withdrew\n")
    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    (over,) = propose(cohort_of(files, warned=["pair-left"]), DAY).ending
    assert over.until == date(2025, 3, 3)


def test_an_ended_pair_and_one_to_come_do_not_stand(cohort_of: CohortOf) -> None:
    files = three_and_three()
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: kofi, since: 2025-03-03, until: 2025-03-10, ended: rematched}
- {mentor: bola, mentee: kofi, since: 2025-03-11}
"""
    cohort = cohort_of(files)
    assert pairs_of(propose(cohort, date(2025, 3, 9)))["kofi"] == ("bola", True)
    assert not any(pair.standing for pair in propose(cohort, DAY).pairs)
    assert pairs_of(propose(cohort, date(2025, 3, 11)))["kofi"] == ("bola", True)


def test_before_the_programme_its_first_pairs_stand(cohort_of: CohortOf) -> None:
    files = three_and_three()
    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    found = propose(cohort_of(files), date(2025, 2, 20))
    assert pairs_of(found)["kofi"] == ("bola", True)
    assert found.since == date(2025, 3, 3)


def test_after_the_programme_new_pairs_do_not_rewrite_it_but_may_rehearse_it(
    cohort_of: CohortOf,
) -> None:
    files = three_and_three()
    after = date(2026, 1, 1)
    assert propose(cohort_of(files), after).since == date(2025, 3, 3)

    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    found = propose(cohort_of(files), after)
    assert pairs_of(found)["kofi"] == ("bola", True)
    assert found.since == after


def test_afresh_keeps_only_what_is_locked(cohort_of: CohortOf) -> None:
    files = three_and_three(
        bola="offers: [policy]\n", amina="wants: [policy]\n", kofi="wants: [policy]\n"
    )
    files["mentorkit.yaml"] += "topics: {policy: Policy}\n"
    files["pairs.yaml"] = """\
- {mentor: bola, mentee: lea, since: 2025-03-03}
- {mentor: dinh, mentee: kofi, since: 2025-03-03, locked: yes}
- {mentor: esi, mentee: amina, since: 2025-03-03}
"""
    found = propose(cohort_of(files), DAY, Terms(afresh=True))
    assert pairs_of(found) == {
        "amina": ("bola", False),
        "kofi": ("dinh", True),
        "lea": ("esi", False),
    }
    assert [(pair.mentor, pair.index, pair.ended) for pair in found.ending] == [
        ("bola", 0, "rematched"),
        ("esi", 2, "rematched"),
    ]


def test_why_somebody_is_alone(cohort_of: CohortOf) -> None:
    files = three_and_three(dinh="capacity: 0\n", esi="capacity: 0\n")
    files["people/kofi.yaml"] = files["people/kofi.yaml"].replace("[en]", "[de]")
    files["people/lea.yaml"] = files["people/lea.yaml"].replace("mon-fri 18", "sat 18")
    files["people/zoe.yaml"] = member("Zoe", "mentee")
    files["people/yara.yaml"] = member("Yara", "mentee")
    files["private/people/zoe.yaml"] = "never: [bola, dinh, esi]\n"
    files["private/people/yara.yaml"] = "never: [bola]\n"
    found = propose(cohort_of(files), DAY)
    assert [(each.person, each.why) for each in found.unpaired] == [
        ("kofi", "language"),
        ("lea", "hours"),
        ("yara", "places"),
        ("zoe", "not offered"),
    ]


def test_a_standing_pair_that_the_rules_would_not_offer_is_kept(cohort_of: CohortOf) -> None:
    files = three_and_three()
    files["pairs.yaml"] = "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    files["private/people/kofi.yaml"] = "never: [bola]\n"
    found = propose(cohort_of(files), DAY)
    listed = as_json(found)["pairs"]
    assert {
        "mentor": "bola",
        "mentee": "kofi",
        "score": None,
        "why": "not offered",
        "standing": True,
    } in listed
    assert "today's rules would not offer this pair" in as_text(found)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_output_tells_a_never_from_the_coordinators_forbid(
    form: str, cohort_of: CohortOf
) -> None:
    secrets = [
        {"private/people/kofi.yaml": "never: [bola]\n", "private/mentorkit.yaml": "forbid: []\n"},
        {"private/people/kofi.yaml": "never: []\n", "private/mentorkit.yaml": "forbid: []\n",
         "private/people/bola.yaml": "never: [kofi]\n"},
        {"private/people/kofi.yaml": "never: []\n", "private/people/bola.yaml": "never: []\n",
         "private/mentorkit.yaml": "forbid: [bola--kofi]\n"},
    ]  # fmt: skip
    shown = set()
    for secret in secrets:
        found = propose(cohort_of(three_and_three() | secret), DAY)
        shown.add(as_text(found) if form == "text" else json.dumps(as_json(found, scores=True)))
    assert len(shown) == 1
