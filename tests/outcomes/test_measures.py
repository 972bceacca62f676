"""Activity by the field's definitions and grant metrics, counted by hand from a few rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.tables import ACTIVITY_COLUMNS, PULLED_COLUMNS, parse_activity, parse_pulled
from mentorkit.pairing.matrix import pairs_told
from mentorkit.render.report.text import as_text
from mentorkit.rules.measures import Measured
from mentorkit.rules.report import Report
from mentorkit.verbs.report import report
from mentorkit.verbs.report_explain import explain
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "test",
    """\
coordinators: [dana]
wikis:
  fr.wikipedia.org:
    assent: {result: assent, opened: 2025-01-10, closed: 2025-02-01}
    leadership: ["Project:Lead"]
""",
)
MENTEE = "name: {name}\nroles: [mentee]\nenrolled: 2025-02-10\nconsent: {{{consent}}}\n"
BOTH, EDITS = "named: 2025-02-10, activity: 2025-02-10", "activity: 2025-02-10"
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/ann.yaml": MENTEE.format(name="Ann", consent=BOTH),
    "people/bob.yaml": MENTEE.format(name="Bob", consent=BOTH),
    "people/cat.yaml": MENTEE.format(name="Cat", consent=EDITS),
    "people/dan.yaml": MENTEE.format(name="Dan", consent=""),
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/sam.yaml": "name: Sam\nroles: [speaker]\n",
    "people/tom.yaml": "name: Tom\nroles: [speaker]\n",
    "sessions/talks.yaml": """\
- {id: 1, at: 2025-03-10 12:00 Etc/UTC, minutes: 60, kind: talk, speaker: sam, held: yes}
- {id: 2, at: 2025-03-17 12:00 Etc/UTC, minutes: 60, kind: talk, speaker: tom, held: no}
""",
}
#         month,wiki,ns,edits,reverted,bytes,created,days,partners,leadership
ROWS = {
    "ann": """\
