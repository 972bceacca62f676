"""Cohort calls and talks: how many, when, by whom, and who pays for it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from meeting_cohorts import cohort_from, pairs, person, programme, together
from test_plan_properties import SPANS, ZONES, hours, suits

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.zones import zone
from mentorkit.meetings.burden import burden
from mentorkit.meetings.plan import Plan, propose
from mentorkit.meetings.sharing import Way
from mentorkit.meetings.weeks import assigned, spread
from mentorkit.verbs import meet

BEFORE = date(2025, 2, 1)
NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)
EVENINGS = "mon-fri 18:00-21:00"
WAYS: list[Way] = ["fixed", "rotation", "fair"]

PEOPLE = {
    "people/amina.yaml": person("mentee", "Africa/Dakar", EVENINGS, name="Amina"),
    "people/bola.yaml": person("mentor", "Africa/Lagos", EVENINGS, name="Bola"),
    "people/nok.yaml": person("mentee", "Asia/Bangkok", EVENINGS, name="Nok"),
}
SPEAKERS = {
    "people/esi.yaml": person("speaker", "Africa/Accra", "tue 10:00-11:00", name="Esi"),
    "people/rosa.yaml": person("speaker", "America/Guatemala", "fri 16:00-19:00", name="Rosa"),
}


def plan_of(files: dict[str, str], as_of: date = BEFORE, way: Way = "fair") -> Plan:
    return propose(cohort_from(files), as_of, way)


def told(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [
        (s.ref, f"{s.at.wall:%a %d %b}", s.title) for s in plan.sessions if "--" not in s.series
    ]


def weeks(plan: Plan, start: date = date(2025, 3, 3)) -> list[int]:
    return [(d.session.at.utc.date() - start).days // 7 for d in plan.series.dates]


def test_calls_and_talks_are_spread_over_the_weeks() -> None:
    plan = plan_of({"mentorkit.yaml": together(calls=3, talks=2), **PEOPLE, **SPEAKERS})

    assert weeks(plan) == [0, 3, 6, 9, 12]
    assert [d.session.ref for d in plan.series.dates] == [
        "cohort/1", "talks/1", "cohort/2", "talks/2", "cohort/3"
    ]  # fmt: skip
    assert plan.unplanned == ()
    assert {s.at.zone for s in plan.sessions if s.series == "cohort"} == {"Etc/UTC"}
    assert [s.title for s in plan.sessions][:3] == [f"Cohort call {n}" for n in (1, 2, 3)]


def test_talks_lie_in_the_hours_of_their_speakers() -> None:
    plan = plan_of({"mentorkit.yaml": together(talks=2), **PEOPLE, **SPEAKERS})

    talks = {s.speaker: s for s in plan.sessions}
    assert f"{talks['esi'].at.wall:%a %H:%M} {talks['esi'].at.zone}" == "Tue 10:00 Africa/Accra"
    assert talks["rosa"].at.zone == "America/Guatemala"
    assert f"{talks['rosa'].at.wall:%a}" == "Fri"
    assert 16 <= talks["rosa"].at.wall.hour <= 18


def test_a_title_names_only_a_speaker_who_agreed() -> None:
    rosa = SPEAKERS["people/rosa.yaml"] + "consent: {named: 2025-01-02}\noffers: [grants]\n"
    files = {"mentorkit.yaml": together(talks=2), **PEOPLE, **SPEAKERS, "people/rosa.yaml": rosa}

    talks = {s.speaker: s for s in plan_of(files).sessions}

    assert talks["rosa"].title == "Talk by Rosa"
    assert talks["esi"].title == f"Guest talk {talks['esi'].id}"
    assert talks["rosa"].topics == ("grants",)


@pytest.mark.parametrize(
    ("speaker", "why"),
    [
        ("", "speaker"),
        (person("speaker", "Africa/Accra", "tue 10:00-10:30"), "hours"),
        (person("speaker", "Africa/Accra", "tue 10:00-11:00", "2025-03-01..2025-07-01"), "away"),
        (person("speaker", "Africa/Accra", "mon 10:00-11:00").replace("timezone", "x"), "hours"),
    ],
)
def test_why_a_talk_is_not_planned(speaker: str, why: str) -> None:
    files = {"mentorkit.yaml": together(talks=1), **PEOPLE}
    if speaker:
        speaker = speaker.replace("x: Africa/Accra\n", "")
        files["people/esi.yaml"] = speaker

    plan = plan_of(files)

    assert plan.sessions == ()
    assert [(u.series, u.kind, u.why, u.count) for u in plan.unplanned] == [
        ("talks", "talk", why, 1)
    ]


def test_a_speaker_who_can_come_in_one_week_only_gets_that_week() -> None:
    esi = person(
        "speaker",
        "Africa/Accra",
        "tue 10:00-11:00",
        "2025-03-01..2025-04-13, 2025-04-21..2025-07-01",
    )
    files = {"mentorkit.yaml": together(calls=2, talks=2), **PEOPLE, **SPEAKERS}

    plan = plan_of(files | {"people/esi.yaml": esi})

    dates = {s.speaker: f"{s.at.wall:%m-%d}" for s in plan.sessions if s.speaker}
    assert dates["esi"] == "04-15"
    assert plan.unplanned == ()
    assert len(plan.sessions) == 4


def test_what_stands_counts_and_a_cancelled_one_is_replaced() -> None:
    files = {
        "mentorkit.yaml": together(calls=2, talks=1),
        **PEOPLE,
        **SPEAKERS,
        "sessions/cohort.yaml": (
            "- {id: 4, at: 2025-03-05 14:00 Etc/UTC, minutes: 90}\n"
            "- {id: 7, at: 2025-03-19 14:00 Etc/UTC, minutes: 90, cancelled: 2025-01-20}\n"
        ),
        "sessions/talks.yaml": (
            "- {id: 1, at: 2025-04-01 10:00 Africa/Accra, minutes: 60, kind: talk, speaker: esi}\n"
        ),
    }

    plan = plan_of(files)

    assert [(s.ref, s.title) for s in plan.sessions] == [("cohort/8", "Cohort call 2")]
    assert weeks(plan)[0] not in (0, 4)


def test_a_cancelled_talk_lets_its_speaker_speak_again() -> None:
    files = {
        "mentorkit.yaml": together(talks=2),
        **PEOPLE,
        **SPEAKERS,
        "sessions/talks.yaml": (
            "- {id: 1, at: 2025-04-01 10:00 Africa/Accra, minutes: 60, kind: talk, speaker: esi,"
            " cancelled: 2025-01-20}\n"
            "- {id: 2, at: 2025-04-11 17:00 America/Guatemala, minutes: 60, kind: talk,"
            " speaker: rosa}\n"
        ),
    }

    assert [(s.ref, s.speaker) for s in plan_of(files).sessions] == [("talks/3", "esi")]


def test_before_the_end_only_the_days_that_are_left_are_used() -> None:
    files = {"mentorkit.yaml": together(calls=3), **PEOPLE}

    plan = plan_of(files, date(2025, 5, 14))
    last = plan_of(files, date(2025, 6, 1))

    assert len(plan.sessions) == 3
    assert all(date(2025, 5, 14) < s.at.utc.date() <= date(2025, 6, 1) for s in plan.sessions)
    assert [(u.why, u.count) for u in last.unplanned] == [("short", 3)]


def test_no_day_holds_two_so_too_many_are_too_many() -> None:
    files = {"mentorkit.yaml": together(calls=9, end="2025-03-06"), **PEOPLE}

    plan = plan_of(files)

    assert len({s.at.utc.date() for s in plan.sessions}) == len(plan.sessions) == 4
    assert [(u.series, u.why, u.count) for u in plan.unplanned] == [("cohort", "short", 5)]


def saved(files: dict[str, str], plan: Plan) -> dict[str, str]:
    new = meet.write(cohort_from(files), plan, NOW)
    return files | {name: text.decode() for name, text in new.items()}


def test_days_that_hold_a_meeting_hold_no_second_one_once_saved() -> None:
    files = {"mentorkit.yaml": together(calls=9, end="2025-03-06"), **PEOPLE}

    again = plan_of(saved(files, plan_of(files)))

    assert again.sessions == ()
    assert [(u.series, u.why, u.count) for u in again.unplanned] == [("cohort", "short", 5)]


def test_a_week_of_holidays_leaves_its_meetings_to_the_other_weeks() -> None:
    off = "holidays: [2025-03-03..2025-03-09, 2025-03-17..2025-03-20]\n"
    files = {"mentorkit.yaml": together(calls=6, end="2025-03-23", more=off), **PEOPLE}

    plan = plan_of(files)

    assert plan.unplanned == ()
    assert sorted(weeks(plan)) == [1, 1, 1, 2, 2, 2]


def test_speakers_who_all_have_one_week_only_share_it() -> None:
    away = "2025-03-03..2025-03-16, 2025-03-24..2025-06-01"
    days = {"esi": "tue", "rosa": "wed", "sunil": "thu"}
    speakers = {
        f"people/{who}.yaml": person("speaker", "Africa/Accra", f"{day} 10:00-11:00", away)
        for who, day in days.items()
    }
    files = {"mentorkit.yaml": together(talks=3), **PEOPLE, **speakers}

    plan = plan_of(files)

    assert [(s.speaker, f"{s.at.wall:%d %b}") for s in plan.sessions] == [
        ("esi", "18 Mar"), ("rosa", "19 Mar"), ("sunil", "20 Mar")
    ]  # fmt: skip
    assert plan_of(saved(files, plan)).sessions == ()


def test_nothing_is_planned_on_a_holiday() -> None:
    holidays = "holidays: [2025-03-03..2025-03-08, 2025-03-10]\n"
    esi = {"people/esi.yaml": person("speaker", "Pacific/Kiritimati", "mon-sun 00:00-03:00")}
    files = {
        "mentorkit.yaml": together(3, 1, end="2025-03-12", more=holidays),
        **PEOPLE,
        **esi,
    }

    plan = plan_of(files)

    assert len(plan.sessions) == 3
    for session in plan.sessions:
        for day in (session.at.wall.date(), session.at.utc.date()):
            assert day in [date(2025, 3, free) for free in (9, 11, 12, 13)]
    assert [u.why for u in plan.unplanned] == ["short"]
    everything = together(1, more="holidays: [2025-01-01..2025-12-31]\n")
    assert [u.why for u in plan_of(files | {"mentorkit.yaml": everything}).unplanned] == ["holiday"]


def test_pairs_call_neither_on_holidays_nor_during_cohort_calls() -> None:
    files = {
        "mentorkit.yaml": programme(every="week")
        + "  cohort: {count: 13, minutes: 60}\nholidays: [2025-03-17..2025-03-21]\n",
        "people/amina.yaml": person("mentee", "Africa/Dakar", "mon 18:00-20:00, tue 18:00-19:00"),
        "people/bola.yaml": person("mentor", "Africa/Dakar", "mon 18:00-20:00, tue 18:00-19:00"),
        "pairs.yaml": pairs("bola--amina"),
    }

    plan = plan_of(files)

    # Only the weekend of one week is no holiday.
    assert plan.burden == {"amina": 13, "bola": 13}
    assert len(plan.series.dates) == 13
    assert len(plan.calls) == 12
    assert [(u.why, len(u.intervals)) for u in plan.unplanned] == [("holiday", 1)]
    taken = sorted((s.at.utc, s.at.utc + timedelta(hours=1)) for s in plan.sessions)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(taken))


def test_days_away_are_avoided_and_those_who_are_away_named() -> None:
    amina = person("mentee", "Africa/Dakar", EVENINGS, "2025-03-03..2025-03-05", name="Amina")
    files = {"mentorkit.yaml": together(1, end="2025-03-09"), **PEOPLE, "people/amina.yaml": amina}
    longer = amina.replace("03-05", "03-09")

    (kept,) = plan_of(files).series.dates
    (lost,) = plan_of(files | {"people/amina.yaml": longer}).series.dates

    assert (kept.session.at.utc.date() > date(2025, 3, 5), kept.away) == (True, ())
    assert lost.away == ("amina",)
    assert plan_of(files | {"people/amina.yaml": longer}).burden["amina"] == 0


def test_people_without_hours_carry_nothing_and_are_named() -> None:
    files = {
        "mentorkit.yaml": together(1),
        **PEOPLE,
        "people/lu.yaml": "name: Lu\nroles: [mentor]\ntimezone: Asia/Taipei\n",
        "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    }

    plan = plan_of(files)

    assert plan.series.unknown == ("lu",)
    assert sorted(plan.burden) == ["amina", "bola", "nok"]


def test_nobody_at_all_has_hours() -> None:
    plan = plan_of({"mentorkit.yaml": together(2), "people/lu.yaml": "name: L\nroles: [mentor]\n"})

    assert [(u.series, u.why, u.count) for u in plan.unplanned] == [("cohort", "hours", 2)]


def test_a_coordinator_with_hours_counts_and_who_left_does_not() -> None:
    dana = person("coordinator", "Asia/Tokyo", "mon-fri 09:00-17:00")
    gone = person("mentor", "America/New_York", EVENINGS) + "left: 2025-01-05\nleft_code: lapsed\n"
    files = {"mentorkit.yaml": together(1), **PEOPLE}

    plan = plan_of(files | {"people/dana.yaml": dana, "people/kim.yaml": gone})

    assert sorted(plan.burden) == ["amina", "bola", "dana", "nok"]


def test_what_somebody_carries_already_is_made_up_for() -> None:
    """Nok was up at night once already, so now it is the turn of the two in Africa."""
    two = {**PEOPLE, "people/esi.yaml": person("mentor", "Asia/Bangkok", EVENINGS, name="Esi")}
    night = "- {id: 1, at: 2025-03-05 19:00 Etc/UTC, minutes: 90}\n"
    files = {"mentorkit.yaml": together(2), **two, "sessions/cohort.yaml": night}

    plan = plan_of(files)

    assert plan.burden["amina"] > 0
    assert plan.burden == {
        name: sum(
            burden(cohort_from(files).people[name], moment) or 0
            for moment in (datetime(2025, 3, 5, 19, tzinfo=UTC), plan.sessions[0].at.utc)
        )
        for name in ("amina", "bola", "esi", "nok")
    }
    assert plan.worst == plan.burden["nok"] == 7


@pytest.mark.parametrize("way", WAYS)
def test_each_way_can_be_chosen_and_the_figures_are_those_of_its_times(way: Way) -> None:
    plan = propose(thirty(4, 0), BEFORE, way)

    (chosen,) = (each for each in plan.series.compared if each.way == way)
    assert [s.at.utc for s in plan.sessions] == list(chosen.moments)
    assert (chosen.burdens.worst, chosen.burdens.total) == (plan.worst, plan.total)
    clocks = {f"{s.at.utc:%a %H:%M}" for s in plan.sessions}
    assert {"fixed": len(clocks) == 1, "rotation": 2 <= len(clocks) <= 3}.get(way, True)


AWKWARD = [
    "Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Tehran", "Asia/Kathmandu",
    "America/Santiago", "America/Godthab", "Europe/Paris", "America/New_York", "Asia/Tokyo",
    "America/Los_Angeles", "Pacific/Auckland",
]  # fmt: skip
OFFICE = [
    "mon-fri 18:00-21:00",
    "mon-thu 19:00-22:00",
    "tue-sat 17:00-20:30",
    "sun-thu 18:00-21:00",
]


def thirty(calls: int, talks: int, more: str = "") -> Cohort:
    files = {"mentorkit.yaml": together(calls, talks, more=more)}
    for number in range(30):
        role = ("mentor", "mentee")[number % 2]
        where, when = AWKWARD[number // 2 % 12], OFFICE[number * 7 // 3 % 4]
        files[f"people/p{number}.yaml"] = person(role, where, when)
    for number in range(talks):
        where = AWKWARD[number * 5 % 12]
        files[f"people/s{number}.yaml"] = person("speaker", where, "mon-fri 17:00-21:00")
    return cohort_from(files)


@pytest.mark.parametrize(("calls", "talks"), [(4, 0), (6, 0), (9, 0), (13, 0), (4, 5), (6, 5)])
def test_fair_leaves_seven_tenths_of_the_heaviest_burden_of_the_best_fixed_time(
    calls: int, talks: int
) -> None:
    cohort = thirty(calls, talks)

    plan = propose(cohort, BEFORE)

    burdens = {each.way: each.burdens for each in plan.series.compared}
    assert burdens["fair"].worst <= 0.7 * burdens["fixed"].worst
    assert plan.worst == burdens["fair"].worst
    if not talks:
        # Of all fixed half-hours of the week there is none, either, whose worst is much lighter.
        moments = [s.at.utc.date() for s in plan.sessions]
        mondays = [datetime(d.year, d.month, d.day, tzinfo=UTC) for d in moments]
        mondays = [monday - timedelta(days=monday.weekday()) for monday in mondays]
        least = min(
            max(
                sum(burden(p, monday + half * timedelta(minutes=30)) or 0 for monday in mondays)
                for p in cohort.people.values()
            )
            for half in range(0, 336, 2)
        )
        assert plan.worst <= 0.7 * least


def test_a_year_in_which_clocks_change_everywhere_is_reckoned_by_the_minute() -> None:
    cohort = thirty(13, 0)

    plan = propose(cohort, BEFORE)

    for name, carried in plan.burden.items():
        assert carried == sum(burden(cohort.people[name], s.at.utc) or 0 for s in plan.sessions)


QUIET = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def cohorts(draw: st.DrawFn) -> Cohort:
    start, end = draw(SPANS)
    first = date.fromisoformat(start)
    closed = first + timedelta(days=draw(st.integers(0, 60)))
    more = f"holidays: [{closed}..{closed + timedelta(days=draw(st.integers(0, 5)))}]\n"
    calls, talks = draw(st.integers(0, 7)), draw(st.integers(0, 4))
    files = {
        "mentorkit.yaml": together(calls, talks, start=start, end=end, more=more)
        + "  pair: {every: 2 weeks}\n"
    }
    for name in (
        "mentor-0",
        "mentor-1",
        "mentee-0",
        "mentee-1",
        "mentee-2",
        "speaker-0",
        "speaker-1",
    ):
        gone = first + timedelta(days=draw(st.integers(0, 60)))
        away = draw(st.sampled_from(["", f"{gone}..{gone + timedelta(days=9)}"]))
        role = name.partition("-")[0]
        files[f"people/{name}.yaml"] = person(role, draw(ZONES), draw(hours()), away)
    files["pairs.yaml"] = pairs("mentor-0--mentee-0", "mentor-1--mentee-1", since=start)
    call = first + timedelta(days=draw(st.integers(0, 50)))
    at = f"{call} {draw(st.integers(0, 23)):02}:00 Etc/UTC"
    files["sessions/mentor-0--mentee-0.yaml"] = f"- {{id: 1, at: {at}, minutes: 300}}\n"
    return cohort_from(files)


LONG_AGO = date(2024, 1, 1)


@QUIET
@given(cohorts(), st.sampled_from(WAYS))
def test_what_holds_of_every_plan(cohort: Cohort, way: Way) -> None:
    plan = propose(cohort, LONG_AGO, way)
    asked = cohort.programme.meetings
    assert asked.cohort
    assert asked.talks
    series = [s for s in plan.sessions if "--" not in s.series]
    lacking = sum(u.count for u in plan.unplanned if "--" not in u.series)
    assert len(series) + lacking == asked.cohort.count + asked.talks.count

    for session in series:
        assert cohort.programme.start <= session.at.utc.date() <= cohort.programme.end
        for day in (session.at.utc.date(), session.at.wall.date()):
            assert not any(day in days for days in cohort.programme.holidays)
        if session.speaker:
            assert suits(cohort.people[session.speaker], session.at.utc, session.minutes)
            local = session.at.utc.astimezone(zone(session.at.zone))
            assert local.replace(tzinfo=None) == session.at.wall

    (standing,) = cohort.sessions
    spans = {"x": (standing.at.utc, standing.at.utc + timedelta(minutes=standing.minutes))}
    spans |= {s.ref: (s.at.utc, s.at.utc + timedelta(minutes=s.minutes)) for s in plan.sessions}
    for session in series:
        begin, end = spans[session.ref]
        for other, (first, last) in spans.items():
            assert other == session.ref or end <= first or last <= begin


@QUIET
@given(cohorts(), st.sampled_from(WAYS))
def test_a_saved_plan_is_whole_and_the_order_of_files_decides_nothing(
    cohort: Cohort, way: Way
) -> None:
    plan = propose(cohort, LONG_AGO, way)
    files = meet.write(cohort, plan, NOW)
    turned = cohort_from(dict(reversed(cohort.sources.items())))
    assert meet.write(turned, propose(turned, LONG_AGO, way), NOW) == files

    saved = cohort_from({**cohort.sources, **files})
    again = propose(saved, LONG_AGO, way)
    assert again.sessions == ()
    assert again.burden == plan.burden
    stored = {s.ref: (s.begins, s.title, s.speaker, s.kind) for s in saved.sessions}
    for session in plan.sessions:
        told_ = session.at.utc, session.title, session.speaker, session.kind
        assert stored[session.ref] == told_


@pytest.mark.parametrize(
    ("count", "among", "expected"),
    [(0, 5, []), (1, 5, [2]), (2, 5, [0, 4]), (3, 13, [0, 6, 12]), (4, 4, [0, 1, 2, 3])],
)
def test_numbers_evenly_apart(count: int, among: int, expected: list[int]) -> None:
    assert spread(count, among) == expected


@given(st.data())
def test_numbers_apart_are_different_and_in_order(data: st.DataObject) -> None:
    among = data.draw(st.integers(1, 200))
    count = data.draw(st.integers(0, among))
    numbers = spread(count, among)

    assert len(numbers) == count
    assert all(a < b for a, b in pairwise(numbers))
    assert all(0 <= number < among for number in numbers)


OPTIONS = st.lists(
    st.tuples(st.lists(st.integers(0, 4), unique=True), st.lists(st.integers(0, 4), unique=True)),
    max_size=5,
)


@given(OPTIONS)
def test_as_many_things_as_possible_have_a_place(
    options: list[tuple[list[int], list[int]]],
) -> None:
    held = assigned(options)

    def most(thing: int, free: frozenset[int]) -> int:
        if thing == len(options):
            return 0
        others = {place for part in options[thing] for place in part} & free
        return max(most(thing + 1, free), *(1 + most(thing + 1, free - {p}) for p in others), 0)

    assert all(place in options[thing][0] + options[thing][1] for place, thing in held.items())
    assert len(set(held.values())) == len(held) == most(0, frozenset(range(5)))
