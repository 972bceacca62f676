"""A letter as a section of a wiki's talk page: the same words as wikitext that can do no harm.

Whatever stands in the letter is shown as it stands: no name or typed sentence becomes a template, a
link, a heading, a list or a signature. Only what the letter's own form means is kept: paragraphs,
lists, an address on a line of its own, and the direction of names.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mentorkit.render.wikitext import address, escape
from mentorkit.rules.direction import direction

SIGNATURE = "~~~~"
"""What MediaWiki replaces, on saving, by the link to who saves it and the time."""

_ISOLATED = str.maketrans({"\u2068": "<bdi>", "\u2069": "</bdi>"})
_NO_ISOLATES = str.maketrans("", "", "\u2068\u2069")
_ITEM = re.compile(r"[*\u2022-] +(?=\S)")
_HARMLESS = re.compile(r"&#34;|(?<!^)&#58;(?=<|$)")
"""Marks that mean nothing where they stand here; people read the source of talk pages, too."""

_ALONE = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Section:
    """A new section: the title that the wiki puts between equals signs, and the text below."""

    title: str
    text: str


def as_section(subject: str, text: str, language: str, wiki: str, marker: str = "") -> Section:
    """Return a letter as a section for a wiki in the language `wiki`.

    Where the letter's language is another, both parts say which and in which direction it runs.
    `marker` is put into a remark, which readers do not see; it may be only letters and digits.
    Raises ValueError for any other marker.
    """
    if marker and not (marker.isascii() and marker.isalnum()):
        raise ValueError("a marker is of letters and digits")
    title = _line(subject)
    blocks = list(_blocks(text))
    blocks[-1] += f" {SIGNATURE}" + (f"<!-- {marker} -->" if marker else "")
    body = "\n".join(blocks)
    if language.lower() != wiki.lower():
        said = f'lang="{_tag(language)}" dir="{direction(language)}"'
        title = f"<span {said}>{title}</span>"
        body = f"<div {said}>\n{body}\n</div>"
    return Section(title, body)


def _blocks(text: str) -> Iterator[str]:
    """Yield the lines of wikitext: one paragraph a line in the letter stays one on the page."""
    lines = [line.strip() for line in text.strip().split("\n")] or [""]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        item = _ITEM.match(line)
        if item:
            yield f"* {_line(line[item.end() :])}"
            if following and not _ITEM.match(following):
                yield ""
            continue
        # Two lines below each other would else run together.
        below = line and following and not _ITEM.match(following)
        yield _line(line) + ("<br>" if below else "")


def _line(line: str) -> str:
    if _ALONE.fullmatch(line):
        return f"[{address(line)} {escape(line)}]"
    safe = escape(line).translate(_ISOLATED if _is_balanced(line) else _NO_ISOLATES)
    return _HARMLESS.sub(lambda found: html.unescape(found[0]), safe)


def _is_balanced(line: str) -> bool:
    depth = 0
    for char in line:
        depth += (char == "\u2068") - (char == "\u2069")
        if depth < 0:
            return False
    return depth == 0


def _tag(language: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "", language)
