"""One letter of any kind to one person, from the files to the words."""

from dataclasses import replace
from datetime import date

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.problems import Problem
from mentorkit.recruit.kinds import LetterKind
from mentorkit.recruit.letters import Draft, draft, usable
from mentorkit.render.templates import Rendered, Templates
from mentorkit.rules.letter import Letter


def compose(
    person: Person,
    kind: LetterKind,
    cohort: Cohort,
    sender: Person,
    wordings: Templates,
    *,
    channel: str = "",
    sent: date | None = None,
) -> Letter | Problem:
    """Return a letter, or what is wrong with its template.

    `channel` is the one to word it for; else it is the first that its template names and that
    reaches the person, theirs (`channel:`) before the others. `sent` is the day of the letter
    that this one follows.
    """
    known = wordings.languages(kind.id)
    language = draft(person, cohort, sender, known, kind).language
    open_ = usable(wordings.channels(language, kind.id), person)
    via = channel or next(iter(open_), "")
    said = draft(person, cohort, sender, known, kind, channel=via, sent=sent)
    made = wordings.render(said.language, kind.id, said.values)
    if isinstance(made, Problem):
        return made
    role = next((role for role in person.roles if role in kind.roles), "")
    letter = _letter(person.id, role, said, made)
    return replace(
        letter,
        channels=open_,
        channel=via,
        kind=kind.id,
        host=person.home or "",
        kept=kept(person),
        sent=sent,
    )


def _letter(person: str, role: str, said: Draft, made: Rendered) -> Letter:
    return Letter(
        person=person,
        role=role,
        to=said.to,
        talk_page=said.talk_page,
        email=said.email,
        asked=said.asked,
        language=said.language,
        subject=made.subject,
        text=made.text,
        channels=(),
        reviewed=made.reviewed,
        unfinished=said.unfinished,
        template=made.file,
        typed=said.typed,
    )


def kept(person: Person) -> str:
    """Return the file in which somebody's words for letters stand, or would stand."""
    folder = "candidates" if isinstance(person, Candidate) else "people"
    return f"private/{folder}/{person.id}.yaml"
