"""How a pull of wiki activity went: the values that the verb hands to its renderer."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """What a coordinator should know about one person on one wiki.

    `kind` is missing, invalid, renamed, replaced (the name is another account's now) or gone.
    """

    person: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class WikiPull:
    """One wiki's outcome. `error` is empty where it went well.

    `writes` are files by name, group after group: each group is to be on disk before the next.
    `people` counts the accounts followed, `changed` the rows that are new or differ, `months` the
    months of people that these rows are of.
    """

    wiki: str
    requests: int
    people: int = 0
    changed: int = 0
    months: int = 0
    writes: tuple[Mapping[str, bytes], ...] = ()
    notes: tuple[Note, ...] = ()
    error: str = ""
    hint: str = ""
