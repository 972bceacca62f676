"""The outcome report, and other documents, as Markdown that a grant officer can read."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import quote

from mentorkit.render.report.blocks import Block, Bullets, Document, Exhibit, Preformatted, Table
from mentorkit.render.report.document import in_tables
from mentorkit.render.report.told import Link, Phrase, Told, plain
from mentorkit.render.terminal import harmless
from mentorkit.rules.report import Report

_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
"""What means something in a web address and nothing in Markdown."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
"""What means something in the middle of a line; escaped text never stands at the start of one."""


def escape(text: str) -> str:
    """Return a text that Markdown shows as it stands: the one place of escaping."""
    return _SPECIAL.sub(r"\\\1", harmless(" ".join(text.split())))


def link(url: str) -> str:
    """Return a web address, in ASCII, as a link that shows itself and cannot end a table's cell."""
    return f"<{quote(url, safe=_OF_ADDRESSES)}>"


def as_markdown(report: Report) -> str:
    """Return the report as a document; every figure with denominator, rule and source files."""
    return of_document(in_tables(report))


def of_document(whole: Document) -> str:
    """Return a document as Markdown."""
    parts = [f"# {escape(whole.title)}: {escape(whole.kind)}", _phrase(whole.lede)]
    for section in whole.sections:
        parts.append(f"## {section.number}. {section.title}")
        parts += map(_block, section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _phrase(phrase: Phrase) -> str:
    """Return a phrase as Markdown; only links are whole parts, so all else is escaped at once."""
    runs = groupby(phrase, key=lambda part: isinstance(part, Link))
    return " ".join(_links(run) if linked else escape(plain(tuple(run))) for linked, run in runs)


def _links(links: Iterable[str | Told | Link]) -> str:
    return " ".join(link(each.url) for each in links if isinstance(each, Link))


def _block(block: Block) -> str:
    if isinstance(block, Exhibit):
        return f"### {_phrase(block.finding)}\n\n{escape(block.unit)}\n\n{_table_of(block.table)}"
    if isinstance(block, Table):
        return f"{escape(block.caption)}:\n\n{_table_of(block)}" if block.rows else ""
    if isinstance(block, Bullets):
        return "\n".join(f"* {_phrase(item)}" for item in block.items)
    if isinstance(block, Preformatted):
        return "\n".join(f"    {line}".rstrip() for line in block.text.splitlines())
    text = _phrase(block.phrase)
    return f"> {text}" if block.kind == "warning" else text


def _table_of(block: Table) -> str:
    headers = [escape(header) for header in block.headers]
    return _table(headers, [[_phrase(cell) for cell in row] for row in block.rows], block.right)


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return a table of cells that are Markdown already."""
    if not rows:
        return ""
    rule = ["--:" if i in right else "---" for i in range(len(headers))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headers, rule, *rows))
