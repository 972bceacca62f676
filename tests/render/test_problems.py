"""How a problem is shown: the place, the line, and a caret under the very characters."""

from mentorkit.cohort.yamltext import line_problem
from mentorkit.problems import Place, Problem
from mentorkit.render.problems import LONGEST, as_json, as_text
from mentorkit.render.terminal import cells


def shown(line, marked, name="people/amina.yaml", **said):
    """What is shown of a problem with `marked`, which stands once in a line."""
    column = line.index(marked) + 1
    fields = {"code": "x", "message": "what is wrong", "hint": "what to do", **said}
    problem = line_problem(f"# first\n{line}\n", name, 2, column, len(marked), **fields)
    return as_text([problem], "cohort/").split("\n")


def test_a_caret_stands_under_each_cell_of_what_is_wrong():
    assert shown("name: Amina", "Amina") == [
        "cohort/people/amina.yaml:2:7: what is wrong",
        "   2 | name: Amina",
        "     |       ^^^^^",
        "  what to do",
    ]


def test_wide_and_combining_characters_take_the_cells_that_a_terminal_gives_them():
    wide = shown("near: {town: ダッカ, zone: Asia/Dacca}", "Asia/Dacca")
    assert wide[1:3] == [
        "   2 | near: {town: ダッカ, zone: Asia/Dacca}",
        "     |                            ^^^^^^^^^^",
    ]
    assert shown("ダッカ: x", "ダッカ")[2] == "     | ^^^^^^"
    assert shown("e\u0301te\u0301: x", "x")[2] == "     |      ^"


def test_a_long_line_is_cut_around_its_fault():
    lines = shown(f"notes: {'a' * 500} Ω {'b' * 500}", "Ω")
    assert all(len(line) <= 80 for line in lines)
    assert lines[2].index("^") == lines[1].index("Ω")


def test_a_long_line_of_wide_characters_is_cut_by_its_cells():
    lines = shown(f"notes: {'語' * 500} Ω {'語' * 500}", "Ω")
    assert all(cells(line) <= 79 for line in lines)
    before = lines[1][: lines[1].index("Ω")]
    assert lines[2].index("^") == cells(before)


def test_nothing_in_a_line_moves_the_cursor_or_turns_the_text():
    lines = shown("name: a\u202eb\u2066c", "c", message="'\x1b[31m' is no name", hint="\x9b2J")
    assert lines == [
        "cohort/people/amina.yaml:2:11: '\ufffd[31m' is no name",
        "   2 | name: a\ufffdb\ufffdc",
        "     |           ^",
        "  \ufffd2J",
    ]


def test_a_private_line_is_never_shown():
    lines = shown("email: a@example.org", "a@example.org", "private/people/amina.yaml")
    assert lines == ["cohort/private/people/amina.yaml:2:8: what is wrong", "  what to do"]


def test_a_long_hint_is_wrapped_and_a_message_that_repeats_a_long_text_is_shortened():
    problem = Problem(Place("a.yaml"), "x", f"'{'a' * 5_000}' is no date", "word " * 40)
    place, *hint = as_text([problem]).split("\n")
    assert place.startswith("a.yaml:1:1: 'aaa")
    assert place.endswith("aaa' is no date")
    assert len(place) < LONGEST + 20
    assert len(hint) > 1
    assert all(len(line) <= 80 for line in hint)
    assert len(as_json([problem])["problems"][0]["message"]) <= LONGEST


def test_warnings_say_so_and_stand_apart_for_programs():
    warning = Problem(Place("mentorkit.yaml"), "remote", "not said", "say it", warning=True)
    assert as_text([warning]) == "mentorkit.yaml:1:1: warning: not said\n  say it"
    assert as_json([]) == {"schema": 1, "problems": []}
    assert [p["code"] for p in as_json([], [warning])["warnings"]] == ["remote"]
