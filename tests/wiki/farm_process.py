"""The farm's processes: PHP's web server and scripts, waited for, and ended for certain."""

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class FarmFailed(RuntimeError):
    """MediaWiki or its server does not do what it should."""


@dataclass(frozen=True, slots=True)
class Server:
    """A process and when it began, in ticks: a process id alone may be another's by now."""

    pid: int
    born: str
    port: int

    @classmethod
    def of(cls, pid: int, port: int) -> "Server":
        """The process with that id, which must be running."""
        return cls(pid, _born(pid), port)

    @property
    def alive(self) -> bool:
        """Whether it is still this process."""
        return _born(self.pid) == self.born

    def end(self) -> None:
        """End it and the other processes of its group, all of them its workers."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.pid, ending)
            if wait(lambda: not _group(self.pid), 3):
                return


def output_of(
    command: list[str], environment: Mapping[str, str] | None = None, text: str = ""
) -> str:
    """What a command prints on stdout; raises FarmFailed where it fails."""
    done = subprocess.run(command, env=environment, input=text, capture_output=True, text=True)
    if done.returncode:
        raise FarmFailed(
            f"{' '.join(command)}: status {done.returncode}\n{done.stdout[-2000:]}"
            f"\n{done.stderr[-2000:]}"
        )
    return done.stdout


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(api: str) -> bool:
    """Whether an api.php answers yet; raises FarmFailed where it answers with an error."""
    try:
        address = urllib.parse.urlsplit(api)
        connection = http.client.HTTPConnection(address.netloc, timeout=30)
        connection.request("GET", f"{address.path}?action=query&format=json")
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
    except OSError:
        return False
    if answer.status != 200:
        raise FarmFailed(f"{api}: status {answer.status}: {said[:500]!r}")
    return True


def wait(done: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so; whether it is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.02)
    return done()


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name; empty for no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return []


def _born(pid: int) -> str:
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else ""


def _group(leader: int) -> list[int]:
    """The processes of a group, without those that ended and were not yet waited for."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    found = [(pid, _stat(pid)) for pid in pids]
    return [pid for pid, f in found if f and f[2] == str(leader) and f[0] != "Z"]
