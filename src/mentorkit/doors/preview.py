"""How a wiki itself shows a text before anybody saves it. It only reads."""

import re
from html.parser import HTMLParser

from mentorkit.doors.wiki import Wiki
from mentorkit.problems import WikiFailed


def shown(wiki: Wiki, page: str, title: str, text: str) -> str:
    """Return the words of a new section as the wiki would show it on a page, without its links.

    Signatures, templates and links are read as saving would read them; a link or a heading that
    nobody meant is seen in what is shown. Raises WikiFailed.
    """
    answer = wiki.ask(
        action="parse",
        title=page,
        text=f"== {title} ==\n\n{text}",
        contentmodel="wikitext",
        prop="text",
        pst=1,
        disablelimitreport=1,
        disableeditsection=1,
        disabletoc=1,
    )
    parsed = answer.get("parse")
    markup = parsed.get("text") if isinstance(parsed, dict) else None
    if not isinstance(markup, str):
        raise WikiFailed(f"{wiki.host}: the wiki's answer shows no text", "run it again later")
    return words(markup)


def words(markup: str) -> str:
    """Return what people read of some HTML: a paragraph a line, list items with a star."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = [" ".join(line.split(" ")).strip() for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


_SILENT = ("style", "script")
_BLOCKS = {"p": "\n", "div": "\n", "ul": "\n", "ol": "\n", "h2": "\n", "li": "\n* ", "br": "\n"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "bdi":
            self.said.append("\u2068")
        self.said.append(_BLOCKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag == "bdi":
            self.said.append("\u2069")
        self.said.append("\n" if tag in ("p", "h2", "div", "ul") else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data.replace("\n", " "))
