"""The page of meetings as text: what is on it, and what never is."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from page_cohorts import AGREED, AS_OF, EMPTY, odd, pairs, person_file

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.verbs.meet_page import page
from running import EXAMPLE, REAL_TODAY

DAY = date.fromisoformat(AS_OF)
CohortOf = Callable[[Mapping[str, str]], Cohort]


class Elements(HTMLParser):
    """The elements of a page, each with its attributes, and its text."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "p", "li"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] != "style":
            self.text += data


@pytest.fixture(scope="module")
def example() -> Cohort:
    cohort, problems = open_cohort(EXAMPLE, REAL_TODAY)
    assert cohort is not None, problems
    return cohort


def test_nothing_private_is_on_the_page(example: Cohort) -> None:
    html = page(example, date(2025, 4, 22)).html + page(example, date(2026, 6, 2)).html
    values = [
        value
        for record in (*example.people.values(), *example.sessions)
        for name in (
            "email",
            "phone",
            "near",
            "at_risk",
            "left_why",
            "notes",
            "why",
            "link",
            "address",
        )
        if (value := getattr(record, name, None))
    ]
    assert len(values) > 60
    assert [value for value in values if value in html] == []
    assert not re.search(r"missed|left_code|withdrew|\S+@\S+\.\S+", Elements(html).text)


def test_who_did_not_agree_is_not_named_nor_to_be_guessed(example: Cohort) -> None:
    unnamed = [p for p in example.people.values() if not p.consent.named]
    assert len(unnamed) == 2
    for day in (date(2025, 4, 22), date(2026, 6, 2)):
        made = page(example, day)
        text = Elements(made.html).text
        for person in unnamed:
            assert person.name not in made.html
            assert (person.wiki or person.name) not in made.html
        assert "more session of pairs who are not named here." in text
        assert made.unasked == ()


@pytest.mark.parametrize(("count", "shown"), [(1, False), (4, False), (5, True)])
def test_the_places_of_a_few_unnamed_people_are_not_shown(
    cohort_of: CohortOf, count: int, shown: bool
) -> None:
    files = pairs(1)
    for number in range(count):
        files[f"people/shy{number}.yaml"] = person_file("mentee", "Shy", "Asia/Thimphu", "")
    made = page(cohort_of(files), DAY)
    assert "Shy" not in made.html
    assert ("Thimphu" in made.html) is shown
    assert made.unasked == tuple(f"shy{number}" for number in range(count))
    assert f"night for 1 of {3 + count if shown else 3} people" in made.html


def test_a_no_is_no_question_any_more(cohort_of: CohortOf) -> None:
    files = pairs(1)
    files["people/no.yaml"] = person_file("mentee", "No", "Asia/Thimphu", "consent: {}\n")
    files["people/later.yaml"] = person_file(
        "mentee", "Later", None, AGREED.replace("01-01", "06-01")
    )
    made = page(cohort_of(files), DAY)
    assert made.unasked == ()
    assert ">No<" not in made.html
    assert ">Later<" not in made.html
    assert "2 more people take part" in made.html


def test_odd_names_are_text_and_nothing_else(cohort_of: CohortOf) -> None:
    elements = Elements(page(cohort_of(odd()), DAY).html)
    assert not {"script", "img", "b onclick=x"} & {tag for tag, _ in elements.found}
    attributes = [name for _, attrs in elements.found for name in attrs]
    assert [name for name in attributes if name.startswith("on") or name == "style"] == []
    assert "<script>alert('1')</script>" in elements.text
    assert "<b onclick=x>O'Ne\"il &amp;" in elements.text
    assert "W" * 200 in elements.text
    assert not set("\u202e\u2066") & set(elements.text)


def test_the_same_files_and_day_give_the_same_bytes(example: Cohort) -> None:
    day = date(2025, 4, 22)
    assert page(example, day).html == page(example, day).html
    assert page(example, day).html != page(example, date(2025, 4, 23)).html


@pytest.mark.parametrize("files", [EMPTY, pairs(1), odd()], ids=["empty", "one pair", "odd"])
def test_every_link_leads_somewhere_and_no_name_stands_twice(
    files: dict[str, str], cohort_of: CohortOf
) -> None:
    elements = Elements(page(cohort_of(files), DAY).html)
    ids = [attrs["id"] for _, attrs in elements.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] or "" for tag, attrs in elements.found if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_what_was_missed_or_called_off_long_ago_is_not_told_of_a_pair(cohort_of: CohortOf) -> None:
    text = " ".join(Elements(page(cohort_of(pairs(1)), DAY).html).text.split())
    assert "Mentee 1 and Mentor 1 Tue 18 Mar, 13:30 " in text
    assert "did not take place" not in text
    assert text.count("Thu 17 Apr, 12:30 cancelled") == 1
    over = Elements(page(cohort_of(pairs(1)), date(2025, 7, 1)).html).text
    assert "17 Apr, 12:30" not in over


def test_hours_are_those_of_the_clocks_on_that_day(cohort_of: CohortOf) -> None:
    """5 April 2025, 06:30 UTC: Lord Howe still has summer time, of half an hour; Kiritimati +14."""
    html = page(cohort_of(pairs(6)), DAY).html
    assert '<time datetime="2025-04-05T17:30">17:30</time>' in html
    assert '<time datetime="2025-04-05T20:30">20:30</time>' in html
    assert '<time datetime="2025-04-05T12:15">12:15</time>' in html
    assert "<b>Clocks go back on Sunday 6 April</b> in Lord Howe, Santiago." in html


def test_an_empty_programme_says_so(cohort_of: CohortOf) -> None:
    text = Elements(page(cohort_of(EMPTY), DAY).html).text
    assert "No session is planned yet." in text
    assert "Next for everybody" not in text


def test_the_style_sheet_is_the_only_one_that_may_apply(example: Cohort, tmp_path: Path) -> None:
    html = page(example, DAY).html
    policy = re.findall(r"Content-Security-Policy\" content=\"(.*?)\"", html)
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; style-src 'sha256-")
    assert len(re.findall("<style", html)) == 1
