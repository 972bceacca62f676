"""pair and pair show as commands."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.render.terminal import cells
from running import EXAMPLE, Run

DAY = ("--as-of", "2025-04-22")


def shuffled(source: Path, root: Path, draw: random.Random) -> Path:
    """Copy a cohort: other folder, files made in another order, keys in another order."""
    root = root / "".join(draw.choices("abcdefgh", k=8))
    names = [path for path in source.rglob("*") if path.is_file()]
    for path in draw.sample(names, len(names)):
        target = root / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        if path.parent.name == "people":
            # A key, and the lines below it that are not a key of their own.
            blocks = re.findall(r"(?m)^\S.*\n(?:[ #-].*\n)*", data.decode())
            assert "".join(blocks) == data.decode()
            data = "".join(draw.sample(blocks, len(blocks))).encode()
        target.write_bytes(data)
    return root


def test_twenty_orders_of_files_folders_and_keys_give_the_same_bytes(tmp_path: Path) -> None:
    draw = random.Random(20)
    roots = [EXAMPLE] + [shuffled(EXAMPLE, tmp_path, draw) for _ in range(20)]
    commands = [
        ("pair", "--json", "--scores", "--afresh", *DAY),
        ("pair", "show", "--without", "juma", *DAY),
    ]
    ran = run_many([Call((*words, "-C", root)) for root in roots for words in commands])
    assert all(each.status == 0 and each.err == "" for each in ran)
    seen = [
        tuple(each.out for each in ran[start : start + len(commands)])
        for start in range(0, len(ran), len(commands))
    ]
    assert len(seen) == 21
    assert len(set(seen)) == 1


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "cohort"))


def test_the_goal_is_that_of_the_option_else_of_the_file(example: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(EXAMPLE, tmp_path / "other"))
    programme = (other / "mentorkit.yaml").read_text("utf-8")
    assert "\npairing:\n" in programme
    changed = programme.replace("\npairing:\n", "\npairing:\n  fair: total\n")
    (other / "mentorkit.yaml").write_text(changed, "utf-8")
    ran = run_many(
        [
            Call(("pair", "--json"), example),
            Call(("pair", "--json"), other),
            Call(("pair", "--json", "--fair", "leximin"), other),
        ]
    )
    usual, own, asked = (json.loads(each.out) for each in ran)
    assert [found["goal"] for found in (usual, own, asked)] == ["floors", "total", "leximin"]
    assert list(asked["comparison"]) == ["floors", "leximin", "total"]
    assert asked["comparison"]["leximin"]["paired"] == len(asked["pairs"])


def test_a_what_if_writes_nothing(example: Path) -> None:
    before = (example / "pairs.yaml").read_bytes()
    what_if = ("pair", "--lock", "esi--eka", "--without", "juma", *DAY)
    shown, refused, unknown = run_many(
        [
            Call(what_if, example),
            Call((*what_if, "--write"), example),
            Call(("pair", "--lock", "eka--esi", "--without", "zz", *DAY), example),
        ]
    )
    assert shown.status == 0
    assert shown.out.startswith("What if esi--eka is locked and juma is not here?\n")
    assert (refused.status, refused.out) == (2, "")
    assert "mentor: esi, mentee: eka, since: 2025-04-22, locked: yes" in refused.err
    assert (unknown.status, unknown.out) == (2, "")
    assert "did you mean 'esi--eka'?" in unknown.err
    assert "nobody here is called 'zz'" in unknown.err
    assert (example / "pairs.yaml").read_bytes() == before


def test_an_option_before_the_command_after_pair_is_not_lost(run: Run, example: Path) -> None:
    ran = run("pair", "--afresh", "show", at=example)
    assert (ran.status, ran.out) == (2, "")
    assert "write it after 'show'" in ran.err


def test_the_picture_as_json(example: Path) -> None:
    ran = run_many(
        [Call(("pair", "show", *more, *DAY, "--json"), example) for more in ((), ("--afresh",))]
    )
    found, afresh = (json.loads(each.out) for each in ran)
    assert (found["shows"], afresh["shows"]) == ("standing", "proposed")
    matrix = found["matrix"]
    column = [each["person"] for each in matrix["mentees"]].index("amina")
    assert matrix["scores"][matrix["mentors"].index("bola")][column] == 925
    assert {"mentor": "bola", "mentee": "amina", "score": 925} in found["pairs"]


def without_sources(value: object) -> object:
    if isinstance(value, list):
        return [without_sources(each) for each in value]
    if isinstance(value, dict):
        return {key: without_sources(each) for key, each in value.items() if key != "sources"}
    return value


def test_only_the_coordinators_report_has_the_pairs(example: Path) -> None:
    forms = ("text", "markdown", "json")
    readers = ((), ("--for", "public"), ("--for", "coordinator"))
    ran = run_many(
        [
            Call(("report", "--format", form, *DAY, *who), example)
            for form in forms
            for who in readers
        ]
    )
    assert {each.status for each in ran} == {0}
    texts, documents, objects = ([each.out for each in ran[i : i + 3]] for i in (0, 3, 6))
    for plain, public, inside in (texts, documents):
        assert plain == public
        assert "no pair possible" not in public
        assert "no pair possible" in inside
        assert all(cells(line) <= 84 for line in inside.splitlines() if " x " in line)
    plain, public, inside = (json.loads(text) for text in objects)
    pairs = inside.pop("pairs")
    assert plain == public
    assert public.keys() == inside.keys()
    # Besides, coordinators see the lines behind the numbers, and everybody's edits.
    edits = {"months", "mentees", "mentees_apart", "measures", "measures_apart"}
    edits |= {"namespaces", "global_metrics"}
    unlike = {key for key, value in inside.items() if value != public[key]}
    assert unlike == {"figures", "goals", *edits}
    for key in inside.keys() - edits:
        assert without_sources(inside[key]) == without_sources(public[key])
    assert (pairs["pairs"][0]["mentor"], pairs["pairs"][0]["mentee"]) == ("bola", "amina")
    assert len(pairs["matrix"]["scores"]) == len(pairs["matrix"]["mentors"]) == 14
