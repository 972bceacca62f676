"""Edits of nasty files with nasty values, judged by PyYAML's own pure-Python loader."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mentorkit.cohort.splice import edit, edit_all
from mentorkit.cohort.yamltext import read
from mentorkit.problems import Refused
from work import calls_of

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
EXAMPLES = int(os.environ.get("SPLICE_EXAMPLES", "300"))

NASTY = [
    "no", "12:30", "a: b", "a:", ":a", "# x", "a # x", "a#x", "- x", "-", "--- x", "---", "...",
    "'", '"', "it's", 'a "b" c', "\\", "\\n", "'single'", '"double"', "null", "~", "", " ", " a",
    "a ", "مرحبا", "שלום, עולם", "👩🏽‍🏫", "a\u2028b", "a\u2029b", "a\x85b", "\ufeffa", "a\u200fb",
    "[", "]", "{", "}", "a, b", ",", "[a]", "{a: b}", "&a", "*a", "!t", "!!str", "%", "%YAML",
    "@a", "`a`", "|", ">", "|-", "?", "? a", "a\tb", "\t", "\ta", "x" * 2000, "word " * 400,
    "a\nb", "a\nb\n", "a\n\nb\n\n", "\na", "\n", " a\nb", "a\n b", "a \nb", "a\n \nb", "a\n# b\n",
    "a\n---\nb", "a\r\nb", "a\rb", "\x00", "\x07", "\x1b", "\x7f", "<<", "=", "0123", "1.10",
    "2026-02-30", "https://x.org/?a=b#c", "\xa0a", "User:X", "a:b", "key: |", "<<<<<<< x",
    "=======", "a\n=======\nb", "\ufffe", "\U0001f600", "a\n\tb", "\\u2028", "\xa0", "e\u0301",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from([*NASTY, "word"]), min_size=2, max_size=3).map("".join),
)
keys = st.one_of(
    st.sampled_from(["new", "no", "a: b", "- x", "#", "مفتاح", "it's", "a, b", "null", "x y"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
).filter(lambda key: key != "<<")
collections = st.recursive(
    st.one_of(texts, st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
).filter(lambda value: value is not None and not isinstance(value, str))


def variants(text: str) -> list[bytes]:
    """The same file with other line ends, a byte order mark, and no final line break."""
    bare = text.rstrip("\n")
    return [
        text.encode(),
        text.replace("\n", "\r\n").encode(),
        ("\ufeff" + text).encode(),
        bare.encode(),
        ("\ufeff" + bare.replace("\n", "\r\n")).encode(),
    ]


SOURCES = [source for path in CORPUS for source in variants(path.read_text("utf-8"))]


def oracle(source: bytes):
    return yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - builds texts only


def as_read(value):
    """What BaseLoader reads for a value that was written: it has no null."""
    if isinstance(value, list):
        return [as_read(item) for item in value]
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    return "null" if value is None else value


def places(value, path=()):
    """Every (path, whether it is new) of a value; `...` stands for a key that is not there yet."""
    if value is None:
        yield from (((*path, 0), True), ((*path, ...), True))
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key), False
            yield from places(item, (*path, key))
        yield (*path, ... if isinstance(value, dict) else len(value)), True


def mutated(value, path, new):
    """The oracle's data after an edit, by plain Python."""
    step, rest = path[0], path[1:]
    if isinstance(value, str) or value is None:
        value = {} if isinstance(step, str) else []
    copy = value.copy()
    if rest:
        copy[step] = mutated(copy[step], rest, new)
    elif new is None:
        del copy[step]
    elif isinstance(copy, list) and step == len(copy):
        copy.append(as_read(new))
    else:
        copy[step] = as_read(new)
    return copy


