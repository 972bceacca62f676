"""What people and programs read of a report."""

import json
import re
from pathlib import Path

import pytest
from outcome_reports import EXAMPLE, REAL_TODAY, ReportOf, opened

from mentorkit.render.report import markdown
from mentorkit.render.report import words as report_words
from mentorkit.render.report.json_object import as_json
from mentorkit.render.report.text import as_text, bar
from mentorkit.render.terminal import cells

EXPECTED = Path(__file__).parent / "expected"
DAYS = ("2025-01-01", "2025-03-20", "2025-06-01", "2025-06-20", "2025-12-31", str(REAL_TODAY))


@pytest.mark.parametrize("name", ["report.txt", "report.md", "report.json"])
def test_the_small_report_reads_as_expected(small: ReportOf, name: str) -> None:
    told = small("2025-06-20")
    texts = {
        "report.txt": as_text(told) + "\n",
        "report.md": markdown.as_markdown(told),
        "report.json": json.dumps(as_json(told), ensure_ascii=False, indent=1) + "\n",
    }
    assert texts[name] == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("day", DAYS)
def test_the_screen_fits_into_eighty_columns(example: ReportOf, day: str) -> None:
    for utf8 in (True, False):
        text = as_text(example(day), utf8=utf8)
        assert [line for line in text.splitlines() if cells(line) > 80] == []
        assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_bars_without_utf8_are_digits(small: ReportOf) -> None:
    assert set("▁▂▃▄▅▆▇█").isdisjoint(as_text(small("2025-06-20"), utf8=False))


@pytest.mark.parametrize("day", DAYS)
def test_nobody_is_named_who_did_not_agree(example: ReportOf, day: str) -> None:
    told = example(day)
    unnamed = [p for p in opened(EXAMPLE).people.values() if not p.consent.named]
    assert unnamed
    as_program = json.dumps(as_json(told), ensure_ascii=False)
    for text in (as_text(told), markdown.as_markdown(told), as_program):
        for person in unnamed:
            for name in filter(None, (person.name, person.id, person.wiki)):
                assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)


@pytest.mark.parametrize("day", DAYS)
def test_the_formats_agree_on_every_figure(example: ReportOf, day: str) -> None:
    told = example(day)
    screen, document = as_text(told), markdown.as_markdown(told)
    folded = screen.partition("Nothing to count yet: ")[2].partition("\n\n")[0]
    by_id = {figure["id"]: figure for figure in as_json(told)["figures"]}
    for figure in told.figures:
        value = report_words.value_of(figure)
        listed = re.search(rf"^  {re.escape(figure.id)} +{re.escape(value)}( |$)", screen, re.M)
        assert listed or figure.id in folded
        row = f"| {report_words.FIGURES[figure.id]} | {report_words.value(figure)} | "
        assert row + report_words.of(figure) in document
        if figure.value is not None:
            assert by_id[figure.id]["value"] == float(figure.value)


@pytest.mark.parametrize("day", DAYS)
def test_tables_of_the_document_are_whole(example: ReportOf, small: ReportOf, day: str) -> None:
    for told in (example(day), small(day)):
        columns = 0
        for line in markdown.as_markdown(told).splitlines():
            if not line.startswith("|"):
                columns = 0
                continue
            found = len(re.findall(r"(?<!\\)\|", line))
            assert found == (columns or found)
            columns = found


def test_markdown_shows_texts_as_they_stand() -> None:
    assert markdown.escape("a|b *c* <d>\n[e](f) _g_") == r"a\|b \*c\* \<d\> \[e\](f) \_g\_"
    assert markdown.link("https://x.org/a|b`") == "<https://x.org/a%7Cb%60>"
    assert markdown.link("https://x.org/wiki/ღ?a=1&b=%20") == (
        "<https://x.org/wiki/%E1%83%A6?a=1&b=%20>"
    )


def test_lines_are_told_in_short() -> None:
    places = [
        "roles.yaml:13",
        "roles.yaml:4",
        "people/a.yaml:1",
        "people/b.yaml:2",
        "roles.yaml:14",
        "sessions/a--b.yaml:1",
        "sessions/a--b.yaml:2",
        "private/people/",
    ]
    assert report_words.sources(places) == (
        "people/ (2 files), sessions/ (1 file), roles.yaml:4 :13-14, private/people/"
    )
    assert report_words.sources([]) == ""
    assert report_words.sources(["people/", "people/a.yaml:1", "sessions/", "private/x/"]) == (
        "people/ (1 file and others), sessions/, private/x/"
    )


