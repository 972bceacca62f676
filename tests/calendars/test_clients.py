"""Four independent programs see in each `.ics` file the sessions that sessions/ holds."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from calendar_clients import CLIENTS, Seen

from mentorkit.cohort.zones import zone
from mentorkit.doors import open_cohort
from mentorkit.verbs import meet, meet_calendar

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The awkward cohort, planned, saved, and with its calendars made."""
    root = tmp_path_factory.mktemp("awkward") / "cohort"
    shutil.copytree(HERE / "awkward", root)
    cohort, problems = open_cohort(root, TODAY)
    assert cohort is not None
    assert problems == []
    _lay(root, meet.write(cohort, meet.propose(cohort, date(2025, 3, 1)), NOW))
    cohort, problems = open_cohort(root, TODAY)
    assert cohort is not None
    assert problems == []
    _lay(root, meet_calendar.calendars(cohort, TODAY))
    return root


def _lay(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _texts(file: Path) -> Any:
    return yaml.load(file.read_bytes(), yaml.BaseLoader)  # noqa: S506 (it makes nothing but texts)


def _sessions(root: Path, *series: str) -> set[tuple[str, str, str, str]]:
    """Return uid, start, end and status of the sessions of some files, by another reader."""
    found = set()
    for name in series:
        file = root / "sessions" / f"{name}.yaml"
        for record in _texts(file) if file.exists() else ():
            start = _start(record)
            end = start + timedelta(minutes=int(record["minutes"]))
            status = "CANCELLED" if "cancelled" in record else "CONFIRMED"
            uid = f"{name}-{record['id']}@awkward-2025.invalid"
            found.add((uid, f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}", status))
    return found


def _start(record: dict[str, str]) -> datetime:
    if "utc" in record:
        return datetime.fromisoformat(record["utc"])
    day, hour, name = record["at"].split(" ")
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone(name)).astimezone(UTC)


FEEDS = {
    "cohort": ("cohort", "talks"),
    "pairs/yto--nour": ("yto--nour",),
    "pairs/tui--shirin": ("tui--shirin",),
    "pairs/maya--ines": ("maya--ines",),
    "pairs/nuka--kofi": ("nuka--kofi",),
    "people/yto": ("yto--nour", "cohort", "talks"),
    "people/nour": ("yto--nour", "cohort", "talks"),
    "people/shirin": ("tui--shirin", "cohort", "talks"),
    "people/ines": ("maya--ines", "cohort", "talks"),
    "people/kofi": ("nuka--kofi", "cohort", "talks"),
    "people/sun": ("talks",),
    "people/dana": ("cohort", "talks"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("feed", FEEDS)
def test_every_program_sees_the_sessions_of_the_files(
    awkward: Path, scratch: Path, feed: str, client: str
) -> None:
    seen = CLIENTS[client](awkward / "out" / "calendars" / f"{feed}.ics", scratch)

    assert len({event.uid for event in seen}) == len(seen)
    assert {event[:4] for event in seen} == _sessions(awkward, *FEEDS[feed])


@pytest.mark.parametrize("client", CLIENTS)
def test_every_program_shows_the_texts_as_they_are(
    awkward: Path, scratch: Path, client: str
) -> None:
    summaries = {
        event.uid: event.summary
        for feed in ("people/yto", "people/shirin", "people/ines", "cohort")
        for event in CLIENTS[client](awkward / "out" / "calendars" / f"{feed}.ics", scratch)
    }

    ines = _texts(awkward / "people" / "ines.yaml")["wiki"]
    expected = {
        "yto--nour-1": 'Mentoring call: Ytö "l\'Atlas" and نور الهدى',
        "tui--shirin-4": "Mentoring call: Tui;Lord, Howe\\Island and شیرین ۱۴۰۴",
        "maya--ines-1": f"Mentoring call: माया तामाङ 🏔 and {ines}",
        "cohort-1": 'Kick-off: bring tea, "chai"; or \\ water 🍵',
        "cohort-2": "يوم اللقاء",
        "talks-1": "Talk: Keepers",
    }
    for uid, summary in expected.items():
        assert summaries[f"{uid}@awkward-2025.invalid"] == summary


@pytest.mark.parametrize("client", CLIENTS)
def test_a_feed_without_events_is_read_as_such(tmp_path: Path, scratch: Path, client: str) -> None:
    cohort, problems = open_cohort(HERE / "awkward", TODAY)
    assert cohort is not None
    assert problems == []
    feed = tmp_path / "empty.ics"
    feed.write_bytes(meet_calendar.calendars(cohort, TODAY)["out/calendars/pairs/nuka--kofi.ics"])

    assert CLIENTS[client](feed, scratch) == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_program_would_notice_another_hour(awkward: Path, scratch: Path, client: str) -> None:
    """The comparison itself can fail: an hour changed in the file is an hour seen changed."""
    good = awkward / "out" / "calendars" / "pairs" / "yto--nour.ics"
    broken = scratch / "broken.ics"
    changed = good.read_bytes().replace(b"DTSTART:20250305T180000Z", b"DTSTART:20250305T171500Z")
    broken.write_bytes(changed)

    seen = CLIENTS[client](broken, scratch)

    assert Seen(*seen[0]).start == "2025-03-05T17:15:00Z"
