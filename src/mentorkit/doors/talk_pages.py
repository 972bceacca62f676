"""Letters on talk pages: each a new section, there exactly once.

What is written is the whole page with the section at its end, as a change of the revision that was
read (`baserevid`), or a page that must not be there yet (`createonly`). MediaWiki merges that into
what others wrote meanwhile, where it fits; the same section twice merges into one, or conflicts. So
a write whose answer was lost may be sent again, in whichever order the two arrive. `section=new`
would not do: there MediaWiki overlooks a conflict as soon as somebody else has edited.

Whether a letter landed is asked of our own contributions, where it stays whatever becomes of the
page: archived, moved, blanked.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mentorkit.doors.wiki import batches
from mentorkit.doors.wiki_account import WikiAccount, Written
from mentorkit.doors.wiki_post import Begin, WikiPost
from mentorkit.problems import WikiFailed
from mentorkit.rules.delivery import Facts, Posted, Result
from mentorkit.rules.marker import marker
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.user_names import plain_name, same_account

MARGIN = timedelta(minutes=5)
"""How far the clocks of a wiki's servers may differ."""

LOOKS = 3
"""How often a wiki is asked whether a letter is there, when its answers do not fit together."""

CHANGED = "the talk page changed meanwhile; it is to be looked at again"

_CONFLICTS = {"editconflict", "articleexists", "missingtitle", "pagedeleted"}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A write that may have landed: by which user id, on which page (0: a new one), since when."""

    by: int
    page: int
    since: datetime


@dataclass(frozen=True, slots=True)
class _Page:
    """A talk page `now`: its latest revision, its text and its id, all empty where there is none.

    `unfit` says in a word why no letter can stand there, if none can.
    """

    title: str
    now: str
    revision: int = 0
    number: int = 0
    text: str = ""
    unfit: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """A talk page, and whether the letter is known to have landed; None where that is hidden."""

    page: _Page
    landed: bool | None


class TalkPages(WikiPost):
    """Puts letters on talk pages. `accounts` gives the signed-in account of a host.

    `secret` is the cohort's, for the markers; `sleep` waits for seconds.
    """

    def __init__(
        self,
        accounts: Callable[[str], WikiAccount],
        secret: bytes,
        sleep: Callable[[float], None],
    ):
        super().__init__(accounts)
        self._secret = secret
        self._sleep = sleep

    def send(self, parcel: Parcel, begin: Begin, earlier: Posted | None = None) -> Result:
        """Put a letter on a talk page; `begin` is told the facts right before that.

        Of an `earlier` attempt the wiki is first asked whether it landed after all. Raises
        WikiFailed where nothing was begun, and whatever `begin` raises.
        """
        try:
            name = plain_name(parcel.to)
        except ValueError as error:
            return Result("refused", f"invalid-name: {error}")
        wiki = self._accounts(parcel.host)
        mark = marker(self._secret, parcel.delivery.key)
        attempt = _attempt(earlier.delivery.about) if earlier else None
        look = _look(wiki, f"User talk:{name}", mark, attempt)
        if look.landed:
            return Result("sent")
        if look.landed is None:
            return Result("unsure", _HIDDEN)
        refused = _refused(look.page, name, parcel.delivery.about)
        if refused:
            return refused
        wiki.ready()
        begin(_facts(wiki, look.page))
        return self._put(wiki, parcel, look.page, mark)

    def arrived(self, posted: Posted) -> bool | None:
        """Return whether a letter is on its talk page, or was; None where that cannot be known.

        Raises WikiFailed.
        """
        about = posted.delivery.about
        attempt = _attempt(about)
        if attempt is None or not about.get("host"):
            return None
        wiki = self._accounts(str(about["host"]))
        landed = _look(wiki, "", marker(self._secret, posted.delivery.key), attempt).landed
        if landed is False and _gone(wiki, about):
            return None
        return landed

    def _put(self, wiki: WikiAccount, parcel: Parcel, page: _Page, mark: str) -> Result:
        for again in (False, True):
            written = _edit(wiki, parcel, page, mark)
            if written.outcome != "lost" and written.code not in _CONFLICTS:
                result = self.result(wiki, written)
                # What was not taken now says nothing of the write before, if that was lost.
                kept = not again or result.state == "sent"
                return result if kept else Result("unsure", result.why)
            found = self._found_out(wiki, page, mark, written)
            if found is not None:
                return found
        return Result("unsure", "the answer was lost twice")

    def _found_out(
        self, wiki: WikiAccount, page: _Page, mark: str, written: Written
    ) -> Result | None:
        """Return what became of a write; None where nothing did and it may be sent again."""
        attempt = _Attempt(wiki.user_id, page.number, datetime.fromisoformat(page.now))
        for number in range(LOOKS):
            try:
                look = _look(wiki, page.title, mark, attempt)
            except WikiFailed as failure:
                self.over[wiki.host] = failure.message
                return Result("unsure", f"the answer was lost: {written.why}"[:200])
            if look.landed is not False:
                return Result("sent") if look.landed else Result("unsure", _HIDDEN)
            changed = look.page.revision != page.revision
            if written.outcome == "lost":
                # Merged into what others wrote, it may still be on its way.
                return Result("unsure", f"the answer was lost, and {CHANGED}") if changed else None
            if changed:
                return Result("due", CHANGED)
            # It conflicts with what we do not see: the server that answers lags behind.
            self._sleep(2.0**number)
        return Result("unsure", f"the wiki's answers do not fit together: {written.code}")


_HIDDEN = "whether it is there cannot be seen any more"


def _edit(wiki: WikiAccount, parcel: Parcel, page: _Page, mark: str) -> Written:
    subject = " ".join(parcel.subject.split())
    text = parcel.text if mark in parcel.text else f"{parcel.text}\n<!-- {mark} -->"
    section = f"== {subject} ==\n\n{text}"
    upon: dict[str, str | int] = {"createonly": 1}
    if page.revision:
        upon = {"baserevid": page.revision, "nocreate": 1}
    return wiki.write(
        action="edit",
        title=page.title,
        text=f"{page.text}\n\n{section}" if page.text else section,
        summary=f"/* {_plain(subject)} */",
        **upon,
    )


def _plain(title: str) -> str:
    """Return a section's title as it is read: an edit's summary knows no tags and no entities."""
    return html.unescape(re.sub("<[^>]*>", "", title)).replace("*/", "")


def _look(wiki: WikiAccount, title: str, mark: str, attempt: _Attempt | None) -> _Look:
    """Look at a page and at an attempt's traces in one request, so that the two fit together."""
    parameters: dict[str, str | int] = {"action": "query", "curtimestamp": 1}
    if title:
        parameters |= {"prop": "info|revisions", "titles": title}
        parameters |= {"rvprop": "ids|content", "rvslots": "main"}
    if attempt:
        parameters |= _traces(attempt, title)
    documents = list(wiki.each(**parameters))
    page = _page(documents[0], title)
    if not attempt:
        return _Look(page, False)
    queries = [document.get("query", {}) for document in documents]
    rows = [row for query in queries for row in query.get("usercontribs", ())]
    there = [row for row in rows if row["pageid"] == attempt.page or not attempt.page]
    # A page that was not there was begun by the letter.
    revisions = [str(row["revid"]) for row in there if attempt.page or not row["parentid"]]
    landed = _among(wiki, revisions, mark)
    if landed is False and any(query.get("logevents") for query in queries):
        landed = None
    return _Look(page, landed)


