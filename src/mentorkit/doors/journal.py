"""The delivery journal on disk: written ahead, flushed before anything leaves, one run at a time.

Only the copy of the cohort whose coordinator is the programme's `sender` sends, because only that
copy has the journal that knows who was written to.
"""

import fcntl
import os
import re
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors.directory import flush_folder
from mentorkit.problems import Problem, Refused
from mentorkit.rules.delivery import Delivery, Posted, Result
from mentorkit.rules.journal import (
    FILE,
    Journal,
    Witness,
    heeded,
    intent_line,
    outcome_line,
    read_journal,
    settled_line,
)

KEY = "private/journal.key"
"""Where the secret lies by which the journal knows its letters on talk pages."""

BEGUN = "journal\n"
"""The second line of the secret, by which it shows if the journal was lost since."""

OWNER = "MENTORKIT_COORDINATOR"
"""The variable that says whose copy of the cohort this is."""

_DISK = "check the space on the disk, and who may write there; nothing more was sent"


class Unreadable(Exception):
    """The journal has lines that cannot be read: `problems` says which."""

    def __init__(self, problems: tuple[Problem, ...]):
        super().__init__(FILE)
        self.problems = problems


class JournalFile:
    """The journal of a cohort, open and locked.

    `torn` is whether a broken last line, of a run that was killed, was taken off.
    """

    def __init__(self, handle: int, said: Journal, size: int):
        self._found = {posted.delivery.key: posted for posted in said.posted}
        self.torn = bool(said.torn)
        self._handle = handle
        self._size = size

    @property
    def posted(self) -> tuple[Posted, ...]:
        """What the journal says by now, latest attempt last."""
        return tuple(self._found.values())

    def known(self, key: str) -> Posted | None:
        """Return what the journal says of one delivery, or None where it was never begun."""
        return self._found.get(key)

    def intend(self, delivery: Delivery, at: datetime) -> None:
        """Note that a delivery begins now. Raises Refused, with nothing noted, on a full disk."""
        self._append(intent_line(delivery, at))

    def conclude(self, key: str, result: Result, at: datetime) -> None:
        """Note how a delivery ended. Raises Refused: it then counts as unsure."""
        self._append(outcome_line(key, result, at))

    def decline(self, delivery: Delivery, result: Result, at: datetime) -> None:
        """Note a delivery that never began and how it ended, both or neither. Raises Refused."""
        self._append(intent_line(delivery, at) + outcome_line(delivery.key, result, at))

    def settle(self, key: str, arrived: bool, at: datetime, by: Witness = "hand") -> None:
        """Note what was found out about a delivery afterwards. Raises Refused."""
        self._append(settled_line(key, arrived, at, by))

    def _append(self, lines: bytes) -> None:
        try:
            written = os.write(self._handle, lines)
            if written != len(lines):
                raise OSError(28, "No space left on device")
            os.fsync(self._handle)
        except OSError as error:
            # A piece of a line would hide the whole one that comes after it.
            with suppress(OSError):
                os.ftruncate(self._handle, self._size)
            raise Refused(f"{FILE} cannot be written: {error.strerror}", _DISK) from None
        self._size += len(lines)
        for line in lines.splitlines():
            heeded(line, self._found)


def read_posted(root: Path) -> Journal:
    """Read the journal of a cohort without locking it; an empty one where there is none."""
    try:
        return read_journal((root / FILE).read_bytes())
    except FileNotFoundError:
        return Journal((), 0, ())
    except OSError as error:
        raise _unreachable(error) from None


@contextmanager
def open_journal(root: Path) -> Iterator[JournalFile]:
    """Open the journal to write to it, made where there is none, and keep other runs away.

    Raises Refused where another run has it, where it cannot be opened, or is gone although its
    secret is there: who was written to already would be written to again. Raises Unreadable.
    """
    if not (root / FILE).exists() and _begun(root / KEY):
        raise Refused(f"{FILE} is gone, and {KEY} says that there was one", _NEVER)
    handle = _locked(root / FILE)
    try:
        _say_begun(root / KEY)
        with os.fdopen(os.dup(handle), "rb") as file:
            source = file.read()
        said = read_journal(source)
        if said.problems:
            raise Unreadable(said.problems)
        size = len(source) - said.torn
        if said.torn:
            os.ftruncate(handle, size)
        journal = JournalFile(handle, said, size)
        if size and source[:size][-1:] != b"\n":
            journal._append(b"\n")
        yield journal
    finally:
        os.close(handle)


