"""Leadership roles as text and as JSON: claims that wait, and what wikis show of new ones."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mentorkit.cohort.model import LeadershipRole, RoleClass
from mentorkit.cohort.nodes import Value
from mentorkit.outcomes.claims import Claimed, Waiting
from mentorkit.outcomes.detection import Aside, Detected, Why
from mentorkit.outcomes.signs import Sign
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import WIDTH, cells, fit, harmless, wrap
from mentorkit.rules.role_names import ROLE_NAMES

WHY: Mapping[Why, str] = {
    "recorded": "in roles.yaml already",
    "held-before": "held when enrolling, or within 24 months before",
    "late": "begun after the last day that counts",
    "unknown-since": "held now, but the wiki's log does not say since when",
    "by-software": "given by the software, not by a person",
}
"""Why a sign is set aside, for people."""

Proposed = tuple[str, Sign]
"""A sign, and the id that its record gets."""

_SHOWN = 30
"""So many roles are listed; the others are counted."""


def waiting_as_json(waiting: Waiting) -> dict[str, Any]:
    """Return the JSON of `role`: the claims that nobody has judged, and how old they are."""
    return {
        "schema": 1,
        "as_of": waiting.day.isoformat(),
        "pending": [
            {
                **_fields(role.person, role.kind, role.tier, role.scope, role.wiki),
                "id": role.id,
                "started": role.started.isoformat(),
                "evidence": role.evidence,
                "claimed": {"by": role.claimed.by, "on": role.claimed.on.isoformat()},
                "days": (waiting.day - role.claimed.on).days,
            }
            for role in waiting.pending
        ],
        "accepted": waiting.accepted,
        "rejected": waiting.rejected,
    }


def waiting_as_text(waiting: Waiting, options: str = "") -> str:
    """Return the claims that nobody has judged, as a screen of 80 columns, and what to do."""
    judged = f"Judged: {waiting.accepted} accepted, {waiting.rejected} rejected."
    if not waiting.pending:
        return f"No claim waits. {judged}\n\nnext: mentorkit role detect{options}"
    head = f"Claims that nobody has judged yet: {len(waiting.pending)}. {judged}"
    blocks = ["\n".join(_claim(role, waiting)) for role in waiting.pending[:_SHOWN]]
    if len(waiting.pending) > _SHOWN:
        blocks.append(f"and {len(waiting.pending) - _SHOWN} more")
    how = (
        "Look at the evidence. A role counts once somebody who is neither the mentee nor one of "
        "their mentors has accepted it."
    )
    first = waiting.pending[0].id
    nexts = [
        f"next: mentorkit role verify {first} --by PERSON{options}",
        f'      mentorkit role reject {first} --by PERSON --why "..."{options}',
    ]
    return "\n\n".join([head, *blocks, wrap(how), "\n".join(nexts)])


def _claim(role: LeadershipRole, waiting: Waiting) -> Iterator[str]:
    name = waiting.names.get(role.person, role.person)
    yield from _heading(role.id, name, role.kind, role.tier, role.scope)
    days = (waiting.day - role.claimed.on).days
    ago = "today" if not days else "1 day ago" if days == 1 else f"{days} days ago"
    where = f" on {role.wiki}" if role.wiki else ""
    yield _below(f"since {role.started}{where}; claimed by {role.claimed.by}, {ago}")
    yield f"     {harmless(role.evidence or 'no evidence yet')}"
    barred = sorted(waiting.out.get(role.person, set()) & {*waiting.names})
    yield _below(f"not to be verified by: {', '.join(barred)}")


def _heading(id_: str, name: str, kind: RoleClass, tier: str, scope: str | None) -> Iterator[str]:
    about = f"{name}: {ROLE_NAMES[kind]} (tier {tier})"
    lines = wrap(f"{about}, {scope}" if scope else about, indent="     ").splitlines()
    label = f"{id_}  " if cells(id_) < 4 else f"{id_}\n     "
    yield fit(label, 5) + lines[0][5:] if cells(id_) < 4 else label + lines[0][5:]
    yield from lines[1:]


def _below(text: str) -> str:
    return wrap(text, indent="     ")


def of_wiki(found: Detected, hosts: Collection[str]) -> str:
    """Return the line that says how the look at one wiki went; `hosts` are all that are asked."""
    width = max(map(cells, (found.wiki, *hosts))) + 2
    if not found.error:
        return fit(found.wiki, width) + _counted(found)
    said = f"failed: {found.error.removeprefix(found.wiki).lstrip(': ')}"
    indent = " " * width
    lines = [wrap(text, indent=indent) for text in (said, found.hint) if text]
    lines[0] = fit(found.wiki, width) + lines[0][width:]
    return "\n".join(lines)


def _counted(found: Detected) -> str:
    if not found.people:
        return "nobody to look for"
    people = "1 mentee" if found.people == 1 else f"{found.people} mentees"
    new = len(found.new)
    roles = "1 sign of a new role" if new == 1 else f"{new or 'no'} signs of new roles"
    requests = "1 request" if found.requests == 1 else f"{found.requests} requests"
    return f"{people:<12}{roles:<24}{requests}"


def detected_as_json(
    found: Sequence[Detected], proposed: Sequence[Proposed], *, written: bool = False
) -> dict[str, Any]:
    """Return the JSON of `role detect`: what each wiki shows, what is proposed and what is not."""
    return {
        "schema": 1,
        "wikis": [
            {
                "wiki": each.wiki,
                "requests": each.requests,
                "people": each.people,
                "error": each.error or None,
            }
            for each in found
        ],
        "proposed": [
            {
                **_fields(sign.person, sign.kind, sign.tier, sign.scope, sign.wiki),
                "id": id_,
                "started": _iso(sign.started),
                "ended": _iso(sign.ended),
                "evidence": sign.evidence,
                "note": sign.note,
            }
            for id_, sign in proposed
        ],
        "set_aside": [_of_aside(aside) for each in found for aside in each.aside],
        "written": written,
    }


def _of_aside(aside: Aside) -> dict[str, Any]:
    sign = aside.sign
    return {
        **_fields(sign.person, sign.kind, sign.tier, sign.scope, sign.wiki),
        "started": _iso(sign.started),
        "why": aside.why,
        "record": aside.record or None,
    }


def _fields(
    person: str, kind: str, tier: str, scope: str | None, wiki: str | None
) -> dict[str, Any]:
    return {"person": person, "class": kind, "tier": tier, "scope": scope, "wiki": wiki}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def detected_as_text(
    found: Sequence[Detected],
    proposed: Sequence[Proposed],
    names: Mapping[str, str],
    *,
    written: bool = False,
    options: str = "",
) -> str:
    """Return what the wikis show as a screen of 80 columns; `names` are people's, by id."""
    parts = ["\n".join(_sign(id_, sign, names)) for id_, sign in proposed[:_SHOWN]]
    if len(proposed) > _SHOWN:
        parts.append(f"and {len(proposed) - _SHOWN} more")
    aside = Counter(aside.why for each in found for aside in each.aside)
    if aside:
        said = "; ".join(f"{aside[why]} {words}" for why, words in WHY.items() if aside[why])
        parts.append(wrap(f"Set aside: {said}."))
    return "\n\n".join([*parts, _ending(found, proposed, written, options)])


