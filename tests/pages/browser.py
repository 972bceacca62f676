"""A real browser for the tests: Debian's Chromium, spoken to over a pipe.

The DevTools protocol is JSON with a zero byte after each message, on two file descriptors that the
browser finds as its numbers 3 and 4 (`--remote-debugging-pipe`); no port is opened.
"""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

UNFOLD = "document.querySelectorAll('details').forEach(folded => folded.open = true)"

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"

_GIVE_PIPES = (
    "import os, sys\n"
    "os.dup2(int(sys.argv[1]), 3)\n"
    "os.dup2(int(sys.argv[2]), 4)\n"
    "os.execvp(sys.argv[3], sys.argv[3:])\n"
)


def lacking(program: str) -> None:
    """Skip the test for want of a program, or fail where everything must be there."""
    message = f"{program} is missing: run tests/pages/install.sh"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


class Browser:
    """A browser with one page; leave it as a context manager leaves."""

    def __init__(self, profile: Path):
        read, self._write = _pipe()
        self._read, write = _pipe()
        command = [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _GIVE_PIPES, str(read), str(write), *command],
            pass_fds=(read, write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        self._buffer = b""
        self._count = 0
        self._session = ""
        self.requests: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> "Browser":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session = ""
        try:
            self.call("Browser.close")
        finally:
            os.close(self._write)
            os.close(self._read)
            self._process.wait(timeout=30)

    def open(self, page: Path, width: int = 1280, *, dark: bool = False) -> list[str]:
        """Show a page; return the addresses of all that it made the browser fetch."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media="screen", features=[scheme])
        self.requests = []
        self.call("Page.navigate", url=page.as_uri())
        self._until("Page.loadEventFired")
        return self.requests

    def on_paper(self) -> None:
        """Show the page as it is printed."""
        self.call("Emulation.setEmulatedMedia", media="print", features=[])

    def ask(self, expression: str) -> Any:
        """Return what an expression of JavaScript is worth in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def faults(self) -> list[str]:
        """Return what axe-core finds wrong with the page, best practices included."""
        if not AXE.exists():
            lacking("axe-core")
        self.call("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
        found = self.ask(
            "axe.run(document, {resultTypes: ['violations']}).then(done => done.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))"
        )
        assert isinstance(found, list)
        return found

    def picture(self) -> bytes:
        """Return the whole page as a PNG."""
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    def pdf(self) -> bytes:
        """Return the page as a PDF, on the paper that its style sheet asks for."""
        made = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(made["data"])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol; return its result."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        sent = json.dumps(message).encode() + b"\0"
        while sent:
            sent = sent[os.write(self._write, sent) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer["error"]
                result = answer["result"]
                assert isinstance(result, dict)
                return result

    def _until(self, event: str) -> None:
        while self._next().get("method") != event:
            pass

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            read = os.read(self._read, 1 << 20)
            assert read, "the browser has ended"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        if answer.get("method") == "Network.requestWillBeSent":
            self.requests.append(answer["params"]["request"]["url"])
        return answer


def browser_or_skip(profile: Path) -> Browser:
    """Start a browser, or skip the test where there is none."""
    if shutil.which("chromium") is None:
        lacking("chromium")
    return Browser(profile)


def _pipe() -> tuple[int, int]:
    """Return the two ends of a pipe, with numbers that are not those that the browser wants."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]