@st.composite
def edits(draw):
    source = draw(st.sampled_from(SOURCES))
    document, problems = read(source, "corpus")
    assert not problems
    path, new = draw(st.sampled_from(list(places(document.value))))
    if path[-1] is ...:
        path = (*path[:-1], draw(keys.filter(lambda key: not document.span((*path[:-1], key)))))
    return source, path, draw(texts | collections if new else texts | collections | st.none()), new


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits())
def test_the_data_is_as_wanted_and_all_other_bytes_stay(case):
    source, path, value, new = case
    result = edit(source, path, value)
    assert oracle(result) == mutated(oracle(source), path, value)
    again, problems = read(result, "again.yaml")
    assert again is not None
    assert not problems
    assert source.startswith(b"\xef\xbb\xbf") == result.startswith(b"\xef\xbb\xbf")
    document, _ = read(source, "corpus")
    above = document.span(path[:-1])
    if new and type(document.node(path[:-1])) is tuple and above.start < above.end:
        path, value, new = path[:-1], [], False  # a written ~ gives way
    if new:
        assert_only_added(document, path, again.text)
    else:
        start, end = reach(document, path, value)
        if end == len(document.text) and not document.text.endswith("\n"):
            # A file without a final line break shall have none.
            start = len(document.text[:start].rstrip("\r\n"))
        assert again.text.startswith(document.text[:start])
        assert again.text.endswith(document.text[end:])
        assert len(again.text) >= len(document.text) - (end - start)


def assert_only_added(document, path, now):
    """The new text is the old one with one piece put in.

    Two pieces only for a list below a key with a comment, for braces around `[a: b]`, and where a
    block scalar ends a file without a line break.
    """
    old = document.text
    same = next((i for i, (a, b) in enumerate(zip(old, now, strict=False)) if a != b), len(old))
    once = now.endswith(old[same:]) and len(now) >= len(old)
    rest = iter(now)
    if not once:
        twice = old.rstrip().endswith(("text", "folded")) or "pairs" in path
        assert twice
        assert all(character in rest for character in old)


def reach(document, path, value):
    """The part of the text that setting or removing the value at `path` may change."""
    span, key, text = document.span(path), document.key_span(path), document.text
    around = [document.node(path[:i]) for i in range(len(path))]
    node = document.node(path)
    in_place = not hasattr(node, "flow") or node.flow
    if isinstance(value, str) and in_place and "\n" not in text[span.start : span.end]:
        spaces = len(text[span.end :]) - len(text[span.end :].lstrip(" "))
        return span.start, span.end + (spaces if span.start == span.end else 0)
    first = min(span.start, (key or span).start)
    if value is None and len(around[-1].children) == 1:
        return reach_of_last(document, path[:-1])
    if value is None and around[-1].flow:
        whole = document.span(path[:-1])
        return whole_lines(text, whole.start, whole.end)
    if key is None and not around[-1].flow:
        first = text.rfind("-", 0, first)
    start, end = whole_lines(text, first, span.end)
    if value is None and text[start:first].strip():  # the next line moves up beside the dash
        end += len(text[end:]) - len(text[end:].lstrip(" "))
    return start, end


def reach_of_last(document, path):
    span, key = document.span(path), document.key_span(path)
    first = key.start if key else span.start
    if not key and path and not document.node(path).flow:
        first = document.text.rfind("-", 0, span.start)
    return whole_lines(document.text, min(first, span.start), span.end)


def whole_lines(text, start, end):
    after = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if after < 0 else after + 1


