"""What `scout` reads of accounts: their months, and their talk pages.

Everything is kept as soon as it is read, see `doors.scouted`; only what is not known is asked for.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.doors.accounts import first_edit, read
from mentorkit.doors.scouted import Notebook
from mentorkit.doors.wiki import Wiki
from mentorkit.outcomes.activity import Contribution
from mentorkit.outcomes.pulling import Span
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.steadiness import Months, joined, tally
from mentorkit.recruit.wikitext import refuses


@dataclass(frozen=True)
class Desk:
    """What scouting works with: the cohort, its notes, the day and the moment it looks from.

    `said_no` tells whether a user name or an address declined earlier; `tell` is told what is being
    done.
    """

    cohort: Cohort
    notebook: Notebook
    day: date
    now: datetime
    said_no: Callable[[str], bool] = lambda user: False
    tell: Callable[[str], None] = lambda text: None
    open_wiki: Callable[[str], Wiki] | None = None
    wikis: dict[str, Wiki] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The real day: what was asked on it is as new as it can be."""
        return self.now.date()

    def wiki(self, host: str) -> Wiki:
        """Return a wiki, opened when it is first needed."""
        if host not in self.wikis:
            self.wikis[host] = (self.open_wiki or self._open)(host)
        return self.wikis[host]

    def opt_out(self, host: str) -> str:
        """Return the category of those who want no messages on a wiki, or nothing.

        Whether a name begins with a namespace, in the wiki's language, only the wiki could tell:
        so it is asked for with and without what stands before a colon.
        """
        name = (self.cohort.programme.wikis[host].opt_out or "").replace("|", " ").strip(": ")
        titles = dict.fromkeys([name, name.partition(":")[2].strip()])
        return "|".join(f"Category:{title}" for title in titles if title)

    def _open(self, host: str) -> Wiki:
        def tell(text: str) -> None:
            self.tell(f"{text} {self.stages.get(host, '')}".rstrip())

        return Wiki.of(self.cohort.programme, host, tell)


def fifties(accounts: Sequence[Account]) -> Iterator[list[Account]]:
    """Yield lists of at most fifty accounts, the most that MediaWiki takes in one parameter."""
    for start in range(0, len(accounts), 50):
        yield list(accounts[start : start + 50])


def read_months(desk: Desk, host: str, user_ids: Iterable[int], window: tuple[str, ...]) -> None:
    """Read what accounts contributed in the months of a window that are not known yet."""
    known = desk.notebook.of(host).accounts
    accounts = [known[user_id] for user_id in sorted(set(user_ids))]
    spans: dict[tuple[str, str], list[Account]] = {}
    for account in accounts:
        for span in account.missing(window):
            spans.setdefault(span, []).append(account)
    unknown = deque(a for a in accounts if a.first_edit is None and not _young(a, window[0]))
    total, done = sum(map(len, spans.values())), 0
    for span, own in sorted(spans.items()):
        for batch in fifties(own):
            desk.stages[host] = f"(people: {done} of {total} read)"
            reading = _Batch(desk, host, span, [a.user_id for a in batch])
            for finished in reading.read(unknown):
                desk.stages[host] = f"(people: {done + finished} of {total} read)"
            done += len(batch)


def read_talk_pages(desk: Desk, host: str, user_ids: Iterable[int]) -> None:
    """Read the talk pages that nobody read today, fifty in a request."""
    known = desk.notebook.of(host).accounts
    stale = [known[u] for u in sorted(set(user_ids)) if known[u].talk_asked != desk.today]
    desk.stages[host] = f"(talk pages: {len(stale)})"
    for batch in fifties(stale):
        for _ in _Batch(desk, host, None, [a.user_id for a in batch]).read(deque()):
            pass


def read_first_edits(desk: Desk, host: str, user_ids: Iterable[int]) -> None:
    """Ask for the first edit of each account of which it is not known, a request for each."""
    known = desk.notebook.of(host).accounts
    unknown = [known[u] for u in sorted(set(user_ids)) if known[u].first_edit is None]
    for number, account in enumerate(unknown):
        desk.stages[host] = f"(first edits: {number} of {len(unknown)})"
        day = first_edit(desk.wiki(host), account)
        desk.notebook.learn(host, [replace(account, first_edit=day)])


