"""The plan of pair calls, case by case."""

from datetime import UTC, date, datetime

import pytest
from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.cohort.model import Cohort
from mentorkit.meetings.calls import fewest_lost
from mentorkit.meetings.plan import Plan, propose
from mentorkit.verbs import meet

BEFORE = date(2025, 3, 1)
NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)
EVENINGS = "mon-fri 18:00-21:00"

TWO = {
    "mentorkit.yaml": programme(),
    "people/bola.yaml": person("mentor", "Africa/Lagos", EVENINGS),
    "people/amina.yaml": person("mentee", "Africa/Dakar", EVENINGS),
    "pairs.yaml": pairs("bola--amina"),
}


def plan_of(files: dict[str, str], as_of: date = BEFORE) -> Plan:
    return propose(cohort_from(files), as_of)


def times(plan: Plan) -> list[str]:
    return [str(call.at) for call in plan.calls]


def dates(plan: Plan) -> list[str]:
    return [f"{call.at.wall:%m-%d}" for call in plan.calls]


def with_sessions(files: dict[str, str], *records: str) -> dict[str, str]:
    return files | {"sessions/bola--amina.yaml": "".join(f"- {{{record}}}\n" for record in records)}


def test_one_hour_on_every_date_by_the_clocks_of_the_mentee() -> None:
    plan = plan_of(TWO)

    assert times(plan) == [
        f"2025-{day} 18:00 Africa/Dakar"
        for day in ("03-03", "03-17", "03-31", "04-14", "04-28", "05-12", "05-26")
    ]
    assert [call.ref for call in plan.calls] == [f"bola--amina/{n}" for n in range(1, 8)]
    assert plan.unplanned == ()
    assert (plan.burden, plan.worst, plan.total) == ({"amina": 0, "bola": 0}, 0, 0)


def test_the_whole_call_fits_after_every_change_of_clocks() -> None:
    """Paris and New York are 6 hours apart but from 9 to 30 March 2025, when it is 5."""
    files = TWO | {
        "mentorkit.yaml": programme(every="week"),
        "people/bola.yaml": person("mentor", "Europe/Paris", "mon-fri 18:00-20:00"),
        "people/amina.yaml": person("mentee", "America/New_York", "mon-fri 12:00-14:00"),
    }

    plan = plan_of(files)

    assert {f"{call.at.wall:%H:%M}" for call in plan.calls} == {"13:00"}
    assert len(plan.calls) == 13
    assert {call.moved for call in plan.calls} == {None}


def test_the_clocks_of_the_mentor_are_kept_where_only_they_work() -> None:
    files = TWO | {
        "people/bola.yaml": person("mentor", "Europe/Paris", "mon 19:00-20:00"),
        "people/amina.yaml": person("mentee", "America/New_York", "mon 13:00-15:00"),
    }

    plan = plan_of(files)

    assert {call.at.zone for call in plan.calls} == {"Europe/Paris"}
    assert {f"{call.at.wall:%a %H:%M}" for call in plan.calls} == {"Mon 19:00"}
    assert plan.unplanned == ()


def test_where_no_hour_works_throughout_only_the_odd_dates_move() -> None:
    """At 13 in New York it is 19 in Paris, but 18 on 17 March, a Monday: only Tuesday is free."""
    files = TWO | {
        "people/bola.yaml": person("mentor", "Europe/Paris", "mon 19:00-20:00, tue 18:00-19:00"),
        "people/amina.yaml": person("mentee", "America/New_York", "mon-tue 13:00-14:00"),
    }

    plan = plan_of(files)

    assert times(plan)[:3] == [
        "2025-03-03 13:00 America/New_York",
        "2025-03-18 13:00 America/New_York",
        "2025-03-31 13:00 America/New_York",
    ]
    assert [call.moved for call in plan.calls] == [None, "hours", None, None, None, None, None]


