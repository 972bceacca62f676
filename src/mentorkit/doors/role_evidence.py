"""What a wiki shows of its users' rights, of pages that they created, and of pages that list them.

Everybody is asked for at once where the API takes many names; the rights log is read whole where
it is short, and else for each person. The gender that users may set is never read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mentorkit.cohort.scalars import instant_text
from mentorkit.doors.answers import Row, is_nobody, read_row, rows_in, rows_of, unreadable
from mentorkit.doors.wiki import Document, Wiki, batches
from mentorkit.outcomes.pulling import Span
from mentorkit.outcomes.signs import NewPage, RightsChange
from mentorkit.rules.user_names import owner_of, paired

MOVED = "mw-new-redirect"
USER, USER_TALK = 2, 3


@dataclass(frozen=True, slots=True)
class Holder:
    """A registered user: today's name, and the groups held now, those that everybody has too."""

    user_id: int
    name: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a page: its number, when it was saved, and by whom; "" where that is hidden."""

    number: int
    at: datetime
    by: str


def holders(wiki: Wiki, names: Sequence[str]) -> dict[str, Holder]:
    """Find accounts by plain names, fifty in a request; names without one are absent.

    Raises WikiFailed.
    """
    found: dict[str, Holder] = {}
    for batch in batches(names):
        answered: dict[str, Holder | None] = {}
        asked = {"list": "users", "ususers": "|".join(batch), "usprop": "groups"}
        for row in rows_of(wiki, "users", asked):
            holder = read_row(wiki, row, _holder)
            answered[holder.name if holder else str(row.get("name", ""))] = holder
        accounts = {name: answered[called] for name, called in paired(batch, answered).items()}
        found |= {name: holder for name, holder in accounts.items() if holder}
    return found


def rights_changes(wiki: Wiki, names: Sequence[str], span: Span) -> dict[str, list[RightsChange]]:
    """Read how people's rights changed, the oldest change first, by their names.

    Raises WikiFailed.
    """
    asked: dict[str, str | int] = {
        "action": "query",
        "list": "logevents",
        "letype": "rights",
        "leprop": "ids|title|type|timestamp|details",
        "ledir": "newer",
        "lestart": instant_text(span.first),
        "leend": instant_text(span.last),
        "lelimit": "max",
    }
    if len(names) > 1:
        document = wiki.ask(**asked)
        if "continue" not in document:
            return _changes(wiki, names, rows_in(wiki, document, "logevents"))
    found: dict[str, list[RightsChange]] = {}
    for name in names:
        rows = rows_of(wiki, "logevents", {**asked, "letitle": f"User:{name}"})
        found |= _changes(wiki, [name], rows)
    return found


def pages_created(wiki: Wiki, user_ids: Sequence[int], span: Span) -> dict[int, list[NewPage]]:
    """Read which pages people created and are still there, by user id; redirects are left out.

    Raises WikiFailed.
    """
    found: dict[int, list[NewPage]] = {user_id: [] for user_id in user_ids}
    for batch in batches(map(str, user_ids)):
        asked: dict[str, str | int] = {
            "list": "usercontribs",
            "ucuserids": "|".join(batch),
            "ucprop": "ids|title|timestamp|tags",
            "ucshow": "new",
            "ucdir": "newer",
            "ucstart": instant_text(span.first),
            "ucend": instant_text(span.last),
            "uclimit": "max",
        }
        for row in rows_of(wiki, "usercontribs", asked):
            if MOVED not in row.get("tags", ()):
                user_id, page = read_row(wiki, row, lambda r: (int(r["userid"]), _new_page(r)))
                found.setdefault(user_id, []).append(page)
    return found


def existing(wiki: Wiki, titles: Sequence[str]) -> list[str]:
    """Return which pages there are, as the wiki writes their titles. Raises WikiFailed."""
    found: list[str] = []
    for batch in batches(titles):
        for row in rows_of(wiki, "pages", {"prop": "info", "titles": "|".join(batch)}):
            if not (row.get("missing") or row.get("invalid")):
                found.append(read_row(wiki, row, lambda r: str(r["title"])))
    return found


def first_revision(wiki: Wiki, title: str) -> NewPage | None:
    """Return a page by its first revision; None where there is none. Raises WikiFailed."""
    asked: dict[str, str | int] = {"rvdir": "newer", "rvlimit": 1}
    document = wiki.ask(**_revisions_of(title), **asked)
    for row in rows_in(wiki, document, "pages"):
        for revision in row.get("revisions", ()):
            return read_row(wiki, {**row, **revision}, _new_page)
    return None


def history(wiki: Wiki, title: str, span: Span) -> list[Revision]:
    """Return a page's revisions within a span, the oldest first, and the last before it.

    Empty where there is no such page. Raises WikiFailed.
    """
    within: dict[str, str | int] = {
        "rvdir": "newer",
        "rvstart": instant_text(span.first),
        "rvend": instant_text(span.last),
        "rvlimit": "max",
    }
    before: dict[str, str | int] = {"rvstart": instant_text(span.first), "rvlimit": 2}
    asked = _revisions_of(title)
    last = _revisions(wiki, [wiki.ask(**asked, **before)])
    documents = wiki.each(**asked, **within)
    earlier = [revision for revision in last if revision.at < span.first]
    return [*earlier[:1], *_revisions(wiki, documents)]


def users_linked(wiki: Wiki, revision: int) -> frozenset[str]:
    """Return the names of the users that a revision of a page links to. Raises WikiFailed."""
    document = wiki.ask(action="parse", oldid=revision, prop="links")
    parsed = document.get("parse")
    links = parsed.get("links") if isinstance(parsed, dict) else None
    if not isinstance(links, list):
        raise unreadable(wiki, "parse.links is no list")
    titles = [read_row(wiki, link, lambda r: (int(r["ns"]), str(r["title"]))) for link in links]
    return frozenset(owner_of(title) for space, title in titles if space in (USER, USER_TALK))


def _revisions_of(title: str) -> dict[str, str | int]:
    props = {"prop": "revisions", "rvprop": "ids|timestamp|user"}
    return {"action": "query", "titles": title, **props}


def _revisions(wiki: Wiki, documents: Iterable[Document]) -> list[Revision]:
    return [
        read_row(wiki, row, _revision)
        for document in documents
        for page in rows_in(wiki, document, "pages")
        for row in page.get("revisions", ())
    ]


def _revision(row: Row) -> Revision:
    return Revision(int(row["revid"]), _moment(row["timestamp"]), str(row.get("user", "")))


def _holder(row: Row) -> Holder | None:
    if is_nobody(row):
        return None
    return Holder(int(row["userid"]), str(row["name"]), frozenset(map(str, row["groups"])))


def _new_page(row: Row) -> NewPage:
    return NewPage(_moment(row["timestamp"]), int(row["ns"]), str(row["title"]), int(row["revid"]))


def _changes(
    wiki: Wiki, names: Iterable[str], rows: Iterable[Row]
) -> dict[str, list[RightsChange]]:
    found: dict[str, list[RightsChange]] = {name: [] for name in names}
    for row in rows:
        # An entry that was hidden from the public says nothing of whom, or of what.
        name = str(row.get("title", "")).partition(":")[2]
        params = row.get("params", {})
        if name in found and isinstance(params, dict) and "newgroups" in params:
            found[name].append(read_row(wiki, row, _change))
    return found


def _change(row: Row) -> RightsChange:
    params = row["params"]
    expiries = {
        str(each["group"]): _moment(each["expiry"])
        for each in params.get("newmetadata", ())
        if each.get("expiry", "infinity") != "infinity"
    }
    return RightsChange(
        number=int(row["logid"]),
        at=_moment(row["timestamp"]),
        before=frozenset(map(str, params.get("oldgroups", ()))),
        after=frozenset(map(str, params["newgroups"])),
        expiry=expiries,
        by_software=row.get("action") == "autopromote",
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
