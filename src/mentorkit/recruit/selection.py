"""Who applied, who has a place, and who waits: no ranking, only days and what people decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from mentorkit.cohort.application import Application
from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.splice import Change, edit_all
from mentorkit.problems import Misuse, Problem, Refused, nearest
from mentorkit.recruit.roster import Addition

FOLDER = "private/applications"

Role = Literal["mentee", "mentor", "speaker"]
State: TypeAlias = Literal["undecided", "place", "waiting", "no", "withdrawn"]
Decision = Literal["place", "waiting", "no", "withdrawn"]

DECISIONS: tuple[Decision, ...] = get_args(Decision)
ROLES: tuple[Role, ...] = get_args(Role)

LETTERS: Mapping[tuple[str, str], str] = {
    ("place", "mentee"): "accepted.mentee",
    ("place", "mentor"): "accepted.mentor",
    ("place", "speaker"): "accepted.speaker",
    ("waiting", "mentee"): "waiting.mentee",
    ("no", "mentee"): "no-place.mentee",
}
"""The letter that says what was decided, by decision and role, where there is one."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applied, and how that stands; `since` is the day of this state."""

    person: str
    name: str
    applied: date
    state: State
    since: date
    where: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What is known of one role on a day.

    `places` is None where there is no limit. `taken` are the ids of those who have a place:
    whoever was given one, and whoever takes part without having applied; neither counts once they
    left or gave it back. `applicants` stand in the order of the days on which they applied, then
    of their ids.
    """

    role: Role
    places: int | None
    taken: tuple[str, ...]
    applicants: tuple[Applicant, ...]

    @property
    def left(self) -> int | None:
        """How many places are left; below 0 where more were given than there are."""
        return None if self.places is None else self.places - len(self.taken)

    def of(self, *states: State) -> tuple[Applicant, ...]:
        """Return the applicants in some states; those who wait in the order of the list."""
        return tuple(each for each in self.applicants if each.state in states)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the file that would say so; with problems it may not be written.

    `letter` is the kind of letter that tells it, or empty. `before` is how it stood.
    """

    person: str
    name: str
    role: Role
    decision: Decision
    on: date
    before: State | None
    selection: Selection
    files: Mapping[str, bytes]
    letter: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What importing a table of applicants would write, and the ids of those who are there."""

    addition: Addition
    new: tuple[str, ...]
    known: tuple[str, ...]


def selections(cohort: Cohort, day: date) -> tuple[Selection, ...]:
    """Return how each role stands for which there are places or applicants, as known on a day."""
    found = (selection(cohort, role, day) for role in ROLES)
    return tuple(each for each in found if each.places is not None or each.applicants)


def selection(cohort: Cohort, role: Role, day: date) -> Selection:
    """Return how one role stands; `cohort` is as known on the day."""
    applications = [each for each in cohort.applications.values() if each.role == role]
    applied = {each.id for each in applications}
    taken = {each.id for each in applications if state_of(each) == "place"}
    taken |= {person.id for person in cohort.having(role) if person.id not in applied}
    gone = {person.id for person in cohort.people.values() if person.has_left(day)}
    there = tuple(sorted(taken - gone))
    applicants = (_applicant(cohort, each) for each in applications)
    in_turn = tuple(sorted(applicants, key=lambda each: (each.applied, each.person)))
    return Selection(role, places_for(cohort, role), there, in_turn)


def places_for(cohort: Cohort, role: Role) -> int | None:
    """Return how many places a role has; None where mentorkit.yaml names no number."""
    places = cohort.programme.places
    return {"mentee": places.mentee, "mentor": places.mentor, "speaker": places.speaker}[role]


def _full_without(cohort: Cohort, person: str, role: str, day: date) -> int | None:
    """Return the number of places where all are taken by others than a person; else None."""
    for known in ROLES:
        if known == role:
            stands = selection(cohort, known, day)
            others = [each for each in stands.taken if each != person]
            full = stands.places is not None and len(others) >= stands.places
            return stands.places if full else None
    return None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody types of a decision: `applied` and `role` for whom nobody wrote them down."""

    decision: Decision
    on: date
    why: str | None = None
    applied: date | None = None
    role: Role | None = None


