"""Sessions that move, change places and are called off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.cohort.scalars import read_local_time
from mentorkit.meetings import changes
from mentorkit.meetings.openings import openings
from mentorkit.meetings.records import recorded
from mentorkit.problems import Misuse, Refused
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_session
from mentorkit.verbs import meet_change

NOW = datetime(2025, 3, 20, 9, 30, tzinfo=UTC)
AWKWARD = (
    "Africa/Casablanca",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "America/Santiago",
    "America/Godthab",
    "Europe/Paris",
)
PEOPLE = {
    "mentorkit.yaml": programme() + "holidays: [2025-05-01]\n",
    "people/bola.yaml": person("mentor", "Africa/Lagos", "mon-fri 19:00-22:00", name="Bola"),
    "people/amina.yaml": person(
        "mentee", "Africa/Dakar", "mon-fri 18:00-21:00", "2025-04-18..2025-04-21", name="Amina"
    ),
    "people/kofi.yaml": person("mentee", "Africa/Accra", "sat 10:00-12:00", name="Kofi"),
    "pairs.yaml": pairs("bola--amina", "bola--kofi"),
}
CALLS = """\
- id: 1
  at: 2025-03-10 19:00 Africa/Dakar
  minutes: 60
  held: yes
- id: 2
  at: 2025-03-17 19:00 Africa/Dakar
  minutes: 60
- id: 3
  at: 2025-04-07 19:00 Africa/Dakar
  minutes: 60
- id: 4
  at: 2025-04-21 19:00 Africa/Dakar
  minutes: 60
  cancelled: 2025-03-19
- id: 5
  at: 2025-05-05 19:00 Africa/Dakar
  minutes: 60