2024-08,fr.wikipedia.org,0,100,2,50,1,9,0,0
2024-09,fr.wikipedia.org,3,3,0,7,0,1,2,0
2024-09,fr.wikipedia.org,4,2,0,7,0,1,0,1
2024-10,fr.wikipedia.org,0,4,0,7,0,1,0,0
2025-03,fr.wikipedia.org,1,10,1,100,0,3,0,0
2025-03,meta.wikimedia.org,5,10,0,20,0,3,0,2
2025-04,commons.wikimedia.org,6,5,0,3000,5,1,0,0
2025-04,fr.wikipedia.org,0,20,0,400,3,3,0,0
2025-05,fr.wikipedia.org,4,5,0,0,0,1,0,1
2025-06,fr.wikipedia.org,4,2,0,0,0,1,0,2
2025-07,fr.wikipedia.org,4,1,0,0,0,1,0,1
""",
    "bob": "2025-03,fr.wikipedia.org,0,99,9,1000,0,20,0,0\n",
    "cat": "2024-08,fr.wikipedia.org,0,500,0,1,0,20,0,0\n",
}
PULLED = """\
ann,commons.wikimedia.org,3,2024-03-01,2025-10-31,
ann,fr.wikipedia.org,1,2024-03-01,2025-10-31,
ann,meta.wikimedia.org,2,2024-03-01,2025-10-31,
bob,fr.wikipedia.org,4,2024-03-01,2025-09-30,
cat,fr.wikipedia.org,5,2024-03-01,2025-10-31,
"""

# baseline, during, post3; everything a year on is blank
COUNTED = {
    "mentees_measured": [(2, None), (2, None), (2, None)],
    "active_months": [(2, 12), (4, 6), (0, 6)],
    "very_active_months": [(1, 12), (0, 6), (0, 6)],
    "active_content_months": [(1, 12), (2, 6), (0, 6)],  # August; Ann's April, Bob's March
    "retained_months": [(2, 12), (2, 6), (1, 6)],  # September, October; April, May; July
    "discussion_share": [(0.0275, 1), (0.2, 2), (0.0, 1)],  # 3 of 109; 20 of 50 and none of 99
    "project_share": [(0.0183, 1), (0.15, 2), (1.0, 1)],  # 2 of 109; 15 of 50 and none of 99
    "pages_created": [(1, None), (8, None), (0, None)],
    "pages_created_rate": [(0.1, 2), (1.3, 2), (0.0, 2)],  # 30 / 184 / 2; 8 * 30 / 92 / 2
    "wikis": [(0.5, 2), (2.0, 2), (0.0, 2)],
    "people_talked_to": [(0.2, 2), (0.0, 2), (0.0, 2)],
    "reverted_edits": [(2, 109), (10, 149), (0, 1)],  # Bob's last 30 days are open after post3
    "leadership_months": [(1, 12), (2, 6), (1, 6)],
    "sustained_leadership": [(0, 2), (0, 2), (1, 2)],  # Ann: May, June, July
}


def told(
    cohort: Cohort, day: str, *, coordinators: bool = False, rows: Mapping[str, str] = ROWS
) -> Report:
    activity = {}
    for person, text in rows.items():
        activity[person], faults = parse_activity(f"{ACTIVITY_COLUMNS}\n{text}", person)
        assert faults == []
    pulled, faults = parse_pulled(f"{PULLED_COLUMNS}\n{PULLED}", "pulled")
    assert faults == []
    on = date.fromisoformat(day)
    pairs = pairs_told(cohort, on) if coordinators else None
    return report(cohort, activity, pulled, on, pairs=pairs)


@pytest.fixture
def cohort(cohort_of: CohortOf) -> Cohort:
    return cohort_of(FILES)


def values(measured: Measured, name: str) -> list[tuple[object, object]]:
    (measure,) = [each for each in measured.measures if each.id == name]
    return [(window.value, window.of) for window in measure.windows]


@pytest.mark.parametrize("name", COUNTED)
def test_a_measure_counted_by_hand(cohort: Cohort, name: str) -> None:
    measured = told(cohort, "2025-12-01").measured
    assert values(measured, name) == [*COUNTED[name], (None, None)]


def test_a_month_is_retained_only_where_the_one_before_it_was_read(cohort_of: CohortOf) -> None:
    measured = of_unnamed(cohort_of, [FROM_MARCH] * 5)
    assert values(measured, "retained_months")[1] == (0, 2 * 3 + 5 * 2)
    assert values(measured, "active_months")[1] == (7, 7 * 3)


def test_all_measures_are_counted_here(cohort: Cohort) -> None:
    measured = told(cohort, "2025-12-01").measured
    assert [measure.id for measure in measured.measures] == list(COUNTED)
    assert (measured.people, measured.apart) == (2, 1)


def test_coordinators_get_those_who_are_not_named(cohort: Cohort) -> None:
    measured = told(cohort, "2025-12-01", coordinators=True).measured
    assert values(measured, "active_months")[0] == (3, 18)
    assert values(measured, "very_active_months")[0] == (2, 18)
    assert measured.apart == 0


@pytest.mark.parametrize(
    ("day", "baseline", "during"),
    [
        ("2025-03-01", (None, None), (None, None)),
        ("2025-03-02", (2, 109), (None, None)),
        ("2025-06-29", (2, 109), (None, None)),
        ("2025-06-30", (2, 109), (10, 149)),
    ],
)
def test_reverts_are_told_after_thirty_days(
    cohort: Cohort, day: str, baseline: object, during: object
) -> None:
    assert values(told(cohort, day).measured, "reverted_edits")[:2] == [baseline, during]


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2025-02-09", [(None, None)] * 4),
        ("2025-05-30", [(2, 12), *[(None, None)] * 3]),
        ("2025-05-31", [(2, 12), (4, 6), *[(None, None)] * 2]),
        ("2025-09-30", [(2, 12), (4, 6), (0, 6), (None, None)]),
    ],
)
def test_a_window_is_blank_until_it_is_over(cohort: Cohort, day: str, counted: object) -> None:
    assert values(told(cohort, day).measured, "active_months") == counted


def test_without_pages_of_leadership_nothing_is_said_of_it(cohort_of: CohortOf) -> None:
    programme = PROGRAMME.replace('    leadership: ["Project:Lead"]\n', "")
    measured = told(cohort_of(FILES | {"mentorkit.yaml": programme}), "2025-12-01").measured
    for name in ("leadership_months", "sustained_leadership"):
        assert values(measured, name) == [(None, None)] * 4


def test_five_who_are_not_named_are_in_the_measures_and_fewer_are_not(cohort_of: CohortOf) -> None:
    files = {
        f"people/{name}.yaml": MENTEE.format(name=name.upper(), consent=EDITS)
        for name in ("ann", "cat", "eve", "fay", "gil")
    }
    pulled = "".join(
        f"{name},fr.wikipedia.org,9,2024-03-01,2025-10-31,\n" for name in ("eve", "fay", "gil")
    )
    cohort = cohort_of(FILES | files)
    everybody = parse_pulled(f"{PULLED_COLUMNS}\n{PULLED}{pulled}", "pulled")[0]
    some = [row for row in everybody if row.person != "gil"]
    five = report(cohort, {}, everybody, date(2025, 12, 1)).measured
    four = report(cohort, {}, some, date(2025, 12, 1)).measured
    assert (five.people, five.apart) == (6, 0)
    assert (four.people, four.apart) == (1, 4)
    assert [len(each.by_namespace) for each in (five, four)] == [0, 0]


def test_edits_by_wiki_and_namespace_are_of_those_who_are_named(cohort: Cohort) -> None:
    def table(*, coordinators: bool) -> dict[tuple[str, int], tuple[int | None, ...]]:
        measured = told(cohort, "2025-12-01", coordinators=coordinators).measured
        return {(each.wiki, each.namespace): each.edits for each in measured.by_namespace}

    assert table(coordinators=False) == {
        ("commons.wikimedia.org", 6): (0, 5, 0, None),
        ("fr.wikipedia.org", 0): (104, 119, 0, None),
        ("fr.wikipedia.org", 1): (0, 10, 0, None),
        ("fr.wikipedia.org", 3): (3, 0, 0, None),
        ("fr.wikipedia.org", 4): (2, 5, 1, None),
        ("meta.wikimedia.org", 5): (0, 10, 0, None),
    }
    assert table(coordinators=True)["fr.wikipedia.org", 0] == (604, 119, 0, None)


# metric, how it is known, value
METRICS = [
    ("global.active_editors", "at_least", 2),
    ("global.new_editors", "not_relevant", 0),
    ("global.individuals", "counted", 6),  # four mentees, Dana, and Sam, whose talk was held
    ("global.media_in_articles", "not_measured", None),
    ("global.articles", "at_least", 3),
    ("global.bytes", "at_least", 4520),
    ("global.participants", "counted", 6),
    ("global.newly_registered", "not_relevant", 0),
    ("global.content_pages", "at_least", 8),
]


def test_what_grant_reports_ask_for(cohort: Cohort) -> None:
    metrics = told(cohort, "2025-12-01").measured.grant_metrics
    assert [(metric.id, metric.found, metric.value) for metric in metrics] == METRICS


def test_grant_metrics_of_edits_are_blank_until_the_programme_is_read(cohort: Cohort) -> None:
    early = told(cohort, "2025-05-30")
    blank = {m.id for m in early.measured.grant_metrics if m.value is None}
    assert blank == {"global.active_editors", "global.media_in_articles"} | {
        f"global.{name}" for name in ("articles", "bytes", "content_pages")
    }
    screen = as_text(early)
    assert "2014, 6  Bytes added or deleted              blank\n" in screen
    assert "2014, 4  Images and media added to articles  not measured\n" in screen


def test_a_measure_and_a_metric_are_explained(cohort: Cohort) -> None:
    whole = told(cohort, "2025-12-01")
    share = explain(whole, "discussion_share")
    assert share.denominator.startswith("mentees who edited")
    assert share.counted == ("activity/ann.csv", "activity/bob.csv", "activity/pulled.csv")
    assert explain(whole, "global.bytes").counted == share.counted
    # What was before and after stands in one line.
    assert "one is not the cause of the other" in share.note
    assert "one is not the cause" not in explain(whole, "global.bytes").note


def test_what_cannot_be_known_is_said(cohort: Cohort) -> None:
    whole = told(cohort, "2025-12-01")
    assert "boards" in explain(whole, "discussion_share").rule
    assert "who wrote to them" in explain(whole, "people_talked_to").rule


def test_the_warning_stands_beside_before_and_after(cohort: Cohort) -> None:
    screen = as_text(told(cohort, "2025-12-01"))
    lines = [" ".join(line.split()) for line in screen.splitlines()]
    assert "Share in discussion 3 % (1) 20 % (2) 0 % (1) blank" in lines
    section = screen.partition("WIKI ACTIVITY")[2].partition("GLOBAL METRICS")[0]
    assert "one is not the cause of the other" in section


WHOLE = ("2024-03-01", "2025-10-31")
UNTIL_APRIL, UNTIL_MAY = ("2024-03-01", "2025-04-30"), ("2024-03-01", "2025-05-31")
FROM_MARCH = ("2025-03-01", "2025-10-31")
FEW, MUCH = (f"2025-05,fr.wikipedia.org,{row},1,0,1\n" for row in ("0,7,0,100,1", "1,31,3,100,2"))
THE_NAMED = ("mentorkit.yaml", "people/ann.yaml", "people/bob.yaml", "people/dana.yaml")


def of_unnamed(
    cohort_of: CohortOf, reads: Sequence[tuple[str, str]], idle: Collection[int] = ()
) -> Measured:
    """Measure two who are named, with 7 edits each, and others with 31, but for those `idle`."""
    names = ["ann", "bob", *(f"u{number}" for number in range(len(reads)))]
    files = {f"people/{name}.yaml": MENTEE.format(name=name, consent=EDITS) for name in names[2:]}
    cohort = cohort_of({name: FILES[name] for name in THE_NAMED} | files)
    lines = [
        f"{name},fr.wikipedia.org,{number},{','.join(read)},"
        for number, (name, read) in enumerate(zip(names, [WHOLE, WHOLE, *reads], strict=True), 1)
    ]
    pulled, faults = parse_pulled("\n".join([PULLED_COLUMNS, *lines]) + "\n", "pulled")
    assert faults == []
    activity = {}
    for number, name in enumerate(names, -2):
        rows = (MUCH if number >= 0 else FEW) * (number not in idle)
        activity[name] = parse_activity(f"{ACTIVITY_COLUMNS}\n{rows}", name)[0]
    return report(cohort, activity, pulled, date(2025, 12, 1)).measured


FEW_IN_A_WINDOW = [  # what was read of those who are not named; a measure, during the programme
    ([WHOLE] * 5, (), "mentees_measured", (7, None)),
    ([UNTIL_APRIL] * 4 + [WHOLE], (), "mentees_measured", (2, None)),
    ([UNTIL_APRIL] * 4 + [WHOLE], (), "pages_created", (2, None)),
    ([UNTIL_APRIL] * 4 + [WHOLE] * 5, (), "pages_created", (12, None)),
    ([WHOLE] * 5, (), "reverted_edits", (15, 169)),
    ([UNTIL_MAY] * 4 + [WHOLE], (), "reverted_edits", (0, 14)),
    ([UNTIL_MAY] * 5 + [WHOLE] * 5, (), "reverted_edits", (15, 169)),
    # The total of all by month, less these, would be the edits of the sixth.
    ([UNTIL_MAY] + [WHOLE] * 5, (), "reverted_edits", (0, 14)),
    ([WHOLE] * 5, (), "sustained_leadership", (0, 7)),
    ([FROM_MARCH] * 4 + [WHOLE], (), "sustained_leadership", (0, 2)),
    ([WHOLE] * 5, (), "discussion_share", (1.0, 7)),
    ([WHOLE] * 5, range(1, 5), "discussion_share", (0.0, 2)),
]


@pytest.mark.parametrize(("reads", "idle", "name", "during"), FEW_IN_A_WINDOW)
def test_a_few_who_are_not_named_are_in_no_measure_of_a_window(
    cohort_of: CohortOf,
    reads: Sequence[tuple[str, str]],
    idle: Collection[int],
    name: str,
    during: tuple[object, object],
) -> None:
    assert values(of_unnamed(cohort_of, reads, idle), name)[1] == during


def test_who_is_left_out_of_some_window_is_counted_apart(cohort_of: CohortOf) -> None:
    assert [
        (found.people, found.apart)
        for reads in ([WHOLE] * 5, [UNTIL_APRIL] * 4 + [WHOLE], [WHOLE] * 4)
        for found in [of_unnamed(cohort_of, reads)]
    ] == [(7, 0), (7, 1), (2, 4)]


@pytest.mark.parametrize(("early", "bytes_"), [(4, 200), (0, 700)])
def test_grant_metrics_leave_a_few_out_too(cohort_of: CohortOf, early: int, bytes_: int) -> None:
    reads = [UNTIL_APRIL] * early + [WHOLE] * (5 - early)
    metrics = {m.id: m.value for m in of_unnamed(cohort_of, reads).grant_metrics}
    assert metrics["global.bytes"] == bytes_
