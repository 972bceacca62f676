"""The outcome report, and other documents, as wikitext to be put on a wiki page as it is."""

import re
from collections.abc import Iterable
from itertools import groupby

from mentorkit.render.report.blocks import Block, Bullets, Document, Exhibit, Preformatted, Table
from mentorkit.render.report.document import in_tables
from mentorkit.render.report.told import Link, Phrase, Told, plain
from mentorkit.render.wikitext import address, escape
from mentorkit.rules.report import Report

_BEFORE_LINK = re.compile(r"(?<!^)&#58;(?= \[)")
"""A colon that ends a text before a link, and so means nothing; people edit these pages."""


def as_wikitext(report: Report) -> str:
    """Return the report as a page of wikitext; tables have captions and sort by their columns.

    The page's title is the wiki's, so headings begin at the second level.
    """
    return of_document(in_tables(report))


def of_document(whole: Document) -> str:
    """Return a document as a page of wikitext."""
    parts = [f"{_phrase(whole.lede)} ({escape(f'{whole.title}: {whole.kind}')})"]
    for section in whole.sections:
        parts.append(f"== {section.number}. {escape(section.title)} ==")
        parts += map(_block, section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _phrase(phrase: Phrase) -> str:
    """Return a phrase as wikitext; only links are whole parts, so all else is escaped at once."""
    runs = groupby(phrase, key=lambda part: isinstance(part, Link))
    parts = (_links(run) if linked else escape(plain(tuple(run))) for linked, run in runs)
    return _BEFORE_LINK.sub(":", " ".join(parts))


def _links(links: Iterable[str | Told | Link]) -> str:
    return " ".join(
        f"[{address(link.url)} {escape(link.text)}]" for link in links if isinstance(link, Link)
    )


def _block(block: Block) -> str:
    if isinstance(block, Exhibit):
        heading = f"=== {_phrase(block.finding).strip()} ==="
        return f"{heading}\n\n{escape(block.unit)}\n\n{_table(block.table)}"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bullets):
        return "\n".join(f"* {_phrase(item)}" for item in block.items)
    if isinstance(block, Preformatted):
        return "\n".join(f" {escape_line(line)}" for line in block.text.splitlines())
    text = _phrase(block.phrase)
    return f"<blockquote>{text}</blockquote>" if block.kind == "warning" else text


def escape_line(line: str) -> str:
    """Return a line whose signs stand under those of its neighbours: no blank is lost."""
    return "&#32;".join(escape(word) if word else "" for word in line.rstrip().split(" "))


def _table(block: Table) -> str:
    """Return a table, each cell on a line of its own; nothing where it has no rows."""
    if not block.rows:
        return ""
    lines = ['{| class="wikitable sortable"', f"|+ {escape(block.caption)}"]
    lines += [f'! scope="col" | {escape(header)}' for header in block.headers]
    for row in block.rows:
        lines.append("|-")
        for number, cell in enumerate(row):
            style = 'style="text-align: end" | ' if number in block.right else ""
            lines.append(f"| {style}{_phrase(cell)}".rstrip())
    return "\n".join([*lines, "|}"])
