"""The only door to a mail server: SMTP (RFC 5321), one message at a time, with time limits.

Where an attempt ended decides what is known. Until the server has asked for the text of a message
it cannot have taken it; from then on a lost answer leaves it unsure.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from mentorkit.doors.credentials import password_of
from mentorkit.doors.loopback import is_loopback
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.rules.delivery import Result, State

HOST = "MENTORKIT_SMTP_HOST"
PORT = "MENTORKIT_SMTP_PORT"
USER = "MENTORKIT_SMTP_USER"
PASSWORD = "MENTORKIT_SMTP_PASSWORD"  # noqa: S105 (the name of a variable)
PASSWORD_COMMAND = "MENTORKIT_SMTP_PASSWORD_COMMAND"  # noqa: S105

_TLS_PORT = 465
"""The port on which encryption begins at once (RFC 8314); on others it is asked for."""

_FINE, _GO_ON = 250, 354

_LOST = OSError
"""What a broken connection raises; smtplib's own errors are of this kind too."""

_LATER = "run the command again later; whoever got a message gets no second one"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, for each answer, and for the last one of a message."""

    connect: float = 20.0
    answer: float = 60.0
    taken: float = 300.0


@dataclass(frozen=True, slots=True)
class Account:
    """A mail server to send through, and who one is there; without `user` nobody in particular."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)


def account_of(environment: Mapping[str, str]) -> Account:
    """Read the account from MENTORKIT_SMTP_… variables; a password command is run here.

    Raises Misuse, in which no password stands, where they are not enough or make no sense.
    """
    host = environment.get(HOST, "").strip()
    if not host:
        hint = f"set {HOST}, and {USER} and {PASSWORD_COMMAND}; or send the files in out/mail/"
        raise Misuse("no mail server is set", hint)
    port = environment.get(PORT, "587")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Misuse(f"{PORT} is no port", "set it to a number such as 587 or 465")
    user = environment.get(USER, "")
    password = password_of(environment, PASSWORD, PASSWORD_COMMAND) if user else ""
    if user and not password:
        hint = f"set {PASSWORD_COMMAND} to a command that prints the password, or {PASSWORD}"
        raise Misuse(f"{USER} is set, but there is no password", hint)
    return Account(host, int(port), user, password)


