"""What libyaml says about a broken file, in words for a person, at the place to be mended."""

import re
from typing import NamedTuple

from mentorkit.cohort.faults import Fault, conflicts, tab_in_indent
from mentorkit.cohort.lines import Lines


class Failure(NamedTuple):
    """What the parser knows when it gives up; places are offsets in code points.

    `bracket` is the innermost open bracket, or -1; `quoted` the span of the quoted text that ended
    last, or None.
    """

    problem: str
    at: int
    context: str = ""
    context_at: int = 0
    bracket: int = -1
    quoted: tuple[int, int] | None = None


_QUOTE = "put the whole text in double quotes"
_INDENT = "give it the same indentation as its neighbours"
_MESSAGES: dict[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "a ':' stands where no key can be",
        f"if it belongs to a text, {_QUOTE}; else look at the indentation",
    ),
    "did not find expected key": (
        "this does not continue what stands above it",
        f"{_INDENT}; after a closing quote nothing may follow",
    ),
    "did not find expected '-' indicator": (
        "this line does not continue the list above it",
        "begin an item with '- ' in the list's column, or move the line out of the list",
    ),
    "did not find expected <document start>": (
        "this stands outside of everything above it",
        _INDENT,
    ),
    "block sequence entries are not allowed": (
        "a list item '- ' cannot begin here",
        "begin the list on the line below its key, or write it as [a, b]",
    ),
    "block mapping keys are not allowed": ("a key cannot begin here", _INDENT),
    "did not find expected ',' or ']'": (
        "a ',' or the closing ']' is missing before this",
        "put a comma between the items, and quotes around a text with , [ ] { }",
    ),
    "did not find expected ',' or '}'": (
        "a ',' or the closing '}' is missing before this",
        "put a comma between the entries, and quotes around a text with , [ ] { }",
    ),
    "did not find expected node content": ("a value is missing before this", _QUOTE),
    "did not find expected comment or line break": (
        "after '|' or '>' the text begins on the next line",
        f"move the text to the next line, indented; or {_QUOTE}",
    ),
    "found unknown escape character": (
        "a backslash in double quotes begins an escape, and this is none",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "found invalid Unicode character": ("this escape names no character", "correct its digits"),
    # libyaml's own spelling.
    "did not find expected hexdecimal number": (
        "this escape needs more hexadecimal digits",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "found unexpected ':'": ("a ':' stands inside a plain text", _QUOTE),
    "found unexpected document indicator": (
        "the text that begins here is never closed",
        "add the closing quote",
    ),
}
_UNKNOWN_HINT = "look at the quotes, brackets and indentation of this line and the one above"


def explain(text: str, failure: Failure) -> list[Fault]:
    """Return what to tell about a syntax error: one fault, or the conflicts that caused it."""
    markers = conflicts(text, lone=True)
    if markers:
        return markers
    at = min(failure.at, len(text))
    fault = (
        tab_in_indent(text, at)
        or _tab_elsewhere(text, failure, at)
        or _property(text, failure)
        or _never_closed(text, failure, at)
        or _foreign_sign(text, failure, at)
        or _without_colon(text, failure, at)
        or _unexpected_sign(text, failure, at)
        or _bad_start(text, failure, at)
        or _by_table(text, failure, at)
    )
    return [fault]


def _fault(text: str, at: int, message: str, hint: str, code: str = "syntax") -> Fault:
    at = _last_visible(text, at)
    return Fault(at, min(at + 1, len(text)), code, message, hint)


def _last_visible(text: str, at: int) -> int:
    """Move a place at the end of the text back to its last visible character."""
    return at if text[at:].strip() else max(len(text[:at].rstrip()) - 1, 0)


def _tab_elsewhere(text: str, failure: Failure, at: int) -> Fault | None:
    if text[at : at + 1] != "\t" and "tab character" not in failure.problem:
        return None
    hint = "replace the tab by spaces"
    return _fault(text, at, "a tab stands where YAML takes only spaces", hint, "tab")


def _property(text: str, failure: Failure) -> Fault | None:
    """Markdown's `*stars*`, and the like: half an alias, anchor or tag."""
    kinds = {"an alias": "alias", "an anchor": "anchor", "a tag": "tag"}
    for words, code in kinds.items():
        if failure.context.endswith(words):
            sign = text[failure.context_at : failure.context_at + 1]
            message = f"a text cannot begin with '{sign}'"
            return _fault(text, failure.context_at, message, _QUOTE, code)
    if "tag handle" in failure.problem:
        return _fault(text, failure.at, "a text cannot begin with '!'", _QUOTE, "tag")
    return None


def _never_closed(text: str, failure: Failure, at: int) -> Fault | None:
    lines = Lines(text)
    if failure.context.endswith("a quoted scalar") and "unexpected" in failure.problem:
        hint = "add the closing quote; an apostrophe within '...' is written ''"
        return _fault(text, failure.context_at, "the quote that opens here is never closed", hint)
    if failure.quoted and _runs_on(lines, failure.quoted, at):
        line = lines.position(failure.quoted[1])[0]
        message = f"the quoted text that opens here ends only on line {line}"
        return _fault(text, failure.quoted[0], message, "is its closing quote missing?")
    if failure.bracket < 0 or not _outside(text, lines, failure.bracket, at):
        return None
    sign = text[failure.bracket]
    closing = {"[": "]", "{": "}"}.get(sign, "]")
    message = f"the '{sign}' that opens here is never closed"
    return _fault(text, failure.bracket, message, f"add the closing '{closing}'")


def _runs_on(lines: Lines, quoted: tuple[int, int], at: int) -> bool:
    """Whether a quoted text spans lines and the parser failed on the line where it ends."""
    first, last = lines.position(quoted[0])[0], lines.position(quoted[1])[0]
    return first != last == lines.position(at)[0]


def _outside(text: str, lines: Lines, bracket: int, at: int) -> bool:
    """Whether the failure lies beyond what the bracket can have been meant to hold."""
    if not text[at:].strip():
        return True
    if lines.begin(at) == lines.begin(bracket) or text[at] in "]},":
        return False
    return _indent(text, lines.begin(at)) <= _indent(text, lines.begin(bracket))


def _indent(text: str, begin: int) -> int:
    found = re.compile(" *").match(text, begin)
    return found.end() - begin if found else 0


_FOREIGN = re.compile(
    r" *(?:- +)?(?:[\w.-]*:)?([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000])"
    r"| *(?:- +)?[\w.-]+(\uff1a)"
)


def _foreign_sign(text: str, failure: Failure, at: int) -> Fault | None:
    """A blank or a colon of a word processor or another script, which YAML takes for letters."""
    lines = Lines(text)
    missing = failure.problem == "could not find expected ':'"
    found = _FOREIGN.match(text, lines.begin(failure.context_at if missing else at))
    if not found:
        return None
    wanted = "space" if found[1] else "':'"
    sign = found[1] or found[2]
    message = f"this is no plain {wanted} but another character (U+{ord(sign):04X})"
    return _fault(text, found.end() - 1, message, f"write a plain {wanted} in its place")


_GLUED = re.compile(r"(?:- +)?[A-Za-z_]+:(?!//)[^\s:]")


def _without_colon(text: str, failure: Failure, at: int) -> Fault | None:
    begin = _no_key(text, failure, at)
    if begin < 0:
        return None
    if text[begin] == "-" and text[begin + 1 : begin + 2] not in (" ", ""):
        message = "a list item needs a space after its '-'"
        return _fault(text, begin, message, "write '- item'")
    if _GLUED.match(text, begin):
        message = "a key needs a space after its ':'"
        return _fault(text, begin, message, "write 'key: value'")
    hint = "write 'key: value' with a space after the colon; indent a text that goes on"
    return _fault(text, begin, "this line is no 'key: value'", hint)


def _no_key(text: str, failure: Failure, at: int) -> int:
    """Return where the line begins that was meant as a key or item and is none, or -1."""
    if failure.problem == "could not find expected ':'":
        return failure.context_at
    if failure.problem.startswith("mapping values are not allowed"):
        return _line_joined(text, at)
    if failure.problem == "did not find expected '-' indicator":
        return at if re.compile(r"-[\w{\[\"']").match(text, at) else -1
    if failure.problem == "did not find expected <document start>":
        above = _content_above(text, at)
        signs = (above < 0, text[above] in "-.[{|>#'\"", _has_key(text, above))
        return -1 if any(signs) else above
    return -1


def _content_above(text: str, at: int) -> int:
    """Return where the text of the nearest line above begins that is no comment, or -1."""
    lines = Lines(text)
    here = lines.begin(at)
    for start in reversed(lines.starts):
        if start < here:
            begin = start + _indent(text, start)
            if text[begin : lines.end(begin)].strip() and text[begin] != "#":
                return begin
    return -1


def _has_key(text: str, begin: int) -> bool:
    return bool(re.search(r":(\s|$)", text[begin : Lines(text).end(begin)]))


def _line_joined(text: str, at: int) -> int:
    """Return where the line above begins that YAML took for a part of this line's key, or -1."""
    above = _content_above(text, at)
    if above < 0:
        return -1
    if re.compile(r"-\w").match(text, above):
        return above
    lines = Lines(text)
    here, begin = lines.begin(at), lines.begin(above)
    beside = above - begin == _indent(text, here)
    # One word alone above what is indented below it was to be its key.
    alone = re.fullmatch(r"[\w.-]+ *", text[above : lines.end(above)]) and here > begin
    if _has_key(text, above) or not (beside or alone):
        return -1
    return above if text[above] not in "'\"" else -1


def _unexpected_sign(text: str, failure: Failure, at: int) -> Fault | None:
    """What libyaml only calls "not the expected key": a look at the characters tells more."""
    if failure.problem != "did not find expected key":
        return None
    sign, before = text[at : at + 1], text[at - 1 : at]
    if sign == ":":
        return _fault(text, at, "a key is missing before this ':'", "write 'key: value'", "key")
    if sign and sign in "]}":
        return _fault(text, at, f"this closing '{sign}' has no opening one", "delete it")
    if before and before in "\"'":
        hint = "within '...' write an apostrophe as ''; or put the whole in the other quotes"
        return _fault(text, at, "after the closing quote nothing may follow", hint)
    return None


def _bad_start(text: str, failure: Failure, at: int) -> Fault | None:
    sign = text[at : at + 1]
    if "cannot start any token" in failure.problem or (
        failure.problem == "did not find expected node content" and sign and sign in ",]}>|"
    ):
        return _fault(text, at, f"a value cannot begin with '{sign}' here", _QUOTE)
    return None


def _by_table(text: str, failure: Failure, at: int) -> Fault:
    for problem, (message, hint) in _MESSAGES.items():
        if failure.problem.startswith(problem):
            return _fault(text, at, message, hint)
    return _fault(text, at, f"this is no YAML: {failure.problem}", _UNKNOWN_HINT)
