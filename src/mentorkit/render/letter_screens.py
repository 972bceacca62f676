"""What `letter` shows, and `invite --show` and `--lint`: the kinds, a letter, what is wrong."""

from collections.abc import Sequence
from typing import Any

from mentorkit.problems import Problem
from mentorkit.recruit.kinds import KINDS, LetterKind
from mentorkit.render import letters as drafts
from mentorkit.render import problems as problem_view
from mentorkit.render.language_names import language_name
from mentorkit.render.meetings.agendas import on_screen
from mentorkit.render.talk_page import Section
from mentorkit.render.terminal import table, wrap
from mentorkit.render.timetable_words import counted
from mentorkit.rules.letter import Invitations, Letter

CHANNELS = {"talk": "talk page", "wikimail": "wiki mail", "mail": "mail"}
"""What each channel is called."""


def kinds_as_text(options: str = "") -> str:
    """Return the screen of a bare `letter`: every kind, for whom, what for."""
    rows = [[kind.id, kind.about] for kind in KINDS.values()]
    listed = "\n".join(f"  {line}" for line in table(["letter", "to"], rows).split("\n"))
    return (
        f"{wrap('Letters, in the order of a programme. The agenda and reminders are in meet.')}\n\n"
        f"{listed}\n\nnext: mentorkit letter invite.mentee{options}\n"
    )


def kinds_as_json() -> dict[str, Any]:
    """Return the JSON of a bare `letter`."""
    return {"schema": 1, "kinds": [_kind(kind) for kind in KINDS.values()]}


def _kind(kind: LetterKind) -> dict[str, Any]:
    return {
        "letter": kind.id,
        "about": kind.about,
        "roles": list(kind.roles),
        "channels": list(kind.channels),
        "needs": list(kind.needs),
        "may": list(kind.may),
        "follows": kind.follows or None,
    }


def as_text(made: Invitations, kind: LetterKind, options: str = "") -> str:
    """Return the screen of `letter KIND`: the drafts, who gets none and why, what next."""
    if not (made.letters or made.refused or made.problems):
        return f"Nobody whom this letter is meant for.\n\nnext: mentorkit status{options}\n"
    said = f"Drafts: {len(made.letters)}. No letter: {len(made.refused)}. Nothing is sent."
    parts = [wrap(said), *drafts.listed(made)]
    if made.letters:
        parts.append(drafts.following(made, f"mentorkit letter {kind.id}", options))
    return "\n\n".join(parts) + "\n"


def shown_as_text(
    letter: Letter,
    section: Section | None,
    shown: str,
    failed: str,
    *,
    assumed: bool = False,
    options: str = "",
) -> str:
    """Return one letter in 80 columns, as it would be sent, and what the wiki would make of it.

    `assumed` says that nobody chose its channel, and that sending may find it closed.
    """
    how = CHANNELS.get(letter.channel, "no way to send it yet")
    head = f"{letter.kind} to {letter.to}, by {how}, in {language_name(letter.language)}."
    if letter.unfinished:
        head += f" Unfinished: write {drafts.to_write(letter)}."
    if assumed:
        others = " or ".join(CHANNELS[each] for each in letter.channels[1:])
        head += f" Where they cannot be reached so it goes by {others}, and is worded for that."
    parts = [wrap(head), on_screen(letter.subject)]
    if section is None:
        parts.append(on_screen(letter.text))
    else:
        parts += [*_on_wiki(letter, shown, failed), "AS WIKITEXT"]
        parts.append(f"== {section.title} ==\n{section.text}")
    command = "invite" if letter.kind.startswith(("ask.", "invite.")) else f"letter {letter.kind}"
    parts.append(f"next: mentorkit {command} {letter.person} --lint{options}")
    return "\n\n".join(parts) + "\n"


def _on_wiki(letter: Letter, shown: str, failed: str) -> list[str]:
    if failed:
        return [on_screen(letter.text), wrap(f"How the wiki would show it is not known: {failed}.")]
    return [f"AS {letter.host} WOULD SHOW IT", on_screen(shown)]


def shown_as_json(
    letter: Letter, section: Section | None, shown: str, failed: str
) -> dict[str, Any]:
    """Return the JSON of one letter as it would be sent."""
    found: dict[str, Any] = {
        "schema": 1,
        "person": letter.person,
        "letter": letter.kind,
        "channel": letter.channel or None,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "unfinished": list(letter.unfinished),
    }
    if section is not None:
        found |= {"title": section.title, "wikitext": section.text, "shown": shown or None}
        found |= {"failed": failed} if failed else {}
    return found


def lint_as_text(
    letters: Sequence[Letter], found: Sequence[Problem], command: str, prefix: str = ""
) -> str:
    """Return what is wrong with some letters, or that nothing is."""
    wrong = [each for each in found if not each.warning]
    looked = counted(len(letters), "letter")
    if not found:
        return f"{looked} looked over: nothing to mend.\n\nnext: {command} --show\n"
    remarks = len(found) - len(wrong)
    said = f"{looked} looked over: {len(wrong)} to mend, {counted(remarks, 'remark')}."
    again = f"next: mend them, then {command} --lint" if wrong else f"next: {command} --show"
    blocks = [problem_view.as_text([each], _leading(each, prefix)) for each in found]
    return "\n\n".join([*blocks, said, again]) + "\n"


def _leading(found: Problem, prefix: str) -> str:
    """Return what leads to the file of a finding; a shipped template lies outside the cohort."""
    return "" if found.place.file.startswith("shipped/") else prefix


def lint_as_json(letters: Sequence[Letter], found: Sequence[Problem]) -> dict[str, Any]:
    """Return the JSON of `--lint`."""
    listed = problem_view.as_json(found)["problems"]
    rated = [fields | {"warning": each.warning} for fields, each in zip(listed, found, strict=True)]
    return {"schema": 1, "letters": len(letters), "findings": rated}
