"""Measure mentorkit against its limits, each as a ratio to a named peer, all in one run.

    python benchmarks/bench.py [--rounds N]

Each pair of commands is run in turns, so that whatever else the machine does meets both; the
figure is the ratio of the two medians.
"""

import argparse
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


def row(what: str, ours: float, peer: float, limit: float, against: str) -> str:
    ratio = ours / peer
    verdict = "within" if ratio <= limit else "OVER"
    return (
        f"{what:<34} {ours * 1000:7.0f} ms {peer * 1000:7.0f} ms {ratio:6.2f}  "
        f"limit {limit:4.2f}  {verdict:<6}  against {against}"
    )


def main() -> None:
    """Run every comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    print(f"{'what':<34} {'ours':>10} {'peer':>10}  ratio")
    with tempfile.TemporaryDirectory() as folder:
        many = thousand(Path(folder))
        walk = [PYTHON, str(HERE / "peer_events.py"), str(many)]
        ours, peer = in_turns(mentorkit("check", "-C", str(many)), walk, max(5, rounds // 3))
        print(row("check, 1,000 people", ours, peer, 3, "a walk over libyaml's events"))
    example = mentorkit("check", "-C", str(EXAMPLE))
    print(
        row(
            "check, the example",
            *in_turns(example, NOTHING, rounds),
            1.5,
            "a Typer program that does nothing",
        )
    )
    print(row("--help", *in_turns(mentorkit("--help"), NOTHING, rounds), 1.2, "the same program"))
    ours, bare = in_turns(mentorkit("--version"), BARE, rounds)
    more = (ours - bare) * 1000
    verdict = "within" if more <= 15 else "OVER"
    print(
        f"{'--version':<34} {ours * 1000:7.0f} ms {bare * 1000:7.0f} ms {more:+6.1f} ms limit 15 ms {verdict}  over a bare interpreter"
    )


if __name__ == "__main__":
    main()