EDITS = r"""
- name: the old quotes stay where they can carry the new text
  before: "a: 'x'  # y\n"
  path: [a]
  value: it's
  after: "a: 'it''s'  # y\n"
- name: a plain text stays plain
  before: "a:   x  # y\n"
  path: [a]
  value: 12:30, no
  after: "a:   12:30, no  # y\n"
- name: a value goes where only a comment stands
  before: "a:   # not yet\nb: c\n"
  path: [a]
  value: x
  after: "a: x   # not yet\nb: c\n"
- name: a block scalar keeps its style, indentation and comment
  before: "a: >   # why\n    x\n    y\n\n# z\n"
  path: [a]
  value: "p\nq\n"
  after: "a: |   # why\n    p\n    q\n\n# z\n"
- name: a short text in the place of a block scalar
  before: "a: |   # why\n  x\n  y\n\n# z\n"
  path: [a]
  value: short
  after: "a: short   # why\n\n# z\n"
- name: several lines in the place of one
  before: "- a: x\n  b: y\n"
  path: [0, a]
  value: "p\nq"
  after: "- a: |-\n    p\n    q\n  b: y\n"
- name: a record like its neighbours in block style, with CRLF and no final line break
  before: "-   id: 1\r\n    x: y # z"
  path: [1]
  value: {id: "2", tags: [a, "b, c"]}
  after: "-   id: 1\r\n    x: y # z\r\n-   id: 2\r\n    tags: [a, \"b, c\"]"
- name: a record like its neighbours in braces
  before: "- {a: b}  # c\n\n# end\n"
  path: [1]
  value: {a: "x: y", d: ~}
  after: "- {a: b}  # c\n- {a: \"x: y\", d: null}\n\n# end\n"
- name: a mapping with the step of the file
  before: "a:\n   b:\n      c: d\n\n# end\n"
  path: [a, e]
  value: {f: {g: h}, i: []}
  after: "a:\n   b:\n      c: d\n   e:\n      f:\n         g: h\n      i: []\n\n# end\n"
- name: the first key beside a dash
  before: "- a: b\n  # about c\n  c: d\n"
  path: [0, a]
  value:
  after: "- # about c\n  c: d\n"
- name: the last key leaves an empty mapping
  before: "a: # x\n  b: c  # d\ne: f\n"
  path: [a, b]
  value:
  after: "a: {} # x\ne: f\n"
- name: an item in the middle of brackets
  before: "a: [x, 'y' , z]\n"
  path: [a, 1]
  value:
  after: "a: [x, z]\n"
- name: an item with its own line and comment
  before: "a: [\n  x,  # first\n  y   # second\n]\n"
  path: [a, 0]
  value:
  after: "a: [\n  y   # second\n]\n"
- name: braces for a pair that had none
  before: "[a: b]\n"
  path: [0, c]
  value: d
  after: "[{a: b, c: d}]\n"
- name: a key before a block scalar that ends the file without a line break
  before: "a: |\n  x"
  path: [b]
  value: c
  after: "b: c\na: |\n  x"
- name: an item after a block scalar that ends the file without a line break
  before: "- |\n  x"
  path: [1]
  value: c
  after: "- |-\n  x\n- c"
- name: a tab after the colon
  before: "a:\tb\n"
  path: [a]
  value: c
  after: "a:\tc\n"
- name: a value goes beside its colon, and the spaces that stood there stay
  before: "a:   \nb: c\n"
  path: [a]
  value: x
  after: "a: x   \nb: c\n"
- name: a record after a blank line, as between its neighbours, with CRLF
  before: "- a: b\r\n\r\n# why\r\n- a: c  # d\r\n\r\n# end\r\n"
  path: [2]
  value: {a: e}
  after: "- a: b\r\n\r\n# why\r\n- a: c  # d\r\n\r\n- a: e\r\n\r\n# end\r\n"
- name: no blank line where the last records have none
  before: "- a: b\n\n- a: c\n- a: d\n"
  path: [3]
  value: {a: e}
  after: "- a: b\n\n- a: c\n- a: d\n- a: e\n"
- name: a record after the comments that belong to the one before
  before: "- a: b\n  # about b\n\n  # more\n# about all\n"
  path: [1]
  value: {a: c}
  after: "- a: b\n  # about b\n\n  # more\n- a: c\n# about all\n"
- name: a key after the comments of the mapping before it
  before: "a:\n  b: c\n  # of a\n# of all\n"
  path: [d]
  value: e
  after: "a:\n  b: c\n  # of a\nd: e\n# of all\n"
- name: a line of its own within brackets, where each has one
  before: "a: [b,\n    c]\n"
  path: [a, 2]
  value: d
  after: "a: [b,\n    c,\n    d]\n"
- name: a line of its own, after a comma and its comment
  before: "a: {\n  b: c,  # d\n}\n"
  path: [a, e]
  value: f
  after: "a: {\n  b: c,  # d\n  e: f,\n}\n"
- name: no line of its own where a comment would change hands
  before: "a: [\n  b,\n  c  # d\n]\n"
  path: [a, 2]
  value: e
  after: "a: [\n  b,\n  c, e  # d\n]\n"
- name: no line of its own in brackets that are only folded
  before: "a: [b, c,\n    d]\n"
  path: [a, 3]
  value: e
  after: "a: [b, c,\n    d, e]\n"
- name: the last record of a file without a final line break
  before: "- a: b\r\n- a: c"
  path: [1]
  value:
  after: "- a: b"
- name: a list's last item in a file without a final line break
  before: "a:\n  - b"
  path: [a, 0]
  value:
  after: "a: []"
- name: a short value for a list whose last line ends otherwise than its first
  before: "a:\n  - b\r\nc: d\n"
  path: [a]
  value: x
  after: "a: x\r\nc: d\n"
- name: a record takes the line break of the line above
  before: "a: b\nc:\r\n  - d\r\n"
  path: [c, 1]
  value: e
  after: "a: b\nc:\r\n  - d\r\n  - e\r\n"
- name: words that other programs take for something else
  before: "a: b\n"
  path: [c]
  value: {"null": "=", "~": "<<", "<": "no"}
  after: "a: b\nc:\n  \"null\": \"=\"\n  \"~\": \"<<\"\n  <: no\n"
"""