def _sign(id_: str, sign: Sign, names: Mapping[str, str]) -> Iterator[str]:
    yield from _heading(id_, names.get(sign.person, sign.person), sign.kind, sign.tier, sign.scope)
    ended = f" until {sign.ended}" if sign.ended else ""
    yield _below(f"since {sign.started}{ended} on {sign.wiki}")
    yield f"     {harmless(sign.evidence)}"
    if sign.note:
        yield _below(sign.note)


def _ending(
    found: Sequence[Detected], proposed: Sequence[Proposed], written: bool, options: str
) -> str:
    again = f"mentorkit role detect{options}"
    if found and all(each.error for each in found):
        return f"No wiki could be asked.\nnext: {again}"
    if not proposed:
        return f"No new role was found.\nnext: mentorkit role{options}"
    claims = "1 claim" if len(proposed) == 1 else f"{len(proposed)} claims"
    if written:
        return f"{claims} saved in roles.yaml, pending.\nnext: mentorkit role{options}"
    return f"Nothing is saved yet; a sign is no verdict.\nnext: {again} --write"


def claimed_as_json(claimed: Claimed, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `role add`, `role verify` and `role reject`."""
    return {
        "schema": 1,
        "role": dict(claimed.record) or None,
        "files": sorted(claimed.files),
        "written": written,
        "problems": problem_view.as_json(claimed.problems)["problems"],
    }


def claimed_as_text(
    claimed: Claimed, saved: Sequence[str] | None = None, *, options: str = ""
) -> str:
    """Return a role as it is to be written; `saved` are the files written, if any."""
    lines = [_line(key, value) for key, value in claimed.record.items()]
    if saved is None:
        ending = "Nothing is saved yet.\nnext: the same command again, with --write"
    else:
        ending = f"Saved {' and '.join(saved)}.\nnext: mentorkit role{options}"
    return "\n".join([*lines, "", ending])


def _line(key: str, value: Value) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name} {said}" for name, said in value.items())
    shown = f"  {key + ':':<10} {harmless(str(value))}"
    return (
        shown if cells(shown) <= WIDTH or key == "evidence" else wrap(shown.lstrip(), indent="  ")
    )


def refused(claimed: Claimed, prefix: str = "") -> str:
    """Return what keeps a role from being written; `prefix` leads from here to its file."""
    count = len(claimed.problems)
    said = problem_view.as_text(claimed.problems, prefix)
    return f"{said}\n\n{count} problem{'s' * (count != 1)}. Nothing was saved."
