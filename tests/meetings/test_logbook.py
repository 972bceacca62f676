"""What became of sessions: said one by one, or in a sheet."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_cohorts import cohort_from, pairs, person, programme

from mentorkit.cohort.csvtext import read_table
from mentorkit.meetings.logbook import unlogged
from mentorkit.meetings.logsheet import COLUMNS, read_sheet
from mentorkit.problems import Misuse, Refused
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_log
from mentorkit.verbs.meet_log import Words

NOW = datetime(2025, 4, 8, 20, 0, tzinfo=UTC)
MOMENT = Moment(NOW, NOW.date())
FILES = {
    "mentorkit.yaml": programme(),
    "people/amina.yaml": person("mentee", "Africa/Dakar", "", name="Amina, the first"),
    "people/bola.yaml": person("mentor", "Africa/Lagos", "", name="Bọ́lá"),
    "people/dana.yaml": person("coordinator", "Europe/Berlin", "", name="Dana"),
    "people/sunil.yaml": person("speaker", "Asia/Kolkata", "", name="सुनील"),
    "pairs.yaml": pairs("bola--amina"),
    "sessions/bola--amina.yaml": """\
- {id: 1, at: 2025-03-10 19:00 Africa/Dakar, minutes: 60, held: yes}
- {id: 2, at: 2025-03-17 19:00 Africa/Dakar, minutes: 60, held: no}
- {id: 3, at: 2025-03-24 19:00 Africa/Dakar, minutes: 60}
- {id: 4, at: 2025-03-31 19:00 Africa/Dakar, minutes: 60, cancelled: 2025-03-30}
- {id: 5, at: 2025-04-08 20:30 Africa/Dakar, minutes: 60}
""",
    "private/sessions/bola--amina.yaml": "- {id: 2, missed: [amina], why: Ill}\n",
    "sessions/cohort.yaml": "- {id: 1, at: 2025-04-01 19:00 UTC, minutes: 90}\n",
    "sessions/talks.yaml": (
        "- {id: 1, at: 2025-04-03 19:00 UTC, minutes: 60, kind: talk, speaker: sunil}\n"
    ),
}
SAID = [
    ("bola--amina/3", Words(held=True), (True, (), None)),
    ("bola--amina/3", Words(missed=["Bọ́lá"]), (False, ("bola",), None)),
    ("bola--amina/3", Words(missed=["amina", "bola"]), (False, ("amina", "bola"), None)),
    ("bola--amina/3", Words(held=False, missed=["Amina, the first"]), (False, ("amina",), None)),
    ("bola--amina/3", Words(missed=["bola, Amina"]), (False, ("bola", "amina"), None)),
    ("bola--amina/3", Words(minutes="45"), (True, (), 45)),
    ("cohort/1", Words(missed=["dana;bola"]), (True, ("dana", "bola"), None)),
    ("cohort/1", Words(held=False), (False, (), None)),
    ("talks/1", Words(held=True, missed=["sunil"], minutes="20"), (True, ("sunil",), 20)),
    ("bola--amina/2", Words(held=False), (False, ("amina",), None)),
]


@pytest.mark.parametrize(("ref", "words", "logged"), SAID)
def test_what_is_said_of_a_session(ref, words, logged):
    (entry,) = meet_log.log(cohort_from(FILES), ref, words, MOMENT).entries
    assert (entry.held, entry.missed, entry.minutes) == logged


NOT_SAID = [
    ("bola--amina/3", Words(), Misuse, "nothing says what became"),
    ("bola--amina/3", Words(why="Ill"), Misuse, "nothing says what became"),
    ("bola--amina/3", Words(held=True, missed=["bola"]), Misuse, "not held if one misses it"),
    ("bola--amina/3", Words(held=False, minutes="5"), Misuse, "it took no minutes"),
    ("bola--amina/3", Words(missed=["bola"], minutes="5"), Misuse, "it took no minutes"),
    ("bola--amina/3", Words(minutes="0"), Misuse, "--minutes: 0 is too small"),
    ("bola--amina/3", Words(held=True, why=" "), Misuse, "--why: this text is empty"),
    ("bola--amina/3", Words(held=True, why="a\x07"), Misuse, "control character"),
    ("bola--amina/3", Words(missed=["Dana"]), Misuse, "dana was not expected at bola--amina/3"),
    ("bola--amina/3", Words(missed=["bolla"]), Misuse, "nobody here is called 'bolla'"),
    ("bola--amina/3", Words(missed=[""]), Misuse, "nobody here is called ''"),
    ("cohort/1", Words(missed=["sunil"]), Misuse, "sunil was not expected at cohort/1"),
    ("talks/1", Words(missed=["sunil"]), Misuse, "talks/1: the speaker missed the talk"),
    ("bola--amina/4", Words(held=True), Refused, "was cancelled on 2025-03-30"),
    ("bola--amina/5", Words(held=True), Refused, "has not come yet"),
    ("bola--amina/1", Words(held=False), Refused, "logged already: held"),
    ("bola--amina/1", Words(minutes="50"), Refused, "logged already: held for 60 minutes"),
    ("bola--amina/2", Words(missed=["bola"]), Refused, "logged already: missed by amina"),
    ("bola--amina/9", Words(held=True), Misuse, "there is no session 'bola--amina/9'"),
]


@pytest.mark.parametrize(("ref", "words", "kind", "said"), NOT_SAID)
def test_what_cannot_be_said_of_a_session(ref, words, kind, said):
    with pytest.raises(kind) as failure:
        meet_log.log(cohort_from(FILES), ref, words, MOMENT)
    assert said in failure.value.message
    assert failure.value.hint


def test_what_was_logged_wrongly_is_logged_anew():
    cohort = cohort_from(FILES)
    logged = meet_log.log(cohort, "bola--amina/2", Words(held=True), MOMENT, anyway=True)
    assert (
        b"{id: 2, at: 2025-03-17 19:00 Africa/Dakar, minutes: 60, held: yes}"
        in (logged.files["sessions/bola--amina.yaml"])
    )
    assert logged.files["private/sessions/bola--amina.yaml"] == b"- {id: 2, why: Ill}\n"
    same = meet_log.log(cohort, "bola--amina/1", Words(held=True), MOMENT)
    assert same.entries[0].idle
    assert same.files == {}


def test_a_length_that_runs_into_the_next_session_is_said():
    talk = "- {id: 1, at: 2025-04-01 20:30 UTC, minutes: 60, kind: talk}\n"
    cohort = cohort_from({**FILES, "sessions/talks.yaml": talk})
    with pytest.raises(Refused, match=r"sessions/talks.yaml:1:15: \w+ is in cohort/1 at the same"):
        meet_log.log(cohort, "cohort/1", Words(minutes="91"), MOMENT)


def test_from_a_day_what_became_known_later_is_not_logged_yet():
    cohort = cohort_from(FILES)
    assert [s.ref for s in meet_log.waiting(cohort, MOMENT)] == [
        "bola--amina/3",
        "cohort/1",
        "talks/1",
    ]
    early = meet_log.waiting(cohort, Moment(NOW, date(2025, 3, 26)))
    assert [s.ref for s in early] == ["bola--amina/3"]
    evening = Moment(NOW, date(2025, 4, 9))
    assert not meet_log.log(cohort, "bola--amina/5", Words(held=True), evening).entries[0].idle


BAD = """\
session,held,missed,minuets,minutes,Minutes
bola--amina/3,yes,,,,
"""
SHEETS = {
    "rows": (
        "session,at,held,missed,minutes,why\n"
        "bola--amina/77,,yes,,,\n"
        "bola--amina/3,,perhaps,dana,x,\n"
        "bola--amina/3,,yes,,,\n"
        "cohort/1,,yes,\n"
        ",,yes,,,\n"
        "bola--amina/4,,yes,,,\n"
        "bola--amina/5,,,,,\n"
        ",,,,,\n"
        "bola--amina/5,,yes,,,\n"
        "talks/1,,,sunil,,\n"
        'cohort/1,,,"amina,nobody",,"two\nlines"\n',
        [
            "2:1 no-session",
            "3:16 flag",
            "3:24 no-person",
            "3:29 number",
            "4:1 duplicate-id",
            "5:1 csv-cells",
            "6:1 missing",
            "7:1 log",
            "10:1 duplicate-id",
            "11:1 log",
            "12:12 no-person",
        ],
    ),
    "columns": (BAD, ["1:21 unknown-column", "1:37 duplicate-column"]),
    "no session": ("held,missed\nyes,\n", ["1:1 missing"]),
    "empty": ("\n \n", ["1:1 csv-empty"]),
    "a quote": ('session,held\n"cohort/1,yes\n', ["2:1 csv-quote"]),
    "Excel": ("PK\x03\x04...", ["1:1 csv-spreadsheet"]),
    "control": ("session,held\ncohort/1,\x00yes\n", ["2:10 control"]),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_fault_of_a_sheet_is_told_at_once(sheet):
    text, expected = SHEETS[sheet]
    logged = meet_log.log_many(cohort_from(FILES), text.encode(), "log.csv", MOMENT)
    found = [f"{p.place.line}:{p.place.column} {p.code}" for p in logged.problems]
    assert found == expected
    assert all(problem.message and problem.hint for problem in logged.problems)
    assert (logged.entries, logged.files) == ((), {})


def test_a_sheet_lists_what_is_not_logged_and_says_nothing_by_itself():
    cohort = cohort_from(FILES)
    sheet = meet_log.sheet(cohort, MOMENT)
    assert sheet.splitlines()[:2] == [
        "session,at,held,missed,minutes,why",
        "bola--amina/3,2025-03-24 19:00 Africa/Dakar,,,,",
    ]
    read = read_sheet(sheet.encode(), "log.csv", cohort, NOW)
    assert (read.entries, read.blank, read.problems) == ((), 3, ())


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_sheet_that_is_filled_in_is_what_is_logged_afterwards(data):
    cohort = cohort_from(FILES)
    refs = [session.ref for session in unlogged(cohort, NOW.date())]
    held = {ref: data.draw(st.sampled_from(["", "yes", "NO", "true"])) for ref in refs}
    why = data.draw(st.text("aé, ;\"'#:عπ👩‍🏫-", min_size=1).filter(str.strip))
    separator = data.draw(st.sampled_from(",;\t"))
    quoted = '"' + why.replace('"', '""') + '"'
    lines = [separator.join(data.draw(st.permutations(["session", "held", "why"])))]
    columns = lines[0].split(separator)
    for ref in data.draw(st.permutations(refs)):
        cells = {"session": ref, "held": held[ref], "why": quoted if held[ref] else ""}
        lines.append(separator.join(cells[column] for column in columns))
    text = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    logged = meet_log.log_many(cohort, text.encode(), "log.csv", MOMENT)
    assert logged.problems == ()
    after = cohort_from({**cohort.sources, **logged.files})
    known = {session.ref: session for session in after.sessions}
    for ref, word in held.items():
        expected = {"": None, "NO": False}.get(word, True)
        assert (known[ref].held, known[ref].why) == (expected, why.strip() if word else None)
    assert [s.ref for s in unlogged(after, NOW.date())] == [ref for ref in refs if not held[ref]]
    again = meet_log.log_many(after, text.encode(), "log.csv", MOMENT)
    assert (again.files, again.problems) == ({}, ())


def test_the_columns_are_documented():
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    section = page.split("### To log what took place\n")[1].split("\n## ")[0]
    table = [line.split("|")[1].strip(" `") for line in section.splitlines() if line[:2] == "| "]
    assert [name for name in table if name in COLUMNS] == list(COLUMNS)
    sheet = section.split("    session,at")[1]
    example = "session,at" + "\n".join(line.strip() for line in sheet.splitlines())
    assert not read_table(example.encode(), "docs").problems
