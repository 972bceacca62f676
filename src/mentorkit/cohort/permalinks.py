"""Web addresses that keep showing what they show today."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from mentorkit.cohort.model import LeadershipRole

_NUMBERS = ("oldid", "diff", "logid")
"""The parameters of MediaWiki's index.php that name one revision, or one entry of a log."""

_SPECIAL = re.compile(r"/[^/]*:(?:Diff|Perma(?:nent)?Link|Redirect/(?:revision|logid))/[1-9]\d*/?$")
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z_]+)?/")
_CODE = re.compile(r"/(?:commit|\+)/[0-9a-f]{7,40}/?$|/c/.+/\+/[1-9]\d*(?:/\d+)?/?$")

HINT = (
    "write the address of one revision or log entry, as with 'Permanent link' on the wiki "
    "(…oldid=123), or of a copy at web.archive.org"
)


def is_permanent(url: str) -> bool:
    """Whether a web address leads to something that nobody edits any more.

    That is a revision, a difference or a log entry of a MediaWiki, a copy in the Internet Archive,
    or a commit or change of code.
    """
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if any(re.fullmatch(r"[1-9]\d*", value) for key in _NUMBERS for value in query.get(key, ())):
        return True
    path = unquote(parts.path)
    archived = parts.hostname == "web.archive.org" and _ARCHIVED.match(path)
    return bool(archived or _SPECIAL.search(path) or _CODE.search(path))


def is_shown(role: LeadershipRole) -> bool:
    """Whether others can look at what a role rests on: a permanent page, or a letter in private/.

    Without either a role counts towards nothing (measures: outcome 1, evidence).
    """
    return role.letter is not None or (role.evidence is not None and is_permanent(role.evidence))


def same_evidence(one: str, other: str) -> bool:
    """Whether two addresses lead to the same revision or log entry of a wiki, or are the same."""
    return one == other or (_entry(one) is not None and _entry(one) == _entry(other))


def _entry(url: str) -> tuple[str, str, str] | None:
    """Return the host, the kind and the number of what a permanent link of a MediaWiki shows."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    for key in ("logid", "diff", "oldid"):
        for value in query.get(key, ()):
            if value.isascii() and value.isdigit():
                return parts.hostname or "", "log" if key == "logid" else "revision", value
    return None
