"""What every command promises: its options, its streams, its exit status."""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import termios
from pathlib import Path

import pytest
import typer.main
from rich.cells import cell_len

from many import Call, run_many
from mentorkit.cli.app import VERBS, Verbs
from running import EXAMPLE, PROGRAMME, lay_out, mentorkit

CSV = "name,roles\nKofi,mentee\n"
COMMANDS = [
    ("init",),
    ("check",),
    ("status",),
    ("people", "add"),
    ("people", "import"),
    ("outreach",),
    ("outreach", "notice"),
    ("outreach", "pull"),
    ("scout",),
    ("invite",),
    ("letter",),
    ("reply",),
    ("select",),
    ("pair",),
    ("pair", "explain"),
    ("pair", "repair"),
    ("pair", "show"),
    ("meet", "plan"),
    ("meet", "calendar"),
    ("meet", "show"),
    ("meet", "move"),
    ("meet", "cancel"),
    ("meet", "swap"),
    ("meet", "log"),
    ("meet", "send"),
    ("meet", "replies"),
    ("meet", "agenda"),
    ("meet", "remind"),
    ("activity",),
    ("activity", "pull"),
    ("role",),
    ("role", "add"),
    ("role", "detect"),
    ("role", "verify"),
    ("role", "reject"),
    ("survey",),
    ("survey", "form"),
    ("survey", "import"),
    ("report",),
]
ADD = ("people", "add", "newcomer", "--name", "New Comer", "--role", "mentee")
THEN = ("--as-of", "2025-05-01")
READING = [
    ("check",),
    ("status",),
    ADD,
    ("people", "import", "new.csv"),
    ("scout", "--dashboard", "users.csv"),
    ("invite",),
    ("reply", "ousmane", "accepted"),
    ("select",),
    ("select", "lucia", "waiting", "--applied", "2025-01-12"),
    ("select", "--import", "applied.csv"),
    ("outreach",),
    ("outreach", "pull"),
    ("pair", "--afresh", "--scores"),
    ("pair", "explain", "amina"),
    ("pair", "repair"),
    ("pair", "show"),
    ("meet", "plan"),
    ("meet", "calendar"),
    ("meet", "show"),
    ("meet", "move", "bola--amina/6", "2025-05-21", "19:00", *THEN),
    ("meet", "move", "bola--amina/6", *THEN),
    ("meet", "cancel", "bola--amina/5", "bola--amina/6", "--why", "Ill", *THEN),
    ("meet", "swap", "bola--amina/5", "bola--amina/6", *THEN),
    ("meet", "log"),
    ("meet", "log", "bola--amina/5"),
    ("meet", "log", "bola--amina/5", "--missed", "amina"),
    ("meet", "send", *THEN),
    ("meet", "replies", "new.csv"),
    ("meet", "agenda"),
    ("meet", "agenda", "hoda--farah/1"),
    ("meet", "agenda", "talks/1"),
    ("meet", "agenda", "cohort/1"),
    ("meet", "agenda", "--handbook"),
    ("meet", "remind", *THEN),
    ("activity",),
    ("activity", "pull"),
    ("role",),
    ("role", "detect"),
    (
        *("role", "add", "amina", "--class", "event_org", "--wiki", "fr.wikipedia.org"),
        *("--scope", "Atelier", "--started", "2025-05-01"),
        *("--evidence", "https://fr.wikipedia.org/w/index.php?oldid=5"),
    ),
    ("role", "verify", "r15", "--by", "dana"),
    ("role", "reject", "r15", "--by", "dana", "--why", "Not finished"),
    ("survey",),
    ("survey", "form", "--wave", "year", "--role", "mentee"),
    ("survey", "import", "answers.csv"),
    ("report",),
]
"""Every command with what it needs to run without a wiki."""

