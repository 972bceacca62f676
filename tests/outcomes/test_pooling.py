"""Several cohorts together: sums counted by hand, and what must stay withheld."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from outcome_reports import SMALL

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.outcomes.pooling import Share, Stage, count, gap
from mentorkit.rules.disclosure import shown
from mentorkit.rules.pool import PooledCount
from mentorkit.verbs.report_pool import pool
from running import REAL_TODAY, Ran, lay_out


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


def test_that_a_number_is_withheld_narrows_it_down() -> None:
    """Of 10, five are never withheld: a goal of 4 met, and one missed, leave 4 and 1 of 5."""
    met, missed = (
        share(4, 6, 10, hidden=True, low=4, high=10),
        share(1, 9, 10, hidden=True, high=3),
    )
    assert count("diversity", "", [met, missed]).withheld


@pytest.mark.parametrize("of", [10, 12, 15])
def test_whoever_knows_which_goals_are_met_is_left_in_doubt(of: int) -> None:
    withheld = [n for n in range(of + 1) if None in shown((n, of - n))]

    def known(number: int, target: int) -> tuple[int, int]:
        return (target, of) if number >= target else (0, target - 1)

    told = 0
    for target, one, other in product(range(1, of + 1), withheld, withheld):
        ends = [known(number, target) for number in (one, other)]
        pooled = count(
            "diversity",
            "",
            [
                share(number, of - number, of, hidden=True, low=low, high=high)
                for number, (low, high) in zip((one, other), ends, strict=True)
            ],
        )
        (low, high), (low_other, high_other) = ends
        left = [
            number
            for number in withheld
            if low <= number <= high
            and low_other <= one + other - number <= high_other
            and one + other - number in withheld
        ]
        assert pooled.withheld or len(left) >= 2
        told += not pooled.withheld
    assert told


def test_how_many_are_not_satisfied_is_left_in_doubt_too() -> None:
    # Goals of 8 missed for good leave at least 8 of 15 not satisfied, each: 16 is the least.
    missed = {"hidden": True, "low": 0, "high": 7, "rest_low": 8, "rest_high": 15}
    two = [share(2, 8, 15, **missed), share(4, 8, 15, **missed)]
    assert count("satisfied.mentees", "", two, bounds=True).withheld
    three = [share(2, 9, 15, **missed), share(4, 8, 15, **missed)]
    assert count("satisfied.mentees", "", three, bounds=True).value == 6


@pytest.mark.parametrize("wait", [{"open": True}, {"missing": True}])
def test_hidden_numbers_are_told_together_once_all_are_there(wait: Mapping[str, bool]) -> None:
    """Else the sums of two days would differ by the one that came in between."""
    hidden = [share(8, 3, 15, hidden=True, high=15), share(9, 3, 15, hidden=True, high=15)]
    assert count("satisfied.mentees", "", hidden, bounds=True).value == 17
    late = share(0, 0, 15, **wait)
    pooled = count("satisfied.mentees", "", [*hidden, late], bounds=True)
    assert (pooled.value, pooled.withheld) == (None, True)
    assert "come" in pooled.note
    told = count("satisfied.mentees", "", [share(6, 6, 15), late], bounds=True)
    assert (told.value, told.withheld) == (6, False)


def test_hidden_gaps_are_told_together_once_all_are_there() -> None:
    late = [Stage("d", (*GROUPS[0], NOBODY), open=True)]
    assert gap("equity.leaders", "", [*stages(GROUPS, hidden=True), *late]).withheld
    assert gap("equity.leaders", "", [*stages(GROUPS), *late]).value == 20.0


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


PROGRAMME = """\
id: {name}
name: {name}
fictional: yes
from: 2025-03-03
to: {end}
goals: {{mentees_satisfied: 8, diversity: {{group: women, at_least: 5, baseline: 13%}}}}
"""
WAVE = "- {{wave: end, role: mentee, closed: {}, invited: 15, responded: {}, satisfied: {}}}\n"


def of_fifteen(
    folder: Path,
    name: str,
    answers: tuple[str, int, int] | None,
    end: str = "2025-06-01",
    women: int = 4,
) -> Cohort:
    """Lay out fifteen mentees, some of them women, who answered the end survey so."""
    files = {"mentorkit.yaml": PROGRAMME.format(name=name, end=end)}
    for number in range(15):
        files[f"people/m{number}.yaml"] = (
            f"name: M{number}\nroles: [mentee]\nenrolled: 2025-02-01\nstarted: 2025-03-03\n"
        )
        group = "women" if number < women else "men"
        files[f"private/people/m{number}.yaml"] = f"groups: [{group}]\n"
    if answers:
        files["surveys.yaml"] = WAVE.format(*answers)
    cohort, problems = open_cohort(lay_out(folder / name, files), REAL_TODAY)
    assert [problem for problem in problems if not problem.warning] == []
    assert cohort
    return cohort


def told_of(cohorts: Sequence[Cohort], day: str, name: str) -> PooledCount:
    (found,) = [each for each in pool(cohorts, date.fromisoformat(day)).counts if each.id == name]
    return found


HERE = "2025-06-10"
ANSWERED = [  # what the end surveys of the cohorts gave: closed, answered, satisfied; what is told
    ([(HERE, 12, 9), (HERE, 12, 8)], (17, False)),
    ([(HERE, 12, 9)], (None, True)),
    ([(HERE, 12, 9), (HERE, 12, 6)], (None, True)),  # the sum less the one that is told
    ([(HERE, 12, 9), (HERE, 12, 8), (HERE, 12, 6)], (23, False)),
    # Both goals of 8 are met, so that of 16 each has 8.
    ([(HERE, 12, 8), (HERE, 12, 8)], (None, True)),
    ([(HERE, 12, 6), None], (6, False)),
    ([(HERE, 12, 9), (HERE, 12, 8), None], (None, True)),  # it may still come, and with it a number
]


@pytest.mark.parametrize(("answered", "told"), ANSWERED)
def test_withheld_numbers_of_real_cohorts_together(
    tmp_path: Path, answered: Sequence[tuple[str, int, int] | None], told: tuple[int | None, bool]
) -> None:
    cohorts = [of_fifteen(tmp_path, f"c{n}", each) for n, each in enumerate(answered)]
    found = told_of(cohorts, "2025-06-20", "satisfied.mentees")
    assert (found.value, found.withheld) == told
    assert found.of == 15 * len(cohorts)


def test_two_days_do_not_differ_by_one_withheld_number(tmp_path: Path) -> None:
    cohorts = [
        of_fifteen(tmp_path, "a", (HERE, 12, 9)),
        of_fifteen(tmp_path, "b", (HERE, 12, 8)),
        of_fifteen(tmp_path, "late", ("2025-07-10", 12, 11), end="2025-06-20", women=3),
    ]
    days = ("2025-06-30", "2025-07-09", "2025-07-10")
    assert [told_of(cohorts, day, "satisfied.mentees").value for day in days] == [None, None, 28]
    together = told_of(cohorts, "2025-07-10", "diversity")
    assert (together.value, together.of) == (11, 45)
    assert told_of(cohorts, "2025-06-20", "diversity").withheld


@pytest.mark.parametrize(
    ("day", "of", "low", "high"),
    [("2025-06-14", 15, 0.4, 0.6), ("2025-06-15", 30, 0.2, 0.8)],
)
def test_a_cohort_that_was_never_asked_counts_as_unknown(
    tmp_path: Path, day: str, of: int, low: float, high: float
) -> None:
    cohorts = [of_fifteen(tmp_path, "a", (HERE, 12, 6)), of_fifteen(tmp_path, "b", None)]
    found = told_of(cohorts, day, "satisfied.mentees")
    assert (found.value, found.of, found.low, found.high) == (6, of, low, high)
    assert found.open == (("b",) if of == 15 else ())


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("leaders_end", "2025-06-14"),
        ("leaders_year", "2026-06-14"),
        ("mentees.left", "2025-06-01"),
        ("mentees.left_year", "2026-06-01"),
        ("diversity", "2025-06-01"),
    ],
)
def test_a_number_is_added_up_from_the_day_on_which_it_is_final(
    tmp_path: Path, name: str, last: str
) -> None:
    cohort = of_fifteen(tmp_path, "a", None)
    after = date.fromisoformat(last) + timedelta(days=1)
    assert told_of([cohort], last, name).open == ("a",)
    assert told_of([cohort], str(after), name).open == ()


def test_gaps_are_added_up_from_the_day_on_which_they_are_final(tmp_path: Path) -> None:
    cohort = of_fifteen(tmp_path, "a", None)
    days = ("2025-06-01", "2025-06-02", "2026-06-14", "2026-06-15")
    gaps = [pool([cohort], date.fromisoformat(day)).gaps for day in days]
    waiting = [{each.id for each in of_day if each.open} for of_day in gaps]
    both = {"equity.completed", "equity.leaders"}
    assert waiting == [both, {"equity.leaders"}, {"equity.leaders"}, set()]


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
    assert [(c["group"], c["cohorts"]) for c in diverse] == [
        ("women", ["small-2025", "second-2025"]),
        ("editors", ["third-2025"]),
    ]
    assert [each["group"] for each in told["gaps"]] == ["women"] * 2 + ["editors"] * 2
    assert counts["leaders_end"]["group"] is None


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
        assert not re.search(rf"(?<!\w){name}(?!\w)", text)
    for label in ("Mentees of the declared group: women", "Took a new role: women"):
        assert label in unescape(text)
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
