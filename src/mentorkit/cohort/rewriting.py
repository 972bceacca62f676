"""Where and how a file's text must change for one field: the candidates that `splice` proves.

Each way is a list of cuts, `(start, end, new text)`, that do not overlap. The first way is the
nicest to read; the later ones are for files in which it would change more than was asked.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from mentorkit.cohort.layout import BETWEEN, Layout, flow_records, start_of, step_of
from mentorkit.cohort.nodes import Branch, Leaf, Node, Value
from mentorkit.cohort.writing import (
    Writer,
    flow_text,
    has_records,
    key_text,
    literal_text,
    plain_or_quoted,
)
from mentorkit.cohort.yamltext import Document, Path, content_end

Cuts: TypeAlias = list[tuple[int, int, str]]

_SPACES = re.compile(r"[ \t]*")
_BLOCK_HEADER = re.compile(r"[|>][0-9+-]*")


class Rewriting:
    """One document, and the ways to change it."""

    def __init__(self, document: Document):
        self._document = document
        self._rewriters: dict[bool, _Rewriter] = {}

    def ways(self, path: Path, value: Value) -> Iterator[Cuts]:
        """Yield the ways to make the value at `path` be `value`, or with None to remove it.

        `path` must exist, or be one new step below a list, a mapping or nothing.
        """
        parent = self._document.node(path[:-1]) if path else None
        for literals in (True, False):
            rewriter = self._rewriter(literals)
            if path and not isinstance(parent, Branch):
                change = rewriter.fill if parent is None else rewriter.replace
                yield from change(path[:-1], _container(path[-1], value))
            elif value is None:
                yield from rewriter.remove(path)
            elif self._document.node(path) is not None:
                yield from rewriter.replace(path, value)
            else:
                yield from rewriter.add(path, value)

    def beside_others(self, path: Path, value: Value) -> Cuts | None:
        """Return the first way, if other changes of the same document can be made with it.

        None where something is removed, since what follows it is then counted anew, and where the
        place for the change is yet to be made. An index past the end of a list appends.
        """
        if value is None or not path:
            return None
        parent = self._document.node(path[:-1])
        if not isinstance(parent, Branch) or parent.mapping is not isinstance(path[-1], str):
            return None
        return next(self.ways(path, value), None)

    def _rewriter(self, literals: bool) -> "_Rewriter":
        if literals not in self._rewriters:
            self._rewriters[literals] = _Rewriter(self._document, literals=literals)
        return self._rewriters[literals]


def _container(step: str | int, value: Value) -> Value:
    return {step: value} if isinstance(step, str) else [value]


class _Rewriter:
    """One document's text and the ways to change it."""

    def __init__(self, document: Document, *, literals: bool):
        self.at = Layout(document)
        self.text = document.text
        self.lines = document.lines
        self.newline = self.lines.newline
        self.step = step_of(document)
        self.literals = literals
        self.writer = Writer(self.newline, self.step, literals=literals)

    # --- a value in the place of another ---

    def replace(self, path: Path, value: Value) -> Iterator[Cuts]:
        node = self.at.node(path)
        start, end = start_of(node), content_end(self.text, node)
        if self.at.in_flow(path):
            if start == end:
                yield from self.fill(path, value)
            else:
                yield [(start, end, _inline(node, value, flow=True))]
        elif isinstance(node, Branch):
            yield from self._replace_branch(path, node, value)
        elif start == end:
            yield from self.fill(path, value)
        elif isinstance(value, str):
            yield from self._replace_scalar(path, node, value)
        elif self.at.ends_line(end) and value and (isinstance(value, dict) or has_records(value)):
            yield from self._scalar_to_block(path, node, value)
        else:
            yield [(start, end, flow_text(value))]

    def _replace_branch(self, path: Path, node: Branch, value: Value) -> Iterator[Cuts]:
        start, end = node.start, content_end(self.text, node)
        column = self.lines.column(start)
        if node.flow:
            yield [(start, end, _inline(node, value, flow=False))]
        elif value and type(value) is type(node.value):
            writer = Writer(
                self.newline, self.step, literals=self.literals, flow_records=flow_records(node)
            )
            yield [(start, end, writer.block(value, column))]
        elif not path or not self.lines.leads(start):
            yield [(start, end, self.writer.block(value, column))]
        else:
            gone = (self.lines.end_before(start), self.lines.end(end), "")
            for cuts in self.fill(path, value):
                yield [*cuts, gone]

    def _replace_scalar(self, path: Path, leaf: Leaf, text: str) -> Iterator[Cuts]:
        start, end, style = leaf[0], content_end(self.text, leaf), leaf[2]
        header = _BLOCK_HEADER.match(self.text, start) if style in ("|", ">") else None
        column = self.at.parent_column(path)
        if "\n" in text and self.literals and style not in ('"', "'"):
            step = self._body_step(leaf, column) if header else self.step
            block = literal_text(text, column, step, self.newline)
            if block and header:
                line_end = self.lines.end(start)
                yield [(start, header.end(), block[0]), (line_end, end, block[1])]
            elif block and self.at.ends_line(end):
                yield [(start, end, "".join(block))]
        if header:
            line_end = self.lines.end(start)
            line = plain_or_quoted(text, flow=False)
            yield [(start, header.end(), line), (line_end, max(line_end, end), "")]
        else:
            yield [(start, end, plain_or_quoted(text, style, flow=False))]

    def _body_step(self, leaf: Leaf, column: int) -> int:
        """Return how much deeper than its parent the body of a block scalar stands."""
        for line in self.text[self.lines.after(leaf[0]) : content_end(self.text, leaf)].split("\n"):
            if line.strip():
                return max(len(line) - len(line.lstrip(" ")) - column, 1)
        return self.step

    def _scalar_to_block(self, path: Path, leaf: Leaf, value: Value) -> Iterator[Cuts]:
        start, end = leaf[0], content_end(self.text, leaf)
        if not path or isinstance(path[-1], int):
            yield [(start, end, self.writer.block(value, self.lines.column(start)))]
            return
        after = self.at.after_sign(path)
        if after is not None and not self.text[after:start].strip():
            start = after
        yield [(start, end, self.writer.after(value, self.at.parent_column(path)))]

    # --- a value where there is none ---

    def fill(self, path: Path, value: Value) -> Iterator[Cuts]:
        """Yield the ways to write a value where only its key, its dash or nothing stands."""
        if not path:
            yield self._begin(value)
        elif self.at.in_flow(path):
            yield self._fill_flow(path, value)
        else:
            after = self.at.after_sign(path)
            if after is not None:
                yield self._fill_block(path, value, after)

    def _begin(self, value: Value) -> Cuts:
        writer = Writer(self.newline, self.step, literals=self.literals, flow_records=False)
        text, end = writer.block(value, 0), len(self.text)
        if not self.text or self.lines.begin(end) == end:
            return [(end, end, text + self.newline)]
        return [(end, end, self.newline + text)]

    def _fill_flow(self, path: Path, value: Value) -> Cuts:
        after, text = self.at.after_sign(path), flow_text(value)
        if after is None:
            key = self.at.parent(path).keys[str(path[-1])]
            return [(key[1], key[1], f": {text}")]
        if self.text[after : after + 1] == " " and self.text[after + 1 : after + 2] != "#":
            return [(after + 1, after + 1, text)]
        return [(after, after, f" {text}")]

    def _fill_block(self, path: Path, value: Value, after: int) -> Cuts:
        if not self.at.ends_line(after):
            text = _inline((after, after, None), value, flow=False)
            return [(after, after, f" {text}")]
        if isinstance(path[-1], int) and isinstance(value, dict) and value:
            new = " " + self.writer.block(value, self.lines.column(after) + 1)
        else:
            new = self.writer.after(value, self.at.parent_column(path))
        return [(after, after, new)]

    # --- a new key or item ---

    def add(self, path: Path, value: Value) -> Iterator[Cuts]:
        parent = self.at.parent(path)
        if parent.flow:
            yield self._add_flow(parent, path[-1], value)
            return
        column = self.lines.column(parent.start)
        step = path[-1]
        if isinstance(step, str):
            new = self.writer.entry(step, value, column)
        else:
            new = self._new_item(parent, value, column)
        end = self.at.last_line(parent)
        newline = self.text[end : self.lines.after(end)] or self.newline
        breaks = 1 + (self.at.blank_lines(parent) if self.literals else 0)
        at_end = (end, end, f"{newline * breaks}{' ' * column}{new}")
        yield [at_end]
        if self.literals:
            return
        if isinstance(step, str):
            last = parent.keys[next(reversed(parent.keys))][0]
            yield [(last, last, f"{new}{self.newline}{' ' * column}")]
        else:
            yield [*self._strip_last(parent), at_end]

    def _new_item(self, parent: Branch, value: Value, column: int) -> str:
        last = len(parent.children) - 1
        after, start = self.at.dash(parent, last) + 1, start_of(parent.children[last])
        between = self.text[after:start]
        gap = between if between and not between.strip(" ") else " "
        writer = Writer(
            self.newline, self.step, literals=self.literals, flow_records=flow_records(parent)
        )
        return writer.item(value, column, gap)

    def _strip_last(self, parent: Branch) -> Cuts:
        """Keep a block scalar at the end of a file without a final line break as it is read.

        The line break that must follow it now would become part of its text.
        """
        node: Node = parent
        while isinstance(node, Branch) and node.children:
            node = node.children[next(reversed(node.children))]
        header = None if isinstance(node, Branch) else _BLOCK_HEADER.match(self.text, node[0])
        if header is None:
            return []
        return [(header.start(), header.end(), re.sub("[+-]", "", header.group()) + "-")]

    def _add_flow(self, parent: Branch, step: str | int, value: Value) -> Cuts:
        new = flow_text(value)
        if isinstance(step, str):
            new = f"{key_text(step)}: {new}"
        if not parent.children:
            after = parent.start + 1
            return [(after, after, new + (" " if self.text[after : after + 1] == "#" else ""))]
        last = next(reversed(parent.children))
        end = self.at.entry_end(parent, last)
        if self.text[parent.start] not in "[{":
            return [(parent.start, parent.start, "{"), (end, end, f", {new}}}")]
        if self.literals and self.at.one_a_line(parent):
            return self._add_line(self.at.entry_start(parent, last), end, new)
        return [(end, end, f", {new}")]

    def _add_line(self, start: int, end: int, new: str) -> Cuts:
        """Add a line within brackets below the entry from `start` to `end`."""
        line = f"{self.newline}{self.text[self.lines.begin(start) : start]}{new}"
        found = BETWEEN.match(self.text, end)
        comma = found.end() if found else end
        if self.text[comma] == ",":
            after = self.lines.end(comma)
            alone = self.text[comma + 1 : after].lstrip()[:1] in ("", "#")
            return [(after, after, f"{line},") if alone else (end, end, f", {new}")]
        # The old entry's comment would come to stand beside the new one.
        commented = self.text[end : self.lines.end(end)].lstrip().startswith("#")
        return [(end, end, f", {new}" if commented else f",{line}")]

    # --- a key or item less ---

    def remove(self, path: Path) -> Iterator[Cuts]:
        parent, step = self.at.parent(path), path[-1]
        if parent.flow and self.text[parent.start] in "[{":
            yield self._remove_flow(parent, step)
        elif len(parent.children) == 1:
            yield from self.replace(path[:-1], {} if parent.mapping else [])
        else:
            yield from self._remove_block(parent, step)

    def _remove_block(self, parent: Branch, step: str | int) -> Iterator[Cuts]:
        start, end = self.at.entry_start(parent, step), self.at.entry_end(parent, step)
        after = self.lines.after(end)
        if not self.lines.leads(start):
            spaces = re.compile(f" {{0,{self.lines.column(start)}}}").match(self.text, after)
            yield [(start, spaces.end() if spaces else after, "")]
            return
        before = self.lines.end_before(start)
        if self.lines.end(end) == after and not self.lines.leads(before):
            # The file has no final line break, and shall have none.
            yield [(before, after, "")]
        yield [(self.lines.begin(start), after, "")]

    def _remove_flow(self, parent: Branch, step: str | int) -> Cuts:
        order = list(parent.children)
        place = order.index(step)
        start, end = self.at.entry_start(parent, step), self.at.entry_end(parent, step)
        if place == len(order) - 1 and place:
            before = self.at.entry_end(parent, order[place - 1])
            if re.fullmatch(r"[ \t]*,[ \t]*", self.text[before:start]):
                return [(before, end, "")]
        comma = BETWEEN.match(self.text, end)
        after = comma.end() if comma else end
        if self.text[after : after + 1] != ",":
            return self._whole_line(start, end)
        if self.text[end:after].strip():
            return [*self._whole_line(start, end), (after, after + 1, "")]
        return self._whole_line(start, after + 1)

    def _whole_line(self, start: int, end: int) -> Cuts:
        """Cut an entry of a list in brackets; its whole lines where it has them for itself."""
        spaces = _SPACES.match(self.text, end)
        rest = spaces.end() if spaces else end
        line_end = self.lines.end(end)
        alone = rest == line_end or self.text[rest] == "#"
        if alone and self.lines.leads(start):
            return [(self.lines.begin(start), self.lines.after(end), "")]
        return [(start, end if alone else rest, "")]


def _inline(node: Node, value: Value, *, flow: bool) -> str:
    """Return a value for the place of another one that stands on its line."""
    if isinstance(value, str):
        style = None if isinstance(node, Branch) else node[2]
        return plain_or_quoted(value, style, flow=flow)
    return flow_text(value)
