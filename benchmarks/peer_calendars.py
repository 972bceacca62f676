"""The bare script: a cohort's calendars from its YAML files, with libyaml and icalendar alone.

python benchmarks/peer_calendars.py COHORT FOLDER

It knows no rules: it checks nothing, and can do only what the cohorts of the benchmark need.
"""

import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import yaml

Record = dict[str, Any]


def read(path: Path) -> Any:
    """Return what a YAML file says, all of it as text."""
    return yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 (it makes texts only)


def calendar(name: str, events: list[icalendar.Event]) -> bytes:
    """Return the bytes of a calendar."""
    made = icalendar.Calendar()
    made.add("prodid", "-//mentorkit//mentorkit//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def event(uid: str, session: Record, summary: str) -> icalendar.Event:
    """Return the event of a session."""
    made = icalendar.Event()
    start = datetime.fromisoformat(session["utc"])
    stamp = datetime.fromisoformat(session["revised"])
    _, clock, zone = session["at"].split()
    made.add("uid", uid)
    made.add("sequence", int(session["revision"]))
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("dtstart", start)
    made.add("dtend", start + timedelta(minutes=int(session["minutes"])))
    made.add("summary", summary)
    made.add("status", "CONFIRMED")
    made.add("description", f"{clock} by the clocks of {zone}, {session['minutes']} minutes")
    made.add("location", session["where"])
    made.add("categories", ["Talk" if session["kind"] == "talk" else "Call"])
    return made


def main(source: Path, folder: Path) -> None:
    """Write one file for each person and pair, one for the cohort, one for the coordinator."""
    programme = read(source / "mentorkit.yaml")
    people = {path.stem: read(path) for path in sorted((source / "people").iterdir())}
    everybody = [name for name, person in people.items() if person["roles"] != ["speaker"]]
    feeds: dict[str, list[tuple[str, str, icalendar.Event]]] = defaultdict(list)
    names = {f"people/{name}": person["name"] for name, person in people.items()}
    for pair in read(source / "pairs.yaml"):
        both = people[pair["mentor"]]["name"], people[pair["mentee"]]["name"]
        names[f"pairs/{pair['mentor']}--{pair['mentee']}"] = " and ".join(both)
    for path in sorted((source / "sessions").iterdir()):
        for session in read(path):
            place = (session["utc"], f"{path.stem}/{session['id']}")
            uid = f"{path.stem}-{session['id']}@{programme['id']}.invalid"
            if "--" in path.stem:
                summary = f"Mentoring call: {names[f'pairs/{path.stem}']}"
                given, public, where = path.stem.split("--"), summary, f"pairs/{path.stem}"
            else:
                speaker = session.get("speaker")
                title = session["title"]
                public = f"Talk: {title}" if speaker else title
                summary = f"{public} ({people[speaker]['name']})" if speaker else title
                given, where = everybody + [speaker] * bool(speaker), "cohort"
            feeds[where].append((*place, event(uid, session, public)))
            for feed in ("coordinator", *(f"people/{name}" for name in given)):
                feeds[feed].append((*place, event(uid, session, summary)))
    for name in {**names, "cohort": "", "coordinator": ""}:
        events = [made for _, _, made in sorted(feeds[name], key=lambda entry: entry[:2])]
        called = {**names, "coordinator": "everything"}.get(name)
        title = f"{programme['name']}: {called}" if called else programme["name"]
        file = folder / f"{name}.ics"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(calendar(title, events))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
