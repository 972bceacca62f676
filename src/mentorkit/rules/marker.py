"""The mark that a letter carries on a talk page, so that its sender finds it again."""

import base64
import hashlib
import hmac

LENGTH = 26
"""How many letters and digits a marker has: 130 bits, so no two are alike."""


def marker(secret: bytes, key: str) -> str:
    """Return the marker of the delivery with that key: letters a-z and digits 2-7.

    It is the start of HMAC-SHA256(secret, key) in base 32 (RFC 2104, RFC 4648). Nothing in it is
    the same twice, so nobody can search a wiki for those who got letters; only who has the secret
    can tell it from any other text.
    """
    digest = hmac.new(secret, key.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:LENGTH]
