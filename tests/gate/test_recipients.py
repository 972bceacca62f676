"""What a real MediaWiki says of people of every kind, and in how few requests."""

from collections.abc import Sequence

import pytest
from farm import Farm

from mentorkit.doors.recipients import look
from mentorkit.doors.wiki import Wiki
from mentorkit.rules.contact import Seen

FR = "fr.wikipedia.org"
OPT_OUT = "Utilisateur ne souhaitant pas d'invitation"
NOBOTS = {
    "B plain": "{{nobots}}",
    "B capital": "Bonjour\n{{Nobots}}",
    "B wide": "{{ NoBots }}",
    "B line": "{{\nnobots\n}}",
    "B deny all": "{{bots|deny=all}}",
    "B allow none": "{{Bots|allow=none}}",
    "B deny us": "{{bots|deny=Autre Robot, dana_D}}",
    "B allow other": "{{bots|allow=AutreBot}}",
    "B optout": "{{bots|optout=all}}",
    "B tool": "{{bots|deny=mentorkit}}",
    "B header": "{{User:B header/En-tête}}",
    "B header and bots": "{{bots|allow=all}} {{User:B header/En-tête}}",
    "B renamed template": "{{Pas de robots}}",
    "B list elsewhere": "{{bots|deny={{User:B header/Liste}}}}",
    "B invitations": "{{bots|optout=invitations}}",
    "B no such word": "{{bots|1=deny=all}}",
}
WELCOME = {
    "W comment": "<!-- {{nobots}} -->",
    "W nowiki": "<nowiki>{{nobots}}</nowiki>",
    "W all": "{{bots}} {{bots|allow=all}}",
    "W us": "{{bots|allow=Dana D}}",
    "W other": "{{bots|deny=AutreBot}}",
    "W included only": "<includeonly>{{nobots}}</includeonly>",
    "W pre": "<pre>{{nobots}}</pre>",
    "W talk of the template": "{{Template talk:Nobots}}",
    "W other notices": "{{bots|optout=nosource,orfud}}",
}
PLAIN = ("Amina", "Élodie d'Arc", "ضياء الدين", "User.With-Odd'Marks & (more)", "測試")
POPULATION = {
    "accounts": {
        **{name: {"mail": "confirmed"} for name in (*PLAIN, *NOBOTS, *WELCOME)},
        "Mute": {"mail": "none"},
        "Unconfirmed": {"mail": "unconfirmed"},
        "No mail": {"mail": "disabled"},
        "Blocked": {},
        "Past block": {},
        "Part block": {},
        "Part talk block": {},
        "Old name": {},
        "Chain a": {},
        "Opt user": {},
        "Opt talk": {},
        "Red own": {},
        "Red user page": {},
        "Red other": {},
        "Red soft": {},
        "Json": {},
        "Protected": {},
        "Unmade": {},
        "Robot": {"groups": ["bot"]},
        "Locked": {},
        "Moved away": {},
        "Left nobots": {},
        "Left category": {},
        "Left user page": {},
        "Left a greeting": {},
    },
    "pages": [
        {"title": "User:B header/En-tête", "text": "Salut {{nobots}}"},
        {"title": "Template:Pas de robots", "text": "#REDIRECT [[Template:Nobots]]"},
        *({"title": f"User talk:{name}", "text": text} for name, text in NOBOTS.items()),
        *({"title": f"User talk:{name}", "text": text} for name, text in WELCOME.items()),
        {"title": "User talk:Amina", "text": "Bonjour"},
        {"title": "User:Opt user", "text": f"x [[Category:{OPT_OUT}]]"},
        {"title": "User talk:Opt talk", "text": f"x [[Catégorie:{OPT_OUT}]]"},
        {
            "title": "User talk:Red own",
            "text": "#REDIRECTION [[Discussion utilisateur:Red own/Fr]]",
        },
        {"title": "User talk:Red user page", "text": "#REDIRECT [[User:Red user page]]"},
        {"title": "User talk:Red other", "text": "#REDIRECT [[User talk:Amina]]"},
        {"title": "User talk:Red soft", "text": "{{Soft redirect|:m:User talk:Red soft}}"},
        {"title": "User talk:Json", "text": "{}", "model": "json"},
        {"title": "User talk:Protected", "text": "x"},
        {"title": "User talk:Part talk block", "text": "x"},
        {"title": "User talk:Left nobots", "text": "{{nobots}}"},
        {"title": "User talk:Left category", "text": f"[[Category:{OPT_OUT}]]"},
        {"title": "User:Left user page", "text": f"[[Category:{OPT_OUT}]]"},
        {"title": "User talk:Left a greeting", "text": "Bonjour"},
    ],
    "protect": {"User talk:Protected": "sysop", "User talk:Unmade": "sysop"},
    "blocks": {
        "Blocked": {},
        "Past block": {"at": "2020-01-01T00:00:00Z", "until": "2020-02-01T00:00:00Z"},
        "Part block": {"pages": ["Accueil"]},
        "Part talk block": {"pages": ["User talk:Part talk block"]},
    },
    "renames": {
        "Old name": "New name",
        "Chain a": "Chain b",
        "Left nobots": "Left b",
        "Left category": "Now category",
        "Left user page": "Now user page",
        "Left a greeting": "Now a greeting",
    },
}


@pytest.fixture(scope="module")
def fr(farm: Farm) -> Wiki:
    farm.reset_wiki(FR)
    farm.populate(FR, {"pages": [{"title": "Accueil", "text": "x"}]})
    farm.populate(FR, POPULATION)
    farm.populate(FR, {"renames": {"Chain b": "Chain c", "Left b": "Left c"}})
    return wiki(farm)


