"""Whoever is signed out in the middle of a run writes nothing more, least of all as nobody."""

import pytest
from delivery_sender import SW, parcel
from delivery_world import AR, PASSWORD, SENDER, World

from mentorkit.doors.credentials import Credentials
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import WikiFailed

STEPS = {"its token": "type=login", "itself": "action=login", "who we are": "userinfo|tokens"}
"""What the requests of a sign-in hold."""


def account(world: World) -> WikiAccount:
    """The sender's account, behind the proxy."""
    wiki = WikiAccount(
        SW,
        contact="test",
        api=world.farm.api(SW, world.proxy.port),
        loopback_only=True,
        sleep=lambda seconds: None,
    )
    wiki.sign_in(Credentials(SENDER, PASSWORD))
    return wiki


WAYS = [("talk", step, kind) for step in STEPS for kind in ("403", "readonly", "html200")]
# A wiki mails twenty letters a day and not one more.
WAYS.append(("wikimail", "itself", "403"))


@pytest.mark.parametrize(("channel", "step", "kind"), WAYS)
def test_after_a_failed_sign_in_the_wiki_is_left_alone(
    channel: str, step: str, kind: str, world: World
) -> None:
    name = f"Signed out {channel} {step} {kind}"
    letters = [parcel(f"{name} {n}", SW, channel) for n in range(3)]
    elsewhere = [parcel(f"{name} {n}", AR) for n in (3, 4)]
    run = [elsewhere[0], *letters, elsewhere[1]]
    if channel == "wikimail":
        world.farm.populate(SW, {"accounts": {x.to: {"mail": "confirmed"} for x in letters}})
    first = f"Majadiliano ya mtumiaji:{name} 0" if channel == "talk" else f"target={name} 0"
    world.proxy.fault("assertnameduserfailed", match=f"{first}&")
    # The first sign-in to each wiki goes well.
    world.proxy.fault(kind, match=STEPS[step], skip=2, times=9)
    told = world.send(*run)
    assert SW in told.stopped
    assert AR not in told.stopped
    assert told.results[letters[0].delivery.key].state == "due"
    assert [each.to for each in letters[1:] if each.delivery.key in told.results] == []
    assert world.landed(run).total() == 2
    world.proxy.clear()
    world.send(*run)
    assert world.landed(run).total() == 5
    if channel == "talk":
        authors = [world.authors(SW, f"User talk:{each.to}") for each in letters]
        assert authors == [{"Sender"}] * 3


def test_nothing_is_asked_or_written_while_nobody_is_signed_in(world: World) -> None:
    wiki = account(world)
    page = "User talk:Signed out for good"
    world.proxy.fault("assertnameduserfailed", match="action=query", times=1)
    world.proxy.fault("403", match="type=login", times=1)
    with pytest.raises(WikiFailed):
        wiki.ask(action="query", meta="userinfo")
    sent = len(world.proxy.log)
    with pytest.raises(WikiFailed, match="nobody is signed in"):
        wiki.ask(action="query", meta="userinfo")
    with pytest.raises(WikiFailed, match="nobody is signed in"):
        list(wiki.each(action="query", list="usercontribs", ucuser="Sender"))
    assert wiki.write(action="edit", title=page, text="x").outcome == "later"
    assert len(world.proxy.log) == sent, "not even asked"
    assert world.authors(SW, page) == set()


def test_nothing_goes_through_another_account_than_the_first(world: World) -> None:
    wiki = account(world)
    page = "User talk:Somebody else's"
    with pytest.raises(WikiFailed, match="another account"):
        wiki.sign_in(Credentials("Onlooker@kit", "1" * 32))
    assert wiki.write(action="edit", title=page, text="x").outcome == "later"
    assert world.authors(SW, page) == set()
