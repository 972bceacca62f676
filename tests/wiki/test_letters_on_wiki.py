"""Letters on talk pages, read by a real MediaWiki: they show what was meant, and nothing else."""

import json
import re
import urllib.parse
from pathlib import Path

import pytest
from farm import Farm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wiki_reading import WIKI, parsed, words

from mentorkit.doors.preview import shown
from mentorkit.doors.wiki import Wiki
from mentorkit.render.talk_page import as_section
from mentorkit.render.templates import Rendered, Templates, shipped
from mentorkit.render.wikitext import escaped
from running import Run, lay_out, mentorkit_yaml

TALK = "User talk:X"
PROGRAMME = "https://mentoring.example.org/2025?a=[b]&c=''d''|e~~~~__TOC__(f)"
PROGRAMME_FILE = mentorkit_yaml(
    "small",
    """\
coordinators: [dana]
wikis: {{fr.wikipedia.org: {{api: "{api}", assent: {{result: assent, closed: 2025-01-20}}}}}}
""",
)
NASTY = [
    "'''two''' ''three''",
    "{{template}} {{{parameter}}} {{subst:x}} {{GENDER:x|a|b}} {{!}} {{~~~~}}",
    "[[link|text]] [[Category:X]] [[File:a.png]] [https://example.org text]",
    "~~~ ~~~~ ~~~~~",
    "== heading ==",
    "=\u2068= heading =\u2069=",
    "* item",
    "# item",
    ": item",
    "; term : words",
    "----",
    "{| class=x",
    "|- || |}",
    "! a !! b",
    "<b>bold</b> <script>x</script> <nowiki> <!-- remark --> </div></bdi></span>",
    "-->",
    "&amp; &lt; &#39; &#58;",
    "__NOTOC__ __NEWSECTIONLINK__ __NOINDEX__",
    "https://example.org mailto:a@b.example //x.example tel:5 news:a",
    "mailto:\u2068a@b.example\u2069 https:\u2068//example.org\u2069",
    "RFC 2119 PMID 123 ISBN 978-3-16-148410-0",
    "#REDIRECT [[X]]",
    "\u2069closed first\u2068",
    "L'abeille de Saly, C#, 50 %: O'Neil & Co. \"said\"",
    "نور | 太陽 ''x''",
]


def meant(text: str) -> str:
    """What people are to read of a text; isolates are no signs."""
    return " ".join(text.translate({0x2068: None, 0x2069: None}).split())


def check(farm: Farm, subject: str, middle: str, language: str) -> None:
    text = f"Hello {middle},\n\nWork: {middle}\n\nPage:\n{PROGRAMME}\n\n"
    text += f"* One: {middle}\n* two\n\nDana\n"
    section = as_section(subject, text, language, "fr", "abc234")
    found = parsed(farm, TALK, f"== {section.title} ==\n\n{section.text}")
    assert found["parsewarnings"] == []
    for nothing in ("templates", "categories", "images", "properties"):
        assert found[nothing] in ([], {}), nothing
    linked = [urllib.parse.unquote(each) for each in found["externallinks"]]
    assert linked == [urllib.parse.unquote(PROGRAMME)]
    assert [words(each["line"]) for each in found["sections"]] == [meant(subject)]
    # The only links are those of the one signature.
    assert len(found["links"]) <= 2
    shown_ = words(found["text"])
    for line in (f"Hello {meant(middle)},", f"Work: {meant(middle)}", f"One: {meant(middle)}"):
        assert line in shown_
    assert len(re.findall(r"\(UTC\)|\(CET\)", found["text"])) == 1
    assert "abc234" not in shown_
    marked = 'dir="rtl"' in found["text"]
    assert marked == (language == "ar")
    if language != "fr":
        assert f'<div lang="{language}"' in found["text"]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_letter_breaks_out(text: str, farm: Farm) -> None:
    check(farm, f"About {text}", text, "ar")
    check(farm, "About it", text, "fr")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("[]{}|='~<>&*#:;!-_ \u2068\u2069aé/"), min_size=1, max_size=30))
