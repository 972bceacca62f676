"""`mentorkit outreach pull` on real wikis: one that counts views, and one that does not."""

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from farm import Farm

from mentorkit.doors.page_views import fetch_views
from mentorkit.doors.wiki import Wiki
from mentorkit.recruit.outreach import Page
from running import Run, lay_out, mentorkit_yaml

FR, SW = "fr.wikipedia.org", "sw.wikipedia.org"
VIEWS = {"2025-01-09": 3, "2025-01-10": 1000, "2025-01-11": None, "2025-01-12": 40}
ANNOUNCED = """\
- {id: o1, title: Pump, url: "https://fr.wikipedia.org/wiki/Projet:Le_bistro", on: 2025-01-10,
   reach: 900, unit: views, known: page-views}
- {id: o2, title: Same by its revision, url: "https://fr.wikipedia.org/w/index.php?oldid=OLDID",
   on: 2025-01-12, reach: 1, unit: views}
- {id: o3, title: Gone, url: "https://fr.wikipedia.org/wiki/Nulle_part", on: 2025-01-10, reach: 1,
   unit: views}
- {id: o4, title: Not counted, url: "https://sw.wikipedia.org/wiki/Mradi", on: 2025-01-10,
   reach: 100-200, unit: unique}
- {id: o5, title: Elsewhere, url: "https://blog.example.org/x", on: 2025-01-10, reach: 5,
   unit: views}
"""


class Pump(NamedTuple):
    """The page of the announcement: its title on the wiki, and its only revision."""

    title: str
    revision: int


@pytest.fixture(scope="module")
def pump(farm: Farm) -> Pump:
    farm.populate(FR, {"pages": [{"title": "Project:Le bistro", "text": "Bonjour"}]})
    asked = wiki_of(farm, FR).ask(
        action="query", titles="Project:Le bistro", prop="revisions", rvprop="ids"
    )
    page = asked["query"]["pages"][0]
    return Pump(page["title"], page["revisions"][0]["revid"])


def wiki_of(farm: Farm, host: str) -> Wiki:
    return Wiki(host, contact="test", api=farm.api(host))


@pytest.fixture
def cohort(farm: Farm, pump: Pump, tmp_path: Path) -> Path:
    farm.override(FR, pageviews={pump.title: VIEWS})
    told = ANNOUNCED.replace("OLDID", str(pump.revision))
    told = told.replace("Projet:Le_bistro", quote(pump.title.replace(" ", "_")))
    programme = mentorkit_yaml(
        "test",
        f"""\
wikis:
  {FR}: {{api: "{farm.api(FR)}"}}
  {SW}: {{api: "{farm.api(SW)}"}}
""",
    )
    return lay_out(tmp_path / "cohort", {"mentorkit.yaml": programme, "outreach.yaml": told})


def test_views_are_kept_by_day_and_are_no_people(
    cohort: Path, farm: Farm, pump: Pump, run: Run
) -> None:
    pulled = run("-C", cohort, "outreach", "pull")
    assert (pulled.status, pulled.out) == (0, "")
    assert pulled.err == (
        "fr.wikipedia.org  2 pages, 1,080 views\n"
        "  no such page: o3\n"
        "sw.wikipedia.org  this wiki gives no page views\n"
        "activity/outreach.csv changed.\n\n"
        "next: mentorkit outreach\n"
    )
    table = (cohort / "activity/outreach.csv").read_text()
    assert table == (
        "announcement,wiki,day,views\n"
        f"o1,{FR},2025-01-10,1000\n"
        f"o1,{FR},2025-01-12,40\n"
        f"o2,{FR},2025-01-12,40\n"
    )
    shown = run("-C", cohort, "outreach").out
    assert "the wiki counted 1,040 views from 10 Jan 2025 to 12 Jan 2025" in shown
    assert "People reached: 100 to 200." in shown
    assert run("-C", cohort, "check").status == 0
    # Days that the wiki gives no more are kept; those that it counts anew are replaced.
    farm.override(FR, pageviews={pump.title: {"2025-01-12": 41, "2025-01-13": 5}})
    assert run("-C", cohort, "outreach", "pull").status == 0
    told = json.loads(run("-C", cohort, "outreach", "--json").out)["announcements"]
    assert {each["id"]: each["pulled"]["views"] for each in told} == {
        "o1": 1046, "o2": 46, "o3": None, "o4": None, "o5": None,
    }  # fmt: skip
    early = run("-C", cohort, "outreach", "--as-of", "2025-01-12", "--json").out
    assert json.loads(early)["announcements"][0]["pulled"]["views"] == 1041
    assert run("-C", cohort, "activity").status == 0
    again = run("-C", cohort, "outreach", "pull")
    assert "Nothing is new." in again.err


def test_a_wiki_is_asked_no_more_than_it_takes(farm: Farm, pump: Pump) -> None:
    farm.override(FR, pageviews={pump.title: VIEWS})
    wiki, revision = wiki_of(farm, FR), pump.revision
    pages = [Page(FR, title=f"Page {number}") for number in range(60)]
    found = fetch_views(wiki, [*pages, Page(FR, revision=revision)])
    assert found == {
        Page(FR, revision=revision): {
            date(2025, 1, 9): 3, date(2025, 1, 10): 1000, date(2025, 1, 12): 40,
        }
    }  # fmt: skip
    assert wiki.requests == 4
    other = wiki_of(farm, SW)
    assert fetch_views(other, pages) is None
    assert other.requests == 1


def test_a_wiki_that_does_not_answer_is_a_failure(cohort: Path, run: Run) -> None:
    file = cohort / "mentorkit.yaml"
    nobody = re.sub(r"127\.0\.0\.1:[0-9]+", "127.0.0.1:9", file.read_text())
    file.write_text(nobody)
    pulled = run("-C", cohort, "outreach", "pull")
    assert pulled.status == 3
    assert pulled.err.count("failed: ") == 2
    assert not (cohort / "activity").exists()


def test_a_wiki_reads_the_notice_as_it_was_meant(farm: Farm, tmp_path: Path, run: Run) -> None:
    name = "''Mentoring'' [[2025]] {{all}} ~~~~ <b>x</b>"
    programme = f"""\
id: test-2025
name: "{name}"
fictional: yes
from: 2025-03-03
to: 2025-06-01
page: https://mentoring.example.org/2025?a=[b]&c=~~~~
coordinators: [dana]
wikis: {{{FR}: {{opt_out: "Catégorie:Pas d'invitation"}}}}
"""
    dana = 'name: "Dana [[x]]"\nwiki: Dana\nhome: fr.wikipedia.org\nroles: [coordinator]\n'
    files = {"mentorkit.yaml": programme, "people/dana.yaml": dana}
    root = lay_out(tmp_path / "cohort", files)
    made = run("-C", root, "outreach", "notice", FR, "--as-of", "2025-01-05", "--json")
    text = json.loads(made.out)["text"]
    parsed = wiki_of(farm, FR).ask(
        action="parse", contentmodel="wikitext", title="Bistro", pst=1, text=text,
        prop="text|links|templates|categories|externallinks|sections|parsewarnings",
    )["parse"]  # fmt: skip
    for nothing in ("links", "templates", "categories", "parsewarnings"):
        assert parsed[nothing] == [], nothing
    assert len(parsed["sections"]) == 1
    assert len(parsed["externallinks"]) == 2
    shown = html.unescape(re.sub(r"<[^>]*>", "", parsed["text"]))
    assert name in shown
    assert "Dana [[x]]" in shown