def test_a_day_away_moves_a_call_within_its_interval() -> None:
    away = "2025-03-31..2025-04-08"
    files = TWO | {
        "people/bola.yaml": person("mentor", "Africa/Lagos", "mon 18:00-21:00, fri 18:00-21:00"),
        "people/amina.yaml": person("mentee", "Africa/Dakar", "mon-fri 18:00-21:00", away),
    }

    plan = plan_of(files)

    assert dates(plan) == ["03-03", "03-17", "04-11", "04-14", "04-28", "05-12", "05-26"]
    assert [call.moved for call in plan.calls] == [None, None, "away", None, None, None, None]


def test_whoever_is_away_for_an_interval_has_no_call_in_it() -> None:
    files = TWO | {
        "people/amina.yaml": person("mentee", "Africa/Dakar", EVENINGS, "2025-03-31..2025-04-13")
    }

    plan = plan_of(files)

    assert len(plan.calls) == 6
    (lack,) = plan.unplanned
    assert (lack.series, lack.why) == ("bola--amina", "away")
    assert [(str(span.first), str(span.last)) for span in lack.intervals] == [
        ("2025-03-31", "2025-04-13")
    ]


def test_no_hour_in_common_is_said_and_no_call_made_up() -> None:
    files = TWO | {"people/amina.yaml": person("mentee", "Asia/Tokyo", EVENINGS)}

    plan = plan_of(files)

    assert plan.calls == ()
    (lack,) = plan.unplanned
    assert (lack.why, len(lack.intervals)) == ("hours", 6)


@pytest.mark.parametrize("missing", ["timezone: Africa/Dakar", f"available: [{EVENINGS}]"])
def test_without_a_zone_or_hours_there_is_no_plan(missing: str) -> None:
    amina = TWO["people/amina.yaml"].replace(f"{missing}\n", "")

    plan = plan_of(TWO | {"people/amina.yaml": amina})

    assert plan.calls == ()
    assert [lack.why for lack in plan.unplanned] == ["hours"]


def test_two_mentees_of_one_mentor_never_meet_at_once() -> None:
    files = TWO | {
        "people/kofi.yaml": person("mentee", "Africa/Accra", "mon 17:00-18:30"),
        "people/bola.yaml": person("mentor", "Africa/Lagos", "mon 18:00-21:00"),
        "people/amina.yaml": person("mentee", "Africa/Dakar", "mon 17:00-21:00"),
        "pairs.yaml": pairs("bola--amina", "bola--kofi"),
    }

    plan = plan_of(files)

    by_pair = {pair.ref: {f"{call.at.utc:%H:%M}" for call in pair.calls} for pair in plan.pairs}
    # Kofi's hour comes first: he has the fewest.
    assert by_pair == {"bola--kofi": {"17:00"}, "bola--amina": {"18:00"}}


def test_full_hours_are_told_apart_from_missing_ones() -> None:
    files = TWO | {
        "people/kofi.yaml": person("mentee", "Africa/Accra", "mon 17:00-18:00"),
        "people/bola.yaml": person("mentor", "Africa/Lagos", "mon 18:00-19:00"),
        "people/amina.yaml": person("mentee", "Africa/Dakar", "mon 17:00-18:00"),
        "mentorkit.yaml": programme(every="week"),
        "pairs.yaml": pairs("bola--amina", "bola--kofi"),
    }

    plan = plan_of(files)

    assert [(lack.series, lack.why) for lack in plan.unplanned] == [("bola--kofi", "busy")]


def test_standing_sessions_stay_and_numbers_go_on_after_the_highest() -> None:
    files = with_sessions(
        TWO,
        "id: 2, at: 2025-03-12 19:30 Africa/Dakar, minutes: 60",
        "id: 9, at: 2025-03-25 19:30 Africa/Dakar, minutes: 60, cancelled: 2025-02-27",
    )

    plan = plan_of(files)

    assert [call.id for call in plan.calls] == [10, 11, 12, 13, 14, 15]
    assert dates(plan)[0] > "03-16"
    assert plan.pairs[0].standing == 1


