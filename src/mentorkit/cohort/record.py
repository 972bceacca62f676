"""What every record of the model shares: its place in the files, and its circle."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Place, Problem

PRIVATE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Programme": frozenset({"forbid", "scout"}),
        "Person": frozenset(
            {"email", "phone", "near", "attends", "groups", "never", "prefer", "at_risk"}
            | {"left_why", "channel", "say", "notes"}
        ),
        "Pair": frozenset({"reason"}),
        "LeadershipRole": frozenset({"why", "letter"}),
        "Session": frozenset({"link", "phone", "address", "missed", "why", "notes", "answers"}),
    }
)
"""The private circle: the keys that may stand only below `private/`. Every other key is tracked."""


class Origin(NamedTuple):
    """Where a record stands: its document and path, and those of its private twin."""

    document: Document | None = None
    path: tuple[str | int, ...] = ()
    twin: Document | None = None
    twin_path: tuple[str | int, ...] = ()
    private: frozenset[str] = frozenset()

    def locate(self, path: tuple[str | int, ...]) -> tuple[Document | None, tuple[str | int, ...]]:
        """Return the document that holds a path below this record, and the path in it."""
        if self.twin is not None and (self.document is None or (path and path[0] in self.private)):
            return self.twin, self.twin_path + path
        return self.document, self.path + path


class Record(BaseModel):
    """What all records share: they are frozen, take no unknown key, and know their place."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    _origin: Origin = PrivateAttr(default_factory=Origin)

    def place(self, *path: str | int) -> Place:
        """Return where a field of this record stands, or else the nearest thing around it."""
        document, whole = self._origin.locate(path)
        return document.place(whole) if document else Place("?")

    def has(self, key: str) -> bool:
        """Whether a value is written for a key of this record, be it with a fault."""
        document, path = self._origin.locate((key,))
        value: Any = document.value if document else None
        for step in path[:-1]:
            value = value[step]
        return isinstance(value, dict) and value.get(key) is not None

    @property
    def file(self) -> str:
        """The name of the file that holds this record; quicker to get than its place."""
        document = self._origin.document
        return document.name if document else "?"

    def problem(
        self,
        path: tuple[str | int, ...],
        code: str,
        message: str,
        hint: str = "",
        *,
        warning: bool = False,
    ) -> Problem:
        """Return a problem with a field of this record."""
        document, whole = self._origin.locate(path)
        if document is None:
            return Problem(Place("?"), code, message, hint, warning=warning)
        return document.problem(whole, code, message, hint, warning=warning)


def absent() -> Any:
    """Return the default of a part that need not be written: one with all its own defaults.

    It is validated like a written one, so that importing the model need not build each part's
    validator by itself.
    """
    return Field(default_factory=dict, validate_default=True)


class Part(BaseModel):
    """A mapping inside a record; its place is asked of the record."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
