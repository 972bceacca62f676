"""The cohort directory on disk: finding it, reading it whole, writing to it safely.

A write is all checks first, then temporary files beside their targets, flushed to the disk, then
renames; under one lock a cohort, and never over a file that changed since it was read.
"""

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from mentorkit.cohort.build import FILES, FOLDERS, usable
from mentorkit.cohort.examine import examine
from mentorkit.cohort.faults import MAXIMUM_BYTES
from mentorkit.cohort.model import Cohort
from mentorkit.problems import Misuse, Place, Problem, Refused, in_order, nearest

MARK = "mentorkit.yaml"
"""The file that makes a directory a cohort."""

_ACCESS = "check the name, the space on the disk, and who may read and write there"


def find_cohort(start: Path) -> Path:
    """Return the nearest directory at or above `start` that holds mentorkit.yaml.

    Raises Misuse where there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return folder
    hint = "go to one, name it with -C DIR, or make one with: mentorkit init DIR"
    raise Misuse(f"no cohort at or above {here}: there is no {MARK}", hint)


def open_cohort(path: str | Path, today: date) -> tuple[Cohort | None, list[Problem]]:
    """Read every file of a cohort directory; return the cohort and all problems, in order.

    `today` is the real date: what is recorded as done later than that is a problem. The cohort
    is None where mentorkit.yaml cannot be used; fields with faults are left out of it.
    Raises Misuse where `path` is no cohort directory.
    """
    root = Path(path)
    if not (root / MARK).is_file():
        hint = "make one with: mentorkit init DIR"
        raise Misuse(f"{root} is no cohort directory: there is no {MARK}", hint)
    problems: list[Problem] = []
    read = ((name, _source(root, name, problems)) for name in _names(root, problems))
    sources = {name: source for name, source in read if source is not None}
    cohort, _, faults = examine(sources, today)
    problems += faults
    if not usable(cohort):
        return None, in_order(problems)
    return cohort, in_order([*problems, *_seen_by_git(root, cohort)])


def _names(root: Path, problems: list[Problem]) -> Iterator[str]:
    """Yield the names of the files to read; report those that would be overlooked."""
    for folder in ("", "private", *FOLDERS):
        for entry, plain in _entries(root, folder, problems):
            name = f"{folder}/{entry}" if folder else entry
            written_as_yaml = entry.casefold().endswith((".yaml", ".yml"))
            if name in FILES or (folder in FOLDERS and entry.endswith(".yaml")):
                if plain:
                    yield name
                else:
                    hint = "it is a folder, or a link that leads nowhere; put a file in its place"
                    problems.append(Problem(Place(name), "unreadable", "this is no file", hint))
            elif written_as_yaml or (folder in FOLDERS and not plain):
                message = f"nothing reads this {'file' if plain else 'folder'}"
                problems.append(
                    Problem(Place(name), "unknown-file", message, _instead(name, plain))
                )
            elif not plain and (meant := _folder_meant(name)) and _entries(root, name, []):
                message = "nothing reads the files of this folder"
                hint = f"call it {meant}; if it is something else, give it another name"
                problems.append(Problem(Place(name), "unknown-folder", message, hint))


def _entries(root: Path, folder: str, problems: list[Problem]) -> list[tuple[str, bool]]:
    """Return the names in a folder, and whether each is a file; report what cannot be listed."""
    try:
        with os.scandir(root / folder) as entries:
            found = [(e.name, e.is_file()) for e in entries if not e.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror}"
        hint = "it must be a folder that you may read"
        problems.append(Problem(Place(folder or "."), "unreadable", message, hint))
        return []
    return sorted(found)


_PLACES = (*FOLDERS, "templates", "private", "private/surveys")
"""The folders whose files people write; those of the tool's own are not among them."""

_ALSO = {"person": "people", "persons": "people"}
"""Words for a folder that are near to its name in meaning only."""


