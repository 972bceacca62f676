"""What `invite` and `letter` share: show letters as they would be sent, and look them over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, prefix, put, put_json, refuse
from mentorkit.doors.journal import known_secret, read_posted
from mentorkit.problems import Exit, Misuse
from mentorkit.recruit.allotment import FILE as ALLOTMENT
from mentorkit.recruit.allotment import read_arms
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.answers import read_lines
from mentorkit.render import letter_screens as view
from mentorkit.render import problems as problem_view
from mentorkit.rules.letter import Invitations
from mentorkit.rules.replay import as_prepared_on
from mentorkit.verbs.lint import lint as looked_over
from mentorkit.verbs.past import Past

Who = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERSON", help="Ids, user names, or the start of a name."),
]
Show = Annotated[bool, typer.Option("--show", help="Print one letter as it would be sent.")]
Lint = Annotated[bool, typer.Option("--lint", help="Say what is wrong with them.")]


def past(settings: Settings, at: Opened) -> Past:
    """Read what is on record of earlier letters; where the journal has faults, end with 1."""
    root = at.directory.root
    journal = read_posted(root)
    if journal.problems:
        refuse(settings, journal.problems, root)
    answers = at.directory.read_text(ANSWERS) or ""
    return Past(answers, journal.posted, arms_of(settings, at), known_secret(root))


def answers_of(settings: Settings, at: Opened) -> str:
    """Read what people answered to invitations; where a line has a fault, end with status 1.

    A line that cannot be read may be somebody's no.
    """
    answers = at.directory.read_text(ANSWERS) or ""
    _, problems = read_lines(answers)
    if problems:
        refuse(settings, problems, at.directory.root)
    return answers


def arms_of(settings: Settings, at: Opened) -> dict[str, str]:
    """Read who was allotted to which arm of the trial; where that has faults, end with 1."""
    arms, problems = read_arms(at.directory.read_text(ALLOTMENT) or "")
    if problems:
        refuse(settings, problems, at.directory.root)
    return arms


def show_one(settings: Settings, at: Opened, made: Invitations) -> None:
    """Print the one letter that was made; for a talk page also as the wiki would show it."""
    # The network's libraries are slow to import, and drafting needs none.
    from mentorkit.verbs.preview import preview_of

    fail_on_problems(at, made)
    if len(made.letters) != 1:
        said = f"are {len(made.letters)} letters" if made.letters else "is no letter"
        who = "; ".join(f"{each.person}: {', '.join(each.why)}" for each in made.refused)
        hint = f"none to {who}" if who and not made.letters else "name one person"
        raise Misuse(f"--show is for one letter, and there {said}", hint)
    letter = made.letters[0]
    person = at.cohort.people.get(letter.person) or at.cohort.candidates[letter.person]
    assumed = len(letter.channels) > 1 and not person.channel
    found = preview_of(letter, at.cohort, settings.day)
    told = (found.letter, found.section, found.shown, found.failed)
    if settings.json:
        put_json(view.shown_as_json(*told))
    else:
        put(view.shown_as_text(*told, assumed=assumed, options=settings.again), plain=True)


def fail_on_problems(at: Opened, made: Invitations) -> None:
    """Say what is wrong with the templates of letters; end with status 1 if anything."""
    if made.problems:
        say(problem_view.as_text(made.problems, prefix(at.directory.root)))
        raise typer.Exit(Exit.PROBLEMS)


def lint(settings: Settings, at: Opened, made: Invitations, command: Sequence[str]) -> None:
    """Print all that is wrong with letters; end with status 1 where something is to be mended."""
    templates = at.directory.root / "templates"
    # The words of a letter are those of its draft: with the pairs of the day.
    then = replace(at.cohort, pairs=as_prepared_on(at.cohort, settings.day).pairs)
    found = (*made.problems, *looked_over(then, made.letters, templates=templates))
    if settings.json:
        put_json(view.lint_as_json(made.letters, found))
    else:
        words = " ".join(("mentorkit", *command))
        put(view.lint_as_text(made.letters, found, words, prefix(at.directory.root)))
    if any(not each.warning for each in found):
        raise typer.Exit(Exit.PROBLEMS)
