"""Explanations: every what-if against proposing anew, the group in competition, the hours."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments import everything, instances
from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.scalars import Window
from mentorkit.pairing.alternatives import Alternative
from mentorkit.pairing.assignment import Instance, Solution, solve
from mentorkit.pairing.common_hours import EARLIEST, LATEST, Calls
from mentorkit.pairing.competition import for_mentees, for_places
from mentorkit.pairing.explanation import explain, overview, points
from mentorkit.pairing.fit import Fit, fits
from mentorkit.pairing.goals import GOALS, GoalName, prices
from mentorkit.pairing.proposal import Proposal, propose
from mentorkit.pairing.situation import Situation, Terms
from mentorkit.rules.availability import Horizon

DAY = date(2025, 3, 10)
MENTORS = ("bola", "dinh", "esi", "joao")
MENTEES = ("amina", "kofi", "lea", "mina", "noor")
LANGUAGES = ("en", "fr", "ar")
HOURS = ("mon-fri 18:00-21:00", "sat 10:00-16:00", "tue 08:00-09:30", "sun 22:00-01:00")
ZONES = ("UTC", "Africa/Dakar", "Europe/Paris")
TOPICS = ("policy", "scripts", "events")

goals = pytest.mark.parametrize("goal", GOALS)


def person(r: random.Random, key: str, role: str, others: tuple[str, ...]) -> Person:
    return Person.model_validate(
        {
            "id": key,
            "name": key.title(),
            "roles": [role],
            "languages": r.sample(LANGUAGES, r.randint(1, 3)),
            "timezone": r.choice(ZONES),
            "available": r.sample(HOURS, r.randint(1, 4)),
            "wants": r.sample(TOPICS, r.randint(0, 3)),
            "offers": r.sample(TOPICS, r.randint(0, 3)),
            "capacity": str(r.choice([0, 1, 1, 1, 2])),
            "never": [other for other in others if r.random() < 0.1],
            "prefer": [other for other in others if r.random() < 0.2],
        }
    )


def cohort(seed: int) -> Cohort:
    """A small cohort in which some pairs stand, some locked, some more than there are places."""
    r = random.Random(seed)
    people = [person(r, key, "mentor", MENTEES) for key in MENTORS[: r.randint(2, 4)]]
    mentors = [each.id for each in people]
    people += [person(r, key, "mentee", MENTORS) for key in MENTEES[: r.randint(1, 5)]]
    pairs = [
        {"mentor": r.choice(mentors), "mentee": each.id, "since": "2025-03-03"}
        | ({"locked": "yes"} if r.random() < 0.3 else {})
        for each in people[len(mentors) :]
        if r.random() < 0.5
    ]
    programme = {"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}
    pairing = {"minimum": str(r.choice([0, 250, 400]))}
    return Cohort(
        Programme.model_validate(programme | {"pairing": pairing}),
        people={each.id: each for each in people},
        pairs=tuple(Pair.model_validate(pair) for pair in pairs),
    )


def after(before: Proposal, other: Alternative) -> dict[str, str]:
    mentor_of = {pair.mentee: pair.mentor for pair in before.pairs}
    for move in other.moves:
        assert mentor_of.pop(move.mentee, None) == move.before
        if move.after:
            mentor_of[move.mentee] = move.after
    return mentor_of


def agrees(found: Situation, before: Proposal, other: Alternative, anew: Proposal) -> None:
    """An alternative is what the solver would propose if it had to."""
    mentor_of = {pair.mentee: pair.mentor for pair in anew.pairs}
    assert after(before, other) == mentor_of
    assert other.figures == anew.figures
    ended = {(m, e) for e, m in found.standing.items() if mentor_of.get(e) != m}
    assert {(m, e) for m, e in other.ended if e in found.standing} == ended


def cost(found: Situation, mentor_of: Mapping[str, str], asked: str) -> list[object]:
    """What an answer costs in the steps of the goal, before ties are broken.

    A pair that stands although the rules would not offer it counts as a fit of 0. The pair of
    `asked` counts even if it is fixed.
    """
    goal, fixed = found.goal, found.fixed.keys() - {asked}
    scores = sorted(found.fits.score((m, e)) or 0 for e, m in mentor_of.items() if e not in fixed)
    ended = sum(mentor_of.get(e) != m for e, m in found.standing.items())
    ended += asked in found.fixed and mentor_of.get(asked) != found.fixed[asked]
    below = [sum(s < floor for s in scores) for floor in found.floors] if goal == "floors" else []
    last = [-score for score in scores] if goal == "leximin" else [-sum(scores)]
    return [ended, -len(mentor_of), *below, *last]


@goals
@pytest.mark.parametrize("seed", range(50))
def test_every_what_if_is_what_proposing_anew_would_give(goal: GoalName, seed: int) -> None:
    people = cohort(seed)
    terms = Terms(goal=goal, afresh=seed % 3 == 0)
    before = propose(people, DAY, terms)
    for key in people.people:
        told = explain(people, key, DAY, terms)
        found, (role,) = told.situation, told.roles
        fixed = {(mentor, mentee) for mentee, mentor in found.fixed.items()}
        assert told.figures == before.figures
        sides = {key}
        for other in role.alternatives:
            assert other.partner is not None
            cell = (key, other.partner) if role.role == "mentor" else (other.partner, key)
            assert other.score == found.fits.score(cell)
            sides.add(other.partner)
            anew = propose(people, DAY, replace(terms, lock=frozenset([cell])))
            agrees(found, before, other, anew)
        assert len(sides) == 1 + len(role.alternatives)
        own = {pair.mentee: pair.mentor for pair in before.pairs}
        costs = []
        for other in role.alternatives:
            asked = other.moves[0].mentee
            costs.append(cost(found, after(before, other), asked))
            assert other.as_good == (costs[-1] == cost(found, own, asked))
        assert costs == sorted(costs)  # type: ignore[type-var]
        for pair in role.pairs:
            cell = (pair.mentor, pair.mentee)
            load = sum(each.mentor == pair.mentor for each in before.pairs)
            full = cell in fixed and load > found.capacity[pair.mentor]
            assert pair.fixed == ("full" if full else "locked" if cell in fixed else None)
            assert (pair.without is None) == full
            if pair.without:
                anew = propose(people, DAY, replace(terms, forbid=frozenset([cell])))
                agrees(found, before, pair.without, anew)


@pytest.mark.parametrize("seed", range(50))
def test_whoever_has_a_place_and_is_possible_is_an_alternative(seed: int) -> None:
    people = cohort(seed)
    before = propose(people, DAY)
    pairs = {(pair.mentor, pair.mentee) for pair in before.pairs}
    for mentee in before.situation.mentees:
        told = explain(people, mentee, DAY)
        found, (role,) = told.situation, told.roles
        if mentee in found.fixed:
            continue
        fixed = list(found.fixed.values())
        expected = {
            mentor
            for mentor in found.mentors
            if found.fits.score((mentor, mentee)) is not None
            and (mentor, mentee) not in pairs
            and found.capacity[mentor] > fixed.count(mentor)
        }
        assert {other.partner for other in role.alternatives} == expected
        assert role.asked == role.possible + sum(role.closed.values()) == len(found.mentors)


@goals
@pytest.mark.parametrize("seed", range(12))
def test_the_overview_tells_of_each_pair_what_its_people_are_told(
    goal: GoalName, seed: int
) -> None:
    people, terms = cohort(seed), Terms(goal=goal)
    whole = overview(people, DAY, terms)
    for (mentor, mentee), without in whole.pairs:
        (role,) = explain(people, mentee, DAY, terms).roles
        (pair,) = role.pairs
        assert pair.mentor == mentor
        assert without == (None if pair.fixed else pair.without)
    scores = [whole.proposal.situation.fits.score(cell) for cell, _ in whole.pairs]
    counted = [score for score in scores if score is not None]
    assert counted == sorted(counted)
    assert whole.spread == tuple(counted[(len(counted) - 1) * k // 4] for k in range(5) if counted)


def solved(instance: Instance) -> Solution:
    floors = (400, 500, 600)
    return solve(instance, prices("floors", floors, instance.occurring(), len(instance.mentees)))


def allowed(instance: Instance, row: int) -> set[str]:
    columns = range(len(instance.mentors))
    return {instance.mentors[c] for c in columns if instance.allows(row, c)}


def room(instance: Instance, mentors: tuple[str, ...], stay: Mapping[int, int]) -> int:
    """The places of some mentors that no standing pair takes."""
    columns = [list(instance.mentors).index(mentor) for mentor in mentors]
    taken = sum(column in columns for column in stay.values())
    return sum(instance.places[column] for column in columns) - taken


@settings(max_examples=250, deadline=None)
@given(instances())
def test_the_group_of_a_mentee_who_is_alone_has_too_few_places(instance: Instance) -> None:
    solution = solved(instance)
    seated = {row for row, column in enumerate(solution.column_of) if column is not None}
    for row, own in enumerate(solution.column_of):
        if own is not None or not allowed(instance, row):
            continue
        found = for_places(solution, row)
        answers = [
            answer
            for answer in everything(instance)
            if all(answer[each] is not None for each in (*seated, row))
        ]
        standing = instance.standing
        ended = [sum(a[each] != c for each, c in standing.items()) for a in answers]
        assert found.ends == min(ended, default=None)
        stay = {} if found.ends is None else standing
        wanted = set()
        for mentee in found.mentees:
            assert list(instance.mentees).index(mentee) not in stay
            wanted |= allowed(instance, list(instance.mentees).index(mentee))
        assert wanted == set(found.mentors)
        assert found.places == room(instance, found.mentors, stay)
        assert len(found.mentees) > found.places
        assert instance.mentees[row] in found.mentees


@settings(max_examples=200, deadline=None)
@given(instances())
def test_the_group_of_a_mentor_with_a_place_left_has_too_few_mentees(instance: Instance) -> None:
    solution = solved(instance)
    for column, seated in enumerate(solution.seated):
        if len(seated) >= instance.places[column]:
            continue
        found = for_mentees(solution, column)
        stay = instance.standing
        takers = {
            mentee
            for row, mentee in enumerate(instance.mentees)
            if row not in stay and allowed(instance, row) & set(found.mentors)
        }
        assert takers == set(found.mentees)
        assert found.places == room(instance, found.mentors, stay)
        assert len(found.mentees) < found.places
        assert instance.mentors[column] in found.mentors


@given(
    st.lists(st.integers(0, 7), min_size=6, max_size=6).filter(any),
    st.lists(st.sampled_from([0, 333, 450, 500, 666, 1000]), min_size=6, max_size=6),
)
def test_the_points_of_the_parts_are_the_score(weights: list[int], values: list[int]) -> None:
    score = sum(w * v for w, v in zip(weights, values, strict=True)) // sum(weights)
    told = points(Fit(score, tuple(values)), weights)
    assert sum(each.points for each in told) == score
    assert all(0 <= each.points <= each.of for each in told)
    assert 1000 <= sum(each.of for each in told) <= 1006


def with_hour(person: Person, day: int, hour: int) -> Person:
    window = Window((day,), hour * 60, (hour + 1) * 60)
    return person.model_copy(update={"available": (*person.available, window)})


@pytest.mark.parametrize("seed", range(4))
def test_no_other_hour_would_add_more(seed: int) -> None:
    people = cohort(seed)

    def score(mentor: Person, mentee: Person) -> int:
        return fits(people.programme, [mentor], [mentee]).score((mentor.id, mentee.id)) or 0

    for key in people.people:
        for pair in explain(people, key, DAY).roles[0].pairs:
            if pair.fit.score is None:
                continue
            both = [people.people[pair.mentor], people.people[pair.mentee]]
            gains = {}
            for day in range(7):
                for hour in range(EARLIEST, LATEST):
                    more = [with_hour(p, day, hour) if p.id == key else p for p in both]
                    gains[day, hour] = score(*more) - pair.fit.score
            best = max(gains.values())
            assert (pair.hour.gain if pair.hour else 0) == best
            if pair.hour:
                days = [d for d in range(7) if gains[d, pair.hour.start] == best]
                assert list(pair.hour.days) == days
                many = {h: sum(gains[d, h] == best for d in range(7)) for _, h in gains}
                most = [h for h, count in many.items() if count == max(many.values())]
                assert pair.hour.start == min(most)
            break  # one pair of each person is enough


def free_minutes(person: Person, over: Horizon) -> set[int]:
    """The minutes of the horizon, and of two days after it, at which somebody is free."""
    found, clocks = set(), ZoneInfo(person.timezone or "UTC")
    for minute in range((7 * over.weeks + 2) * 1440):
        local = (over.first + timedelta(minutes=minute)).astimezone(clocks)
        at = local.hour * 60 + local.minute
        for window in person.available:
            if (local.weekday() in window.days and window.start <= at < window.end) or (
                (local.weekday() - 1) % 7 in window.days and at + 1440 < window.end
            ):
                found.add(minute)
    return found


@pytest.mark.parametrize(("seed", "minutes"), [(2, 60), (4, 20), (8, 90)])
def test_the_time_in_common_is_what_calls_can_cover(seed: int, minutes: int) -> None:
    people = cohort(seed)
    meetings = {"pair": {"every": "2 weeks", "minutes": str(minutes)}}
    told = {"id": "t", "name": "T", "from": "2025-03-17", "to": "2025-04-20", "meetings": meetings}
    programme = Programme.model_validate(told)
    calls = Calls(programme)
    free = {key: free_minutes(each, calls.over) for key, each in people.people.items()}
    for mentor in people.having("mentor"):
        for mentee in people.having("mentee"):
            both = free[mentor.id] & free[mentee.id]
            weeks = []
            for week in range(calls.over.weeks):
                slots = range(week * 10080, (week + 1) * 10080, 15)
                starts = [s for s in slots if both.issuperset(range(s, s + minutes))]
                covered = {minute for s in starts for minute in range(s, s + minutes)}
                weeks.append((len(starts), len(covered), week))
            count, covered_minutes, worst = min(weeks)
            found = calls.common(mentor, mentee)
            assert found.minutes == covered_minutes
            assert found.week == date(2025, 3, 17) + timedelta(weeks=worst)
            assert found.always == (len({covered for _, covered, _ in weeks}) == 1)
            cell = fits(programme, [mentor], [mentee])[mentor.id, mentee.id]
            assert cell.starts in (0, count)
