"""What a wiki can show of leadership roles: what is read there, and the signs that come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from mentorkit.cohort.model import RoleClass
from mentorkit.cohort.programme import Wiki


@dataclass(frozen=True, slots=True)
class RightsChange:
    """An entry of the rights log: somebody's groups before and after it.

    `expiry` says when a group after it ends, where it does; `by_software` that no person made it.
    """

    number: int
    at: datetime
    before: frozenset[str]
    after: frozenset[str]
    expiry: Mapping[str, datetime]
    by_software: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page that somebody created: `title` with its namespace, `revision` its first."""

    at: datetime
    namespace: int
    title: str
    revision: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists somebody at its end: since which revision, and who made that one.

    `revision` is None where they were listed already when they enrolled.
    """

    page: str
    revision: int | None = None
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a wiki shows of one person: groups held now, changes of rights from the first on, pages.

    `requests` are pages about the person's own request for rights, by whomever they were created.
    """

    user: str
    groups: frozenset[str] = frozenset()
    changes: Sequence[RightsChange] = ()
    pages: Sequence[NewPage] = ()
    requests: Sequence[NewPage] = ()
    listings: Sequence[Listing] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """A role that a wiki shows; `started` and `ended` are days in UTC.

    `started` is None where nothing says since when. `before` says that it was held when the
    person enrolled, or within 24 months before; `note` is for whoever verifies it.
    """

    person: str
    kind: RoleClass
    tier: str
    scope: str
    wiki: str
    started: date | None
    evidence: str = ""
    ended: date | None = None
    before: bool = False
    by_software: bool = False
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same role again."""
        return self.person, self.wiki, self.kind, self.scope.casefold()


@dataclass(frozen=True, slots=True)
class Site:
    """A wiki as signs are read there: its host, its settings, the address of its index.php."""

    host: str
    settings: Wiki

    @property
    def index(self) -> str:
        """The address of index.php, as the public reaches it."""
        api = self.settings.api or ""
        public = urlsplit(api).scheme == "https" and api.endswith("/api.php")
        return api.removesuffix("api.php") + "index.php" if public else self._usual

    @property
    def _usual(self) -> str:
        return f"https://{self.host}/w/index.php"

    def revision(self, number: int) -> str:
        """Return the permanent link of a revision."""
        return f"{self.index}?oldid={number}"

    def log_entry(self, number: int) -> str:
        """Return the permanent link of a log entry."""
        return f"{self.index}?title=Special:Log&logid={number}"
