"""What several test files need to pull from a farm: names, wikis, and files kept as on a disk."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from farm import Farm

from mentorkit.doors.activity import Recorded, read_activity
from mentorkit.doors.transport import Patience
from mentorkit.doors.wiki import Wiki
from mentorkit.verbs.activity import Subject, WikiPull, pull

QUICK = Patience(attempts=4, connect=2, read=2, total=3, longest_wait=60)


def subjects(cohort: Path, hosts: Iterable[str]) -> list[Subject]:
    """Everybody of people/ on every host."""
    found = []
    for path in sorted((cohort / "people").glob("*.yaml")):
        person = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        if "wiki" in person:
            other = person.get("wikis") or {}
            found.append(Subject(path.stem, {h: other.get(h) or person["wiki"] for h in hosts}))
    return found


def leadership(cohort: Path, hosts: Iterable[str]) -> dict[str, list[str]]:
    """The beginnings of leadership titles, by host."""
    programme = yaml.load((cohort / "mentorkit.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return {host: programme["wikis"][host].get("leadership") or [] for host in hosts}


def door(farm: Farm, port: int | None = None, **how: Any) -> Callable[[str], Wiki]:
    """Opens the farm's wikis, through a proxy where `port` is one."""

    def open_wiki(host: str) -> Wiki:
        settings: dict[str, Any] = {"sleep": lambda seconds: None, "patience": QUICK, **how}
        return Wiki(
            host, contact="the tests", api=farm.api(host, port), loopback_only=True, **settings
        )

    return open_wiki


class Disk:
    """A cohort's activity/ in a folder: each pull starts from what the one before wrote."""

    def __init__(self, folder: Path):
        self.folder = folder
        (folder / "activity").mkdir(parents=True, exist_ok=True)

    def pull(
        self,
        people: list[Subject],
        wikis: Mapping[str, list[str]],
        today: date,
        open_wiki: Callable[[str], Wiki],
        since: date = date(2024, 3, 1),
        now: datetime | None = None,
    ) -> dict[str, WikiPull]:
        """Pull and write; the outcomes by host."""
        outcomes = {}
        for outcome in pull(people, wikis, self.recorded(), since, today, open_wiki, now):
            for group in outcome.writes:
                for name, content in group.items():
                    (self.folder / name).write_bytes(content)
            outcomes[outcome.wiki] = outcome
        return outcomes

    def recorded(self) -> Recorded:
        """What the files say."""
        found = read_activity(self.folder)
        assert found.problems == ()
        return found

    def files(self) -> dict[str, bytes]:
        """Every file of activity/ and its bytes."""
        return contents(self.folder)


def contents(cohort: Path) -> dict[str, bytes]:
    """Every file of a cohort's activity/ and its bytes."""
    return {path.name: path.read_bytes() for path in sorted((cohort / "activity").glob("*.csv"))}