@pytest.mark.parametrize("case", yaml.safe_load(EDITS), ids=lambda case: case["name"])
def test_an_edit_looks_as_a_person_would_write_it(case):
    result = edit(case["before"].encode(), tuple(case["path"]), case["value"])
    assert result.decode() == case["after"]


REFUSED = [
    ("a: &x b\n", ("a",), "c", "line 1: an anchor"),
    ("a: b\n", ("x", "y"), "c", "there is no x"),
    ("a: b\n", ("a", "y"), "c", "a.y does not fit: a is a text"),
    ("a: [b]\n", ("a", 2), "c", "a[2] does not fit: a is a list of 1"),
    ("a: [b]\n", ("a", -1), "c", "a[-1] does not fit"),
    ("a: [b]\n", ("a", "k"), "c", "a.k does not fit"),
    ("a: b\n", ("c",), None, "there is no c"),
    ("a:\n", ("a", 1), "c", "a[1] is beyond the end"),
    ("a: b\n", (), None, "the whole file"),
    ("a: b\n", ("a",), "\ud800", "cannot change a"),
    ("a: b\n", ("",), "c", "cannot change"),
    ("a: |+\n  x\nb: c\n\nd: e\n", ("b",), None, "cannot change b"),
]


@pytest.mark.parametrize(("text", "path", "value", "message"), REFUSED)
def test_what_cannot_be_exact_is_refused(text, path, value, message):
    with pytest.raises(Refused) as refused:
        edit(text.encode(), path, value)
    assert message in refused.value.message
    assert refused.value.hint


def test_several_edits_apply_in_order():
    source = b"a: 1 # x\nlist: []\n"
    changes = [(("list", 0), "p"), (("list", 1), "q"), (("a",), None), (("list", 0), None)]
    assert edit_all(source, changes) == b"list: [q]\n"
    assert edit(source, ("a",), "1") == source


@st.composite
def several_edits(draw):
    """A file and edits of it, each of a place that is there after the ones before."""
    source = draw(st.sampled_from(SOURCES))
    value, changes = oracle(source), []
    for _ in range(draw(st.integers(2, 6))):
        path, new = draw(st.sampled_from(list(places(value))))
        if path[-1] is ...:
            path = (*path[:-1], draw(keys))
        given = draw(texts | collections if new else texts | collections | st.none())
        value = mutated(value, path, given)
        changes.append((path, given))
    return source, changes


def one_by_one(source, changes):
    for path, value in changes:
        source = edit(source, path, value)
    return source


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(several_edits())
@example((b"topics:\n- a: 1\n  b: 2\n", [(("topics", 1), {}), (("topics", 2), {"new": "no"})]))
def test_many_edits_at_once_write_what_one_after_the_other_writes(case):
    source, changes = case
    try:
        wanted = one_by_one(source, changes)
    except Refused:
        return
    result = edit_all(source, changes)
    assert oracle(result) == oracle(wanted)
    if source.endswith(b"\n"):
        assert result == wanted


RECORD = {"id": "2", "at": "2025-03-10 19:00 Africa/Dakar", "minutes": "60"}
PILES = {
    "records in braces": lambda n: (b"", [((i,), RECORD) for i in range(n)]),
    "records": lambda n: (b"- id: 1\n  at: x\n", [((i + 1,), RECORD) for i in range(n)]),
    "keys": lambda n: (b"- a: b\n" * n, [((i, "until"), "2025-06-01") for i in range(n)]),
    "values": lambda n: (b"- a: b\n" * n, [((i, "a"), "c") for i in range(n)]),
}


@pytest.mark.parametrize("name", PILES)
def test_twice_as_many_edits_are_about_twice_the_work(name):
    few, many = (calls_of(lambda n=n: edit_all(*PILES[name](n))) for n in (200, 400))
    # Were the file read once for each edit, it would be four times the work.
    assert many < 2.5 * few
