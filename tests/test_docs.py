"""docs/ says what the program does: every file, key and column, and the shape of all JSON."""

import json
import re
import shutil
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Union

import pytest
from pydantic import BaseModel

from mentorkit.cohort import model, programme, tables, views
from mentorkit.cohort.build import FILES, FOLDERS
from mentorkit.cohort.record import PRIVATE
from mentorkit.doors import open_cohort
from mentorkit.meetings.invitations import outbox
from mentorkit.outcomes.detection import Aside, Detected
from mentorkit.outcomes.signs import Sign
from mentorkit.problems import Exit
from mentorkit.recruit.kinds import KINDS as LETTERS
from mentorkit.recruit.kinds import WORDS
from mentorkit.recruit.letters import Typed, draft, sender_of
from mentorkit.recruit.lint import RULES
from mentorkit.recruit.notebook import Account
from mentorkit.recruit.outreach import Viewed
from mentorkit.recruit.scouting import Found, Prospect, Scouted
from mentorkit.recruit.steadiness import Figures
from mentorkit.render.activity import pull_as_json
from mentorkit.render.outreach import pulled_as_json as views_as_json
from mentorkit.render.roles import detected_as_json
from mentorkit.render.scout import as_json as scouted_as_json
from mentorkit.render.sending import as_json as sending_as_json
from mentorkit.render.sending import settled_as_json
from mentorkit.rules.delivery import Delivery, Posted, Result
from mentorkit.rules.journal import FILE as JOURNAL
from mentorkit.rules.journal import intent_line, outcome_line
from mentorkit.rules.letter import Letter, Refusal
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.pulled import Note, WikiPull
from mentorkit.rules.sending import Ready, Sending, Unasked, Waiting

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "cohort.example"
FILES_PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
JSON_PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")

NAMED = {
    "Id": "id",
    "Text": "text",
    "Language": "language",
    "Mail": "mail address",
    "Flag": "yes or no",
    "Count": "number",
    "Positive": "number from 1",
    "Few": "number to 1000",
    "Minutes": "minutes",
    "Day": "date",
    "Instant": "UTC time",
    "Zone": "time zone",
    "Local": "local time",
    "Hours": "hours",
    "Away": "days",
    "Percent": "percentage",
    "Sum": "money",
    "Currency": "currency",
    "Rate": "rate",
    "Every": "interval",
    "Lead": "time ahead",
    "Reach": "number or LOW-HIGH",
    "Host": "wiki",
    "Url": "web address",
    "User": "user name",
    "PairName": "pair",
}
"""What docs/files.md calls the kinds of values, by their names in the model."""

KINDS = {
    hint: NAMED[name] for name, hint in (vars(programme) | vars(model)).items() if name in NAMED
}

LISTED = {  # the records of each file, and the fields that its name gives
    "mentorkit.yaml": (programme.Programme, set()),
    "people/ID.yaml": (model.Person, {"id"}),
    "pairs.yaml": (model.Pair, set()),
    "sessions/FILE.yaml": (model.Session, {"series"}),
    "roles.yaml": (model.LeadershipRole, set()),
    "tasks.yaml": (model.Task, set()),
    "outreach.yaml": (model.Announcement, set()),
    "money.yaml": (model.Money, set()),
    "surveys.yaml": (model.SurveyWave, set()),
    "private/applications/ID.yaml": (model.Application, {"id"}),
}
FURTHER = {"candidates": {"name", "roles", "why", "found", "referrer"}}
"""What a candidate's file has otherwise than a person's."""


@dataclass(frozen=True, order=True)
class Row:
    """A key of a file, the kind of its value, and what holds where it is absent."""

    key: str
    kind: str
    absent: str

    @property
    def top(self) -> str:
        """The key of the record that this key is of, or in."""
        return self.key.partition(".")[0]


def rows(
    of: type[BaseModel], prefix: str = "", given: Collection[str] = frozenset()
) -> Iterator[Row]:
    """Yield the rows of a model, those of its parts included; `given` fields have none."""
    hints = typing.get_type_hints(of, include_extras=True)
    for name, field in of.model_fields.items():
        if name in given:
            continue
        key = prefix + (field.alias or name)
        kind, part = describe(hints[name])
        if part is not None:
            yield from rows(part, key + kind)
        else:
            absent = (
                "needed"
                if field.is_required()
                else default_of(field.get_default(call_default_factory=True))
            )
            yield Row(key, kind, absent)


