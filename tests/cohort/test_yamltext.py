"""Reading: exact places, and a clear problem instead of a traceback for every broken file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mentorkit.cohort.yamltext import line_problem, read
from work import calls_of

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.yaml"))
BROKEN = [
    line.split(maxsplit=1) for line in (HERE / "broken/expected.txt").read_text().splitlines()
]
EXAMPLES = int(os.environ.get("READ_EXAMPLES", "200"))


def read_text(text, name="x.yaml"):
    return read(text.encode(), name)


def spans(document, path=()):
    """Every path with the text that its value, and its key, stand on."""
    span, key = document.span(path), document.key_span(path)
    found = document.text[span.start : span.end] if span else None
    yield path, found, document.text[key.start : key.end] if key else None
    value = document.value
    for step in path:
        value = value[step]
    steps = value if isinstance(value, dict) else range(len(value)) if type(value) is list else ()
    for step in steps:
        yield from spans(document, (*path, step))


@pytest.mark.parametrize(("name", "expected"), BROKEN, ids=[name for name, _ in BROKEN])
def test_broken_files_get_their_place_and_code(name, expected):
    _, problems = read((HERE / "broken" / name).read_bytes(), name)
    found = ", ".join(f"{p.place.line}:{p.place.column} {p.code}" for p in problems)
    assert found == expected.strip()
    assert all(p.message and p.hint and p.width >= 1 for p in problems)


def test_every_broken_file_is_listed():
    listed = {name for name, _ in BROKEN}
    assert listed == {path.name for path in (HERE / "broken").glob("*.yaml")}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_reads_as_pyyaml_reads_it(path):
    def texts(value):
        if isinstance(value, dict):
            return {key: texts(item) for key, item in value.items()}
        if isinstance(value, list):
            return [texts(item) for item in value]
        return "" if value in (None, "~") else value

    source = path.read_bytes()
    document, problems = read(source, path.name)
    assert not problems
    assert texts(document.value) == texts(yaml.load(source, Loader=yaml.BaseLoader))  # noqa: S506


def test_scalars_are_text_and_plain_nothing_is_none():
    document, _ = read_text(
        "[no, on, 12:30, 0123, 1_000, 2026-02-30, 1.10, ~, null, Null, NULL, nUll, 'null', '~', '']"
    )
    nothing = [None, None, None, None, "nUll", "null", "~", ""]
    plain = ["no", "on", "12:30", "0123", "1_000", "2026-02-30", "1.10"]
    assert document.value == plain + nothing
    assert read_text("1: a\ntrue: b\nnull: c\n")[0].value == {"1": "a", "true": "b", "null": "c"}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_is_none(text):
    document, problems = read_text(text)
    assert document.value is None
    assert problems == []
    assert str(document.place(())) == "x.yaml:1:1" or text == "---\n"


def test_seven_equals_signs_are_text_in_a_block_scalar():
    assert read_text("a: |\n  =======\n")[0].value == {"a": "=======\n"}


def test_a_duplicate_key_names_the_line_of_the_first():
    _, [problem] = read_text("a: 1\n\nb: 2\na: 3\n")
    assert "'a'" in problem.message
    assert "line 1" in problem.message
    assert problem.source == "a: 3"


SPANS = """\
# 👩🏽‍🏫 李明
名: 李明   # 中文
emoji: "👩🏽‍🏫"
plain: one
  two # comment
block: |
  text

  more

after:
list: [a , 'b', {c: d}]
none: # nothing
block list:
- x
- y: |-
    z

