"""Problems, as a person reads them beside their files, and as a program does."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mentorkit.cohort.model import Cohort
from mentorkit.problems import Problem

SHOWN = 72
"""How many cells of a long source line are shown: with the number before it, 79."""

LONGEST = 160
"""How many code points a message may have before its middle is left out."""


def as_json(problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> dict[str, Any]:
    """Return the JSON of `check`; warnings, which do not fail it, stand apart."""
    found: dict[str, Any] = {"schema": 1, "problems": [_fields(p) for p in problems]}
    if warnings:
        found["warnings"] = [_fields(problem) for problem in warnings]
    return found


def _fields(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": _shortened(problem.message),
        "hint": problem.hint,
    }


def as_text(problems: Sequence[Problem], prefix: str = "") -> str:
    """Return the problems one below the other; `prefix` leads from here to the cohort."""
    return "\n\n".join(_block(problem, prefix) for problem in problems)


def counted(problems: Sequence[Problem], cohort: Cohort | None) -> str:
    """Return the line that ends a list of problems."""
    faulty = len({problem.place.file for problem in problems})
    files = f" of {len(cohort.sources)}" if cohort else ""
    noun = "problem" if len(problems) == 1 else "problems"
    return f"\n{len(problems)} {noun} in {faulty}{files} files. Nothing was changed."


def nothing_wrong(cohort: Cohort) -> str:
    """Return what a cohort without problems holds."""
    people = Counter(role for person in cohort.people.values() for role in person.roles)
    held = [
        (people["coordinator"], "coordinators"),
        (people["mentor"], "mentors"),
        (people["mentee"], "mentees"),
        (people["speaker"], "speakers"),
        (len(cohort.candidates), "candidates"),
        (len(cohort.pairs), "pairs"),
        (len(cohort.sessions), "sessions"),
        (len(cohort.roles), "role records"),
    ]
    said = ", ".join(
        f"{count} {noun if count > 1 else noun.removesuffix('s')}" for count, noun in held if count
    )
    text = f"No problems in {len(cohort.sources)} files: {said or 'nobody in them yet'}."
    return "\n".join(textwrap.wrap(text, 80))


def _block(problem: Problem, prefix: str) -> str:
    # Only a problem needs the widths of characters, and they need rich.
    from mentorkit.render.terminal import harmless, wrap

    word = "warning: " if problem.warning else ""
    # The place and the message stay on one line: editors and other programs look for that.
    lines = [f"{prefix}{problem.place}: {word}{_shortened(problem.message)}"]
    lines = [harmless(line) for line in lines]
    if problem.source:
        lines += _excerpt(problem)
    if problem.hint:
        lines.append(wrap(problem.hint, indent="  "))
    return "\n".join(lines)


def _shortened(message: str) -> str:
    """Leave out the middle of a message that repeats a long text."""
    return message if len(message) <= LONGEST else f"{message[:60]} ... {message[-60:]}"


def _excerpt(problem: Problem) -> list[str]:
    from mentorkit.render.terminal import cells, harmless

    column = problem.place.column - 1
    start, end = _shown(problem.source, column)
    shown = harmless(problem.source[start:end])
    before = harmless(problem.source[start:column])
    under = harmless(problem.source[column : min(column + problem.width, end)])
    number = f"{problem.place.line:>4}"
    marks = "^" * max(1, cells(under))
    return [f"{number} | {shown}", f"{' ' * len(number)} | {' ' * cells(before)}{marks}"]


def _shown(source: str, column: int) -> tuple[int, int]:
    """Return from where to where a line is shown so that it fits, its fault near the middle."""
    from mentorkit.render.terminal import cells, harmless

    def fitting(text: str, room: int) -> int:
        text = text[:room]
        while cells(harmless(text)) > room:
            text = text[:-1]
        return len(text)

    start = 0
    if fitting(source, SHOWN) < len(source):
        start = column - fitting(source[max(0, column - SHOWN) : column][::-1], SHOWN // 2)
    return start, start + fitting(source[start:], SHOWN)