def read_decision(word: str) -> Decision:
    """Return the decision that a word means. Raises Misuse where it means none."""
    for decision in DECISIONS:
        if decision == word:
            return decision
    hint = nearest(word, DECISIONS) or f"write {', '.join(DECISIONS[:-1])} or {DECISIONS[-1]}"
    raise Misuse(f"'{word}' is no decision", hint)


def decide(cohort: Cohort, person: Person, wish: Wish) -> Decided:
    """Return what a decision would write.

    Raises Refused where nobody applied, nothing can be withdrawn, or there is no place left.
    """
    known = cohort.applications.get(person.id)
    role = _role(person, known, wish)
    stands = selection(cohort, role, wish.on)
    if wish.decision == "place":
        must_be_free(cohort, person, role, wish.on)
    file = f"{FOLDER}/{person.id}.yaml"
    source = cohort.sources.get(file, b"")
    changes = _changes(known, role, wish)
    return Decided(
        person.id,
        person.address if isinstance(person, Candidate) else person.name,
        role,
        wish.decision,
        wish.on,
        state_of(known) if known else None,
        stands,
        {file: edit_all(source, changes)},
        LETTERS.get((wish.decision, role), ""),
    )


def _role(person: Person, known: Application | None, wish: Wish) -> Role:
    if known is not None:
        if wish.applied not in (None, known.applied) or wish.role not in (None, known.role):
            hint = f"look at {known.file}, and correct it there"
            raise Refused(f"{person.id} applied as {known.role} on {known.applied}", hint)
        return known.role
    if wish.applied is None:
        hint = f"say when: --applied DATE; or write {FOLDER}/{person.id}.yaml"
        raise Refused(f"{person.id} has not applied", hint)
    fitting = [role for role in ROLES if role in person.roles]
    return wish.role or (fitting[0] if fitting else "mentee")


def must_be_free(cohort: Cohort, person: Person, role: str, day: date) -> None:
    """Raise Refused where every place of a role is somebody else's."""
    places = _full_without(cohort, person.id, role, day)
    if places is None:
        return
    taken = {0: f"there is no place for {role}s", 1: f"the only place for a {role} is taken"}
    said = taken.get(places, f"all {places} places for {role}s are taken")
    raise Refused(said, f"put them on the list: mentorkit select {person.id} waiting")


def _changes(known: Application | None, role: Role, wish: Wish) -> list[Change]:
    """Return the edits of an application's file; a key that is there is replaced."""
    record: dict[str, Value] = {}
    if known is None and wish.applied:
        record |= {"applied": wish.applied.isoformat(), "role": role}
    day = wish.on.isoformat()
    if wish.decision == "withdrawn":
        record["withdrawn"] = day
    else:
        record |= {"decision": wish.decision, "decided": day}
    if wish.why:
        record["why"] = wish.why
    gone = [key for key in ("withdrawn", "why") if key not in record and known and known.has(key)]
    return [*(((key,), value) for key, value in record.items()), *(((key,), None) for key in gone)]


def state_of(application: Application) -> State:
    """Return how an application stands; it is as known on the day."""
    if application.withdrawn:
        return "withdrawn"
    return application.decision or "undecided"


def _applicant(cohort: Cohort, application: Application) -> Applicant:
    person = cohort.people.get(application.id) or cohort.candidates.get(application.id)
    name = person.address if isinstance(person, Candidate) else person.name if person else ""
    since = application.withdrawn or application.decided or application.applied
    return Applicant(
        application.id,
        name or application.id,
        application.applied,
        state_of(application),
        since,
        application.place().file_line,
    )
