"""What became of letters on a talk page, by the text of the page and the mark in each letter."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Seen, Written
from mentorkit.rules.marker import marker

Aftermath = Literal["", "removed", "answered"]

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_NEXT_SECTION = re.compile(r"^==?[^=].*$", re.MULTILINE)
_NOTHING_SAID = re.compile(r"<!--.*?-->|</?div\b[^>]*>|\s+", re.DOTALL)


def aftermath(text: str, mark: str) -> Aftermath:
    """Return what became of the letter with that mark on a page with that wikitext.

    `removed`  the mark is not there, or hidden with more: somebody took the letter away, or the
               page was archived
    `answered`  something stands below the letter, in its section or in one within that
    empty  the letter stands as it was put there
    """
    # A comment that holds more than the mark was put around the letter, to hide it.
    ends = [each.end() for each in _COMMENT.finditer(text) if each[1].strip() == mark]
    if not ends:
        return "removed"
    below = text[ends[-1] :]
    following = _NEXT_SECTION.search(below)
    rest = below[: following.start()] if following else below
    return "answered" if _NOTHING_SAID.sub("", rest) else ""


def since(
    written: Iterable[Written], answers: Iterable[Answer], seen: Seen, secret: bytes
) -> Iterator[Aftermath]:
    """Yield what became of the letters that asked somebody to come, on the talk page as it is now.

    What somebody recorded of an answer since then says more than the page. `secret` is the
    cohort's, by which the marks are known.
    """
    said = [answer.on for answer in answers]
    for letter in written:
        there = letter.recruits and letter.page == seen.host and seen.found and secret
        if there and not any(on is None or on >= letter.on for on in said):
            found = aftermath(seen.talk.text, marker(secret, letter.key))
            if found:
                yield found
