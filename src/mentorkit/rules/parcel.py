"""A letter in the form in which it travels, and to whom."""

from dataclasses import dataclass

from mentorkit.rules.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter, ready to be handed over.

    `to` is a user name on the wiki `host` (talk, wikimail), or a mail address, where `host` is
    empty (mail). `text` is wikitext for a talk page, else plain text with one line a paragraph.
    `language` is a BCP 47 tag.
    """

    delivery: Delivery
    host: str
    to: str
    subject: str
    text: str
    language: str
