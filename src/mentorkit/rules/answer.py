"""An answer to an invitation: the value that reading, the gate and the brief hand each other."""

from datetime import date
from typing import NamedTuple


class Answer(NamedTuple):
    """What somebody answered to an earlier invitation: accepted, declined or later.

    `on` is the day of the answer, or None where nobody wrote it down. `who` stands for the user
    name, see `rules.user_key`, or is empty: by it a no outlives the person's file. `again` is the
    day on which somebody who said later may be asked again. `also` stand for further user names
    and the address.
    """

    person: str
    answer: str
    on: date | None = None
    who: str = ""
    again: date | None = None
    also: tuple[str, ...] = ()
