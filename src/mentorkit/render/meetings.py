"""The plan of the meetings, and the calendars made, for the terminal and as JSON."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mentorkit.cohort.model import Person
from mentorkit.cohort.scalars import Days
from mentorkit.cohort.zones import zone
from mentorkit.meetings.plan import Call, PairPlan, Plan, Unplanned, Why
from mentorkit.render.terminal import wrap

_MOVED: dict[Why, str] = {
    "hours": "the usual hour suits only one of the two that day",
    "away": "one of the two is away on the usual day",
    "busy": "one of the two has another meeting at the usual hour",
    "short": "the usual day lies outside what is left of the interval",
}
_LACKING: dict[Why, str] = {
    "hours": "no hour suits both; ask them for more in 'available'",
    "away": "one of the two is away on every day with an hour in common",
    "busy": "other meetings fill every hour that suits both",
    "short": "too little is left of the interval",
}
_SHOWN = 3


def as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan in the shape of FORMATS.md; `calls` is the number of calls without a time."""
    return {
        "schema": 1,
        "sessions": [
            {
                "session": call.ref,
                "at": str(call.at),
                "utc": f"{call.at.utc:%Y-%m-%dT%H:%M:%SZ}",
                "minutes": call.minutes,
            }
            for call in plan.calls
        ],
        "unplanned": [
            {"pair": lack.pair, "why": lack.why, "calls": len(lack.intervals)}
            for lack in plan.unplanned
        ],
        "burden": dict(plan.burden),
        "worst": plan.worst,
        "total": plan.total,
    }


def as_text(plan: Plan, saved: Collection[str] | None = None, options: str = "") -> str:
    """Return a plan as a screen of 80 columns; `saved` are the files it was written to, if any.

    `options` are those that the next command needs to see the same day.
    """
    if plan.every is None:
        return (
            "mentorkit.yaml asks for no pair calls.\n\n"
            "next: add 'pair: {every: 2 weeks, minutes: 60}' below 'meetings:'\n"
        )
    if not plan.pairs:
        return "No pair runs on this date or later: nothing to plan.\n\nnext: mentorkit pair\n"
    blocks = [_headline(plan, _every(plan.every))]
    if plan.calls:
        blocks.append("\n".join(["PAIR CALLS", *(_pair(p) for p in plan.pairs if p.calls)]))
    if plan.unplanned:
        blocks.append("\n".join(["WITHOUT A TIME", *map(_lack, plan.unplanned)]))
    blocks.append(_ending(plan, saved, options))
    return "\n\n".join(blocks) + "\n"


def calendars_as_text(names: Collection[str], changed: Collection[str]) -> str:
    """Return what was made in out/calendars/; `changed` are the files that were written."""
    people = sum("/people/" in name for name in names)
    pairs = sum("/pairs/" in name for name in names)
    counted = f"{_count(people, 'person', 'people')}, {_count(pairs, 'pair')} and the cohort"
    written = f"{len(changed)} of {len(names)} files changed" if changed else "Nothing changed"
    return (
        f"{wrap(f'Calendars for {counted} in out/calendars/.')}\n{written}.\n\n"
        "Files in people/ and pairs/ may hold private links: give each to its own people\n"
        "only. cohort.ics holds none.\n"
    )


def calendars_as_json(names: Collection[str], changed: Collection[str]) -> dict[str, Any]:
    """Return the calendars made, and whether each was written or was the same already."""
    return {
        "schema": 1,
        "calendars": [{"file": name, "changed": name in changed} for name in sorted(names)],
    }


def _headline(plan: Plan, every: str) -> str:
    standing = sum(pair.standing for pair in plan.pairs)
    lacking = sum(len(lack.intervals) for lack in plan.unplanned)
    pairs = f"each of {len(plan.pairs)} pairs" if len(plan.pairs) > 1 else "each pair"
    lines = [
        wrap(f"Asked for: a call of {plan.minutes} minutes every {every} for {pairs}."),
        f"In sessions/ already: {standing}. Proposed: {len(plan.calls)}. "
        f"Without a time: {lacking}.",
    ]
    if plan.ended and plan.calls:
        lines.append(f"The programme ended on {_day(plan.ended)}: these dates have passed.")
    return "\n".join(lines)


