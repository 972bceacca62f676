"""User names, as people write them and as wikis do.

A wiki answers under its own spelling of a name and does not say which question that belongs to.
Blanks and Unicode normal form are the same everywhere. The capital of a first letter is each
wiki's own business (Turkish writes i as İ, Wikimedia leaves Georgian letters alone), so a first
letter is sent as it was written and found again among all that it may have become.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff]")
_BLANKS = re.compile(r"[ _\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]+")
_REFUSED = re.compile(
    r"[#<>\[\]|{}/:\x00-\x1f\x7f-\x9f\ufffd]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x80-\xff]+;|~{3}|^\.{1,2}$"
)


def plain_name(text: str) -> str:
    """Return a user name as MediaWiki writes it, but for the capital of its first letter.

    Raises ValueError, with the reason in words, for what no MediaWiki takes as a name.
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    name = _BLANKS.sub(" ", name).strip()
    if not name:
        raise ValueError("it is empty")
    found = _REFUSED.search(name)
    if found:
        raise ValueError(f"it contains {found[0]!r}, which no user name may")
    if len(name.encode()) > 255:
        raise ValueError("it is longer than 255 bytes")
    return name


def owner_of(title: str) -> str:
    """Return whose a page is, by the title of a user page, a talk page, or one below these."""
    return title.partition(":")[2].partition("/")[0]


def spellings(name: str) -> Iterator[str]:
    """Yield what wikis may make of a plain name, the name itself first."""
    first, rest = name[0], name[1:]
    yield name
    yield first.upper() + rest
    yield first.title() + rest
    if first == "i":
        yield "İ" + rest


def paired(asked: Iterable[str], answered: Collection[str]) -> dict[str, str]:
    """Return under which of the names `answered` each plain name that was `asked` is found."""
    names = list(asked)
    found = {name: name for name in names if name in answered}
    # Two names may become one, as ßeta and SSeta do; whoever nobody else claims goes first.
    for free in (set(answered) - set(found), set(answered)):
        for name in names:
            fitting = [other for other in spellings(name) if other in free]
            if name not in found and fitting:
                found[name] = fitting[0]
    return found


def same_account(asked: str, answered: str) -> bool:
    """Whether a wiki may have answered under that name when it was asked for the other."""
    return answered in spellings(asked)
