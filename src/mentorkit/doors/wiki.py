"""The only door to a MediaWiki: its action API, through mwapi, politely and one request at a time.

mwapi speaks to the wiki; what it leaves out is here: limits on time and size, the HTTP status, what
to do about an answer that is late, cut short or no JSON, waiting when the servers ask for it, and
a message a person can use when it fails for good.
"""

import itertools
import logging
import random
import re
import time
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

import mwapi
import mwapi.errors

from mentorkit import __version__
from mentorkit.cohort.programme import Programme
from mentorkit.doors.loopback import is_loopback
from mentorkit.doors.transport import (
    OFTEN,
    Patience,
    Transport,
    TransportError,
    status_in_words,
    trouble,
)
from mentorkit.problems import Misuse, WikiFailed

LONGEST_URL = 6_000
MAXLAG = 5
"""Seconds the servers may be behind before they may turn us away, as Wikimedia asks of bots."""

_PATIENCE = Patience()

Document = dict[str, Any]
"""A JSON document as the wiki sent it; who asked for it checks what it reads."""


class Wiki:
    """One wiki. `requests` counts what was sent to it, failed attempts included.

    `api` is the whole URL of api.php where it is not https://HOST/w/api.php; plain http only on
    this computer. `loopback_only` refuses every other computer. `contact` goes into the
    User-Agent, for the wiki's operators. `tell` is told what is being done, for a line that is
    overwritten. `sleep` waits for seconds; `now` gives the time in UTC; `jitter` gives numbers in
    [0, 1). Raises Misuse where the address cannot be used.
    """

    def __init__(
        self,
        host: str,
        *,
        contact: str,
        api: str | None = None,
        loopback_only: bool = False,
        patience: Patience = _PATIENCE,
        tell: Callable[[str], None] = lambda text: None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ):
        self.host = host
        self.requests = 0
        self._patience = patience
        self._tell = tell
        self._sleep = sleep
        self._now = now
        self._jitter = jitter
        server, path, loopback = _address(host, api)
        if loopback_only and not loopback:
            raise Misuse(
                f"{host} may not be asked: a fictional cohort asks only wikis on this computer",
                f"in mentorkit.yaml, write api: below {host}, the address of a wiki on 127.0.0.1; "
                "or remove 'fictional: yes'",
            )
        self._transport = Transport(patience)
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
        self._standing: dict[str, str | int] = {"maxlag": MAXLAG}

    @classmethod
    def of(
        cls,
        programme: Programme,
        host: str,
        tell: Callable[[str], None] = lambda text: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Self:
        """Return a wiki as mentorkit.yaml has it, which knows whom to ask about us.

        A programme of fictional people reaches wikis on this computer only. Raises Misuse where
        the address cannot be used.
        """
        settings = programme.wikis.get(host)
        return cls(
            host,
            contact=programme.page or f"{programme.name} ({', '.join(programme.coordinators)})",
            api=settings.api if settings else None,
            loopback_only=programme.fictional,
            tell=tell,
            sleep=sleep,
        )

    def ask(self, **parameters: str | int) -> Document:
        """Send one reading request and return its document; tries again where that can help.

        Raises ApiFailed with what happened and what to do next.
        """
        return self._patiently(lambda: self._once(parameters))

    def _patiently(self, send: Callable[[], Document]) -> Document:
        spent = 0.0
        for attempt in itertools.count(1):
            self._tell(f"{self.host}: request {self.requests + 1}")
            began = time.monotonic()
            try:
                return send()
            except Unwell as unwell:
                wait = max(unwell.wait, self._backoff(attempt))
                spent += time.monotonic() - began + wait
                if self._gives_up(unwell, attempt, wait, spent):
                    raise self._failed(unwell, attempt) from unwell
                self._tell(f"{self.host}: {unwell}; again in {wait:.0f} s")
            self._sleep(wait)
        raise AssertionError("the loop above ends by itself")

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

    def _once(self, parameters: Mapping[str, str | int], *, writes: bool = False) -> Document:
        """Send a request one time; one that `writes` in the body, of which nobody keeps logs.

        Raises Unwell. What lies below it is left out: a request's error holds all that was sent.
        """
        # MediaWiki keeps text in this form, and warns of any other.
        values = {key: _composed(value) for key, value in {**self._standing, **parameters}.items()}
        length = self._url_length + len(urllib.parse.urlencode(values))
        send = self._session.post if writes or length > LONGEST_URL else self._session.get
        self.requests += 1
        self._transport.answer = None
        self._transport.writes = writes
        try:
            document = send(**values)
        except mwapi.errors.APIError as error:
            raise self._api_error(error) from None
        except TransportError as error:
            raise self._network_error(error) from None
        except ValueError:
            raise Unwell("the answer is no JSON", wait=self._asked()) from None
        except (AttributeError, TypeError):
            # mwapi takes every document with an "error" or "warnings" for one of MediaWiki's.
            raise Unwell("the answer is not MediaWiki's", attempts=1, hint=_ADDRESS) from None
        return dict(document)

    def _api_error(self, error: mwapi.errors.APIError) -> "Unwell":
        code = str(error.code)
        passing = code in _PASSING or code.startswith("internal_api_error_")
        attempts = OFTEN if passing else 1
        said = f"{code}: {error.info}"
        hint = again(code) if passing else ""
        return Unwell(said, attempts=attempts, wait=self._asked(), hint=hint, code=code)

    def _network_error(self, error: TransportError) -> "Unwell":
        answer = self._transport.answer
        if answer is None or answer.status_code == 200:
            found = trouble(error)
            return Unwell(found.what, attempts=found.attempts, hint=found.hint)
        status = answer.status_code
        attempts = OFTEN if status == 429 or status >= 500 else 1
        hint = _MOVED if status < 400 else _ADDRESS if status == 404 else ""
        said = status_in_words(status)
        return Unwell(said, attempts=attempts, wait=self._asked(), hint=hint)

    def _gives_up(self, unwell: "Unwell", attempt: int, wait: float, spent: float) -> bool:
        patience = self._patience
        tried = attempt >= min(unwell.attempts, patience.attempts)
        return tried or wait > patience.longest_wait or spent > patience.altogether

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

    def _failed(self, unwell: "Unwell", attempts: int) -> "ApiFailed":
        tries = f", {attempts} times" if attempts > 1 else ""
        hint = unwell.hint
        if unwell.wait > self._patience.longest_wait:
            hint = f"the wiki asks to wait {unwell.wait:.0f} seconds; run the command again then"
        return ApiFailed(f"{self.host} could not be asked{tries}: {unwell}", hint, unwell.code)


def again(why: str) -> str:
    """Return what to do about a failure that passes; `why` begins with MediaWiki's code for it."""
    return _WRITABLE if why.startswith("readonly") else _LATER


_LATER = "run the command again later"
_WRITABLE = "run the command again once the wiki can be written to"
_REFUSES = "see what the message says: the wiki refuses this question"
_MOVED = "the wiki moved: write its own host, or its address under api:, in mentorkit.yaml"
_ADDRESS = "check the wiki's host, and api: if it is set, in mentorkit.yaml"
_PASSING = {"maxlag", "ratelimited", "readonly"}


class ApiFailed(WikiFailed):
    """A question has no answer; `code` is MediaWiki's, and empty where none came from there."""

    def __init__(self, message: str, hint: str, code: str = ""):
        super().__init__(message, hint)
        self.code = code


class Unwell(Exception):
    """One attempt failed; `attempts` in all may help, the next after `wait` seconds.

    `code` is MediaWiki's, and empty where no answer came from there.
    """

    def __init__(
        self,
        what: str,
        *,
        attempts: int = OFTEN,
        wait: float = 0.0,
        hint: str = "",
        code: str = "",
    ):
        super().__init__(what)
        self.code = code
        self.attempts = attempts
        self.wait = wait
        self.hint = hint or (_REFUSES if attempts == 1 else _LATER)


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
    loopback = is_loopback(name)
    odd = parts.username or parts.password or parts.query or parts.fragment
    if not name or not parts.path.startswith("/") or odd:
        raise Misuse(f"{host}: {url} is not the address of an api.php", _API)
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise Misuse(f"{host}: {url} is not encrypted", _API)
    return f"{parts.scheme}://{parts.netloc}", parts.path, loopback


_API = (
    "write api: as the whole address of api.php; it starts with https://, or with http://127.0.0.1"
)


def _composed(value: str | int) -> str | int:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


class _WithoutParameters(logging.Filter):
    """Keeps back what mwapi logs: a request's parameters, names and passwords among them."""

    def filter(self, record: logging.LogRecord) -> bool:
        # The warning itself, on a line of its own, is the wiki's and may be read. One about the
        # result as such says that it goes on in the next answer, which is asked for anyway.
        said = record.getMessage()
        return said.startswith("\t- ") and not said.startswith("\t- result ")


logging.getLogger("mwapi.session").addFilter(_WithoutParameters())


def batches(values: Iterable[str], size: int = 50) -> Iterator[list[str]]:
    """Yield lists of at most `size` values, the most that MediaWiki takes in one parameter."""
    found = list(values)
    for start in range(0, len(found), size):
        yield found[start : start + size]
