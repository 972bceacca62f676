"""The journal on disk: what it says after a crash, a full disk, a slip of somebody's editor."""

import json
import multiprocessing
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_cohorts import mail_cohort, rewrite

from mentorkit.doors import open_cohort
from mentorkit.doors.journal import Unreadable, must_be_senders, open_journal, read_posted
from mentorkit.problems import Refused
from mentorkit.rules.delivery import Delivery, Result
from mentorkit.rules.journal import intent_line, outcome_line, read_journal, settled_line
from running import REAL_TODAY

NOW = datetime(2025, 3, 1, 10, tzinfo=UTC)
ABOUT = {"session": "bola--amina/1", "sequence": 1, "stamp": "2025-03-01T10:00:00Z"}


def delivery(key: str, person: str = "amina") -> Delivery:
    return Delivery(key, "meeting", person, "mail", "0123", ABOUT)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        assert journal.posted == ()
        for key, result in (
            ("a", Result("sent")),
            ("b", Result("refused", "550 no")),
            ("c", Result("due", "451 later")),
            ("d", Result("unsure", "the answer was lost")),
        ):
            journal.intend(delivery(key), NOW)
            journal.conclude(key, result, NOW)
        journal.intend(delivery("e"), NOW)
        journal.settle("d", False, NOW)

    said = read_posted(tmp_path)
    assert not said.torn
    assert [(each.delivery, each.state, each.why) for each in said.posted] == [
        (delivery("a"), "sent", ""),
        (delivery("b"), "refused", "550 no"),
        (delivery("c"), "due", "451 later"),
        (delivery("d"), "due", ""),
        (delivery("e"), "unsure", ""),
    ]
    mode = stat.S_IMODE((tmp_path / "private/journal.jsonl").stat().st_mode)
    assert mode == 0o600


def test_a_second_attempt_stands_last() -> None:
    lines = [
        intent_line(delivery("a"), NOW),
        outcome_line("a", Result("due", "451"), NOW),
        intent_line(delivery("b"), NOW),
        outcome_line("b", Result("sent"), NOW),
        intent_line(delivery("a"), NOW),
        settled_line("a", True, NOW),
    ]
    said = read_journal(b"".join(lines))
    assert [(each.delivery.key, each.state) for each in said.posted] == [
        ("b", "sent"),
        ("a", "sent"),
    ]


WHOLE = b"".join(
    line
    for key in "abc"
    for line in (intent_line(delivery(key), NOW), outcome_line(key, Result("sent"), NOW))
)


@given(st.integers(0, len(WHOLE)))
def test_a_journal_cut_anywhere_forgets_at_most_its_last_line(length: int) -> None:
    said = read_journal(WHOLE[:length])
    assert said.problems == ()
    lines = WHOLE[:length].count(b"\n")
    begun = sum(each.state == "unsure" for each in said.posted)
    ended = sum(each.state == "sent" for each in said.posted)
    # A line of which only the line break is missing is whole.
    assert begun + 2 * ended - lines in (0, 1)


def test_a_torn_line_is_taken_off_before_the_next_is_written(tmp_path: Path) -> None:
    file = tmp_path / "private" / "journal.jsonl"
    file.parent.mkdir()
    file.write_bytes(WHOLE + b'{"at": "2025-03-01T10:00:00Z", "step": "int')

    with open_journal(tmp_path) as journal:
        assert journal.torn
        assert len(journal.posted) == 3
        journal.intend(delivery("d"), NOW)

    assert file.read_bytes() == WHOLE + intent_line(delivery("d"), NOW)


