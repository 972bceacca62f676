"""The Jinja in which letters are filled in: anybody may write one, so it reaches nothing.

A template sees the values it is given and other templates; it can reach no file, no attribute or
method of Python's, and nothing that makes a text of any length.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mentorkit.render.dates import in_words, with_digits

_FILTERS = ("default", "join", "length", "lower", "trim", "upper")
_LARGEST = 10**6


def isolate(text: object) -> str:
    """Return a text between U+2068 and U+2069, so that its direction cannot turn its neighbours."""
    return f"\u2068{text}\u2069"


class _Missing(StrictUndefined):
    """A value that is not there: any use of it is a fault."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or f"there is no value '{self._undefined_name}'"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with few filters, no global functions, no methods and small numbers."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, loader: BaseLoader):
        super().__init__(
            block_start_string="<%",
            block_end_string="%>",
            variable_start_string="<<",
            variable_end_string=">>",
            comment_start_string="<#",
            comment_end_string="#>",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=_Missing,
            finalize=_printed,
            loader=loader,
        )
        self.globals.clear()
        self.filters = {name: FILTERS[name] for name in _FILTERS} | {
            "isolate": _isolated,
            "date": _dated,
        }

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a value of a mapping, or an attribute that Jinja deems safe."""
        # A value may be called as a method of its mapping is: `items`, say.
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute: only those of its own loops and blocks."""
        own = isinstance(obj, LoopContext | TemplateReference)
        return own and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return a product or a remainder of small numbers. Raises SecurityError for others."""
        small = all(isinstance(n, int) and abs(n) <= _LARGEST for n in (left, right))
        if small and operator != "**":
            return super().call_binop(context, operator, left, right)
        raise SecurityError(f"'{operator}' is not for texts or large numbers here")


def _printable(value: object) -> str:
    if isinstance(value, (str, Undefined)) or type(value) is int:
        return str(value)
    raise TypeError("only a text or a number can be printed")


def _isolated(value: object) -> str:
    return isolate(_printable(value))


@pass_context
def _printed(context: Context, value: object) -> str:
    """Return what a template prints of a value, numbers in the digits of its language."""
    text = _printable(value)
    return with_digits(text, *_spoken(context)) if type(value) is int else text


@pass_context
def _dated(context: Context, day: object) -> str:
    """Return a day in the words of the language of the template that asks for it."""
    return in_words(day, *_spoken(context))


def _spoken(context: Context) -> tuple[str, str]:
    """Return the language of a template, by its folder, and the digits that its wiki wants."""
    name = (context.name or "").removeprefix("shipped/")
    digits = context.get("digits", "")
    return name.partition("/")[0], digits if isinstance(digits, str) else ""
