"""Invitations as mail (RFC 6047), and mail as answers.

One message goes to one person and shows no address but theirs and the sender's. Its bytes depend
on the values alone, so that a draft that did not change is the same file.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message

from mentorkit.cohort.model import Person
from mentorkit.meetings.invitations import Notice
from mentorkit.meetings.replies import Aside, Incoming
from mentorkit.render.mail import Envelope, headed
from mentorkit.render.meetings.ics import Broken, answers_in, as_itip
from mentorkit.render.templates import Rendered
from mentorkit.rules.delivery import fingerprint
from mentorkit.rules.mail_address import compared

LARGEST = 1_000_000
"""How many bytes a message with an answer may have; a real one has a few thousand."""


def as_mail(
    notice: Notice, wording: Rendered, organiser: Person, programme: str, now: datetime
) -> bytes:
    """Return the bytes of a message, lines ending in CRLF.

    `programme` is its id, the domain of the Message-ID; `now` the message's date, with a zone.
    """
    calendar = as_itip(notice, organiser)
    envelope = Envelope(organiser, notice.person.email or "", notice.delivery.key, programme, now)
    mail = headed(envelope, wording.subject)
    mail.set_content(wording.text, cte="quoted-printable")
    mail.add_alternative(
        calendar,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": notice.method, "charset": "UTF-8"},
    )
    mail.add_attachment(
        calendar, maintype="application", subtype="ics", cte="base64", filename="invite.ics"
    )
    _set_boundaries(mail, f"{notice.event.uid}/{notice.event.sequence}/{notice.person.id}")
    return mail.as_bytes()


def _set_boundaries(mail: EmailMessage, seed: str) -> None:
    """Set boundaries that are always the same; "=_" can stand in no quoted-printable text."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{fingerprint(seed, number)}")


def read_answers(name: str, source: bytes) -> Iterator[Incoming | Aside]:
    """Yield the answers of a file: a calendar, a mail, or a mailbox of many (RFC 4155).

    What holds no answer, or none that can be read, is yielded with the reason.
    """
    start = source.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        yield from _of_calendars(name, [start], "")
    elif start.startswith(b"From "):
        for number, message in enumerate(_messages(start), 1):
            yield from _of_message(f"{name}, message {number}", message)
    else:
        yield from _of_message(name, start)


def _messages(mailbox: bytes) -> Iterator[bytes]:
    """Yield the messages of a mailbox, each without its "From " line and with ">From " undone."""
    for part in re.split(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\n]*\n", mailbox)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", part)


def _of_message(name: str, source: bytes) -> Iterator[Incoming | Aside]:
    if len(source) > LARGEST:
        yield Aside(name, "too-large")
        return
    mail = message_from_bytes(source)
    calendars = [_content(part) for part in mail.walk() if _is_calendar(part)]
    yield from _of_calendars(name, calendars, _sender(mail))


def _is_calendar(part: Message) -> bool:
    kind = part.get_content_type()
    return kind in ("text/calendar", "application/ics") and not part.is_multipart()


def _content(part: Message) -> bytes:
    """Return a calendar in UTF-8, which it may be sent in any charset but (RFC 6047, 2.4)."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    try:
        return content.decode(part.get_content_charset("utf-8")).encode()
    except (LookupError, UnicodeError):
        return content


def _sender(mail: Message) -> str | None:
    """Return who a mail is from, or None where that is not exactly one address."""
    written = mail.get_all("From") or []
    text = str(written[0]).strip() if len(written) == 1 else ""
    found = re.fullmatch(r"(?:.*<)?\s*([^\s<>,;\"()]+@[^\s<>,;\"()]+?)\s*>?", text, re.S)
    return compared(found[1]) if found else None


def _of_calendars(
    name: str, calendars: list[bytes], sender: str | None
) -> Iterator[Incoming | Aside]:
    """Yield the answers of the parts of one message; the same answer in two parts is one."""
    found: dict[object, Incoming | Aside] = {}
    for calendar in calendars:
        if len(calendar) > LARGEST:
            found["large"] = Aside(name, "too-large")
            continue
        try:
            for answer in answers_in(calendar):
                # A part that does not name its charset may hold the same words spoilt.
                found.setdefault(replace(answer, comment=""), Incoming(name, answer, sender))
        except Broken as broken:
            found["broken"] = Aside(name, "broken", str(broken))
    yield from found.values() or [Aside(name, "no-reply")]
