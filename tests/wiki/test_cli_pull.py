"""`mentorkit activity pull` as a process of its own, against real MediaWikis on 127.0.0.1."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from farm import Farm
from faultproxy import FaultProxy, Seen
from pulling_runs import contents
from wiki_fixtures import EXAMPLE, SMALL

from mentorkit.cohort import edit
from mentorkit.doors.activity import alone, read_activity
from running import Ran, Run

FR, SW = "fr.wikipedia.org", "sw.wikipedia.org"
HOSTS = ["ar.wikipedia.org", FR, "meta.wikimedia.org", SW]
DAY = "2025-06-20"

Pull = Callable[..., Ran]

FIRST = """\
fr.wikipedia.org    4 people    6 months new or changed     2 requests
sw.wikipedia.org    1 person    2 months new or changed     2 requests
  no account here: amina, salma, zoe
ar.wikipedia.org    1 person    2 months new or changed     2 requests
  no account here: amina, kofi, zoe
meta.wikimedia.org  1 person    1 month new or changed      2 requests
  no account here: kofi, salma, zoe
5 files in activity/ changed.

next: mentorkit activity --as-of 2025-06-20
"""


def laid_out(template: Path, folder: Path, apis: dict[str, str]) -> Path:
    """A copy of a cohort that has pulled nothing yet, with the addresses of its wikis."""
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("activity", "out"))
    programme = folder / "mentorkit.yaml"
    text = programme.read_bytes()
    for host, api in apis.items():
        text = edit(text, ("wikis", host, "api"), api)
    programme.write_bytes(text)
    return folder


def edits(cohort: Path, host: str) -> int:
    """How many edits to a wiki a cohort has recorded."""
    rows = [row for rows in read_activity(cohort).activity.values() for row in rows]
    return sum(row.edits for row in rows if row.wiki == host)


@pytest.fixture
def small(farm: Farm, proxy: FaultProxy, tmp_path: Path) -> Path:
    """The small cohort; its wikis hold the seeded data and answer through the proxy."""
    farm.reset()
    apis = {host: farm.api(host, proxy.port) for host in HOSTS}
    return laid_out(SMALL, tmp_path / "cohort", apis)


@pytest.fixture
def pull(small: Path, run: Run) -> Pull:
    """Pull the small cohort as of the day that it records."""
    return lambda *words: run("-C", small, "activity", "pull", "--as-of", DAY, *words)


def words(cohort: Path) -> list[str]:
    """A pull of the small cohort, as a command of its own."""
    pull = ["activity", "pull", "--as-of", DAY]
    return [sys.executable, "-m", "mentorkit", "-C", str(cohort), *pull]


def started(cohort: Path) -> "subprocess.Popen[str]":
    """A pull of the small cohort that goes on by itself."""
    return subprocess.Popen(
        words(cohort), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_pull_gives_the_examples_files_back(example_farm: Farm, run: Run, tmp_path: Path) -> None:
    cohort = laid_out(EXAMPLE, tmp_path / "cohort", example_farm.apis())
    through = (EXAMPLE / "activity" / "pulled.csv").read_text("utf-8").splitlines()[1].split(",")[4]
    ran = run("-C", cohort, "activity", "pull", "--as-of", through, "--json")
    assert ran.status == 0, ran.err
    assert contents(cohort) == contents(EXAMPLE)
    assert all(len(line) <= 80 for line in ran.err.splitlines())
    wikis = json.loads(ran.out)["wikis"]
    assert [wiki["error"] for wiki in wikis] == [None] * len(wikis)
    for wiki in wikis:
        assert wiki["requests"] <= -(-edits(EXAMPLE, wiki["wiki"]) // 500) + 2


def test_what_is_said_of_a_first_and_of_a_second_pull(small: Path, pull: Pull) -> None:
    first, second = pull(), pull()
    assert (first.status, first.out) == (0, "")
    assert first.err == FIRST
    assert "4 people    nothing new                 2 requests" in second.err
    assert "No files in activity/ changed." in second.err
    assert contents(small) == contents(SMALL)


def test_a_file_changed_by_hand_is_no_report_until_it_is_pulled_again(
    small: Path, pull: Pull, run: Run
) -> None:
    pull()
    files = sorted((small / "activity").iterdir())
    before = [(path.name, path.read_bytes(), path.stat().st_ino) for path in files]
    pull()
    assert [(path.name, path.read_bytes(), path.stat().st_ino) for path in files] == before
    salma = small / "activity" / "salma.csv"
    salma.write_bytes(
        salma.read_bytes().replace(b"2025-04,ar.wikipedia.org,4,4,0,200,0,3,0,3\n", b"")
    )
    assert salma.read_bytes() != contents(SMALL)["salma.csv"]
    for command in (["check"], ["report"], ["activity"]):
        ran = run("-C", small, *command)
        assert ran.status == 1
        assert "salma.csv:1:1: this file was changed since it was pulled" in ran.out + ran.err
    assert "1 file in activity/ changed." in pull().err
    assert contents(small) == contents(SMALL)
    assert run("-C", small, "report").status == 0


def test_a_wiki_that_fails_costs_that_wiki(small: Path, pull: Pull, proxy: FaultProxy) -> None:
    proxy.fault("404", match=f"/{SW}/")
    ran = pull("--json")
    assert ran.status == 1
    assert (
        """\
sw.wikipedia.org    failed: could not be asked: HTTP status 404 (Not Found)
                    check the wiki's host, and api: if it is set, in
                    mentorkit.yaml
                    what was there is kept
"""
        in ran.err
    )
    assert ran.err.endswith("""\
5 files in activity/ changed. 1 wiki is missing.
Pull again later: it asks only for what is new.

