"""What the report says of practice: tasks, teaching on, lasting roles, and the follow-up."""

from collections.abc import Iterator

from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import Block, Row, Table, Text
from mentorkit.render.report.told import Phrase
from mentorkit.rules.report import Report

_STAGES = {
    "planned": "planned",
    "started": "started",
    "handed_in": "handed in",
    "taken": "accepted by an outsider",
    "overdue": "overdue",
}


def practicum(report: Report) -> Iterator[Block]:
    """Yield how far the practicum tasks came."""
    accepted, planned = report.figure("practicum.accepted"), report.figure("practicum.planned")
    if not planned.value:
        yield Text((_without(sum(each.count for each in planned.not_counted)),))
        return
    rows: list[Row] = [
        ((name,), told.value(report.figure(f"practicum.{stage}")))
        for stage, name in _STAGES.items()
    ]
    yield Text(
        (
            *told.value_of(accepted),
            " mentees had a practicum task accepted by somebody who is neither they themselves, "
            "nor a mentor of theirs, nor a coordinator.",
        )
    )
    yield Table(
        "Practicum tasks, for people outside the pair", ("Tasks", "Number"), tuple(rows), (1,)
    )


def _without(of_others: int) -> str:
    """Return that there is no task, or only tasks of people who are not enrolled."""
    if of_others == 1:
        return "The 1 practicum task on record is of somebody who is not enrolled."
    if of_others:
        return f"The {of_others} practicum tasks on record are of people who are not enrolled."
    return "No practicum task is on record."


def passing_on(report: Report) -> Iterator[Block]:
    """Yield who teaches or mentors in turn, how long roles lasted, and what was dared."""
    cascade, lasting = report.figure("cascade"), report.figure("roles.sustained")
    attempts = report.figure("roles.attempts")
    if cascade.denominator:
        yield Text((f"{words.FIGURES['cascade']}: ", *told.value_of(cascade), "."))
    if lasting.value is not None:
        note = f"; {lasting.note}" if lasting.note else ""
        yield Text((f"{words.FIGURES['roles.sustained']}: ", *told.value_of(lasting), f"{note}."))
    if attempts.value:
        yield Text(
            (
                "Attempts, told for their own sake: ",
                *told.value_of(attempts),
                " claims (rights or a grant asked for, whatever the answer, or a claim that was "
                "not accepted).",
            )
        )


def ways_of_leaving(report: Report) -> Iterator[Block]:
    """Yield in which ways people left, or that this may not be told."""
    ways = words.section(report, "Ways of leaving")
    if not report.figure("mentees.left").value:
        return
    if any(way.withheld for way in ways):
        yield Text(("In which way people left is withheld: of so few, it would tell on somebody.",))
    rows: list[Row] = [
        ((words.FIGURES[way.id],), told.value_of(way)) for way in ways if not way.withheld
    ]
    if rows:
        yield Table("How mentees left", ("Way", "Mentees"), tuple(rows), (1,))


def follow_up(report: Report) -> Iterator[Block]:
    """Yield when the follow-up is due, who can be reached, and what came of it."""
    if not report.figure("mentees.enrolled").value:
        return
    reach, answered = report.figure("follow_up.reachable"), report.figure("mentees.followed_up")
    due = f"The follow-up {'was' if report.as_of > report.year else 'is'} due on "
    due += f"{words.day(report.year)}. "
    many: Phrase = ("How many can be reached for it is withheld: too few on one side.",)
    if not reach.withheld:
        many = (*told.value_of(reach), " mentees agreed to it and can be reached in two ways.")
    yield Text((due, *many))
    if answered.value is None:
        return
    leaders, content = report.figure("leaders_year"), report.figure("follow_up.satisfied")
    lost = report.figure("mentees.lost_year")
    said: Phrase = (*told.value_of(answered), " mentees answered it; ", *told.value_of(leaders))
    said = (*said, " have taken a new leadership role by then; ")
    if content.withheld:
        said = (*said, "how many are satisfied is withheld")
    else:
        said = (*said, *told.value_of(content), " are satisfied")
    if lost.value is not None:
        said = (*said, "; ", *told.value_of(lost), " neither answered nor edited")
    yield Text((*said, "."))
