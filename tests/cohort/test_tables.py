"""The CSV files of activity/: what is read, what is refused and where, and back to text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.tables import (
    ACTIVITY_COLUMNS,
    PULLED_COLUMNS,
    ActivityRow,
    PulledRow,
    format_activity,
    format_pulled,
    parse_activity,
    parse_pulled,
)

hosts = st.sampled_from(["fr.wikipedia.org", "sw.wikipedia.org", "meta.wikimedia.org"])
months = st.dates(date(2001, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}")


@st.composite
def activity_rows(draw: st.DrawFn) -> ActivityRow:
    edits = draw(st.integers(1, 10**6))
    some = st.integers(0, edits)
    return ActivityRow(
        month=draw(months),
        wiki=draw(hosts),
        namespace=draw(st.integers(0, 2600)),
        edits=edits,
        reverted=draw(some),
        bytes_added=draw(st.integers(0, 10**9)),
        pages_created=draw(some),
        days_active=draw(st.integers(0, min(31, edits))),
        talk_partners=draw(some),
        leadership_edits=draw(some),
    )


pulled_rows = st.builds(
    PulledRow,
    person=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
    wiki=hosts,
    user_id=st.integers(0, 10**9),
    from_=st.dates(date(2001, 1, 1), date(2020, 1, 1)),
    through=st.dates(date(2020, 1, 1), date(2099, 1, 1)),
    last_edit=st.none()
    | st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(
        lambda t: t.replace(microsecond=0)
    ),
)


@given(st.lists(activity_rows(), unique_by=lambda row: row.key))
def test_activity_to_text_and_back(rows: list[ActivityRow]) -> None:
    text = format_activity(rows)
    assert parse_activity(text, "activity/a.csv") == (sorted(rows, key=lambda r: r.key), [])
    assert text.endswith("\n")
    assert "\r" not in text


@given(st.lists(pulled_rows, unique_by=lambda row: row.key))
def test_pulled_to_text_and_back(rows: list[PulledRow]) -> None:
    text = format_pulled(rows)
    assert parse_pulled(text, "activity/pulled.csv") == (sorted(rows, key=lambda r: r.key), [])


def test_byte_order_mark_and_crlf_are_read() -> None:
    text = f"\ufeff{ACTIVITY_COLUMNS}\r\n2025-03,fr.wikipedia.org,0,3,0,12,0,2,0,0\r\n"
    rows, problems = parse_activity(text, "activity/a.csv")
    assert problems == []
    assert rows == [ActivityRow("2025-03", "fr.wikipedia.org", 0, 3, 0, 12, 0, 2, 0, 0)]


GOOD = "2025-03,fr.wikipedia.org,0,3,0,12,0,2,0,0"


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("2025-13,fr.wikipedia.org,0,3,0,12,0,2,0,0", 1, "month must be a month such as 2025-03"),
        ("2025-3,fr.wikipedia.org,0,3,0,12,0,2,0,0", 1, "month must be a month such as 2025-03"),
        ("2025-03,wikipedia,0,3,0,12,0,2,0,0", 9, "wiki must be a wiki's host, not 'wikipedia'"),
        ("2025-03,fr.wikipedia.org,x,3,0,12,0,2,0,0", 26, "namespace must be a whole number"),
        ("2025-03,fr.wikipedia.org,0,-3,0,12,0,2,0,0", 28, "edits must be a whole number"),
        ("2025-03,fr.wikipedia.org,0,٣,0,12,0,2,0,0", 28, "edits must be a whole number"),
        ("2025-03,fr.wikipedia.org,0,0,0,12,0,2,0,0", 28, "edits must be 1 or more"),
        ("2025-03,fr.wikipedia.org,0,3,4,12,0,2,0,0", 30, "reverted must be at most 3, not '4'"),
        ("2025-03,fr.wikipedia.org,0,3,0,12,0,4,0,0", 37, "days_active must be at most 3"),
        ("2025-03,fr.wikipedia.org,0,3,0,12,0,2,0", 1, "10 values, not 9 are expected"),
        ("", 1, "10 values, not 1 are expected"),
        (GOOD, 1, "line 2 speaks of 2025-03, fr.wikipedia.org, 0 already"),
    ],
)
def test_faults_of_activity(line: str, column: int, message: str) -> None:
    text = f"{ACTIVITY_COLUMNS}\n{GOOD}\n{line}\n"
    rows, (problem,) = parse_activity(text, "activity/a.csv")
    assert len(rows) == 1
    assert str(problem.place) == f"activity/a.csv:3:{column}"
    assert problem.message.startswith(message)
    assert problem.source == line


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("A,fr.wikipedia.org,1,2024-03-01,2025-06-20,", 1, "person must be a person's id"),
        ("a,fr,1,2024-03-01,2025-06-20,", 3, "wiki must be"),
        ("a,fr.wikipedia.org,,2024-03-01,2025-06-20,", 20, "user_id must be a whole number"),
        ("a,fr.wikipedia.org,1,2024-02-30,2025-06-20,", 22, "from must be a date"),
        ("a,fr.wikipedia.org,1,20240301,2025-06-20,", 22, "from must be a date"),
        ("a,fr.wikipedia.org,1,2024-03-01,2024-02-20,", 33, "through must be on or after 2024-03"),
        ("a,fr.wikipedia.org,1,2024-03-01,2025-06-20,2025-06-19", 44, "last_edit must be a UTC"),
        (
            "a,fr.wikipedia.org,1,2024-03-01,2025-06-20,2025-06-31T10:00:00Z",
            44,
            "last_edit must be",
        ),
    ],
)
def test_faults_of_pulled(line: str, column: int, message: str) -> None:
    _, (problem,) = parse_pulled(f"{PULLED_COLUMNS}\n{line}\n", "activity/pulled.csv")
    assert str(problem.place) == f"activity/pulled.csv:2:{column}"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("a,fr.wikipedia.org,1,2024-03-01,2025-06-21,", 33, "through must be today, 2025-06-20"),
        (
            "a,fr.wikipedia.org,1,2024-03-01,2025-06-20,2025-06-21T00:00:00Z",
            44,
            "last_edit must be a time until today, 2025-06-20",
        ),
        ("a,fr.wikipedia.org,1,2024-03-01,2025-06-20,2025-06-20T23:59:59Z", 0, ""),
    ],
)
def test_nothing_was_read_later_than_today(line: str, column: int, message: str) -> None:
    text = f"{PULLED_COLUMNS}\n{line}\n"
    _, problems = parse_pulled(text, "activity/pulled.csv", date(2025, 6, 20))
    places = [f"activity/pulled.csv:2:{column} csv-value"] * bool(column)
    assert [f"{problem.place} {problem.code}" for problem in problems] == places
    assert all(problem.message.startswith(message) for problem in problems)


@pytest.mark.parametrize("text", ["", "\n", "month,wiki\n", GOOD])
def test_other_columns_are_refused(text: str) -> None:
    rows, (problem,) = parse_activity(text, "activity/a.csv")
    assert rows == []
    assert problem.code == "csv-header"


@given(
    st.text()
    | st.text(st.sampled_from("0123456789-,.:TZ\r\n\u2028afrwiki")).map(
        lambda text: f"{ACTIVITY_COLUMNS}\n{text}"
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_activity(text, "activity/a.csv")
    parse_pulled(text.replace(ACTIVITY_COLUMNS, PULLED_COLUMNS), "activity/pulled.csv")
