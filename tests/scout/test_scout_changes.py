"""What `scout` makes of wikis that change between two looks, or answer in small pieces."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import scout_wiki as wiki
from farm import Farm
from faultproxy import FaultProxy
from scout_runs import found_in, users
from wiki_fixtures import running_farm

from mentorkit.doors.journal import secret_of
from mentorkit.rules.user_key import user_key
from running import Run

TODAY, TOMORROW, THEN = (datetime(2025, 7, day, 12, tzinfo=UTC) for day in (1, 2, 3))
THERE = wiki.names(24)


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Two wikis of the same people, most of them on the first only; tests change them."""
    seeds = {wiki.FR: wiki.seed(24), wiki.SW: wiki.seed(8, first_id=4000)}
    with running_farm(seeds, tmp_path_factory.mktemp("changing")) as running:
        yield running


@pytest.fixture
def between(changing: Farm) -> Iterator[FaultProxy]:
    """A proxy before these wikis, which counts what is asked."""
    with FaultProxy(changing.port) as running:
        yield running


def listing(folder: Path, *names: str) -> str:
    path = folder / "names.txt"
    path.write_text("\n".join(names), "utf-8")
    return str(path)


def pages(farm: Farm, **texts: str) -> None:
    told = [{"title": title, "text": text} for title, text in texts.items()]
    farm.populate(wiki.FR, {"pages": told})


def edits_of(farm: Farm, host: str, people: list[str]) -> dict[str, int]:
    path = farm.run / "wikis" / host / "farm.sqlite"
    return {name: wiki.from_database(path, name)["edits"] for name in people}


def test_a_no_from_another_page_is_heard_in_small_answers(
    changing: Farm, tmp_path: Path, run: Run
) -> None:
    header = "{{bots|deny=Other}} {{Header}}"
    talks = {f"User talk:{name}": "much talk " * 3_000 for name in THERE[6:14]}
    talks["User talk:Writer 010"] = "{{Header}}" + talks["User talk:Writer 010"]
    talks["User talk:Writer 011"] = header + talks["User talk:Writer 011"]
    no = {"Template:Nobots": "no", "Template:Bots": "-", "Template:Header": "{{nobots}} hello"}
    pages(changing, **no, **talks)
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    names = listing(tmp_path, *THERE[6:14])
    changing.override(wiki.FR, globals={"wgAPIMaxResultSize": 75_000})
    try:
        day = ("--as-of", str(wiki.AS_OF))
        ran = run("scout", "-C", cohort, "--list", names, "--wiki", wiki.FR, *day, "--json")
    finally:
        changing.override(wiki.FR)
    assert ran.err == ""
    assert json.loads(ran.out)["set_aside"] == {"opt-out": 2}


def test_an_opt_out_moves_with_a_new_name(changing: Farm, tmp_path: Path) -> None:
    pages(changing, **{"User:Writer 014": f"[[{wiki.OPT_OUT}]]"})
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    names = listing(tmp_path, "Writer 014")
    assert found_in(cohort, TODAY, list=names)["set_aside"] == {"opt-out": 1}
    changing.populate(
        wiki.FR,
        {
            "moves": {"User:Writer 014": "User:Fourteen"},
            "renames": {"Writer 014": "Fourteen"},
        },
    )
    for now in (TOMORROW, THEN):
        found = found_in(cohort, now, list=names)
        assert (users(found), found["set_aside"]) == ([], {"opt-out": 1})


def test_no_log_is_asked_of_names_that_are_elsewhere(
    changing: Farm, between: FaultProxy, tmp_path: Path
) -> None:
    cohort = wiki.cohort(changing, tmp_path / "cohort", between.port)
    names = listing(tmp_path, *THERE[:12], "Nobody 1", "nobody 1")
    found = found_in(cohort, TODAY, list=names, wiki=None)
    assert found["set_aside"]["missing"] == 1
    least = {
        host: wiki.least(edits_of(changing, host, people))
        for host, people in ((wiki.FR, THERE[:12]), (wiki.SW, THERE[:8]))
    }
    # The names, the log for nobody's, the contributions.
    assert found["asked"] == {host: 1 + 1 + number for host, number in least.items()}
    assert found_in(cohort, TODAY, list=names, wiki=None)["asked"] == {}
    later = found_in(cohort, TOMORROW, list=names, wiki=None)
    # Accounts by their numbers, names without one, the log, the talk pages.
    assert later["asked"] == {wiki.FR: 1 + 1 + 1 + 1, wiki.SW: 1 + 1 + 1 + 1}
    assert later["candidates"] == found["candidates"]


