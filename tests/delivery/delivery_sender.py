"""Delivers letters as the kit's commands do, here or as a process told on stdin what goes wrong.

`die_at`: one of STEPS and a number; it kills itself (SIGKILL) when it gets to that step for the
n-th time. `full_after`: the disk takes so many bytes more of the journal. `loud`: every logger
prints all that it has.
"""

import json
import logging
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mentorkit.doors import open_cohort
from mentorkit.doors.journal import open_journal
from mentorkit.problems import MentorkitError
from mentorkit.rules.delivery import Delivery, Facts, Posted, Result, fingerprint
from mentorkit.rules.parcel import Parcel
from mentorkit.verbs.delivering import Post, deliver, settle_unsure
from mentorkit.verbs.posts import open_posts

SW = "sw.wikipedia.org"

STEPS = ("before the intent", "before the letter", "before the outcome", "in the pause")
"""Where a process can be told to die: before the journal has the intent, between that and handing
the letter over, before the journal has the outcome, and between two letters."""

At = Callable[[str], None]
"""Told of each of the STEPS that is reached."""


def parcel(person: str, host: str = SW, channel: str = "talk", letter: str = "invite") -> Parcel:
    """A letter, by mail where the channel is that; another `letter` is another to the same."""
    key = fingerprint("letter", person, letter, 1)
    about: dict[str, str | int] = {"letter": letter, "role": "mentee"}
    to = person
    if channel == "mail":
        host, to = "", f"{person.replace(' ', '.')}@test.invalid"
    else:
        about["host"] = host
    delivery = Delivery(key, "letter", person, channel, fingerprint(person, channel), about)  # type: ignore[arg-type]
    text = f"Dear {person},\n\nwill you come? ~~~~"
    return Parcel(delivery, host, to, f"Karibu {letter}", text, "sw")


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


class Stepwise:
    """A way for letters that tells of the steps of each."""

    def __init__(self, post: Post, at: At):
        self.over = post.over
        self.arrived = post.arrived
        self._post = post
        self._at = at

    def send(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None = None
    ) -> Result:
        """Send a letter as the way itself does."""

        def step_by_step(facts: Facts) -> None:
            self._at("before the intent")
            begin(facts)
            self._at("before the letter")

        result = self._post.send(parcel, step_by_step, earlier)
        self._at("before the outcome")
        return result


def send(
    root: Path,
    letters: Sequence[Parcel],
    environment: Mapping[str, str],
    a_day: int = 1000,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    begin: Callable[[], None] = lambda: None,
    at: At = lambda step: None,
) -> Told:
    """Settle what is unsure and deliver letters.

    `begin` is called when the journal is open, `at` at each of the STEPS.
    """
    cohort, problems = open_cohort(root, date(2026, 11, 22))
    assert cohort is not None
    assert problems == []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        at("in the pause")

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
                stepwise = {channel: Stepwise(post, at) for channel, post in posts.items()}
                came = deliver(
                    letters, journal, stepwise, clock, a_day=a_day, pause=20, sleep=pause
                )
    except MentorkitError as error:
        return Told({}, failed=f"{error.message}\n{error.hint}")
    stopped = ". ".join([*failed, came.stopped])
    return Told(came.results, stopped, came.held_back, pauses=tuple(pauses))


def _dying(step: str, number: int) -> At:
    """Die when a step is reached for that time, counted from 1."""
    reached = Counter[str]()

    def at(now: str) -> None:
        reached[now] += 1
        if now == step and reached[now] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


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
        begin=lambda: _fill_disk(root / "private" / "journal.jsonl", full) if full else None,
        at=_dying(*told.get("die_at", ("", 0))),
    )
    print(came)


if __name__ == "__main__":
    main()
