"""A validation error of pydantic's, said so that a coordinator knows what to do."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mentorkit.cohort.record import Origin
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
    "number": "this is no whole number of the right size",
    "pair": "this is no pair",
    "shape": "this has the wrong shape",
    "time": "this is no time",
    "unknown-key": "unknown key",
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


def as_problem(error: ErrorDetails, model: type[BaseModel], origin: Origin) -> Problem:
    """Turn one of pydantic's errors about a record into a problem at its place.

    The values in a private file are not repeated in the message, nor guessed at in the hint.
    """
    of_key = error["loc"][-1:] == ("[key]",)
    path = tuple(part for part in error["loc"] if part != "[key]")
    code, message, hint = _words(error, model, path)
    document, whole = origin.locate(path)
    if document is None:
        return Problem(Place("?"), code, message, hint)
    if document.name.startswith("private/") and code != "missing":
        message = _IN_PRIVATE.get(code, "this value is not right")
        hint = "" if "did you mean" in hint else hint
    key = of_key or code in ("unknown-key", "missing")
    return document.problem(whole, code, message, hint, key=key)


def _words(
    error: ErrorDetails, model: type[BaseModel], path: tuple[str | int, ...]
) -> tuple[str, str, str]:
    kind = error["type"]
    if kind == "missing":
        return "missing", f"'{path[-1]}' is missing", f"add '{path[-1]}: ...'"
    if kind == "extra_forbidden":
        hint = nearest(str(path[-1]), _keys_at(model, path[:-1]))
        return "unknown-key", f"unknown key '{path[-1]}'", hint or "remove it"
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
