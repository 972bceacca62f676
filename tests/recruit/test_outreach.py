"""`mentorkit outreach`: what was announced, what the wikis answered, and the notice that asks."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.views import ViewRow, format_views, parse_views
from mentorkit.recruit.outreach import Page, answers, page_of
from mentorkit.render.terminal import cells
from mentorkit.rules.agenda import Seen, agenda
from mentorkit.rules.replay import as_known_on
from running import EXAMPLE, lay_out, mentorkit

CohortOf = Callable[..., Cohort]
HOSTS = ("fr.wikipedia.org", "meta.wikimedia.org")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://fr.wikipedia.org/wiki/Projet:L%27%C3%A9t%C3%A9_2025#Ici", "Projet:L'été 2025"),
        ("https://fr.wikipedia.org/w/index.php?title=Projet:A_b&action=view", "Projet:A b"),
        ("https://meta.wikimedia.org/w/index.php?title=A&oldid=12", 12),
        ("https://meta.wikimedia.org/wiki/A?oldid=12", 12),
        ("https://meta.wikimedia.org/w/index.php?oldid=0", None),
        ("https://blog.example.org/wiki/A", None),
        ("https://fr.wikipedia.org/", None),
        ("https://fr.wikipedia.org/wiki/A|B", None),
        ("", None),
    ],
)
def test_the_page_of_an_address(url: str, page: str | int | None) -> None:
    found = page_of(url, HOSTS)
    assert page == (found and (found.title or found.revision))
    assert found is None or found == Page(found.host, found.title, found.revision)


def test_what_wikis_answered_and_from_when_silence_counts(cohort_of: CohortOf) -> None:
    wikis = {
        "a.example": "{assent: {result: assent, closed: 2025-01-20}}",
        "b.example": "{assent: {opened: 2025-01-10}}",
        "c.example": "{assent: {opened: 2025-01-02}}",
        "d.example": "{}",
        "e.example": "{assent: {result: objection, opened: 2025-01-02, closed: 2025-01-20}}",
        "f.example": "{assent: {result: no_objection, opened: 2025-01-02, closed: 2025-01-09}}",
        "g.example": "{assent: {result: assent, closed: 2025-01-20, closer: Dana}}",
    }
    listed = "".join(f"  {host}: {said}\n" for host, said in wikis.items())
    programme = (
        "id: test-2025\nname: Test\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
        f"coordinators: [dana]\nwikis:\n{listed}"
    )
    dana = "name: Dana\nwiki: Dana\nroles: [coordinator]\n"
    cohort = cohort_of({"mentorkit.yaml": programme, "people/dana.yaml": dana})
    day = date(2025, 1, 20)
    found = {each.host[0]: (each.state, each.from_) for each in answers(cohort, day)}
    assert found == {
        "a": ("assents", None),
        "b": ("stands", date(2025, 1, 24)),
        "c": ("due", date(2025, 1, 16)),
        "d": ("unasked", None),
        "e": ("objects", None),
        "f": ("void", None),
        "g": ("void", None),
    }
    then = date(2025, 1, 5)
    early = {each.host[0]: each.state for each in answers(as_known_on(cohort, then), then)}
    assert (early["a"], early["e"], early["b"]) == ("unasked", "stands", "unasked")


def test_the_example(tmp_path: Path) -> None:
    shown = mentorkit("-C", EXAMPLE, "outreach", "--as-of", "2025-03-01")
    assert (shown.status, shown.err) == (0, "")
    assert all(cells(line) <= 80 for line in shown.out.splitlines())
    assert "  29 Jan 2025  Radio talk on a coastal station                 600 to 900 people\n" in (
        shown.out
    )
    assert "People reached: 1,400 to 2,520." in shown.out
    assert (
        "  de.wikipedia.org    objects since 5 Feb 2025: nobody is written to there\n" in shown.out
    )
    told = json.loads(mentorkit("-C", EXAMPLE, "outreach", "--json").out)
    assert told["reached"] == {"low": 1400, "high": 2520}


def test_a_notice_asks_in_the_wikis_language(tmp_path: Path) -> None:
    made = mentorkit(
        "-C", EXAMPLE, "outreach", "notice", "sw.wikipedia.org", "--as-of", "2025-01-05"
    )
    assert made.status == 0
    assert (
        "[https://mentoring.example.org/2025 <bdi>Community Leadership Mentoring 2025</bdi>]"
        in (made.out)
    )
    assert "Silence counts from 2025-01-19" in " ".join(made.err.split())
    own = {
        "mentorkit.yaml": "id: t\nname: '[[T]] ~~~~'\nfictional: yes\nfrom: 2025-03-03\n"
        "to: 2025-06-01\nwikis: {xx.example.org: {}}\n",
        "templates/xx/notice.wiki.txt.j2": "---\nsubject: S\nchannel: talk\nreviewed: yes\n---\n"
        "<< programme.name >> until << notice.until.day >>, << nothing >>\n",
    }
    root = lay_out(tmp_path, own)
    broken = mentorkit("-C", root, "outreach", "notice", "xx.example.org", "--as-of", "2025-01-05")
    assert (broken.status, broken.out) == (1, "")
    assert "templates/xx/notice.wiki.txt.j2:6" in broken.err
    file = root / "templates/xx/notice.wiki.txt.j2"
    file.write_text(file.read_text().replace(", << nothing >>", ""))
    whole = mentorkit("-C", root, "outreach", "notice", "xx.example.org", "--as-of", "2025-01-05")
    assert whole.out == "&#91;&#91;T&#93;&#93; &#126;&#126;&#126;&#126; until 19\n"


@pytest.mark.parametrize(
    ("host", "status", "said"),
    [
        ("de.wikipedia.org", 4, "has objected"),
        ("fr.wikipedia.or", 2, "did you mean 'fr.wikipedia.org'?"),
    ],
)
def test_nobody_is_asked_who_objected_or_is_not_there(host: str, status: int, said: str) -> None:
    ran = mentorkit("-C", EXAMPLE, "outreach", "notice", host)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_an_answer_that_is_still_to_come_is_none_yet(tmp_path: Path) -> None:
    programme = (
        "id: t\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
        "wikis: {xx.example.org: {assent: {result: assent, closed: 2025-02-10}}}\n"
    )
    root = lay_out(tmp_path, {"mentorkit.yaml": programme})
    before = mentorkit("-C", root, "outreach", "--as-of", "2025-02-09")
    assert "the discussion closes on 10 Feb 2025; nothing counts before" in before.out
    assert "assents" in mentorkit("-C", root, "outreach", "--as-of", "2025-02-10").out


def test_a_discussion_that_goes_on_is_told_as_the_gate_tells_it(tmp_path: Path) -> None:
    said = "{opened: 2025-01-02, result: %s, closed: 2025-02-10}"
    programme = (
        "id: t\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\nwikis:\n"
        f"  xx.example.org: {{assent: {said % 'assent'}}}\n"
        f"  yy.example.org: {{assent: {said % 'no_objection'}}}\n"
    )
    candidate = "wiki: Ana\nhome: xx.example.org\nroles: [mentee]\n"
    files = {"mentorkit.yaml": programme, "private/candidates/ana.yaml": candidate}
    root = lay_out(tmp_path, files)
    day = ("--as-of", "2025-02-09")
    shown = mentorkit("-C", root, "outreach", *day)
    assert "silence" not in shown.out
    assert shown.out.count("the discussion closes on 10 Feb 2025; nothing counts before") == 2
    assert "write 'result'" not in shown.out
    told = json.loads(mentorkit("-C", root, "outreach", "--json", *day).out)["wikis"]
    assert [(x["state"], x["closed"], x["silence_counts"]) for x in told] == [
        ("open", "2025-02-10", None)
    ] * 2
    gate = mentorkit("-C", root, "invite", *day).out
    assert "the discussion on xx.example.org closes on 2025-02-10" in " ".join(gate.split())
    before = mentorkit("-C", root, "outreach", "--as-of", "2025-01-01").out
    assert before.count("nobody has asked there yet") == 2
    after = mentorkit("-C", root, "outreach", "--as-of", "2025-02-10").out
    assert after.count("assents since 10 Feb 2025") == 2


def test_status_says_until_when_a_discussion_goes_on(cohort_of: CohortOf) -> None:
    said = "{opened: 2025-01-02, closed: 2025-02-10}"
    programme = (
        "id: t-2025\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
        f"wikis: {{xx.example.org: {{assent: {said}}}}}\n"
    )
    found = agenda(cohort_of({"mentorkit.yaml": programme}), date(2025, 2, 1), Seen())
    (what,) = (matter.what for matter in found.next if matter.kind == "assent")
    assert what == "xx.example.org: the discussion closes on 10 Feb"


def test_the_table_of_views_is_read_with_its_faults(tmp_path: Path) -> None:
    text = "announcement,wiki,day,views\no1,a.example,2025-01-02,3\no1,a.example,2025-01-02,4\nx\n"
    rows, problems = parse_views(text, "activity/outreach.csv")
    assert rows == [ViewRow("o1", "a.example", date(2025, 1, 2), 3)]
    assert [problem.place.line for problem in problems] == [3, 4]
    root = lay_out(tmp_path, {"activity/outreach.csv": text})
    ran = mentorkit("-C", root, "outreach")
    assert (ran.status, ran.out) == (1, "")
    assert "activity/outreach.csv:3" in ran.err


@given(
    st.lists(
        st.builds(
            ViewRow,
            st.sampled_from(["o1", "o2"]),
            st.sampled_from(HOSTS),
            st.dates(date(2025, 1, 1), date(2025, 3, 1)),
            st.integers(0, 10**9),
        ),
        unique_by=lambda row: row[:3],
    )
)
def test_views_are_read_as_they_were_written(rows: list[ViewRow]) -> None:
    assert parse_views(format_views(rows), "x") == (sorted(rows), [])
