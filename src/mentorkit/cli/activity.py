"""mentorkit activity."""

import typer

from mentorkit.cli.shell import opened, put_json, recorded, say, settings_of, show
from mentorkit.render import activity as view
from mentorkit.verbs import activity as verb

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.callback(invoke_without_command=True)
def activity(ctx: typer.Context) -> None:
    """Show each participant's edits by month; `pull` fetches what is new."""
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx)
    at = opened(settings)
    table = verb.months(at.cohort, recorded(settings, at.directory), settings.day)
    show(settings, table, view.as_text, view.as_json)


@app.command()
def pull(ctx: typer.Context) -> None:
    """Fetch what is new in everybody's contributions on each wiki of mentorkit.yaml."""
    settings = settings_of(ctx)
    at = opened(settings)
    outcomes = []
    for outcome in verb.pull_cohort(at.cohort, recorded(settings, at.directory), settings.day):
        for files in outcome.writes:
            at.directory.write(files, own=True)
        outcomes.append(outcome)
        say(view.of_wiki(outcome))
    say(view.of_pull(outcomes))
    if settings.json:
        put_json(view.pull_as_json(outcomes))
    raise typer.Exit(verb.status(outcomes))
