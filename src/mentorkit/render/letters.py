"""Letters as files, and what `invite` says about them."""

import textwrap
from collections.abc import Iterator
from typing import Any

from mentorkit.recruit.fallbacks import normal
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import table, wrap
from mentorkit.rules.letter import Invitations, Letter, Refusal

WHY = {
    "already-in": "takes part already",
    "accepted": "has said yes already",
    "declined": "said no to an earlier invitation; a no is kept",
    "duplicate": "has the user name of another candidate; one letter is enough",
    "no-assent": "the home wiki has not assented; no objection counts after 14 days of notice",
    "no-home": "has a user name, but no home wiki: write `home:`",
    "no-letter": "has a role that nobody is invited to by letter",
}
"""What each code of a refusal means, for people."""


def as_file(letter: Letter) -> bytes:
    """Return a draft: a head of named lines, an empty line, and the text as it is to be sent."""
    head = {
        "To": letter.to,
        "Talk-Page": letter.talk_page,
        "Email": letter.email,
        "Subject": letter.subject,
        "Language": letter.language,
        "Channel": ", ".join(letter.channels),
        "Unfinished": ", ".join(letter.unfinished),
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", letter.text]).encode()


def as_json(invitations: Invitations) -> dict[str, Any]:
    """Return the JSON of `invite`; `problems` are there where a template has some."""
    found: dict[str, Any] = {
        "schema": 1,
        "letters": [_letter_fields(letter) for letter in invitations.letters],
        "refused": [
            {"person": refusal.person, "why": list(refusal.why)} for refusal in invitations.refused
        ],
    }
    if invitations.problems:
        found["problems"] = problem_view.as_json(invitations.problems)["problems"]
    return found


def _letter_fields(letter: Letter) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "person": letter.person,
        "language": letter.language,
        "asked": list(letter.asked),
        "file": letter.file,
    }
    if letter.unfinished:
        fields["unfinished"] = list(letter.unfinished)
    return fields


def as_text(invitations: Invitations) -> str:
    """Return the screen of `invite`, 80 columns: the drafts, who gets none and why, what next."""
    drafts, refused = len(invitations.letters), len(invitations.refused)
    if not (drafts or refused or invitations.problems):
        where = "private/candidates/ID.yaml"
        return wrap(f"No candidates. Write one file for each person to invite: {where}.")
    parts = [wrap(f"Drafts in out/invitations/: {drafts}. No letter: {refused}. Nothing is sent.")]
    if drafts:
        rows = [[_person(x), x.role, x.language, x.subject] for x in invitations.letters]
        parts.append(_indented(table(("to", "as", "language", "subject"), rows)))
    if refused:
        parts.append("NO LETTER\n" + "\n".join(_refused(x) for x in invitations.refused))
    if drafts:
        parts.append(_next(invitations))
    return "\n\n".join(parts)


def notes(invitations: Invitations) -> list[str]:
    """Return what belongs on stderr: fallbacks, unfinished letters, wordings nobody reviewed."""
    said = [note for letter in invitations.letters for note in _notes(letter)]
    unread = sorted({x.language for x in invitations.letters if not x.reviewed})
    if unread:
        said.append(
            f"no fluent reader has reviewed the wording in: {', '.join(unread)}; "
            "have one read it before you send"
        )
    if invitations.ended and invitations.letters:
        said.append(f"the programme ended on {invitations.ended}; the letters speak of it as open")
    return said


def _notes(letter: Letter) -> Iterator[str]:
    wanted = letter.asked[0] if letter.asked else ""
    if normal(wanted) != letter.language:
        asked = f"asked for {', '.join(letter.asked)}" if wanted else "no languages written"
        yield f"{letter.person}: {asked}; the letter is in {letter.language}"
    if letter.unfinished:
        fields = " and ".join(f"`{field}:`" for field in letter.unfinished)
        yield (
            f"{letter.person}: unfinished; write {fields} in "
            f"private/candidates/{letter.person}.yaml, one sentence about their public work"
        )


def _person(letter: Letter) -> str:
    return letter.person + (" (unfinished)" if letter.unfinished else "")


def _refused(refusal: Refusal) -> str:
    reasons = "; ".join(WHY.get(code, code) for code in refusal.why)
    return textwrap.indent(wrap(f"{refusal.person}: {reasons}", 78), "  ")


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ")


def _next(invitations: Invitations) -> str:
    unfinished = next((x for x in invitations.letters if x.unfinished), None)
    if unfinished:
        file = f"private/candidates/{unfinished.person}.yaml"
        return f"next: write `why:` in {file}, then: mentorkit invite {unfinished.person}"
    first = invitations.letters[0]
    return f"next: read {first.file}, then send it yourself"
