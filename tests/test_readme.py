"""The README and the other pages show what really happens; every command is named."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer.main

from many import Call, run_many
from mentorkit.cli.app import VERBS
from mentorkit.problems import Exit
from running import Ran

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("C*.md")), *sorted(ROOT.glob("docs/*.md"))]
README = PAGES[0].read_text(encoding="utf-8")
BLOCKS = [
    block
    for page in PAGES
    for block in re.findall(
        r"^```console\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]
ANY_LINES = "…"


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block with the lines that are shown of its output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def matches(shown: list[str], real: list[str]) -> bool:
    """Whether the lines are the same, where a line that is an ellipsis stands for any lines."""
    patterns = (r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch("".join(patterns), "".join(f"{line}\n" for line in real)) is not None


def in_shell(command: str, folder: Path) -> list[str]:
    """Return what a person sees who types a command in a folder."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTORKIT_")}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=inherited | {"PATH": programs, "COLUMNS": "80", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.rstrip("\n").split("\n") if done.stdout.strip() else []


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n", 1)[0])
def test_an_example_shows_what_really_happens(block: str, tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    shutil.copytree(ROOT / "cohort.example", cohort, ignore=shutil.ignore_patterns("out"))
    for command, shown in steps(block):
        real = in_shell(command, cohort)
        assert matches(shown, real), f"$ {command}\n" + "\n".join(real)


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 5
    assert all(block.startswith("$ ") for block in BLOCKS)


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a", "…"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", "…", "d"], ["a", "b", "c"], False),
        (["a.c"], ["abc"], False),
    ],
)
def test_an_ellipsis_stands_for_any_lines_and_nothing_else(
    shown: list[str], real: list[str], same: bool
) -> None:
    assert matches(shown, real) is same


def commands() -> Iterator[str]:
    """Yield every command that a person can type, `meet plan` and its kind included."""
    for name in VERBS:
        module = import_module(f"mentorkit.cli.{name}")
        command = typer.main.get_command(module.app)
        subcommands = getattr(command, "commands", {})
        if not subcommands or getattr(command, "invoke_without_command", False):
            yield name
        yield from (f"{name} {subcommand}" for subcommand in subcommands)


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_has_a_line_with_an_example(command: str) -> None:
    row = re.search(rf"^\| `mentorkit {command}` \| (.+) \| `(.+)` \|$", README, re.MULTILINE)
    assert row, f"README.md has no row for `mentorkit {command}`"
    assert row[2].startswith(f"mentorkit {command}")


def test_every_row_is_of_a_command_that_exists() -> None:
    rows = re.findall(r"^\| `mentorkit ([a-z ]+)` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(commands())


def test_every_exit_status_is_explained() -> None:
    explained = re.findall(r"^\| (\d+) \|", README, re.MULTILINE)
    assert [int(number) for number in explained] == sorted(Exit)


def test_every_link_leads_to_a_file() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


TABLE = re.findall(r"^\| `mentorkit [\w ]+` \|.*\| `mentorkit (.*)` \|$", README, re.MULTILINE)
ELSEWHERE = {
    "init mentoring-2027": "another cohort",
    "people import sign-ups.csv --write": "No such file",
    "scout --list names.txt --wiki fr.wikipedia.org": "No such file",
    "meet log --from calls.csv --write": "No such file",
    "meet replies inbox.mbox --write": "No such file",
    "survey import answers.csv --write": "No such file",
    "outreach pull": "a fictional cohort asks only wikis on this computer",
    "activity pull": "a fictional cohort asks only wikis",
    "role detect": "a fictional cohort asks only wikis",
    "meet send --send": "no mail server is set",
}
"""What needs more than the example has, and what is then said."""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What each example of the table does in a copy of its own."""
    calls = {}
    for words in TABLE:
        root = tmp_path_factory.mktemp("tried") / "cohort"
        shutil.copytree(ROOT / "cohort.example", root, ignore=shutil.ignore_patterns("out"))
        calls[words] = Call(shlex.split(words), root)
    return dict(zip(calls, run_many(list(calls.values())), strict=True))


@pytest.mark.parametrize("words", TABLE)
def test_an_example_of_the_table_works_in_a_copy(words: str, tried: dict[str, Ran]) -> None:
    ran = tried[words]
    if words in ELSEWHERE:
        assert ran.status != Exit.FINE
        assert ELSEWHERE[words] in " ".join((ran.out + ran.err).split())
    else:
        assert ran.status == Exit.FINE, ran.err
