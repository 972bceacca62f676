"""Answers to a survey: what is stored tells nobody's, and counts what was answered."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.splice import Change, edit_all
from mentorkit.outcomes.survey_answers import (
    read_answers,
    read_rows,
    read_words,
    rows_text,
    words_text,
)
from mentorkit.outcomes.survey_counts import counted, record, told
from mentorkit.outcomes.survey_items import ITEMS, WORDS, Row, Wave
from mentorkit.outcomes.survey_tokens import (
    Asked,
    Register,
    as_token,
    read_register,
    responded_text,
    tokens_text,
    with_tokens,
)

WAVE = Wave("end", "mentee")
PEOPLE = [f"p{number}" for number in range(12)]
REGISTER = Register(tuple(Asked(WAVE, person, f"tok-{person}") for person in PEOPLE))
COLUMNS = ("token", *ITEMS, WORDS)

numbers = st.fixed_dictionaries(
    {}, optional={item: st.integers(low, high) for item, (low, high) in ITEMS.items()}
)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9).map(str.strip)
answers = st.lists(st.tuples(numbers, words), max_size=len(PEOPLE))


def sheet(rows: list[tuple[str, tuple[Row, str]]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for person, (row, said) in rows:
        writer.writerow([f"TOK {person}", *(row.get(item, "") for item in ITEMS), said])
    return out.getvalue().encode()


def stored(source: bytes) -> tuple[str, str, set[str]]:
    """What an import stores of a file: numbers, words, and who has answered."""
    read = read_answers(source, "x.csv", REGISTER, {}, {})
    assert read.problems == ()
    found = read.waves.get(WAVE)
    if found is None:
        return "", "", set()
    return rows_text(found.rows), words_text(found.words), set(found.people)


@given(answers, st.randoms(use_true_random=False))
def test_what_is_stored_is_the_same_whoever_came_first(
    given_answers: list[tuple[Row, str]], random: object
) -> None:
    rows = list(zip(PEOPLE, given_answers, strict=False))
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    # Nor does it matter whose answers are whose.
    others = list(zip([person for person, _ in mixed], given_answers, strict=False))
    numbers_stored, words_stored, people = stored(sheet(rows))
    assert stored(sheet(mixed)) == (numbers_stored, words_stored, people)
    assert stored(sheet(others))[:2] == (numbers_stored, words_stored)
    assert "tok" not in numbers_stored
    assert people == {person for person, (row, said) in rows if row or said}


@given(answers)
def test_what_is_stored_is_read_back(given_answers: list[tuple[Row, str]]) -> None:
    rows = [row for row, _ in given_answers if row]
    said = [text for _, text in given_answers if text]
    again, problems = read_rows(rows_text(rows), "x.csv")
    assert problems == []
    assert Counter(map(str, map(sorted, map(dict.items, map(dict, again))))) == Counter(
        map(str, map(sorted, map(dict.items, map(dict, rows))))
    )
    assert Counter(read_words(words_text(said))) == Counter(said)


@given(answers, st.integers(0, 12))
def test_two_imports_count_as_one(given_answers: list[tuple[Row, str]], cut: int) -> None:
    rows = [row for row, _ in given_answers if row]
    whole = counted(None, WAVE, [], rows, 12, date(2025, 6, 10))
    first = counted(None, WAVE, [], rows[:cut], 12, date(2025, 6, 10))
    second = counted(None, WAVE, rows[:cut], rows[cut:], 12, date(2025, 6, 10))
    assert (second.responded, second.satisfied) == (whole.responded, whole.satisfied)
    assert first.new + second.new == whole.new == whole.responded
    assert whole.responded == len([row for row in rows if "s1" in row])
    assert whole.without == len(rows) - whole.responded
    assert whole.published == (whole.responded >= 5)


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_number_tells_on_somebody(happy: int, others: int) -> None:
    number = told(happy, happy + others)
    if number is not None:
        assert number == happy
        assert happy + others >= 5
        assert happy not in range(5)
        assert others not in range(5)


@given(st.lists(st.sampled_from(PEOPLE)), st.lists(st.sampled_from(PEOPLE)))
def test_a_token_is_drawn_once_and_is_nobody_elses(first: list[str], second: list[str]) -> None:
    drawn = iter(["aa-a", "AAA", "a a b", *(f"n{number}" for number in range(99))])
    register = with_tokens(Register(), WAVE, first, lambda: next(drawn))
    later = with_tokens(register, WAVE, second, lambda: next(drawn))
    other = with_tokens(later, Wave("end", "mentor"), second, lambda: next(drawn))
    assert set(register.asked) <= set(later.asked) <= set(other.asked)
    assert {asked.person for asked in later.asked} == {*first, *second}
    tokens = [as_token(asked.token) for asked in other.asked]
    assert len(tokens) == len(set(tokens))


@given(st.sets(st.sampled_from(PEOPLE)))
def test_the_lists_are_read_back(responded: set[str]) -> None:
    register = REGISTER._replace(responded=frozenset((WAVE, person) for person in responded))
    again, problems = read_register(tokens_text(register), responded_text(register))
    assert problems == []
    assert (set(again.asked), again.responded) == (set(register.asked), register.responded)
    assert set(again.silent(WAVE)) == {*PEOPLE} - responded


VOICES: list[Row] = [
    *({"s1": 4, "v1": 5, "v2": 3} for _ in range(5)),
    *({"v1": 3, "v3": 5} for _ in range(4)),
    {"s1": 2, "v1": 3},
    {"v1": 4, "v3": 1},
]


def test_the_items_on_diversity_are_counted_where_that_tells_on_nobody(
    cohort_of: Callable[..., Cohort],
) -> None:
    said = record(counted(None, WAVE, [], VOICES, 12, date(2025, 6, 10)), VOICES)
    first: list[Change] = [((0,), said)]
    again: list[Change] = [((0, key), value) for key, value in said.items()]
    before = (
        b"- {wave: end, role: mentee, closed: 2025-06-01, invited: 9, responded: 5, satisfied: 5}\n"
    )
    for text in (edit_all(b"", first), edit_all(before, again)):
        (wave,) = cohort_of({"surveys.yaml": text.decode()}).surveys
        assert (wave.invited, wave.responded, wave.satisfied) == (12, 6, 5)
        v1, v2, v3 = wave.items.v1, wave.items.v2, wave.items.v3
        assert v1
        assert (v1.answered, v1.agree) == (11, 6)
        assert (v2, v3) == (None, None), "all alike, and one alone"
