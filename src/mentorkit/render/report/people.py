"""What the report shows of the people: who took part, what took place, who leads."""

from collections.abc import Iterator
from datetime import date

from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import WITHHELD, Block, Exhibit, Row, Table, Text
from mentorkit.render.report.told import Link, Phrase, Told
from mentorkit.rules.report import Figure, Report
from mentorkit.rules.report_pictures import MARKS, Mark
from mentorkit.rules.role_names import ROLE_NAMES

_LARGEST = 60
"""How many pairs are shown one by one at most."""

MARK_WORDS: dict[Mark, str] = {
    "held": "held",
    "in_person": "held in person",
    "missed": "not held",
    "cancelled": "cancelled",
    "unlogged": "not logged",
    "ahead": "still ahead",
}

_OUTCOMES = {"missed": "did not take place", "unlogged": "not logged", "ahead": "to come"}


def participants(report: Report) -> Iterator[Block]:
    """Yield the participants' flow."""
    enrolled, began = report.figure("mentees.enrolled"), report.figure("mentees.started")
    left = report.figure("mentees.left")
    by_the_end = " left so far" if left.so_far else " left by the end"
    if not enrolled.value:
        yield Text(("No mentee has enrolled yet.",))
        return
    finding = (*told.value(enrolled), " mentees enrolled, ", *told.value(began), " started and ")
    finding = (*finding, *told.value(left), by_the_end)
    asked = [
        ((name,), told.value_of(figure))
        for name in ("applied", "accepted")
        if (figure := report.figure(f"mentees.{name}")).withheld or figure.value is not None
    ]
    rows: list[Row] = [
        *asked,
        (("mentees enrolled, the denominator",), told.value(enrolled)),
        (("started",), told.value(began)),
        (("left",), told.value(left)),
        (("have not left",), (less(began, left),)),
        (("stayed to the end",), told.value_of(report.figure("mentees.completed"))),
        (("left within a year",), told.value_of(report.figure("mentees.left_year"))),
        (("answered a year on",), told.value_of(report.figure("mentees.followed_up"))),
        (("mentors enrolled",), told.value(report.figure("mentors.enrolled"))),
        (("mentors left",), told.value_of(report.figure("mentors.left"))),
    ]
    table = Table("Participants", ("Stage", "People"), tuple(rows), (1,))
    ids = words.ids(report, "Participants")
    unit = "People. Who left stays in every denominator; a replacement adds to it."
    yield Exhibit("flow", finding, unit, table, ids)


def less(whole: Figure, part: Figure) -> Told:
    """Return how many of the one figure are not in the other."""
    shown = told.number(int(whole.value or 0) - int(part.value or 0))
    return Told(shown, f"figures/{whole.id}/value - figures/{part.id}/value")


def activities(report: Report) -> Iterator[Block]:
    """Yield what took place: the weeks of the pairs, and the sessions for everybody."""
    shown = report.sessions
    if shown.withheld:
        yield Text(("The weeks of so few pairs are withheld: they would tell on one of them.",))
    elif any(week.counts for week in shown.weeks):
        yield _weeks(report)
    else:
        yield Text(("No session of a pair is planned yet.",))
    rows: list[Row] = [
        (
            (each.title,),
            (str(each.on),),
            (each.speaker,),
            (_OUTCOMES.get(each.outcome, each.outcome),),
        )
        for each in shown.for_all
    ]
    if rows:
        headers = ("Session for everybody", "Date", "Speaker", "What became of it")
        yield Table("Sessions for everybody", headers, tuple(rows))


def _weeks(report: Report) -> Exhibit:
    held, planned = report.figure("sessions.held"), report.figure("sessions.planned")
    missing = report.figure("sessions.unlogged")
    finding: Phrase = (
        *told.value(held),
        " of ",
        *told.value(planned),
        " planned sessions were held",
    )
    if missing.value:
        finding = (*finding, "; ", *told.value(missing), " past ones are not logged")
    rows: list[Row] = []
    for number, week in enumerate(report.sessions.weeks):
        marks = [told.told(week.counts.get(m, 0), f"weeks/{number}/{m}") for m in MARKS]
        rows.append(
            (
                (week_of(week.first),),
                (told.told(week.pairs, f"weeks/{number}/pairs"),),
                *((mark,) for mark in marks),
            )
        )
    headers = ("Week from", "Pairs", *MARK_WORDS.values())
    table = Table("Sessions of pairs by week", headers, tuple(rows), tuple(range(1, 8)))
    unit = "All sessions are counted above; below are those of the pairs, "
    by_pair = 0 < len(report.sessions.pairs) <= _LARGEST
    if by_pair:
        unit += f"one line a pair, {len(report.sessions.weeks)} weeks from left to right."
    else:
        unit += "week by week and without names: this is about the programme, not about pairs."
    ids = words.ids(report, "Meetings")
    return Exhibit("pairs" if by_pair else "weeks", finding, unit, table, ids)


