"""The selection as text and as JSON: applications by day, places, and the waiting list."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from mentorkit.recruit.selection import Applicant, Applied, Decided, Selection, State
from mentorkit.render import people as people_view
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import WIDTH, cells, fit, harmless, with_write, wrap

_SAID: dict[State, str] = {
    "undecided": "not decided yet",
    "place": "has a place",
    "waiting": "waits",
    "no": "no place",
    "withdrawn": "withdrawn",
}


def standing_as_json(found: tuple[Selection, ...], day: date) -> dict[str, Any]:
    """Return the JSON of `select`: applicants by the day on which they applied."""
    return {
        "schema": 1,
        "as_of": day.isoformat(),
        "roles": [
            {
                "role": stands.role,
                "places": stands.places,
                "taken": len(stands.taken),
                "left": stands.left,
                "waiting": [each.person for each in stands.of("waiting")],
                "applicants": [_record(each) for each in stands.applicants],
            }
            for stands in found
        ],
    }


def _record(applicant: Applicant) -> dict[str, Any]:
    return {
        "person": applicant.person,
        "applied": applicant.applied.isoformat(),
        "state": applicant.state,
        "since": applicant.since.isoformat(),
    }


def standing_as_text(found: tuple[Selection, ...], options: str = "") -> str:
    """Return the screen of `select`, in 80 columns, and what to do next."""
    if not found:
        how = "Nobody has applied yet. How many places there are is open; 'places' in "
        how += "mentorkit.yaml says it, as in places: {mentee: 15}"
        return f"{wrap(how)}\n\nnext: mentorkit select --import FILE.csv{options}"
    order = "In the order of the days on which they applied. Nothing is weighed or ranked."
    applied = any(stands.applicants for stands in found)
    parts = [*map(_role, found), *([order] if applied else []), _next(found, options)]
    return "\n\n".join(parts)


def _role(stands: Selection) -> str:
    lines = [wrap(counts(stands))]
    ids = max((cells(each.person) for each in stands.applicants), default=0)
    names = max((cells(harmless(each.name)) for each in stands.applicants), default=0)
    place = iter(range(1, len(stands.applicants) + 1))
    for each in stands.applicants:
        said = f"{_SAID[each.state]}, {each.since}" if each.since != each.applied else ""
        said = said or _SAID[each.state]
        if each.state == "waiting":
            said += f": number {next(place)} on the list"
        lines.append(_line(each, ids, min(names, 24), said))
    return "\n".join(lines)


def _line(each: Applicant, ids: int, names: int, said: str) -> str:
    head = f"  {each.applied}  {fit(each.person, ids)}"
    room = WIDTH - cells(head) - 2
    if names + 2 + cells(said) > room:
        return f"{head}  {fit(each.name, room).rstrip()}\n              {said}"
    return f"{head}  {fit(each.name, names)}  {said}"


def counts(stands: Selection) -> str:
    """Return one sentence of how many places and applicants of a role there are."""
    many = f"{stands.role.capitalize()}s: "
    if stands.places is None:
        many += f"{len(stands.taken)} have a place, and there is no limit"
    else:
        left = stands.left or 0
        rest = f"{left} left" if left >= 0 else f"{-left} too many"
        noun = "place" if stands.places == 1 else "places"
        many += f"{stands.places} {noun}, {len(stands.taken)} taken, {rest}"
    return f"{many}; {', '.join(_tally(stands))}."


def _tally(stands: Selection) -> Iterator[str]:
    yield f"{len(stands.applicants)} applied"
    yield f"{len(stands.of('waiting'))} waiting"
    yield f"{len(stands.of('undecided'))} not decided"


def _next(found: tuple[Selection, ...], options: str) -> str:
    for stands in found:
        free = stands.left is None or stands.left > 0
        # Who waits for a place comes before whoever applied later, decided on or not.
        open_ = stands.of("undecided", "waiting") if free else stands.of("undecided")
        if open_:
            word = "place" if free else "waiting"
            return f"next: mentorkit select {open_[0].person} {word}{options}"
    return f"next: mentorkit status{options}"


def decided_as_json(made: Decided, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of a decision."""
    return {
        "schema": 1,
        "person": made.person,
        "role": made.role,
        "decision": made.decision,
        "on": made.on.isoformat(),
        "before": made.before,
        "files": [] if made.problems else sorted(made.files),
        "written": written,
        "letter": made.letter or None,
        "problems": problem_view.as_json(made.problems)["problems"],
    }


def decided_as_text(
    made: Decided, command: str, *, written: bool = False, options: str = ""
) -> str:
    """Return the screen of a decision without problems; `command` is what was typed."""
    words = {
        "place": f"{made.name} gets a place as {made.role}.",
        "waiting": f"{made.name} waits for a place as {made.role}.",
        "no": f"{made.name} gets no place as {made.role} this time.",
        "withdrawn": f"{made.name} withdrew: no place as {made.role} is held for them.",
    }
    before = f"Before: {counts(made.selection)}"
    parts = [wrap(words[made.decision]), wrap(before)]
    if not written:
        for name, content in made.files.items():
            lines = [f"  {harmless(line)}".rstrip() for line in content.decode().splitlines()]
            parts.append("\n".join([f"{name}:", *lines]))
        return "\n\n".join([*parts, f"Nothing is saved yet.\n{with_write(command, options)}"])
    letter = f"letter {made.letter} {made.person}" if made.letter else "select"
    saved = f"Saved {', '.join(made.files)}."
    return "\n\n".join([*parts, f"{saved}\nnext: mentorkit {letter}{options}"])


def refused(made: Decided, prefix: str = "") -> str:
    """Return the problems and their number; `prefix` leads from here to the files they name."""
    count = len(made.problems)
    said = problem_view.as_text(made.problems, prefix)
    return f"{said}\n\n{count} problem{'s' * (count != 1)}. Nothing was saved."


def applied_as_json(applied: Applied, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of an import of applicants: `new` candidates, and who was there already."""
    whole = people_view.as_json(applied.addition, written=written)
    faulty = bool(applied.addition.problems)
    new = [] if faulty else list(applied.new)
    return {**whole, "new": new, "known": list(applied.known)}


def applied_as_text(
    applied: Applied, command: str, *, written: bool = False, options: str = ""
) -> str:
    """Return the screen of an import without problems; `command` is what was typed."""
    entries = applied.addition.entries
    many = "1 application" if len(entries) == 1 else f"{len(entries)} applications"
    old = len(entries) - len(applied.new)
    head = f"{many} from {applied.addition.source}: {len(applied.new)} of people who are new"
    head += f", {old} of candidates who are on file." if old else "."
    parts = [wrap(head)] if entries else []
    if applied.known:
        left = f"Left alone, because they applied or take part already: {', '.join(applied.known)}."
        parts.append(wrap(left))
    if not entries:
        return "\n\n".join([*parts, f"Nothing is left to add.\nnext: mentorkit select{options}"])
    width = max(cells(entry.id) for entry in entries)
    lines = [f"  {fit(each.id, width)}  {fit(each.name, 40)}".rstrip() for each in entries]
    if not written:
        end = f"Nothing is saved yet.\n{with_write(command, options)}"
        return "\n\n".join([*parts, "\n".join(lines), end])
    saved = f"Saved {len(applied.addition.files)} files in private/."
    return "\n\n".join([*parts, f"{saved}\nnext: mentorkit select{options}"])
