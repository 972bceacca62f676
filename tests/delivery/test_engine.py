"""How a run goes: so many letters a day, pauses, other ways, and what the journal keeps of them."""

from datetime import UTC, datetime

import pytest
from delivery_sender import SW, parcel
from delivery_world import AR, World
from farm import Farm

EVENING = datetime(2025, 3, 4, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2025, 3, 5, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def readers(wikis: Farm) -> None:
    """Two that get wiki mail, and one that does not want any."""
    mail = {"Two ways": "confirmed", "No way back": "confirmed", "Wants no mail": "disabled"}
    wikis.populate(SW, {"accounts": {name: {"mail": how} for name, how in mail.items()}})


def test_a_day_takes_so_many_letters_and_ends_at_midnight_utc(world: World) -> None:
    letters = [parcel(f"Day {n}", (SW, AR)[n % 2]) for n in range(5)]
    first = world.send(*letters, a_day=3, at=EVENING)
    assert (first.states, first.held_back, first.pauses) == (["sent"] * 3, 2, (20, 20))
    again = world.send(*letters, a_day=3, at=EVENING)
    assert (again.states, again.held_back, again.pauses) == ([], 2, ())
    later = world.send(*letters, a_day=3, at=MIDNIGHT)
    assert (later.states, later.held_back) == (["sent"] * 2, 0)
    assert world.landed(letters).total() == 5


def test_a_letter_twice_in_one_run_goes_once(world: World) -> None:
    letter = parcel("Twice in a run")
    assert world.send(letter, letter).states == ["sent"]
    assert world.landed([letter]).total() == 1


def test_what_is_unsure_goes_no_other_way_either(world: World) -> None:
    mail, talk = parcel("No way back", channel="wikimail"), parcel("No way back")
    world.proxy.fault("reset", match="action=emailuser")
    assert world.send(mail).states == ["unsure"]
    assert world.send(talk).states == []
    assert world.text(SW, "User talk:No way back") == ""


def test_what_one_way_refused_may_go_another(world: World) -> None:
    mail, talk = parcel("Wants no mail", channel="wikimail"), parcel("Wants no mail")
    assert world.send(mail).states == ["refused"]
    assert world.send(mail).states == []
    assert world.send(talk).states == ["sent"]


def test_what_every_way_refused_is_tried_no_way_again(world: World) -> None:
    mail, talk = parcel("Wants nothing", channel="wikimail"), parcel("Wants nothing")
    world.farm.populate(
        SW,
        {
            "accounts": {"Wants nothing": {"mail": "disabled"}},
            "protect": {"User talk:Wants nothing": "sysop"},
        },
    )
    assert world.send(mail).states == ["refused"]
    assert world.send(talk).states == ["refused"]
    world.proxy.clear()
    assert [world.send(each).states for each in (mail, talk, mail)] == [[], [], []]
    assert world.proxy.log == []
    assert world.posted()[talk.delivery.key].turned_down == {
        (each.delivery.channel, each.delivery.to) for each in (mail, talk)
    }


def test_what_was_refused_one_way_and_put_off_the_other_waits_for_that(world: World) -> None:
    mail, talk = parcel("Put off", channel="wikimail"), parcel("Put off")
    world.farm.populate(SW, {"accounts": {"Put off": {"mail": "disabled"}}})
    assert world.send(mail).states == ["refused"]
    world.proxy.fault("ratelimited", match="action=edit")
    assert world.send(talk).states == ["due"]
    assert world.send(mail).states == []
    assert world.send(talk).states == ["sent"]


def test_a_letter_that_a_talk_page_has_after_all_is_not_mailed(world: World) -> None:
    talk, mail = parcel("Two ways"), parcel("Two ways", channel="wikimail")
    world.process([talk], die_at=("before the outcome", 1))
    # Somebody says by hand that it is not there; it is.
    world.settle(talk, arrived=False)
    assert world.send(mail).states == ["sent"]
    # Both have one key, so this counts the two ways together.
    assert world.landed([mail]).total() == 1


def test_what_the_wiki_settles_went_out_when_it_was_handed_over(world: World) -> None:
    letter = parcel("Settled")
    world.proxy.fault("reset", match="action=edit")
    world.proxy.fault("403", match="usercontribs")
    assert world.send(letter, at=EVENING).states == ["unsure"]
    world.proxy.clear()
    world.send(letter, at=MIDNIGHT)
    posted = world.posted()[letter.delivery.key]
    assert (posted.state, posted.at) == ("sent", EVENING)


def test_the_journal_names_no_reader(world: World) -> None:
    letter = parcel("Unnamed Reader")
    world.send(letter)
    kept = (world.root / "private" / "journal.jsonl").read_text("utf-8")
    about = world.posted()[letter.delivery.key].delivery.about
    assert about.keys() == {*letter.delivery.about, "base", "page", "title", "since", "by"}
    assert kept.count("Unnamed Reader") == 1, "in the id that the letter was given, and only there"
