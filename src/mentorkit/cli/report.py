"""mentorkit report."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, put, recorded, say, settings_of
from mentorkit.doors.outside import write_named_file
from mentorkit.render import markdown
from mentorkit.render import report as view
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report as verb

app = plain_app()


class Format(StrEnum):
    """What a report can be written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def _written(told: Report, as_: Format, utf8: bool, again: str) -> str:
    if as_ is Format.JSON:
        return json.dumps(view.as_json(told), ensure_ascii=not utf8, indent=1)
    if as_ is Format.MARKDOWN:
        return markdown.as_markdown(told)
    return view.as_text(told, utf8=utf8, options=again)


@app.command()
def report(
    ctx: typer.Context,
    format_: Annotated[
        Format, typer.Option("--format", help="What to write the report as.")
    ] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write to FILE, not to stdout.")
    ] = None,
) -> None:
    """Say what came of the programme, goal by goal.

    Then participants, roles, meetings, activity and money, each figure with its denominator.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    rows = recorded(settings, at.directory)
    told = verb(at.cohort, rows.activity, rows.pulled, settings.day)
    utf8 = output is not None or "utf" in (sys.stdout.encoding or "").lower()
    as_ = Format.JSON if settings.json else format_
    text = _written(told, as_, utf8, settings.again).rstrip("\n")
    if output is None:
        put(text, plain=as_ is not Format.TEXT)
        return
    write_named_file(output, text + "\n")
    say(f"wrote {output}")
