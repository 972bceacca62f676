"""Reminders of meetings: as files, as a screen, and as JSON."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from mentorkit.cohort.model import Session
from mentorkit.meetings.reminders import FOLDER, Draft, Drafts, Without
from mentorkit.render import problems as problem_view
from mentorkit.render.meetings import agendas
from mentorkit.render.terminal import WIDTH, cells, fit, table, wrap
from mentorkit.render.timetable_words import counted
from mentorkit.rules.sessions import in_turn

_SHOWN = 30
"""How many meetings, or people, are listed before the rest is counted."""


def as_file(draft: Draft) -> bytes:
    """Return a draft: a head of named lines, an empty line, and the text as it is to be sent."""
    person = draft.reminder.person
    head = {
        "To": " ".join(person.name.split()),
        "Email": person.email,
        "User": draft.user,
        "Subject": draft.subject,
        "Language": draft.language,
        "Channel": ", ".join(draft.channels),
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", draft.text]).encode()


def as_json(drafts: Drafts, changed: Collection[str]) -> dict[str, Any]:
    """Return the JSON of `meet remind`; `problems` are there where a template has some."""
    found: dict[str, Any] = {
        "schema": 1,
        "as_of": drafts.as_of.isoformat(),
        "through": drafts.through.isoformat(),
        "reminders": [_fields(draft, changed) for draft in drafts.drafts],
        "without": [
            {"session": each.session.ref, "person": each.person, "why": each.why}
            for each in drafts.without
        ],
    }
    if drafts.problems:
        found["problems"] = problem_view.as_json(drafts.problems)["problems"]
    return found


def _fields(draft: Draft, changed: Collection[str]) -> dict[str, Any]:
    coming = draft.reminder.coming
    return {
        "person": draft.reminder.person.id,
        "language": draft.language,
        "sessions": [each.session.ref for each in coming],
        "away": [each.session.ref for each in coming if each.away],
        "channels": list(draft.channels),
        "file": draft.file,
        "changed": draft.file in changed,
    }


def notes(drafts: Drafts) -> list[str]:
    """Return what belongs on stderr: wordings that nobody reviewed, people out of reach."""
    said = agendas.notes((draft.language, draft.reviewed) for draft in drafts.drafts)
    lost = sorted(draft.reminder.person.id for draft in drafts.drafts if not draft.channels)
    if lost:
        where = "write `wiki:` in people/ID.yaml or `email:` in private/people/ID.yaml"
        said.append(f"no way to send it to {', '.join(lost)}; {where}")
    return said


def as_text(
    drafts: Drafts, changed: Collection[str], options: str = "", send: str = "meet remind --send"
) -> str:
    """Return the screen of `meet remind`, 80 columns: which meetings, for whom, who is away.

    `options` are those that the next command needs to look from the same day, `send` the command
    that sends what is shown.
    """
    first, last = drafts.as_of, drafts.through
    span = f"from {first.day} {first:%B} to {last.day} {last:%B}"
    if not drafts.drafts:
        said = "No reminder could be made." if drafts.problems else f"Nobody meets {span}."
        parts = [said, *_without(drafts)]
        parts.append(f"next: mentorkit {_next(drafts, 'meet show')}{options}")
        return "\n\n".join(parts) + "\n"
    sessions = {each.session.ref for draft in drafts.drafts for each in draft.reminder.coming}
    people = counted(len(drafts.drafts), "person", "people")
    parts = [
        wrap(
            f"{counted(len(sessions), 'meeting')} {span}: reminders for {people} in {FOLDER}/, "
            f"{len(changed) or 'none'} of them new or changed. Nothing is sent."
        ),
        _meetings(drafts),
        *_away(drafts),
        *_without(drafts),
        f"Read them, then send them yourself, or with: mentorkit {send}\n"
        f"next: mentorkit {_next(drafts, send)}{options}",
    ]
    return "\n\n".join(parts) + "\n"


def _meetings(drafts: Drafts) -> str:
    people: defaultdict[str, list[str]] = defaultdict(list)
    sessions: dict[str, Session] = {}
    for draft in drafts.drafts:
        for each in draft.reminder.coming:
            sessions[each.session.ref] = each.session
            people[each.session.ref].append(draft.reminder.person.id)
    order = in_turn(sessions.values())
    rows = []
    for session in order[:_SHOWN]:
        start = session.begins
        when = f"{start:%a} {start.day:>2} {start:%b %H:%M} UTC"
        rows.append([_ref(session), when, _whom(people[session.ref])])
    room = WIDTH - 2 - sum(max(cells(row[i]) for row in rows) + 2 for i in range(2))
    shown = [[*row[:2], fit(row[2], min(room, cells(row[2]))).rstrip()] for row in rows]
    text = table(["", "", ""], shown)
    more = len(order) - _SHOWN
    lines = [f"  {line}" for line in text.split("\n")]
    return "\n".join([*lines, f"  and {more} more"] if more > 0 else lines)


def _ref(session: Session) -> str:
    return fit(session.ref, min(cells(session.ref), 30)).rstrip()


def _whom(people: list[str]) -> str:
    return ", ".join(people) if len(people) <= 2 else f"{len(people)} people"


def _away(drafts: Drafts) -> Iterator[str]:
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for draft in drafts.drafts:
        for each in draft.reminder.coming:
            if each.away:
                gone[each.session.ref].append(draft.reminder.person.id)
    if gone:
        lines = [f"{ref}: {', '.join(ids)}" for ref, ids in sorted(gone.items())]
        heading = "AWAY ON THAT DAY (the reminder says so)"
        yield _block(heading, lines)


def _without(drafts: Drafts) -> Iterator[str]:
    if drafts.without:
        yield _block("NO REMINDER", [_why(each) for each in drafts.without])


def _why(without: Without) -> str:
    session = without.session
    if without.person:
        return f"{session.ref}: {without.person} answered that they cannot come"
    if session.cancelled:
        return f"{session.ref}: called off on {session.cancelled}"
    return f"{session.ref}: the pair is over, or one of the two left"


def _next(drafts: Drafts, otherwise: str) -> str:
    """Return what deals with a meeting that cannot be as it is planned, else another command."""
    over = [each.session.ref for each in drafts.without if each.why == "over"]
    if over:
        return f"meet cancel {over[0]}"
    declined = [each.session.ref for each in drafts.without if each.why == "declined"]
    of_pairs = [ref for ref in declined if "--" in ref]
    return f"meet move {of_pairs[0]}" if of_pairs else otherwise


def _block(heading: str, lines: list[str]) -> str:
    more = len(lines) - _SHOWN
    shown = lines[:_SHOWN] + ([f"and {more} more"] if more > 0 else [])
    return "\n".join([heading, *(wrap(line, indent="  ") for line in shown)])
