"""Draft a personal letter to each candidate. Nothing is sent."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.problems import Problem, in_order
from mentorkit.recruit.answers import read_answers
from mentorkit.recruit.letters import invitation, sender_of
from mentorkit.render.letters import as_file
from mentorkit.render.templates import Templates
from mentorkit.rules.gate import role_of
from mentorkit.rules.letter import Invitations, Letter, Refusal, letter_file
from mentorkit.rules.naming import find_person
from mentorkit.verbs.composing import compose
from mentorkit.verbs.past import Past, gate_of

NO_PAST = Past()
"""Nothing is known of earlier letters."""


def invite(
    cohort: Cohort,
    who: Sequence[str] = (),
    *,
    templates: Path | None,
    past: Past = NO_PAST,
    as_of: date,
) -> Invitations:
    """Draft the letters to some people, or to every candidate when nobody is named.

    `templates` is the cohort's own folder of wordings, which may be absent; `past` all that went
    before. Where private/invitations.jsonl has a line that cannot be read there are problems and
    no letters: it might have been a no. Raises Misuse when a word means nobody, or several.
    """
    _, unread = read_answers(past.answers)
    if unread:
        return Invitations(problems=tuple(unread))
    gate = gate_of(cohort, past, as_of)
    sender = sender_of(cohort)
    wordings = Templates(templates)
    letters: list[Letter] = []
    refused: list[Refusal] = []
    problems: list[Problem] = []
    for person in _chosen(cohort, who):
        why = gate.refusals(person)
        if why or not isinstance(person, Candidate):
            refused.append(Refusal(person.id, why, gate.lacking(person)))
        elif sender is None:
            problems.append(nobody_signs(cohort))
        else:
            made = _letter(person, cohort, sender, wordings)
            letters.append(made) if isinstance(made, Letter) else problems.append(made)
    end = cohort.programme.end
    ended = end if end < as_of else None
    spoken = sender.languages[0] if sender and sender.languages else ""
    found = tuple(in_order(problems))
    return Invitations(tuple(letters), tuple(refused), found, ended, as_of, spoken)


def files(invitations: Invitations) -> dict[str, bytes]:
    """Return the drafts to write, by name; all of them are the tool's own."""
    return {letter.file: as_file(letter) for letter in invitations.letters}


def withdrawn(invitations: Invitations) -> list[str]:
    """Return the drafts that must go, where an earlier run left any: their people are refused."""
    return [letter_file(refusal.person) for refusal in invitations.refused]


def _chosen(cohort: Cohort, who: Sequence[str]) -> list[Person]:
    if not who:
        return [cohort.candidates[id_] for id_ in sorted(cohort.candidates)]
    known: dict[str, Person] = {**cohort.people, **cohort.candidates}
    ids = {find_person(word, known).id for word in who}
    return [known[id_] for id_ in sorted(ids)]


def _letter(
    candidate: Candidate, cohort: Cohort, sender: Person, wordings: Templates
) -> Letter | Problem:
    kind = invitation(candidate, cohort, role_of(candidate), wordings.languages)
    return compose(candidate, kind, cohort, sender, wordings)


def nobody_signs(cohort: Cohort) -> Problem:
    """Return the problem that there is nobody to sign a letter."""
    message = "nobody signs the letters: no coordinator has a file in people/"
    hint = "add people/ID.yaml with roles: [coordinator], and sender: ID to mentorkit.yaml"
    return cohort.programme.problem(("sender",), "no-sender", message, hint)
