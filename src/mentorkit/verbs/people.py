"""people: add somebody, or everybody of a spreadsheet, as files of people/ and private/people/.

Nothing is written here. What would be written is read as `check` would read it, together with
the whole cohort, and what is wrong is said of the option or the cell that it came from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.newperson import Field, person_files, required, value_of
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.scalars import read_id
from mentorkit.cohort.words import understood
from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Place, Problem, Refused, in_order
from mentorkit.recruit.newids import with_ids
from mentorkit.recruit.roster import Addition, Entry, Fact, read_roster
from mentorkit.verbs.rehearsal import rehearse

Facts = Mapping[str, str | Sequence[str] | None]


def add(
    cohort: Cohort, person: str, facts: Facts, today: date, day: date | None = None
) -> Addition:
    """Return what adding one person would write; `facts` are what the options say, by key.

    A mentor or mentee of whom no date is said is enrolled on `day`, which is `today` if absent.
    Raises Misuse where `person` is no id, and Refused where it is somebody's already.
    """
    understood(read_id, person, "ID")
    file = f"people/{person}.yaml"
    if file in cohort.sources:
        raise Refused(f"'{person}' is there already: {file}", "choose another id, or edit the file")
    said: dict[Field, Fact] = {
        (key,): Fact(_option((key,)), Place(file), found)
        for key, value in facts.items()
        if value and (found := _value((key,), value))
    }
    given = {**said, ("id",): Fact("ID", Place(file), person)}
    entries, problems = with_ids([Entry(Place(file), given)], cohort.people, _ids(cohort))
    problems += [
        Problem(Place(file), "missing", f"{_option(field)} is missing", "every person needs one")
        for field in required()
        if field not in said
    ]
    entries, undated = _enrolled(entries, day or today)
    notes = _notes(cohort, entries, undated, day or today)
    return replace(addition(cohort, entries, problems, today, ""), notes=notes)


def import_people(
    cohort: Cohort, source: bytes, name: str, today: date, day: date | None = None
) -> Addition:
    """Return what importing a CSV file of people would write; `name` stands for the file.

    Mentors and mentees of whom no date is said are enrolled on `day`, which is `today` if absent.
    """
    roster = read_roster(source, name)
    entries, problems = with_ids(roster.entries, cohort.people, _ids(cohort))
    problems += roster.problems
    problems += [
        Problem(entry.place, "missing", f"{field[0]}: this is missing", "every person needs one")
        for entry in entries
        for field in required()
        if field not in entry.facts and field not in roster.lacking
    ]
    entries, undated = _enrolled(entries, day or today)
    notes = _notes(cohort, entries, undated, day or today)
    return replace(addition(cohort, entries, problems, today, name), notes=notes)


def _value(field: Field, said: str | Sequence[str]) -> Value:
    """Return what an option says, a list as a cell would say it."""
    return said if isinstance(said, str) else value_of(field, ";".join(said))


def _enrolled(entries: Sequence[Entry], day: date) -> tuple[list[Entry], int]:
    """Enrol on a day whoever takes part and has no date at all; return how many those are.

    Where another date is said, the day of enrolment lies before it, and nobody can guess it.
    """
    dates: tuple[Field, ...] = (("enrolled",), ("started",), ("left",))
    dated = []
    for entry in entries:
        roles = entry.facts.get(("roles",))
        takes_part = roles is not None and not {"mentee", "mentor"}.isdisjoint(roles.value or ())
        if takes_part and not any(field in entry.facts for field in dates):
            fact = Fact("enrolled", entry.place, day.isoformat())
            entry = replace(entry, facts={**entry.facts, ("enrolled",): fact})
        dated.append(entry)
    return dated, sum(new is not old for new, old in zip(dated, entries, strict=True))


def _notes(cohort: Cohort, entries: Sequence[Entry], undated: int, day: date) -> tuple[str, ...]:
    """Say what was taken to be so, and which topics nothing can be compared with yet."""
    notes = []
    if undated:
        whose = "1 person" if undated == 1 else f"{undated} people"
        notes.append(f"No date of enrolment was given for {whose}: it is taken to be {day}.")
    if not cohort.programme.topics:
        facts = [entry.facts.get((key,)) for entry in entries for key in ("wants", "offers")]
        words = [str(word) for fact in facts if fact for word in fact.value or ()]
        if words:
            said = ", ".join(dict.fromkeys(words))
            notes.append(f"mentorkit.yaml lists no topics yet: add these under 'topics': {said}.")
    return tuple(notes)


def _option(field: Field) -> str:
    """Return the option of `people add` that a field is given by."""
    singular = {"roles": "role", "languages": "language"}
    return f"--{singular.get(field[0], field[0])}"


def _ids(cohort: Cohort) -> list[str]:
    return [name[7:-5] for name in cohort.sources if name.startswith("people/")]


def person_made(entry: Entry) -> dict[str, bytes]:
    """Return the files of somebody who takes part."""
    return person_files(entry.id, {field: fact.value for field, fact in entry.facts.items()})


def addition(
    cohort: Cohort,
    entries: Sequence[Entry],
    known: Sequence[Problem],
    today: date,
    source: str,
    made_of: Callable[[Entry], Mapping[str, bytes]] = person_made,
) -> Addition:
    """Return what would be written, once the cohort was checked with it.

    `made_of` makes the files of an entry; what is wrong in them is said of the option, or else of
    the cell of the table `source`, that it came from. `known` are problems found before.
    """
    files: dict[str, bytes] = {}
    writers: dict[str, Entry] = {}
    for entry in entries:
        made = made_of(entry)
        files |= made
        writers |= dict.fromkeys(made, entry)
    documents, found = rehearse({**cohort.sources, **files}, today)
    problems = [*known]
    for problem in found:
        file = problem.place.file
        if file not in writers:
            problems.append(problem)
        elif problem.code != "missing":
            problems.append(_led_back(problem, writers[file], documents.get(file), source))
    return Addition(tuple(entries), files, tuple(in_order(problems)), source)


def _led_back(problem: Problem, entry: Entry, document: Document | None, source: str) -> Problem:
    """Return a problem of a new file as one of the option or the cell that its value came from."""
    fact = _fact_at(problem.place, entry, document) if document else None
    message = f"{fact.label}: {problem.message}" if fact else problem.message
    hint = _ADDRESS if problem.code == "address" else problem.hint
    if not source:
        return problem._replace(message=message, hint=hint)
    return Problem(fact.place if fact else entry.place, problem.code, message, hint)


_ADDRESS = "an address goes to 'email', which is kept in private/"


def _fact_at(place: Place, entry: Entry, document: Document) -> Fact | None:
    """Return the fact whose key is the last before a place."""
    keys = {field: document.key_span(field) for field in entry.facts}
    before = [
        ((span.line, span.column), field)
        for field, span in keys.items()
        if span and (span.line, span.column) <= (place.line, place.column)
    ]
    return entry.facts[max(before)[1]] if before else None
