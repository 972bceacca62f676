"""What became of sessions: what is to be logged, and what is logged, as text and as JSON."""

import shlex
from collections.abc import Sequence
from typing import Any

from mentorkit.cohort.model import Session
from mentorkit.meetings.logbook import Entry
from mentorkit.problems import Problem
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import WIDTH, fit, table, with_write, wrap

_SHOWN = 30
"""So many sessions are listed; the others are counted."""


def waiting_as_json(sessions: Sequence[Session]) -> dict[str, Any]:
    """Return the JSON of `meet log` without a session: those that nobody has logged."""
    return {
        "schema": 1,
        "unlogged": [
            {"session": s.ref, "at": str(s.at), "minutes": s.minutes, "title": s.title}
            for s in sessions
        ],
    }


def waiting_as_text(sessions: Sequence[Session], options: str = "") -> str:
    """Return the sessions that nobody has logged, as a screen of 80 columns."""
    if not sessions:
        return f"Every past session is logged.\nnext: mentorkit status{options}\n"
    rows = [[session.ref, str(session.at), session.title or ""] for session in sessions[:_SHOWN]]
    lines = [fit(f"  {line}", WIDTH).rstrip() for line in table(("", "", ""), rows).splitlines()]
    if len(sessions) > _SHOWN:
        lines.append(f"  and {len(sessions) - _SHOWN} more")
    one = f"mentorkit meet log {sessions[0].ref} --held{options}"
    many = f"mentorkit meet log --csv{options} > log.csv"
    head = "Past sessions of which nobody wrote whether they were held:"
    nexts = f"next: {one}" if len(sessions) == 1 else f"next: {many}\n      {one}"
    return "\n".join([head, *lines, "", nexts]) + "\n"


def session_as_json(session: Session) -> dict[str, Any]:
    """Return the JSON of `meet log SESSION` when nothing is said of it: what is logged."""
    return {"schema": 1, **_logged(session)}


def _logged(session: Session) -> dict[str, Any]:
    return {
        "session": session.ref,
        "at": str(session.at),
        "minutes": session.minutes,
        "held": session.held,
        "missed": list(session.missed),
        "cancelled": session.cancelled.isoformat() if session.cancelled else None,
    }


def session_as_text(session: Session, options: str = "") -> str:
    """Return what is logged of a session, and how to log it, as a screen of 80 columns."""
    about = f"{session.ref}  {session.kind}, {session.minutes} minutes, {session.at}"
    lines = [fit(f"{about}  {session.title or ''}", WIDTH).rstrip(), f"  {_state(session)}"]
    command = f"mentorkit meet log {session.ref}"
    if session.cancelled or session.held is not None:
        return "\n".join([*lines, "", f"next: mentorkit meet log{options}"]) + "\n"
    lines += ["", f"next: {command} --held{options}", f"      {command} --missed PERSON{options}"]
    return "\n".join(lines) + "\n"


def _state(session: Session) -> str:
    if session.cancelled:
        return f"cancelled on {session.cancelled}"
    if session.held is None:
        return "not logged"
    missed = f", missed by {', '.join(session.missed)}" if session.missed else ""
    return ("held" if session.held else "not held") + missed


def as_json(
    entries: Sequence[Entry],
    files: Sequence[str] = (),
    problems: Sequence[Problem] = (),
    *,
    blank: int = 0,
    written: bool = False,
) -> dict[str, Any]:
    """Return the JSON of logging: `files` are those that it touches, `blank` counts empty rows."""
    return {
        "schema": 1,
        "sessions": [
            {
                "session": entry.session.ref,
                "changed": not entry.idle,
                "held": entry.held,
                "missed": list(entry.missed),
                "minutes": entry.minutes or entry.session.minutes,
            }
            for entry in entries
        ],
        "blank": blank,
        "files": sorted(files),
        "written": written,
        "problems": problem_view.as_json(problems)["problems"],
    }


def as_text(
    entries: Sequence[Entry],
    command: str,
    saved: Sequence[str] | None = None,
    *,
    blank: int = 0,
    options: str = "",
) -> str:
    """Return what is to be logged as a screen of 80 columns; `saved` are the files written, if any.

    `command` is the one that would show the same again, without --write, and `options` are those
    that a next command needs to see the same day.
    """
    lines = [_counted(entries), *map(_line, entries[:_SHOWN])]
    if len(entries) > _SHOWN:
        lines.append(f"  and {len(entries) - _SHOWN} more")
    if blank:
        rows = "1 row says" if blank == 1 else f"{blank} rows say"
        lines.append(f"{rows} nothing yet: left for later.")
    return "\n".join([*lines, "", _ending(entries, command, saved, options)]) + "\n"


def refused(problems: Sequence[Problem]) -> str:
    """Return the problems of a CSV file and their number."""
    noun = "problem" if len(problems) == 1 else "problems"
    return f"{problem_view.as_text(problems)}\n\n{len(problems)} {noun}. Nothing was saved."


def sheet_command(source: str, *, anyway: bool = False) -> str:
    """Return the command that reads a CSV file."""
    return f"mentorkit meet log --from {shlex.quote(source)}{' --anyway' if anyway else ''}"


def _counted(entries: Sequence[Entry]) -> str:
    held = sum(entry.held for entry in entries)
    sessions = "1 session" if len(entries) == 1 else f"{len(entries)} sessions"
    return f"{sessions}: {held} held, {len(entries) - held} not held."


def _line(entry: Entry) -> str:
    said = ["held" if entry.held else "not held"]
    said += [f"{entry.minutes} minutes"] if entry.minutes else []
    said += [f"missed by {', '.join(entry.missed)}"] if entry.missed else []
    said += ["logged so already"] if entry.idle else []
    head = f"{entry.session.ref}  {entry.session.at.wall:%Y-%m-%d}  "
    line = wrap(f"{head}{', '.join(said)}", indent="      ")
    why = f"\n{wrap(entry.why, indent='      ')}" if entry.why else ""
    return f"  {line.lstrip()}{why}"


def _ending(
    entries: Sequence[Entry], command: str, saved: Sequence[str] | None, options: str
) -> str:
    if all(entry.idle for entry in entries):
        return f"Nothing to save.\nnext: mentorkit meet log{options}"
    if saved is None:
        return f"Nothing is saved yet.\n{with_write(command, options)}"
    files = " and ".join(saved) if len(saved) < 3 else f"{len(saved)} files"
    return f"{wrap(f'Saved {files}.')}\nnext: mentorkit status{options}"
