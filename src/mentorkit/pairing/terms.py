"""What is asked on the command line, read as `Terms`; all that cannot be is told at once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mentorkit.cohort.model import Cohort, Pair, Person
from mentorkit.pairing.fit import Cell, fits
from mentorkit.pairing.goals import GoalName
from mentorkit.pairing.situation import Terms, open_pairs
from mentorkit.problems import Misuse
from mentorkit.rules.naming import find_pair, find_person
from mentorkit.rules.replay import as_known_on

_BROKEN = {
    "language": "they have no language in common",
    "hours": "no free hour of theirs meets in every week",
    "not offered": "this pair is not offered",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The words as they were typed: MENTOR--MENTEE to lock or forbid, PERSON to do without."""

    goal: GoalName | None = None
    afresh: bool = False
    lock: Sequence[str] = ()
    forbid: Sequence[str] = ()
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing that cannot be: the option, what is wrong, and what to do."""

    option: str
    message: str
    hint: str = ""


def read(cohort: Cohort, as_of: date, asked: Asked) -> Terms:
    """Return the terms that are asked for in a cohort as it was known on a day.

    Raises Misuse with all that cannot be: people who are not there, a pair turned round, a lock
    that breaks a rule, and what contradicts something else that is asked or is locked in
    pairs.yaml. A rule that somebody asked for in private is told like any other.
    """
    reader = _Reader(cohort, as_of)
    terms = Terms(
        goal=asked.goal,
        afresh=asked.afresh,
        lock=frozenset(reader.pairs("--lock", asked.lock)),
        forbid=frozenset(reader.pairs("--forbid", asked.forbid)),
        without=frozenset(reader.people("--without", asked.without)),
    )
    faults = [*reader.faults, *reader.contradictions(terms)]
    if len(faults) == 1:
        (only,) = faults
        raise Misuse(f"{only.option}: {only.message}", only.hint)
    if faults:
        told = (
            f"{fault.option}: {'; '.join(filter(None, (fault.message, fault.hint)))}"
            for fault in faults
        )
        raise Misuse(f"{len(faults)} things that are asked cannot be", "\n  ".join(told))
    return terms


class _Reader:
    """Reads words by the people of a cohort on a day, and keeps what is wrong with them."""

    def __init__(self, cohort: Cohort, as_of: date):
        self.cohort = cohort
        self.as_of = as_of
        self.known = as_known_on(cohort, as_of).people
        self.faults: list[_Fault] = []

    @cached_property
    def standing(self) -> Mapping[Cell, Pair]:
        """The pairs that have begun and not ended, of people who are here."""
        day = max(self.as_of, self.cohort.programme.start)
        return {
            (pair.mentor, pair.mentee): pair
            for _, pair in open_pairs(self.cohort, self.known, day)
            if not any(self.known[person].left for person in (pair.mentor, pair.mentee))
        }

    def pairs(self, option: str, words: Sequence[str]) -> Iterator[Cell]:
        """Yield the pairs that words mean."""
        for word in words:
            try:
                mentor, mentee = find_pair(word, self.cohort.people)
            except Misuse as fault:
                self.faults.append(_Fault(f"{option} {word}", fault.message, fault.hint))
                continue
            gone = [told for person in (mentor, mentee) if (told := self._gone(person))]
            if gone:
                self.faults.append(_Fault(f"{option} {word}", " and ".join(gone)))
            else:
                yield mentor.id, mentee.id

    def people(self, option: str, words: Sequence[str]) -> Iterator[str]:
        """Yield the mentors and mentees whom words mean."""
        for word in words:
            try:
                person = find_person(word, self.cohort.people)
            except Misuse as fault:
                self.faults.append(_Fault(f"{option} {word}", fault.message, fault.hint))
                continue
            told = self._gone(person)
            if not told and not person.takes_part:
                told = f"'{person.id}' is neither mentor nor mentee"
            if told:
                self.faults.append(_Fault(f"{option} {word}", told))
            else:
                yield person.id

    def _gone(self, person: Person) -> str:
        """Say why somebody is not there on the day; nothing where they are."""
        if person.id not in self.known:
            return f"'{person.id}' enrols on {person.enrolled}, after {self.as_of}"
        left = self.known[person.id].left
        return f"'{person.id}' left on {left}" if left else ""

    def contradictions(self, terms: Terms) -> Iterator[_Fault]:
        """Yield what cannot be of pairs and people who are there."""
        for cell in sorted(terms.lock & terms.forbid):
            yield _Fault(f"--lock and --forbid {_ref(cell)}", "take one of the two")
        for cell in sorted(terms.forbid):
            stands = self.standing.get(cell)
            if stands and stands.locked and terms.without.isdisjoint(cell):
                message = f"they are locked at {stands.place('locked')}"
                hint = "to look without that lock, take out 'locked: yes'"
                yield _Fault(f"--forbid {_ref(cell)}", message, hint)
        for cell in sorted(terms.lock):
            yield from self._hindered(cell, terms)
        yield from self._of_one_mentee(terms)
        yield from self._of_one_mentor(terms)

    def _hindered(self, cell: Cell, terms: Terms) -> Iterator[_Fault]:
        """Yield why two people cannot be locked, whatever else is locked."""
        for person in cell:
            if person in terms.without:
                yield _Fault(f"--lock {_ref(cell)}", f"'{person}' is left out by --without")
        if cell in self.standing:
            return
        mentor, mentee = (self.known[person] for person in cell)
        why = fits(self.cohort.programme, (mentor,), (mentee,))[cell].why
        if why:
            yield _Fault(f"--lock {_ref(cell)}", _BROKEN[why])

    def _of_one_mentee(self, terms: Terms) -> Iterator[_Fault]:
        """Yield the mentees who would be locked to two mentors."""
        mentors = defaultdict(list)
        for mentor, mentee in sorted(terms.lock):
            mentors[mentee].append(mentor)
        for mentee, named in sorted(mentors.items()):
            options = " and ".join(f"--lock {mentor}--{mentee}" for mentor in named)
            if len(named) > 1:
                yield _Fault(options, "a mentee has one mentor at a time", "take one of them")
            for pair in self._locked():
                if pair.mentee == mentee and pair.mentor not in (*named, *terms.without):
                    place = pair.place("locked")
                    message = f"'{mentee}' is locked to '{pair.mentor}' at {place}"
                    yield _Fault(options, message, "to look without that lock, take it out there")

    def _of_one_mentor(self, terms: Terms) -> Iterator[_Fault]:
        """Yield the mentors who would be locked to more mentees than they take."""
        locked = {
            (pair.mentor, pair.mentee)
            for pair in self._locked()
            if terms.without.isdisjoint((pair.mentor, pair.mentee))
        }
        load = Counter(mentor for mentor, _ in locked | terms.lock)
        # Pairs that stand already may be locked, be they too many.
        for mentor in sorted({mentor for mentor, _ in terms.lock - self.standing.keys()}):
            person = self.known[mentor]
            if load[mentor] <= person.capacity:
                continue
            named = sorted(cell for cell in terms.lock if cell[0] == mentor)
            others = sorted(cell for cell in locked - terms.lock if cell[0] == mentor)
            options = " and ".join(f"--lock {_ref(cell)}" for cell in named)
            yield _Fault(options, self._too_many(person, load[mentor], others))

    def _too_many(self, mentor: Person, load: int, others: Sequence[Cell]) -> str:
        places = f"{mentor.capacity or 'no'} {'place' if mentor.capacity <= 1 else 'places'}"
        message = f"'{mentor.id}' has {places} and would have {load}"
        where = [str(self.standing[cell].place("locked")) for cell in others]
        also = f", with those locked at {', '.join(where)}" if where else ""
        return f"{message} locked{also} (capacity: {mentor.place('capacity')})"

    def _locked(self) -> Iterator[Pair]:
        return (pair for pair in self.standing.values() if pair.locked)


def _ref(cell: Cell) -> str:
    return "--".join(cell)
