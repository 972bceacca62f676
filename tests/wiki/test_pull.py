"""The pull from real MediaWikis: what is counted, in how many requests, after which histories."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from farm import Farm
from farm_database import Account, Edit, Seed
from faultproxy import FaultProxy, Seen
from pulling_runs import Disk, contents, door, leadership, subjects
from wiki_fixtures import EXAMPLE, SMALL

from mentorkit.doors.activity import DIGESTS, read_activity
from mentorkit.problems import Misuse
from mentorkit.verbs.activity import Subject, pull, status

HOSTS = ["ar.wikipedia.org", "fr.wikipedia.org", "meta.wikimedia.org", "sw.wikipedia.org"]
FR = "fr.wikipedia.org"
BULK = "bulk.wikipedia.org"
DAY = date(2025, 6, 20)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def only(host: str, table: bytes) -> bytes:
    """The header and the lines of one wiki."""
    header, *lines = table.splitlines(keepends=True)
    return header + b"".join(line for line in lines if host.encode() in line)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "cohort")


@pytest.fixture
def fresh(farm: Farm) -> Farm:
    """The farm with its seeded data, whatever earlier tests did to it."""
    farm.reset()
    return farm


def test_a_pull_gives_the_recorded_files_back(fresh: Farm, disk: Disk) -> None:
    wikis = leadership(SMALL, HOSTS)
    outcomes = disk.pull(subjects(SMALL, HOSTS), wikis, DAY, door(fresh))
    assert [o.error for o in outcomes.values()] == [""] * 4
    assert disk.files() == contents(SMALL)
    assert {n.person for n in outcomes[FR].notes if n.kind == "missing"} == set()
    assert {n.person for n in outcomes["sw.wikipedia.org"].notes} == {"amina", "salma", "zoe"}


def test_a_pull_gives_the_examples_files_back(example_farm: Farm, disk: Disk) -> None:
    hosts = sorted(example_farm.seeds)
    pulled = (EXAMPLE / "activity" / "pulled.csv").read_text("utf-8").splitlines()[1].split(",")
    since, through = date.fromisoformat(pulled[3]), date.fromisoformat(pulled[4])
    people = [
        s for s in subjects(EXAMPLE, hosts) if (EXAMPLE / "activity" / f"{s.person}.csv").exists()
    ]
    disk.pull(people, leadership(EXAMPLE, hosts), through, door(example_farm), since)
    assert disk.files() == contents(EXAMPLE)
    assert (disk.folder / DIGESTS).read_bytes() == (EXAMPLE / DIGESTS).read_bytes()


def bulk_people(farm: Farm) -> list[Subject]:
    names = [account.name for account in farm.seeds[BULK].accounts]
    odd = ["Nobody of this name", "bad|name", "[invalid", "  o'Brien_d'Arc\u200e"]
    names = [odd[3], *names[1:], *odd[:3], "Renamed later"]
    return [Subject(f"p{n:02d}", {BULK: name}) for n, name in enumerate(names)]


def test_forty_people_with_odd_names_take_no_more_requests_than_their_edits_need(
    fresh: Farm, disk: Disk
) -> None:
    database = fresh.database(BULK)
    database.add(
        Seed(
            (Account("Renamed later", 990),),
            (Edit("Renamed later", at("2025-05-30T10:00:00"), 0, "R"),),
        )
    )
    people = bulk_people(fresh)
    first = disk.pull(people, {BULK: []}, DAY, door(fresh))[BULK]
    edits = 2000 - sum(e.at.date() < date(2024, 3, 1) for e in fresh.seeds[BULK].edits)
    assert sum(row.edits for rows in disk.recorded().activity.values() for row in rows) == edits + 1
    assert first.requests <= -(-(edits + 1) // 500) + 1
    assert first.people == 41
    assert sorted((n.person, n.kind) for n in first.notes) == [
        ("p40", "missing"),
        ("p41", "invalid"),
        ("p42", "invalid"),
    ]
    before = disk.files()

    again = disk.pull(people, {BULK: []}, DAY, door(fresh))[BULK]
    assert again.requests == 2
    assert again.changed == 0
    assert disk.files() == before

    database.rename("Renamed later", "Called so now")
    renamed = disk.pull(people, {BULK: []}, DAY, door(fresh))[BULK]
    assert renamed.requests == 3
    assert disk.files() == before
    assert [n.message for n in renamed.notes if n.kind == "renamed"] == [
        "p43: 'Renamed later' is called 'Called so now' on bulk.wikipedia.org now; "
        "write wikis: {bulk.wikipedia.org: Called so now} in people/p43.yaml"
    ]


def test_more_than_fifty_people_are_asked_for_in_batches(fresh: Farm, disk: Disk) -> None:
    accounts = [Account(f"Many {n:03d}", 2000 + n) for n in range(120)]
    edits = [Edit(a.name, at("2025-04-01T10:00:00"), 0, f"M{n}") for n, a in enumerate(accounts)]
    fresh.database(BULK).add(Seed(tuple(accounts), tuple(edits)))
    people = [Subject(f"m{a.user_id}", {BULK: a.name}) for a in accounts]
    outcome = disk.pull(people, {BULK: []}, DAY, door(fresh))[BULK]
    assert (outcome.requests, outcome.people) == (6, 120)
    assert all(len(rows) == 1 for rows in disk.recorded().activity.values())
    assert len(disk.recorded().activity) == 120


def test_pulls_in_sequence_give_what_one_pull_gives(fresh: Farm, tmp_path: Path) -> None:
    steps, once = Disk(tmp_path / "steps"), Disk(tmp_path / "once")
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    database = fresh.database(FR)
    for day in ("2025-02-10", "2025-03-31", "2025-06-18", "2025-06-20"):
        steps.pull(people, wikis, date.fromisoformat(day), door(fresh))
    assert steps.files() == {name: only(FR, text) for name, text in contents(SMALL).items()}
    database.edit(
        Edit("AminaD", at("2025-06-20T23:00:00"), 0, "Late on the last day", tags=("mw-reverted",)),
        Edit("AminaD", at("2025-06-22T08:00:00"), 3, "Discussion/un", new=True),
        Edit("Zoë Quiñones", at("2025-07-02T08:00:00"), 4, "Ateliers/7", change=33),
    )
    assert database.tag("AminaD", at("2025-06-18T21:14:09")) >= 1
    later = steps.pull(people, wikis, date(2025, 7, 4), door(fresh))[FR]
    once.pull(people, wikis, date(2025, 7, 4), door(fresh))
    assert steps.files() == once.files()
    assert later.requests == 3
    assert steps.files()["zoe.csv"].decode().splitlines()[1:] == [
        "2025-07,fr.wikipedia.org,4,1,0,33,0,1,0,1"
    ]


def test_reverts_that_come_late_are_noticed(fresh: Farm, disk: Disk) -> None:
    people, wikis = subjects(SMALL, ["sw.wikipedia.org"]), leadership(SMALL, ["sw.wikipedia.org"])
    disk.pull(people, wikis, date(2025, 6, 2), door(fresh))
    assert b"2025-05,sw.wikipedia.org,0,64,0," in disk.files()["kofi.csv"]
    assert fresh.database("sw.wikipedia.org").tag("Kofi wa Mwanza", at("2025-05-31T23:59:59")) == 1
    outcome = disk.pull(people, wikis, DAY, door(fresh))["sw.wikipedia.org"]
    assert b"2025-05,sw.wikipedia.org,0,64,1," in disk.files()["kofi.csv"]
    assert (outcome.requests, outcome.changed) == (2, 1)


def test_a_page_moved_to_another_namespace_is_read_again(fresh: Farm, disk: Disk) -> None:
    database = fresh.database(FR)
    database.edit(Edit("Zoë Quiñones", at("2025-06-19T08:00:00"), 2, "Brouillon", change=500))
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    disk.pull(people, wikis, DAY, door(fresh))
    assert b"2025-06,fr.wikipedia.org,2,1,0,500" in disk.files()["zoe.csv"]
    database.move((2, "Brouillon"), (0, "Article"))
    database.tag("Zoë Quiñones", at("2025-06-19T08:00:00"))
    disk.pull(people, wikis, DAY, door(fresh))
    assert disk.files()["zoe.csv"].decode().splitlines()[1:] == [
        "2025-06,fr.wikipedia.org,0,1,1,500,0,1,0,0"
    ]


def test_a_name_that_is_another_account_now_is_read_from_the_start(fresh: Farm, disk: Disk) -> None:
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    disk.pull(people, wikis, DAY, door(fresh))
    database = fresh.database(FR)
    database.rename("Zoë Quiñones", "Z. Q.")
    database.add(
        Seed(
            (Account("Zoë Quiñones", 77),),
            (Edit("Zoë Quiñones", at("2024-05-05T05:05:05"), 0, "T"),),
        )
    )
    outcome = disk.pull(people, wikis, DAY, door(fresh))[FR]
    assert [(n.person, n.kind) for n in outcome.notes] == [("zoe", "replaced")]
    assert b"2024-05,fr.wikipedia.org,0,1,0,10" in disk.files()["zoe.csv"]
    assert b"zoe,fr.wikipedia.org,77," in disk.files()["pulled.csv"]


def test_a_failed_wiki_costs_that_wiki_only(fresh: Farm, disk: Disk, proxy: FaultProxy) -> None:
    people, wikis = subjects(SMALL, HOSTS), leadership(SMALL, HOSTS)
    disk.pull(people, wikis, date(2025, 2, 20), door(fresh))
    before = disk.files()
    proxy.fault("503", times=99, match="sw.wikipedia.org")
    outcomes = disk.pull(people, wikis, DAY, door(fresh, proxy.port))
    assert outcomes["sw.wikipedia.org"].error == (
        "sw.wikipedia.org could not be asked, 4 times: HTTP status 503 (Service Unavailable)"
    )
    assert status(outcomes.values()) == 1
    assert disk.files()["amina.csv"] == contents(SMALL)["amina.csv"]
    assert [x for x in disk.files()["kofi.csv"].splitlines() if b"sw." in x] == [
        x for x in before["kofi.csv"].splitlines() if b"sw." in x
    ]
    proxy.clear()
    disk.pull(people, wikis, DAY, door(fresh, proxy.port))
    assert disk.files() == contents(SMALL)


def test_all_wikis_failed(fresh: Farm, disk: Disk, proxy: FaultProxy) -> None:
    proxy.fault("404", times=99)
    outcomes = disk.pull(
        subjects(SMALL, HOSTS), leadership(SMALL, HOSTS), DAY, door(fresh, proxy.port)
    )
    assert status(outcomes.values()) == 3
    assert disk.files() == {}


@pytest.mark.parametrize("written", range(6))
def test_killed_between_two_writes_and_run_again(fresh: Farm, tmp_path: Path, written: int) -> None:
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    disk, once = Disk(tmp_path / "cohort"), Disk(tmp_path / "once")
    disk.pull(people, wikis, date(2025, 6, 12), door(fresh))
    before = disk.files()
    disk.pull(people, wikis, DAY, door(fresh))
    once.pull(people, wikis, DAY, door(fresh))
    names = ["amina.csv", "kofi.csv", "salma.csv", "zoe.csv", "pulled.csv"]
    for name in names[written:]:
        (disk.folder / "activity" / name).write_bytes(before[name])
    fresh.database(FR).edit(Edit("AminaD", at("2025-06-21T08:00:00"), 0, "Next day"))
    for each in (disk, once):
        each.pull(people, wikis, DAY + timedelta(days=1), door(fresh))
    assert disk.files() == once.files()
    assert b"2025-06,fr.wikipedia.org,0,8,3" in disk.files()["amina.csv"]


@pytest.mark.parametrize("groups", range(1, 9))
def test_killed_between_two_groups_nothing_counts_as_changed(
    fresh: Farm, tmp_path: Path, groups: int
) -> None:
    hosts = [FR, "meta.wikimedia.org"]
    people, wikis = subjects(SMALL, hosts), leadership(SMALL, hosts)
    disk, once = Disk(tmp_path / "cohort"), Disk(tmp_path / "once")
    disk.pull(people, {FR: wikis[FR]}, date(2025, 3, 12), door(fresh))
    since = date(2024, 3, 1)
    outcomes = pull(people, wikis, disk.recorded(), since, DAY, door(fresh))
    written = [group for outcome in outcomes for group in outcome.writes]
    assert len(written) == 8
    for group in written[:groups]:
        for name, content in group.items():
            (disk.folder / name).write_bytes(content)
    killed = read_activity(disk.folder)
    assert killed.problems == ()
    assert {problem.code for problem in killed.doubts} <= {"not-read"}
    once.pull(people, wikis, DAY, door(fresh))
    disk.pull(people, wikis, DAY, door(fresh))
    assert disk.files() == once.files()
    assert (disk.folder / DIGESTS).read_bytes() == (once.folder / DIGESTS).read_bytes()
    assert read_activity(disk.folder).doubts == ()


def test_a_file_that_somebody_changed_is_read_anew(
    fresh: Farm, disk: Disk, proxy: FaultProxy
) -> None:
    people, wikis = subjects(SMALL, HOSTS), leadership(SMALL, HOSTS)
    disk.pull(people, wikis, DAY, door(fresh))
    digests = (disk.folder / DIGESTS).read_bytes()
    assert digests.decode().split()[1::2] == ["amina.csv", "kofi.csv", "salma.csv", "zoe.csv"]
    kofi = disk.folder / "activity" / "kofi.csv"
    kofi.write_bytes(kofi.read_bytes().replace(b"fr.wikipedia.org,2,1,", b"fr.wikipedia.org,2,9,"))
    zoe = disk.folder / "activity" / "zoe.csv"
    zoe.write_bytes(zoe.read_bytes() + b"2023-03,de.wikipedia.org,0,40,0,0,0,1,0,0\n")
    assert [f"{problem.place} {problem.code}" for problem in read_activity(disk.folder).doubts] == [
        "activity/kofi.csv:1:1 changed",
        "activity/zoe.csv:1:1 changed",
        "activity/zoe.csv:2:9 not-read",
    ]
    proxy.fault("404", times=99, match="/sw.wikipedia.org/")
    outcomes = disk.pull(people, wikis, DAY, door(fresh, proxy.port))
    assert outcomes["sw.wikipedia.org"].error
    assert disk.files() == contents(SMALL)
    # That file is whole again by chance: one of its wikis was not read.
    assert (disk.folder / DIGESTS).read_bytes() == digests
    kofi.write_bytes(
        kofi.read_bytes().replace(b"sw.wikipedia.org,0,64,", b"sw.wikipedia.org,0,99,")
    )
    outcomes = disk.pull(people, wikis, DAY, door(fresh, proxy.port))
    assert outcomes["sw.wikipedia.org"].error
    assert (disk.folder / DIGESTS).read_bytes() == digests
    assert [problem.code for problem in read_activity(disk.folder).doubts] == ["changed"]
    proxy.clear()
    disk.pull(people, wikis, DAY, door(fresh, proxy.port))
    assert disk.files() == contents(SMALL)
    assert (disk.folder / DIGESTS).read_bytes() == digests
    assert read_activity(disk.folder).doubts == ()


def test_the_digest_of_who_was_erased_goes(fresh: Farm, disk: Disk) -> None:
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    disk.pull(people, wikis, DAY, door(fresh))
    (disk.folder / "activity" / "zoe.csv").unlink()
    table = disk.folder / "activity" / "pulled.csv"
    lines = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join(line for line in lines if not line.startswith(b"zoe,")))
    assert read_activity(disk.folder).faults == ()
    disk.pull([s for s in people if s.person != "zoe"], wikis, DAY, door(fresh))
    assert b"zoe" not in (disk.folder / DIGESTS).read_bytes()


def test_an_earlier_day_than_the_last_pull_changes_nothing(fresh: Farm, disk: Disk) -> None:
    people, wikis = subjects(SMALL, [FR]), leadership(SMALL, [FR])
    disk.pull(people, wikis, DAY, door(fresh))
    before = disk.files()
    for day, message in (
        (DAY - timedelta(days=1), "activity/ was pulled up to 2025-06-20 already, which is later"),
        (date(2024, 2, 29), "2024-02-29 is too early: edits are counted from 2024-03-01 on"),
    ):
        with pytest.raises(Misuse, match=message):
            disk.pull(people, wikis, day, door(fresh))
    assert disk.files() == before


def test_what_is_edited_during_a_pull_is_left_to_the_next(fresh: Farm, disk: Disk) -> None:
    """Kofi is read first and edits while Zoë, who is new here, is read; then Zoë edits."""
    people = [Subject("zoe", {FR: "Zoë Quiñones"}), Subject("kofi", {FR: "Kofi O'Nil"})]
    now = at("2025-06-20T12:00:00")
    disk.pull(people[1:], {FR: []}, DAY, door(fresh), now=now)
    database = fresh.database(FR)

    def edit_meanwhile(seen: Seen) -> None:
        if len(proxy.log) == 2:
            database.edit(Edit("Kofi O'Nil", at("2025-06-20T13:00:10"), 0, "Meanwhile", new=True))
            database.edit(Edit("Zoë Quiñones", at("2025-06-20T13:09:00"), 0, "Meanwhile"))

    with FaultProxy(fresh.port, during=edit_meanwhile) as proxy:
        began = at("2025-06-20T13:00:00")
        disk.pull(people, {FR: []}, DAY, door(fresh, proxy.port), now=began)
        assert len(proxy.log) == 3
    disk.pull(people, {FR: []}, DAY, door(fresh), now=at("2025-06-20T14:00:00"))
    once = Disk(disk.folder.parent / "once")
    once.pull(people, {FR: []}, DAY, door(fresh), now=at("2025-06-20T14:00:00"))
    assert disk.files() == once.files()
    assert (
        b"kofi,fr.wikipedia.org,813,2024-03-01,2025-06-20,2025-06-20T13:00:10Z"
        in (disk.files()["pulled.csv"])
    )


def test_who_was_not_found_for_a_while_is_read_from_the_start(fresh: Farm, disk: Disk) -> None:
    people = [Subject("zoe", {FR: "Zoë Quiñones"}), Subject("kofi", {FR: "Kofi O'Nil"})]
    disk.pull(people, {FR: []}, DAY, door(fresh), now=at("2025-06-20T09:00:00"))
    database = fresh.database(FR)
    database.edit(Edit("Zoë Quiñones", at("2025-06-20T10:00:00"), 0, "Missed"))
    database.edit(Edit("Kofi O'Nil", at("2025-06-20T11:00:00"), 0, "Seen"))
    disk.pull(people[1:], {FR: []}, DAY, door(fresh), now=at("2025-06-20T12:00:00"))
    assert b"zoe,fr.wikipedia.org,5,2024-03-01,2025-06-19," in disk.files()["pulled.csv"]
    disk.pull(people, {FR: []}, DAY, door(fresh), now=at("2025-06-20T13:00:00"))
    assert b"2025-06,fr.wikipedia.org,0,1," in disk.files()["zoe.csv"]
