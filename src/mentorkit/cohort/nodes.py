"""From libyaml's events to values, and to the marks that say where each value stands.

PyYAML's own loaders guess types, keep the last of two equal keys, resolve aliases and forget the
places. This one keeps every scalar as text and is faster: one pass, a few integers a value.
"""

from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from mentorkit.cohort.faults import MAXIMUM_FAULTS, Fault, line_of
from mentorkit.cohort.syntax import Failure, explain

try:
    from yaml.cyaml import CParser
except ImportError as missing:  # pragma: no cover - depends on how PyYAML was built
    raise RuntimeError(
        "this PyYAML was built without libyaml, which mentorkit needs to read files: install a"
        " PyYAML wheel (pip install --force-reinstall --only-binary :all: pyyaml), or libyaml's"
        " headers (Debian: libyaml-dev) and build PyYAML again"
    ) from missing

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Leaf: TypeAlias = tuple[int, int, str | None]
"""A scalar's start, end and style: None for plain, else one of the four signs ' " | >."""

MAXIMUM_DEPTH = 64
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Branch:
    """A list or mapping: its value, where it stands, and the same of all that it holds.

    `keys` and `children` have the value's keys; a list's are its indices, and `keys` is empty.
    """

    __slots__ = ("awaits_key", "children", "end", "flow", "key", "keys", "start", "value")

    def __init__(self, value: Any, start: int, *, flow: bool):
        self.value = value
        self.start = start
        self.end = start
        self.flow = flow
        self.keys: dict[str, Leaf] = {}
        self.children: dict[str | int, Node] = {}
        self.awaits_key = type(value) is dict
        self.key = ""

    @property
    def mapping(self) -> bool:
        """Whether this is a mapping."""
        return type(self.value) is dict


Node: TypeAlias = Leaf | Branch


class _Stop(Exception):
    """The rest of the file cannot be read; the faults say why."""


class Composer:
    """One reading of one text: `value`, `root` (its node, None for an empty file), `faults`.

    The value is as complete as the faults allow; `lost` says that it is not what the file means.
    """

    def __init__(self, text: str):
        self.text = text
        self.faults: list[Fault] = []
        self.lost = False
        self._top = Branch([], 0, flow=False)
        self._here = self._top
        self._stack: list[Branch] = []
        self._documents = 0
        self._quoted: tuple[int, int] | None = None
        try:
            self._walk()
        except _Stop:
            self.lost = True
        except yaml.MarkedYAMLError as error:
            self.lost = True
            self.faults += explain(text, self._failure(error))
        except yaml.YAMLError as error:
            self.lost = True
            self.faults += explain(text, Failure(str(error), 0))

    @property
    def value(self) -> Value:
        """What the file says."""
        found: list[Value] = self._top.value
        return found[0] if found else None

    @property
    def root(self) -> Node | None:
        """The node of the whole, or None for an empty file."""
        return self._top.children.get(0)

    def _walk(self) -> None:
        for event in iter(CParser(self.text).get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._open(event, {})
            elif kind is SequenceStartEvent:
                self._open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._document(event)

    def _scalar(self, event: Any) -> None:
        here, text, style = self._here, event.value, event.style
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        if style == '"' or style == "'":
            self._quoted = (start, end)
        if here.awaits_key:
            self._key(text, (start, end, style))
        else:
            self._put(here, None if not style and text in _NULLS else text, (start, end, style))

    def _key(self, text: str, leaf: Leaf) -> None:
        here = self._here
        if not text or (text == "<<" and not leaf[2]):
            self._refuse_key(leaf[0], leaf[1], merge=bool(text))
        elif text in here.keys:
            line = line_of(self.text, here.keys[text][0])
            message = f"the key '{text}' stands twice; first on line {line}"
            hint = "keep one of the two, or give each its own record"
            self._flag(Fault(leaf[0], leaf[1], "duplicate-key", message, hint))
        here.keys.setdefault(text, leaf)
        here.key = text
        here.awaits_key = False

    @staticmethod
    def _put(here: Branch, value: Value, node: Node) -> None:
        if type(here.value) is dict:
            here.value[here.key] = value
            here.children[here.key] = node
            here.awaits_key = True
        else:
            here.children[len(here.value)] = node
            here.value.append(value)

    def _open(self, event: Any, value: Value) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        if self._here.awaits_key:
            self._refuse_key(start, start + 1)
            self._here.awaits_key = False
        self._stack.append(self._here)
        if len(self._stack) > MAXIMUM_DEPTH:
            message = f"lists and mappings are nested more than {MAXIMUM_DEPTH} deep"
            hint = "this looks like a slip: look for a missing closing bracket"
            self._flag(Fault(start, start + 1, "nesting", message, hint))
            raise _Stop
        self._here = Branch(value, start, flow=event.flow_style)

    def _close(self, event: Any) -> None:
        closed, self._here = self._here, self._stack.pop()
        closed.end = event.end_mark.index
        self._put(self._here, closed.value, closed)

    def _alias(self, event: Any) -> None:
        self.lost = True
        start, end = event.start_mark.index, event.end_mark.index
        hint = "write the value itself; put a text that begins with * in quotes"
        self._flag(Fault(start, end, "alias", "an alias (*) refers to another value", hint))
        if self._here.awaits_key:
            self._key("*", (start, end, None))
        else:
            self._put(self._here, None, (start, end, None))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            start, end = event.start_mark.index, event.end_mark.index
            message = "a second document begins here; a file holds one"
            hint = "delete this line, or move what follows into a file of its own"
            self._flag(Fault(start, end, "second-document", message, hint))
            raise _Stop

    def _decorated(self, event: Any) -> None:
        start = event.start_mark.index
        signs = (("anchor", "&", event.anchor), ("tag", "!", event.tag))
        for code, sign, name in signs:
            if name is not None:
                at = max(self.text.find(sign, start), start)
                end = next((i for i in range(at, len(self.text)) if self.text[i] in " \t\r\n,"), -1)
                hint = f"delete it; put a text that begins with {sign} in quotes"
                message = f"{'an' if code == 'anchor' else 'a'} {code} ({sign}) is not allowed here"
                self._flag(Fault(at, max(end, at + 1), code, message, hint))

    def _refuse_key(self, start: int, end: int, *, merge: bool = False) -> None:
        self.lost = True
        if merge:
            message, hint = "a merge key (<<) is not allowed", "write the entries themselves"
        else:
            message, hint = "a key must be a plain text", "write 'key: value'; [ and { need quotes"
        self._flag(Fault(start, max(end, start + 1), "key", message, hint))

    def _flag(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAXIMUM_FAULTS:
            raise _Stop

    def _failure(self, error: yaml.MarkedYAMLError) -> Failure:
        around = (*self._stack[1:], self._here)
        brackets = [b.start for b in around if b.flow and self.text[b.start] in "[{"]
        at, context_at = error.problem_mark, error.context_mark
        return Failure(
            problem=error.problem or str(error),
            at=at.index if at else 0,
            context=error.context or "",
            context_at=context_at.index if context_at else 0,
            bracket=brackets[-1] if brackets else -1,
            quoted=self._quoted,
        )
