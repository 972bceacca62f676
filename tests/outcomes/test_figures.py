"""Every figure of the small cohort, counted by hand from its files."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest
from outcome_reports import ReportOf

from mentorkit.cohort.model import Cohort, LeadershipRole, Pair, Person, Session
from mentorkit.cohort.programme import Assent, Programme
from mentorkit.cohort.tables import PulledRow
from mentorkit.outcomes.leadership import Leadership, Standing, leadership_of
from mentorkit.outcomes.participants import left_by
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Month, edits_of, programme_months
from mentorkit.rules.assent import assents
from mentorkit.rules.report import Figure, Report
from mentorkit.rules.sessions import outcome
from mentorkit.verbs.report import report

CohortOf = Callable[[Mapping[str, str]], Cohort]

# as of: figure, value, denominator
COUNTED = {
    "2025-02-01": [
        ("mentees.enrolled", 0, None),
        ("mentors.enrolled", 2, None),
        ("reach.low", 600, None),
        ("assent.wikis", 1, 3),
        ("money.committed", 0, Decimal("1550.00")),
        ("activity.baseline", None, 0),
    ],
    "2025-04-01": [
        ("mentees.enrolled", 7, None),
        ("mentees.started", 6, 7),
        ("mentees.left", 0, 6),
        ("sessions.planned", 9, None),
        ("sessions.held", 3, 9),
        ("sessions.missed", 1, 9),
        ("sessions.cancelled", 1, 9),
        ("sessions.unlogged", 1, 9),
        ("sessions.ahead", 3, 9),
        ("in_person.pairs_done", 0, 3),
        ("roles.accepted", 0, 0),
        ("money.committed", Decimal("310.00"), Decimal("1550.00")),
        ("money.spent", Decimal("200.00"), Decimal("1550.00")),
        ("cost_per_leader", None, 0),
        ("cost_per_mentee", Decimal("33.33"), 6),
        ("activity.baseline", 22.5, 2),
        ("activity.during", None, 0),
    ],
    "2025-06-20": [
        ("mentees.left", 1, 6),
        ("mentees.left_year", 1, 6),
        ("mentors.enrolled", 3, None),
        ("mentors.left", 1, 3),
        ("leaders_end", 2, 7),
        ("leaders_year", 2, 7),
        ("roles.accepted", 3, 4),
        ("roles.pending", 0, 4),
        ("roles.rejected", 1, 4),
        ("sessions.held", 4, 9),
        ("sessions.unlogged", 2, 9),
        ("sessions.ahead", 1, 9),
        ("in_person.pairs_done", 1, 4),
        ("satisfied.mentors", None, 3),
        ("satisfied.mentees", None, 7),
        ("activity.during", 30.0, 2),
        ("activity.post3", None, 0),
        ("reach.low", 600, None),
        ("reach.high", 1300, None),
        ("assent.wikis", 1, 3),
        ("money.planned", Decimal("1550.00"), None),
        ("money.committed", Decimal("620.00"), Decimal("1550.00")),
        ("money.spent", Decimal("320.00"), Decimal("1550.00")),
        ("cost_per_leader", Decimal("160.00"), 2),
        ("cost_per_mentee", Decimal("53.33"), 6),
    ],
    "2025-12-01": [
        ("mentees.left", 1, 6),
        ("mentees.left_year", 2, 6),
        ("leaders_end", 2, 7),
        ("leaders_year", 3, 7),
        ("roles.accepted", 4, 6),
        ("roles.pending", 1, 6),
        ("sessions.held", 5, 9),
        ("sessions.ahead", 0, 9),
        ("activity.post3", 10.1, 1),
        ("activity.post12", None, 0),
        ("cost_per_leader", Decimal("106.67"), 3),
    ],
}


@pytest.mark.parametrize(
    ("day", "name", "value", "denominator"),
    [(day, *row) for day, rows in COUNTED.items() for row in rows],
)
def test_a_figure_counted_by_hand(
    small: ReportOf, day: str, name: str, value: object, denominator: object
) -> None:
    # One of the two whose edits are counted is not named, so that only the team sees a median.
    figure = small(day, coordinators=name.startswith("activity.")).figure(name)
    assert (figure.value, figure.denominator) == (value, denominator)


SOURCES = {
    "mentees.started": tuple(
        f"people/{who}.yaml:{line}"
        for who, line in [("ana", 6), ("ben", 5), ("cyd", 4), ("dov", 4), ("eve", 4), ("fay", 4)]
    ),
    "mentees.left": ("people/dov.yaml:5",),
    "leaders_end": ("roles.yaml:1", "roles.yaml:12", "roles.yaml:21"),
    "roles.rejected": ("roles.yaml:55",),
    "sessions.unlogged": ("sessions/noa--ben.yaml:2", "sessions/noa--ben.yaml:3"),
    "in_person.pairs_done": ("sessions/mia--ana.yaml:4",),
    "satisfied.mentees": ("surveys.yaml:2",),
    "activity.during": ("activity/ana.csv", "activity/ben.csv", "activity/pulled.csv"),
    "reach.low": ("outreach.yaml:1",),
    "reach.high": ("outreach.yaml:1", "outreach.yaml:2"),
    "assent.wikis": ("mentorkit.yaml:10",),
    "money.planned": ("money.yaml:2", "money.yaml:3"),
    "money.spent": ("money.yaml:8", "money.yaml:9"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_figure_says_where_it_comes_from(small: ReportOf, name: str) -> None:
    assert small("2025-06-20").figure(name).sources == SOURCES[name]


def test_every_figure_of_the_format_exists_with_a_rule(small: ReportOf) -> None:
    figures = small("2025-06-20").figures
    wanted = """
        mentees.enrolled mentees.started mentees.left mentees.left_year mentors.enrolled
        mentors.left roles.accepted roles.pending roles.rejected leaders_end leaders_year
        sessions.planned sessions.held sessions.cancelled sessions.unlogged in_person.pairs_done
        satisfied.mentors satisfied.mentees activity.baseline activity.during activity.post3
        activity.post12 reach.low reach.high assent.wikis money.planned money.committed
        money.spent cost_per_leader
    """
    assert set(wanted.split()) <= {figure.id for figure in figures}
    assert all(figure.rule for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)


def test_a_figure_that_would_rest_on_an_unlogged_session_says_so(small: ReportOf) -> None:
    told = small("2025-06-20")
    assert "2 past sessions are not logged" in told.figure("sessions.held").note
    assert "1 more may have met" in told.figure("in_person.pairs_done").note


def test_the_change_in_activity(small: ReportOf) -> None:
    told = small("2025-06-20", coordinators=True)
    during = {window.id: window for window in told.windows}["during"]
    assert (during.compared, during.up, during.down) == (2, 1, 0)
    assert (during.change, during.quartiles) == (7.5, (3.8, 11.2))


def test_a_month_not_read_whole_for_all_is_blank(small: ReportOf) -> None:
    shown = small("2025-06-20", coordinators=True).edits.months
    months = {month.month: (month.phase, month.edits) for month in shown}
    assert months["2024-08"] == ("before", 184)
    assert months["2024-11"] == ("before", 0)
    assert months["2025-02"] == ("selection", 0)
    assert months["2025-04"] == ("during", 138)
    assert months["2025-06"] == ("after", None)
    assert list(months)[-1] == "2025-09"


def test_the_months_of_somebody_who_is_not_named_are_in_no_total(small: ReportOf) -> None:
    shown = small("2025-06-20").edits
    assert [mentee.name for mentee in shown.mentees] == ["Ana"]
    assert (shown.others, shown.apart) == (0, 1)
    assert tuple(month.edits for month in shown.months) == shown.mentees[0].edits


def test_months_of_the_programme_lie_mostly_in_it() -> None:
    def during(start: str, end: str) -> list[str]:
        horizons = Horizons(date.fromisoformat(start), date.fromisoformat(end), date(2027, 1, 1))
        return [str(month) for month in programme_months(horizons)]

    assert during("2025-03-03", "2025-06-01") == ["2025-03", "2025-04", "2025-05"]
    assert during("2025-12-16", "2026-02-15") == ["2025-12", "2026-01", "2026-02"]
    assert during("2025-04-16", "2025-06-15") == ["2025-05"]  # half of a month is not most of it
    assert during("2025-03-25", "2025-04-05") == ["2025-03", "2025-04"]


VERIFIERS = [
    ("esi", "accepted"),
    ("User:Somebody else", "accepted"),
    ("mia", "pending"),
    ("User:Mia M", "pending"),
    ("Utilisatrice:mia_m", "pending"),
    ("noa", "pending"),
    ("AnaB", "pending"),
]


def _ana_took(**role: object) -> Leadership:
    """Return how a role stands that Ana took, who enrolled on 10 February."""
    ana = {
        "id": "ana",
        "name": "Ana",
        "wiki": "AnaB",
        "roles": ["mentee"],
        "enrolled": "2025-02-10",
    }
    mia = {"id": "mia", "name": "Mia", "wikis": {"fr.wikipedia.org": "Mia M"}, "roles": ["mentor"]}
    usual = {
        "id": "r1",
        "person": "ana",
        "class": "speaker",
        "tier": "B",
        "started": "2025-03-10",
        "claimed": {"by": "ana", "on": "2025-03-11"},
        "verified": {"by": "esi", "on": "2025-03-12"},
        "verdict": "accepted",
        "evidence": "https://fr.wikipedia.org/w/index.php?oldid=1",
    }
    pairs = [("mia", "2025-03-03"), ("noa", "2025-04-03")]
    programme = {"id": "p", "name": "P", "from": "2025-03-03", "to": "2025-06-01"}
    cohort = Cohort(
        Programme.model_validate(programme),
        people={"ana": Person.model_validate(ana), "mia": Person.model_validate(mia)},
        pairs=tuple(
            Pair.model_validate({"mentor": mentor, "mentee": "ana", "since": since})
            for mentor, since in pairs
        ),
        roles=(LeadershipRole.model_validate(usual | role),),
    )
    return leadership_of(cohort, date(2025, 6, 20))


@pytest.mark.parametrize(("verifier", "standing"), VERIFIERS)
def test_neither_the_mentee_nor_any_mentor_can_verify(verifier: str, standing: Standing) -> None:
    roles = _ana_took(verified={"by": verifier, "on": "2025-03-12"})
    assert [len(of) for of in roles.by_standing.values()] == [1]
    assert len(roles.of(standing)) == 1


SHOWN = [  # what the role rests on, standing
    ({}, "accepted"),
    ({"evidence": None}, "not shown"),
    ({"evidence": "https://fr.wikipedia.org/wiki/Projet"}, "not shown"),
    ({"evidence": None, "letter": "from the festival, 2025-03-10"}, "accepted"),
    ({"evidence": None, "verdict": "pending"}, "pending"),
    ({"evidence": None, "verdict": "rejected"}, "rejected"),
]


@pytest.mark.parametrize(("role", "standing"), SHOWN)
def test_a_role_counts_only_with_something_to_show(
    role: dict[str, object], standing: Standing
) -> None:
    roles = _ana_took(**role)
    assert len(roles.of(standing)) == 1
    assert bool(roles.leaders(date(2025, 6, 1))) == (standing == "accepted")
    assert bool(roles.claimants(date(2025, 6, 1))) == (standing in ("pending", "not shown"))


BEGUN = [  # first day, standing, counts by 1 June
    ("2025-02-10", "held before", False),
    ("2025-02-11", "accepted", True),
    ("2025-06-01", "accepted", True),
    ("2025-06-02", "accepted", False),
    ("2025-06-20", "accepted", False),
    ("2025-06-21", "pending", False),
]


@pytest.mark.parametrize(("started", "standing", "counts"), BEGUN)
def test_a_role_must_begin_after_enrolment_and_by_the_horizon(
    started: str, standing: Standing, counts: bool
) -> None:
    roles = _ana_took(started=started)
    assert len(roles.of(standing)) == 1
    assert bool(roles.leaders(date(2025, 6, 1))) == counts


ASSENT = [  # result, opened, closed, counts
    ("assent", None, None, True),
    ("no_objection", "2025-01-10", "2025-01-24", True),
    ("no_objection", "2025-01-10", "2025-01-23", False),
    ("no_objection", None, "2025-01-24", False),
    ("objection", "2025-01-10", "2025-02-24", False),
    ("withdrawn", "2025-01-10", "2025-02-24", False),
]


@pytest.mark.parametrize(("result", "opened", "closed", "counts"), ASSENT)
def test_silence_counts_after_fourteen_days(
    result: str, opened: str | None, closed: str | None, counts: bool
) -> None:
    given = {"result": result, "opened": opened, "closed": closed}
    answer = Assent.model_validate({key: value for key, value in given.items() if value})
    assert assents(answer, frozenset()) == counts


def test_a_session_is_unlogged_once_its_day_is_over() -> None:
    asked = {"series": "cohort", "id": "1", "at": "2025-03-10 23:30 Africa/Dakar", "minutes": "60"}
    session = Session.model_validate(asked)
    days = [date(2025, 3, 9), date(2025, 3, 10), date(2025, 3, 11)]
    assert [outcome(session, day) for day in days] == ["ahead", "ahead", "unlogged"]


def test_who_leaves_on_the_last_day_left_by_the_end() -> None:
    people = [
        Person.model_validate({"id": "a", "name": "A", "roles": ["mentee"], "left": left})
        for left in ("2025-05-31", "2025-06-01", "2025-06-02")
    ]
    assert len(left_by(people, date(2025, 6, 1))) == 2


def test_a_window_is_known_only_where_every_wiki_was_read() -> None:
    ana = Person.model_validate(
        {
            "id": "ana",
            "name": "Ana",
            "roles": ["mentee"],
            "enrolled": "2025-02-10",
            "consent": {"activity": "2025-02-10"},
        }
    )
    fr = PulledRow("ana", "fr.wikipedia.org", 1, date(2024, 8, 1), date(2025, 5, 31), None)
    meta = PulledRow("ana", "meta.wikimedia.org", 2, date(2024, 8, 2), date(2025, 5, 30), None)
    march, may, august = Month(2025, 3), Month(2025, 5), Month(2024, 8)
    (one,) = edits_of([ana], {}, [fr], date(2025, 6, 20))
    (both,) = edits_of([ana], {}, [fr, meta], date(2025, 6, 20))
    (early,) = edits_of([ana], {}, [fr], date(2025, 5, 30))
    assert one.per_30_days([march, may]) == 0
    assert one.knows([august, may])
    assert [edits.knows([august]) for edits in (both, early)] == [False, True]
    assert [edits.knows([may]) for edits in (both, early)] == [False, False]
    assert both.knows([march])


def _of(cohort: Cohort, day: str = "2025-06-20") -> Report:
    return report(cohort, {}, [], date.fromisoformat(day))


def _money(cohort_of: CohortOf, text: str) -> Callable[[str], Figure]:
    return _of(cohort_of({"money.yaml": text})).figure


def test_a_sum_without_a_rate_by_the_day_leaves_its_total_blank(cohort_of: CohortOf) -> None:
    figure = _money(
        cohort_of,
        """\
