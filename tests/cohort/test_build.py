"""From files to records: the two circles, their merging, and what is left of a faulty record."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorkit.cohort.build import FILES, FOLDERS, build
from mentorkit.cohort.checks import check
from mentorkit.cohort.model import Candidate, LeadershipRole, Pair, Person, Session
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.record import PRIVATE
from mentorkit.cohort.validation import known_keys
from mentorkit.cohort.yamltext import read
from mentorkit.doors import open_cohort
from mentorkit.render.problems import as_json, as_text
from running import PROGRAMME, REAL_TODAY, lay_out

GOOD = Path(__file__).parent / "broken_cohorts/good"
MODELS = {model.__name__: model for model in (Programme, Person, Pair, Session, LeadershipRole)}
SECRETS = [(model, key) for model, keys in sorted(PRIVATE.items()) for key in sorted(keys)]
TRACKED = [
    (name, key)
    for name, model in MODELS.items()
    for key in known_keys(model)
    if key not in PRIVATE[name] and key not in ("id", "series", "mentor", "mentee", "since")
]
HOMES = {
    "Programme": ("mentorkit.yaml", PROGRAMME),
    "Person": ("people/amina.yaml", "name: Amina\nroles: [mentee]\n"),
    "Pair": ("pairs.yaml", "- mentor: bola\n  mentee: amina\n  since: 2025-03-03\n"),
    "Session": ("sessions/cohort.yaml", "- id: 1\n  at: 2025-03-05 18:00 UTC\n  minutes: 60\n"),
    "LeadershipRole": (
        "roles.yaml",
        "- id: r1\n  person: amina\n  class: mentor\n  tier: B\n  started: 2025-05-02\n"
        "  claimed: {by: amina, on: 2025-05-10}\n",
    ),
}
"""A file of each record, to which a key may be added at the end."""

IDENTITY = {
    "Programme": "",
    "Person": "",
    "Pair": "- mentor: bola\n  mentee: amina\n  since: 2025-03-03\n",
    "Session": "- id: 1\n",
    "LeadershipRole": "- id: r1\n",
}


def opened(root, files):
    people = {
        "people/amina.yaml": HOMES["Person"][1],
        "people/bola.yaml": "name: Bola\nroles: [mentor]\n",
        "people/kofi.yaml": "name: Kofi\nroles: [mentee]\n",
    }
    return open_cohort(lay_out(root, {**people, **files}), REAL_TODAY)


def told(problems):
    return [f"{problem.place} {problem.code}" for problem in problems]


def with_key(model, text, key):
    indent = "" if model in ("Programme", "Person") else "  "
    return f"{text}{indent}{key}: x\n"


def test_the_private_keys_are_keys_of_the_model():
    assert set(PRIVATE) == set(MODELS)
    for name, keys in PRIVATE.items():
        assert keys < set(known_keys(MODELS[name]))


@pytest.mark.parametrize(("model", "key"), SECRETS)
def test_a_private_key_is_refused_in_a_tracked_file(model, key, tmp_path):
    name, text = HOMES[model]
    _, problems = opened(tmp_path, {name: with_key(model, text, key)})
    column = 1 if model in ("Programme", "Person") else 3
    assert told(problems) == [f"{name}:{text.count(chr(10)) + 1}:{column} private-key"]
    assert problems[0].hint == f"move it to private/{name}"


@pytest.mark.parametrize(("model", "key"), TRACKED)
def test_a_tracked_key_is_refused_in_a_private_file(model, key, tmp_path):
    name, text = HOMES[model]
    twin = with_key(model, IDENTITY[model], key)
    _, problems = opened(tmp_path, {name: text, f"private/{name}": twin})
    place = f"private/{name}:{twin.count(chr(10))}:{1 if twin[0] != '-' else 3}"
    assert told(problems) == [f"{place} tracked-key"]
    assert problems[0].hint == f"move it to {name}"


def test_a_record_and_its_twin_become_one_that_knows_both_places(cohort_of):
    cohort = cohort_of(
        {
            "people/amina.yaml": "name: Amina\nroles: [mentee]\n",
            "people/bola.yaml": "name: Bola\nroles: [mentor]\n",
            "private/people/amina.yaml": "# hers\nnever: [bola]\nemail: a@example.org\n",
            "pairs.yaml": (
                "- {mentor: bola, mentee: amina, since: 2025-03-03, until: 2025-04-01,"
                " ended: rematched}\n- {mentor: bola, mentee: amina, since: 2025-05-01}\n"
            ),
            "private/pairs.yaml": (
                "- {reason: again, since: 2025-05-01, mentee: amina, mentor: bola}\n"
            ),
            "sessions/bola--amina.yaml": (
                "- {id: 2, at: 2025-03-05 18:00 UTC, minutes: 60}\n"
                "- {id: 1, at: 2025-03-06 18:00 UTC, minutes: 60}\n"
            ),
            "private/sessions/bola--amina.yaml": (
                "- {id: 1, missed: [amina]}\n- {id: 2, why: ill}\n"
            ),
            "private/mentorkit.yaml": "forbid: [bola--amina]\n",
        }
    )
    amina = cohort.people["amina"]
    assert (amina.name, amina.never, amina.email) == ("Amina", ("bola",), "a@example.org")
    assert str(amina.place("never", 0)) == "private/people/amina.yaml:2:9"
    assert str(amina.place("roles")) == "people/amina.yaml:2:8"
    assert [pair.reason for pair in cohort.pairs] == [None, "again"]
    assert str(cohort.pairs[1].place("reason")) == "private/pairs.yaml:1:12"
    assert [(s.id, s.missed, s.why) for s in cohort.sessions] == [
        (2, (), "ill"),
        (1, ("amina",), None),
    ]
    assert str(cohort.sessions[1].place("missed", 0)) == "private/sessions/bola--amina.yaml:1:20"
    assert str(cohort.sessions[1].place("at")) == "sessions/bola--amina.yaml:2:15"
    assert cohort.programme.forbid == (("bola", "amina"),)


def test_a_key_without_a_value_is_a_key_that_is_not_there(cohort_of):
    cohort = cohort_of({"people/amina.yaml": "name: Amina\nroles: [mentee]\nwiki:\nleft: ~\n"})
    assert cohort.people["amina"].wiki is None
    assert "left" not in cohort.people["amina"].model_fields_set


def test_a_faulty_field_costs_itself_only(tmp_path):
    files = {"people/amina.yaml": "name: Amina\nroles: [mentee]\nleft: soon\nwiki: AminaD\n"}
    cohort, problems = opened(tmp_path, files)
    assert told(problems) == ["people/amina.yaml:3:7 date"]
    assert cohort.people["amina"].wiki == "AminaD"
    assert cohort.people["amina"].left is None


@pytest.mark.parametrize(
    "programme",
    ["", "name: Test\n", "[]\n", "id: [\n", "id: x\nname: X\nfrom: 2025-03-03\nto: later\n"],
    ids=["empty", "keys", "list", "syntax", "date"],
)
def test_without_a_programme_there_is_no_cohort_and_nothing_is_told_of_no_file(programme, tmp_path):
    cohort, problems = opened(tmp_path, {"mentorkit.yaml": programme})
    assert cohort is None
    assert problems
    assert {problem.place.file for problem in problems} == {"mentorkit.yaml"}


@pytest.mark.parametrize("broken", ["- {\n", "bola--amina: 2025-03-03\n"], ids=["syntax", "shape"])
def test_a_broken_file_is_no_reason_to_doubt_the_others(broken, tmp_path):
    files = {
        "pairs.yaml": broken,
        "private/pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03, reason: x}\n",
        "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-05 18:00 UTC, minutes: 60}\n",
        "people/kofi.yaml": "name: [\n",
        "private/people/kofi.yaml": "never: [amina]\n",
        "private/people/amina.yaml": "prefer: [kofi]\n",
        "money.yaml": (
            "lines: [{id: travel}]\n"
            "payments: [{id: p1, line: travel, amount: 1 EUR, committed: 2025-03-01}]\n"
        ),
    }
    _, problems = opened(tmp_path, files)
    assert {p.place.file for p in problems} == {"pairs.yaml", "people/kofi.yaml", "money.yaml"}


def test_a_candidate_is_private_as_a_whole(tmp_path):
    cohort, problems = opened(
        tmp_path, {"private/candidates/nok.yaml": "name: Nok\nemail: n@example.org\nwhy: talks\n"}
    )
    assert problems == []
    assert cohort.candidates["nok"].email == "n@example.org"
    assert cohort.candidates["nok"].roles == ("mentee",)


# Planting a secret: into every private value, in every shape, and looking for it in what is told.

SECRET = "Q7-Rue-des-Lilas"
SHAPES = [
    "{0}",
    '"{0}"',
    "[{0}]",
    "[[{0}]]",
    "{{a: {0}}}",
    "{{'{0} x': y}}",
    "{{a: {{'{0}': [b]}}}}",
    "[{{'{0}': b}}]",
    "2025-02-{0}",
    "{0}--bola",
    "bola--{0}",
    "https://{0}/ [",
    "*{0}",
    "&{0}",
    "!{0} x",
    '"{0}',
    "[{0}",
    "{{{0}",
    "'{0}' {0}",
    "{0}: {0}",
    "- {0}",
    "|2x\n {0}",
    "{0}\n{0} and more",
    "{0}\n\t{0}",
    "{0}\n<<<<<<< {0}",
    '"\\e{0}"',
    "\x07{0}",
    "{0}\n--- {0}",
]
PLACES = {
    "private/people/amina.yaml": sorted(PRIVATE["Person"]),
    "private/mentorkit.yaml": sorted(PRIVATE["Programme"]),
    "private/candidates/nok.yaml": sorted(set(known_keys(Candidate)) - {"id"}),
}
IN_LISTS = {
    "private/pairs.yaml": ("mentor: bola, mentee: amina, since: 2025-03-03", ["reason"]),
    "private/sessions/bola--amina.yaml": ("id: 2", sorted(PRIVATE["Session"])),
}
PLANTED = [(file, f"{key}: {{}}\n") for file, keys in PLACES.items() for key in keys]
PLANTED += [
    (file, f"- {{{{{entry}, {key}: {{}}}}}}\n" if flow else f"- {block}\n  {key}: {{}}\n")
    for file, (entry, keys) in IN_LISTS.items()
    for key in keys
    for flow, block in ((True, ""), (False, entry.replace(", ", "\n  ")))
]


@pytest.fixture(scope="module")
def sources():
    names = (path.relative_to(GOOD).as_posix() for path in sorted(GOOD.rglob("*.yaml")))
    return {name: (GOOD / name).read_bytes() for name in names}


def problems_of(sources):
    documents, problems = {}, []
    for name, source in sources.items():
        documents[name], faults = read(source, name)
        problems += faults
    known = {name: document for name, document in documents.items() if document is not None}
    cohort, faults = build(known, sources)
    ids = [name[7:-5] for name in sources if name.startswith("people/")]
    return [*problems, *faults, *check(cohort, known, ids, REAL_TODAY)]


@pytest.mark.parametrize(("file", "line"), PLANTED)
def test_no_private_value_is_ever_told(file, line, sources):
    for shape in SHAPES:
        text = line.format(shape.format(SECRET))
        problems = problems_of({**sources, file: text.encode()})
        shown = f"{as_text(problems)}{as_json(problems)}{problems}"
        assert SECRET not in shown, text
        assert all(problem.source == "" for problem in problems if problem.place.private)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(PLANTED), st.text(max_size=12), st.text(max_size=12))
def test_no_private_value_is_told_whatever_stands_around_it(sources, planted, before, after):
    file, line = planted
    text = line.format(f"{before}{SECRET}{after}").encode("utf-8", "replace")
    problems = problems_of({**sources, file: text})
    assert SECRET not in f"{as_text(problems)}{problems}"


@pytest.mark.parametrize(
    "text", ["{0}: x\n", "- {0}: x\n", "- id: 1\n  {0}: x\n", "{0}: x\n{0}: y\n"]
)
@pytest.mark.parametrize("name", sorted({*PLACES, *IN_LISTS}))
def test_a_text_that_lost_its_indentation_is_not_told_as_a_key(name, text, sources):
    problems = problems_of({**sources, name: text.format(f"{SECRET} and more").encode()})
    assert problems
    assert SECRET not in f"{as_text(problems)}{problems}"


def test_the_files_of_the_example_are_those_that_are_read():
    assert {"people", "sessions", "private/people"} < set(FOLDERS)
    assert set(FILES) >= {path.name for path in GOOD.glob("*.yaml")}
