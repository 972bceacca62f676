"""What a template says about itself: the lines between two `---` at its top."""

from collections.abc import Mapping
from typing import NamedTuple

from mentorkit.problems import Place, Problem, nearest

CHANNELS = ("wikimail", "talk", "mail")
KEYS = ("subject", "channel", "reviewed")
_FENCE = "---"


class BadFrontMatter(Exception):
    """A fault of the front matter: `problem` says what and where."""

    def __init__(self, message: str, file: str, line: int, hint: str = "", source: str = ""):
        super().__init__(message)
        place = Place(file, line)
        self.problem = Problem(place, "template", message, hint, source, max(1, len(source)))


class Entry(NamedTuple):
    """A value, and the file and line, from 1, on which it stands."""

    value: str
    file: str
    line: int

    def bad(self, message: str, hint: str) -> BadFrontMatter:
        """Return the fault of this value, to be raised."""
        return BadFrontMatter(message, self.file, self.line, hint, self.value)


def split(text: str, file: str) -> tuple[Mapping[str, Entry], str]:
    """Return the front matter of a template, and the rest with that many lines left empty.

    A value reaches to the end of its line and needs no quotes. Raises BadFrontMatter.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    try:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE)
    except StopIteration:
        hint = "close it with a line ---"
        raise BadFrontMatter("the front matter has no end", file, 1, hint, _FENCE) from None
    entries: dict[str, Entry] = {}
    for number, line in enumerate(lines[1:end], 2):
        if line.strip():
            key, value = _entry(line, file, number)
            if key in entries:
                raise BadFrontMatter(f"'{key}' stands here twice", file, number, "keep one", line)
            entries[key] = Entry(value, file, number)
    return entries, "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def channels(entry: Entry) -> tuple[str, ...]:
    """Return the channels that a template is fit for. Raises BadFrontMatter."""
    words = tuple(entry.value.replace(",", " ").split())
    for word in words:
        if word not in CHANNELS:
            hint = nearest(word, CHANNELS) or f"the channels are {', '.join(CHANNELS)}"
            raise entry.bad(f"'{word}' is no channel", hint)
    return words


def reviewed(entry: Entry) -> bool:
    """Return whether a fluent reader has looked over the wording. Raises BadFrontMatter."""
    if entry.value not in ("yes", "no"):
        raise entry.bad("'reviewed' is neither yes nor no", "write yes or no")
    return entry.value == "yes"


def _entry(line: str, file: str, number: int) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    key = key.strip()
    if not colon or key not in KEYS:
        hint = nearest(key, KEYS) or f"the keys are {', '.join(KEYS)}"
        message = f"unknown key '{key}' in the front matter"
        raise BadFrontMatter(message, file, number, hint, line)
    if not value.strip():
        hint = "write a value, or remove the line"
        raise BadFrontMatter(f"'{key}' is empty", file, number, hint, line)
    return key, value.strip()
