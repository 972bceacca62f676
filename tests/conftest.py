"""What tests share: cohorts from inline YAML, and the command line as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "cohort.example"
REAL_TODAY = date(2026, 11, 22)

PROGRAMME = """\
id: test-2025
name: Test
fictional: yes
from: 2025-03-03
to: 2025-06-01
"""


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a cohort, with a small programme where none is given."""
    for name, text in {"mentorkit.yaml": PROGRAMME, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return folder


@pytest.fixture
def cohort_of(tmp_path: Path) -> Callable[[Mapping[str, str]], Cohort]:
    """Give a cohort made of inline YAML, keyed by file name; it must have no problems."""

    def make(files: Mapping[str, str]) -> Cohort:
        cohort, problems = open_cohort(lay_out(tmp_path / "cohort", files), REAL_TODAY)
        assert problems == []
        assert cohort is not None
        return cohort

    return make


@dataclass(frozen=True)
class Ran:
    """What one run of the command line printed, and how it ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    """Run `python -m mentorkit` as a process of its own, as a person would."""

    def call(*words: str | Path, at: Path | None = None, **environment: str) -> Ran:
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

    return call
