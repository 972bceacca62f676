"""One thing that wants doing, as `status` tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that wants doing: its kind, what it is, where it stands, and what deals with it.

    `kind` is one of the kinds that `render.status` has a heading for. `do` is a command, or the
    line to write where no command exists; `where` is FILE:LINE, or empty.
    """

    kind: str
    what: str
    where: str
    do: str