def secret_of(root: Path) -> bytes:
    """Return the secret of a cohort's journal, 32 bytes made at random when it is first needed.

    Raises Refused where it cannot be read or made, and where it is gone although the journal has
    letters: those could not be found again, and their recipients not be told apart.
    """
    path = root / KEY
    try:
        if not path.exists():
            _make_secret(path, root / FILE)
        text = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        hint = "check who may read and write it"
        raise Refused(f"{KEY} cannot be read or made: {reason}", hint) from None
    if not re.fullmatch("[0-9a-f]{64}(\n[journal]+)?", text):
        raise Refused(f"{KEY} does not hold 64 hexadecimal digits", _COPY)
    return bytes.fromhex(text[:64])


def known_secret(root: Path) -> bytes:
    """Return the secret of a cohort's journal, or nothing where none has been needed yet."""
    return secret_of(root) if (root / KEY).exists() else b""


_NEVER = "put the file back from a copy of the cohort; if nothing ever went out, make an empty one"

_COPY = "put the file back from a copy of the cohort; nothing was sent"


def _begun(path: Path) -> bool:
    """Return whether a secret says that there was a journal; a piece of the word is enough."""
    try:
        return len(path.read_bytes().split()) > 1
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unreachable(error) from None


def _say_begun(path: Path) -> None:
    if not path.exists() or _begun(path):
        return
    try:
        with path.open("a", encoding="ascii") as file:
            file.write(f"\n{BEGUN}" if path.read_bytes()[-1:] != b"\n" else BEGUN)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Refused(f"{KEY} cannot be written: {error.strerror}", _DISK) from None


def _make_secret(path: Path, journal: Path) -> None:
    if journal.exists() and b'"kind": "letter"' in journal.read_bytes():
        raise Refused(f"{KEY} is gone, and the journal has letters", _COPY)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{secrets.token_hex(32)}\n{BEGUN if journal.exists() else ''}")
            file.flush()
            os.fsync(file.fileno())
        # Like O_EXCL, a link is made once: whoever comes second takes the first one's secret.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    flush_folder(path.parent)


def _locked(path: Path) -> int:
    handle = -1
    try:
        path.parent.mkdir(exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        handle = os.open(path, flags, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        flush_folder(path.parent)
    except OSError as error:
        if handle >= 0:
            os.close(handle)
        if isinstance(error, BlockingIOError):
            hint = "wait until it has ended, then run the command again"
            raise Refused("another mentorkit is sending from this cohort", hint) from None
        raise _unreachable(error) from None
    return handle


def _unreachable(error: OSError) -> Refused:
    return Refused(f"{FILE} cannot be opened: {error.strerror}", "check who may read and write it")


def must_be_senders(root: Path, cohort: Cohort, environment: Mapping[str, str]) -> None:
    """Raise Refused where this copy of the cohort is not that of the one who sends.

    Whose copy it is says MENTORKIT_COORDINATOR, else the address that git signs commits with. With
    one coordinator nobody else can be meant.
    """
    programme = cohort.programme
    everybody = {*programme.coordinators, *(p.id for p in cohort.having("coordinator"))}
    if programme.sender is None and len(everybody) > 1:
        hint = "write 'sender: ID' in mentorkit.yaml; only that person's copy sends"
        raise Refused("several coordinators and no sender: two copies could both send", hint)
    sender = programme.sender or next(iter(everybody), "")
    owner = environment.get(OWNER) or _by_git(root, cohort)
    if owner == sender or (not owner and everybody <= {sender}):
        return
    whose = f"this copy is {owner}'s" if owner else "nobody knows whose copy this is"
    hint = f"let {sender} send, or, if this copy is {sender}'s, set {OWNER}={sender}"
    raise Refused(f"{whose}; only the copy of {sender}, the sender, sends", hint)


def _by_git(root: Path, cohort: Cohort) -> str:
    command = ["git", "-C", str(root), "config", "user.email"]
    try:
        asked = subprocess.run(command, capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    address = asked.stdout.decode("utf-8", "replace").strip().casefold()
    coordinators = (person for person in cohort.having("coordinator") if person.email)
    return next((p.id for p in coordinators if (p.email or "").casefold() == address), "")
