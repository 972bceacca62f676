"""A letter as its makers and its senders hand it on, and why somebody gets none."""

from dataclasses import dataclass
from datetime import date

from mentorkit.problems import Problem


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be read over; nothing here has been sent.

    `asked` holds the recipient's languages as written, `language` the one the template speaks.
    `talk_page` and `email` are empty where unknown. `channels` are those that the template is fit
    for and that reach the person: wikimail, talk or mail, the preferred one first; `channel` is
    the one that `text` is worded for, empty where there is none. `unfinished` names the fields
    that a person still has to write, in `kept`, a file below `private/`. `kind` is the template's
    name, such as "invite.mentee", `template` what messages call its file, `host` the home wiki.
    `typed` are the words in it that a person typed, by their keys; `sent` is the day of the
    letter that it follows.
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
    kind: str = ""
    channel: str = ""
    host: str = ""
    template: str = ""
    kept: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    sent: date | None = None

    @property
    def file(self) -> str:
        """Where the draft lies, relative to the cohort directory."""
        return letter_file(self.person, self.kind)


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


def letter_file(person: str, kind: str = "") -> str:
    """Return where the draft to a person lies, relative to the cohort directory.

    Invitations, and the question before, lie by themselves; a letter without a kind is one.
    """
    if not kind or kind.startswith(("ask.", "invite.")):
        return f"out/invitations/{person}.txt"
    return f"out/letters/{person}.{kind}.txt"
