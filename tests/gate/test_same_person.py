"""One person with two files, a second user name or an address: heard once, written to once."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Contact, Seen, Written
from mentorkit.rules.gate import Gate
from mentorkit.rules.marks import account_key
from mentorkit.rules.user_key import address_key, user_key
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]
SECRET = b"0" * 32
DAY = date(2025, 2, 1)
FR = "fr.wikipedia.org"
PROGRAMME = mentorkit_yaml(
    "small",
    f"""\
coordinators: [dana]
remote: private
wikis:
  {FR}: {{assent: {{result: assent, closed: 2024-01-20}}, vanished: [Utilisatrice partie]}}
""",
)
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nwiki: Dana D\nroles: [coordinator]\n",
    "people/ana.yaml": f"name: Ana\nwiki: Ana New\nhome: {FR}\nroles: [mentee]\n",
    "people/bea.yaml": f"name: Bea\nwiki: Bea B\nhome: {FR}\nroles: [mentee]\n",
    "private/people/ana.yaml": "email: shared@example.org\n",
    "private/people/bea.yaml": "email: shared@example.org\n",
}


def wiki_user(name: str, more: str = "") -> str:
    return f"wiki: {name}\nhome: {FR}\n{more}"


def mailed(address: str) -> str:
    return f"name: Somebody\nemail: {address}\n"


def gate_of(
    cohort_of: CohortOf,
    candidates: Mapping[str, str],
    answers: tuple[Answer, ...] = (),
    written: tuple[Written, ...] = (),
) -> tuple[Gate, Cohort]:
    own = {f"private/candidates/{id_}.yaml": text for id_, text in candidates.items()}
    cohort = cohort_of(FILES | own)
    return Gate(cohort, answers, (), DAY, written=written, secret=SECRET), cohort


def now(name: str) -> Seen:
    return Seen(FR, name, 7, emailable=True)


INVITE = Contact("invite.mentee", "wikimail", DAY)
BY_MAIL = Contact("invite.mentee", "mail", DAY)


def no_of(key: str) -> Answer:
    return Answer("erased", "declined", None, key)


@pytest.mark.parametrize("name", ["Old", "New"])
def test_a_no_is_heard_under_the_old_and_the_new_name(cohort_of: CohortOf, name: str) -> None:
    answers = (no_of(user_key(SECRET, name)),)
    gate, cohort = gate_of(cohort_of, {"old": wiki_user("Old")}, answers)
    assert "declined" in gate.refusals(cohort.candidates["old"], INVITE, now("New"))


def test_who_takes_part_under_the_new_name_is_in(cohort_of: CohortOf) -> None:
    gate, cohort = gate_of(cohort_of, {"old": wiki_user("Old")})
    old = cohort.candidates["old"]
    assert gate.refusals(old, INVITE, now("Ana New")) == ("already-in",)
    assert gate.refusals(old, INVITE, now("Old")) == ()


def test_a_renamed_candidate_is_another_candidate(cohort_of: CohortOf) -> None:
    gate, cohort = gate_of(cohort_of, {"a-new": wiki_user("New"), "b-old": wiki_user("Old")})
    assert gate.refusals(cohort.candidates["b-old"], INVITE, now("New")) == ("duplicate",)
    assert gate.refusals(cohort.candidates["a-new"], INVITE, now("New")) == ()


def test_an_arm_and_an_application_are_known_by_the_user_name(cohort_of: CohortOf) -> None:
    files = {f"private/candidates/{id_}.yaml": wiki_user("Same") for id_ in ("a-arm", "z-arm")}
    cohort = cohort_of(FILES | files)
    gate = Gate(cohort, (), (), DAY, {"z-arm": "none"}, secret=SECRET)
    assert gate.refusals(cohort.candidates["a-arm"], INVITE) == ("trial-none",)
    applied = {"private/applications/z-arm.yaml": "applied: 2025-01-20\n"}
    cohort = cohort_of(FILES | files | applied)
    gate = Gate(cohort, (), (), DAY, secret=SECRET)
    assert gate.refusals(cohort.candidates["a-arm"], INVITE) == ("applied",)


def test_one_address_one_letter(cohort_of: CohortOf) -> None:
    two = {"a": mailed("One@Example.org"), "b": mailed("one@example.ORG"), "c": mailed("c@x.org")}
    gate, cohort = gate_of(cohort_of, two)
    found = {id_: gate.refusals(each, BY_MAIL) for id_, each in cohort.candidates.items()}
    assert found == {"a": (), "b": ("duplicate",), "c": ()}


def test_the_address_of_who_takes_part_is_theirs(cohort_of: CohortOf) -> None:
    gate, cohort = gate_of(cohort_of, {"a": mailed("SHARED@example.org")})
    assert gate.refusals(cohort.candidates["a"], BY_MAIL) == ("already-in",)


def test_what_went_to_an_address_is_known_by_it(cohort_of: CohortOf) -> None:
    key = address_key(SECRET, "one@example.org")
    letter = Written("erased", "invite.mentee", date(2025, 1, 31), key)
    for answers, written, codes in (
        ((no_of(key),), (), ("declined",)),
        ((), (letter,), ("recently",)),
    ):
        gate, cohort = gate_of(cohort_of, {"a": mailed("One@example.org")}, answers, written)
        assert gate.refusals(cohort.candidates["a"], BY_MAIL) == codes


def test_two_who_take_part_may_share_an_address(cohort_of: CohortOf) -> None:
    key = address_key(SECRET, "shared@example.org")
    written = (Written("ana", "thanks.mentee", date(2025, 1, 31), key),)
    gate, cohort = gate_of(cohort_of, {}, (), written)
    thanks = Contact("thanks.mentee", "mail", DAY)
    assert gate.refusals(cohort.people["ana"], thanks) == ("already-sent",)
    assert gate.refusals(cohort.people["bea"], thanks) == ()


def test_one_line_keeps_a_no_for_every_name_and_the_address(cohort_of: CohortOf) -> None:
    keys = (user_key(SECRET, "Awa wa Pili"), address_key(SECRET, "awa@example.org"))
    answers = (Answer("erased", "declined", None, user_key(SECRET, "Awa"), None, keys),)
    people = {"a": wiki_user("Awa"), "b": wiki_user("awa_wa Pili"), "c": mailed("Awa@example.org")}
    gate, cohort = gate_of(cohort_of, {**people, "d": wiki_user("Awa tatu")}, answers)
    said = {id_: "declined" in gate.refusals(each) for id_, each in cohort.candidates.items()}
    assert said == {"a": True, "b": True, "c": True, "d": False}


VANISHED = ["Vanished user 12345", "Renamed user 7f3a", "vanished_user", "Utilisateur disparu 9"]
VANISHED += ["Utilisatrice partie 4"]


@pytest.mark.parametrize("name", VANISHED)
def test_whoever_vanished_is_left_alone(cohort_of: CohortOf, name: str) -> None:
    gate, cohort = gate_of(cohort_of, {"a": wiki_user("Old", "email: a@example.org\n")})
    for about in (INVITE, BY_MAIL, Contact("waiting.mentee", "wikimail", DAY)):
        assert gate.refusals(cohort.candidates["a"], about, now(name)) == ("vanished",)
    ana = cohort.people["ana"]
    check_in = Contact("check-in", "wikimail", DAY)
    assert gate.refusals(ana, check_in, now(name)) == ("vanished",)
    assert gate.refusals(ana, Contact("check-in", "mail", DAY), now(name)) == ()


def test_a_name_that_only_begins_so_is_nobody_who_vanished(cohort_of: CohortOf) -> None:
    for name in ("Vanished users' friend", "Vanished", "Renamed userland"):
        gate, cohort = gate_of(cohort_of, {"a": wiki_user("Old")})
        assert gate.refusals(cohort.candidates["a"], INVITE, now(name)) == ()


def test_a_letter_is_remembered_by_the_account_under_every_later_name(cohort_of: CohortOf) -> None:
    """The first file, and the name that it had, are gone; only the account is still the same."""
    kept = account_key(SECRET, now("Before"))
    written = (Written("erased", "invite.mentee", date(2025, 1, 20), "a", account=kept),)
    gate, cohort = gate_of(cohort_of, {"c1": wiki_user("After")}, written=written)
    assert gate.refusals(cohort.candidates["c1"], INVITE, now("After")) == ("recently",)
    other = Seen(FR, "After", 8, emailable=True)
    assert gate.refusals(cohort.candidates["c1"], INVITE, other) == ()


@pytest.mark.parametrize("answered", [("rosa", ""), ("other", "rosa-key"), ("rosa", "rosa-key")])
def test_a_no_holds_for_the_account_that_was_written_to(
    cohort_of: CohortOf, answered: tuple[str, str]
) -> None:
    """Written to under the old name, said no, file removed; a new file has the new name."""
    kept = account_key(SECRET, now("Rosa Alt"))
    written = (Written("rosa", "invite.mentee", date(2024, 1, 20), "rosa-key", account=kept),)
    no = Answer(answered[0], "declined", date(2024, 2, 1), answered[1])
    gate, cohort = gate_of(cohort_of, {"r2": wiki_user("Rosa Neu")}, (no,), written)
    assert gate.refusals(cohort.candidates["r2"], INVITE, now("Rosa Neu")) == ("declined",)
    other = Seen(FR, "Rosa Neu", 8, emailable=True)
    assert gate.refusals(cohort.candidates["r2"], INVITE, other) == ()


def test_a_letter_without_a_name_ties_nobody_to_anybody(cohort_of: CohortOf) -> None:
    kept = account_key(SECRET, now("Somebody"))
    written = (Written("erased", "invite.mentee", date(2024, 1, 20), "", account=kept),)
    no = Answer("gone", "declined", date(2024, 2, 1))
    gate, cohort = gate_of(cohort_of, {"c": wiki_user("Somebody")}, (no,), written)
    assert gate.refusals(cohort.candidates["c"], INVITE, now("Somebody")) == ()


def test_a_no_holds_for_the_name_that_was_written_to(cohort_of: CohortOf) -> None:
    """The letter went to the name of its day, not to that in the file, which is gone."""
    today = user_key(SECRET, "Rosa Neu")
    written = (Written("rosa", "invite.mentee", date(2024, 1, 20), today),)
    no = Answer("rosa", "declined", date(2024, 2, 1), user_key(SECRET, "Rosa Alt"))
    gate, cohort = gate_of(cohort_of, {"r2": wiki_user("Rosa Neu")}, (no,), written)
    assert gate.refusals(cohort.candidates["r2"], INVITE) == ("declined",)
