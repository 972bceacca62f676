"""docs/agendas.md lists every value that the templates are told."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from agenda_texts import REMINDED, moment, the_cohort

from mentorkit.cohort.model import Session
from mentorkit.meetings import briefings, reminders
from mentorkit.meetings.agendas import ITEMS
from running import ROOT

PAGE = (ROOT / "docs" / "agendas.md").read_text(encoding="utf-8")
WHOLE = {"when", "utc", "minutes", "start", "end"}
"""Values whose parts are told of elsewhere on the page."""


def told(value: Any, name: str = "") -> Iterator[str]:
    """Yield the names by which a template reaches its values."""
    if isinstance(value, tuple):
        yield from told(value[0], f"{name}[]")
    elif isinstance(value, Mapping) and name.rpartition(".")[2] not in WHOLE:
        for key, inner in value.items():
            yield from told(inner, f"{name}.{key}" if name else key)
    else:
        yield name


def of(ref: str) -> Session:
    return next(session for session in the_cohort().sessions if session.ref == ref)


def values() -> dict[str, Any]:
    cohort = the_cohort()
    sender = briefings.signed(cohort.people["dana"], "")
    upcoming = reminders.upcoming(cohort, moment(REMINDED), 7, "dana")
    return {
        "agenda": briefings.of_pair(of("esi--aya/1"), "first-call", cohort, sender),
        "talk.announcement": briefings.of_talk(of("talks/1"), cohort, sender),
        "minutes": briefings.of_minutes(of("cohort/1"), cohort),
        "handbook": briefings.of_handbook(cohort, sender),
        "reminder": reminders.values(upcoming.reminders[0], cohort, None),
    }


@pytest.mark.parametrize("template", values())
def test_every_value_of_a_template_is_documented(template: str) -> None:
    section = PAGE.split(f"### `{template}`\n")[1].split("\n### ")[0]
    listed = re.findall(r"^\| `([\w.\[\]]+)` \|", section, re.M)
    assert sorted(listed) == sorted(told(values()[template]))


@pytest.mark.parametrize("kind", ITEMS)
def test_every_item_of_an_agenda_is_documented(kind: str) -> None:
    assert all(f"`{item}`" in PAGE for item in ITEMS[kind])
