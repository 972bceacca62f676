"""What tests share: where things lie, cohorts from inline YAML, and mentorkit as a process."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "cohort.example"
REAL_TODAY = date(2026, 11, 22)


def mentorkit_yaml(word: str, more: str = "", *, name: str = "") -> str:
    """Return the mentorkit.yaml of a fictional programme, WORD-2025, and what else it says."""
    known = f"id: {word}-2025\nname: {name or word.title()}\nfictional: yes\n"
    return f"{known}from: 2025-03-03\nto: 2025-06-01\n{more}"


PROGRAMME = mentorkit_yaml("test")


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a cohort, with a small programme where none is given."""
    for name, text in {"mentorkit.yaml": PROGRAMME, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return folder


@dataclass(frozen=True)
class Ran:
    """What one run of the command line printed, and how it ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


def mentorkit(*words: str | Path, at: Path | None = None, **environment: str) -> Ran:
    """Run `python -m mentorkit` as a process of its own, as a person would."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTORKIT_")}
    done = subprocess.run(
        [sys.executable, "-m", "mentorkit", *map(str, words)],
        cwd=at,
        env=inherited | {"COLUMNS": "80"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