def test_no_mixture_of_signs_breaks_out(farm: Farm, text: str) -> None:
    check(farm, f"x{text}x", f"x{text}x", "ar")


def test_the_preview_is_what_the_wiki_shows(farm: Farm) -> None:
    wiki = Wiki(WIKI, contact="test", api=farm.api(WIKI), loopback_only=True)
    section = as_section(
        "An: {{x}}", "Hello \u2068A|b\u2069,\n\nMore:\n* one\n* two\n\nDana\n", "en", "fr"
    )
    said = shown(wiki, "User talk:X", section.title, section.text)
    assert said.startswith("An: {{x}}\n\nHello \u2068A|b\u2069,\n\nMore:\n\n* one\n* two\n\nDana ")
    assert "(UTC)" in said


def test_the_command_shows_a_letter_as_the_wiki_does(farm: Farm, tmp_path: Path, run: Run) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME_FILE.format(api=farm.api(WIKI)),
        "people/dana.yaml": f"name: Dana\nwiki: Dana\nhome: {WIKI}\nroles: [coordinator]\n",
        "private/candidates/lina.yaml": f"wiki: L'oie = ~ ''x''\nhome: {WIKI}\nchannel: talk\n"
        "languages: [ar]\nwhy: مقالاتك عن النيل {{واضحة}}.\n",
    }
    root = lay_out(tmp_path / "c", files)
    done = run("-C", root, "invite", "lina", "--show", "--json", "--as-of", "2025-02-01")
    assert done.status == 0, done.err
    said = json.loads(done.out)
    assert "مقالاتك عن النيل {{واضحة}}." in said["shown"]
    assert "{{" not in said["wikitext"]
    assert said["wikitext"].startswith('<div lang="ar" dir="rtl">')
    done = run("-C", root, "invite", "lina", "--show", "--as-of", "2025-02-01")
    assert f"AS {WIKI} WOULD SHOW IT" in done.out
    # Nobody signed in, and an address of this computer is nobody's signature.
    assert "127.0.0.1" not in said["shown"]
    assert "Dana (2025-02-01)" in said["shown"]
    assert said["wikitext"].count("~~~~") == 1


NOTICE = {
    "programme": {
        "name": "Mentoring '''2025''' | [[all]]",
        "page": "https://mentoring.example.org/2025?a=[b]",
        "start": {"day": 3, "month": 3, "year": 2025},
        "end": {"day": 1, "month": 6, "year": 2025},
    },
    "sender": {"name": "Dana {{x}}", "talk": "https://meta.wikimedia.org/wiki/User_talk:Dana"},
    "letters": {"a_day": 20},
    "wiki": {"host": WIKI, "opt_out": "Catégorie:Sans invitation"},
    "notice": {"until": {"day": 24, "month": 1, "year": 2025}},
}
NOTICES = sorted(path.parent.name for path in shipped().glob("*/notice.wiki.txt.j2"))


@pytest.mark.parametrize("language", NOTICES)
def test_a_notice_for_a_village_pump_is_read_as_it_was_meant(language: str, farm: Farm) -> None:
    made = Templates().render(language, "notice.wiki", escaped(NOTICE | {"language": language}))
    assert isinstance(made, Rendered), made
    found = parsed(farm, TALK, f"== x ==\n\n{made.text}")
    assert found["parsewarnings"] == []
    for nothing in ("links", "templates", "categories", "images", "properties"):
        assert found[nothing] in ([], {}), nothing
    assert len(found["externallinks"]) == 2
    assert len(found["sections"]) == 2
    shown_ = words(found["text"])
    assert "Mentoring '''2025''' | [[all]]" in shown_
    assert "Catégorie:Sans invitation" in shown_
    assert "Dana {{x}}" in shown_
    way = "rtl" if language in ("ar", "fa") else "ltr"
    tag = made.text.split('lang="')[1].split('"')[0]
    assert f'<div lang="{tag}" dir="{way}"' in made.text
    assert tag.lower() == language
