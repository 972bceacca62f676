"""The plan of the meetings, for the terminal and as JSON."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Days, instant_text
from mentorkit.cohort.zones import zone
from mentorkit.meetings.calls import PairPlan
from mentorkit.meetings.plan import Plan
from mentorkit.meetings.proposed import Kind, Proposed, Unplanned, Why
from mentorkit.render.meetings.series import (
    compared_as_json,
    dates_as_json,
    in_person_as_text,
    series_as_text,
)
from mentorkit.render.terminal import wrap
from mentorkit.render.timetable_words import counted, on

_MOVED: dict[Why, str] = {
    "hours": "the usual hour suits only one of the two that day",
    "away": "one of the two is away on the usual day",
    "busy": "one of the two has another meeting at the usual hour",
    "holiday": "the usual day is a holiday",
    "short": "the usual day lies outside what is left of the interval",
    "cancelled": "a call at the usual hour of that day was cancelled",
}
_LACKING: dict[Kind, dict[Why, str]] = {
    "call": {
        "hours": "no known hour suits both; ask for more in 'available'",
        "away": "one of the two is away on every day with an hour in common",
        "busy": "other meetings fill every hour that suits both",
        "holiday": "holidays take every day with an hour in common",
        "short": "too little is left of the interval",
        "cancelled": "no other hour suits both than that of a call that was cancelled",
    },
    "in-person": {
        "event": "no event that both can reach; see 'events' in mentorkit.yaml, and 'attends' and "
        "'near' in private/people/",
        "busy": "other meetings fill the event that they can reach",
    },
    "talk": {
        "speaker": "nobody is left to speak; people with the role speaker give talks",
        "hours": "no time lies in the speaker's own hours; ask for more in 'available'",
        "away": "the speaker is away on every day with own hours",
        "busy": "other meetings fill the speaker's hours",
        "holiday": "holidays take every day with the speaker's hours",
        "short": "too little is left of the programme",
    },
}
_LACKING_TOGETHER: dict[Why, str] = {
    "hours": "nobody's hours are known; ask people for 'timezone' and 'available'",
    "busy": "other meetings fill what is left of the programme",
    "holiday": "holidays fill what is left of the programme",
    "short": "too little is left of the programme",
    "event": "no event that two or more can reach; see 'events' in mentorkit.yaml, and 'attends' "
    "and 'near' in private/people/",
}
_NOUNS: dict[Kind, str] = {"call": "call", "in-person": "meeting", "talk": "talk"}
_SHOWN = 3
_PAIRS = 6


def as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan in the shape of FORMATS.md; `calls` is the number of those without a time."""
    told = dates_as_json(plan.series)
    return {
        "schema": 1,
        "sessions": [_session(session) | told.get(session.ref, {}) for session in plan.sessions],
        "unplanned": [
            {
                "pair" if "--" in lack.series else "series": lack.series,
                "kind": lack.kind,
                "why": lack.why,
                "calls": lack.count,
            }
            for lack in plan.unplanned
        ],
        "burden": dict(plan.burden),
        "worst": plan.worst,
        "total": plan.total,
        "series": compared_as_json(plan.series),
        "unknown": list(plan.series.unknown),
    }


def _session(session: Proposed) -> dict[str, Any]:
    told = {
        "session": session.ref,
        "at": str(session.at),
        "utc": instant_text(session.at.utc),
        "minutes": session.minutes,
        "kind": session.kind,
    }
    further = {"title": session.title, "speaker": session.speaker, "where": session.where}
    return told | {key: value for key, value in further.items() if value is not None}


def as_text(plan: Plan, saved: Collection[str] | None = None, options: str = "") -> str:
    """Return a plan as a screen of 80 columns; `saved` are the files it was written to, if any.

    `options` are those that the next command needs to see the same day.
    """
    if plan.every is None and not plan.series.asked and not plan.in_person.asked:
        return (
            "mentorkit.yaml asks for no meetings.\n\n"
            "next: add 'pair: {every: 2 weeks, minutes: 60}' below 'meetings:'\n"
        )
    if not plan.pairs and not plan.series.asked and not plan.in_person.asked:
        return "No pair runs on this date or later: nothing to plan.\n\nnext: mentorkit pair\n"
    blocks = [_headline(plan)]
    if plan.series.dates:
        blocks.append(series_as_text(plan.series))
    if plan.in_person.meetings:
        blocks.append(in_person_as_text(plan.in_person))
    if plan.calls:
        blocks.append("\n".join(["PAIR CALLS", *(_pair(p) for p in plan.pairs if p.calls)]))
    if plan.unplanned:
        blocks.append("\n".join(["WITHOUT A TIME", *_lacks(plan.unplanned)]))
    blocks.append(_ending(plan, saved, options))
    return "\n\n".join(blocks) + "\n"


def _headline(plan: Plan) -> str:
    lacking = sum(lack.count for lack in plan.unplanned)
    standing = sum(pair.standing for pair in plan.pairs)
    standing += plan.series.standing + plan.in_person.standing
    lines = [
        wrap(f"Asked for: {', '.join(_asked(plan))}."),
        f"In sessions/ already: {standing}. Proposed: {len(plan.sessions)}. "
        f"Without a time: {lacking}.",
    ]
    if plan.ended and plan.sessions:
        lines.append(f"The programme ended on {on(plan.ended)}: these dates have passed.")
    return "\n".join(lines)


def _asked(plan: Plan) -> Iterator[str]:
    if plan.every and plan.pairs:
        pairs = f"each of {len(plan.pairs)} pairs" if len(plan.pairs) > 1 else "each pair"
        yield f"a call of {plan.minutes} minutes every {_every(plan.every)} for {pairs}"
    elif plan.every:
        yield "calls of pairs, of which none runs on this date or later"
    if plan.series.asked:
        yield counted(plan.series.asked, "cohort call or talk", "cohort calls and talks")
    if plan.in_person.asked:
        yield counted(plan.in_person.asked, "meeting in person", "meetings in person")


