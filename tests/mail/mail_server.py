"""A real SMTP server on this computer that can be told to fail at any point of a message."""

import asyncio
import email
import email.policy
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, NamedTuple

import icalendar
from aiosmtpd.smtp import SMTP, AuthResult

STAGES = ("mail", "rcpt", "data", "text", "taken")
"""Where something can happen to a message: before its sender, its recipient, its DATA is answered,
while its text comes, and after the server took it but before it said so."""


class Taken(NamedTuple):
    """A message that the server took."""

    recipient: str
    mail: EmailMessage
    raw: bytes

    @property
    def calendar(self) -> bytes:
        """The calendar in it."""
        parts = [p for p in self.mail.walk() if p.get_content_type() == "text/calendar"]
        assert len(parts) == 1
        content = parts[0].get_payload(decode=True)
        assert isinstance(content, bytes)
        return content

    @property
    def event(self) -> Any:
        """The one event of its calendar."""
        (event,) = icalendar.Calendar.from_ical(self.calendar).walk("VEVENT")
        return event

    @property
    def method(self) -> str:
        """The METHOD of its calendar."""
        return str(icalendar.Calendar.from_ical(self.calendar)["METHOD"])


class Server:
    """What the server took, and what it does about the next messages.

    `at` is called with each stage of each message, and returns an answer such as "450 later" to
    give instead, "drop" to end the connection, or nothing. Who signs in needs the `password`, if
    there is one.
    """

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.at: Callable[[str], str | None] = lambda stage: None
        self.port = 0
        self.password = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead mentorkit here."""
        return {"MENTORKIT_SMTP_HOST": "127.0.0.1", "MENTORKIT_SMTP_PORT": str(self.port)}

    def fail(self, *faults: tuple[str, str]) -> None:
        """Let a stage of the next messages fail, one fault a message; the rest go well."""
        waiting = list(faults)

        def at(stage: str) -> str | None:
            if waiting and waiting[0][0] == stage:
                return waiting.pop(0)[1]
            return None

        self.at = at

    def kill_at(self, stage: str, number: int, pid: Callable[[], int]) -> None:
        """Kill the sending process at a stage of its message of that number, from 1."""
        seen = 0

        def at(reached: str) -> str | None:
            nonlocal seen
            if reached == stage:
                seen += 1
                if seen == number:
                    os.kill(pid(), signal.SIGKILL)
            return None

        self.at = at

    def told(self) -> set[tuple[str, str, str, int]]:
        """Return recipient, method, session and SEQUENCE of everything taken; then forget it."""
        found = [
            (
                taken.recipient.partition("@")[0],
                taken.method,
                str(taken.event["UID"]).partition("@")[0],
                int(taken.event["SEQUENCE"]),
            )
            for taken in self.taken
        ]
        assert len(set(found)) == len(found), "somebody got the same message twice"
        self.taken.clear()
        return set(found)


class _Session(SMTP):
    def __init__(self, server: Server, *words: Any, **settings: Any):
        super().__init__(*words, **settings)
        self._server = server

    async def _fault(self, stage: str) -> bool:
        answer = self._server.at(stage)
        if answer is None:
            return False
        if answer == "drop":
            self.transport.abort()
        else:
            await self.push(answer)
        return True

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if not await self._fault("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if not await self._fault("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._fault("data"):
            return
        answer = self._server.at("text")
        if answer == "drop":
            await self.push("354 go on")
            await asyncio.sleep(0.05)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def push(self, status: Any) -> None:
        if not self.transport.is_closing():
            await super().push(status)


class _Handler:
    def __init__(self, server: Server):
        self._server = server

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        before = self._server.at("before")
        if before is not None:
            return before
        raw = envelope.original_content
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        (recipient,) = envelope.rcpt_tos
        self._server.taken.append(Taken(recipient, mail, raw))
        answer = self._server.at("taken")
        if answer == "drop":
            server.transport.abort()
        return answer if answer and answer != "drop" else "250 taken"


@contextmanager
def mail_server() -> Iterator[Server]:
    """Give a server that runs, in a thread of its own, until the end of the block."""
    server = Server()
    loop = asyncio.new_event_loop()

    def signed_in(*told: Any) -> AuthResult:
        right = told[-1].password.decode() == server.password
        return AuthResult(success=right, handled=False)

    def session() -> SMTP:
        return _Session(
            server,
            _Handler(server),
            enable_SMTPUTF8=True,
            loop=loop,
            authenticator=signed_in,
            auth_require_tls=False,
        )

    listening = loop.run_until_complete(loop.create_server(session, "127.0.0.1", 0))
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_ended(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _ended(listening: asyncio.Server) -> None:
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
