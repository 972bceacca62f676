"""From values to YAML text, as plain as it can be and still be read back as the same value."""

import re

from mentorkit.cohort.faults import UNREADABLE
from mentorkit.cohort.nodes import Composer, Value

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NEVER_RAW = re.compile(f"[\n\r]|{UNREADABLE.pattern}")
_TO_ESCAPE = re.compile(f'[\\\\"\n\r\t]|{UNREADABLE.pattern}')

_NOT_TEXT_TO_OTHERS = frozenset({"=", "<<"})
"""Plain, these mean something to PyYAML's own loaders, which other people's tools use."""


def plain_or_quoted(text: str, style: str | None = None, *, flow: bool) -> str:
    """Return one line of YAML for a text, in `style` (None for plain, ' or ") if it can carry it.

    `flow` is whether the text stands within brackets, where more texts need quotes.
    """
    if style == "'" and not _NEVER_RAW.search(text):
        return "'" + text.replace("'", "''") + "'"
    if not text and style is None:
        return "''"
    if style is None and _stays_plain(text, flow=flow):
        return text
    return '"' + _TO_ESCAPE.sub(_escaped, text) + '"'


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _stays_plain(text: str, *, flow: bool) -> bool:
    if text != text.strip() or "\t" in text or _NEVER_RAW.search(text):
        return False
    if text in _NOT_TEXT_TO_OTHERS:
        return False
    if flow:
        # PyYAML's own parser, which other people's tools use, ends a plain text at a ? in brackets
        return "?" not in text and _says(
            f"[{text}, {text} , {{k: {text}}}]", [text, text, {"k": text}]
        )
    return _says(f"k: {text}\n", {"k": text})


def _says(yaml: str, value: Value) -> bool:
    read = Composer(yaml)
    return not read.faults and read.value == value


def key_text(key: str) -> str:
    """Return a key as YAML, without its colon."""
    plain = _stays_plain(key, flow=True) and _says(f"{{{key}: x}}", {key: "x"})
    if plain and _says(f"{key}: x\n", {key: "x"}):
        return key
    return '"' + _TO_ESCAPE.sub(_escaped, key) + '"'


def flow_text(value: Value) -> str:
    """Return a value as one line of YAML in brackets, never folded."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return plain_or_quoted(value, flow=True)
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return "{" + ", ".join(f"{key_text(k)}: {flow_text(v)}" for k, v in value.items()) + "}"


def literal_text(text: str, column: int, step: int, newline: str) -> tuple[str, str] | None:
    """Return header and body of a literal block scalar; None where it cannot carry the text.

    Its parent stands at `column` and the body `step` deeper. The body begins with `newline` and
    does not end with one.
    """
    lines = text.rstrip("\n").split("\n")
    if "\r" in text or UNREADABLE.search(text) or not any(lines):
        return None
    ends = len(text) - len(text.rstrip("\n"))
    chomping = {0: "-", 1: ""}.get(ends, "+")
    explicit = str(step) if not lines[0] or lines[0][0] in " \t" else ""
    lines += [""] * (ends - 1)
    indent = newline + " " * (column + step)
    return f"|{explicit}{chomping}", "".join(indent + line if line else newline for line in lines)


def has_records(value: Value) -> bool:
    """Whether a value is a list that holds a list or mapping."""
    return isinstance(value, list) and any(isinstance(item, list | dict) for item in value)


class Writer:
    """Writes values in block style, in a file's own line break and indentation step.

    `literals` allows texts of several lines to become literal block scalars. `flow_records` writes
    the mappings of a list in braces; those of lists further in always are. Columns count from 0;
    what is returned has no indentation before its first line and no line break after its last.
    """

    def __init__(self, newline: str, step: int, *, literals: bool, flow_records: bool = True):
        self.newline = newline
        self.step = step
        self.literals = literals
        self.flow_records = flow_records

    def entry(self, key: str, value: Value, column: int) -> str:
        """Return a mapping's entry whose key stands at `column`."""
        return f"{key_text(key)}:{self.after(value, column)}"

    def after(self, value: Value, column: int) -> str:
        """Return what follows the ':' or '-' of a parent at `column`, its leading space included.

        A mapping, or a list of records, begins on the next line.
        """
        if isinstance(value, str):
            return " " + self.text(value, column)
        if value and (isinstance(value, dict) or has_records(value)):
            deeper = column + self.step
            return f"{self.newline}{' ' * deeper}{self.block(value, deeper)}"
        return f" {flow_text(value)}"

    def text(self, text: str, column: int) -> str:
        """Return a text as a literal block scalar, or on one line."""
        if self.literals and "\n" in text:
            block = literal_text(text, column, self.step, self.newline)
            if block is not None:
                return "".join(block)
        return plain_or_quoted(text, flow=False)

    def block(self, value: Value, column: int) -> str:
        """Return a list or mapping whose entries stand at `column`, or a scalar."""
        if isinstance(value, str):
            return plain_or_quoted(value, flow=False)
        if not value:
            return flow_text(value)
        if isinstance(value, dict):
            entries = [self.entry(k, v, column) for k, v in value.items()]
        else:
            entries = [self.item(v, column) for v in value]
        return (self.newline + " " * column).join(entries)

    def item(self, value: Value, column: int, gap: str = " ") -> str:
        """Return a list's item whose dash stands at `column`, `gap` between dash and content."""
        if isinstance(value, str):
            return f"-{gap}{self.text(value, column)}"
        if isinstance(value, dict) and value and not self.flow_records:
            nested = Writer(self.newline, self.step, literals=self.literals)
            return f"-{gap}{nested.block(value, column + 1 + len(gap))}"
        return f"-{gap}{flow_text(value)}"
