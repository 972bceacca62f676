"""Who has an account on a wiki, and what they contributed, in as few requests as the API allows.

Everybody is asked for at once, up to 50 in a request, and 500 contributions come in an answer.
People are known by their user id, which outlives a change of name. The gender that users may set
(`usprop=gender`) chooses words of the interface; it is nobody's self-description and never read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentorkit.cohort.scalars import instant_text
from mentorkit.doors.answers import Row, is_nobody, read_row, rows_in
from mentorkit.doors.wiki import Document, Wiki
from mentorkit.outcomes.activity import Contribution
from mentorkit.outcomes.pulling import Span
from mentorkit.rules.user_names import paired


@dataclass(frozen=True, slots=True)
class Account:
    """A registered user under the name of today."""

    user_id: int
    name: str


def look_up(
    wiki: Wiki, names: Sequence[str], user_ids: Sequence[int], span: Span
) -> tuple[dict[str, Account], list[Contribution]]:
    """Find accounts by name and, in the same request, read what known accounts contributed.

    `names` are plain and at most 50, as are `user_ids`. Names without an account are absent from
    the result. Raises WikiFailed.
    """
    lists: dict[str, dict[str, str | int]] = {}
    if names:
        lists["users"] = {"ususers": "|".join(names)}
    if user_ids:
        lists["usercontribs"] = _contributions_of(user_ids, span)
    if not lists:
        return {}, []
    parameters = {key: value for part in lists.values() for key, value in part.items()}
    accounts: dict[str, Account | None] = {}
    contributions: list[Contribution] = []
    for document in wiki.each(action="query", list="|".join(lists), **parameters):
        accounts |= _accounts(wiki, document)
        contributions += contributions_in(wiki, document)
    found = {name: accounts[answered] for name, answered in paired(names, accounts).items()}
    return {name: account for name, account in found.items() if account}, contributions


def read_contributions(
    wiki: Wiki, user_ids: Sequence[int], span: Span, tag: str = ""
) -> list[Contribution]:
    """Read what at most 50 accounts contributed, all of it or only what has a change tag.

    Raises WikiFailed.
    """
    if not user_ids:
        return []
    parameters = _contributions_of(user_ids, span) | ({"uctag": tag} if tag else {})
    documents = wiki.each(action="query", list="usercontribs", **parameters)
    return [found for document in documents for found in contributions_in(wiki, document)]


def names_of(wiki: Wiki, user_ids: Sequence[int]) -> dict[int, str]:
    """Return today's names of at most 50 accounts; those that are gone are absent.

    Raises WikiFailed.
    """
    if not user_ids:
        return {}
    ids = "|".join(map(str, user_ids))
    documents = wiki.each(action="query", list="users", ususerids=ids)
    found = (account for document in documents for account in _accounts(wiki, document).values())
    return {account.user_id: account.name for account in found if account}


def _contributions_of(user_ids: Sequence[int], span: Span) -> dict[str, str | int]:
    return {
        "ucuserids": "|".join(map(str, user_ids)),
        "ucprop": "ids|title|timestamp|sizediff|flags|tags",
        "uclimit": "max",
        "ucdir": "newer",
        "ucstart": instant_text(span.first),
        "ucend": instant_text(span.last),
    }


def _accounts(wiki: Wiki, document: Document) -> dict[str, Account | None]:
    """The accounts of an answer by their names; None for a name that has none."""
    return dict(read_row(wiki, row, _account) for row in rows_in(wiki, document, "users"))


def _account(row: Row) -> tuple[str, Account | None]:
    if is_nobody(row):
        return str(row.get("name", "")), None
    return str(row["name"]), Account(int(row["userid"]), str(row["name"]))


def contributions_in(wiki: Wiki, document: Document) -> Iterator[Contribution]:
    """Yield the contributions of one answer. Raises WikiFailed."""
    for row in rows_in(wiki, document, "usercontribs"):
        yield read_row(wiki, row, _contribution)


def _contribution(row: Row) -> Contribution:
    return Contribution(
        user_id=int(row["userid"]),
        user=str(row["user"]),
        at=datetime.fromisoformat(row["timestamp"]),
        namespace=int(row["ns"]),
        title=str(row["title"]),
        # Old revisions of some wikis have no known size.
        added=int(row.get("sizediff", 0)),
        new=bool(row.get("new", False)),
        tags=frozenset(row.get("tags", ())),
    )
