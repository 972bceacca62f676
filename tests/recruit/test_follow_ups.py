"""What comes after a letter: one reminder, a day that somebody named, and how far it all is."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.recruit.answers import read_lines
from mentorkit.rules.delivery import Channel, Delivery, Posted, State
from mentorkit.rules.recruiting import Passed
from mentorkit.verbs.recruiting import Records, matters, recruiting
from mentorkit.verbs.status import status, uninvited
from running import REAL_TODAY, lay_out, mentorkit, mentorkit_yaml

CohortOf = Callable[..., Cohort]

FILES = {
    "mentorkit.yaml": mentorkit_yaml("test", """\
letters: {after: 10, at_most: 1}
places: {mentee: 1}
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2025-01-02}}
  sw.wikipedia.org: {assent: {opened: 2025-01-10}}
  de.wikipedia.org: {assent: {result: objection, closed: 2025-01-02}}
""", name="Open Leaders 2025"),
    "people/ama.yaml": "name: Ama\nroles: [mentee]\nenrolled: 2025-01-20\nleft: 2025-02-10\n"
    "left_code: withdrew\n",
    "private/applications/nok.yaml": "applied: 2025-01-10\ndecision: waiting\n"
    "decided: 2025-01-12\n",
    "private/applications/zoe.yaml": "applied: 2025-01-11\n",
} | {
    f"private/candidates/{name}.yaml": f"name: {name.capitalize()}\nwiki: {name}\nhome: {home}\n"
    for name, home in {
        **dict.fromkeys(("kofi", "lea", "mia", "nok", "oto", "zoe"), "fr.wikipedia.org"),
        "greta": "de.wikipedia.org",
    }.items()
}  # fmt: skip
LINES = """\
{"person": "lea", "sent": "2025-01-05"}
{"person": "lea", "answer": "later", "on": "2025-01-08", "again": "2025-01-28"}
{"person": "mia", "sent": "2025-01-05", "channel": "mail"}
{"person": "mia", "answer": "declined", "on": "2025-01-22"}
{"person": "ama", "answer": "accepted", "on": "2025-01-20"}
"""


def posted(
    person: str, letter: str, on: str, channel: Channel = "talk", state: State = "sent"
) -> Posted:
    about = {"letter": letter, "role": "mentee", "host": "fr.wikipedia.org"}
    delivery = Delivery(f"{person}{letter}", "letter", person, channel, "x", about)
    return Posted(delivery, state, datetime.fromisoformat(f"{on}T12:00:00").replace(tzinfo=UTC))


SENT = (
    posted("kofi", "invite.mentee", "2025-01-10"),
    posted("oto", "invite.mentee", "2025-01-10", "wikimail"),
    posted("oto", "follow-up.mentee", "2025-01-25", "talk"),
    posted("zoe", "invite.mentee", "2025-01-12", "talk", "refused"),
)


@pytest.fixture
def cohort(cohort_of: CohortOf) -> Cohort:
    return cohort_of(FILES)


def records() -> Records:
    lines, problems = read_lines(LINES)
    assert problems == []
    return Records(lines, SENT)


def told(cohort: Cohort, day: str) -> list[tuple[str, str, str]]:
    on = date.fromisoformat(day)
    return [(each.kind, each.what, each.do) for each in matters(cohort, records(), on)]


REMINDER = "mentorkit letter follow-up.mentee"


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2025-01-14", []),
        # Mia has not answered yet on this day; but she says no later, and a no is kept.
        ("2025-01-19", []),
        (
            "2025-01-20",
            [
                ("silent", "Kofi, written to on 10 Jan", f"{REMINDER} kofi"),
                ("silent", "Oto, written to on 10 Jan", f"{REMINDER} oto"),
            ],
        ),
        (
            "2025-01-28",
            [
                ("silent", "Kofi, written to on 10 Jan", f"{REMINDER} kofi"),
                ("asked_for", "Lea, asked to hear from you on 28 Jan", f"{REMINDER} lea"),
            ],
        ),
        # Oto had his one reminder: silence is an answer then.
        (
            "2025-05-30",
            [
                ("silent", "Kofi, written to on 10 Jan", f"{REMINDER} kofi"),
                ("asked_for", "Lea, asked to hear from you on 28 Jan", f"{REMINDER} lea"),
            ],
        ),
        ("2025-06-02", []),
    ],
)
def test_one_reminder_after_some_days(
    cohort: Cohort, day: str, due: list[tuple[str, str, str]]
) -> None:
    reminders = [each for each in told(cohort, day) if each[0] in ("silent", "asked_for")]
    assert reminders == due


def test_a_place_given_back_goes_to_the_next_on_the_list(cohort: Cohort) -> None:
    def about_places(day: str) -> list[tuple[str, str, str]]:
        return [each for each in told(cohort, day) if each[0] in ("undecided", "free", "given")]

    waits = ("undecided", "Zoe, applied 11 Jan", "mentorkit select")
    assert about_places("2025-02-09") == [waits]
    assert about_places("2025-02-10") == [
        waits,
        ("free", "Nok, next on the list of mentees", "mentorkit select nok place"),
    ]


def test_who_has_a_place_and_has_not_said_yes(cohort_of: CohortOf) -> None:
    given = "applied: 2025-01-10\ndecision: place\ndecided: 2025-02-11\n"
    cohort = cohort_of({**FILES, "private/applications/nok.yaml": given})
    assert ("given", "Nok, since 11 Feb", "mentorkit reply nok accepted") in told(
        cohort, "2025-02-12"
    )


def test_who_applied_is_not_invited(cohort: Cohort) -> None:
    assert uninvited(cohort, Records(), [], date(2025, 1, 20)) == ["kofi", "lea", "mia", "oto"]
    assert uninvited(cohort, records(), [], date(2025, 1, 20)) == []


def test_everybody_counts_once_in_each_step(cohort: Cohort) -> None:
    now = recruiting(cohort, records(), date(2025, 2, 1))
    assert (now.found, now.eligible, now.applied, now.placed, now.waiting) == (8, 7, 2, 0, 1)
    assert now.total == Passed(invited=4, answered=3, accepted=1, declined=1, later=1)
    assert now.channels == {
        "talk": Passed(1),
        "wikimail": Passed(1),
        "mail": Passed(1, 1, 0, 1, 0),
        "hand": Passed(1, 1, 0, 0, 1),
        "unnoted": Passed(0, 1, 1, 0, 0),
    }
    assert now.wikis == {
        "assents": ("fr.wikipedia.org",),
        "waits": ("sw.wikipedia.org",),
        "objects": ("de.wikipedia.org",),
    }
    early = recruiting(cohort, records(), date(2025, 1, 7))
    assert early.total == Passed(2)


def test_the_steps_add_up(cohort: Cohort) -> None:
    for day in range(1, 29):
        now = recruiting(cohort, records(), date(2025, 1, day))
        assert now.found >= now.eligible >= now.total.invited >= now.total.answered
        for part in ("invited", "answered", "accepted", "declined", "later"):
            assert getattr(now.total, part) == sum(
                getattr(each, part) for each in now.channels.values()
            )


def test_the_status_shows_it_before_the_start_and_when_asked(tmp_path: Path) -> None:
    files: Mapping[str, str] = {**FILES, "private/invitations.jsonl": LINES}
    root = lay_out(tmp_path / "cohort", files)
    early = mentorkit("-C", root, "status", "--as-of", "2025-02-10")
    assert (
        """\
A PLACE IS FREE                                       mentorkit select nok place
  Nok, next on the list of mentees
"""
        in early.out
    )
    assert (
        """
RECRUITING
  8 found, 7 eligible, 2 invited, 3 answered (1 yes, 1 no, 1 later)
  2 applied, 0 with a place, 1 waiting for one
  by mail: 1 invited, 1 answered (0 yes, 1 no, 0 later)
  by hand: 1 invited, 1 answered (0 yes, 0 no, 1 later)
  no letter noted: 1 answered (1 yes, 0 no, 0 later)
  wikis that assent: fr.wikipedia.org
  wikis that have not answered: sw.wikipedia.org
  wikis that object: de.wikipedia.org
"""
        in early.out
    )
    late = mentorkit("-C", root, "status", "--as-of", "2025-03-10")
    assert "RECRUITING" not in late.out
    asked = mentorkit("-C", root, "status", "--as-of", "2025-03-10", "--recruiting", "--json")
    assert json.loads(asked.out)["recruiting"]["total"]["accepted"] == 1
    found = status(root, REAL_TODAY, date(2025, 3, 10)).recruiting
    assert (found.total.invited, found.total.answered) == (2, 3)
