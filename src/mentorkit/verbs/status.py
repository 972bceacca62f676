"""status: today's brief, from all that the files and the tool's own records say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors.activity import read_activity
from mentorkit.doors.directory import Directory, open_cohort
from mentorkit.meetings import plan
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.answers import read_answers
from mentorkit.recruit.gate import Gate
from mentorkit.rules.agenda import Agenda, Seen, agenda, faulty
from mentorkit.rules.answer import Answer
from mentorkit.rules.letter import letter_file
from mentorkit.rules.replay import as_known_on


def status(root: Path, today: date, as_of: date) -> Agenda:
    """Return what is late and what is next in the cohort at `root`.

    `today` is the real date; from an earlier `as_of` the cohort is seen as it was known then.
    Where mentorkit.yaml cannot be used, the agenda says no more than how many problems there are.
    Raises Misuse where `root` is no cohort directory.
    """
    cohort, problems = open_cohort(root, today)
    recorded = read_activity(root)
    directory = Directory(root, cohort.sources if cohort else {})
    answers, unread = read_answers(directory.read_text(ANSWERS) or "")
    faults = sum(not problem.warning for problem in (*problems, *recorded.problems, *unread))
    if cohort is None:
        return Agenda(as_of, tuple(faulty(faults)))
    known = _known(cohort, as_of) if as_of < today else cohort
    drafts = directory.names("out/invitations", ".txt")
    seen = Seen(
        problems=faults,
        lacking=lacking_calls(cohort, as_of),
        # An answer that cannot be read may have been a no.
        uninvited=() if unread else uninvited(known, answers, drafts, as_of),
        pulled=recorded.pulled,
    )
    return agenda(known, as_of, seen)


def _known(cohort: Cohort, as_of: date) -> Cohort:
    """Return the cohort as of a day, with the pairs that are made already and dated its start."""
    paired = as_known_on(cohort, max(as_of, cohort.programme.start)).pairs
    return replace(as_known_on(cohort, as_of), pairs=paired)


def lacking_calls(cohort: Cohort, as_of: date) -> Mapping[str, int]:
    """Return how many calls each pair has still to plan, by reference; none after the end.

    They are those that `meet plan` proposes, and those for which it finds no time.
    """
    if as_of > cohort.programme.end:
        return {}
    return plan.lacking_calls(cohort, as_of)


def uninvited(
    cohort: Cohort, answers: Sequence[Answer], drafts: Sequence[str], as_of: date
) -> list[str]:
    """Return the ids of the candidates who may be written to, and have no draft and no answer."""
    gate = Gate(cohort, answers, as_of)
    told = {answer.person for answer in answers}
    return [
        person
        for person, candidate in sorted(cohort.candidates.items())
        if person not in told and letter_file(person) not in drafts and not gate.refusals(candidate)
    ]
