"""The grant proposal: promises, plan and budget from the files, no result, and nobody's name."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from outcome_reports import EXAMPLE, SMALL, opened

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.meetings import plan
from mentorkit.render.report import document_text, markdown
from mentorkit.render.report import page as report_page
from mentorkit.render.report import proposal as view
from mentorkit.render.report import wikitext as report_wikitext
from mentorkit.render.terminal import cells
from mentorkit.rules.proposal import Places
from mentorkit.verbs.proposal import proposal
from report_numbers import READERS
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]
BEFORE, AFTER = date(2025, 2, 20), date(2026, 11, 22)

PROGRAMME = mentorkit_yaml(
    "test",
    """\
coordinators: [dana, kim]
places: {mentee: 12, mentor: 10}
meetings:
  pair: {every: 2 weeks, minutes: 45}
  talks: {count: 3}
goals: {leaders_end: 6, attrition: 25%, mentors_satisfied: 8, reach: 2000}
""",
)
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\nconsent: {named: 2025-01-06}\n",
    "people/kim.yaml": "name: Kim\nroles: [coordinator]\n",
    "money.yaml": """\
lines:
  - {id: a, title: Travel, planned: 1000 EUR}
  - {id: b, title: Data, planned: 500 USD}
rates: [{from: USD, to: EUR, rate: 0.90, on: 2025-02-01}]
payments: [{id: p1, line: a, amount: 777 EUR, committed: 2025-02-10, paid: 2025-02-11}]
""",
}


def test_promises_are_those_of_the_programme(cohort_of: CohortOf) -> None:
    told = proposal(cohort_of(FILES), BEFORE)
    assert [(goal.id, goal.target, goal.of, str(goal.final)) for goal in told.goals] == [
        ("leaders_end", 6, 12, "2025-06-15"),
        ("attrition", Fraction(1, 4), 12, "2025-06-02"),
        ("mentors_satisfied", 8, 10, "2025-06-15"),
        ("reach", 2000, None, "2025-06-15"),
    ]
    assert told.room == 2  # three of twelve are a quarter
    assert (told.places.mentees, told.places.mentors) == (12, 10)


def test_the_plan_is_counted_from_the_dates(cohort_of: CohortOf) -> None:
    told = proposal(cohort_of(FILES), BEFORE)
    assert [(m.id, m.count, m.minutes) for m in told.meetings] == [
        ("pair", 7, 45),  # the last of seven intervals is cut short
        ("talks", 3, 60),
    ]


TOGETHER = "languages: [en]\ntimezone: UTC\navailable: [mon-sun 18:00-21:00]\n"


@pytest.mark.parametrize("every", ["1 week", "2 weeks", "3 weeks", "10 days", "91 days", "92 days"])
@pytest.mark.parametrize("end", ["2025-03-04", "2025-05-31", "2025-06-01", "2025-06-02"])
def test_calls_are_counted_as_they_are_planned(cohort_of: CohortOf, every: str, end: str) -> None:
    programme = PROGRAMME.replace("2 weeks", every).replace("to: 2025-06-01", f"to: {end}")
    programme = re.sub("goals: .*", "", programme)
    files = FILES | {
        "mentorkit.yaml": programme,
        "people/bola.yaml": f"name: Bola\nroles: [mentor]\n{TOGETHER}",
        "people/amina.yaml": f"name: Amina\nroles: [mentee]\n{TOGETHER}",
        "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
    }
    cohort = cohort_of(files)
    told = proposal(cohort, BEFORE).meetings[0]
    assert (told.id, told.count) == ("pair", len(plan.propose(cohort, BEFORE).calls))


def test_a_goal_above_the_places_is_said_beside_it(cohort_of: CohortOf) -> None:
    goals = "goals: {leaders_end: 12, leaders_year: 5, attrition: 25%, mentors_satisfied: 2}"
    places = "places: {mentee: 5, mentor: 1}"
    programme = re.sub("places: .*", places, re.sub("goals: .*", goals, PROGRAMME))
    told = proposal(cohort_of(FILES | {"mentorkit.yaml": programme}), BEFORE)
    assert [goal.id for goal in told.goals if goal.too_high] == ["leaders_end", "mentors_satisfied"]
    read = [row for row in READERS["markdown"](markdown.of_document(view.document(told))) if row]
    assert [row[1:3] for row in read if row[1].endswith(" or more")] == [
        ["12 or more", "5 mentees: too few for it"],
        ["5 or more", "5 mentees"],
        ["2 or more", "1 mentor: too few for it"],
    ]
    text = document_text.as_text(view.document(told), next_command="x")
    assert "2 goals ask for more than there are people for" in " ".join(text.split())


def test_goals_that_can_be_met_are_not_warned_of(cohort_of: CohortOf) -> None:
    told = proposal(cohort_of(FILES), BEFORE)
    assert not any(goal.too_high for goal in told.goals)
    assert "too few" not in document_text.as_text(view.document(told), next_command="x")


def test_one_wiki_is_one_wiki(cohort_of: CohortOf) -> None:
    programme = PROGRAMME.replace("reach: 2000", "wikis_assent: 1")
    programme += "wikis: {fr.wikipedia.org: {}}\n"
    told = proposal(cohort_of(FILES | {"mentorkit.yaml": programme}), BEFORE)
    read = READERS["markdown"](markdown.of_document(view.document(told)))
    assert [row[2] for row in read if row and row[0] == "Wikis that assent"] == ["1 wiki asked"]


def test_the_budget_keeps_its_currencies(cohort_of: CohortOf) -> None:
    told = proposal(cohort_of(FILES), BEFORE)
    assert [(b.title, b.amount, b.currency, b.planned) for b in told.budget] == [
        ("Travel", Decimal(1000), "EUR", Decimal("1000.00")),
        ("Data", Decimal(500), "USD", Decimal("450.00")),
    ]
    assert (told.total, told.currency) == (Decimal("1450.00"), "EUR")


def test_before_there_is_a_rate_no_total_is_made_up(cohort_of: CohortOf) -> None:
    told = proposal(cohort_of(FILES), date(2025, 1, 31))
    assert (told.total, told.rates) == (None, ())
    text = document_text.as_text(view.document(told), next_command="x")
    assert "No rate to EUR from USD by this day." in text
    assert "What it costs: not known" in text


def test_only_coordinators_who_agreed_are_named(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    assert proposal(cohort, BEFORE).coordinators == ("Dana",)
    assert proposal(cohort, BEFORE).unnamed == 1
    assert proposal(cohort, date(2025, 1, 5)).coordinators == ()


def test_without_places_those_enrolled_count_once_it_has_begun() -> None:
    cohort = opened(SMALL)
    assert proposal(cohort, BEFORE).places == Places(0, 0, 0)
    assert proposal(cohort, date(2025, 3, 3)).places.mentees == 6


def documents(day: date) -> dict[str, str]:
    whole = view.document(proposal(opened(EXAMPLE), day))
    return {
        "text": document_text.as_text(whole, next_command="mentorkit report"),
        "markdown": markdown.of_document(whole),
        "wikitext": report_wikitext.of_document(whole),
        "html": report_page.of_document(whole),
    }


@pytest.mark.parametrize("kind", ["text", "markdown", "wikitext", "html"])
def test_nobody_else_is_named_and_no_result_is_told(kind: str) -> None:
    text = documents(AFTER)[kind]
    people = [p for p in opened(EXAMPLE).people.values() if "coordinator" not in p.roles]
    assert len(people) > 30
    for person in people:
        for name in filter(None, (person.name, person.wiki)):
            assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    for result in ("18,545.10", "18,745.10", "undetermined (", "8 of 15", "p = 0.0"):
        assert result not in text


def test_a_proposal_after_the_end_promises_what_it_did_before() -> None:
    early, late = proposal(opened(EXAMPLE), date(2025, 3, 3)), proposal(opened(EXAMPLE), AFTER)
    assert [goal.id for goal in early.goals] == [goal.id for goal in late.goals]
    assert [goal.target for goal in early.goals] == [goal.target for goal in late.goals]
    assert early.total == late.total


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_the_screen_fits_into_eighty_columns(day: date) -> None:
    text = documents(day)["text"]
    assert [line for line in text.splitlines() if cells(line) > 80] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_tables_say_the_same_in_every_format() -> None:
    made = documents(AFTER)
    read = {kind: [row for row in READERS[kind](made[kind]) if row] for kind in READERS}
    links = {"evidence", "notice", "source", "page"}

    def plain(rows: list[list[str]]) -> list[list[str]]:
        cells_ = [[c for c in row if c not in links and "://" not in c] for row in rows]
        return [row for row in cells_ if len(row) > 1 and not set("".join(row)) <= set("-: ")]

    marks = [row for row in plain(read["markdown"]) if row[0] == "Wikis that assent"]
    assert marks == [row for row in plain(read["wikitext"]) if row[0] == "Wikis that assent"]
    assert marks == [row for row in plain(read["html"]) if row[0] == "Wikis that assent"]
    assert len(marks) == 1
    budget = [row for row in plain(read["markdown"]) if row[0] == "Speakers' fees"]
    assert budget == [["Speakers' fees", "1,000.00", "USD", "1,000.00"]]
    assert budget == [row for row in plain(read["html"]) if row[0] == "Speakers' fees"]


def test_the_command_writes_wikitext_unless_asked_otherwise() -> None:
    base = ["-C", str(EXAMPLE), "--as-of", "2025-02-20", "report", "--kind", "proposal"]
    wiki, text, program, refused = run_many(
        [
            Call(base),
            Call([*base, "--format", "text"]),
            Call([*base, "--json"]),
            Call([*base, "--for", "coordinator"]),
        ]
    )
    assert wiki.out.count("\n== ") == 8
    assert text.out.endswith("next: mentorkit report --kind proposal --as-of 2025-02-20\n")
    told = json.loads(program.out)
    assert (told["schema"], told["kind"]) == (1, "proposal")
    assert told["goals"][2] == {
        "id": "attrition",
        "target": 0.25,
        "of": None,
        "rule": told["goals"][2]["rule"],
        "final": "2025-06-02",
    }
    assert refused.status == 2
