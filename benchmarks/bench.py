"""Measure mentorkit against its limits, each as a ratio to a named peer, all in one run.

    python benchmarks/bench.py [--rounds N]

Each pair of commands is run in turns, so that whatever else the machine does meets both; the
figure is the ratio of the two medians.
"""

import argparse
import compileall
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "cohort.example"
PYTHON = sys.executable

NOTHING = [PYTHON, str(HERE / "peer_nothing.py")]
BARE = [PYTHON, "-c", "pass"]
VERSION_LIMIT = 15.0
"""Milliseconds."""


def seconds(command: Sequence[str]) -> float:
    """Return how long a whole process takes, from start to end."""
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def in_turns(ours: Sequence[str], peer: Sequence[str], rounds: int) -> tuple[float, float]:
    """Return the median seconds of two commands, run in turns after one warm run each."""
    seconds(ours), seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(rounds)]
    mine, theirs = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(theirs)


def mentorkit(*words: str) -> list[str]:
    """Return the command that runs mentorkit in this environment."""
    return [PYTHON, "-m", "mentorkit", *words]


def thousand(folder: Path) -> Path:
    """Make a cohort of 1,000 people out of the example's programme."""
    root = folder / "thousand"
    (root / "people").mkdir(parents=True)
    shutil.copy(EXAMPLE / "mentorkit.yaml", root)
    shutil.copytree(EXAMPLE / "people", root / "people", dirs_exist_ok=True)
    for number in range(1000 - len(list((root / "people").iterdir()))):
        text = PERSON.format(n=number, role="mentor" if number % 2 else "mentee")
        (root / "people" / f"person-{number}.yaml").write_text(text, encoding="utf-8")
    return root


PERSON = """\
# came through an editathon
name: Person {n} ✓
wiki: Person {n}
home: fr.wikipedia.org
roles: [{role}]
enrolled: 2025-02-20
started: 2025-03-10
languages: [fr, en, wo]
timezone: Africa/Dakar
available: [mon-fri 18:00-21:00, sat 10:00-16:00]
away: [2025-04-18..2025-04-21]
consent: {{named: 2025-02-20, activity: 2025-02-20, follow_up: 2025-02-20}}
"""


def row(what: str, times: tuple[float, float], limit: float, against: str) -> str:
    """Return the line of one comparison."""
    ours, peer = times
    verdict = "within" if ours / peer <= limit else "OVER"
    milliseconds = f"{ours * 1000:6.0f} ms {peer * 1000:6.0f} ms"
    return f"{what:<20} {milliseconds}  {ours / peer:5.2f}  {limit:5.2f}  {verdict:<6}  {against}"


def version_row(ours: float, bare: float) -> str:
    """Return the line of --version, whose limit is a difference."""
    more = (ours - bare) * 1000
    verdict = "within" if more <= VERSION_LIMIT else "OVER"
    milliseconds = f"{ours * 1000:6.0f} ms {bare * 1000:6.0f} ms"
    limit = f"{more:+5.1f} {VERSION_LIMIT:+6.1f}"
    return f"{'--version':<20} {milliseconds}  {limit}  {verdict:<6}  a bare interpreter, in ms"


def main() -> None:
    """Run every comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    # What an installed package has: its modules compiled.
    compileall.compile_dir(HERE.parent / "src", quiet=2)
    print(f"{'what':<20} {'ours':>9} {'peer':>9}  {'ratio':>5}  {'limit':>5}  {'':<6}  against")
    with tempfile.TemporaryDirectory() as folder:
        many = thousand(Path(folder))
        walk = [PYTHON, str(HERE / "peer_events.py"), str(many)]
        times = in_turns(mentorkit("check", "-C", str(many)), walk, max(5, rounds // 2))
        print(row("check, 1,000 people", times, 3, "a walk over libyaml's events"))
    times = in_turns(mentorkit("check", "-C", str(EXAMPLE)), NOTHING, rounds)
    print(row("check, the example", times, 1.5, "a Typer program that does nothing"))
    times = in_turns(mentorkit("--help"), NOTHING, rounds)
    print(row("--help", times, 1.2, "the same program"))
    print(version_row(*in_turns(mentorkit("--version"), BARE, rounds)))


if __name__ == "__main__":
    main()
