"""What `people add` and `people import` say: the files to be, or that they are saved."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mentorkit.recruit.roster import Addition, Entry
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import fit, harmless, table, wrap

SHOWN = 5
"""How many people of a spreadsheet are shown before they are saved."""

_NAME_WIDTH = 24


def as_json(addition: Addition, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `people add` and `people import`; `files` are those made, or to be."""
    found = problem_view.as_json(addition.problems)
    names = [] if addition.problems else sorted(addition.files)
    return {"schema": 1, "files": names, "written": written, "problems": found["problems"]}


def as_text(addition: Addition, *, written: bool = False) -> str:
    """Return the screen for an addition without problems."""
    if not addition.source:
        return _saved(addition) if written else _previewed(addition)
    if written:
        return f"{_counted(addition, 'added')}\n\n{_saved(addition)}"
    rest = len(addition.entries) - SHOWN
    rows = [_row(entry) for entry in addition.entries[:SHOWN]]
    people = table(("file", "name", "as"), rows)
    lines = [f"  {line}" for line in people.splitlines()]
    if rest > 0:
        lines.append(f"  and {rest} more")
    command = f"mentorkit people import {shlex.quote(addition.source)} --write"
    shown = "\n".join(lines)
    return f"{_counted(addition, 'to add')}\n\n{shown}\n\nNothing is saved yet.\nnext: {command}"


def refused(addition: Addition, prefix: str = "") -> str:
    """Return the problems and their number; `prefix` leads from here to the files they name."""
    count = len(addition.problems)
    noun = "problem" if count == 1 else "problems"
    said = problem_view.as_text(addition.problems, prefix)
    return f"{said}\n\n{count} {noun}. Nothing was saved."


def _previewed(addition: Addition) -> str:
    parts = []
    for name, content in addition.files.items():
        lines = [f"  {harmless(line)}".rstrip() for line in content.decode().splitlines()]
        parts.append("\n".join([f"{name}:", *lines]))
    shown = "\n\n".join(parts)
    return f"{shown}\n\nNothing is saved yet.\nnext: the same command again, with --write"


def _saved(addition: Addition) -> str:
    names = sorted(addition.files)
    if len(names) > 2:
        private = sum(name.startswith("private/") for name in names)
        said = f"Saved {len(names) - private} files in people/"
        said += f", {private} in private/people/." if private else "."
    else:
        said = f"Saved {' and '.join(names)}."
    return f"{said}\nnext: mentorkit status"


def _counted(addition: Addition, verb: str) -> str:
    roles: Counter[str] = Counter()
    for entry in addition.entries:
        roles.update(_roles(entry))
    people = "1 person" if len(addition.entries) == 1 else f"{len(addition.entries)} people"
    kinds = ", ".join(f"{n} {role if n == 1 else role + 's'}" for role, n in roles.items())
    return wrap(f"{people} {verb} from {addition.source}: {kinds}.")


def _row(entry: Entry) -> Sequence[str]:
    name = fit(entry.name, _NAME_WIDTH).rstrip()
    return [f"people/{entry.id}.yaml", name, ", ".join(_roles(entry))]


def _roles(entry: Entry) -> list[str]:
    fact = entry.facts.get(("roles",))
    return [str(role) for role in fact.value] if fact and isinstance(fact.value, list) else []
