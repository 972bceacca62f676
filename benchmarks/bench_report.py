"""Time of `report`, whole processes: the example, and cohorts of 30 to 10,000 people.

python benchmarks/bench_report.py [--rounds N]

Everybody has a year of activity, a pair and its sessions; every fifth mentee leads. The peer is a
bare script that reads the same files and counts a handful of numbers. Growth is the processor time
for twice as many people as a multiple, 2 being linear: what else the machine does is not in it.
"""

import argparse
import compileall
import math
import resource
import statistics
import subprocess
import tempfile
from pathlib import Path

from bench import EXAMPLE, HERE, PERSON, PYTHON, mentorkit, seconds

FORMATS = ("text", "markdown", "wikitext", "json", "html")
EXAMPLE_LIMIT, THOUSAND_LIMIT = 0.6, 4.0
"""Seconds, for the example in any format and for 1,000 people."""

PROGRAMME = """\
id: bench-2025
name: Bench
fictional: yes
remote: private
from: 2025-03-03
to: 2025-06-01
wikis:
  fr.wikipedia.org: {assent: {result: assent, opened: 2025-01-10, closed: 2025-02-01}}
goals: {leaders_end: 6, leaders_year: 12, attrition: 25%}
"""
HEAD = (
    "month,wiki,namespace,edits,reverted,bytes_added,pages_created,days_active,"
    "talk_partners,leadership_edits\n"
)
PULLED = "person,wiki,user_id,from,through,last_edit\n"
MONTHS = [f"{2024 + m // 12}-{m % 12 + 1:02}" for m in range(7, 19)]


def cohort(root: Path, people: int) -> Path:
    """Make a cohort of so many mentors and mentees in pairs."""
    for folder in ("people", "sessions", "activity"):
        (root / folder).mkdir(parents=True)
    pairs, roles, pulled = [], [], [PULLED]
    for number in range(people):
        role = ("mentor", "mentee")[number % 2]
        text = PERSON.format(n=number, role=role)
        (root / "people" / f"p{number}.yaml").write_text(text, encoding="utf-8")
        rows = [
            f"{month},fr.wikipedia.org,{namespace},{number % 17 + i + 3},0,{i * 40},0,3,1,0\n"
            for i, month in enumerate(MONTHS)
            for namespace in (0, 1, 4)
        ]
        (root / "activity" / f"p{number}.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        pulled.append(f"p{number},fr.wikipedia.org,{number + 1},2024-08-01,2025-07-31,\n")
        if number % 2:
            ref = f"p{number - 1}--p{number}"
            pairs.append(f"- {{mentor: p{number - 1}, mentee: p{number}, since: 2025-03-03}}\n")
            (root / "sessions" / f"{ref}.yaml").write_text(_sessions(number), encoding="utf-8")
        if number % 10 == 1:
            roles.append(_role(number))
    texts = {"mentorkit.yaml": [PROGRAMME], "pairs.yaml": pairs, "roles.yaml": roles}
    for name, lines in (texts | {"activity/pulled.csv": pulled}).items():
        (root / name).write_text("".join(lines), encoding="utf-8")
    return root


def _sessions(number: int) -> str:
    days = (f"2025-{3 + week // 4:02}-{4 + week % 4 * 7:02}" for week in range(0, 12, 2))
    return "".join(
        f"- {{id: {i}, at: {day} {8 + number % 12:02}:00 Etc/UTC, minutes: 60, held: yes}}\n"
        for i, day in enumerate(days, 1)
    )


def _role(number: int) -> str:
    return (
        f"- {{id: r{number}, person: p{number}, class: event_org, tier: B, started: 2025-04-12,\n"
        f"   evidence: 'https://fr.wikipedia.org/w/index.php?oldid={number}', verdict: accepted,\n"
        f"   claimed: {{by: p{number}, on: 2025-04-14}},\n"
        "   verified: {by: 'User:Somebody', on: 2025-04-22}}\n"
    )


def median(root: Path, rounds: int, *options: str) -> tuple[float, float]:
    """Return the median seconds of a report, and of the processor, after a run that succeeds."""
    command = mentorkit("report", "-C", str(root), "--as-of", "2025-07-31", *options)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    times = []
    for _ in range(rounds):
        before = _processor()
        times.append((seconds(command), _processor() - before))
    wall, busy = zip(*times, strict=True)
    return statistics.median(wall), statistics.median(busy)


def _processor() -> float:
    """Return the seconds of processor time that child processes have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def example(rounds: int, out: Path) -> bool:
    """Print a line for each format; return whether one takes longer than it may."""
    over = False
    for name in FORMATS:
        file = str(out / f"report.{name}")
        took, busy = median(EXAMPLE, rounds, "--format", name, "--output", file)
        over |= took > EXAMPLE_LIMIT
        told = f"{took * 1000:7.0f} ms {busy * 1000:7.0f} ms"
        print(f"example, {name:<9} {told}   limit {EXAMPLE_LIMIT * 1000:.0f} ms")
    return over


def main() -> int:
    """Print the times; status 1 where one is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    compileall.compile_dir(HERE.parent / "src", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        over = example(rounds, Path(folder))
        heads = "".join(f"{head:>11}" for head in ("report", "processor", "html", "bare"))
        print(f"people{heads}  ratio  growth")
        before: tuple[int, float] | None = None
        for people in (30, 100, 300, 1000, 3000, 10000):
            root = cohort(Path(folder) / str(people), people)
            times = max(1, rounds if people <= 300 else rounds // 2)
            took, busy = median(root, times)
            page, _ = median(root, times, "--format", "html")
            peer = [PYTHON, str(HERE / "peer_report.py"), str(root)]
            bare = statistics.median(seconds(peer) for _ in range(times))
            growth = ""
            if before:
                growth = f"{2 ** (math.log(busy / before[1]) / math.log(people / before[0])):.2f}"
            before = people, busy
            over |= people == 1000 and max(took, page) > THOUSAND_LIMIT
            told = " ".join(f"{part * 1000:7.0f} ms" for part in (took, busy, page, bare))
            print(f"{people:>6} {told} {took / bare:6.2f} {growth:>7}", flush=True)
    return over


if __name__ == "__main__":
    raise SystemExit(main())
