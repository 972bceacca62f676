"""Signing in, what a real wiki refuses, and that no secret shows itself anywhere."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from delivery_sender import SW, parcel
from delivery_world import PASSWORD, SENDER, World
from farm import Farm

from mentorkit.doors.credentials import Credentials
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import WikiFailed

SENDING = Credentials(SENDER, PASSWORD)
GIVEN = {"Limited": ["basic"], "Barred": None, "Barred here": None, "No mail of its own": None}


@pytest.fixture(scope="module")
def senders(wikis: Farm) -> None:
    """Accounts that may not send, and readers who cannot be reached."""
    accounts: dict[str, dict[str, object]] = {
        name: {
            "mail": "none" if name.startswith("No mail") else "confirmed",
            "bot_passwords": {"kit": {"password": PASSWORD, "grants": grants}},
        }
        for name, grants in GIVEN.items()
    }
    accounts |= {"Amina": {"mail": "confirmed"}, "Kofi": {"mail": "disabled"}, "Zuri": {}}
    accounts |= {f"Reader {n}": {"mail": "confirmed"} for n in range(3)}
    wikis.populate(
        SW,
        {
            "accounts": accounts,
            "pages": [
                {"title": "User talk:Redirected", "text": "#REDIRECT [[User talk:Amina]]"},
                {"title": "User talk:Structured", "text": "{}", "model": "json"},
                {"title": "User talk:Locked", "text": "Mine"},
                {"title": "User talk:Bad", "text": "Another's"},
                {"title": "User talk:Closed", "text": "To one"},
            ],
            "protect": {"User talk:Locked": "sysop", "User talk:Locked new": "sysop"},
            "blocks": {"Barred": {"no_mail": True}, "Barred here": {"pages": ["User talk:Closed"]}},
        },
    )


@pytest.fixture
def behaving(wikis: Farm) -> Iterator[Farm]:
    """The farm, whose wiki behaves again afterwards."""
    yield wikis
    wikis.override(SW)


REFUSALS = {
    ("Redirected", "talk"): ("refused", "redirect"),
    ("Structured", "talk"): ("refused", "not-wikitext"),
    ("Locked", "talk"): ("refused", "protectedpage"),
    ("Locked new", "talk"): ("refused", "protectedpage"),
    ("Bad#Name", "talk"): ("refused", "invalid-name"),
    ("Bad|Name", "talk"): ("refused", "invalid-name"),
    ("Bad/Name", "talk"): ("refused", "invalid-name"),
    ("Kofi", "wikimail"): ("refused", "nowikiemail"),
    ("Zuri", "wikimail"): ("refused", "noemail"),
    ("Nobody here", "wikimail"): ("refused", "notarget"),
    ("Bad#Name", "wikimail"): ("refused", "invalid-name"),
}


@pytest.mark.usefixtures("senders")
def test_what_cannot_reach_a_reader_is_refused_with_the_reason(world: World) -> None:
    letters = {key: parcel(key[0], SW, key[1]) for key in REFUSALS}
    told = world.send(*letters.values())
    said = {key: told.results[letter.delivery.key] for key, letter in letters.items()}
    assert {key: (r.state, r.why.split(":")[0]) for key, r in said.items()} == REFUSALS
    assert {world.state(letter) for letter in letters.values()} == {"refused"}
    assert world.text(SW, "User talk:Bad") == "Another's"
    assert world.text(SW, "User talk:Redirected") == "#REDIRECT [[User talk:Amina]]"


@pytest.mark.usefixtures("senders")
@pytest.mark.parametrize(
    ("sender", "channel", "code"),
    [
        ("Barred", "talk", "blocked"),
        ("Limited", "talk", "permissiondenied"),
        ("Limited", "wikimail", "badaccess"),
        ("Barred", "wikimail", "blockedemailuser"),
        ("No mail of its own", "wikimail", "cantsend"),
    ],
)
def test_what_is_the_senders_own_matter_stops_the_run(
    sender: str, channel: str, code: str, world: World
) -> None:
    letters = [parcel(f"Reader {n}", SW, channel) for n in range(3)]
    told = world.send(*letters, MENTORKIT_WIKI_USER=f"{sender}@kit")
    assert [result.state for result in told.results.values()] == ["due"]
    assert code in told.stopped
    assert world.landed(letters).total() == 0


@pytest.mark.usefixtures("senders")
def test_a_block_from_one_page_is_that_readers_matter(world: World) -> None:
    letters = [parcel("Closed", letter="partial"), parcel("Zuri", letter="partial")]
    told = world.send(*letters, MENTORKIT_WIKI_USER="Barred here@kit")
    assert [result.state for result in told.results.values()] == ["refused", "sent"]
    assert told.stopped == ""


def test_a_wiki_that_takes_nothing_is_left_alone_after_three(world: World, behaving: Farm) -> None:
    letters = [parcel(f"Reader {n}") for n in range(5)]
    behaving.override(SW, limits={"edit": {"user": [1, 3600], "newbie": [1, 3600]}})
    told = world.send(*letters)
    states = [result.state for result in told.results.values()]
    assert states == ["sent", "due", "due", "due"]
    assert "ratelimited" in told.stopped
    behaving.override(SW)
    assert [r.state for r in world.send(*letters).results.values()] == ["sent"] * 4
    assert world.landed(letters).total() == 5


def test_a_wiki_that_is_read_only_lets_nobody_sign_in(world: World, behaving: Farm) -> None:
    behaving.override(SW, globals={"wgReadOnly": "moving house"})
    told = world.send(parcel("Later"))
    assert told.results == {}
    assert SW in told.stopped


@pytest.mark.parametrize("kind", ["html200", "503", "reset", "list", "badvalue", "null"])
@pytest.mark.parametrize("match", ["action=login", "action=edit", "type=csrf"])
def test_no_secret_shows_itself(
    kind: str, match: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.proxy.fault(kind, match=match, times=99)
    wiki = WikiAccount(
        SW,
        contact="test",
        api=world.farm.api(SW, world.proxy.port),
        loopback_only=True,
        sleep=lambda seconds: None,
    )
    said = []
    try:
        wiki.sign_in(SENDING)
        said.append(str(wiki.write(action="edit", title="User talk:Secret", text="x")))
    except WikiFailed as failure:
        said += [*traceback.format_exception(failure), repr(failure), failure.hint]
    said += [record.getMessage() for record in caplog.records]
    assert said
    assert [line for line in said if PASSWORD in line or SENDER in line] == []


def test_a_wrong_password_is_said_without_it(world: World) -> None:
    told = world.send(parcel("Amina"), MENTORKIT_WIKI_PASSWORD="9wrongsecret9wrongsecret99999999")
    assert "does not sign us in" in told.stopped
    assert "9wrong" not in told.stopped
    assert world.posted() == {}


def test_no_file_and_no_log_keeps_a_secret(world: World, tmp_path: Path) -> None:
    world.proxy.fault("reset", match="action=edit")
    world.proxy.fault("html_after", match="action=edit", skip=1)
    ran = world.process(
        [parcel("Amina", letter="loud"), parcel("Kofi", letter="loud")],
        loud=True,
        environment={"MENTORKIT_WIKI_PASSWORD_COMMAND": f"printf {PASSWORD}"},
    )
    assert ran.status == 0
    assert "DEBUG" in ran.err
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = [path.read_text("utf-8") for path in files]
    assert [text for text in (*kept, ran.out, ran.err) if PASSWORD in text] == []
    assert len(files) > 3


def test_an_access_token_goes_into_the_header_and_nowhere_else(world: World) -> None:
    wiki = WikiAccount(
        SW, contact="test", api=world.farm.api(SW, world.proxy.port), loopback_only=True
    )
    with pytest.raises(WikiFailed, match="signed nobody in"):
        # This wiki has no OAuth and takes the header for nothing.
        wiki.sign_in(Credentials(token="planted-token"))
    assert world.proxy.log
    assert all(seen.authorization == "Bearer planted-token" for seen in world.proxy.log)
    assert not any("planted-token" in seen.text for seen in world.proxy.log)
