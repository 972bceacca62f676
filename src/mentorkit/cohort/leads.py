"""How long before something: the time ahead of a meeting at which a calendar reminds somebody."""

import re
from datetime import timedelta
from typing import Annotated

from mentorkit.cohort.scalars import FromText, fault

LONGEST = timedelta(days=28)
"""Earlier than four weeks ahead nobody is helped by a reminder."""

_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


def read_lead(text: str) -> timedelta:
    """Read how long before something: "30 minutes", "1 hour", "2 days"; at most four weeks."""
    parts = re.fullmatch(r"(?:([1-9][0-9]{0,4}) )?(minute|hour|day)s?", text)
    if not parts:
        hint = "write it as in 30 minutes, 1 hour or 1 day"
        raise fault("lead", f"'{text}' is no time ahead of a meeting", hint)
    lead = int(parts[1] or 1) * _UNITS[parts[2]]
    if lead > LONGEST:
        raise fault("lead", f"{text} is too long ahead", "write at most 28 days")
    return lead


Lead = Annotated[timedelta, FromText(read_lead)]
