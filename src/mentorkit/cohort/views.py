"""activity/outreach.csv: how often a wiki counted that an announcement's page was looked at.

Written by the tool, sorted, one row a day: a wiki gives the last 60 days only, so that what was
pulled before is kept. Views are no people.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mentorkit.problems import Place, Problem

VIEW_COLUMNS = "announcement,wiki,day,views"


class ViewRow(NamedTuple):
    """How often the page of an announcement was looked at on a wiki on one day (UTC)."""

    announcement: str
    wiki: str
    day: date
    views: int


def parse_views(text: str, file: str) -> tuple[list[ViewRow], list[Problem]]:
    """Read the text of the file; rows with faults are left out and said."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0] != VIEW_COLUMNS:
        hint = f"the first line must be: {VIEW_COLUMNS}"
        message = "the columns are not those of this file"
        return [], [Problem(Place(file), "csv-header", message, hint, lines[0] if lines else "")]
    rows: dict[tuple[str, str, date], ViewRow] = {}
    problems = []
    for number, line in enumerate(lines[1:], 2):
        row = _row(line.split(","))
        if row is None or row[:3] in rows:
            message = "this row says nothing that can be understood, or what another row says"
            hint = "remove it, and run: mentorkit outreach pull"
            problems.append(Problem(Place(file, number), "csv-row", message, hint, line))
        else:
            rows[row[:3]] = row
    return list(rows.values()), problems


def format_views(rows: Iterable[ViewRow]) -> str:
    """Write the file: the header, then the rows in order."""
    lines = (f"{r.announcement},{r.wiki},{r.day},{r.views}" for r in sorted(rows))
    return "".join(f"{line}\n" for line in (VIEW_COLUMNS, *lines))


def _row(cells: list[str]) -> ViewRow | None:
    if len(cells) != 4 or not all(cells) or not cells[3].isascii() or not cells[3].isdigit():
        return None
    try:
        return ViewRow(cells[0], cells[1], date.fromisoformat(cells[2]), int(cells[3][:12]))
    except ValueError:
        return None
