"""mentorkit invite."""

from collections.abc import Sequence
from functools import partial

import typer

from mentorkit.cli import reading, sending
from mentorkit.cli.settings import Settings, plain_app
from mentorkit.cli.shell import Opened, opened, say, settings_of, show
from mentorkit.render import letters as view
from mentorkit.render.terminal import wrap
from mentorkit.rules.letter import Invitations
from mentorkit.rules.sending import Allowed
from mentorkit.verbs import invite as verb
from mentorkit.verbs.past import Past

app = plain_app()


@app.command()
def invite(
    ctx: typer.Context,
    who: reading.Who = None,
    show_: reading.Show = False,
    lint: reading.Lint = False,
    deliver: sending.Send = False,
    yes: sending.Yes = False,
    unreviewed: sending.Unreviewed = False,
    insist: sending.Insist = False,
    settle: sending.Settle = None,
) -> None:
    """Draft a personal letter to each candidate.

    It is in their language, and goes nowhere without --send. Then it goes by the wiki's mail, to
    the talk page, or by mail, once each; nobody is written to who does not want to be.
    """
    settings = settings_of(ctx)
    draft = partial(_draft, settings, who or ())
    words = ["invite", *(who or ())]
    if settle is not None:
        sending.settle(settings, *settle)
    elif deliver:
        sending.send(settings, draft, words, ask=not yes, allowed=Allowed(unreviewed, insist))
    else:
        at = opened(settings)
        made = draft(at, reading.past(settings, at))
        if lint:
            reading.lint(settings, at, made, words)
        elif show_:
            reading.show_one(settings, at, made)
        else:
            _drafted(settings, at, made)


def _draft(settings: Settings, who: Sequence[str], at: Opened, past: Past) -> Invitations:
    templates = at.directory.root / "templates"
    return verb.invite(at.cohort, who, templates=templates, past=past, as_of=settings.day)


def _drafted(settings: Settings, at: Opened, made: Invitations) -> None:
    at.directory.write(verb.files(made), own=True)
    at.directory.remove(verb.withdrawn(made))
    for note in view.notes(made):
        say(wrap(note))
    show(settings, made, view.as_text, view.as_json)
    reading.fail_on_problems(at, made)
