"""Files that lie outside of a cohort directory, and directories that are to become one."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mentorkit.cohort.faults import MAXIMUM_BYTES
from mentorkit.doors.directory import MARK, Directory
from mentorkit.problems import Misuse, Refused

GITIGNORE = ".gitignore"
README = "README.md"


def read_named_file(path: Path, most: int = MAXIMUM_BYTES) -> bytes:
    """Return the bytes of a file that the command line names, at most one more than `most`.

    Raises Misuse where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            # One byte more than allowed is enough for the reader to refuse it.
            return file.read(most + 1)
    except OSError as error:
        hint = "check the name, and who may read it"
        raise Misuse(f"{path} cannot be read: {error.strerror}", hint) from None


def write_named_file(path: Path, text: str) -> None:
    """Write a text to a file that the command line names, whole or not at all.

    The last folder of its path is made where it is missing. A link is followed; a terminal, a
    pipe or another device is written to as it is. Raises Misuse where the text cannot be written.
    """
    target = Path(os.path.realpath(path))
    beside = target.parent / f".{target.name}.mentorkit"
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
            return
        # out/ is not there before the tool first writes to it.
        target.parent.mkdir(exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        hint = "check the folder, and who may write there"
        raise Misuse(f"{path} cannot be written: {error.strerror}", hint) from None


def found_cohort(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Make a directory a cohort; return the names of the files made, sorted.

    A README.md that is there already stays, and so does a .gitignore that names all that ours
    does. Raises Refused, with nothing written, where any other file is in the way or `root` lies
    in another cohort, and Misuse where `root` cannot be made or is no directory.
    """
    _must_stand_alone(root)
    _make(root)
    if (root / MARK).exists():
        hint = "look at it with: mentorkit status; or name another directory"
        raise Refused(f"{root} holds a cohort already: there is a {MARK}", hint)
    there = [name for name in sorted(files) if (root / name).exists()]
    in_the_way = [name for name in there if name not in (GITIGNORE, README)]
    if in_the_way:
        hint = "nothing was written; name a new directory, or move these files away"
        raise Refused(f"{root} holds files already: {', '.join(in_the_way)}", hint)
    if GITIGNORE in there:
        _must_ignore(root, files[GITIGNORE])
    new = {name: content for name, content in files.items() if name not in there}
    return Directory(root, {}).write(new)


def _must_stand_alone(root: Path) -> None:
    """Raise Refused inside another cohort: its commands would not know which one is meant."""
    around = next((at for at in root.resolve().parents if os.path.isfile(at / MARK)), None)  # noqa: PTH113
    if around and not (root / MARK).exists():
        hint = "nothing was written; name a directory outside of it"
        raise Refused(f"{root} lies inside another cohort, {around}", hint)


def _make(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "it is no directory" if root.exists() else error.strerror
        raise Misuse(f"{root} cannot be made: {reason}", "name another directory") from None


def _must_ignore(root: Path, ours: bytes) -> None:
    """Raise Refused where an existing .gitignore lets git track what is private."""
    current = (root / GITIGNORE).read_text(encoding="utf-8", errors="replace")
    ignored = {line.strip().strip("/") for line in current.splitlines()}
    patterns = [line for line in ours.decode().splitlines() if line and not line.startswith("#")]
    missing = [line for line in patterns if line.strip("/") not in ignored]
    if missing:
        hint = f"add these lines to it, then run this again: {'  '.join(missing)}"
        raise Refused(f"{root / GITIGNORE} does not keep private files out of git", hint)
