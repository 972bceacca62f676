"""The calendars that were made, for the terminal and as JSON."""

from collections.abc import Collection
from typing import Any

from mentorkit.render.terminal import wrap


def as_text(names: Collection[str], changed: Collection[str]) -> str:
    """Return what was made in out/calendars/; `changed` are the files that were written."""
    people = sum("/people/" in name for name in names)
    pairs = sum("/pairs/" in name for name in names)
    counted = f"{people} {'person' if people == 1 else 'people'}, {pairs} pair{'s' * (pairs != 1)}"
    written = f"{len(changed)} of {len(names)} files changed" if changed else "Nothing changed"
    made = f"Calendars for {counted}, the cohort and the coordinator in out/calendars/."
    return (
        f"{wrap(made)}\n{written}.\n\n"
        "Files in people/ and pairs/ may hold private links: give each to its own people\n"
        "only. coordinator.ics holds all of them, cohort.ics none.\n"
    )


def as_json(names: Collection[str], changed: Collection[str]) -> dict[str, Any]:
    """Return the calendars made, and whether each was written or was the same already."""
    return {
        "schema": 1,
        "calendars": [{"file": name, "changed": name in changed} for name in sorted(names)],
    }
