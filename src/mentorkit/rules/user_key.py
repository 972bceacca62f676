"""What stands for a user name or an address where none is kept: only the secret can tell it."""

import hashlib
import hmac

from mentorkit.rules.naming import same_user


def user_key(secret: bytes, user: str) -> str:
    """Return 24 hexadecimal digits that stand for a user name, whichever way MediaWiki spells it.

    They are the start of the HMAC-SHA256 (RFC 2104) of the name: without the cohort's `secret`
    nobody can try names until one fits.
    """
    name = f"user\0{same_user(user)}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, name, hashlib.sha256).hexdigest()[:24]


def address_key(secret: bytes, address: str) -> str:
    """Return 24 hexadecimal digits that stand for a mail address, in the same way."""
    name = f"mail\0{address.strip().casefold()}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, name, hashlib.sha256).hexdigest()[:24]
