"""The whole main job of mentorkit, on a copy of cohort.example: `make demo`.

It is February 2025 first: the pairs and their calls are taken out of the copy, so that there is
something to propose. Then the three months pass: what people wrote down meanwhile is put back, and
the report says what came of it. Every line after a `$` is run as it stands there.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from mentorkit.cohort import edit

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "cohort.example"
BEFORE = "2025-02-28"
"""A Friday: the programme begins on the Monday after it."""
PULLED = "2025-10-05"
"""The last day of the activity that the example records."""
AFTERWARDS = "2026-07-01"
"""A month after the mentees were asked again."""


class StepFailed(Exception):
    """A command of the demonstration did not do what it should."""


def say(text: str) -> None:
    """Print a paragraph in 80 columns."""
    print("\n" + "\n".join(textwrap.wrap(text, 80)), flush=True)


def shortened(lines: list[str], first: int | None, last: int = 0) -> list[str]:
    """Return the first and the last of some lines, and how many lie between; None: all of them."""
    if first is None or len(lines) - first - last <= 1:
        return lines
    left_out = len(lines) - first - last
    return [*lines[:first], f"… ({left_out} more lines)", *lines[len(lines) - last :]]


class Demo:
    """A copy of the example in a scratch folder, and the commands run on it."""

    def __init__(self, scratch: Path):
        self.scratch = scratch
        self.cohort = scratch / "cohort"
        shutil.copytree(EXAMPLE, self.cohort, ignore=shutil.ignore_patterns("out"))

    def run(self, command: str, first: int | None = None, last: int = 0) -> None:
        """Run a command of mentorkit in the copy, and show its output, whole or shortened."""
        print(f"\n$ mentorkit {command}", flush=True)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTORKIT_")}
        done = subprocess.run(
            [sys.executable, "-m", "mentorkit", *command.split()],
            cwd=self.cohort,
            env=inherited | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = done.stdout.rstrip("\n").split("\n")
        print("\n".join(lines if done.returncode else shortened(lines, first, last)), flush=True)
        if done.returncode:
            raise StepFailed(f"`mentorkit {command}` ended with status {done.returncode}")

    def show(self, file: str) -> None:
        """Show a text file of the copy."""
        print(f"\n$ cat {file}\n{(self.cohort / file).read_text('utf-8').rstrip()}", flush=True)

    def set_aside(self, *patterns: str) -> None:
        """Take files out of the copy."""
        for path in (path for pattern in patterns for path in sorted(self.cohort.glob(pattern))):
            path.unlink()

    def put_back(self, *patterns: str) -> None:
        """Put the example's own files in the place of those of the copy."""
        self.set_aside(*patterns)
        for path in (path for pattern in patterns for path in sorted(EXAMPLE.glob(pattern))):
            shutil.copy2(path, self.cohort / path.relative_to(EXAMPLE))


ARRANGED = ("pairs.yaml", "private/pairs.yaml", "sessions/*--*.yaml", "private/sessions/*--*.yaml")
"""What is arranged only once the mentors and mentees are known."""


def before_the_programme(demo: Demo) -> None:
    """Check, pair, invite, plan the calls and write the calendars, as on a day before it began."""
    say("First: is everything in the files as it should be?")
    demo.run("check")
    demo.set_aside(*ARRANGED)
    say(
        "Now it is Friday, 28 February 2025, and the programme begins on Monday. (The copy lost "
        "its pairs and their calls, as if nobody had arranged them yet.) Who mentors whom?"
    )
    demo.run(f"pair --as-of {BEFORE}")
    say("A sensible proposal, so it is saved to pairs.yaml.")
    demo.run(f"pair --as-of {BEFORE} --write", 1, 2)
    say("A personal letter for everybody who may be invited, each in a language of theirs.")
    demo.run(f"invite --as-of {BEFORE}")
    demo.show("out/invitations/ravi.txt")
    say("Calls for each pair, at hours that suit both, whatever their clocks do in spring.")
    demo.run(f"meet plan --as-of {BEFORE} --write", 24, 3)
    demo.run(f"meet calendar --as-of {BEFORE}")


