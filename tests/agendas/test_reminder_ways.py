"""By which way a reminder goes, and what it says there: nothing private passes through a wiki."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from agenda_texts import moment

from mentorkit.cohort.model import Cohort
from mentorkit.problems import Problem
from mentorkit.verbs.notes import Note
from mentorkit.verbs.remind_send import reminders
from running import PROGRAMME

CohortOf = Callable[[Mapping[str, str]], Cohort]

HOME = "home: fr.wikipedia.org\n"
NAMED = "consent: {named: 2025-01-10}\n"
FILES = {
    "mentorkit.yaml": PROGRAMME + "coordinators: [dana]\nsender: dana\n"
    "wikis: {fr.wikipedia.org: {assent: {result: assent, closed: 2025-01-20}}}\n",
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/bola.yaml": f"name: Bola\nwiki: B2\nroles: [mentor]\ntimezone: Africa/Lagos\n{HOME}"
    f"languages: [en]\naway: [2025-03-11]\n{NAMED}",
    "people/amina.yaml": f"name: Amina\nwiki: AminaD\nroles: [mentee]\n{HOME}{NAMED}",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
    "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-10 23:30 Africa/Dakar, minutes: 60, "
    "where: Hotel}\n",
    "private/sessions/bola--amina.yaml": "- {id: 1, link: 'https://meet.example.org/ba', "
    "phone: +1 555, address: Room 2}\n",
}
DAY = date(2025, 3, 8)
PRIVATE = ("https://meet.example.org/ba", "+1 555", "Room 2")


def note_to(person: str, cohort: Cohort) -> Note:
    noted = reminders(cohort, (), moment(DAY), 7, templates=None)
    return next(note for note in noted.notes if note.person.id == person)


def text(note: Note, channel: str) -> str:
    made = note.word(channel)
    assert not isinstance(made, Problem)
    return made.text


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ({"email": "b@example.org"}, NAMED, ("mail", "wikimail", "talk")),
        ({"email": "b@example.org", "channel": "wikimail"}, NAMED, ("wikimail", "mail", "talk")),
        ({}, NAMED, ("wikimail", "talk")),
        ({}, "", ("wikimail",)),
    ],
    ids=["mail-first", "chosen", "no-address", "the-other-is-not-named"],
)
def test_mail_comes_first_and_a_talk_page_names_only_who_agreed(
    cohort_of: CohortOf, own: Mapping[str, str], other: str, expected: tuple[str, ...]
) -> None:
    private = "".join(f"{key}: {value}\n" for key, value in own.items())
    amina = FILES["people/amina.yaml"].replace(NAMED, other)
    files = FILES | {"people/amina.yaml": amina}
    files |= {"private/people/bola.yaml": private} if private else {}
    assert note_to("bola", cohort_of(files)).channels == expected


def test_nothing_private_goes_through_a_wiki(cohort_of: CohortOf) -> None:
    note = note_to("bola", cohort_of(FILES))
    mail, wikimail, talk = (text(note, way) for way in ("mail", "wikimail", "talk"))
    assert all(each in mail for each in PRIVATE)
    assert not any(each in wikimail or each in talk for each in PRIVATE)
    assert "Hotel" in wikimail
    assert "Tuesday 11 March 2025, 00:30 (your time, Africa/Lagos)" in wikimail
    assert "you are away that day" in wikimail
    assert "Hotel" not in talk
    assert "away" not in talk
    assert "Lagos" not in talk
    assert "When: Monday 10 March 2025, 23:30 (UTC)" in talk
