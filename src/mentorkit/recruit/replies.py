"""What an answer to an invitation changes in the files: a line that stays, and perhaps a move."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorkit.cohort.model import Candidate, Consent, Person
from mentorkit.cohort.newperson import Field, person_files
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.record import PRIVATE
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.yamltext import read
from mentorkit.problems import Misuse, Problem, Refused
from mentorkit.recruit.answers import FILE, KNOWN, Line, added

CONSENTS = tuple(Consent.model_fields)
"""What somebody who takes part may agree to, each by itself."""

LATER = timedelta(days=30)
"""After how long somebody who said later may be asked again, where they named no day."""

LETTERS: Mapping[str, Mapping[str, str]] = {
    "accepted": {role: f"accepted.{role}" for role in ("mentee", "mentor", "speaker")},
    "declined": {"mentee": "declined.mentee"},
    "later": {"mentee": "unsure.mentee"},
}
"""The letter that comes after an answer, by role, where there is one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered, and when.

    `again` is the day on which they may be asked again, `agreed` what they consented to: None
    where nobody asked them, and nothing in it where they agreed to nothing.
    """

    answer: str
    on: date
    again: date | None = None
    agreed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer, the files that would say so, by name, and those that would go.

    `letter` is the kind of letter that comes next, or empty. `unasked` are the consents that
    nobody asked for yet, `dropped` the keys of a candidate that nobody needs any more. An answer
    that stands already changes no file. With problems nothing may be written.
    """

    person: str
    name: str
    said: Said
    files: Mapping[str, bytes]
    gone: tuple[str, ...] = ()
    letter: str = ""
    unasked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_said(answer: str, on: date, again: date | None, consent: str | None, today: date) -> Said:
    """Return what was typed of an answer; `consent` is "none" or names with commas between.

    Raises Misuse where a word is not known, a day cannot be, or an option fits another answer.
    """
    if answer not in KNOWN:
        raise Misuse(f"'{answer}' is no answer", f"write {', '.join(KNOWN[:-1])} or {KNOWN[-1]}")
    if on > today:
        raise Misuse(f"--on: {on} is still to come", "write the day on which they answered")
    if again is not None and answer != "later":
        raise Misuse("--again goes with 'later'", "leave it out: nobody is asked again")
    if again is not None and again <= on:
        raise Misuse(f"--again: {again} is not after the answer", "write a later day")
    if consent is not None and answer != "accepted":
        raise Misuse("--consent goes with 'accepted'", "leave it out")
    if answer == "later" and again is None:
        again = on + LATER
    return Said(answer, on, again, None if consent is None else _agreed(consent))


def _agreed(consent: str) -> tuple[str, ...]:
    words = [word.strip().replace("-", "_") for word in consent.split(",")]
    if words == ["none"]:
        return ()
    unknown = [word for word in words if word not in CONSENTS]
    if unknown:
        hint = f"write some of {','.join(CONSENTS)}; or none, where they agreed to nothing"
        raise Misuse(f"--consent: '{unknown[0]}' is nothing to consent to", hint)
    return tuple(key for key in CONSENTS if key in words)


def standing(
    person: Person, said: Said, lines: Collection[Line], keys: Collection[str]
) -> Line | None:
    """Return the no that somebody gave earlier; None where there is none.

    It is found by id or by what stands for one of their user names or the address (`keys`). Raises
    Refused where they answer otherwise now: a no is final, until somebody who was asked to undoes
    it by hand.
    """
    earlier = [
        line
        for line in lines
        if line.answer == "declined"
        and (line.person == person.id or not {line.who, *line.also}.isdisjoint(keys))
    ]
    if earlier and said.answer != "declined":
        when = f" on {earlier[0].on}" if earlier[0].on else ""
        hint = f"if they asked for it by themselves, remove line {earlier[0].number} of {FILE} "
        raise Refused(f"{person.id} said no{when}, and a no is final", f"{hint}by hand")
    return earlier[0] if earlier else None


