"""What people write on wiki pages: that they want no messages, where a page leads, who signed up.

Wikitext is read, never expanded: a template counts where it stands on the page itself, and not
within a comment, what MediaWiki shows as it is written (nowiki, pre), or what only pages that
include this one show (includeonly).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import mwparserfromhell
from mwparserfromhell.nodes import Comment, Template, Text
from mwparserfromhell.wikicode import Wikicode

from mentorkit.rules.user_names import plain_name

PROGRAM = "mentorkit"
"""What a page may call us by beside the user name that writes."""

_ALL = "all"
_NOBOTS = frozenset({"nobots", "nobot"})
_BOTS = "bots"
_ALLOWING = frozenset({"allow", "allowscript"})
_DENYING = frozenset({"deny", "denyscript"})
_OPTING_OUT = "optout"
_OTHER_KINDS = frozenset(
    {
        *("none", "afd", "bettersource", "csd", "ffd", "ifd", "nolicense", "norationale"),
        *("nosource", "orfud", "orphan", "prod", "replaceable"),
    }
)
"""What `optout` may name and is no message like ours: notices on one's own files and articles."""

_OTHER_SPACES = frozenset(
    {f"{space}{talk}" for space in ("user", "project", "file", "help") for talk in ("", " talk")}
    | {"talk", "template talk"}
)
"""Namespaces, as every wiki knows them, whose pages may be included and are no templates."""