def test_a_bar_marks_goal_result_interval_and_what_is_open(example: ReportOf) -> None:
    goals = {goal.id: goal for goal in example("2025-06-20").goals}
    assert bar(goals["leaders_end"], 15) == ".......(====|=O=====)........."
    assert bar(goals["leaders_year"], 15).endswith("O????????|??????")
    assert bar(goals["attrition"], 15).startswith(".(==O==|===)...")


def test_a_goal_above_the_number_enrolled_so_far(example: ReportOf) -> None:
    goals = {goal.id: goal for goal in example("2025-02-20").goals}
    few, enough = goals["leaders_year"], goals["leaders_end"]
    assert (few.target, few.denominator, enough.denominator) == (12, 8, 8)
    assert [report_words.target(goal) for goal in (few, enough)] == ["12", "6 of 8"]
    assert re.search(r"^  0 O[?]+[.)]*\|  12 ", as_text(example("2025-02-20")), re.M)


def test_json_has_the_shape_of_the_format(small: ReportOf) -> None:
    told = as_json(small("2025-06-20"))
    assert (told["schema"], told["as_of"]) == (1, "2025-06-20")
    leaders = next(goal for goal in told["goals"] if goal["id"] == "leaders_end")
    wanted = {"status": "met", "value": 2, "target": 2, "denominator": 7, "met_on": None}
    assert wanted.items() <= leaders.items()
    for figure in told["figures"]:
        assert {"id", "value", "denominator", "rule", "sources", "withheld"} <= figure.keys()


def test_a_source_tells_nobody_who_did_not_agree() -> None:
    places = ("people/ana.yaml:3", "people/ben.yaml:3", "people/ben.yaml:9", "roles.yaml:4")
    pairs = ("sessions/mia--ana.yaml:1", "sessions/noa--ben.yaml:1", "sessions/cohort.yaml:1")
    assert report_words.public(places, {"ben"}) == ["people/ana.yaml:3", "people/", "roles.yaml:4"]
    assert report_words.public(pairs, {"ben"}) == [pairs[0], "sessions/", pairs[2]]
    assert report_words.public(("activity/ben.csv", "activity/pulled.csv"), {"ben"}) == [
        "activity/",
        "activity/pulled.csv",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-12-01", "The programme will run from 3 March 2025 to 1 June 2025."),
        ("2025-03-03", "The programme runs from "),
        ("2025-06-01", "The programme runs from "),
        ("2025-06-02", "The programme ran from "),
    ],
)
def test_the_programme_is_told_in_its_tense(example: ReportOf, day: str, words: str) -> None:
    assert words in markdown.as_markdown(example(day))


@pytest.mark.parametrize(
    ("day", "so_far"),
    [
        ("2025-06-01", ["leaders_end", "leaders_year", "mentees.left", "mentees.left_year"]),
        ("2025-06-02", ["leaders_year", "mentees.left_year"]),
        ("2026-06-01", ["leaders_year", "mentees.left_year"]),
        ("2026-06-02", []),
    ],
)
def test_what_is_not_over_is_told_so_far(example: ReportOf, day: str, so_far: list[str]) -> None:
    told = example(day)
    for name in ("leaders_end", "leaders_year", "mentees.left", "mentees.left_year"):
        assert report_words.value_of(told.figure(name)).endswith(" so far") == (name in so_far)


def test_on_day_one_the_list_of_figures_is_short(example: ReportOf) -> None:
    text = as_text(example("2024-11-01"))
    listed = text.partition("EVERY FIGURE AND WHERE IT COMES FROM\n")[2].partition("\n\n")[0]
    assert len(listed.splitlines()) <= 8
    folded = text.partition("Nothing to count yet: ")[2].partition("\n\n")[0]
    assert {"leaders_end,", "activity.post12,", "mentees.enrolled,"} <= set(folded.split())


def test_no_more_is_promised_than_a_report_can_know(small: ReportOf) -> None:
    said = markdown.as_markdown(small("2025-06-20")).partition("Annexes")[2]
    assert "nor can be worked out" not in said
    assert "two reports of different days" in said


def test_rates_and_wide_variances_are_told(small: ReportOf) -> None:
    for text in (as_text(small("2025-06-20")), markdown.as_markdown(small("2025-06-20"))):
        assert "-78.2 % (!)" in text
        assert "2025-04-01" in text.partition("ates")[2]
    early = as_text(small("2025-04-20"))
    assert "-78.2 %\n" in early  # spending less is only news once it is over
