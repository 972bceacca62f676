"""The delivery journal as text: one JSON object a line, in the order in which things happened.

A line `intent` is written before a delivery begins, and one with its outcome after it ended. An
intent without an outcome is therefore a delivery of which nobody knows whether it arrived.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, get_args

from mentorkit.cohort.scalars import instant_text
from mentorkit.problems import Place, Problem
from mentorkit.rules.delivery import Channel, Delivery, Facts, Kind, Posted, Result, State

FILE = "private/journal.jsonl"

Witness = Literal["hand", "wiki"]
"""Who found out what became of a message: a person, or this kit, which asked the wiki."""

_OUTCOMES: Mapping[str, State] = {
    "sent": "sent",
    "refused": "refused",
    "later": "due",
    "unsure": "unsure",
    "not-sent": "due",
}


class Journal(NamedTuple):
    """What the journal says, latest attempt last; `torn` is the length in bytes of a broken end.

    `problems` are lines that cannot be read. Any of them may have been a message that was sent.
    """

    posted: tuple[Posted, ...]
    torn: int
    problems: tuple[Problem, ...]


def read_journal(source: bytes) -> Journal:
    """Read a journal; a last line that was never finished is left out and said by `torn`."""
    whole, _, rest = source.rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    torn = 0
    if rest.strip():
        if _entry(rest) is None:
            torn = len(rest)
        else:
            lines.append(rest)
    found: dict[str, Posted] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not heeded(line, found):
            hint = "mend the line by hand, from a copy of the file; nothing is sent until then"
            message = "this line of the journal cannot be read"
            problems.append(Problem(Place(FILE, number), "journal", message, hint))
    return Journal(tuple(found.values()), torn, tuple(problems))


def known_on(posted: tuple[Posted, ...], day: date) -> tuple[Posted, ...]:
    """Return what had been begun by a day (UTC); the day itself counts."""
    return tuple(each for each in posted if each.at.date() <= day)


def intent_line(delivery: Delivery, at: datetime) -> bytes:
    """Return the line to write before a delivery begins; `at` has a zone."""
    return _line(
        at,
        "intent",
        delivery.key,
        kind=delivery.kind,
        person=delivery.person,
        channel=delivery.channel,
        to=delivery.to,
        about=dict(delivery.about),
    )


def outcome_line(key: str, result: Result, at: datetime) -> bytes:
    """Return the line to write when an attempt has ended; `at` has a zone."""
    step = "later" if result.state == "due" else result.state
    return _line(at, step, key, **({"why": result.why} if result.why else {}))


def settled_line(key: str, arrived: bool, at: datetime, by: Witness = "hand") -> bytes:
    """Return the line that says, afterwards, whether a message was sent; `at` has a zone."""
    return _line(at, "sent" if arrived else "not-sent", key, by=by)


def _line(at: datetime, step: str, key: str, **more: Any) -> bytes:
    entry = {"at": instant_text(at), "step": step, "key": key, **more}
    return json.dumps(entry, ensure_ascii=True, separators=(", ", ": ")).encode() + b"\n"


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
        datetime.fromisoformat(entry["at"])
    except (ValueError, RecursionError, TypeError, LookupError, AttributeError):
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("key"), str) else None


def heeded(line: bytes, found: dict[str, Posted]) -> bool:
    """Take a line into what is known by key; False where it says nothing that can be understood."""
    entry = _entry(line)
    if entry is None:
        return False
    at, key = datetime.fromisoformat(entry["at"]), entry["key"]
    if entry.get("step") == "intent":
        delivery = _delivery(entry)
        if delivery is None:
            return False
        # The latest attempt stands last.
        before = found.pop(key, None)
        ways = before.turned_down if before else frozenset()
        doubted = before is not None and before.doubted
        found[key] = Posted(delivery, "unsure", at, turned_down=ways, doubted=doubted)
        return True
    state = _OUTCOMES.get(str(entry.get("step")))
    if state is None or key not in found:
        return False
    # Once the wiki was asked it is known since when: since the letter was handed over.
    known = found[key]
    since = known.at if entry.get("by") == "wiki" else at
    ways = known.turned_down
    if state == "refused":
        ways |= {(known.delivery.channel, known.delivery.to)}
    doubted = known.doubted or entry.get("step") == "not-sent"
    found[key] = Posted(known.delivery, state, since, str(entry.get("why", "")), ways, doubted)
    return True


def _delivery(entry: Mapping[str, Any]) -> Delivery | None:
    about: Facts = entry.get("about", {})
    texts = [entry.get(name) for name in ("person", "to")]
    known = entry.get("kind") in get_args(Kind) and entry.get("channel") in get_args(Channel)
    if not known or not isinstance(about, dict) or not all(isinstance(t, str) for t in texts):
        return None
    if not all(isinstance(value, (str, int)) for value in about.values()):
        return None
    return Delivery(
        entry["key"], entry["kind"], entry["person"], entry["channel"], entry["to"], about
    )
