"""mentorkit report."""

import json
import sys
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mentorkit.cli import report_papers as papers
from mentorkit.cli.report_papers import Format
from mentorkit.cli.settings import Settings, plain_app
from mentorkit.cli.shell import Opened, opened, put, recorded, say, settings_of, show
from mentorkit.cohort.model import Cohort
from mentorkit.doors.outside import write_named_file
from mentorkit.problems import Misuse
from mentorkit.render.report import text as view
from mentorkit.render.report.json_object import as_json
from mentorkit.rules.fit_matrix import PairsTold
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report as verb

app = plain_app()


class Readers(StrEnum):
    """Who is to read the report."""

    PUBLIC = "public"
    COORDINATOR = "coordinator"


class Kind(StrEnum):
    """What can be made of a cohort's files."""

    OUTCOMES = "outcomes"
    PROPOSAL = "proposal"


_Kind = Annotated[
    Kind, typer.Option("--kind", help="The outcomes, or a grant proposal for a wiki page.")
]
_Format = Annotated[
    Format | None, typer.Option("--format", help="What to write the report as: text unless said.")
]
_Readers = Annotated[
    Readers, typer.Option("--for", help="For a coordinator: with the pairs, by name.")
]
_Output = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Write to FILE, not to stdout.")
]
_Figure = Annotated[
    str | None,
    typer.Option("--explain", metavar="FIGURE", help="Say how a figure or goal comes about."),
]
_Pool = Annotated[
    list[Path] | None,
    typer.Option("--pool", metavar="DIR", help="Together with another cohort; repeatable."),
]


@app.command()
def report(
    ctx: typer.Context,
    kind: _Kind = Kind.OUTCOMES,
    format_: _Format = None,
    readers: _Readers = Readers.PUBLIC,
    output: _Output = None,
    explain: _Figure = None,
    pool: _Pool = None,
) -> None:
    """Say what came of the programme, goal by goal.

    Then participants, roles, meetings, activity and money, each figure with its denominator.
    With --format html it makes one page with drawings, out/report.html.
    """
    settings, whom = settings_of(ctx), readers is Readers.COORDINATOR
    if kind is Kind.PROPOSAL or pool:
        if explain or whom or (pool and kind is Kind.PROPOSAL):
            hint = "leave out --for, --explain, and one of --kind and --pool"
            raise Misuse("a proposal or a pool is public and whole", hint)
        papers.write(settings, pool or [], format_, output)
        return
    if explain and (output or format_ not in (None, Format.TEXT, Format.JSON)):
        raise Misuse("an explanation is text or JSON on the screen", "leave out the other options")
    at = opened(settings)
    rows = recorded(settings, at.directory)
    pairs = _pairs(at.cohort, settings.day) if whom else None
    told = verb(at.cohort, rows.activity, rows.pulled, settings.day, pairs=pairs)
    if explain:
        _explain(settings, told, explain, as_json=format_ is Format.JSON)
    elif format_ is Format.HTML:
        _page(settings, at, told, output)
    else:
        _text(settings, told, format_ or Format.TEXT, output)


def _pairs(cohort: Cohort, day: date) -> PairsTold:
    # Pairing is not for those who look at the public report.
    from mentorkit.pairing.matrix import pairs_told

    return pairs_told(cohort, day)


def _text(settings: Settings, told: Report, format_: Format, output: Path | None) -> None:
    utf8 = output is not None or "utf" in (sys.stdout.encoding or "").lower()
    as_ = Format.JSON if settings.json else format_
    text = _written(told, as_, utf8, settings.again).rstrip("\n")
    if output is None:
        put(text, plain=as_ is not Format.TEXT)
        return
    write_named_file(output, text + "\n")
    say(f"wrote {output}")


def _written(told: Report, as_: Format, utf8: bool, again: str) -> str:
    if as_ is Format.JSON:
        return json.dumps(as_json(told), ensure_ascii=not utf8, indent=1)
    if as_ is Format.MARKDOWN:
        from mentorkit.render.report.markdown import as_markdown

        return as_markdown(told)
    if as_ is Format.WIKITEXT:
        from mentorkit.render.report.wikitext import as_wikitext

        return as_wikitext(told)
    return view.as_text(told, utf8=utf8, options=again)


def _page(settings: Settings, at: Opened, told: Report, output: Path | None) -> None:
    # Jinja is not for those who only look at the screen.
    from mentorkit.render.report import page

    text, file = page.as_html(told), str(output or page.file_of(told))
    if output is None:
        changed = bool(at.directory.write({file: text.encode()}, own=True))
    else:
        write_named_file(output, text)
        changed = True
    shown = page.Written(file, changed, told.for_coordinators)
    show(settings, shown, partial(page.as_text, again=settings.again), page.as_json)


def _explain(settings: Settings, told: Report, name: str, *, as_json: bool) -> None:
    from mentorkit.render.report import explanation
    from mentorkit.verbs.report_explain import explain

    settings.json = settings.json or as_json
    again = settings.again + (" --for coordinator" if told.for_coordinators else "")
    as_text = partial(explanation.as_text, again=again)
    show(settings, explain(told, name), as_text, explanation.as_json)
