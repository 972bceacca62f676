"""YAML text and the places in it: the one way in which mentorkit reads YAML.

Every scalar is text, and the model types it, so that `no`, `12:30` and `2026-02-30` mean what
they say or get a clear error. Plain `~`, `null` and nothing at all are None.
"""

from functools import cached_property
from typing import NamedTuple, TypeAlias

from mentorkit.cohort import faults
from mentorkit.cohort.lines import LINE_BREAK, Lines
from mentorkit.cohort.nodes import Branch, Composer, Leaf, Node, Value
from mentorkit.problems import Place, Problem

__all__ = ["Document", "Path", "Span", "Value", "content_end", "line_problem", "read"]

Path: TypeAlias = tuple[str | int, ...]


class Span(NamedTuple):
    """A range of a text: `start` and `end` count code points, `line` and `column` from 1."""

    start: int
    end: int
    line: int
    column: int


class Document:
    """One file: its text without a byte order mark, what it says, and where it says it."""

    def __init__(self, name: str, text: str, *, bom: bool, value: Value):
        self.name = name
        self.text = text
        self.bom = bom
        self.value = value

    @cached_property
    def root(self) -> Node | None:
        """The node of the whole, None for an empty file; read when a place is first asked for."""
        return Composer(self.text).root

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def texts(self) -> list[tuple[int, int]]:
        """Return the spans of all scalars, keys included, in their order in the file."""
        found: list[tuple[int, int]] = []
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Branch):
                found += (leaf[:2] for leaf in node.keys.values())
                waiting += node.children.values()
            elif node:
                found.append(node[:2])
        return sorted(found)

    def node(self, path: Path) -> Node | None:
        """Return the node at `path`, or None where there is none."""
        node = self.root
        for step in path:
            node = node.children.get(step) if isinstance(node, Branch) else None
        return node

    def span(self, path: Path) -> Span | None:
        """Return where the value at `path` stands, exactly; an empty value has no width."""
        node = self.node(path)
        if node is None:
            return None
        start = node.start if isinstance(node, Branch) else node[0]
        return self._span(start, content_end(self.text, node))

    def key_span(self, path: Path) -> Span | None:
        """Return where the key whose path this is stands; None for list items and the whole."""
        parent = self.node(path[:-1]) if path else None
        key = path[-1] if path else None
        if isinstance(parent, Branch) and isinstance(key, str) and key in parent.keys:
            return self._span(parent.keys[key][0], parent.keys[key][1])
        return None

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, *self.lines.position(start))

    def _nearest(self, path: Path, *, key: bool) -> Span:
        """Return the span to point at: an empty value's key, a missing field's record."""
        known = path
        while known and self.node(known) is None:
            known, key = known[:-1], False
        named, span = self.key_span(known), self.span(known)
        if named and (key or span is None or span.start == span.end):
            return named
        return span or Span(0, 0, 1, 1)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of the value at `path` (or its key), or the nearest known around it."""
        span = self._nearest(path, key=key)
        return Place(self.name, span.line, span.column)

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        warning: bool = False,
    ) -> Problem:
        """Return a problem at `path` with its source line; private files show no line."""
        span = self._nearest(path, key=key)
        return _problem(
            self.lines, self.name, (span.start, span.end), code, message, hint, warning=warning
        )


def read(
    source: bytes, name: str, *, places: bool = False
) -> tuple[Document | None, list[Problem]]:
    """Read one file; `name` is its path in the cohort directory.

    The document is None where the faults leave no data to go on with; a repeated key, an anchor
    or a tag leaves it usable. With `places` the places are read at once, which saves a second
    reading where they will be asked for.
    """
    text, broken = faults.decode(source)
    found = [broken] if broken else faults.conflicts(text) or faults.unreadable(text)
    if found:
        return None, _problems(text, name, found)
    bom = source.startswith(b"\xef\xbb\xbf")
    if not places:
        quick = Composer(text, places=False)
        if not quick.faults and not quick.lost:
            return Document(name, text, bom=bom, value=quick.value), []
    slow = Composer(text)
    if slow.lost:
        return None, _problems(text, name, slow.faults)
    document = Document(name, text, bom=bom, value=slow.value)
    document.root = slow.root
    return document, _problems(text, name, slow.faults)


def _problems(text: str, name: str, found: list[faults.Fault]) -> list[Problem]:
    lines = Lines(text)
    return [_problem(lines, name, (f.start, f.end), f.code, f.message, f.hint) for f in found]


def _problem(
    lines: Lines,
    name: str,
    reach: tuple[int, int],
    code: str,
    message: str,
    hint: str,
    *,
    warning: bool = False,
) -> Problem:
    line, column = lines.position(reach[0])
    place = Place(name, line, column)
    width = max(min(reach[1], lines.end(reach[0])) - reach[0], 1)
    source = "" if place.private else lines.line(line)
    return Problem(place, code, message, hint, source, width, warning)


def line_problem(
    text: str, name: str, line: int, column: int, width: int, code: str, message: str, hint: str
) -> Problem:
    """Return a problem at a line and column (from 1) of any text, `width` code points wide."""
    start = Lines(text).starts[line - 1] + column - 1
    return _problem(Lines(text), name, (start, start + width), code, message, hint)


def content_end(text: str, node: Node) -> int:
    """Return the offset just after the last character that belongs to a node.

    libyaml ends a block scalar after the blank lines that follow it, and a block list or mapping
    at the next thing in the file.
    """
    while isinstance(node, Branch):
        if node.flow or not node.children:
            return node.end
        node = node.children[next(reversed(node.children))]
    return _block_scalar_end(text, node) if node[2] in ("|", ">") else node[1]


def _block_scalar_end(text: str, leaf: Leaf) -> int:
    """Cut off the line break and the blank lines that are no text of the scalar's own."""
    start, end, _ = leaf
    whole = text[start:end]
    breaks = [(m.start(), m.end()) for m in LINE_BREAK.finditer(whole)]
    if not breaks:
        return end
    if breaks[-1][1] == len(whole):
        whole = whole[: breaks.pop()[0]]
    if "+" in text[start : start + 3]:
        return start + len(whole)
    indent = _body_indent(whole)
    while (
        breaks and not whole[breaks[-1][1] :].strip(" ") and (len(whole) - breaks[-1][1] <= indent)
    ):
        whole = whole[: breaks.pop()[0]]
    return start + len(whole)


def _body_indent(block: str) -> int:
    """Return the indentation of the first line of a block scalar that is not blank."""
    for line in LINE_BREAK.split(block)[1:]:
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return len(block)
