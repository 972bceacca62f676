"""mentorkit letter."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from mentorkit.cli import reading, sending
from mentorkit.cli.settings import Settings, plain_app
from mentorkit.cli.shell import Opened, opened, say, settings_of, show
from mentorkit.recruit.kinds import LetterKind
from mentorkit.render import letter_screens as view
from mentorkit.render import letters as drafts
from mentorkit.render.terminal import wrap
from mentorkit.rules.letter import Invitations, letter_file
from mentorkit.rules.sending import Allowed
from mentorkit.verbs import invite as inviting
from mentorkit.verbs import letter as verb
from mentorkit.verbs.past import Past

app = plain_app()


@app.command()
def letter(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="LETTER", help="As in thanks.mentor.")
    ] = None,
    who: reading.Who = None,
    show_: reading.Show = False,
    lint: reading.Lint = False,
    deliver: sending.Send = False,
    yes: sending.Yes = False,
    unreviewed: sending.Unreviewed = False,
    insist: sending.Insist = False,
) -> None:
    """List the kinds of letters, or draft those of one kind. They go nowhere without --send."""
    settings = settings_of(ctx)
    if kind is None:
        show(settings, settings.again, view.kinds_as_text, lambda options: view.kinds_as_json())
        return
    chosen = verb.kind_called(kind)
    draft = partial(_draft, settings, chosen, who or ())
    words = ["letter", kind, *(who or ())]
    if deliver:
        sending.send(settings, draft, words, ask=not yes, allowed=Allowed(unreviewed, insist))
    at = opened(settings)
    made = draft(at, reading.past(settings, at))
    if lint:
        reading.lint(settings, at, made, words)
    elif show_:
        reading.show_one(settings, at, made)
    else:
        _drafted(settings, at, made, chosen)


def _draft(
    settings: Settings, kind: LetterKind, who: Sequence[str], at: Opened, past: Past
) -> Invitations:
    folder = at.directory.root / "templates"
    return verb.write(at.cohort, kind, who, templates=folder, past=past, as_of=settings.day)


def _drafted(settings: Settings, at: Opened, made: Invitations, kind: LetterKind) -> None:
    at.directory.write(inviting.files(made), own=True)
    at.directory.remove([letter_file(refusal.person, kind.id) for refusal in made.refused])
    for note in (*verb.still_there(at.cohort, kind, made), *drafts.notes(made)):
        say(wrap(note))
    as_text = partial(view.as_text, kind=kind, options=settings.again)
    show(settings, made, as_text, drafts.as_json)
    reading.fail_on_problems(at, made)