def wiki(farm: Farm) -> Wiki:
    return Wiki(FR, contact="test", api=farm.api(FR), loopback_only=True)


def look_at(asked: Wiki, names: Sequence[str]) -> dict[str, Seen]:
    return look(asked, names, opt_out=[f"Catégorie:{OPT_OUT}"], ourselves="Dana D")


def test_every_kind_of_nobots_is_heard_and_nothing_else(fr: Wiki) -> None:
    found = look_at(fr, [*NOBOTS, *WELCOME, *PLAIN])
    assert {name for name, seen in found.items() if seen.talk.refuses} == set(NOBOTS)
    assert all(seen.found and seen.emailable for seen in found.values())


def test_accounts(fr: Wiki) -> None:
    names = ["amina", "Opt_user", *PLAIN, "Mute", "Unconfirmed", "No mail", "Blocked", "Past block"]
    names += ["Part block", "Part talk block", "Robot", "Nobody at all", "bad|name", "Chain a"]
    found = look_at(fr, names)
    assert list(found) == names
    assert {name for name, seen in found.items() if not seen.found} == {"Nobody at all", "bad|name"}
    assert {n for n, seen in found.items() if seen.blocked} == {"Blocked", "Part talk block"}
    assert {n for n, seen in found.items() if seen.emailable} == {"amina", *PLAIN}
    assert {n for n, seen in found.items() if seen.bot} == {"Robot"}
    assert found["amina"].name == "Amina"
    assert found["amina"].talk.title == "Discussion utilisateur:Amina"
    assert found["Opt_user"].talk.opted_out
    assert found["Chain a"].name == "Chain c"


def test_an_opt_out_is_read_from_both_pages_under_every_spelling(fr: Wiki) -> None:
    names = ["Opt user", "Opt talk", "Amina"]
    for spelling in (OPT_OUT, f"Category:{OPT_OUT}", f"category:{OPT_OUT.replace(' ', '_')}"):
        found = look(fr, names, opt_out=["Autre", spelling], ourselves="Dana D")
        assert [found[name].talk.opted_out for name in names] == [True, True, False]


def test_talk_pages_that_lead_elsewhere_or_cannot_be_written_to(fr: Wiki) -> None:
    names = ["Red own", "Red user page", "Red other", "Red soft", "Json", "Protected", "Unmade"]
    found = {name: seen.talk for name, seen in look_at(fr, [*names, "Amina", "Mute"]).items()}
    assert {name for name, talk in found.items() if talk.redirect} == set(names[:4])
    assert {name for name, talk in found.items() if talk.foreign} == {"Red other", "Red soft"}
    assert found["Red soft"].redirect == "m:User talk:Red soft"
    assert found["Json"].model == "json"
    assert {name for name, talk in found.items() if not talk.editable} == {"Protected", "Unmade"}
    assert (found["Mute"].exists, found["Mute"].revision) == (False, 0)
    assert found["Amina"].exists
    assert found["Amina"].revision > 0


def test_a_renamed_account_is_found_under_its_new_name(fr: Wiki) -> None:
    found = look_at(fr, ["Old name", "New name"])
    assert found["Old name"] == found["New name"]
    assert found["Old name"].name == "New name"
    assert found["Old name"].user_id > 0


def test_what_stands_on_pages_that_a_renaming_left_behind_is_heard(fr: Wiki) -> None:
    names = ["left_nobots", "Left category", "Left user page", "Left a greeting", "Old name"]
    found = look_at(fr, names)
    assert [found[name].name for name in names[:2]] == ["Left c", "Now category"]
    assert {name for name, seen in found.items() if seen.talk.refuses} == {"left_nobots"}
    opted_out = {name for name, seen in found.items() if seen.talk.opted_out}
    assert opted_out == {"Left category", "Left user page"}
    assert {seen.talk.text for seen in found.values()} == {""}
    assert all(seen.found for seen in found.values())


def test_locked_global_accounts_are_asked_for_only_where_there_are_such(
    farm: Farm, fr: Wiki
) -> None:
    before = wiki(farm)
    assert not look_at(before, ["Locked", "Amina"])["Locked"].locked
    assert before.requests == 2
    farm.override(FR, locked=["Locked"])
    try:
        after = wiki(farm)
        found = look_at(after, ["Locked", "Amina"])
    finally:
        farm.override(FR)
    assert {name for name, seen in found.items() if seen.locked} == {"Locked"}
    assert after.requests == 4


def test_fifty_people_cost_two_requests_and_one_for_the_wiki(farm: Farm, fr: Wiki) -> None:
    names = [*NOBOTS, *WELCOME, *PLAIN, "Mute", "Blocked", "Robot", "Opt user", "Opt talk"]
    farm.populate(FR, {"accounts": {f"Crowd {n}": {} for n in range(50 - len(names))}})
    names += [f"Crowd {n}" for n in range(50 - len(names))]
    asked = wiki(farm)
    assert all(seen.found for seen in look_at(asked, names).values())
    assert asked.requests == 3


def test_long_pages_come_in_several_answers_and_none_is_lost(farm: Farm, fr: Wiki) -> None:
    farm.populate(
        FR,
        {
            "accounts": {f"Long {n}": {"mail": "confirmed"} for n in range(6)},
            "pages": [
                {"title": f"User talk:Long {n}", "text": "x" * 30_000 + "{{nobots}}"}
                for n in range(6)
            ],
        },
    )
    farm.override(FR, globals={"wgAPIMaxResultSize": 70_000})
    try:
        found = look_at(wiki(farm), [f"Long {n}" for n in range(6)])
    finally:
        farm.override(FR)
    assert [seen.talk.refuses for seen in found.values()] == [True] * 6
