"""What earlier invitations were answered: private/invitations.jsonl, one JSON object a line."""

import json
from collections.abc import Collection
from datetime import date

from mentorkit.problems import Place, Problem
from mentorkit.rules.answer import Answer

FILE = "private/invitations.jsonl"
KNOWN = ("accepted", "declined", "later")


def read_answers(
    text: str, file: str = FILE, known: Collection[str] | None = None
) -> tuple[tuple[Answer, ...], list[Problem]]:
    """Read lines such as {"person": "kofi", "answer": "declined", "on": "2025-01-20"}.

    `on` may be absent; other keys are left alone, and a line without an answer is no answer.
    A line that cannot be read is a problem, because it might have been a no. Where the `known`
    ids are given, an answer of anybody else is a warning: a mistyped no would not be kept.
    """
    answers: list[Answer] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        read = _answer(line)
        if isinstance(read, Answer):
            answers.append(read)
            if known is not None and read.person not in known:
                place = Place(file, number)
                problems.append(Problem(place, "no-person", _NOBODY, _CORRECT, warning=True))
        elif read:
            problems.append(Problem(Place(file, number), "answer", read, _HINT))
    return tuple(answers), problems


_NOBODY = "an answer of nobody who is on file, so nobody is kept from being asked again"
_CORRECT = "correct the id; a candidate who was erased may stay here"
_HINT = 'write a line as in {"person": "kofi", "answer": "declined", "on": "2025-01-20"}'


def _answer(line: str) -> Answer | str:
    """Return the answer, or what is wrong with the line, or nothing where there is no answer."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return "this line is no JSON"
    if not isinstance(entry, dict) or not isinstance(entry.get("person"), str):
        return "this line names no person"
    if entry.get("answer") is None:
        return ""
    if entry["answer"] not in KNOWN:
        return f"an answer is {', '.join(KNOWN[:-1])} or {KNOWN[-1]}"
    try:
        on = date.fromisoformat(entry["on"]) if entry.get("on") is not None else None
    except (TypeError, ValueError):
        return "'on' is no date"
    return Answer(entry["person"], entry["answer"], on)