def afterwards(demo: Demo) -> None:
    """Put back what people wrote down meanwhile, pull the activity, and report."""
    demo.put_back(*ARRANGED)
    say(
        "The three months pass. People write down which calls were held, moved or missed; one "
        "mentor stops, and her mentee gets another. The copy is whole again, and calendars follow."
    )
    demo.run("check")
    demo.run(f"meet calendar --as-of {PULLED}", 2)
    pull(demo)
    demo.run(f"activity --as-of {PULLED}", 12)
    say("And what came of it all, a month after the mentees were asked again, a year later:")
    demo.run(f"report --as-of {AFTERWARDS}")
    demo.run(f"report --as-of {AFTERWARDS} --format markdown --output out/report.md")


def pull(demo: Demo) -> None:
    """Pull the activity from a local MediaWiki if one is installed; else keep what is recorded."""
    say("What did they do on the wikis? Looking for a MediaWiki on this computer …")
    try:
        apis = json.loads(farm(demo, "start"))
    except StepFailed as reason:
        say(f"There is none to pull from: {reason}.")
        say("So the recorded activity of the example is used; nothing was pulled.")
        return
    programme = demo.cohort / "mentorkit.yaml"
    written = programme.read_bytes()
    try:
        pointed = written
        for host, api in apis.items():
            pointed = edit(pointed, ("wikis", host, "api"), api)
        programme.write_bytes(pointed)
        demo.set_aside("activity/*.csv")
        say(
            f"Found: {len(apis)} real MediaWikis on 127.0.0.1, holding the edits of the example's "
            "people. The copy forgets its recorded activity and asks them."
        )
        demo.run(f"activity pull --as-of {PULLED}")
    finally:
        programme.write_bytes(written)
        farm(demo, "stop")
        for folder in ("wikis", "wiki-cache"):
            shutil.rmtree(demo.scratch / folder, ignore_errors=True)
    compare_with_the_recorded(demo)


def farm(demo: Demo, do: str) -> str:
    """Start or stop the local MediaWikis; return what that prints."""
    script = ROOT / "tests" / "wiki" / "farm.py"
    done = subprocess.run(
        [sys.executable, str(script), do, "--run", str(demo.scratch / "wikis")],
        env={**os.environ, "MENTORKIT_TEST_CACHE": str(demo.scratch / "wiki-cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise StepFailed(said[-1])
    return done.stdout


def compare_with_the_recorded(demo: Demo) -> None:
    """Say that the pull gave the example's own files; raise StepFailed where it did not."""
    pulled, recorded = (
        {path.name: path.read_bytes() for path in (root / "activity").glob("*.csv")}
        for root in (demo.cohort, EXAMPLE)
    )
    other = sorted(
        name for name in pulled.keys() | recorded if pulled.get(name) != recorded.get(name)
    )
    if other:
        raise StepFailed(f"the pull differs from cohort.example/activity in {', '.join(other)}")
    say(f"All {len(pulled)} files are byte for byte those that the example records.")


def farewell(demo: Demo) -> None:
    """Say where everything lies."""
    out = demo.cohort / "out"
    letters = len(list((out / "invitations").glob("*.txt")))
    calendars = len(list((out / "calendars").rglob("*.ics")))
    program = Path(sys.executable).with_name("mentorkit")
    print(f"""
What was made lies in {demo.cohort}

  out/invitations/   {letters} letters
  out/calendars/     {calendars} calendars: people/, pairs/ and cohort.ics
  out/report.md      the report above, as Markdown

Look around:  {program} -C {demo.cohort} status
Clear away:   rm -r {demo.scratch}""")


def main() -> int:
    """Run the demonstration; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal of few letters shows ? for the others
    demo = Demo(Path(tempfile.mkdtemp(prefix="mentorkit-demo-")))
    say(
        "A mentoring programme from its first day to its report, on a copy of cohort.example. "
        "Everybody in it is invented, and nothing is sent to anybody."
    )
    try:
        before_the_programme(demo)
        afterwards(demo)
    except StepFailed as reason:
        print(f"\nThe demonstration failed: {reason}.\nIts files: {demo.cohort}", file=sys.stderr)
        return 1
    farewell(demo)
    return 0


if __name__ == "__main__":
    sys.exit(main())