_SEPARATORS = re.compile(r"[,;،、，]")
_CLOSED = re.compile(
    r"<!--.*?-->|<(nowiki|pre|includeonly)\b[^>]*(?:/>|>.*?</\1\s*>)", re.DOTALL | re.IGNORECASE
)
_LEFT_OPEN = re.compile(r"<!--|<includeonly>", re.IGNORECASE)
_INCLUDED_ONLY = re.compile(
    r"<!--.*?-->|<(nowiki|pre|source|syntaxhighlight|includeonly)\b[^>]*(?:/>|>.*?</\1\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_UNCLOSED_COMMENT = re.compile(r"<!--(?!.*?-->).*\Z", re.DOTALL)


def refuses(text: str, ourselves: str) -> bool:
    """Whether a page turns away what `ourselves`, a user name, would write on it with this tool.

    The rules are those of Template:Bots on Wikimedia wikis, as pywikibot reads them. {{nobots}}
    turns everybody away, {{nobots|NAMES}} those who are named; {{bots|deny=NAMES}} those named,
    {{bots|allow=NAMES}} everybody else. NAMES may be "all" or "none". {{bots|optout=KINDS}} turns
    us away unless all the KINDS are known to be others than ours. Where templates disagree or
    cannot be understood, with a list that stands elsewhere or a word that is not agreed on, the
    page turns us away: to leave somebody alone is the smaller mistake.
    """
    if _BOTS[:-1] not in text.casefold():
        return False
    us = {_folded(ourselves), PROGRAM}
    return any(_turns_away(template, us) for template in _templates(text))


def has_exclusion(text: str) -> bool:
    """Whether a template for bots stands on a page itself, whatever it says."""
    return bool(exclusions(text))


def exclusions(text: str) -> frozenset[str]:
    """Return which templates for bots stand on a page itself: "bots", "nobots", both or none."""
    return exclusions_among(_name(each) for each in _templates(text))


def exclusions_among(titles: Iterable[str]) -> frozenset[str]:
    """Return which of the templates for bots some titles name, whatever their namespace is called.

    What a page includes and does not have itself comes from another page, where nobody reads what
    it says.
    """
    names = {_squeezed(title.rpartition(":")[2]) for title in titles}
    return frozenset({_BOTS} & names | ({"nobots"} if names & _NOBOTS else set()))


def hides_what_follows(text: str) -> bool:
    """Whether nobody would see a section below a page's text, nor would it be signed.

    That is so where a comment or an <includeonly> is not closed; MediaWiki takes any other tag
    that nobody closed for plain text, or ends it with the page.
    """
    return _LEFT_OPEN.search(_CLOSED.sub("", text)) is not None


def leads_to(text: str, *, redirect: bool) -> str:
    """Return the title that a page sends its readers on to, or an empty text.

    `redirect` is whether the wiki takes it for a redirect; else only a soft one is looked for:
    a template that says where somebody is to be found instead.
    """
    if redirect:
        links = _parsed(text).filter_wikilinks()
        return _title(str(links[0].title)) if links else ""
    soft = (t for t in _templates(text) if _squeezed(_name(t)).startswith("softredirect"))
    found = next((t for t in soft if t.has(1)), None)
    return _title(_value(found.get(1).value)) if found else ""


class SignUp(NamedTuple):
    """Somebody's entry in a list that people put themselves on.

    `words` is what else the entry says, on one line; `under` the heading or the item above it.
    """

    user: str
    words: str
    under: str = ""


def signed_up(
    text: str, namespaces: Collection[str] = (), specials: Collection[str] = ()
) -> tuple[SignUp, ...]:
    """Return who is on a page's bulleted and numbered lists and in its tables, each user once.

    `namespaces` are what the wiki calls its user and user talk namespaces, `specials` the special
    pages about one user, as in "Spécial:Contributions"; the English names are known everywhere.
    In an entry with a date the user is the one who is linked last before it, else the first. What
    answers an entry, one level below it, and what is struck out is nobody's.
    """
    known = _CANONICAL | {_folded(name) for name in (*namespaces, *specials)}
    found: dict[str, SignUp] = {}
    for entry in _entries(text, known):
        kept = found.setdefault(entry.user, entry)
        if entry.words and entry.words not in kept.words:
            words = f"{kept.words}; {entry.words}" if kept.words else entry.words
            found[entry.user] = kept._replace(words=words)
    return tuple(found.values())


def _turns_away(template: Template, us: set[str]) -> bool:
    name = _squeezed(_name(template))
    if name in _NOBOTS:
        # With a key it means nothing that is agreed on, and still wants to keep bots away.
        listed = [_names(param.value) for param in template.params if not param.showkey]
        named = {each for names in listed for each in names}
        unclear = any(param.showkey or not _plainly(param.value) for param in template.params)
        return unclear or not named or bool(named & (us | {_ALL}))
    if name != _BOTS:
        return False
    return any(_denies(_folded(_value(param.name)), param.value, us) for param in template.params)


def _denies(key: str, value: Wikicode, us: set[str]) -> bool:
    names = _names(value)
    if not names:
        return False
    if key in _ALLOWING:
        return not names & (us | {_ALL})
    if key in _DENYING:
        return not _plainly(value) or bool(names & (us | {_ALL}))
    return key != _OPTING_OUT or not names <= _OTHER_KINDS


def _plainly(code: Wikicode) -> bool:
    """Whether a value says itself what it says, and no other page or link has to be read."""
    return all(isinstance(node, Text | Comment) for node in code.nodes)


def _templates(text: str) -> list[Template]:
    return list(_parsed(text).filter_templates())


def _parsed(text: str) -> Wikicode:
    # MediaWiki takes a comment that nobody closed to reach to the end of the page.
    whole = _UNCLOSED_COMMENT.sub("", _INCLUDED_ONLY.sub(_shown, text))
    return mwparserfromhell.parse(whole, skip_style_tags=True)


def _shown(found: re.Match[str]) -> str:
    return "" if (found[1] or "").lower() == "includeonly" else found[0]


def _name(template: Template) -> str:
    name = _value(template.name)
    space, _, title = name.rpartition(":")
    elsewhere = _folded(space).lstrip(": ") in _OTHER_SPACES
    return name if elsewhere or name.startswith("#") else title


def _value(code: Wikicode) -> str:
    """Return a name or a value without the comments in it."""
    return "".join(str(node) for node in code.nodes if not isinstance(node, Comment)).strip()


def _names(code: Wikicode) -> set[str]:
    names = (_folded(name) for name in _SEPARATORS.split(_value(code)))
    return {name.rpartition(":")[2].strip() for name in names if name}


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).replace("_", " ").split()).casefold()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _title(text: str) -> str:
    return _INVISIBLE.sub("", text).replace("_", " ").strip().lstrip(":").strip()


_CANONICAL = frozenset(
    {
        *("user", "user talk", "special:contributions", "special:contribs"),
        *("special:emailuser", "special:centralauth"),
    }
)
_LINKS = frozenset({"u", "user", "usr", "ul", "user link", "noping", "ping", "reply to"})
"""Templates whose first parameter is a user name."""

