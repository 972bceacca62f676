"""From libyaml's events to values, and to the marks that say where each value stands.

PyYAML's own loaders guess types, keep the last of two equal keys, resolve aliases and forget the
places. This one keeps every scalar as text and is faster: one pass, a few integers a value.
"""

import re
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
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs forget it
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
_KEY = re.compile(r"[a-z][a-z0-9_.-]{0,40}")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Branch:
    """A list or mapping: its value, where it stands, and the same of all that it holds.

    `keys` and `children` have the value's keys; a list's are its indices, and `keys` is empty.
    `is_key` says that it stands, against the rules, where a key was awaited.
    """

    __slots__ = (
        "awaits", "children", "end", "flow", "is_key", "key", "keys", "mapping", "start", "value",
    )  # fmt: skip

    def __init__(self, value: Any, start: int, *, flow: bool):
        self.value = value
        self.start = start
        self.end = start
        self.flow = flow
        self.keys: dict[str, Leaf] = {}
        self.children: dict[str | int, Node] = {}
        self.mapping = self.awaits = type(value) is dict
        self.key = ""
        self.is_key = False


Node: TypeAlias = Leaf | Branch


class _Stop(Exception):
    """The rest of the file cannot be read; the faults say why."""


class Composer:
    """One reading of one text: `value`, `root` (its node, None for an empty file), `faults`.

    The value is as complete as the faults allow; `lost` says that it is not what the file means.
    Without `places` there is no root, and the first fault ends the reading: all that most files
    ever need, in half the time, since Python's collector has little to look after.
    """

    def __init__(self, text: str, *, places: bool = True):
        self.text = text
        self._places = places
        self.faults: list[Fault] = []
        self.lost = False
        self._top = Branch([], 0, flow=False)
        self._here = self._top
        self._stack: list[Branch] = []
        self._documents = 0
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
        others = {
            MappingStartEvent: self._mapping,
            SequenceStartEvent: self._sequence,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        for event in iter(CParser(self.text).get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind in others:
                others[kind](event)

    def _scalar(self, event: Any) -> None:
        here, text, leaf = self._here, event.value, None
        if self._places:
            leaf = (event.start_mark.index, event.end_mark.index, event.style or None)
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        if here.awaits:
            self._key(here, text, leaf)
        elif text in _NULLS and not event.style:
            self._put(here, None, leaf)
        else:
            self._put(here, text, leaf)

    def _key(self, here: Branch, text: str, leaf: Leaf | None) -> None:
        if text in here.value or not text or text == "<<":
            self._odd_key(here, text, leaf)
        elif leaf is not None:
            here.keys[text] = leaf
        here.key = text
        here.awaits = False

    def _odd_key(self, here: Branch, text: str, leaf: Leaf | None) -> None:
        if leaf is None:
            raise _Stop
        if text in here.keys:
            line = line_of(self.text, here.keys[text][0])
            # A text that lost its indentation looks like a key, and may be private.
            named = f"the key '{text}'" if _KEY.fullmatch(text) else "this key"
            message = f"{named} stands twice; first on line {line}"
            hint = "keep one of the two, or give each its own record"
            self._flag(Fault(leaf[0], leaf[1], "duplicate-key", message, hint))
        elif not text or not leaf[2]:
            self._refuse_key(leaf[0], leaf[1], merge=bool(text))
        here.keys.setdefault(text, leaf)

    @staticmethod
    def _put(here: Branch, value: Value, node: Node | None) -> None:
        if node is not None:
            here.children[here.key if here.mapping else len(here.value)] = node
        if here.mapping:
            here.value[here.key] = value
            here.awaits = True
        else:
            here.value.append(value)

    def _mapping(self, event: Any) -> None:
        self._open(event, {})

    def _sequence(self, event: Any) -> None:
        self._open(event, [])

    def _open(self, event: Any, value: Value) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        is_key = self._here.awaits
        if is_key and not any(branch.is_key for branch in (*self._stack, self._here)):
            self._refuse_key(start, start + 1)
        self._stack.append(self._here)
        if len(self._stack) > MAXIMUM_DEPTH:
            message = f"lists and mappings are nested more than {MAXIMUM_DEPTH} deep"
            hint = "this looks like a slip: look for a missing closing bracket"
            self._flag(Fault(start, start + 1, "nesting", message, hint))
            raise _Stop
        self._here = Branch(value, start, flow=event.flow_style)
        self._here.is_key = is_key

    def _close(self, event: Any) -> None:
        closed, self._here = self._here, self._stack.pop()
        closed.end = event.end_mark.index
        if closed.is_key:
            self._here.awaits = False
            return
        self._put(self._here, closed.value, closed if self._places else None)

    def _alias(self, event: Any) -> None:
        self.lost = True
        start, end = event.start_mark.index, event.end_mark.index
        hint = "write the value itself; put a text that begins with * in quotes"
        self._flag(Fault(start, end, "alias", "an alias (*) refers to another value", hint))
        if self._here.awaits:
            self._key(self._here, "*", (start, end, None))
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
        if not self._places or len(self.faults) >= MAXIMUM_FAULTS:
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
            quoted=self._last_quoted(),
        )

    def _last_quoted(self) -> tuple[int, int] | None:
        """Return the span of the text read last if it stands in quotes."""
        here = self._here
        last: Node | None = next(reversed(here.children.values()), None)
        if here.mapping and not here.awaits:
            last = here.keys.get(here.key)
        if last is None or isinstance(last, Branch) or last[2] not in ('"', "'"):
            return None
        return last[0], last[1]
