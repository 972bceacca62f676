"""`mentorkit role`: what is said, what is written, and what is refused, command by command."""

import json
import shlex
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from many import Call, run_many
from mentorkit.problems import Exit
from screens import play

HERE = Path(__file__).parent / "roles"
SCREENS = sorted((HERE / "screens").glob("*.txt"))


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "cohort", tmp_path / "cohort")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda path: path.stem)
def test_what_a_person_sees_and_what_becomes_of_the_files(screen: Path, cohort: Path) -> None:
    assert all(cell_len(line) <= 80 or "http" in line for line in play(screen, cohort))
    after = HERE / "after" / screen.stem
    for name in ("roles.yaml", "private/roles.yaml"):
        wanted = after / name if (after / name).exists() else HERE / "cohort" / name
        have = (cohort / name).read_bytes() if (cohort / name).exists() else b""
        assert have == (wanted.read_bytes() if wanted.exists() else b"")


def test_the_status_says_whether_it_was_saved(cohort: Path) -> None:
    good = ["role", "verify", "r1", "--by", "esi", "--on", "2025-04-20"]
    calls = [
        (good, Exit.FINE),
        (["role", "verify", "r1", "--by", "bola"], Exit.PROBLEMS),
        (["role", "verify", "r99", "--by", "esi"], Exit.USAGE),
        (["role", "detect", "--as-of", "2098-01-01"], Exit.FINE),
        (["role"], Exit.FINE),
    ]
    ran = run_many([Call(words, cohort) for words, _ in calls])
    assert [one.status for one in ran] == [status for _, status in calls]
    assert "did you mean 'r9'" in ran[2].err
    assert (cohort / "roles.yaml").read_bytes() == (HERE / "cohort/roles.yaml").read_bytes()


def test_for_programs(cohort: Path) -> None:
    reject = ["role", "reject", "r1", "--by", "User:Outside", "--why", "Nobody joined", "--json"]
    wrong = ["role", "reject", "r2", "--by", "amina", "--json", "--write"]
    told, refused = (
        json.loads(one.out) for one in run_many([Call(reject, cohort), Call(wrong, cohort)])
    )
    assert told["files"] == ["private/roles.yaml", "roles.yaml"]
    assert told["role"]["verified"]["by"] == "User:Outside"
    assert "Nobody" not in json.dumps(told)
    assert [problem["code"] for problem in refused["problems"]] == ["missing", "verifier", "judged"]
    assert (refused["files"], refused["written"]) == ([], False)


@pytest.mark.parametrize("source", [b"", b"# none yet\r\n#- id: r1\r\n", b"[]\n", b"\xef\xbb\xbf"])
def test_the_first_role_of_a_file(cohort: Path, source: bytes) -> None:
    (cohort / "roles.yaml").write_bytes(source)
    words = (
        "role add amina --class rights --wiki fr.wikipedia.org --scope sysop --started 2025-05-01 "
        "--evidence https://fr.wikipedia.org/w/index.php?title=Special:Log&logid=3 --write"
    )
    added, checked = run_many([Call(shlex.split(words), cohort), Call(["check"], cohort)])
    assert (added.status, checked.status) == (0, 0), added.err
    assert (cohort / "roles.yaml").read_bytes().startswith(source.removesuffix(b"[]\n"))


def test_a_pair_that_came_later_bars_a_verdict_that_was_given_before(cohort: Path) -> None:
    """What `role verify` refuses and what `check` finds is the same."""
    verify = ["role", "verify", "r1", "--by", "esi", "--on", "2025-04-20", "--write"]
    assert run_many([Call(verify, cohort)])[0].status == 0
    with (cohort / "pairs.yaml").open("a") as pairs:
        pairs.write("- {mentor: esi, mentee: amina, since: 2025-04-20}\n")
    (ran,) = run_many([Call(["check"], cohort)])
    assert "the verifier is this person's mentor" in ran.out
