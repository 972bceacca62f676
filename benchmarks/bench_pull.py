"""Requests and time of `activity pull`: 40 users with 20,000 edits, from a real MediaWiki.

python benchmarks/bench_pull.py [EDITS]
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "wiki"))

from farm import Farm, missing
from farm_seeds import bulk
from pulling_runs import Disk, door

from mentorkit.verbs.activity import Subject

WIKI = "bulk.wikipedia.org"


def main() -> int:
    """Pull twice and print what it took; status 1 where it took more requests than it may."""
    lack = missing()
    if lack:
        print(f"pull: not measured, {lack}")
        return 0
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        farm = Farm({WIKI: bulk(edits)}, Path(folder) / "farm")
        farm.start()
        try:
            return _measure(farm, Disk(Path(folder) / "cohort"), edits)
        finally:
            farm.stop()


def _measure(farm: Farm, disk: Disk, edits: int) -> int:
    names = [account.name for account in farm.seeds[WIKI].accounts]
    people = [Subject(f"p{number}", {WIKI: name}) for number, name in enumerate(names)]
    status = 0
    for what, most in (("first", -(-edits // 500) + 2), ("second, nothing new", 3)):
        begin = time.perf_counter()
        outcome = disk.pull(people, {WIKI: []}, date(2025, 6, 20), door(farm), date(2024, 1, 1))
        seconds = time.perf_counter() - begin
        requests = outcome[WIKI].requests
        counted = sum(r.edits for rows in disk.recorded().activity.values() for r in rows)
        print(
            f"pull ({what}): {counted} edits, {requests} requests (at most {most}), {seconds:.2f} s"
        )
        status |= requests > most or counted != edits
    return status


if __name__ == "__main__":
    sys.exit(main())
