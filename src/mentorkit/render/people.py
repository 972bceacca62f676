"""What `people add` and `people import` say: the files to be, or that they are saved."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mentorkit.recruit.roster import Addition, Entry
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import WIDTH, cells, fit, line_of_file, table, with_write, wrap

_NAME_WIDTHS = (8, 24)
_ROLES_WIDTH = 20


def as_json(addition: Addition, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `people add` and `people import`; `files` are those made, or to be.

    With problems nothing is made, so nothing is taken to be so either.
    """
    found = problem_view.as_json(addition.problems)
    return {
        "schema": 1,
        "files": [] if addition.problems else sorted(addition.files),
        "written": written,
        "notes": [] if addition.problems else list(addition.notes),
        "problems": found["problems"],
    }


def as_text(
    addition: Addition, *, written: bool = False, options: str = "", command: str = ""
) -> str:
    """Return the screen for an addition without problems, in 80 columns.

    Everybody is listed: an id is for good, so each wants a look before it is saved. `options` are
    those that the next command needs to see the same day, `command` what was typed of `people add`.
    """
    if not addition.source:
        return _saved(addition, options) if written else _previewed(addition, command, options)
    if written:
        return f"{_counted(addition, 'added')}\n\n{_saved(addition, options)}"
    command = f"mentorkit people import {shlex.quote(addition.source)}{options} --write"
    parts = [_counted(addition, "to add"), _people(addition.entries), *_notes(addition)]
    return "\n\n".join([*parts, f"{_UNSAVED}\nnext: {command}"])


def refused(addition: Addition, prefix: str = "") -> str:
    """Return the problems and their number; `prefix` leads from here to the files they name."""
    count = len(addition.problems)
    noun = "problem" if count == 1 else "problems"
    said = problem_view.as_text(addition.problems, prefix)
    return f"{said}\n\n{count} {noun}. Nothing was saved."


_UNSAVED = "Nothing is saved yet."


def _previewed(addition: Addition, command: str, options: str) -> str:
    parts = []
    for name, content in addition.files.items():
        lines = [line_of_file(line) for line in content.decode().splitlines()]
        parts.append("\n".join([f"{name}:", *lines]))
    last = f"{_UNSAVED}\n{with_write(command, options)}"
    return "\n\n".join([*parts, *_notes(addition), last])


def _notes(addition: Addition) -> list[str]:
    return ["\n".join(map(wrap, addition.notes))] if addition.notes else []


def _people(entries: Sequence[Entry]) -> str:
    """Return one line a person, with the whole id; names and roles have what room is left."""
    taken = max(len(entry.id) for entry in entries)
    roles = max(min(cells(", ".join(_roles(entry))), _ROLES_WIDTH) for entry in entries)
    least, most = _NAME_WIDTHS
    room = max(least, min(most, WIDTH - 6 - taken - roles))
    people = table(("id", "name", "as"), [_row(entry, room) for entry in entries])
    return "\n".join(fit(f"  {line}", WIDTH).rstrip() for line in people.splitlines())


def _saved(addition: Addition, options: str) -> str:
    names = sorted(addition.files)
    if len(names) > 2:
        private = sum(name.startswith("private/") for name in names)
        said = f"Saved {len(names) - private} files in people/"
        said += f", {private} in private/people/." if private else "."
    else:
        said = f"Saved {' and '.join(names)}."
    return f"{wrap(said)}\nnext: mentorkit status{options}"


def _counted(addition: Addition, verb: str) -> str:
    roles: Counter[str] = Counter()
    for entry in addition.entries:
        roles.update(_roles(entry))
    people = "1 person" if len(addition.entries) == 1 else f"{len(addition.entries)} people"
    kinds = ", ".join(f"{n} {role if n == 1 else role + 's'}" for role, n in roles.items())
    return wrap(f"{people} {verb} from {addition.source}: {kinds}.")


def _row(entry: Entry, room: int) -> Sequence[str]:
    roles = ", ".join(_roles(entry))
    return [entry.id, fit(entry.name, room).rstrip(), fit(roles, _ROLES_WIDTH).rstrip()]


def _roles(entry: Entry) -> list[str]:
    fact = entry.facts.get(("roles",))
    return [str(role) for role in fact.value] if fact and isinstance(fact.value, list) else []
