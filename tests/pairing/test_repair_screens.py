"""pair repair as a person meets it: what it prints and saves, word for word.

Each folder of repair/ has a transcript and what the files hold after it, and a cohort, unless it
is the example's.
"""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.problems import Exit
from mentorkit.render.terminal import cells
from running import EXAMPLE, lay_out

HERE = Path(__file__).parent / "repair"
CASES = sorted(folder.name for folder in HERE.iterdir())


def transcript(case: str) -> list[tuple[str, str]]:
    text = (HERE / case / "transcript.txt").read_text(encoding="utf-8")
    return re.findall(r"^\$ mentorkit ([^\n]+)\n(.*?)\n*(?=^\$ |\Z)", text, re.M | re.S)


def cohort_of_case(case: str, folder: Path) -> Path:
    own = HERE / case / "cohort"
    source = own if own.exists() else EXAMPLE
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("out"))
    return folder


@pytest.mark.parametrize("case", CASES)
def test_the_transcript_is_what_happens(case: str, tmp_path: Path) -> None:
    cohort = cohort_of_case(case, tmp_path / "cohort")
    expected = transcript(case)
    ran = run_many([Call(shlex.split(line), cohort) for line, _ in expected])
    for (line, text), one in zip(expected, ran, strict=True):
        assert (line, one.out + one.err) == (line, f"{text}\n")
        lines = one.out.splitlines()
        # A command to type is one line, however long its words.
        assert all(cells(text) <= 80 for text in lines if "mentorkit pair" not in text)
    for file in (HERE / case).glob("after/**/*.yaml"):
        name = file.relative_to(HERE / case / "after")
        assert (cohort / name).read_bytes() == file.read_bytes()


def test_a_look_writes_nothing(tmp_path: Path) -> None:
    cohort = cohort_of_case("locked", tmp_path / "cohort")
    before = {file: file.read_bytes() for file in cohort.rglob("*") if file.is_file()}
    day = ("--as-of", "2025-04-14")
    looks = [("--end", "1"), ("--without", "esi"), ("--why", "x"), ("--fair", "total")]
    ran = run_many([Call(["pair", "repair", *look, *day], cohort) for look in looks])
    assert [one.status for one in ran] == [Exit.FINE] * len(looks)
    assert {file: file.read_bytes() for file in cohort.rglob("*") if file.is_file()} == before


def test_what_cannot_be_asked_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    cohort = cohort_of_case("locked", tmp_path / "cohort")
    before = (cohort / "pairs.yaml").read_bytes()
    day = ("--as-of", "2025-04-14")
    asked = [
        (("--without", "esi", "--write"), Exit.USAGE, "people/esi.yaml: left: 2025-04-14"),
        (("--without", "nobody"), Exit.USAGE, "nobody here is called"),
        (("--end", "-1"), Exit.USAGE, "--end"),
        (("--end", "1", "--why", " ", "--write"), Exit.USAGE, "--why: this text is empty"),
    ]
    ran = run_many([Call(["pair", "repair", *day, *words], cohort) for words, _, _ in asked])
    for (words, status, told), one in zip(asked, ran, strict=True):
        assert (words, one.status) == (words, status)
        assert told in one.err
    assert (cohort / "pairs.yaml").read_bytes() == before


def test_for_programs(tmp_path: Path) -> None:
    cohort = cohort_of_case("locked", tmp_path / "cohort")
    words = ["pair", "repair", "--as-of", "2025-04-14", "--end", "9", "--json"]
    (ran,) = run_many([Call(words, cohort)])
    found = json.loads(ran.out)
    assert found["schema"] == 1
    assert found["chosen"] == 1
    assert found["curve"] == [
        {"ended": 0, "paired": 3, "below": [3, 3, 3], "lowest": 375, "total": 1125},
        {"ended": 1, "paired": 3, "below": [1, 1, 1], "lowest": 375, "total": 1725},
    ]
    assert found["alone"] == [{"person": "lea", "mentor": "juma", "until": "2025-04-04"}]
    assert [(e["mentor"], e["ended"]) for e in found["ending"]] == [
        ("esi", "rematched"),
        ("juma", "mentor-left"),
    ]
    assert found["standins"] == [
        {
            "mentor": "esi",
            "mentee": "lea",
            "from": "2025-04-28",
            "to": "2025-05-02",
            "standin": "zoe",
            "score": 375,
            "full": True,
        }
    ]


def test_a_mentor_who_had_not_enrolled_by_that_day_is_not_known_yet(tmp_path: Path) -> None:
    person = "languages: [en]\ntimezone: Africa/Dakar\navailable: [mon-fri 18:00-21:00]\n"
    cohort = lay_out(
        tmp_path,
        {
            "people/ann.yaml": f"name: Ann\nroles: [mentor]\nenrolled: 2025-02-20\n{person}",
            "people/ben.yaml": f"name: Ben\nroles: [mentee]\nenrolled: 2025-02-01\n{person}",
            "pairs.yaml": "- {mentor: ann, mentee: ben, since: 2025-03-03}\n",
        },
    )
    day = ("pair", "repair", "--as-of", "2025-02-10")
    text, program = run_many([Call(day, cohort), Call((*day, "--json"), cohort)])
    assert (text.status, text.err) == (Exit.FINE, "")
    assert "not paired yet" in text.out
    assert json.loads(program.out)["alone"] == [{"person": "ben", "mentor": None, "until": None}]
