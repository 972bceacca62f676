"""Rules about what the report counts: what cannot be so, and what would count for nothing."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import Cohort, LeadershipRole
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


def roles_are_told_once(context: Context) -> Iterator[Problem]:
    """One role has one record with one verdict; without a scope, what shows it says which it is."""
    first: dict[tuple[str, str, str, date], LeadershipRole] = {}
    for role in context.cohort.roles:
        what = (role.scope or role.evidence or "").casefold()
        earlier = first.setdefault((role.person, role.kind, what, role.started), role)
        if earlier is not role and what:
            message = f"{earlier.id} on line {earlier.place().line} is the same role"
            if earlier.verdict != role.verdict:
                message += f", and {earlier.verdict}"
            yield role.problem(("id",), "told-twice", message, "keep one record, with one verdict")


def who_left_stays_away(context: Context) -> Iterator[Problem]:
    """Nobody has a session with their pair after the day on which they left."""
    people = context.cohort.people
    told: set[str] = set()
    for session in context.cohort.sessions:
        for key in session.series.split("--") if session.of_pair and session.held else ():
            left = people[key].left if key in people else None
            if left and session.at.wall.date() > left and key not in told:
                told.add(key)
                message = f"{key} left on {left}, and {session.ref} was held after that"
                hint = "who came back has not left: remove 'left' and 'left_code', or mend a date"
                yield people[key].problem(("left",), "came-back", message, hint)


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
