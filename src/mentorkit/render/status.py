"""The agenda as a screen of 80 columns and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from mentorkit.render.terminal import WIDTH, at_both_ends, cells, fit, wrap
from mentorkit.rules.agenda import Agenda, Matter

SHOWN = 6
"""How many matters of one kind are listed; the others are counted."""

_HEADINGS = {
    "problems": "PROBLEMS IN THE FILES",
    "enrolled": "NOT ENROLLED YET",
    "people": "PEOPLE",
    "mentor": "WITHOUT A MENTOR",
    "calls": "CALLS NOT PLANNED",
    "series": "MEETINGS OF THE COHORT NOT PLANNED",
    "coordinators": "COORDINATORS",
    "assent": "WIKIS THAT HAVE NOT ANSWERED",
    "over": "CALLS OF PAIRS THAT ENDED",
    "away": "CALLS ON DAYS AWAY",
    "unlogged": "NOT LOGGED",
    "tasks": "TASKS OVERDUE",
    "acceptance": "TASKS THAT NOBODY ACCEPTED",
    "claims": "ROLES THAT WAIT FOR A VERDICT",
    "activity": "ACTIVITY NOT PULLED",
    "invite": "NOT INVITED YET",
    "sessions": "THE NEXT SEVEN DAYS",
    "standins": "MENTORS AWAY: WHO STANDS IN?",
    "report": "REPORT",
}

_IN_FILES = {
    "enrolled": "write 'enrolled: DATE'",
    "coordinators": "write 'coordinators: [ID]'",
    "assent": "ask there, then write 'assent'",
    "tasks": "write 'done: DATE', or a later 'due'",
    "acceptance": "ask, then write 'accepted'",
    "claims": "write 'verified' and 'verdict'",
}
"""What to write, for the kinds that no command deals with."""


_ONE_BY_ONE = {"over": " SESSION", "away": " SESSION"}
"""What the command for a kind always needs to be told, where one kind is about several."""


def as_json(agenda: Agenda) -> dict[str, Any]:
    """Return the JSON of `status`."""
    return {
        "schema": 1,
        "as_of": agenda.as_of.isoformat(),
        "late": [asdict(matter) for matter in agenda.late],
        "next": [asdict(matter) for matter in agenda.next],
    }


def as_text(agenda: Agenda, *, options: str = "") -> str:
    """Return the screen of `status`: each kind of matter below what deals with it.

    `options` are those that the next command needs to see the same day.
    """
    groups = [_group(kind, matters) for kind, matters in _by_kind(agenda.late).items()]
    if not groups:
        groups.append("Nothing is late; this comes next." if agenda.next else "Nothing is late.")
    groups += [_group(kind, matters) for kind, matters in _by_kind(agenda.next).items()]
    return "\n\n".join(filter(None, [_header(agenda), *groups, _last(agenda, options)]))


def _by_kind(matters: Sequence[Matter]) -> dict[str, list[Matter]]:
    kinds: dict[str, list[Matter]] = {}
    for matter in matters:
        kinds.setdefault(matter.kind, []).append(matter)
    return kinds


def _header(agenda: Agenda) -> str:
    day = agenda.as_of
    when = f"{day:%A} {day.day} {day:%B} {day.year}"
    if agenda.first and agenda.last:
        when += f", {_week(day, agenda.first, agenda.last)}"
    return at_both_ends(agenda.name, when)


def _week(day: date, first: date, last: date) -> str:
    if day < first:
        return f"{_days((first - day).days)} before the start"
    if day > last:
        return f"{_days((day - last).days)} after the end"
    return f"week {(day - first).days // 7 + 1} of {(last - first).days // 7 + 1}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _group(kind: str, matters: Sequence[Matter]) -> str:
    heading = f"{_HEADINGS[kind]} ({len(matters)})" if len(matters) > 1 else _HEADINGS[kind]
    how = _IN_FILES.get(kind) or _command(matters, _ONE_BY_ONE.get(kind, ""))
    lines = [heading + how.rjust(WIDTH - len(heading))]
    lines += [_line(matter, in_file=kind in _IN_FILES) for matter in matters[:SHOWN]]
    if len(matters) > SHOWN:
        lines.append(f"  and {len(matters) - SHOWN} more")
    return "\n".join(lines)


def _command(matters: Sequence[Matter], each: str = "") -> str:
    """Return the command that deals with all of several matters, or with `each` of them."""
    first = matters[0].do
    same = len({matter.do for matter in matters}) == 1
    return first if same else first.rpartition(" ")[0] + each


def _line(matter: Matter, *, in_file: bool) -> str:
    if not in_file:
        return "  " + fit(matter.what, WIDTH - 2).rstrip()
    room = WIDTH - 4 - cells(matter.where)
    if room < 20:
        return f"  {fit(matter.what, WIDTH - 2).rstrip()}\n      {matter.where}"
    return f"  {fit(matter.what, room)}  {matter.where}"


def _last(agenda: Agenda, options: str) -> str:
    """Return the one or two commands to type first, or else the first line to write.

    Where nothing at all is to be done, the report says how the programme stands.
    """
    groups = {**_by_kind(agenda.late), **_by_kind(agenda.next)}
    commands = [
        group[0].do if kind in _ONE_BY_ONE else _command(group)
        for kind, group in groups.items()
        if kind not in _IN_FILES
    ]
    written = [matter.do for matter in (*agenda.late, *agenda.next)]
    typed = [f"{command}{options}" for command in dict.fromkeys(commands)]
    first = typed[:2] or written[:1] or [f"mentorkit report{options}"]
    return "next: " + "\n".join(wrap(line, indent="      ") for line in first).lstrip()
