"""The archives that people install: what lies in them, and that they work far from here."""

import ast
import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import mentorkit

ROOT = Path(__file__).parents[1]
LEFTOVERS = {"__pycache__", ".mypy_cache", ".pytest_cache", ".hypothesis", "node_modules", "out"}
"""Folders that running things leaves behind, and git ignores."""
ONLY_A_BOUND = {"urllib3"}
"""What is asked for to bound the version of what another library brings along."""
PUBLISHED_AS = {"yaml": "pyyaml", "pydantic_core": "pydantic"}
"""Libraries whose packages are called otherwise than their modules."""


def build(kind: str, source: Path, into: Path) -> Path:
    """Build an archive from a folder, as pip does; return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (archive,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return archive


@pytest.fixture(scope="module")
def source_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked source archive of this checkout."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
    return unpacked


@pytest.fixture(scope="module")
def wheel(source_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel, built from the source archive, so that both are known to be whole."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(build("wheel", source_archive, folder)) as archive:
        archive.extractall(folder / "unpacked")  # noqa: S202 (built a moment ago, from here)
    return folder / "unpacked"


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    (file,) = wheel.glob("*.dist-info/METADATA")
    return email.message_from_string(file.read_text(encoding="utf-8"))


def files(folder: Path) -> set[str]:
    """Return the names of all files below a folder that git would track."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if LEFTOVERS.isdisjoint(path.parts)}


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    program = {f"mentorkit/{name}" for name in files(ROOT / "src" / "mentorkit")}
    templates = {f"mentorkit/shipped_templates/{name}" for name in files(ROOT / "templates")}
    others = files(wheel) - program - templates
    assert program | templates <= files(wheel)
    assert {name.partition("/")[2] for name in others} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert "mentorkit/py.typed" in program
    assert len(templates) >= 16


def test_the_source_archive_holds_what_a_developer_needs(source_archive: Path) -> None:
    for folder in ("src", "templates", "tests", "cohort.example", "docs", "benchmarks"):
        assert files(source_archive / folder) == files(ROOT / folder), folder
    top = {path.name for path in source_archive.iterdir() if path.is_file()}
    assert top >= {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "pyproject.toml",
    }


def test_the_wheel_says_what_it_is(wheel: Path, metadata: Message) -> None:
    assert metadata["Name"] == "mentorkit"
    assert metadata["Version"] == mentorkit.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    (entry,) = wheel.glob("*.dist-info/entry_points.txt")
    assert "mentorkit = mentorkit.__main__:main" in entry.read_text(encoding="utf-8")


def test_every_library_that_is_imported_is_asked_for(wheel: Path, metadata: Message) -> None:
    asked = {re.split(r"[^\w-]", line)[0] for line in metadata.get_all("Requires-Dist", [])}
    imported = set()
    for path in (wheel / "mentorkit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    libraries = imported - sys.stdlib_module_names - {"mentorkit"}
    assert {PUBLISHED_AS.get(name, name) for name in libraries} == asked - ONLY_A_BOUND


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    own = shutil.ignore_patterns("out", "templates")
    shutil.copytree(ROOT / "cohort.example", cohort, ignore=own)

    def run(*words: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(wheel), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, *words], cwd=cohort, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    where = "import mentorkit.render.templates as t; print(t.shipped())"
    assert run("-c", where) == str(wheel / "mentorkit" / "shipped_templates")
    assert run("-m", "mentorkit", "--version") == f"mentorkit {mentorkit.__version__}"
    assert "Drafts in out/invitations/: 6." in run("-m", "mentorkit", "invite")
    letters = [path.read_text("utf-8") for path in (cohort / "out/invitations").glob("*.txt")]
    assert len(letters) == 6
    assert all(letter.startswith("To: ") for letter in letters)
