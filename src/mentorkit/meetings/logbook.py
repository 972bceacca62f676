"""What became of sessions: what somebody says of one, and what is written of it then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.presence import expected
from mentorkit.cohort.scalars import instant_text
from mentorkit.meetings.records import Facts
from mentorkit.problems import Misuse, Refused
from mentorkit.rules.naming import find_person
from mentorkit.rules.sessions import in_turn, outcome


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a session, each None or empty where they do not.

    `missed` are the ids of those who did not come; `minutes` is how long it took.
    """

    held: bool | None = None
    missed: tuple[str, ...] = ()
    minutes: int | None = None
    why: str | None = None

    @property
    def whether(self) -> bool:
        """Whether this says what became of the session; a `why` alone does not."""
        return self.held is not None or bool(self.missed) or self.minutes is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of a session: held or not, who missed it, how long it took, why.

    `minutes` is None where it took as long as planned, or did not take place.
    """

    session: Session
    held: bool
    missed: tuple[str, ...] = ()
    minutes: int | None = None
    why: str | None = None

    @property
    def idle(self) -> bool:
        """Whether all of this is written already."""
        session = self.session
        return (
            self.held is session.held
            and self.missed == session.missed
            and self.minutes in (None, session.minutes)
            and self.why in (None, session.why)
        )


def unlogged(cohort: Cohort, day: date) -> list[Session]:
    """Return the past sessions of which nobody wrote what became of them, the oldest first."""
    return in_turn(session for session in cohort.sessions if outcome(session, day) == "unlogged")


def entry(session: Session, said: Said, now: datetime, *, anyway: bool = False) -> Entry:
    """Return what is to be written of a session after somebody said what became of it.

    A pair's session that one of the two missed was not held; one for everybody was, unless the
    speaker missed a talk, which somebody must decide. Whoever is logged as having missed it stays
    so, unless it is said `anyway` that it was held, or was not. `now` is the moment to look from,
    with a zone. Raises Misuse where what is said cannot be, and Refused where the session is
    cancelled, has not begun, or, without `anyway`, is logged otherwise.
    """
    held = _held(session, said)
    if not held and said.minutes is not None:
        hint = "leave the minutes out, or say who else was there"
        raise Misuse(f"{session.ref} was not held, so it took no minutes", hint)
    if session.cancelled is not None:
        hint = "if it took place after all, take 'cancelled' out of its file first"
        raise Refused(f"{session.ref} was cancelled on {session.cancelled}", hint)
    if session.begins > now:
        hint = "log it when it is over"
        raise Refused(f"{session.ref} begins at {session.at}, which has not come yet", hint)
    if not anyway:
        _must_agree(session, held, said)
    afresh = held is not session.held or (anyway and said.held is not None)
    missed = said.missed or (() if afresh else session.missed)
    return Entry(session, held, missed, said.minutes, said.why)


def _held(session: Session, said: Said) -> bool:
    if session.of_pair and said.missed:
        if said.held:
            hint = "leave out who missed it, or say that it was not held"
            raise Misuse(f"{session.ref}: a session of two is not held if one misses it", hint)
        return False
    if said.held is None and session.speaker in said.missed:
        hint = "say whether it was held all the same: --held or --not-held (in a CSV file, 'held')"
        raise Misuse(f"{session.ref}: the speaker missed the talk", hint)
    return said.held is not False


def _must_agree(session: Session, held: bool, said: Said) -> None:
    logged = session.held
    if logged is None:
        return
    words = {True: "held", False: "not held"}
    before = ""
    if logged is not held:
        before = words[logged]
    elif said.missed and session.missed and set(said.missed) != set(session.missed):
        before = f"missed by {', '.join(session.missed)}"
    elif said.minutes not in (None, session.minutes):
        before = f"held for {session.minutes} minutes"
    if before:
        hint = "if that is wrong, say it again with --anyway"
        raise Refused(f"{session.ref} is logged already: {before}", hint)


def facts(entry: Entry, now: datetime) -> Facts:
    """Return what is to be written of an entry.

    Another length is another end in calendars, so `now`, with a zone, becomes the `revised`; the
    revision stays, since nobody is asked to come at another time.
    """
    session = entry.session
    tracked: dict[str, Value] = {}
    if entry.minutes not in (None, session.minutes):
        tracked["minutes"] = str(entry.minutes)
        tracked["revised"] = instant_text(now)
    if entry.held is not session.held:
        tracked["held"] = "yes" if entry.held else "no"
    private: dict[str, Value] = {}
    if entry.missed != session.missed:
        private["missed"] = list(entry.missed) or None
    if entry.why not in (None, session.why):
        private["why"] = entry.why
    return Facts(session, tracked, private)


def absent(words: Sequence[str], session: Session, cohort: Cohort) -> tuple[str, ...]:
    """Return the ids of those whom words name as having missed a session, each once.

    A word may name several people, with commas or semicolons between. Raises Misuse for somebody
    who is not known, or was not expected.
    """
    found: dict[str, None] = {}
    for word in words:
        for name in _names(word, cohort):
            found[_expected(name, session, cohort)] = None
    return tuple(found)


def _names(word: str, cohort: Cohort) -> Sequence[str]:
    try:
        find_person(word, cohort.people)
    except Misuse:
        names = [name.strip() for name in word.replace(";", ",").split(",")]
        return [name for name in names if name] if len(names) > 1 else [word]
    return [word]


def _expected(name: str, session: Session, cohort: Cohort) -> str:
    ids = [*expected(session, cohort)]
    if not session.of_pair:
        ids += [person.id for person in cohort.having("coordinator")]
    # Of two with the same name, the one who was expected is meant.
    among = {who: cohort.people[who] for who in ids if who in cohort.people}
    try:
        return find_person(name, among).id
    except Misuse:
        person = find_person(name, cohort.people)
        if person.id in among:
            raise
    hint = f"expected were {', '.join(ids[:_SHOWN])}"
    hint += f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    raise Misuse(f"{person.id} was not expected at {session.ref}", hint)


_SHOWN = 8
"""How many people a message lists."""
