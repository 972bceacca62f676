"""Whom to call: signs that a pair may be in trouble, for the coordinators' eyes only.

A sign is a prompt to call, not a forecast. Of edits only whole months are looked at, never days or
hours. The thresholds are those of the programme's measures (section 2, at-risk flags).
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from mentorkit.cohort.model import Cohort, Pair, Person, Session, Task
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes import participants
from mentorkit.outcomes.practicum import handed_in
from mentorkit.outcomes.status import room_below
from mentorkit.outcomes.windows import Edits, Month, edits_of, months_from
from mentorkit.rules.matter import Matter
from mentorkit.rules.sessions import in_turn, outcome

_WITHOUT, _MISSED, _OVERDUE = (14, 21), (1, 2), (7, 14)
_NEVER = sys.maxsize
_FEWER, _FAR_FEWER = 0.5, 0.25
_BASELINE = 6
LAPSED = 28
"""After how many days without a session somebody has lapsed."""

SENSITIVITY, SPECIFICITY = Fraction(43, 100), Fraction(75, 100)
"""How well relationship quality told early closure in 82,224 matches (10.1002/ajcp.12585)."""

_USUAL = Fraction(1, 4)


def predictive(base: Fraction) -> tuple[float, float]:
    """Return the share of those flagged who leave, and of those not flagged who stay.

    `base` is the share that leaves, from 0 to 1. Bayes' theorem with the sensitivity and the
    specificity above: at 25 % they are .364 and .798.
    """
    hit, alarm = SENSITIVITY * base, (1 - SPECIFICITY) * (1 - base)
    calm, miss = SPECIFICITY * (1 - base), (1 - SENSITIVITY) * base
    return float(hit / (hit + alarm)), float(calm / (calm + miss))


def meaning(cohort: Cohort) -> str:
    """Return what a sign is worth, at the rate of leaving that the programme's goal names."""
    base = cohort.programme.goals.attrition or _USUAL
    flagged, spared = predictive(base)
    return (
        f"A reason to call, no forecast: where {float(base) * 100:.0f} % leave, about "
        f"{flagged * 100:.0f} of 100 with such a sign do, and {100 - spared * 100:.0f} of 100 "
        "without."
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a running programme on a day, by person."""

    day: date
    first: date
    pairs: Mapping[str, Sequence[Pair]]
    sessions: Mapping[str, Sequence[Session]]
    tasks: Mapping[str, Sequence[Task]]
    edits: Mapping[str, Edits]


@dataclass(slots=True)
class _Signs:
    """The signs of one person, the `red` ones first."""

    red: list[str] = field(default_factory=list)
    amber: list[str] = field(default_factory=list)

    def add(self, value: int, steps: tuple[int, int], words: str) -> None:
        amber, red = steps
        if value >= red:
            self.red.append(words)
        elif value >= amber:
            self.amber.append(words)


def to_call(
    cohort: Cohort,
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    day: date,
) -> list[Matter]:
    """Return whom to call while the programme runs, the most pressing first.

    The cohort is as it was known on the day, and so are the rows of activity/ with their pulls.
    """
    programme = cohort.programme
    if not programme.start <= day <= programme.end:
        return []
    mentees = [p for p in participants.enrolled(cohort, "mentee") if not p.has_left(day)]
    seen = _look(cohort, mentees, activity, pulled, day)
    signs = {mentee.id: _signs(mentee, seen) for mentee in mentees}
    for person in cohort.people.values():
        if person.at_risk and not person.has_left(day):
            signs.setdefault(person.id, _Signs()).red.insert(0, "a worry is written down")
    found = [(cohort.people[key], each) for key, each in signs.items() if each.red or each.amber]
    found.sort(key=lambda one: (not one[1].red, -len(one[1].red), one[0].name.casefold()))
    return [_matter(person, each) for person, each in found]


def _matter(person: Person, signs: _Signs) -> Matter:
    place = person.place("at_risk") if person.at_risk else person.place()
    level = "red" if signs.red else "amber"
    what = f"{person.name} ({level}): {', '.join((*signs.red, *signs.amber))}"
    return Matter("risk", what, place.file_line, f"call {person.name}")


def _look(
    cohort: Cohort,
    mentees: Sequence[Person],
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    day: date,
) -> _Seen:
    pairs: dict[str, list[Pair]] = defaultdict(list)
    of_pair: dict[str, str] = {}
    for pair in sorted(cohort.pairs, key=lambda pair: pair.since):
        pairs[pair.mentee].append(pair)
        of_pair[pair.ref] = pair.mentee
    sessions: dict[str, list[Session]] = defaultdict(list)
    for session in in_turn(cohort.sessions):
        if session.series in of_pair:
            sessions[of_pair[session.series]].append(session)
    tasks: dict[str, list[Task]] = defaultdict(list)
    for task in cohort.tasks:
        tasks[task.person].append(task)
    edits = {each.person.id: each for each in edits_of(mentees, activity, pulled, day)}
    return _Seen(day, cohort.programme.start, pairs, sessions, tasks, edits)


def _signs(mentee: Person, seen: _Seen) -> _Signs:
    signs = _Signs()
    if _runs(seen.pairs.get(mentee.id, ()), seen.day):
        days = without_session(mentee, seen)
        if days is not None and unlogged(mentee, seen):
            # Perhaps there was one: it is a reason to ask, and no more.
            signs.add(days, (_WITHOUT[0], _NEVER), f"no session logged for {days} days")
        elif days is not None:
            signs.add(days, _WITHOUT, f"no session for {days} days")
        missed = _missed(seen.sessions.get(mentee.id, ()), seen.day)
        signs.add(missed, _MISSED, f"{missed} missed in a row" if missed > 1 else "1 missed")
    late = max((_late(task, seen.day) for task in seen.tasks.get(mentee.id, ())), default=0)
    signs.add(late, _OVERDUE, f"a task {late} days overdue")
    share = _edits_left(seen.edits.get(mentee.id), seen)
    if share is not None and share < _FEWER:
        others = bool(signs.red or signs.amber or mentee.at_risk)
        words = f"edits at {share * 100:.0f} % of the usual"
        (signs.red if others and share < _FAR_FEWER else signs.amber).append(words)
    return signs


def _runs(pairs: Sequence[Pair], day: date) -> bool:
    return any(p.since <= day and (p.until is None or p.until > day) for p in pairs)


def without_session(mentee: Person, seen: _Seen) -> int | None:
    """Return how many days a mentee has been there without a session.

    Days on which the mentee is away do not count. None where a session is planned for this very
    day: it may still take place.
    """
    sessions = seen.sessions.get(mentee.id, ())
    if any(outcome(s, seen.day) == "ahead" and s.begins.date() == seen.day for s in sessions):
        return None
    since = _since(mentee, seen)
    days = (since + timedelta(days=n) for n in range(1, (seen.day - since).days + 1))
    return sum(not any(day in away for away in mentee.away) for day in days)


def _since(mentee: Person, seen: _Seen) -> date:
    """Return the day of a mentee's last session, or else the first on which there could be one."""
    sessions = seen.sessions.get(mentee.id, ())
    held = [s.begins.date() for s in sessions if outcome(s, seen.day) == "held"]
    return held[-1] if held else max(seen.first, seen.pairs[mentee.id][0].since)


def unlogged(mentee: Person, seen: _Seen) -> int:
    """Return of how many sessions since the last one nobody wrote whether they were held."""
    since, sessions = _since(mentee, seen), seen.sessions.get(mentee.id, ())
    late = (s for s in sessions if s.begins.date() > since)
    return sum(outcome(s, seen.day) == "unlogged" for s in late)


def _missed(sessions: Sequence[Session], day: date) -> int:
    """Return how many of the last sessions were logged as not held, one after the other."""
    logged = [came for s in sessions if (came := outcome(s, day)) in ("held", "missed")]
    return next((n for n, came in enumerate(reversed(logged)) if came == "held"), len(logged))


def _late(task: Task, day: date) -> int:
    if task.due is None or task.abandoned or handed_in(task):
        return 0
    return max(0, (day - task.due).days)


def _edits_left(edits: Edits | None, seen: _Seen) -> float | None:
    """Return the last whole month's edits as a share of the usual month's before enrolment."""
    last = Month.of(seen.day).plus(-1)
    if edits is None or edits.person.enrolled is None or last < Month.of(seen.first):
        return None
    joined = Month.of(edits.person.enrolled)
    before = months_from(joined.plus(-_BASELINE), joined.plus(-1))
    usual = [edits.per_30_days([month]) for month in before] if edits.knows(before) else []
    now = edits.per_30_days([last])
    middle = median(each for each in usual if each is not None) if usual else 0
    return now / middle if now is not None and middle else None


def lapsed(cohort: Cohort, day: date) -> Iterator[Matter]:
    """Yield the mentees who had no session for four weeks, by the rules a way of leaving."""
    programme = cohort.programme
    if not programme.start <= day <= programme.end:
        return
    mentees = [p for p in participants.enrolled(cohort, "mentee") if not p.has_left(day)]
    seen = _look(cohort, (), {}, (), day)
    for mentee in mentees:
        if not _runs(seen.pairs.get(mentee.id, ()), day):
            continue
        days = without_session(mentee, seen)
        if days is not None and days >= LAPSED:
            missing = unlogged(mentee, seen)
            more = f", {missing} not logged" if missing else ""
            where = mentee.place().file_line
            do = (
                "ask them; who does not come back: 'left: DATE' and 'left_code: lapsed', or, after "
                f"three tries in two ways over three weeks, 'unreachable', in {where}"
            )
            yield Matter("lapsed", f"{mentee.name}: {days} days{more}", where, do)


def alarm(cohort: Cohort, day: date) -> Matter | None:
    """Return how near the programme is to missing its goal for those who leave, once one left."""
    programme, limit = cohort.programme, cohort.programme.goals.attrition
    if limit is None or not programme.start <= day <= programme.end:
        return None
    began = participants.started(cohort)
    left = len(participants.left_by(began, day))
    room = room_below(limit, left, len(began))
    if not began or (not left and room):
        return None
    place = programme.place("goals", "attrition")
    share = f"the goal is under {float(limit) * 100:.0f} %"
    more = f"{room} more may" if room else "the next one who leaves breaks the goal"
    if Fraction(left, len(began)) >= limit:
        more = "the goal is out of reach"
    what = f"{left} of {len(began)} have left; {more} ({share})"
    return Matter("attrition", what, place.file_line, "call those at risk first")
