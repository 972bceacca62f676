"""An answer to an invitation: the value that reading, the gate and the brief hand each other."""

from datetime import date
from typing import NamedTuple


class Answer(NamedTuple):
    """What somebody answered to an earlier invitation: accepted, declined or later.

    `on` is the day of the answer, or None where nobody wrote it down.
    """

    person: str
    answer: str
    on: date | None = None