def _traces(attempt: _Attempt, title: str) -> dict[str, str | int]:
    since = f"{attempt.since - MARGIN:%Y-%m-%dT%H:%M:%SZ}"
    contributions: dict[str, str | int] = {
        "list": "usercontribs",
        "ucuserids": attempt.by,
        "ucend": since,
        "uclimit": "max",
        "ucprop": "ids",
    }
    if not title:
        return contributions
    # What was on a page that was deleted no longer stands among our contributions.
    deleted = {"letype": "delete", "letitle": title, "leend": since, "leprop": "ids"}
    return {**contributions, **deleted, "list": "usercontribs|logevents"}


def _page(document: Mapping[str, Any], title: str) -> _Page:
    now = str(document["curtimestamp"])
    pages = document.get("query", {}).get("pages") if title else None
    if not pages:
        return _Page("", now)
    page = pages[0]
    title = str(page.get("title", title))
    unfit = ""
    if page.get("invalid") or page.get("ns") != 3:
        unfit = "invalid-name"
    elif page.get("redirect"):
        unfit = "redirect"
    elif page.get("contentmodel") != "wikitext":
        unfit = "not-wikitext"
    for revision in page.get("revisions", ()):
        text = str(revision["slots"]["main"].get("content", ""))
        return _Page(title, now, revision["revid"], page["pageid"], text, unfit)
    return _Page(title, now, unfit=unfit)


def _among(wiki: WikiAccount, revisions: list[str], mark: str) -> bool | None:
    """Return whether a revision has the marker; None where it may stand in one that is hidden."""
    hidden = False
    for batch in batches(revisions):
        found = wiki.ask(
            action="query",
            prop="revisions",
            revids="|".join(batch),
            rvprop="ids|content",
            rvslots="main",
        )["query"]
        for page in found.get("pages", ()):
            for revision in page.get("revisions", ()):
                main = revision["slots"]["main"]
                hidden |= "content" not in main
                if mark in main.get("content", ""):
                    return True
        hidden |= bool(found.get("badrevids"))
    return None if hidden else False


def _refused(page: _Page, name: str, about: Facts) -> Result | None:
    if page.unfit == "invalid-name" or not same_account(name, page.title.partition(":")[2]):
        return Result("refused", "invalid-name: the wiki takes it for another page")
    if page.unfit:
        return Result("refused", page.unfit)
    return Result("due", CHANGED) if about.get("base", page.revision) != page.revision else None


def _facts(wiki: WikiAccount, page: _Page) -> Facts:
    return {"base": page.revision, "page": page.number, "since": page.now, "by": wiki.user_id}


def _attempt(about: Facts) -> _Attempt | None:
    try:
        since = datetime.fromisoformat(str(about["since"]))
        return _Attempt(int(about["by"]), int(about["page"]), since)
    except (KeyError, ValueError):
        return None


def _gone(wiki: WikiAccount, about: Facts) -> bool:
    """Return whether the page that a letter was to go on was there and is there no more."""
    number = about.get("page")
    if not number:
        return False
    found = wiki.ask(action="query", pageids=number)["query"]
    return bool(found["pages"][0].get("missing"))
