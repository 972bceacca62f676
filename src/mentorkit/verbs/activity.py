"""The verb `activity`: pull what people edited on each wiki, and keep it month by month.

For each wiki, and for each fifty people on it:

1. Look everybody up by name. In the same request, read what accounts known from an earlier pull
   edited since the newest edit that is known of any of them.
2. Read the reverted edits of the last 30 days again and correct the months' figures.
3. Where somebody has new edits, read the rest of the month that they continue, and count it anew.
4. For an account not known before, read everything from the first month on.

So a wiki where nothing happened costs two requests. Nothing of a wiki is kept unless all of it was
read. People's files are written before pulled.csv: a pull that was cut off between the two is
simply done again. A file that somebody changed since it was pulled is read anew, from the first
month on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.programme import Wiki as WikiSettings
from mentorkit.cohort.tables import ActivityRow
from mentorkit.doors.activity import Recorded
from mentorkit.doors.contributions import Account, look_up, names_of, read_contributions
from mentorkit.doors.wiki import Wiki, batches
from mentorkit.outcomes.activity import MonthTable, by_month, first_day
from mentorkit.outcomes.detection import Detected
from mentorkit.outcomes.pulling import (
    Known,
    Span,
    Window,
    begin,
    first_pull,
    next_pull,
)
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import programme_months
from mentorkit.problems import Exit, Misuse, WikiFailed
from mentorkit.rules.counting import counted, has_edits
from mentorkit.rules.pulled import Note, WikiPull
from mentorkit.rules.user_names import plain_name, same_account
from mentorkit.verbs.activity_files import files_of, merged, within_what_was_read


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to look for: the user name on each wiki, by host."""

    person: str
    names: Mapping[str, str]


def wikis_of(cohort: Cohort) -> list[str]:
    """Return the hosts of the wikis to ask: those whose community did not object."""
    return [host for host, wiki in cohort.programme.wikis.items() if not _objects(wiki)]


def pull_cohort(
    cohort: Cohort,
    recorded: Recorded,
    today: date,
    now: datetime,
    tell: Callable[[str], None] = lambda text: None,
) -> Iterator[WikiPull]:
    """Pull the wikis of mentorkit.yaml, see `wikis_of`, for the mentors and mentees; see `pull`.

    Only those are looked for who agreed by `today` (`consent.activity`). A cohort of fictional
    people reaches wikis on this computer only.
    """
    programme = cohort.programme
    hosts = wikis_of(cohort)
    subjects = [
        Subject(person.id, {host: person.wikis.get(host) or person.wiki or "" for host in hosts})
        for person in cohort.people.values()
        if counted(person, today)
    ]
    open_wiki = partial(Wiki.of, programme, tell=tell)
    wikis = {host: programme.wikis[host].leadership for host in hosts}
    since = first_day(programme.start)
    return pull(subjects, wikis, recorded, since, today, open_wiki, now)


def _must_be_possible(
    recorded: Recorded, hosts: Iterable[str], since: date, today: date, now: datetime | None
) -> None:
    if now and today > now.date():
        raise Misuse(
            f"{today} is still to come: what is edited until then cannot be pulled yet",
            "leave --as-of out, or name a day until today",
        )
    if today < since:
        raise Misuse(
            f"{today} is too early: edits are counted from {since} on",
            "that is twelve months before the month of `from:` in mentorkit.yaml",
        )
    latest = max((row.through for row in recorded.pulled if row.wiki in hosts), default=today)
    if latest > today:
        raise Misuse(
            f"activity/ was pulled up to {latest} already, which is later than {today}",
            f"to look back, type: mentorkit activity --as-of {today}; to begin again, remove "
            "the folder activity/",
        )


