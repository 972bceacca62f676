"""Which call has which agenda, in which language, and how its time is shared out."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from agenda_texts import AS_OF, COHORT, the_cohort
from hypothesis import given
from hypothesis import strategies as st

from many import Call, run_many
from mentorkit.cohort.model import Cohort
from mentorkit.meetings.agendas import ITEMS, LONGEST, shares, stages
from mentorkit.problems import Misuse
from mentorkit.render.meetings.agendas import on_screen
from mentorkit.render.terminal import cells
from mentorkit.render.wikitext import address, escape, shown
from mentorkit.verbs import meet_agenda

CohortOf = Callable[[Mapping[str, str]], Cohort]

FILES = {
    "people/bola.yaml": "name: Bola\nroles: [mentor]\n",
    "people/amina.yaml": "name: Amina\nroles: [mentee]\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n",
}
FIRST = datetime(2025, 3, 4, 19)
SHORT = {"first-call": "f", "mid-point": "m", "practicum-review": "p", "last-call": "l"}


def calls(days: str, also: str = "") -> str:
    """The file of a pair's calls, as many days after the first one as is said."""
    lines = [
        f"- {{id: {number}, at: {FIRST + timedelta(days=int(day)):%Y-%m-%d %H:%M} Etc/UTC, "
        f"minutes: 60}}\n"
        for number, day in enumerate(days.split(), 1)
    ]
    return "".join(lines) + also


def staged(cohort: Cohort) -> str:
    """The stage of each call in order of ids, a point where it has none."""
    found = stages(cohort)
    return "".join(SHORT.get(found.get(session.ref, ""), ".") for session in cohort.sessions)


@pytest.mark.parametrize(
    ("days", "due", "expected"),
    [
        ("0", "", "f"),
        ("0 14", "", "fl"),
        ("0 14 28", "", "fml"),
        ("0 14 28 42", "", "fmpl"),
        ("0 14 28 42 56", "", "f.mpl"),
        ("0 14 28 42 56 70", "", "f.mp.l"),
        ("0 14 28 42 56 70", "2025-04-29", "f.m.pl"),
        ("0 14 28 42 56 70", "2025-03-05", "fpm..l"),
        ("0 14 28 42 56 70", "2026-01-01", "f.m.pl"),
        ("70 56 42 28 14 0", "", "l.pm.f"),
        ("0 14 28 42", "2025-03-25", "fpml"),
    ],
)
def test_the_calls_of_a_pair(cohort_of: CohortOf, days: str, due: str, expected: str) -> None:
    files = {**FILES, "sessions/bola--amina.yaml": calls(days)}
    if due:
        files["tasks.yaml"] = f"- {{id: t1, person: amina, title: A task, due: {due}}}\n"
    assert staged(cohort_of(files)) == expected


def test_what_does_not_take_place_has_no_agenda(cohort_of: CohortOf) -> None:
    off = "- {id: 9, at: 2025-03-01 10:00 Etc/UTC, minutes: 60, cancelled: 2025-02-01}\n"
    visit = "- {id: 10, at: 2025-03-02 10:00 Etc/UTC, minutes: 60, kind: in-person}\n"
    files = {**FILES, "sessions/bola--amina.yaml": calls("0 14 28", off + visit)}
    assert staged(cohort_of(files)) == "fml.."


def test_a_pair_that_only_meets_in_person_has_its_agendas_there(cohort_of: CohortOf) -> None:
    visits = calls("0 14 28").replace("minutes", "kind: in-person, minutes")
    assert staged(cohort_of({**FILES, "sessions/bola--amina.yaml": visits})) == "fml"


def test_who_left_has_a_last_call_before(cohort_of: CohortOf) -> None:
    left = "name: Amina\nroles: [mentee]\nleft: 2025-04-02\nleft_code: withdrew\n"
    files = {
        **FILES,
        "people/amina.yaml": left,
        "sessions/bola--amina.yaml": calls("0 14 28 42 56"),
    }
    assert staged(cohort_of(files, warned=["pair-left"])) == "fml.."


@given(st.sampled_from(sorted(ITEMS)), st.integers(1, 2000))
def test_the_minutes_of_the_items_add_up(kind: str, minutes: int) -> None:
    found = shares(kind, minutes)
    assert list(found) == list(ITEMS[kind])
    assert all(share >= 0 for share in found.values())
    assert sum(found.values()) == (minutes if minutes <= LONGEST else 0)
    if minutes >= 20:
        assert all(found.values()) == (minutes <= LONGEST)


