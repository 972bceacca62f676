"""What a file may not say, as text: faults that need no model to be seen.

A `Fault` is a range of the text with a code, a message and a hint. Messages never quote a value,
since they are shown for private files as well.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mentorkit.cohort.lines import LINE_BREAK, Lines

MAXIMUM_BYTES = 10_000_000
MAXIMUM_FAULTS = 100
"""After so many the file is broken as a whole, and more lines would help nobody."""

UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML forbids in a file, and the invisible line breaks that only some programs see.

libyaml ends a line (and a comment) at U+0085, U+2028 and U+2029 where an editor shows none.
"""

_TAB = re.compile(r"#[^\r\n]*|(\t)[ \t]*(?![ \t\r\n#])|\t")
_MARKER = re.compile(r"(?:\A|(?<=[\r\n]))(<{7}|>{7}|\|{7}|={7})(?=[ \r\n]|\Z)")
_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_INVISIBLE_BREAKS = "\x85\u2028\u2029"


class Fault(NamedTuple):
    """A fault of the text between two offsets, in code points."""

    start: int
    end: int
    code: str
    message: str
    hint: str


def decode(source: bytes) -> tuple[str, Fault | None]:
    """Decode UTF-8 without a byte order mark; with a fault the text is only fit to be shown."""
    if len(source) > MAXIMUM_BYTES:
        return "", _too_large(len(source))
    if other := _other_encoding(source):
        message = f"the file is written in {other}, not in UTF-8"
        return "", Fault(0, 0, "encoding", message, "save it again as UTF-8")
    try:
        return source.decode().removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = source[: error.start].decode().removeprefix("\ufeff")
        text = source.decode(errors="replace").removeprefix("\ufeff")
        at = len(before)
        message = f"this is no UTF-8: byte {source[error.start]:02X} cannot stand here"
        hint = "save the file again as UTF-8, then look at the accented letters"
        return text, Fault(at, at + 1, "encoding", message, hint)


def _other_encoding(source: bytes) -> str:
    """Return the encoding that the first bytes show, or an empty text."""
    marked = (name for mark, name in _ENCODINGS.items() if source.startswith(mark))
    # Latin letters have a zero as every other byte, and no file of ours begins with two.
    bare = b"\0\0" in (source[:3:2], source[1:4:2])
    return next(marked, "UTF-16" if bare else "")


def _too_large(size: int) -> Fault:
    message = f"the file has {size:,} bytes; the most is {MAXIMUM_BYTES:,}"
    return Fault(0, 0, "too-large", message, "split it, or see whether it is the right file")


def unreadable(text: str) -> list[Fault]:
    """Return the first forbidden character of each line that has one."""
    if not UNREADABLE.search(text):
        return []
    faults: list[Fault] = []
    seen = -1
    lines = Lines(text)
    for found in UNREADABLE.finditer(text):
        line = lines.begin(found.start())
        if line != seen and len(faults) < MAXIMUM_FAULTS:
            faults.append(_control(found.start(), found.group()))
        seen = line
    return faults


def _control(at: int, character: str) -> Fault:
    number = f"U+{ord(character):04X}"
    if character == "\x00":
        message = "a zero byte: this is no plain text, or it is UTF-16"
        return Fault(at, at + 1, "control", message, "save the file again as UTF-8 text")
    if character in _INVISIBLE_BREAKS:
        message = f"an invisible line break ({number}), which YAML reads as a new line"
    elif character == "\ufeff":
        message = f"an invisible byte order mark ({number}) inside the text"
    else:
        message = f"a control character ({number}), which YAML forbids"
        return Fault(at, at + 1, "control", message, "delete it")
    hint = f'delete it; to keep it in a text, write "\\u{ord(character):04x}" in double quotes'
    return Fault(at, at + 1, "control", message, hint)


def conflicts(text: str, *, lone: bool = False) -> list[Fault]:
    """Return the first marker of each git conflict.

    A row of seven `=` alone may be text, and counts only when `lone` is set.
    """
    if not any(mark in text for mark in ("<<<<<<<", ">>>>>>>", "|||||||", "=======")):
        return []
    return [
        Fault(
            group[0].start(),
            group[0].end(),
            "conflict",
            "a merge conflict is not resolved: git's marker stands here",
            "keep the lines you want, delete the marker lines (<<<<<<<, =======, >>>>>>>)",
        )
        for group in _conflict_groups(text)
        if lone or any(marker.group()[0] != "=" for marker in group)
    ][:MAXIMUM_FAULTS]


def _conflict_groups(text: str) -> Iterator[list[re.Match[str]]]:
    group: list[re.Match[str]] = []
    for marker in _MARKER.finditer(text):
        if marker.group()[0] == "<" and group:
            yield group
            group = []
        group.append(marker)
        if marker.group()[0] == ">":
            yield group
            group = []
    if group:
        yield group


def tab_in_indent(text: str, at: int) -> Fault | None:
    """Return the fault of a tab that indents the line at `at`, if one does."""
    lines = Lines(text)
    begin = lines.begin(at)
    indent = re.compile(r"[ \t]*").match(text, begin)
    tab = text.find("\t", begin, indent.end() if indent else begin)
    if tab < 0:
        return None
    return Fault(
        tab,
        tab + 1,
        "tab",
        "a tab indents this line; YAML takes only spaces",
        "replace the tabs at the start of the lines by spaces",
    )


def tabs_between(text: str, texts: Iterable[tuple[int, int]]) -> Iterator[Fault]:
    """Yield the first tab of each stretch of white space that a value or a sign follows.

    `texts` are the spans of the scalars, in order: tabs within them, like those in comments and
    before them, are what they seem.
    """
    if "\t" not in text:
        return
    end = 0
    for start, stop in (*texts, (len(text), len(text))):
        for found in _TAB.finditer(text, end, max(start, end)):
            if found[1] and found.end() < len(text):
                message = "a tab stands where YAML takes only spaces"
                at = found.start(1)
                yield Fault(at, at + 1, "tab", message, "replace the tab by spaces")
        end = max(end, stop)


def line_of(text: str, offset: int) -> int:
    """Return the line, from 1, of an offset."""
    return len(LINE_BREAK.findall(text, 0, offset)) + 1
