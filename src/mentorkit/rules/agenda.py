"""What is late in a cohort, what comes next, and what deals with each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorkit.cohort.model import Cohort, PersonRole, Session
from mentorkit.cohort.presence import over_since
from mentorkit.cohort.programme import Assent
from mentorkit.cohort.tables import PulledRow
from mentorkit.rules.absence import absences, left_behind
from mentorkit.rules.assent import NOTICE, closes
from mentorkit.rules.counting import counted, unasked
from mentorkit.rules.matter import Matter
from mentorkit.rules.recruiting import Recruiting
from mentorkit.rules.role_names import ROLE_NAMES
from mentorkit.rules.sessions import in_turn, is_away, outcome

AHEAD = timedelta(days=7)
"""How far the agenda looks for sessions."""

ABSENCE = timedelta(days=14)
"""How far it looks for days on which a mentor is away."""

ACCEPTANCE = timedelta(days=7)
"""How long a finished task may wait until somebody accepts it."""

FRESH = timedelta(days=14)
"""How long a pull of wiki activity is good for."""

SIGN_UP = timedelta(days=14)
"""How long before the first day everybody who takes part should be enrolled."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is late on a day and what comes next, the most pressing first.

    `name`, `first` and `last` are the programme's; None where mentorkit.yaml cannot be read.
    `notes` say what is to be known of a kind of matter, `recruiting` how far that has come.
    """

    as_of: date
    late: tuple[Matter, ...]
    next: tuple[Matter, ...] = ()
    name: str = ""
    first: date | None = None
    last: date | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    recruiting: Recruiting = field(default_factory=Recruiting)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the files do not say by themselves.

    `problems` counts what `check` finds; `lacking` the calls that each pair has not planned, by
    reference; `uninvited` are the ids of candidates without a letter, `pulled` the recorded pulls.
    `late` and `ahead` are what was found elsewhere, `notes` what is to be said of a kind of matter.
    """

    problems: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)
    uninvited: Sequence[str] = ()
    pulled: Sequence[PulledRow] = ()
    late: Sequence[Matter] = ()
    ahead: Sequence[Matter] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def faulty(problems: int) -> Iterator[Matter]:
    """Yield the matter of problems in the files, if there are any."""
    if problems:
        noun = "problem" if problems == 1 else "problems"
        yield Matter("problems", f"{problems} {noun} in the files", "", "mentorkit check")


def agenda(cohort: Cohort, day: date, seen: Seen) -> Agenda:
    """Return what is late and what is next on a day, by what was known then.

    A session is past from the day after its own, in UTC. Before the programme's first day,
    what still has to be arranged (people, mentors, calls, talks, assent) is next; from then on it
    is late, until the programme is over.
    """
    programme = cohort.programme
    arranging = tuple(_arranging(cohort, day, seen)) if day <= programme.end else ()
    running = day >= programme.start
    late = (
        *faulty(seen.problems),
        *_unenrolled(cohort, day),
        *(arranging if running else ()),
        *seen.late,
        *_of_pairs_over(cohort, day),
        *_away(cohort, day),
        *_unlogged(cohort, day),
        *_tasks(cohort, day),
        *_claims(cohort),
        *_stale(cohort, day, seen.pulled),
    )
    ahead = (
        *(() if running else arranging),
        *_uninvited(cohort, day, seen.uninvited),
        *_sessions(cohort, day),
        *_absences(cohort, day),
        *seen.ahead,
        *_over(cohort, day),
    )
    told = {matter.kind for matter in (*late, *ahead)}
    notes = {kind: text for kind, text in seen.notes.items() if kind in told}
    return Agenda(day, late, ahead, programme.name, programme.start, programme.end, notes)


def _arranging(cohort: Cohort, day: date, seen: Seen) -> Iterator[Matter]:
    """Whatever a programme needs before it can run as mentorkit.yaml asks for it."""
    yield from _nobody(cohort)
    yield from _unpaired(cohort, day)
    yield from _unplanned(cohort, seen.lacking)
    yield from _unscheduled(cohort)
    yield from _uncoordinated(cohort)
    yield from _unanswered(cohort, day)


