"""Somebody new, as the files that say so: the keys a person may have, and their YAML text.

A person's facts are given by field: a path such as `("name",)` or `("consent", "named")`.
"""

import re
from collections.abc import Mapping
from typing import get_origin

from mentorkit.cohort.model import Candidate, Consent, Person
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.record import PRIVATE
from mentorkit.cohort.writing import Writer, flow_text, key_text, plain_or_quoted

Field = tuple[str, ...]

_WRITER = Writer("\n", 2, literals=True)
_SEVERAL_LINES = frozenset({"notes", "left_why", "at_risk"})
_NAMES = frozenset({"name", "wiki", "wikis"})
_TYPED = re.compile(
    r"~|null|y|n|yes|no|on|off|true|false|[-+]?\.(?:inf|nan)|[-+.\d][-+.:\w]*", re.I
)
"""What readers of YAML other than this tool may take for a number, a date or a yes, not a name."""

_BETWEEN = re.compile(r"[;\n\r]")
_WORDS = frozenset({"roles", "languages", "wants", "offers", "never", "prefer"})
"""The lists whose items never hold a comma, so that one may stand between them too."""


def fields() -> dict[str, Field]:
    """Return every field that can be given of a person, `id` aside, by its name.

    The fields of `consent` are named `consent.named` and so on.
    """
    named: dict[str, Field] = {}
    for key in Person.model_fields:
        if key == "consent":
            named |= {f"consent.{part}": (key, part) for part in Consent.model_fields}
        elif key != "id":
            named[key] = (key,)
    return named


def required() -> tuple[Field, ...]:
    """Return the fields without which a file of people/ is faulty."""
    model = Person.model_fields
    return tuple(path for path in fields().values() if model[path[0]].is_required())


def value_of(field: Field, text: str) -> Value:
    """Return what one cell of a table says of a person; None where it says nothing.

    Items of a list are separated by semicolons or lines, and words by commas too; `wikis` is
    HOST: NAME, separated so too.
    """
    if field[0] in _WORDS:
        text = text.replace(",", ";")
    kind = get_origin(Person.model_fields[field[0]].annotation)
    if kind is not tuple and kind is not dict:
        if field[0] in _SEVERAL_LINES:
            return "\n".join(line.rstrip() for line in text.strip().splitlines()) or None
        return _one_line(text) or None
    items = [item for part in _BETWEEN.split(text) if (item := _one_line(part))]
    if kind is dict:
        pairs = (item.partition(":") for item in items)
        return {host.strip(): name.strip() for host, _, name in pairs} or None
    return [*items] or None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def person_files(person: str, facts: Mapping[Field, Value]) -> dict[str, bytes]:
    """Return the new files of a person by name: the tracked one, and if need be the private one."""
    secrets = PRIVATE["Person"]
    told = nested(facts)
    tracked = {key: value for key, value in told.items() if key not in secrets}
    private = {key: value for key, value in told.items() if key in secrets}
    files = {f"people/{person}.yaml": _text(tracked)}
    if private:
        files[f"private/people/{person}.yaml"] = _text(private)
    return files


def nested(facts: Mapping[Field, Value]) -> dict[str, Value]:
    """Return the facts as the mapping that a file holds, in the order of the model."""
    told: dict[str, Value] = {}
    for key in Candidate.model_fields:
        parts = {part: facts[key, part] for part in Consent.model_fields if (key, part) in facts}
        value = parts or facts.get((key,))
        if value:
            told[key] = value
    return told


def _text(told: Mapping[str, Value]) -> bytes:
    return _lines({key: _value(value) for key, value in told.items()})


def _lines(texts: Mapping[str, str]) -> bytes:
    return "".join(f"{key}: {text}\n" for key, text in texts.items()).encode() or b"{}\n"


def _value(value: Value) -> str:
    return _WRITER.text(value, 0) if isinstance(value, str) else flow_text(value)


def candidate_file(person: str, facts: Mapping[str, Value]) -> tuple[str, bytes]:
    """Return the new file of a candidate: its name and its bytes, the keys in the model's order."""
    told = {key: facts[key] for key in Candidate.model_fields if facts.get(key)}
    texts = {key: _name(told[key]) if key in _NAMES else _value(told[key]) for key in told}
    return f"private/candidates/{person}.yaml", _lines(texts)


def _name(value: Value, *, flow: bool = False) -> str:
    """Return a name, or names by wiki, so that nobody takes one for a number or a yes."""
    if isinstance(value, dict):
        named = (f"{key_text(host)}: {_name(name, flow=True)}" for host, name in value.items())
        return "{" + ", ".join(named) + "}"
    if isinstance(value, str) and _TYPED.fullmatch(value):
        return plain_or_quoted(value, "'", flow=flow)
    return flow_text(value) if flow else _value(value)
