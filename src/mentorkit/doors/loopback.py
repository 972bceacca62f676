"""Which computer is this one: the only one that a fictional cohort may speak to."""

import ipaddress


def is_loopback(name: str) -> bool:
    """Return whether a host's name or address is that of this computer."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
