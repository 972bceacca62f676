"""What `scout` says: who was found, how steadily they contribute, and how many were set aside."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkit.recruit.scouting import Found, Scouted
from mentorkit.render.terminal import WIDTH, cells, fit, table, with_write, wrap

REASONS: Mapping[str, str] = {
    "already-in": "in the cohort already",
    "candidate": "a candidate already",
    "declined": "said no earlier",
    "bot": "a bot",
    "blocked": "blocked",
    "leader": "leading already, by the user groups",
    "too-new": "registered too recently",
    "seldom": "active in too few of the months",
    "opt-out": "wants no messages",
    "missing": "no such account",
    "invalid": "no user name",
}
"""Why people are set aside, in words."""

_NAME = (12, 30)


def as_json(found: Scouted, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `scout`; nobody who was set aside is named."""
    return {
        "schema": 1,
        "months": {"from": found.window[0], "to": found.window[-1]},
        "candidates": [_candidate(each) for each in found.candidates],
        "set_aside": dict(found.set_aside),
        "looked_at": found.looked_at,
        "eligible": found.eligible,
        "asked": dict(found.asked),
        "files": sorted(found.files),
        "written": written,
        "notes": list(found.notes),
    }


def _candidate(found: Found) -> dict[str, Any]:
    figures, prospect = found.figures, found.prospect
    return {
        "person": found.person,
        "user": found.user or None,
        "wiki": found.home or None,
        "wikis": {host: a.name for host, a in sorted(prospect.accounts.items())},
        "role": prospect.role or "mentee",
        "months_active": figures.active,
        "longest_gap": figures.gap,
        "streak": figures.streak,
        "median": figures.median,
        "months": list(figures.by_month),
        "edits": figures.edits,
        "discussion": _share(figures.discussion, figures.edits),
        "discussion_edits": figures.discussion,
        "project": _share(figures.project, figures.edits),
        "project_edits": figures.project,
        "uploads": figures.files,
        "talked_to": figures.talked_to,
        "first_edit": _day(found.first_edit),
        "registered": _day(found.registered),
        "rights": list(found.rights),
        "emailable": any(account.emailable for account in prospect.accounts.values()),
        "sources": list(prospect.sources),
        "why": found.why,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _day(day: object) -> str | None:
    return str(day) if day else None


def as_text(
    found: Scouted, *, written: bool = False, command: str = "mentorkit scout", options: str = ""
) -> str:
    """Return the screen in 80 columns: the steadiest first, each with the reason.

    `command` is what was typed, `options` those that the next command needs to see the same day.
    """
    parts = [_heading(found)]
    if found.candidates:
        parts += [_people(found.candidates), "\n".join(map(_reason, found.candidates))]
    if found.set_aside:
        parts.append(_set_aside(found))
    parts += [wrap(note) for note in found.notes]
    return "\n\n".join([*parts, _last(found, written, command, options)])


def _heading(found: Scouted) -> str:
    number = len(found.candidates)
    people = "1 candidate" if found.eligible == 1 else f"{found.eligible} candidates"
    rules = found.rules
    shown = f"The {number} steadiest of " if number < found.eligible else ""
    said = f"{shown}{people} among {found.looked_at} listed. Months {found.window[0]} to "
    said += f"{found.window[-1]}; a month counts from {rules.edits} edits."
    return wrap(said)


def _people(candidates: Sequence[Found]) -> str:
    least, most = _NAME
    ids = max(cells(each.person) for each in candidates)
    room = max(least, min(most, WIDTH - 46 - min(ids, 24)))
    rows = [_row(each, room) for each in candidates]
    headers = ("id", "user", "active", "gap", "streak", "median", "talk", "files")
    shown = table(headers, rows, right={2, 3, 4, 5, 6, 7})
    return "\n".join(fit(line, WIDTH).rstrip() for line in shown.splitlines())


def _row(each: Found, room: int) -> Sequence[str]:
    figures = each.figures
    talk = f"{100 * figures.discussion // figures.edits} %" if figures.edits else ""
    return [
        fit(each.person, min(cells(each.person), 24)),
        fit(each.user or each.prospect.name, room).rstrip(),
        f"{figures.active}/{figures.months}",
        str(figures.gap),
        str(figures.streak),
        f"{figures.median:g}",
        talk,
        str(figures.files) if figures.files else "",
    ]


def _reason(each: Found) -> str:
    return wrap(f"{each.person}: {each.why}", indent="  ")


def _set_aside(found: Scouted) -> str:
    rows = [(str(number), REASONS[code]) for code, number in found.set_aside.items()]
    return "Set aside:\n" + table(("", ""), rows, right={0})


def _last(found: Scouted, written: bool, command: str, options: str) -> str:
    requests = sum(found.asked.values())
    asked = "1 request" if requests == 1 else f"{requests} requests"
    asked = asked if requests else "No wiki had to be asked"
    if not found.candidates:
        advice = "Try another source, or look at `scout:` in private/mentorkit.yaml."
        return wrap(f"{asked}. {advice}") + f"\nnext: mentorkit status{options}"
    if written:
        said = f"{asked}. Saved {len(found.files)} files in private/candidates/. In each, type "
        said += "`why`: one sentence about this person's public work, for the letter."
        first = min(found.files)
        return f"{wrap(said)}\nnext: write `why` in {first},\n      then: mentorkit invite{options}"
    return f"{asked}. Nothing is saved yet.\n{with_write(command, options)}"
