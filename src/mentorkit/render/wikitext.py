"""Wikitext: the one place in which texts are made harmless for it.

The values that a template of a wiki page is told go through `escaped`; the template's own words
are wikitext as they stand.
"""

import html
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

ADDRESSES = frozenset({"page", "talk"})
"""The names of values that are web addresses; all others are texts."""

_OF_ADDRESSES = "%/:?#@!$&()*+,;="
"""What means something in a web address and nothing within the brackets of an external link."""

_SPECIAL = re.compile(
    r"""[&<>{}|="~]|\[|\]"""  # links, templates, tables, tags, attributes, signatures, headings
    r"|^[*#;:!+'-]|'$"  # lists, cells and rules at the start of a line; quotes beside quotes
    r"|(?<![0-9]):(?! )|:(?![0-9 ])"  # addresses; a time of day is none, nor what a blank follows
    r"|(['_!-])(?=\1)"  # bold text, magic words, cells, rules
)
_MAGIC = re.compile(r"\b(RFC|PMID|ISBN)(?=\s)")
"""What MediaWiki makes a link of where a number follows (manual, Magic links)."""


def escape(text: str) -> str:
    """Return a text, on one line, that a wiki shows as it stands wherever in a line it is.

    What could mean anything to MediaWiki becomes a numeric character reference: it is read after
    signatures, templates, links, tables, headings and lists. Letters outside ASCII stay.
    """
    one_line = " ".join(text.split())
    plain = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", one_line)
    return _MAGIC.sub(lambda found: f"&#{ord(found[1][0])};{found[1][1:]}", plain)


def shown(wikitext: str) -> str:
    """Return what people read of an escaped text."""
    return html.unescape(wikitext)


def address(url: str) -> str:
    """Return a web address, in ASCII, that ends neither its link nor turns into a signature."""
    return quote(url, safe=_OF_ADDRESSES).replace("__", "_%5F").replace("~~", "~%7E")


def escaped(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return values for a template of wikitext: all texts in them are harmless."""
    return MappingProxyType({name: _escaped(name, value) for name, value in values.items()})


def _escaped(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return address(value) if name in ADDRESSES else escape(value)
    if isinstance(value, Mapping):
        return escaped(value)
    if isinstance(value, tuple):
        return tuple(_escaped(name, each) for each in value)
    return value
