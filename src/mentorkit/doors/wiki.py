"""The only door to a MediaWiki: its action API, through mwapi, politely and one request at a time.

mwapi speaks to the wiki; what it leaves out is here: limits on time and size, the HTTP status, what
to do about an answer that is late, cut short or no JSON, waiting when the servers ask for it, and
a message a person can use when it fails for good.
"""

import io
import ipaddress
import logging
import random
import re
import time
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import mwapi
import mwapi.errors
import requests

from mentorkit import __version__
from mentorkit.problems import Misuse, WikiFailed

ATTEMPTS = 6
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
TOTAL_SECONDS = 120.0
LONGEST_WAIT = 120.0
MOST_BYTES = 64_000_000
LONGEST_URL = 6_000
MAXLAG = 5
"""Seconds the servers may be behind before they may turn us away, as Wikimedia asks of bots."""

Document = dict[str, Any]
"""A JSON document as the wiki sent it; who asked for it checks what it reads."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try: attempts, and seconds to connect, between two bytes, and altogether."""

    attempts: int = ATTEMPTS
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    total: float = TOTAL_SECONDS
    longest_wait: float = LONGEST_WAIT


class Wiki:
    """One wiki. `requests` counts what was sent to it, failed attempts included.

    `api` is the whole URL of api.php where it is not https://HOST/w/api.php; plain http only on
    this computer. `loopback_only` refuses every other computer. `contact` goes into the
    User-Agent, for the wiki's operators. `sleep` waits for seconds; `now` gives the time in UTC;
    `jitter` gives numbers in [0, 1). Raises Misuse where the address cannot be used.
    """

    def __init__(
        self,
        host: str,
        *,
        contact: str,
        api: str | None = None,
        loopback_only: bool = False,
        patience: Patience = Patience(),
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ):
        self.host = host
        self.requests = 0
        self._patience = patience
        self._sleep = sleep
        self._now = now
        self._jitter = jitter
        server, path, loopback = _address(host, api)
        if loopback_only and not loopback:
            raise Misuse(
                f"{host}: the cohort is fictional, so only wikis on this computer may be asked",
                f"set wikis.{host}.api to a wiki on 127.0.0.1, or remove 'fictional: yes'",
            )
        self._transport = _Transport(patience)
        # A proxy from the environment must not see what stays on this computer.
        self._transport.trust_env = not loopback
        self._session = mwapi.Session(
            server,
            user_agent=_agent(contact),
            formatversion=2,
            api_path=path,
            session=self._transport,
        )
        self._url_length = len(server) + len(path)

    def ask(self, **parameters: str | int) -> Document:
        """Send one reading request and return its document; tries again where that can help.

        Raises WikiFailed with what happened and what to do next.
        """
        for attempt in range(1, self._patience.attempts + 1):
            try:
                return self._send(parameters)
            except _Unwell as unwell:
                if not unwell.passing or attempt == self._patience.attempts:
                    raise self._failed(unwell, attempt) from unwell
                wait = max(unwell.wait, self._backoff(attempt))
                if wait > self._patience.longest_wait:
                    raise self._failed(unwell, attempt) from unwell
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def each(self, **parameters: str | int) -> Iterator[Document]:
        """Yield the documents of a query, following `continue` until the wiki says it is done."""
        further: dict[str, str | int] = {}
        while True:
            document = self.ask(**{**parameters, **further})
            yield document
            found = document.get("continue")
            if not found:
                return
            if not isinstance(found, dict) or found == further:
                raise WikiFailed(f"{self.host}: the wiki's answer would go on for ever", _LATER)
            further = found

    def _send(self, parameters: Mapping[str, str | int]) -> Document:
        values = {"maxlag": MAXLAG, **parameters}
        length = self._url_length + len(urllib.parse.urlencode(values))
        send = self._session.post if length > LONGEST_URL else self._session.get
        self.requests += 1
        self._transport.answer = None
        try:
            document = send(**values)
        except mwapi.errors.APIError as error:
            raise self._api_error(error) from error
        except requests.RequestException as error:
            raise self._network_error(error) from error
        except ValueError as error:
            raise _Unwell("the answer is no JSON", passing=True, wait=self._asked()) from error
        if not isinstance(document, dict):
            raise _Unwell("the answer is not what an API answers", passing=True)
        return document

    def _api_error(self, error: mwapi.errors.APIError) -> "_Unwell":
        code = str(error.code)
        passing = code in _PASSING or code.startswith("internal_api_error_")
        return _Unwell(f"{code}: {error.info}", passing=passing, wait=self._asked())

    def _network_error(self, error: requests.RequestException) -> "_Unwell":
        answer = self._transport.answer
        if answer is not None and answer.status_code != 200:
            status = answer.status_code
            passing = status == 429 or status >= 500
            hint = _MOVED if status < 400 else _ADDRESS
            return _Unwell(f"HTTP status {status}", passing=passing, wait=self._asked(), hint=hint)
        said = str(error.__cause__ or error)
        certificate = isinstance(error.__cause__, requests.exceptions.SSLError)
        return _Unwell(_without_query(said), passing=not certificate)

    def _asked(self) -> float:
        """The seconds that the last answer's Retry-After asks to wait; 0 if none."""
        answer = self._transport.answer
        text = answer.headers.get("Retry-After", "") if answer is not None else ""
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return 0.0
        return max(0.0, (until.replace(tzinfo=UTC) - self._now()).total_seconds())

    def _backoff(self, attempt: int) -> float:
        # Half of it at random, so that many clients do not come back at the same moment.
        longest = min(2.0**attempt, 30.0)
        return longest * (0.5 + self._jitter() / 2)

    def _failed(self, unwell: "_Unwell", attempts: int) -> WikiFailed:
        tries = f", {attempts} times" if attempts > 1 else ""
        hint = _LATER if unwell.passing else unwell.hint
        if unwell.wait > self._patience.longest_wait:
            hint = f"the wiki asks to wait {unwell.wait:.0f} seconds; run the command again then"
        return WikiFailed(f"{self.host} could not be asked{tries}: {unwell}", hint)