STANDING = [
    f"id: {number}, at: 2025-{day} 18:45 Africa/Dakar, minutes: 60"
    for number, day in enumerate(
        ("03-05", "03-19", "04-02", "04-16", "04-30", "05-14", "05-28"), start=1
    )
]


def test_the_hour_of_a_cancelled_call_is_not_proposed_again() -> None:
    """The next day at the hour of the others is nearer than another hour of that evening."""
    cancelled = f"{STANDING[2]}, cancelled: 2025-02-27"
    files = with_sessions(TWO, *STANDING[:2], cancelled, *STANDING[3:])

    plan = plan_of(files)

    assert [(call.ref, str(call.at), call.moved) for call in plan.calls] == [
        ("bola--amina/8", "2025-04-01 18:45 Africa/Dakar", "cancelled")
    ]


def test_where_no_other_day_is_free_another_hour_of_that_day_is() -> None:
    hours = "wed 17:00-21:00"
    files = TWO | {
        "mentorkit.yaml": programme(every="week", end="2025-03-16"),
        "people/bola.yaml": person("mentor", "Africa/Lagos", hours),
        "people/amina.yaml": person("mentee", "Africa/Dakar", hours),
    }
    cancelled = "cancelled: 2025-02-27"
    files = with_sessions(files, STANDING[0], f"{STANDING[0]}, {cancelled}".replace("-05 ", "-12 "))
    files["sessions/bola--amina.yaml"] = files["sessions/bola--amina.yaml"].replace(
        "id: 1, at: 2025-03-12", "id: 2, at: 2025-03-12"
    )

    plan = plan_of(files)

    assert [f"{call.at.utc:%m-%d %H:%M}" for call in plan.calls] == ["03-12 17:45"]


def test_where_a_cancelled_call_had_the_only_hour_nothing_is_proposed() -> None:
    hours = "tue 18:00-19:00"
    files = TWO | {
        "mentorkit.yaml": programme(every="week", end="2025-03-30"),
        "people/bola.yaml": person("mentor", "Africa/Accra", hours),
        "people/amina.yaml": person("mentee", "Africa/Dakar", hours),
    }
    first = "id: 1, at: 2025-03-04 18:00 Africa/Dakar, minutes: 60, cancelled: 2025-02-27"

    plan = plan_of(with_sessions(files, first))

    assert dates(plan) == ["03-11", "03-18", "03-25"]
    assert [(lack.why, lack.count) for lack in plan.unplanned] == [("cancelled", 1)]


def test_a_cancelled_call_of_another_pair_keeps_nobody_from_its_hour() -> None:
    first = "id: 1, at: 2025-03-03 18:00 Africa/Dakar, minutes: 60, cancelled: 2025-02-27"
    files = TWO | {
        "people/kofi.yaml": person("mentee", "Africa/Accra", EVENINGS),
        "pairs.yaml": pairs("bola--amina", "bola--kofi"),
        "sessions/bola--kofi.yaml": f"- {{{first}}}\n",
    }
    plan = plan_of(files)
    own = {pair.ref: [str(call.at.utc)[:16] for call in pair.calls] for pair in plan.pairs}
    assert "2025-03-03 18:00" not in own["bola--kofi"]
    assert own["bola--amina"] == plan_times_without(files)


def plan_times_without(files: dict[str, str]) -> list[str]:
    """Return the times of bola--amina where nothing was ever cancelled."""
    kept = {name: text for name, text in files.items() if not name.startswith("sessions/")}
    (own,) = (pair for pair in plan_of(kept).pairs if pair.ref == "bola--amina")
    return [str(call.at.utc)[:16] for call in own.calls]


