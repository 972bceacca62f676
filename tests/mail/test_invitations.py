"""Whatever happens to the files, everybody's calendar comes to hold what is in them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_cohorts import FILES

from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.scalars import LocalTime
from mentorkit.doors import open_cohort
from mentorkit.meetings.events import addressed
from mentorkit.meetings.invitations import Notice, outbox
from mentorkit.rules.delivery import Posted, State
from running import REAL_TODAY, lay_out

MOMENT = datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    found, problems = open_cohort(
        lay_out(tmp_path_factory.mktemp("invitations") / "cohort", FILES), REAL_TODAY
    )
    assert found is not None
    assert problems == []
    return found


@dataclass
class World:
    """The files, the journal, and what each person's calendar program made of the mails."""

    cohort: Cohort
    journal: dict[str, Posted] = field(default_factory=dict)
    calendars: dict[tuple[str, str], Notice] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)

    def due(self) -> tuple[Notice, ...]:
        return outbox(self.cohort, tuple(self.journal.values()), "dana", MOMENT).notices

    def send(self, states: list[tuple[State, bool]]) -> None:
        """Send what is due, each with a state from the list and whether an unsure one arrived."""
        for number, notice in enumerate(self.due()):
            state, lucky = states[number % len(states)] if states else ("sent", True)
            self.post(notice, state)
            if state == "sent" or (state == "unsure" and lucky):
                self.arrive(notice)

    def post(self, notice: Notice, state: State) -> None:
        delivery = notice.delivery
        self.journal.pop(delivery.key, None)
        self.journal[delivery.key] = Posted(delivery, state, MOMENT)

    def arrive(self, notice: Notice) -> None:
        """Take a mail as RFC 5546 (2.1.5) has a calendar program take it."""
        assert notice.delivery.key not in self.arrived, "somebody got the same message twice"
        self.arrived.add(notice.delivery.key)
        key = notice.ref, notice.person.id
        known = self.calendars.get(key)
        if known is not None:
            order = [(each.event.sequence, each.event.stamp) for each in (known, notice)]
            assert order[0] < order[1], "a program would throw this message away as an old one"
        self.calendars[key] = notice

    def settle(self) -> None:
        """Ask everybody, and note what they say."""
        for key, posted in self.journal.items():
            if posted.state == "unsure":
                known: State = "sent" if key in self.arrived else "due"
                self.journal[key] = replace(posted, state=known)

    def shown(self) -> dict[tuple[str, str], tuple[datetime, int]]:
        """What is to come in people's calendars."""
        return {
            key: (notice.event.start, (notice.event.end - notice.event.start) // MINUTE)
            for key, notice in self.calendars.items()
            if notice.method == "REQUEST" and notice.event.start > MOMENT
        }

    def wanted(self) -> dict[tuple[str, str], tuple[datetime, int]]:
        return {
            (session.ref, person.id): (session.begins, session.minutes)
            for session in self.cohort.sessions
            if session.cancelled is None and session.begins > MOMENT
            for person in addressed(session, self.cohort)
            if person.id != "dana"
        }


MINUTE = timedelta(minutes=1)


def changed(cohort: Cohort, index: int, **update: object) -> Cohort:
    sessions = list(cohort.sessions)
    if not sessions:
        return cohort
    sessions[index % len(sessions)] = sessions[index % len(sessions)].model_copy(update=update)
    return replace(cohort, sessions=tuple(sessions))


def at(days: int) -> LocalTime:
    wall = datetime(2025, 3, 5, 19) + timedelta(days=days)
    return LocalTime(wall, "Africa/Dakar", wall.replace(tzinfo=UTC))


def act(world: World, what: str, number: int) -> None:
    cohort = world.cohort
    sessions = cohort.sessions
    one: Session | None = sessions[number % len(sessions)] if sessions else None
    revised = MOMENT + timedelta(minutes=number)
    if what == "move" and one:
        update = {"at": at(number), "revision": one.revision + 1, "revised": revised}
        world.cohort = changed(cohort, number, **update)
    elif what == "move by hand" and one:
        world.cohort = changed(cohort, number, at=at(number))
    elif what == "lengthen" and one:
        world.cohort = changed(cohort, number, minutes=30 + number)
    elif what == "retitle":
        world.cohort = changed(cohort, number, title=f"Title {number}")
    elif what == "cancel":
        world.cohort = changed(cohort, number, cancelled=date(2025, 3, 1))
    elif what == "restore" and one:
        update = {"cancelled": None, "revision": one.revision + number % 2}
        world.cohort = changed(cohort, number, **update)
    elif what == "delete" and one:
        world.cohort = replace(cohort, sessions=tuple(s for s in sessions if s is not one))
    elif what in ("leave", "return"):
        who = ("amina", "bola", "esi", "nour")[number % 4]
        left = date(2025, 3, 1) if what == "leave" else None
        person = cohort.people[who].model_copy(update={"left": left})
        world.cohort = replace(cohort, people={**cohort.people, who: person})


ACTS = (
    "move", "move by hand", "lengthen", "retitle", "cancel", "restore", "delete", "leave", "return"
)  # fmt: skip
STATES = st.tuples(st.sampled_from(("sent", "due", "refused", "unsure")), st.booleans())
ROUNDS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 20)), max_size=3),
        st.lists(STATES, max_size=4),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(rounds=ROUNDS)