def _pair(pair: PairPlan) -> str:
    usual = [call for call in pair.calls if call.moved is None] or list(pair.calls)
    first, last = pair.calls[0].at.wall.date(), pair.calls[-1].at.wall.date()
    dates = f"{on(first)} to {on(last)}" if first != last else on(first)
    people = (pair.mentee, pair.mentor)
    said = [_hours(usual, people)]
    said += [change for person in people for change in _changes(usual, person)]
    said += [_moved(call, _MOVED[call.moved]) for call in pair.calls if call.moved]
    head = f"  {pair.ref}   {counted(len(pair.calls), 'call')}, {dates}"
    return "\n".join([head, *(wrap(line, indent="    ") for line in said)])


def _hours(calls: Sequence[Proposed], people: tuple[Person, Person]) -> str:
    one, other = people
    hours = [_hour(calls, person) for person in people]
    if one.timezone == other.timezone:
        return f"{hours[0]} {one.timezone} for both"
    weekday = hours[0].rpartition(" ")[0]
    return (
        f"{hours[0]} {one.timezone} ({one.name}), "
        f"{hours[1].removeprefix(weekday).strip()} {other.timezone} ({other.name})"
    )


def _hour(calls: Sequence[Proposed], person: Person) -> str:
    """Return the weekday, if it is always the same, and the hour of the first call."""
    local = [_local(call, person) for call in calls]
    weekday = f"{local[0]:%A} " if len({at.weekday() for at in local}) == 1 else ""
    return f"{weekday}{local[0]:%H:%M}"


def _changes(calls: Sequence[Proposed], person: Person) -> Iterator[str]:
    """Yield a line for each date from which a person's own clocks show another hour."""
    before = None
    for call in calls:
        local = _local(call, person)
        if before is not None and local.time() != before:
            yield f"from {on(local.date())} {local:%H:%M} for {person.name}: clocks change"
        before = local.time()


def _moved(call: Proposed, why: str) -> str:
    wall = call.at.wall
    return f"{wall:%A} {on(wall.date())} {wall:%H:%M} {call.at.zone}: {why}"


def _local(call: Proposed, person: Person) -> datetime:
    return call.at.utc.astimezone(zone(person.timezone or call.at.zone))


def _lacks(lacks: Sequence[Unplanned]) -> Iterator[str]:
    """Yield what has no time; pairs without an event in common are named in one line."""
    meetings = [lack for lack in lacks if "--" in lack.series and lack.kind == "in-person"]
    for lack in lacks:
        if lack not in meetings:
            yield _lack(lack)
    for why in dict.fromkeys(lack.why for lack in meetings):
        pairs = [lack.series for lack in meetings if lack.why == why]
        more = len(pairs) - _PAIRS
        named = ", ".join(pairs[:_PAIRS]) + (f" and {more} more" if more > 0 else "")
        yield f"  in person, {counted(len(pairs), 'pair')}"
        yield wrap(f"{named}: {_LACKING['in-person'][why]}", indent="    ")


def _lack(lack: Unplanned) -> str:
    together = lack.series == "cohort"
    reason = (_LACKING_TOGETHER if together else _LACKING[lack.kind])[lack.why]
    where = " in person" if lack.kind == "in-person" else ""
    lines = [f"{counted(lack.count, _NOUNS[lack.kind])}{where}: {reason}"]
    if lack.intervals:
        shown = [_span(days) for days in lack.intervals[:_SHOWN]]
        more = len(lack.intervals) - len(shown)
        lines.append(", ".join(shown) + (f" and {more} more" if more else ""))
    return "\n".join([f"  {lack.series}", *(wrap(line, indent="    ") for line in lines)])


def _ending(plan: Plan, saved: Collection[str] | None, options: str) -> str:
    if saved:
        said, command = f"Saved to {counted(len(saved), 'file')} in sessions/.", "meet calendar"
    elif plan.sessions:
        times = "" if plan.series.way == "fair" else f" --times {plan.series.way}"
        said, command = "Nothing is saved yet.", f"meet plan{times} --write"
    elif lacking := [lack for lack in plan.unplanned if lack.kind != "in-person"]:
        remedy = _remedy(lacking[0]) if plan.people else "mentorkit people add"
        return f"Nothing to save.\nnext: {remedy}, then plan again"
    elif plan.unplanned:
        said, command = "Nothing else to plan.", "meet calendar"
    else:
        said, command = "Nothing to plan: every meeting asked for is there.", "meet calendar"
    inside = "Every call of a pair lies in both people's own hours.\n" if plan.calls else ""
    return f"{inside}{said}\nnext: mentorkit {command}{options}"


def _remedy(lack: Unplanned) -> str:
    if lack.series == "talks":
        return "add people with the role speaker, or hours to 'available'"
    if lack.series == "cohort" and lack.why == "hours":
        return "write 'timezone' and 'available' in people/ID.yaml"
    if lack.series == "cohort":
        return "change 'holidays' in mentorkit.yaml, or 'available' in people/"
    pair = lack.series.partition("--")
    files = f"people/{pair[0]}.yaml or people/{pair[2]}.yaml"
    return f"change 'available' or 'away' in {files}"


def _span(days: Days) -> str:
    return f"{on(days.first)} to {on(days.last)}"


def _every(every: timedelta) -> str:
    weeks, days = divmod(every.days, 7)
    number, unit = (every.days, "day") if days else (weeks, "week")
    return unit if number == 1 else f"{number} {unit}s"
