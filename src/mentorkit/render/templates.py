"""Templates to text, by Jinja: letters in a sandbox, since anybody writes them, and pages of HTML.

The delimiters of letters are `<< value >>`, `<% tag %>` and `<# remark #>`, because wikitext needs
the usual braces for itself. A cohort's own template goes before the shipped one of the same name
and may extend it as `shipped/NAME`. It sees the values it is given and other templates; it can
reach no file, no attribute or method of Python's, and nothing that makes a text of any length.
"""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.loaders import split_template_path

from mentorkit.problems import Place, Problem, nearest
from mentorkit.render.front_matter import BadFrontMatter, Entry, channels, reviewed, split
from mentorkit.render.sandbox import Sandbox, isolate

__all__ = ["SUFFIX", "Rendered", "Templates", "isolate", "page", "shipped"]

SUFFIX = ".txt.j2"

_FAULTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)
"""What compiling or running somebody's template can raise."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template's text, what its front matter says, and what messages call its file."""

    subject: str
    text: str
    channels: tuple[str, ...]
    reviewed: bool
    file: str = field(default="", compare=False)


def shipped() -> Path:
    """Return the folder of the shipped templates: inside a wheel, or that of the checkout."""
    packed = Path(__file__).parent.parent / "shipped_templates"
    return packed if packed.is_dir() else Path(__file__).parents[3] / "templates"


