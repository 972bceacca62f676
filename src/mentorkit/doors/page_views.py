"""The views of pages, where a wiki counts them (the extension PageViewInfo)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mentorkit.doors.wiki import Document, Wiki, batches
from mentorkit.recruit.outreach import Page

DAYS = 60
"""The most days back that the API gives."""

Views = Mapping[Page, Mapping[date, int]]


def fetch_views(wiki: Wiki, pages: Sequence[Page]) -> Views | None:
    """Return the views of pages by day (UTC), for the last 60 days; None where the wiki has none.

    A page that the wiki does not have is left out, and so is a day that it has not counted yet.
    Raises WikiFailed. It takes one request to ask whether views are counted, and one for each
    fifty titles, and each fifty revisions.
    """
    if not _counts(wiki):
        return None
    found: dict[Page, Mapping[date, int]] = {}
    titles = {page.title: page for page in pages if page.title}
    for some in batches(titles):
        for document in wiki.each(titles="|".join(some), **_ASKED):
            given = {each["to"]: each["from"] for each in _normalised(document)}
            for page in _pages(document):
                title = given.get(page["title"], page["title"])
                _add(found, titles.get(title), page)
    revisions = {str(page.revision): page for page in pages if page.revision}
    for some in batches(revisions):
        with_numbers = {**_ASKED, "prop": "pageviews|revisions", "rvprop": "ids"}
        for document in wiki.each(revids="|".join(some), **with_numbers):
            for page in _pages(document):
                for revision in page.get("revisions", ()):
                    _add(found, revisions.get(str(revision["revid"])), page)
    return found


_ASKED: Mapping[str, str | int] = {"action": "query", "prop": "pageviews", "pvipdays": DAYS}


def _counts(wiki: Wiki) -> bool:
    # To ask for what a wiki does not know is a warning in its log, for each page anew.
    told = wiki.ask(action="query", meta="siteinfo", siprop="extensions")
    listed = told.get("query", {}).get("extensions", ())
    return any(each.get("name") == "PageViewInfo" for each in listed)


def _normalised(document: Document) -> Sequence[Mapping[str, str]]:
    found: Sequence[Mapping[str, str]] = document.get("query", {}).get("normalized", ())
    return found


def _pages(document: Document) -> Iterator[Mapping[str, Any]]:
    for page in document.get("query", {}).get("pages", ()):
        if not page.get("missing") and not page.get("invalid"):
            yield page


def _add(
    found: dict[Page, Mapping[date, int]], asked: Page | None, page: Mapping[str, Any]
) -> None:
    if asked is None or "pageviews" not in page:
        return
    days = {
        date.fromisoformat(day): views
        for day, views in page["pageviews"].items()
        if isinstance(views, int)
    }
    found[asked] = {**found.get(asked, {}), **days}