def _folder_meant(name: str) -> str:
    """Return the folder whose name another one nearly has, or an empty text.

    What is private is looked for at the top too: there git would take it.
    """
    if name in _PLACES:
        return ""
    within, _, own = name.casefold().rpartition("/")
    places = [place for place in _PLACES if not within or place.startswith(f"{within}/")]
    # A name that both circles have is, at the top, the tracked one's.
    tracked_last = sorted(places, key=lambda place: place.startswith("private/"), reverse=True)
    meant = {place.rpartition("/")[2]: place for place in tracked_last}
    found = get_close_matches(_ALSO.get(own, own), meant, n=1, cutoff=0.8)
    return meant[found[0]] if found else ""


def _instead(name: str, plain: bool) -> str:
    """Say where what a file, or else a folder, holds is looked for."""
    if not plain:
        return "move its files up, or move it away"
    if name.removeprefix("private/") in FILES:
        return f"nothing in it is private; call it {name.removeprefix('private/')}"
    whole = name.casefold().removesuffix(".yml").removesuffix(".yaml") + ".yaml"
    folder = whole.removesuffix(".yaml")
    if folder in FOLDERS:
        return f"there is one file for each, in {folder}/"
    if whole != name and (whole in FILES or PurePosixPath(whole).parent.as_posix() in FOLDERS):
        return f"call it {whole}"
    near = nearest(name, FILES)
    return f"{near} If not, move this file away" if near else "move it to another folder"


def _source(root: Path, name: str, problems: list[Problem]) -> bytes | None:
    path = root / name
    try:
        with path.open("rb") as file:
            # One byte more than allowed is enough for the reader to refuse it; room for as many
            # is not made for each of a thousand small files.
            return file.read(min(os.fstat(file.fileno()).st_size, MAXIMUM_BYTES) + 1)
    except OSError as error:
        hint = "check who may read it"
        message = f"this file cannot be read: {error.strerror}"
        problems.append(Problem(Place(name), "unreadable", message, hint))
        return None


def _seen_by_git(root: Path, cohort: Cohort) -> list[Problem]:
    """Report private files that git tracks or would take, but in a cohort of fictional people."""
    if cohort.programme.fictional or not (root / "private").is_dir():
        return []
    listed = _git(root, "ls-files", "-z", "--", "private")
    names = [name for name in os.fsdecode(listed.stdout).split("\0") if name] if listed else []
    if names:
        more = f", and {len(names) - 1} more below private/" if len(names) > 1 else ""
        hint = "run: git rm -r --cached private; add private/ to .gitignore; clean the history"
        message = f"git tracks this private file{more}"
        return [Problem(Place(names[0]), "tracked-private", message, hint)]
    ignored = _git(root, "check-ignore", "--quiet", "--", "private/people")
    if ignored is None or ignored.returncode != _NOT_IGNORED:
        return []
    hint = "write the line private/ into .gitignore before the next commit"
    message = "git does not ignore private/"
    return [Problem(Place(".gitignore"), "private-not-ignored", message, hint, warning=True)]


_NOT_IGNORED = 1
"""How `git check-ignore` ends within a repository; outside of one it ends with 128."""


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes] | None:
    """Ask git about a folder; None where there is no git, or no answer."""
    command = ["git", "-C", str(root), *words]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None