lines: [{id: a, title: A, planned: 100 USD}]
rates: [{from: CHF, to: USD, rate: 1.1, on: 2026-01-05}]
payments: [{id: p1, line: a, amount: 10 CHF, committed: 2025-03-01}]
""",
    )
    assert figure("money.planned").value == Decimal(100)
    assert figure("money.committed").value is None
    assert "no rate to USD from CHF" in figure("money.committed").note
    assert figure("money.spent").value == 0


def test_rates_are_dated_and_serve_both_ways(cohort_of: CohortOf) -> None:
    figure = _money(
        cohort_of,
        """\
lines: [{id: a, title: A, planned: 100 USD}]
rates:
  - {from: USD, to: EUR, rate: 0.8, on: 2025-03-10}
  - {from: EUR, to: USD, rate: 2, on: 2025-04-10}
payments:
  - {id: p1, line: a, amount: 8 EUR, committed: 2025-03-01}
  - {id: p2, line: a, amount: 8 EUR, committed: 2025-03-01, paid: 2025-04-09}
  - {id: p3, line: a, amount: 8 EUR, committed: 2025-03-01, paid: 2025-04-10}
  - {id: p4, line: a, amount: 0.10 USD, committed: 2025-03-01, paid: 2025-04-10}
""",
    )
    assert figure("money.spent").value == Decimal("26.10")
    assert figure("money.committed").value == Decimal("36.10")


def test_an_empty_cohort_has_a_report_of_blanks_and_zeros(cohort_of: CohortOf) -> None:
    empty = _of(cohort_of({}))
    assert empty.goals == ()
    assert {figure.id for figure in empty.figures if figure.value is None} == {
        *("satisfied.mentors", "satisfied.mentees", "cost_per_leader", "cost_per_mentee"),
        *("mentees.applied", "mentees.accepted"),
        *("mentees.followed_up", "mentees.lost_year", "follow_up.satisfied"),
        *("roles.sustained", "voice.v1", "voice.v2", "voice.v3"),
        *("activity.baseline", "activity.during", "activity.post3", "activity.post12"),
        *("money.planned", "money.committed", "money.spent"),
    }
    assert {figure.value for figure in empty.figures if figure.value is not None} == {0}
