"""Whatever goes wrong, and wherever: nobody gets two, and each is sent, refused, due or unsure."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from mail_cohorts import AS_OF, mail_cohort
from mail_server import STAGES, Server, mail_server

from many import Call, run_many
from running import Ran

ALL = 8
"""How many messages the small cohort's first run has."""

WORDS = ("meet", "send", "--send", "--yes", "--as-of", AS_OF, "--json")


def sending(root: Path, server: Server) -> Call:
    return Call([*WORDS, "-C", root], environment=server.environment)


def looking(root: Path) -> Call:
    """Ask what is known after all runs."""
    return Call(["meet", "send", "-C", root, "--as-of", AS_OF, "--json"])


def settling(root: Path, told: dict[str, Any], word: str) -> Call:
    words = ["meet", "send", "-C", root, "--as-of", AS_OF, "--settle"]
    return Call([*words, told["session"], told["person"], word])


def states(ran: Ran) -> Counter[str]:
    return Counter(message["state"] for message in json.loads(ran.out)["messages"])


def got(server: Server) -> Counter[tuple[str, str]]:
    return Counter((taken.recipient, str(taken.event["UID"])) for taken in server.taken)


def told(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


FAULTS = {
    ("mail", "451 later"): ("due", 1),
    ("mail", "drop"): ("due", 1),
    ("rcpt", "450 mailbox busy"): ("due", 1),
    ("rcpt", "550 no such user"): ("refused", 0),
    ("rcpt", "drop"): ("due", 1),
    ("rcpt", "421 closing"): ("due", 1),
    ("data", "451 later"): ("due", 1),
    ("data", "554 no"): ("refused", 0),
    ("data", "drop"): ("due", 1),
    ("text", "drop"): ("unsure", 0),
    ("before", "451 greylisted"): ("due", 1),
    ("before", "554 spam"): ("refused", 0),
    ("taken", "drop"): ("unsure", 0),
}
"""What a fault leaves a message as, and how many of them the next run sends."""


Outcomes = dict[tuple[str, str], tuple[list[Ran], Counter[tuple[str, str]]]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """Two runs after each fault, and a look, in one process; and who got what."""
    with ExitStack() as running:
        servers = {fault: running.enter_context(mail_server()) for fault in FAULTS}
        calls = []
        for fault, server in servers.items():
            root = mail_cohort(tmp_path_factory.mktemp("fault") / "cohort")
            server.fail(fault)
            calls += [*[sending(root, server)] * 2, looking(root)]
        ran = run_many(calls)
        return {
            fault: (ran[3 * number : 3 * number + 3], got(server))
            for number, (fault, server) in enumerate(servers.items())
        }


@pytest.mark.parametrize(("stage", "answer"), FAULTS)
def test_a_fault_leaves_one_message_as_it_must_be(
    outcomes: Outcomes, stage: str, answer: str
) -> None:
    (first, second, after), taken = outcomes[stage, answer]
    state, again = FAULTS[stage, answer]

    assert states(first) == Counter({"sent": ALL - 1, state: 1})
    assert first.status == 1, first.err
    assert states(second) == Counter({"sent": again} if again else {})
    assert max(taken.values()) == 1
    known = told(after)
    assert known["messages"] == []
    assert (len(known["unsure"]), len(known["refused"])) == (state == "unsure", state == "refused")
    taken_but_unsure = (stage, answer) == ("taken", "drop")
    assert len(taken) == ALL - 1 + again + taken_but_unsure


def test_a_server_that_hangs_up_each_time_is_left_alone(tmp_path: Path, server: Server) -> None:
    root = mail_cohort(tmp_path / "cohort")
    server.fail(*[("rcpt", "drop")] * 3)

    first, second = run_many([sending(root, server)] * 2)

    assert first.status == 3
    assert "ends every connection" in told(first)["stopped"]
    assert states(first) == Counter({"due": ALL})
    assert states(second) == Counter({"sent": ALL})


def test_a_server_that_takes_nothing_from_the_sender_refuses_nobody(
    tmp_path: Path, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    server.fail(("mail", "530 5.7.0 Authentication required"))

    first, second = run_many([sending(root, server)] * 2)

    assert first.status == 3
    assert "takes nothing from dana@example.org: 530" in told(first)["stopped"]
    assert states(first) == Counter({"due": ALL})
    assert states(second) == Counter({"sent": ALL})


@pytest.mark.parametrize(("stage", "number"), [*zip(STAGES, (1, 4, 8, 2, 1), strict=True)])
def test_a_run_that_is_killed_leaves_nobody_with_two(
    tmp_path: Path, server: Server, stage: str, number: int
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    process: list[subprocess.Popen[bytes]] = []
    server.kill_at(stage, number, lambda: process[0].pid)
    process.append(started(root, server))
    assert process[0].wait(60) == -9

    server.fail()
    second, after = run_many([sending(root, server), looking(root)])

    assert second.status == 0, second.err
    # The killed one stays unsure; whether it arrived depends on where it was.
    assert states(second) == Counter({"sent": ALL - number})
    assert max(got(server).values()) == 1
    assert len(got(server)) == ALL - 1 + (stage == "taken")
    (unsure,) = told(after)["unsure"]
    word = "sent" if stage == "taken" else "not-sent"
    settled, third, after = run_many(
        [settling(root, unsure, word), sending(root, server), looking(root)]
    )
    assert settled.status == 0, settled.err
    assert states(third) == Counter({} if stage == "taken" else {"sent": 1})
    assert told(after)["unsure"] == []
    assert got(server) == Counter(dict.fromkeys(got(server), 1))
    assert len(got(server)) == ALL


def test_a_run_that_is_killed_at_any_moment_leaves_nobody_with_two(
    tmp_path: Path, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    chance = random.Random(20250301)
    for _ in range(3):
        process = started(root, server)
        time.sleep(chance.uniform(0.3, 1.5))
        process.kill()
        process.wait(60)

    last, after = run_many([sending(root, server), looking(root)])

    assert last.status == 0, last.err
    assert got(server) == Counter(dict.fromkeys(got(server), 1))
    known = told(after)
    assert known["messages"] == known["refused"] == []
    assert len(got(server)) <= ALL <= len(got(server)) + len(known["unsure"])


def test_a_new_address_gets_what_the_old_one_was_refused(tmp_path: Path, server: Server) -> None:
    root = mail_cohort(tmp_path / "cohort")
    server.fail(("rcpt", "550 no such user"))
    _, after = run_many([sending(root, server), looking(root)])
    (refused,) = told(after)["refused"]
    assert refused["why"] == "550 no such user"

    (root / f"private/people/{refused['person']}.yaml").write_text("email: new@example.org\n")

    (again,) = run_many([sending(root, server)])
    assert states(again) == Counter({"sent": 1})
    assert server.taken[-1].recipient == "new@example.org"


def test_three_runs_at_once_send_once(tmp_path: Path, server: Server) -> None:
    root = mail_cohort(tmp_path / "cohort")

    ended = sorted(process.wait(60) for process in [started(root, server) for _ in range(3)])

    assert set(ended) <= {0, 4}
    assert ended[0] == 0
    assert got(server) == Counter(dict.fromkeys(got(server), 1))
    assert len(got(server)) == ALL


def started(root: Path, server: Server) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "mentorkit", *WORDS, "-C", str(root)],
        env=os.environ | server.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
