"""The door to mail servers: settings, secrets, and what each answer means."""

import os
import pty
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_cohorts import AS_OF, mail_cohort
from mail_server import Server

from mentorkit.doors.mail import Account, Mail, Patience, account_of
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.rules.delivery import Result
from running import Run

SECRET = "correct-horse-battery"
MESSAGE = b"From: dana@example.org\r\nSubject: dots\r\n\r\n.\r\n..two\r\nend\r\n"


def test_lines_that_begin_with_a_dot_arrive_as_they_were(server: Server) -> None:
    with Mail(Account("127.0.0.1", server.port)) as mail:
        mail.ready()
        message = b"From: a@b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n.\n..two\nend"
        assert mail.send("dana@example.org", "amina@example.org", message) == Result("sent")
    assert server.taken[0].raw == message.replace(b"\n", b"\r\n") + b"\r\n"


def test_an_address_with_other_letters_needs_a_server_that_knows_them(server: Server) -> None:
    with Mail(Account("127.0.0.1", server.port)) as mail:
        mail.ready()
        assert mail.send("dana@example.org", "amína@example.org", MESSAGE) == Result("sent")
    assert server.taken[0].recipient == "amína@example.org"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port on which somebody takes calls and never says a word."""
    listening = socket.create_server(("127.0.0.1", 0))
    yield listening.getsockname()[1]
    listening.close()


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(silent: int) -> None:
    patience = Patience(connect=0.2, answer=0.2, taken=0.2)
    with (
        Mail(Account("127.0.0.1", silent), patience=patience) as mail,
        pytest.raises(WikiFailed, match="no answer came in time"),
    ):
        mail.ready()


def test_an_answer_that_never_comes_leaves_it_unsure(server: Server) -> None:
    over = threading.Event()

    def late(stage: str) -> str | None:
        if stage == "taken":
            over.wait(5)
        return None

    server.at = late
    patience = Patience(connect=5, answer=5, taken=0.2)
    with Mail(Account("127.0.0.1", server.port), patience=patience) as mail:
        mail.ready()
        result = mail.send("dana@example.org", "amina@example.org", MESSAGE)
        over.set()
        assert result == Result("unsure", "the answer was lost: no answer came in time")
        assert not mail.connected


@pytest.mark.parametrize("host", ["smtp.example.org", "10.0.0.1", "localhost.example.org", "::2"])
def test_a_fictional_cohort_sends_to_this_computer_only(host: str) -> None:
    with pytest.raises(Misuse, match="a fictional cohort sends only"):
        Mail(Account(host), loopback_only=True)


def test_the_settings_are_variables() -> None:
    account = account_of(
        {
            "MENTORKIT_SMTP_HOST": "smtp.example.org",
            "MENTORKIT_SMTP_PORT": "465",
            "MENTORKIT_SMTP_USER": "dana",
            "MENTORKIT_SMTP_PASSWORD": SECRET,
        }
    )
    assert account == Account("smtp.example.org", 465, "dana", SECRET)
    assert SECRET not in repr(account)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "no mail server is set"),
        ({"MENTORKIT_SMTP_HOST": "h", "MENTORKIT_SMTP_PORT": "0"}, "is no port"),
        ({"MENTORKIT_SMTP_HOST": "h", "MENTORKIT_SMTP_PORT": "smtp"}, "is no port"),
        ({"MENTORKIT_SMTP_HOST": "h", "MENTORKIT_SMTP_USER": "dana"}, "there is no password"),
        (
            {
                "MENTORKIT_SMTP_HOST": "h",
                "MENTORKIT_SMTP_USER": "dana",
                "MENTORKIT_SMTP_PASSWORD_COMMAND": f"sh -c 'echo {SECRET} >&2; exit 7'",
            },
            "ended with status 7",
        ),
        (
            {
                "MENTORKIT_SMTP_HOST": "h",
                "MENTORKIT_SMTP_USER": "dana",
                "MENTORKIT_SMTP_PASSWORD_COMMAND": "no-such-program-of-that-name",
            },
            "cannot be run",
        ),
    ],
)
def test_settings_that_are_not_enough_say_so(variables: dict[str, str], said: str) -> None:
    with pytest.raises(Misuse, match=said) as raised:
        account_of(variables)
    assert SECRET not in f"{raised.value.message} {raised.value.hint}"


def test_a_command_may_give_the_password() -> None:
    command = f"printf '%s\\nsecond line\\n' {SECRET}"
    account = account_of(
        {
            "MENTORKIT_SMTP_HOST": "h",
            "MENTORKIT_SMTP_USER": "dana",
            "MENTORKIT_SMTP_PASSWORD_COMMAND": command,
        }
    )
    assert account.password == SECRET


@pytest.mark.parametrize("right", [True, False])
def test_a_password_is_written_nowhere(
    tmp_path: Path, run: Run, server: Server, right: bool
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    server.password = SECRET if right else "another"
    # Some servers repeat what they were told.
    server.at = lambda stage: f"550 {SECRET} of dana-secret" if stage == "rcpt" else None
    words = ("meet", "send", "-C", root, "--send", "--yes", "--as-of", AS_OF)
    account = {"MENTORKIT_SMTP_USER": "dana-secret", "MENTORKIT_SMTP_PASSWORD": SECRET}

    ran = run(*words, **server.environment, **account)

    assert ran.status == (1 if right else 3)
    assert ("550 … of …" in ran.out) == right
    assert ("does not take user and password (535)" in ran.err + ran.out) != right
    texts = [path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()]
    for text in (ran.out, ran.err, *texts):
        assert SECRET not in text
        assert "dana-secret" not in text


def test_without_a_terminal_nothing_is_sent_unasked(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    ran = run("meet", "send", "-C", root, "--send", "--as-of", AS_OF, **server.environment)
    assert ran.status == 2
    assert "--yes" in ran.err
    assert server.taken == []


@pytest.mark.parametrize(("word", "sent"), [("n", 0), ("y", 8)])
def test_on_a_terminal_it_asks_once(tmp_path: Path, server: Server, word: str, sent: int) -> None:
    root = mail_cohort(tmp_path / "cohort")
    words = ["meet", "send", "-C", str(root), "--send", "--as-of", AS_OF]
    ours, theirs = pty.openpty()
    asked = b""
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "mentorkit", *words],
            env=os.environ | server.environment,
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
        while b"[y/N]" not in asked:
            asked += os.read(ours, 1000)
        os.write(ours, f"{word}\n".encode())
        assert process.wait(60) == 0
    finally:
        os.close(ours)
        os.close(theirs)

    assert b"Send 8 messages about 3 meetings to 4 people through 127.0.0.1?" in asked
    assert len(server.taken) == sent


def test_a_real_cohort_sends_on_no_day_but_today(tmp_path: Path, run: Run, server: Server) -> None:
    programme = (mail_cohort(tmp_path / "cohort") / "mentorkit.yaml").read_text()
    root = mail_cohort(
        tmp_path / "cohort", **{"mentorkit.yaml": programme.replace("fictional: yes\n", "")}
    )
    ran = run("meet", "send", "-C", root, "--send", "--yes", "--as-of", AS_OF, **server.environment)
    assert (ran.status, server.taken) == (2, [])
    assert "leave out --as-of" in ran.err
