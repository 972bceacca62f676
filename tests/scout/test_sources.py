"""Lists of people that are files: plain lists, event exports, the logs of repositories."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from mentorkit.recruit.sources import Wanted, plain_names, read_dashboard, read_list, role_in
from running import Run, lay_out, mentorkit_yaml

LIST = """\
\ufeff# who came in May
Amina D
* [[User:Bola|Bọ́lá]]
- User:Esi
[[User talk:Nadia]]\tVolunteer

"""


def test_a_plain_list_may_look_like_a_wiki_page() -> None:
    names, unfit = plain_names(read_list(LIST))
    assert list(names) == ["Amina D", "Bola", "Esi", "Nadia"]
    assert names["Nadia"] == "Volunteer"
    assert unfit == []


def test_what_no_wiki_takes_as_a_name_is_told() -> None:
    names, unfit = plain_names(read_list("A|B\nfine\nfine\n192.0.2.7\n2001:db8::7\n"))
    assert (list(names), unfit) == (["fine"], ["A|B", "192.0.2.7", "2001:db8::7"])


@pytest.mark.parametrize(
    "source",
    [
        "username,enrollment_timestamp,registered_at\nAmina D,2025-01-02,2020-01-01\n",
        "\ufeffUsername;Edits\r\n Amina D ;12\r\n",
        '"User name"\t"x"\n"Amina D"\t""\n',
        "course,Wiki username\nspring,Amina D\n,\n",
        "username\nUser:Amina D\n",
        "username\n[[User talk:Amina D]]\n",
    ],
)
def test_an_events_export_has_its_own_headings(source: str) -> None:
    found, problems = read_dashboard(source.encode(), "event.csv")
    assert [each.user for each in found] == ["Amina D"]
    assert problems == []


def test_an_export_without_names_is_said_to_have_none() -> None:
    _, (problem,) = read_dashboard(b"course,edits\nspring,3\n", "event.csv")
    assert "no column 'username'" in problem.message


def test_words_beside_a_name_say_as_what_somebody_comes() -> None:
    roles = {"Volunteer": "mentee", "Promoter": "speaker"}
    source = Wanted("sign_up", "Sign-up", role="mentor", roles=roles)
    assert role_in("a PROMOTER, in Dakar", source) == "speaker"
    assert role_in("Volunteers", source) == "mentor"
    assert role_in("", source) == "mentor"


def git(folder: Path, *words: str, **environment: str) -> None:
    quiet = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    command = ["git", "-C", str(folder), *words]
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, **quiet, **environment}
    )


def commit(folder: Path, name: str, email: str, at: str) -> None:
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
           for key, value in (("NAME", name), ("EMAIL", email), ("DATE", at))}  # fmt: skip
    git(folder, "commit", "--allow-empty", "-m", "Mend it", **who)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with somebody steady, somebody who came once, and a bot."""
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "init", "-q")
    for month in ("2024-08", "2024-09", "2024-11", "2024-12", "2025-01", "2025-03", "2025-05"):
        for day in range(1, 6):
            commit(folder, "Kofi  Ansah", "kofi@example.org", f"{month}-{day:02d}T10:00:00Z")
        commit(folder, "dependabot[bot]", "bot@example.org", f"{month}-20T10:00:00Z")
    commit(folder, "Kofi Ansah", "kofi@users.noreply.example", "2025-05-30T10:00:00Z")
    commit(folder, "Once Only", "once@example.org", "2025-05-30T10:00:00Z")
    return folder


def test_programmers_are_found_in_a_repository(clone: Path, run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, {})
    words = ("scout", "-C", cohort, "--git", clone, "--as-of", "2025-06-20")
    found = json.loads(run(*words, "--json").out)
    (each,) = found["candidates"]
    assert (each["person"], each["user"], each["wiki"]) == ("kofi-ansah", None, None)
    assert (each["months_active"], each["longest_gap"], each["streak"]) == (7, 14, 1)
    assert each["first_edit"] == "2024-08-01"
    assert found["set_aside"] == {"seldom": 1}
    assert found["asked"] == {}


