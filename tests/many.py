"""Many runs of mentorkit, each in a process of its own that costs little.

The processes are forks of one that has imported everything. What depends on how Python itself is
started, its encodings and what it imports, is shown with `running.mentorkit` instead.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from running import Ran


class Call(NamedTuple):
    """One run: the words after `mentorkit`, the directory to be in, the environment's changes."""

    words: Sequence[str | Path]
    at: Path | None = None
    environment: Mapping[str, str] = MappingProxyType({})


def run_many(calls: Sequence[Call]) -> list[Ran]:
    """Run mentorkit once for each call, one after the other."""
    wanted = [
        [[str(word) for word in call.words], str(call.at or Path.cwd()), dict(call.environment)]
        for call in calls
    ]
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(wanted).encode(),
        env={k: v for k, v in os.environ.items() if not k.startswith("MENTORKIT_")},
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return [Ran(*ran) for ran in json.loads(done.stdout)]


def _child(words: list[str], at: str, environment: dict[str, str], streams: list[Path]) -> int:
    from mentorkit.__main__ import main

    for number, stream in enumerate(streams, 1):
        os.dup2(os.open(stream, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), number)
    os.chdir(at)
    os.environ.update({"COLUMNS": "80", **environment})
    sys.argv = ["mentorkit", *words]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
    return 0


def _serve(calls: list[tuple[list[str], str, dict[str, str]]]) -> list[tuple[int, str, str]]:
    from mentorkit.cli.app import VERBS
    from mentorkit.cli.meet import Commands

    for module in (*VERBS, *Commands.modules.values()):
        import_module(f"mentorkit.cli.{module}")
    ran = []
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / "out", Path(folder) / "err"]
        for words, at, environment in calls:
            child = os.fork()
            if child == 0:
                os._exit(_child(words, at, environment, streams))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            out, err = (stream.read_text(encoding="utf-8") for stream in streams)
            ran.append((status, out, err))
    return ran


if __name__ == "__main__":
    json.dump(_serve(json.load(sys.stdin)), sys.stdout)