class Directory:
    """A cohort directory to write to; `read` holds its files as they were when it was opened."""

    def __init__(self, root: Path, read: Mapping[str, bytes]):
        self.root = root.resolve()
        self._read = dict(read)

    def read_text(self, name: str) -> str | None:
        """Return the text of a file of the tool's own, or None where there is none."""
        try:
            return (self.root / name).read_bytes().decode("utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refused(f"{name} cannot be read: {error.strerror}", _ACCESS) from None

    def read_lines(self, name: str) -> bytes:
        """Return the bytes of a file of people's that is no YAML; from now on it may be written."""
        if (source := self._bytes(name)) is not None:
            self._read[name] = source
        return source or b""

    def names(self, folder: str, suffix: str) -> list[str]:
        """Return the names of the files of a folder with a suffix, sorted, folder included."""
        listed = _entries(self.root, folder, [])
        return [f"{folder}/{n}" for n, plain in listed if plain and n.endswith(suffix)]

    def write(
        self, files: Mapping[str, bytes], *, own: bool = False, gone: Collection[str] = ()
    ) -> list[str]:
        """Write files, keyed by name, all or none; return the names of those that changed.

        Files that hold the same bytes already are not touched. `own` says that they are the tool's
        and may be replaced whatever they hold; `gone` are files that go once the others are there.
        Raises Refused, with nothing written, where a target lies outside the directory, changed
        since it was read, or another run writes.
        """
        with self._locked():
            changed = [n for n, new in sorted(files.items()) if self._current(n, own) != new]
            leaving = [n for n in sorted(gone) if self._current(n, own) is not None]
            folders = {self._target(name).parent for name in (*changed, *leaving)}
            try:
                _sweep(folders)
                prepared = [(self._prepare(name, files[name]), name) for name in changed]
                for temporary, name in prepared:
                    temporary.replace(self._target(name))
                for name in leaving:
                    self._target(name).unlink()
                for folder in folders:
                    flush_folder(folder)
            except OSError as error:
                raise Refused(f"{self.root} cannot be written to: {error}", _ACCESS) from None
            finally:
                _sweep(folders)
        return sorted([*changed, *leaving])

    def replace(self, folder: str, files: Mapping[str, bytes]) -> list[str]:
        """Write the tool's own files of a folder and remove its others of the same kinds.

        Returns the names of those written or removed; raises what `write` does.
        """
        kinds = {PurePosixPath(name).suffix for name in files}
        paths = (path for path in (self.root / folder).rglob("*") if path.suffix in kinds)
        stale = {path.relative_to(self.root).as_posix() for path in paths} - set(files)
        return sorted([*self.write(files, own=True), *self.remove(stale)])

    def remove(self, names: Iterable[str]) -> list[str]:
        """Remove files of the tool's own; return the names of those that were there."""
        with self._locked():
            there = sorted(name for name in names if self._target(name).is_file())
            for name in there:
                self._target(name).unlink()
        return there

    def _current(self, name: str, own: bool) -> bytes | None:
        current = self._bytes(name)
        if not own and current != self._read.get(name):
            hint = "nothing was written; look at the change and run the command again"
            raise Refused(f"{name} changed since it was read", hint)
        return current

    def _bytes(self, name: str) -> bytes | None:
        try:
            return self._target(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            message = f"{name} is in the way or cannot be read: {error.strerror}"
            raise Refused(message, _ACCESS) from None

    def _target(self, name: str) -> Path:
        # Unlike Path.resolve, this raises nothing where links lead in a circle.
        target = Path(os.path.realpath(self.root / name))
        if self.root not in target.parents:
            hint = "replace the symbolic link by a folder or file of the cohort"
            raise Refused(f"{name} leads outside the cohort directory, to {target}", hint)
        return target

    def _prepare(self, name: str, content: bytes) -> Path:
        target = self._target(name)
        private = name.startswith("private/")
        if private:
            # The mode that mkdir takes is not that of the parents it makes.
            (self.root / "private").mkdir(exist_ok=True, mode=0o700)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(".mentorkit", f".{target.name}.", target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), _mode(target, private))
            os.fsync(file.fileno())
        return Path(temporary)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        handle = _lock(self.root)
        try:
            yield
        finally:
            os.close(handle)


def _lock(root: Path) -> int:
    """Lock a directory itself, so that no lock file is left lying about; return its handle."""
    handle = -1
    try:
        handle = os.open(root, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if handle >= 0:
            os.close(handle)
        if isinstance(error, BlockingIOError):
            hint = "wait until it has ended, then run the command again"
            raise Refused(f"another mentorkit is writing to {root}", hint) from None
        raise Refused(f"{root} cannot be locked: {error.strerror}", _ACCESS) from None
    return handle


def _mode(target: Path, private: bool) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    if private:
        return 0o600
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sweep(folders: Iterable[Path]) -> None:
    """Remove what a run that was killed left behind; nobody else writes while the lock is held."""
    for folder in folders:
        if folder.is_dir():
            for stale in folder.glob(".*.mentorkit"):
                stale.unlink()


def flush_folder(folder: Path) -> None:
    """Keep what was renamed or made in a folder even if the power fails. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
