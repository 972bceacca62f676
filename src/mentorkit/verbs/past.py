"""All that went before with anybody, as files and journal know it, and the gate that heeds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mentorkit.cohort.model import Cohort
from mentorkit.recruit.answers import answers_in, read_lines, written_in
from mentorkit.rules.delivery import Posted
from mentorkit.rules.gate import Gate


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record of earlier letters: private/invitations.jsonl, the journal, the trial.

    `answers` is the text of the first; `secret` the cohort's, empty where nothing was sent yet.
    """

    answers: str = ""
    posted: Sequence[Posted] = ()
    arms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    secret: bytes = field(default=b"", repr=False)


def gate_of(cohort: Cohort, past: Past, as_of: date) -> Gate:
    """Return the gate of a cohort on a day; the caller has looked for lines that cannot be read."""
    lines, _ = read_lines(past.answers)
    answers, written = answers_in(lines), written_in(lines)
    return Gate(cohort, answers, past.posted, as_of, past.arms, written=written, secret=past.secret)
