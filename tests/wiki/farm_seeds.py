"""What the wikis of a farm hold: revisions made to measure from recorded activity.

A row of `activity/ID.csv` says how many edits a month saw, on how many days, and so on. For every
row this module makes up edits of which exactly that can be counted, so that a pull from the farm
must give the recorded files back, byte for byte.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from farm_database import Account, Edit, Seed

SHRINK = 7
END_OF_DAY = time(20)


@dataclass(frozen=True, slots=True)
class Site:
    """How a wiki is set up: language code, name, project namespace, namespaces of its own."""

    language: str
    name: str
    project: str
    namespaces: Mapping[int, str] = field(default_factory=dict)

    def number(self, namespace: str) -> int:
        """The namespace with that name on this wiki."""
        own = {name: number for number, name in self.namespaces.items()}
        return (
            {self.project: 4, "Project": 4, "User": 2, "Help": 12}[namespace]
            if (namespace not in own)
            else own[namespace]
        )


SITES = {
    "fr.wikipedia.org": Site("fr", "Wikipédia", "Wikipédia", {100: "Portail", 102: "Projet"}),
    "sw.wikipedia.org": Site("sw", "Wikipedia", "Wikipedia", {100: "Lango"}),
    "ar.wikipedia.org": Site("ar", "ويكيبيديا", "ويكيبيديا", {100: "بوابة"}),
    "meta.wikimedia.org": Site("en", "Meta", "Meta", {200: "Grants"}),
}
ELSEWHERE = Site("en", "Farm", "Project")


@dataclass(frozen=True, slots=True)
class _Span:
    """When one person's recorded activity on one wiki begins and ends."""

    user: str
    first: date
    through: date
    last_edit: datetime | None

    def days(self, month: str) -> list[date]:
        first = date.fromisoformat(f"{month}-01")
        every = [first + timedelta(n) for n in range(31)]
        last = self.last_edit.date() if self.last_edit else self.through
        return [
            day
            for day in every
            if day.month == first.month and self.first <= day <= min(last, self.through)
        ]

    def moment(self, day: date) -> time:
        """The latest time of an edit on that day."""
        if self.last_edit and day == self.last_edit.date():
            return self.last_edit.time()
        return END_OF_DAY


def recorded(cohort: Path) -> dict[str, Seed]:
    """The seed of every wiki that `cohort/activity/` tells of."""
    programme = _yaml(cohort / "mentorkit.yaml")
    spans = _spans(cohort)
    accounts: dict[str, list[Account]] = {}
    for (_, wiki), (span, user_id) in spans.items():
        accounts.setdefault(wiki, []).append(Account(span.user, user_id))
    edits: dict[str, list[Edit]] = {wiki: [] for wiki in accounts}
    for path in sorted((cohort / "activity").glob("*.csv")):
        if path.name == "pulled.csv":
            continue
        for row in _rows(path):
            wiki = row["wiki"]
            prefixes = programme["wikis"].get(wiki, {}).get("leadership") or []
            pages = _Pages(SITES.get(wiki, ELSEWHERE), prefixes)
            edits[wiki] += _edits(spans[path.stem, wiki][0], row, pages)
    return {wiki: Seed(tuple(accounts[wiki]), tuple(edits[wiki])) for wiki in accounts}


def _spans(cohort: Path) -> dict[tuple[str, str], tuple[_Span, int]]:
    spans = {}
    for row in _rows(cohort / "activity" / "pulled.csv"):
        person = _yaml(cohort / "people" / f"{row['person']}.yaml")
        user = (person.get("wikis") or {}).get(row["wiki"]) or person["wiki"]
        last = row["last_edit"]
        spans[row["person"], row["wiki"]] = (
            _Span(
                user=user.replace("_", " "),
                first=date.fromisoformat(row["from"]),
                through=date.fromisoformat(row["through"]),
                last_edit=datetime.fromisoformat(last) if last else None,
            ),
            int(row["user_id"]),
        )
    return spans


