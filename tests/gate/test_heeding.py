"""What comes in while letters go out: a no is heard until the last moment, and nothing is lost."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.doors.journal import JournalFile, open_journal, read_posted, secret_of
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import Exit, Refused
from mentorkit.recruit.answers import Line, added
from mentorkit.rules.delivery import Delivery, Facts, Posted, Result
from mentorkit.rules.letter import Invitations
from mentorkit.rules.marks import keys_of
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.sending import Allowed, Sending
from mentorkit.verbs.heeding import listening
from mentorkit.verbs.letter import kind_called, write
from mentorkit.verbs.past import Past, gate_of
from mentorkit.verbs.sending import Office, hand_over, prepare, status
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]
DAY = date(2025, 2, 1)
PROGRAMME = mentorkit_yaml(
    "small",
    """\
coordinators: [dana]
remote: private
letters: {pause: 1}
""",
)
FILES = {
    "mentorkit.yaml": PROGRAMME,
    "people/dana.yaml": "name: Dana\nwiki: Dana D\nroles: [coordinator]\nlanguages: [en]\n",
    "people/zoe.yaml": "name: Zoe\nwiki: Zoe Z\nhome: fr.wikipedia.org\nroles: [mentee]\n",
    "private/people/dana.yaml": "email: dana@example.org\n",
    "private/people/zoe.yaml": "email: zoe@example.org\n",
    **{
        f"private/candidates/{id_}.yaml": f"name: {id_}\nemail: {id_}@example.org\n"
        f"languages: [en]\nwhy: {why}\n"
        for id_, why in {
            "a1": "Your map of the harbour is clear.",
            "b2": "You answered patiently at the help desk.",
            "c3": "The bot that mends links runs well.",
        }.items()
    },
}


def never(host: str) -> WikiAccount:
    raise AssertionError(f"{host} was asked")


class Box:
    """A way for letters that keeps them, and does something after each."""

    def __init__(self, root: Path, after: Callable[[], None] = lambda: None):
        self.over: dict[str, str] = {}
        self.taken: list[str] = []
        self._after = after

    def send(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None = None
    ) -> Result:
        begin({})
        self.taken.append(parcel.delivery.person)
        self._after()
        return Result("sent")

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        return None


class Cut(JournalFile):
    """A journal on a disk that is full after so many letters."""

    room = 1

    def intend(self, delivery: Delivery, at: datetime) -> None:
        if self.room == 0:
            raise Refused("private/journal.jsonl cannot be written: No space left", "make room")
        self.room -= 1
        super().intend(delivery, at)


class Run:
    """A run over three candidates who are reached by mail."""

    def __init__(self, cohort: Cohort, root: Path):
        self.cohort, self.root = cohort, root
        self.lines = root / "private/invitations.jsonl"
        self.past = Past(self._read(), (), {}, secret_of(root))
        gate = gate_of(cohort, self.past, DAY)
        self.office = Office(cohort, gate, None, self.past.secret, (), DAY)

    def ready(self, who: Sequence[str] = ()) -> Sending:
        kind = kind_called("invite.mentee")
        drafted = write(self.cohort, kind, who, templates=None, past=self.past, as_of=DAY)
        assert isinstance(drafted, Invitations)
        return prepare(self.office, drafted, never, Allowed(unreviewed=True, alike=True))

    def over(self, box: Box) -> Sending:
        sending = self.ready()
        heed = listening(self.cohort, self.past, self._read, DAY)
        with open_journal(self.root) as opened:
            return hand_over(
                sending,
                opened,
                {"mail": box},
                self.cohort,
                lambda: datetime(2025, 2, 1, 9, tzinfo=UTC),
                lambda seconds: None,
                heed=heed,
            )

    def say_no(self, person: str) -> None:
        keys = keys_of(self.past.secret, self.cohort.candidates[person])
        line = Line("another-id", "declined", DAY, who=keys[0])
        self.lines.write_bytes(added(self._read().encode(), line))

    def _read(self) -> str:
        return self.lines.read_text("utf-8") if self.lines.exists() else ""


@pytest.fixture
def run(cohort_of: CohortOf, tmp_path: Path) -> Run:
    return Run(cohort_of(FILES), tmp_path / "cohort")


def test_a_no_that_comes_in_during_the_run_is_heard(run: Run) -> None:
    box = Box(run.root, lambda: run.say_no("b2"))
    done = run.over(box)
    assert box.taken == ["a1", "c3"]
    assert [(each.person, each.why) for each in done.refused] == [("b2", ("declined",))]
    assert {done.state(each) for each in done.ready} == {"sent"}
    assert status(done) == Exit.FINE
    assert b"b2" not in (run.root / "private/journal.jsonl").read_bytes()


def test_a_line_that_cannot_be_read_ends_the_run_and_its_report_stays(run: Run) -> None:
    done = run.over(Box(run.root, lambda: run.lines.write_text('{"person": "b2", "answ')))
    assert [each.letter.person for each in done.ended("sent")] == ["a1"]
    assert "private/invitations.jsonl:1 cannot be read" in done.stopped
    assert status(done) == Exit.REFUSED


def test_a_full_disk_does_not_lose_the_report(run: Run) -> None:
    with (run.root / "private/journal.jsonl").open("ab") as file:
        journal = Cut(file.fileno(), read_posted(run.root), 0)
        sending = run.ready()
        done = hand_over(
            sending,
            journal,
            {"mail": Box(run.root)},
            run.cohort,
            lambda: datetime(2025, 2, 1, 9, tzinfo=UTC),
            lambda seconds: None,
        )
    assert [each.letter.person for each in done.ended("sent")] == ["a1"]
    assert [each.letter.person for each in done.ended("waiting")] == ["b2", "c3"]
    assert "No space left" in done.stopped
    assert status(done) == Exit.REFUSED
