"""Wiki activity as text and JSON: the months of each person, and how a pull went."""

from collections.abc import Sequence
from typing import Any

from mentorkit.outcomes.activity import MonthTable
from mentorkit.render.terminal import table, wrap
from mentorkit.rules.pulled import WikiPull

SHOWN = 12
"""How many months fit beside the names in 80 columns."""


def as_text(months: MonthTable) -> str:
    """Return the last twelve months of everybody, alphabetically; blank is not known, 0 is none."""
    if not months.edits:
        return "No activity has been pulled yet.\n\nnext: mentorkit activity pull"
    shown = months.months[-SHOWN:]
    rows = [
        [person, *("" if figure is None else str(figure) for figure in figures[-SHOWN:])]
        for person, figures in sorted(months.edits.items())
    ]
    years = [""] + [month[2:4] if _opens(month, i) else "" for i, month in enumerate(shown)]
    headers = ["", *(month[5:] for month in shown)]
    lines = table(years, [headers, *rows], right=range(1, len(headers)))
    note = wrap("Edits a month (UTC), all wikis together. Blank: not pulled; 0: no edits.")
    return f"{note}\n\n{lines}"


def _opens(month: str, index: int) -> bool:
    return index == 0 or month.endswith("-01")


def as_json(months: MonthTable) -> dict[str, Any]:
    """Return every month of everybody; null is not known."""
    people = {person: list(figures) for person, figures in sorted(months.edits.items())}
    return {"schema": 1, "months": list(months.months), "people": people}


def of_wiki(pull: WikiPull) -> str:
    """Return the line that says how the pull of one wiki went, and what to know of its people."""
    if pull.error:
        lines = [wrap(f"{pull.wiki}: failed: {pull.error}", indent="  ").lstrip()]
        lines.append(
            wrap("what was there is kept; " + (pull.hint or "run this again later"), indent="  ")
        )
        return "\n".join(lines)
    new = f"{pull.changed} new months" if pull.changed else "nothing new"
    requests = "1 request" if pull.requests == 1 else f"{pull.requests} requests"
    lines = [f"{pull.wiki}: {pull.people} accounts, {new}, {requests}"]
    missing = sorted(note.person for note in pull.notes if note.kind == "missing")
    if missing:
        lines.append(wrap(f"no account here: {', '.join(missing)}", indent="  "))
    lines += [wrap(n.message, indent="  ") for n in pull.notes if n.kind != "missing"]
    return "\n".join(lines)


def of_pull(pulls: Sequence[WikiPull]) -> str:
    """Return the line that ends a pull."""
    if not pulls:
        return "mentorkit.yaml names no wiki to ask.\n\nnext: add one below 'wikis:'"
    failed = sum(bool(pull.error) for pull in pulls)
    if failed:
        return f"{failed} of {len(pulls)} wikis failed; the others are kept."
    return f"{len(pulls)} wikis pulled.\n\nnext: mentorkit activity"


def pull_as_json(pulls: Sequence[WikiPull]) -> dict[str, Any]:
    """Return how the pull of each wiki went."""
    return {
        "schema": 1,
        "wikis": [
            {
                "wiki": pull.wiki,
                "requests": pull.requests,
                "accounts": pull.people,
                "changed": pull.changed,
                "error": pull.error or None,
                "notes": [
                    {"person": n.person, "kind": n.kind, "message": n.message} for n in pull.notes
                ],
            }
            for pull in pulls
        ],
    }
