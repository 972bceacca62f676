"""Texts that are made for meetings: agendas, announcements, pages for minutes, the handbook."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentorkit.cohort.model import Person, Session
from mentorkit.meetings.agendas import Stage
from mentorkit.problems import Problem

Kind = Stage | Literal["announcement", "minutes", "handbook"]

FOLDER = "out/agendas"
"""Where the texts lie, below the cohort directory; the handbook lies in out/ itself."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A text for those who come to a meeting; nothing here has been sent.

    `session` is None of the handbook. `people` are the mentor and the mentee whose call it is for;
    other texts are for everybody. A `wiki` page is wikitext, anything else plain text with one
    paragraph a line. `reviewed` says whether a fluent reader has looked its template over.
    """

    kind: Kind
    session: Session | None
    people: tuple[Person, ...]
    language: str
    wiki: bool
    reviewed: bool
    subject: str
    text: str

    @property
    def file(self) -> str:
        """Where the text lies, relative to the cohort directory."""
        suffix = "wiki" if self.wiki else "txt"
        if self.session is None:
            return f"out/{self.kind}.{self.language}.{suffix}"
        return f"{FOLDER}/{self.session.series}-{self.session.id}.{self.kind}.{suffix}"


@dataclass(frozen=True, slots=True)
class Papers:
    """What one run of `meet agenda` made, seen from a day.

    `without` are pairs that have no meeting to come together for, by reference; `problems` are
    faults of templates, which keep their texts from being made.
    """

    as_of: date
    papers: tuple[Paper, ...] = ()
    without: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
