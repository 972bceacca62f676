"""mentorkit survey, and its commands form and import."""

import secrets
import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from mentorkit.cli import sending
from mentorkit.cli.reading import answers_of
from mentorkit.cli.settings import Settings, plain_app, say, settings_of
from mentorkit.cli.shell import Opened, opened, put, put_json, show
from mentorkit.cohort.scalars import read_id
from mentorkit.cohort.words import understood
from mentorkit.doors.directory import Directory
from mentorkit.doors.outside import read_named_file
from mentorkit.outcomes.survey_items import Format, Wave, Who
from mentorkit.outcomes.survey_tokens import LENGTH, LETTERS
from mentorkit.problems import Exit, Misuse, nearest
from mentorkit.render import surveys as view
from mentorkit.rules.moment import Moment
from mentorkit.rules.sending import Allowed
from mentorkit.verbs import survey as verb
from mentorkit.verbs.past import Past

if TYPE_CHECKING:
    from mentorkit.verbs.survey_form import Forms, Wanted

app = plain_app()


One = str | None
Write = Annotated[bool, typer.Option("--write", help="Save them; without this, only look.")]
Insist = Annotated[
    bool, typer.Option("--insist", help="Remind people although no answer was imported.")
]


class _Read:
    """Reads private files, and remembers what it read: of two writers at once one is refused."""

    def __init__(self, at: Opened):
        self._at = at
        self._read: dict[str, bytes] = {}

    def __call__(self, name: str) -> str | None:
        text = self._at.directory.read_text(name)
        if text is not None:
            self._read[name] = text.encode()
        return text

    def to_write(self) -> Directory:
        """Return the directory as it was when all of this was read."""
        return Directory(self._at.directory.root, {**self._at.cohort.sources, **self._read})


@app.callback(invoke_without_command=True)
def survey(ctx: typer.Context) -> None:
    """Show who was asked and how many answered. Numbers that would tell on somebody are withheld.

    Its command `form` writes the questions, `import` reads the answers.
    """
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx)
    at = opened(settings)
    standings = verb.standings(at.cohort, at.directory.read_text, settings.day)
    as_text = partial(view.standings_as_text, options=settings.again)
    show(settings, standings, as_text, view.standings_as_json)


@app.command()
def form(
    ctx: typer.Context,
    wave: Annotated[str, typer.Option(metavar="ID", help="As in mid or end.")],
    role: Annotated[str, typer.Option(metavar="mentee|mentor", help="Who is asked.")],
    format_: Annotated[
        str, typer.Option("--format", metavar="text|wikitext|csv", help="What the form is.")
    ] = "text",
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Else every language there is.")
    ] = None,
    deliver: Annotated[
        bool, typer.Option("--send", help="Send each person the form with their own token.")
    ] = False,
    yes: sending.Yes = False,
    unreviewed: sending.Unreviewed = False,
    insist: Insist = False,
) -> None:
    """Write the questions, and draw a token for each person.

    The forms go to out/surveys/, the tokens to private/surveys/tokens.csv. Whoever has a token
    keeps it. With --send each gets their form by mail or wiki mail, in their language; sent again,
    it reminds those who have not answered, three times at most.
    """
    # Jinja is not for those who only look how many answered.
    from mentorkit.verbs import survey_form

    settings = settings_of(ctx)
    asked = Wave(understood(read_id, wave, "--wave"), _one_of(_ROLES, role, "--role"))
    wanted = survey_form.Wanted(asked, _one_of(_FORMATS, format_, "--format"), language or ())
    if deliver:
        _send(settings, wanted, Allowed(unreviewed, insist), ask=not yes)
    made = _formed(settings, opened(settings), wanted)
    names = [*made.forms, *made.tokens]
    if settings.json:
        put_json(view.forms_as_json(made.wave, names, made.asked, made.drawn, made.problems))
    elif made.problems:
        say(view.refused(made.problems))
    else:
        put(view.forms_as_text(names, made.asked, made.drawn, made.unread, settings.again))
    raise typer.Exit(Exit.PROBLEMS if made.problems else Exit.FINE)