next: mentorkit activity pull --as-of 2025-06-20
""")
    assert [wiki["wiki"] for wiki in json.loads(ran.out)["wikis"] if wiki["error"]] == [SW]
    assert SW.encode() not in contents(small)["pulled.csv"]
    assert pull().status == 0
    assert contents(small) == contents(SMALL)


def test_where_all_wikis_fail_nothing_is_written(
    small: Path, pull: Pull, proxy: FaultProxy
) -> None:
    proxy.fault("404", times=9)
    ran = pull()
    assert ran.status == 3
    assert "No wiki could be pulled; nothing was changed." in ran.err
    assert contents(small) == {}


@pytest.mark.parametrize("at_request", [1, 2, 4, 7, 8])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_ended_at_any_request_and_run_again(
    farm: Farm, small: Path, run: Run, at_request: int, how: signal.Signals
) -> None:
    began: list[subprocess.Popen[str]] = []

    def end(seen: Seen) -> None:
        if len(ending.log) == at_request:
            began[0].send_signal(how)
            began[0].wait()

    with FaultProxy(farm.port, during=end) as ending:
        text = (small / "mentorkit.yaml").read_bytes()
        for host in HOSTS:
            text = edit(text, ("wikis", host, "api"), farm.api(host, ending.port))
        (small / "mentorkit.yaml").write_bytes(text)
        with started(small) as process:
            began.append(process)
            out, err = process.communicate()
        interrupted = (130, "", True)
        ended = (process.returncode, out, err.endswith("interrupted\n"))
        assert ended == (interrupted if how == signal.SIGINT else (-how, "", False))
        assert len(ending.log) == at_request
        assert contents(small) != contents(SMALL)
        again = run("-C", small, "activity", "pull", "--as-of", DAY)
    assert again.status == 0
    assert contents(small) == contents(SMALL)
    assert [path for path in small.rglob(".*") if path.name.endswith(".mentorkit")] == []


def test_two_pulls_at_once_are_one_too_many(small: Path, pull: Pull, proxy: FaultProxy) -> None:
    with alone(small):
        ran = pull()
    assert ran.status == 4
    assert "error: another 'activity pull' is running in" in ran.err
    assert proxy.log == []
    assert pull().status == 0


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2098-01-01", "2098-01-01 is still to come"),
        ("2020-01-01", "2020-01-01 is too early"),
        ("2025-06-19", "activity/ was pulled up to 2025-06-20 already"),
    ],
)
def test_days_that_cannot_be_pulled(
    small: Path, pull: Pull, run: Run, proxy: FaultProxy, day: str, message: str
) -> None:
    pull()
    proxy.clear()
    ran = run("-C", small, "activity", "pull", "--as-of", day)
    assert ran.status == 2
    assert f"error: {message}" in ran.err
    assert proxy.log == []
    assert contents(small) == contents(SMALL)


def test_progress_is_shown_on_a_terminal_only(small: Path, pull: Pull) -> None:
    master, terminal = pty.openpty()
    with subprocess.Popen(words(small), stdout=subprocess.PIPE, stderr=terminal) as process:
        os.close(terminal)
        said = b"".join(iter(lambda: _read(master), b"")).decode()
        assert process.stdout
        assert process.stdout.read() == b""
    assert process.returncode == 0
    assert "\r\x1b[Kfr.wikipedia.org: request 1\r\x1b[Kfr.wikipedia.org: request 2\r\x1b[K" in said
    assert "\x1b" not in pull().err


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_a_fictional_cohort_asks_no_wiki_elsewhere(small: Path, pull: Pull) -> None:
    programme = small / "mentorkit.yaml"
    programme.write_bytes(edit(programme.read_bytes(), ("wikis", SW, "api"), None))
    ran = pull()
    assert ran.status == 1
    said = " ".join(ran.err.split())
    assert "failed: may not be asked: a fictional cohort asks only wikis on this" in said
    assert "or remove 'fictional: yes'" in ran.err


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ("", "Not asked yet, so not looked for: zoe. Ask, then write"),
        ("consent: {}\n", ""),
        ("consent: {named: 2025-02-01, activity: 2025-06-21}\n", ""),
    ],
    ids=["not asked", "no", "later"],
)
def test_who_has_not_agreed_by_the_day_is_not_looked_for(
    small: Path, pull: Pull, proxy: FaultProxy, consent: str, said: str
) -> None:
    zoe = small / "people/zoe.yaml"
    zoe.write_text(zoe.read_text("utf-8").partition("consent:")[0] + consent, "utf-8")
    ran = pull("--json")
    assert ran.status == 0, ran.err
    assert "fr.wikipedia.org    3 people" in ran.err
    assert said in ran.err
    assert ("Not asked yet" in ran.err) == bool(said)
    assert json.loads(ran.out)["unasked"] == (["zoe"] if said else [])
    assert [seen for seen in proxy.log if "Quiñones" in seen.text] == []
    expected = {name: text for name, text in contents(SMALL).items() if name != "zoe.csv"}
    rows = expected["pulled.csv"].splitlines(keepends=True)
    expected["pulled.csv"] = b"".join(row for row in rows if not row.startswith(b"zoe,"))
    assert contents(small) == expected


def test_nobody_to_look_for(small: Path, pull: Pull) -> None:
    for path in (small / "people").iterdir():
        said = path.read_text("utf-8").partition("consent:")[0]
        path.write_text(f"{said}consent: {{named: 2025-01-01}}\n", "utf-8")
    ran = pull()
    assert ran.status == 0
    assert "Nobody was looked for: no mentor or mentee has" in ran.err
    assert contents(small) == {}