def test_whoever_is_on_file_is_known_by_todays_name(changing: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    private = cohort / "private"
    (private / "candidates").mkdir(parents=True)
    for name in ("Writer 015", "Writer 016"):
        path = private / "candidates" / f"{name[-3:]}-old.yaml"
        path.write_text(f"wiki: {name}\nhome: {wiki.FR}\n", "utf-8")
    who = user_key(secret_of(cohort), "Writer 015")
    line = {"person": "015-old", "who": who, "answer": "declined", "on": "2025-01-20"}
    (private / "invitations.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    changing.populate(wiki.FR, {"renames": {"Writer 015": "Fifteen", "Writer 016": "Sixteen"}})
    names = listing(tmp_path, "Fifteen", "Sixteen", "Writer 017")
    found = found_in(cohort, TODAY, list=names)
    assert found["set_aside"] == {"candidate": 1, "declined": 1}
    assert users(found) == ["Writer 017"]
    # Names on file ride along; a log for each that is gone, and the new names at once.
    assert found["asked"] == {wiki.FR: 1 + 2 + 0 + 1}
    assert found_in(cohort, TODAY, list=names)["asked"] == {}


def test_who_was_renamed_is_found_wherever_it_is_looked_for_first(
    changing: Farm, tmp_path: Path
) -> None:
    changing.populate(wiki.FR, {"renames": {"Writer 006": "Six"}})
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    (cohort / "private").mkdir()
    (cohort / "private" / "mentorkit.yaml").write_text(f"scout: {{wikis: [{wiki.FR}]}}\n", "utf-8")
    names = listing(tmp_path, "Writer 006")
    found_in(cohort, TODAY, list=names, wiki=wiki.SW)
    assert users(found_in(cohort, TODAY, list=names, wiki=wiki.FR)) == ["Six"]


def test_a_name_is_whoever_has_it_today(changing: Farm, tmp_path: Path) -> None:
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    names = listing(tmp_path, "Writer 018")
    (first,) = found_in(cohort, TODAY, list=names)["candidates"]
    changing.populate(wiki.FR, {"renames": {"Writer 018": "Eighteen"}})
    (second,) = found_in(cohort, TOMORROW, list=names)["candidates"]
    assert (second["user"], second["months"]) == ("Eighteen", first["months"])
    changing.populate(wiki.FR, {"accounts": {"Writer 018": {}}})
    found = found_in(cohort, THEN, list=names)
    assert (found["candidates"], found["set_aside"]) == ([], {"seldom": 1})
    assert found_in(cohort, THEN, list=names)["asked"] == {}


def test_the_same_reasons_hold_in_every_look(changing: Farm, tmp_path: Path) -> None:
    changing.populate(
        wiki.FR,
        {
            "accounts": {"Quiet one": {}, "Quiet two": {}},
            "pages": [{"title": "User talk:Quiet one", "text": "{{nobots}}"}],
        },
    )
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    names = listing(tmp_path, "Quiet one", "Quiet two")
    for now in (TODAY, TODAY, TOMORROW, TOMORROW):
        assert found_in(cohort, now, list=names)["set_aside"] == {"opt-out": 1, "seldom": 1}


def test_a_signature_may_be_a_link_to_contributions(changing: Farm, tmp_path: Path) -> None:
    signed = "10 mai 2025 à 10:00 (CEST)"
    pages(
        changing,
        **{
            "Project:Signatures": f"# [[Spécial:Contributions/Writer 019|x]] {signed}\n"
            f"# [[Special:Contribs/Writer 020|x]] {signed}\n"
            f"# see [[Spécial:Diff/Writer 021|x]] {signed}\n"
        },
    )
    cohort = wiki.cohort(changing, tmp_path / "cohort")
    found = found_in(cohort, TODAY, sign_up="Project:Signatures")
    assert sorted(users(found)) == ["Writer 019", "Writer 020"]
    assert found["looked_at"] == 2
