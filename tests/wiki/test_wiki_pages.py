"""Pages that people paste into a wiki, read by a real MediaWiki: they show what was meant."""

import re
import urllib.parse
from pathlib import Path

import pytest
from farm import Farm
from wiki_reading import parsed, words

from mentorkit.render.wikitext import escape

EXPECTED = Path(__file__).parents[1] / "agendas" / "expected"
PAGES = sorted(EXPECTED.rglob("*.wiki"))
PAGE = "https://mentoring.example.org/2025?a=[b]&c=''d''|e~~~~__TOC__"
TALK = "https://fr.wikipedia.org/wiki/User_talk:Dana_of_Example"
PROGRAMME = "Mentoring '''2025''' | [[all]]"
BEN = (
    "'''Ben''' ~~~~ {{GENDER:x|a|b}} [[File:X.png|thumb]] <!-- __NOTOC__ "
    "https://example.org RFC 2119"
)
NASTY = [
    "''two'' '''three''' '''''five'''''",
    "'starts and ends'",
    "{{template}} {{{parameter}}} {{subst:x}} {{!}}",
    "[[link|text]] [[Category:X]] [https://example.org text] [[File:a.png]]",
    "~~~ ~~~~ ~~~~~",
    "== heading ==",
    "* item",
    "# item",
    ": item",
    "; term : words",
    "----",
    "{| class=x",
    "|- || |}",
    "! a !! b",
    "<b>bold</b> <script>x</script> <nowiki> <!-- remark --> </bdi>",
    "&amp; &lt; &#39;",
    "__NOTOC__ __TOC__ __NOINDEX__",
    "https://example.org mailto:a@b.example ftp://x.example //x.example sip:1 tel:5",
    "RFC 2119 PMID 123 ISBN 978-3-16-148410-0 RFC\u00a02119",
    "-{zh-hans:a;zh-hant:b}-",
    "#REDIRECT [[X]]",
    "\x7f'\"`UNIQ--nowiki-00000001-QINU`\"'\x7f".replace("\x7f", ""),
    "a 06:30 b 1:2 c:d",
    "When: x, where : y, https: //x.example mailto: a, 6: 30, :: z: : w",
    "Category: X File: a.png #REDIRECT: x subst: y",
    "L'abeille de Saly, C#, 50 %, O'Neil & Co. + others - and more",
    "نور | 太陽 ''x''",
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_page_is_read_as_it_was_meant(path: Path, farm: Farm) -> None:
    text = path.read_text(encoding="utf-8")
    found = parsed(farm, "Projet:Mentorat", text)
    assert found["parsewarnings"] == []
    for nothing in ("links", "templates", "categories", "images", "properties"):
        assert found[nothing] in ([], {}), nothing
    # The wiki writes an address in its own way; it leads to the same place.
    linked = {urllib.parse.unquote(address) for address in found["externallinks"]}
    assert linked == ({PAGE, TALK} if "handbook" in path.name else {PAGE})
    headings = [line.strip("= ") for line in text.split("\n") if re.match(r"==+ .* ==+$", line)]
    told = [words(section["line"]) for section in found["sections"]]
    assert told == [words(heading) for heading in headings]
    assert headings, "a page has headings"
    shown = words(found["text"])
    assert PROGRAMME in shown
    assert not re.search(r"&#|<bdi|\[http|class=|!!", shown)
    rtl = '<div lang="ar" dir="rtl">' in found["text"]
    assert rtl == (text.split('lang="')[1][:2] == "ar")
    if "minutes" in path.name:
        assert BEN in shown
        assert 'class="wikitable"' in found["text"]


def test_every_kind_of_page_is_looked_at() -> None:
    assert len(PAGES) == 16 + 3  # four in each language, and those in their readers' own


@pytest.mark.parametrize("text", NASTY)
def test_an_escaped_text_is_shown_as_it_stands(text: str, farm: Farm) -> None:
    for before, after in (("", ""), ("* ", ""), ("'''", "'''"), ("== ", " =="), ("{|\n| ", "\n|}")):
        found = parsed(farm, "Projet:Mentorat", f"{before}{escape(text)}{after}")
        inner = re.search(r"^<div class=\"mw-parser-output\">(.*)</div>$", found["text"], re.S)
        assert inner
        markup = re.sub(r"<!--.*?-->", "", inner[1], flags=re.S)
        shown = words(re.sub(r'<span class="mw-editsection">.*?</span></span>', "", markup))
        assert shown == " ".join(text.split())
        for nothing in ("links", "templates", "categories", "images", "properties"):
            assert found[nothing] in ([], {}), nothing
        assert found["externallinks"] == []
        assert len(found["sections"]) == (before == "== ")
