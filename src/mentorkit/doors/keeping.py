"""The computer's own keeping of passwords, through keyring, which need not be installed.

Whoever needs it imports this module by name and says what is missing where that fails.
"""

import keyring
from keyring.errors import KeyringError as Locked

__all__ = ["Locked", "password_of"]


def password_of(service: str, user: str) -> str | None:
    """Return the password that is kept, None where there is none. Raises Locked."""
    return keyring.get_password(service, user)
