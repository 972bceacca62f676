"""Where people are looked for, and how a list of them reads: who, and what stands beside a name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from mentorkit.cohort.csvtext import read_table
from mentorkit.cohort.headed import bare
from mentorkit.cohort.programme import Source
from mentorkit.problems import Misuse, Place, Problem
from mentorkit.recruit.steadiness import Month
from mentorkit.rules.user_names import plain_name

Kind = Literal["category", "page", "sign_up", "uploads", "dashboard", "list", "git"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ON_WIKIS = frozenset({"category", "page", "sign_up", "uploads"})
"""The kinds that lie on a wiki; the others are files and folders of this computer."""

_PLACES: Mapping[str, str] = {
    "category": "in the category “{}”",
    "page": "on the page “{}”",
    "sign_up": "on the sign-up list “{}”",
    "uploads": "among the files of “{}”",
    "dashboard": "in the event's file {}",
    "list": "on the list {}",
    "git": "in the repository {}",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One source: its kind, the page, file or folder, and the wiki where people are looked up.

    People come as `role`, unless the words beside their names say another one of `roles`.
    """

    kind: Kind
    of: str
    wiki: str = ""
    role: str = "mentee"
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Where people were found, in words."""
        return _PLACES[self.kind].format(self.of)


class Listed(NamedTuple):
    """Somebody whom a source names, as it names them, and what it says beside."""

    user: str
    words: str = ""


def wanted(source: Source) -> Wanted:
    """Return a source of the settings. Raises Misuse where it says none or two things at once."""
    named: dict[Kind, str | None] = {
        kind: getattr(source, "names" if kind == "list" else kind) for kind in KINDS
    }
    given = [(kind, of) for kind, of in named.items() if of]
    if len(given) != 1:
        message = "an entry of scout: sources: in private/mentorkit.yaml "
        message += f"has {' and '.join(kind for kind, _ in given)}" if given else "names no source"
        raise Misuse(message, f"write one of {', '.join(KINDS)} in each entry")
    (kind, of), *_ = given
    return Wanted(kind, of, source.wiki or "", source.role, dict(source.roles))


def role_in(words: str, source: Wanted) -> str:
    """Return the role that a person's words in a list stand for, or else the source's own.

    The first word of its `roles` that is among them decides, whatever its capitals.
    """
    folded = words.casefold()
    for word, role in source.roles.items():
        if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", folded):
            return role
    return source.role


def read_list(text: str) -> list[Listed]:
    """Read a plain list: one user name a line, "User:" or a list's sign before it or not.

    What follows a tab is kept as the words beside it; a line that starts with # says nothing.
    """
    found = []
    for line in text.removeprefix("\ufeff").splitlines():
        name, _, words = line.partition("\t")
        name = _owner(re.sub(r"^[*•\-]\s+", "", name.strip()))
        if name and not name.startswith("#"):
            found.append(Listed(name, words.strip()))
    return found


def _owner(text: str) -> str:
    """Return the user whom a name, a title or a link means."""
    title = re.sub(r"^\[\[:?(.*?)(?:\|.*)?\]\]$", r"\1", text.strip())
    return re.sub(r"^User(?:[ _]talk)?:", "", title, flags=re.I).strip()


_USER = ("username", "user", "wikiusername", "wikiuser", "editor", "participant", "wiki")
_BESIDE = ("role", "roles", "as")


def read_dashboard(source: bytes, name: str) -> tuple[list[Listed], list[Problem]]:
    """Read the CSV that an event dashboard exports; `name` stands for the file.

    The column `username`, or one called nearly so, has the names; other columns do not matter.
    """
    table = read_table(source, name)
    if table.problems:
        return [], list(table.problems)
    header, rows = (table.rows[0], table.rows[1:]) if table.rows else ((), ())
    headings = [bare(cell.text) for cell in header]
    column = next((headings.index(known) for known in _USER if known in headings), None)
    if column is None:
        place = header[0].place if header else Place(name)
        message = "there is no column 'username' in this file"
        hint = "export the editors or participants as CSV; the first line names the columns"
        return [], [Problem(place, "missing", message, hint)]
    beside = next((headings.index(known) for known in _BESIDE if known in headings), None)
    found = []
    for row in rows:
        user = _owner(row[column].text) if column < len(row) else ""
        words = row[beside].text.strip() if beside is not None and beside < len(row) else ""
        if user:
            found.append(Listed(user, words))
    return found, []


@dataclass(frozen=True, slots=True)
class Programmer:
    """Somebody whose work a repository's log shows: months by commits; the address is private."""

    name: str
    email: str
    months: Mapping[str, Month]
    first: datetime


_BOT = re.compile(
    r"\[bot\]|(?:^|[-_.\s+])bot(?:$|[-_.\s@])|\bbot@|dependabot|renovate|weblate@", re.I
)
_NOBODY = re.compile(r"noreply|no-reply|@localhost|\.local$|\.invalid$", re.I)


def read_log(records: Iterable[Sequence[str]]) -> list[Programmer]:
    """Return the people behind commits, given as author, address and seconds since 1970.

    Commits of the same author's name are one person's, as `git shortlog` counts them; the address
    is the latest that takes mail. Bots are left out.
    """
    names: dict[str, str] = {}
    months: dict[str, Counter[str]] = {}
    mails: dict[str, tuple[int, str]] = {}
    first: dict[str, datetime] = {}
    for name, email, seconds in records:
        if _BOT.search(name) or _BOT.search(email) or not name.strip():
            continue
        key = " ".join(name.casefold().split())
        at = datetime.fromtimestamp(int(seconds), UTC)
        names.setdefault(key, " ".join(name.split()))
        months.setdefault(key, Counter())[f"{at:%Y-%m}"] += 1
        first[key] = min(first.get(key, at), at)
        if "@" in email and not _NOBODY.search(email):
            mails[key] = max(mails.get(key, (0, "")), (int(seconds), email))
    return [
        Programmer(
            names[key],
            mails.get(key, (0, ""))[1],
            {month: Month({0: count}) for month, count in own.items()},
            first[key],
        )
        for key, own in months.items()
    ]


_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def plain_names(listed: Iterable[Listed]) -> tuple[dict[str, str], list[str]]:
    """Return what stands beside each plain user name, and those that no wiki takes as a name."""
    found: dict[str, str] = {}
    unfit = []
    for user, words in listed:
        try:
            name = plain_name(user)
        except ValueError:
            name = ""
        # Whoever is known by an address of the network only has no account.
        if not name or _ADDRESS.fullmatch(name):
            unfit.append(user)
            continue
        before = found.get(name, "")
        found[name] = f"{before}; {words}" if before and words else before or words
    return found, unfit
