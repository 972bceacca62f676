"""Cohorts for the tests of meetings, made in memory of the text of their files."""

from collections.abc import Mapping
from datetime import date

from mentorkit.cohort.build import build
from mentorkit.cohort.checks import check
from mentorkit.cohort.model import Cohort
from mentorkit.cohort.yamltext import read

REAL_TODAY = date(2028, 1, 1)


def cohort_from(files: Mapping[str, str | bytes]) -> Cohort:
    """Return the cohort of some files, which must have no problem."""
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
    assert [problem for problem in found if not problem.warning] == []
    return cohort


def programme(
    start: str = "2025-03-03", end: str = "2025-06-01", every: str = "2 weeks", minutes: int = 60
) -> str:
    """Return a mentorkit.yaml that asks for pair calls."""
    return (
        f"id: test-2025\nname: Test\nfictional: yes\nremote: private\nfrom: {start}\nto: {end}\n"
        f"meetings:\n  pair: {{every: {every}, minutes: {minutes}}}\n"
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