def page(name: str, values: Mapping[str, Any], shown: Callable[[object], object]) -> str:
    """Return a shipped page of HTML; every value goes through `shown` and is then escaped.

    Pages are the program's own: a value that is missing is a bug, and raises UndefinedError.
    """
    pages = Environment(
        loader=FileSystemLoader(shipped() / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )
    return pages.get_template(f"{name}.html.j2").render(values)


class Templates:
    """The shipped templates and, before them, those of a cohort's own folder, if it has any.

    `original` is the folder that the own ones extend: the shipped one, if none is named.
    """

    def __init__(self, own: Path | None = None, original: Path | None = None):
        self._folders = [_Folder(original or shipped(), "shipped/")]
        if own is not None and own.is_dir():
            self._folders.insert(0, _Folder(own, "templates/", stay_inside=True))
        self._subjects: dict[Entry, Template] = {}
        prefixed = PrefixLoader({"shipped": self._folders[-1]})
        self._jinja = Sandbox(ChoiceLoader([*self._folders, prefixed]))

    def languages(self, kind: str) -> frozenset[str]:
        """Return the languages that a kind of letter, such as "invite.mentee", is written in."""
        found = (folder.root.glob(f"*/{kind}{SUFFIX}") for folder in self._folders)
        return frozenset(path.parent.name for paths in found for path in paths)

    def channels(self, language: str, kind: str) -> tuple[str, ...]:
        """Return the channels that a letter's template names; none where that has a fault."""
        try:
            return channels(self._front(f"{language}/{kind}{SUFFIX}")["channel"])
        except (BadFrontMatter, *_FAULTS):
            return ()

    def where(self, file: str, words: str) -> Place:
        """Return the line of a template, or of one that it takes in, on which some words stand.

        `file` is as `Rendered.file` has it; it is its first line where they stand on none.
        """
        lines = ((f.read.get(name, []), name) for f in self._folders for name in [file, *f.read])
        for source, name in lines:
            number = next((n for n, line in enumerate(source, 1) if words and words in line), 0)
            same_language = name.split("/")[-2:-1] == file.split("/")[-2:-1]
            if number and same_language:
                return Place(name, number, source[number - 1].find(words) + 1)
        return Place(file)

    def render(self, language: str, kind: str, values: Mapping[str, Any]) -> Rendered | Problem:
        """Return a letter's text, or what is wrong with its template, and on which line."""
        name = f"{language}/{kind}{SUFFIX}"
        try:
            return self._render(name, values)
        except BadFrontMatter as error:
            return error.problem
        except _FAULTS as error:
            return self._problem(error, name, values)

    def _render(self, name: str, values: Mapping[str, Any]) -> Rendered:
        text = self._jinja.get_template(name).render(values)
        front = self._front(name)
        return Rendered(
            self._subject(front["subject"], name, values),
            re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
            channels(front["channel"]),
            "reviewed" in front and reviewed(front["reviewed"]),
            next(folder.shown(name) for folder in self._folders if folder.holds(name)),
        )

    def _front(self, name: str) -> Mapping[str, Entry]:
        """Return the front matter of a template.

        A cohort's template takes over the shipped subject and channel where it names none, but
        not the review: its wording is another.
        """
        held = [folder for folder in self._folders if folder.holds(name)]
        front = dict(held[0].front(name))
        for key, entry in held[-1].front(name).items():
            if key != "reviewed":
                front.setdefault(key, entry)
        for key in ("subject", "channel"):
            if key not in front:
                hint = f"put it between two lines --- at the top, as in {_EXAMPLES[key]}"
                raise BadFrontMatter(f"this template has no {key}", held[0].shown(name), 1, hint)
        return front

    def _subject(self, entry: Entry, name: str, values: Mapping[str, Any]) -> str:
        if entry not in self._subjects:
            # The empty lines before it make a fault name the line that the subject stands on.
            code = self._jinja.compile("\n" * (entry.line - 1) + entry.value, name, entry.file)
            self._subjects[entry] = Template.from_code(self._jinja, code, {})
        # Not str.split(): French has no-break spaces.
        return re.sub(r"[ \t\n]+", " ", self._subjects[entry].render(values)).strip()

    def _problem(self, error: Exception, name: str, values: Mapping[str, Any]) -> Problem:
        file, line = self._at(error, name)
        lines = (read for f in self._folders for read in f.read.get(file, [])[line - 1 : line])
        source = next(lines, "")
        message, hint = _said(error, values, self._jinja)
        # What a message puts in quotes is what is wrong, if the line has it.
        found = [word for word in re.findall(r"'([^']+)'", message) if word in source]
        column = source.find(found[-1]) + 1 if found else 1
        width = len(found[-1]) if found else 1
        return Problem(Place(file, line, column), "template", message, hint, source, width)

    def _at(self, error: Exception, name: str) -> tuple[str, int]:
        """Return the file and line of a template that raised an error, the innermost first."""
        if isinstance(error, TemplateSyntaxError) and error.filename:
            return error.filename, error.lineno
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            if any(frame.f_code.co_filename in folder.read for folder in self._folders):
                return frame.f_code.co_filename, line
        holder = next((f for f in self._folders if f.holds(name)), self._folders[-1])
        return holder.shown(name), 1


_EXAMPLES = {"subject": "subject: An invitation", "channel": "channel: wikimail talk"}


class _Folder(BaseLoader):
    """A folder of templates, whose front matter is taken off before Jinja sees them.

    `label` leads a file's name in messages; `stay_inside` refuses symbolic links that lead out.
    `read` keeps the lines of each file under the name that messages give it.
    """

    def __init__(self, root: Path, label: str, *, stay_inside: bool = False):
        self.root = root
        self.read: dict[str, list[str]] = {}
        self._parts: dict[str, tuple[Mapping[str, Entry], str]] = {}
        self._label = label
        self._stay_inside = stay_inside

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        body = self._split(template)[1]
        # A remark as long as what was taken off keeps the numbers of the lines.
        above = len(body) - len(body.lstrip("\n"))
        if above:
            body = "<#" + "\n" * (above - 1) + "#>" + body[above - 1 :]
        return body, self.shown(template), lambda: True

    def front(self, template: str) -> Mapping[str, Entry]:
        """Return the front matter of a template that is here."""
        return self._split(template)[0]

    def shown(self, template: str) -> str:
        """Return how messages name a template."""
        return self._label + template

    def holds(self, template: str) -> bool:
        """Return whether the folder has a template."""
        return _is_file(self.root / template)

    def _split(self, template: str) -> tuple[Mapping[str, Entry], str]:
        if template not in self._parts:
            self._parts[template] = self._read(template)
        return self._parts[template]

    def _read(self, template: str) -> tuple[Mapping[str, Entry], str]:
        path = self.root.joinpath(*split_template_path(template))
        shown = self.shown(template)
        if not _is_file(path):
            raise TemplateNotFound(template)
        if self._stay_inside and not path.resolve().is_relative_to(self.root.resolve()):
            said = "this symbolic link leads out of the folder of templates"
            raise TemplateSyntaxError(said, 1, template, shown)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            said = f"this file cannot be read: {error.strerror}"
            raise TemplateSyntaxError(said, 1, template, shown) from None
        except UnicodeDecodeError:
            raise TemplateSyntaxError("this file is no UTF-8", 1, template, shown) from None
        self.read[shown] = text.split("\n")
        return split(text, shown)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # No file can have such a name.
        return False


def _said(error: Exception, values: Mapping[str, Any], jinja: Environment) -> tuple[str, str]:
    """Return what is wrong, in words, and what to do."""
    if isinstance(error, UndefinedError):
        known = list(_names(values))
        missing = re.findall(r"'([^']+)'", str(error))
        leaves = {name.rpartition(".")[2]: name for name in known}
        near = nearest(missing[-1], [*known, *leaves]) if missing else ""
        return str(error), f"{near} the values are {', '.join(known)}".lstrip()
    if isinstance(error, TemplateNotFound):
        hint = "write LANGUAGE/NAME, or shipped/LANGUAGE/NAME for the original of an own one"
        return f"there is no template '{error.message}'", hint
    if isinstance(error, RecursionError):
        return "this template extends or includes itself", "extend the original as shipped/NAME"
    message = (error.message if isinstance(error, TemplateError) else None) or str(error)
    if "No filter named" in message:
        return message, f"the filters are {', '.join(sorted(jinja.filters))}"
    return message, ""


def _names(values: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in sorted(values.items()):
        if isinstance(value, Mapping):
            yield from _names(value, f"{before}{name}.")
        else:
            yield before + name
