"""What `pair` and `pair explain` advise where a person's own file lacks what pairing needs."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from members import AVAILABLE, member

from mentorkit.cohort.model import Cohort
from mentorkit.render.pairs import explanation as pair_explanation
from mentorkit.render.pairs import proposal as pairing
from mentorkit.verbs.pair import pair
from mentorkit.verbs.pair_explain import explain

CohortOf = Callable[[Mapping[str, str]], Cohort]

DAY = date(2025, 3, 1)
PROGRAMME = "id: t\nname: T\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"


def files(of_amina: str) -> dict[str, str]:
    return {
        "mentorkit.yaml": PROGRAMME,
        "people/bola.yaml": member("Bola", "mentor") + "capacity: 2\n",
        "people/hoda.yaml": member("Hoda", "mentor", "ar"),
        "people/kofi.yaml": member("Kofi", "mentee"),
        "people/amina.yaml": of_amina,
    }


WHOLE = member("Amina", "mentee")
MORNINGS = WHOLE.replace("18:00-21:00", "06:00-07:00")


@pytest.mark.parametrize(
    ("of_amina", "advice"),
    [
        (WHOLE.replace(AVAILABLE, ""), "write 'available' in people/amina.yaml"),
        (WHOLE.replace("timezone: UTC\n", ""), "write 'timezone' in people/amina.yaml"),
        (
            WHOLE.replace(AVAILABLE, "").replace("timezone: UTC\n", ""),
            "write 'timezone' and 'available' in people/amina.yaml",
        ),
        (MORNINGS, "ask for more hours, then widen 'available' in people/amina.yaml"),
    ],
)
def test_what_is_lacking_is_written_before_it_is_widened(
    cohort_of: CohortOf, of_amina: str, advice: str
) -> None:
    cohort = cohort_of(files(of_amina))
    told = " ".join(pairing.as_text(pair(cohort, DAY)).split())
    assert advice in told
    assert ("widen" in told) == (of_amina == MORNINGS)
    told = " ".join(pair_explanation.as_text(explain(cohort, DAY, "amina")).split())
    if of_amina == MORNINGS:
        assert "One more free hour for Amina" in told
    else:
        assert f"That you {advice}." in told
        assert "more free hour" not in told


def test_whoever_fits_nobody_is_told_among_the_places_left(cohort_of: CohortOf) -> None:
    text = pairing.as_text(pair(cohort_of(files(MORNINGS)), DAY))
    assert "Mentors with a place left: Bola; Hoda, who could be paired with nobody here." in text


def test_places_of_those_who_fit_somebody_are_told_as_before(cohort_of: CohortOf) -> None:
    only = {name: text for name, text in files(MORNINGS).items() if "hoda" not in name}
    text = pairing.as_text(pair(cohort_of(only), DAY))
    assert "Mentors with a place left: Bola.\n" in text
