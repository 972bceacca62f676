"""What `meet agenda` and `meet remind` do, for a person at a terminal."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import typer

from mentorkit.cli import sending
from mentorkit.cli.reading import answers_of
from mentorkit.cli.settings import Settings, say
from mentorkit.cli.shell import Opened, opened, prefix, show
from mentorkit.meetings.briefings import FOLDER, Papers
from mentorkit.problems import Exit, Problem
from mentorkit.render import problems as problem_view
from mentorkit.render.meetings import agendas as view
from mentorkit.render.meetings import reminders as reminder_view
from mentorkit.render.terminal import wrap
from mentorkit.rules.moment import Moment
from mentorkit.rules.sending import Allowed
from mentorkit.verbs import meet_agenda as verb
from mentorkit.verbs import meet_remind
from mentorkit.verbs.past import Past

if TYPE_CHECKING:
    from mentorkit.verbs.notes import Noted


def agendas(settings: Settings, language: str | None) -> None:
    """Write the texts for all sessions and show which there are. Raises Misuse."""
    at = opened(settings)
    papers = verb.agendas(
        at.cohort, settings.day, templates=at.directory.root / "templates", language=language
    )
    changed = at.directory.write(verb.files(papers), own=True)
    lying = [name for suffix in (".txt", ".wiki") for name in at.directory.names(FOLDER, suffix)]
    at.directory.remove(verb.stale(lying, papers))
    _tell(papers)
    as_text = partial(view.as_text, changed=changed, options=settings.again)
    show(settings, papers, as_text, partial(view.as_json, changed=changed))
    _end(at, papers.problems)


def agenda(settings: Settings, session: str, language: str | None) -> None:
    """Write the texts for one session and show what they say. Raises Misuse."""
    at = opened(settings)
    papers = verb.agenda(
        at.cohort,
        settings.day,
        session,
        templates=at.directory.root / "templates",
        language=language,
    )
    changed = at.directory.write(verb.files(papers), own=True)
    _tell(papers)
    as_text = partial(view.one_as_text, options=settings.again)
    show(settings, papers, as_text, partial(view.as_json, changed=changed, texts=True))
    _end(at, papers.problems)


def handbooks(settings: Settings, language: str | None) -> None:
    """Write the handbook in the languages that mentors need, or in one. Raises Misuse."""
    at = opened(settings)
    papers = verb.handbooks(
        at.cohort, settings.day, templates=at.directory.root / "templates", language=language
    )
    changed = at.directory.write(verb.files(papers), own=True)
    _tell(papers)
    as_text = partial(view.handbooks_as_text, changed=changed, options=settings.again)
    show(settings, papers, as_text, partial(view.handbooks_as_json, changed=changed))
    _end(at, papers.problems)


def reminders(settings: Settings, within: int) -> None:
    """Write the reminders of what begins in some days to come and show whom they are for."""
    at = opened(settings)
    moment = Moment(settings.now, settings.day)
    drafts = meet_remind.remind(
        at.cohort, moment, within, templates=at.directory.root / "templates"
    )
    changed = at.directory.write(meet_remind.files(drafts), own=True)
    lying = at.directory.names(meet_remind.FOLDER, ".txt")
    at.directory.remove(meet_remind.stale(lying, drafts))
    _say(reminder_view.notes(drafts))
    send = f"meet remind{_within(within)} --send"
    as_text = partial(reminder_view.as_text, changed=changed, options=settings.again, send=send)
    show(settings, drafts, as_text, partial(reminder_view.as_json, changed=changed))
    _end(at, drafts.problems)


def send_reminders(settings: Settings, within: int, *, ask: bool, unreviewed: bool) -> NoReturn:
    """Send the reminders of what begins in some days to come, each once.

    Raises Misuse, Refused and WikiFailed.
    """
    # The network's libraries are slow to import, and drafting needs none.
    from mentorkit.verbs.remind_send import reminders as due

    def notes(at: Opened, past: Past) -> "Noted":
        answers_of(settings, at)
        moment = Moment(settings.now, settings.day)
        return due(
            at.cohort, past.posted, moment, within, templates=at.directory.root / "templates"
        )

    sending.send_notes(
        settings,
        notes,
        ["meet", "remind", *(("--within", str(within)) if within != WITHIN else ())],
        ask=ask,
        allowed=Allowed(unreviewed),
        nothing="Nothing to send: everybody was reminded of what comes up, or nothing does.",
    )


def _within(days: int) -> str:
    return f" --within {days}" if days != WITHIN else ""


WITHIN = 7
"""How many days ahead reminders look where nobody says otherwise."""


def _tell(papers: Papers) -> None:
    _say(view.notes((paper.language, paper.reviewed) for paper in papers.papers))


def _say(notes: Iterable[str]) -> None:
    for note in notes:
        say(wrap(note))


def _end(at: Opened, problems: Sequence[Problem]) -> None:
    if problems:
        say(problem_view.as_text(problems, prefix(at.directory.root)))
        raise typer.Exit(Exit.PROBLEMS)
