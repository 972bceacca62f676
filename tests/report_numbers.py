"""The numbers of a report in each of its formats, read back by other means than they are made."""

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?")


def value_at(told: dict[str, Any], path: str) -> Any:
    """Return the value of a report's JSON that a path names; "a - b" is a difference."""
    if " - " in path:
        whole, part = path.split(" - ")
        return value_at(told, whole) - value_at(told, part)
    found: Any = told
    for step in path.split("/"):
        if isinstance(found, list):
            by_id = {each["id"]: each for each in found if isinstance(each, dict) and "id" in each}
            found = by_id[step] if step in by_id else found[int(step)]
        else:
            found = found[step]
    return found


def as_shown(path: str, value: float) -> str:
    """Return a number as every format must show it: cents, one digit, whole per cents, or whole."""
    subject, last = path.partition("/")[0], path.rpartition("/")[2]
    if last == "variance" or (subject == "windows" and last in ("median", "change", "0", "1")):
        return f"{value:,.1f}"
    cost = "figures/cost_per_" in path and last == "value"
    if subject == "budget" or "figures/money." in path or cost:
        return f"{value:,.2f}"
    if "figures/activity." in path and last == "value":
        return f"{value:,.1f}"
    if subject == "measures" and "_share/" in path and last == "value":
        return f"{value * 100:.0f}"
    share = last in ("low", "high") and subject == "goals" and "reach" not in path
    if share or path == "goals/attrition/target":
        return f"{value * 100:.0f}"
    return f"{value:,}"


def digits(text: str) -> list[str]:
    """Return the numbers in a text as they stand there, but for plus signs."""
    return [found.lstrip("+") for found in NUMBER.findall(text)]


Row = list[str]


def rows_of_markdown(text: str) -> Iterator[Row]:
    """Yield the cells of every row of every table."""
    for line in text.splitlines():
        if line.startswith("|"):
            yield [
                re.sub(r"\\(.)", r"\1", cell).strip()
                for cell in re.split(r"(?<!\\)\|", line.strip("|"))
            ]


def rows_of_wikitext(text: str) -> Iterator[Row]:
    """Yield the cells of every row of every table."""
    for table in re.findall(r"^\{\|.*?^\|\}", text, re.M | re.S):
        for row in re.split(r"^\|-$", table, flags=re.M)[1:]:
            yield [
                html.unescape(line[1:].rpartition(" | ")[2] or line[1:]).strip()
                for line in row.strip().splitlines()
                if line.startswith("|") and line != "|}"
            ]


class Page(HTMLParser):
    """A page's tables, and every number that says where the report's JSON has it."""

    def __init__(self, text: str):
        super().__init__()
        self.rows: list[Row] = []
        self.numbers: list[tuple[str, str]] = []
        self._path: list[str | None] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True
        path = dict(attrs).get("data-figure")
        if tag in ("span", "tspan"):
            self._path.append(path)
            if path:
                self.numbers.append((path, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("span", "tspan"):
            self._path.pop()
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._path and self._path[-1]:
            path, text = self.numbers[-1]
            self.numbers[-1] = (path, text + data)
        if self._in_cell:
            self.rows[-1][-1] += data


def rows_of_page(text: str) -> Iterator[Row]:
    """Yield the cells of every row of every table."""
    return ([cell.strip() for cell in row] for row in Page(text).rows)


READERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "markdown": rows_of_markdown,
    "wikitext": rows_of_wikitext,
    "html": rows_of_page,
}


def parsed(text: str) -> dict[str, Any]:
    """Return JSON as a program reads it."""
    told = json.loads(text)
    assert isinstance(told, dict)
    return told
