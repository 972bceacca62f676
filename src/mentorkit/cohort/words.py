"""Values that somebody types at the command line or in a spreadsheet, read as a file's would be."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from pydantic_core import PydanticCustomError

from mentorkit.cohort.scalars import read_day
from mentorkit.problems import Misuse

T = TypeVar("T")


def understood(reader: Callable[[str], T], text: str, label: str) -> T:
    """Return what a reader of `cohort.scalars` makes of a text.

    Raises Misuse, which names the `label` of the option or column, where it is no such value.
    """
    try:
        return reader(text)
    except PydanticCustomError as error:
        context = error.context or {}
        message = f"{label}: {context.get('message', '')}"
        raise Misuse(message, context.get("hint", "")) from None


def day_if_typed(text: str | None, label: str) -> date | None:
    """Return the day that somebody typed, None where nobody did. Raises Misuse as `understood`."""
    return None if text is None else understood(read_day, text, label)
