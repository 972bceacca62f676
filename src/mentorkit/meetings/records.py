"""What is written of sessions, in both circles: new facts to the bytes of their files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.yamltext import Path
from mentorkit.cohort.yamltext import read as read_yaml

_Edit = tuple[Path, Value]


@dataclass(frozen=True, slots=True)
class Facts:
    """New values of a session's keys, all as text; None takes a key away.

    `tracked` go to sessions/, `private` to private/sessions/, under the same id.
    """

    session: Session
    tracked: Mapping[str, Value]
    private: Mapping[str, Value] = field(default_factory=dict)


def recorded(cohort: Cohort, facts: Iterable[Facts]) -> dict[str, bytes]:
    """Return the new bytes of the files that some facts change, by name; one `Facts` a session.

    A key that has its value already stays as it is written, and so do the records in a mapping,
    such as answers by person, of which nothing is said. The cohort must have no fault in its
    sessions' records. Raises Refused where a file cannot be changed exactly.
    """
    read: dict[str, list[Value]] = {}
    edits: defaultdict[str, list[_Edit]] = defaultdict(list)
    for each in facts:
        tracked = f"sessions/{each.session.series}.yaml"
        for name, said in ((tracked, each.tracked), (f"private/{tracked}", each.private)):
            if said:
                if name not in read:
                    read[name] = _entries(cohort, name)
                edits[name] += _edits(read[name], each.session.id, said)
    return {
        name: edit_all(cohort.sources.get(name, b""), changes)
        for name, changes in edits.items()
        if changes
    }


def _edits(entries: list[Value], number: int, said: Mapping[str, Value]) -> Iterator[_Edit]:
    """Yield the edits that say something of a session; an entry that is lacking is added."""
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("id") == str(number):
            yield from _changes(index, entry, said)
            return
    new = {key: value for key, value in said.items() if value is not None}
    if new:
        entries.append({"id": str(number), **new})
        yield (len(entries) - 1,), entries[-1]


def _changes(index: int, there: Mapping[str, Value], said: Mapping[str, Value]) -> Iterator[_Edit]:
    for key, value in said.items():
        standing = there.get(key)
        if isinstance(value, dict) and isinstance(standing, dict) and standing:
            yield from (((index, key, name), record) for name, record in value.items())
        elif value is not None or key in there:
            yield (index, key), value


def _entries(cohort: Cohort, name: str) -> list[Value]:
    document, _ = read_yaml(cohort.sources.get(name, b""), name)
    return list(document.value) if document and isinstance(document.value, list) else []
