"""Who is reminded of which meeting, by which clocks, and who is not."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from agenda_texts import COHORT, moment

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.meetings.reminders import Drafts
from mentorkit.rules.moment import Moment
from mentorkit.verbs.meet_remind import remind
from running import PROGRAMME, REAL_TODAY, lay_out

CohortOf = Callable[[Mapping[str, str]], Cohort]

FILES = {
    "mentorkit.yaml": PROGRAMME + "coordinators: [dana, eli]\nsender: dana\n",
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/eli.yaml": "name: Eli\nroles: [coordinator]\n",
    "people/bola.yaml": "name: Bola\nwiki: B2\nroles: [mentor]\ntimezone: Africa/Lagos\n",
    "people/amina.yaml": "name: Amina\nroles: [mentee]\nlanguages: [fr]\n",
    "people/sol.yaml": "name: Sol\nroles: [speaker]\ntimezone: Asia/Kathmandu\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
    "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-10 23:30 Africa/Dakar, minutes: 60}\n",
    "sessions/cohort.yaml": "- {id: 1, at: 2025-03-12 10:00 Etc/UTC, minutes: 90}\n",
    "sessions/talks.yaml": "- {id: 1, at: 2025-03-14 10:00 Etc/UTC, minutes: 45, kind: talk, "
    "speaker: sol}\n",
}
DAY = date(2025, 3, 8)


def reminded(cohort: Cohort, day: date = DAY, within: int = 7) -> dict[str, list[str]]:
    """The sessions of which each person is reminded."""
    return of(remind(cohort, moment(day), within, templates=None))


def of(drafts: Drafts) -> dict[str, list[str]]:
    return {
        draft.reminder.person.id: [each.session.ref for each in draft.reminder.coming]
        for draft in drafts.drafts
    }


def text_for(person: str, drafts: Drafts) -> str:
    return next(draft.text for draft in drafts.drafts if draft.reminder.person.id == person)


def with_warnings(folder: Path, files: Mapping[str, str]) -> Cohort:
    """A cohort that `check` may warn of."""
    cohort, problems = open_cohort(lay_out(folder, files), REAL_TODAY)
    assert [problem for problem in problems if not problem.warning] == []
    assert cohort is not None
    return cohort


PAIR, CALL, TALK = "bola--amina/1", "cohort/1", "talks/1"


def test_a_meeting_in_person_is_told_by_the_clocks_of_the_place(cohort_of: CohortOf) -> None:
    visit = "- {id: 1, at: 2025-03-10 15:00 Africa/Dakar, minutes: 60, kind: in-person}\n"
    drafts = remind(
        cohort_of(FILES | {"sessions/bola--amina.yaml": visit}), moment(DAY), 7, templates=None
    )

    assert "When: Monday 10 March 2025, 15:00 (time there, Africa/Dakar)" in text_for(
        "bola", drafts
    )


def test_everybody_is_reminded_of_what_is_for_them_and_the_sender_of_nothing(
    cohort_of: CohortOf,
) -> None:
    assert reminded(cohort_of(FILES)) == {
        "amina": [PAIR, CALL, TALK],
        "bola": [PAIR, CALL, TALK],
        "eli": [CALL, TALK],
        "sol": [TALK],
    }


@pytest.mark.parametrize(
    ("day", "within", "expected"),
    [
        ("2025-03-08", 7, [PAIR, CALL, TALK]),
        ("2025-03-08", 4, [PAIR, CALL]),
        ("2025-03-08", 2, [PAIR]),
        ("2025-03-08", 1, []),
        ("2025-03-10", 0, [PAIR]),
        ("2025-03-11", 7, [CALL, TALK]),
        ("2025-03-15", 366, []),
        ("2199-12-31", 366, []),
        ("1900-01-01", 0, []),
    ],
)
def test_the_span_begins_on_the_day_and_ends_with_its_last_day_in_utc(
    cohort_of: CohortOf, day: str, within: int, expected: list[str]
) -> None:
    assert reminded(cohort_of(FILES), date.fromisoformat(day), within).get("bola", []) == expected


def test_what_began_earlier_today_is_over(cohort_of: CohortOf) -> None:
    cohort, day = cohort_of(FILES), date(2025, 3, 12)
    for hour, found in ((9, [CALL, TALK]), (10, [CALL, TALK]), (11, [TALK])):
        now = Moment(datetime(2025, 3, 12, hour, tzinfo=UTC), day)
        assert of(remind(cohort, now, 7, templates=None))["bola"] == found


def test_the_time_is_that_of_the_readers_own_clocks_in_words(cohort_of: CohortOf) -> None:
    drafts = remind(cohort_of(FILES), moment(DAY), 3, templates=None)
    assert "When: Tuesday 11 March 2025, 00:30 (your time, Africa/Lagos)" in text_for(
        "bola", drafts
    )
    french = text_for("amina", drafts)
    assert "Quand\u00a0: lundi 10 mars 2025, 23:30 (à votre heure, Africa/Dakar)" in french


@pytest.mark.parametrize(
    ("name", "text", "expected", "without"),
    [
        (
            "people/amina.yaml",
            "name: Amina\nroles: [mentee]\nleft: 2025-03-05\nleft_code: withdrew\n",
            {"bola": [CALL, TALK], "eli": [CALL, TALK], "sol": [TALK]},
            [(PAIR, "over", None)],
        ),
        (
            "pairs.yaml",
            "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-03-08, "
            "ended: rematched}\n",
            {"amina": [CALL, TALK], "bola": [CALL, TALK], "eli": [CALL, TALK], "sol": [TALK]},
            [(PAIR, "over", None)],
        ),
        (
            "sessions/cohort.yaml",
            "- {id: 1, at: 2025-03-12 10:00 Etc/UTC, minutes: 90, cancelled: 2025-03-08}\n",
            {"amina": [PAIR, TALK], "bola": [PAIR, TALK], "eli": [TALK], "sol": [TALK]},
            [(CALL, "cancelled", None)],
        ),
        (
            "sessions/cohort.yaml",
            "- {id: 1, at: 2025-03-12 10:00 Etc/UTC, minutes: 90, cancelled: 2025-03-09}\n",
            {
                "amina": [PAIR, CALL, TALK],
                "bola": [PAIR, CALL, TALK],
                "eli": [CALL, TALK],
                "sol": [TALK],
            },
            [],
        ),
        (
            "private/sessions/bola--amina.yaml",
            "- id: 1\n  answers: {amina: {answer: declined, stamp: 2025-03-07T10:00:00Z}}\n",
            {
                "amina": [CALL, TALK],
                "bola": [PAIR, CALL, TALK],
                "eli": [CALL, TALK],
                "sol": [TALK],
            },
            [(PAIR, "declined", "amina")],
        ),
    ],
    ids=["left", "pair-over", "cancelled", "cancelled-later", "declined"],
)
def test_who_is_not_reminded_and_why(
    tmp_path: Path,
    name: str,
    text: str,
    expected: dict[str, list[str]],
    without: list[tuple[str, str, str | None]],
) -> None:
    drafts = remind(with_warnings(tmp_path, {**FILES, name: text}), moment(DAY), 7, templates=None)
    assert of(drafts) == expected
    assert [(each.session.ref, each.why, each.person) for each in drafts.without] == without


def test_an_answer_to_an_earlier_time_counts_no_more(cohort_of: CohortOf) -> None:
    files = {
        **FILES,
        "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-10 23:30 Africa/Dakar, minutes: 60, "
        "revision: 1}\n",
        "private/sessions/bola--amina.yaml": "- id: 1\n"
        "  answers: {amina: {answer: declined, revision: 0, stamp: 2025-03-07T10:00:00Z}}\n",
    }
    assert reminded(cohort_of(files))["amina"] == [PAIR, CALL, TALK]


def test_who_is_away_by_their_own_clocks_is_asked_and_named(cohort_of: CohortOf) -> None:
    files = {**FILES, "people/bola.yaml": FILES["people/bola.yaml"] + "away: [2025-03-11]\n"}
    drafts = remind(cohort_of(files), moment(DAY), 7, templates=None)
    away = {
        draft.reminder.person.id: [each.session.ref for each in draft.reminder.coming if each.away]
        for draft in drafts.drafts
    }
    assert away == {"amina": [], "bola": [PAIR], "eli": [], "sol": []}
    assert text_for("bola", drafts).count("You wrote down that you are away that day.") == 1
    assert "absence" not in text_for("amina", drafts)


def test_a_link_is_for_those_who_come_and_a_speaker_prepares_otherwise(
    cohort_of: CohortOf,
) -> None:
    files = {
        **FILES,
        "private/sessions/bola--amina.yaml": "- {id: 1, link: 'https://meet.example.org/ba', "
        "phone: +1 555, address: Room 2}\n",
    }
    drafts = remind(cohort_of(files), moment(DAY), 7, templates=None)
    linked = {
        d.reminder.person.id for d in drafts.drafts if "https://meet.example.org/ba" in d.text
    }
    assert linked == {"amina", "bola"}
    assert "Telephone: \u2068+1 555\u2069\nAddress: \u2068Room 2\u2069\n" in text_for(
        "bola", drafts
    )
    assert "look at sound and slides" in text_for("sol", drafts)
    assert "one question to ask" in text_for("bola", drafts)


def test_what_reaches_a_person_is_in_the_head_of_the_draft(tmp_path: Path) -> None:
    root = shutil.copytree(COHORT, tmp_path / "cohort")
    (root / "out" / "reminders").mkdir(parents=True)
    (root / "out" / "reminders" / "gone.txt").write_text("An earlier one.")
    remind_them = ("meet", "remind", "--as-of", "2025-03-05")
    first, told, none = run_many(
        [
            Call(remind_them, root),
            Call((*remind_them, "--json"), root),
            Call(("meet", "remind", "--as-of", "2025-07-01"), root),
        ]
    )
    assert "no way to send it to elodie" in " ".join(first.err.split())
    found = json.loads(told.out)
    assert (found["as_of"], found["through"]) == ("2025-03-05", "2025-03-12")
    by_person = {each["person"]: each for each in found["reminders"]}
    assert {key: each["channels"] for key, each in by_person.items()} == {
        "aya": ["wikimail", "mail"],
        "ben": ["mail"],
        "cruz": ["wikimail", "mail"],
        "elodie": [],
        "esi": ["wikimail"],
        "sol": ["wikimail"],
    }
    assert not any(each["changed"] for each in found["reminders"])
    assert by_person["aya"]["away"] == ["esi--aya/1"]
    assert {"session": "cohort/1", "person": "cruz", "why": "declined"} in found["without"]
    assert none.out == (
        "Nobody meets from 1 July to 8 July.\n\nnext: mentorkit meet show --as-of 2025-07-01\n"
    )
    assert list((root / "out" / "reminders").iterdir()) == []


def test_a_number_of_days_that_is_none_is_a_misuse(tmp_path: Path) -> None:
    root = shutil.copytree(COHORT, tmp_path / "cohort")
    for ran in run_many(
        [Call(("meet", "remind", "--within", n), root) for n in ("-1", "x", "367")]
    ):
        assert (ran.status, ran.out) == (2, "")
