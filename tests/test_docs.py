"""docs/ says what the program does: every file, key and column, and the shape of all JSON."""

import json
import re
import shutil
import types
import typing
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union

import pytest
from pydantic import BaseModel

from mentorkit.cohort import model, programme, scalars, tables
from mentorkit.cohort.build import FILES, FOLDERS
from mentorkit.cohort.record import PRIVATE
from mentorkit.problems import Exit
from mentorkit.render.activity import pull_as_json
from mentorkit.rules.pulled import Note, WikiPull

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "cohort.example"
FILES_PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
JSON_PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")

KINDS = {
    scalars.Id: "id",
    scalars.Text: "text",
    scalars.Flag: "yes or no",
    scalars.Count: "number",
    scalars.Positive: "number from 1",
    scalars.Day: "date",
    scalars.Instant: "UTC time",
    scalars.Zone: "time zone",
    scalars.Local: "local time",
    scalars.Hours: "hours",
    scalars.Away: "days",
    scalars.Percent: "percentage",
    scalars.Sum: "money",
    scalars.Currency: "currency",
    scalars.Rate: "rate",
    scalars.Every: "interval",
    scalars.Reach: "number or LOW-HIGH",
    scalars.Host: "wiki",
    scalars.Url: "web address",
    scalars.User: "user name",
    scalars.PairName: "pair",
}
"""What docs/files.md calls the kinds of values."""

LISTED = {  # the records of each file, and the fields that its name gives
    "mentorkit.yaml": (programme.Programme, set()),
    "people/ID.yaml": (model.Person, {"id"}),
    "pairs.yaml": (model.Pair, set()),
    "sessions/FILE.yaml": (model.Session, {"series"}),
    "roles.yaml": (model.LeadershipRole, set()),
    "tasks.yaml": (model.Task, set()),
    "outreach.yaml": (model.Announcement, set()),
    "money.yaml": (model.Money, set()),
    "surveys.yaml": (model.SurveyWave, set()),
}
FURTHER = {"candidates": {"name", "roles", "why", "found"}}
"""What a candidate's file has otherwise than a person's."""


@dataclass(frozen=True, order=True)
class Row:
    """A key of a file, the kind of its value, and what holds where it is absent."""

    key: str
    kind: str
    absent: str


def rows(
    of: type[BaseModel], prefix: str = "", given: Collection[str] = frozenset()
) -> Iterator[Row]:
    """Yield the rows of a model, those of its parts included; `given` fields have none."""
    hints = typing.get_type_hints(of, include_extras=True)
    for name, field in of.model_fields.items():
        if name in given:
            continue
        key = prefix + (field.alias or name)
        kind, part = describe(hints[name])
        if part is not None:
            yield from rows(part, key + kind)
        else:
            absent = "needed" if field.is_required() else default_of(field.get_default())
            yield Row(key, kind, absent)


def describe(hint: Any) -> tuple[str, type[BaseModel] | None]:
    """Return what a type is called, or how a key goes on into its part, and that part."""
    if hint in KINDS:
        return KINDS[hint], None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner), None
    if origin in (Union, types.UnionType):
        return describe(next(each for each in inner if each is not type(None)))
    if origin is tuple:
        kind, part = describe(inner[0])
        return ("[].", part) if part else (f"list of {kind}", None)
    if origin is dict:
        kind, part = describe(inner[1])
        what = KINDS[inner[0]]
        return (f".{what.upper()}.", part) if part else (f"{what}: {kind}", None)
    assert issubclass(hint, BaseModel), f"docs/files.md has no word for {hint}"
    return ".", hint


def default_of(value: Any) -> str:
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def expected() -> dict[str, list[Row]]:
    """Return what each section of docs/files.md must list."""
    sections: dict[str, list[Row]] = {}
    for file, (record, given) in LISTED.items():
        private = PRIVATE.get(record.__name__, frozenset())
        found = list(rows(record, given=given))
        sections[file] = [row for row in found if row.key not in private]
        if private:
            sections[f"private/{file}"] = [row for row in found if row.key in private]
    others = [row for row in rows(model.Candidate) if row.key in FURTHER["candidates"]]
    return sections | {"private/candidates/ID.yaml": others}


def documented() -> dict[str, list[Row]]:
    """Return what each section of docs/files.md lists."""
    sections = {}
    for heading, body in re.findall(r"^## `(.+?)`\n(.*?)(?=^## |\Z)", FILES_PAGE, re.M | re.S):
        listed = re.findall(r"^\| `(.+?)` \| (.*?) ?\| (.*?) ?\| .+ \|$", body, re.M)
        sections[heading] = [Row(*cells) for cells in listed]
    return sections


@pytest.mark.parametrize("file", sorted(expected()))
def test_every_key_of_a_file_is_documented(file: str) -> None:
    want, have = expected()[file], documented().get(file, [])
    assert sorted(have) == sorted(want)


