"""meet log: what became of sessions, one by one or from a CSV file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.quantities import read_minutes
from mentorkit.cohort.scalars import read_text
from mentorkit.cohort.words import understood
from mentorkit.meetings import logbook
from mentorkit.meetings.logbook import Entry, Said
from mentorkit.meetings.logsheet import read_sheet, write_sheet
from mentorkit.meetings.records import recorded
from mentorkit.problems import Misuse, Problem
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_session
from mentorkit.rules.replay import as_known_on
from mentorkit.verbs.rehearsal import must_pass


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody types of one session: held or not, who missed it, how long it took, why."""

    held: bool | None = None
    missed: Sequence[str] = ()
    minutes: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """What is to be written of sessions, and the new bytes of their files, by name.

    `source` is the CSV file that it is from, or empty; `blank` counts its rows that say nothing
    yet. With problems nothing is to be written.
    """

    entries: tuple[Entry, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    source: str = ""
    blank: int = 0


def waiting(cohort: Cohort, moment: Moment) -> list[Session]:
    """Return the sessions that nobody has logged by a day, the oldest first."""
    return logbook.unlogged(as_known_on(cohort, moment.day), moment.day)


def sheet(cohort: Cohort, moment: Moment) -> str:
    """Return a CSV file to be filled in, with the sessions that nobody has logged."""
    return write_sheet(waiting(cohort, moment))


def look(cohort: Cohort, session: str) -> Session:
    """Return a session. Raises Misuse where there is none of that reference."""
    return find_session(session, cohort.sessions)


def log(
    cohort: Cohort, session: str, words: Words, moment: Moment, *, anyway: bool = False
) -> Logged:
    """Return what logging one session would write; see `logbook.entry`.

    Raises Misuse where a word means nothing, Refused where the session may not be logged so.
    """
    found = find_session(session, cohort.sessions)
    said = Said(
        words.held,
        logbook.absent(words.missed, found, cohort),
        None if words.minutes is None else understood(read_minutes, words.minutes, "--minutes"),
        None if words.why is None else understood(read_text, words.why, "--why"),
    )
    if not said.whether:
        hint = "say --held, --not-held, --missed PERSON or --minutes NUMBER"
        raise Misuse(f"nothing says what became of {found.ref}", hint)
    return _logged(cohort, [logbook.entry(found, said, moment.latest, anyway=anyway)], moment)


def log_many(
    cohort: Cohort, source: bytes, name: str, moment: Moment, *, anyway: bool = False
) -> Logged:
    """Return what logging the sessions of a CSV file would write; `name` stands for the file."""
    read = read_sheet(source, name, cohort, moment.latest, anyway=anyway)
    if read.problems:
        return Logged(problems=read.problems, source=name)
    logged = _logged(cohort, read.entries, moment)
    return Logged(logged.entries, logged.files, source=name, blank=read.blank)


def _logged(cohort: Cohort, entries: Sequence[Entry], moment: Moment) -> Logged:
    files = recorded(cohort, [logbook.facts(entry, moment.now) for entry in entries])
    must_pass({**cohort.sources, **files}, moment.now.date())
    return Logged(tuple(entries), files)
