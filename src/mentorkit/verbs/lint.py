"""Look letters over: all that is wrong with them, each finding where somebody would mend it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person
from mentorkit.problems import Problem, in_order
from mentorkit.recruit.kinds import KINDS
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.lint import alike, findings
from mentorkit.render.templates import Templates
from mentorkit.rules.letter import Letter
from mentorkit.verbs.composing import compose


def lint(
    cohort: Cohort, letters: Sequence[Letter], *, templates: Path | None
) -> tuple[Problem, ...]:
    """Return what is wrong with some letters, in the words of every channel they may go by.

    Remarks that keep nothing from being sent are warnings.
    """
    wordings = Templates(templates)
    found = [each for letter in letters for each in _of_one(letter, cohort, wordings)]
    return tuple(in_order(dict.fromkeys([*found, *alike(letters, cohort)])))


def _of_one(letter: Letter, cohort: Cohort, wordings: Templates) -> Iterator[Problem]:
    person: Person = cohort.people.get(letter.person) or cohort.candidates[letter.person]
    kind, sender = KINDS[letter.kind], sender_of(cohort)
    for channel in letter.channels or (letter.channel,):
        if sender is None:
            return
        made = compose(person, kind, cohort, sender, wordings, channel=channel, sent=letter.sent)
        if isinstance(made, Problem):
            yield made
            continue
        for found in findings(made, person, kind):
            own = found.place.file == made.template
            place = wordings.where(made.template, found.source) if own else found.place
            yield found._replace(place=place, source="" if own else found.source)
