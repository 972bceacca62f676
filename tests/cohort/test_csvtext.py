"""CSV text to cells with places, against the standard library's reader."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.csvtext import read_table

TEXT = st.text(st.sampled_from("ab,;\t\"'\n é日#: ") | st.characters(codec="utf-8", categories="L"))
CELLS = st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=5)


def written(rows: list[list[str]], delimiter: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def texts(source: bytes) -> list[list[str]]:
    table = read_table(source, "x.csv")
    assert table.problems == ()
    return [[cell.text for cell in row] for row in table.rows]


@given(
    CELLS,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_it_reads_what_the_standard_library_writes(
    rows: list[list[str]], delimiter: str, newline: str, bom: bool, final: bool
) -> None:
    header = ["name"] + ["column"] * 4
    text = written([header, *rows], delimiter, newline)
    text = text if final else text.removesuffix(newline)
    source = ("\ufeff" if bom else "").encode() + text.encode()
    found = texts(source)
    expected = [row for row in [header, *rows] if any(cell.strip() for cell in row)]
    assert found == expected


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=5))
def test_every_cell_begins_where_its_place_says(rows: list[list[str]]) -> None:
    text = written([["a", "b", "c", "d"], *rows], ",", "\n")
    lines = text.split("\n")
    for row in read_table(text.encode(), "x.csv").rows:
        for cell in row:
            assert cell.place.file == "x.csv"
            first, *others = lines[cell.place.line - 1 :]
            rest = "\n".join([first[cell.place.column - 1 :], *others])
            begins = rest[1:] if rest.startswith('"') else rest
            assert begins.startswith(cell.text.replace('"', '""'))


@given(st.binary(max_size=200))
def test_no_bytes_raise(source: bytes) -> None:
    read_table(source, "x.csv")


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (b"a;b\n1;2", [["a", "b"], ["1", "2"]]),
        (b"a\tb\n1,5\t2;3\n", [["a", "b"], ["1,5", "2;3"]]),
        (b'"a;x",b\n1,2\n', [["a;x", "b"], ["1", "2"]]),
        (b"a,b\r1,\r", [["a", "b"], ["1", ""]]),
        (b"\n\na,b\n,\n   ,\n1,2\n", [["a", "b"], ["1", "2"]]),
        (b"only\nx\n", [["only"], ["x"]]),
        (b'a,b\n"one\r\ntwo ""x""",2\n', [["a", "b"], ['one\r\ntwo "x"', "2"]]),
        (b"", []),
    ],
)
def test_what_spreadsheets_save(source: bytes, rows: list[list[str]]) -> None:
    assert texts(source) == rows


@pytest.mark.parametrize(
    ("source", "place", "code"),
    [
        (b'a,b\nx,"y\nz\n', "x.csv:2:3", "csv-quote"),
        (b'a,b\n"x" y,2\n', "x.csv:2:4", "csv-quote"),
        (b"a,b\n\xc3\xa9,\xe9\n", "x.csv:2:3", "encoding"),
        ("a,b\n1,2".encode("utf-16"), "x.csv:1:1", "encoding"),
        (b"a,b\n1,2\x00\n", "x.csv:2:4", "control"),
        ("a,b\n1,2\u2028\n".encode(), "x.csv:2:4", "control"),
        (b"a" * 10_000_001, "x.csv:1:1", "too-large"),
    ],
)
def test_what_cannot_be_read_is_one_clear_problem(source: bytes, place: str, code: str) -> None:
    (problem,) = read_table(source, "x.csv").problems
    assert (str(problem.place), problem.code) == (place, code)
    assert problem.message
    assert problem.hint
