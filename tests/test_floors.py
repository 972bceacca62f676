"""The house stands: who may import whom, which library lives where, and how large a room is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "mentorkit"
FLOORS = {
    "problems": 0,
    "cohort": 1,
    "rules": 2,
    "recruit": 3,
    "pairing": 3,
    "meetings": 3,
    "outcomes": 3,
    "doors": 4,
    "render": 4,
    "verbs": 5,
    "cli": 6,
    "__main__": 7,
}
LIBRARIES = {
    "yaml": "cohort/nodes.py",
    "pydantic": "cohort/",
    "pydantic_core": "cohort/",
    "tzdata": "cohort/zones.py",
    "jinja2": ("render/templates.py", "render/sandbox.py"),
    "icalendar": "render/meetings/ics.py",
    "rich": "render/terminal.py",
    "babel": "render/dates.py",
    "mwparserfromhell": "recruit/wikitext.py",
    "mwapi": "doors/wiki.py",
    "requests": "doors/transport.py",
    "keyring": "doors/keeping.py",
    "typer": "cli/",
}
"""Where each library may be imported: one module, or the package that is written in its terms.

Jinja has two: what templates are made of, and the sandbox that they are filled in in.
"""

WORLD = {
    "os",
    "socket",
    "subprocess",
    "tempfile",
    "shutil",
    "urllib.request",
    "http.client",
    "smtplib",
}
"""Modules that only the doors, the command line and templates on disk may need."""

MODULES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the package of a module: the first name below mentorkit."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            module = node.module or ""
            if module == "mentorkit":
                yield from ((node.lineno, f"mentorkit.{name.name}") for name in node.names)
            else:
                yield node.lineno, module


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    here = room(path)
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] != "mentorkit" or len(parts) == 1 or parts[1] == "__version__":
            continue
        there = parts[1]
        assert there == here or FLOORS[there] < FLOORS[here], (
            f"{path}:{line}: {here} (floor {FLOORS[here]}) imports {there} (floor {FLOORS[there]})"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_library_lives_in_one_place(path: Path) -> None:
    for line, name in imports(path):
        home = LIBRARIES.get(name.split(".")[0], "")
        here = path.relative_to(SOURCE).as_posix()
        assert here.startswith(home), f"{path}:{line}: {name} belongs to {home}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_lower_floors_do_not_touch_the_world(path: Path) -> None:
    if FLOORS.get(room(path), 9) > 3:
        return
    for line, name in imports(path):
        assert name not in WORLD, f"{path}:{line}: {name} is the world; it belongs behind a door"
    if path.name == "zones.py":
        return  # the tz database is program data, as its docstring says
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            forbidden = {
                "open",
                "print",
                "input",
                "exit",
                "datetime.now",
                "date.today",
                "time.time",
            }
            assert called not in forbidden, f"{path}:{node.lineno}: {called}()"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_rooms_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 350, f"{path} has {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{path}:{node.lineno}: {node.name} has {length} lines"


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 30
    assert set(map(room, MODULES)) - {"__init__"} == set(FLOORS)
