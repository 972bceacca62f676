"""Lines as an editor counts them: ended by LF, CRLF or a lone CR, and by nothing else."""

import re
from bisect import bisect_right
from functools import cached_property

LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of one text; offsets, lines and columns all count code points."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        return [0, *(m.end() for m in LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at `offset`."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def begin(self, offset: int) -> int:
        """Return the offset of the first character of the line that holds `offset`."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def column(self, offset: int) -> int:
        """Return how many characters stand before `offset` on its line."""
        return offset - self.begin(offset)

    def end(self, offset: int) -> int:
        """Return the offset just after the last character of the line, before its line break."""
        found = LINE_BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def after(self, offset: int) -> int:
        """Return the offset of the next line's first character, or the end of the text."""
        found = LINE_BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def end_before(self, offset: int) -> int:
        """Return the end of the line before the one that holds `offset`; 0 on the first line."""
        begin = self.begin(offset)
        return self.end(self.begin(begin - 1)) if begin else 0

    def line(self, number: int) -> str:
        """Return the text of line `number` (from 1) without its line break."""
        start = self.starts[number - 1]
        return self.text[start : self.end(start)]

    def leads(self, offset: int) -> bool:
        """Whether only white space stands before `offset` on its line."""
        return not self.text[self.begin(offset) : offset].strip(" \t")

    @property
    def newline(self) -> str:
        """The line break that the text uses; LF where it has none yet."""
        found = LINE_BREAK.search(self.text)
        return found.group() if found else "\n"
