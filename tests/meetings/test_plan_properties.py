"""What holds of every plan, checked against datetime alone over zones with awkward clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.zones import instants, zone
from mentorkit.meetings.plan import Plan, propose
from mentorkit.verbs import meet

ZONES = st.sampled_from(
    [
        "Africa/Casablanca",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Asia/Tehran",
        "Asia/Kathmandu",
        "America/Santiago",
        "America/Nuuk",
        "Europe/Paris",
        "America/New_York",
        "Pacific/Kiritimati",
    ]
)
# Each of these stretches holds a change of clocks in several of the zones.
SPANS = st.sampled_from(
    [
        ("2024-02-26", "2024-05-05"),
        ("2025-03-03", "2025-06-01"),
        ("2025-09-10", "2025-11-23"),
        ("2026-02-02", "2026-04-05"),
        ("2027-01-20", "2027-04-01"),
    ]
)
MINUTES = st.sampled_from([30, 45, 50, 60, 90])
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@st.composite
def hours(draw: st.DrawFn) -> str:
    windows = []
    for _ in range(draw(st.integers(1, 3))):
        days = draw(st.sampled_from(["mon-fri", "mon-sun", "tue", "sat-sun", "wed-thu", "sun"]))
        start = draw(st.integers(0, 23 * 4)) * 15
        end = (start + draw(st.integers(4, 48)) * 15) % 1440
        windows.append(f"{days} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    return ", ".join(windows)


@st.composite
def cohorts(draw: st.DrawFn, people: int = 5) -> Cohort:
    start, end = draw(SPANS)
    every = draw(st.sampled_from(["week", "2 weeks", "10 days"]))
    files = {"mentorkit.yaml": programme(start, end, every, draw(MINUTES))}
    mentors = [f"mentor-{n}" for n in range(draw(st.integers(1, min(2, people - 1))))]
    mentees = [f"mentee-{n}" for n in range(people - len(mentors))]
    first = date.fromisoformat(start)
    for name in mentors + mentees:
        gone = first + timedelta(days=draw(st.integers(0, 60)))
        back = gone + timedelta(days=draw(st.integers(0, 12)))
        away = draw(st.sampled_from(["", f"{gone}..{back}"]))
        role = name.partition("-")[0]
        files[f"people/{name}.yaml"] = person(role, draw(ZONES), draw(hours()), away)
    together = [f"{draw(st.sampled_from(mentors))}--{mentee}" for mentee in mentees]
    files["pairs.yaml"] = pairs(*together, since=start)
    call = first + timedelta(days=draw(st.integers(0, 50)))
    files["sessions/cohort.yaml"] = (
        f"- {{id: 1, at: {call} {draw(st.integers(0, 23)):02}:00 Etc/UTC, minutes: 90}}\n"
    )
    return cohort_from(files)


def is_own_hour(person: Person, moment: datetime) -> bool:
    """Tell whether a moment lies in one of a person's windows, and not on a day away."""
    assert person.timezone is not None
    local = moment.astimezone(zone(person.timezone))
    if any(local.date() in days for days in person.away):
        return False
    minute = local.hour * 60 + local.minute
    return any(
        window.start <= minute + days_ago * 1440 < window.end
        and (local.weekday() - days_ago) % 7 in window.days
        for window in person.available
        for days_ago in (0, 1)
    )


def suits(person: Person, start: datetime, minutes: int) -> bool:
    return all(is_own_hour(person, start + timedelta(minutes=m)) for m in range(0, minutes, 5))


@QUIET
@given(cohorts())
def test_every_call_lies_in_both_peoples_hours_and_days(cohort: Cohort) -> None:
    for pair in propose(cohort, date(2024, 1, 1)).pairs:
        for call in pair.calls:
            assert instants(call.at.wall, call.at.zone) == [call.at.utc]
            assert suits(pair.mentor, call.at.utc, call.minutes)
            assert suits(pair.mentee, call.at.utc, call.minutes)