def months(cohort: Cohort, recorded: Recorded, as_of: date) -> MonthTable:
    """Return the edits by month, up to the month of `as_of`, of the people whose edits count."""
    with_edits = [person for person in cohort.people.values() if has_edits(person)]
    known = {person.id for person in with_edits if counted(person, as_of)}
    last = f"{as_of:%Y-%m}"
    rows = {
        person: [row for row in own if row.month <= last]
        for person, own in recorded.activity.items()
        if person in known
    }
    pulled = [
        row._replace(through=min(row.through, as_of))
        for row in recorded.pulled
        if row.person in known and row.from_ <= as_of
    ]
    programme = cohort.programme
    during = programme_months(Horizons.of(programme))
    return replace(
        by_month(rows, pulled),
        during=(str(during[0]), str(during[-1])),
        names={person: cohort.people[person].name for person in known},
        accounts=len(with_edits),
        not_agreed=len(with_edits) - len(known),
    )


def _objects(wiki: WikiSettings) -> bool:
    return bool(wiki.assent and wiki.assent.result in ("objection", "withdrawn"))


def pull(
    subjects: Sequence[Subject],
    wikis: Mapping[str, Sequence[str]],
    recorded: Recorded,
    since: date,
    today: date,
    open_wiki: Callable[[str], Wiki],
    now: datetime | None = None,
) -> Iterator[WikiPull]:
    """Pull one wiki after another; yield each outcome as soon as its files can be written.

    `wikis` maps each host to the beginnings of its leadership pages' titles; `since` is the first
    of a month; `today` the last day to count, and `now` the last moment. A wiki that fails is an
    outcome with an error, and leaves what was recorded of it as it was. Raises Misuse, with
    nothing asked, where `today` lies after the day of `now`, before `since`, or before a day that
    was pulled already.
    """
    _must_be_possible(recorded, wikis, since, today, now)
    recorded = within_what_was_read(recorded)
    for host, leadership in wikis.items():
        wiki = None
        window = Window(since, today, tuple(leadership), now)
        people = {s.person: s.names[host] for s in subjects if s.names.get(host)}
        try:
            wiki = open_wiki(host)
            read = _pull_wiki(wiki, people, recorded, window)
        except (WikiFailed, Misuse) as failure:
            sent = wiki.requests if wiki else 0
            yield WikiPull(host, sent, error=failure.message, hint=failure.hint)
            continue
        before, recorded = recorded, merged(recorded, host, read.known, today)
        yield _outcome(wiki, read, before, recorded)


def status(outcomes: Iterable[WikiPull | Detected]) -> Exit:
    """Return the exit status: all wikis well, some failed, or all failed."""
    failed = [bool(outcome.error) for outcome in outcomes]
    if failed and all(failed):
        return Exit.WIKI
    return Exit.PROBLEMS if any(failed) else Exit.FINE


@dataclass(frozen=True, slots=True)
class _Read:
    """What one wiki gave: everybody's record by person, and notes."""

    known: dict[str, Known]
    notes: list[Note]


def _pull_wiki(wiki: Wiki, people: Mapping[str, str], recorded: Recorded, window: Window) -> _Read:
    pulled = {row.person: row for row in recorded.pulled if row.wiki == wiki.host}
    rows = {
        person: tuple(row for row in recorded.activity.get(person, ()) if row.wiki == wiki.host)
        for person in people
    }
    known = {
        person: Known(row, rows[person], wiki.host not in recorded.changed.get(person, ()))
        for person, row in pulled.items()
        if person in rows
    }
    read = _Read({}, [])
    for batch in batches(people):
        names = {person: people[person] for person in batch}
        _pull_batch(wiki, names, {p: known[p] for p in batch if p in known}, window, read)
    return read