def test_a_replacement_keeps_the_hour_of_the_calls_that_stand() -> None:
    standing = [
        f"id: {number}, at: 2025-{day} 18:45 Africa/Dakar, minutes: 60"
        for number, day in enumerate(
            ("03-05", "03-19", "04-16", "04-30", "05-14", "05-28"), start=1
        )
    ]

    assert times(plan_of(with_sessions(TWO, *standing))) == ["2025-04-02 18:45 Africa/Dakar"]


def test_a_call_moved_out_of_its_interval_still_counts() -> None:
    standing = [
        f"id: {number}, at: 2025-{day} 19:00 Africa/Dakar, minutes: 60"
        for number, day in enumerate(
            ("03-03", "03-18", "03-28", "04-14", "04-28", "05-12", "05-26"), start=1
        )
    ]

    assert plan_of(with_sessions(TWO, *standing)).calls == ()


def test_meetings_of_the_whole_cohort_are_not_run_over() -> None:
    files = TWO | {
        "mentorkit.yaml": programme(every="week"),
        "people/bola.yaml": person("mentor", "Africa/Lagos", "mon 18:00-22:00"),
        "people/amina.yaml": person("mentee", "Africa/Dakar", "mon 17:00-21:00"),
        "sessions/cohort.yaml": "- {id: 1, at: 2025-03-10 16:30 Etc/UTC, minutes: 90}\n",
    }

    plan = plan_of(files)

    assert f"{plan.calls[1].at}" == "2025-03-10 18:00 Africa/Dakar"
    assert {call.moved for call in plan.calls} == {None}


@pytest.mark.parametrize(
    ("ending", "as_of", "expected"),
    [
        ("until: 2025-04-20, ended: mentor-left", date(2025, 4, 21), []),
        # Nobody knew yet that it would end.
        ("until: 2025-04-20, ended: mentor-left", date(2025, 4, 19), ["04-21", "04-28", "05-12"]),
        ("locked: no", date(2025, 5, 1), ["05-02", "05-16", "05-30"]),
        ("locked: no", date(2025, 3, 3), ["03-03", "03-17"]),
    ],
)
def test_when_a_pair_begins_and_ends(ending: str, as_of: date, expected: list[str]) -> None:
    pair = f"- {{mentor: bola, mentee: amina, since: 2025-02-20, {ending}}}\n"

    assert dates(plan_of(TWO | {"pairs.yaml": pair}, as_of))[: len(expected) or 1] == expected


def test_a_pair_of_later_begins_its_rhythm_then() -> None:
    plan = plan_of(TWO | {"pairs.yaml": pairs("bola--amina", since="2025-04-23")})

    assert dates(plan) == ["04-23", "05-07", "05-21"]


@pytest.mark.parametrize("who", ["amina", "bola"])
@pytest.mark.parametrize(
    ("left", "as_of", "calls"),
    [
        ("2025-04-10", BEFORE, 7),
        ("2025-04-10", date(2025, 4, 9), 5),
        ("2025-04-10", date(2025, 4, 10), 0),
        ("2025-04-10", date(2026, 1, 1), 0),
        ("2025-03-03", date(2025, 3, 3), 0),
    ],
)
def test_a_pair_is_over_when_one_has_left_and_not_before_that_is_known(
    who: str, left: str, as_of: date, calls: int
) -> None:
    name = f"people/{who}.yaml"
    gone = TWO[name] + f"left: {left}\nleft_code: withdrew\n"

    plan = plan_of(TWO | {name: gone}, as_of)

    assert (len(plan.calls), plan.unplanned) == (calls, ())


def test_a_call_that_is_cancelled_later_stands_until_then() -> None:
    files = with_sessions(
        TWO, "id: 1, at: 2025-03-04 19:00 Africa/Dakar, minutes: 60, cancelled: 2025-03-02"
    )

    assert dates(plan_of(files, date(2025, 3, 1)))[0] == "03-18"
    assert times(plan_of(files, date(2025, 3, 2)))[:2] == [
        "2025-03-03 19:00 Africa/Dakar",
        "2025-03-18 19:00 Africa/Dakar",
    ]


