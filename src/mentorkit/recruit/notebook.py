"""What scouting has read of a wiki, as lines of JSON: one account a line, the last one counts.

The lines are the tool's own notes, in private/scout/. One that cannot be read (a run was killed
while it wrote) is as good as none: it is asked for again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from mentorkit.recruit.steadiness import Month, Months, joined
from mentorkit.rules.naming import same_user


@dataclass(frozen=True, slots=True)
class Account:
    """A wiki's account as it was on the day `asked`, under the name that it had then.

    `also` are other names under which it was looked for: it was renamed. `central` is the number
    of the global account, 0 where the wiki has none, and -1 where this account is not attached to
    one. `months` are known from the month `first` to the month `through`, both empty if none are.
    `page_refuses` and `talk_refuses` say that the user page or the talk page opts out; the talk
    page was read on `talk_asked`. `first_edit` is known only where no edit can be earlier.
    """

    user_id: int
    name: str
    asked: date
    registered: date | None = None
    groups: tuple[str, ...] = ()
    blocked: bool = False
    emailable: bool = False
    edits: int = 0
    central: int = 0
    also: tuple[str, ...] = ()
    page_refuses: bool = False
    talk_refuses: bool = False
    talk_asked: date | None = None
    first: str = ""
    through: str = ""
    months: Months = field(default_factory=dict)
    first_edit: date | None = None

    @property
    def refuses(self) -> bool:
        """Whether the user opted out of messages such as ours."""
        return self.page_refuses or self.talk_refuses

    def renewed(self, now: "Account", asked: str = "") -> "Account":
        """Return the account as it is now, with what is known of it; `asked` is another name."""
        names = dict.fromkeys([*self.also, self.name, asked or now.name])
        return replace(
            self,
            name=now.name,
            asked=now.asked,
            registered=now.registered,
            groups=now.groups,
            blocked=now.blocked,
            emailable=now.emailable,
            edits=now.edits,
            central=now.central,
            page_refuses=now.page_refuses,
            also=tuple(name for name in names if same_user(name) != same_user(now.name)),
        )

    def missing(self, window: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return the spans of months, first and last, that must be read to know a window.

        What is known stays one stretch, so a hole before or after it is read too.
        """
        if not self.first:
            return [(window[0], window[-1])]
        spans = []
        if window[0] < self.first:
            spans.append((window[0], _neighbour(self.first, -1)))
        if window[-1] > self.through:
            spans.append((_neighbour(self.through, 1), window[-1]))
        return spans

    def knowing(self, span: tuple[str, str], months: Months) -> "Account":
        """Return the account with the months of a span that `missing` gave."""
        return replace(
            self,
            first=min(self.first or span[0], span[0]),
            through=max(self.through, span[1]),
            months=joined([self.months, months]),
        )


def _neighbour(month: str, step: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{number // 12}-{number % 12 + 1:02d}"


@dataclass(slots=True)
class Notes:
    """What is known of one wiki: accounts by user id, and names without one by day of asking.

    `traceless` are names, as `same_user` has them, to which no renaming leads on, by the day on
    which the log of those was asked.
    """

    accounts: dict[int, Account] = field(default_factory=dict)
    nobody: dict[str, date] = field(default_factory=dict)
    traceless: dict[str, date] = field(default_factory=dict)

    def by_name(self) -> dict[str, Account]:
        """Return the accounts by all their names; today's name goes before an old one."""
        found = {same_user(old): a for a in self.accounts.values() for old in a.also}
        return found | {same_user(a.name): a for a in self.accounts.values()}


def read_notes(text: str) -> Notes:
    """Read the notes of one wiki; what cannot be read is left out."""
    accounts: dict[int, Account] = {}
    names: dict[str, dict[str, date]] = {"nobody": {}, "traceless": {}}
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
            kind = next((kind for kind in names if kind in entry), "")
            if kind:
                names[kind][str(entry[kind])] = date.fromisoformat(entry["asked"])
            else:
                account = _account(entry)
                accounts[account.user_id] = account
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    return Notes(accounts, **names)


def lines_of(
    accounts: Iterable[Account],
    nobody: Mapping[str, date],
    traceless: Mapping[str, date] = MappingProxyType({}),
) -> str:
    """Return notes as text, in the order of the names."""
    entries = [_entry(a) for a in sorted(accounts, key=lambda a: (a.name, a.user_id))]
    for kind, names in (("nobody", nobody), ("traceless", traceless)):
        entries += [{kind: name, "asked": str(day)} for name, day in sorted(names.items())]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _entry(account: Account) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "user": account.name,
        "user_id": account.user_id,
        "asked": str(account.asked),
        "registered": _said(account.registered),
        "groups": list(account.groups),
        "blocked": account.blocked,
        "emailable": account.emailable,
        "edits": account.edits,
        "central": account.central,
        "also": list(account.also),
        "page_refuses": account.page_refuses,
        "talk_refuses": account.talk_refuses,
        "talk_asked": _said(account.talk_asked),
        "first_edit": _said(account.first_edit),
        "first": account.first,
        "through": account.through,
        "months": {
            name: {
                "edits": {str(n): count for n, count in sorted(month.edits.items())},
                "files": month.files,
                "partners": sorted(month.partners),
            }
            for name, month in sorted(account.months.items())
        },
    }
    return {key: value for key, value in entry.items() if value not in (None, "", [], {}, False)}


def _account(entry: Mapping[str, Any]) -> Account:
    return Account(
        user_id=int(entry["user_id"]),
        name=str(entry["user"]),
        asked=date.fromisoformat(entry["asked"]),
        registered=_day(entry.get("registered")),
        groups=tuple(map(str, entry.get("groups", ()))),
        blocked=bool(entry.get("blocked", False)),
        emailable=bool(entry.get("emailable", False)),
        edits=int(entry.get("edits", 0)),
        central=int(entry.get("central", 0)),
        also=tuple(map(str, entry.get("also", ()))),
        page_refuses=bool(entry.get("page_refuses", False)),
        talk_refuses=bool(entry.get("talk_refuses", False)),
        talk_asked=_day(entry.get("talk_asked")),
        first_edit=_day(entry.get("first_edit")),
        first=str(entry.get("first", "")),
        through=str(entry.get("through", "")),
        months={name: _month(told) for name, told in entry.get("months", {}).items()},
    )


def _month(told: Mapping[str, Any]) -> Month:
    edits = {int(number): int(count) for number, count in told["edits"].items()}
    return Month(edits, int(told.get("files", 0)), frozenset(told.get("partners", ())))


@dataclass(frozen=True, slots=True)
class Names:
    """Whom a source named on the day `asked`: what stands beside each name."""

    kind: str
    of: str
    wiki: str
    asked: date
    people: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one source from another."""
        return self.kind, self.of, self.wiki


def read_names(text: str) -> dict[tuple[str, str, str], Names]:
    """Read what sources named, the last line of each; what cannot be read is left out."""
    found: dict[tuple[str, str, str], Names] = {}
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
            people = tuple((str(user), str(words)) for user, words in entry["people"])
            day = date.fromisoformat(entry["asked"])
            names = Names(entry["kind"], entry["of"], entry["wiki"], day, people)
            found[names.key] = names
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return found


def line_of(names: Names) -> str:
    """Return what a source named as a line."""
    entry = {
        "kind": names.kind,
        "of": names.of,
        "wiki": names.wiki,
        "asked": str(names.asked),
        "people": names.people,
    }
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _said(day: date | None) -> str | None:
    return str(day) if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
