"""Letters that tell of a decision or an answer go only to whom it was given, or who gave it."""

from collections.abc import Callable
from datetime import date

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.recruit.kinds import KINDS
from mentorkit.render.letters import WHY
from mentorkit.verbs.letter import kind_called, write
from mentorkit.verbs.past import Past

CohortOf = Callable[..., Cohort]
FR = "fr.wikipedia.org"
HOME = f"home: {FR}\nlanguages: [en]\n"
FILES = {
    "mentorkit.yaml": "id: small-2025\nname: Small\nfictional: yes\nfrom: 2025-03-03\n"
    "to: 2025-06-01\ncoordinators: [dana]\nremote: private\n"
    f"wikis: {{{FR}: {{assent: {{result: assent, closed: 2025-01-20}}}}}}\n",
    "people/dana.yaml": f"name: Dana\nwiki: Dana D\nroles: [coordinator]\n{HOME}",
    "people/zoe.yaml": f"name: Zoe\nwiki: Zoe Z\nroles: [mentee]\n{HOME}",
    "private/people/zoe.yaml": "email: zoe@example.org\n",
    "private/candidates/awa.yaml": f"wiki: Awa\nemail: awa@example.org\n{HOME}",
}
DECIDED = ("accepted.mentee", "waiting.mentee", "no-place.mentee")
ANSWERED = ("declined.mentee", "unsure.mentee")
BOTH = {*DECIDED, *ANSWERED}
SITUATIONS = [
    ("awa", "", "", set()),
    ("awa", "", "accepted", {"accepted.mentee"}),
    ("awa", "", "declined", {"declined.mentee"}),
    ("awa", "", "later", {"unsure.mentee"}),
    ("awa", "decision: place\ndecided: 2025-02-01\n", "", {"accepted.mentee"}),
    ("awa", "decision: waiting\ndecided: 2025-02-01\n", "", {"waiting.mentee"}),
    ("awa", "decision: no\ndecided: 2025-02-01\n", "", {"no-place.mentee"}),
    ("awa", "decision: no\ndecided: 2025-02-01\n", "accepted", {"no-place.mentee"}),
    ("awa", "decision: place\ndecided: 2025-02-20\n", "", set()),
    ("awa", "decision: place\ndecided: 2025-02-01\nwithdrawn: 2025-02-02\n", "", set()),
    ("awa", "why: nothing is decided\n", "", set()),
    ("zoe", "", "", {"accepted.mentee"}),
    ("zoe", "decision: waiting\ndecided: 2025-02-01\n", "", {"waiting.mentee"}),
]


@pytest.mark.parametrize(("person", "application", "answer", "fitting"), SITUATIONS)
def test_what_was_decided_and_answered(
    cohort_of: CohortOf, person: str, application: str, answer: str, fitting: set[str]
) -> None:
    own = {}
    if application:
        file = f"private/applications/{person}.yaml"
        own[file] = f"applied: 2025-01-25\nrole: mentee\n{application}"
    cohort = cohort_of(FILES | own)
    line = f'{{"person": "{person}", "answer": "{answer}"}}' if answer else ""
    found = {}
    for kind in sorted(BOTH):
        past = Past(line, (), {"awa": "none"})
        made = write(
            cohort, KINDS[kind], [person], templates=None, past=past, as_of=date(2025, 2, 10)
        )
        found[kind] = made.refused[0].why[0] if made.refused else ""
    assert {kind for kind, code in found.items() if not code} == fitting
    codes = {code for kind, code in found.items() if kind in DECIDED and code}
    assert codes <= {"not-decided"}
    codes = {code for kind, code in found.items() if kind in ANSWERED and code}
    assert codes <= ({"not-answered"} if person == "awa" else {"not-answered", "already-in"})
    assert {"not-decided", "not-answered"} <= WHY.keys()


def test_the_thanks_for_a_no_are_not_public() -> None:
    assert set(kind_called("declined.mentee").channels) == {"wikimail", "mail"}
    public = {kind.id for kind in KINDS.values() if "talk" in kind.channels}
    assert all(kind.partition(".")[0] in ("ask", "invite", "follow-up") for kind in public)
