"""Before the programme starts: the pairs that are made for its first day are in the report."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.matrix import pairs_told
from mentorkit.rules.replay import as_known_on, as_prepared_on
from mentorkit.verbs.report import report

CohortOf = Callable[[Mapping[str, str]], Cohort]

HERE = "languages: [en]\ntimezone: UTC\navailable: [mon-fri 18:00-21:00]\nenrolled: 2025-02-01\n"
FILES = {
    "mentorkit.yaml": "id: p\nname: P\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n",
    "people/bola.yaml": f"name: Bola\nroles: [mentor]\ncapacity: 2\n{HERE}",
    "people/amina.yaml": f"name: Amina\nroles: [mentee]\n{HERE}",
    "people/kofi.yaml": f"name: Kofi\nroles: [mentee]\n{HERE.replace('02-01', '02-20')}",
    "people/lea.yaml": f"name: Lea\nroles: [mentee]\n{HERE}",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
    "- {mentor: bola, mentee: kofi, since: 2025-03-03}\n"
    "- {mentor: bola, mentee: lea, since: 2025-03-20}\n",
    "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-10 19:00 UTC, minutes: 60}\n",
    "sessions/bola--kofi.yaml": "- {id: 1, at: 2025-03-11 19:00 UTC, minutes: 60}\n",
    "sessions/bola--lea.yaml": "- {id: 1, at: 2025-03-24 19:00 UTC, minutes: 60}\n",
    "sessions/cohort.yaml": "- {id: 1, at: 2025-03-12 19:00 UTC, minutes: 60}\n",
}


@pytest.mark.parametrize(
    ("day", "pairs", "planned"),
    [
        ("2025-02-10", 1, 2),  # Kofi is not enrolled yet
        ("2025-02-20", 2, 3),
        ("2025-03-02", 2, 3),
        ("2025-03-03", 2, 3),
        ("2025-03-19", 2, 3),  # from the first day on, a pair is known from its own
        ("2025-03-20", 3, 4),
    ],
)
def test_pairs_and_sessions(cohort_of: CohortOf, day: str, pairs: int, planned: int) -> None:
    cohort, on = cohort_of(FILES), date.fromisoformat(day)
    told = report(cohort, {}, [], on, pairs=pairs_told(cohort, on))
    assert told.pairs is not None
    assert [(pair.mentee, str(pair.since)) for pair in told.pairs.pairs] == [
        ("amina", "2025-03-03"),
        ("kofi", "2025-03-03"),
        ("lea", "2025-03-20"),
    ][:pairs]
    figures = {figure.id: figure.value for figure in told.figures}
    assert (figures["sessions.planned"], figures["sessions.held"]) == (planned, 0)


def test_what_came_of_a_pair_later_is_not_known_yet(cohort_of: CohortOf) -> None:
    ended = "{mentor: bola, mentee: amina, since: 2025-02-24, until: 2025-03-01, ended: rematched}"
    kept = {name: text for name, text in FILES.items() if not name.startswith("sessions/")}
    files = kept | {"pairs.yaml": f"- {ended}\n"}
    before, after = (as_prepared_on(cohort_of(files), date(2025, m, 1)) for m in (2, 3))
    assert [(pair.until, pair.ended) for pair in before.pairs] == [(None, None)]
    assert [(str(pair.until), pair.ended) for pair in after.pairs] == [("2025-03-01", "rematched")]


@pytest.mark.parametrize("day", ["2025-03-03", "2025-03-19", "2025-03-20", "2025-07-01"])
def test_from_the_first_day_on_it_is_what_was_known(cohort_of: CohortOf, day: str) -> None:
    cohort, when = cohort_of(FILES), date.fromisoformat(day)
    assert as_prepared_on(cohort, when) == as_known_on(cohort, when)