def week_of(monday: date) -> str:
    """Return the day that a week begins on, in short."""
    return f"{monday.day} {monday:%b %Y}"


def leading(report: Report) -> Phrase:
    """Return how many mentees lead, without a full stop."""
    figure = report.figure("leaders_year")
    if not figure.denominator:
        return ("No mentee has enrolled yet",)
    share = (*told.value(figure), " of ", *told.denominator(figure))
    return (*share, " mentees lead in a role new to them", *([" so far"] if figure.so_far else []))


def leadership(report: Report) -> Iterator[Block]:
    """Yield when new roles were taken, which, and what was tried."""
    goal = words.goal_of(report, "leaders_end")
    finding: Phrase = leading(report)
    if goal and goal.met_on:
        when = words.day(goal.met_on)
        finding = (*finding, f"; the goal for the end was reached on {when}")
    days = report.leaders.days
    rows: list[Row] = [((str(day),), (str(number),)) for number, day in enumerate(days, 1)]
    undated = report.leaders.undated
    if undated:
        more = Told(told.number(undated), "leaders/undated")
        rows.append((("no day told",), ("and ", more, " more")))
    table = Table("Mentees who lead, by the day", ("Since", "Mentees"), tuple(rows), (1,))
    unit = "Mentees with a new role of tier A or B, by the day on which it was taken and verified."
    if undated:
        unit += " Those who are not named are added at the end, without their days."
    if report.figure("mentees.enrolled").value:
        yield Exhibit("steps", finding, unit, table, ("leaders_end", "leaders_year"))
    yield from _roles(report)


def _roles(report: Report) -> Iterator[Block]:
    rows: list[Row] = [
        (
            (role.name,),
            (f"{ROLE_NAMES[role.kind]}, tier {role.tier}",),
            (", ".join(part for part in (role.scope, role.wiki) if part),),
            (str(role.started),),
            (str(role.verified),),
            (Link("evidence", role.evidence),) if role.evidence else ("",),
        )
        for role in report.roles
    ]
    if rows:
        headers = ("Who", "Role", "Where", "Since", "Verified", "Evidence")
        yield Table("New leadership roles, with each person's consent", headers, tuple(rows))
    if report.roles_unnamed:
        count = Told(told.number(report.roles_unnamed), "roles_unnamed")
        one = report.roles_unnamed == 1
        what = " accepted role was" if one else " accepted roles were"
        yield Text((count, f"{what} taken by mentees who are not named here."))
    accepted, pending, rejected = (
        report.figure(f"roles.{name}") for name in ("accepted", "pending", "rejected")
    )
    if not accepted.denominator:
        yield Text(("No claim of a new role is on record.",))
        return
    claims = ("Of ", *told.denominator(accepted), " claims, ", *told.value(accepted), " accepted, ")
    attempts = (*told.value(pending), " not judged yet, ", *told.value(rejected), " not accepted.")
    yield Text((*claims, *attempts, " Trying counts as courage, not as a role."))


def satisfaction(report: Report) -> Iterator[Block]:
    """Yield who is satisfied, as far as it may be told."""
    yield Text(
        (
            "One question of the end survey decides: how satisfied are you with taking part? "
            "Satisfied means 4 or 5 of 5, and whoever did not answer does not count as satisfied.",
        )
    )
    rows: list[Row] = []
    for who in ("mentees", "mentors"):
        figure, goal = report.figure(f"satisfied.{who}"), words.goal_of(report, f"{who}_satisfied")
        status = words.STATUS[goal.status] if goal else "no goal"
        aim = told.target(goal) if goal else ("",)
        result = WITHHELD if figure.withheld else told.value(figure)
        rows.append(((who.capitalize(),), told.denominator(figure), result, aim, (status,)))
    headers = ("Group", "Enrolled", "Satisfied", "Goal", "Status")
    yield Table("Satisfied at the end", headers, tuple(rows), (1, 2))
    if any(report.figure(f"satisfied.{who}").withheld for who in ("mentees", "mentors")):
        yield Text(
            (
                "Why not the number? Of a small group, an exact count of the satisfied tells "
                "who was not. Whether the goal is met may be told; the count may not.",
            ),
            "warning",
        )
