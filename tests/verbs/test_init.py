"""init: the first files pass check, teach the format truthfully, and never cover anything."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.newcohort import Beginning, first_files, usual_dates, usual_end
from mentorkit.cohort.yamltext import read
from mentorkit.doors import open_cohort
from mentorkit.doors.outside import found_cohort
from mentorkit.problems import Misuse, Refused
from mentorkit.verbs.init import Wishes, init
from running import REAL_TODAY, Run

PAST = Beginning("clm-2025", "Mentoring", date(2025, 3, 3), date(2025, 6, 1))
FILES = first_files(PAST)


def made(folder: str, wishes: Wishes) -> dict[str, bytes]:
    """Return the files that init would write."""
    written: dict[str, bytes] = {}

    def write(files: object) -> list[str]:
        written.update(files)  # type: ignore[call-overload]
        return sorted(written)

    assert init(folder, wishes, date(2026, 11, 22), write) == sorted(written)
    return written


def test_a_new_cohort_passes_check(run: Run, tmp_path: Path) -> None:
    told = run("init", "clm-2027", "--as-of", "2026-11-22", "--json", at=tmp_path)
    cohort = tmp_path / "clm-2027"
    files = sorted(str(p.relative_to(cohort)) for p in cohort.rglob("*") if p.is_file())
    assert json.loads(told.out) == {"schema": 1, "files": files}
    assert {"mentorkit.yaml", "people/README.md", ".gitignore", "pairs.yaml"} <= set(files)
    looked = run("check", "-C", cohort)
    assert (looked.status, looked.out) == (0, "No problems in 9 files: nobody in them yet.\n")
    assert "nobody has said that this repository is not public" in looked.err
    text = (cohort / "mentorkit.yaml").read_text()
    assert "\nid: clm-2027 " in text
    assert "\nfrom: 2026-12-07\nto: 2027-03-07\nfollow_up: 2028-03-07 " in text


def test_it_says_what_it_made_and_what_to_do(run: Run, tmp_path: Path) -> None:
    told = run("init", "my cohort", at=tmp_path)
    assert told.status == 0
    assert told.err == ""
    assert told.out.startswith("Made a cohort in my cohort:\n\n  .gitignore\n  README.md\n")
    assert "\nnext: cd 'my cohort'\n      edit mentorkit.yaml, then: mentorkit check\n" in told.out
    assert max(map(len, told.out.splitlines())) <= 80


def test_git_ignores_what_is_private(tmp_path: Path) -> None:
    found_cohort(tmp_path, FILES)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    names = ["private/people/a.yaml", "out/x.ics", "people/.a.yaml.x1.mentorkit", "people/a.yaml"]
    told = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", *names], capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == names[:3]


def test_the_same_wishes_make_the_same_bytes() -> None:
    wishes = Wishes(name="Träume: 2027", first="2027-03-01", last="2027-05-30")
    assert made("x", wishes) == made("x", wishes)
    assert first_files(PAST) == FILES


_BLOCK = re.compile(r"`(\S+\.yaml)`:\n\n```yaml\n(.*?)```", re.DOTALL)


def test_every_example_is_true_once_its_sign_is_taken_away(tmp_path: Path) -> None:
    found_cohort(tmp_path, FILES)
    for name, content in FILES.items():
        if name.endswith(".yaml"):
            text = re.sub(r"(?m)^#(?! )|^#(?=  )", "", content.decode())
            assert text != content.decode(), f"{name} holds no example"
            (tmp_path / name).write_text(text)
    people = {"bola": "mentor", "kwame": "speaker", "dana": "coordinator"}
    for person, role in people.items():
        (tmp_path / f"people/{person}.yaml").write_text(f"name: {person}\nroles: [{role}]\n")
    for name, content in FILES.items():
        if name.endswith(".md"):
            for file, block in _BLOCK.findall(content.decode()):
                (tmp_path / file).write_text(block)
    cohort, problems = open_cohort(tmp_path, REAL_TODAY)
    # Five goals are for more people than the four of the examples.
    assert [(problem.code, problem.warning) for problem in problems] == [("goal", True)] * 5
    assert cohort is not None
    assert set(cohort.people) == {"amina", "bola", "dana", "kwame"}
    assert set(cohort.candidates) == {"kofi"}
    assert len(cohort.pairs) == len(cohort.roles) == len(cohort.tasks) == len(cohort.surveys) == 1
    assert len(cohort.outreach) == 1
    assert len(cohort.sessions) == 2
    assert cohort.money is not None
    assert len(cohort.money.payments) == 1
    assert cohort.programme.remote == "private"
    assert cohort.programme.goals.leaders_end == 6
    assert "fr.wikipedia.org" in cohort.programme.wikis


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 12, 7), date(2027, 3, 7)),
        (date(2026, 12, 1), date(2027, 1, 4), date(2027, 4, 4)),
        (date(2026, 1, 31), date(2026, 2, 2), date(2026, 5, 3)),
        (date(2027, 1, 15), date(2027, 2, 1), date(2027, 5, 2)),
    ],
)
def test_the_usual_dates(today: date, first: date, last: date) -> None:
    assert usual_dates(today) == (first, last)


@given(st.dates(max_value=date(9998, 1, 1)))
def test_the_usual_dates_are_whole_weeks_of_the_next_month(today: date) -> None:
    first, last = usual_dates(today)
    months = (first.year - today.year) * 12 + first.month - today.month
    assert (months, first.weekday(), last.weekday()) == (1, 0, 6)
    assert first.day <= 7
    assert (last - first).days == 90
    assert last == usual_end(first)


@pytest.mark.parametrize(
    ("folder", "wishes", "line"),
    [
        ("clm-2027", Wishes(), "name: clm-2027"),
        ("Überraschung 2027", Wishes(), "id: uberraschung-2027 "),
        ("导师", Wishes(), "id: cohort-2026 "),
        ("导师", Wishes(), "name: 导师"),
        ("Новая ", Wishes(), "name: Новая"),
        ("a\nb", Wishes(), "name: a-b"),
        ("\udce9", Wishes(), "name: cohort-2026"),
        ("me@example.org", Wishes(), "name: me-example-org"),
        ("", Wishes(), "name: cohort-2026"),
        ("null", Wishes(), 'id: "null" '),
        ("x", Wishes(name="No: 'x' #y"), "name: \"No: 'x' #y\""),
        ("x", Wishes(name="برنامج"), "name: برنامج"),
        ("x", Wishes(first="2027-03-01"), "to: 2027-05-30"),
        ("x", Wishes(last="2028-02-29"), "follow_up: 2029-02-28 "),
    ],
)
def test_wishes_reach_the_file(folder: str, wishes: Wishes, line: str) -> None:
    assert f"\n{line}" in made(folder, wishes)["mentorkit.yaml"].decode()


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (Wishes(id="A b"), "--id: 'A b' is no id"),
        (Wishes(first="2027-02-30"), "--from: there is no 2027-02-30"),
        (Wishes(last="soon"), "--to: 'soon' is no date"),
        (Wishes(first="2027-03-01", last="2027-02-01"), "--to 2027-02-01 is before the first day"),
        (Wishes(name=""), "--name: this text is empty"),
        (Wishes(name="a\nb"), "--name: a character in it cannot be shown"),
        (Wishes(name="\udce9"), "--name: a character in it cannot be shown"),
        (Wishes(name="me@example.org"), "a mail address"),
    ],
)
def test_wishes_that_no_file_holds_are_misuse(wishes: Wishes, message: str) -> None:
    with pytest.raises(Misuse, match=re.escape(message)):
        made("x", wishes)


@given(st.text(min_size=1))
def test_any_name_is_written_or_refused(name: str) -> None:
    try:
        files = made("x", Wishes(name=name))
    except Misuse:
        return
    document, _ = read(files["mentorkit.yaml"], "mentorkit.yaml")
    assert document is not None
    assert isinstance(document.value, dict)
    assert document.value["name"] == name.strip()


def test_nothing_is_ever_covered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mentorkit.yaml").write_text("mine")
    told = run("init", ".", at=tmp_path)
    assert (told.status, told.out) == (4, "")
    assert "holds a cohort already" in told.err
    assert [p.name for p in tmp_path.iterdir()] == ["mentorkit.yaml"]


def test_a_cohort_inside_another_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mentorkit.yaml").write_text("mine")
    told = run("init", "people/new", at=tmp_path)
    assert (told.status, told.out) == (4, "")
    assert "people/new lies inside another cohort" in told.err
    assert [p.name for p in tmp_path.iterdir()] == ["mentorkit.yaml"]


def test_the_examples_of_outreach_and_absence_are_likely(tmp_path: Path) -> None:
    outreach = FILES["outreach.yaml"].decode()
    assert "unit: views, known: page views" in outreach
    assert "away: [2025-03-17..2025-03-20]" in FILES["people/README.md"].decode()


def test_files_in_the_way_are_named_and_stay(tmp_path: Path) -> None:
    (tmp_path / "pairs.yaml").write_text("mine")
    with pytest.raises(Refused, match=r"holds files already: pairs\.yaml"):
        found_cohort(tmp_path, FILES)
    assert [p.name for p in tmp_path.iterdir()] == ["pairs.yaml"]


def test_a_fresh_clone_with_a_readme_may_become_a_cohort(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").write_text("*.pyc\n/private/\nout\n.*.mentorkit\n")
    names = found_cohort(tmp_path, FILES)
    assert sorted(FILES) == sorted([*names, "README.md", ".gitignore"])
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_gitignore_that_leaks_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("out/\n# private/\n")
    with pytest.raises(Refused) as refused:
        found_cohort(tmp_path, FILES)
    assert "private/  .*.mentorkit" in refused.value.hint
    assert [p.name for p in tmp_path.iterdir()] == [".gitignore"]


def test_a_file_or_a_link_outward_is_no_place_for_a_cohort(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Misuse, match="it is no directory"):
        found_cohort(tmp_path / "file", FILES)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "private").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="leads outside"):
        found_cohort(tmp_path / "c", FILES)
    assert list((tmp_path / "elsewhere").iterdir()) == []
