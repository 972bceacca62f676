"""A validation error of pydantic's, said so that a coordinator knows what to do."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mentorkit.cohort.nodes import Branch
from mentorkit.cohort.record import Origin
from mentorkit.cohort.yamltext import Document, Path
from mentorkit.problems import Place, Problem, nearest

_IN_PRIVATE: Mapping[str, str] = {
    "choice": "this is not one of the words known here",
    "date": "this is no date",
    "empty": "a value is missing here",
    "flag": "this is neither yes nor no",
    "hours": "these are no hours of the week",
    "id": "this is no id",
    "no-such-date": "there is no such date",
    "no-such-time": "there is no such time",
    "control": "an invisible control character stands in this text",
    "language": "this is no language code",
    "lead": "this is no time ahead of a meeting",
    "mail": "this is no mail address",
    "number": "this is no whole number of the right size",
    "pair": "this is no pair",
    "shape": "this has the wrong shape",
    "time": "this is no time",
    "url": "this is no web address",
    "user": "this is no user name",
    "wiki": "this is no wiki",
    "zone": "there is no such time zone",
}

_SHAPES = {
    "tuple_type": ("a list is expected here", "write it in brackets, as in [fr, en]"),
    "dict_type": (
        "'key: value' pairs are expected here",
        "write them below, two blanks further in",
    ),
    "model_type": (
        "'key: value' pairs are expected here",
        "write them below, two blanks further in",
    ),
}


def known_keys(model: type[BaseModel]) -> list[str]:
    """Return the keys that a mapping of this model may have in a file."""
    return [info.alias or name for name, info in model.model_fields.items()]


_KEY = re.compile("[a-z_]{1,24}")
_UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]")


def unknown_key(document: Document, path: Path, known: Collection[str]) -> Problem:
    """Return the problem of a key that is none of those known at its place."""
    key, parent = str(path[-1]), document.node(path[:-1])
    beside = parent.value if isinstance(parent, Branch) and parent.mapping else {}
    unseen = _UNSEEN.search(key)
    plain = _UNSEEN.sub("", key)
    head = key.partition(":")[0]
    if unseen and plain in known:
        hint = f"write '{plain}' again by hand"
    elif head != key and head in known:
        hint = f"a key needs a space after its ':', as in '{head}: ...'"
    elif near := _nearest_key(key, known, beside):
        hint = near
    elif isinstance(parent, Branch) and parent.flow and beside.get(key) is None:
        hint = "remove it; put a text that has a comma in quotes"
    else:
        hint = f"remove it, or look at the keys of {_whose(document.name, path)}"
    # A text that lost its indentation looks like a key, and may be a secret.
    told = not document.name.startswith("private/") or _KEY.fullmatch(key)
    message = f"unknown key '{plain}'" if told else "unknown key"
    if unseen:
        message += f", with an invisible character (U+{ord(unseen.group()):04X}) in it"
    return document.problem(path, "unknown-key", message, hint, key=True)


def _nearest_key(key: str, known: Collection[str], beside: Mapping[str, Any]) -> str:
    """Return "did you mean 'x'?", with those that are not yet there before those that are."""
    return nearest(key, [k for k in known if k not in beside]) or nearest(key, known)


def _whose(name: str, path: Path) -> str:
    around = [part for part in path[:-1] if isinstance(part, str)]
    return f"'{around[-1]}'" if around else name.rpartition("/")[0] or name


def without_echoes(
    errors: Sequence[ErrorDetails],
    model: type[BaseModel],
    values: Mapping[str, Any],
    misspelt: Collection[str],
) -> list[ErrorDetails]:
    """Leave out that a key is missing where it is there, but misspelt.

    `misspelt` has the hints on the keys of the record itself, which are not among the errors.
    """
    meant: set[tuple[str | int, ...]] = {(hint,) for hint in misspelt}
    for error in errors:
        *around, key = error["loc"] or ("",)
        if error["type"] == "extra_forbidden":
            beside = _at(values, around)
            meant.add((*around, _nearest_key(str(key), _keys_at(model, tuple(around)), beside)))
    return [
        error
        for error in errors
        if error["type"] != "missing"
        or (*error["loc"][:-1], f"did you mean '{error['loc'][-1]}'?") not in meant
    ]


def _at(values: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        values = values[part]
    return values


def as_problem(error: ErrorDetails, model: type[BaseModel], origin: Origin) -> Problem:
    """Turn one of pydantic's errors about a record into a problem at its place.

    The values in a private file are not repeated in the message, nor guessed at in the hint.
    """
    of_key = error["loc"][-1:] == ("[key]",)
    path = tuple(part for part in error["loc"] if part != "[key]")
    code, message, hint = _words(error, model, path)
    document, whole = origin.locate(path)
    if document is not None and code == "unknown-key":
        return unknown_key(document, whole, _keys_at(model, path[:-1]))
    if document is None:
        return Problem(Place("?"), code, message, hint)
    if document.name.startswith("private/") and code != "missing":
        message = _IN_PRIVATE.get(code, "this value is not right")
        hint = "" if "did you mean" in hint else hint
    key = of_key or code == "missing"
    return document.problem(whole, code, message, hint, key=key)


def _words(
    error: ErrorDetails, model: type[BaseModel], path: tuple[str | int, ...]
) -> tuple[str, str, str]:
    kind = error["type"]
    if kind == "missing":
        return "missing", f"'{path[-1]}' is missing", f"add '{path[-1]}: ...'"
    if kind == "extra_forbidden":
        return "unknown-key", "unknown key", "remove it"
    if kind == "literal_error":
        return _choice(error)
    if kind in _SHAPES:
        return "shape", *_SHAPES[kind]
    context = error.get("ctx", {})
    return kind, context.get("message", error["msg"]), context.get("hint", "")


def _choice(error: ErrorDetails) -> tuple[str, str, str]:
    expected = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    if not isinstance(error["input"], str):
        return "shape", "one plain value is expected here", f"one of {expected}"
    hint = nearest(error["input"], expected.split(", ")) or f"use one of {expected}"
    return "choice", f"'{error['input']}' is not known here", hint


def _keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the known keys of the mapping that a path below a model leads to."""
    for part in path:
        names = {info.alias or name: info for name, info in model.model_fields.items()}
        inner = _model_in(names[part].annotation) if part in names else None
        model = inner or model
    return known_keys(model)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
