"""Edits as text splices: one field changes, and every other byte of the file stays.

A library that reads a file and writes it again moves comments, quotes and line ends that people
chose. Here only the text of the field is replaced; the result is read again, and an edit that
does not give exactly the data that was asked for is refused, never written.

Many edits of one file are made at once where that gives the same data, since each reading costs
as much as the file is long; where it does not, the first half of them is made before the other.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from mentorkit.cohort.rewriting import Cuts, Rewriting
from mentorkit.cohort.yamltext import Document, Path, Value, read
from mentorkit.problems import Refused

Change: TypeAlias = tuple[Path, Value]

_BY_HAND = "change the file by hand"


def edit(source: bytes, path: Path, value: Value) -> bytes:
    """Return a YAML file with the value at `path` replaced, added or removed.

    Args:
        source: the file's bytes; byte order mark, CRLF and a missing final line break are kept.
        path: keys and list indices from the top; one past the end of a list, or a new key of a
            mapping, adds.
        value: the new value, all scalars as text; None removes the key or item. A None within a
            list or mapping is written as null.

    Raises:
        Refused: the file has faults, the path leads nowhere, or no text gives exactly this data.
    """
    return edit_all(source, [(path, value)])


def edit_all(source: bytes, changes: Iterable[Change]) -> bytes:
    """Return a YAML file after several edits, one after the other; see `edit`."""
    document, problems = read(source, "", places=True)
    if document is None or problems:
        line, first = problems[0].place.line, problems[0].message
        message = f"the file cannot be changed while it has faults: line {line}: {first}"
        raise Refused(message, problems[0].hint)
    todo = [(tuple(path), value) for path, value in changes]
    if todo:
        document = _after(document, todo, more=False)
    return _encoded(document.text, bom=document.bom)


def _after(document: Document, changes: Sequence[Change], *, more: bool) -> Document:
    """Return the document after at least one change; `more` says that others follow."""
    if len(changes) == 1:
        return _edited(document, *changes[0], more=more)
    together = _together(document, changes, more=more)
    if together is not None:
        return together
    half = len(changes) // 2
    return _after(_after(document, changes[:half], more=True), changes[half:], more=more)


def _together(document: Document, changes: Iterable[Change], *, more: bool) -> Document | None:
    """Return the document after all of several changes, or None where one waits for another."""
    rewriting, wanted = Rewriting(document), document.value
    cuts: Cuts = []
    for path, value in changes:
        before, wanted = wanted, _wanted(wanted, path, value)
        own = rewriting.beside_others(path, value)
        if own is None:
            return None
        if wanted != before:
            cuts += own
    if not _apart(cuts):
        return None
    return _proven(document, cuts, wanted, more=more)


def _edited(document: Document, path: Path, value: Value, *, more: bool) -> Document:
    wanted = _wanted(document.value, path, value)
    if wanted == document.value:
        return document
    for cuts in Rewriting(document).ways(path, value):
        result = _proven(document, cuts, wanted, more=more)
        if result is not None:
            return result
    raise Refused(f"cannot change {_shown(path)} without changing something else", _BY_HAND)


def _proven(document: Document, cuts: Cuts, wanted: Value, *, more: bool) -> Document | None:
    """Return the document after the cuts, or None where it does not read as wanted."""
    text = _applied(document.text, cuts)
    result, problems = read(_encoded(text, bom=document.bom), "", places=more)
    return result if result is not None and not problems and result.value == wanted else None


def _wanted(old: Value, path: Path, value: Value) -> Value:
    """Return the data after the edit; the old data is not changed."""
    if not path:
        if value is None:
            raise Refused("the whole file cannot be removed by an edit", "delete the file")
        return value
    parents = [old]
    for index, step in enumerate(path[:-1]):
        parents.append(_child(parents[-1], step, path[: index + 1]))
    new = _changed(parents[-1], path, value)
    for parent, step in zip(reversed(parents[:-1]), reversed(path[:-1]), strict=True):
        new = _with(parent, step, new)
    return new


def _child(parent: Value, step: str | int, path: Path) -> Value:
    if isinstance(parent, dict) and isinstance(step, str) and step in parent:
        return parent[step]
    if isinstance(parent, list) and isinstance(step, int) and 0 <= step < len(parent):
        return parent[step]
    raise Refused(f"there is no {_shown(path)} in the file", "add it first, or correct the name")


def _changed(parent: Value, path: Path, value: Value) -> Value:
    step = path[-1]
    if value is None:
        _child(parent, step, path)
    elif parent is None:
        if step != 0 and not isinstance(step, str):
            raise Refused(f"{_shown(path)} is beyond the end of an empty list", "append with 0")
        return {step: value} if isinstance(step, str) else [value]
    elif not _takes(parent, step):
        raise Refused(f"{_shown(path)} does not fit: {_nature(parent, path)}", _BY_HAND)
    return _with(parent, step, value)


def _takes(parent: Value, step: str | int) -> bool:
    if isinstance(parent, list):
        return isinstance(step, int) and 0 <= step <= len(parent)
    return isinstance(parent, dict) and isinstance(step, str)


def _nature(parent: Value, path: Path) -> str:
    above = _shown(path[:-1])
    if isinstance(parent, list):
        return f"{above} is a list of {len(parent)}"
    return f"{above} is a mapping" if isinstance(parent, dict) else f"{above} is a text"


def _with(parent: Value, step: str | int, value: Value) -> Value:
    """Return a copy of a container with one thing set, appended, or for None removed."""
    if isinstance(parent, list) and isinstance(step, int):
        return parent[:step] + ([] if value is None else [value]) + parent[step + 1 :]
    if not isinstance(parent, dict) or not isinstance(step, str):
        raise TypeError(f"{step!r} does not lead into a {type(parent).__name__}")
    copy = {k: v for k, v in parent.items() if k != step or value is not None}
    return copy if value is None else copy | {step: value}


def _in_turn(cuts: Cuts) -> Cuts:
    """Return cuts in the order of the text; those at one place stay in theirs."""
    return sorted(cuts, key=lambda cut: cut[:2])


def _apart(cuts: Cuts) -> bool:
    return all(before[1] <= after[0] for before, after in pairwise(_in_turn(cuts)))


def _applied(text: str, cuts: Cuts) -> str:
    parts, done = [], 0
    for start, end, new in _in_turn(cuts):
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def _encoded(text: str, *, bom: bool) -> bytes:
    return text.encode("utf-8-sig" if bom else "utf-8")


def _shown(path: Path) -> str:
    """Return a path in words: `wikis.fr.assent`, `[3].held`."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return shown.removeprefix(".") or "the file"
