"""A cohort that delivers letters on two wikis of a farm, and what can be seen of it there."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from delivery_sender import SW, Told, send
from farm import Farm
from farm_database import Seed
from faultproxy import FaultProxy
from mail_server import mail_server

from mentorkit.doors.credentials import Credentials
from mentorkit.doors.journal import open_journal, read_posted, secret_of
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.rules.delivery import Posted
from mentorkit.rules.marker import marker
from mentorkit.rules.parcel import Parcel
from running import Ran, mentorkit_yaml

AR = "ar.wikipedia.org"
HOSTS = (SW, AR)
PASSWORD = "0plantedsecret0plantedsecret0123"
SENDER = "Sender@kit"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "Sender": {"mail": "confirmed", "bot_passwords": {"kit": {"password": PASSWORD}}},
    "Onlooker": {"bot_passwords": {"kit": {"password": "1" * 32}}},
}
PROGRAMME = mentorkit_yaml(
    "test",
    """\
coordinators: [nuru]
wikis:
""",
)


_ONLOOKERS: dict[str, WikiAccount] = {}


class World:
    """The farm, a proxy before it, and a cohort directory whose wikis are behind the proxy."""

    def __init__(self, farm: Farm, folder: Path):
        self.farm = farm
        self.proxy = FaultProxy(farm.port)
        self._mail = mail_server()
        self.child = 0
        self.root = folder / "cohort"
        (self.root / "private" / "people").mkdir(parents=True)
        (self.root / "people").mkdir()
        nuru = "name: Nuru\nroles: [coordinator]\n"
        (self.root / "people" / "nuru.yaml").write_text(nuru, "utf-8")
        address = self.root / "private" / "people" / "nuru.yaml"
        address.write_text("email: nuru@test.invalid\n", "utf-8")
        wikis = "".join(f"  {h}: {{api: '{farm.api(h, self.proxy.port)}'}}\n" for h in HOSTS)
        (self.root / "mentorkit.yaml").write_text(PROGRAMME + wikis, "utf-8")
        secret_of(self.root)

    def __enter__(self) -> "World":
        self.mail = self._mail.__enter__()
        self.proxy.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.proxy.__exit__(kind, error, trace)
        self._mail.__exit__(kind, error, trace)

    @property
    def environment(self) -> dict[str, str]:
        wiki = {"MENTORKIT_WIKI_USER": SENDER, "MENTORKIT_WIKI_PASSWORD": PASSWORD}
        return {**wiki, **self.mail.environment}

    def send(
        self, *letters: Parcel, a_day: int = 1000, at: datetime | None = None, **environment: str
    ) -> Told:
        """Deliver letters as the kit's commands do; `environment` changes who signs in."""
        return send(
            self.root,
            letters,
            {**self.environment, **environment},
            a_day,
            clock=lambda: at or datetime.now(UTC),
        )

    def process(self, parcels: Sequence[Parcel], **how: Any) -> Ran:
        """Let a process of its own deliver letters; see `delivery_sender` for `how`.

        While it runs `child` is its number.
        """
        told = [
            [p.delivery.person, p.host, p.delivery.channel, p.delivery.about["letter"]]
            for p in parcels
        ]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTORKIT_")}
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("delivery_sender.py"))],
            env={**inherited, **self.environment, **how.pop("environment", {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            self.child = process.pid
            asked = json.dumps({"root": str(self.root), "parcels": told, **how})
            out, err = process.communicate(asked, timeout=120)
        self.child = 0
        return Ran(process.returncode, out, err)

    def kill(self) -> None:
        """End the process that delivers right now."""
        if self.child:
            os.kill(self.child, signal.SIGKILL)

    def posted(self) -> dict[str, Posted]:
        """The journal, by key."""
        return {each.delivery.key: each for each in read_posted(self.root).posted}

    def settle(self, letter: Parcel, *, arrived: bool) -> None:
        """Say by hand what became of a letter."""
        with open_journal(self.root) as journal:
            journal.settle(letter.delivery.key, arrived, datetime.now(UTC))

    def state(self, letter: Parcel) -> str:
        return self.posted()[letter.delivery.key].state

    def onlooker(self, host: str) -> WikiAccount:
        """Somebody else's account, straight on the wiki."""
        if self.farm.api(host) not in _ONLOOKERS:
            wiki = WikiAccount(host, contact="test", api=self.farm.api(host), loopback_only=True)
            wiki.sign_in(Credentials("Onlooker@kit", "1" * 32))
            _ONLOOKERS[self.farm.api(host)] = wiki
        return _ONLOOKERS[self.farm.api(host)]

    def text(self, host: str, title: str) -> str:
        found = self.onlooker(host).ask(
            action="query", titles=title, prop="revisions", rvprop="content", rvslots="main"
        )
        page = found["query"]["pages"][0]
        return str(page["revisions"][0]["slots"]["main"]["content"]) if "revisions" in page else ""

    def authors(self, host: str, title: str) -> set[str]:
        """Who has written on a page, numbers of the network among them."""
        found = self.onlooker(host).ask(
            action="query", titles=title, prop="revisions", rvprop="user", rvlimit="max"
        )
        return {row["user"] for row in found["query"]["pages"][0].get("revisions", ())}

    def damage(self, host: str, script: str, title: str) -> None:
        """Change a wiki's database behind its back; `?` is the latest revision of a page."""
        found = self.onlooker(host).ask(action="query", titles=title, prop="info")
        latest = found["query"]["pages"][0]["lastrevid"]
        with closing(sqlite3.connect(self.farm.database(host).path)) as database, database:
            assert database.execute(script, (latest,)).rowcount == 1

    def write(self, host: str, title: str, **how: str | int) -> None:
        """Let the onlooker edit a page."""
        assert self.onlooker(host).write(action="edit", title=title, **how).outcome == "done"

    def landed(self, letters: Sequence[Parcel]) -> Counter[str]:
        """How often each letter was put on its wiki, by key, whatever became of the page."""
        secret = secret_of(self.root)
        marks = {marker(secret, each.delivery.key): each.delivery.key for each in letters}
        found: Counter[str] = Counter()
        for host in HOSTS:
            for text, before in self._additions(host):
                new = Counter(re.findall("[a-z2-7]{26}", text))
                new.subtract(Counter(re.findall("[a-z2-7]{26}", before)))
                found.update({marks[m]: n for m, n in new.items() if m in marks and n > 0})
            found.update(self._mailed(host, letters))
        keys = {each.delivery.key for each in letters}
        by_mail = (str(taken.mail["Message-ID"])[1:25] for taken in self.mail.taken)
        found.update(key for key in by_mail if key in keys)
        return found

    def _additions(self, host: str) -> list[tuple[str, str]]:
        """The text of every revision on a talk page, whoever made it, and that of its parent."""
        wiki = self.onlooker(host)
        everybodys: dict[str, str | int] = {"list": "allrevisions", "arvnamespace": 3}
        rows = [
            row
            for document in wiki.each(
                action="query", **everybodys, arvlimit="max", arvprop="ids", arvslots="main"
            )
            for page in document["query"]["allrevisions"]
            for row in page["revisions"]
        ]
        texts: dict[int, str] = {0: ""}
        wanted = sorted({row[key] for row in rows for key in ("revid", "parentid")} - {0})
        for start in range(0, len(wanted), 50):
            found = wiki.ask(
                action="query",
                prop="revisions",
                revids="|".join(map(str, wanted[start : start + 50])),
                rvprop="ids|content",
                rvslots="main",
            )
            for page in found["query"]["pages"]:
                for revision in page["revisions"]:
                    texts[revision["revid"]] = revision["slots"]["main"].get("content", "")
        return [(texts[row["revid"]], texts.get(row["parentid"], "")) for row in rows]

    def _mailed(self, host: str, letters: Sequence[Parcel]) -> Counter[str]:
        known = {
            (each.delivery.person, each.subject): each.delivery.key
            for each in letters
            if each.host == host and each.delivery.channel == "wikimail"
        }
        return Counter(
            known[name, mail["subject"]]
            for mail in self.farm.outbox(host)
            for name in (mail["to"][0].split('"')[1],)
            if (name, mail["subject"]) in known
        )


def people(farm: Farm) -> None:
    """Give both wikis who sends, and an onlooker."""
    for host in HOSTS:
        farm.populate(host, {"accounts": ACCOUNTS})


def empty_farm(folder: Path) -> Farm:
    """A farm of the two wikis, for running by hand."""
    return Farm(dict.fromkeys(HOSTS, Seed()), folder)