@pytest.mark.parametrize("kind", [kind for kind in ITEMS if kind != "minutes"])
def test_the_usual_length_has_the_usual_shares(kind: str) -> None:
    assert shares(kind, 60) == ITEMS[kind]


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ("[ar, fr]", "[fr, en]", "fr"),
        ("[ar, en]", "[arz]", "ar"),
        ("[th, en]", "[vi, en]", "en"),
        ("[es]", "[fr]", "es"),
        ("[qu]", "[en]", "es"),
        ("[wo, de]", "[de]", "fr"),
        ("[de]", "[de]", "en"),
    ],
)
def test_both_get_what_both_can_read(
    cohort_of: CohortOf, mentee: str, mentor: str, expected: str
) -> None:
    files = {
        **FILES,
        "people/amina.yaml": FILES["people/amina.yaml"] + f"languages: {mentee}\n",
        "people/bola.yaml": FILES["people/bola.yaml"] + f"languages: {mentor}\n",
        "sessions/bola--amina.yaml": calls("0"),
    }
    (paper,) = meet_agenda.agendas(cohort_of(files), AS_OF, templates=None).papers
    assert paper.language == expected


def test_a_text_that_may_leave_the_team_names_only_who_agreed(cohort_of: CohortOf) -> None:
    files = {
        **FILES,
        "people/amina.yaml": "name: Amina\nwiki: A1\nroles: [mentee]\n"
        "consent: {named: 2025-03-20}\n",
        "people/sol.yaml": "name: Sol\nroles: [speaker]\n",
        "sessions/cohort.yaml": calls("0"),
        "sessions/talks.yaml": calls("7").replace("minutes", "speaker: sol, minutes"),
        "private/sessions/cohort.yaml": "- {id: 1, link: 'https://meet.example.org/x'}\n",
    }
    cohort = cohort_of(files)
    for day, named in ((date(2025, 3, 1), False), (date(2025, 3, 20), True)):
        made = meet_agenda.files(meet_agenda.agendas(cohort, day, templates=None))
        whole = b"".join(made.values()).decode()
        assert ("A1" in whole) == named
        assert ("not named here, for nobody has noted that they agree: 1\n" in whole) == named
        assert "Sol" not in whole
        assert "Bola" not in whole
        assert "meet.example.org" not in whole


def test_pairs_without_a_meeting_are_named(cohort_of: CohortOf) -> None:
    made = meet_agenda.agendas(cohort_of(FILES), AS_OF, templates=None)
    assert (made.papers, made.without) == ((), ())
    made = meet_agenda.agendas(cohort_of(FILES), date(2025, 3, 3), templates=None)
    assert (made.papers, made.without) == ((), ("bola--amina",))


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("esi--aya/4", "esi--aya/4 does not take place (called off on 2025-02-20)", "meet show"),
        ("esi--gone/1", "esi--gone/1 does not take place, the pair is over", "meet show"),
        (
            "esi--aya/7",
            "esi--aya/7 has no agenda of its own",
            "first call 1, half-way 2, practicum review 3, last call 6",
        ),
        ("esi--aya/77", "there is no session 'esi--aya/77'", "esi--aya/1"),
        ("talk/1", "there is no session 'talk/1'", "talks/1"),
    ],
)
def test_a_session_without_a_text_is_a_misuse(word: str, message: str, hint: str) -> None:
    with pytest.raises(Misuse) as failed:
        meet_agenda.agenda(the_cohort(), AS_OF, word, templates=None)
    assert failed.value.message == message
    assert hint in failed.value.hint


def test_a_language_without_a_wording_is_a_misuse() -> None:
    cohort = the_cohort()
    for make in (
        lambda: meet_agenda.agendas(cohort, AS_OF, templates=None, language="de"),
        lambda: meet_agenda.handbooks(cohort, AS_OF, templates=None, language="de"),
        lambda: meet_agenda.agenda(cohort, AS_OF, "esi--aya/1", templates=None, language="../en"),
    ):
        with pytest.raises(Misuse, match="there is no wording in"):
            make()


def test_the_order_of_the_files_does_not_matter() -> None:
    cohort = the_cohort()
    turned = replace(
        cohort,
        sessions=tuple(reversed(cohort.sessions)),
        people=dict(reversed(cohort.people.items())),
        tasks=tuple(reversed(cohort.tasks)),
    )
    made, again = (meet_agenda.agendas(each, AS_OF, templates=None) for each in (cohort, turned))
    assert list(meet_agenda.files(made).items()) == list(meet_agenda.files(again).items())


