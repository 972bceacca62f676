"""Time of `meet plan` and `meet calendar`, whole processes, for cohorts of 10 to 1,000 people.

python benchmarks/bench_meetings.py [--rounds N]

The calendars' peer is a bare script that builds the same files, byte by byte, from the same YAML
with libyaml and icalendar; the figure is the ratio of the two medians, run in turns.
"""

import argparse
import compileall
import random
import shutil
import statistics
import tempfile
from pathlib import Path

from bench import HERE, PYTHON, mentorkit, seconds

LIMIT = 1.0
AS_OF = "2025-02-01"
ZONES = [
    "Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Tehran", "Asia/Kathmandu",
    "America/Santiago", "America/Nuuk", "Europe/Paris", "America/New_York", "Asia/Tokyo",
    "America/Los_Angeles", "Pacific/Auckland",
]  # fmt: skip
PROGRAMME = """\
id: bench-2025
name: Bench
fictional: yes
remote: private
from: 2025-03-03
to: 2025-06-01
meetings:
  pair: {every: week, minutes: 60}
  cohort: {count: 4, minutes: 90}
  talks: {count: 5, minutes: 60}
"""
PERSON = (
    "name: Person {n}\nroles: [{role}]\ntimezone: {zone}\navailable: [{hours}]\naway: [{away}]\n"
)


def cohort(root: Path, people: int) -> Path:
    """Make a cohort of so many mentors and mentees, in pairs, over twelve zones."""
    dice = random.Random(people)
    (root / "people").mkdir(parents=True)
    (root / "mentorkit.yaml").write_text(PROGRAMME, encoding="utf-8")
    pairs = []
    for number in range(people):
        begin = dice.randrange(16, 20)
        hours = f"{dice.choice(('mon-fri', 'mon-thu', 'sun-thu'))} {begin}:00-{begin + 3}:30"
        day = dice.randrange(10, 28)
        away = dice.choice(("", "", f"2025-04-{day}..2025-04-{day + 3}"))
        zone = ZONES[number // 2 % len(ZONES)]
        role = ("mentor", "mentee")[number % 2]
        text = PERSON.format(n=number, role=role, zone=zone, hours=hours, away=away)
        (root / "people" / f"p{number}.yaml").write_text(text, encoding="utf-8")
        if number % 2:
            pairs.append(f"- {{mentor: p{number - 1}, mentee: p{number}, since: 2025-03-03}}\n")
    for number in range(5):
        text = PERSON.format(
            n=number, role="speaker", zone=ZONES[number * 2], hours="mon-fri 17:00-21:00", away=""
        )
        (root / "people" / f"speaker{number}.yaml").write_text(text, encoding="utf-8")
    (root / "pairs.yaml").write_text("".join(pairs), encoding="utf-8")
    return root


def plans(root: Path, rounds: int) -> float:
    """Return the median seconds of a plan of everything."""
    command = mentorkit("meet", "plan", "-C", str(root), "--as-of", AS_OF)
    seconds(command)
    return statistics.median(seconds(command) for _ in range(rounds))


def against_the_peer(root: Path, rounds: int) -> tuple[float, float]:
    """Return the median seconds of the calendars and of the bare script, which write the same."""
    seconds(mentorkit("meet", "plan", "--write", "-C", str(root), "--as-of", AS_OF))
    theirs = root.with_suffix(".peer")
    ours = root / "out" / "calendars"
    command = mentorkit("meet", "calendar", "-C", str(root), "--as-of", AS_OF)
    peer = [PYTHON, str(HERE / "peer_calendars.py"), str(root), str(theirs)]
    found = []
    for _ in range(rounds + 1):
        shutil.rmtree(ours, ignore_errors=True)
        shutil.rmtree(theirs, ignore_errors=True)
        found.append((seconds(command), seconds(peer)))
    if contents(ours) != contents(theirs):
        raise SystemExit("the bare script did not write the same calendars")
    mine, other = zip(*found[1:], strict=True)
    return statistics.median(mine), statistics.median(other)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.ics")}


def main() -> None:
    """Print a line for each size; the limit is for 15 pairs and more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    compileall.compile_dir(HERE.parent / "src", quiet=2)
    head = f"{'people':>6} {'pairs':>6} {'plan':>9} {'calendars':>10} {'bare':>9}"
    print(f"{head}  ratio, limit {LIMIT}")
    with tempfile.TemporaryDirectory() as folder:
        for people in (10, 30, 100, 300, 1000, 2000):
            root = cohort(Path(folder) / str(people), people)
            times = max(1, rounds if people < 300 else rounds // 2)
            plan = plans(root, times)
            ours, bare = against_the_peer(root, times)
            verdict = "within" if ours <= LIMIT * bare else "OVER" if people >= 30 else ""
            told = f"{plan * 1000:6.0f} ms {ours * 1000:7.0f} ms {bare * 1000:6.0f} ms"
            print(f"{people:>6} {people // 2:>6} {told} {ours / bare:6.2f}  {verdict}", flush=True)


if __name__ == "__main__":
    main()