def test_calendars_come_to_hold_what_the_files_say(
    cohort: Cohort, rounds: list[tuple[list[tuple[str, int]], list[tuple[State, bool]]]]
) -> None:
    world = World(cohort)
    for acts, states in rounds:
        for what, number in acts:
            act(world, what, number)
        world.send(states)
    world.settle()
    for posted in list(world.journal.values()):
        if posted.state == "refused":
            world.journal[posted.delivery.key] = replace(posted, state="due")
    world.send([])

    assert world.due() == ()
    assert world.shown() == world.wanted()


def test_the_past_is_over(cohort: Cohort) -> None:
    late = datetime(2025, 6, 1, tzinfo=UTC)
    assert outbox(cohort, (), "dana", late).notices == ()


def test_who_takes_over_sending_is_not_told_to_stay_away(cohort: Cohort) -> None:
    kofi = cohort.people["dana"].model_copy(update={"id": "kofi", "email": "kofi@example.org"})
    world = World(replace(cohort, people={**cohort.people, "kofi": kofi}))
    world.send([])
    posted = tuple(world.journal.values())

    box = outbox(world.cohort, posted, "kofi", MOMENT)

    assert {(notice.person.id, notice.change) for notice in box.notices} == {("dana", "invited")}


def test_who_has_no_address_is_named(cohort: Cohort) -> None:
    nour = cohort.people["nour"].model_copy(update={"email": None})
    box = outbox(replace(cohort, people={**cohort.people, "nour": nour}), (), "dana", MOMENT)

    assert {notice.ref for notice in box.without_address} == {"cohort/1", "esi--nour/1"}
    assert "nour" not in {notice.person.id for notice in box.notices}


def test_a_speaker_and_the_other_coordinators_are_invited(tmp_path: Path) -> None:
    files = FILES | {
        "people/sun.yaml": "name: Sun\nroles: [speaker]\n",
        "people/kofi.yaml": "name: Kofi\nroles: [coordinator]\n",
        "private/people/sun.yaml": "email: sun@example.org\n",
        "private/people/kofi.yaml": "email: kofi@example.org\n",
        "sessions/talks.yaml": "- {id: 1, at: 2025-03-20 15:00 UTC, minutes: 60, kind: talk, "
        "speaker: sun}\n",
    }
    cohort, problems = open_cohort(lay_out(tmp_path / "cohort", files), REAL_TODAY)
    assert cohort is not None
    assert problems == []

    box = outbox(cohort, (), "dana", MOMENT)

    to = {
        ref: {n.person.id for n in box.notices if n.ref == ref} for ref in ("talks/1", "cohort/1")
    }
    assert to["talks/1"] == {"amina", "bola", "esi", "kofi", "nour", "sun"}
    assert to["cohort/1"] == {"amina", "bola", "esi", "kofi", "nour"}
