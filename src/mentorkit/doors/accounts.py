"""What a wiki shows of its accounts to whoever looks for steady people, in the fewest requests.

Accounts are asked for fifty at once. What else is wanted rides along in the same requests: user
pages with the accounts, talk pages with the contributions, and with each answer of contributions
one account's very first edit. The gender that users may set (`usprop=gender`) chooses words of
the interface; it is nobody's self-description and never asked for.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mentorkit.cohort.scalars import instant_text
from mentorkit.doors.answers import Row, is_nobody, read_row, rows_in
from mentorkit.doors.contributions import contributions_in
from mentorkit.doors.wiki import Document, Wiki
from mentorkit.outcomes.activity import Contribution
from mentorkit.outcomes.pulling import Span
from mentorkit.problems import WikiFailed
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.wikitext import exclusions, exclusions_among
from mentorkit.rules.user_names import paired

_PROPS = "blockinfo|groupmemberships|registration|editcount|emailable|centralids"


def look_up(
    wiki: Wiki, names: Sequence[str], today: date, opt_out: str = ""
) -> dict[str, Account | None]:
    """Find accounts by at most 50 plain names; None for a name that has none.

    Whoever's user page is in the category `opt_out` refuses messages. Raises WikiFailed.
    """
    asked = {"ususers": "|".join(names)}
    found = dict(_users(wiki, asked, names, today, opt_out))
    fitting = paired(names, [name for name, account in found.items() if account])
    return {name: found[fitting[name]] if name in fitting else None for name in names}


def look_up_again(
    wiki: Wiki, known: Sequence[Account], today: date, opt_out: str = ""
) -> dict[int, Account]:
    """Find at most 50 accounts by their numbers, under today's names; those gone are absent.

    Raises WikiFailed.
    """
    asked = {"ususerids": "|".join(str(account.user_id) for account in known)}
    names = [account.name for account in known]
    users = _users(wiki, asked, names, today, opt_out)
    return {account.user_id: account for _, account in users if account}


def new_name(wiki: Wiki, name: str) -> str:
    """Return what an account of an old name was renamed to; empty where no log tells.

    Raises WikiFailed.
    """
    asked: dict[str, str | int] = {"list": "logevents", "leprop": "title|details", "lelimit": 1}
    try:
        document = wiki.ask(action="query", letype="renameuser", letitle=f"User:{name}", **asked)
    except WikiFailed as failure:
        if "badvalue" in failure.message:  # this wiki has no log of renamed users
            return ""
        raise
    for row in rows_in(wiki, document, "logevents"):
        params = row.get("params")
        if isinstance(params, dict):
            return str(params.get("newuser", ""))
    return ""


@dataclass(frozen=True, slots=True)
class Read:
    """What one answer tells: contributions, talk pages by owner, first edits by user id.

    Of a talk page it tells whether it refuses messages, by its category or by what stands on it:
    that comes with the last answer, as several may have parts of a page. Contributions come account
    after account.
    """

    contributions: list[Contribution] = field(default_factory=list)
    talk_pages: Mapping[str, bool] = field(default_factory=dict)
    first_edits: Mapping[int, date] = field(default_factory=dict)


def read(
    wiki: Wiki,
    accounts: Sequence[Account],
    span: Span | None,
    talks: Sequence[Account],
    unknown: "deque[Account]",
    refuses: Callable[[str], bool],
    opt_out: str = "",
) -> Iterator[Read]:
    """Yield, answer by answer, what at most 50 accounts contributed, and at most 50 talk pages.

    Without a `span` only the talk pages are read. `unknown` are accounts whose first edit nobody
    knows: one is taken off with each request. `refuses` tells of a page's wikitext. Raises
    WikiFailed.
    """
    asked = {"action": "query", **_contributions(accounts, span), **_talk_pages(talks, opt_out)}
    further: dict[str, str | int] = {}
    pages = _Pages(refuses)
    while True:
        rides = unknown.popleft() if span and unknown else None
        document = wiki.ask(**{**asked, **further, **_first_edit_of(rides)})
        pages.add(rows_in(wiki, document, "pages"))
        found = _going_on(document)
        yield Read(
            list(contributions_in(wiki, document)),
            {} if found else pages.refusals(),
            dict(_first_edits(wiki, document, rides)),
        )
        if not found:
            return
        if found == further:
            raise WikiFailed(f"{wiki.host}: the wiki's answer would go on for ever", "try later")
        further = found


def first_edit(wiki: Wiki, account: Account) -> date | None:
    """Return the day of an account's first edit; None where it has none. Raises WikiFailed."""
    asked: dict[str, str | int] = {
        "list": "usercontribs",
        "ucuserids": account.user_id,
        "ucprop": "timestamp",
        "ucdir": "newer",
        "uclimit": 1,
    }
    document = wiki.ask(action="query", **asked)
    return next((_day(row["timestamp"]) for row in rows_in(wiki, document, "usercontribs")), None)


def _contributions(accounts: Sequence[Account], span: Span | None) -> dict[str, str | int]:
    if span is None:
        return {}
    return {
        "list": "usercontribs",
        "ucuserids": "|".join(str(account.user_id) for account in accounts),
        "ucprop": "ids|title|timestamp|flags|tags",
        "uclimit": "max",
        "ucdir": "newer",
        "ucstart": instant_text(span.first),
        "ucend": instant_text(span.last),
    }