@pytest.mark.parametrize("tail", [b"\0" * 100, b"}", b'"at"', b"\xff\xfe", b"[" * 99_999])
def test_any_rubbish_at_the_end_is_a_torn_line(tail: bytes) -> None:
    said = read_journal(WHOLE + tail)
    assert (len(said.posted), said.torn, said.problems) == (3, len(tail), ())


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b"{}",
        b'{"at": "2025-03-01T10:00:00Z", "step": "sent", "key": "unheard-of"}',
        b'{"at": "soon", "step": "sent", "key": "a"}',
        b'{"at": "2025-03-01T10:00:00Z", "step": "lost", "key": "a"}',
        b'{"at": "2025-03-01T10:00:00Z", "step": "intent", "key": "z", "kind": "meeting"}',
    ],
)
def test_a_line_that_cannot_be_read_stops_everything(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "private" / "journal.jsonl"
    file.parent.mkdir()
    file.write_bytes(WHOLE + line + b"\n" + intent_line(delivery("d"), NOW))

    with pytest.raises(Unreadable) as raised, open_journal(tmp_path):
        pass
    (problem,) = raised.value.problems
    assert str(problem.place) == "private/journal.jsonl:7:1"


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 50])
def test_on_a_full_disk_nothing_begins(tmp_path: Path, room: int) -> None:
    file = tmp_path / "private" / "journal.jsonl"
    with open_journal(tmp_path) as journal:
        journal.intend(delivery("a"), NOW)
        journal.conclude("a", Result("sent"), NOW)
        before = file.read_bytes()
        with full_disk(len(before) + room), pytest.raises(Refused, match="cannot be written"):
            journal.intend(delivery("b"), NOW)
        assert file.read_bytes() == before


def test_on_a_disk_that_fills_up_in_between_it_is_unsure(tmp_path: Path) -> None:
    file = tmp_path / "private" / "journal.jsonl"
    with open_journal(tmp_path) as journal:
        journal.intend(delivery("a"), NOW)
        with full_disk(file.stat().st_size + 9), pytest.raises(Refused):
            journal.conclude("a", Result("sent"), NOW)

    assert [each.state for each in read_posted(tmp_path).posted] == ["unsure"]


def _hold(root: Path, locked: "multiprocessing.synchronize.Event") -> None:
    with open_journal(root):
        locked.set()
        multiprocessing.Event().wait(60)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    locked = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path, locked))
    holder.start()
    assert locked.wait(30)

    with pytest.raises(Refused, match="another mentorkit is sending"), open_journal(tmp_path):
        pass

    holder.kill()
    holder.join(30)
    with open_journal(tmp_path) as journal:
        assert journal.posted == ()


def test_no_address_is_ever_kept() -> None:
    entry = json.loads(intent_line(delivery("a"), NOW))
    assert set(entry) == {"at", "step", "key", "kind", "person", "channel", "to", "about"}


TWO = "coordinators: [dana, kofi]"


@pytest.mark.parametrize(
    ("programme", "variables", "refused"),
    [
        (("coordinators: [dana]", "coordinators: [dana]"), {}, ""),
        (("coordinators: [dana]", TWO), {}, "nobody knows whose copy this is"),
        (("coordinators: [dana]", TWO), {"MENTORKIT_COORDINATOR": "dana"}, ""),
        (("coordinators: [dana]", TWO), {"MENTORKIT_COORDINATOR": "kofi"}, "this copy is kofi's"),
        (("sender: dana\n", ""), {}, ""),
        (("coordinators: [dana]\nsender: dana", TWO), {}, "several coordinators and no sender"),
    ],
)
def test_only_the_copy_of_the_sender_sends(
    tmp_path: Path, programme: tuple[str, str], variables: dict[str, str], refused: str
) -> None:
    two = {"people/kofi.yaml": "name: Kofi\nroles: [coordinator]\n"} if TWO in programme[1] else {}
    root = mail_cohort(tmp_path / "cohort", **two)
    rewrite(root, "mentorkit.yaml", *programme)
    cohort, problems = open_cohort(root, REAL_TODAY)
    assert cohort is not None
    assert problems == []

    if refused:
        with pytest.raises(Refused, match=refused):
            must_be_senders(root, cohort, variables)
    else:
        must_be_senders(root, cohort, variables)


def test_git_knows_whose_copy_it_is(tmp_path: Path) -> None:
    root = mail_cohort(
        tmp_path / "cohort", **{"people/kofi.yaml": "name: K\nroles: [coordinator]\n"}
    )
    rewrite(root, "mentorkit.yaml", "coordinators: [dana]", TWO)
    (root / ".git").mkdir()
    config = "[core]\n\trepositoryformatversion = 0\n[user]\n\temail = {}\n"
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    for folder in ("objects", "refs"):
        (root / ".git" / folder).mkdir()
    cohort, _ = open_cohort(root, REAL_TODAY)
    assert cohort is not None

    (root / ".git" / "config").write_text(config.format("Dana@example.org"))
    must_be_senders(root, cohort, {})

    (root / ".git" / "config").write_text(config.format("kofi@example.org"))
    with pytest.raises(Refused, match="nobody knows whose copy"):
        must_be_senders(root, cohort, {})
