"""What `scout` reads of the wikis: accounts by name, their months, and their talk pages.

Everything is kept as soon as it is read, see `doors.scouted`; only what is not known is asked for.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from mentorkit.cohort.model import Cohort
from mentorkit.doors.accounts import first_edit, look_up, look_up_again, new_name, read
from mentorkit.doors.scouted import Notebook
from mentorkit.doors.wiki import Wiki, batches
from mentorkit.outcomes.activity import Contribution
from mentorkit.outcomes.pulling import Span
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.scouting import Listing
from mentorkit.recruit.steadiness import Months, joined, tally
from mentorkit.recruit.wikitext import refuses
from mentorkit.rules.naming import same_user

HOPS = 5
"""How often one account's renaming is followed."""


@dataclass(frozen=True)
class Desk:
    """What scouting works with: the cohort, its notes, the day and the moment it looks from.

    `said_no` tells whether a user name declined earlier; `tell` is told what is being done.
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
        programme = self.cohort.programme
        return Wiki(
            host,
            contact=programme.page or f"{programme.name} ({', '.join(programme.coordinators)})",
            api=programme.wikis[host].api,
            loopback_only=programme.fictional,
            tell=lambda text: self.tell(f"{text} {self.stages.get(host, '')}".rstrip()),
        )


def find_accounts(
    desk: Desk, listings: Sequence[Listing], hosts: Sequence[str]
) -> dict[str, dict[str, Account | None]]:
    """Find everybody's accounts: first where they are listed, then on the other wikis."""
    found: dict[str, dict[str, Account | None]] = {}
    for host in hosts:
        names = [each.user for each in listings if each.host in ("", host)]
        found[host] = _find(desk, host, names)
    for host in hosts:
        others = (a.name for o in hosts if o != host for a in found[o].values() if a)
        asked = {same_user(name) for name in found[host]}
        fresh = [name for name in dict.fromkeys(others) if same_user(name) not in asked]
        # A name that is new here was perhaps never used on this wiki, so no log is asked for it.
        found[host] |= _find(desk, host, fresh, follow=False)
    return found


def _find(
    desk: Desk, host: str, names: Sequence[str], *, follow: bool = True
) -> dict[str, Account | None]:
    """Find accounts by names; whoever was renamed is found by number or by the log of that."""
    notes, today = desk.notebook.of(host), desk.today
    known = notes.by_name()
    _ask_again(desk, host, [a for n in names if (a := known.get(same_user(n)))])
    known = notes.by_name()
    unknown = [n for n in names if same_user(n) not in known and notes.nobody.get(n) != today]
    meant = dict(zip(unknown, unknown, strict=True))
    for _ in range(HOPS):
        if not meant:
            break
        lost = _ask_names(desk, host, meant)
        renamed = (
            {name: new_name(desk.wiki(host), last) for name, last in lost.items()} if follow else {}
        )
        gone = [name for name in lost if not renamed.get(name)]
        desk.notebook.learn_nobody(host, gone, today)
        meant = {name: new for name, new in renamed.items() if new}
    _ask_again(desk, host, [a for n in names if (a := notes.by_name().get(same_user(n)))])
    known = notes.by_name()
    return {name: known.get(same_user(name)) for name in names}


def _ask_again(desk: Desk, host: str, accounts: Sequence[Account]) -> None:
    """Look known accounts up by their numbers, once a day."""
    stale = {a.user_id: a for a in accounts if a.asked != desk.today}
    for batch in _fifties(list(stale.values())):
        found = look_up_again(desk.wiki(host), batch, desk.today, desk.opt_out(host))
        desk.notebook.learn(
            host, [a.renewed(found[a.user_id]) for a in batch if a.user_id in found]
        )
        gone = {a.user_id: a for a in batch if a.user_id not in found}
        for user_id, account in gone.items():
            del desk.notebook.of(host).accounts[user_id]
            desk.notebook.learn_nobody(host, [account.name], desk.today)


def _ask_names(desk: Desk, host: str, meant: Mapping[str, str]) -> dict[str, str]:
    """Look accounts up by what names mean by now; return those that lead to none."""
    notes = desk.notebook.of(host)
    lost: dict[str, str] = {}
    known = notes.by_name()
    for name, now in meant.items():
        account = known.get(same_user(now))
        if account:
            desk.notebook.learn(host, [account.renewed(account, name)])
    left = [name for name, now in meant.items() if same_user(now) not in known]
    for number, batch in enumerate(batches(left)):
        desk.stages[host] = f"(names: {50 * number + len(batch)} of {len(left)})"
        names = list(dict.fromkeys(meant[name] for name in batch))
        found = look_up(desk.wiki(host), names, desk.today, desk.opt_out(host))
        learned: dict[int, Account] = {}
        for name in batch:
            account = found[meant[name]]
            if account is None:
                lost[name] = meant[name]
                continue
            before = learned.get(account.user_id) or notes.accounts.get(account.user_id, account)
            learned[account.user_id] = before.renewed(account, name)
        desk.notebook.learn(host, learned.values())
    return lost


def _fifties(accounts: Sequence[Account]) -> Iterator[list[Account]]:
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
        for batch in _fifties(own):
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
    for batch in _fifties(stale):
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
