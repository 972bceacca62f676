"""How much alike two sentences are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.recruit.similarity import ALIKE, Sentence, share, shingles, twins

BASE = "Your answers at the help desk are patient, and they keep people here."


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (BASE, True),
        (BASE.upper().replace(",", ""), True),
        (BASE.replace("patient", "kind"), True),
        (f"{BASE} Thank you.", True),
        ("Your maps of the Volta say where each line is from.", False),
        ("At the help desk your answers keep people, patient as they are.", False),
        ("", False),
    ],
)
def test_a_changed_word_makes_no_other_sentence(other: str, alike: bool) -> None:
    assert (share(shingles(BASE), shingles(other)) >= ALIKE) == alike


def test_sentences_without_blanks() -> None:
    one, other = "您在讨论页上的回答很耐心也很清楚", "您在讨论页上的回答很耐心也很友好"
    assert share(shingles(one), shingles(other)) >= ALIKE
    assert share(shingles(one), shingles("您画的河流地图标明了每条线的来源")) < ALIKE


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_share_is_a_similarity(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    assert 0 <= share(a, b) == share(b, a) <= 1
    assert share(a, a) == 1
    assert a


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["why", "say.worry"]), st.text("xyz ")),
        max_size=8,
    )
)
def test_twins_are_those_that_comparing_each_two_finds(rows: list[tuple[str, str, str]]) -> None:
    sentences = [Sentence(*row) for row in rows]
    found = {(id(twin.one), id(twin.other)) for twin in twins(sentences)}
    expected = {
        (id(one), id(other))
        for n, one in enumerate(sentences)
        for other in sentences[:n]
        if one.key == other.key
        and one.person != other.person
        and share(shingles(one.text), shingles(other.text)) >= ALIKE
    }
    assert found == expected
