"""Plain text for the terminal: widths in cells, columns, wrapping, and the paint on top.

Renderers make text that says everything in words; colour only repeats it, and is added last.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from rich.cells import cell_len, set_cell_size

WIDTH = 80
"""The number of cells that every screen fits in."""

_PAINT = {
    "not met": "31",
    "cannot be met": "31",
    "undetermined": "33",
    "too early": "33",
    "error:": "1;31",
    "warning:": "1;33",
    "next:": "1;36",
    "met": "32",
}
_PAINTED = re.compile(
    r"\b(not met|cannot be met|undetermined|too early|met)\b|^(error:|warning:|next:)", re.M
)


_LETTERS = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
# Signs and blanks between such letters belong to them: a sentence must not be cut into pieces.
_RIGHT_TO_LEFT = re.compile(rf"(?>{_LETTERS}+(?:[\W_]+{_LETTERS}+)*)(?!\u200e)")
_MARK = "\u200e"
_BLANKS = re.compile("[^\\S\u00a0\u2007\u202f]+")
"""White space at which a line may break: French sets no-break spaces before some marks."""


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes; wide characters take two."""
    return cell_len(text)


def harmless(text: str) -> str:
    """Return a text in which nothing moves the cursor or turns the direction of the line.

    A left-to-right mark, which takes no room, ends each stretch of right-to-left letters: without
    it a terminal that knows both directions would swap two such names that stand side by side,
    and a mentor would look like the mentee.
    """
    shown = "".join("\ufffd" if _moves(char) else char for char in text)
    return _RIGHT_TO_LEFT.sub(rf"\g<0>{_MARK}", shown)


def _moves(char: str) -> bool:
    kind = unicodedata.category(char)
    return (
        kind in ("Cc", "Cs")
        or char in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text padded or cut to `width` cells, set to the left unless `right`."""
    text = harmless(text)
    if _MARK in text:
        text = f"{_MARK}{text}"
    if cells(text) > width:
        return set_cell_size(text, max(0, width - 1)) + "…" if width > 0 else ""
    padding = " " * (width - cells(text))
    return padding + text if right else text + padding


def table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()
) -> str:
    """Return columns two spaces apart, without boxes; the columns in `right` are set right."""
    lines = [list(headers), *map(list, rows)] if any(headers) else [list(row) for row in rows]
    widths = [max(cells(harmless(line[i])) for line in lines) for i in range(len(headers))]
    return "\n".join(
        "  ".join(fit(text, widths[i], right=i in right) for i, text in enumerate(line)).rstrip()
        for line in lines
    )


def wrap(text: str, width: int = WIDTH, indent: str = "") -> str:
    """Return a text broken at blanks into lines of at most `width` cells, each after `indent`."""
    lines, line = [], ""
    for word in filter(None, _BLANKS.split(harmless(text))):
        longer = f"{line} {word}" if line else word
        if line and cells(indent + longer) > width:
            lines.append(indent + line)
            line = word
        else:
            line = longer
    return "\n".join([*lines, indent + line] if line else lines)


def line_of_file(line: str) -> str:
    """Return a line of a file, set in, as it is, or, where it is too long, broken at its blanks."""
    shown = f"  {harmless(line)}".rstrip()
    return shown if cells(shown) <= WIDTH else "  " + wrap(line, indent="    ").lstrip()


def at_both_ends(left: str, right: str) -> str:
    """Return a line with a text at its left and one at its right, two lines where both need it.

    The right one is the program's own words and fits the width.
    """
    left = harmless(left)
    room = WIDTH - cells(left) - cells(right)
    if not left:
        return right
    return f"{left}{' ' * room}{right}" if room >= 2 else f"{fit(left, WIDTH).rstrip()}\n{right}"


def with_write(command: str, options: str = "") -> str:
    """Return the last line of a look that can be saved: what was typed, with --write, if it fits.

    `command` is as a shell takes it, `options` what `Settings.again` says.
    """
    again = f"next: {command}{options} --write"
    return again if cells(again) <= WIDTH else "next: the same command again, with --write"


def paint(text: str) -> str:
    """Return a text with its status words coloured by ANSI codes."""
    return _PAINTED.sub(lambda found: f"\x1b[{_PAINT[found[0]]}m{found[0]}\x1b[0m", text)
