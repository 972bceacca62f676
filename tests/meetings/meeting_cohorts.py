"""Cohorts for the tests of meetings, made in memory of the text of their files."""

from collections.abc import Collection, Mapping
from datetime import date

from mentorkit.cohort.build import build
from mentorkit.cohort.checks import check
from mentorkit.cohort.model import Cohort
from mentorkit.cohort.yamltext import read

REAL_TODAY = date(2028, 1, 1)

HEAD = "id: test-2025\nname: Test\nfictional: yes\nremote: private\n"


def cohort_from(files: Mapping[str, str | bytes], but: Collection[str] = frozenset()) -> Cohort:
    """Return the cohort of some files, which must have no problem `but` of some codes."""
    sources = {n: t.encode() if isinstance(t, str) else t for n, t in files.items()}
    documents = {}
    for name, source in sources.items():
        document, problems = read(source, name)
        assert problems == []
        assert document is not None
        documents[name] = document
    cohort, problems = build(documents, sources)
    assert problems == []
    assert cohort is not None
    ids = (name[7:-5] for name in sources if name.startswith("people/"))
    found = check(cohort, documents, ids, REAL_TODAY)
    assert [p for p in found if not p.warning and p.code not in but] == []
    return cohort


def programme(
    start: str = "2025-03-03", end: str = "2025-06-01", every: str = "2 weeks", minutes: int = 60
) -> str:
    """Return a mentorkit.yaml that asks for pair calls."""
    asked = f"meetings:\n  pair: {{every: {every}, minutes: {minutes}}}\n"
    return f"{HEAD}from: {start}\nto: {end}\n{asked}"


def together(
    calls: int = 0,
    talks: int = 0,
    in_person: str = "{}",
    start: str = "2025-03-03",
    end: str = "2025-06-01",
    more: str = "",
) -> str:
    """Return a mentorkit.yaml that asks for meetings of the cohort, of 90 and 60 minutes."""
    return (
        f"{HEAD}from: {start}\nto: {end}\n{more}meetings:\n"
        f"  cohort: {{count: {calls}, minutes: 90}}\n  talks: {{count: {talks}}}\n"
        f"  in_person: {in_person}\n"
    )


def person(role: str, zone: str, hours: str, away: str = "", name: str = "") -> str:
    """Return a person's file."""
    return (
        f"name: {name or role.title()}\nroles: [{role}]\nlanguages: [en]\ntimezone: {zone}\n"
        f"available: [{hours}]\naway: [{away}]\ncapacity: 9\n"
    )


def pairs(*refs: str, since: str = "2025-03-03") -> str:
    """Return a pairs.yaml."""
    return "".join(
        f"- {{mentor: {ref.split('--')[0]}, mentee: {ref.split('--')[1]}, since: {since}}}\n"
        for ref in refs
    )
