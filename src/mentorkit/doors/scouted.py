"""What scouting has read, kept in private/scout/: dated, and on disk as soon as it is known.

Each wiki has a file of lines, written to its end while a wiki is read; so a run that is killed has
lost one answer at most. When a run ends well the lines are put in order.
"""

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from mentorkit.doors.directory import Directory
from mentorkit.problems import Refused
from mentorkit.recruit.notebook import (
    Account,
    Names,
    Notes,
    line_of,
    lines_of,
    read_names,
    read_notes,
)

FOLDER = "private/scout"
SOURCES = f"{FOLDER}/sources.jsonl"


class Notebook:
    """The notes of a cohort; nobody else scouts in it meanwhile, see `alone`."""

    def __init__(self, directory: Directory):
        self._directory = directory
        self._wikis: dict[str, Notes] = {}
        self._names: dict[tuple[str, str, str], Names] | None = None

    def of(self, host: str) -> Notes:
        """Return what is known of a wiki."""
        if host not in self._wikis:
            self._wikis[host] = read_notes(self._directory.read_text(_file(host)) or "")
        return self._wikis[host]

    def learn(self, host: str, accounts: Iterable[Account]) -> None:
        """Keep accounts as they are known now."""
        known, told = self.of(host), list(accounts)
        known.accounts.update((account.user_id, account) for account in told)
        self._append(_file(host), lines_of(told, {}))

    def learn_nobody(self, host: str, names: Iterable[str], day: date) -> None:
        """Keep that there is no account of these names."""
        told = dict.fromkeys(names, day)
        self.of(host).nobody.update(told)
        self._append(_file(host), lines_of((), told))

    def learn_traceless(self, host: str, name: str, day: date) -> None:
        """Keep that no renaming leads on from a name, as `same_user` has it."""
        self.of(host).traceless[name] = day
        self._append(_file(host), lines_of((), {}, {name: day}))

    def named(self, kind: str, of: str, wiki: str, day: date) -> Names | None:
        """Return whom a source named, where it was asked on this day."""
        found = self._sources().get((kind, of, wiki))
        return found if found and found.asked == day else None

    def learn_names(self, names: Names) -> None:
        """Keep whom a source named."""
        self._sources()[names.key] = names
        self._append(SOURCES, line_of(names))

    def tidy(self) -> None:
        """Put the lines in order, each account and each source once."""
        files = {
            _file(host): lines_of(notes.accounts.values(), notes.nobody, notes.traceless).encode()
            for host, notes in self._wikis.items()
            if notes.accounts or notes.nobody
        }
        sources = self._sources()
        if sources:
            files[SOURCES] = "".join(line_of(sources[key]) for key in sorted(sources)).encode()
        self._directory.write(files, own=True)

    def _sources(self) -> dict[tuple[str, str, str], Names]:
        if self._names is None:
            self._names = read_names(self._directory.read_text(SOURCES) or "")
        return self._names

    def _append(self, name: str, lines: str) -> None:
        if not lines:
            return
        flags = os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW
        try:
            handle = os.open(self._directory.root / name, flags, 0o600)
            try:
                _add(handle, lines.encode())
            finally:
                os.close(handle)
        except OSError as error:
            raise Refused(f"{name} cannot be written: {error.strerror}", _DISK) from None


_DISK = "check the space on the disk, and who may write there; what was read before is kept"


def _add(handle: int, lines: bytes) -> None:
    """Write lines to the end of a file and to the disk, all or nothing. Raises OSError."""
    size = os.lseek(handle, 0, os.SEEK_END)
    # A run that was killed may have left half a line, which must not swallow this one.
    broken = size and os.pread(handle, 1, size - 1) != b"\n"
    whole = (b"\n" if broken else b"") + lines
    try:
        if os.write(handle, whole) != len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep another `scout` of the cohort away while this one reads.

    Raises Refused where one runs, and where private/scout/ leads out of the cohort.
    """
    folder = root.resolve() / FOLDER
    if Path(os.path.realpath(folder)) != folder:
        hint = "replace the symbolic link by a folder"
        raise Refused(f"{FOLDER} leads outside the cohort directory", hint)
    try:
        (root / "private").mkdir(exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise Refused(f"{FOLDER} cannot be made: {error.strerror}", _DISK) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        hint = "wait until it has ended, then run the command again"
        raise Refused(f"another 'scout' is running in {root}", hint) from None
    finally:
        os.close(handle)


def _file(host: str) -> str:
    return f"{FOLDER}/{host}.jsonl"
