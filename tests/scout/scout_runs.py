"""Looks of `scout` at the farm's wikis: by the command line, or on a day that may be another."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import scout_wiki as wiki

from mentorkit.doors import open_cohort
from mentorkit.doors.directory import Directory
from mentorkit.doors.scouted import Notebook, alone
from mentorkit.recruit.scouting import Scouted
from mentorkit.render.scout import as_json
from mentorkit.verbs.scout import Desk, earlier_no, scout, sources_of

Named = dict[str, list[str] | None]
MEMBERS: Named = {"category": ["Project members"]}


def words(cohort: Path, *more: str) -> list[str]:
    source = more or ("--category", "Project members", "--wiki", wiki.FR)
    return ["scout", "-C", str(cohort), "--as-of", str(wiki.AS_OF), *source]


def looked(cohort: Path, now: datetime, as_of: date, named: Named, **how: Any) -> Scouted:
    """Look without a process of its own, on a real day that may be another than today."""
    opened, problems = open_cohort(cohort, now.date())
    assert opened is not None, problems
    directory = Directory(cohort, opened.sources)
    answers = directory.read_text("private/invitations.jsonl") or ""
    with alone(cohort):
        said_no, unread = earlier_no(answers, cohort)
        assert unread == ()
        desk = Desk(opened, Notebook(directory), as_of, now, said_no)
        return scout(desk, sources_of(opened, named, how.pop("wiki", wiki.FR)), **how)


def found_in(cohort: Path, now: datetime | None = None, **named: Any) -> dict[str, Any]:
    """Return the JSON of a look; sources are given by kind, else that is the category."""
    options = {key: named.pop(key) for key in ("wiki", "most", "first_edits") if key in named}
    sources = {kind: [of] for kind, of in named.items()} or MEMBERS
    seen = looked(cohort, now or datetime.now(UTC), wiki.AS_OF, sources, **options)
    told: dict[str, Any] = json.loads(json.dumps(as_json(seen)))
    return told


def users(found: dict[str, Any]) -> list[str]:
    return [each["user"] for each in found["candidates"]]
