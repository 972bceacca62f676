"""Rules about what the report counts: what cannot be so, and what would count for nothing."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import Cohort
from mentorkit.cohort.verifiers import as_called, outsiders_only
from mentorkit.problems import Problem


def tasks_are_accepted_by_outsiders(context: Context) -> Iterator[Problem]:
    """A task is for people outside the pair: one of them takes it, not those who set it."""
    inside = outsiders_only(context.cohort)
    for task in context.cohort.tasks:
        if task.accepted and as_called(task.accepted.by) in inside.get(task.person, ()):
            message = "accepted by the mentee, a mentor of theirs or a coordinator: no outsider"
            hint = "ask somebody whom the work was for; until then it does not count"
            yield task.problem(("accepted", "by"), "insider", message, hint, warning=True)


def accepted_roles_have_begun(context: Context) -> Iterator[Problem]:
    """A role is accepted once it has begun; what was held before enrolment counts for nothing."""
    for role in context.cohort.roles:
        person = context.cohort.people.get(role.person)
        if role.verdict != "accepted":
            continue
        if role.verified and role.started > role.verified.on:
            message = f"it began on {role.started}, after it was accepted on {role.verified.on}"
            yield role.problem(("started",), "order", message, "correct one of the two dates")
        elif person and person.enrolled and role.started <= person.enrolled:
            message = f"{role.person} enrolled on {person.enrolled}, so this is no new role"
            hint = "it counts for nothing; correct the date if that is wrong"
            yield role.problem(("started",), "held-before", message, hint, warning=True)


def who_left_stays_away(context: Context) -> Iterator[Problem]:
    """Nobody meets, speaks, is paired or does a task after the day on which they left.

    Speaking and tasks get a warning: who has left may mean to do that all the same.
    """
    people = context.cohort.people
    told: set[str] = set()
    for key, day, what, might in _seen(context.cohort):
        left = people[key].left if key in people else None
        if left and day > left and key not in told:
            told.add(key)
            message = f"{key} left on {left}, and {what} after that"
            hint = "who came back has not left: remove 'left' and 'left_code', or mend a date"
            yield people[key].problem(("left",), "came-back", message, hint, warning=might)


def _seen(cohort: Cohort) -> Iterator[tuple[str, date, str, bool]]:
    """Yield who was there on which day, by what that is known, and if who left might do that."""
    for session in cohort.sessions:
        there = session.series.split("--") if session.of_pair else (session.speaker,)
        for key in there if session.held else ():
            if key and (session.of_pair or key not in session.missed):
                yield key, session.at.wall.date(), f"{session.ref} was held", not session.of_pair
    for pair in cohort.pairs:
        # One that ends where it begins was taken back; without a last day it is told by itself.
        for key in (pair.mentor, pair.mentee) if pair.until and pair.until > pair.since else ():
            yield key, pair.since, f"the pair {pair.ref} began", False
    for task in cohort.tasks:
        # Work that was handed in before may well be accepted once its author has gone.
        accepted = task.accepted.on if task.accepted and not task.done else None
        days = (("begun", task.started), ("handed in", task.done), ("accepted", accepted))
        for what, day in days:
            if day:
                yield task.person, day, f"the task {task.id} was {what}", True


def who_came_has_started(context: Context) -> Iterator[Problem]:
    """An enrolled mentee who met with their mentor has come to a first session.

    It is a warning: without the day the report leaves them out of those who started.
    """
    first: dict[str, date] = {}
    for session in context.cohort.sessions:
        mentee = session.series.rpartition("--")[2]
        person = context.cohort.people.get(mentee)
        day = session.at.wall.date()
        if not session.of_pair or not session.held or mentee in session.missed or not person:
            continue
        counted = "mentee" in person.roles and person.enrolled and day >= person.enrolled
        if counted and not person.has("started"):
            first[mentee] = min(day, first.get(mentee, day))
    for mentee, day in first.items():
        message = f"{mentee} met with their mentor on {day}, and 'started' is missing"
        hint = f"add 'started: {day}', or the day of a session of all before that"
        person = context.cohort.people[mentee]
        yield person.problem((), "not-started", message, hint, warning=True)


def goals_can_be_missed(context: Context) -> Iterator[Problem]:
    """A goal is more than nothing, and not more than there are people for it.

    The latter is a warning, and only once the programme has begun: until then people may join.
    """
    programme = context.cohort.programme
    for path, target, most, whom in _targets(context.cohort):
        if target == 0 and path[-1] == "attrition":
            hint = "write the share that you want to stay below, or leave the goal out"
            message = "no share is below 0 %, so this can never be met"
            yield programme.problem(path, "goal", message, hint)
        elif target == 0:
            hint = "write what you want to reach, or leave the goal out"
            yield programme.problem(path, "goal", "a goal of nothing is always met", hint)
        elif most is not None and target > most > 0 and context.today >= programme.start:
            message = f"the goal is {target}, more than there are {whom}: {most}"
            hint = "it cannot be met; a report says so from now on"
            yield programme.problem(path, "goal", message, hint, warning=True)


def a_group_can_be_compared(context: Context) -> Iterator[Problem]:
    """A group has a share elsewhere, and is called as mentees call it.

    The latter is a warning, which tells nobody's own words: they are private.
    """
    programme = context.cohort.programme
    goal = programme.goals.diversity
    if goal is None:
        return
    if goal.baseline == 0:
        hint = "write what it is, above 0 %; parts are written as in 0.5%"
        message = "a share of nothing elsewhere leaves nothing to compare with"
        yield programme.problem(("goals", "diversity", "baseline"), "goal", message, hint)
    words = {word for person in context.cohort.having("mentee") for word in person.groups}
    if goal.group not in words and any(_meant(goal.group, word) for word in words):
        message = "no mentee uses this word in 'groups', but somebody one that is nearly the same"
        hint = "write it as in 'groups' in private/people/, capitals too, or mend it there"
        place = ("goals", "diversity", "group")
        yield programme.problem(place, "group", message, hint, warning=True)


_LONG_ENOUGH = 4
"""How many letters a word has of which one may be wrong: "he" is no slip for "she"."""


def _meant(one: str, other: str) -> bool:
    """Whether two words are the same but for capitals, blanks and accents' forms, or one letter."""
    shorter, longer = sorted((_folded(one), _folded(other)), key=len)
    if shorter == longer:
        return True
    if len(shorter) < _LONG_ENOUGH:
        return False
    same = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), None)
    at = len(shorter) if same is None else same
    # "men" is no slip for "women", nor "male" for "female": those are two letters apart.
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1]
    return (
        shorter[at:] == longer[at + 1 :]
        or shorter[at + 1 :] == longer[at + 1 :]
        or (swapped and shorter[at + 2 :] == longer[at + 2 :])
    )


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def _targets(
    cohort: Cohort,
) -> Iterator[tuple[tuple[str, ...], int | Fraction, int | None, str]]:
    """Yield each goal that is set: where it is, what it asks for, and the most there can be."""
    goals, mentees = cohort.programme.goals, sum(1 for _ in cohort.having("mentee"))
    mentors, wikis = sum(1 for _ in cohort.having("mentor")), len(cohort.programme.wikis)
    every: tuple[tuple[str, int | Fraction | None, int | None, str], ...] = (
        ("leaders_end", goals.leaders_end, mentees, "mentees"),
        ("leaders_year", goals.leaders_year, mentees, "mentees"),
        ("attrition", goals.attrition, None, ""),
        ("mentors_satisfied", goals.mentors_satisfied, mentors, "mentors"),
        ("mentees_satisfied", goals.mentees_satisfied, mentees, "mentees"),
        ("reach", goals.reach, None, ""),
        ("wikis_assent", goals.wikis_assent, wikis, "wikis"),
    )
    for key, target, most, whom in every:
        if target is not None:
            yield ("goals", key), target, most, whom
    if goals.diversity:
        yield ("goals", "diversity", "at_least"), goals.diversity.at_least, mentees, "mentees"
