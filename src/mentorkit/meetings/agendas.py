"""Which calls of a pair have an agenda of their own, and how long each of its items takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Literal, get_args

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.presence import expected, over_since
from mentorkit.rules.sessions import in_turn

Stage = Literal["first-call", "mid-point", "practicum-review", "last-call"]

STAGES: tuple[Stage, ...] = get_args(Stage)

ITEMS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "first-call": {
            "welcome": 5,
            "goals": 20,
            "role": 10,
            "task": 10,
            "together": 10,
            "next": 5,
        },
        "mid-point": {"news": 5, "well": 15, "hard": 15, "people": 10, "task": 10, "next": 5},
        "practicum-review": {
            "news": 5,
            "show": 20,
            "outside": 10,
            "hard": 10,
            "role": 10,
            "next": 5,
        },
        "last-call": {
            "news": 5,
            "well": 15,
            "role": 15,
            "people": 10,
            "follow_up": 10,
            "thanks": 5,
        },
        "minutes": {
            "welcome": 10,
            "well": 20,
            "hard": 30,
            "decisions": 15,
            "actions": 10,
            "next": 5,
        },
    }
)
"""The items of each agenda in their order, and how much of the meeting each takes."""

LONGEST = 240
"""Minutes; a meeting that lasts longer is no call, and its items have no length."""

_BY_FIVE = 60
"""A meeting of at least so many minutes is shared out by five minutes, a shorter one by one."""


def shares(kind: str, minutes: int) -> dict[str, int]:
    """Return how many minutes each item of an agenda takes; together they are the meeting's.

    All are 0 where the meeting is longer than LONGEST.
    """
    items = ITEMS[kind]
    if minutes > LONGEST:
        return dict.fromkeys(items, 0)
    unit = 5 if minutes >= _BY_FIVE and minutes % 5 == 0 else 1
    # Each item ends at the mark nearest to its own, so that no rounding adds up.
    whole = sum(items.values())
    marks = [
        round(reached * minutes / whole / unit) * unit
        for reached in accumulate(items.values(), initial=0)
    ]
    return {name: end - start for name, (start, end) in zip(items, pairwise(marks), strict=True)}


def stands(session: Session, cohort: Cohort) -> bool:
    """Whether a session is to take place: it is not called off, and those whom it is for are here.

    The session of a pair stands no longer than the pair lasts and both take part.
    """
    if session.cancelled is not None:
        return False
    if not session.of_pair:
        return True
    over = over_since(session, cohort.spans(session.series))
    return over is None and set(session.series.split("--")) <= set(expected(session, cohort))


def stages(cohort: Cohort) -> dict[str, Stage]:
    """Return which calls are a pair's first, half-way, practicum review and last, by reference.

    Each call is at most one of them. The review is the call nearest to the day by which the
    mentee's tasks are due, else to two thirds of the way from the first to the last; with three
    calls there is none. A pair that only meets in person has its agendas there.
    """
    due: dict[str, date] = {}
    for task in cohort.tasks:
        if task.due is not None:
            due[task.person] = max(task.due, due.get(task.person, task.due))
    series: defaultdict[str, list[Session]] = defaultdict(list)
    for session in cohort.sessions:
        if session.of_pair and stands(session, cohort):
            series[session.series].append(session)
    found: dict[str, Stage] = {}
    for name, sessions in sorted(series.items()):
        calls = [session for session in sessions if session.kind == "call"] or sessions
        found |= _stages(in_turn(calls), due.get(name.split("--")[1]))
    return found


def _stages(calls: Sequence[Session], due: date | None) -> dict[str, Stage]:
    first, last = calls[0], calls[-1]
    found: dict[str, Stage] = {last.ref: "last-call", first.ref: "first-call"}
    between = list(calls[1:-1])
    way = last.begins - first.begins
    if len(between) > 1:
        wanted = datetime.combine(due, time(12), UTC) if due else first.begins + way * 2 / 3
        # Of two as near, the later one: by then there is more to look at.
        review = _nearest(reversed(between), wanted)
        found[review.ref] = "practicum-review"
        between.remove(review)
    if between:
        found[_nearest(between, first.begins + way / 2).ref] = "mid-point"
    return found


def _nearest(calls: Iterable[Session], moment: datetime) -> Session:
    return min(calls, key=lambda call: abs(call.begins - moment))
