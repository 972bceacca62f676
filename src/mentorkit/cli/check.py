"""mentorkit check."""

import typer

from mentorkit.cli.settings import plain_app
from mentorkit.cli.shell import prefix, put, put_json, root_of, say, settings_of
from mentorkit.problems import Exit
from mentorkit.render import problems as view
from mentorkit.verbs.check import check as look

app = plain_app()


@app.command()
def check(ctx: typer.Context) -> None:
    """Print every problem in the files. Each comes with its place and what to do."""
    settings = settings_of(ctx)
    root = root_of(settings)
    cohort, found = look(root, settings.today)
    problems = [problem for problem in found if not problem.warning]
    warnings = [problem for problem in found if problem.warning]
    if settings.json:
        put_json(view.as_json(problems, warnings))
    elif problems or cohort is None:
        put(view.as_text(problems, prefix(root)))
        say(view.counted(problems, cohort))
    else:
        put(view.nothing_wrong(cohort))
    if warnings and not settings.json:
        say(view.as_text(warnings, prefix(root)))
    raise typer.Exit(Exit.PROBLEMS if problems else Exit.FINE)
