"""Whom `--send` refused, and why: out/invitations/refused.jsonl, one JSON object a line."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from mentorkit.rules.letter import Refusal

FILE = "out/invitations/refused.jsonl"

_BY_THE_WIKI = frozenset(
    {
        *("missing", "blocked", "locked", "bot", "nobots", "opt-out", "no-wiki-mail", "redirect"),
        *("foreign-talk", "not-wikitext", "protected", "unclosed", "removed", "answered"),
        *("vanished", "already-in", "duplicate", "applied", "accepted", "declined", "trial-none"),
    }
)
"""Codes of what is known once a wiki was asked, by itself or by the user name of today.

What passes with time, as a letter that is too recent does, is not among them.
"""


def refusal_lines(before: str, refused: Iterable[Refusal], day: date) -> bytes:
    """Return the log of refusals, in FILE, with those of a run added, each once a day."""
    lines = before.splitlines()
    for refusal in refused:
        entry = {"day": day.isoformat(), "person": refusal.person, "why": list(refusal.why)}
        lines.append(json.dumps(entry, ensure_ascii=False))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode()


def refused_by_wikis(source: str, day: date) -> Mapping[str, date]:
    """Return who was refused by a day by what their wiki said, by id, and when for the last time.

    A line that cannot be read is left out: it is only a log, and the next run asks again.
    """
    found: dict[str, date] = {}
    for line in source.splitlines():
        try:
            entry = json.loads(line)
            person, when = str(entry["person"]), date.fromisoformat(entry["day"])
            codes = set(entry["why"])
        except (ValueError, TypeError, LookupError, RecursionError):
            continue
        if when <= day and codes & _BY_THE_WIKI:
            found[person] = max(when, found.get(person, when))
    return found
