"""A run of `meet send`: the messages that are due, and what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mentorkit.meetings.invitations import Notice, Outbox
from mentorkit.problems import Problem
from mentorkit.rules.delivery import Posted, Result


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in words: `language` is that of its template, `reviewed` whether one looked it over.

    `text` has lines of any length, one a paragraph.
    """

    notice: Notice
    language: str
    reviewed: bool
    subject: str
    text: str

    @property
    def file(self) -> str:
        """Where the draft lies, relative to the cohort directory."""
        return f"{FOLDER}/{self.notice.ref.replace('/', '-')}.{self.notice.person.id}.eml"


FOLDER = "out/mail"
"""Where the drafts lie, below the cohort directory."""


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """A notice that the contact gate lets nobody send, and the codes of why (`rules.gate`)."""

    notice: Notice
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to be sent, and what came of it.

    `results` holds how each attempt ended, by the message's file; it is None where nothing was
    tried. `stopped` says in words why the run ended early, if it did. `problems` are faults of
    templates, which keep their messages from being made. `unsure` and `refused` are from earlier
    runs. `people` are the ids of those whom the run was narrowed to; none for everybody.
    `turned_back` is what did not pass the gate.
    """

    messages: tuple[Message, ...] = ()
    without_address: tuple[Notice, ...] = ()
    refused: tuple[Posted, ...] = ()
    unsure: tuple[Posted, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: frozenset[str] = frozenset()
    results: Mapping[str, Result] | None = None
    stopped: str = ""
    turned_back: tuple[TurnedBack, ...] = ()

    @classmethod
    def of(
        cls, box: Outbox, messages: list[Message], problems: list[Problem], people: Iterable[str]
    ) -> "Sending":
        """Return what an outbox comes to once its notices are put into words."""
        return cls(
            tuple(messages),
            box.without_address,
            box.refused,
            box.unsure,
            tuple(problems),
            frozenset(people),
        )

    @property
    def waiting(self) -> tuple[Message, ...]:
        """The messages that are still to be sent: all, or those that were not taken this time."""
        if self.results is None:
            return self.messages
        done = {name for name, result in self.results.items() if result.state != "due"}
        return tuple(message for message in self.messages if message.file not in done)
