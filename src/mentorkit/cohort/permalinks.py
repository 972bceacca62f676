"""Web addresses that keep showing what they show today."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from mentorkit.cohort.model import LeadershipRole

_NUMBER = re.compile(r"[1-9]\d*", re.ASCII)
_SPECIAL = re.compile(
    r"/[^/]*:(Diff|Perma(?:nent)?Link|Redirect/(?:revision|logid))/([1-9]\d*)/?$", re.ASCII
)
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z_]+)?/")
_CODE = re.compile(r"/(?:commit|\+)/[0-9a-f]{7,40}/?$|/c/.+/\+/[1-9]\d*(?:/\d+)?/?$")

_KNOWN = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:wiki(?:pedia|books|news|quote|source|versity|voyage|media|data|functions)"
    r"|wiktionary|mediawiki)\.org|web\.archive\.org|(?:www\.)?git(?:hub|lab)\.com"
)
"""The hosts of the Wikimedia projects, of the Internet Archive, and where most code lies."""

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
    path, query = unquote(parts.path), _query(parts.query)
    if parts.hostname == "web.archive.org" and _ARCHIVED.match(path):
        return True
    if {"oldid", "diff", "logid"} & query.keys():
        return _shows_one(query)
    return bool(_SPECIAL.search(path) or _CODE.search(path))


def _query(text: str) -> Mapping[str, str]:
    """Return the parameters of index.php; of one that stands twice PHP takes the last."""
    return {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True).items()}


def _shows_one(query: Mapping[str, str]) -> bool:
    """Whether MediaWiki shows the same revision, difference or log entry for ever.

    The next revision after one may be still to come; what `diff` says else is taken for `cur`,
    which is whatever stands there on the day.
    """
    numbered = {key for key, value in query.items() if _NUMBER.fullmatch(value)}
    if "diff" in query:
        return "diff" in numbered or (query["diff"] == "prev" and "oldid" in numbered)
    if "oldid" in query:
        return "oldid" in numbered and query.get("direction") != "next"
    return "logid" in numbered


def is_on_known_site(url: str, wikis: Collection[str]) -> bool:
    """Whether an address leads to one of these wikis, a Wikimedia project, an archive or code."""
    host = urlsplit(url).hostname or ""
    return host in wikis or bool(_KNOWN.fullmatch(host))


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
    host = (parts.hostname or "").replace(".m.", ".")
    query = _query(parts.query)
    for key in ("logid", "diff", "oldid"):
        if _NUMBER.fullmatch(query.get(key, "")):
            return host, "log" if key == "logid" else "revision", query[key]
    special = _SPECIAL.search(unquote(parts.path))
    if special is None:
        return None
    return host, "log" if special[1].endswith("logid") else "revision", special[2]