_LATER = "run the command again later; what was read from other wikis is kept"
_REFUSES = "the wiki refuses this question; the message says why"
_MOVED = "the wiki moved: write its own host, or its address under api:, in mentorkit.yaml"
_ADDRESS = "check the wiki's host, and api: if it is set, in mentorkit.yaml"
_PASSING = {"maxlag", "ratelimited", "readonly"}


class _Unwell(Exception):
    """One attempt failed; `passing` if another may do better, after `wait` seconds."""

    def __init__(self, what: str, *, passing: bool, wait: float = 0.0, hint: str = ""):
        super().__init__(what)
        self.passing = passing
        self.wait = wait
        self.hint = hint or _REFUSES


class _Transport(requests.Session):
    """requests, with limits: redirects refused, the body read whole within time and size."""

    def __init__(self, patience: Patience):
        super().__init__()
        self.answer: requests.Response | None = None
        self._patience = patience

    def request(  # type: ignore[override]
        self, method: str, url: str, **options: Any
    ) -> requests.Response:
        """Send one request and return its answer, already read; `answer` keeps the last one."""
        end = time.monotonic() + self._patience.total
        options["timeout"] = (self._patience.connect, self._patience.read)
        options["stream"] = True
        options["allow_redirects"] = False
        if method == "POST":
            # Wikimedia may then let a data centre answer that cannot write.
            options["headers"] = {**options["headers"], "Promise-Non-Write-API-Action": "true"}
        with super().request(method, url, **options) as streamed:
            self.answer = streamed
            if streamed.status_code != 200:
                raise requests.HTTPError(f"HTTP status {streamed.status_code}")
            body = b"".join(self._body(streamed, end))
        if not body.lstrip().startswith(b"{"):
            raise requests.RequestException("the answer is no JSON object")
        whole = requests.Response()
        whole.status_code = streamed.status_code
        whole.headers = streamed.headers
        whole.encoding = "utf-8"
        whole.raw = io.BytesIO(body)
        return whole

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


def _agent(contact: str) -> str:
    """The User-Agent that Wikimedia's policy asks for: the tool, whom to ask, the library."""
    who = re.sub(r"[^\x20-\x7e]|[()]", "", contact).strip() or "no contact given"
    return f"mentorkit/{__version__} ({who}) mwapi/{mwapi.__version__}"


def _address(host: str, api: str | None) -> tuple[str, str, bool]:
    """Server, path and whether it is this computer."""
    url = api or f"https://{host}/w/api.php"
    try:
        parts = urllib.parse.urlsplit(url)
        name, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise Misuse(f"{host}: {url} is no web address: {error}", _API) from error
    loopback = _is_loopback(name)
    odd = parts.username or parts.password or parts.query or parts.fragment
    if not name or not parts.path.startswith("/") or odd:
        raise Misuse(f"{host}: {url} is not the address of an api.php", _API)
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise Misuse(f"{host}: {url} is not encrypted", _API)
    return f"{parts.scheme}://{parts.netloc}", parts.path, loopback


_API = (
    "write api: as the whole address of api.php; it starts with https://, or with http://127.0.0.1"
)


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _without_query(said: str) -> str:
    """Leave out of a message what was asked: it may hold names."""
    return re.sub(r"\?[^\s'\"]*", "", said)[:300]


class _WithoutParameters(logging.Filter):
    """Cuts a request's parameters out of what mwapi logs: they hold names, and passwords."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if message.startswith("The following query raised warnings"):
            record.msg, record.args = "the wiki's answer has warnings:", ()
        return True


logging.getLogger("mwapi.session").addFilter(_WithoutParameters())

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff]")
_REFUSED = re.compile(r"[#<>\[\]|{}/@:\x00-\x1f\x7f-\x9f\ufffd]")


def canonical_name(text: str) -> str:
    """Return a user name as MediaWiki writes it: blanks, first letter, Unicode normal form.

    MediaWiki answers under that spelling and does not say which question it belongs to. Raises
    ValueError, with the reason in words, for what no MediaWiki takes as a name.
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).replace("_", " ")
    name = re.sub(r"[ \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]+", " ", name).strip()
    if not name:
        raise ValueError("it is empty")
    found = _REFUSED.search(name)
    if found:
        raise ValueError(f"it contains {found[0]!r}, which no user name may")
    if len(name.encode()) > 255:
        raise ValueError("it is longer than 255 bytes")
    first = name[0].upper()
    # Letters whose capital is two letters, as ß, stay as they are.
    return (first if len(first) == 1 else name[0]) + name[1:]


def batches(values: Iterable[str], size: int = 50) -> Iterator[list[str]]:
    """Yield lists of at most `size` values, the most that MediaWiki takes in one parameter."""
    found = list(values)
    for start in range(0, len(found), size):
        yield found[start : start + size]
