"""What recruiting asks for next, and how far it has come, by the files and the journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mentorkit.cohort.model import Candidate, Cohort
from mentorkit.outcomes import follow_up
from mentorkit.recruit.answers import Line, answers_in, written_in
from mentorkit.recruit.follow_ups import FollowUp, due
from mentorkit.recruit.funnel import funnel
from mentorkit.recruit.selection import Selection, selections
from mentorkit.rules import contact
from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Contact
from mentorkit.rules.delivery import Posted
from mentorkit.rules.gate import Gate
from mentorkit.rules.journal import known_on
from mentorkit.rules.matter import Matter
from mentorkit.rules.recruiting import Recruiting


@dataclass(frozen=True, slots=True)
class Records:
    """What is known of letters and answers: private/invitations.jsonl, the journal, the trial.

    `secret` is that of the journal, empty where there is none yet; `arms` says who was allotted
    to which arm of a trial; `turned_away` on which day a wiki last said against whom.
    """

    lines: tuple[Line, ...] = ()
    posted: tuple[Posted, ...] = ()
    secret: bytes = field(default=b"", repr=False)
    arms: Mapping[str, str] = field(default_factory=dict)
    turned_away: Mapping[str, date] = field(default_factory=dict)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer, in the order of the file."""
        return answers_in(self.lines)

    def by(self, day: date, *, with_no: bool = False) -> "Records":
        """Return what was known on a day; what has no date was known always.

        A no of a later day is there `with_no`: whatever day is looked from, nobody is asked who
        is known to have said no.
        """
        lines = tuple(_by(line, day, with_no=with_no) for line in self.lines)
        return replace(self, lines=lines, posted=known_on(self.posted, day))

    def gate(self, cohort: Cohort, day: date) -> Gate:
        """Return the gate that heeds all of this on a day."""
        noted, said = written_in(self.lines), answers_in(self.lines)
        return Gate(cohort, said, self.posted, day, self.arms, written=noted, secret=self.secret)

    def written(self) -> tuple[contact.Written, ...]:
        """Return the letters that recruit people, whoever noted them."""
        written = (*written_in(self.lines), *contact.written_in(self.posted))
        return tuple(letter for letter in written if letter.recruits)


def to_invite(
    cohort: Cohort, records: Records, day: date
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates without an answer whom the files let us write to, by id.

    First those whom the wiki lets, too, as far as it was asked; then those whom it refused when
    it was last asked, and who got no letter since.
    """
    then = records.by(day, with_no=True)
    gate, told = then.gate(cohort, day), {answer.person for answer in then.answers}
    found: tuple[list[Candidate], list[Candidate]] = ([], [])
    for person, candidate in sorted(cohort.candidates.items()):
        if person not in told and not gate.refusals(candidate):
            refused, written = then.turned_away.get(person), gate.last_written(candidate)
            found[refused is not None and (written is None or written <= refused)].append(candidate)
    return found


def _by(line: Line, day: date, *, with_no: bool) -> Line:
    """Return what a line said on a day."""
    if line.sent and line.sent > day:
        line = line._replace(sent=None)
    later = line.on is not None and line.on > day and not (with_no and line.answer == "declined")
    return line._replace(answer="", on=None, again=None) if later else line


def recruiting(cohort: Cohort, records: Records, day: date) -> Recruiting:
    """Return how far recruiting had come by a day; `cohort` is as known then."""
    then = records.by(day)
    gate = then.gate(cohort, day)
    eligible = [person for person, each in cohort.candidates.items() if not gate.refusals(each)]
    return funnel(cohort, then.lines, then.posted, eligible, day)


def matters(cohort: Cohort, records: Records, day: date) -> Iterator[Matter]:
    """Yield what recruiting asks for on a day; `cohort` is as known then, nothing after its end."""
    if day > cohort.programme.end:
        return
    then = records.by(day, with_no=True)
    for each in due(cohort, then.gate(cohort, day), then.answers, then.written(), day):
        yield _reminder(each)
    for stands in selections(cohort, day):
        yield from _decisions(cohort, stands)


def to_ask_again(cohort: Cohort, records: Records, day: date) -> Iterator[Matter]:
    """Yield whom to ask how the year went: they agreed, the day has come, nobody wrote to them.

    `cohort` is as known on the day; once the answers were counted, nobody.
    """
    if not follow_up.begun(cohort, day) or follow_up.counted(cohort):
        return
    gate = records.by(day, with_no=True).gate(cohort, day)
    about = Contact(follow_up.LETTER, "", day)
    for mentee in cohort.having("mentee"):
        agreed = mentee.consent.follow_up
        if agreed and agreed <= day and not gate.refusals(mentee, about):
            where = mentee.place("consent").file_line
            yield Matter("year", mentee.name, where, f"mentorkit letter {follow_up.LETTER}")


def _reminder(each: FollowUp) -> Matter:
    since = f"{each.since.day} {each.since:%b}" if each.since else ""
    asked = f"asked to hear from you on {since}" if each.asked_for else f"written to on {since}"
    what = f"{each.candidate.address}, {asked}" if since else each.candidate.address
    do = f"mentorkit letter {each.letter} {each.candidate.id}"
    kind = "asked_for" if each.asked_for else "silent"
    return Matter(kind, what, each.candidate.place().file_line, do)


def _decisions(cohort: Cohort, stands: Selection) -> Iterator[Matter]:
    """Yield who waits for a decision, a place, or has one and is not among the people yet."""
    for each in stands.of("undecided"):
        what = f"{each.name}, applied {each.applied.day} {each.applied:%b}"
        yield Matter("undecided", what, each.where, "mentorkit select")
    waiting = stands.of("waiting")
    free = len(waiting) if stands.left is None else max(0, stands.left)
    for each in waiting[:free]:
        what = f"{each.name}, next on the list of {stands.role}s"
        yield Matter("free", what, each.where, f"mentorkit select {each.person} place")
    for each in stands.of("place"):
        if each.person not in cohort.people:
            what = f"{each.name}, since {each.since.day} {each.since:%b}"
            yield Matter("given", what, each.where, f"mentorkit reply {each.person} accepted")
