"""Who of the people found may be a candidate, in which order, and one sentence of why.

Nobody is judged by who they might be: only public work counts, and what they said about messages.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.programme import Scouting
from mentorkit.cohort.scalars import RESERVED
from mentorkit.recruit.newids import id_from
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.steadiness import Figures, Months, Work, measure, steadiest_first
from mentorkit.rules.naming import same_user, user_names

BOTS = frozenset({"bot", "global-bot", "flow-bot"})


class Listing(NamedTuple):
    """Somebody as a source names them: a plain user name, on `host` or, if that is empty, on all.

    `source` is the source in words; `role` what they are to be invited as, or empty.
    """

    host: str
    user: str
    source: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody found: accounts by wiki, or else a programmer with months of commits."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    role: str = ""
    name: str = ""
    email: str = ""
    commits: Months = field(default_factory=dict)
    began: date | None = None

    def on(self, day: date) -> "Prospect":
        """Return the person without what talk pages said before a day: they may say so no more."""
        accounts = {
            host: a if a.talk_asked == day else replace(a, talk_refuses=False)
            for host, a in self.accounts.items()
        }
        return replace(self, accounts=accounts)

    @property
    def names(self) -> set[str]:
        """All the user names, today's and earlier ones, in MediaWiki's form."""
        found = {same_user(account.name) for account in self.accounts.values()}
        return found | {same_user(old) for a in self.accounts.values() for old in a.also}


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: `user` on the wiki `home`, the figures, and `why` in one sentence."""

    person: str
    prospect: Prospect
    figures: Figures
    home: str
    user: str
    why: str

    @property
    def rights(self) -> tuple[str, ...]:
        """The user groups held on any of the wikis."""
        groups = {group for a in self.prospect.accounts.values() for group in a.groups}
        return tuple(sorted(groups))

    @property
    def registered(self) -> date | None:
        """When the first of the accounts was made; None where the wiki does not know."""
        return _registered(self.prospect)

    @property
    def first_edit(self) -> date | None:
        """The day of the first edit, where it is known for every account."""
        days = [account.first_edit for account in self.prospect.accounts.values()]
        known = [day for day in days if day]
        return min(known) if known and len(known) == len(days) else self.prospect.began


@dataclass(frozen=True, slots=True)
class Scouted:
    """What came of looking: candidates in order, how many were set aside and why, and requests.

    Of `looked_at` people `eligible` were not set aside; `candidates` may be the first of them only.
    `files` are the candidates' files by name; `notes` are sentences for whoever looked.
    """

    candidates: tuple[Found, ...]
    set_aside: Mapping[str, int]
    asked: Mapping[str, int]
    window: tuple[str, ...]
    rules: Scouting
    looked_at: int = 0
    eligible: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def gather(
    listings: Iterable[Listing],
    accounts: Mapping[str, Mapping[str, Account | None]],
) -> tuple[list[Prospect], int]:
    """Make one person of all accounts that are somebody's; return them and how many are nobody.

    `accounts` has, by wiki, what every name that was asked for led to. Accounts of one name on
    wikis that share accounts are one person's where both are attached to the same global account;
    on wikis that share none, the name decides.
    """
    people: dict[tuple[str, ...], Prospect] = {}
    missing: set[tuple[str, str]] = set()
    for listing in listings:
        hosts = [listing.host] if listing.host else list(accounts)
        found = {h: account for h in hosts if (account := accounts[h].get(listing.user))}
        if not found:
            missing.add((listing.host, same_user(listing.user)))
        for host, account in found.items():
            key = _whose(host, account)
            person = people.get(key, Prospect())
            people[key] = replace(
                person,
                accounts={**person.accounts, host: account},
                sources=tuple(dict.fromkeys([*person.sources, listing.source])),
                role=person.role or listing.role,
            )
    for host, named in accounts.items():
        for other in filter(None, named.values()):
            key = _whose(host, other)
            if key in people:
                person = people[key]
                people[key] = replace(person, accounts={**person.accounts, host: other})
    return list(people.values()), len(missing)


def _whose(host: str, account: Account) -> tuple[str, ...]:
    if account.central > 0:
        return "central", str(account.central)
    return ("name", account.name) if account.central == 0 else (host, account.name)


class Sieve:
    """Sets people aside, each for the first reason that holds.

    `said_no` tells whether a user name or an address declined earlier; `leaders` are, by wiki, the
    groups whose members lead already.
    """

    def __init__(
        self,
        cohort: Cohort,
        said_no: Callable[[str], bool],
        day: date,
    ):
        self._people = _known(cohort.people.values())
        self._candidates = _known(cohort.candidates.values())
        self._said_no = said_no
        self._rules = cohort.programme.scout
        self._leaders = {
            host: frozenset(wiki.leaders) for host, wiki in cohort.programme.wikis.items()
        }
        self._newest = _months_earlier(day, self._rules.registered)

    def known(self, prospect: Prospect) -> str:
        """Return the code of why nobody need look at this person's account at all, or nothing.

        `already-in`, `candidate`  the cohort's own files have the person
        `declined`  an earlier no, which is final
        """
        marks = prospect.names | _marks(prospect.email, prospect.name)
        if marks & self._people:
            return "already-in"
        if any(map(self._said_no, (*prospect.names, *filter(None, [prospect.email])))):
            return "declined"
        return "candidate" if marks & self._candidates else ""

    def account(self, prospect: Prospect) -> str:
        """Return the code of why nobody need count this person's edits, or nothing.

        `bot`, `blocked`, `leader`  on any of the wikis
        `too-new`  all accounts are newer than `registered` months
        `opt-out`  the user page says no to messages
        """
        accounts = prospect.accounts
        if any(BOTS & set(account.groups) for account in accounts.values()):
            return "bot"
        if any(account.blocked for account in accounts.values()):
            return "blocked"
        if any(self._leaders.get(h, frozenset()) & set(a.groups) for h, a in accounts.items()):
            return "leader"
        registered = _registered(prospect)
        if accounts and registered and registered > self._newest:
            return "too-new"
        return "opt-out" if self.refuses(prospect) else ""

    def work(self, figures: Figures) -> str:
        """Return `seldom` for somebody active in too few of the months, or nothing."""
        return "seldom" if figures.active < self._rules.active else ""

    def refuses(self, prospect: Prospect) -> bool:
        """Whether a page of the person's on any of the wikis says no to messages."""
        return any(account.refuses for account in prospect.accounts.values())


