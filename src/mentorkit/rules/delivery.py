"""What is to be sent to somebody, and what became of it: the values around the delivery journal.

They know nothing of what is sent. A meeting's invitation, and every other kind of letter, is a
`Delivery` to the journal and to those who send.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["meeting", "letter"]
Channel = Literal["mail", "talk", "wikimail"]
State = Literal["sent", "refused", "unsure", "due"]
"""What is known of a delivery that was begun.

unsure: begun, and nobody knows whether it arrived; it is never repeated by itself.
due: surely not delivered, to be tried again.
"""

Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person, as the journal knows it.

    `key` is the same for the same message whenever it is made, and differs for any other. `to` is
    a fingerprint of the address, which itself is never kept. `about` holds the facts that whoever
    made the message needs when it plans the next one.
    """

    key: str
    kind: Kind
    person: str
    channel: Channel
    to: str
    about: Facts


@dataclass(frozen=True, slots=True)
class Posted:
    """A delivery that was begun: its state, since when (UTC), and why it was refused, if it was.

    `turned_down` are the ways, each a channel and a `to`, by which it was refused at any time.
    `doubted` is whether of some attempt it was only found out afterwards that nothing arrived.
    """

    delivery: Delivery
    state: State
    at: datetime
    why: str = ""
    turned_down: frozenset[tuple[Channel, str]] = frozenset()
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How one attempt to deliver ended: `sent`, `refused` for good, or not taken this time (`due`).

    `unsure` where the answer was lost after the message had been handed over. `why` is the other
    side's word for it, on one line. `earlier` is the delivery that arrived where it was not this
    attempt but one before it, which went another way.
    """

    state: State
    why: str = ""
    earlier: Delivery | None = None


def fingerprint(*parts: str | int) -> str:
    """Return 24 hexadecimal digits that stand for some values: the start of their SHA-256."""
    whole = "\0".join(map(str, parts))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:24]
