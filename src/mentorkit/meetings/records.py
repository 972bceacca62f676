"""What is written of sessions, in both circles: new facts to the bytes of their files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.yamltext import Path, read


@dataclass(frozen=True, slots=True)
class Facts:
    """New values of a session's keys, all as text; None takes a key away.

    `tracked` go to sessions/, `private` to private/sessions/, under the same id.
    """

    session: Session
    tracked: Mapping[str, Value]
    private: Mapping[str, Value] = field(default_factory=dict)


def recorded(cohort: Cohort, facts: Iterable[Facts]) -> dict[str, bytes]:
    """Return the new bytes of the files that some facts change, by name.

    A key that has its value already stays as it is written. The cohort must have no fault in its
    sessions' records. Raises Refused where a file cannot be changed exactly.
    """
    edits: dict[str, list[tuple[Path, Value]]] = defaultdict(list)
    for each in facts:
        series = each.session.series
        numbers = [session.id for session in cohort.of_series(series)]
        tracked = f"sessions/{series}.yaml"
        index = numbers.index(each.session.id)
        edits[tracked] += _edits(cohort, tracked, index, each.tracked)
        if each.private:
            edits[f"private/{tracked}"] += _private(cohort, f"private/{tracked}", each, edits)
    return {
        name: edit_all(cohort.sources.get(name, b""), changes)
        for name, changes in edits.items()
        if changes
    }


def _private(
    cohort: Cohort, name: str, facts: Facts, edits: Mapping[str, list[tuple[Path, Value]]]
) -> list[tuple[Path, Value]]:
    entries = _entries(cohort, name)
    number = facts.session.id
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and str(entry.get("id")) == str(number):
            return _edits(cohort, name, index, facts.private)
    said = {key: value for key, value in facts.private.items() if value is not None}
    added = sum(len(path) == 1 for path, _ in edits[name])
    return [((len(entries) + added,), {"id": str(number), **said})] if said else []


def _edits(
    cohort: Cohort, name: str, index: int, facts: Mapping[str, Value]
) -> list[tuple[Path, Value]]:
    entry = _entries(cohort, name)[index]
    there = entry if isinstance(entry, dict) else {}
    return [
        ((index, key), value) for key, value in facts.items() if value is not None or key in there
    ]


def _entries(cohort: Cohort, name: str) -> list[Value]:
    document, _ = read(cohort.sources.get(name, b""), name)
    return document.value if document and isinstance(document.value, list) else []
