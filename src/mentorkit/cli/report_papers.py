"""mentorkit report --kind proposal and --pool: papers that are made of a document."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from mentorkit.cli.settings import Settings
from mentorkit.cli.shell import Opened, opened, put, put_json, say
from mentorkit.doors.outside import write_named_file
from mentorkit.problems import Misuse
from mentorkit.render.report.blocks import Document


class Format(StrEnum):
    """What a report can be written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    WIKITEXT = "wikitext"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document, what programs get of it, where its page lies, and what made it."""

    whole: Document
    told: Callable[[], dict[str, Any]]
    page: str
    command: str


def write(
    settings: Settings, others: Sequence[Path], format_: Format | None, output: Path | None
) -> None:
    """Write a grant proposal, or with `others` what several cohorts show together."""
    at = opened(settings)
    paper = _pool(settings, at, others) if others else _proposal(settings, at)
    as_ = format_ or (Format.TEXT if others else Format.WIKITEXT)
    if as_ is Format.HTML:
        _page(settings, at, paper, output)
        return
    as_ = Format.JSON if settings.json else as_
    utf8 = output is not None or "utf" in (sys.stdout.encoding or "").lower()
    text = _written(paper, as_, settings.again, ascii_only=not utf8)
    if output is None:
        put(text, plain=as_ is not Format.TEXT)
        return
    write_named_file(output, text.rstrip("\n") + "\n")
    say(f"wrote {output}")


def _proposal(settings: Settings, at: Opened) -> _Paper:
    from mentorkit.render.report import proposal as view
    from mentorkit.verbs.proposal import proposal

    told = proposal(at.cohort, settings.day)
    command = f"mentorkit report --kind proposal{settings.again}"
    return _Paper(view.document(told), lambda: view.as_json(told), "out/proposal.html", command)


def _pool(settings: Settings, at: Opened, others: Sequence[Path]) -> _Paper:
    from mentorkit.render.report import pool as view
    from mentorkit.verbs.report_pool import pool

    for each in others:
        if not each.is_dir():
            raise Misuse(f"{each} is no directory", "name another cohort's directory with --pool")
    cohorts = [opened(replace(settings, directory=each)).cohort for each in others]
    told = pool([at.cohort, *cohorts], settings.day)
    command = f"mentorkit report{settings.again}"
    return _Paper(view.document(told), lambda: view.as_json(told), "out/pool.html", command)


def _written(paper: _Paper, as_: Format, again: str, *, ascii_only: bool) -> str:
    if as_ is Format.JSON:
        return json.dumps(paper.told(), ensure_ascii=ascii_only, indent=1)
    if as_ is Format.MARKDOWN:
        from mentorkit.render.report import markdown

        return markdown.of_document(paper.whole)
    if as_ is Format.WIKITEXT:
        from mentorkit.render.report import wikitext as report_wikitext

        return report_wikitext.of_document(paper.whole)
    from mentorkit.render.report import document_text

    return document_text.as_text(paper.whole, next_command=paper.command)


def _page(settings: Settings, at: Opened, paper: _Paper, output: Path | None) -> None:
    from mentorkit.render.report import page as report_page

    text, file = report_page.of_document(paper.whole), str(output or paper.page)
    changed = True
    if output is None:
        changed = bool(at.directory.write({file: text.encode()}, own=True))
    else:
        write_named_file(output, text)
    if settings.json:
        put_json({"schema": 1, "page": file, "changed": changed, "team_only": False})
        return
    said = f"The page is in {file}." if changed else f"{file} is as it was."
    put(f"{said}\n\nnext: {paper.command}")
