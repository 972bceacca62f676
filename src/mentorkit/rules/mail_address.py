"""Mail addresses as the world writes them: on the wire, in a calendar, and when compared."""

import re
from urllib.parse import quote, unquote


def wire(address: str) -> str:
    """Return an address with its domain in ASCII (IDNA), as mail servers write it.

    A domain that has no such form is left as it is.
    """
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}" if at else address
    except UnicodeError:
        return address


def mailto(address: str) -> str:
    """Return an address as a mailto: URI (RFC 6068)."""
    local, _, domain = wire(address).rpartition("@")
    return f"mailto:{quote(local, safe=_PLAIN)}@{quote(domain, safe='[]:')}"


_PLAIN = "!$'*+-./=^_`{|}~"


def compared(address: str) -> str:
    """Return the one form of an address or mailto: URI that its spellings share.

    Capitals do not count: no server that matters tells people apart by them.
    """
    plain = re.sub(r"^mailto:", "", address.strip(), flags=re.I)
    plain = unquote(plain.partition("?")[0]) if plain != address.strip() else plain
    return wire(plain.casefold()).casefold()
