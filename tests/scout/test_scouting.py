"""Whose accounts are one person's, who is set aside and why, and what is said of the others."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.scouting import Found, Listing, Prospect, Sieve, figures_of, gather, in_order
from mentorkit.recruit.steadiness import Month, months_before
from running import mentorkit_yaml

DAY = date(2025, 6, 20)
FR, SW = "fr.wikipedia.org", "sw.wikipedia.org"
WINDOW = months_before(DAY, 24)
CohortOf = Callable[..., Cohort]


def account(name: str, number: int = 1, **more: Any) -> Account:
    return Account(number, name, DAY, **more)


def listing(user: str, host: str = FR, role: str = "") -> Listing:
    return Listing(host, user, f"on the list of {host}", role)


def test_one_global_account_is_one_person() -> None:
    wikis: dict[str, dict[str, Account | None]] = {
        FR: {"Amina": account("Amina", 1, central=7)},
        SW: {"Amina": account("Amina", 9, central=7)},
    }
    people, missing = gather([listing("Amina"), listing("Amina", SW, "mentor")], wikis)
    (one,) = people
    assert (sorted(one.accounts), one.role, missing) == ([FR, SW], "mentor", 0)
    assert one.sources == (f"on the list of {FR}", f"on the list of {SW}")


@pytest.mark.parametrize("there", [8, -1])
def test_a_namesake_elsewhere_is_somebody_else(there: int) -> None:
    wikis: dict[str, dict[str, Account | None]] = {
        FR: {"Amina": account("Amina", 1, central=7)},
        SW: {"Amina": account("Amina", 9, central=there)},
    }
    (one,), _ = gather([listing("Amina")], wikis)
    assert sorted(one.accounts) == [FR]
    both, _ = gather([listing("Amina"), listing("Amina", SW)], wikis)
    assert [sorted(each.accounts) for each in both] == [[FR], [SW]]


def test_wikis_without_global_accounts_share_names() -> None:
    wikis: dict[str, dict[str, Account | None]] = {
        FR: {"amina": account("Amina", 1)},
        SW: {"Amina": account("Amina", 9)},
    }
    (one,), _ = gather([listing("amina")], wikis)
    assert sorted(one.accounts) == [FR, SW]


def test_names_without_an_account_are_counted_once() -> None:
    wikis: dict[str, dict[str, Account | None]] = {FR: {"Nobody": None}}
    assert gather([listing("Nobody"), listing("Nobody")], wikis) == ([], 1)
    wikis[FR]["nobody"] = None
    assert gather([listing("Nobody"), listing("nobody")], wikis) == ([], 1)


FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "test",
        """\
wikis:
  fr.wikipedia.org: {leaders: [sysop, patroller]}
  sw.wikipedia.org: {}