def _unenrolled(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Mentors and mentees of whom no report could say since when they take part."""
    programme = cohort.programme
    if not programme.start - SIGN_UP <= day <= programme.end:
        return
    for person in cohort.people.values():
        if person.takes_part and person.enrolled is None and not person.has_left(day):
            where = person.place().file_line
            yield Matter("enrolled", person.name, where, f"write 'enrolled: DATE' in {where}")


def _unpaired(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Mentees who take part and have no mentor."""
    paired = {pair.mentee for pair in cohort.pairs if pair.until is None or pair.until > day}
    for mentee in cohort.having("mentee"):
        if mentee.id not in paired and not mentee.has_left(day):
            yield Matter("mentor", mentee.name, mentee.place().file_line, "mentorkit pair")


def _unplanned(cohort: Cohort, lacking: Mapping[str, int]) -> Iterator[Matter]:
    for pair in {pair.ref: pair for pair in cohort.pairs}.values():
        missing = lacking.get(pair.ref, 0)
        if missing:
            calls = "1 call" if missing == 1 else f"{missing} calls"
            what = f"{pair.ref}: {calls}"
            yield Matter("calls", what, pair.place().file_line, "mentorkit meet plan")


def _unscheduled(cohort: Cohort) -> Iterator[Matter]:
    """Meetings of everybody, and talks, of which mentorkit.yaml asks for more than there are."""
    if not cohort.people:
        return
    meetings = cohort.programme.meetings
    asked = (
        ("cohort", "call", "calls of the cohort", meetings.cohort.count if meetings.cohort else 0),
        ("cohort", "in-person", "cohort meetings in person", meetings.in_person.cohort),
        ("talks", "talk", "talks", meetings.talks.count if meetings.talks else 0),
    )
    for series, kind, noun, count in asked:
        there = sum(
            session.kind == kind and session.cancelled is None
            for session in cohort.of_series(series)
        )
        if there < count:
            file = f"sessions/{series}.yaml"
            yield Matter("series", f"{there} of {count} {noun}", file, "mentorkit meet plan")


def _uncoordinated(cohort: Cohort) -> Iterator[Matter]:
    if not cohort.programme.coordinators:
        do = "write 'coordinators: [ID]' in mentorkit.yaml"
        yield Matter("coordinators", "nobody is named as coordinator", "mentorkit.yaml", do)


def _unanswered(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Wikis of which no answer is written down, and from when on silence is one."""
    for host, wiki in cohort.programme.wikis.items():
        open_ = closes(wiki.assent, day) is not None
        if open_ or wiki.assent is None or wiki.assent.result is None:
            where = cohort.programme.place("wikis", host).file_line
            what = f"{host}{_asked(wiki.assent, day)}"
            yield Matter("assent", what, where, "mentorkit outreach")


def _asked(assent: Assent | None, day: date) -> str:
    end = closes(assent, day)
    if end:
        return f": the discussion closes on {_short(end).lstrip()}"
    if assent is None or assent.opened is None:
        return ": nobody has asked yet"
    silence = assent.opened + NOTICE
    counts = "counts since" if silence <= day else "counts from"
    return f", asked {_short(assent.opened).lstrip()}: silence {counts} {_short(silence).lstrip()}"


def _of_pairs_over(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Coming meetings of a pair that is over by then."""
    for session in in_turn(cohort.sessions):
        last = over_since(session, cohort.spans(session.series))
        if last is not None and outcome(session, day) == "ahead":
            what = f"{_described(session, cohort)}: the pair ended {_short(last)}"
            do = f"mentorkit meet cancel {session.ref}"
            yield Matter("over", what, session.place().file_line, do)


def _away(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Coming meetings of a pair on a day that one of the two is away, by their own clocks."""
    pairs = {pair.ref: (pair.mentor, pair.mentee) for pair in cohort.pairs}
    for session in in_turn(cohort.sessions):
        if outcome(session, day) != "ahead":
            continue
        people = [cohort.people.get(who) for who in pairs.get(session.series, ())]
        gone = [person.name for person in people if person and is_away(person, session)]
        if gone:
            what = f"{_described(session, cohort)}: {' and '.join(gone)} away"
            do = f"mentorkit meet move {session.ref}"
            yield Matter("away", what, session.place().file_line, do)


def _unlogged(cohort: Cohort, day: date) -> Iterator[Matter]:
    for session in in_turn(cohort.sessions):
        if outcome(session, day) == "unlogged":
            what = _described(session, cohort)
            # A command is about the reference, and a title alone does not tell it.
            what += f" ({session.ref})" if session.title else ""
            do = f"mentorkit meet log {session.ref}"
            yield Matter("unlogged", what, session.place().file_line, do)


def _tasks(cohort: Cohort, day: date) -> Iterator[Matter]:
    for task in cohort.tasks:
        mentee = cohort.people.get(task.person)
        if task.abandoned or (mentee and mentee.has_left(day)):
            continue
        where = task.place().file_line
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
            where = role.place().file_line
            who = _name(cohort, role.person)
            what = f"{who}: {ROLE_NAMES[role.kind]}, claimed {_short(role.claimed.on)}"
            yield Matter("claims", what, where, f"mentorkit role verify {role.id} --by PERSON")


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
    people = cohort.people.values()
    # A pull where nobody agreed yet says whom to ask.
    somebody = any(counted(person, day) for person in people) or unasked(people)
    if not newest and programme.wikis and somebody:
        yield Matter("activity", "nothing was ever pulled", "", "mentorkit activity pull")


def _nobody(cohort: Cohort) -> Iterator[Matter]:
    needed: tuple[PersonRole, ...] = ("mentee", "mentor")
    missing = [f"no {role} yet" for role in needed if not any(cohort.having(role))]
    for what in missing if cohort.people else ["nobody takes part yet"]:
        yield Matter("people", what, "people/", "mentorkit people import FILE.csv")


def _uninvited(cohort: Cohort, day: date, candidates: Sequence[str]) -> Iterator[Matter]:
    if day > cohort.programme.end:
        return
    for person in candidates:
        candidate = cohort.candidates[person]
        where = candidate.place().file_line
        yield Matter("invite", candidate.address, where, f"mentorkit invite {person}")


def _sessions(cohort: Cohort, day: date) -> Iterator[Matter]:
    for session in in_turn(cohort.sessions):
        if session.cancelled is None and day <= session.begins.date() < day + AHEAD:
            local = f"{session.at.wall:%H:%M} {session.at.zone}"
            what = f"{_described(session, cohort)}  ({local})"
            yield Matter("sessions", what, session.place().file_line, "mentorkit meet calendar")


def _absences(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Mentors who are away now or soon, with the mentees who are there meanwhile."""
    soon = min(day + ABSENCE, cohort.programme.end)
    for mentor in cohort.having("mentor"):
        for away in absences(mentor, day, soon) if not mentor.has_left(day) else ():
            mentees = [mentee.name for mentee in left_behind(cohort, mentor.id, away)]
            if mentees:
                until = f" to {_short(away.last).lstrip()}" if away.last > away.first else ""
                days = f"{_short(away.first).lstrip()}{until}"
                what = f"{mentor.name}, {days}: {', '.join(mentees)}"
                where = mentor.place("away").file_line
                yield Matter("standins", what, where, "mentorkit pair repair")


def _over(cohort: Cohort, day: date) -> Iterator[Matter]:
    if day > cohort.programme.end:
        yield Matter("report", "what the programme came to", "", "mentorkit report")


def _described(session: Session, cohort: Cohort) -> str:
    about = session.title or session.ref
    if session.speaker:
        about += f", {_name(cohort, session.speaker)}"
    begins = session.begins
    return f"{begins:%a} {_short(begins.date())}  {begins:%H:%M} UTC  {about}"


def _name(cohort: Cohort, person: str) -> str:
    known = cohort.people.get(person)
    return known.name if known else person


def _short(day: date) -> str:
    return f"{day.day:>2} {day:%b}"
