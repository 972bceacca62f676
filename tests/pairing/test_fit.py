"""The fit, each number worked out by hand."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.programme import Programme
from mentorkit.pairing.fit import Fit, fits
from mentorkit.problems import Misuse
from running import mentorkit_yaml

CohortOf = Callable[[Mapping[str, str]], Cohort]

PROGRAMME = mentorkit_yaml(
    "test",
    """\
topics: {coordinating: a, policy: b, scripts: c}
meetings:
  pair: {every: 2 weeks, minutes: 60}
""",
)

BOLA = """\
name: Bola
roles: [mentor]
home: en.wikipedia.org
languages: [en, yo, fr]
timezone: Africa/Lagos
available: [mon-thu 19:00-21:00]
offers: [coordinating, policy]
"""

AMINA = """\
name: Amina
roles: [mentee]
home: fr.wikipedia.org
languages: [fr, wo]
timezone: Africa/Dakar
available: [tue-fri 18:00-20:00]
wants: [coordinating, policy, scripts]
"""


def only(cohort: Cohort) -> Fit:
    (fit,) = fits(cohort.programme, cohort.having("mentor"), cohort.having("mentee")).values()
    return fit


def changed(text: str, **fields: str) -> str:
    lines = [line for line in text.splitlines() if line.split(":")[0] not in fields]
    return "\n".join([*lines, *(f"{key}: {value}" for key, value in fields.items())]) + "\n"


def test_a_whole_fit(cohort_of: CohortOf) -> None:
    # Lagos is an hour ahead of Dakar all year: 18:00-20:00 UTC both, Tuesday to Thursday, five
    # quarter-hours each at which an hour still fits.
    fit = only(
        cohort_of(
            {
                "mentorkit.yaml": PROGRAMME,
                "people/bola.yaml": BOLA,
                "people/amina.yaml": AMINA,
                "private/people/bola.yaml": "near: Lagos, Nigeria\nprefer: [amina]\n",
                "private/people/amina.yaml": "near: Dakar, Senegal\n",
            }
        )
    )
    assert fit.starts == 15
    assert fit.parts == {
        "languages": 500,
        "topics": 666,
        "hours": 750,
        "wiki": 500,
        "region": 0,
        "preference": 500,
    }
    # (150*500 + 300*666 + 300*750 + 150*500 + 50*0 + 50*500) // 1000
    assert fit.score == 599
    assert fit.why is None


@pytest.mark.parametrize(
    ("part", "mentor", "mentee", "worth"),
    [
        ("languages", {"languages": "[en]"}, {"languages": "[de, en]"}, 500),
        ("languages", {"languages": "[en, de]"}, {"languages": "[de, en]"}, 1000),
        ("languages", {"languages": "[en, de, fr]"}, {"languages": "[fr, de, en]"}, 1000),
        ("topics", {"offers": "[policy]"}, {"wants": "[]"}, 500),
        ("topics", {"offers": "[]"}, {"wants": "[policy]"}, 0),
        ("topics", {"offers": "[policy, scripts]"}, {"wants": "[scripts]"}, 1000),
        ("hours", {"available": "[mon-sun 08:00-22:00]"}, {}, 1000),
        ("hours", {"available": "[tue 19:00-20:00]"}, {}, 50),
        ("wiki", {"home": "fr.wikipedia.org"}, {}, 1000),
        ("wiki", {"home": "fr.wikisource.org"}, {}, 500),
        ("wiki", {"home": "de.wikipedia.org"}, {}, 500),
        ("wiki", {"home": "de.wikisource.org"}, {}, 0),
        ("wiki", {"home": "commons.wikimedia.org"}, {"home": "commons.wikimedia.org"}, 1000),
        ("wiki", {"home": "commons.wikimedia.org"}, {"home": "meta.wikimedia.org"}, 0),
        ("wiki", {"home": "www.wikidata.org"}, {"home": "www.mediawiki.org"}, 0),
    ],
)
def test_each_part(
    part: str, mentor: dict[str, str], mentee: dict[str, str], worth: int, cohort_of: CohortOf
) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME + "pairing: {minimum: 0}\n",
        "people/bola.yaml": changed(BOLA, **mentor),
        "people/amina.yaml": changed(AMINA, **mentee),
    }
    assert only(cohort_of(files)).parts[part] == worth


@pytest.mark.parametrize(
    ("mentor", "mentee", "worth"),
    [
        ("near: Lyon, France", "near: Paris, france", 1000),
        ("near: France", "near: Paris, FRANCE ", 1000),
        ("near: Lyon, France", "near: Liège, Belgium", 0),
        ("near: Lyon, France", "notes: none", 0),
        ("near: 'Lyon,'", "near: 'Paris,'", 0),
    ],
)
def test_the_country_is_what_follows_the_last_comma(
    mentor: str, mentee: str, worth: int, cohort_of: CohortOf
) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME,
        "people/bola.yaml": BOLA,
        "people/amina.yaml": AMINA,
        "private/people/bola.yaml": mentor,
        "private/people/amina.yaml": mentee,
    }
    assert only(cohort_of(files)).parts["region"] == worth


@pytest.mark.parametrize(("both", "worth"), [("prefer: [{}]", 1000), ("notes: none of {}", 0)])
def test_each_naming_the_other(both: str, worth: int, cohort_of: CohortOf) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME,
        "people/bola.yaml": BOLA,
        "people/amina.yaml": AMINA,
        "private/people/bola.yaml": both.format("amina"),
        "private/people/amina.yaml": both.format("bola"),
    }
    assert only(cohort_of(files)).parts["preference"] == worth


@pytest.mark.parametrize(
    ("mentor", "mentee", "why"),
    [
        ({"languages": "[de]"}, {}, "language"),
        ({"languages": "[]"}, {}, "language"),
        ({"available": "[sat 10:00-16:00]"}, {}, "hours"),
        ({"available": "[]"}, {}, "hours"),
        ({}, {"available": "[tue 18:00-18:45]"}, "hours"),
        # An hour in common until Paris changes its clocks on 30 March.
        (
            {"timezone": "Europe/Paris", "available": "[tue 19:00-20:00]"},
            {"available": "[tue 18:00-19:00]"},
            "hours",
        ),
        ({"languages": "[de]", "available": "[]"}, {}, "language"),
    ],
)
def test_no_pair_is_possible(
    mentor: dict[str, str], mentee: dict[str, str], why: str, cohort_of: CohortOf
) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME,
        "people/bola.yaml": changed(BOLA, **mentor),
        "people/amina.yaml": changed(AMINA, **mentee),
    }
    assert only(cohort_of(files)) == Fit(None, (), 0, why)  # type: ignore[arg-type]


def test_without_a_zone_nobody_has_hours() -> None:
    fields: dict[str, Any] = {"languages": ["en"], "available": ["mon 18:00-20:00"]}
    bola = Person.model_validate({"id": "bola", "name": "Bola", "roles": ["mentor"], **fields})
    amina = Person.model_validate({"id": "amina", "name": "A", "roles": ["mentee"], **fields})
    programme = Programme.model_validate(
        {"id": "t", "name": "T", "from": "2025-03-03", "to": "2025-06-01"}
    )
    assert fits(programme, [bola], [amina])["bola", "amina"].why == "hours"


@pytest.mark.parametrize(
    "files",
    [
        {"private/people/amina.yaml": "never: [bola]\n"},
        {"private/people/bola.yaml": "never: [amina]\n"},
        {"private/mentorkit.yaml": "forbid: [bola--amina]\n"},
        {"mentorkit.yaml": PROGRAMME + "pairing: {minimum: 575}\n"},
    ],
)
def test_a_private_never_looks_like_every_other_refusal(
    files: dict[str, str], cohort_of: CohortOf
) -> None:
    people = {"people/bola.yaml": BOLA, "people/amina.yaml": AMINA}
    cohort = cohort_of({"mentorkit.yaml": PROGRAMME, **people, **files})
    assert only(cohort) == Fit(None, (), 0, "not offered")


def test_a_score_at_the_minimum_is_offered(cohort_of: CohortOf) -> None:
    # 574 without the private facts of the whole fit above.
    programme = PROGRAMME + "pairing: {minimum: 574}\n"
    people = {"people/bola.yaml": BOLA, "people/amina.yaml": AMINA}
    assert only(cohort_of({"mentorkit.yaml": programme, **people})).score == 574


def test_a_never_does_not_hide_a_reason_that_all_can_see(cohort_of: CohortOf) -> None:
    files = {
        "mentorkit.yaml": PROGRAMME,
        "people/bola.yaml": changed(BOLA, languages="[de]"),
        "people/amina.yaml": AMINA,
        "private/people/amina.yaml": "never: [bola]\n",
    }
    assert only(cohort_of(files)).why == "language"


def test_nobody_is_their_own_mentor(cohort_of: CohortOf) -> None:
    both = changed(BOLA, roles="[mentor, mentee]")
    cohort = cohort_of({"mentorkit.yaml": PROGRAMME, "people/bola.yaml": both})
    assert only(cohort).why == "not offered"


def test_weights_that_sum_to_nothing_are_said() -> None:
    weights = dict.fromkeys(("languages", "topics", "hours", "wiki", "region", "preference"), "0")
    programme = Programme.model_validate(
        {
            "id": "t",
            "name": "T",
            "from": "2025-03-03",
            "to": "2025-06-01",
            "pairing": {"weights": weights},
        }
    )
    with pytest.raises(Misuse, match="sum to nothing"):
        fits(programme, [], [])


@pytest.mark.parametrize(("minutes", "starts"), [(49, 1), (50, 1), (51, None), (20, 3), (5, 4)])
def test_the_hours_are_counted_to_the_minute(
    cohort_of: CohortOf, minutes: int, starts: int | None
) -> None:
    """From 18:00 to 18:50 a call of 20 minutes may start at 18:00, 18:15 and 18:30."""
    fit = only(
        cohort_of(
            {
                "mentorkit.yaml": PROGRAMME.replace("minutes: 60", f"minutes: {minutes}"),
                "people/bola.yaml": BOLA,
                "people/amina.yaml": changed(AMINA, available="[tue 18:00-18:50]"),
            }
        )
    )

    assert (fit.starts or None, fit.why) == (starts, None if starts else "hours")