def _formed(settings: Settings, at: Opened, wanted: "Wanted") -> "Forms":
    """Make the forms and draw the tokens, and write both."""
    from mentorkit.verbs import survey_form

    lists = _Read(at)
    register = verb.register_of(lists)
    templates = at.directory.root / "templates"
    made = survey_form.form(at.cohort, wanted, register, settings.day, templates, _draw)
    if not made.problems:
        # Nobody is told of a form before the tokens are safe.
        lists.to_write().write(made.tokens)
        at.directory.write(made.forms, own=True)
    return made


def _send(settings: Settings, wanted: "Wanted", allowed: Allowed, *, ask: bool) -> NoReturn:
    """Send everybody the form with their own token. Raises Misuse, Refused and WikiFailed."""
    # The network's libraries are slow to import.
    from mentorkit.verbs.notes import Noted
    from mentorkit.verbs.survey_send import Round, forms

    if wanted.format != "text":
        raise Misuse("only a form of plain text can be sent", "leave out --format")

    def notes(at: Opened, past: Past) -> Noted:
        answers_of(settings, at)
        made = _formed(settings, at, wanted)
        if made.problems:
            return Noted(problems=made.problems)
        now = Round(verb.register_of(_Read(at)), past.posted, settings.day, allowed.alike)
        return forms(at.cohort, wanted, now, at.directory.root / "templates")

    words = ["survey", "form", "--wave", wanted.wave.wave, "--role", wanted.wave.role]
    words += [word for each in wanted.languages for word in ("--language", each)]
    nothing = "Nothing to send: everybody who was asked has answered."
    sending.send_notes(settings, notes, words, ask=ask, allowed=allowed, nothing=nothing)


_ROLES: tuple[Who, ...] = ("mentee", "mentor")
_FORMATS: tuple[Format, ...] = ("text", "wikitext", "csv")

W = TypeVar("W", bound=str)


def _one_of(known: Sequence[W], text: str, option: str) -> W:
    """Return the word of a list that was typed. Raises Misuse where it is none of them."""
    for word in known:
        if word == text:
            return word
    hint = nearest(text, known) or f"say {' or '.join(known)}"
    raise Misuse(f"{option}: '{text}' is not known", hint)


def _draw() -> str:
    letters = [secrets.choice(LETTERS) for _ in range(LENGTH)]
    return "".join([*letters[: LENGTH // 2], "-", *letters[LENGTH // 2 :]])


@app.command(name="import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="One row a person.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=ITEM", help="What a column holds; again for more."),
    ] = None,
    closed: Annotated[
        One, typer.Option(metavar="DATE", help="The last day that answers were taken; else today.")
    ] = None,
    write: Write = False,
) -> None:
    """Read answers from a CSV file, and count them.

    A column holds token, s1, s2, r1, r2, v1, v2, v3 or words; map one to nothing to leave it out.
    Numbers and words are stored apart, without names. If any row has a problem, nothing is saved.
    """
    from mentorkit.verbs import survey_form

    settings = settings_of(ctx)
    at = opened(settings)
    source = verb.Source(read_named_file(file), str(file), columns or (), closed)
    lists = _Read(at)
    wording = survey_form.wording(at.directory.root / "templates")
    moment = Moment(settings.now, settings.day)
    imported = verb.import_answers(at.cohort, source, lists, wording, moment)
    faulty = bool(imported.problems)
    saved = lists.to_write().write(imported.files) if write and not faulty else None
    if settings.json:
        put_json(view.imported_as_json(imported, written=saved is not None))
    elif faulty:
        say(view.refused(imported.problems))
    else:
        words = ["mentorkit", "survey", "import", str(file)]
        words += [word for each in columns or () for word in ("--map", each)]
        words += ["--closed", closed] if closed else []
        put(view.imported_as_text(imported, shlex.join(words), saved, options=settings.again))
    raise typer.Exit(Exit.PROBLEMS if faulty else Exit.FINE)
