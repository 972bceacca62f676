"""select: who applied for a place, who has one, and who waits; decisions are people's own.

Nothing is written here. What would be written is read as `check` would read it, together with the
whole cohort.
"""

import re
from dataclasses import replace
from datetime import date

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.newperson import candidate_file, nested
from mentorkit.cohort.splice import Change, edit_all
from mentorkit.problems import Misuse, Problem, in_order
from mentorkit.recruit.newids import already_there, with_ids
from mentorkit.recruit.roster import Columns, Entry, Roster, read_roster
from mentorkit.recruit.selection import (
    FOLDER,
    ROLES,
    Applied,
    Decided,
    Role,
    Selection,
    Wish,
    decide,
    selections,
)
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_person
from mentorkit.rules.replay import as_known_on
from mentorkit.verbs.people import addition
from mentorkit.verbs.rehearsal import rehearse

_APPLIED = ("applied",)

_COLUMNS = Columns(
    needed=(_APPLIED,),
    further=("applied",),
    also={"timestamp": "applied", "date": "applied", "submitted": "applied"},
    example="applied,name,wiki,home",
)


def standing(cohort: Cohort, day: date) -> tuple[Selection, ...]:
    """Return how the selection stood on a day, one role after the other."""
    return selections(as_known_on(cohort, day), day)


def select(cohort: Cohort, person: str, wish: Wish, moment: Moment) -> Decided:
    """Return what a decision about somebody would write, or everything that is wrong with it.

    Raises Misuse where nobody is called so or the day is to come, and Refused where nobody
    applied or there is no place.
    """
    today = moment.now.date()
    if wish.on > today:
        raise Misuse(f"--on: {wish.on} is still to come", "write the day of the decision")
    people: dict[str, Person] = {**cohort.candidates, **cohort.people}
    who = find_person(person, people)
    # A place that was given after the day is taken all the same.
    made = decide(cohort, who, wish)
    _, problems = rehearse({**cohort.sources, **made.files}, today)
    return replace(made, problems=tuple(in_order(problems)))


def read_role(word: str | None) -> Role | None:
    """Return the role that a word means. Raises Misuse where nobody applies as that."""
    for role in ROLES:
        if role == word:
            return role
    if word is None:
        return None
    raise Misuse(f"--as: '{word}' is nothing to apply as", f"write {', '.join(ROLES)}")


def import_applicants(
    cohort: Cohort, source: bytes, name: str, role: Role | None, today: date
) -> Applied:
    """Return what importing a CSV file of applicants would write; `name` stands for the file.

    Whoever is known by id, user name or name is not added twice: a candidate gets an application,
    and who has one, or takes part already, is left alone. `role` is what those apply as of whom
    the table does not say it.
    """
    roster = read_roster(source, name, _COLUMNS)
    people: dict[str, Person] = {**cohort.candidates, **cohort.people}
    seen: dict[str, Entry] = {}
    known: list[str] = []
    fresh: list[Entry] = []
    for entry in map(_dated, roster.entries):
        person = already_there(entry, people)
        if person is None:
            fresh.append(entry)
        elif person.id in cohort.applications or person.id in cohort.people or person.id in seen:
            known.append(person.id)
        else:
            seen[person.id] = replace(entry, id=person.id)
    named, problems = with_ids(fresh, people, _ids(cohort))
    problems += [*roster.problems, *_lacking((*named, *seen.values()), roster)]
    entries = sorted((*named, *seen.values()), key=lambda entry: entry.place)

    def made_of(entry: Entry) -> dict[str, bytes]:
        return _files(entry, role, cohort)

    made = addition(cohort, entries, problems, today, name, made_of)
    return Applied(made, tuple(entry.id for entry in named), tuple(dict.fromkeys(known)))


def _dated(entry: Entry) -> Entry:
    """Leave out the time of day that forms write beside the date."""
    fact = entry.facts.get(_APPLIED)
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T].*", str(fact.value)) if fact else None
    if fact is None or found is None:
        return entry
    return replace(entry, facts={**entry.facts, _APPLIED: replace(fact, value=found[1])})


def _lacking(entries: tuple[Entry, ...], roster: Roster) -> list[Problem]:
    return [
        Problem(entry.place, "missing", f"{field[0]}: this is missing", hint)
        for entry in entries
        for field, hint, there in (
            (_APPLIED, "write the day, as in 2025-01-20", _APPLIED in entry.facts),
            (("name",), "write a name, or a user name", bool(entry.name or entry.users)),
        )
        if not there and field not in roster.lacking
    ]


def _files(entry: Entry, role: Role | None, cohort: Cohort) -> dict[str, bytes]:
    """Return the application of an entry, and the file of a candidate who is new."""
    facts = {field: fact.value for field, fact in entry.facts.items()}
    applied = facts.pop(_APPLIED, None)
    known = cohort.candidates.get(entry.id)
    said = known.roles if known else facts.get(("roles",)) or [role or "mentee"]
    fitting = [each for each in ROLES if each in said]
    chosen = role if role in fitting else fitting[0] if fitting else "mentee"
    written: list[Change] = [(("role",), chosen)]
    if applied:
        written.insert(0, (_APPLIED, applied))
    application = edit_all(b"", written)
    files = {f"{FOLDER}/{entry.id}.yaml": application}
    if known is None:
        facts.setdefault(("roles",), [chosen])
        facts[("found",)] = "applied"
        file, content = candidate_file(entry.id, nested(facts))
        files[file] = content
    return files


def _ids(cohort: Cohort) -> list[str]:
    folders = ("people/", "private/candidates/")
    return [
        name.rpartition("/")[2].removesuffix(".yaml")
        for name in cohort.sources
        if name.startswith(folders)
    ]
