"""What a real MediaWiki makes of wikitext, and what people read of its HTML."""

import html
import json
import re
import urllib.parse
import urllib.request
from typing import Any

from farm import Farm

WIKI = "fr.wikipedia.org"


def parsed(farm: Farm, page: str, text: str) -> dict[str, Any]:
    """What the wiki makes of a text that somebody saves, after the changes that saving makes."""
    asked = {
        "action": "parse",
        "format": "json",
        "formatversion": "2",
        "contentmodel": "wikitext",
        "title": page,
        "pst": "1",
        "prop": "text|links|templates|categories|externallinks|sections|images|properties|"
        "parsewarnings",
        "text": text,
    }
    body = urllib.parse.urlencode(asked).encode()
    with urllib.request.urlopen(farm.api(WIKI), body, timeout=60) as answer:  # noqa: S310
        told = json.load(answer)
    assert "error" not in told, told
    found: dict[str, Any] = told["parse"]
    return found


def words(markup: str) -> str:
    """What people read of some HTML, blanks as one."""
    without = re.sub(r"<(style|span class=\"mw-editsection\").*?</\1.*?>", "", markup, flags=re.S)
    without = re.sub(r"<!--.*?-->", "", without, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", without)).split())
