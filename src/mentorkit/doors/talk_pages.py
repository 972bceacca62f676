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

ON_ITS_WAY = timedelta(minutes=10)
"""For how long a write that nobody answered may still land: longer than servers keep a request."""

LOOKS = 3
"""How often a wiki is asked whether a letter is there, when its answers do not fit together."""

CHANGED = "the talk page changed meanwhile; it is to be looked at again"

UNREADABLE = "the text of the talk page cannot be read"

_TALK = 3
"""The namespace of users' talk pages."""

_CONFLICTS = {"articleexists", "editconflict", "missingtitle", "nosuchrevid", "pagedeleted"}


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
        begin(self._facts(wiki, look.page))
        return self._put(wiki, parcel, look.page, mark)

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        """Return whether a letter is on its talk page, or was; None where that cannot be known.

        With `surely`, None too where it may still be on its way. Raises WikiFailed.
        """
        about = posted.delivery.about
        if "since" not in about:
            # Whatever is handed over has it.
            return False
        attempt = _attempt(about)
        if attempt is None or not about.get("host"):
            return None
        wiki = self._accounts(str(about["host"]))
        mark = marker(self._secret, posted.delivery.key)
        title = _title(wiki, attempt.page) if attempt.page else ""
        if attempt.page and not title:
            return None
        look = _look(wiki, title, mark, attempt)
        age = datetime.fromisoformat(look.page.now) - attempt.since
        if look.landed is not False or (surely and age < ON_ITS_WAY):
            return look.landed or None
        return None if not attempt.page and self._touched(wiki, attempt, about) else False

    def _touched(self, wiki: WikiAccount, attempt: _Attempt, about: Facts) -> bool:
        """Return whether a page that was new may have been moved or deleted, or in part hidden.

        Where it went to, and what became of it there, is not followed.
        """
        logged: dict[str, str | int] = {"list": "logevents", "lenamespace": _TALK}
        logged |= {"leend": _since(attempt), "leprop": "title", "lelimit": "max"}
        titles = (
            row.get("title")
            for kind in ("delete", "move")
            for document in wiki.each(action="query", letype=kind, **logged)
            for row in document["query"]["logevents"]
        )
        known = about.get("title")
        return any(not title or known in (None, self._stands_for(title)) for title in titles)

    def _facts(self, wiki: WikiAccount, page: _Page) -> Facts:
        return {
            "base": page.revision,
            "page": page.number,
            "title": self._stands_for(page.title),
            "since": page.now,
            "by": wiki.user_id,
        }

    def _stands_for(self, title: str | None) -> str:
        """Return what stands for a page in the journal, which names no reader."""
        return marker(self._secret, f"title {title}") if title else ""

    def _put(self, wiki: WikiAccount, parcel: Parcel, page: _Page, mark: str) -> Result:
        for again in (False, True):
            written = _edit(wiki, parcel, page, mark)
            if written.outcome != "lost" and written.code not in _CONFLICTS:
                result = self.result(wiki, written)
                # What was not taken now says nothing of the write before, if that was lost.
                kept = not again or result.state == "sent"
                return result if kept else Result("unsure", result.why)
            lost = again or written.outcome == "lost"
            found = self._found_out(wiki, page, mark, written, lost=lost)
            if found is not None:
                return found
        return Result("unsure", "the answer was lost twice")

    def _found_out(
        self, wiki: WikiAccount, page: _Page, mark: str, written: Written, *, lost: bool
    ) -> Result | None:
        """Return what became of a write; None where nothing did and it may be sent again.

        `lost` is whether its answer was, or that of the same write before.
        """
        attempt = _Attempt(wiki.user_id, page.number, datetime.fromisoformat(page.now))
        for number in range(LOOKS):
            try:
                look = _look(wiki, page.title, mark, attempt)
            except WikiFailed as failure:
                self.over[wiki.host] = failure
                return Result("unsure", f"the answer was lost: {written.why}"[:200])
            if look.landed is not False:
                return Result("sent") if look.landed else Result("unsure", _HIDDEN)
            changed = look.page.revision != page.revision
            if changed and lost:
                # Merged into what others wrote, it may still be on its way.
                return Result("unsure", f"the answer was lost, and {CHANGED}")
            if changed:
                return Result("due", CHANGED)
            if written.outcome == "lost":
                return None
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
    if mark in page.text or not attempt:
        return _Look(page, mark in page.text)
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
    since = _since(attempt)
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


def _since(attempt: _Attempt) -> str:
    return f"{attempt.since - MARGIN:%Y-%m-%dT%H:%M:%SZ}"


def _page(document: Mapping[str, Any], title: str) -> _Page:
    now = str(document["curtimestamp"])
    pages = document.get("query", {}).get("pages") if title else None
    if not pages:
        return _Page("", now)
    page = pages[0]
    title = str(page.get("title", title))
    unfit = ""
    if page.get("invalid") or page.get("ns") != _TALK:
        unfit = "invalid-name"
    elif page.get("redirect"):
        unfit = "redirect"
    elif page.get("contentmodel") != "wikitext":
        unfit = "not-wikitext"
    for revision in page.get("revisions", ()):
        main = revision.get("slots", {}).get("main", {})
        if "content" not in main:
            unfit = UNREADABLE
        text = str(main.get("content", ""))
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
    if page.unfit == UNREADABLE:
        # Servers lose a text for a while, and find it again.
        return Result("due", UNREADABLE)
    if page.unfit:
        return Result("refused", page.unfit)
    return Result("due", CHANGED) if about.get("base", page.revision) != page.revision else None


def _attempt(about: Facts) -> _Attempt | None:
    try:
        since = datetime.fromisoformat(str(about["since"]))
        return _Attempt(int(about["by"]), int(about["page"]), since)
    except (KeyError, ValueError):
        return None


def _title(wiki: WikiAccount, number: int) -> str:
    """Return the title that a page has today; empty where there is no such page any more."""
    page = wiki.ask(action="query", pageids=number)["query"]["pages"][0]
    return "" if page.get("missing") else str(page["title"])
