"""Every situation in which somebody is not to be written to, and those in which they may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort
from mentorkit.render.letters import WHY
from mentorkit.rules.answer import Answer
from mentorkit.rules.gate import Contact, Gate, Seen, TalkPage, Written, on_the_wiki
from mentorkit.rules.marker import marker
from mentorkit.rules.user_key import user_key
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]

SECRET = b"0" * 32
PROGRAMME = mentorkit_yaml(
    "small",
    """\
coordinators: [dana]
remote: private
wikis:
  fr.wikipedia.org: {assent: {result: assent, closed: 2024-01-20}}
  de.wikipedia.org: {assent: {result: objection, closed: 2024-01-20}}
""",
)
HOME = "home: fr.wikipedia.org\nroles: [mentee]\nenrolled: 2024-12-01\n"
LEFT = "left: 2025-01-10\nleft_code: withdrew\n"
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nwiki: Dana D\nroles: [coordinator]\n",
    "people/ana.yaml": f"name: Ana\nwiki: Ana A\n{HOME}",
    "people/gus.yaml": f"name: Gus\nwiki: Gus G\n{HOME}".replace("fr.", "de."),
    "people/lea.yaml": f"name: Lea\nwiki: Lea L\n{HOME}{LEFT}",
    "people/kim.yaml": f"name: Kim\nwiki: Kim K\n{HOME}{LEFT}consent: {{follow_up: 2024-12-01}}\n",
    **{f"private/people/{id_}.yaml": f"email: {id_}@example.org\n" for id_ in ("ana", "gus")},
    **{f"private/people/{id_}.yaml": f"email: {id_}@example.org\n" for id_ in ("lea", "kim")},
}
USUAL = {"wiki": "Some User", "home": "fr.wikipedia.org", "roles": "[mentee]"}
SITUATIONS = yaml.safe_load((Path(__file__).parent / "situations.yaml").read_text("utf-8"))


def seen_of(told: Mapping[str, Any]) -> Seen | None:
    if "seen" not in told and "talk" not in told:
        return None
    usual = {"host": "fr.wikipedia.org", "name": "Some User", "user_id": 7, "emailable": True}
    talk = {"text": "", **told.get("talk", {})}
    talk["text"] = talk["text"].replace("MARK", marker(SECRET, "k1"))
    return Seen(**(usual | told.get("seen", {})), talk=TalkPage(**talk))


def gate_of(cohort: Cohort, told: Mapping[str, Any], on: date) -> Gate:
    def who(record: Mapping[str, Any]) -> str:
        return user_key(SECRET, record["who"]) if "who" in record else ""

    answers = [
        Answer(each.get("person", "c1"), each["answer"], None, who(each), each.get("again"))
        for each in told.get("answers", ())
    ]
    written = [
        Written(
            each.get("person", "c1"),
            each["letter"],
            each["at"],
            who(each),
            each.get("unsure", False),
            each.get("page", ""),
            each.get("key", ""),
        )
        for each in told.get("written", ())
    ]
    arms = {"c1": told["arm"]} if "arm" in told else {}
    return Gate(cohort, answers, (), on, arms, written=written, secret=SECRET)


@pytest.mark.parametrize("told", SITUATIONS, ids=lambda told: told["name"])
def test_situations(cohort_of: CohortOf, told: Mapping[str, Any]) -> None:
    whole = USUAL | told.get("person", {})
    text = "".join(f"{key}: {value}\n" for key, value in whole.items() if value)
    own = {"private/candidates/c1.yaml": text}
    if "applied" in told:
        own["private/applications/c1.yaml"] = f"applied: {told['applied']}\n"
    cohort = cohort_of(FILES | own)
    on = told.get("at", date(2025, 2, 1))
    contact = None
    if "letter" in told or "channel" in told:
        contact = Contact(told.get("letter", ""), told.get("channel", ""), on)
    person = cohort.people.get(told.get("who", "")) or cohort.candidates["c1"]
    codes = gate_of(cohort, told, on).refusals(person, contact, seen_of(told))
    assert list(codes) == told["codes"]
    assert set(codes) <= set(WHY)


def test_every_code_is_met_by_a_situation() -> None:
    listed = re.findall(r"^ +((?:`[a-z-]+`(?:, )?)+)  ", Gate.refusals.__doc__ or "", re.MULTILINE)
    codes = {code for line in listed for code in re.findall("[a-z-]+", line)}
    met = {code for told in SITUATIONS for code in told["codes"]}
    assert len(codes) > 20
    assert codes - met == {"duplicate"}  # it takes two candidates: below
    assert met <= codes <= set(WHY)


def test_one_user_name_one_letter_whatever_the_ids(cohort_of: CohortOf) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in USUAL.items())
    ids = ("a1", "b2")
    cohort = cohort_of(FILES | {f"private/candidates/{id_}.yaml": text for id_ in ids})
    told = {"answers": [{"person": "b2", "answer": "declined"}]}
    for answers, codes in (
        ({}, [(), ("duplicate",)]),
        (told, [("declined",), ("duplicate", "declined")]),
    ):
        gate = gate_of(cohort, answers, date(2025, 2, 1))
        assert [gate.refusals(cohort.candidates[id_]) for id_ in ids] == codes


SEEN_FLAGS = [each.name for each in fields(Seen) if each.type in (bool, "bool")]


@given(
    st.fixed_dictionaries({name: st.booleans() for name in SEEN_FLAGS}),
    st.booleans(),
    st.sampled_from(("talk", "wikimail", "mail")),
)
def test_whoever_wants_no_messages_gets_none(
    flags: Mapping[str, bool], no: bool, channel: str
) -> None:
    about = Contact("invite.mentee", channel, date(2025, 2, 1))
    flags = {**flags, "found": True}
    for want in ("refuses", "opted_out"):
        seen = Seen("h", "n", **flags, talk=TalkPage(**{want: no}))
        against = set(on_the_wiki(about, seen)) & {"nobots", "opt-out"}
        assert bool(against) == no
    assert ("blocked" in set(on_the_wiki(about, Seen("h", "n", **flags)))) == flags["blocked"]
