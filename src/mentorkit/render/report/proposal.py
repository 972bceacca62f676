"""A grant proposal as a document, in the order that grant officers ask for, before any format."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mentorkit.render.report import assurance, told, words
from mentorkit.render.report.blocks import Block, Bullets, Document, Row, Section, Table, Text
from mentorkit.render.report.told import Link, Phrase
from mentorkit.rules.proposal import Planned, Promise, Proposal

_MEETINGS = {
    "pair": "Calls of each pair",
    "cohort": "Calls of everybody",
    "talks": "Guest talks",
    "in_person_pair": "Meetings in person, each pair",
    "in_person_cohort": "Meetings in person, everybody",
}

_UNITS = {
    "mentors_satisfied": ("mentor", "mentors"),
    "wikis_assent": ("wiki asked", "wikis asked"),
    "reach": ("", ""),
}


def document(proposal: Proposal) -> Document:
    """Return the proposal as numbered sections."""
    subjects = (
        ("Summary", _summary(proposal)),
        ("Goals and measures of success", _goals(proposal)),
        ("Plan", _plan(proposal)),
        ("Participants and selection", _participants(proposal)),
        ("Community notification and assent", assurance.community(proposal)),
        ("Risks", assurance.risks(proposal)),
        ("Budget", assurance.budget(proposal)),
        ("Evaluation", assurance.evaluation(proposal)),
    )
    day = words.day(proposal.as_of)
    return Document(
        title=proposal.programme,
        kind=f"grant proposal, {day}",
        as_of=day,
        lede=_lede(proposal),
        facts=_facts(proposal),
        sections=tuple(
            Section(number, title, tuple(blocks))
            for number, (title, blocks) in enumerate(subjects, 1)
        ),
    )


def _lede(proposal: Proposal) -> Phrase:
    start, end = words.day(proposal.start), words.day(proposal.end)
    people = f"{_count(proposal.places.mentees, 'mentee')} and "
    people += f"{_count(proposal.places.mentors, 'mentor')}, in pairs, "
    if not proposal.places.mentees:
        people = "Mentees and mentors, in pairs, "
    return (f"{people}from {start} to {end}: people who contribute steadily learn to lead.",)


def _facts(proposal: Proposal) -> tuple[tuple[str, Phrase], ...]:
    return (
        ("From", (words.day(proposal.start),)),
        ("To", (words.day(proposal.end),)),
        ("Follow-up", (words.day(proposal.year),)),
        ("Budget", (_sum(proposal.total, proposal.currency),)),
    )


def _count(number: int, of: str) -> str:
    return f"{number:,} {of}" if number == 1 else f"{number:,} {of}s"


def _sum(value: Decimal | None, currency: str) -> str:
    return "not known" if value is None else f"{told.number(value)} {currency}"


def _summary(proposal: Proposal) -> Iterator[Block]:
    yield Text(
        (
            "Experienced contributors mentor others who are ready to lead: to coordinate, to "
            "organise, to maintain, to write policy, to teach. Each pair works on one practicum "
            "task for people outside the pair; guest talks and calls bring everybody together.",
        )
    )
    items: list[Phrase] = [(f"When: {_span(proposal)}",)]
    items.append((f"What it costs: {_sum(proposal.total, proposal.currency)}",))
    if proposal.coordinators:
        items.append((f"Who coordinates: {', '.join(proposal.coordinators)}",))
    elif proposal.unnamed:
        items.append((f"Who coordinates: {_count(proposal.unnamed, 'person')}, not named here",))
    if proposal.topics:
        items.append((f"What mentees can choose: {'; '.join(proposal.topics)}",))
    if proposal.page:
        items.append(("Where people read about it: ", Link("page", proposal.page)))
    yield Bullets(tuple(items))


def _span(proposal: Proposal) -> str:
    weeks = (proposal.end - proposal.start + timedelta(days=1)) // timedelta(weeks=1)
    days = f"{words.day(proposal.start)} to {words.day(proposal.end)}, {_count(weeks, 'week')}"
    return f"{days}; looked at again on {words.day(proposal.year)}"


def _goals(proposal: Proposal) -> Iterator[Block]:
    rows: list[Row] = [
        (
            (words.GOALS.get(goal.id, goal.id),),
            (_target(goal),),
            (_of(goal),),
            (goal.rule,),
            (words.day(goal.final),),
        )
        for goal in proposal.goals
    ]
    if not rows:
        yield Text(("mentorkit.yaml sets no goals yet.",))
        return
    heads = ("Goal", "Target", "Out of", "How it is measured", "Decided from")
    yield Table("What is promised, how it is measured, and when it is decided", heads, tuple(rows))
    if high := sum(goal.too_high for goal in proposal.goals):
        said = "1 goal asks" if high == 1 else f"{high} goals ask"
        yield Text(
            (
                f"{said} for more than there are people for, and cannot be met: lower it in "
                "'goals', or raise 'places' or what is planned, in mentorkit.yaml.",
            ),
            "warning",
        )
    yield Text(
        (
            "Who leaves stays in every denominator. Each goal is reported as met, not met, too "
            "early, cannot be met or undetermined, by these rules and no others.",
        )
    )


def _target(goal: Promise) -> str:
    if isinstance(goal.target, Fraction):
        return f"fewer than {told.percent(float(goal.target))}"
    return f"{goal.target:,} or more"


def _of(goal: Promise) -> str:
    one, many = _UNITS.get(goal.id, ("mentee", "mentees"))
    if not many:
        return "no upper bound"
    if goal.of is None:
        return many
    of = f"{goal.of:,} {one if goal.of == 1 else many}"
    return f"{of}: too few for it" if goal.too_high else of


def _plan(proposal: Proposal) -> Iterator[Block]:
    rows: list[Row] = [
        ((words.day(day),), (what,)) for day, what in sorted(_dates(proposal), key=lambda d: d[0])
    ]
    yield Table("Dates", ("When", "What"), tuple(rows))
    meetings: list[Row] = [
        ((_MEETINGS[each.id],), (f"{each.count:,}",), (f"{each.minutes}",), (_how(each),))
        for each in proposal.meetings
    ]
    if meetings:
        heads = ("Meetings", "How many", "Minutes", "How often")
        yield Table("Meetings", heads, tuple(meetings), (1, 2))
    tasks = f" {_count(proposal.tasks, 'task')} are in view by now." if proposal.tasks > 1 else ""
    yield Text(
        (
            "Practicum: each mentee does one bounded piece of work for people outside the pair, "
            f"who say whether they accept it.{tasks}",
        )
    )


def _dates(proposal: Proposal) -> Iterator[tuple[date, str]]:
    yield proposal.start, "the programme begins"
    for event in proposal.events:
        days = f" (until {words.day(event.end)})" if event.end != event.start else ""
        yield event.start, f"meetings in person: {event.title}, {event.near}{days}"
    yield proposal.end, "the programme ends; the end survey is closed in the weeks after"
    yield proposal.year, "follow-up: who leads a year on"


def _how(planned: Planned) -> str:
    if planned.every is None:
        return "at events" if "person" in planned.id else ""
    weeks, rest = divmod(planned.every.days, 7)
    number, unit = (planned.every.days, "day") if rest else (weeks, "week")
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def _participants(proposal: Proposal) -> Iterator[Block]:
    places = proposal.places
    rows: list[Row] = [
        ((role,), (f"{count:,}" if count else "not fixed yet",), (what,))
        for role, count, what in (
            ("Mentees", places.mentees, "contribute steadily, want to take a role that is new"),
            ("Mentors", places.mentors, "have held such a role, and one mentee or more each"),
            ("Speakers", places.speakers, "give a guest talk on what they do"),
        )
    ]
    yield Table("Places", ("Role", "Places", "Who"), tuple(rows), (1,))
    yield Bullets(
        (
            (
                "Steady means active in many months, by a rule that is the same for everybody and "
                "fixed before anybody is looked at. A person reads every name before anybody is "
                "written to.",
            ),
            (
                "Everybody is invited personally, in their language. Nobody is written to against "
                "an opt-out, an earlier no or a block, nor on a wiki that has not assented.",
            ),
            (
                "Pairs are proposed by languages, topics and hours in common, as many mentees as "
                "possible with a mentor first, and a person decides.",
            ),
            (
                "What people say of themselves, such as belonging to a group, is voluntary, kept "
                "private and never guessed.",
            ),
        )
    )


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal for programs; sums are numbers, intervals days."""
    return {"schema": 1, "kind": "proposal", **_json(asdict(proposal))}


_KEYS = {
    "start": "from",
    "end": "to",
    "year": "follow_up",
    "unnamed": "coordinators_unnamed",
    "room": "may_leave",
}
"""What fields are called in JSON, where not as they are."""


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_KEYS.get(key, key): _json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, (Decimal, Fraction)):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, timedelta):
        return value.days
    return value.isoformat() if isinstance(value, date) else value
