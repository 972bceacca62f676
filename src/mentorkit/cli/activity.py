"""mentorkit activity."""

import sys
from functools import partial

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import opened, put_json, recorded, say, settings_of, show, teller
from mentorkit.doors.activity import DIGESTS, alone
from mentorkit.render import activity as view
from mentorkit.rules.counting import unasked
from mentorkit.verbs import activity as verb

app = plain_app()


@app.callback(invoke_without_command=True)
def activity(ctx: typer.Context) -> None:
    """Show each participant's edits by month. Its command `pull` fetches what is new."""
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx)
    at = opened(settings)
    table = verb.months(at.cohort, recorded(settings, at.directory), settings.day)
    bars = view.BARS if "utf" in (sys.stdout.encoding or "").lower() else view.DIGITS
    as_text = partial(view.as_text, bars=bars, options=settings.again)
    show(settings, table, as_text, view.as_json)


@app.command()
def pull(ctx: typer.Context) -> None:
    """Fetch what is new on each wiki.

    That is what the mentors and mentees who agreed contributed to the wikis of mentorkit.yaml since
    the last time; what was fetched already is not fetched again.
    """
    settings = settings_of(ctx)
    at = opened(settings)
    hosts = verb.wikis_of(at.cohort)
    tell = teller()
    outcomes, changed = [], set()
    with alone(at.directory.root):
        rows = recorded(settings, at.directory, pulls=True)
        for outcome in verb.pull_cohort(at.cohort, rows, settings.day, settings.now, tell):
            for files in outcome.writes:
                changed.update(at.directory.write(files, own=True))
            outcomes.append(outcome)
            tell("")
            say(view.of_wiki(outcome, hosts))
    unsaid = unasked(at.cohort.people.values())
    if unsaid:
        say(view.of_unasked(unsaid))
    say(view.of_pull(outcomes, len(changed - {DIGESTS}), settings.again))
    if settings.json:
        put_json(view.pull_as_json(outcomes, unsaid))
    raise typer.Exit(verb.status(outcomes))
