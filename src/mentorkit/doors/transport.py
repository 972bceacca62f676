"""How requests travel to a wiki: within limits of time and size, and what went wrong in words.

A body is read bit by bit, so that a trickle cannot outlast the limit unseen, and redirects are
refused: an API does not move from one question to the next.
"""

import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

import requests
import requests.auth

MOST_BYTES = 64_000_000

OFTEN = 99
"""As many attempts as patience allows."""

TransportError = requests.RequestException
"""What every failure of the network is; mwapi's own errors are of this kind too."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try.

    `attempts` for one question; seconds to `connect`, to `read` between two bytes, for the `total`
    of one answer; the `longest_wait` a wiki may ask for; and `altogether` for one question with
    all its attempts and waits, after which none is begun.
    """

    attempts: int = 6
    connect: float = 10.0
    read: float = 60.0
    total: float = 120.0
    longest_wait: float = 120.0
    altogether: float = 240.0


class Transport(requests.Session):
    """A session of requests with limits; `answer` is the last answer that came, if any.

    `writes` is to be set while a request is sent that changes something.
    """

    def __init__(self, patience: Patience):
        super().__init__()
        self.answer: requests.Response | None = None
        self.writes = False
        self._patience = patience

    def request(  # type: ignore[override]
        self, method: str, url: str, **options: Any
    ) -> requests.Response:
        """Send one request and return its answer, already read.

        Raises TransportError, or one of urllib3's own errors where the body breaks off.
        """
        end = time.monotonic() + self._patience.total
        options["timeout"] = (self._patience.connect, self._patience.read)
        options["stream"] = True
        options["allow_redirects"] = False
        if method == "POST" and not self.writes:
            # Wikimedia may then let a data centre answer that cannot write.
            options["headers"] = {**options["headers"], "Promise-Non-Write-API-Action": "true"}
        with super().request(method, url, **options) as streamed:
            self.answer = streamed
            if streamed.status_code != 200:
                raise requests.HTTPError(status_in_words(streamed.status_code))
            body = b"".join(self._body(streamed, end))
        if not body.lstrip().startswith(b"{"):
            raise requests.RequestException("the answer is no JSON object")
        whole = requests.Response()
        whole.status_code = streamed.status_code
        whole.headers = streamed.headers
        whole.encoding = "utf-8"
        whole.raw = io.BytesIO(body)
        return whole

    def sign(self, token: str) -> None:
        """Send an OAuth 2 access token with every request (RFC 6750); an empty one ends that."""
        self.auth = _Bearer(token) if token else None

    def _body(self, streamed: requests.Response, end: float) -> Iterator[bytes]:
        # read1 returns what has come, so that a trickle cannot outlast the limit unseen.
        size = 0
        while part := streamed.raw.read1(65536, decode_content=True):
            size += len(part)
            if size > MOST_BYTES:
                raise requests.RequestException(f"the answer is longer than {MOST_BYTES} bytes")
            if time.monotonic() > end:
                raise requests.Timeout(f"the answer took longer than {self._patience.total:g} s")
            yield part


class _Bearer(requests.auth.AuthBase):
    # A mere header would give way to what ~/.netrc says of the host.
    def __init__(self, token: str):
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def status_in_words(status: int) -> str:
    """Return an HTTP status as "HTTP status 503 (Service Unavailable)"."""
    try:
        return f"HTTP status {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"HTTP status {status}"


class Trouble(NamedTuple):
    """A failure of the network in words; `attempts` that make sense at most, `hint` to go on."""

    what: str
    attempts: int
    hint: str = ""


def trouble(error: BaseException) -> Trouble:
    """Say in words why a request failed, from the error and those that it came from."""
    last: BaseException = error
    cause: BaseException | None = error
    while cause is not None:
        for kind, found in _TROUBLES:
            if isinstance(cause, kind):
                reason = getattr(cause, "verify_message", "")
                return found._replace(what=found.what.format(reason=reason))
        last, cause = cause, cause.__cause__ or cause.__context__
    return Trouble(getattr(last, "strerror", None) or _without_query(str(error)), OFTEN)


_CERTIFICATE = "ask who runs the wiki; for one on this computer, write http://127.0.0.1 in api:"
_NETWORK = "look whether this computer is connected, then run the command again"
_TROUBLES = (
    (
        ssl.SSLCertVerificationError,
        Trouble("its certificate is not trusted: {reason}", 1, _CERTIFICATE),
    ),
    (ssl.SSLError, Trouble("no encrypted connection can be made", 1, _CERTIFICATE)),
    (socket.gaierror, Trouble("there is no host of that name, or no network", 3, _NETWORK)),
    (ConnectionRefusedError, Trouble("connection refused, nothing answers there", 3)),
    (TimeoutError, Trouble("no answer came in time", OFTEN)),
    (requests.ConnectTimeout, Trouble("no connection came about in time", 3, _NETWORK)),
    (ConnectionError, Trouble("the connection was cut off", OFTEN)),
    (zlib.error, Trouble("the answer cannot be unpacked", OFTEN)),
    (http.client.HTTPException, Trouble("the answer was cut off", OFTEN)),
)


def _without_query(said: str) -> str:
    """Leave out of a message what was asked: it may hold names."""
    return re.sub(r"\?[^\s'\"]*", "", said)[:300]
