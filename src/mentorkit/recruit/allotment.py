"""Who was allotted to which arm of the trial: private/trial/allocation.jsonl, read only."""

import json

from mentorkit.problems import Place, Problem

FILE = "private/trial/allocation.jsonl"


def read_arms(text: str, file: str = FILE) -> tuple[dict[str, str], list[Problem]]:
    """Read lines such as {"person": "kofi", "arm": "none"}; other keys are left alone.

    A line that cannot be read is a problem, because it might keep somebody from being written to.
    Where somebody stands twice, the last line counts.
    """
    arms: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            person, arm = entry["person"], entry["arm"]
        except (ValueError, RecursionError, TypeError, LookupError):
            person = arm = None
        if isinstance(person, str) and isinstance(arm, str):
            arms[person] = arm
        else:
            message = "this line does not say who is in which arm"
            problems.append(Problem(Place(file, number), "allocation", message, _HINT))
    return arms, problems


_HINT = "put the file back as the trial wrote it; nobody is written to until then"
