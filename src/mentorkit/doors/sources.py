"""Lists of people on a wiki: a category, a page that links to them, a sign-up list, uploaders."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentorkit.doors.answers import rows_in
from mentorkit.doors.wiki import Document, Wiki
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.recruit.sources import Listed, Wanted
from mentorkit.recruit.wikitext import signed_up
from mentorkit.rules.user_names import owner_of

SPECIAL, USER, USER_TALK, FILE, CATEGORY = -1, 2, 3, 6, 14
_OF_USERS = (USER, USER_TALK)
_ABOUT_ONE = frozenset({"Contributions", "Emailuser", "CentralAuth"})


def people_of(wiki: Wiki, source: Wanted) -> list[Listed]:
    """Return whom a source names, each once, in its order.

    Raises WikiFailed, and Misuse where there is no such page or it names nobody.
    """
    readers = {
        "category": _category,
        "page": _page,
        "sign_up": _sign_up,
        "uploads": _uploads,
    }
    found: dict[str, Listed] = {}
    for listed in readers[source.kind](wiki, source.of):
        found.setdefault(listed.user, listed)
    return list(found.values())


def _category(wiki: Wiki, name: str) -> Iterator[Listed]:
    title = _category_title(wiki, name)
    others = users = 0
    members = {"list": "categorymembers", "cmtitle": title, "cmprop": "title", "cmlimit": "max"}
    # The size tells an empty category from one of articles without reading all its members.
    size = {"titles": title, "prop": "categoryinfo"}
    only: dict[str, str | int] = {"cmnamespace": f"{USER}|{USER_TALK}"}
    for document in wiki.each(action="query", **members, **size, **only):
        for page in rows_in(wiki, document, "pages"):
            others = max(others, int(page.get("categoryinfo", {}).get("size", 0)))
        for row in rows_in(wiki, document, "categorymembers"):
            users += 1
            yield Listed(owner_of(str(row["title"])))
    if users:
        return
    if others:
        message = f"no user page is in “{name}” on {wiki.host}: it holds {others} other pages"
        hint = "a category of articles is no source of people; of files, name it with --uploads"
        raise Misuse(message, hint)
    raise Misuse(f"there is no category “{name}” on {wiki.host}, or it is empty", _SPELLING)


def _category_title(wiki: Wiki, name: str) -> str:
    """Return a category's title; its namespace may be named in the wiki's language, or not."""
    head, colon, rest = name.partition(":")
    if not colon or head.strip().casefold() == "category":
        return f"Category:{(rest if colon else name).strip()}"
    document = wiki.ask(action="query", titles=name)
    pages = rows_in(wiki, document, "pages")
    inside = any(page.get("ns") == CATEGORY for page in pages)
    return name if inside else f"Category:{name}"


def _page(wiki: Wiki, title: str) -> Iterator[Listed]:
    document = _ask_for_page(wiki, title, action="parse", page=title, prop="links", redirects=1)
    parsed = document.get("parse", {})
    links = parsed.get("links", ()) if isinstance(parsed, dict) else ()
    found = [Listed(owner_of(str(link["title"]))) for link in links if _is_user(link)]
    if not found:
        raise Misuse(f"“{title}” on {wiki.host} links to no user", _SPELLING)
    yield from found


def _sign_up(wiki: Wiki, title: str) -> Iterator[Listed]:
    document = wiki.ask(
        action="query",
        titles=title,
        redirects=1,
        prop="revisions",
        rvprop="content",
        rvslots="main",
        meta="siteinfo",
        siprop="namespaces|namespacealiases|specialpagealiases",
    )
    for page in rows_in(wiki, document, "pages"):
        for revision in page.get("revisions", ()):
            text = str(revision.get("slots", {}).get("main", {}).get("content", ""))
            found = signed_up(text, _called(document, *_OF_USERS), _special_pages(document))
            if not found:
                raise Misuse(f"nobody signed “{title}” on {wiki.host}", _SPELLING)
            for entry in found:
                yield Listed(entry.user, " ".join(filter(None, [entry.under, entry.words])))
            return
    raise Misuse(f"there is no page “{title}” on {wiki.host}", _SPELLING)


def _called(document: Document, *numbers: int) -> list[str]:
    """Return all that a wiki calls namespaces by."""
    query: Mapping[str, Any] = document["query"]
    spaces = [*query.get("namespaces", {}).values(), *query.get("namespacealiases", ())]
    meant = [space for space in spaces if space.get("id") in numbers]
    keys = ("name", "canonical", "alias")
    return [str(each[key]) for each in meant for key in keys if key in each]


def _special_pages(document: Document) -> list[str]:
    """Return what a wiki calls the special pages about one user, with their namespace."""
    query: Mapping[str, Any] = document["query"]
    pages = [page for page in query.get("specialpagealiases", ()) if page["realname"] in _ABOUT_ONE]
    spaces = _called(document, SPECIAL)
    return [f"{space}:{alias}" for page in pages for alias in page["aliases"] for space in spaces]


def _uploads(wiki: Wiki, name: str) -> Iterator[Listed]:
    title = _category_title(wiki, name)
    asked: dict[str, str | int] = {
        "generator": "categorymembers",
        "gcmtitle": title,
        "gcmnamespace": FILE,
        "gcmlimit": "max",
        "prop": "imageinfo",
        "iiprop": "user",
    }
    found = False
    for document in wiki.each(action="query", **asked):
        for page in rows_in(wiki, document, "pages"):
            for info in page.get("imageinfo", ()):
                if info.get("user"):
                    found = True
                    yield Listed(str(info["user"]))
    if not found:
        raise Misuse(f"no file is in “{name}” on {wiki.host}", _SPELLING)


_SPELLING = "look at how the page is called, and on which wiki it is"


def _ask_for_page(wiki: Wiki, title: str, **asked: str | int) -> Document:
    try:
        return wiki.ask(**asked)
    except WikiFailed as failure:
        if "missingtitle" in failure.message or "invalidtitle" in failure.message:
            message = f"there is no page “{title}” on {wiki.host}"
            raise Misuse(message, _SPELLING) from None
        raise


def _is_user(link: Mapping[str, Any]) -> bool:
    return link.get("ns") in _OF_USERS
