"""Measure the pairing against other solvers on the same people, all in one run.

    python benchmarks/bench_pairing.py [--sizes 15 100 1000] [--rounds N]

Each line is one whole process: start Python, read the cohort's files, score every pair, solve. The
solvers run in turns, so that whatever else the machine does meets all; seconds are medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from pairing_cohort import write_cohort
from peer_pairing import SOLVERS

HERE = Path(__file__).parent
OURS = ("floors", "leximin", "total")
LIMIT = 15.0
"""Seconds for each of our goals at 1,000 a side."""


class Run(NamedTuple):
    paired: int
    worst: int
    total: int
    seconds: float
    megabytes: float


def run(solver: str, folder: Path) -> Run:
    """Pair a cohort with one solver, and measure the process."""
    command = [sys.executable, str(HERE / "peer_pairing.py"), solver, str(folder)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 (it was asked for)
        answer = json.loads(process.stdout.read() or "{}")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if not answer:
        raise SystemExit(f"{solver} failed on {folder}")
    return Run(**answer, seconds=time.perf_counter() - started, megabytes=used.ru_maxrss / 1024)


def compare(size: int, folder: Path, rounds: int) -> None:
    """Run every solver on one cohort, and print a line for each."""
    runs: dict[str, list[Run]] = {solver: [] for solver in SOLVERS}
    for _ in range(rounds):
        for solver in SOLVERS:
            runs[solver].append(run(solver, folder))
    peers = [solver for solver in SOLVERS if solver not in OURS]
    print(f"\n{size} mentors, {size} mentees, {rounds} rounds")
    print(f"{'solver':<24} {'paired':>6} {'worst':>6} {'total':>9} {'seconds':>8} {'MB':>6}")
    for solver, measured in runs.items():
        one = measured[0]
        seconds = statistics.median(each.seconds for each in measured)
        label = f"mentorkit {solver}" if solver in OURS else solver
        print(
            f"{label:<24} {one.paired:>6} {one.worst:>6} {one.total:>9,} {seconds:>8.2f}"
            f" {max(each.megabytes for each in measured):>6.0f}"
        )
    fair = runs["leximin"][0]
    never_worse = all(
        fair.paired >= runs[peer][0].paired
        and (fair.paired > runs[peer][0].paired or fair.worst >= runs[peer][0].worst)
        for peer in peers
    )
    said = "holds" if never_worse else "DOES NOT HOLD"
    print(f"leximin never pairs fewer people and never has a worse worst pair: {said}")
    slowest = max(statistics.median(r.seconds for r in runs[goal]) for goal in OURS)
    if size <= 100:
        fastest = min(statistics.median(r.seconds for r in runs[peer]) for peer in peers)
        print(f"our slowest goal to the fastest peer: {slowest / fastest:.2f} (limit 1.00)")
    else:
        print(f"our slowest goal: {slowest:.1f} s (limit {LIMIT:.0f} s)")


def main() -> None:
    """Compare at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[15, 100, 1000])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            rounds = asked.rounds if size <= 100 else 1
            compare(size, write_cohort(Path(folder), size), rounds)


if __name__ == "__main__":
    main()
