"""What one run that sends letters comes to: which are ready, who gets none, what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mentorkit.problems import Problem
from mentorkit.rules.delivery import Posted, Result
from mentorkit.rules.letter import Letter, Refusal
from mentorkit.rules.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person insists on: to send wordings that nobody reviewed, and words said twice."""

    unreviewed: bool = False
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that may go, worded for its channel, and the form in which it travels.

    `renamed` is the user name that the account has by now, where the files have an older one.
    """

    letter: Letter
    parcel: Parcel
    renamed: str = ""

    @property
    def key(self) -> str:
        """The key of its delivery."""
        return self.parcel.delivery.key


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for a person, and the codes of what for.

    `unfinished`  something that a person has to write is missing
    `unreviewed`  no fluent reader has looked its wording over
    `alike`  nearly the same was written about somebody else
    `lint`  it breaks a rule that protects its reader
    """

    letter: Letter
    why: tuple[str, ...]


class Unasked(NamedTuple):
    """Why a wiki could not be asked, what to do about it, and the ids of those who wait for it."""

    why: str
    hint: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sending:
    """Letters to be sent, or that were: `results` say how each attempt ended, by key.

    `unasked` says by host why a wiki could not be asked; its people wait. `unsure` are letters of
    which nobody knows whether they arrived, `doubts` why wikis could not be asked about them.
    `stopped` says where sending ended early, empty if nowhere, and `advice` what to do about that;
    `broken` is whether it was this computer that could not go on, with a full disk for one.
    `held_back` counts what waits for another day. `problems` are faults of wordings and reasons.
    """

    ready: tuple[Ready, ...] = ()
    refused: tuple[Refusal, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[Problem, ...] = ()
    unasked: Mapping[str, Unasked] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    unsure: tuple[Posted, ...] = ()
    doubts: tuple[str, ...] = ()
    stopped: str = ""
    advice: tuple[str, ...] = ()
    broken: bool = False
    held_back: int = 0

    def ended(self, state: str) -> list[Ready]:
        """Return the letters whose delivery came to a state in this run."""
        return [each for each in self.ready if self.state(each) == state]

    def way(self, each: Ready) -> tuple[str, str]:
        """Return by which channel a letter went or was to go, and the host, empty for mail."""
        result = self.results.get(each.key)
        earlier = result.earlier if result else None
        if earlier is None:
            return each.letter.channel, each.parcel.host
        return earlier.channel, str(earlier.about.get("host", ""))

    def state(self, each: Ready) -> str:
        """Return what became of a letter in this run: a state, or `waiting` where nothing did."""
        result = self.results.get(each.key)
        return result.state if result else "waiting"
