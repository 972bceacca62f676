"""meet plan: propose the meetings that are lacking, and save them."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.scalars import instant_text
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.writing import flow_text, plain_or_quoted
from mentorkit.meetings import plan
from mentorkit.meetings.plan import Plan
from mentorkit.meetings.proposed import Proposed
from mentorkit.meetings.sharing import Way


def propose(cohort: Cohort, as_of: date, way: Way = "fair") -> Plan:
    """Return the plan of what is asked for and not in sessions/ yet; see `plan.propose`."""
    return plan.propose(cohort, as_of, way)


def write(cohort: Cohort, proposed: Plan, now: datetime) -> dict[str, bytes]:
    """Return the new bytes of the files of sessions/ that a plan changes, by name.

    Sessions are added after what a file holds; nothing in it changes. `now` is the moment, with a
    zone, that is noted as the time of the revision. Raises Refused where a file cannot be added
    to exactly.
    """
    files = {}
    for series, sessions in groupby(proposed.sessions, key=lambda session: session.series):
        name = f"sessions/{series}.yaml"
        records = [_record(session, now) for session in sessions]
        source = cohort.sources.get(name)
        files[name] = _new_file(records) if source is None else _added(cohort, name, records)
    return files


def _record(session: Proposed, now: datetime) -> dict[str, Value]:
    given: dict[str, Value] = {
        "id": str(session.id),
        "title": session.title,
        "speaker": session.speaker,
        "topics": list(session.topics) or None,
        "at": str(session.at),
        "minutes": str(session.minutes),
        "kind": session.kind,
        "where": session.where,
        "revision": "0",
        "revised": instant_text(now),
        "utc": instant_text(session.at.utc),
    }
    return {key: value for key, value in given.items() if value is not None}


def _new_file(records: Sequence[dict[str, Value]]) -> bytes:
    lines = []
    for record in records:
        fields = [f"{key}: {_text(value)}" for key, value in record.items()]
        lines += [f"- {fields[0]}", *(f"  {field}" for field in fields[1:])]
    return "".join(f"{line}\n" for line in lines).encode()


def _text(value: Value) -> str:
    return plain_or_quoted(value, flow=False) if isinstance(value, str) else flow_text(value)


def _added(cohort: Cohort, name: str, records: Sequence[dict[str, Value]]) -> bytes:
    standing = len(cohort.of_series(name.removeprefix("sessions/").removesuffix(".yaml")))
    edits: list[tuple[tuple[str | int, ...], Value]] = [
        ((standing + index,), dict(record)) for index, record in enumerate(records)
    ]
    return edit_all(cohort.sources[name], edits)