def _known(people: Iterable[Person]) -> set[str]:
    found: set[str] = set()
    for person in people:
        users = {same_user(name) for name in user_names(person)}
        found |= users | _marks(person.email or "", person.name)
    return found


def _marks(email: str, name: str) -> set[str]:
    """What a programmer is known by; no user name holds the sign in it.

    A namesake of somebody on file is set aside too: to write to one person twice is worse.
    """
    mail = {f"mail:{email.casefold()}"} if email else set()
    return mail | ({f"name:{' '.join(name.casefold().split())}"} if name else set())


def _months_earlier(day: date, number: int) -> date:
    month = day.year * 12 + day.month - 1 - number
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _registered(prospect: Prospect) -> date | None:
    days = [account.registered for account in prospect.accounts.values()]
    return None if None in days else min(filter(None, days), default=prospect.began)


def figures_of(prospect: Prospect, window: Sequence[str], rules: Scouting) -> Figures:
    """Measure somebody's work on all wikis, or in repositories, over a window of months."""
    work = [
        Work(account.months, frozenset(rules.namespaces.get(host, ())))
        for host, account in prospect.accounts.items()
    ]
    if prospect.commits:
        work.append(Work(prospect.commits))
    return measure(work, window, rules.edits)


def in_order(
    measured: Iterable[tuple[Prospect, Figures]],
    window: Sequence[str],
    taken: Iterable[str],
) -> list[Found]:
    """Return the candidates, the steadiest first and then by name, with ids that nobody has."""
    ids = {*taken, *RESERVED}
    found = []
    for prospect, figures in measured:
        home = max(
            prospect.accounts,
            key=lambda h: _edits(prospect.accounts[h], window),
            default="",
        )
        user = prospect.accounts[home].name if home else ""
        found.append(Found("", prospect, figures, home, user, _why(prospect, figures, window)))
    found.sort(key=lambda f: (*steadiest_first(f.figures), f.user or f.prospect.name, f.home))
    return [replace(each, person=_new_id(each, ids)) for each in found]


def _edits(account: Account, window: Sequence[str]) -> int:
    return sum(month.total for name, month in account.months.items() if name in window)


def _new_id(found: Found, taken: set[str]) -> str:
    """Make an id from a name in Latin letters, or from the number of the account."""
    numbers = [str(a.user_id) for h, a in found.prospect.accounts.items() if h == found.home]
    start = id_from([found.user, found.prospect.name])
    start = start or "-".join(["user", *numbers])
    number, word = 1, start
    while word in taken:
        number += 1
        word = f"{start}-{number}"
    taken.add(word)
    return word


def _why(prospect: Prospect, figures: Figures, window: Sequence[str]) -> str:
    """Say in one sentence, for the coordinator's eyes, what speaks for somebody: facts only."""
    hosts = _listed(sorted(prospect.accounts))
    where = f" on {hosts}" if hosts else ""
    parts = [
        f"active in {figures.active} of the {figures.months} months up to {window[-1]}{where}",
    ]
    if figures.streak > 1:
        parts[0] += f", the last {figures.streak} without a break"
    if figures.edits and not prospect.commits:
        parts += _of_edits(figures)
    if figures.files:
        parts.append(f"{_count(figures.files, 'file')} uploaded")
    if figures.talked_to:
        parts.append(f"wrote on the talk pages of {_count(figures.talked_to, 'other')}")
    groups = sorted({group for a in prospect.accounts.values() for group in a.groups})
    if groups:
        parts.append(f"holds {_listed(groups)}")
    began = _registered(prospect)
    if began:
        parts.append(f"there since {began.year}")
    parts.append(f"found {_listed(prospect.sources)}")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _of_edits(figures: Figures) -> list[str]:
    shares = [
        f"{100 * number // figures.edits} % {where}"
        for number, where in (
            (figures.discussion, "in discussions"),
            (figures.project, "on project pages"),
        )
        if 20 * number >= figures.edits
    ]
    return [f"{_listed(shares)} of {_count(figures.edits, 'edit')}"] if shares else []


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def counted(reasons: Iterable[str]) -> dict[str, int]:
    """Count reasons, the most frequent first."""
    return dict(sorted(Counter(reasons).items(), key=lambda item: (-item[1], item[0])))