def test_the_last_minutes_of_a_call_count_one_by_one() -> None:
    """50 minutes fit into 18:00 to 18:50, and 51 do not."""
    files = TWO | {"people/amina.yaml": person("mentee", "Africa/Dakar", "mon 18:00-18:50")}

    assert len(plan_of(files | {"mentorkit.yaml": programme(minutes=50)}).calls) == 7
    assert len(plan_of(files | {"mentorkit.yaml": programme(minutes=51)}).calls) == 0


def test_a_pair_that_begins_after_the_programme_is_not_in_the_plan() -> None:
    late = TWO | {"pairs.yaml": pairs("bola--amina", since="2025-06-02")}

    assert plan_of(late, date(2025, 6, 2)).pairs == ()


def test_a_programme_that_asks_for_no_pair_calls() -> None:
    bare = "id: t\nname: T\nfictional: yes\nremote: private\nfrom: 2025-03-03\nto: 2025-06-01\n"

    plan = plan_of(TWO | {"mentorkit.yaml": bare})

    assert (plan.every, plan.calls) == (None, ())


def saved(cohort: Cohort, plan: Plan) -> Cohort:
    sources: dict[str, str | bytes] = {**cohort.sources, **meet.write(cohort, plan, NOW)}
    return cohort_from(sources)


def test_a_new_file_of_sessions_is_as_the_formats_show_it() -> None:
    cohort = cohort_from(TWO)

    files = meet.write(cohort, propose(cohort, BEFORE), NOW)

    assert list(files) == ["sessions/bola--amina.yaml"]
    assert (
        files["sessions/bola--amina.yaml"]
        .decode()
        .startswith(
            "- id: 1\n"
            "  at: 2025-03-03 18:00 Africa/Dakar\n"
            "  minutes: 60\n"
            "  kind: call\n"
            "  where: online\n"
            "  revision: 0\n"
            "  revised: 2025-02-20T10:00:00Z\n"
            "  utc: 2025-03-03T18:00:00Z\n"
            "- id: 2\n"
        )
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_a_file_holds_already_keeps_every_byte(newline: str) -> None:
    text = (
        "# Bola and Amina\n\n- id: 3   # moved once\n  at: 2025-03-12 19:30 Africa/Dakar\n"
        "  minutes: 60\n  revision: 1\n\n  # the end"
    ).replace("\n", newline)
    cohort = cohort_from(TWO | {"sessions/bola--amina.yaml": text})

    after = meet.write(cohort, propose(cohort, BEFORE), NOW)["sessions/bola--amina.yaml"].decode()

    kept = text.removesuffix("  # the end")
    assert after.startswith(kept.rstrip())
    assert "# the end" in after
    assert [s.id for s in saved(cohort, propose(cohort, BEFORE)).sessions] == [3, 4, 5, 6, 7, 8, 9]


def test_planning_again_proposes_nothing() -> None:
    cohort = cohort_from(TWO)
    again = propose(saved(cohort, propose(cohort, BEFORE)), BEFORE)

    assert again.calls == ()
    assert again.pairs[0].standing == 7
    assert meet.write(cohort, again, NOW) == {}


@pytest.mark.parametrize(
    ("masks", "among", "expected"),
    [
        ([], 0b101, (0, 0b101)),
        ([0b110, 0b011], 0b111, (0, 0b010)),
        ([0b100, 0b010, 0b001], 0b111, (2, 0b111)),
        ([0b110, 0b110, 0b001], 0b111, (1, 0b110)),
        ([0, 0], 0b11, (2, 0b11)),
    ],
)
def test_the_bits_that_the_fewest_masks_lack(
    masks: list[int], among: int, expected: tuple[int, int]
) -> None:
    assert fewest_lost(masks, among) == expected
