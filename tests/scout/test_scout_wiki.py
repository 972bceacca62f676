"""`scout` on a real MediaWiki: right figures, right reasons, and no request too many."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import scout_wiki as wiki
from farm import Farm
from faultproxy import FaultProxy
from scout_runs import MEMBERS, found_in, looked, users, words

from mentorkit.recruit.scouting import Scouted
from running import Ran, Run


@pytest.fixture(scope="module")
def scouted(wiki_farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A cohort after its first look at the category, and what that said."""
    from running import mentorkit

    cohort = wiki.cohort(wiki_farm, tmp_path_factory.mktemp("scouted"))
    return cohort, mentorkit(*words(cohort), "--json")


def test_figures_are_those_of_the_database(wiki_farm: Farm, scouted: tuple[Path, Ran]) -> None:
    found = json.loads(scouted[1].out)
    path = wiki_farm.run / "wikis" / wiki.FR / "farm.sqlite"
    for each in found["candidates"]:
        told = wiki.from_database(path, each["user"])
        if each["first_edit"] is None:
            del told["first_edit"]
        del told["user_id"]
        assert {key: each[key] for key in told} == told
    known = [each["first_edit"] for each in found["candidates"] if each["first_edit"]]
    assert len(known) >= 12
    assert len(found["candidates"]) == 63


def test_candidates_come_by_steadiness_alone(scouted: tuple[Path, Ran]) -> None:
    rows = json.loads(scouted[1].out)["candidates"]
    keys = [
        (-r["months_active"], r["longest_gap"], -r["streak"], -r["median"], r["user"]) for r in rows
    ]
    assert keys == sorted(keys)


def test_others_are_set_aside_by_reason_and_not_named(scouted: tuple[Path, Ran]) -> None:
    found = json.loads(scouted[1].out)
    assert found["set_aside"] == {
        "opt-out": 3, "blocked": 1, "bot": 1, "leader": 1, "too-new": 1,
    }  # fmt: skip
    assert found["looked_at"] == wiki.PEOPLE
    for name in (wiki.NOBOTS, wiki.OPTED, wiki.OPTED_TALK, wiki.BOT, wiki.SYSOP, wiki.BLOCKED):
        assert name not in scouted[1].out
    assert {wiki.NOW_CALLED, wiki.PARTIAL, "Writer 040", *wiki.ODD} <= set(users(found))


def test_no_request_is_too_many(wiki_farm: Farm, scouted: tuple[Path, Ran]) -> None:
    found = json.loads(scouted[1].out)
    path = wiki_farm.run / "wikis" / wiki.FR / "farm.sqlite"
    read = [*users(found), wiki.NOBOTS, wiki.OPTED_TALK]
    # The members, the accounts, the contributions; who opted out is learned on the way.
    ids = sorted(read, key=lambda name: wiki.from_database(path, name)["user_id"])
    edits = {name: wiki.from_database(path, name)["edits"] for name in ids}
    assert found["asked"] == {wiki.FR: 1 + 2 + wiki.least(edits)}


def test_a_second_look_asks_nothing(run: Run, scouted: tuple[Path, Ran]) -> None:
    first = json.loads(scouted[1].out)
    again = json.loads(run(*words(scouted[0]), "--json").out)
    assert again.pop("asked") == {}
    del first["asked"]
    assert again == first


def test_notes_are_private_dated_and_in_order(scouted: tuple[Path, Ran]) -> None:
    notes = scouted[0] / "private" / "scout" / f"{wiki.FR}.jsonl"
    lines = [json.loads(line) for line in notes.read_text("utf-8").splitlines()]
    names = [line["user"] for line in lines if "user" in line]
    assert names == sorted(names)
    assert all(date.fromisoformat(line["asked"]) for line in lines)
    assert notes.stat().st_mode & 0o077 == 0
    assert "Partner" not in notes.read_text("utf-8")


def figures(seen: Scouted) -> list[Any]:
    return [each.figures for each in seen.candidates]


def test_a_later_day_asks_only_for_what_is_new(wiki_farm: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)

    def on(day: date, as_of: date | None = None, at: Path = cohort) -> Scouted:
        now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return looked(at, now, as_of or day, MEMBERS)

    earlier = on(date(2025, 4, 20))
    next_day = on(date(2025, 4, 21))
    assert figures(next_day) == figures(earlier)
    # Members, accounts and talk pages may have changed; nobody's past months have.
    assert next_day.asked == {wiki.FR: 1 + 2 + 2}
    later, whole = (
        on(date(2025, 6, 3)),
        on(date(2025, 6, 3), at=wiki.cohort(wiki_farm, tmp_path / "a")),
    )
    assert figures(later) == figures(whole)
    assert later.asked[wiki.FR] < whole.asked[wiki.FR]
    back = on(date(2025, 6, 3), date(2025, 2, 1))
    fresh = on(date(2025, 2, 1), at=wiki.cohort(wiki_farm, tmp_path / "b"))
    assert figures(back) == figures(fresh)
    assert back.asked.get(wiki.FR, 0) <= 4


