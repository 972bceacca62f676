"""Whose accounts `scout` looks at: those of the names on its lists, under the names of today.

Names are asked for fifty at once, on every wiki; a log of renamed users, which tells of one name at
a time, only for a name that no wiki knows. So are the names on file, in the same requests: whoever
is on file, or said no, is known again under a new name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mentorkit.cohort.model import Cohort
from mentorkit.doors.accounts import look_up, look_up_again, new_name
from mentorkit.doors.wiki import batches
from mentorkit.recruit.notebook import Account, Notes
from mentorkit.recruit.scouting import Listing
from mentorkit.rules.naming import same_user
from mentorkit.rules.user_names import plain_name, same_account
from mentorkit.verbs.scout_reading import Desk, fifties

HOPS = 5
"""How often one account's renaming is followed."""

Names = Mapping[str, str]
"""One person's plain user names, by wiki."""


def find_accounts(
    desk: Desk, listings: Sequence[Listing], hosts: Sequence[str]
) -> dict[str, dict[str, Account | None]]:
    """Find the accounts of everybody listed: first where they are, then on the other wikis."""
    listed = [dict.fromkeys([each.host] if each.host else hosts, each.user) for each in listings]
    people = [*listed, *_on_file(desk.cohort, hosts)] if listed else []
    for host in hosts:
        _look(desk, host, _names(people, host))
    _follow(desk, people)
    own = {host: _names(listed, host) for host in hosts}
    here = {host: [a.name for a in _known(desk, host, own[host]).values() if a] for host in hosts}
    for host in hosts:
        others = dict.fromkeys(name for o in hosts if o != host for name in here[o])
        asked = {same_user(name) for name in _names(people, host)}
        own[host] += [name for name in others if same_user(name) not in asked]
        # A name that is new here was perhaps never used on this wiki, so no log is asked for it.
        _look(desk, host, own[host])
        own[host] += others
    return {host: _known(desk, host, names) for host, names in own.items()}


def _on_file(cohort: Cohort, hosts: Sequence[str]) -> Iterator[Names]:
    for person in (*cohort.people.values(), *cohort.candidates.values()):
        names = {host: person.wikis.get(host) or person.wiki or "" for host in hosts}
        plain = {host: name for host, name in names.items() if name and _is_plain(name)}
        if plain:
            yield plain


def _is_plain(name: str) -> bool:
    try:
        return plain_name(name) == name
    except ValueError:
        return False


def _names(people: Iterable[Names], host: str) -> list[str]:
    return list(dict.fromkeys(names[host] for names in people if host in names))


def _known(desk: Desk, host: str, names: Iterable[str]) -> dict[str, Account | None]:
    known = desk.notebook.of(host).by_name()
    return {name: known.get(same_user(name)) for name in names}


def _look(desk: Desk, host: str, names: Sequence[str]) -> None:
    """Look up, once a day, what names mean today.

    An account is looked up by its number; whoever has an old name of it by now, by that name.
    """
    _ask_again(desk, host, names)
    notes = desk.notebook.of(host)
    known = notes.by_name()
    fresh = [n for n in names if not _has(known, n) and notes.nobody.get(n) != desk.today]
    lost = _ask_names(desk, host, dict(zip(fresh, fresh, strict=True)))
    desk.notebook.learn_nobody(host, lost, desk.today)


def _has(known: Mapping[str, Account], name: str) -> bool:
    """Whether an account that is known has this name now."""
    account = known.get(same_user(name))
    return account is not None and _is_called(account, name)


def _is_called(account: Account, name: str) -> bool:
    return same_user(account.name) == same_user(name) or same_account(name, account.name)


def _follow(desk: Desk, people: Iterable[Names]) -> None:
    """Follow those renamed whose names no wiki knows, by the logs of all where they may be."""
    notes = {host: desk.notebook.of(host) for names in people for host in names}
    known = {host: each.by_name() for host, each in notes.items()}
    lost: dict[str, dict[str, str]] = {}
    for names in people:
        if any(same_user(name) in known[host] for host, name in names.items()):
            continue
        for host, name in names.items():
            if notes[host].traceless.get(same_user(name)) != desk.today:
                lost.setdefault(host, {}).setdefault(same_user(name), name)
    for host, keys in lost.items():
        _trace(desk, host, list(keys.values()))
        _ask_again(desk, host, list(keys.values()))


def _trace(desk: Desk, host: str, names: Sequence[str]) -> None:
    meant = {name: name for name in names}
    for _ in range(HOPS):
        renamed: dict[str, str] = {}
        for number, (name, last) in enumerate(meant.items()):
            desk.stages[host] = f"(log of renamed users: {number} of {len(meant)})"
            now = new_name(desk.wiki(host), last)
            if now:
                renamed[name] = now
            else:
                desk.notebook.learn_traceless(host, same_user(name), desk.today)
        meant = _ask_names(desk, host, renamed)
    for name in meant:
        desk.notebook.learn_traceless(host, same_user(name), desk.today)


def _ask_again(desk: Desk, host: str, names: Iterable[str]) -> None:
    """Look the accounts that names are known to mean up by their numbers, once a day."""
    found = filter(None, _known(desk, host, names).values())
    stale = {a.user_id: a for a in found if a.asked != desk.today}
    for batch in fifties(list(stale.values())):
        now = look_up_again(desk.wiki(host), batch, desk.today, desk.opt_out(host))
        desk.notebook.learn(host, [a.renewed(now[a.user_id]) for a in batch if a.user_id in now])
        for account in batch:
            if account.user_id not in now:
                del desk.notebook.of(host).accounts[account.user_id]
                desk.notebook.learn_nobody(host, [account.name], desk.today)


def _ask_names(desk: Desk, host: str, meant: Mapping[str, str]) -> dict[str, str]:
    """Look accounts up by what names mean by now; return those that lead to none."""
    notes = desk.notebook.of(host)
    known = notes.by_name()
    there = [name for name, now in meant.items() if _has(known, now)]
    desk.notebook.learn(
        host, [(a := known[same_user(meant[name])]).renewed(a, name) for name in there]
    )
    left = [name for name in meant if name not in there]
    lost: dict[str, str] = {}
    for number, batch in enumerate(batches(left)):
        desk.stages[host] = f"(names: {50 * number + len(batch)} of {len(left)})"
        names = list(dict.fromkeys(meant[name] for name in batch))
        found = look_up(desk.wiki(host), names, desk.today, desk.opt_out(host))
        desk.notebook.learn(host, _named(notes, {name: found[meant[name]] for name in batch}))
        lost |= {name: meant[name] for name in batch if found[meant[name]] is None}
    return lost


def _named(notes: Notes, found: Mapping[str, Account | None]) -> Iterable[Account]:
    """Return accounts with the names that led to them, and what was known of them before."""
    learned: dict[int, Account] = {}
    for name, account in found.items():
        if account:
            before = learned.get(account.user_id) or notes.accounts.get(account.user_id, account)
            learned[account.user_id] = before.renewed(account, name)
    return learned.values()
