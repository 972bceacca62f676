"""The farm itself: that its rows are those of MediaWiki's own code, and that it ends when told."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from farm import Farm
from farm_database import Account, Edit, Seed
from farm_process import FarmFailed
from farm_seeds import recorded
from pulling_runs import door
from wiki_fixtures import SMALL

from mentorkit.doors.contributions import read_contributions
from mentorkit.outcomes.activity import Contribution
from mentorkit.outcomes.pulling import Span

FR = "fr.wikipedia.org"
HERE = Path(__file__).resolve().parent


def newest(farm: Farm, user_id: int) -> list[Contribution]:
    """What an account contributed in the last hour, by today's clock."""
    now = datetime.now(UTC).replace(microsecond=0)
    span = Span(now - timedelta(hours=1), now + timedelta(minutes=1))
    found = read_contributions(door(farm)(FR), [user_id], span)
    return sorted(found, key=lambda c: (c.at, c.title))


def test_rows_written_behind_its_back_are_those_of_mediawikis_own_code(farm: Farm) -> None:
    farm.reset_wiki(FR)
    farm.maintenance(FR, "edit.php", "--user=AminaD", "Projet:Essai", text="a" * 30)
    farm.maintenance(FR, "edit.php", "--user=AminaD", "Work of AminaD", text="b" * 100)
    (by_code,) = [c for c in newest(farm, 812) if c.title == "Projet:Essai"]
    now = by_code.at
    farm.database(FR).edit(Edit("AminaD", now, 102, "Autre essai", change=30, new=True))
    (by_hand,) = [c for c in newest(farm, 812) if c.title == "Projet:Autre essai"]
    assert (by_hand.added, by_hand.new, by_hand.namespace) == (30, True, 102)
    assert (by_code.added, by_code.new, by_code.namespace) == (30, True, 102)
    # A page that was made behind its back goes on as any other does.
    (grown,) = [c for c in newest(farm, 812) if c.title == "Work of AminaD"]
    assert not grown.new
    assert grown.added < -4000


def test_the_tag_of_reverted_edits_is_mediawikis_own(farm: Farm) -> None:
    farm.reset_wiki(FR)
    farm.maintenance(FR, "edit.php", "--user=Zoë Quiñones", "Work of AminaD", text="nonsense")
    assert [c.reverted for c in newest(farm, 5)] == [False]
    farm.maintenance(FR, "rollbackEdits.php", "--user=Zoë Quiñones")
    farm.maintenance(FR, "runJobs.php")
    assert [c.reverted for c in newest(farm, 5)] == [True]
    farm.reset_wiki(FR)
    assert newest(farm, 5) == []


def test_what_cannot_be_made_to_measure_is_refused(tmp_path: Path) -> None:
    for folder in ("people", "activity"):
        (tmp_path / folder).mkdir()
    for name in ("mentorkit.yaml", "people/kofi.yaml", "activity/pulled.csv"):
        (tmp_path / name).write_bytes((SMALL / name).read_bytes())
    for person in ("amina", "salma", "zoe"):
        (tmp_path / f"people/{person}.yaml").write_text(f"wiki: {person}", "utf-8")
    header = (SMALL / "activity/zoe.csv").read_text("utf-8")
    row = "2025-05,sw.wikipedia.org,0,40,0,0,0,{days},0,{leading}\n"
    (tmp_path / "activity/kofi.csv").write_text(header + row.format(days=32, leading=0), "utf-8")
    with pytest.raises(ValueError, match="32 active days among 31"):
        recorded(tmp_path)
    (tmp_path / "activity/kofi.csv").write_text(header + row.format(days=2, leading=1), "utf-8")
    with pytest.raises(ValueError, match="no leadership prefix in namespace 0"):
        recorded(tmp_path)


def test_a_farm_starts_again_and_ends(farm: Farm, tmp_path: Path) -> None:
    seed = Seed((Account("Only one", 7),), (Edit("Only one", datetime(2025, 1, 1), 0, "P"),))
    other = Farm({"sw.wikipedia.org": seed}, tmp_path / "run")
    other.start()
    first = other.port
    other.start()
    assert other.port == first != farm.port
    assert door(other)("sw.wikipedia.org").ask(action="query")["batchcomplete"] is True
    other.stop()
    with pytest.raises(FarmFailed, match="not running"):
        print(other.port)
    assert "php" not in _processes_of(tmp_path / "run")


def _processes_of(run: Path) -> str:
    """The command lines of processes whose environment names that folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(run).encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().decode().replace("\0", " "))
        except OSError:
            continue
    return "\n".join(found)


def test_a_folder_that_holds_something_else_is_left_alone(farm: Farm, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(FarmFailed, match="something else"):
        Farm(farm.seeds, tmp_path).start()
    assert (tmp_path / "thesis.txt").exists()


def test_from_the_command_line(farm: Farm, tmp_path: Path) -> None:
    def run(do: str) -> dict[str, str]:
        words = [sys.executable, str(HERE / "farm.py"), do, "--cohort", str(SMALL)]
        done = subprocess.run(
            [*words, "--run", str(tmp_path / "run")], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found

    assert run("status") == {}
    started = run("start")
    assert sorted(started) == sorted(recorded(SMALL))
    assert run("status") == started
    assert run("reset") == started
    assert run("stop") == {}


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_mediawiki_tests_are_skipped_aloud_and_fail_under_ci(
    tmp_path: Path, ci: str, outcome: str
) -> None:
    test = f"{HERE / 'test_farm.py'}::test_from_the_command_line"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rsE", test],
        env={**os.environ, "MW_INSTALL_PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    assert f"MediaWiki is not installed in {tmp_path}; as root, sh tests/wiki/install.sh" in (
        done.stdout
    )
    assert done.returncode == (1 if ci else 0)
