"""mentorkit outreach, and its commands notice and pull."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app, say, settings_of
from mentorkit.cli.shell import opened, prefix, put, put_json, refuse, show, teller
from mentorkit.cohort.views import format_views
from mentorkit.doors.activity import VIEWS, alone, read_views
from mentorkit.problems import Exit, Problem
from mentorkit.render import outreach as view
from mentorkit.render import problems as problem_view
from mentorkit.verbs import outreach as verb

app = plain_app()


@app.callback(invoke_without_command=True)
def outreach(ctx: typer.Context) -> None:
    """Show announcements, whom they reached, and what the wikis answered."""
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx)
    at = opened(settings)
    rows, faults = read_views(at.directory.root)
    if faults:
        refuse(settings, faults, at.directory.root)
    found = verb.overview(at.cohort, rows, settings.day)
    show(settings, found, partial(view.as_text, options=settings.again), view.as_json)


@app.command()
def notice(
    ctx: typer.Context,
    host: Annotated[str, typer.Argument(metavar="HOST", help="As in fr.wikipedia.org.")],
) -> None:
    """Print a notice for a wiki's usual board, as wikitext.

    It tells the community of the letters before anybody gets one, and asks for objections. You put
    it there yourself.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    made = verb.notice_to(at.cohort, host, at.directory.root / "templates", settings.day)
    if isinstance(made, Problem):
        say(problem_view.as_text([made], prefix(at.directory.root)))
        raise typer.Exit(Exit.PROBLEMS)
    if settings.json:
        put_json(view.notice_as_json(made))
        return
    put(made.text, plain=True)
    say(view.after_notice(made, settings.day))


@app.command()
def pull(ctx: typer.Context) -> None:
    """Fetch the page views of announcements, where a wiki counts them.

    Views are no people. They are kept in activity/outreach.csv, day by day.
    """
    # The network's libraries are slow to import, and the other commands need none.
    from mentorkit.verbs import outreach_pull

    settings = settings_of(ctx)
    at = opened(settings)
    tell = teller()
    found = []
    changed = False
    with alone(at.directory.root):
        rows, faults = read_views(at.directory.root)
        if faults:
            refuse(settings, faults, at.directory.root)
        for viewed in outreach_pull.pull(at.cohort, settings.day, tell):
            tell("")
            say(view.of_wiki(viewed))
            found.append(viewed)
            rows = outreach_pull.merged(rows, viewed.rows)
            if viewed.rows:
                files = {VIEWS: format_views(rows).encode()}
                changed = bool(at.directory.write(files, own=True)) or changed
    say(view.pulled(found, changed, settings.again))
    if settings.json:
        put_json(view.pulled_as_json(found))
    raise typer.Exit(outreach_pull.status(found))
