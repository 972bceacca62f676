"""An answer to an invitation as text and as JSON: what it changes, and which letter comes next."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from mentorkit.recruit.answers import FILE
from mentorkit.recruit.replies import Replied
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import harmless, line_of_file, with_write, wrap

_ASK = {
    "named": "named: may the report, and pages that others read, name you?",
    "activity": "activity: may the team count your public edits on the wikis?",
    "follow_up": "follow_up: may we ask you again after a year?",
}

_SAID = {"accepted": "accepted", "declined": "declined", "later": "said: later"}


def as_json(made: Replied, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `reply`; `files` are those written, or to be, `removed` those that go."""
    faulty = bool(made.problems)
    return {
        "schema": 1,
        "person": made.person,
        "answer": made.said.answer,
        "on": made.said.on.isoformat(),
        "again": made.said.again.isoformat() if made.said.again else None,
        "files": [] if faulty else sorted(made.files),
        "removed": [] if faulty else list(made.gone),
        "written": written,
        "letter": made.letter or None,
        "unasked": list(made.unasked),
        "problems": problem_view.as_json(made.problems)["problems"],
    }


def as_text(made: Replied, command: str, *, written: bool = False, options: str = "") -> str:
    """Return the screen of `reply`, in 80 columns, for an answer without problems.

    `command` is what was typed, as a shell takes it; `options` what `Settings.again` says.
    """
    said = made.said
    if not made.files:
        done = f"{made.person} said no on {_day(said.on)} already. It is kept, and nothing changes."
        return f"{wrap(done)}\n\nnext: mentorkit status{options}"
    again = f"; to be asked again on {_day(said.again)}" if said.again else ""
    head = wrap(f"{made.name} {_SAID[said.answer]} on {_day(said.on)}{again}.")
    parts = [head, *([] if written else _files(made)), *_still_to_ask(made)]
    if not written:
        return "\n\n".join([*parts, f"Nothing is saved yet.\n{with_write(command, options)}"])
    saved = wrap(f"Saved {', '.join(sorted(made.files))}{_removed(made)}.")
    letter = f"letter {made.letter} {made.person}" if made.letter else "status"
    return "\n\n".join([*parts, f"{saved}\nnext: mentorkit {letter}{options}"])


def refused(made: Replied, prefix: str = "") -> str:
    """Return the problems and their number; `prefix` leads from here to the files they name."""
    count = len(made.problems)
    said = problem_view.as_text(made.problems, prefix)
    return f"{said}\n\n{count} problem{'s' * (count != 1)}. Nothing was saved."


def _files(made: Replied) -> Iterator[str]:
    """Yield what each file would hold, and what would go."""
    for name, content in sorted(made.files.items()):
        if name != FILE:
            lines = [line_of_file(line) for line in content.decode().splitlines()]
            yield "\n".join([f"{name}:", *lines])
    last = made.files[FILE].decode("utf-8", errors="replace").rstrip("\n").rpartition("\n")[2]
    yield f"{FILE}, at its end:\n{line_of_file(last)}"
    if made.gone:
        without = f", and with it {', '.join(made.dropped)}" if made.dropped else ""
        yield wrap(f"{made.gone[0]} goes{without}.")


def _still_to_ask(made: Replied) -> Iterator[str]:
    """Yield what to ask somebody who was asked for no consent yet, and how to write it down."""
    if not made.unasked:
        return
    lines = [wrap(f"  {_ASK[key]}", indent="  ") for key in made.unasked]
    how = f"Then write 'consent: {{named: DATE, ...}}' in people/{made.person}.yaml, with what they"
    how += " agreed to; '{}' if nothing. Until then nothing of it is taken for a yes."
    yield "\n".join([f"Ask {harmless(made.name)}:", *lines, wrap(how)])


def _removed(made: Replied) -> str:
    return f"; removed {', '.join(made.gone)}" if made.gone else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
