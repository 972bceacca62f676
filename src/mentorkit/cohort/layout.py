"""Where the parts of a file stand: its dashes, colons, columns and the ends of its entries.

YAML's events name the place of every key and value, but not of the signs between them.
"""

import re
from collections import deque
from itertools import pairwise

from mentorkit.cohort.lines import LINE_BREAK
from mentorkit.cohort.nodes import Branch, Node
from mentorkit.cohort.yamltext import Document, Path, content_end

BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
"""White space and comments."""


class Layout:
    """One document's text and the places in it, all as offsets in code points."""

    def __init__(self, document: Document):
        self.document = document
        self.text = document.text
        self.lines = document.lines

    def node(self, path: Path) -> Node:
        """Return the node at `path`, which must exist."""
        node = self.document.node(path)
        if node is None:
            raise KeyError(path)
        return node

    def parent(self, path: Path) -> Branch:
        """Return the list or mapping that holds `path`."""
        parent = self.node(path[:-1])
        if not isinstance(parent, Branch):
            raise KeyError(path)
        return parent

    def parent_column(self, path: Path) -> int:
        """Return the column, from 0, of the entries among which `path` stands."""
        return self.lines.column(self.parent(path).start) if path else 0

    def in_flow(self, path: Path) -> bool:
        """Whether `path` leads into brackets."""
        around = (self.document.node(path[:i]) for i in range(len(path)))
        return any(isinstance(node, Branch) and node.flow for node in around)

    def dash(self, parent: Branch, index: int) -> int:
        """Return the offset of the dash of a block list's item."""
        if index == 0:
            return parent.start
        end = content_end(self.text, parent.children[index - 1])
        between = BETWEEN.match(self.text, end)
        return between.end() if between else end

    def entry_start(self, parent: Branch, step: str | int) -> int:
        """Return where a key, a dash, or an item in brackets begins."""
        if isinstance(step, str):
            return parent.keys[step][0]
        return start_of(parent.children[step]) if parent.flow else self.dash(parent, step)

    def entry_end(self, parent: Branch, step: str | int) -> int:
        """Return the offset just after an entry's value, or after a key that has none."""
        end = content_end(self.text, parent.children[step])
        return max(end, parent.keys[step][1]) if isinstance(step, str) else end

    def after_sign(self, path: Path) -> int | None:
        """Return the offset just after the ':' or '-' that a value follows."""
        parent, step = self.parent(path), path[-1]
        if isinstance(step, int):
            return None if parent.flow else self.dash(parent, step) + 1
        found = re.compile(r"[ \t\r\n]*:").match(self.text, parent.keys[step][1])
        return found.end() if found else None

    def last_line(self, parent: Branch) -> int:
        """Return the end of the last line of a block list or mapping.

        The comments below it that stand further in than its entries belong to the last of them.
        """
        column = self.lines.column(parent.start)
        end = here = self.lines.end(content_end(self.text, parent))
        while here < len(self.text):
            begin = self.lines.after(here)
            here = self.lines.end(begin)
            line = self.text[begin:here]
            sign = line.lstrip(" \t")
            if sign.startswith("#") and len(line) - len(sign) > column:
                end = here
            elif sign:
                break
        return end

    def blank_lines(self, parent: Branch) -> int:
        """Return how many blank lines stand at least between the last entries of a block."""
        counts = []
        for before, step in pairwise(list(parent.children)[-4:]):
            after = self.lines.after(self.entry_end(parent, before))
            between = self.text[after : self.lines.begin(self.entry_start(parent, step))]
            counts.append(sum(not line.strip() for line in LINE_BREAK.split(between)[:-1]))
        return min(counts, default=0)

    def one_a_line(self, parent: Branch) -> bool:
        """Whether each entry within brackets has a line of its own."""
        starts = [self.entry_start(parent, step) for step in parent.children]
        return all(self.lines.leads(start) for start in starts[1:] or starts)

    def ends_line(self, offset: int) -> bool:
        """Whether nothing, and no comment, follows on the line; else a value must be one line."""
        return not self.text[offset : self.lines.end(offset)].strip()


def start_of(node: Node) -> int:
    """Return the offset at which a node begins."""
    return node.start if isinstance(node, Branch) else node[0]


def flow_records(parent: Branch) -> bool:
    """Whether a list writes its mappings in braces; True for a list that has none yet.

    An empty one can be written in no other way, so it says nothing of the others.
    """
    for node in reversed(parent.children.values()):
        if isinstance(node, Branch) and node.mapping and node.children:
            return node.flow
    return True


def step_of(document: Document) -> int:
    """Return how many columns the file indents a mapping within a mapping; 2 if it has none."""
    waiting: deque[Node | None] = deque([document.root])
    while waiting:
        node = waiting.popleft()
        if not isinstance(node, Branch) or node.flow:
            continue
        for child in node.children.values():
            if node.mapping and isinstance(child, Branch) and child.mapping and not child.flow:
                lines = document.lines
                return lines.column(child.start) - lines.column(node.start)
            waiting.append(child)
    return 2
