"""Letters as files, and what `invite` says about them."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from mentorkit.recruit.answers import KNOWN as ANSWERS
from mentorkit.recruit.fallbacks import near, normal
from mentorkit.recruit.kinds import WORDS
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import WIDTH, cells, fit, table, wrap
from mentorkit.rules.letter import Invitations, Letter, Refusal

WHY = {
    "already-in": "takes part already",
    "accepted": "has said yes already",
    "applied": "has applied already; what comes next is a decision",
    "declined": "said no to an earlier invitation; a no is kept",
    "duplicate": "has the user name or the address of another candidate; one letter is enough",
    "no-assent": "the home wiki has not assented",
    "no-home": "write `home:`, or nobody knows whether the home wiki has assented",
    "no-letter": "has a role that nobody is invited to by letter",
    "other-role": "has another role than those this letter is for",
    "not-in": "does not take part yet",
    "not-decided": "has no such decision; write it down first, with: mentorkit select",
    "not-answered": "has given no such answer; write it down first, with: mentorkit reply",
    "no-consent": "has not agreed to be asked again later",
    "later": "said to ask later, and that day has not come",
    "no-address": "cannot be reached that way; write `wiki:` or `email:`",
    "trial-none": "is in the arm of the trial that gets no letter",
    "recently": "got a letter not long ago",
    "unsure": "an earlier letter may have arrived; find out, then say so with --settle",
    "not-asked": "got no letter yet that could be followed up",
    "removed": "has a talk page from which our letter is gone; who removes it wants no other",
    "answered": "has an answer below the letter; read it, and record it with mentorkit reply",
    "followed-up": "was reminded already; one letter after another is no help",
    "already-sent": "has got this letter already",
    "reminded": "was reminded as often as may be",
    "not-imported": "has the form; import the answers first, or --insist reminds everybody",
    "too-early": "is to be asked a year later, and that day has not come",
    "turned-down": "had this letter turned down that way; see private/journal.jsonl",
    "unseen": "could not be looked up on the wiki, and nothing goes there without that",
    "channel": "wants another channel than this letter is meant for",
    "left": "has left the programme",
    "vanished": "asked the wiki to be forgotten, as the account's name shows",
    "missing": "has no account of that name on the wiki",
    "blocked": "is blocked on the wiki",
    "locked": "has a global account that is locked",
    "bot": "is a bot on the wiki",
    "nobots": "turns such messages away on the talk page",
    "opt-out": "is in the wiki's category of those who want no messages",
    "no-wiki-mail": "takes no mail from other users of the wiki",
    "redirect": "has a talk page that leads elsewhere",
    "foreign-talk": "has a talk page that leads to a page that is not theirs",
    "not-wikitext": "has a talk page that is no wikitext",
    "unclosed": "has a talk page on which nobody would see it: a comment there is not closed",
    "protected": "has a talk page that we may not edit",
}
"""What each code of a refusal means, for people."""


_LONGEST = 36
"""How much of an id the screen shows; a longer one would leave no room for the other columns."""


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
    parts += listed(invitations)
    if drafts:
        parts.append(_how_to_record(invitations))
        parts.append(_next(invitations))
    return "\n\n".join(parts)


def notes(invitations: Invitations) -> list[str]:
    """Return what belongs on stderr: fallbacks, unfinished letters, wordings nobody reviewed."""
    letters = invitations.letters
    said = [note for letter in letters for note in _notes(letter)]
    said.extend(_gaps(letters))
    said.extend(_other_tongues(invitations))
    unread = sorted({x.language for x in letters if not x.reviewed})
    if unread:
        said.append(
            f"no fluent reader has reviewed the wording in: {', '.join(unread)}; "
            "have one read it before you send"
        )
    if invitations.ended and letters:
        said.append(f"the programme ended on {invitations.ended}; the letters speak of it as open")
    return said


def _gaps(letters: Sequence[Letter]) -> Iterator[str]:
    """Say which letters are unfinished, those that lack the same together."""
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for letter in letters:
        for key in letter.unfinished:
            lacking[key].append(letter.person)
    for key, people in lacking.items():
        name = key.removeprefix("say.")
        about = _MEANT.get(key) or (f"`{key}:`, {WORDS[name]}" if name in WORDS else f"`{key}:`")
        yield f"unfinished for want of {about}: {', '.join(people)}"


_MEANT = {
    "why": "`why:`, one sentence about their public work",
    "sent": "an earlier letter that it could follow",
    "pair": "a pair in pairs.yaml",
    "referrer": "`referrer:`, who suggested them and agreed to be named",
}
"""What a letter lacks, where the key alone does not say it."""


def _notes(letter: Letter) -> Iterator[str]:
    wanted = letter.asked[0] if letter.asked else ""
    if normal(wanted) != letter.language:
        asked = f"asked for {', '.join(letter.asked)}" if wanted else "no languages written"
        yield f"{letter.person}: {asked}; the letter is in {letter.language}"
    if not letter.channels:
        yield f"{letter.person}: no way to send it; write `wiki:` or `email:` in {letter.kept}"


def _other_tongues(invitations: Invitations) -> Iterator[str]:
    """Remind of letters in another language than the sender's; what `why` is in nobody can tell."""
    own = tuple(near(invitations.spoken or "en"))
    for key in ("why", "say"):
        people: defaultdict[str, list[str]] = defaultdict(list)
        for letter in invitations.letters:
            theirs = (*(name for name, _ in letter.typed), *letter.unfinished)
            if letter.language not in own and any(x.partition(".")[0] == key for x in theirs):
                people[letter.language].append(letter.person)
        if people:
            each = "; ".join(f"{code} for {', '.join(ids)}" for code, ids in sorted(people.items()))
            yield f"write `{key}` in the letter's language: {each}"


