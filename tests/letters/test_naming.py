"""Who is meant by a word on the command line."""

import pytest

from mentorkit.cohort.model import Person
from mentorkit.problems import Misuse
from mentorkit.rules.naming import find_person

PEOPLE = {
    person.id: person
    for person in (
        Person.model_validate({"roles": ["mentee"], **fields})
        for fields in (
            {"id": "amina", "name": "Amina", "wiki": "AminaD"},
            {"id": "amin", "name": "Aminata", "wiki": "élan vital"},
            {"id": "li", "name": "李娜", "wikis": {"zh.wikipedia.org": "Li Na"}},
            {"id": "zoltan", "name": "Zoltán Kis"},
            {"id": "one", "name": "Twin One", "wiki": "Twin"},
            {"id": "two", "name": "Twin Two", "wiki": "Twin"},
        )
    )
}


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("amina", "amina"),
        ("amin", "amin"),
        ("AminaD", "amina"),
        ("aminaD", "amina"),
        ("Élan_vital", "amin"),
        ("Li_Na", "li"),
        ("李", "li"),
        ("zolt\u0061\u0301n", "zoltan"),
        ("ZOLT", "zoltan"),
        ("Amina", "amina"),
        ("Aminat", "amin"),
        ("twin o", "one"),
    ],
)
def test_an_id_a_user_name_or_the_start_of_a_name(word: str, id_: str) -> None:
    assert find_person(word, PEOPLE).id == id_


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("Ami", "'Ami' may mean amina or amin", "write the id"),
        ("Twin", "'Twin' may mean one or two", "write the id"),
        ("AMINAD", "nobody here is called 'AMINAD'", "did you mean 'AminaD'?"),
        ("zoltam", "nobody here is called 'zoltam'", "did you mean 'zoltan'?"),
        ("", "nobody here is called ''", "write an id, a user name or a name's start"),
    ],
)
def test_anything_else_is_a_misuse(word: str, message: str, hint: str) -> None:
    with pytest.raises(Misuse) as raised:
        find_person(word, PEOPLE)
    assert (raised.value.message, raised.value.hint) == (message, hint)
