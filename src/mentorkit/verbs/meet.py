"""Plan the calls of pairs, save them, and make everybody's calendar of what is planned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.splice import edit_all
from mentorkit.meetings import events, plan
from mentorkit.meetings.plan import Call, Plan
from mentorkit.render.ics import as_ics

FOLDER = "out/calendars"
"""Where the calendars lie, below the cohort directory."""


def propose(cohort: Cohort, as_of: date) -> Plan:
    """Return the plan of the pair calls that are asked for and not in sessions/ yet."""
    return plan.propose(cohort, as_of)


def write(cohort: Cohort, proposed: Plan, now: datetime) -> dict[str, bytes]:
    """Return the new bytes of the files of sessions/ that a plan changes, by name.

    Calls are added after what a file holds; nothing in it changes. `now` is the moment, with a
    zone, that is noted as the time of the revision. Raises Refused where a file cannot be added
    to exactly.
    """
    files = {}
    for series, calls in groupby(proposed.calls, key=lambda call: call.series):
        name = f"sessions/{series}.yaml"
        records = [_record(call, now) for call in calls]
        source = cohort.sources.get(name)
        files[name] = _new_file(records) if source is None else _added(cohort, name, records)
    return files


def calendars(cohort: Cohort, as_of: date) -> dict[str, bytes]:
    """Return every `.ics` file, by its name below the cohort directory.

    There is one for each person, each pair and the cohort, an empty one too where nothing is
    planned: that tells a calendar program which subscribes to it to take its old events off.
    """
    feeds = events.calendars(cohort, as_of)
    return {f"{FOLDER}/{path}.ics": as_ics(feed) for path, feed in feeds.items()}


def _record(call: Call, now: datetime) -> dict[str, str]:
    return {
        "id": str(call.id),
        "at": str(call.at),
        "minutes": str(call.minutes),
        "kind": "call",
        "where": "online",
        "revision": "0",
        "revised": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "utc": f"{call.at.utc:%Y-%m-%dT%H:%M:%SZ}",
    }


def _new_file(records: Sequence[dict[str, str]]) -> bytes:
    lines = []
    for record in records:
        # Every value here is made of letters and digits that YAML reads back as they are.
        fields = [f"{key}: {value}" for key, value in record.items()]
        lines += [f"- {fields[0]}", *(f"  {field}" for field in fields[1:])]
    return "".join(f"{line}\n" for line in lines).encode()


def _added(cohort: Cohort, name: str, records: Sequence[dict[str, str]]) -> bytes:
    standing = len(cohort.of_series(name.removeprefix("sessions/").removesuffix(".yaml")))
    edits: list[tuple[tuple[str | int, ...], Value]] = [
        ((standing + index,), dict(record)) for index, record in enumerate(records)
    ]
    return edit_all(cohort.sources[name], edits)