def test_every_file_of_a_cohort_is_documented() -> None:
    headings = set(documented())
    names = {"people": "ID", "candidates": "ID", "sessions": "FILE"}
    folders = {f"{folder}/{names[folder.rpartition('/')[2]]}.yaml" for folder in FOLDERS}
    assert headings >= {*FILES, *folders}


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("activity/ID.csv", tables.ACTIVITY_COLUMNS),
        ("activity/pulled.csv", tables.PULLED_COLUMNS),
    ],
)
def test_every_column_of_a_table_is_documented(file: str, columns: str) -> None:
    section = FILES_PAGE.split(f"## `{file}`\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == columns.split(",")


KIND_ROWS = re.findall(r"^\| ([^`|]+) \| .+? \| `(.+?)` \|$", FILES_PAGE, re.M)


def test_every_kind_of_value_is_explained() -> None:
    assert sorted({kind for kind, _ in KIND_ROWS}) == sorted(KINDS.values())


@pytest.mark.parametrize(("kind", "example"), KIND_ROWS)
def test_the_example_of_a_kind_is_one(kind: str, example: str) -> None:
    reader = next(hint for hint, name in KINDS.items() if name == kind)
    record = type("One", (BaseModel,), {"__annotations__": {"value": reader}})
    record.model_validate({"value": example})


JSON_BLOCKS = re.findall(
    r"^## `mentorkit (.+?)`.*?^```json\n(.*?)^```$", JSON_PAGE, re.MULTILINE | re.DOTALL
)
KEYED_BY_PEOPLE = {"capacity", "burden", "people"}
"""The mappings whose keys are ids."""


def shape(value: Any, path: str = "") -> set[str]:
    """Return the paths of all keys of a JSON value; ids as keys are one and the same."""
    if isinstance(value, list):
        return set().union(*(shape(item, f"{path}[]") for item in value))
    if not isinstance(value, dict):
        return set()
    paths = set()
    for key, inner in value.items():
        named = path.rpartition(".")[2] in KEYED_BY_PEOPLE
        here = f"{path}.{'ID' if named else key}"
        paths |= {here} | shape(inner, here)
    return paths


def broken(folder: Path) -> None:
    """Give the example a fault and a warning."""
    with (folder / "people" / "amina.yaml").open("a", encoding="utf-8") as file:
        file.write("emial: amina at example\n")
    settings = folder / "mentorkit.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("remote: private\n", ""), encoding="utf-8")


def without_a_common_hour(folder: Path) -> None:
    """Take the hours of one mentee, so that her calls stay without a time."""
    person = folder / "people" / "amina.yaml"
    text = person.read_text(encoding="utf-8")
    person.write_text(
        text.replace("mon-fri 18:00-21:00, sat 10:00-16:00", "mon 04:00-05:00"), encoding="utf-8"
    )


def alone(folder: Path) -> None:
    """Leave one mentee without a mentor who could be hers."""
    person = folder / "people" / "mwajuma.yaml"
    text = person.read_text(encoding="utf-8")
    person.write_text(re.sub(r"languages: \[.*?\]", "languages: [mi]", text), encoding="utf-8")


PREPARED = {"check": broken, "meet plan": without_a_common_hour, "pair": alone}


def command_of(words: str) -> str:
    return next(name for name in (words, *words.split()) if name in PREPARED or name == words)


@pytest.mark.parametrize(("words", "text"), JSON_BLOCKS, ids=[words for words, _ in JSON_BLOCKS])
def test_the_documented_json_has_the_keys_of_the_real_one(
    words: str, text: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    cohort = tmp_path / "cohort"
    shutil.copytree(EXAMPLE, cohort, ignore=shutil.ignore_patterns("out"))
    name = " ".join(word for word in words.split() if word.isalpha())
    PREPARED.get(next((p for p in PREPARED if name.startswith(p)), ""), lambda folder: None)(cohort)
    if name == "activity pull":
        real = pull_as_json([WikiPull("a", 1, notes=(Note("b", "missing", "c"),))])
    else:
        where = [] if name.startswith("init") else ["-C", cohort]
        ran = run(*words.split(), *where, at=tmp_path)
        assert ran.status in (Exit.FINE, Exit.PROBLEMS), ran.err
        real = json.loads(ran.out)
    assert shape(json.loads(text)) == shape(real)


def test_every_command_has_its_json_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^\| `mentorkit ([a-z ]+)` \|", readme, re.M))
    told = {
        " ".join(word for word in words.split(" -")[0].split() if word.islower())
        for words, _ in JSON_BLOCKS
    }
    missing = {c for c in commands if not any(t == c or t.startswith(f"{c} ") for t in told)}
    assert missing <= {"people import"}, missing
