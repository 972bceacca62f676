"""One thing goes wrong at one step: the letter is there once or not at all, and the journal knows.

Each case breaks one request, or kills the process, or fills the disk; then the same command runs
again with nothing wrong.
"""

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from delivery_sender import SW, parcel
from delivery_world import AR, World
from farm import Farm
from faultproxy import Seen

from mentorkit.rules.parcel import Parcel

CASES = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text("utf-8"))


ALONE = [case for case in CASES if case.get("alone")]
TOGETHER = [case for case in CASES if not case.get("alone")]

WHERE = {
    "sign-in": "action=login",
    "look": "titles=User talk:{}&",
    "write": "action=edit&title=Majadiliano ya mtumiaji:{}&",
    "write again": "action=edit&title=Majadiliano ya mtumiaji:{}&",
    "question": "titles=Majadiliano ya mtumiaji:{}&",
    "mail": "action=emailuser&target={}&",
}
"""What the requests of a delivery hold, by its steps; the question comes after a lost answer."""

Came = tuple[str, int]
"""A letter's state in the journal, and how often it is there."""


def name_of(case: dict[str, Any]) -> str:
    return str(case["name"]).capitalize()


def letter_of(case: dict[str, Any]) -> Parcel:
    return parcel(name_of(case), channel=case.get("channel", "talk"))


def break_things(world: World, case: dict[str, Any]) -> None:
    for at, fault in case.get("faults", {}).items():
        how = dict(fault) if isinstance(fault, dict) else {"kind": fault}
        world.proxy.fault(how.pop("kind"), match=WHERE[at].format(name_of(case)), **how)
    if "server" in case:
        stage, answer = case["server"]
        world.mail.fail((stage, answer))


def came_to(world: World, letters: list[Parcel]) -> list[Came]:
    landed, posted = world.landed(letters), world.posted()
    keys = [letter.delivery.key for letter in letters]
    return [(posted[key].state if key in posted else "unknown", landed[key]) for key in keys]


def expected(case: dict[str, Any]) -> list[Came]:
    return [(case["first"], case["landed"]), (case["second"], case["finally"])]


@pytest.fixture(scope="module")
def readers(wikis: Farm) -> None:
    """Everybody of the cases, and the pages that are there before."""
    people = {name_of(case): {"mail": "confirmed"} for case in CASES}
    pages = [
        {"title": f"User talk:{name_of(case)}", "text": case["page"]}
        for case in CASES
        if "page" in case
    ]
    wikis.populate(SW, {"accounts": people, "pages": pages})


@pytest.fixture(scope="module")
def outcomes(
    wikis: Farm, readers: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Came]]:
    """What each letter came to, by case, after a run with its fault and after one without."""
    letters = [letter_of(case) for case in TOGETHER]
    stages = []
    with World(wikis, tmp_path_factory.mktemp("faults")) as world:
        for case in TOGETHER:
            break_things(world, case)
        assert world.send(*letters).stopped == ""
        unmet = [fault for fault in world.proxy.faults if fault.times]
        assert unmet == []
        stages.append(came_to(world, letters))
        world.send(*letters)
        stages.append(came_to(world, letters))
    by_case = zip(*stages, strict=True)
    return {case["name"]: list(came) for case, came in zip(TOGETHER, by_case, strict=True)}


@pytest.mark.parametrize("case", TOGETHER, ids=lambda case: str(case["name"]))
def test_after_a_fault_a_letter_is_there_once_or_known_to_be_lost(
    case: dict[str, Any], outcomes: dict[str, list[Came]]
) -> None:
    assert outcomes[case["name"]] == expected(case)


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize("case", ALONE, ids=lambda case: str(case["name"]))
def test_after_a_run_was_ended_a_letter_is_there_once_or_known_to_be_lost(
    case: dict[str, Any], world: World
) -> None:
    letter = letter_of(case)
    break_things(world, case)
    if "process" in case:
        world.process([letter], **case["process"])
    else:
        world.send(letter)
    first = came_to(world, [letter])
    world.proxy.clear()
    world.send(letter)
    assert first + came_to(world, [letter]) == expected(case)


def late(world: World) -> None:
    """Let what was held back through, and wait until the wiki has answered."""
    for fault in world.proxy.faults:
        if fault.until:
            fault.until.set()
    while not world.proxy.late:
        threading.Event().wait(0.02)


def test_a_letter_that_lands_late_does_not_land_twice(world: World) -> None:
    letter = parcel("Late 1")
    world.write(SW, "User talk:Late 1", text="Karibu")
    world.proxy.fault("late", match="action=edit", until=threading.Event())
    world.send(letter)
    assert world.state(letter) == "sent"
    world.write(SW, "User talk:Late 1", appendtext="\n\n== More ==\nAnd more")
    late(world)
    assert world.landed([letter]).total() == 1
    assert world.text(SW, "User talk:Late 1").count("== Karibu invite ==") == 1


@pytest.mark.parametrize("early", [False, True], ids=["after the run", "between two runs"])
@pytest.mark.parametrize(
    "wording",
    ["Karibu!\n\n== Old ==\nText", "Karibu\n\n== Old ==\nText\n\n== More ==\nAnd more"],
    ids=["where it fits", "where it conflicts"],
)
def test_a_letter_that_lands_late_on_a_changed_page_does_not_land_twice(
    wording: str, early: bool, world: World
) -> None:
    name = f"Late {len(wording)} {early}"
    letter, page = parcel(name), f"User talk:{name}"
    world.write(SW, page, text="Karibu\n\n== Old ==\nText")
    world.proxy.fault("late", match="action=edit", until=threading.Event())
    changed = []

    def during(seen: Seen) -> None:
        # Right after the write, before we are asked for it.
        if "usercontribs" in seen.text and not changed:
            world.write(SW, page, text=wording)
            changed.append(seen)

    world.proxy.during = during
    world.send(letter)
    assert world.state(letter) == "unsure"
    if early:
        late(world)
    world.send(letter)
    if not early:
        late(world)
    assert (world.state(letter), world.landed([letter]).total()) == ("sent", 1)


