"""Requests and time of `scout`: 300 people of a real MediaWiki, beside other libraries.

python benchmarks/bench_scout.py [PEOPLE]

All ask for the same: the users that a page links to, what the wiki says of their accounts, and what
they contributed in 24 months. A proxy counts what each sends. `scout` learns in the same requests
who opted out, and some first edits. Then it looks for the same names on three wikis at once.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "wiki"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "scout"))

import scout_wiki as wiki
from farm import Farm, missing
from faultproxy import FaultProxy

PEER = Path(__file__).with_name("peer_scout.py")
TITLE = "Project:Everybody"
META = "meta.wikimedia.org"
MOST = 1.1
"""Requests, as a ratio to the least possible."""


@dataclass(frozen=True)
class Took:
    """What one way of asking took, and the active months that it found by user."""

    requests: int
    seconds: float
    active: dict[str, int]


def main() -> int:
    """Ask in every way and print a line for each; status 1 where scout asked too often."""
    lack = missing()
    if lack:
        print(f"scout: not measured, {lack}")
        return 0
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        seed = wiki.seed(people, edits_a_month=16)
        few = {host: wiki.seed(people // 5, first_id=5000) for host in (wiki.SW, META)}
        farm = Farm({wiki.FR: seed, **few}, Path(folder) / "farm")
        farm.start()
        try:
            names = "\n".join(f"* [[User:{account.name}]]" for account in seed.accounts)
            farm.populate(wiki.FR, {"pages": [{"title": TITLE, "text": names}]})
            with FaultProxy(farm.port) as proxy:
                return _compare(farm, proxy, Path(folder))
        finally:
            farm.stop()


def _compare(farm: Farm, proxy: FaultProxy, folder: Path) -> int:
    path = farm.run / "wikis" / wiki.FR / "farm.sqlite"
    truth = wiki.all_from_database(path)
    accounts = [account.name for account in farm.seeds[wiki.FR].accounts]
    edits = {name: truth[name]["edits"] for name in accounts}
    # The page, the accounts, the contributions.
    least = 1 + -(-len(accounts) // 50) + wiki.least(edits)
    print(f"{len(accounts)} people, {sum(edits.values())} edits in 24 months: at least {least}")
    print(f"{'':<18} {'requests':>8} {'/ least':>8} {'seconds':>8}  figures")
    ours = _scout(farm, proxy, folder)
    again = _scout(farm, proxy, folder)
    api = farm.api(wiki.FR, proxy.port)
    rows = [("scout", ours), ("scout, again", again)]
    for library in ("mwclient", "mwclient-batched", "pywikibot"):
        rows.append((library, _peer(library, proxy, api, folder)))
    for name, took in rows:
        right = took.active == {user: truth[user]["months_active"] for user in took.active}
        ratio = took.requests / least
        agree = "as in the database" if right and took.active else "NOT as in the database"
        print(f"{name:<18} {took.requests:>8} {ratio:>8.2f} {took.seconds:>8.2f}  {agree}")
    too_many = ours.requests > MOST * least or again.requests > 0 or len(ours.active) == 0
    return int(_on_all(farm, proxy, folder) or too_many)


def _on_all(farm: Farm, proxy: FaultProxy, folder: Path) -> bool:
    """Look for all names on all wikis, print a line, and return whether that asked too often."""
    names = [account.name for account in farm.seeds[wiki.FR].accounts]
    # The names on each wiki, and the contributions of those who are there.
    least = len(farm.seeds) * -(-len(names) // 50)
    for host, seed in farm.seeds.items():
        truth = wiki.all_from_database(farm.run / "wikis" / host / "farm.sqlite")
        least += wiki.least({a.name: truth[a.name]["edits"] for a in seed.accounts})
    listed = folder / "names.txt"
    listed.write_text("\n".join(names), "utf-8")
    took = _scout(farm, proxy, folder, "--list", str(listed), cohort="everywhere")
    ratio = took.requests / least
    print(f"{'scout, 3 wikis':<18} {took.requests:>8} {ratio:>8.2f} {took.seconds:>8.2f}")
    return took.requests > MOST * least or len(took.active) < len(names)


def _scout(
    farm: Farm, proxy: FaultProxy, folder: Path, *source: str, cohort: str = "cohort"
) -> Took:
    more = "scout: {active: 0}\n"
    at = wiki.cohort(farm, folder / cohort, proxy.port)
    (at / "private").mkdir(exist_ok=True)
    (at / "private" / "mentorkit.yaml").write_text(more, "utf-8")
    where = source or ("--page", TITLE, "--wiki", wiki.FR)
    words = ["scout", *where, "--as-of", str(wiki.AS_OF), "--json"]
    took, out = _timed([sys.executable, "-m", "mentorkit", *words, "-C", str(at)], proxy, folder)
    found = {each["user"]: each["months_active"] for each in json.loads(out)["candidates"]}
    return Took(*took, found)


def _peer(library: str, proxy: FaultProxy, api: str, folder: Path) -> Took:
    span = (f"{wiki.WINDOW[0]}-01T00:00:00Z", f"{wiki.WINDOW[-1]}-31T23:59:59Z")
    took, out = _timed([sys.executable, str(PEER), library, api, TITLE, *span], proxy, folder)
    return Took(*took, json.loads(out or "{}"))


def _timed(
    command: Sequence[str], proxy: FaultProxy, folder: Path
) -> tuple[tuple[int, float], str]:
    proxy.clear()
    began = time.perf_counter()
    # pywikibot leaves files of its own where it is started.
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    return (len(proxy.log), seconds), done.stdout


if __name__ == "__main__":
    sys.exit(main())