""",
    ),
    "people/amina.yaml": "name: Amina Diallo\nwiki: AminaD\nroles: [mentor]\n",
    "private/people/amina.yaml": "email: amina@example.org\n",
    "private/candidates/kofi.yaml": "wiki: Kofi_A\nhome: fr.wikipedia.org\n",
}


@pytest.fixture
def sieve(cohort_of: CohortOf) -> Sieve:
    return Sieve(cohort_of(FILES), lambda user: user == "Said no", DAY)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Prospect({FR: account("AminaD")}), "already-in"),
        (Prospect({SW: account("New name", also=("aminaD",))}), "already-in"),
        (Prospect(email="Amina@Example.org", name="A. D."), "already-in"),
        (Prospect(name="amina  diallo"), "already-in"),
        (Prospect({FR: account("Kofi A")}), "candidate"),
        (Prospect({FR: account("Said no")}), "declined"),
        (Prospect({FR: account("Now willing", also=("Said no",))}), "declined"),
        (Prospect({FR: account("Amina Diallo")}), ""),
    ],
)
def test_whom_the_files_know(sieve: Sieve, person: Prospect, code: str) -> None:
    assert sieve.known(person) == code


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Prospect({FR: account("A", groups=("editor",))}), ""),
        (Prospect({FR: account("A", groups=("bot", "sysop"))}), "bot"),
        (Prospect({FR: account("A"), SW: account("A", blocked=True)}), "blocked"),
        (Prospect({FR: account("A", groups=("patroller",))}), "leader"),
        (Prospect({SW: account("A", groups=("patroller",))}), ""),
        (Prospect({SW: account("A", groups=("steward",))}), "leader"),
        (Prospect({FR: account("A", registered=date(2024, 6, 20))}), ""),
        (Prospect({FR: account("A", registered=date(2024, 6, 21))}), "too-new"),
        (
            Prospect(
                {
                    FR: account("A", registered=date(2025, 1, 1)),
                    SW: account("A", registered=date(2020, 1, 1)),
                }
            ),
            "",
        ),
        (Prospect({FR: account("A", page_refuses=True)}), "opt-out"),
        (Prospect({FR: account("A"), SW: account("A", talk_refuses=True)}), "opt-out"),
    ],
)
def test_whose_account_says_enough(sieve: Sieve, person: Prospect, code: str) -> None:
    assert sieve.account(person) == code


@pytest.mark.parametrize(
    ("day", "registered", "code"),
    [
        (date(2026, 8, 31), date(2025, 8, 31), ""),
        (date(2026, 8, 31), date(2025, 9, 1), "too-new"),
        (date(2026, 8, 29), date(2025, 8, 29), ""),
        (date(2024, 2, 29), date(2023, 2, 28), ""),
        (date(2024, 2, 29), date(2023, 3, 1), "too-new"),
    ],
)
def test_the_end_of_a_month_is_a_day_like_others(
    cohort_of: CohortOf, day: date, registered: date, code: str
) -> None:
    sieve = Sieve(cohort_of(FILES), lambda user: False, day)
    assert sieve.account(Prospect({FR: account("A", registered=registered)})) == code


def found(cohort: Cohort, *people: Prospect) -> list[Found]:
    rules = cohort.programme.scout
    measured = [(each, figures_of(each, WINDOW, rules)) for each in people]
    assert Sieve(cohort, lambda user: False, DAY).work(measured[0][1]) == ""
    return in_order(measured, WINDOW, [*cohort.people, *cohort.candidates])


def steady(name: str, number: int = 1, **more: Any) -> Account:
    months = {month: Month({0: 9, 3: 3}, files=0) for month in WINDOW[12:]}
    return account(name, number, first=WINDOW[0], through=WINDOW[-1], months=months, **more)


def test_the_sentence_says_facts_of_public_work(cohort_of: CohortOf) -> None:
    person = Prospect(
        {FR: steady("Neema", groups=("editor",), registered=date(2019, 4, 2))}, ("on a list",)
    )
    (one,) = found(cohort_of(FILES), person)
    assert one.why == (
        "Active in 12 of the 24 months up to 2025-05 on fr.wikipedia.org, the last 12 without a"
        " break; 25 % in discussions of 144 edits; holds editor; there since 2019; found on a list."
    )


def test_ids_are_new_and_made_of_latin_letters(cohort_of: CohortOf) -> None:
    people = [
        Prospect({FR: steady("Kofi")}),
        Prospect({FR: steady("Amina")}),
        Prospect({FR: steady("سميرة", 4711)}),
        Prospect({FR: steady("Zoë Q.")}),
        Prospect({FR: steady("Zoe q")}),
    ]
    ids = {one.user: one.person for one in found(cohort_of(FILES), *people)}
    assert ids == {
        "Kofi": "kofi-2",
        "Amina": "amina-2",
        "سميرة": "user-4711",
        "Zoe q": "zoe-q",
        "Zoë Q.": "zoe-q-2",
    }


def test_home_is_where_most_was_done_in_the_window(cohort_of: CohortOf) -> None:
    little = account("A", 2, months={WINDOW[0]: Month({0: 2}), "2020-01": Month({0: 999})})
    (one,) = found(cohort_of(FILES), Prospect({SW: little, FR: steady("A")}))
    assert one.home == FR
