"""What was met: sessions planned, held, cancelled, and those that nobody logged.

A past session with neither `held` nor `cancelled` is unlogged. It counts neither as held nor as
missed, and every figure that would rest on it says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from mentorkit.cohort.model import Cohort, Session
from mentorkit.rules.report import Figure, NotCounted, source
from mentorkit.rules.sessions import Outcome, outcome

_RULES: Mapping[Outcome, str] = {
    "held": "sessions logged as held: calls, talks and in-person meetings",
    "cancelled": "sessions called off beforehand",
    "missed": "sessions logged as not held",
    "unlogged": "past sessions of which nobody wrote whether they were held",
    "ahead": "sessions whose day has not passed yet",
}


def figures(cohort: Cohort, as_of: date) -> list[Figure]:
    """Return the figures of sessions and in-person meetings."""
    sessions = _of_known(cohort)
    places = _sources(sessions)
    at: dict[Outcome, list[str]] = defaultdict(list)
    for session, place in zip(sessions, places, strict=True):
        at[outcome(session, as_of)].append(place)
    planned = len(sessions)
    note = _unlogged_note(len(at["unlogged"]))
    total = Figure(
        "sessions.planned",
        planned,
        None,
        "sessions on record: calls, talks and in-person meetings, cancelled ones included",
        places,
    )
    parts = [
        Figure(
            f"sessions.{name}",
            len(at[name]),
            planned,
            rule,
            tuple(at[name]),
            note=note if name in ("held", "missed") else "",
            not_counted=_others(at, name),
        )
        for name, rule in _RULES.items()
    ]
    return [total, *parts, _in_person(cohort, as_of)]


_WHY: Mapping[Outcome, str] = {
    "held": "held",
    "cancelled": "called off beforehand",
    "missed": "logged as not held",
    "unlogged": "not logged",
    "ahead": "still ahead",
}


def _others(at: Mapping[Outcome, list[str]], name: Outcome) -> tuple[NotCounted, ...]:
    others = [(why, at.get(other, [])) for other, why in _WHY.items() if other != name]
    return tuple(NotCounted(why, len(places), tuple(places)) for why, places in others if places)


def _of_known(cohort: Cohort) -> list[Session]:
    """Return the sessions of everybody, and of the pairs that there are by now."""
    pairs = {pair.ref for pair in cohort.pairs}
    return [s for s in cohort.sessions if not s.of_pair or s.series in pairs]


def _in_person(cohort: Cohort, as_of: date) -> Figure:
    wanted = max(1, cohort.programme.meetings.in_person.pair)
    pairs = list(dict.fromkeys(pair.ref for pair in cohort.pairs))
    meetings = [s for s in cohort.sessions if s.kind == "in-person" and s.series in set(pairs)]
    held = [session for session in meetings if outcome(session, as_of) == "held"]
    counts = Counter(session.series for session in held)
    done = [pair for pair in pairs if counts[pair] >= wanted]
    open_ = {s.series for s in meetings if outcome(s, as_of) == "unlogged"} - set(done)
    times = "once" if wanted == 1 else f"{wanted} times"
    return Figure(
        "in_person.pairs_done",
        len(done),
        len(pairs),
        f"pairs, ended ones included, who met in person at least {times}",
        _sources(session for session in held if session.series in set(done)),
        note=f"{len(open_)} more may have met: their meeting is not logged" if open_ else "",
        not_counted=_not_met(cohort, set(pairs) - set(done), wanted),
    )


def _not_met(cohort: Cohort, others: set[str], wanted: int) -> tuple[NotCounted, ...]:
    pairs = {pair.ref: source(pair.place()) for pair in cohort.pairs if pair.ref in others}
    why = "have not met, or nobody wrote it down"
    if wanted > 1:
        why = f"have met fewer than {wanted} times, or nobody wrote it down"
    return (NotCounted(why, len(pairs), tuple(pairs.values())),) if pairs else ()


def _unlogged_note(number: int) -> str:
    if not number:
        return ""
    what = "1 past session is" if number == 1 else f"{number} past sessions are"
    return f"{what} not logged and counted neither as held nor as missed"


def _sources(sessions: Iterable[Session]) -> tuple[str, ...]:
    return tuple(source(session.place()) for session in sessions)
