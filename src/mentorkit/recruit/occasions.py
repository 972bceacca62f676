"""What must have happened before a letter that tells of it: a decision, or an answer."""

from collections.abc import Collection, Mapping

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.recruit.replies import LETTERS as AFTER_ANSWERS
from mentorkit.recruit.selection import LETTERS as AFTER_DECISIONS
from mentorkit.recruit.selection import state_of

_TELLS: Mapping[str, str] = {letter: state for (state, _), letter in AFTER_DECISIONS.items()}
_FOLLOWS: Mapping[str, str] = {
    letter: answer for answer, letters in AFTER_ANSWERS.items() for letter in letters.values()
}


def unfounded(
    cohort: Cohort, person: Person, letter: str, answers: Collection[str]
) -> tuple[str, ...]:
    """Return the code of why a kind of letter would tell somebody what is not so, if it would.

    `cohort` is as known on the day, `answers` are those that the person gave. Whoever takes part
    without having applied has a place, and so has a candidate who said yes.

    `not-decided`  it tells a decision that nobody made, or another one than stands
    `not-answered`  it follows an answer that they have not given
    """
    application = cohort.applications.get(person.id)
    answered = _FOLLOWS.get(letter) in answers
    if letter not in _TELLS:
        return ("not-answered",) if letter in _FOLLOWS and not answered else ()
    if application:
        holds = state_of(application) == _TELLS[letter]
    else:
        holds = letter in _FOLLOWS and (answered or not isinstance(person, Candidate))
    return () if holds else ("not-decided",)