"""
FILES = {
    **PEOPLE,
    "sessions/bola--amina.yaml": CALLS,
    "sessions/bola--kofi.yaml": "- {id: 1, at: 2025-03-29 10:00 Africa/Accra, minutes: 60}\n",
    "sessions/cohort.yaml": (
        "- {id: 1, at: 2025-04-09 21:00 Europe/Paris, minutes: 90, title: All of us}\n"
    ),
}


def at(text):
    return read_local_time(f"{text} Africa/Dakar")


def moved(cohort, ref, when, **options):
    return changes.move(cohort, find_session(ref, cohort.sessions), at(when), NOW, **options)


def test_how_a_time_suits_each_of_the_two():
    cohort = cohort_from(FILES)
    change = moved(cohort, "bola--amina/3", "2025-04-18 20:15")
    assert [(s.person.id, s.inside, s.away, s.busy) for s in change.people] == [
        ("bola", False, False, ()),  # 21:15 to 22:15 by his clocks
        ("amina", False, True, ()),
    ]
    inside = moved(cohort, "bola--amina/3", "2025-04-17 20:00").people
    assert [s.inside for s in inside] == [True, True]
    assert moved(cohort, "bola--amina/3", "2025-05-01 19:00").notes == ("holiday",)
    assert moved(cohort, "bola--amina/3", "2025-06-02 19:00").notes == ("late",)


REFUSED = [
    ("bola--amina/1", "2025-04-08 19:00", "bola--amina/1 cannot be changed: it was held"),
    ("bola--amina/2", "2025-04-08 19:00", "it was on 2025-03-17, which has passed"),
    ("bola--amina/4", "2025-04-08 19:00", "it was cancelled on 2025-03-19"),
    ("bola--amina/3", "2025-03-20 09:30", "2025-03-20 09:30 Africa/Dakar has passed"),
    ("bola--amina/3", "2025-04-09 20:00", "2 people are in cohort/1 at that time"),
    ("bola--amina/3", "2025-03-29 10:30", "Bola is in bola--kofi/1 at that time"),
    ("cohort/1", "2025-05-05 19:59", "2 people are in bola--amina/5 at that time"),
]


@pytest.mark.parametrize(("ref", "when", "said"), REFUSED)
def test_a_move_that_cannot_be(ref, when, said):
    with pytest.raises(Refused) as failure:
        moved(cohort_from(FILES), ref, when)
    assert said in failure.value.message
    assert failure.value.hint


def test_ends_that_touch_are_no_overlap():
    cohort = cohort_from(FILES)
    assert not moved(cohort, "bola--amina/3", "2025-03-29 09:00").after.overlap
    assert not moved(cohort, "bola--amina/3", "2025-03-29 11:00").after.overlap


def test_two_sessions_at_once_are_allowed_and_marked_until_it_moves_again():
    cohort = cohort_from(FILES)
    change = moved(cohort, "bola--amina/3", "2025-03-29 10:30", anyway=True)
    assert [s.busy for s in change.people] == [("bola--kofi/1",), ()]
    files = recorded(cohort, [changes.facts(change, NOW)])
    assert b"  overlap: yes\n" in files["sessions/bola--amina.yaml"]
    beside = cohort_from({**FILES, **files})  # without a problem
    back = moved(beside, "bola--amina/3", "2025-04-07 19:00")
    assert (
        b"overlap" not in recorded(beside, [changes.facts(back, NOW)])["sessions/bola--amina.yaml"]
    )


def test_a_pair_that_ended_meets_no_more():
    ended = (
        "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-30, ended: rematched}\n"
        "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    )
    calls = CALLS.split("- id: 5")[0]
    cohort = cohort_from({**FILES, "pairs.yaml": ended, "sessions/bola--amina.yaml": calls})
    assert moved(cohort, "bola--amina/3", "2025-04-30 19:00").after.begins.day == 30
    with pytest.raises(Refused, match="the pair bola--amina ended on 2025-04-30"):
        moved(cohort, "bola--amina/3", "2025-05-01 19:00")
    times = openings(cohort, find_session("bola--amina/3", cohort.sessions), NOW, most=99)
    assert max(time.wall.date() for time in times) <= date(2025, 4, 30)


def test_a_move_to_where_it_is_changes_nothing():
    cohort = cohort_from(FILES)
    change = moved(cohort, "bola--amina/3", "2025-04-07 19:00")
    assert change.idle
    assert recorded(cohort, [changes.facts(change, NOW)]) == {}


def test_the_same_hour_by_another_utc_time_is_told_anew():
    """As after a change of the rules of a zone."""
    told = CALLS.replace(
        "  at: 2025-04-07 19:00 Africa/Dakar\n  minutes: 60\n",
        "  at: 2025-04-07 19:00 Africa/Dakar\n  minutes: 60\n  utc: 2025-04-07T18:00:00Z\n",
    )
    cohort = cohort_from({**FILES, "sessions/bola--amina.yaml": told}, but={"utc"})
    change = moved(cohort, "bola--amina/3", "2025-04-07 19:00")
    assert not change.idle
    (written,) = recorded(cohort, [changes.facts(change, NOW)]).values()
    assert b"utc: 2025-04-07T19:00:00Z\n  revision: 1\n" in written


TIMES = [
    ("2025-03-12 19:00", "Africa/Dakar", None, "2025-03-12 19:00 Africa/Dakar", "19:00"),
    ("2025-03-12T9:05", "Asia/Kathmandu", None, "2025-03-12 09:05 Asia/Kathmandu", "03:20"),
    ("2025-03-12 19:00 Asia/Tokyo", "Europe/Paris", None, "2025-03-12 19:00 Asia/Tokyo", "10:00"),
    ("2025-03-12T19:00:00Z", "Europe/Paris", None, "2025-03-12 20:00 Europe/Paris", "19:00"),
    ("2025-10-26 02:30", "Europe/Paris", "first", "2025-10-26 02:30 Europe/Paris", "00:30"),
    ("2025-10-26 02:30", "Europe/Paris", "second", "2025-10-26 02:30 Europe/Paris", "01:30"),
    ("2025-10-26T01:30:00Z", "Europe/Paris", None, "2025-10-26 02:30 Europe/Paris", "01:30"),
    ("2025-04-06 01:45", "Australia/Lord_Howe", "second", "2025-04-06 01:45 Australia/Lord_Howe",
     "15:15"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "which", "local", "utc"), TIMES)
def test_a_time_that_is_typed(text, where, which, local, utc):
    found = changes.read_time(text, where, which)
    assert (str(found), f"{found.utc:%H:%M}") == (local, utc)


NO_TIMES = [
    ("2025-03-30 02:30", "Europe/Paris", None, "does not exist", "did you mean 03:30?"),
    ("2025-10-05 02:15", "Australia/Lord_Howe", None, "does not exist", "did you mean 02:45?"),
    ("2025-10-26 02:30", "Europe/Paris", None, "twice", "--first for 00:30 UTC, or --second for"),
    ("2025-10-26 03:30", "Europe/Paris", "first", "only once", "leave --first out"),
    ("2025-03-12", "Europe/Paris", None, "is no time", "2025-03-10 19:00 Africa/Dakar"),
    ("2025-03-12 25:00", "Europe/Paris", None, "no clock shows 25:00", "00:00 to 23:59"),
    ("2025-02-30 12:00", "Europe/Paris", None, "there is no 2025-02-30", "check the day"),
    ("2025-03-12 19:00", "Europe/Pari", None, "no such time zone", "did you mean 'Europe/Paris'?"),
    ("2025-03-12T19:00:30Z", "Europe/Paris", None, "not a whole minute", ":00Z"),
    ("now\x1b[2J", "Europe/Paris", None, "is no time", "as in"),
]


@pytest.mark.parametrize(("text", "where", "which", "said", "hint"), NO_TIMES)
def test_a_time_that_is_none(text, where, which, said, hint):
    with pytest.raises(Misuse) as failure:
        changes.read_time(text, where, which)
    assert said in failure.value.message
    assert hint in failure.value.hint


REFERENCES = [
    ("bola--amina/9", "write one of: bola--amina/1, bola--amina/2, bola--amina/3"),
    ("amina--bola/3", "did you mean 'bola--amina/3'? The mentor comes first"),
    ("cohrt/1", "did you mean 'cohort/1'?"),
    ("?", "write FILE/ID, as in bola--amina/3 or cohort/2"),
]


@pytest.mark.parametrize(("word", "hint"), REFERENCES)
def test_a_session_that_is_not_there(word, hint):
    with pytest.raises(Misuse) as failure:
        find_session(word, cohort_from(FILES).sessions)
    assert failure.value.hint.startswith(hint)


def test_times_that_suit_both():
    cohort = cohort_from(FILES)
    session = find_session("bola--amina/3", cohort.sessions)
    times = [str(time) for time in openings(cohort, session, NOW)]
    days = {3: 19, 4: 19, 8: 19, 9: 18, 10: 19, 11: 19}  # on the 9th everybody meets at 19:00
    assert times == [f"2025-04-{day:02} {hour}:00 Africa/Dakar" for day, hour in days.items()]
    wide = openings(cohort, session, NOW, most=99)
    assert min(time.utc for time in wide) > NOW
    away = {date(2025, 4, day) for day in (18, 19, 20, 21)}
    assert not away & {time.wall.date() for time in wide}
    for time in wide:
        change = changes.move(cohort, session, time, NOW)
        assert all(s.inside and not s.away and not s.busy for s in change.people)


@st.composite
def calls(draw):
    """A file of calls as people write it, and two times in one zone that exist once each."""
    name = draw(st.sampled_from(AWKWARD))
    hours = st.integers(0, 24 * 365)
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=draw(hours)) for _ in range(2)]
    both = [changes.shown(moment, name) for moment in moments]
    utc = f"{both[0].utc:%Y-%m-%dT%H:%M:%SZ}"
    fields = [f"at: {both[0]}", "minutes: 45", "revision: 7", "revised: 2025-02-20T10:00:00Z"]
    fields = ["id: 3", *draw(st.permutations([*fields, f"utc: {utc}"]))]
    gap = draw(st.sampled_from([" ", "   # so agreed"]))
    if draw(st.booleans()):
        text = f"- {{{', '.join(fields)}}}{gap}\n"
    else:
        lines = "".join(f"  {field}{gap}\n" for field in fields)
        text = f"# Calls\n-{lines[1:]}\n# The end\n"
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return text.replace("\n", newline).encode(), both


@given(calls())
@settings(max_examples=60, deadline=None)
def test_there_and_back_again_is_the_same_but_for_the_revision(made):
    source, (here, there) = made
    files = {**PEOPLE, "sessions/bola--amina.yaml": source}
    for number, time in enumerate((there, here), 1):
        cohort = cohort_from(files)
        (session,) = cohort.sessions
        change = changes.move(cohort, session, time, NOW)
        if change.idle:
            assert str(here) == str(there)
            return
        files |= recorded(cohort, [changes.facts(change, NOW)])
        (session,) = cohort_from(files).sessions
        assert (session.revision, session.revised) == (7 + number, NOW)
        assert (str(session.at), session.begins) == (str(time), time.utc)
    back = files["sessions/bola--amina.yaml"]
    assert back != source
    told = back.replace(b"revision: 9", b"revision: 7")
    assert told.replace(b"2025-03-20T09:30:00Z", b"2025-02-20T10:00:00Z") == source


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_swapping_twice_is_as_before(data):
    moment = st.integers(0, 24 * 365).map(
        lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    )
    times = [changes.shown(data.draw(moment), data.draw(st.sampled_from(AWKWARD))) for _ in "ab"]
    one, other = (
        f"- {{id: 1, at: {time}, minutes: 30, utc: {time.utc:%Y-%m-%dT%H:%M:%SZ}}}\n"
        for time in times
    )
    files = {**PEOPLE, "sessions/bola--amina.yaml": one, "sessions/bola--kofi.yaml": other}
    if times[0].utc == times[1].utc:
        return
    cohort = cohort_from(files, but={"overlap"})
    for _ in "ab":
        one, other = cohort.sessions
        swapped = changes.swap(cohort, one, other, NOW, anyway=True)
        assert [c.after.begins for c in swapped] == [other.begins, one.begins]
        files |= recorded(cohort, [changes.facts(change, NOW) for change in swapped])
        cohort = cohort_from(files, but={"overlap"})
    assert [(str(s.at), s.begins) for s in cohort.sessions] == [(str(t), t.utc) for t in times]


def test_a_cancelled_session_keeps_its_first_day_and_nothing_else_is_touched():
    cohort = cohort_from(FILES)
    moment = Moment(NOW, NOW.date())
    changed = meet_change.cancel(
        cohort, ["bola--amina/4", "bola--amina/3"], moment, why="Ill: both"
    )
    assert [change.idle for change in changed.changes] == [True, False]
    written = changed.files["sessions/bola--amina.yaml"].decode()
    assert written.count("cancelled: 2025-03-19") == 1
    told = "  cancelled: 2025-03-20\n  revision: 1\n  revised: 2025-03-20T09:30:00Z\n"
    assert written.replace(told, "") == CALLS
    private = changed.files["private/sessions/bola--amina.yaml"].decode()
    assert private == '- id: 4\n  why: "Ill: both"\n- id: 3\n  why: "Ill: both"\n'
    with pytest.raises(Refused, match="it was held"):
        meet_change.cancel(cohort, ["bola--amina/1"], moment)


def test_looking_from_a_day_everything_of_that_day_is_still_to_come():
    cohort = cohort_from(FILES)
    wish = meet_change.Wish("2025-03-17 07:00")
    moved = meet_change.move(cohort, "bola--amina/2", wish, Moment(NOW, date(2025, 3, 17)))
    assert not moved.changes[0].idle
    with pytest.raises(Refused, match="has passed"):
        meet_change.move(cohort, "bola--amina/2", wish, Moment(NOW, NOW.date()))


def test_who_left_before_the_day_is_not_expected():
    gone = person("mentee", "Asia/Tokyo", "sat 10:00-12:00", name="Gone")
    gone += "enrolled: 2025-03-01\nleft: 2025-04-08\nleft_code: withdrew\n"
    cohort = cohort_from({**FILES, "people/gone.yaml": gone})
    change = moved(cohort, "cohort/1", "2025-04-10 12:00")
    assert [s.person.id for s in change.people] == ["amina", "bola", "kofi"]
    early = moved(cohort, "cohort/1", "2025-04-08 12:00")
    assert [s.person.id for s in early.people] == ["amina", "bola", "gone", "kofi"]
