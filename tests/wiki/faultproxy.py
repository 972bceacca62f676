"""A proxy on 127.0.0.1 that stands before the farm, counts requests and breaks some answers.

    with FaultProxy(farm.port) as proxy:
        proxy.fault("503", times=2, match="list=usercontribs", retry_after=1)
        ...                      # the client talks to proxy.port
        proxy.log                # every request, in order

Each fault is what a real server or the network between does: an error page with a status, an error
page with status 200, MediaWiki's own error documents, an answer cut short, a connection reset, a
silence, a slow trickle.
"""

import http.client
import json
import socket
import struct
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

PAGE = b"<!DOCTYPE html><title>Error</title><p>Our servers are under maintenance.</p>"
STATUSES = {"429", "500", "502", "503", "504"}
ERRORS = {
    "abusefilter-throttled",
    "assertnameduserfailed",
    "badtoken",
    "badvalue",
    "blocked",
    "internal_api_error_DBQueryError",
    "maxlag",
    "nosuchrevid",
    "protectedpage",
    "ratelimited",
    "readonly",
}
DROPPED = {"connection", "content-length", "date", "host", "server", "transfer-encoding"}


@dataclass(slots=True)
class Fault:
    """What to break: the next `times` requests that contain `match`, after `skip` good ones.

    "cut" resets the connection before the request reaches the farm, "reset" after it; "late" cuts
    the client off at once, and lets the request through when the event `until` is set.
    """

    kind: str
    times: int = 1
    match: str = ""
    skip: int = 0
    retry_after: str | int | None = None
    seconds: float = 3.0
    until: threading.Event | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: the method, its path with query and body decoded, and what was broken."""

    method: str
    text: str
    agent: str
    fault: str
    authorization: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class FaultProxy:
    """Forwards to the farm at `upstream`, a port; `during` is called before each request."""

    def __init__(self, upstream: int, during: Callable[[Seen], None] | None = None):
        self.upstream = upstream
        self.during = during
        self.faults: list[Fault] = []
        self.log: list[Seen] = []
        self.late: list[bytes] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_port

    def __enter__(self) -> "FaultProxy":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault(self, kind: str, **how: object) -> None:
        """Break coming requests, see `Fault`."""
        self.faults.append(Fault(kind, **how))  # type: ignore[arg-type]

    def clear(self) -> None:
        """Break nothing more and forget the requests seen so far."""
        self.faults.clear()
        self.log.clear()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, broken or whole."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        text = urllib.parse.unquote_plus(f"{handler.path} {body.decode()}".strip())
        with self._lock:
            fault = self._next(text)
            kind = fault.kind if fault else ""
            headers = handler.headers
            signed = headers.get("Authorization", "")
            seen = Seen(handler.command, text, headers.get("User-Agent", ""), kind, signed)
            self.log.append(seen)
        if self.during:
            self.during(seen)
        try:
            self._answer(handler, body, fault)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True  # the client lost patience, as some faults want

    def _next(self, text: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.match in text:
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    def _answer(self, handler: BaseHTTPRequestHandler, body: bytes, fault: Fault | None) -> None:
        if fault is None:
            _send(handler, self._forward(handler, body))
        elif fault.kind in STATUSES or fault.kind in MADE_UP or fault.kind in ERRORS:
            _send(handler, _made_up(fault))
        elif fault.kind == "cut":
            _reset(handler, fault, _Answer(0, [], b""))
        elif fault.kind == "late":
            self._deliver_late(handler, body, fault)
        else:
            BROKEN[fault.kind](handler, fault, self._forward(handler, body))

    def _deliver_late(self, handler: BaseHTTPRequestHandler, body: bytes, fault: Fault) -> None:
        """Cut the client off, and let its request reach the farm once it is told to."""
        command, path, headers = handler.command, handler.path, handler.headers
        _reset(handler, fault, _Answer(0, [], b""))

        def deliver() -> None:
            if fault.until is not None:
                fault.until.wait(60)
            connection = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=120)
            kept = {k: v for k, v in headers.items() if k.lower() not in DROPPED}
            connection.request(command, path, body or None, kept)
            self.late.append(connection.getresponse().read())
            connection.close()

        threading.Thread(target=deliver, daemon=True).start()

    def _forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> _Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=120)
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in DROPPED}
        connection.request(handler.command, handler.path, body or None, headers)
        answer = connection.getresponse()
        kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in DROPPED]
        found = _Answer(answer.status, kept, answer.read())
        connection.close()
        return found


MADE_UP = {
    "html200": _Answer(200, [("Content-Type", "text/html")], PAGE),
    "empty": _Answer(200, [("Content-Type", "application/json")], b""),
    "null": _Answer(200, [("Content-Type", "application/json")], b"null"),
    "list": _Answer(200, [("Content-Type", "application/json")], b"[1, 2]"),
    "no_mediawiki": _Answer(200, [("Content-Type", "application/json")], b'{"error": "no"}'),
    "403": _Answer(403, [("Content-Type", "text/html")], PAGE),
    "404": _Answer(404, [("Content-Type", "text/html")], PAGE),
    "redirect": _Answer(302, [("Location", "http://127.0.0.1:9/elsewhere")], b""),
}


def _made_up(fault: Fault) -> _Answer:
    if fault.kind in STATUSES:
        answer = _Answer(int(fault.kind), [("Content-Type", "text/html")], PAGE)
    elif fault.kind in ERRORS:
        document = {"error": {"code": fault.kind, "info": f"made up: {fault.kind}"}}
        headers = [("Content-Type", "application/json"), ("MediaWiki-API-Error", fault.kind)]
        answer = _Answer(200, headers, json.dumps(document).encode())
    else:
        answer = MADE_UP[fault.kind]
    if fault.retry_after is None:
        return answer
    return _Answer(
        answer.status, [*answer.headers, ("Retry-After", str(fault.retry_after))], answer.body
    )


def _send(handler: BaseHTTPRequestHandler, answer: _Answer, length: int | None = None) -> None:
    handler.send_response(answer.status)
    for name, value in answer.headers:
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(answer.body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(answer.body)
    handler.wfile.flush()


def _half(answer: _Answer) -> _Answer:
    return _Answer(answer.status, answer.headers, answer.body[: len(answer.body) // 2])


def _cut(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    _send(handler, _half(answer), length=len(answer.body))
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_WR)


def _cut_json(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    headers = [(k, v) for k, v in answer.headers if k.lower() != "content-encoding"]
    _send(handler, _Answer(200, headers, b'{"query":{"users":[{"name":"A'))


def _bad_gzip(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    headers = [(k, v) for k, v in answer.headers if k.lower() != "content-encoding"]
    body = b"\x1f\x8b\x08 this was never compressed"
    _send(handler, _Answer(200, [*headers, ("Content-Encoding", "gzip")], body))


def _reset(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    # With no time to linger, closing sends a reset instead of the orderly end of a connection.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()
    handler.rfile.close()


def _reset_midway(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    _send(handler, _half(answer), length=len(answer.body))
    time.sleep(0.05)
    _reset(handler, fault, answer)


def _stall(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    time.sleep(fault.seconds)
    _send(handler, answer)


def _drip(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    _send(handler, _Answer(200, answer.headers, b""), length=len(answer.body))
    for number in range(len(answer.body)):
        handler.wfile.write(answer.body[number : number + 1])
        handler.wfile.flush()
        time.sleep(fault.seconds / len(answer.body))


def _page_instead(handler: BaseHTTPRequestHandler, fault: Fault, answer: _Answer) -> None:
    """Answer as a cache before the wiki may, although the wiki has done what it was asked."""
    status = 503 if fault.kind == "503_after" else 200
    _send(handler, _Answer(status, [("Content-Type", "text/html")], PAGE))


BROKEN: dict[str, Callable[[BaseHTTPRequestHandler, Fault, _Answer], None]] = {
    "truncated": _cut,
    "truncated_json": _cut_json,
    "badgzip": _bad_gzip,
    "reset": _reset,
    "reset_midway": _reset_midway,
    "stall": _stall,
    "drip": _drip,
    "503_after": _page_instead,
    "html_after": _page_instead,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *words: Any) -> None:
        # A client that was killed, or gave up waiting, is what some tests are about.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*words)


def _handler(proxy: FaultProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            proxy.handle(self)

        do_POST = do_GET  # noqa: N815 (http.server looks for this name)

        def log_message(self, *words: object) -> None:
            """The proxy keeps its own log."""

    return Handler