def describe(hint: Any) -> tuple[str, type[BaseModel] | None]:
    """Return what a type is called, or how a key goes on into its part, and that part."""
    if hint in KINDS:
        return KINDS[hint], None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner), None
    if origin in (Union, types.UnionType):
        return describe(next(each for each in inner if each is not type(None)))
    if origin is tuple:
        kind, part = describe(inner[0])
        return ("[].", part) if part else (f"list of {kind}", None)
    if origin is dict:
        kind, part = describe(inner[1])
        what = KINDS[inner[0]]
        return (f".{what.upper()}.", part) if part else (f"{what}: {kind}", None)
    known = isinstance(hint, type) and issubclass(hint, BaseModel)
    assert known, f"NAMED has no word for {hint}"
    return ".", hint


def default_of(value: Any) -> str:
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def expected() -> dict[str, list[Row]]:
    """Return what each section of docs/files.md must list."""
    sections: dict[str, list[Row]] = {}
    for file, (record, given) in LISTED.items():
        private = PRIVATE.get(record.__name__, frozenset())
        found = list(rows(record, given=given))
        sections[file] = [row for row in found if row.top not in private]
        if private:
            sections[f"private/{file}"] = [row for row in found if row.top in private]
    others = [row for row in rows(model.Candidate) if row.top in FURTHER["candidates"]]
    return sections | {"private/candidates/ID.yaml": others}


def documented() -> dict[str, list[Row]]:
    """Return what each section of docs/files.md lists."""
    sections = {}
    for heading, body in re.findall(r"^## `(.+?)`\n(.*?)(?=^## |\Z)", FILES_PAGE, re.M | re.S):
        listed = re.findall(r"^\| `(.+?)` \| (.*?) ?\| (.*?) ?\| .+ \|$", body, re.M)
        sections[heading] = [Row(*cells) for cells in listed]
    return sections


@pytest.mark.parametrize("file", sorted(expected()))
def test_every_key_of_a_file_is_documented(file: str) -> None:
    want, have = expected()[file], documented().get(file, [])
    assert sorted(have) == sorted(want)


