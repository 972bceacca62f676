"""Delivers letters as the kit's commands do, here or as a process told on stdin what goes wrong.

`die_at`: it kills itself (SIGKILL) when it looks at the clock for the n-th time, for each letter
once to count the day's letters and once right before each line of the journal. `full_after`: the
disk takes so many bytes more of the journal. `loud`: every logger prints all that it has.
"""

import json
import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mentorkit.doors import open_cohort
from mentorkit.doors.journal import open_journal
from mentorkit.problems import MentorkitError
from mentorkit.rules.delivery import Delivery, Result, fingerprint
from mentorkit.rules.parcel import Parcel
from mentorkit.verbs.delivering import deliver, settle_unsure
from mentorkit.verbs.posts import open_posts

SW = "sw.wikipedia.org"


def parcel(person: str, host: str = SW, channel: str = "talk", letter: str = "invite") -> Parcel:
    """A letter; another `letter` is another one to the same person."""
    key = fingerprint("letter", person, letter, 1)
    about: dict[str, str | int] = {"letter": letter, "role": "mentee", "host": host}
    delivery = Delivery(key, "letter", person, channel, fingerprint(person, channel), about)  # type: ignore[arg-type]
    text = f"Dear {person},\n\nwill you come? ~~~~"
    return Parcel(delivery, host, person, f"Karibu {letter}", text, "sw")


@dataclass(frozen=True, slots=True)
class Told:
    """What a run came to, `failed` for the message of what ended it; `pauses` are in seconds."""

    results: Mapping[str, Result]
    stopped: str = ""
    held_back: int = 0
    failed: str = ""
    pauses: tuple[float, ...] = ()

    @property
    def states(self) -> list[str]:
        """What each letter came to, in their order."""
        return [result.state for result in self.results.values()]


def send(
    root: Path,
    letters: Sequence[Parcel],
    environment: Mapping[str, str],
    a_day: int = 1000,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    begin: Callable[[], None] = lambda: None,
) -> Told:
    """Settle what is unsure and deliver letters; `begin` is called when the journal is open."""
    cohort, problems = open_cohort(root, date(2026, 11, 22))
    assert cohort is not None
    assert problems == []
    pauses: list[float] = []
    try:
        with open_journal(root) as journal:
            ways = open_posts(
                cohort,
                root,
                environment,
                {each.delivery.channel for each in letters},
                sender=cohort.people["nuru"],
                clock=clock,
                sleep=lambda seconds: time.sleep(min(seconds, 0.01)),
            )
            begin()
            with ways as posts:
                failed = settle_unsure(journal, posts, clock)
                came = deliver(
                    letters, journal, posts, clock, a_day=a_day, pause=20, sleep=pauses.append
                )
    except MentorkitError as error:
        return Told({}, failed=f"{error.message}\n{error.hint}")
    stopped = ". ".join([*failed, came.stopped])
    return Told(came.results, stopped, came.held_back, pauses=tuple(pauses))


def _clock(die_at: int) -> Callable[[], datetime]:
    seen = [0]

    def now() -> datetime:
        seen[0] += 1
        if seen[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return datetime.now(UTC)

    return now


def _fill_disk(journal: Path, most: int) -> None:
    limit = journal.stat().st_size + most
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def main() -> None:
    """Read from stdin what to send and what goes wrong; print what it came to."""
    told = json.load(sys.stdin)
    root = Path(told["root"])
    if told.get("loud"):
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    full = told.get("full_after")
    came = send(
        root,
        [parcel(*words) for words in told["parcels"]],
        os.environ,
        clock=_clock(told.get("die_at", 0)),
        begin=lambda: _fill_disk(root / "private" / "journal.jsonl", full) if full else None,
    )
    print(came)


if __name__ == "__main__":
    main()
