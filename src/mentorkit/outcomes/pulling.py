"""What must be read of a wiki after an earlier pull, and how it becomes one record again.

A pull after a pull must give what one pull would have given, in few requests: only what is newer
than the newest edit known is asked for, and reverts of the last 30 days, which come late. Days and
talk partners are counts of different things and cannot be added up, so a month that goes on is
read again whole. What reads a wiki is an argument here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.activity import Contribution, count, recount_reverted, reread_from

REVERTED = "mw-reverted"
MARGIN = timedelta(minutes=2)
"""A revision carries the time at which it began to be saved, and may show a little later."""

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time (UTC, whole seconds), both ends included."""

    first: datetime
    last: datetime


class Reader(Protocol):
    """Reads what accounts contributed in a span: all of it, or what has a change tag."""

    def __call__(self, user_ids: Sequence[int], span: Span, tag: str = "") -> list[Contribution]:
        """Return the contributions of at least one account, in any order."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person's account on one wiki and what is recorded of it there.

    The rows are `sound` where nobody changed them: only then does a pull go on from them.
    """

    pulled: PulledRow
    rows: tuple[ActivityRow, ...]
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """The days to count, `since` (the first of a month) to `today`, and leadership pages.

    `leadership` are the beginnings of the titles of one wiki's leadership pages. `now` is when
    the pull began. What is edited while it runs is left to the next one: some accounts are read
    minutes after others, and the newest edit known must be the newest there was of anybody.
    """

    since: date
    today: date
    leadership: tuple[str, ...] = ()
    now: datetime | None = None

    @property
    def span(self) -> Span:
        """The window as times: the whole of both days, but nothing later than `now`."""
        last = _midnight(self.today) + timedelta(days=1) - SECOND
        now = self.now.astimezone(UTC).replace(microsecond=0) if self.now else last
        return Span(_midnight(self.since), min(last, now))


def begin(known: Iterable[Known], window: Window) -> datetime:
    """Return from when there can be edits that nobody's record holds."""
    edits = [k.pulled.last_edit for k in known if k.pulled.last_edit]
    return max(max(edits) - MARGIN, window.span.first) if edits else window.span.first


def left_behind(row: PulledRow, today: date) -> PulledRow:
    """Return the row of somebody whom today's pull did not find: known until yesterday only.

    Were it to say today, the next pull would take it for one that is as new as the others.
    """
    yesterday = max(today - timedelta(days=1), row.from_)
    return row._replace(through=min(row.through, yesterday))


def first_pull(
    accounts: Mapping[str, int], wiki: str, window: Window, read: Reader
) -> dict[str, Known]:
    """Read accounts, user ids by person, from the first day on."""
    ids = list(dict.fromkeys(accounts.values()))
    found = _by_account(read(ids, window.span) if ids else ())
    known = {}
    for person, user_id in accounts.items():
        own = found.get(user_id, [])
        last = _latest(None, own)
        pulled = PulledRow(person, wiki, user_id, window.since, window.today, last)
        known[person] = Known(pulled, tuple(count(own, wiki, window.leadership)))
    return known


def next_pull(
    known: Sequence[Known],
    start: datetime,
    news: Iterable[Contribution],
    window: Window,
    read: Reader,
) -> dict[str, Known]:
    """Bring the records of one wiki, all pulled through the same day, up to date; by person.

    `news` are these accounts' contributions from `start`, as `begin` gave it, to the window's end.
    """
    if not known:
        return {}
    new = _by_account(news)
    reread = max(reread_from(known[0].pulled.through), window.since)
    corrected, stale = _correct(known, reread, window, read)
    afresh = {}
    for k in corrected:
        if k.pulled.user_id in stale:
            afresh[k.pulled.user_id] = min(f"{reread:%Y-%m}", f"{start:%Y-%m}")
        elif _has_news(k, new.get(k.pulled.user_id, ())):
            afresh[k.pulled.user_id] = f"{start:%Y-%m}"
    earlier = _rest_of_months(corrected, afresh, start, window, read)
    updated = {}
    for k in corrected:
        own = [*earlier.get(k.pulled.user_id, ()), *new.get(k.pulled.user_id, ())]
        updated[k.pulled.person] = _updated(k, own, afresh.get(k.pulled.user_id), window)
    return updated


def _correct(
    known: Sequence[Known], reread: date, window: Window, read: Reader
) -> tuple[list[Known], set[int]]:
    """The records with the reverts of today; and whose months do not fit them any more."""
    ids = list(dict.fromkeys(k.pulled.user_id for k in known))
    reverted = _by_account(read(ids, Span(_midnight(reread), window.span.last), REVERTED))
    corrected, stale = [], set()
    for k in known:
        last = k.pulled.last_edit
        # What is newer than the last pull is in no row yet.
        own = [c for c in reverted.get(k.pulled.user_id, ()) if last and c.at <= last]
        numbers = Counter((c.month, c.namespace) for c in own)
        rows, fits = recount_reverted(k.rows, numbers, f"{reread:%Y-%m}")
        corrected.append(replace(k, rows=tuple(rows)))
        if not fits:
            stale.add(k.pulled.user_id)
    return corrected, stale


def _rest_of_months(
    known: Sequence[Known],
    afresh: Mapping[int, str],
    start: datetime,
    window: Window,
    read: Reader,
) -> dict[int, list[Contribution]]:
    """What was contributed before `start` to the months that are counted afresh."""
    again = [
        k.pulled.user_id
        for k in known
        if any(row.month >= afresh.get(k.pulled.user_id, "9999-99") for row in k.rows)
    ]
    if not again:
        return {}
    first = _midnight(date.fromisoformat(f"{min(afresh[user_id] for user_id in again)}-01"))
    span = Span(max(first, window.span.first), start - SECOND)
    if span.last < span.first:
        return {}
    return _by_account(read(list(dict.fromkeys(again)), span))


def _updated(
    known: Known, contributions: Sequence[Contribution], afresh: str | None, window: Window
) -> Known:
    """The record with the months from `afresh` on counted again."""
    rows = known.rows
    if afresh is not None:
        kept = (row for row in rows if row.month < afresh)
        own = (c for c in contributions if c.month >= afresh)
        rows = (*kept, *count(own, known.pulled.wiki, window.leadership))
    last = _latest(known.pulled.last_edit, contributions)
    return Known(known.pulled._replace(through=window.today, last_edit=last), rows)


def _by_account(contributions: Iterable[Contribution]) -> dict[int, list[Contribution]]:
    found: dict[int, list[Contribution]] = {}
    for contribution in contributions:
        found.setdefault(contribution.user_id, []).append(contribution)
    return found


def _has_news(known: Known, contributions: Iterable[Contribution]) -> bool:
    last = known.pulled.last_edit
    return any(last is None or c.at > last for c in contributions)


def _latest(before: datetime | None, contributions: Iterable[Contribution]) -> datetime | None:
    times = [c.at for c in contributions]
    return max(times if before is None else [before, *times], default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