_ITEM = re.compile(r"([*#:;]+)\s*(.*)")
_HEADING = re.compile(r"(={1,6})\s*(.+?)\s*\1\s*")
_STRUCK = re.compile(r"<(s|del|strike)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"^\s*\|-[^\n]*$", re.MULTILINE)
_DATED = re.compile(r"\d{1,2}[:.h]\d{2}\D|\([A-Z]{2,5}\)|\b(?:19|20)\d\d\b")


def _entries(text: str, known: Collection[str]) -> Iterator[SignUp]:
    heading = parent = ""
    taken = 0
    for marks, item in _items(_STRUCK.sub("", _without_hidden(text))):
        if not marks:
            heading, parent, taken = _plain(item), "", 0
            continue
        depth = 1 if marks == "|" else len(marks)
        if marks[-1] in ":;" or (taken and depth > taken):
            continue
        users, words = _read(item, known)
        if users:
            taken = depth
            yield SignUp(users, words, parent if depth > 1 and parent else heading)
        else:
            taken, parent = 0, words if depth == 1 else parent


def _items(text: str) -> Iterator[tuple[str, str]]:
    """Yield list items and table rows with their marks, "|" for a row, "" for a heading."""
    rows: list[str] | None = None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("{|"):
            rows = []
        elif line.startswith("|}") and rows is not None:
            yield from _rows(rows)
            rows = None
        elif rows is not None:
            rows.append(line)
        elif found := _HEADING.fullmatch(line):
            yield "", found[2]
        elif found := _ITEM.match(line):
            yield found[1], found[2]
    yield from _rows(rows or [])


def _rows(lines: list[str]) -> Iterator[tuple[str, str]]:
    for row in _ROW.split("\n".join(lines)):
        cells = re.split(r"\n\s*[|!]|\|\||!!", f"\n{row.strip()}")
        said = " — ".join(cell.strip() for cell in cells if cell.strip())
        if said and not row.strip().startswith("!"):
            yield "|", said


def _without_hidden(text: str) -> str:
    return re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)


def _read(item: str, known: Collection[str]) -> tuple[str, str]:
    """Return the user of an entry, empty where there is none, and its other words."""
    code = mwparserfromhell.parse(item, skip_style_tags=True)
    users: list[tuple[int, str]] = []
    words, at = [], 0
    for node in code.nodes:
        user = _user(node, known)
        if user:
            users.append((at, user))
        else:
            part = str(node)
            words.append(part)
        at += len(str(node))
    if not users:
        return "", _plain(item)
    dated = [found.start() for found in _DATED.finditer(item)]
    before = [user for place, user in users if dated and place < dated[-1]]
    return before[-1] if before else users[0][1], _said("".join(words))


def _user(node: object, known: Collection[str]) -> str:
    """Return the user whom a link or a template names, or an empty text."""
    if isinstance(node, Template):
        name, first = _folded(_name(node)), node.has(1)
        if ":" in _value(node.name):
            return _of_title(_value(node.name), known)
        return _checked(_value(node.get(1).value)) if name in _LINKS and first else ""
    title = getattr(node, "title", None)
    return _of_title(str(title), known) if isinstance(title, Wikicode) else ""


def _of_title(title: str, known: Collection[str]) -> str:
    """Return the user whose page a title names, be it on another wiki."""
    parts = _title(title).split(":")
    for number, part in enumerate(parts[:-1][:3]):
        rest = ":".join(parts[number + 1 :]).partition("#")[0]
        first, _, second = rest.partition("/")
        if _folded(part) in known:
            return _checked(first)
        if second and _folded(f"{part}:{first}") in known:
            return _checked(second)
    return ""


def _checked(name: str) -> str:
    try:
        plain = plain_name(name)
    except ValueError:
        return ""
    return "" if _ADDRESS.fullmatch(plain) else plain


_ADDRESS = re.compile(r"[\d.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*")
_STAMP = re.compile(r"(?:[\d:.,h]+\W*)?\b\d{1,2}\W+\w+\W+(?:19|20)\d\d\b.*\Z|\d{1,2}[:.]\d{2}.*\Z")


def _said(text: str) -> str:
    """Return the words of an entry without its date and what held its signature together."""
    plain = _plain(text)
    return _STAMP.sub("", plain).strip(" \t()[]{}|·•—–-,;:~").strip()


def _plain(text: str) -> str:
    stripped = mwparserfromhell.parse(text).strip_code(normalize=True, collapse=True)
    return " ".join(str(stripped).split())