@QUIET
@given(cohorts())
def test_nobody_is_asked_to_be_in_two_meetings(cohort: Cohort) -> None:
    taken: dict[str, list[tuple[datetime, datetime]]] = {name: [] for name in cohort.people}
    for session in cohort.sessions:
        for meetings in taken.values():
            end = session.at.utc + timedelta(minutes=session.minutes)
            meetings.append((session.at.utc, end))
    for pair in propose(cohort, date(2024, 1, 1)).pairs:
        for call in pair.calls:
            end = call.at.utc + timedelta(minutes=call.minutes)
            taken[pair.mentor.id].append((call.at.utc, end))
            taken[pair.mentee.id].append((call.at.utc, end))
    for meetings in taken.values():
        for (first, ended), (second, later) in combinations(sorted(meetings), 2):
            assert second >= ended or first >= later


@QUIET
@given(cohorts())
def test_one_call_an_interval_or_a_word_why_not(cohort: Cohort) -> None:
    asked = cohort.programme.meetings.pair
    assert asked is not None
    start, end = cohort.programme.start, cohort.programme.end
    whole = ((end - start).days + 1) // asked.every.days
    for pair in propose(cohort, date(2024, 1, 1)).pairs:
        filled = [(call.at.wall.date() - start).days // asked.every.days for call in pair.calls]
        lacking = [
            (span.first - start).days // asked.every.days
            for lack in pair.unplanned
            for span in lack.intervals
        ]
        assert len({*filled, *lacking}) == len(filled) + len(lacking)
        assert set(range(whole)) <= {*filled, *lacking}
        assert all(start <= call.at.wall.date() <= end for call in pair.calls)


@QUIET
@given(cohorts(people=2))
def test_where_one_hour_works_throughout_no_call_is_moved(cohort: Cohort) -> None:
    (pair,) = propose(cohort, date(2024, 1, 1)).pairs
    assert pair.mentee.timezone is not None
    if any(call.moved for call in pair.calls):
        assert not _constant_hour(cohort, pair.mentee, pair.mentor)


def _constant_hour(cohort: Cohort, mentee: Person, mentor: Person) -> str | None:
    """Search every day of the rhythm and quarter-hour for one that suits both on every date."""
    asked, programme_ = cohort.programme.meetings.pair, cohort.programme
    assert asked is not None
    assert mentee.timezone is not None
    (group,) = cohort.sessions
    busy = group.at.utc, group.at.utc + timedelta(minutes=group.minutes)
    length = timedelta(minutes=asked.minutes)
    calls = -(-((programme_.end - programme_.start).days + 1) // asked.every.days)
    for after in range(asked.every.days):
        days = [
            programme_.start + after * timedelta(days=1) + n * asked.every for n in range(calls)
        ]
        for quarter in range(96):
            starts = [
                instants(datetime(d.year, d.month, d.day) + quarter * timedelta(minutes=15), name)
                for name in (mentee.timezone,)
                for d in days
            ]
            if days[-1] <= programme_.end and all(
                len(found) == 1
                and (found[0] >= busy[1] or found[0] + length <= busy[0])
                and suits(mentee, found[0], asked.minutes)
                and suits(mentor, found[0], asked.minutes)
                for found in starts
            ):
                return f"{after} {quarter}"
    return None


@QUIET
@given(cohorts())
def test_a_plan_that_is_saved_leaves_nothing_to_plan(cohort: Cohort) -> None:
    before = date(2024, 1, 1)
    plan = propose(cohort, before)
    files = meet.write(cohort, plan, NOW)
    saved = cohort_from({**cohort.sources, **files})
    again = propose(saved, before)

    assert again.calls == ()
    assert _lacking(again) == _lacking(plan)
    assert {s.ref: s.at.utc for s in saved.sessions if "--" in s.series} == {
        call.ref: call.at.utc for call in plan.calls
    }


def _lacking(plan: Plan) -> list[tuple[str, int]]:
    return [(pair.ref, sum(len(lack.intervals) for lack in pair.unplanned)) for pair in plan.pairs]


@QUIET
@given(cohorts())
def test_the_order_of_the_files_decides_nothing(cohort: Cohort) -> None:
    turned = cohort_from(dict(reversed(cohort.sources.items())))

    assert meet.write(turned, propose(turned, date(2024, 1, 1)), NOW) == meet.write(
        cohort, propose(cohort, date(2024, 1, 1)), NOW
    )
