"""What people say on their pages, in every spelling, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.recruit.wikitext import (
    SignUp,
    exclusions,
    exclusions_among,
    has_exclusion,
    hides_what_follows,
    leads_to,
    refuses,
    signed_up,
)

US = "Dana D"
REFUSING = """\
{{nobots}}
{{Nobots}}
{{ nobots }}
{{NOBOTS}}
{{no bots}}
{{No_bots}}
{{nobot}}
{{Template:Nobots}}
{{Vorlage:nobots}}
{{nobots|all}}
{{nobots|Dana D}}
{{nobots|Other,mentorkit}}
{{nobots|allow=Other}}
{{nobots|}}
{{nobots<!-- please -->}}
{{bots|deny=all}}
{{Bots|deny=All}}
{{ bots | deny = all }}
{{bots|deny=Dana D}}
{{bots|deny=dana_d, Other}}
{{bots|deny=Other ,  Dana D}}
{{bots|deny=User:Dana D}}
{{bots|deny=mentorkit}}
{{bots|denyscript=mentorkit}}
{{bots|deny=Other<!-- x -->,all}}
{{bots|allow=none}}
{{bots|allow=Other}}
{{bots|allow=Other,Third}}
{{bots|allowscript=other}}
{{bots|optout=all}}
{{bots|optout=orphan,mentorkit}}
{{bots|optout=invitation}}
{{bots|optout=invitations}}
{{bots|optout=orphan, mentoring}}
{{bots|optout={{User:X/list}}}}
{{bots|deny={{User:X/list}}}}
{{bots|deny=Other, {{User:X/list}}}}
{{bots|deny=[[User:Dana D]]}}
{{bots|deny=Dana&#32;D}}
{{bots|deny=Benutzer:Dana D}}
{{bots|1=deny=all}}
{{bots|all}}
{{bots|deny=none|letters=no}}
{{nobots|{{User:X/list}}}}
{{msg:nobots}}
{{şablon:nobots}}
<nowiki><includeonly></nowiki>{{nobots}}<nowiki></includeonly></nowiki>
<includeonly>a</includeonly>{{nobots}}<includeonly>b</includeonly>
{{bots|allow=Other|deny=none}}
{{bots|deny=AWB|deny=all}}
{{bots|deny=other}}{{bots|deny=all}}
{{bots}} {{nobots}}
{{Header|notice={{nobots}}}}
{{#if:yes|{{nobots}}}}
<noinclude>{{nobots}}</noinclude>
<div title="x">{{nobots}}
<nowiki>{{nobots}}
'''{{nobots}}
[[File:X.jpg|{{nobots}}]]
""".splitlines()
WELCOMING = """\

Hello
nobots
{{bots}}
{{bots|allow=all}}
{{bots|allow=Dana D}}
{{bots|allow=other,DANA_D}}
{{bots|allow=mentorkit}}
{{bots|allow=}}
{{bots|deny=none}}
{{bots|deny=}}
{{bots|deny=Other,Dana}}
{{bots|optout=orphan}}
{{bots|optout=none}}
{{bots|optout=nosource, NoLicense}}
{{bots|letters=}}
{{bots|allow=Benutzer:Dana D}}
{{Template_talk:Nobots}}
{{Template talk:Nobots|all}}
{{User:Nobots}}
<includeonly>{{nobots}}</includeonly>
<IncludeOnly>a {{bots|deny=all}} b</IncludeOnly >
<source lang="text">{{nobots}}</source>
{{nobots|Other}}
{{nobotsy}}
{{robots|deny=all}}
{{my bots|deny=all}}
{{nobots
<!-- {{nobots}} -->
Hello <!-- {{nobots}}
<nowiki>{{nobots}}</nowiki>
<NOWIKI>{{nobots}}</NOWIKI>
<pre>{{nobots}}</pre>
<syntaxhighlight lang="text">{{nobots}}</syntaxhighlight>
{{#invoke:bots|deny=all}}
""".splitlines()


@pytest.mark.parametrize("text", REFUSING)
def test_refusing(text: str) -> None:
    assert refuses(text, US)
    assert refuses(f"Bonjour\n{text}\n== {text} ==\n", US)
    assert has_exclusion(text)


@pytest.mark.parametrize("text", WELCOMING)
def test_welcoming(text: str) -> None:
    assert not refuses(text, US)


def test_a_line_break_within() -> None:
    assert refuses("{{\nnobots\n}}", US)
    assert refuses("{{bots\n| allow = Other,\n  Third\n}}", US)
    assert not refuses("{{bots\n| allow = Other,\n  Dana D\n}}", US)


JUNK = st.text(st.sampled_from("ab |=[]{}'\n*#<>!/é\u200f"), max_size=40)


@given(JUNK, JUNK)
def test_words_around_it_change_nothing(before: str, after: str) -> None:
    # Braces and tags around may make something else of it, as they do on the wiki.
    plain = str.maketrans("", "", "{}<>!|[]")
    text = f"{before.translate(plain)}\n{{{{nobots}}}}\n{after.translate(plain)}"
    assert refuses(text, US)
    assert not refuses(text.replace("{{nobots}}", "{{nobots|Other}}"), US)


@given(JUNK)
def test_no_page_breaks_the_reading(text: str) -> None:
    for page in (
        text,
        f"{{{{bots|{text}",
        f"{{{{nobots{text}}}}}",
        f"{text}{{{{bots|deny={text}}}}}",
    ):
        assert refuses(page, US) in (True, False)
        signed_up(page)
        leads_to(page, redirect=True)


NAMES = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(("deny", "allow")))
def test_lists_name_people_whole(names: list[str], key: str) -> None:
    named = "dana d" in {name.casefold() for name in names}
    refused = refuses(f"{{{{bots|{key}={', '.join(names)}}}}}", US)
    everybody = "all" in {name.casefold() for name in names}
    assert refused == ((named or everybody) if key == "deny" else not (named or everybody))


@pytest.mark.parametrize(
    ("text", "redirect", "target"),
    [
        ("#REDIRECT [[User talk:B_C]]", True, "User talk:B C"),
        (
            "#REDIRECTION[[:fr:Discussion utilisateur:B|x]] more",
            True,
            "fr:Discussion utilisateur:B",
        ),
        ("#تحويل [[نقاش المستخدم:ب]]", True, "نقاش المستخدم:ب"),
        ("See [[User talk:B]]", False, ""),
        ("{{Soft redirect|:m:User talk:B}}", False, "m:User talk:B"),
        ("{{softredirect | User talk:B }}", False, "User talk:B"),
        ("<!-- {{Soft redirect|X}} -->", False, ""),
        ("{{Soft redirect}}", False, ""),
    ],
)
def test_where_a_page_leads(text: str, redirect: bool, target: str) -> None:
    assert leads_to(text, redirect=redirect) == target


LISTS = """\
Ask [[User:Dana]] with questions.

== Volunteers ==
# [[User:Ana|Ana]] ([[User talk:Ana|talk]]) 12:03, 4 May 2024 (UTC)
#: welcome! [[User:Dana]] 13:00, 4 May 2024 (UTC)
# Promoter, suggested by [[User:Ana]]: I will tell [[Usuaria:Bea_la_Grande|Bea]] 14:00 3 may 2024
* '''Volunteer''' [[مستخدمة:نادية|نادية]] [[نقاش المستخدمة:نادية|ن]] 10:22، 3 مايو 2024 (ت ع م)
** thanks [[User:Dana]]
* <s>[[User:Gone]] Volunteer</s>
* [[User:192.168.0.1]] me too
* nobody is linked here
* [[:fr:Utilisateur:Émile/Brouillon|Émile]] – Volunteer
* [[Special:Contributions/Xi|Xi]]
* <!-- [[User:Hidden]] -->
* [[User:Ana]] also Promoter
== Promoters ==
* In Africa
** [[User:Carl]] speaks at schools
** {{u|Dora}}
* In Asia
** [[User talk:Emi]]
{| class="wikitable"
! Name !! Role
|-
| [[User:Finn]] || Volunteer
|-
| [[User:Gita|Gita]]
| Promoter and ''more''
|}
"""


def test_sign_ups() -> None:
    spaces = ["Usuaria", "Usuario", "Utilisateur", "مستخدم", "مستخدمة", "نقاش المستخدمة"]
    assert signed_up(LISTS, spaces) == (
        SignUp("Ana", "also Promoter", "Volunteers"),
        SignUp("Bea la Grande", "Promoter, suggested by : I will tell", "Volunteers"),
        SignUp("نادية", "Volunteer", "Volunteers"),
        SignUp("Émile", "Volunteer", "Volunteers"),
        SignUp("Xi", "", "Volunteers"),
        SignUp("Carl", "speaks at schools", "In Africa"),
        SignUp("Dora", "", "In Africa"),
        SignUp("Emi", "", "In Asia"),
        SignUp("Finn", "Volunteer", "Promoters"),
        SignUp("Gita", "Promoter and more", "Promoters"),
    )


def test_a_namespace_nobody_named_is_no_user() -> None:
    assert signed_up("* [[Usuaria:Bea]]\n* [[Talk:Cat]]\n* [[User:Ana]]") == (SignUp("Ana", ""),)


@pytest.mark.parametrize(
    ("text", "hides"),
    [
        ("", False),
        ("Bonjour <!-- x -->", False),
        ("Bonjour <!-- archive", True),
        ("a <!-- b --> c <!-- d --", True),
        ("<nowiki><!-- </nowiki> a", False),
        ("<pre>\n<!--\n</pre>", False),
        ("<!-- <nowiki> --> a", False),
        ("<nowiki> <!-- a", True),
        ("<nowiki>a", False),
        ("<includeonly>a", True),
        ("<includeonly>a</includeonly>", False),
        ("<includeonly/>a", False),
    ],
)
def test_what_hides_a_letter_below_it(text: str, hides: bool) -> None:
    assert hides_what_follows(text) == hides


USED = [
    ("{{bots|allow=all}} {{User:X/Top}}", ["Modèle:Bots", "Modèle:Nobots"], True),
    ("{{bots|allow=all}}", ["Modèle:Bots"], False),
    ("{{nobots|Other}}", ["Template:Nobots"], False),
    ("{{nobot|Other}}", ["Template:Nobots"], False),
    ("{{Pas de robots}} {{bots}}", ["Modèle:Bots", "Modèle:Nobots"], True),
    ("{{User:X/Top}}", ["Vorlage:Bots"], True),
    ("<!-- {{nobots}} -->{{User:X/Top}}", ["قالب:Nobots"], True),
    ("Hello", [], False),
]


@pytest.mark.parametrize(("text", "used", "hidden"), USED)
def test_a_template_from_another_page_is_told_from_one_that_stands_here(
    text: str, used: list[str], hidden: bool
) -> None:
    assert bool(exclusions_among(used) - exclusions(text)) == hidden
