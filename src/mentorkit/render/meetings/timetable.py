"""The programme week by week, for the terminal and as JSON, and what is said of its page."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from mentorkit.cohort.scalars import instant_text
from mentorkit.cohort.zones import zone
from mentorkit.meetings.timetable import Entry, Timetable, Week, clock_changes, local_hours
from mentorkit.render.terminal import WIDTH, at_both_ends, fit, wrap
from mentorkit.render.timetable_words import changed_clocks, on, span, titled, week_name
from mentorkit.rules.sessions import Outcome

STATES: dict[Outcome, str] = {
    "held": "held",
    "missed": "missed",
    "cancelled": "cancelled",
    "unlogged": "not logged",
    "ahead": "coming",
}
_STATE_WIDTH = max(map(len, STATES.values()))
_WIDEST_REF = 24
_INDENT = " " * 21
_SHOWN = 12
"""How many people are listed before the rest is counted."""


def as_json(table: Timetable) -> dict[str, Any]:
    """Return the JSON of `meet show`: all weeks, the past ones too."""
    return {
        "schema": 1,
        "as_of": table.as_of.isoformat(),
        "person": table.asker.id if table.asker and table.own else None,
        "zone": table.zone,
        "weeks": [
            {
                "week": week.number,
                "through": week.through,
                "from": week.first.isoformat(),
                "to": week.last.isoformat(),
                "sessions": [_entry_json(entry, table.zone) for entry in week.entries],
            }
            for week in table.weeks
        ],
    }


def as_text(table: Timetable, *, everything: bool = False, options: str = "") -> str:
    """Return the weeks as a screen of 80 columns, the past ones in a line unless `everything`.

    `options` are those that the next command needs to look from the same day.
    """
    head = "\n".join([at_both_ends(table.name, _when(table)), wrap(_clocks(table))])
    if not any(table.entries):
        return f"{head}\n\nNo session is planned.\n\nnext: mentorkit meet plan{options}\n"
    past = [week for week in table.weeks if week.through < table.current]
    folded = past if not everything else []
    width = min(max(len(entry.session.ref) for entry in table.entries), _WIDEST_REF)
    blocks = [
        head,
        *([_folded(folded)] if folded else []),
        *(_week(week, table, width) for week in table.weeks if week not in folded),
    ]
    shown = "--all" if len(folded) == len(table.weeks) else "--format html"
    return "\n\n".join([*blocks, f"next: mentorkit meet show {shown}{options}"]) + "\n"


def page_as_text(file: str, unasked: Collection[str], changed: bool, options: str = "") -> str:
    """Return where the page lies, and who was not asked yet whether it may name them."""
    said = f"The page is in {file}." if changed else f"The page in {file} is as it was."
    lines = [wrap(f"{said} It holds nothing private.")]
    if unasked:
        named = sorted(unasked)
        more = len(named) - _SHOWN
        listed = ", ".join(named[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        lines += [
            "",
            wrap(f"Not named on it, for nobody has noted that they agree: {listed}."),
            "Ask them; then write 'consent: {named: DATE}' in people/ID.yaml.",
        ]
    return "\n".join([*lines, "", f"next: mentorkit meet calendar{options}"]) + "\n"


def page_as_json(file: str, unasked: Collection[str], changed: bool) -> dict[str, Any]:
    """Return where the page lies, whether it is new, and who was not asked yet."""
    return {"schema": 1, "page": file, "changed": changed, "unasked": sorted(unasked)}


def _at_night(entry: Entry) -> list[str]:
    """Return the ids of those for whom part of a session lies in the night, at home."""
    if entry.session.kind == "in-person":
        return []
    hours = local_hours(entry.session, entry.people)
    return sorted(person.id for hour in hours if hour.night for person in hour.people)


def _entry_json(entry: Entry, zone_name: str) -> dict[str, Any]:
    session = entry.session
    return {
        "session": session.ref,
        "kind": session.kind,
        "title": titled(entry, [person.name for person in reversed(entry.people)]),
        "local": f"{_local(entry, zone_name):%Y-%m-%d %H:%M}",
        "utc": instant_text(session.begins),
        "minutes": session.minutes,
        "state": entry.outcome,
        "people": sorted(person.id for person in entry.people),
        "night": _at_night(entry),
    }


def _local(entry: Entry, zone_name: str) -> datetime:
    return entry.session.begins.astimezone(zone(zone_name))


def _clocks(table: Timetable) -> str:
    """Return a sentence on whose local times these are."""
    person = table.asker
    if person is None:
        return "Times are in UTC: mentorkit.yaml names no coordinator."
    if person.timezone is None:
        return f"Times are in UTC: people/{person.id}.yaml has no 'timezone'."
    which = "Sessions and times" if table.own else "Times"
    return f"{which} are {person.name}'s ({person.timezone})."


def _when(table: Timetable) -> str:
    day = f"{table.as_of:%A} {on(table.as_of)} {table.as_of.year}"
    if table.current == 0:
        return f"{day}, before the start"
    if table.current > table.count:
        return f"{day}, after the end"
    return f"{day}, week {table.current} of {table.count}"


def _folded(past: Sequence[Week]) -> str:
    """Return what became of the weeks that are over, in a line."""
    counts = Counter(entry.outcome for week in past for entry in week.entries)
    said = [f"{counts[outcome]} {word}" for outcome, word in STATES.items() if counts[outcome]]
    first, last = max(past[0].number, 1), past[-1].through
    weeks = f"Weeks {first} to {last}" if last > first else f"Week {max(last, 1)}"
    if last == 0:
        weeks = "Before the programme"
    return at_both_ends(f"{weeks}: {', '.join(said) or 'nothing'}", "all of it: --all")


def _week(week: Week, table: Timetable, width: int) -> str:
    named = f"{week_name(week, table).upper()}, {span(week.first, week.last, ' to ')}"
    now = "this week" if week.number == table.current and 0 < week.number <= table.count else ""
    head = at_both_ends(named, now) if now else named
    if not week.entries:
        return f"{head}\n  nothing planned"
    lines = [head]
    if 0 < week.number <= table.count:
        lines += _changes(week, table)
    lines += [line for entry in week.entries for line in _lines(entry, table, width)]
    return "\n".join(lines)


def _changes(week: Week, table: Timetable) -> Iterator[str]:
    zones = {p.timezone for entry in week.entries for p in entry.people if p.timezone}
    for change in clock_changes(week, zones):
        day, places = changed_clocks(change)
        yield wrap(f"{day} in {places}.", indent="  ")


def _lines(entry: Entry, table: Timetable, width: int) -> Iterator[str]:
    ref, state = entry.session.ref, STATES[entry.outcome]
    local = _local(entry, table.zone)
    when = f"  {local:%a} {local.day:>2} {local:%b}  {local:%H:%M}  "
    room = WIDTH - len(when) - _STATE_WIDTH - 2
    title = titled(entry, [person.name for person in reversed(entry.people)])
    if len(ref) > width:
        # A reference is typed into other commands, so it is never cut.
        yield (when + ref).rstrip()
        yield f"{_INDENT}{fit(title, WIDTH - len(_INDENT) - _STATE_WIDTH - 2)}  {state}"
    else:
        yield f"{when}{ref:<{width}}  {fit(title, room - width - 2)}  {state}"
    yield from (wrap(note, indent=_INDENT) for note in _notes(entry))


def _notes(entry: Entry) -> Iterator[str]:
    """Yield whom a session to come would keep up, and who did not come to a past one."""
    night = _at_night(entry)
    if night and not entry.of_pair and entry.outcome == "ahead":
        yield f"night for {len(night)} of {len(entry.people)}"
    absent = [person.name for person in entry.people if person.id in entry.session.missed]
    if absent:
        yield f"without {', '.join(absent)}"
