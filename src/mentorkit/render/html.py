"""Pages of HTML: one shell and one style sheet for all of them, and no script.

Everything that a page shows is in its file: nothing is fetched, and its Content-Security-Policy
lets a browser fetch nothing and run nothing. Every value is made harmless here and escaped by the
templates' engine; a template that marks a value as safe would break that.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from mentorkit.cohort.zones import DATABASE_VERSION
from mentorkit.render import templates

_MOVES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and the marks that would turn the direction of what follows them."""


def page(name: str, values: Mapping[str, Any]) -> str:
    """Return a whole page, made of templates/html/NAME.html.j2 and the shell around it."""
    style = (templates.shipped() / "html" / "style.css").read_text(encoding="utf-8")
    # Only this very style sheet may apply, so that no value can bring one along.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    shell = {"style": style, "style_hash": digest, "zones_version": DATABASE_VERSION}
    return templates.page(name, shell | dict(values), _shown)


def _shown(value: object) -> object:
    # Of type str exactly: what a macro has made is text of the page already.
    return _MOVES.sub(" ", value) if type(value) is str else value