def _talk_pages(talks: Sequence[Account], opt_out: str) -> dict[str, str | int]:
    if not talks:
        return {}
    asked: dict[str, str | int] = {
        "titles": "|".join(f"User talk:{account.name}" for account in talks),
        "prop": "revisions|templates",
        "rvprop": "content",
        "rvslots": "main",
        "tltemplates": "Template:Nobots|Template:Bots",
        "tllimit": "max",
    }
    if opt_out:
        more = {"clcategories": opt_out, "cllimit": "max"}
        asked |= {"prop": "revisions|templates|categories", **more}
    return asked


def _first_edit_of(account: Account | None) -> dict[str, str | int]:
    if account is None:
        return {}
    return {
        "list": "usercontribs|allrevisions",
        "arvuser": account.name,
        "arvprop": "timestamp",
        "arvdir": "newer",
        "arvlimit": 1,
    }


def _going_on(document: Document) -> dict[str, str | int]:
    """Return how to go on: what rode along neither goes on nor is done with."""
    found = document.get("continue")
    if not isinstance(found, dict):
        return {}
    further = {key: value for key, value in found.items() if not key.startswith("arv")}
    if set(further) <= {"continue"}:
        return {}
    generator, bars, done = str(further.get("continue", "")).partition("||")
    left = "|".join(name for name in done.split("|") if name != "allrevisions")
    return {**further, "continue": f"{generator}{bars}{left}"}


def _users(
    wiki: Wiki,
    asked: Mapping[str, str],
    names: Sequence[str],
    today: date,
    opt_out: str,
) -> list[tuple[str, Account | None]]:
    """The accounts of an answer by their names; None for a name that has none."""
    rows: list[Row] = []
    pages = _Pages(lambda text: False)
    with_pages = {**asked, **_user_pages(names, opt_out)}
    for document in wiki.each(action="query", list="users", usprop=_PROPS, **with_pages):
        rows += rows_in(wiki, document, "users")
        pages.add(rows_in(wiki, document, "pages"))
    users = [read_row(wiki, row, lambda row: _user(row, today)) for row in rows]
    # Whoever was asked for by number may have another name by now, and the user page with it.
    moved = [a.name for _, a in users if a and opt_out and a.name not in pages.refusals()]
    if moved:
        for document in wiki.each(action="query", **_user_pages(moved, opt_out)):
            pages.add(rows_in(wiki, document, "pages"))
    refusals = pages.refusals()
    return [(name, a and replace(a, page_refuses=refusals.get(a.name, False))) for name, a in users]


def _user_pages(names: Sequence[str], opt_out: str) -> dict[str, str]:
    if not opt_out:
        return {}
    titles = "|".join(f"User:{name}" for name in names)
    return {"titles": titles, "prop": "categories", "clcategories": opt_out, "cllimit": "max"}


def _user(row: Row, today: date) -> tuple[str, Account | None]:
    if is_nobody(row):
        return str(row.get("name", "")), None
    name = str(row["name"])
    return name, Account(
        user_id=int(row["userid"]),
        name=name,
        asked=today,
        registered=_day(row["registration"]) if row.get("registration") else None,
        groups=tuple(sorted(str(each["group"]) for each in row["groupmemberships"])),
        # A block of some pages only does not keep anybody from being written to.
        blocked="blockid" in row and not row.get("blockpartial", False),
        emailable=bool(row.get("emailable", False)),
        edits=int(row.get("editcount", 0)),
        central=_central(row),
    )


def _central(row: Row) -> int:
    ids, attached = row.get("centralids", {}), row.get("attachedlocal", {})
    if "CentralAuth" not in ids:
        return 0
    return int(ids["CentralAuth"]) if attached.get("CentralAuth") else -1


class _Pages:
    """What the answers to one question say of users' pages; each may have a part of a page."""

    def __init__(self, refuses: Callable[[str], bool]):
        self._refuses = refuses
        self._refusing: dict[str, bool] = {}
        self._included: dict[str, set[str]] = {}
        self._standing: dict[str, set[str]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Add the pages of an answer."""
        for page in rows:
            owner = str(page.get("title", "")).partition(":")[2]
            refusing = bool(page.get("categories")) or self._refusing.get(owner, False)
            included = exclusions_among(str(each["title"]) for each in page.get("templates", ()))
            self._included.setdefault(owner, set()).update(included)
            for revision in page.get("revisions", ()):
                text = str(revision.get("slots", {}).get("main", {}).get("content", ""))
                self._standing.setdefault(owner, set()).update(exclusions(text))
                refusing = refusing or self._refuses(text)
            self._refusing[owner] = refusing

    def refusals(self) -> dict[str, bool]:
        """Return whether a page refuses messages, by the owners of all that were asked for.

        A template for bots that comes from another page cannot be read, so it counts as a no.
        """
        return {
            owner: refusing or bool(self._included[owner] - self._standing.get(owner, set()))
            for owner, refusing in self._refusing.items()
        }


def _first_edits(
    wiki: Wiki, document: Document, account: Account | None
) -> Iterator[tuple[int, date]]:
    if account is None:
        return
    for page in rows_in(wiki, document, "allrevisions"):
        for revision in page.get("revisions", ()):
            yield account.user_id, _day(revision["timestamp"])


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
