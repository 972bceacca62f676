"""What the web calls things: wikis by their hosts, pages by their addresses, users by name."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from mentorkit.cohort.scalars import CONTROL, FromText, fault


def read_host(text: str) -> str:
    """Read the host name of a wiki."""
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", text):
        raise fault("wiki", f"'{text}' is no wiki", "write its host, as in fr.wikipedia.org")
    return text


def read_url(text: str) -> str:
    """Read a web address."""
    try:
        plain = re.fullmatch(r"https?://[^\s<>\"]+", text) and not CONTROL.search(text)
        whole = urlsplit(text)
        known = bool(plain and whole.hostname and whole.port != 0)
    except ValueError:
        known = False
    if not known:
        raise fault("url", f"'{text}' is no web address", "write it whole, from https:// on")
    return text


def read_user(text: str) -> str:
    """Read a wiki user name, without the "User:" before it."""
    unfit = r"[#<>\[\]|{}\n\t/:]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x80-\xff]+;|~{3}"
    if not text.strip() or re.search(unfit, text) or CONTROL.search(text):
        raise fault("user", f"'{text}' is no user name", "write it as the wiki shows it")
    return text


def read_mail(text: str) -> str:
    """Read one mail address, without a name beside it: nothing that could end a header's line."""
    if not re.fullmatch(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+", text) or CONTROL.search(
        text
    ):
        raise fault(
            "mail", f"'{text}' is no mail address", "write it alone, as in amina@example.org"
        )
    return text


Host = Annotated[str, FromText(read_host)]
Url = Annotated[str, FromText(read_url)]
Mail = Annotated[str, FromText(read_mail)]
User = Annotated[str, FromText(read_user)]
