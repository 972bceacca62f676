"""Who is due for the one reminder: nobody answered, nobody said no, and enough days have passed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from mentorkit.cohort.model import Candidate, Cohort
from mentorkit.recruit.kinds import KINDS
from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Contact, Written
from mentorkit.rules.gate import Gate, role_of


class FollowUp(NamedTuple):
    """Somebody who is due for a reminder: the kind of letter, and since when.

    `asked_for` says that they asked to be written to again on the day `since`; otherwise it is
    that of the latest letter, or None.
    """

    candidate: Candidate
    letter: str
    since: date | None
    asked_for: bool = False


def due(
    cohort: Cohort,
    gate: Gate,
    answers: Iterable[Answer],
    written: Iterable[Written],
    day: date,
) -> Iterator[FollowUp]:
    """Yield everybody whom the gate lets have a reminder on a day, in the order of their ids.

    `answers` and `written` are as known on the day. Whoever said later comes up on the day that
    they named, whoever said nothing after the days of `letters: after:`, and nobody more often
    than `letters: at_most:` says.
    """
    asked_for = {each.person: each.again for each in answers if each.answer == "later"}
    sent: dict[str, date] = {}
    for letter in written:
        sent[letter.person] = max(letter.on, sent.get(letter.person, letter.on))
    for person, candidate in sorted(cohort.candidates.items()):
        kind = f"follow-up.{role_of(candidate)}"
        if kind not in KINDS or gate.refusals(candidate, Contact(kind, "", day)):
            continue
        again = asked_for.get(person)
        yield FollowUp(candidate, kind, again or sent.get(person), again is not None)