def _table(letters: Sequence[Letter]) -> str:
    """Return one row a letter; the subject is cut where the line would be too long."""
    headers = ("to", "as", "language", "subject")
    rows = [[_person(x), x.role, x.language, x.subject] for x in letters]
    taken = sum(max(cells(row[i]) for row in (headers, *rows)) for i in range(3))
    room = max(len(headers[3]), WIDTH - 2 - 3 * 2 - taken)
    for row in rows:
        if cells(row[3]) > room:
            row[3] = fit(row[3], room)
    return table(headers, rows)


def _how_to_record(invitations: Invitations) -> str:
    # The shortest id, as the command is there to be copied and must not break.
    person = min((x.person for x in invitations.letters), key=len)
    known = f"{', '.join(ANSWERS[:-1])} or {ANSWERS[-1]}"
    return (
        wrap(f"When somebody answers ({known}), keep it, as in:")
        + f"\n  mentorkit reply {person} declined --write"
    )


def _person(letter: Letter) -> str:
    shown = fit(letter.person, min(_LONGEST, len(letter.person)))
    return shown + (" (unfinished)" if letter.unfinished else "")


def _refused(refusal: Refusal) -> str:
    said = WHY | ({"no-assent": refusal.lacking} if refusal.lacking else {})
    reasons = "; ".join(said.get(code, code) for code in refusal.why)
    return wrap(f"{refusal.person}: {reasons}", indent="  ")


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ")


def _next(invitations: Invitations) -> str:
    return following(invitations, "mentorkit invite")


def listed(made: Invitations) -> list[str]:
    """Return the table of the drafts and the list of who gets none, as parts of a screen."""
    parts = [_indented(_table(made.letters))] if made.letters else []
    if made.refused:
        parts.append("NO LETTER\n" + "\n".join(_refused(each) for each in made.refused))
    return parts


def following(made: Invitations, command: str, options: str = "") -> str:
    """Return what is to be done next about some drafts; there must be one."""
    unfinished = next((each for each in made.letters if each.unfinished), None)
    if unfinished:
        key = unfinished.unfinished[0]
        what = _ELSEWHERE.get(key, f"`{key}:` in {unfinished.kept}")
        if key.startswith("say."):
            what = f"`say: {{{key.removeprefix('say.')}: TEXT}}` in\n      {unfinished.kept}"
        # A command is never broken: people copy it.
        return f"next: write {what},\n      then: {command} {unfinished.person}{options}"
    first = made.letters[0]
    return f"next: read {first.file},\n      then: {command} {first.person} --send{options}"


def to_write(letter: Letter) -> str:
    """Return what a letter still lacks and where to write it."""
    own = [key for key in letter.unfinished if key not in _ELSEWHERE]
    said = [f"{', '.join(own)} in {letter.kept}"] if own else []
    return ", and ".join((*said, *(_ELSEWHERE[x] for x in letter.unfinished if x in _ELSEWHERE)))


_ELSEWHERE = {
    "pair": "the pair into pairs.yaml",
    "sent": "when you wrote to them into private/invitations.jsonl",
}
"""Where to write what a letter lacks, if not in the person's file."""
