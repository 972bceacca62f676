"""What `init` says it made."""

import shlex
from collections.abc import Sequence
from typing import Any

from mentorkit.render.terminal import wrap


def as_json(made: Sequence[str]) -> dict[str, Any]:
    """Return the JSON of `init`: the names of the files made."""
    return {"schema": 1, "files": sorted(made)}


def as_text(made: Sequence[str], directory: str) -> str:
    """Return what was made in a directory, and what to do now."""
    names = "\n".join(f"  {name}" for name in sorted(made))
    steps = ["edit mentorkit.yaml, then: mentorkit check"]
    if directory != ".":
        steps.insert(0, f"cd {shlex.quote(directory)}")
    steps.append("mentorkit people add ID --name NAME --role coordinator --write")
    return (
        f"{wrap(f'Made a cohort in {directory}:')}\n\n{names}\n\n"
        "private/ and out/ stay out of git. mentorkit.yaml says what to fill in.\n"
        "next: " + "\n      ".join(steps)
    )