def test_a_programmers_address_is_private(clone: Path, run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, {})
    words = ("scout", "-C", cohort, "--git", clone, "--role", "mentor", "--as-of", "2025-06-20")
    for ran in (run(*words), run(*words, "--json"), run(*words, "--write")):
        assert ran.status == 0
        assert "example.org" not in ran.out + ran.err
    saved = (cohort / "private" / "candidates" / "kofi-ansah.yaml").read_text("utf-8")
    assert "email: kofi@example.org" in saved
    assert "name: Kofi Ansah" in saved
    assert "roles: [mentor]" in saved
    assert run("check", "-C", cohort).status == 0
    again = json.loads(run(*words, "--json").out)
    assert again["set_aside"] == {"candidate": 1, "seldom": 1}


def test_only_branches_and_tags_hold_work(clone: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(clone), str(copy))
    facts = {"NAME": "Noter", "EMAIL": "n@example.org", "DATE": "2025-05-30T10:00:00Z"}
    noter = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
             for key, value in facts.items()}  # fmt: skip
    git(copy, "notes", "add", "-m", "seen", "HEAD", **noter)
    (copy / "draft").write_text("draft\n", "utf-8")
    git(copy, "add", "draft")
    git(copy, "stash", **noter)
    git(copy, "checkout", "-q", "--detach")
    commit(copy, "Detached", "d@example.org", "2025-05-30T10:00:00Z")
    cohort = lay_out(tmp_path / "cohort", {})
    words = ("scout", "-C", cohort, "--as-of", "2025-06-20", "--json", "--git")
    assert json.loads(run(*words, copy).out)["looked_at"] == 3
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    assert json.loads(run(*words, empty).out)["looked_at"] == 0


def test_git_is_only_read(clone: Path, run: Run, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted(clone.rglob("*"))}
    run("scout", "-C", lay_out(tmp_path, {}), "--git", clone)
    assert {path: path.stat().st_mtime_ns for path in sorted(clone.rglob("*"))} == before


WIKIS = mentorkit_yaml(
    "test",
    """\
wikis:
  fr.wikipedia.org: {assent: {result: assent}}
  de.wikipedia.org: {assent: {result: objection}}
  sw.wikipedia.org: {}
""",
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "There is no source to look in"),
        (("--category", "X"), "nobody says on which wiki"),
        (("--category", "X", "--wiki", "it.wikipedia.org"), "none of the programme's wikis"),
        (("--category", "X", "--wiki", "de.wikipedia.org"), "de.wikipedia.org objected"),
        (("--git", "/nonexistent"), "cannot be read as a git repository"),
        (("--list", "/nonexistent"), "cannot be read"),
        (("--category", "X", "--wiki", "fr.wikipedia.org"), "only wikis on this computer"),
    ],
)
def test_what_cannot_be_a_source(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run("scout", "-C", lay_out(tmp_path, {"mentorkit.yaml": WIKIS}), *words)
    assert ran.status == 2
    assert said in ran.err


SETTINGS = """\
scout:
  sources:
    - {category: A, page: B}
    - {wiki: fr.wikipedia.org}
    - {list: names.txt, wiki: fr.wikipedia.og}
  wikis: [it.wikipedia.org]
"""


def test_check_finds_sources_that_are_none(run: Run, tmp_path: Path) -> None:
    files = {"mentorkit.yaml": WIKIS, "private/mentorkit.yaml": SETTINGS}
    ran = run("check", "--json", "-C", lay_out(tmp_path, files))
    found = [(p["file"], p["line"], p["code"]) for p in json.loads(ran.out)["problems"]]
    private = "private/mentorkit.yaml"
    assert found == [
        (private, 3, "source"), (private, 4, "source"), (private, 5, "wiki"), (private, 6, "wiki"),
    ]  # fmt: skip
