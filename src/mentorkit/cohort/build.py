"""Documents to records: typing, the merging of the two circles, and every fault on the way.

A tracked file and its twin below `private/` have the same shape and become one record. A key may
stand in one of the two only, so merging never has to choose between two values.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from mentorkit.cohort.application import Application
from mentorkit.cohort.model import (
    Announcement,
    Candidate,
    Cohort,
    LeadershipRole,
    Money,
    Pair,
    Person,
    Session,
    Task,
)
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.record import PRIVATE, Origin, Record
from mentorkit.cohort.scalars import RESERVED, read_id
from mentorkit.cohort.validation import as_problem, known_keys, unknown_key, without_echoes
from mentorkit.cohort.waves import SurveyWave
from mentorkit.cohort.yamltext import Document, Path
from mentorkit.problems import Place, Problem, nearest

R = TypeVar("R", bound=Record)

FILES = (
    "mentorkit.yaml",
    "pairs.yaml",
    "roles.yaml",
    "tasks.yaml",
    "outreach.yaml",
    "money.yaml",
    "surveys.yaml",
    "private/mentorkit.yaml",
    "private/pairs.yaml",
    "private/roles.yaml",
)
"""The single files that a cohort is made of."""

FOLDERS = (
    "people",
    "sessions",
    "private/people",
    "private/sessions",
    "private/candidates",
    "private/applications",
)
"""The folders whose files a cohort is made of."""

_IDENTITY = {
    "Pair": ("mentor", "mentee", "since"),
    "Session": ("id",),
    "LeadershipRole": ("id",),
}


def build(
    documents: Mapping[str, Document], sources: Mapping[str, bytes]
) -> tuple[Cohort, list[Problem]]:
    """Make the cohort of all documents, keyed by file name.

    A field with a fault is left out, and a record that cannot do without it; their problems are
    returned. Where mentorkit.yaml has no usable id, name and dates, the programme is a stand-in,
    `usable` is false for it, and the cohort good for nothing but checks.
    """
    work = _Builder(documents, sources)
    programme = work.alone(Programme, "mentorkit.yaml")
    people = dict(work.by_id(Person, "people"))
    candidates = dict(work.by_id(Candidate, "private/candidates"))
    applications = dict(work.by_id(Application, "private/applications"))
    work.orphans("people")
    work.orphans("sessions")
    cohort = Cohort(
        programme=programme or _UNKNOWN,
        people=people,
        candidates=candidates,
        applications=applications,
        pairs=work.listed(Pair, "pairs.yaml"),
        sessions=tuple(work.sessions()),
        roles=work.listed(LeadershipRole, "roles.yaml"),
        tasks=work.listed(Task, "tasks.yaml"),
        outreach=work.listed(Announcement, "outreach.yaml"),
        money=work.alone(Money, "money.yaml") if "money.yaml" in documents else None,
        surveys=work.listed(SurveyWave, "surveys.yaml"),
        sources=sources,
    )
    return cohort, work.problems


_UNKNOWN = Programme.model_validate(
    {"id": "unknown", "name": "unknown", "from": "2000-01-01", "to": "2000-01-01"}
)


def usable(cohort: Cohort) -> bool:
    """Whether the programme itself could be read, so that the cohort can be worked with."""
    return cohort.programme is not _UNKNOWN


class _Builder:
    """Makes records, collecting the problems of all files."""

    def __init__(self, documents: Mapping[str, Document], sources: Mapping[str, bytes]):
        self.documents = documents
        self.sources = sources
        self.problems: list[Problem] = []

    def alone(self, model: type[R], name: str) -> R | None:
        """Make the one record of a file and its private twin."""
        document = self.documents.get(name)
        if document is None:
            return None
        twin = self.documents.get(f"private/{name}")
        return self._record(model, Origin(document, (), twin, (), _secrets(model)), {})

    def by_id(self, model: type[R], folder: str) -> Iterator[tuple[str, R]]:
        """Make a record of each file of a folder, its id being the file's stem."""
        for name, document in self._folder(folder):
            stem = self._stem(name)
            if stem is None:
                continue
            twin = self.documents.get(f"private/{name}")
            secrets = _secrets(model) if model is not Candidate else frozenset()
            origin = Origin(document, (), twin, (), secrets)
            record = self._record(model, origin, {"id": stem})
            if record is not None:
                yield stem, record

    def listed(self, model: type[R], name: str, **given: str) -> tuple[R, ...]:
        """Make the records of a list file, each with its entry in the private twin."""
        keys = _IDENTITY.get(model.__name__, ())
        document = self.documents.get(name)
        twin = self.documents.get(f"private/{name}") if keys else None
        secrets = self._entries(twin, keys)
        records = []
        for path, item in self._items(document):
            beside = secrets.pop(_identity(item, keys), None)
            origin = Origin(document, path, twin if beside else None, beside or (), _secrets(model))
            record = self._record(model, origin, given)
            if record is not None:
                records.append(record)
        for path in secrets.values():
            if twin is not None and (self._settled(document, keys) or name not in self.sources):
                hint = f"{name} needs an entry with the same {', '.join(keys)}"
                self._report(twin, path, "no-twin", "this goes with no tracked entry", hint)
        return tuple(records)

    def _settled(self, document: Document | None, keys: tuple[str, ...]) -> bool:
        """Whether each entry of a file says what it goes with, and names people that there are."""
        entries = (document.value or []) if document else None
        return isinstance(entries, list) and all(
            isinstance(entry, dict)
            and all(entry.get(key) for key in keys)
            and all(
                f"people/{entry[key]}.yaml" in self.sources
                for key in ("mentor", "mentee")
                if key in keys
            )
            for entry in entries
        )

    def sessions(self) -> Iterator[Session]:
        """Make the sessions of all files of sessions/, in the order of the files' names."""
        for name, _ in self._folder("sessions"):
            series = name.removeprefix("sessions/").removesuffix(".yaml")
            yield from self.listed(Session, name, series=series)

    def orphans(self, folder: str) -> None:
        """Report files below private/ that go with no tracked file."""
        for name, document in self._folder(f"private/{folder}"):
            tracked = name.removeprefix("private/")
            if tracked not in self.sources:
                hint = f"write {tracked}, or remove this file"
                self._report(document, (), "no-twin", "this goes with no tracked file", hint)

    def _folder(self, folder: str) -> list[tuple[str, Document]]:
        found = ((n, d) for n, d in self.documents.items() if n.rpartition("/")[0] == folder)
        return sorted(found, key=lambda pair: pair[0])

    def _stem(self, name: str) -> str | None:
        stem = name.rpartition("/")[2].removesuffix(".yaml")
        try:
            return read_id(stem)
        except PydanticCustomError:
            hint = "rename it with a-z, 0-9 and single hyphens, as in amina-d.yaml"
            taken = f"'{stem}' is taken by a file of the tool's own"
            message = taken if stem in RESERVED else "the name of this file is no id"
            self.problems.append(Problem(Place(name), "id", message, hint))
            return None

    def _entries(self, twin: Document | None, keys: tuple[str, ...]) -> dict[tuple[str, ...], Path]:
        """Return where the entries of a private list file stand, by what they go with."""
        found: dict[tuple[str, ...], Path] = {}
        for path, item in self._items(twin):
            first = found.setdefault(_identity(item, keys), path)
            if twin is not None and first != path:
                message = f"line {twin.place(first).line} goes with the same tracked entry"
                self._report(twin, path, "duplicate-id", message, "make one entry of the two")
        return found

    def _items(self, document: Document | None) -> list[tuple[Path, Any]]:
        if document is None or document.value is None:
            return []
        if not isinstance(document.value, list):
            hint = "start each entry with '- '"
            self._report(document, (), "shape", "a list is expected in this file", hint)
            return []
        return [((index,), item) for index, item in enumerate(document.value)]

    def _record(self, model: type[R], origin: Origin, given: Mapping[str, str]) -> R | None:
        values: dict[str, Any] = dict(given)
        before = len(self.problems)
        for document, path in ((origin.document, origin.path), (origin.twin, origin.twin_path)):
            found = _at(document, path)
            if document is None or (found is None and document is origin.twin):
                continue
            if not isinstance(found, dict):
                hint = "write one 'key: value' a line, as in 'name: Amina'"
                self._report(document, path, "shape", "'key: value' pairs are expected", hint)
                return None
            values |= self._of_circle(model, origin, document, path, found, given)
        misspelt = {problem.hint for problem in self.problems[before:]}
        record = self._validated(model, values, origin, misspelt)
        if record is not None:
            record._origin = origin
        return record

    def _validated(
        self, model: type[R], values: dict[str, Any], origin: Origin, misspelt: Collection[str]
    ) -> R | None:
        """Make a record, without its faulty fields where it can do without them.

        What is left of it keeps the rules across files from reporting the same fault again.
        """
        try:
            return model.model_validate(values)
        except ValidationError as error:
            details = error.errors(include_url=False)
        told = without_echoes(details, model, values, misspelt)
        self.problems += (as_problem(detail, model, origin) for detail in told)
        faulty = {detail["loc"][0] for detail in details if detail["loc"]}
        try:
            return model.model_validate({k: v for k, v in values.items() if k not in faulty})
        except ValidationError:
            return None

    def _of_circle(
        self,
        model: type[R],
        origin: Origin,
        document: Document,
        path: Path,
        found: Mapping[str, Any],
        given: Mapping[str, str],
    ) -> dict[str, Any]:
        """Return the values that this circle may hold; report the others."""
        known = _known(model)
        private = document is origin.twin
        identity = _IDENTITY.get(model.__name__, ()) if private else ()
        kept = {}
        for key, value in found.items():
            if key not in known or key in given:
                # A key of the other circle comes last, for what is misspelt beyond recognition.
                where = [k for k in known if k not in given and (k in origin.private) == private]
                fitting = where if nearest(key, where) else known
                self.problems.append(unknown_key(document, (*path, key), fitting))
            elif key in origin.private and not private:
                hint = f"move it to private/{document.name}"
                self._report_key(document, (*path, key), "private-key", f"'{key}' is private", hint)
            elif private and key not in origin.private and key not in identity:
                hint = f"move it to {document.name.removeprefix('private/')}"
                message = f"'{key}' is not private"
                self._report_key(document, (*path, key), "tracked-key", message, hint)
            elif value is not None and key not in identity:
                kept[key] = value
        return kept

    def _report(self, document: Document, path: Path, code: str, message: str, hint: str) -> None:
        self.problems.append(document.problem(path, code, message, hint))

    def _report_key(
        self, document: Document, path: Path, code: str, message: str, hint: str
    ) -> None:
        self.problems.append(document.problem(path, code, message, hint, key=True))


def _secrets(model: type[Record]) -> frozenset[str]:
    return PRIVATE.get(model.__name__, frozenset())


@cache
def _known(model: type[Record]) -> frozenset[str]:
    return frozenset(known_keys(model))


def _identity(item: Any, keys: tuple[str, ...]) -> tuple[str, ...]:
    found = [item.get(key) for key in keys] if isinstance(item, dict) else [None]
    # Entries without an identity of their own never have a twin.
    whole = all(isinstance(value, str) for value in found)
    return tuple(map(str, found)) if whole else (f"entry {id(item)}",)


def _at(document: Document | None, path: Path) -> Any:
    value: Any = document.value if document else None
    for part in path:
        value = value[part]
    return value
