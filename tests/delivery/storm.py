"""Many deliveries, something going wrong at a random step of most of them.

    python tests/delivery/storm.py [DELIVERIES] [SEED]

Letters by talk page and by wiki mail go to two wikis, and some by mail, run after run of the same
command, while connections break, servers refuse, sessions end, processes are killed at every step,
the disk fills up and others edit the same pages. After each run the journal and the wikis must
agree; after the last, quiet one every letter is there once, refused, or listed as unsure.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / name) for name in ("", "wiki", "mail", "delivery")]

from delivery_sender import STEPS, SW, parcel
from delivery_world import AR, World, empty_farm, people
from faultproxy import Seen

from mentorkit.rules.parcel import Parcel

WRITES = ("cut", "reset", "reset_midway", "truncated", "503", "503_after", "html200", "html_after")
WRITES += ("badtoken", "assertnameduserfailed", "ratelimited", "readonly", "maxlag", "empty")
WRITES += ("internal_api_error_DBQueryError",)
READS = ("503", "html200", "reset", "assertnameduserfailed", "403")
SIGN_INS = ("403", "503", "html200", "reset", "readonly", "ratelimited")
MAIL = (("mail", "450 later"), ("mail", "550 not you"), ("rcpt", "451 later"), ("data", "421 bye"))
MAIL += (("data", "drop"), ("text", "drop"), ("before", "452 full"), ("taken", "drop"))
ON_ITS_WAY = "on its way"
"""Where a process dies while its request is with the wiki, or its message with the mail server."""


def letters_of(number: int, name: str) -> list[Parcel]:
    """That many letters, one in four of them by wiki mail, one in eight by mail."""
    ways = ("talk", "talk", "mail", "wikimail", "talk", "talk", "talk", "wikimail")
    return [parcel(f"{name} {n}", (SW, AR)[n % 2], ways[n % 8]) for n in range(number)]


def prepare(world: World, letters: Sequence[Parcel]) -> None:
    """Give every reader an account, and every third a talk page."""
    for host in (SW, AR):
        names = [each.to for each in letters if each.host == host]
        pages = [{"title": f"User talk:{name}", "text": "Karibu"} for name in names[::3]]
        accounts = {name: {"mail": "confirmed"} for name in names}
        world.farm.populate(host, {"accounts": accounts, "pages": pages})


class Storm:
    """Runs over the same letters, each with troubles of its own."""

    def __init__(self, world: World, letters: Sequence[Parcel], seed: int):
        self.world = world
        self.letters = letters
        self.random = random.Random(seed)
        self.troubles: Counter[str] = Counter()
        self.quiet = False
        self._deadly = 0
        world.proxy.during = self._during
        world.mail.at = self._at_mail

    def run(self, each: int) -> None:
        """Run the command over all letters once; up to `each` requests go wrong, or it is ended."""
        chance, proxy = self.random, self.world.proxy
        proxy.clear()
        for _ in range(each):
            self._break_something()
        end = chance.choice(("", "", "die_at", "full_after"))
        if end == "die_at":
            step = chance.choice((*STEPS, ON_ITS_WAY))
            end = f"dies {step}"
            self._die_at(step, chance.randrange(1, 8))
        elif end == "full_after":
            self.world.process(self.letters, full_after=chance.randrange(1, 6000))
        else:
            self.world.send(*self.letters)
        self.troubles.update(f"{seen.fault} at {_step(seen)}" for seen in proxy.log if seen.fault)
        self.troubles.update([end] if end else [])
        proxy.clear()
        self.agree()

    def _break_something(self) -> None:
        chance, proxy = self.random, self.world.proxy
        what = chance.choices(("write", "read", "sign-in"), (70, 20, 10))[0]
        if what == "write":
            match = chance.choice(("action=edit", "action=emailuser"))
            proxy.fault(chance.choice(WRITES), match=match, skip=chance.randrange(4))
        elif what == "read":
            proxy.fault(chance.choice(READS), match="action=query", skip=chance.randrange(4))
        else:
            # The session ends in the middle of the run, and so does the next sign-in, or the one
            # after that: with each wiki the first went well.
            kind, skip = chance.choice(SIGN_INS), chance.randrange(1, 4)
            proxy.fault("assertnameduserfailed", match="action=edit", skip=chance.randrange(4))
            proxy.fault(kind, match="action=login", skip=skip, times=chance.choice((1, 9)))

    def _die_at(self, step: str, number: int) -> None:
        if step != ON_ITS_WAY:
            self.world.process(self.letters, die_at=(step, number))
            return
        self._deadly = number
        self.world.process(self.letters)
        self._deadly = 0

    def _on_its_way(self) -> None:
        """Count what is handed over, and kill who does at the number that was drawn."""
        if self._deadly:
            self._deadly -= 1
            if not self._deadly:
                self.world.kill()

    def _at_mail(self, stage: str) -> str | None:
        """What the mail server does at a stage of a message."""
        if stage == "taken":
            self._on_its_way()
        if self.quiet or self.random.random() > 0.15:
            return None
        answer = dict(self.random.sample(MAIL, len(MAIL))).get(stage)
        if answer:
            self.troubles[f"{answer} at {stage}"] += 1
        return answer

    def agree(self) -> Counter[str]:
        """Check the journal against the wikis; return how many letters are in which state."""
        landed, posted = self.world.landed(self.letters), self.world.posted()
        states: Counter[str] = Counter()
        for letter in self.letters:
            key = letter.delivery.key
            state = posted[key].state if key in posted else "unknown"
            allowed = {"sent": (1,), "unsure": (0, 1)}.get(state, (0,))
            assert landed[key] in allowed, f"{letter.to}: {state}, there {landed[key]} times"
            states[state] += 1
        return states

    def _during(self, seen: Seen) -> None:
        if "action=edit" in seen.text:
            self._others_edit()
        if "action=edit" in seen.text or "action=emailuser" in seen.text:
            self._on_its_way()

    def _others_edit(self) -> None:
        if self.random.random() > 0.3:
            return
        letter = self.random.choice([each for each in self.letters if each.host])
        page = f"User talk:{letter.to}"
        if self.random.random() < 0.5:
            self.world.write(letter.host, page, appendtext="\n\n== Other ==\nwords")
        else:
            self.world.write(letter.host, page, text="(all archived)")


def _step(seen: Seen) -> str:
    """What a request was for."""
    steps = ("action=edit", "action=emailuser", "action=login")
    return next((step for step in steps if step in seen.text), "action=query")


def storm(world: World, number: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Deliver that many letters through a storm; return the final states and the troubles."""
    letters = letters_of(number, f"Storm {seed}")
    prepare(world, letters)
    running = Storm(world, letters, seed)
    while running.troubles.total() < number:
        running.run(each=6)
        if (
            not running.agree().keys() & {"due", "unknown"}
            and running.troubles.total() > number / 2
        ):
            break
    world.proxy.during = None
    running.quiet = True
    for _ in range(3):
        world.send(*letters)
    # Only what a wiki mailed cannot be asked for.
    talk = [letter for letter in letters if letter.delivery.channel == "talk"]
    assert {world.state(letter) for letter in talk} == {"sent"}
    return running.agree(), running.troubles


def main() -> None:
    """Raise a storm and print what it came to."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    print(f"{number} letters, seed {seed}")
    folder = Path(tempfile.mkdtemp())
    farm = empty_farm(folder / "run")
    farm.start()
    try:
        people(farm)
        with World(farm, folder) as world:
            states, troubles = storm(world, number, seed)
    finally:
        farm.stop()
    print(f"states {dict(states)}\ntroubles {dict(troubles)}")


if __name__ == "__main__":
    main()
