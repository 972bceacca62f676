"""reply: keep what somebody answered to an invitation; whoever accepts moves to people/.

Nothing is written here. What would be written is read as `check` would read it, together with the
whole cohort.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.problems import Problem, Refused, in_order
from mentorkit.recruit.answers import FILE, read_lines
from mentorkit.recruit.replies import Replied, Said, read_said, replied, standing
from mentorkit.recruit.selection import must_be_free
from mentorkit.rules.gate import role_of
from mentorkit.rules.marks import keys_of
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_person
from mentorkit.verbs.rehearsal import rehearse


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody types of an answer: the options, each None where they do not."""

    on: date | None = None
    again: date | None = None
    consent: str | None = None


def reply(
    cohort: Cohort,
    invitations: bytes,
    person: str,
    answer: str,
    words: Words,
    moment: Moment,
    secret: bytes,
) -> Replied:
    """Return what an answer would write, or everything that is wrong with it.

    `invitations` is private/invitations.jsonl as it was read, `secret` the cohort's; without one
    nothing stands for user names and address, and the answer is kept by the id. Raises Misuse
    where nobody is called so or the answer is none, and Refused where somebody takes part already,
    said no before, or every place is taken.
    """
    today = moment.now.date()
    said = read_said(answer, words.on or moment.day, words.again, words.consent, today)
    known: dict[str, Person] = {**cohort.people, **cohort.candidates}
    who = find_person(person, known)
    lines, unread = read_lines(invitations.decode("utf-8", errors="replace"))
    if unread:
        return Replied(who.id, "", said, {}, problems=tuple(unread))
    keys = keys_of(secret, who) if secret else ()
    stands = standing(who, said, lines, keys)
    if stands is not None:
        earlier = Said("declined", stands.on or said.on)
        return Replied(who.id, "", earlier, {})
    there = who.id in cohort.people and said.answer != "accepted"
    if there or not isinstance(who, Candidate):
        raise _takes_part(who)
    role = role_of(who)
    if said.answer == "accepted":
        must_be_free(cohort, who, role, said.on)
    sources = {**cohort.sources, FILE: invitations}
    made = replied(who, role, said, sources, keys)
    return replace(made, problems=tuple(in_order(_problems(cohort, made, today))))


def _takes_part(person: Person) -> Refused:
    file = f"people/{person.id}.yaml"
    hint = f"whoever stops gets 'left: DATE' and 'left_code' in {file}"
    return Refused(f"{person.id} takes part already: {file}", hint)


def _problems(cohort: Cohort, made: Replied, today: date) -> list[Problem]:
    after: Mapping[str, bytes] = {
        name: source for name, source in cohort.sources.items() if name not in made.gone
    }
    return rehearse({**after, **made.files}, today)[1]
