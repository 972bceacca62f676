"""What became of invitations: private/invitations.jsonl, one JSON object a line."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from mentorkit.problems import Place, Problem
from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Written

FILE = "private/invitations.jsonl"
KNOWN = ("accepted", "declined", "later")

_DAYS = ("on", "sent", "again")
_WORDS = ("who", "letter", "channel")


class Line(NamedTuple):
    """One line: that somebody was written to, what was answered, or both.

    `answer` is empty where there is none yet. `sent` is the day of the letter, `letter` its kind,
    such as "invite.mentee", `channel` the way that it went, `number` the line's own, from 1; see
    `Answer` for the rest.
    """

    person: str
    answer: str = ""
    on: date | None = None
    again: date | None = None
    sent: date | None = None
    who: str = ""
    letter: str = ""
    channel: str = ""
    number: int = 0
    also: tuple[str, ...] = ()


def read_lines(
    text: str, file: str = FILE, known: Collection[str] | None = None
) -> tuple[tuple[Line, ...], list[Problem]]:
    """Read lines such as {"person": "kofi", "sent": "2025-01-12", "answer": "later"}.

    All keys but `person` may be absent, and further ones are left alone. A line that cannot be
    read is a problem, because it might have been a no. Where the `known` ids are given, an answer
    of anybody else is a warning, since a mistyped no would not be kept; one with `who` is kept
    by the user name.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, source in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not source.strip():
            continue
        read = _line(source)
        place = Place(file, number)
        if isinstance(read, str):
            problems.append(Problem(place, "answer", read, _HINT))
            continue
        lines.append(read._replace(number=number))
        if known is not None and read.answer and not read.who and read.person not in known:
            problems.append(Problem(place, "no-person", _NOBODY, _CORRECT, warning=True))
    return tuple(lines), problems


def read_answers(
    text: str, file: str = FILE, known: Collection[str] | None = None
) -> tuple[tuple[Answer, ...], list[Problem]]:
    """Read the answers alone, and every problem of the file; see `read_lines`."""
    lines, problems = read_lines(text, file, known)
    return answers_in(lines), problems


def answers_in(lines: Collection[Line]) -> tuple[Answer, ...]:
    """Return the answers among some lines, in their order."""
    return tuple(
        Answer(line.person, line.answer, line.on, line.who, line.again, line.also)
        for line in lines
        if line.answer
    )


def written_in(lines: Collection[Line]) -> tuple[Written, ...]:
    """Return the letters that somebody wrote down as sent, in their order."""
    return tuple(
        Written(line.person, line.letter or "invite", line.sent, line.who)
        for line in lines
        if line.sent
    )


def added(source: bytes, line: Line) -> bytes:
    """Return the bytes of the file with a line at its end; every byte before stays."""
    entry = {key: value for key, value in line._asdict().items() if value and key != "number"}
    entry |= {key: entry[key].isoformat() for key in _DAYS if key in entry}
    entry |= {"also": [*line.also]} if line.also else {}
    between = b"\n" if source and not source.endswith(b"\n") else b""
    return source + between + json.dumps(entry, ensure_ascii=False).encode() + b"\n"


_NOBODY = "an answer of nobody who is on file, so nobody is kept from being asked again"
_CORRECT = "correct the id; a candidate who was erased may stay here"
_HINT = 'write a line as in {"person": "kofi", "answer": "declined", "on": "2025-01-20"}'


def _line(source: str) -> Line | str:
    """Return what a line says, or what is wrong with it."""
    try:
        entry = json.loads(source)
    except (ValueError, RecursionError):
        return "this line is no JSON"
    if not isinstance(entry, dict) or not isinstance(entry.get("person"), str):
        return "this line names no person"
    answer = entry.get("answer")
    if answer is not None and answer not in KNOWN:
        return f"an answer is {', '.join(KNOWN[:-1])} or {KNOWN[-1]}"
    on, sent, again = (_day(entry, key) for key in _DAYS)
    for key, day in zip(_DAYS, (on, sent, again), strict=True):
        if day is False:
            return f"'{key}' is no date"
    also = entry.get("also", [])
    if not isinstance(also, list) or not all(isinstance(each, str) for each in also):
        return "'also' is no list of what stands for names"
    line = Line(entry["person"], answer or "", on or None, again or None, sent or None)
    who, letter, channel = (_word(entry, key) for key in _WORDS)
    return line._replace(who=who, letter=letter, channel=channel, also=tuple(also))


def _day(entry: Mapping[str, Any], key: str) -> date | Literal[False] | None:
    """Return the day under a key, None where there is none, False where it is no day."""
    if entry.get(key) is None:
        return None
    try:
        return date.fromisoformat(entry[key])
    except (TypeError, ValueError):
        return False


def _word(entry: Mapping[str, Any], key: str) -> str:
    found = entry.get(key)
    return found if isinstance(found, str) else ""
