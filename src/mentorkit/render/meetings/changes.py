"""Sessions that change: what they were, what they become and for whom, as text and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mentorkit.cohort.model import Session
from mentorkit.cohort.scalars import LocalTime, instant_text
from mentorkit.cohort.zones import zone
from mentorkit.meetings.changes import Change, Note, Suits
from mentorkit.render.terminal import WIDTH, cells, fit, table, with_write, wrap

_FEW = 6
"""Up to so many people have a line each; more are told by their zones."""

_NAMED = 40
"""So many people are named where a time does not suit them; the others are counted."""

_NAME_WIDTH = 20

_NOTES: Mapping[Note, str] = {
    "holiday": "this is a holiday of the programme",
    "early": "this is before the programme's first day",
    "late": "this is after the programme's last day",
}


def as_json(
    changes: Sequence[Change], files: Sequence[str] = (), *, written: bool = False
) -> dict[str, Any]:
    """Return the JSON of `meet move`, `meet swap` and `meet cancel`.

    `files` are those that the changes touch. A session that is so already has `changed` false.
    """
    return {
        "schema": 1,
        "changes": [_change_json(change) for change in changes],
        "files": sorted(files),
        "written": written,
    }


def _change_json(change: Change) -> dict[str, Any]:
    old, new = change.session, change.after
    return {
        "session": old.ref,
        "changed": not change.idle,
        "was": {"at": str(old.at), "utc": _utc(old)},
        "now": {"at": str(new.at), "utc": _utc(new)},
        "cancelled": new.cancelled.isoformat() if new.cancelled else None,
        "overlap": new.overlap,
        "notes": list(change.notes),
        "revision": old.revision + (not change.idle),
        "people": [_suits_json(suits, change) for suits in change.people],
    }


def _suits_json(suits: Suits, change: Change) -> dict[str, Any]:
    return {
        "person": suits.person.id,
        "was": f"{_clock(suits, change.session):%Y-%m-%d %H:%M}",
        "now": f"{_clock(suits, change.after):%Y-%m-%d %H:%M}" if change.moves else None,
        "hours": suits.inside,
        "away": suits.away,
        "busy": list(suits.busy),
    }


def openings_as_json(session: Session, times: Sequence[LocalTime]) -> dict[str, Any]:
    """Return the JSON of `meet move` without a time."""
    return {
        "schema": 1,
        "session": session.ref,
        "at": str(session.at),
        "utc": _utc(session),
        "times": [{"at": str(at), "utc": instant_text(at.utc)} for at in times],
    }


def as_text(
    changes: Sequence[Change], command: str, saved: Sequence[str] | None = None, options: str = ""
) -> str:
    """Return changes as a screen of 80 columns; `saved` are the files that were written, if any.

    `command` is the one that would show the same again, without --write, and `options` are those
    that a next command needs to see the same day.
    """
    blocks = [_block(change) for change in changes]
    return "\n\n".join([*blocks, _ending(changes, command, saved, options)]) + "\n"


def openings_as_text(session: Session, times: Sequence[LocalTime], options: str = "") -> str:
    """Return a session and other times for it, as a screen of 80 columns."""
    lines = [_title(session), f"  now   {_when(session.at)}  {_utc_words(session.begins)}"]
    if not times:
        said = "No other time within two weeks of it suits everybody who is expected."
        return "\n".join([*lines, "", said, f"next: {_try(session, 'TIME')}{options}"]) + "\n"
    lines += ["", "These times suit everybody:"]
    lines += [f"        {_when(at)}  {_utc_words(at.utc)}" for at in times]
    wall = f'"{times[0].wall:%Y-%m-%d %H:%M}"'
    return "\n".join([*lines, "", f"next: {_try(session, wall)}{options}"]) + "\n"


def _try(session: Session, time: str) -> str:
    return f"mentorkit meet move {session.ref} {time}"


def _block(change: Change) -> str:
    lines = [_title(change.session), *_times(change)]
    lines += ["", *_people(change)] if change.people and not change.idle else []
    if change.why is not None:
        lines.append(wrap(f"why, for private/sessions/: {change.why}", indent="  "))
    return "\n".join(lines)


def _title(session: Session) -> str:
    about = f"{session.ref}  {session.kind}, {session.minutes} minutes"
    return fit(f"{about}, {session.title}" if session.title else about, WIDTH).rstrip()


def _times(change: Change) -> Iterator[str]:
    old, new = change.session, change.after
    if change.idle:
        so = "is at this time" if change.moves else f"was cancelled on {new.cancelled}"
        yield f"  it {so} already: {_when(old.at)}"
        return
    yield f"  was   {_when(old.at)}  {_utc_words(old.begins)}"
    if change.moves:
        yield f"  now   {_when(new.at)}  {_utc_words(new.begins)}"
        if new.overlap:
            yield "  overlap: yes, since somebody is in another session then"
        yield from (f"  {_NOTES[note]}" for note in change.notes)
    else:
        yield f"  now   cancelled, {new.cancelled}"


def _people(change: Change) -> Iterator[str]:
    if len(change.people) <= _FEW:
        name = min(_NAME_WIDTH, max(cells(suits.person.name) for suits in change.people))
        for suits in change.people:
            yield from _person(suits, change, name)
        return
    if not change.moves:
        yield f"  {len(change.people)} people were expected"
        return
    rows = list(_zone_rows(change))
    yield from (_line(line) for line in table(("",) * len(rows[0]), rows).splitlines())
    yield from _against(change.people)


def _person(suits: Suits, change: Change, name: int) -> Iterator[str]:
    times = [_short(_clock(suits, each)) for each in _versions(change)]
    where = suits.person.timezone or f"{change.session.at.zone}; zone not known"
    yield _line(f"{fit(suits.person.name, name)}  {'  ->  '.join(times)}  {where}")
    if change.moves:
        yield _line(f"{' ' * name}  {_how(suits)}")


def _zone_rows(change: Change) -> Iterator[list[str]]:
    """Yield a row for each zone, in the order of its clocks: how many people, and their times."""
    zones: dict[str, list[Suits]] = {}
    for suits in change.people:
        zones.setdefault(suits.person.timezone or change.session.at.zone, []).append(suits)
    clocks = {name: _clock(group[0], change.session) for name, group in zones.items()}
    for name in sorted(zones, key=lambda name: (clocks[name].replace(tzinfo=None), name)):
        group = zones[name]
        people = "1 person" if len(group) == 1 else f"{len(group)} people"
        times = [_short(_clock(group[0], each)) for each in _versions(change)]
        yield [name, people, "  ->  ".join(times)]


def _versions(change: Change) -> tuple[Session, ...]:
    return (change.session, change.after) if change.moves else (change.session,)


def _line(text: str) -> str:
    return fit(f"  {text}", WIDTH).rstrip()


def _against(people: Sequence[Suits]) -> Iterator[str]:
    """Yield who is not well served by a time, in words."""
    groups = (
        ("outside their hours", [s for s in people if s.inside is False]),
        ("away that day", [s for s in people if s.away]),
        ("in another session", [s for s in people if s.busy]),
        ("hours not known", [s for s in people if s.inside is None]),
    )
    for words, group in groups:
        if group:
            names = ", ".join(suits.person.name for suits in group[:_NAMED])
            names += f" and {len(group) - _NAMED} more" if len(group) > _NAMED else ""
            yield wrap(f"{words} ({len(group)}): {names}", indent="  ")
    if all(suits.inside for suits in people) and not any(s.away or s.busy for s in people):
        yield "  it suits everybody"


def _how(suits: Suits) -> str:
    hours = {True: "in their hours", False: "outside their hours", None: "hours not known"}
    said = ["away that day"] if suits.away else [hours[suits.inside]]
    return ", ".join([*said, *(f"also in {ref}" for ref in suits.busy)])


def _ending(
    changes: Sequence[Change], command: str, saved: Sequence[str] | None, options: str
) -> str:
    if all(change.idle and change.why is None for change in changes):
        return f"Nothing to save.\nnext: mentorkit status{options}"
    if saved is None:
        return f"Nothing is saved yet.\n{with_write(command, options)}"
    names = " and ".join(saved) if len(saved) < 3 else f"{len(saved)} files"
    names = wrap(f"Saved {names}." if saved else "It was saved already.")
    return f"{names}\nnext: mentorkit meet send{options}"


def _clock(suits: Suits, session: Session) -> datetime:
    return session.begins.astimezone(zone(suits.person.timezone or session.at.zone))


def _when(at: LocalTime) -> str:
    return f"{at.wall:%a} {at.wall.day:>2} {at.wall:%b %Y %H:%M} {at.zone}"


def _short(moment: datetime) -> str:
    return f"{moment:%a} {moment.day:>2} {moment:%b %H:%M}"


def _utc_words(moment: datetime) -> str:
    return f"({moment.astimezone(UTC):%H:%M} UTC)"


def _utc(session: Session) -> str:
    return instant_text(session.begins)