def test_own_wordings_go_first_and_a_fault_in_one_spares_the_others(tmp_path: Path) -> None:
    root = shutil.copytree(COHORT, tmp_path / "cohort")
    own = root / "templates" / "en"
    own.mkdir(parents=True)
    (own / "agenda.first-call.txt.j2").write_text(
        '<% extends "shipped/en/agenda.first-call.txt.j2" %>\n<% block what %>Ours.<% endblock %>\n'
    )
    (own / "minutes.wiki.txt.j2").write_text(
        "---\nsubject: Ours\nchannel: talk\nreviewed: yes\n---\n"
        "{{Ours|<< meeting.title >>|<< people | length >>}}\n"
    )
    mine = ("meet", "agenda", "--as-of", "2025-03-01")
    (ran,) = run_many([Call((*mine, "--json"), root)])
    assert ran.status == 0
    folder = root / "out" / "agendas"
    assert "Ours." in (folder / "esi--ben-1.first-call.txt").read_text()
    assert (folder / "cohort-1.minutes.wiki").read_text() == (
        "{{Ours|Kick-off &#61;&#61; &#123;&#124; &#39;'all&#39;&#39;|5}}\n"
    )
    (own / "minutes.wiki.txt.j2").write_text(
        "---\nsubject: Ours\nchannel: talk\n---\n<< meeting.titel >>\n"
    )
    (folder / "old.txt").write_text("kept while there is a fault")
    text, told = run_many([Call(mine, root), Call((*mine, "--json"), root)])
    assert (text.status, told.status) == (1, 1)
    assert "templates/en/minutes.wiki.txt.j2:5:12: there is no value 'titel'" in text.err
    assert "did you mean 'title'?" in text.err
    found = json.loads(told.out)
    assert len(found["problems"]) == 1, "the same fault is told once"
    assert {each["kind"] for each in found["agendas"]} == {
        "first-call",
        "mid-point",
        "practicum-review",
        "last-call",
        "announcement",
    }
    assert (folder / "old.txt").exists()
    (own / "minutes.wiki.txt.j2").unlink()
    (ran,) = run_many([Call(mine, root)])
    assert ran.status == 0
    assert not (folder / "old.txt").exists()


def test_a_language_of_ones_own_needs_no_more_than_its_templates(tmp_path: Path) -> None:
    root = shutil.copytree(COHORT, tmp_path / "cohort")
    own = root / "templates" / "de"
    own.mkdir(parents=True)
    (own / "agenda.first-call.txt.j2").write_text(
        "---\nsubject: Erstes Gespräch\nchannel: mail\nreviewed: yes\n---\n"
        "<< mentee.name | isolate >>, << minutes.goals >> Minuten für deine Ziele.\n",
        encoding="utf-8",
    )
    (ran,) = run_many([Call(("meet", "agenda", "esi--ben/1", "--language", "de", "--json"), root)])
    (told,) = json.loads(ran.out)["agendas"]
    assert (told["language"], told["subject"]) == ("de", "Erstes Gespräch")
    assert told["text"].endswith("\u2069, 20 Minuten für deine Ziele.\n")
    assert ran.err == ""


@given(st.text())
def test_an_escaped_text_means_nothing_to_a_wiki_and_reads_the_same(text: str) -> None:
    safe = escape(text)
    assert shown(safe) == " ".join(text.split())
    assert "\n" not in safe
    signs = {"[", "]", "{", "}", "|", "<", ">", "=", "~", '"'}
    assert signs.isdisjoint(safe)
    for pair in ("''", "__", "--", "!!", "://"):
        assert pair not in safe
    assert safe[:1] not in ("*", "#", ";", ":", "!", "+", "-", "'")


@given(st.text(st.sampled_from("/?&=[]{}|'~_<> \"é%a#"), min_size=1))
def test_an_address_stays_one(rest: str) -> None:
    safe = address(f"https://example.org/{rest}")
    assert safe.isascii()
    assert not any(sign in safe for sign in ("[", "]", "{", "|", "}", "<", ">", '"', " ", "''"))
    assert "~~~" not in safe
    assert "__" not in safe


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: f"* {text}"))
def test_any_text_fits_the_screen(text: str) -> None:
    assert all(cells(line) <= 80 for line in on_screen(text).split("\n"))