def replied(
    candidate: Candidate,
    role: str,
    said: Said,
    sources: Mapping[str, bytes],
    keys: Sequence[str],
) -> Replied:
    """Return what a candidate's answer changes; `sources` are the files as they were read.

    `role` is what they were invited as; `keys` stand for the user names, the usual one first, and
    for the address.
    """
    # Whoever accepts has a file among the people, with every name and the address.
    also = tuple(keys[1:]) if said.answer != "accepted" else ()
    who = keys[0] if keys else ""
    line = Line(candidate.id, said.answer, said.on, said.again, who=who, also=also)
    files = {FILE: added(sources.get(FILE, b""), line)}
    letter = LETTERS[said.answer].get(role, "")
    if said.answer != "accepted":
        return Replied(candidate.id, candidate.address, said, files, letter=letter)
    file = f"private/candidates/{candidate.id}.yaml"
    made, dropped = _moved(candidate, sources[file], said)
    # A run that was cut off may have written some of them; since then they are people's.
    files |= {name: content for name, content in made.items() if name not in sources}
    whole = f"people/{candidate.id}.yaml" in files
    if said.agreed and not whole:
        hint = f"write 'consent' in people/{candidate.id}.yaml, and leave --consent out"
        raise Refused(f"people/{candidate.id}.yaml is there already", hint)
    unasked = _unasked(candidate) if whole and said.agreed is None else ()
    return Replied(candidate.id, candidate.address, said, files, (file,), letter, unasked, dropped)


def _unasked(candidate: Candidate) -> tuple[str, ...]:
    if "consent" in candidate.model_fields_set:
        return ()
    # What a speaker edits is nobody's figure, and nobody asks them a year later.
    return CONSENTS if candidate.takes_part else ("named",)


def _moved(
    candidate: Candidate, source: bytes, said: Said
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of somebody who was a candidate, and the keys that are in neither."""
    document, _ = read(source, "")
    value = document.value if document else None
    written = {k: v for k, v in (value if isinstance(value, dict) else {}).items() if v is not None}
    secrets = PRIVATE["Person"]
    facts: dict[Field, Value] = {
        (key,): value
        for key, value in written.items()
        if key in Person.model_fields and key not in secrets and key != "consent"
    }
    facts[("roles",)] = [*candidate.roles]
    facts.setdefault(("name",), candidate.address)
    facts.setdefault(("enrolled",), said.on.isoformat())
    file = f"people/{candidate.id}.yaml"
    agreed = _consent(written.get("consent"), said)
    facts |= {("consent", key): day for key, day in (agreed or {}).items()}
    files = {file: person_files(candidate.id, facts)[file]}
    if agreed == {}:
        files[file] = edit_all(files[file], [(("consent",), {})])
    private = _kept_private(source, written, secrets)
    if private:
        files[f"private/{file}"] = private
    dropped = tuple(key for key in written if key not in Person.model_fields)
    return files, dropped


def _consent(before: Value, said: Said) -> dict[str, Value] | None:
    """Return what goes under `consent`; None where nobody was asked."""
    earlier = before if isinstance(before, dict) else None
    if said.agreed is None:
        return earlier
    return {**(earlier or {}), **dict.fromkeys(said.agreed, said.on.isoformat())}


def _kept_private(source: bytes, written: Mapping[str, Value], secrets: Collection[str]) -> bytes:
    """Return what stays private of a candidate's file, with its comments; empty if nothing does.

    The comments never go to the tracked file: they were written where git does not look.
    """
    leaving = [key for key in written if key not in secrets]
    if len(leaving) == len(written):
        return b"\n".join(_comments(source)) + b"\n" if _comments(source) else b""
    try:
        return edit_all(source, [((key,), None) for key in leaving])
    except Refused:
        facts: dict[Field, Value] = {(k,): written[k] for k in written if k in secrets}
        return person_files("x", facts)["private/people/x.yaml"]


def _comments(source: bytes) -> Sequence[bytes]:
    return re.findall(rb"(?m)^#[^\r\n]*", source)
