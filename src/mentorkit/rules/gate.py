"""The contact gate: who may not be written to, and why. Every message to anybody passes it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.cohort.programme import Assent
from mentorkit.rules import aftermath
from mentorkit.rules.answer import Answer
from mentorkit.rules.assent import assents, closes, coordinators, unassented
from mentorkit.rules.contact import (
    MEETING,
    MEETING_OFF,
    Contact,
    Seen,
    TalkPage,
    Written,
    further_marks,
    written_in,
)
from mentorkit.rules.delivery import Posted
from mentorkit.rules.marks import Marks, signs, vanished
from mentorkit.rules.naming import user_names

__all__ = ["LETTERS", "Contact", "Gate", "Seen", "TalkPage", "Written", "on_the_wiki", "role_of"]

LETTERS = ("mentee", "mentor", "speaker")
"""The roles that people are invited to by letter."""

_AFTER_LEAVING = (
    *("thanks.mentee", "thanks.mentor", "thanks.speaker", "survey-note", "survey"),
    MEETING_OFF,
)
"""What somebody who left may still get: their leaving asks for thanks, for their opinion, and that
what they were told of leaves their calendar."""

_TOLD_APART = (MEETING, MEETING_OFF, "reminder", "survey")
"""What comes to the same people again and again: its sender knows which of it they have had."""

_COME_AGAIN = ("check-in", "mentor-left", "pair.intro", "survey-note", "unsure.mentee")
"""What may be written to somebody again after some days: each time it tells of something else."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What went before with one person: whatever they answered and every letter to recruit them."""

    answers: tuple[Answer, ...] = ()
    written: tuple[Written, ...] = ()

    @property
    def recruiting(self) -> tuple[Written, ...]:
        return tuple(each for each in self.written if each.recruits)

    def since(self, day: date) -> tuple[Written, ...]:
        return tuple(each for each in self.recruiting if each.on >= day)