@pytest.mark.parametrize("how", ["moved away", "emptied"])
@pytest.mark.parametrize("there", [True, False], ids=["old page", "new page"])
def test_a_letter_is_found_whatever_became_of_its_page(how: str, there: bool, world: World) -> None:
    name = f"Is {how} {there}"
    page = f"User talk:{name}"
    letter = parcel(name)
    if there:
        world.write(SW, page, text="Karibu")
    world.process([letter], die_at=("before the outcome", 1))
    assert world.state(letter) == "unsure"
    if how == "emptied":
        world.write(SW, page, text="(archived)")
    else:
        world.farm.populate(SW, {"moves": {page: f"{page}/Archive 1"}})
    world.send(letter)
    assert (world.state(letter), world.landed([letter]).total()) == ("sent", 1)


def test_a_letter_is_found_after_we_and_its_reader_were_renamed(world: World) -> None:
    letter = parcel("Old name", AR)
    world.farm.populate(AR, {"accounts": {"Old name": {}}})
    world.process([letter], die_at=("before the outcome", 1))
    renames = {"Old name": "New name", "Sender": "Sender B"}
    world.farm.populate(
        AR, {"moves": {"User talk:Old name": "User talk:New name"}, "renames": renames}
    )
    try:
        world.send(letter, MENTORKIT_WIKI_USER="Sender B@kit")
        assert world.state(letter) == "sent"
        assert world.text(AR, "User talk:New name").count("Dear Old name") == 1
    finally:
        world.farm.populate(AR, {"renames": {"Sender B": "Sender"}})


def test_a_letter_on_a_page_that_was_deleted_stays_unsure(world: World) -> None:
    letter, again = parcel("Deleted"), parcel("Deleted", letter="again")
    world.send(letter)
    world.process([again], die_at=("before the outcome", 1))
    world.farm.populate(SW, {"delete": ["User talk:Deleted"]})
    told = world.send(again)
    assert (world.state(again), told.results) == ("unsure", {})
    assert world.text(SW, "User talk:Deleted") == ""


def test_a_new_page_that_was_deleted_leaves_its_letter_unsure(world: World) -> None:
    letter = parcel("Deleted 2")
    world.process([letter], die_at=("before the outcome", 1))
    world.farm.populate(SW, {"delete": ["User talk:Deleted 2"]})
    world.send(letter)
    assert world.state(letter) == "unsure"
    assert world.text(SW, "User talk:Deleted 2") == ""


@pytest.mark.parametrize("there", [True, False], ids=["old page", "new page"])
def test_a_letter_on_a_page_that_was_deleted_goes_no_other_way(there: bool, world: World) -> None:
    name = f"Deleted 3 {there}"
    letter, mail = parcel(name), parcel(name, channel="wikimail")
    world.farm.populate(SW, {"accounts": {name: {"mail": "confirmed"}}})
    if there:
        world.write(SW, f"User talk:{name}", text="Karibu")
    world.process([letter], die_at=("before the outcome", 1))
    world.farm.populate(SW, {"delete": [f"User talk:{name}"]})
    assert world.send(mail).results == {}
    assert world.state(letter) == "unsure"
    assert world.landed([mail]).total() == 0


def test_another_page_that_was_deleted_leaves_no_doubt(world: World) -> None:
    letter = parcel("Not begun")
    world.proxy.fault("cut", match="action=edit")
    world.proxy.fault("403", match="usercontribs")
    world.write(SW, "User talk:Somebody", text="Karibu")
    assert world.send(letter).states == ["unsure"]
    world.farm.populate(SW, {"delete": ["User talk:Somebody"]})
    world.proxy.clear()
    assert world.send(letter).states == ["sent"]


UNREADABLE = """UPDATE content SET content_address = 'tt:999999999' WHERE content_id =
    (SELECT slot_content_id FROM slots WHERE slot_revision_id = ?)"""
NAMELESS = "UPDATE revision SET rev_deleted = 12 WHERE rev_id = ?"


def test_a_page_whose_text_cannot_be_read_is_left_as_it_is(world: World) -> None:
    letter, page = parcel("Unreadable"), "User talk:Unreadable"
    world.write(SW, page, text="Words that nobody can read for now")
    world.damage(SW, UNREADABLE, page)
    told = world.send(letter)
    result = told.results[letter.delivery.key]
    assert (result.state, "cannot be read" in result.why) == ("due", True)
    assert world.authors(SW, page) == {"Onlooker"}
    assert world.posted() == {}


@pytest.mark.parametrize("channel", ["talk", "wikimail"])
def test_a_letter_whose_author_was_hidden_is_found_on_its_page(channel: str, world: World) -> None:
    name = f"Nameless {channel}"
    letter, page = parcel(name), f"User talk:{name}"
    again = parcel(name, channel=channel)
    world.farm.populate(SW, {"accounts": {name: {"mail": "confirmed"}}})
    world.write(SW, page, text="Karibu")
    world.process([letter], die_at=("before the outcome", 1))
    world.damage(SW, NAMELESS, page)
    world.send(again)
    assert world.state(letter) == "sent"
    assert world.landed([letter, again]).total() == 1
    assert world.text(SW, page).count("== Karibu invite ==") == 1