def _young(account: Account, month: str) -> bool:
    """Whether an account was made in a month or later, so that no edit of it is older."""
    return account.registered is not None and f"{account.registered:%Y-%m}" >= month


class _Batch:
    """At most fifty accounts of one wiki, read over one span of months, or none."""

    def __init__(
        self, desk: Desk, host: str, months: tuple[str, str] | None, user_ids: Sequence[int]
    ):
        self._desk = desk
        self._host = host
        self._months = months
        self._known = desk.notebook.of(host).accounts
        self._before = {user_id: self._known[user_id] for user_id in user_ids}
        self._tallies: dict[int, Months] = {}
        self._earliest: dict[int, date] = {}
        self._kept: set[int] = set()

    def read(self, unknown: deque[Account]) -> Iterator[int]:
        """Read it all, yielding after each answer how many accounts are read.

        An account is kept as soon as the next one's contributions come.
        """
        accounts = list(self._before.values())
        talks = [a for a in accounts if a.talk_asked != self._desk.today]
        sender = _sender(self._desk.cohort)
        refusing: set[str] = set()
        for answer in read(
            self._desk.wiki(self._host),
            accounts,
            span_of(self._months) if self._months else None,
            talks,
            unknown,
            lambda text: refuses(text, sender),
            self._desk.opt_out(self._host),
        ):
            refusing |= {owner for owner, refused in answer.talk_pages.items() if refused}
            self._learn_first_edits(answer.first_edits)
            self._count(answer.contributions)
            # The last account's contributions may go on in the next answer.
            self._keep(list(self._tallies)[:-1])
            yield len(self._kept)
        self._kept -= {account.user_id for account in talks}
        self._keep(self._before, {a.user_id: a.name in refusing for a in talks})

    def _count(self, contributions: Sequence[Contribution]) -> None:
        own: dict[int, list[Contribution]] = {}
        for contribution in contributions:
            own.setdefault(contribution.user_id, []).append(contribution)
        for user_id, edits in own.items():
            self._tallies[user_id] = joined([self._tallies.get(user_id, {}), tally(edits)])
            first = min(edit.at for edit in edits).astimezone(UTC).date()
            self._earliest[user_id] = min(first, self._earliest.get(user_id, first))
            self._kept.discard(user_id)

    def _learn_first_edits(self, days: Mapping[int, date]) -> None:
        told = [replace(self._known[user_id], first_edit=day) for user_id, day in days.items()]
        self._desk.notebook.learn(self._host, told)

    def _keep(self, user_ids: Iterable[int], talks: Mapping[int, bool] | None = None) -> None:
        fresh = [user_id for user_id in user_ids if user_id not in self._kept]
        self._kept.update(fresh)
        self._desk.notebook.learn(self._host, [self._now(u, talks or {}) for u in fresh])

    def _now(self, user_id: int, talks: Mapping[int, bool]) -> Account:
        """What is known of an account by now."""
        account = self._known[user_id]
        if self._months:
            months = self._tallies.get(user_id, {})
            whole = self._before[user_id].knowing(self._months, months)
            account = replace(
                account, first=whole.first, through=whole.through, months=whole.months
            )
            if account.first_edit is None and _young(account, account.first):
                account = replace(account, first_edit=self._earliest.get(user_id))
        if user_id in talks:
            today = self._desk.today
            account = replace(account, talk_refuses=talks[user_id], talk_asked=today)
        return account


def span_of(months: tuple[str, str]) -> Span:
    """Return the whole of the months from the first to the last, in UTC."""
    first, last = (datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC) for month in months)
    after = (last + timedelta(days=32)).replace(day=1)
    return Span(first, after - timedelta(seconds=1))


def _sender(cohort: Cohort) -> str:
    """The user name that letters come from, which a page may turn away."""
    person = cohort.people.get(cohort.programme.sender or "")
    return (person.wiki if person else None) or ""