# end
"""
STANDS = {
    ("名",): "李明",
    ("emoji",): '"👩🏽‍🏫"',
    ("plain",): "one\n  two",
    ("block",): "|\n  text\n\n  more",
    ("after",): "",
    ("list",): "[a , 'b', {c: d}]",
    ("list", 0): "a",
    ("list", 2, "c"): "d",
    ("none",): "",
    ("block list",): "- x\n- y: |-\n    z",
    ("block list", 1): "y: |-\n    z",
    ("block list", 1, "y"): "|-\n    z",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spans_cover_exactly_the_text_of_keys_and_values(newline, mark):
    document, _ = read_text(mark + SPANS.replace("\n", newline))
    stands = {path: (value, key) for path, value, key in spans(document)}
    for path, text in STANDS.items():
        key = path[-1] if isinstance(path[-1], str) else None
        assert stands[path] == (text.replace("\n", newline), key)
    assert document.bom == bool(mark)


words = st.text(st.sampled_from("ab 李🎉é\u200fשא'\"\\"), min_size=1, max_size=6)


@given(st.dictionaries(words, st.lists(words, max_size=3), max_size=4), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_lines_and_columns_are_those_of_an_editor(value, data):
    newline = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))

    def quoted(word):
        return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = "# 🎉" + newline
    for key, items in value.items():
        text += data.draw(st.sampled_from(["", newline, f"# {key}{newline}"]))
        text += f"{quoted(key)}:" + ("" if items else " []") + newline
        text += "".join(f"  - {quoted(item)}{newline}" for item in items)
    document, problems = read_text(text)
    assert not problems
    assert (document.value or {}) == value
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for key, items in value.items():
        place = document.place((key,), key=True)
        assert rows[place.line - 1][place.column - 1 :].startswith(quoted(key))
        for index, item in enumerate(items):
            place = document.place((key, index))
            assert rows[place.line - 1][place.column - 1 :] == quoted(item)


def test_a_place_falls_back_to_what_stands_around():
    document, _ = read_text("a:\n  b:\nc: [x]\n")
    assert str(document.place(("a", "b"))) == "x.yaml:2:3"  # an empty value's key
    assert str(document.place(("a", "missing"))) == "x.yaml:2:3"
    assert str(document.place(("c", 7))) == "x.yaml:3:4"
    assert str(document.place(("c",), key=True)) == "x.yaml:3:1"
    assert document.span(("nothing", "here")) is None
    assert document.key_span(()) is None


def test_a_problem_has_its_line_and_width_but_not_in_private_files():
    text = "name: 李明 # x\nnotes: |\n  a\n  b\n"
    document, _ = read_text(text, "people/a.yaml")
    problem = document.problem(("name",), "odd", "no", "do", warning=True)
    assert (problem.source, problem.width, problem.warning) == ("name: 李明 # x", 2, True)
    assert document.problem(("notes",), "odd", "no").width == 1
    assert document.problem(("notes",), "odd", "no", key=True).width == 5
    private, _ = read_text(text, "private/people/a.yaml")
    assert private.problem(("name",), "odd", "no").source == ""
    _, [broken] = read_text("email: @secret\n", "private/people/a.yaml")
    assert "secret" not in repr(broken)
    assert line_problem("a\nbc\n", "x.csv", 2, 2, 1, "odd", "no", "do").source == "bc"


@pytest.mark.parametrize(
    ("sign", "copies", "each"),
    [
        (b"[", 1_000_000, 0),
        (b"- ", 500_000, 0),
        (b"{a: ", 200_000, 0),
        (b"&a ", 300_000, 0),
        (b"\x00", 900_000, 0),
        (b"a: 1\n", 100_000, 3),
    ],
    ids=["lists", "items", "mappings", "anchors", "zeros", "duplicates"],
)
def test_a_hostile_file_costs_no_more_work_for_each_sign(sign, copies, each):
    def refuse(source):
        _, problems = read(source, "x.yaml")
        assert 0 < len(problems) <= 100

    # The small one first: it fills the caches of patterns for both.
    few = calls_of(lambda: refuse(sign * 1_000))
    many = calls_of(lambda: refuse(sign * copies))
    assert many - few <= each * (copies - 1_000)


def test_a_file_over_ten_megabytes_is_refused_unread():
    document, [problem] = read(b"a" * 10_000_001, "x.yaml")
    assert document is None
    assert problem.code == "too-large"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=60))
@example(b"")
def test_any_bytes_can_be_read(source):
    assert_sound(source)


SIGNS = [b"\t", b"\n", b"\r", b"[", b"]", b"{", b"}", b"'", b'"', b"&a ", b"*a", b"!t ", b"|"]
SIGNS += [b": ", b"- ", b"? ", b"#", b"\\", b"\xff", b"\xe2\x80\xa8", b"<<: ", b"<<<<<<< "]
SIGNS += [b">", b"---\n"]


@settings(max_examples=EXAMPLES * 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_mutation_of_a_real_file_can_be_read(data):
    source = data.draw(st.sampled_from(CORPUS)).read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(source)))
        cut = data.draw(st.integers(0, 4))
        source = source[:at] + data.draw(st.sampled_from([b"", *SIGNS])) + source[at + cut :]
    assert_sound(source)


def assert_sound(source):
    document, problems = read(source, "x.yaml")
    assert document or problems
    text = source.decode(errors="replace").removeprefix("\ufeff")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.place.line <= len(rows)
        if problem.source:
            assert problem.source == rows[problem.place.line - 1]
        assert problem.place.column <= len(rows[problem.place.line - 1]) + 1
    if document:
        for path, _, _ in spans(document):
            assert document.span(path) or path == ()


def test_a_pyyaml_without_libyaml_is_refused_loudly():
    program = "import sys; sys.modules['yaml.cyaml'] = None; import mentorkit.cohort.yamltext"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "RuntimeError: this PyYAML was built without libyaml" in run.stderr
