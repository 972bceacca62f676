"""What `meet move`, `cancel`, `swap` and `log` print and write, whole: folders of before and after.

Each folder of changing/ but `before` holds a command, the screen that it prints, and the files
that are then other than before. The time of writing is replaced by NOW.
"""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from many import Call, run_many
from mentorkit.cohort.zones import DATABASE_VERSION
from mentorkit.render.terminal import cells
from running import lay_out

HERE = Path(__file__).parent / "changing"
BEFORE = HERE / "before"
CASES = sorted(path.name for path in HERE.iterdir() if path.name != "before")
STAMP = re.compile(r"revised: (\S+Z)")


def contents(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in paths}


def changed(folder: Path) -> dict[str, str]:
    """Return the files that are other than before, the stamps of this minute as NOW."""
    before = contents(BEFORE)
    old = set(STAMP.findall("".join(before.values())))
    return {
        name: STAMP.sub(lambda f: f[0] if f[1] in old else "revised: NOW", text)
        for name, text in contents(folder).items()
        if text != before.get(name)
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Each command run on a cohort of its own, then all of them once again on what they wrote."""
    folder = tmp_path_factory.mktemp("changing")
    calls = []
    for case in CASES:
        shutil.copytree(BEFORE, folder / case / "cohort")
        for sheet in (HERE / case).glob("*.csv"):
            shutil.copy(sheet, folder / case)
        words = shlex.split((HERE / case / "command.txt").read_text(encoding="utf-8"))
        calls.append(Call(words, folder / case / "cohort"))
    looked = run_many([call._replace(words=call.words[:-1]) for call in calls])
    untouched = {case: changed(folder / case / "cohort") for case in CASES}
    wrote = run_many(calls)
    after = {case: changed(folder / case / "cohort") for case in CASES}
    again = run_many(calls)
    unmoved = {case: changed(folder / case / "cohort") for case in CASES}
    found = zip(CASES, looked, wrote, again, strict=True)
    return {
        case: (look, untouched[case], write, after[case], twice, unmoved[case])
        for case, look, write, twice in found
    }


@pytest.mark.parametrize("case", CASES)
def test_a_command_shows_first_and_writes_what_it_must(case, ran):
    look, untouched, write, after, twice, unmoved = ran[case]
    assert (look.status, look.err, untouched) == (0, "", {})
    assert "Nothing is saved yet." in look.out
    assert (write.status, write.err) == (0, "")
    assert write.out == (HERE / case / "screen.txt").read_text(encoding="utf-8")
    assert max(map(cells, write.out.splitlines())) <= 80
    assert after == contents(HERE / case / "after")
    if case == "swap":  # twice is back again
        assert "minutes: 60\n  kind: call\n  revision: 5" in unmoved["sessions/bola--amina.yaml"]
    else:
        assert unmoved == after, "what is written already is not written again"
    assert twice.status == 0


def test_the_rules_of_a_zone_change_and_people_are_told_anew(tmp_path):
    """`check` names the command that mends a coming session, and it does, one session at a time."""
    told = "- {id: ID, at: YEAR-03-12 19:00 UTC, minutes: 60, utc: YEAR-03-12T05:00:00Z}\n"
    past, coming, also = (
        told.replace("ID", number).replace("YEAR", year)
        for number, year in (("1", "2025"), ("2", "2150"), ("3", "2151"))
    )
    good = past.replace("05:00:00Z", "19:00:00Z")
    root = lay_out(tmp_path, {"sessions/cohort.yaml": past + coming + also})
    (ran,) = run_many([Call(["check", "--json"], root)])
    first, *others = json.loads(ran.out)["problems"]
    assert [p["code"] for p in (first, *others)] == ["utc"] * 3
    assert first["hint"].startswith("it is past: correct 'at', or else 'utc'")
    lay_out(tmp_path, {"sessions/cohort.yaml": good + coming + also})
    for problem in others:
        assert f"time-zone data {DATABASE_VERSION}" in problem["hint"]
        (typed,) = re.findall(r"mentorkit (meet move .* --write)", problem["hint"])
        (ran,) = run_many([Call(shlex.split(typed), root)])
        assert (ran.status, ran.err) == (0, "")
    (ran,) = run_many([Call(["check"], root)])
    assert ran.status == 0
    written = (root / "sessions/cohort.yaml").read_text()
    assert written.count("revision: 1") == 2
    assert written.startswith(good)


def test_a_session_that_may_not_move_is_refused_and_everything_stays(tmp_path):
    before = contents(shutil.copytree(BEFORE, tmp_path / "cohort"))
    then = ["--as-of", "2025-03-20", "--write"]
    calls = [
        (["move", "bola--amina/2", "2025-03-30 02:30", "--zone", "Europe/Paris"], 2),
        (["move", "bola--amina/2", "2025-03-31 18:00"], 4),
        (["move", "bola--amina/1", "2025-03-31 18:00"], 4),
        (["move", "bola--amina/22", "2025-03-31 18:00"], 2),
        (["move", "bola--amina/2", "2025-03-31 12:00", "--first", "--second"], 2),
        (["swap", "cohort/2", "cohort/2"], 2),
        (["cancel", "bola--amina/2", "bola--amina/1"], 4),
        (["log", "bola--amina/2", "--held"], 4),
        (["log", "--held"], 2),
        (["log", "--csv", "--from", "x.csv"], 2),
        (["log", "--from", "nowhere.csv"], 2),
    ]
    root = tmp_path / "cohort"
    done = run_many([Call(["meet", *words, *then], root) for words, _ in calls])
    assert [(ran.status, ran.out) for ran in done] == [(status, "") for _, status in calls]
    for ran in done:
        said, hint = ran.err.splitlines()[:2]
        assert said.startswith("error: ")
        assert hint.startswith("  ")
    assert contents(root) == before


def test_a_sheet_with_a_fault_is_told_whole_and_nothing_is_written(tmp_path):
    before = contents(shutil.copytree(BEFORE, tmp_path / "cohort"))
    sheet = "session,held\nbola--amina/2,yes\nbola--amina/3,maybe\ncohrt/1,yes\n"
    (tmp_path / "log.csv").write_text(sheet)
    words = ["meet", "log", "--from", "../log.csv", "--write", "--as-of", "2025-04-30"]
    root = tmp_path / "cohort"
    ran, told = run_many([Call(words, root), Call([*words, "--json"], root)])
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "../log.csv:3:15: held: 'maybe' is neither yes nor no\n  write yes or no\n\n"
        "../log.csv:4:1: there is no session 'cohrt/1'\n  did you mean 'cohort/1'?\n\n"
        "2 problems. Nothing was saved.\n"
    )
    found = json.loads(told.out)
    assert (told.status, found["written"], found["files"]) == (1, False, [])
    assert [problem["line"] for problem in found["problems"]] == [3, 4]
    assert contents(root) == before


def test_a_sheet_is_printed_filled_in_and_read_back(tmp_path):
    root = shutil.copytree(BEFORE, tmp_path / "cohort")
    then = ["--as-of", "2025-03-25"]
    (ran,) = run_many([Call(["meet", "log", "--csv", *then], root)])
    assert ran.out == (
        "session,at,held,missed,minutes,why\n"
        "cohort/1,2025-03-12 19:00 Europe/Berlin,,,,\n"
        "talks/1,2025-03-20 18:30 Asia/Tehran,,,,\n"
        "bola--amina/2,2025-03-24 19:00 Africa/Dakar,,,,\n"
    )
    (tmp_path / "log.csv").write_text(ran.out.replace("Berlin,,", "Berlin,yes,"))
    words = ["meet", "log", "--from", "../log.csv", *then, "--write"]
    _, left = run_many([Call(words, root), Call(["meet", "log", "--json", *then], root)])
    assert [s["session"] for s in json.loads(left.out)["unlogged"]] == ["talks/1", "bola--amina/2"]