def test_every_file_of_a_cohort_is_documented() -> None:
    headings = set(documented())
    names = {"people": "ID", "candidates": "ID", "applications": "ID", "sessions": "FILE"}
    folders = {f"{folder}/{names[folder.rpartition('/')[2]]}.yaml" for folder in FOLDERS}
    assert headings >= {*FILES, *folders}


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("activity/ID.csv", tables.ACTIVITY_COLUMNS),
        ("activity/pulled.csv", tables.PULLED_COLUMNS),
        ("activity/outreach.csv", views.VIEW_COLUMNS),
    ],
)
def test_every_column_of_a_table_is_documented(file: str, columns: str) -> None:
    section = FILES_PAGE.split(f"## `{file}`\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == columns.split(",")


KIND_ROWS = re.findall(r"^\| ([^`|]+) \| .+? \| `(.+?)` \|$", FILES_PAGE, re.M)


def test_every_kind_of_value_is_explained() -> None:
    assert sorted({kind for kind, _ in KIND_ROWS}) == sorted(NAMED.values())


@pytest.mark.parametrize(("kind", "example"), KIND_ROWS)
def test_the_example_of_a_kind_is_one(kind: str, example: str) -> None:
    reader = next(hint for hint, name in KINDS.items() if name == kind)
    record = type("One", (BaseModel,), {"__annotations__": {"value": reader}})
    record.model_validate({"value": example})


def told(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the names by which a template reaches its values; a day is one of them."""
    for key, value in values.items():
        if isinstance(value, Typed):
            yield f"{prefix}{key}.NAME"
        elif isinstance(value, Mapping) and "month" not in value:
            yield from told(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def listed(heading: str) -> list[str]:
    """Return what the first column of the table of a section of docs/letters.md names."""
    page = (ROOT / "docs" / "letters.md").read_text(encoding="utf-8")
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w.-]+)` \|", section, re.M)


def test_every_value_of_a_template_is_documented() -> None:
    cohort, problems = open_cohort(EXAMPLE, date(2026, 11, 22))
    assert cohort is not None, problems
    sender = sender_of(cohort)
    assert sender is not None
    kind, sent = LETTERS["invite.mentee"], date(2025, 2, 6)
    values = draft(cohort.candidates["salma"], cohort, sender, ["ar"], kind, sent=sent).values
    assert sorted(listed("What a template is told")) == sorted(told(values))


def test_every_letter_word_and_rule_is_documented() -> None:
    assert listed("The letters") == list(LETTERS)
    assert listed("Words that only a person can write") == list(WORDS)
    assert listed("Look before you send") == list(RULES)


JSON_BLOCKS = re.findall(
    r"^## `mentorkit (.+?)`.*?^```json\n(.*?)^```$", JSON_PAGE, re.MULTILINE | re.DOTALL
)
KEYED_BY_PEOPLE = {"capacity", "burden", "people", "local"}
"""The mappings whose keys are ids."""


def shape(value: Any, path: str = "") -> set[str]:
    """Return the paths of all keys of a JSON value; ids as keys are one and the same."""
    if isinstance(value, list):
        return set().union(*(shape(item, f"{path}[]") for item in value))
    if not isinstance(value, dict):
        return set()
    paths = set()
    for key, inner in value.items():
        named = path.rpartition(".")[2] in KEYED_BY_PEOPLE
        here = f"{path}.{'ID' if named else key}"
        paths |= {here} | shape(inner, here)
    return paths


def replaced(file: Path, pattern: str, by: str) -> None:
    """Replace a pattern in a text file, where it must stand."""
    text, count = re.subn(pattern, by, file.read_text(encoding="utf-8"))
    assert count, f"{file} has no {pattern}"
    file.write_text(text, encoding="utf-8")


def with_a_fault_and_a_warning(folder: Path) -> None:
    replaced(folder / "people" / "amina.yaml", "^", "emial: amina\n")
    replaced(folder / "mentorkit.yaml", "(fictional: yes|remote: private).*\n", "")


def without_a_common_hour(folder: Path) -> None:
    """Take a pair its calls, and the hours in which they were; and the cohort its own."""
    for circle in (folder, folder / "private"):
        for series in ("bola--amina", "cohort", "talks"):
            (circle / "sessions" / f"{series}.yaml").unlink()
    replaced(folder / "people" / "wanjiru.yaml", "^", "left: 2025-02-20\nleft_code: withdrew\n")
    replaced(folder / "people" / "amina.yaml", r"available: \[.*\]", "available: [mon 04:00-05:00]")


def with_a_mentor_who_left(folder: Path) -> None:
    """Leave a mentee without a mentor who could be hers, in a pair that nobody has ended yet."""
    replaced(folder / "people" / "mwajuma.yaml", r"languages: \[.*?\]", "languages: []")
    replaced(folder / "pairs.yaml", ", until: 2025-04-20, ended: mentor-left", "")
    replaced(folder / "pairs.yaml", "- {mentor: juma, mentee: mwajuma.*\n", "")
    for circle in (folder, folder / "private"):
        (circle / "sessions" / "juma--mwajuma.yaml").unlink(missing_ok=True)
    (folder / "private" / "pairs.yaml").unlink()


def with_a_call_not_logged(folder: Path) -> None:
    """Leave one call of a pair without a word on whether it was held."""
    file = folder / "sessions" / "bola--amina.yaml"
    replaced(file, r"(2025-05-19T19:00:00Z\n)  held: yes\n", r"\1")


def with_mail_that_went_wrong(folder: Path) -> None:
    """Leave one message refused, one unsure, one without an address, and one to who said no."""
    (folder / "private" / "people" / "zoe.yaml").unlink()
    with (folder / "private" / "invitations.jsonl").open("a", encoding="utf-8") as answers:
        answers.write('{"person": "amina", "answer": "declined", "on": "2025-05-01"}\n')
    cohort, problems = open_cohort(folder, date(2026, 11, 22))
    assert cohort is not None, problems
    at = datetime(2025, 5, 19, 10, tzinfo=UTC)
    lines = []
    for notice in outbox(cohort, (), "dana", datetime(2025, 5, 20, tzinfo=UTC)).notices:
        if notice.ref in ("giorgi--eka/7", "dinh--nok/7"):
            lines.append(intent_line(notice.delivery, at))
        if notice.ref == "dinh--nok/7":
            refused = Result("refused", "550 no such user")
            lines.append(outcome_line(notice.delivery.key, refused, at))
    (folder / JOURNAL).write_bytes(b"".join(lines))


def with_an_answer(folder: Path) -> None:
    """Save two mails, of which one is an answer, outside of the cohort."""
    calendar = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nMETHOD:REPLY\nBEGIN:VEVENT\n"
        "UID:bola--amina-6@clm-2025.invalid\nDTSTAMP:20250502T080000Z\nCOMMENT:See you!\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bola@example.org\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    head = "From x\nFrom: bola@example.org\nContent-Type: text/calendar; method=REPLY\n\n"
    (folder.parent / "answers.mbox").write_text(f"{head}{calendar}\nFrom x\n\nHello\n")


def with_answers_to_a_survey(folder: Path) -> None:
    """Save answers of nine people outside of the cohort, one of them empty, one without S1."""
    tokens = [f"year,mentee,{name},t{n}\n" for n, name in enumerate("abcdefghi")]
    (folder / "private/surveys/tokens.csv").write_text("wave,role,person,token\n" + "".join(tokens))
    rows = "".join(f"t{n},{n or ''},{n}\n" for n in range(6)) + "t6,5,\nt7,4,\nt8,,\n"
    (folder.parent / "answers.csv").write_text(f"token,s1,s2\n{rows}")


def with_applications(folder: Path) -> None:
    """Let somebody apply and wait; save a table of others outside of the cohort."""
    applied = folder / "private/applications"
    applied.mkdir()
    (applied / "neema.yaml").write_text("applied: 2025-01-12\n")
    replaced(folder / "mentorkit.yaml", "\nmeetings:", "\nplaces: {mentee: 15}\nmeetings:")
    rows = "applied,name,wiki\n2025-01-12,Kofi,KofiM\n2025-01-12,Amina,\n"
    (folder.parent / "form.csv").write_text(rows)


def with_another_cohort(folder: Path) -> None:
    """Save the cohort of another programme beside it."""
    other = shutil.copytree(folder, folder.parent / "second")
    replaced(other / "mentorkit.yaml", "id: clm-2025", "id: clm-2026")


PREPARED = {
    "report": with_another_cohort,
    "select": with_applications,
    "select lucia waiting": with_applications,
    "meet send": with_mail_that_went_wrong,
    "meet replies answers.mbox": with_an_answer,
    "check": with_a_fault_and_a_warning,
    "meet plan": without_a_common_hour,
    "meet move bola--amina/6": with_a_call_not_logged,
    "meet move bola--amina/6 2025-05-21 19:00": with_a_call_not_logged,
    "meet log": with_a_call_not_logged,
    "meet log bola--amina/6": with_a_call_not_logged,
    "pair": with_a_mentor_who_left,
    "pair explain": with_a_mentor_who_left,
    "survey import answers.csv": with_answers_to_a_survey,
}
"""What the example lacks, so that every key of a command's JSON has something to show."""


LETTER = Letter("a", "mentee", "A", "", "", (), "fr", "S", "T", ("talk",), True, channel="talk")
ON_ITS_WAY = Delivery("k", "letter", "a", "talk", "", {"letter": "invite.mentee"})
SENDING = Sending(
    ready=(Ready(LETTER, Parcel(ON_ITS_WAY, "h", "A", "S", "T", "fr"), renamed="B"),),
    refused=(Refusal("a", ("blocked",)),),
    waiting=(Waiting(LETTER, ("alike",)),),
    unasked={"sw.wikipedia.org": Unasked("x", people=("lulu",))},
    results={"k": Result("due", "ratelimited")},
    unsure=(Posted(ON_ITS_WAY, "unsure", datetime(2025, 2, 6, tzinfo=UTC)),),
)
"""A run of `--send` in which everything happened."""


@pytest.mark.parametrize(("words", "text"), JSON_BLOCKS, ids=[words for words, _ in JSON_BLOCKS])
def test_the_documented_json_has_the_keys_of_the_real_one(
    words: str, text: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    cohort = tmp_path / "cohort"
    shutil.copytree(EXAMPLE, cohort, ignore=shutil.ignore_patterns("out"))
    name = words.split(" -")[0]
    if name in PREPARED:
        PREPARED[name](cohort)
    if name == "outreach pull":
        real = views_as_json([Viewed("a", 1, unknown=("o1",))])
    elif words.startswith("invite --send"):
        real = sending_as_json(SENDING)
    elif words.startswith("invite --settle"):
        real = settled_as_json(SENDING.unsure, arrived=True)
    elif name == "activity pull":
        real = pull_as_json([WikiPull("a", 1, notes=(Note("b", "missing", "c"),))], ["d"])
    elif name == "role detect":
        sign = Sign("a", "rights", "A", "b", "c", date(2025, 1, 1))
        real = detected_as_json([Detected("c", 1, aside=(Aside(sign, "late"),))], [("r1", sign)])
    elif name == "scout":
        account = Account(1, "A", date(2025, 1, 1))
        found = Found("a", Prospect({"fr.wikipedia.org": account}), Figures(), "c", "A", "")
        asked = {"fr.wikipedia.org": 1}
        seen = Scouted((found,), {"bot": 2}, asked, ("2023-06",), programme.Scouting())
        real = scouted_as_json(seen)
    else:
        where = [] if name.startswith("init") else ["-C", cohort]
        ran = run(*words.split(), *where, at=tmp_path)
        assert ran.status in (Exit.FINE, Exit.PROBLEMS), ran.err
        real = json.loads(ran.out)
    assert shape(json.loads(text)) == shape(real)


def test_every_command_has_its_json_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^\| `mentorkit ([a-z ]+)` \|", readme, re.M))
    told = [f"{words} " for words, _ in JSON_BLOCKS]
    missing = {c for c in commands if not any(words.startswith(f"{c} ") for words in told)}
    # They print what `people add` and `meet move` do.
    assert missing == {"people import", "meet cancel", "meet swap"}
