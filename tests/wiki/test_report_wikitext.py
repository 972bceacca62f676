"""The report as wikitext, read by a real MediaWiki: no error, whole tables, texts as they stand."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from farm import Farm
from wiki_reading import parsed

from many import Call, run_many
from report_numbers import rows_of_wikitext
from running import EXAMPLE, lay_out

DAYS = ["2024-12-01", "2025-04-22", "2025-06-20", "2026-11-22"]
NASTY = [
    "Ann | Bo || !! |- |}",
    "{{O}} {{{1}}} {{!}} {|",
    "[[il]] [http://x y] [[File:X.png|thumb]]",
    "''two'' '''three''' '''''five'''''",
    "<nowiki> <b onclick=x> <!-- -> <ref>",
    "== head == ~~~~ __TOC__ -{zh}-",
    "* # ; : no list",
    ": no: list : either: x",
    "----",
    "&amp; &#124; RFC 2119 ISBN 0123456789",
    "نور 太陽 ''x''",
]


class Tables(HTMLParser):
    """The cells of a parsed page's tables, and its headings."""

    def __init__(self, markup: str):
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.tables = 0
        self._open = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables += 1
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


def report(root: Path, *options: str) -> str:
    (ran,) = run_many([Call(["-C", str(root), "report", "--format", "wikitext", *options])])
    assert ran.status == 0, ran.err
    return ran.out


def nothing_was_misread(page: dict[str, Any], text: str) -> None:
    """Assert that MediaWiki found no more and no less than what the report means."""
    assert page["parsewarnings"] == []
    assert [page[kind] for kind in ("links", "templates", "categories", "images")] == [[]] * 4
    markup = page["text"]
    assert 'class="error"' not in markup
    read = Tables(markup)
    written = [row for row in rows_of_wikitext(text) if row]
    assert read.tables == text.count("\n{|") + text.startswith("{|")
    body = [row for row in read.rows if row]
    headed = len(re.findall(r"^\{\|", text, re.M))
    assert len(body) == len(written) + headed
    headings = re.findall(r"^(==+) .* \1$", text, re.M)
    assert len(page["sections"]) == len(headings)


@pytest.mark.parametrize("day", DAYS)
def test_a_proposal_is_read_as_it_was_meant(farm: Farm, day: str) -> None:
    text = report(EXAMPLE, "--kind", "proposal", "--as-of", day)
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    assert len(page["sections"]) == 8
    links = set(re.findall(r"\[(https?://\S+) ", text))
    assert set(page["externallinks"]) == {html.unescape(link) for link in links}


def test_a_proposals_texts_with_signs_of_wikitext_stay_texts(farm: Farm, tmp_path: Path) -> None:
    text = report(cohort(tmp_path), "--kind", "proposal", "--as-of", "2025-06-20")
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    first = [" ".join(row[0].split()) for row in Tables(page["text"]).rows if row]
    for name in NASTY:
        assert first.count(name) == 1, name  # as a line of the budget, and as nobody


def test_a_pool_is_read_as_it_was_meant(farm: Farm, tmp_path: Path) -> None:
    text = report(EXAMPLE, "--pool", str(cohort(tmp_path)), "--as-of", "2026-11-22")
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    assert len(page["sections"]) == 4


@pytest.mark.parametrize("day", DAYS)
def test_the_example_is_read_as_it_was_meant(farm: Farm, day: str) -> None:
    text = report(EXAMPLE, "--as-of", day)
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    columns = [len(row) for row in Tables(page["text"]).rows]
    assert set(columns) <= {2, 3, 4, 5, 6, 7, 8, 15}
    links = set(re.findall(r"\[(https?://\S+) ", text))
    assert set(page["externallinks"]) == {html.unescape(link) for link in links}


def test_the_team_gets_its_pairs_in_columns(farm: Farm) -> None:
    text = report(EXAMPLE, "--as-of", "2025-06-20", "--for", "coordinator")
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    assert "<pre>" in page["text"]


def cohort(folder: Path) -> Path:
    """Lay out a cohort whose every text would mean something to a wiki."""

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    enrolled = "enrolled: 2025-02-20\nstarted: 2025-03-04\nconsent: {named: 2025-01-01}\n"
    files = {
        f"people/m{i}.yaml": f"name: {quoted(name)}\nroles: [mentee]\n{enrolled}"
        for i, name in enumerate(NASTY)
    }
    files["people/dana.yaml"] = "name: Dana\nroles: [coordinator]\n"
    files["roles.yaml"] = "".join(
        f"- id: r{i}\n  person: m{i}\n  class: wp_coord\n  tier: A\n  scope: {quoted(name)}\n"
        "  started: 2025-03-10\n  claimed: {by: dana, on: 2025-03-12}\n"
        "  evidence: \"https://fr.wikipedia.org/w/index.php?oldid=1&x=[[a|b]]''c''~~~~{{d}}\"\n"
        "  verified: {by: dana, on: 2025-03-20}\n  verdict: accepted\n"
        for i, name in enumerate(NASTY)
    )
    files["money.yaml"] = "lines:\n" + "".join(
        f"  - {{id: a{i}, title: {quoted(name)}, planned: 10 EUR}}\n"
        for i, name in enumerate(NASTY)
    )
    files["sessions/cohort.yaml"] = "".join(
        f"- {{id: {i + 1}, at: 2025-03-{i + 1:02} 12:00 Etc/UTC, minutes: 60, "
        f"title: {quoted(name)}}}\n"
        for i, name in enumerate(NASTY)
    )
    return lay_out(folder, files)


def test_texts_with_signs_of_wikitext_stay_texts(farm: Farm, tmp_path: Path) -> None:
    text = report(cohort(tmp_path), "--as-of", "2025-06-20")
    page = parsed(farm, "Projet:Rapport", text)
    nothing_was_misread(page, text)
    first = [" ".join(row[0].split()) for row in Tables(page["text"]).rows if row]
    for name in NASTY:
        # As a session, as a leader and as a line of the budget.
        assert first.count(name) == 3, name
    assert len(page["externallinks"]) == 1
