"""Candidates of every kind on three wikis: the right ones get their letter, in the right place."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from farm import Farm
from gate_story import (
    AR,
    AS_OF,
    FR,
    PASSWORD,
    SIGNED_IN,
    SW,
    candidate,
    lay_out_story,
    populate,
)
from mail_server import Server

from mentorkit.doors.wiki import Wiki
from mentorkit.rules.delivery import Channel, Delivery, fingerprint
from mentorkit.rules.journal import intent_line, settled_line
from running import Ran, mentorkit

SENT = {
    "a-mailed": ("wikimail", FR),
    "b-talk": ("talk", FR),
    "c-new-page": ("talk", FR),
    "h-renamed": ("talk", FR),
    "k-chose-talk": ("talk", FR),
    "l-elsewhere": ("talk", SW),
    "o-arabic": ("wikimail", AR),
    "p-outside": ("mail", None),
}
REFUSED = {
    "d-nobots": {"nobots"},
    "e-opted-out": {"opt-out"},
    "f-blocked": {"blocked"},
    "g-foreign": {"no-wiki-mail", "foreign-talk"},
    "i-missing": {"missing"},
    "j-protected": {"no-wiki-mail", "protected"},
    "m-said-no": {"declined"},
    "n-arm": {"trial-none"},
    "u-robot": {"bot"},
}
WAITING = {
    "q-unfinished": ["unfinished"],
    "r-twin": ["alike"],
    "s-twin": ["alike"],
    "t-unread": ["unreviewed"],
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "wikis"


@pytest.fixture
def world(farm: Farm, server: Server, kept: Path, tmp_path: Path) -> "World":
    populate(farm, kept)
    return World(farm, server, tmp_path)


class World:
    """The wikis, the mail server and the cohort, and runs of mentorkit over them."""

    def __init__(self, farm: Farm, server: Server, folder: Path):
        self.farm = farm
        self.server = server
        self.root = lay_out_story(folder / "cohort", farm)

    def run(self, *words: str, on: str = AS_OF) -> Ran:
        known = SIGNED_IN | self.server.environment
        return mentorkit(*words, "-C", self.root, "--as-of", on, **known)

    def send(self, *words: str, verb: Sequence[str] = ("invite",), on: str = AS_OF) -> Any:
        ran = self.run(*verb, *words, "--send", "--yes", "--json", on=on)
        assert "Traceback" not in ran.err, ran.err
        return json.loads(ran.out)

    def wiki(self, host: str) -> Wiki:
        return Wiki(host, contact="test", api=self.farm.api(host), loopback_only=True)

    def note(self, person: str, channel: Channel, **about: str | int) -> None:
        """Write down that a letter was begun, and nothing of how it ended."""
        key = fingerprint("letter", person, "invite.mentee", 1)
        facts = {"letter": "invite.mentee", "role": "mentee", "host": FR, **about}
        begun = Delivery(key, "letter", person, channel, "", facts)
        line = intent_line(begun, datetime(2025, 1, 31, 9, tzinfo=UTC))
        (self.root / "private/journal.jsonl").write_bytes(line)
        (self.root / "private/journal.key").write_text("0" * 64 + "\n", "ascii")

    def talk(self, host: str) -> dict[str, str]:
        """Return the text of every user talk page, by whose it is."""
        wiki = self.wiki(host)
        asked = {"generator": "allpages", "gapnamespace": 3, "gaplimit": "max"}
        document = wiki.ask(
            action="query", prop="revisions", rvprop="content", rvslots="main", **asked
        )
        return {
            page["title"].partition(":")[2]: page["revisions"][0]["slots"]["main"]["content"]
            for page in document.get("query", {}).get("pages", ())
        }

    def everything(self) -> tuple[object, ...]:
        """Return all that anybody could have got."""
        hosts = (FR, SW, AR)
        return (
            *(self.talk(host) for host in hosts),
            *(self.farm.outbox(host) for host in hosts),
            len(self.server.taken),
        )


def test_the_right_ones_get_their_letter_once(world: World) -> None:
    before = world.everything()
    asked = world.run("invite", "--send")
    assert asked.status == 2
    assert "--yes" in asked.err
    assert world.everything() == before

    found = world.send()
    got = {each["person"]: (each["channel"], each["host"]) for each in found["letters"]}
    assert got == SENT
    assert {each["state"] for each in found["letters"]} == {"sent"}
    assert {each["person"]: set(each["why"]) for each in found["refused"]} == REFUSED
    assert {each["person"]: each["why"] for each in found["waiting"]} == WAITING
    assert (found["unsure"], found["unasked"], found["held_back"]) == ([], {}, 0)
    _look_where_they_are(world)

    after = world.everything()
    again = world.send()
    assert again["letters"] == []
    assert {each["person"] for each in again["refused"]} == {*SENT, *REFUSED}
    assert {each["why"][0] for each in again["refused"] if each["person"] in SENT} == {"recently"}
    assert world.everything() == after


def _look_where_they_are(world: World) -> None:
    french, swahili = world.talk(FR), world.talk(SW)
    assert french["Bilal & Cie"].startswith("== Bonjour ==\nsalut\n\n== Une invitation ==\n")
    assert french["Chloé d'Arc"].startswith("== Une invitation ==\n")
    assert "Merci pour Koffi Discute" in french["Koffi Discute"]
    assert "Ancienne" not in french["Hélène Nouvelle"].partition("Merci")[0]
    assert "[[User:Dana D|Dana D]]" in french["Bilal & Cie"].replace("Utilisateur:", "User:")
    assert 'lang="fr" dir="ltr"' in swahili["Lulu wa Mvita"]
    untouched = {"Djibril Robots": "{{bots|deny=all}}", "Jules Protégé": "x"}
    assert {name: french[name] for name in untouched} == untouched
    assert "Amina Ndiaye" not in french
    assert "Élodie Refus" not in french
    mailed = {host: [each["to"] for each in world.farm.outbox(host)] for host in (FR, SW, AR)}
    assert [len(mailed[host]) for host in (FR, SW, AR)] == [1, 0, 1]
    assert world.farm.outbox(AR)[0]["subject"] == "دعوة"
    (mail,) = world.server.taken
    assert mail.recipient == "paule@example.org"
    assert mail.mail["From"] == "Dana <dana@example.org>"


def test_what_a_person_insists_on(world: World) -> None:
    twins = world.send("r-twin", "s-twin", "t-unread")
    assert {each["person"] for each in twins["waiting"]} == {"r-twin", "s-twin", "t-unread"}
    insisted = world.send("r-twin", "s-twin", "t-unread", "--insist", "--unreviewed")
    assert [each["person"] for each in insisted["letters"]] == ["r-twin", "s-twin", "t-unread"]
    assert {each["state"] for each in insisted["letters"]} == {"sent"}


def test_so_many_a_day_and_the_rest_another_day(world: World) -> None:
    path = world.root / "mentorkit.yaml"
    path.write_text(path.read_text("utf-8").replace("a_day: 100", "a_day: 3"), "utf-8")
    first = world.run("invite", "--send", "--yes")
    assert first.out.splitlines()[0].startswith("Sent: 3. No letter: 9.")
    assert "LATER, as enough went out today" in first.out
    assert all(len(line) <= 80 for line in first.out.splitlines())
    assert first.out.splitlines()[-1].startswith("next: on another day: mentorkit invite --send")
    assert world.send()["held_back"] == 5
    next_day = world.send(on="2025-02-02")["letters"]
    assert sorted(each["state"] for each in next_day) == ["later"] * 2 + ["sent"] * 3


def test_every_refusal_is_kept_once_a_day_and_no_secret_anywhere(world: World) -> None:
    ran = world.run("invite", "--send", "--yes")
    world.run("invite", "--send", "--yes", "d-nobots")
    log = (world.root / "out/invitations/refused.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in log]
    assert {each["person"]: set(each["why"]) for each in entries} == REFUSED
    assert len(entries) == len(REFUSED)
    assert {each["day"] for each in entries} == {AS_OF}
    assert PASSWORD not in ran.out + ran.err
    for path in world.root.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
    journal = (world.root / "private/journal.jsonl").read_text("utf-8")
    assert "Bilal" not in journal
    assert "paule@" not in journal


def test_a_wiki_that_does_not_answer_keeps_only_its_own_waiting(world: World) -> None:
    path = world.root / "mentorkit.yaml"
    text = path.read_text("utf-8").replace(world.farm.api(SW), "http://127.0.0.1:9/w/api.php")
    path.write_text(text, "utf-8")
    ran = world.run("invite", "--send", "--yes", "--json", "a-mailed", "l-elsewhere")
    found = json.loads(ran.out)
    assert ran.status == 3
    assert [each["person"] for each in found["letters"]] == ["a-mailed"]
    assert list(found["unasked"]) == [SW]
    assert found["not_asked"] == {SW: ["l-elsewhere"]}


def test_nobody_is_written_to_by_whoever_is_not_signed_in(world: World) -> None:
    before = world.everything()
    ran = mentorkit(
        *("invite", "--send", "--yes", "-C", world.root, "--as-of", AS_OF),
        **world.server.environment,
    )
    assert (ran.status, ran.out) == (2, "")
    assert "MENTORKIT_WIKI_USER" in ran.err
    assert world.everything() == before


def test_whose_password_is_wrong_is_told_what_to_do_and_how_many_wait(world: World) -> None:
    words = ("invite", "--send", "--yes", "-C", world.root, "--as-of", AS_OF)
    wrong = {**SIGNED_IN, "MENTORKIT_WIKI_PASSWORD": "v" * 32}
    ran = mentorkit(*words, **wrong, **world.server.environment)
    assert ran.status == 3
    assert ran.out.startswith("Sent: 1. No letter: 2. Not asked about: 18.\n")
    assert (
        f"\nTHE WIKI COULD NOT BE ASKED ABOUT THEM\n  {FR}: 16 people\n  {SW}: 1 person\n"
        in ran.out
    )
    assert ran.out.endswith(
        "\n\nnext: check MENTORKIT_WIKI_USER and MENTORKIT_WIKI_PASSWORD (or its command), or\n"
        "      MENTORKIT_WIKI_TOKEN, then:\n"
        "      mentorkit invite --send --as-of 2025-02-01\n"
    )
    nobody = mentorkit(*words, "l-elsewhere", **wrong, **world.server.environment)
    assert nobody.out.startswith("Sent: 0. No letter: 0. Not asked about: 1.\n")


def test_a_wiki_that_is_read_only_is_written_to_once_it_is_not(world: World) -> None:
    world.farm.override(SW, globals={"wgReadOnly": "moving house"})
    try:
        ran = world.run("invite", "l-elsewhere", "o-arabic", "--send", "--yes")
    finally:
        world.farm.override(SW)
    assert ran.status == 3
    assert ran.out.startswith("Sent: 1. No letter: 0. Not asked about: 1.\n")
    assert ran.out.endswith(
        "\n\nnext: run the command again once the wiki can be written to:\n"
        "      mentorkit invite l-elsewhere o-arabic --send --as-of 2025-02-01\n"
    )


def test_what_nobody_knows_is_asked_of_a_person_and_settled(world: World) -> None:
    world.note("a-mailed", "wikimail")
    before = world.everything()
    ran = world.run("invite", "a-mailed", "--send", "--yes")
    assert ran.status == 1
    assert "NOBODY KNOWS WHETHER IT ARRIVED\n  a-mailed: invite.mentee by wiki mail" in ran.out
    assert ran.out.endswith("mentorkit invite --settle a-mailed not-sent --as-of 2025-02-01\n")
    assert world.everything() == before
    settled = world.run("invite", "--settle", "a-mailed", "not-sent")
    assert (settled.status, settled.err) == (0, "")
    assert [each["state"] for each in world.send("a-mailed")["letters"]] == ["sent"]
    assert world.run("invite", "--settle", "a-mailed", "sent").status == 2
    assert world.run("invite", "--settle", "a-mailed", "maybe").status == 2


def test_a_wiki_is_asked_about_its_talk_pages(world: World) -> None:
    asked = {"titles": "User talk:Bilal & Cie", "list": "users", "ususers": "Dana D"}
    found = world.wiki(FR).ask(action="query", prop="info", **asked)["query"]
    page, by = found["pages"][0], found["users"][0]["userid"]
    facts = {"base": page["lastrevid"], "page": page["pageid"], "by": by}
    world.note("b-talk", "talk", **facts, since="2025-01-31T09:00:00Z")
    sent = world.send("b-talk")
    assert [each["state"] for each in sent["letters"]] == ["sent"]
    assert world.talk(FR)["Bilal & Cie"].count("Une invitation") == 1


def test_a_letter_that_was_there_after_all_went_the_way_that_it_went(world: World) -> None:
    world.send("k-chose-talk")
    path = world.root / "private/journal.jsonl"
    key = json.loads(path.read_text("utf-8").splitlines()[0])["key"]
    file = world.root / "private/candidates/k-chose-talk.yaml"
    file.write_text(file.read_text("utf-8").replace("channel: talk", "channel: wikimail"), "utf-8")
    journal = path.read_bytes() + settled_line(key, False, datetime(2025, 2, 1, 9, tzinfo=UTC))
    path.write_bytes(journal)
    (letter,) = world.send("k-chose-talk")["letters"]
    assert (letter["state"], letter["channel"], letter["host"]) == ("sent", "talk", FR)
    path.write_bytes(journal)
    shown = world.run("invite", "k-chose-talk", "--send", "--yes").out
    assert "SENT\n" in shown
    assert "talk page" in shown
    assert "wiki mail" not in shown
    assert world.farm.outbox(FR) == []


def test_one_reminder_in_time_and_no_second(world: World) -> None:
    reminder = ("letter", "follow-up.mentee")

    def refused(on: str) -> list[str]:
        found = world.send("b-talk", verb=reminder, on=on)
        assert found["letters"] == []
        return [code for each in found["refused"] for code in each["why"]]

    assert refused(AS_OF) == ["not-asked"]
    world.send("b-talk")
    assert refused("2025-02-12") == ["recently"]
    sent = world.send("b-talk", verb=reminder, on="2025-02-13")
    assert [(each["state"], each["channel"]) for each in sent["letters"]] == [("sent", "talk")]
    assert refused("2025-02-20") == ["recently", "followed-up"]
    assert refused("2025-03-20") == ["followed-up"]
    sections = [line for line in world.talk(FR)["Bilal & Cie"].split("\n") if "== " in line]
    assert sections == ["== Bonjour ==", "== Une invitation ==", "== Un rappel =="]


@pytest.mark.parametrize(
    ("add", "code"), [("", "removed"), ("\n:Non merci.", "answered")], ids=["removed", "answered"]
)
def test_whoever_removed_a_letter_or_wrote_below_it_is_not_reminded(
    world: World, add: str, code: str
) -> None:
    world.send("b-talk")
    title = "User talk:Bilal & Cie"
    text = world.talk(FR)["Bilal & Cie"] + add if add else "vide"
    world.farm.populate(FR, {"pages": [{"title": title, "text": text}]})
    found = world.send("b-talk", verb=("letter", "follow-up.mentee"), on="2025-02-13")
    assert found["letters"] == []
    assert [each["why"] for each in found["refused"]] == [[code, "no-wiki-mail"]]


def test_no_letter_goes_where_nobody_would_see_it(world: World) -> None:
    page = {"title": "User talk:Bilal & Cie", "text": "salut <!-- pour plus tard"}
    world.farm.populate(FR, {"pages": [page]})
    found = world.send("b-talk")
    assert [set(each["why"]) for each in found["refused"]] == [{"no-wiki-mail", "unclosed"}]


def test_the_draft_of_whoever_is_refused_or_answered_is_withdrawn(world: World) -> None:
    world.run("invite")
    drafts = world.root / "out/invitations"
    assert {"b-talk.txt", "d-nobots.txt", "k-chose-talk.txt"} <= {x.name for x in drafts.iterdir()}
    world.send("b-talk", "d-nobots")
    assert (drafts / "b-talk.txt").exists()
    assert not (drafts / "d-nobots.txt").exists()
    assert world.run("reply", "k-chose-talk", "declined", "--write").status == 0
    assert not (drafts / "k-chose-talk.txt").exists()


def test_what_was_turned_down_is_not_tried_that_way_again(world: World) -> None:
    world.server.fail(("rcpt", "550 no such user"))
    ran = world.run("invite", "p-outside", "--send", "--yes")
    assert ran.status == 1
    assert "NOT TAKEN\n  p-outside: by mail, not taken: 550 no such user" in ran.out
    found = world.send("p-outside")
    assert [each["why"] for each in found["refused"]] == [["turned-down"]]
    path = world.root / "private/candidates/p-outside.yaml"
    path.write_text(path.read_text("utf-8").replace("paule@", "paule.n@"), "utf-8")
    assert [each["state"] for each in world.send("p-outside")["letters"]] == ["sent"]
    (mail,) = world.server.taken
    assert mail.recipient == "paule.n@example.org"


def test_whom_a_wiki_refused_is_not_listed_as_still_to_be_invited(world: World) -> None:
    def listed(on: str = AS_OF) -> tuple[set[str], str]:
        told = json.loads(world.run("status", "--json", on=on).out)
        kinds = ("invite", "drafted")
        people = {
            x["where"].split("/")[-1].partition(".")[0] for x in told["next"] if x["kind"] in kinds
        }
        return people, "".join(told["notes"].get(kind, "") for kind in kinds)

    by_files = {"m-said-no", "n-arm"}
    assert listed() == ({*SENT, *REFUSED, *WAITING} - by_files, "")
    world.send()
    left, note = listed()
    # The drafts of the others lack words, or wait for a person.
    assert left == set(WAITING) - {"q-unfinished"}
    said = "7 more were refused by what the wiki says of them; out/invitations/refused.jsonl"
    assert note.startswith(said)
    shown = world.run("status").out
    assert "refused by what the wiki says" in " ".join(shown.split())
    # Who drafts again has them drafted again, and they are no more to be sent than before.
    world.run("invite")
    assert listed()[0] == left
    assert listed("2025-01-31")[0] >= set(REFUSED) - by_files
    world.farm.populate(FR, {"pages": [{"title": "User talk:Djibril Robots", "text": "salut"}]})
    assert [each["state"] for each in world.send("d-nobots")["letters"]] == ["sent"]
    assert "6 more were" in listed()[1]


def test_two_names_of_one_account_get_one_letter(world: World) -> None:
    later = world.root / "private/candidates/z-new-name.yaml"
    later.write_text(candidate("Hélène Nouvelle", why="Vos cartes sont précises."), "utf-8")
    found = world.send("h-renamed", "z-new-name")
    assert [(each["person"], each["state"]) for each in found["letters"]] == [("h-renamed", "sent")]
    assert [(each["person"], each["why"]) for each in found["refused"]] == [
        ("z-new-name", ["duplicate"])
    ]
    assert world.talk(FR)["Hélène Nouvelle"].count("Une invitation") == 1
    again = world.send("h-renamed", "z-new-name")
    assert {each["why"][0] for each in again["refused"]} == {"recently"}