HEAVY = {"icalendar", "mwapi", "requests", "urllib3", "jinja2", "scipy", "numpy", "rich", "babel"}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A copy of the example that has no wiki to pull from, and two calls that nobody logged."""
    root = tmp_path_factory.mktemp("example") / "cohort"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out"))
    programme = (root / "mentorkit.yaml").read_text(encoding="utf-8")
    before, rest = programme.split("\nwikis:\n")
    after = rest.split("\nmeetings:\n")[1]
    (root / "mentorkit.yaml").write_text(f"{before}\nmeetings:\n{after}", encoding="utf-8")
    (root / "new.csv").write_text(CSV)
    (root / "answers.csv").write_text("token,s1\nabc,4\n")
    (root / "users.csv").write_text("username\nNobody at all\n")
    (root / "applied.csv").write_text("applied,name,wiki\n2025-01-12,Kofi,KofiM\n")
    tokens = "wave,role,person,token\nlate,mentor,bola,abc\n"
    (root / "private/surveys/tokens.csv").write_text(tokens)
    calls = root / "sessions" / "bola--amina.yaml"
    logged = calls.read_text(encoding="utf-8")
    calls.write_text(re.sub(r"(2025-05-(05|19)T.*\n)  held: yes\n", r"\1", logged), "utf-8")
    return root


@pytest.fixture
def small(tmp_path):
    return lay_out(tmp_path / "cohort", {"people/amina.yaml": "name: Amina\nroles: [mentee]\n"})


def words(command):
    return " ".join(command)


def command_of(path):
    """The command of some words, as the command line would find it."""
    context = typer.Context(typer.main.get_command(typer.Typer(callback=lambda: None)))
    command = Verbs(name="mentorkit").get_command(context, path[0])
    for word in path[1:]:
        command = command.commands[word]
    return command


# Help.


GROUPS = [(), ("people",), ("meet",)]


@pytest.fixture(scope="module")
def helped():
    commands = GROUPS + COMMANDS
    wide = {"COLUMNS": "200"}
    ran = run_many([Call((*command, "--help"), None, wide) for command in commands])
    return dict(zip(commands, ran, strict=True))


@pytest.mark.parametrize("command", GROUPS + COMMANDS, ids=words)
def test_help_names_the_options_of_every_command_in_80_columns(command, helped):
    ran = helped[command]
    assert (ran.status, ran.err) == (0, "")
    for option in ("-C DIR", "--as-of DATE", "--json", "--help"):
        assert option in ran.out
    assert ran.out.startswith(f"Usage: {words(('mentorkit', *command))} ")
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert not re.search(r"(?<![]}])\.\.\.", ran.out), "a summary was cut"


def test_the_list_of_commands_is_whole():
    listed = {(verb,) if not group else (verb, word) for verb, group, word in every_command()}
    assert listed == set(COMMANDS)


def every_command():
    for verb in VERBS:
        command = command_of((verb,))
        below = getattr(command, "commands", {})
        if not below or getattr(command, "invoke_without_command", False):
            yield verb, False, ""
        for word in below:
            yield verb, True, word


@pytest.mark.parametrize("verb", VERBS)
def test_the_summary_of_a_verb_is_the_first_sentence_of_its_own_help(verb):
    help_text = " ".join(command_of((verb,)).help.split())
    assert re.split(r"(?<=\.)(?: |$)", help_text)[0] == VERBS[verb]


def test_without_a_word_the_verbs_are_listed():
    ran = mentorkit()
    assert all(f"\n  {verb} " in ran.out + ran.err for verb in VERBS)


MISTYPED = {
    ("chekc",): "Did you mean 'check'?",
    ("people", "ad"): "Did you mean 'add'?",
    ("check", "--jsno"): "No such option: --jsno (Possible options: --as-of, --json)",
    ("report", "--format", "pdf"): "'pdf' is not one of",
    ("people", "import"): "Missing argument",
    ("check", "extra"): "unexpected extra argument",
}


def test_what_is_mistyped_is_a_misuse_and_says_what_is_near(small):
    done = run_many([Call(words, small) for words in MISTYPED])
    for said, ran in zip(MISTYPED.values(), done, strict=True):
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err


# Streams.


@pytest.fixture(scope="module")
def ran(example):
    """Every reading command on the example, for people and for programs."""
    calls = [Call(command, example, {"COLUMNS": "200"}) for command in READING]
    calls += [Call((*command, "--json"), example) for command in READING]
    done = run_many(calls)
    return {
        "text": dict(zip(READING, done, strict=False)),
        "json": dict(zip(READING, done[len(READING) :], strict=True)),
    }


@pytest.mark.parametrize("command", READING, ids=words)
def test_json_is_one_object_on_stdout_and_nothing_else_stands_there(command, ran):
    told = ran["json"][command]
    assert json.loads(told.out)["schema"] == 1
    assert told.status == 0
    assert "{" not in told.err


def test_init_prints_json_too(tmp_path):
    ran = mentorkit("--json", "init", tmp_path / "new")
    assert json.loads(ran.out)["schema"] == 1
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize("command", READING, ids=words)
def test_a_screen_is_plain_and_fits_80_columns(command, ran):
    seen = ran["text"][command]
    assert seen.status == 0
    assert "\x1b" not in seen.out + seen.err
    assert all(cell_len(line) <= 80 for line in (seen.out + seen.err).splitlines())


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """Every command but check on a cohort with a problem, each in its own; the files before."""
    roots = {}
    for command in READING[1:]:
        people = {"people/amina.yaml": "name: Amina\nroles: [mente]\n", "new.csv": CSV}
        roots[command] = lay_out(tmp_path_factory.mktemp("faulty"), people)
    before = {command: sorted(root.rglob("*")) for command, root in roots.items()}
    calls = [Call(command, root) for command, root in roots.items()]
    calls += [Call((*command, "--json"), root) for command, root in roots.items()]
    done = run_many(calls)
    return {
        command: (roots[command], before[command], done[index], done[index + len(roots)])
        for index, command in enumerate(roots)
    }


@pytest.mark.parametrize("command", READING[1:], ids=words)
def test_problems_in_the_data_stop_every_command_before_it_does_anything(command, refused):
    root, before, ran, told = refused[command]
    assert (ran.status, told.status) == (1, 1)
    if command == ("status",):
        assert "1 problem" in ran.out
    else:
        assert ran.out == ""
        assert "people/amina.yaml:2:9: 'mente' is not known here" in ran.err
        assert "did you mean 'mentee'?" in ran.err
    assert json.loads(told.out)["schema"] == 1
    assert sorted(root.rglob("*")) == before


def test_check_tells_problems_on_stdout_and_warnings_on_stderr(small):
    (small / "mentorkit.yaml").write_text(PROGRAMME.replace("fictional: yes\n", ""))
    fine = mentorkit("check", at=small)
    assert fine.status == 0
    assert fine.out.startswith("No problems in 2 files: 1 mentee.")
    assert "mentorkit.yaml:1:1: warning: nobody has said" in fine.err
    (small / "people/amina.yaml").write_text("nam: Amina\nroles: [mentee]\n")
    faulty = mentorkit("check", at=small.parent, MENTORKIT_COHORT=str(small))
    assert faulty.status == 1
    assert "cohort/people/amina.yaml:1:1: unknown key 'nam'" in faulty.out
    assert "1 problem in 1 of 2 files. Nothing was changed." in faulty.err
    told = json.loads(mentorkit("check", "--json", at=small).out)
    assert [p["code"] for p in told["problems"]] == ["unknown-key"]
    assert [p["code"] for p in told["warnings"]] == ["remote"]


# Exit statuses; 0 and 1 are above.


def test_a_day_that_is_none_is_a_misuse(small):
    days = ["tomorrow", "", "2025-02-30", "2025-3-1", "20250301", "0001-01-01", "9999-12-31"]
    done = run_many([Call(("status", "--as-of", day), small) for day in days])
    for day, ran in zip(days, done, strict=True):
        assert (ran.status, ran.out) == (2, "")
        assert f"'{day}' is no date; write it as in 2025-06-20" in ran.err


def test_a_far_day_is_no_reason_for_a_traceback(example):
    commands = [("status",), ("pair",), ("meet", "plan"), ("invite",), ("activity",), ("report",)]
    days = ["1900-01-01", "2199-12-31"]
    calls = [Call((*words, "--as-of", day), example) for words in commands for day in days]
    for call, ran in zip(calls, run_many(calls), strict=True):
        assert (ran.status, "Traceback" in ran.err) == (0, False), call


def test_no_cohort_is_a_misuse_that_says_how_to_make_one(tmp_path):
    ran = mentorkit("check", at=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "there is no mentorkit.yaml" in ran.err
    assert "mentorkit init DIR" in ran.err


def test_a_directory_that_is_none_is_a_misuse(tmp_path):
    (tmp_path / "file").write_text("")
    calls = []
    for named in ("missing", "file", "x" * 300, "file/x"):
        calls.append(Call(("-C", named, "check"), tmp_path))
        calls.append(Call(("check",), tmp_path, {"MENTORKIT_COHORT": named}))
    for ran in run_many(calls):
        assert (ran.status, ran.out) == (2, "")
        assert "is no directory" in ran.err


def test_a_directory_that_was_removed_is_a_misuse(tmp_path):
    script = 'cd "$1" && rmdir "$1" && exec "$2" -m mentorkit check'
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", script, "sh", gone, sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: this directory is there no more\n")


def test_the_cohort_is_named_before_or_after_the_verb_by_the_environment_or_upward(small, tmp_path):
    other = lay_out(tmp_path / "other", {"mentorkit.yaml": "id: [\n"})
    below = small / "private/deep"
    below.mkdir(parents=True)
    named = {"MENTORKIT_COHORT": str(small)}
    calls = [
        Call(("-C", small, "check"), other),
        Call(("check", "-C", small), other),
        Call(("check",), other, named),
        Call(("-C", small, "check"), other, {"MENTORKIT_COHORT": str(other)}),
        Call(("check",), below),
        Call(("-C", below, "check"), other),
        Call(("-C", other, "check", "-C", small)),
        Call(("check",), small, {"MENTORKIT_COHORT": ""}),
    ]
    for call, ran in zip(calls, run_many(calls), strict=True):
        assert (ran.status, ran.err) == (0, ""), call


def test_options_may_stand_before_the_verb_and_between_its_words(small):
    orders = [
        ("--json", "--as-of", "2025-04-01", "meet", "plan"),
        ("meet", "--json", "--as-of", "2025-04-01", "plan"),
        ("meet", "plan", "--json", "--as-of", "2025-04-01"),
    ]
    for ran in run_many([Call(order, small) for order in orders]):
        assert json.loads(ran.out)["schema"] == 1


def with_wiki(root, port):
    api = f"wikis: {{fr.wikipedia.org: {{api: 'http://127.0.0.1:{port}/w/api.php'}}}}\n"
    (root / "mentorkit.yaml").write_text(PROGRAMME + api)
    (root / "people/amina.yaml").write_text(
        "name: Amina\nwiki: Amina\nroles: [mentee]\nconsent: {activity: 2025-02-01}\n"
    )


def test_a_wiki_that_does_not_answer_is_status_3(small):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with_wiki(small, port)
    ran = mentorkit("activity", "pull", at=small)
    assert ran.status == 3
    assert ran.out == ""
    assert re.search("fr.wikipedia.org:? +failed", ran.err)


def test_a_locked_cohort_is_status_4(small):
    handle = os.open(small, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    ran = mentorkit(
        "people", "add", "kofi", "--name", "Kofi", "--role", "mentee", "--write", at=small
    )
    os.close(handle)
    assert (ran.status, ran.out) == (4, "")
    assert ran.err.startswith("error: another mentorkit is writing")


def test_an_interrupted_pull_is_status_130_without_a_traceback(small):
    with socket.create_server(("127.0.0.1", 0)) as stalled:
        with_wiki(small, stalled.getsockname()[1])
        pull = subprocess.Popen(
            [sys.executable, "-m", "mentorkit", "-C", small, "activity", "pull"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        stalled.settimeout(30)
        connection, _ = stalled.accept()
        with connection:
            connection.recv(1)
            pull.send_signal(signal.SIGINT)
            out, err = pull.communicate(timeout=30)
    assert (pull.returncode, out) == (130, "")
    assert err.endswith("interrupted\n")
    assert "Traceback" not in err
    assert not (small / "activity").exists()


# Terminals, pipes and letters.


def on_a_terminal(*words, at, **environment):
    """Everything that a command prints on a terminal of its own."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, b"\x18\x00\x50\x00\x00\x00\x00\x00")
    inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [sys.executable, "-m", "mentorkit", *words],
        cwd=at,
        env={**inherited, "TERM": "xterm-256color", **environment},
        stdin=inner,
        stdout=inner,
        stderr=inner,
    )
    os.close(inner)
    shown = b""
    while True:
        try:
            piece = os.read(outer, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(outer)
    process.wait(timeout=60)
    return shown.decode().replace("\r\n", "\n")


def test_status_words_are_painted_on_a_terminal_and_nowhere_else(example):
    painted = on_a_terminal("report", at=example)
    assert "\x1b[32mmet\x1b[0m" in painted
    plain = mentorkit("report", at=example).out
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain
    assert on_a_terminal("report", at=example, NO_COLOR="1") == plain
    assert on_a_terminal("report", at=example, TERM="dumb") == plain
    assert on_a_terminal("report", at=example, NO_COLOR="") == painted


def test_json_is_not_painted_on_a_terminal(example):
    assert "\x1b" not in on_a_terminal("report", "--json", at=example)


def in_a_shell(script, at):
    """Run a line of a shell, in which "$@" is mentorkit; return status, stdout and stderr."""
    done = subprocess.run(
        ["bash", "-c", script, "bash", sys.executable, "-m", "mentorkit"],
        cwd=at,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("words", ["report", "report --json", "check", "--help"])
def test_a_reader_that_goes_away_is_no_fault(words, example):
    status, _, err = in_a_shell(f'"$@" {words} | true; exit 0', example)
    assert (status, err) == (0, "")


def test_a_closed_stdout_is_silence(example):
    status, out, err = in_a_shell('"$@" report >&-', example)
    assert (status, out, err) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(example):
    status, _, err = in_a_shell('"$@" report > /dev/full', example)
    assert status == 4
    assert err.startswith("error: No space left on device\n")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_letters_that_a_terminal_does_not_know_break_nothing(environment, example):
    for command in (("status",), ("report",)):
        done = subprocess.run(
            [sys.executable, "-m", "mentorkit", *command],
            cwd=example,
            env=os.environ | environment,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    told = subprocess.run(
        [sys.executable, "-m", "mentorkit", "pair", "--json"],
        cwd=example,
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout)["schema"] == 1


# What is imported.

IMPORTS = """
import sys
from mentorkit.__main__ import main
sys.argv = ["mentorkit", *sys.argv[1:]]
try:
    main()
finally:
    print(" ".join({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [("check",), ("check", "--json"), ("--help",), ("--version",)])
def test_check_and_help_import_nothing_heavy(words, example):
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, *words],
        cwd=example,
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY & set(done.stderr.split()) == set()
    if words == ("--version",):
        assert not {"typer", "pydantic", "yaml"} & set(done.stderr.split())