def test_a_run_that_was_killed_goes_on(
    wiki_farm: Farm, before: FaultProxy, scouted: tuple[Path, Ran], run: Run, tmp_path: Path
) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path, before.port)
    before.fault("stall", skip=8, seconds=20)
    command = [sys.executable, "-m", "mentorkit", *words(cohort)]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while len(before.log) < 9 and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(killed.pid, signal.SIGKILL)
    finally:
        killed.wait()
    notes = tmp_path / "private" / "scout" / f"{wiki.FR}.jsonl"
    with notes.open("a", encoding="utf-8") as file:
        file.write('{"user": "Half a li')
    before.clear()
    found = json.loads(run(*words(cohort), "--json").out)
    first = json.loads(scouted[1].out)
    asked = found.pop("asked")[wiki.FR]
    assert asked == len(before.log)
    # Eight answers were kept; only what was read of one account is asked for again.
    assert asked <= first.pop("asked")[wiki.FR] - 8 + 2
    without = {"candidates": [{**c, "first_edit": 0} for c in found.pop("candidates")]}
    assert without["candidates"] == [{**c, "first_edit": 0} for c in first.pop("candidates")]
    assert found == first


def test_a_wiki_that_fails_is_said_and_what_was_read_is_kept(
    wiki_farm: Farm, before: FaultProxy, run: Run, tmp_path: Path
) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path, before.port)
    before.fault("badvalue", skip=5, times=1)
    ran = run(*words(cohort))
    assert ran.status == 3
    assert "fr.wikipedia.org could not be asked" in ran.err
    before.clear()
    assert run(*words(cohort)).status == 0
    assert len(before.log) < 15


def test_renamed_people_are_followed(wiki_farm: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    found = found_in(cohort, page="Project:Old members")
    assert sorted(users(found)) == sorted([wiki.NOW_CALLED, "Writer 040"])
    # The page, two names, the log, the new name, the contributions.
    assert found["asked"] == {wiki.FR: 5}
    again = found_in(cohort, page="Project:Old members")
    assert again["asked"] == {}


def test_signatures_say_as_what_people_come(wiki_farm: Farm, run: Run, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    private = cohort / "private"
    private.mkdir()
    (private / "mentorkit.yaml").write_text(
        "scout:\n  sources:\n"
        f"    - {{sign_up: 'Project:Sign-up', wiki: {wiki.FR},"
        " roles: {Volunteer: mentee, Promoter: speaker}}\n"
    )
    ran = run("scout", "-C", cohort, "--as-of", str(wiki.AS_OF), "--json", "--write")
    found = json.loads(ran.out)
    roles = {each["user"]: each["role"] for each in found["candidates"]}
    assert roles == {"Writer 040": "mentee", "Writer 045": "speaker"}
    saved = (private / "candidates" / "writer-045.yaml").read_text("utf-8")
    assert "roles: [speaker]" in saved
    assert "why:" not in saved
    assert run("check", "-C", cohort).status == 0
    again = found_in(cohort, sign_up="Project:Sign-up")
    assert (again["candidates"], again["set_aside"]) == ([], {"candidate": 2})


def test_two_wikis_are_counted_together(wiki_farm: Farm, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\n".join(["# a list", "* [[User:Writer 008]]", "A & B+C", "Nobody at all"]))
    cohort = wiki.cohort(wiki_farm, tmp_path / "cohort")
    found = found_in(cohort, list=str(names), wiki=None)
    assert found["set_aside"] == {"missing": 1}
    each = next(c for c in found["candidates"] if c["user"] == "A & B+C")
    assert each["wikis"] == {wiki.FR: "A & B+C", wiki.SW: "A & B+C"}
    on = [
        wiki.from_database(wiki_farm.run / "wikis" / host / "farm.sqlite", "A & B+C")
        for host in (wiki.FR, wiki.SW)
    ]
    months = [sum(both) for both in zip(on[0]["months"], on[1]["months"], strict=True)]
    assert each["months"] == months
    assert each["months_active"] == sum(count >= 5 for count in months)


def test_namespaces_may_be_set_that_count(wiki_farm: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    (cohort / "private").mkdir()
    (cohort / "private" / "mentorkit.yaml").write_text(
        f"scout: {{edits: 1, active: 1, namespaces: {{{wiki.FR}: [6]}}}}\n"
    )
    found = found_in(cohort, page="Project:Members")
    each = next(c for c in found["candidates"] if c["user"] == "A & B+C")
    assert sum(each["months"]) == each["uploads"] > 0
    assert each["edits"] > sum(each["months"])


def test_first_edits_can_be_asked_for(wiki_farm: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    found = found_in(cohort, most=10, first_edits=True)
    path = wiki_farm.run / "wikis" / wiki.FR / "farm.sqlite"
    for each in found["candidates"]:
        assert each["first_edit"] == wiki.from_database(path, each["user"])["first_edit"]
    assert len(found["candidates"]) == 10


def test_a_category_of_articles_is_no_source(wiki_farm: Farm, run: Run, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    ran = run(*words(cohort, "--category", "Articles on water", "--wiki", wiki.FR))
    assert ran.status == 2
    assert "a category of articles is no source of people" in ran.err


def test_uploaders_of_files_are_found(wiki_farm: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(wiki_farm, tmp_path)
    found = found_in(cohort, uploads="Photowalk")
    assert users(found) == ["Writer 060"]


def test_a_no_outlives_the_name_on_file(wiki_farm: Farm, tmp_path: Path) -> None:
    from mentorkit.doors.journal import secret_of
    from mentorkit.rules.user_key import user_key

    cohort = wiki.cohort(wiki_farm, tmp_path)
    private = cohort / "private"
    private.mkdir()
    who = user_key(secret_of(cohort), "Writer 040")
    line = {"person": "erased", "who": who, "answer": "declined", "on": "2025-01-20"}
    (private / "invitations.jsonl").write_text(json.dumps(line) + "\n")
    found = found_in(cohort, page="Project:Old members")
    assert (users(found), found["set_aside"]) == ([wiki.NOW_CALLED], {"declined": 1})
