"""A document as text for a screen: a table that is too wide for it becomes a list of entries."""

from collections.abc import Iterator

from mentorkit.render import terminal
from mentorkit.render.report.blocks import Block, Bullets, Document, Exhibit, Preformatted, Table
from mentorkit.render.report.told import Link, Phrase

_INDENT = "  "


def as_text(whole: Document, *, next_command: str) -> str:
    """Return a document in 80 columns of plain text; `next_command` is what its last line says."""
    blocks = [terminal.wrap(f"{whole.title}: {whole.kind}"), terminal.wrap(_phrase(whole.lede))]
    for section in whole.sections:
        body = [text for block in section.blocks if (text := _block(block))]
        blocks.append("\n\n".join([f"{section.number}. {section.title.upper()}", *body]))
    return "\n\n".join([*blocks, f"next: {next_command}"])


def _phrase(phrase: Phrase) -> str:
    """Return a phrase as text, links with their addresses."""
    return "".join(
        part.url if isinstance(part, Link) else part if isinstance(part, str) else part.text
        for part in phrase
    )


def _block(block: Block) -> str:
    if isinstance(block, Exhibit):
        parts = (_wrapped(_phrase(block.finding)), _wrapped(block.unit), _table(block.table))
        return "\n".join(part for part in parts if part)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bullets):
        return "\n".join(_bullet(_phrase(item)) for item in block.items)
    if isinstance(block, Preformatted):
        return block.text
    return _wrapped(_phrase(block.phrase))


def _wrapped(text: str) -> str:
    return terminal.wrap(text, indent=_INDENT)


def _bullet(text: str) -> str:
    return f"  * {terminal.wrap(text, indent='    ').lstrip()}"


def _table(table: Table) -> str:
    """Return a table in columns where the screen is wide enough, else row by row."""
    if not table.rows:
        return ""
    rows = [[_phrase(cell) for cell in row] for row in table.rows]
    lines = terminal.table(table.headers, rows, right=table.right).splitlines()
    if any(terminal.cells(line) > terminal.WIDTH - len(_INDENT) for line in lines):
        lines = [line for row in rows for line in _entry(table, row)]
    shown = [f"{_INDENT}{line}" for line in lines]
    return "\n".join([_wrapped(f"{table.caption}:"), *shown] if table.caption else shown)


def _entry(table: Table, row: list[str]) -> Iterator[str]:
    width = terminal.WIDTH - len(_INDENT)
    if len(row) == 2:
        yield from _hanging(f"{row[0]}: {row[1]}", width)
        return
    yield from terminal.wrap(row[0] or "-", width).splitlines()
    for header, cell in zip(table.headers[1:], row[1:], strict=True):
        if cell:
            yield from terminal.wrap(f"{header}: {cell}", width, "  ").splitlines()


def _hanging(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text of which all but the first are indented."""
    for number, line in enumerate(terminal.wrap(text, width - len(_INDENT)).splitlines()):
        yield f"{_INDENT}{line}" if number else line