def _pair(pair: PairPlan) -> str:
    usual = [call for call in pair.calls if call.moved is None] or list(pair.calls)
    first, last = pair.calls[0].at.wall.date(), pair.calls[-1].at.wall.date()
    dates = f"{_day(first)} to {_day(last)}" if first != last else _day(first)
    people = (pair.mentee, pair.mentor)
    said = [_hours(usual, people)]
    said += [change for person in people for change in _changes(usual, person)]
    said += [_moved(call, _MOVED[call.moved]) for call in pair.calls if call.moved]
    head = f"  {pair.ref}   {_count(len(pair.calls), 'call')}, {dates}"
    return "\n".join([head, *(wrap(line, indent="    ") for line in said)])


def _hours(calls: Sequence[Call], people: tuple[Person, Person]) -> str:
    one, other = people
    hours = [_hour(calls, person) for person in people]
    if one.timezone == other.timezone:
        return f"{hours[0]} {one.timezone} for both"
    weekday = hours[0].rpartition(" ")[0]
    return (
        f"{hours[0]} {one.timezone} ({one.name}), "
        f"{hours[1].removeprefix(weekday).strip()} {other.timezone} ({other.name})"
    )


def _hour(calls: Sequence[Call], person: Person) -> str:
    """Return the weekday, if it is always the same, and the hour of the first call."""
    local = [_local(call, person) for call in calls]
    weekday = f"{local[0]:%A} " if len({at.weekday() for at in local}) == 1 else ""
    return f"{weekday}{local[0]:%H:%M}"


def _changes(calls: Sequence[Call], person: Person) -> Iterator[str]:
    """Yield a line for each date from which a person's own clocks show another hour."""
    before = None
    for call in calls:
        local = _local(call, person)
        if before is not None and local.time() != before:
            yield f"from {_day(local.date())} {local:%H:%M} for {person.name}: clocks change"
        before = local.time()


def _moved(call: Call, why: str) -> str:
    wall = call.at.wall
    return f"{wall:%A} {_day(wall.date())} {wall:%H:%M} {call.at.zone}: {why}"


def _local(call: Call, person: Person) -> datetime:
    return call.at.utc.astimezone(zone(person.timezone or call.at.zone))


def _lack(lack: Unplanned) -> str:
    shown = [_span(days) for days in lack.intervals[:_SHOWN]]
    more = len(lack.intervals) - len(shown)
    spans = ", ".join(shown) + (f" and {more} more" if more else "")
    calls = _count(len(lack.intervals), "call")
    lines = [calls + ": " + _LACKING[lack.why], spans]
    return "\n".join([f"  {lack.pair}", *(wrap(line, indent="    ") for line in lines)])


def _ending(plan: Plan, saved: Collection[str] | None, options: str) -> str:
    if saved:
        said, command = f"Saved to {_count(len(saved), 'file')} in sessions/.", "meet calendar"
    elif plan.calls:
        said, command = "Nothing is saved yet.", "meet plan --write"
    elif plan.unplanned:
        pair = plan.unplanned[0].pair.partition("--")
        files = f"people/{pair[0]}.yaml or people/{pair[2]}.yaml"
        return f"Nothing to save.\nnext: change 'available' or 'away' in {files}, then plan again"
    else:
        said, command = "Nothing to plan: every pair has its calls.", "meet calendar"
    outside = (
        "" if plan.total or not plan.calls else "Every call lies in both people's own hours.\n"
    )
    return f"{outside}{said}\nnext: mentorkit {command}{options}"


def _span(days: Days) -> str:
    return f"{_day(days.first)} to {_day(days.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _every(every: timedelta) -> str:
    weeks, days = divmod(every.days, 7)
    number, unit = (every.days, "day") if days else (weeks, "week")
    return unit if number == 1 else f"{number} {unit}s"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
