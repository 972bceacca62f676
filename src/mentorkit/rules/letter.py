"""A letter as its makers and its senders hand it on, and why somebody gets none."""

from dataclasses import dataclass
from datetime import date

from mentorkit.problems import Problem


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be read over; nothing here has been sent.

    `asked` holds the recipient's languages as written, `language` the one the template speaks.
    `talk_page` and `email` are empty where unknown. `channels` are those that the template is fit
    for and that reach the person: wikimail, talk or mail. `unfinished` names
    the fields that a person still has to write.
    """

    person: str
    role: str
    to: str
    talk_page: str
    email: str
    asked: tuple[str, ...]
    language: str
    subject: str
    text: str
    channels: tuple[str, ...]
    reviewed: bool
    unfinished: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Where the draft lies, relative to the cohort directory."""
        return letter_file(self.person)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody who gets no letter, and the codes of why.

    `lacking` says in words what keeps the home wiki from counting as assenting.
    """

    person: str
    why: tuple[str, ...]
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Invitations:
    """What one run of `invite` made: letters, people refused, and faults of the files.

    `ended` is the last day of the programme where that is past, `as_of` the day of the run;
    `spoken` is the first language of the sender, as written, or empty.
    """

    letters: tuple[Letter, ...] = ()
    refused: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    ended: date | None = None
    as_of: date | None = None
    spoken: str = ""


def letter_file(person: str) -> str:
    """Return where the draft to a person lies, relative to the cohort directory."""
    return f"out/invitations/{person}.txt"
