"""survey form: the questions of a wave as forms in out/surveys/, and a token for each person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mentorkit.cohort.csvtext import read_table
from mentorkit.cohort.model import Cohort
from mentorkit.outcomes.participants import enrolled
from mentorkit.outcomes.survey_items import ITEMS, TOKENS, WORDS, Format, Wave, Who
from mentorkit.outcomes.survey_tokens import Register, tokens_text, with_tokens
from mentorkit.problems import Misuse, Problem
from mentorkit.render import wikitext
from mentorkit.render.templates import Rendered, Templates
from mentorkit.rules.replay import as_known_on

FOLDER = "out/surveys"

_KINDS: Mapping[Format, tuple[str, str]] = {
    "text": ("survey", "txt"),
    "wikitext": ("survey.wiki", "wiki"),
    "csv": ("survey.csv", "csv"),
}


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a wave, and the list of tokens, by their names; problems are of templates.

    `asked` counts those who have a token, `drawn` those who got theirs now; `unread` are the
    languages whose wording no fluent reader has looked over.
    """

    wave: Wave
    forms: Mapping[str, bytes] = field(default_factory=dict)
    tokens: Mapping[str, bytes] = field(default_factory=dict)
    asked: int = 0
    drawn: int = 0
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which form is wanted: of which wave, in which format, in which languages; none means all."""

    wave: Wave
    format: Format = "text"
    languages: Sequence[str] = ()


def form(
    cohort: Cohort,
    wanted: Wanted,
    register: Register,
    day: date,
    templates: Path | None,
    draw: Callable[[], str],
) -> Forms:
    """Return the forms of a wave, and a token for each who enrolled in the role by a day.

    Whoever left is asked, too: they stay in the denominator. A token that somebody has is kept.
    `templates` is the cohort's own folder of wordings; `draw` gives a new random token. Raises
    Misuse where nobody is to be asked, or a language has no wording.
    """
    people = [person.id for person in enrolled(as_known_on(cohort, day), wanted.wave.role)]
    if not people:
        hint = "write 'enrolled: DATE' in people/ID.yaml"
        raise Misuse(
            f"no {wanted.wave.role} had enrolled by {day}, so there is nobody to ask", hint
        )
    forms, unread, problems = _forms(cohort, wanted, Templates(templates))
    if problems:
        return Forms(wanted.wave, problems=tuple(problems))
    with_all = with_tokens(register, wanted.wave, people, draw)
    return Forms(
        wanted.wave,
        forms,
        {TOKENS: tokens_text(with_all).encode()},
        len(with_all.of(wanted.wave)),
        len(with_all.asked) - len(register.asked),
        tuple(unread),
    )


def _forms(
    cohort: Cohort, wanted: Wanted, wordings: Templates
) -> tuple[dict[str, bytes], list[str], list[Problem]]:
    """Return the forms by their names, the languages that nobody looked over, and problems."""
    kind, suffix = _KINDS[wanted.format]
    told = values(cohort, wanted)
    forms: dict[str, bytes] = {}
    unread, problems = [], []
    for language in _languages(wanted, wordings, kind):
        made = wordings.render(language, kind, told)
        if isinstance(made, Problem):
            problems.append(made)
            continue
        name = f"{FOLDER}/{wanted.wave.wave}-{wanted.wave.role}.{language}.{suffix}"
        forms[name] = _file(made, wanted)
        if not made.reviewed:
            unread.append(language)
    return forms, unread, problems


def wording(templates: Path | None) -> dict[str, str]:
    """Return every question as the forms ask it, in all languages and of both roles, and its item.

    A form with a fault gives none: a column's own name is understood all the same.
    """
    wordings = Templates(templates)
    found: dict[str, str] = {}
    roles: tuple[Who, ...] = ("mentee", "mentor")
    for language in sorted(wordings.languages("survey.csv")):
        for role in roles:
            asked = wordings.render(language, "survey.csv", _asked(role))
            if isinstance(asked, Rendered):
                table = read_table(asked.text.encode(), language)
                found |= {row[1].text: row[0].text for row in table.rows[1:] if len(row) > 1}
    return found


def _languages(wanted: Wanted, wordings: Templates, kind: str) -> list[str]:
    known = wordings.languages(kind)
    for language in wanted.languages:
        if language not in known:
            hint = f"there is one in {', '.join(sorted(known))}; or add templates/{language}/"
            raise Misuse(f"--language: there is no form in '{language}'", hint)
    return sorted(set(wanted.languages) or known)


BLANK = "________"
"""Stands for the token in a form that is for everybody."""


def _asked(role: Who) -> dict[str, Any]:
    nobody = {"name": "", "page": ""}
    told = {"programme": nobody, "sender": nobody, "role": role, "items": (*ITEMS, WORDS)}
    return {**told, "token": BLANK, "reminder": 0}


def values(cohort: Cohort, wanted: Wanted) -> Mapping[str, Any]:
    """Return what the template of a form is told where it is for everybody."""
    programme = cohort.programme
    sender = cohort.people.get(programme.sender or next(iter(programme.coordinators), ""))
    told = {
        **_asked(wanted.wave.role),
        "programme": {"name": programme.name, "page": programme.page or ""},
        "sender": {"name": sender.name if sender else programme.name},
        "wave": wanted.wave.wave,
    }
    return wikitext.escaped(told) if wanted.format == "wikitext" else told


def _file(made: Rendered, wanted: Wanted) -> bytes:
    head = f"Subject: {made.subject}\n\n" if wanted.format == "text" else ""
    return f"{head}{made.text}".encode()
