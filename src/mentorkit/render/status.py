"""The agenda as a screen of 80 columns and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from mentorkit.render.terminal import WIDTH, at_both_ends, cells, fit, wrap
from mentorkit.rules.agenda import Agenda
from mentorkit.rules.matter import Matter
from mentorkit.rules.recruiting import Passed, Recruiting

SHOWN = 6
"""How many matters of one kind are listed; the others are counted."""

_HEADINGS = {
    "problems": "PROBLEMS IN THE FILES",
    "enrolled": "NOT ENROLLED YET",
    "people": "PEOPLE",
    "risk": "WHOM TO CALL",
    "lapsed": "NO SESSION FOR FOUR WEEKS",
    "attrition": "WHO LEFT",
    "follow_up": "THE FOLLOW-UP A YEAR ON",
    "asking": "THE FOLLOW-UP IS DUE",
    "year": "AGREED TO BE ASKED AGAIN",
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
    "drafted": "WRITTEN AND NOT SENT",
    "asked_for": "WANT TO HEAR FROM YOU AGAIN",
    "silent": "NO ANSWER YET",
    "undecided": "APPLICATIONS NOT DECIDED",
    "free": "A PLACE IS FREE",
    "given": "HAVE A PLACE, AND HAVE NOT SAID YES YET",
    "sessions": "THE NEXT SEVEN DAYS",
    "standins": "MENTORS AWAY: WHO STANDS IN?",
    "report": "REPORT",
}

_IN_FILES = {
    "enrolled": "write 'enrolled: DATE'",
    "coordinators": "write 'coordinators: [ID]'",
    "tasks": "write 'done: DATE', or a later 'due'",
    "acceptance": "ask, then write 'accepted'",
    "risk": "call them",
    "lapsed": "ask them, or write 'left'",
    "attrition": "call those at risk",
    "follow_up": "ask for a yes, and a second way",
}
"""What to write, for the kinds that no command deals with."""


_ONE_BY_ONE = {"over": " SESSION", "away": " SESSION"}
"""What the command for a kind always needs to be told, where one kind is about several."""

_OF_SEVERAL = {
    "claims": "mentorkit role",
    "free": "mentorkit select PERSON place",
    "given": "mentorkit reply PERSON accepted",
}
"""The command for several matters, where it has the person in its middle."""


_WHOLE = ("risk",)
"""The kinds of which every word counts."""


def as_json(agenda: Agenda) -> dict[str, Any]:
    """Return the JSON of `status`."""
    return {
        "schema": 1,
        "as_of": agenda.as_of.isoformat(),
        "late": [asdict(matter) for matter in agenda.late],
        "next": [asdict(matter) for matter in agenda.next],
        "notes": dict(agenda.notes),
        "recruiting": asdict(agenda.recruiting),
    }


def as_text(agenda: Agenda, *, options: str = "", recruiting: bool = False) -> str:
    """Return the screen of `status`: each kind of matter below what deals with it.

    `options` are those that the next command needs to see the same day. How far recruiting has
    come stands in it before the first day; `recruiting` asks for that alone.
    """
    groups = _groups(agenda, agenda.late)
    if not groups:
        groups.append("Nothing is late; this comes next." if agenda.next else "Nothing is late.")
    groups += _groups(agenda, agenda.next)
    early = agenda.first is not None and agenda.as_of < agenda.first
    if recruiting:
        how_far = (
            _recruiting(agenda.recruiting)
            or "RECRUITING\n  nobody was found yet, and no wiki asked"
        )
        return "\n\n".join([_header(agenda), how_far, f"next: mentorkit status{options}"])
    if early:
        groups.append(_recruiting(agenda.recruiting))
    return "\n\n".join(filter(None, [_header(agenda), *groups, _last(agenda, options)]))


def _recruiting(how_far: Recruiting) -> str:
    """Return how far recruiting has come; nothing where nobody was found and no wiki asked."""
    if not how_far.found and not any(how_far.wikis.values()):
        return ""
    total = f"{how_far.found} found, {how_far.eligible} eligible, {_passed(how_far.total)}"
    lines = ["RECRUITING", wrap(total, indent="  ")]
    if how_far.applied:
        placed = f"{how_far.placed} with a place, {how_far.waiting} waiting for one"
        lines.append(f"  {how_far.applied} applied, {placed}")
    named = (_by(name, each) for name, each in how_far.channels.items())
    lines += [wrap(text, indent="  ") for text in named]
    said = ((name, ", ".join(hosts)) for name, hosts in how_far.wikis.items() if hosts)
    wikis = [f"{_WIKIS[name]}: {hosts}" for name, hosts in said]
    lines += [wrap(text, indent="  ") for text in wikis]
    return "\n".join(lines)


_WIKIS = {
    "assents": "wikis that assent",
    "waits": "wikis that have not answered",
    "objects": "wikis that object",
}
_BY = {"talk": "by talk page", "wikimail": "by wiki mail", "mail": "by mail", "hand": "by hand"}


def _by(channel: str, passed: Passed) -> str:
    """Return a line of a channel; of a letter that nobody noted none says that it was sent."""
    if channel not in _BY:
        return f"no letter noted: {_answered(passed)}"
    return f"{_BY[channel]}: {_passed(passed)}"


def _passed(passed: Passed) -> str:
    return f"{passed.invited} invited, {_answered(passed)}"


def _answered(passed: Passed) -> str:
    said = f"{passed.accepted} yes, {passed.declined} no, {passed.later} later"
    return f"{passed.answered} answered ({said})"


def _groups(agenda: Agenda, matters: Sequence[Matter]) -> list[str]:
    found = []
    for kind, group in _by_kind(matters).items():
        note = agenda.notes.get(kind)
        found.append(_group(kind, group) + (f"\n{wrap(note, indent='  ')}" if note else ""))
    return found


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
    if same:
        return first
    return _OF_SEVERAL.get(matters[0].kind) or first.rpartition(" ")[0] + each


def _line(matter: Matter, *, in_file: bool) -> str:
    if not in_file:
        return "  " + fit(matter.what, WIDTH - 2).rstrip()
    room = WIDTH - 4 - cells(matter.where)
    if matter.kind in _WHOLE and cells(matter.what) > room:
        return f"{wrap(matter.what, indent='  ')}\n      {matter.where}"
    if room < 20:
        return f"  {fit(matter.what, WIDTH - 2).rstrip()}\n      {matter.where}"
    return f"  {fit(matter.what, room)}  {matter.where}"


def _last(agenda: Agenda, options: str) -> str:
    """Return the one or two commands to type first, or else the first line to write.

    Where nothing at all is to be done, the report says how the programme stands.
    """
    groups = {**_by_kind(agenda.late), **_by_kind(agenda.next)}
    commands = [
        group[0].do if kind in (*_ONE_BY_ONE, *_OF_SEVERAL) else _command(group)
        for kind, group in groups.items()
        if kind not in _IN_FILES
    ]
    written = [matter.do for matter in (*agenda.late, *agenda.next)]
    typed = [f"{command}{options}" for command in dict.fromkeys(commands)]
    first = typed[:2] or written[:1] or [f"mentorkit report{options}"]
    return "next: " + "\n".join(wrap(line, indent="      ") for line in first).lstrip()
