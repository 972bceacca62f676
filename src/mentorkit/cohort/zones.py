"""Time zones, always from the tz database that is installed with mentorkit.

Python's own look-up prefers whatever the machine carries, so two coordinators could see two
different hours for one session. Zone data is program data here, which is why this module, below
the doors, may read it.
"""

from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

_ZONES = Path(tzdata.__file__).parent / "zoneinfo"

DATABASE_VERSION: str = tzdata.IANA_VERSION
"""The release of the tz database in use, such as "2026f"."""


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name.

    Raises KeyError for a name that the database does not hold, spelling and case included.
    """
    if name not in zone_names():
        raise KeyError(name)
    with _ZONES.joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return every name of the tz database, links such as Asia/Calcutta included."""
    listed = (_ZONES.parent / "zones").read_text(encoding="ascii")
    return frozenset(listed.split())


def instants(wall: datetime, name: str) -> list[datetime]:
    """Return the UTC instants at which the clocks of a zone show `wall`: none, one or two.

    `wall` is naive. None happen when clocks go forward over it, two when they go back.
    """
    found: list[datetime] = []
    for fold in (0, 1):
        there = wall.replace(tzinfo=zone(name), fold=fold)
        instant = there.astimezone(UTC)
        shown = instant.astimezone(zone(name)).replace(tzinfo=None, fold=0)
        if shown == wall and instant not in found:
            found.append(instant)
    return found


def after_the_gap(wall: datetime, name: str) -> datetime:
    """Return what the clocks show when a `wall` time is skipped: the time moved by the gap."""
    instant = wall.replace(tzinfo=zone(name), fold=0).astimezone(UTC)
    return instant.astimezone(zone(name)).replace(tzinfo=None, fold=0)
