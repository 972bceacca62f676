"""Letters as mail (RFC 5322), and the headers that every message of this kit has."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from mentorkit.cohort.model import Person
from mentorkit.meetings.events import clean
from mentorkit.rules.mail_address import wire
from mentorkit.rules.parcel import Parcel

_LONGEST_NAME = 60
_LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom a message goes to which address, and what tells it from all others.

    `key` is its delivery's, `programme` the id that is the domain of the Message-ID, `now` the
    message's date, with a zone.
    """

    sender: Person
    recipient: str
    key: str
    programme: str
    now: datetime


def headed(envelope: Envelope, subject: str) -> EmailMessage:
    """Return a message without content: from whom, to whom, about what, when."""
    sender, recipient = wire(envelope.sender.email or ""), wire(envelope.recipient)
    plain = sender.isascii() and recipient.isascii()
    mail = EmailMessage(SMTP if plain else SMTPUTF8)
    mail["From"] = f"{_display_name(envelope.sender)} <{sender}>".strip()
    mail["To"] = recipient
    # Isolates hold a sentence together; in the lists of mail programs some show as boxes.
    mail["Subject"] = clean(re.sub("[\u2066-\u2069]", "", subject))[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(envelope.now.astimezone(UTC))
    mail["Message-ID"] = f"<{envelope.key}@{envelope.programme}.invalid>"
    return mail


def as_letter(parcel: Parcel, sender: Person, programme: str, now: datetime) -> bytes:
    """Return the bytes of a letter by mail, plain text, lines ending in CRLF.

    `programme` is its id; `now` has a zone. A person wrote the letter and waits for an answer,
    which Auto-Submitted tells the recipient's programs (RFC 3834).
    """
    envelope = Envelope(sender, parcel.to, parcel.delivery.key, programme, now)
    mail = headed(envelope, parcel.subject)
    mail["Auto-Submitted"] = "no"
    mail.set_content(parcel.text.rstrip("\n") + "\n", cte="quoted-printable")
    mail["Content-Language"] = parcel.language
    return mail.as_bytes()


def _display_name(person: Person) -> str:
    """Return a name that needs no quotation marks: refolded ones have been lost before."""
    return re.sub(r'[\\"(),.:;<>@\[\]]+', " ", clean(person.name))[:_LONGEST_NAME].strip()