class Gate:
    """What every message has to pass: whoever it refuses is not written to.

    `answers` are those to invitations, `posted` is the journal and `written` further letters that
    somebody wrote down, all as they are known today: whatever day a run looks back to, a no is
    kept. `arms` says who was allotted to which arm of a trial. `secret` is the cohort's own: with
    it an answer counts for its user names and its address under whichever id (`rules.marks`).
    """

    def __init__(
        self,
        cohort: Cohort,
        answers: Iterable[Answer],
        posted: Iterable[Posted],
        as_of: date,
        arms: Mapping[str, str] = MappingProxyType({}),
        *,
        written: Iterable[Written] = (),
        secret: bytes = b"",
    ):
        self._wikis = cohort.programme.wikis
        self._pace = cohort.programme.letters
        self._team = coordinators(cohort)
        self._as_of = as_of
        self._secret = secret
        self._people = cohort.people
        self._taken = {sign for person in cohort.people.values() for sign in signs(person)}
        self._marks = Marks({**cohort.people, **cohort.candidates}, secret)
        self._applied = self._all_of(cohort.applications)
        self._left_out = self._all_of(id_ for id_, arm in arms.items() if arm == "none")
        letters = (*written, *written_in(posted))
        further = further_marks(letters)
        self._answers: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in answers:
            more = {*further.get(answer.person, ()), *further.get(answer.who, ())}
            for mark in self._marks.left_by(answer.person, answer.who, *answer.also, *more):
                self._answers[mark].append(answer)
        self._written: defaultdict[str, list[Written]] = defaultdict(list)
        for letter in letters:
            for mark in self._marks.left_by(letter.person, letter.who, letter.account):
                self._written[mark].append(letter)
        self._first: dict[str, str] = {}
        for id_ in sorted(cohort.candidates):
            for sign in signs(cohort.candidates[id_]):
                self._first.setdefault(sign, id_)

    def refusals(
        self, person: Person, contact: Contact | None = None, seen: Seen | None = None
    ) -> tuple[str, ...]:
        """Return the codes of every reason not to write to somebody; none of them means: write.

        `contact` is what is about to be sent; without one it is a first letter on any channel.
        `seen` is what the person's wiki says today; without it, only the files are heard.

        `already-in`  one of the people has this id, user name or address
        `duplicate`  an earlier candidate, by id, has the user name or the address
        `applied`, `accepted`, `declined`  what they said; a no since they joined counts, too
        `later`  an earlier answer; the day to ask again has not come
        `no-assent`  the home wiki has not assented by the day, or the programme does not know it
        `no-home`  nobody wrote down the home wiki of a wiki user, so its assent cannot be known
        `no-letter`  a role that has no letter
        `no-address`  no user name, or for mail no address, to write to
        `trial-none`  the trial's arm that is not to be written to
        `recently`  the last letter is fewer days old than `letters: again:`, or `after:`, says
        `unsure`  an earlier letter may have arrived
        `not-asked`  a follow-up to nothing
        `removed`, `answered`  so it went with an earlier letter on the talk page (`aftermath`)
        `followed-up`  as many follow-ups as `letters: at_most:` allows
        `already-sent`  they have this letter, which comes once, or not again so soon
        `left`  no longer takes part
        `vanished`  by the account's name, they asked to be forgotten (`rules.marks`)
        `missing`, `blocked`, `locked`, `bot`  the account on the wiki
        `nobots`, `opt-out`  they asked for no such messages on the wiki
        `no-wiki-mail`  they take no mail from other users of the wiki
        `redirect`, `foreign-talk`  the talk page leads elsewhere, to their own or another's page
        `not-wikitext`, `protected`, `unclosed`  the talk page takes no letter, or would hide it
        """
        about = contact or Contact("", "", self._as_of)
        codes = (
            *(self._candidate(person, about, seen) if isinstance(person, Candidate) else ()),
            *(() if isinstance(person, Candidate) else self._member(person, about, seen)),
            *_unreachable(person, about),
            *(("vanished",) if self._vanished(person, about, seen) else ()),
            *(on_the_wiki(about, seen, outside=_by_own_address(person, about)) if seen else ()),
        )
        return tuple(dict.fromkeys(codes))

    def lacking(self, person: Person) -> str:
        """Return what keeps the home wiki of somebody from counting as assenting, or nothing."""
        host = person.home
        if not host or self._assents(host):
            return ""
        if host not in self._wikis:
            return f"{host} is not under `wikis:` in mentorkit.yaml"
        answer = self._wikis[host].assent
        if assents(answer, frozenset()) and not assents(answer, self._team):
            return f"a coordinator closed the discussion on {host}; somebody else has to"
        return unassented(host, answer or Assent(), self._as_of)

    def _candidate(self, candidate: Candidate, about: Contact, seen: Seen | None) -> Iterator[str]:
        earlier = self._earlier(candidate, seen)
        said = {answer.answer for answer in earlier.answers}
        if not about.recruits:
            yield from self._repeated(earlier, about)
            # The thanks for a no are the last letter; every other one needs that there is no no.
            if "declined" in said and not about.thanks_for_no:
                yield "declined"
            yield from self._wiki(candidate) if about.on_wiki else ()
            return
        yield from self._already(candidate, seen)
        marks = self._marks.of(candidate, seen)
        if marks & self._applied:
            yield "applied"
        yield from sorted(said & {"accepted", "declined"})
        yield from self._wiki(candidate)
        if not role_of(candidate):
            yield "no-letter"
        if marks & self._left_out:
            yield "trial-none"
        if not said & {"accepted", "declined"}:
            yield from self._too_early(earlier, about)
            if seen:
                written, answers = earlier.recruiting, earlier.answers
                yield from aftermath.since(written, answers, seen, self._secret)

    def _member(self, person: Person, about: Contact, seen: Seen | None) -> Iterator[str]:
        if about.recruits:
            yield "already-in"
            return
        left = person.has_left(about.on)
        kept_in_touch = about.letter == "follow-up.year" and person.consent.follow_up
        if left and about.letter not in _AFTER_LEAVING and not kept_in_touch:
            yield "left"
        earlier = self._earlier(person, seen)
        if _said_no(person, earlier) and about.letter != MEETING_OFF and not about.thanks_for_no:
            yield "declined"
        if about.letter not in _TOLD_APART:
            yield from self._repeated(earlier, about)
        yield from self._wiki(person) if about.on_wiki else ()

    def answered(self, person: Person) -> frozenset[str]:
        """Return everything that somebody answered to invitations, under whichever id."""
        return frozenset(answer.answer for answer in self._earlier(person).answers)

    def last_written(self, person: Person) -> date | None:
        """Return the day of the last letter that asked somebody to come, None without one."""
        return max((each.on for each in self._earlier(person).recruiting), default=None)

    def _already(self, candidate: Candidate, seen: Seen | None) -> Iterator[str]:
        shared = signs(candidate, seen)
        if candidate.id in self._people or shared & self._taken:
            yield "already-in"
        if any(self._first.get(sign, candidate.id) < candidate.id for sign in shared):
            yield "duplicate"

    def _vanished(self, person: Person, about: Contact, seen: Seen | None) -> bool:
        if _by_own_address(person, about):
            return False
        own = self._wikis.get(person.home or "")
        users = (*user_names(person), *((seen.name,) if seen else ()))
        return any(vanished(user, own.vanished if own else ()) for user in users)

    def _wiki(self, person: Person) -> Iterator[str]:
        # Mail to somebody who is on no wiki is no wiki's business.
        outside = person.email and not any(user_names(person))
        if not person.home:
            yield from () if outside else ("no-home",)
        elif not self._assents(person.home):
            yield "no-assent"

    def _too_early(self, earlier: _Earlier, about: Contact) -> Iterator[str]:
        """Yield why a letter that recruits somebody comes too early, too often, or out of turn."""
        written = earlier.recruiting
        if any(letter.unsure for letter in written):
            yield "unsure"
            return
        put_off = [answer for answer in earlier.answers if answer.answer == "later"]
        asked_for = max((answer.again for answer in put_off if answer.again), default=None)
        if asked_for and asked_for <= about.on:
            # They said when: what was sent before that day is no reason to wait longer.
            written = earlier.since(asked_for)
            if not written:
                return
        elif asked_for or (put_off and about.follows_up):
            yield "later"
            return
        yield from (
            self._follows(written, about)
            if about.follows_up
            else self._again(written, about, self._pace.again)
        )

    def _follows(self, written: Sequence[Written], about: Contact) -> Iterator[str]:
        if not written:
            yield "not-asked"
            return
        yield from self._again(written, about, self._pace.after)
        if sum(letter.follows_up for letter in written) >= self._pace.at_most:
            yield "followed-up"

    def _again(self, written: Sequence[Written], about: Contact, days: int) -> Iterator[str]:
        if any(about.on < letter.on + timedelta(days) for letter in written):
            yield "recently"

    def _repeated(self, earlier: _Earlier, about: Contact) -> Iterator[str]:
        """Yield why a letter that is no invitation has been sent often enough."""
        same = [letter for letter in earlier.written if letter.letter == about.letter]
        once = about.letter not in _COME_AGAIN
        if any(letter.unsure for letter in same):
            yield "unsure"
        elif same and (once or any(self._again(same, about, self._pace.after))):
            yield "already-sent"

    def _all_of(self, ids: Iterable[str]) -> set[str]:
        return {mark for id_ in ids for mark in self._marks.left_by(id_)}

    def _earlier(self, person: Person, seen: Seen | None = None) -> _Earlier:
        marks = self._marks.of(person, seen)
        answers = dict.fromkeys(each for mark in marks for each in self._answers.get(mark, ()))
        written = dict.fromkeys(each for mark in marks for each in self._written.get(mark, ()))
        return _Earlier(tuple(answers), tuple(written))

    def _assents(self, host: str) -> bool:
        wiki = self._wikis.get(host)
        answer = wiki.assent if wiki else None
        return assents(answer, self._team) and not closes(answer, self._as_of)


