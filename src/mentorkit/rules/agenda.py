"""What is late in a cohort, what comes next, and what deals with each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.tables import PulledRow
from mentorkit.problems import Place
from mentorkit.rules.counting import counted
from mentorkit.rules.role_names import ROLE_NAMES
from mentorkit.rules.sessions import outcome

AHEAD = timedelta(days=7)
"""How far the agenda looks for sessions."""

ACCEPTANCE = timedelta(days=7)
"""How long a finished task may wait until somebody accepts it."""

FRESH = timedelta(days=14)
"""How long a pull of wiki activity is good for."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that wants doing: its kind, what it is, where it stands, and what deals with it.

    `kind` is one of the kinds that `render.status` has a heading for. `do` is a command, or the
    line to write where no command exists; `where` is FILE:LINE, or empty.
    """

    kind: str
    what: str
    where: str
    do: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is late on a day and what comes next, the most pressing first.

    `name`, `first` and `last` are the programme's; None where mentorkit.yaml cannot be read.
    """

    as_of: date
    late: tuple[Matter, ...]
    next: tuple[Matter, ...] = ()
    name: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the files do not say by themselves.

    `problems` counts what `check` finds; `lacking` the calls that each pair has not planned, by
    reference; `uninvited` are the ids of candidates without a letter, `pulled` the recorded pulls.
    """

    problems: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)
    uninvited: Sequence[str] = ()
    pulled: Sequence[PulledRow] = ()


def faulty(problems: int) -> Iterator[Matter]:
    """Yield the matter of problems in the files, if there are any."""
    if problems:
        noun = "problem" if problems == 1 else "problems"
        yield Matter("problems", f"{problems} {noun} in the files", "", "mentorkit check")


def agenda(cohort: Cohort, day: date, seen: Seen) -> Agenda:
    """Return what is late and what is next on a day, by what was known then.

    A session is past from the day after its own, in UTC. Before the programme's first day,
    missing mentors and calls are next; from then on they are late.
    """
    programme = cohort.programme
    arranging = (*_unpaired(cohort, day), *_unplanned(cohort, seen.lacking))
    running = day >= programme.start
    late = (
        *faulty(seen.problems),
        *(arranging if running else ()),
        *_unlogged(cohort, day),
        *_tasks(cohort, day),
        *_claims(cohort),
        *_stale(cohort, day, seen.pulled),
    )
    ahead = (
        *_nobody(cohort),
        *(() if running else arranging),
        *_uninvited(cohort, day, seen.uninvited),
        *_sessions(cohort, day),
        *_over(cohort, day),
    )
    return Agenda(day, late, ahead, programme.name, programme.start, programme.end)


def _unpaired(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Mentees who take part and have no mentor while the programme lasts."""
    if day > cohort.programme.end:
        return
    paired = {pair.mentee for pair in cohort.pairs if pair.until is None or pair.until > day}
    for mentee in cohort.having("mentee"):
        if mentee.id not in paired and not _has_left(cohort, mentee.id, day):
            yield Matter("mentor", mentee.name, _at(mentee.place()), "mentorkit pair")


def _unplanned(cohort: Cohort, lacking: Mapping[str, int]) -> Iterator[Matter]:
    for pair in cohort.pairs:
        missing = lacking.get(pair.ref, 0)
        if missing and pair.until is None:
            calls = "1 call" if missing == 1 else f"{missing} calls"
            what = f"{pair.ref}: {calls}"
            yield Matter("calls", what, _at(pair.place()), "mentorkit meet plan")


def _unlogged(cohort: Cohort, day: date) -> Iterator[Matter]:
    for session in _in_turn(cohort.sessions):
        if outcome(session, day) == "unlogged":
            where = _at(session.place())
            do = f"write 'held: yes' or 'held: no' in {where}"
            yield Matter("unlogged", _described(session, cohort), where, do)


def _tasks(cohort: Cohort, day: date) -> Iterator[Matter]:
    for task in cohort.tasks:
        if _has_left(cohort, task.person, day):
            continue
        where = _at(task.place())
        about = f"{_name(cohort, task.person)}: {task.title}"
        if task.done is None and task.due and task.due < day:
            do = f"write 'done: DATE', or a later 'due', in {where}"
            yield Matter("tasks", f"{about}, due {_short(task.due)}", where, do)
        elif task.done and task.accepted is None and task.done + ACCEPTANCE <= day:
            do = f"ask for it, then write 'accepted: {{by: ..., on: DATE}}' in {where}"
            yield Matter("acceptance", f"{about}, done {_short(task.done)}", where, do)


def _claims(cohort: Cohort) -> Iterator[Matter]:
    for role in cohort.roles:
        if role.verdict == "pending":
            where = _at(role.place())
            who = _name(cohort, role.person)
            what = f"{who}: {ROLE_NAMES[role.kind]}, claimed {_short(role.claimed.on)}"
            do = f"look at the evidence, then write 'verified' and 'verdict' in {where}"
            yield Matter("claims", what, where, do)


def _stale(cohort: Cohort, day: date, pulled: Sequence[PulledRow]) -> Iterator[Matter]:
    """Wikis whose last pull is old, until the pulls after the follow-up have been made."""
    programme = cohort.programme
    if not programme.start <= day <= (programme.follow_up or programme.end) + 2 * FRESH:
        return
    newest: dict[str, date] = {}
    for row in pulled:
        newest[row.wiki] = max(row.through, newest.get(row.wiki, row.through))
    for wiki, through in sorted(newest.items()):
        if through + FRESH < day:
            what = f"{wiki}, read up to {_short(through)} {through.year}"
            yield Matter("activity", what, "", "mentorkit activity pull")
    if not newest and programme.wikis and any(map(counted, cohort.people.values())):
        yield Matter("activity", "nothing was ever pulled", "", "mentorkit activity pull")


def _nobody(cohort: Cohort) -> Iterator[Matter]:
    if not cohort.people:
        what = "nobody takes part yet"
        yield Matter("people", what, "people/", "mentorkit people import FILE.csv")


def _uninvited(cohort: Cohort, day: date, candidates: Sequence[str]) -> Iterator[Matter]:
    if day > cohort.programme.end:
        return
    for person in candidates:
        candidate = cohort.candidates[person]
        where = _at(candidate.place())
        yield Matter("invite", candidate.address, where, f"mentorkit invite {person}")


def _sessions(cohort: Cohort, day: date) -> Iterator[Matter]:
    for session in _in_turn(cohort.sessions):
        if session.cancelled is None and day <= session.begins.date() < day + AHEAD:
            local = f"{session.at.wall:%H:%M} {session.at.zone}"
            what = f"{_described(session, cohort)}  ({local})"
            yield Matter("sessions", what, _at(session.place()), "mentorkit meet calendar")


def _over(cohort: Cohort, day: date) -> Iterator[Matter]:
    if day > cohort.programme.end:
        yield Matter("report", "what the programme came to", "", "mentorkit report")


def _in_turn(sessions: Sequence[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: (session.begins, session.ref))


def _described(session: Session, cohort: Cohort) -> str:
    about = session.title or session.ref
    if session.speaker:
        about += f", {_name(cohort, session.speaker)}"
    begins = session.begins
    return f"{begins:%a} {_short(begins.date())}  {begins:%H:%M} UTC  {about}"


def _has_left(cohort: Cohort, person: str, day: date) -> bool:
    known = cohort.people.get(person)
    return known is not None and known.left is not None and known.left <= day


def _name(cohort: Cohort, person: str) -> str:
    known = cohort.people.get(person)
    return known.name if known else person


def _short(day: date) -> str:
    return f"{day.day:>2} {day:%b}"


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"
