"""Whose edits are counted: a yes by the day, and nothing else."""

from datetime import date

import pytest

from mentorkit.cohort.model import Person
from mentorkit.rules.counting import counted, unasked

DAY = date(2025, 6, 20)
YES = {"activity": "2025-06-20"}

PEOPLE = [
    ("agreed on the day", {"consent": YES}, True, False),
    ("agrees later", {"consent": {"activity": "2025-06-21"}}, False, False),
    ("agreed to other things", {"consent": {"named": "2025-02-01"}}, False, False),
    ("said no", {"consent": {}}, False, False),
    ("not asked", {}, False, True),
    ("not asked, an account on one wiki", {"wiki": None, "wikis": {"a.org": "Z"}}, False, True),
    ("without an account", {"wiki": None, "consent": YES}, False, False),
    ("without an account, not asked", {"wiki": None}, False, False),
    ("a speaker", {"roles": ["speaker"], "consent": YES}, False, False),
    ("a mentor who speaks", {"roles": ["speaker", "mentor"], "consent": YES}, True, False),
]


@pytest.mark.parametrize(("who", "facts", "yes", "open_"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_only_a_yes_by_the_day_is_a_yes(
    who: str, facts: dict[str, object], yes: bool, open_: bool
) -> None:
    given = {"id": "zoe", "name": who, "wiki": "Zoë Quiñones", "roles": ["mentee"], **facts}
    told = {key: value for key, value in given.items() if value is not None}
    person = Person.model_validate(told)
    assert counted(person, DAY) is yes
    assert bool(unasked([person])) is open_
