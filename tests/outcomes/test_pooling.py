"""Several cohorts together: sums counted by hand, and what must stay withheld."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from outcome_reports import SMALL

from many import Call, run_many
from mentorkit.outcomes.pooling import Share, Stage, count, gap
from running import Ran


def share(value: int, rest: int, of: int, **how: object) -> Share:
    return Share("c", value, rest, of, **how)  # type: ignore[arg-type]


def test_shares_are_added_up_with_wilsons_interval() -> None:
    told = count("leaders_end", "", [share(7, 3, 10), share(5, 0, 5), share(1, 9, 10, open=True)])
    assert (told.value, told.of, len(told.cohorts), len(told.open)) == (12, 15, 2, 1)
    assert (told.low, told.high) == (0.5481, 0.9295)


def test_bounds_count_none_and_all_of_the_unknown() -> None:
    told = count("satisfied.mentees", "", [share(9, 1, 15), share(11, 4, 15)], bounds=True)
    assert (told.value, told.low, told.high) == (20, round(20 / 30, 4), round(25 / 30, 4))


HIDDEN = [  # value, rest, low, high of each hidden cohort; whether the sum may be told
    ([], True),
    ([(8, 7, 0, 15)], False),  # the sum less the others would be its number
    ([(8, 3, 0, 15), (9, 3, 0, 15)], True),
    ([(8, 2, 0, 15), (9, 2, 0, 15)], False),  # four in all who are not satisfied
    ([(2, 9, 0, 15), (2, 9, 0, 15)], False),
    ([(15, 0, 0, 15), (15, 0, 0, 15)], False),  # everybody
    ([(12, 3, 12, 15), (12, 3, 12, 15)], False),  # the least that met goals allow: 12 each
    ([(11, 3, 0, 11), (11, 3, 0, 11)], False),  # the most that missed goals allow: 11 each
    ([(12, 3, 12, 15), (13, 2, 12, 15)], True),
]


@pytest.mark.parametrize(("hidden", "told"), HIDDEN)
def test_a_withheld_number_is_told_in_no_sum_that_brings_it_back(
    hidden: Sequence[tuple[int, int, int, int]], told: bool
) -> None:
    shares = [share(v, r, 15, hidden=True, low=low, high=high) for v, r, low, high in hidden]
    pooled = count("satisfied.mentees", "", [share(6, 6, 15), *shares], bounds=True)
    assert pooled.withheld != told
    assert (pooled.value is not None) == told
    if told:
        assert pooled.value == 6 + sum(value for value, *_ in hidden)


def test_nothing_is_told_before_a_cohort_is_over() -> None:
    pooled = count("leaders_year", "", [share(1, 9, 10, open=True)])
    assert (pooled.value, pooled.withheld, pooled.open) == (None, False, ("c",))


NOBODY = (0, 0)
GROUPS = [((20, 5), (16, 11)), ((18, 5), (16, 11)), ((18, 4), (16, 10))]


def stages(groups: Sequence[tuple[tuple[int, int], tuple[int, int]]], **how: bool) -> list[Stage]:
    return [Stage("c", (*group, NOBODY), **how) for group in groups]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_gap_over_three_cohorts_is_newcombes(hidden: bool) -> None:
    # 56 of 70 against 48 of 80: Newcombe 1998, method 10, gives .0524 to .3339.
    told = gap("equity.leaders", "", stages(GROUPS, hidden=hidden))
    assert (told.value, told.low, told.high, told.ratio) == (20.0, 5.2, 33.4, 1.33)


@pytest.mark.parametrize(
    "parts",
    [
        stages(GROUPS[:2]),  # two cohorts are too few
        [*stages(GROUPS[:2]), *stages(GROUPS[2:], hidden=True)],  # one would be told by the rest
        stages([((2, 1), (9, 9)), ((3, 1), (9, 9)), ((3, 2), (9, 9))]),  # four of the group failed
        [*stages(GROUPS[:2]), Stage("c", (*GROUPS[2], (1, 0)))],  # one said nothing
    ],
)
def test_a_gap_that_would_tell_on_somebody_is_withheld(parts: list[Stage]) -> None:
    told = gap("equity.leaders", "", parts)
    assert (told.withheld, told.value, told.low, told.ratio) == (True, None, None, None)


def copy_of(folder: Path, name: str, **changed: str) -> Path:
    """Lay out the small cohort as another programme."""
    for file in SMALL.rglob("*"):
        if file.is_file():
            text = file.read_text("utf-8")
            for old, new in {"small-2025": name, **changed}.items():
                text = text.replace(old, new)
            path = folder / name / file.relative_to(SMALL)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder / name


def pooled(folder: Path, names: Sequence[str], *options: str) -> Ran:
    roots = [folder / name for name in names]
    pool = [word for root in roots for word in ("--pool", str(root))]
    (ran,) = run_many([Call(["-C", str(SMALL), "report", *pool, *options])])
    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_of(tmp_path, "second-2025")
    copy_of(tmp_path, "third-2025", women="editors")
    return tmp_path


def test_small_cohorts_together(folder: Path) -> None:
    ran = pooled(folder, ["second-2025", "third-2025"], "--as-of", "2026-11-22", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert [c["id"] for c in told["cohorts"]] == ["small-2025", "second-2025", "third-2025"]
    assert [(c["mentees"], c["mentors"]) for c in told["cohorts"]] == [(7, 3)] * 3
    counts = {c["id"]: c for c in told["counts"]}
    assert (counts["leaders_end"]["value"], counts["leaders_end"]["of"]) == (6, 21)
    assert (counts["mentees.left"]["value"], counts["mentees.left"]["of"]) == (3, 18)
    diverse = [c for c in told["counts"] if c["id"] == "diversity"]
    assert [c["cohorts"] for c in diverse] == [["small-2025", "second-2025"], ["third-2025"]]


def test_a_cohort_that_is_not_over_is_named_and_not_counted(tmp_path: Path) -> None:
    copy_of(tmp_path, "later-2025", **{"to: 2025-06-01": "to: 2025-07-01"})
    ran = pooled(tmp_path, ["later-2025"], "--as-of", "2025-06-20", "--json")
    counts = {c["id"]: c for c in json.loads(ran.out)["counts"]}
    assert (counts["leaders_end"]["value"], counts["leaders_end"]["of"]) == (2, 7)
    assert counts["leaders_end"]["open"] == ["later-2025"]
    assert counts["leaders_year"]["value"] is None


def test_a_programme_counts_once(folder: Path) -> None:
    ran = pooled(folder, ["second-2025", "second-2025"])
    assert ran.status == 4
    assert "the programme 'second-2025' is in the pool twice" in ran.err


@pytest.mark.parametrize("format_", ["text", "markdown", "wikitext", "html"])
def test_every_format_of_a_pool_has_its_numbers(folder: Path, format_: str) -> None:
    page = folder / "page"
    options = ["--as-of", "2026-11-22", "--format", format_, "--output", str(page)]
    ran = pooled(folder, ["second-2025"], *options)
    assert ran.status == 0, ran.err
    text = page.read_text("utf-8")
    assert "second-2025" in text
    assert "withheld" in text
    for name in ("Ana", "Mia", "Dov", "Dana"):
        assert f">{name}<" not in text
        assert f" {name} " not in text
    if format_ != "html":
        assert "4 of 14" in text


@pytest.mark.parametrize(
    "options", [["--for", "coordinator"], ["--explain", "x"], ["--kind", "proposal"]]
)
def test_a_pool_is_public_and_whole(folder: Path, options: list[str]) -> None:
    assert pooled(folder, ["second-2025"], *options).status == 2


def test_the_problems_of_another_cohort_are_shown_with_its_place(folder: Path) -> None:
    (folder / "second-2025" / "people" / "ana.yaml").write_text("nane: Ana\n", encoding="utf-8")
    ran = pooled(folder, ["second-2025"])
    assert ran.status == 1
    assert "second-2025/people/ana.yaml:1:1" in ran.err