class Mail:
    """A mail server to send messages through. Use it in a `with` block.

    `loopback_only` refuses every other computer. Raises Misuse where the server may not be used.
    """

    def __init__(
        self, account: Account, *, loopback_only: bool = False, patience: Patience | None = None
    ):
        self._account = account
        self._patience = patience or Patience()
        self._here = is_loopback(account.host)
        self._server: smtplib.SMTP | None = None
        self._turned_away = False
        if loopback_only and not self._here:
            raise Misuse(
                f"{account.host} may not be written to: a fictional cohort sends only to a mail "
                "server on this computer",
                f"set {HOST}=127.0.0.1, or remove 'fictional: yes' from mentorkit.yaml",
            )

    def __enter__(self) -> "Mail":
        return self

    def __exit__(self, *failure: object) -> None:
        if self._server is not None:
            with suppress(_LOST):
                self._server.quit()
        self._part()

    @property
    def connected(self) -> bool:
        """Whether there is a connection; none before `ready`, or after one was lost."""
        return self._server is not None

    @property
    def turned_away(self) -> bool:
        """Whether the server takes nothing at all from this sender; then sending on is in vain."""
        return self._turned_away

    def ready(self) -> None:
        """Connect and sign in where that is still to do. Raises WikiFailed."""
        if self._server is not None:
            return
        try:
            self._server = self._connected()
            self._sign_in(self._server)
        except smtplib.SMTPAuthenticationError as error:
            self._part()
            hint = f"check {USER} and the password; many servers want one made for programs"
            said = f"{self._account.host} does not take user and password ({error.smtp_code})"
            raise WikiFailed(said, hint) from None
        except _LOST as error:
            self._part()
            said = f"{self._account.host} cannot be reached: {self._in_words(error)}"
            raise WikiFailed(said, f"check {HOST} and {PORT}; {_LATER}") from None

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        """Hand over one message, CRLF between its lines, to one address; return what came of it.

        `ready` must have been called before. After a lost connection it must be called again.
        """
        server = self._server
        if server is None:
            return Result("due", "there is no connection")
        plain = message.isascii() and sender.isascii() and recipient.isascii()
        if not plain and not server.has_extn("smtputf8"):
            return Result("refused", "the mail server takes no address with such letters")
        try:
            options = () if plain else ("SMTPUTF8", "BODY=8BITMIME")
            code, answer = server.mail(sender, options)
            if plain and 500 <= code < 600:
                return self._kept_out(server, code, answer)
            if code == _FINE:
                code, answer = server.rcpt(recipient)
            if code in (_FINE, 251):
                code, answer = server.docmd("DATA")
            if code != _GO_ON:
                return self._turned_down(server, code, answer)
        except _LOST as error:
            self._part()
            return Result("due", f"before it was handed over: {self._in_words(error)}")
        return self._handed_over(server, message)

    def _handed_over(self, server: smtplib.SMTP, message: bytes) -> Result:
        """Send the text itself: from here on a lost answer leaves it unsure (RFC 5321, 4.5.3.2)."""
        try:
            if server.sock is not None:
                server.sock.settimeout(self._patience.taken)
            server.send(_quoted(message))
            code, answer = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._patience.answer)
        except _LOST as error:
            self._part()
            return Result("unsure", f"the answer was lost: {self._in_words(error)}")
        if 400 <= code < 600:
            return self._turned_down(server, code, answer)
        if 200 <= code < 300:
            return Result("sent")
        self._part()
        return Result("unsure", f"the answer was none: {self._harmless(str(code))}")

    def _kept_out(self, server: smtplib.SMTP, code: int, answer: bytes) -> Result:
        # Nobody has been named yet, so it is no recipient's fault: who is sending may not.
        self._turned_away = True
        return Result("due", self._turned_down(server, code, answer).why)

    def _turned_down(self, server: smtplib.SMTP, code: int, answer: bytes) -> Result:
        state: State = "refused" if 500 <= code < 600 else "due"
        if code == 421 or code < 0:
            self._part()
        else:
            try:
                server.rset()
            except _LOST:
                self._part()
        return Result(state, self._harmless(f"{code} {answer.decode('utf-8', 'replace')}"))

    def _connected(self) -> smtplib.SMTP:
        account, limit = self._account, self._patience.connect
        context = ssl.create_default_context()
        if account.port == _TLS_PORT:
            return smtplib.SMTP_SSL(account.host, account.port, timeout=limit, context=context)
        # To look up this computer's own name may take long where there is no network.
        own = "localhost" if self._here else None
        server = smtplib.SMTP(account.host, account.port, own, limit)
        try:
            server.ehlo()
            # A password must not travel in the open; on this computer nobody listens.
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif not self._here:
                raise smtplib.SMTPException("it offers no encryption")
        except _LOST:
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._account.user:
            server.login(self._account.user, self._account.password)
        if server.sock is not None:
            server.sock.settimeout(self._patience.answer)

    def _part(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _in_words(self, error: BaseException) -> str:
        # smtplib calls every failure while it reads a lost connection.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return "no answer came in time"
        if isinstance(error, ConnectionRefusedError):
            return "connection refused, nothing answers there"
        if isinstance(error, socket.gaierror):
            return "there is no host of that name, or no network"
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {error.verify_message}"
        if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError)):
            return "the connection was cut off"
        return self._harmless(getattr(error, "strerror", None) or str(error))

    def _harmless(self, said: str) -> str:
        """Return a server's words on one line, short, and without what must stay secret."""
        for secret in (self._account.password, self._account.user):
            if secret:
                said = said.replace(secret, "…")
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", said).strip()[:200]


def _quoted(message: bytes) -> bytes:
    """Return a message with its lines ended and its leading dots doubled (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"
