"""`letter`: draft letters of any kind. Nothing is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.outcomes import follow_up
from mentorkit.problems import Misuse, Problem, in_order, nearest
from mentorkit.recruit.answers import read_lines, written_in
from mentorkit.recruit.kinds import FOR_ALL, KINDS, LetterKind
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.occasions import unfounded
from mentorkit.render.templates import Templates
from mentorkit.rules import contact
from mentorkit.rules.contact import Contact, Written
from mentorkit.rules.letter import Invitations, Letter, Refusal
from mentorkit.rules.naming import find_person
from mentorkit.rules.replay import as_prepared_on
from mentorkit.verbs.composing import compose
from mentorkit.verbs.invite import nobody_signs
from mentorkit.verbs.past import Past, gate_of


def kind_called(word: str) -> LetterKind:
    """Return a kind of letter by its id. Raises Misuse."""
    if word in KINDS:
        return KINDS[word]
    hint = nearest(word, KINDS) or "look at them all with: mentorkit letter"
    raise Misuse(f"there is no letter '{word}'", hint)


def write(
    cohort: Cohort,
    kind: LetterKind,
    who: Sequence[str] = (),
    *,
    templates: Path | None,
    past: Past,
    as_of: date,
) -> Invitations:
    """Draft a kind of letter to some people, or to everybody whom it is meant for.

    Whoever may not be written to gets none, with the reasons; a letter that is turned down by one
    channel alone is worded for another. Raises Misuse where a word means nobody, or several, and
    where the kind is one for which people are named and nobody is.
    """
    lines, unread = read_lines(past.answers)
    sender = sender_of(cohort)
    if unread or sender is None:
        return Invitations(problems=tuple(unread) or (nobody_signs(cohort),))
    gate = gate_of(cohort, past, as_of)
    earlier = (*written_in(lines), *contact.written_in(past.posted))
    wordings = Templates(templates)
    known = as_prepared_on(cohort, as_of)
    then = replace(cohort, pairs=known.pairs)
    letters: list[Letter] = []
    refused: list[Refusal] = []
    problems: list[Problem] = []
    for person in chosen(cohort, kind, who):
        why = misfit(person, kind, as_of) or too_early(cohort, kind, as_of)
        why = why or unfounded(known, person, kind.id, gate.answered(person))
        why = why or gate.refusals(person, Contact(kind.id, "", as_of))
        if why:
            refused.append(Refusal(person.id, why, gate.lacking(person)))
            continue
        made = compose(person, kind, then, sender, wordings, sent=first_sent(person, earlier))
        letters.append(made) if isinstance(made, Letter) else problems.append(made)
    found = tuple(in_order(dict.fromkeys(problems)))
    return Invitations(
        tuple(letters), tuple(refused), found, None, as_of, next(iter(sender.languages), "")
    )


def chosen(cohort: Cohort, kind: LetterKind, who: Sequence[str]) -> list[Person]:
    """Return the people whom a kind of letter goes to, in the order of their ids.

    Where nobody is named it is everybody who has its role and is where it is meant for.
    """
    known: dict[str, Person] = {**cohort.candidates, **cohort.people}
    if who:
        ids = {find_person(word, known).id for word in who}
        return [known[id_] for id_ in sorted(ids)]
    if kind.id not in FOR_ALL:
        hint = f"name them: mentorkit letter {kind.id} PERSON"
        raise Misuse(f"'{kind.id}' is for people whom you choose", hint)
    return [known[id_] for id_ in sorted(known) if not set(misfit(known[id_], kind)) & _ELSEWHERE]


_ELSEWHERE = frozenset({"other-role", "not-in", "already-in"})
"""Codes of people whom a kind of letter is not about, so that nobody looks for them in a list."""


def misfit(person: Person, kind: LetterKind, as_of: date | None = None) -> tuple[str, ...]:
    """Return the codes of why a kind of letter is not meant for somebody at all.

    `other-role`  it is for another role
    `not-in`  it is for those who take part, and this is a candidate
    `already-in`  it is for candidates, and this is somebody who takes part
    `no-consent`  it asks how things went, and they have not agreed to be asked by that day
    """
    if not set(kind.roles) & set(person.roles):
        return ("other-role",)
    is_candidate = isinstance(person, Candidate)
    if kind.audience == "person" and is_candidate:
        return ("not-in",)
    if kind.audience == "candidate" and not is_candidate:
        return ("already-in",)
    agreed = person.consent.follow_up
    if kind.id == follow_up.LETTER and not (agreed and as_of and agreed <= as_of):
        return ("no-consent",)
    return ()


def too_early(cohort: Cohort, kind: LetterKind, as_of: date) -> tuple[str, ...]:
    """Return `too-early` where a letter asks how things went after a year that is not over yet."""
    if kind.id != follow_up.LETTER or follow_up.begun(cohort, as_of):
        return ()
    return ("too-early",)


def still_there(cohort: Cohort, kind: LetterKind, made: Invitations) -> Iterator[str]:
    """Yield a warning for each letter that says that a mentor leaves who is there.

    Whoever leaves has a day in `left`, or their pair one in `until`, be it one that is to come.
    """
    if kind.id != "mentor-left":
        return
    written = {letter.person for letter in made.letters}
    for pair in cohort.pairs:
        if (
            pair.mentee in written
            and pair.until is None
            and cohort.people[pair.mentor].left is None
        ):
            where = f"`left:` in people/{pair.mentor}.yaml, or `until:` in {pair.place()}"
            yield f"nobody wrote down that {pair.mentor} leaves {pair.mentee}: write {where}"


def first_sent(person: Person, written: Sequence[Written]) -> date | None:
    """Return the day of the last letter that invited somebody, reminders left out, if any."""
    invited = (each for each in written if each.recruits and not each.follows_up)
    return max((each.on for each in invited if each.person == person.id), default=None)