def _pull_batch(
    wiki: Wiki,
    people: Mapping[str, str],
    known: Mapping[str, Known],
    window: Window,
    read: _Read,
) -> None:
    reader = partial(read_contributions, wiki)
    names = _plain(people, wiki.host, read.notes)
    current = _current(known, window)
    start = begin(current, window)
    found, news = look_up(
        wiki,
        list(dict.fromkeys(names.values())),
        list(dict.fromkeys(k.pulled.user_id for k in current)),
        Span(start, window.span.last),
    )
    accounts = {person: found[name] for person, name in names.items() if name in found}
    _add_renamed(wiki, people, known, accounts)
    read.notes.extend(_notes(wiki.host, people, names, known, accounts))
    ids = {person: account.user_id for person, account in accounts.items()}
    followed = [k for k in current if ids.get(k.pulled.person) == k.pulled.user_id]
    read.known.update(next_pull(followed, start, news, window, reader))
    fresh = {person: user_id for person, user_id in ids.items() if person not in read.known}
    read.known.update(first_pull(fresh, wiki.host, window, reader))


def _plain(people: Mapping[str, str], host: str, notes: list[Note]) -> dict[str, str]:
    names = {}
    for person, name in people.items():
        try:
            names[person] = plain_name(name)
        except ValueError as reason:
            message = f"{person}: '{_brief(name)}' cannot be a user name on {host}: {reason}"
            notes.append(Note(person, "invalid", message))
    return names


def _current(known: Mapping[str, Known], window: Window) -> list[Known]:
    """Those whose last pull covers the same days as everybody's; others begin afresh."""
    latest = max((k.pulled.through for k in known.values()), default=None)
    days = (window.since, latest)
    return [k for k in known.values() if k.sound and (k.pulled.from_, k.pulled.through) == days]


def _add_renamed(
    wiki: Wiki,
    people: Mapping[str, str],
    known: Mapping[str, Known],
    accounts: dict[str, Account],
) -> None:
    """Find by their ids those who are not found by their names any more."""
    lost = {p: known[p].pulled.user_id for p in people if p in known and p not in accounts}
    today = names_of(wiki, list(dict.fromkeys(lost.values())))
    for person, user_id in lost.items():
        if user_id in today:
            accounts[person] = Account(user_id, today[user_id])


def _notes(
    host: str,
    people: Mapping[str, str],
    names: Mapping[str, str],
    known: Mapping[str, Known],
    accounts: Mapping[str, Account],
) -> Iterator[Note]:
    for person, name in people.items():
        before = known[person].pulled.user_id if person in known else None
        account = accounts.get(person)
        if account is None and before is not None:
            message = f"the account '{name}' is gone from {host}; its figures stay as they were"
            yield Note(person, "gone", f"{person}: {message}")
        elif account is None and person in names:
            yield Note(person, "missing", f"{person}: no account '{name}' on {host}")
        elif account and before == account.user_id and not _alike(account, names.get(person)):
            message = f"'{name}' is called '{account.name}' on {host} now"
            advice = f"write wikis: {{{host}: {_quoted(account.name)}}} in people/{person}.yaml"
            yield Note(person, "renamed", f"{person}: {message}; {advice}")
        elif account and before is not None and before != account.user_id:
            message = f"'{name}' on {host} is another account than before, so it was read anew"
            yield Note(person, "replaced", f"{person}: {message}")


def _alike(account: Account, name: str | None) -> bool:
    return name is not None and same_account(name, account.name)


def _brief(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def _quoted(name: str) -> str:
    """The name as a value of YAML's flow style."""
    return name if name.replace(" ", "").isalpha() else f"'{name.replace(chr(39), chr(39) * 2)}'"


def _outcome(wiki: Wiki, read: _Read, before: Recorded, after: Recorded) -> WikiPull:
    return WikiPull(
        wiki=wiki.host,
        requests=wiki.requests,
        people=len(read.known),
        changed=sum(len(_changed(before, after, person)) for person in read.known),
        months=sum(len({r.month for r in _changed(before, after, p)}) for p in read.known),
        writes=files_of(before, after, read.known),
        notes=tuple(read.notes),
    )


def _changed(before: Recorded, after: Recorded, person: str) -> list[ActivityRow]:
    known: set[ActivityRow] = set(before.activity.get(person, ()))
    return [row for row in after.activity[person] if row not in known]
