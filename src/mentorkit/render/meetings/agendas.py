"""Agendas and other texts for meetings: as files, as a screen, and as JSON."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mentorkit.meetings.agendas import STAGES
from mentorkit.meetings.briefings import FOLDER, Kind, Paper, Papers
from mentorkit.render import problems as problem_view
from mentorkit.render.language_names import language_name
from mentorkit.render.terminal import WIDTH, cells, fit, table, wrap
from mentorkit.render.timetable_words import counted
from mentorkit.rules.sessions import in_turn

KINDS: Mapping[Kind, str] = {
    "first-call": "first call",
    "mid-point": "half-way",
    "practicum-review": "practicum review",
    "last-call": "last call",
    "announcement": "announcement",
    "minutes": "minutes",
    "handbook": "handbook",
}
"""What each kind of text is called."""

_SHOWN = 30
"""How many rows of a table are shown before the rest is counted."""

_WIDEST_REF = 24
_WIDEST_LANGUAGE = 8
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
_BEGINS = re.compile(r"(?:[*#]+ )?\s*")


def as_file(paper: Paper) -> bytes:
    """Return a wiki page as it is to be pasted; else a head of named lines, and the text."""
    if paper.wiki:
        return paper.text.encode()
    names = ", ".join(_one_line(person.name) for person in paper.people)
    head = {"To": names, "Subject": paper.subject, "Language": paper.language}
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", paper.text]).encode()


def as_json(papers: Papers, changed: Collection[str], *, texts: bool = False) -> dict[str, Any]:
    """Return the JSON of `meet agenda`; with `texts`, what the files say is in it."""
    found: dict[str, Any] = {
        "schema": 1,
        "as_of": papers.as_of.isoformat(),
        "agendas": [_fields(paper, changed, texts) for paper in papers.papers],
        "without": list(papers.without),
    }
    if papers.problems:
        found["problems"] = problem_view.as_json(papers.problems)["problems"]
    return found


def _fields(paper: Paper, changed: Collection[str], texts: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "session": paper.session.ref if paper.session else None,
        "kind": paper.kind,
        "people": sorted(person.id for person in paper.people),
        "language": paper.language,
        "subject": paper.subject,
        "file": paper.file,
        "changed": paper.file in changed,
    }
    return fields | ({"text": paper.text} if texts else {})


def notes(papers: Iterable[tuple[str, bool]]) -> list[str]:
    """Return what belongs on stderr of the languages of some texts, each with its review."""
    unread = sorted({language for language, reviewed in papers if not reviewed})
    if not unread:
        return []
    return [
        f"no fluent reader has reviewed the wording in: {', '.join(unread)}; "
        "have one read it before you send"
    ]


def as_text(papers: Papers, changed: Collection[str], options: str = "") -> str:
    """Return the screen of `meet agenda`, 80 columns: which texts there are, and for when.

    `options` are those that the next command needs to look from the same day.
    """
    if not papers.papers:
        if papers.problems:
            return f"No text could be made.\n\nnext: mentorkit check{options}\n"
        return f"No meeting is planned yet.\n\nnext: mentorkit meet plan{options}\n"
    parts = [
        wrap(
            f"{counted(len(papers.papers), 'text')} in {FOLDER}/, "
            f"{len(changed) or 'none'} of them new or changed. Nothing is sent."
        ),
        *_pairs(papers.papers),
        *_others(papers.papers, "announcement", "TALKS"),
        *_others(papers.papers, "minutes", "COHORT"),
    ]
    if papers.without:
        listed = _few(papers.without)
        parts.append(f"WITHOUT A MEETING\n{wrap(listed, indent='  ')}")
    parts.append(f"next: mentorkit {_next(papers)}{options}")
    return "\n\n".join(parts) + "\n"


def one_as_text(papers: Papers, options: str = "") -> str:
    """Return the text for one session in 80 columns, and where it lies as it is to be sent.

    Of a talk it is the announcement as plain text; the wiki page is the other file.
    """
    if not papers.papers:
        return f"No text could be made.\n\nnext: mentorkit check{options}\n"
    paper = papers.papers[0]
    name = language_name(paper.language)
    named = " and ".join(each.file for each in papers.papers)
    ref = paper.session.ref if paper.session else ""
    parts = [
        wrap(f"{ref}, {KINDS[paper.kind]}, in {name}. To be sent or pasted from {named}."),
        _line(paper.subject),
        on_screen(paper.text),
        f"next: mentorkit meet remind{options}",
    ]
    return "\n\n".join(parts) + "\n"


def handbooks_as_json(papers: Papers, changed: Collection[str]) -> dict[str, Any]:
    """Return the JSON of `meet agenda --handbook`."""
    found: dict[str, Any] = {
        "schema": 1,
        "handbooks": [
            {"language": each.language, "file": each.file, "changed": each.file in changed}
            for each in papers.papers
        ],
    }
    if papers.problems:
        found["problems"] = problem_view.as_json(papers.problems)["problems"]
    return found


def handbooks_as_text(papers: Papers, changed: Collection[str], options: str = "") -> str:
    """Return the screen of `meet agenda --handbook`."""
    if not papers.papers:
        return f"No handbook could be made.\n\nnext: mentorkit check{options}\n"
    rows = [
        [each.file, language_name(each.language), "new" if each.file in changed else "as it was"]
        for each in papers.papers
    ]
    return "\n\n".join(
        [
            wrap("A handbook for mentors, to be pasted into a wiki page."),
            _indented(table(["", "", ""], rows)),
            f"next: mentorkit meet agenda{options}\n",
        ]
    )


def on_screen(text: str) -> str:
    """Return a text with one paragraph a line as lines of 80 columns, lists hanging.

    Marks that isolate names are left out: a terminal shows them as boxes.
    """
    return "\n".join(_line(line) for line in text.rstrip("\n").split("\n"))


def _line(line: str) -> str:
    line = line.translate(_ISOLATES)
    found = _BEGINS.match(line)
    before = found[0] if found else ""
    rest = " ".join(_short(word, WIDTH - len(before)) for word in line[len(before) :].split(" "))
    return before + wrap(rest, indent=" " * len(before))[len(before) :] if rest.strip() else ""


def _short(word: str, width: int) -> str:
    """Return a word with blanks in it where it is too long for a line."""
    if cells(word) <= width:
        return word
    pieces, piece = [], ""
    for char in word:
        if cells(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return " ".join([*pieces, piece])


def _pairs(papers: Iterable[Paper]) -> Iterator[str]:
    found: defaultdict[str, dict[Kind, Paper]] = defaultdict(dict)
    for paper in papers:
        if paper.people and paper.session:
            found[paper.session.series][paper.kind] = paper
    if not found:
        return
    rows = []
    for series, by_kind in sorted(found.items())[:_SHOWN]:
        days = [_day(by_kind[stage]) if stage in by_kind else "" for stage in STAGES]
        languages = dict.fromkeys(language_name(each.language) for each in by_kind.values())
        spoken = _fitted(", ".join(languages), _WIDEST_LANGUAGE)
        rows.append([_fitted(series, _WIDEST_REF), *days, spoken])
    parts = [table(["PAIRS", "first call", "half-way", "practicum", "last call", "in"], rows)]
    if len(found) > _SHOWN:
        parts.append(f"and {len(found) - _SHOWN} more")
    yield "\n".join(parts)


def _fitted(text: str, width: int) -> str:
    return fit(text, min(cells(text), width)).rstrip()


def _day(paper: Paper) -> str:
    day: date | None = paper.session.at.wall.date() if paper.session else None
    return f"{day.day} {day:%b}" if day else ""


def _others(papers: Iterable[Paper], kind: Kind, heading: str) -> Iterator[str]:
    rows = []
    for paper in papers:
        if paper.kind == kind and paper.session and paper.wiki:
            start = paper.session.begins
            when = f"{start:%a} {start.day} {start:%b %H:%M} UTC"
            rows.append([paper.session.ref, when, paper.session.title or ""])
    if not rows:
        return
    room = WIDTH - 2 - sum(max(cells(row[i]) for row in rows) + 2 for i in range(2))
    shown = [[*row[:2], _fitted(row[2], room)] for row in rows[:_SHOWN]]
    more = [f"  and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    yield "\n".join([heading, _indented(table(["", "", ""], shown)), *more])


def _few(refs: Sequence[str]) -> str:
    more = len(refs) - _SHOWN
    return ", ".join(refs[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _next(papers: Papers) -> str:
    """Return the look at the text that is needed next, else what there is to do."""
    coming = [
        paper.session
        for paper in papers.papers
        if paper.session and paper.session.begins.date() >= papers.as_of
    ]
    if not coming:
        return "meet show --all"
    return f"meet agenda {in_turn(coming)[0].ref}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