def role_of(candidate: Candidate) -> str:
    """Return the role that a candidate is invited to: the first that has a letter, or nothing."""
    return next((role for role in candidate.roles if role in LETTERS), "")


def on_the_wiki(about: Contact, seen: Seen, *, outside: bool = False) -> Iterator[str]:
    """Yield the codes of what a wiki says against a message; see `Gate.refusals`.

    `outside` says that it goes to an address that somebody who takes part gave for it: what they
    want on a wiki, or may do there, is then not asked.
    """
    if outside:
        return
    if not seen.found:
        # An answer to somebody's letter goes to their address all the same.
        yield from ("missing",) if about.channel != "mail" or about.recruits else ()
        return
    talk = seen.talk
    found = {
        "blocked": seen.blocked,
        "locked": seen.locked,
        "bot": seen.bot,
        "nobots": talk.refuses,
        "opt-out": talk.opted_out,
        "no-wiki-mail": about.channel == "wikimail" and not seen.emailable,
        # It may be that of a second account, so its owner gets no mail either.
        "foreign-talk": talk.foreign,
    }
    if about.channel == "talk":
        found |= {
            "redirect": bool(talk.redirect) and not talk.foreign,
            "unclosed": talk.unclosed,
            "not-wikitext": talk.model != "wikitext",
            "protected": not talk.editable,
        }
    yield from (code for code, holds in found.items() if holds)


def _unreachable(person: Person, about: Contact) -> Iterator[str]:
    nobody = about.on_wiki and not any(user_names(person))
    if nobody or (about.channel == "mail" and not person.email):
        yield "no-address"


def _said_no(member: Person, earlier: _Earlier) -> bool:
    """Whether somebody who takes part said no since they joined, or nobody knows when."""
    return any(
        answer.answer == "declined"
        and (answer.on is None or member.enrolled is None or answer.on >= member.enrolled)
        for answer in earlier.answers
    )


def _by_own_address(person: Person, about: Contact) -> bool:
    return about.channel == "mail" and not isinstance(person, Candidate)