@dataclass(frozen=True, slots=True)
class _Pages:
    """The titles to edit on one wiki: which lie under a leadership prefix, which do not."""

    site: Site
    prefixes: list[str]

    def leading(self, namespace: int) -> str | None:
        for prefix in self.prefixes:
            name, colon, rest = prefix.replace("_", " ").partition(":")
            number = self.site.number(name) if colon else 0
            if number == namespace:
                return (rest if colon else prefix) or "Page"
        return None

    def title(self, number: int, user: str, counts: Mapping[str, int]) -> str:
        """The page of the edit with that number within its row."""
        namespace = counts["namespace"]
        if number >= counts["edits"] - counts["leadership_edits"]:
            prefix = self.leading(namespace)
            if prefix is None:
                raise ValueError(f"no leadership prefix in namespace {namespace}")
            return f"{prefix}/{user}"
        if namespace == 3:
            return f"Partner {number + 1}" if number < counts["talk_partners"] else user
        return f"Work of {user}"


def _edits(span: _Span, row: Mapping[str, str], pages: _Pages) -> Iterator[Edit]:
    counts = {key: int(value) for key, value in row.items() if key not in ("month", "wiki")}
    edits = counts["edits"]
    days = _spread(span.days(row["month"]), counts["days_active"])
    changes = _changes(edits, counts["pages_created"], counts["bytes_added"])
    for number in range(edits):
        day = days[number % len(days)]
        on_day = range(number % len(days), edits, len(days))
        new = number < counts["pages_created"]
        title = pages.title(number, span.user, counts)
        yield Edit(
            user=span.user,
            at=_moment(day, span.moment(day), on_day.index(number) + 1, len(on_day)),
            namespace=counts["namespace"],
            title=f"{title}/{row['month']} {number}" if new else title,
            change=changes[number],
            new=new,
            tags=("mw-reverted",) if number < counts["reverted"] else (),
        )


def _spread(days: list[date], wanted: int) -> list[date]:
    """That many of the days, evenly, the last of them included."""
    if not 0 < wanted <= len(days):
        raise ValueError(f"{wanted} active days among {len(days)}")
    step = len(days) // wanted
    return [days[len(days) - 1 - n * step] for n in range(wanted)][::-1]


def _moment(day: date, latest: time, number: int, of: int) -> datetime:
    seconds = latest.hour * 3600 + latest.minute * 60 + latest.second
    return datetime.combine(day, time(), UTC) + timedelta(seconds=seconds * number // of)


def _changes(edits: int, created: int, added: int) -> list[int]:
    """Sizes that add up to `added`; what shrinks a page must not count, so some edits do."""
    shrinking = range(max(created, edits - 2), edits) if edits - created > 2 else range(0)
    growing = edits - len(shrinking)
    share = added // growing
    changes = [share] * growing + [-SHRINK] * len(shrinking)
    changes[0] += added - share * growing
    return changes


def bulk(edits: int) -> Seed:
    """Forty accounts with names of many scripts and `edits` edits over seventeen months."""
    odd = [
        "O'Brien d'Arc",
        "ʻOkina Kahā",
        "محمد تجربة",
        "שרה כהן",
        "测试用户",
        "日本語の利用者",
        "Дмитро Тест",
        "Zoë Quiñones",
        "Ömer Çelik",
        "User.With-Odd'Marks & (more)",
    ]
    names = odd + [f"Bulk account {n:02d}" for n in range(len(odd), 40)]
    start = datetime(2024, 1, 3, 7, 0, 0, tzinfo=UTC)
    step = timedelta(days=500) / max(1, edits)
    made = (
        Edit(
            user=names[n % 40],
            at=(start + n * step).replace(microsecond=0),
            namespace=(0, 0, 0, 1, 3, 4)[n % 6],
            title=f"Bulk page {n % 97}" if n % 6 != 4 else f"Partner {n % 11}",
            change=n % 60 if n % 5 else -(n % 3),
            tags=("mw-reverted",) if n % 50 == 0 else (),
        )
        for n in range(edits)
    )
    accounts = (Account(name, 100 + n) for n, name in enumerate(names))
    return Seed(tuple(accounts), tuple(made))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yaml(path: Path) -> dict[str, Any]:
    # Everything is text, as in mentorkit itself, whose own reader these tests must not lean on.
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    assert isinstance(loaded, dict)
    return loaded
