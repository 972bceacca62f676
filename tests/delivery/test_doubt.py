"""A letter of which nothing is known surely: it goes no other way, and nothing else is held up."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from delivery_sender import SW, parcel
from delivery_world import AR, World
from faultproxy import Seen

from mentorkit.doors import talk_pages
from mentorkit.doors.journal import open_journal, secret_of
from mentorkit.problems import Refused
from mentorkit.rules.journal import FILE, intent_line
from mentorkit.rules.parcel import Parcel

NOW = datetime(2025, 3, 4, tzinfo=UTC)


def two_ways(world: World, name: str) -> tuple[Parcel, Parcel]:
    """A letter on a talk page, and the same by wiki mail."""
    world.farm.populate(SW, {"accounts": {name: {"mail": "confirmed"}}})
    return parcel(name), parcel(name, channel="wikimail")


def lose(world: World, letter: Parcel) -> None:
    """Let a run end right before the write, which may then just as well be on its way."""
    world.process([letter], die_at=("before the letter", 1))
    assert world.state(letter) == "unsure"


def grow_old(world: World, letter: Parcel) -> None:
    """Make the attempt of a letter as old as no request gets."""
    path = world.root / FILE
    since = str(world.posted()[letter.delivery.key].delivery.about["since"])
    old = datetime.fromisoformat(since) - talk_pages.ON_ITS_WAY
    path.write_text(path.read_text("utf-8").replace(since, f"{old:%Y-%m-%dT%H:%M:%SZ}"), "utf-8")


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "by the wiki"])
def test_what_may_be_on_its_way_to_a_talk_page_goes_no_other_way(
    by_hand: bool, world: World
) -> None:
    talk, mail = two_ways(world, f"On its way {by_hand}")
    lose(world, talk)
    if by_hand:
        world.settle(talk, arrived=False)
    for _ in range(2):
        assert world.send(mail).states == ["due"]
    assert world.landed([mail]).total() == 0
    grow_old(world, talk)
    assert world.send(mail).states == ["sent"]
    assert world.landed([mail]).total() == 1


def test_what_may_be_on_its_way_and_was_refused_since_goes_no_other_way(world: World) -> None:
    talk, mail = two_ways(world, "On its way again")
    lose(world, talk)
    world.proxy.fault("protectedpage", match="action=edit")
    assert world.send(talk).states == ["refused"]
    assert world.send(mail).states == ["due"]
    assert world.landed([mail]).total() == 0


def test_what_a_wiki_refused_at_once_goes_another_way_at_once(world: World) -> None:
    talk, mail = two_ways(world, "Refused at once")
    world.proxy.fault("protectedpage", match="action=edit")
    assert world.send(talk).states == ["refused"]
    assert world.send(mail).states == ["sent"]


def test_what_may_be_on_its_way_is_not_mailed_where_no_wiki_is_asked(world: World) -> None:
    talk, post = parcel("On its way to post"), parcel("On its way to post", channel="mail")
    lose(world, talk)
    world.settle(talk, arrived=False)
    assert world.send(post).states == ["due"]
    assert world.landed([post]).total() == 0


def test_a_letter_whose_page_is_gone_goes_no_other_way_whatever_a_person_says(
    world: World,
) -> None:
    talk, mail = two_ways(world, "Gone")
    world.process([talk], die_at=("before the outcome", 1))
    world.farm.populate(SW, {"delete": ["User talk:Gone"]})
    world.settle(talk, arrived=False)
    grow_old(world, talk)
    assert world.send(mail).states == ["due"]
    assert world.landed([mail]).total() == 0


def test_a_conflict_after_a_lost_answer_leaves_the_letter_unsure(world: World) -> None:
    letter, page = parcel("Lost, then conflict"), "User talk:Lost, then conflict"
    world.write(SW, page, text="Karibu\n\n== Old ==\nText")
    world.proxy.fault("late", match="action=edit", until=threading.Event())
    writes: list[Seen] = []

    def during(seen: Seen) -> None:
        if "action=edit" in seen.text:
            writes.append(seen)
            if len(writes) == 2:
                world.write(SW, page, text="Karibu\n\n== Old ==\nText\n\n== More ==\nAnd more")

    world.proxy.during = during
    world.send(letter)
    assert len(writes) == 2
    assert world.state(letter) == "unsure"
    for fault in world.proxy.faults:
        if fault.until:
            fault.until.set()


@pytest.mark.parametrize("fresh", [True, False], ids=["begun again", "left"])
def test_a_new_page_that_was_moved_and_then_deleted_leaves_its_letter_unsure(
    fresh: bool, world: World
) -> None:
    page = f"User talk:Moved on {fresh}"
    letter = parcel(f"Moved on {fresh}")
    world.process([letter], die_at=("before the outcome", 1))
    world.farm.populate(SW, {"moves": {page: f"{page}/Archive"}})
    world.farm.populate(SW, {"delete": [f"{page}/Archive"]})
    if fresh:
        world.write(SW, page, text="Karibu")
    assert world.send(letter).results == {}
    assert world.state(letter) == "unsure"
    assert "Dear" not in world.text(SW, page)


def test_a_refusal_that_never_began_leaves_all_or_nothing(world: World) -> None:
    letter, page = parcel("Redirected"), "User talk:Redirected"
    world.write(SW, page, text="#REDIRECT [[User talk:Elsewhere]]")
    intent = len(intent_line(letter.delivery, NOW))
    told = world.process([letter], full_after=intent + 10)
    assert "cannot be written" in told.out
    assert (world.root / FILE).read_bytes() == b""
    assert world.send(letter).states == ["refused"]


def test_a_letter_to_a_talk_page_that_was_never_handed_over_is_known_not_to_be_there(
    world: World,
) -> None:
    letter = parcel("Never handed over")
    with open_journal(world.root) as journal:
        journal.intend(letter.delivery, NOW)
    assert world.send(letter).states == ["sent"]


def test_a_journal_that_is_gone_is_asked_for(world: World) -> None:
    letter = parcel("Journal gone")
    assert world.send(letter).states == ["sent"]
    (world.root / FILE).unlink()
    told = world.send(letter)
    assert "private/journal.jsonl is gone" in told.failed
    assert world.landed([letter]).total() == 1
    assert not (world.root / FILE).exists()


def test_a_secret_is_no_sign_of_letters_by_itself(tmp_path: Path) -> None:
    secret_of(tmp_path)
    with open_journal(tmp_path) as journal:
        assert journal.posted == ()
    (tmp_path / FILE).unlink()
    with pytest.raises(Refused, match="is gone"), open_journal(tmp_path):
        pass


def test_an_unsure_letter_on_a_wiki_that_was_taken_out_holds_up_no_other(world: World) -> None:
    unsure, other = parcel("Taken out", AR), parcel("Still in")
    lose(world, unsure)
    path = world.root / "mentorkit.yaml"
    rest = [line for line in path.read_text("utf-8").splitlines(True) if AR not in line]
    path.write_text("".join(rest), "utf-8")
    told = world.send(other)
    assert (told.failed, told.states) == ("", ["sent"])
    assert AR in told.stopped
    assert world.state(unsure) == "unsure"
