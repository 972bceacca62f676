"""Practice: tasks for people outside the pair, and what mentees pass on to others.

A task is planned, started, handed in, and accepted by whom it was for; or it is given up. It is
accepted by an outsider, who is neither the mentee, nor a mentor of theirs, nor a coordinator: the
measure is the mentees with at least one such task (measures: practicum).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort, LeadershipRole, Person, RoleClass, Task
from mentorkit.cohort.verifiers import as_called, outsiders_only
from mentorkit.outcomes.leadership import Leadership
from mentorkit.outcomes.participants import enrolled
from mentorkit.rules.report import Figure, NotCounted, source
from mentorkit.rules.sessions import outcome

_PASSING_ON: tuple[RoleClass, ...] = ("mentor", "speaker")


@dataclass(frozen=True, slots=True)
class Practicum:
    """The tasks of enrolled mentees as of a day, and the mentees; `others` are of nobody there."""

    tasks: Sequence[Task]
    others: Sequence[Task]
    mentees: Mapping[str, Person]
    barred: Mapping[str, set[str]]
    as_of: date

    def by_outsider(self, task: Task) -> bool:
        """Whether somebody took the work who is neither the mentee, a mentor nor a coordinator."""
        if task.accepted is None:
            return False
        return as_called(task.accepted.by) not in self.barred.get(task.person, ())

    def by_insider(self, task: Task) -> bool:
        """Whether somebody took the work whose word on it does not count."""
        return task.accepted is not None and not self.by_outsider(task)

    def overdue(self, task: Task) -> bool:
        """Whether a task should have been handed in before the day, and is still to be."""
        if task.due is None or task.due >= self.as_of or self.over(task):
            return False
        return not handed_in(task) and task.abandoned is None

    def over(self, task: Task) -> bool:
        """Whether nobody waits for a task any more, because its mentee left."""
        return self.mentees[task.person].has_left(self.as_of)


def handed_in(task: Task) -> bool:
    """Whether the mentee is done with a task; what was accepted was handed in."""
    return task.done is not None or task.accepted is not None


def begun(task: Task) -> bool:
    """Whether a task was started, or must have been."""
    return task.started is not None or handed_in(task)


def practicum_of(cohort: Cohort, as_of: date) -> Practicum:
    """Return the tasks on record as of a day."""
    mentees = {person.id: person for person in enrolled(cohort, "mentee")}
    tasks = [task for task in cohort.tasks if task.person in mentees]
    others = [task for task in cohort.tasks if task.person not in mentees]
    return Practicum(tasks, others, mentees, outsiders_only(cohort), as_of)


def figures(practicum: Practicum) -> list[Figure]:
    """Return the figures of the tasks, and the mentees of whom an outsider accepted one."""
    of = len(practicum.tasks)
    parts: tuple[tuple[str, Callable[[Task], bool], str], ...] = (
        ("started", begun, "tasks that were started"),
        ("handed_in", handed_in, "tasks that their mentee has handed in"),
        ("taken", practicum.by_outsider, f"tasks that were {_ACCEPTED}"),
        (
            "overdue",
            practicum.overdue,
            "tasks that should have been handed in before this day and were not, of mentees who "
            "have not left",
        ),
    )
    return [
        Figure(
            "practicum.planned",
            of,
            None,
            "practicum tasks of enrolled mentees, those given up included",
            _sources(practicum.tasks),
            not_counted=_apart("of somebody who is no enrolled mentee", practicum.others),
        ),
        *(_part(practicum, name, fits, rule) for name, fits, rule in parts),
        _mentees(practicum),
    ]


_ACCEPTED = (
    "accepted by somebody who is neither the mentee, nor a mentor of theirs, nor a coordinator"
)


def _part(practicum: Practicum, name: str, fits: Callable[[Task], bool], rule: str) -> Figure:
    counted = [task for task in practicum.tasks if fits(task)]
    return Figure(
        f"practicum.{name}",
        len(counted),
        len(practicum.tasks),
        rule,
        _sources(counted),
        not_counted=_left_out(practicum) if name == "taken" else (),
    )


def _mentees(practicum: Practicum) -> Figure:
    accepted = [task for task in practicum.tasks if practicum.by_outsider(task)]
    return Figure(
        "practicum.accepted",
        len({task.person for task in accepted}),
        len(practicum.mentees),
        f"mentees with at least one practicum task {_ACCEPTED}; each counts once",
        _sources(accepted),
        not_counted=_left_out(practicum),
    )


def _left_out(practicum: Practicum) -> tuple[NotCounted, ...]:
    """Return the tasks that no outsider accepted, each with the furthest that it came."""
    states: dict[str, list[Task]] = defaultdict(list)
    for task in practicum.tasks:
        if not practicum.by_outsider(task):
            states[_state(practicum, task)].append(task)
    return tuple(part for why, _ in _STATES for part in _apart(why, states[why]))


_STATES: Sequence[tuple[str, Callable[[Practicum, Task], bool]]] = (
    ("accepted by the mentee, a mentor of theirs or a coordinator", Practicum.by_insider),
    ("given up", lambda _, task: task.abandoned is not None),
    ("handed in, and accepted by nobody yet", lambda _, task: handed_in(task)),
    ("started, not handed in", lambda _, task: begun(task)),
    ("planned, not started", lambda _, task: True),
)
"""What a task that no outsider accepted came to, and how to tell; the first that fits is it."""


def _state(practicum: Practicum, task: Task) -> str:
    return next(why for why, fits in _STATES if fits(practicum, task))


def cascade(cohort: Cohort, leadership: Leadership, as_of: date) -> Figure:
    """Return the figure of the mentees who teach or mentor others in turn."""
    passed: list[tuple[str, str]] = [
        (role.person, source(role.place())) for role in passing_on(leadership)
    ]
    passed += [
        (session.speaker, source(session.place()))
        for session in cohort.sessions
        if session.speaker is not None
        and session.speaker in leadership.mentees
        and session.kind == "talk"
        and outcome(session, as_of) == "held"
    ]
    pairs = (pair for pair in cohort.pairs if pair.mentor in leadership.mentees)
    passed += [(pair.mentor, source(pair.place())) for pair in pairs]
    return Figure(
        "cascade",
        len({person for person, _ in passed}),
        len(leadership.mentees),
        "mentees who teach or mentor others in turn: with an accepted role as mentor or speaker, "
        "a talk held in the programme, or a mentee of their own; each counts once",
        tuple(place for _, place in passed),
    )


def passing_on(leadership: Leadership) -> list[LeadershipRole]:
    """Return the accepted roles in which mentees teach or mentor."""
    return [role for role in leadership.of("accepted") if role.kind in _PASSING_ON]


def _apart(why: str, tasks: Sequence[Task]) -> tuple[NotCounted, ...]:
    return (NotCounted(why, len(tasks), _sources(tasks)),) if tasks else ()


def _sources(tasks: Iterable[Task]) -> tuple[str, ...]:
    return tuple(source(task.place()) for task in tasks)
