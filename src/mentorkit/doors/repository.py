"""The log of a git repository: who committed, and when. Nothing in it is changed."""

import os
import subprocess
from datetime import date
from pathlib import Path

from mentorkit.problems import Misuse

_FIELDS = "%aN%x1f%aE%x1f%at%x1e"
"""Author and address as .mailmap corrects them, and the seconds since 1970 of the author's date."""


def commits(folder: Path, until: date) -> list[list[str]]:
    """Return author, address and seconds of each commit that was authored until a day.

    Merges are left out: whoever merges did not write it again. Raises Misuse where there is no
    repository.
    """
    # Not --all: notes and stashes are commits to git too, and nobody's work.
    where = ["--branches", "--remotes", "--tags", "--ignore-missing", "HEAD"]
    words = ["git", "-C", str(folder), "log", "--no-merges", f"--format={_FIELDS}", *where, "--"]
    # No program that the repository's own settings name is started.
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}
    try:
        done = subprocess.run(
            [words[0], "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", *words[1:]],
            capture_output=True,
            check=True,
            timeout=300,
            # Variables of git's own, as in a hook, would lead it to another repository.
            env={k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | quiet,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        reason = said.decode("utf-8", "replace").strip().splitlines()
        message = f"{folder} cannot be read as a git repository"
        message += f": {reason[-1]}" if reason else ""
        raise Misuse(message, "name the folder of a clone; nothing was changed") from None
    text = done.stdout.decode("utf-8", "replace")
    records = [record.strip("\n").split("\x1f") for record in text.split("\x1e")]
    end = (until - date(1970, 1, 1)).days * 86_400 + 86_400
    return [r for r in records if len(r) == 3 and r[2].isdigit() and int(r[2]) < end]
