"""The contact gate: who may not be written to, and why. Every message to anybody passes it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.cohort.programme import Assent
from mentorkit.rules.answer import Answer
from mentorkit.rules.assent import NOTICE, assents, coordinators
from mentorkit.rules.contact import Contact, Seen, TalkPage, Written, written_in
from mentorkit.rules.delivery import Posted
from mentorkit.rules.naming import same_user, user_names
from mentorkit.rules.user_key import user_key

__all__ = ["LETTERS", "Contact", "Gate", "Seen", "TalkPage", "Written", "on_the_wiki", "role_of"]

LETTERS = ("mentee", "mentor", "speaker")
"""The roles that people are invited to by letter."""

_AFTER_LEAVING = ("thanks.mentee", "thanks.mentor", "thanks.speaker", "survey-note")
"""What somebody who left may still get: their leaving asks for thanks, and for their opinion."""

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
    it an answer counts for its user name under whichever id (`rules.user_key`).
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
        self._arms = arms
        self._secret = secret
        self._people = cohort.people
        self._applied = cohort.applications.keys()
        self._taken = {user for person in cohort.people.values() for user in _users(person)}
        self._known: dict[str, Person] = {**cohort.people, **cohort.candidates}
        self._answers: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in answers:
            for mark in self._marks_of(answer.person, answer.who):
                self._answers[mark].append(answer)
        self._written: defaultdict[str, list[Written]] = defaultdict(list)
        for letter in (*written, *written_in(posted)):
            for mark in self._marks_of(letter.person, letter.who):
                self._written[mark].append(letter)
        self._first: dict[str, str] = {}
        for id_ in sorted(cohort.candidates):
            for user in _users(cohort.candidates[id_]):
                self._first.setdefault(user, id_)

    def refusals(
        self, person: Person, contact: Contact | None = None, seen: Seen | None = None
    ) -> tuple[str, ...]:
        """Return the codes of every reason not to write to somebody; none of them means: write.

        `contact` is what is about to be sent; without one it is a first letter on any channel.
        `seen` is what the person's wiki says today; without it, only the files are heard.

        `already-in`  one of the people has this id or user name
        `duplicate`  an earlier candidate, by id, has the user name: nobody is written to twice
        `applied`, `accepted`, `declined`  what they said before; a no is final
        `later`  an earlier answer; the day to ask again has not come
        `no-assent`  the home wiki has not assented by the day, or the programme does not know it
        `no-home`  nobody wrote down the home wiki of a wiki user, so its assent cannot be known
        `no-letter`  a role that has no letter
        `no-address`  no user name, or for mail no address, to write to
        `trial-none`  the trial's arm that is not to be written to
        `recently`  a letter went to them less than the days of `letters: again:` ago, or for a
                    follow-up, those of `letters: after:`
        `unsure`  an earlier letter may have arrived; somebody has to find out first
        `not-asked`  a follow-up to nothing
        `followed-up`  as many follow-ups as `letters: at_most:` allows
        `already-sent`  they have this letter, which is no invitation: most come once, the others
                        not again before the days of `letters: after:` are over
        `left`  no longer takes part
        `missing`, `blocked`, `locked`, `bot`  the account on the wiki
        `nobots`, `opt-out`  they asked for no such messages on the wiki
        `no-wiki-mail`  they take no mail from other users of the wiki
        `redirect`, `foreign-talk`  the talk page leads elsewhere, to their own or another's page;
                                    the latter may be a second account, so it gets no mail either
        `not-wikitext`, `protected`  the talk page cannot be written to
        """
        about = contact or Contact("", "", self._as_of)
        codes = (
            *(self._candidate(person, about) if isinstance(person, Candidate) else ()),
            *(() if isinstance(person, Candidate) else self._member(person, about)),
            *_unreachable(person, about),
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
        return _unassented(host, answer or Assent(), self._as_of)

    def _candidate(self, candidate: Candidate, about: Contact) -> Iterator[str]:
        earlier = self._earlier(candidate)
        said = {answer.answer for answer in earlier.answers}
        if not about.recruits:
            yield from self._repeated(earlier, about)
            # The thanks for a no are the last letter; every other one needs that there is no no.
            if "declined" in said and not about.letter.startswith("declined."):
                yield "declined"
            yield from self._wiki(candidate) if about.on_wiki else ()
            return
        yield from self._already(candidate)
        if candidate.id in self._applied:
            yield "applied"
        yield from sorted(said & {"accepted", "declined"})
        yield from self._wiki(candidate)
        if not role_of(candidate):
            yield "no-letter"
        if self._arms.get(candidate.id) == "none":
            yield "trial-none"
        if not said & {"accepted", "declined"}:
            yield from self._too_early(earlier, about)

    def _member(self, person: Person, about: Contact) -> Iterator[str]:
        if about.recruits:
            yield "already-in"
            return
        left = person.left is not None and person.left <= about.on
        kept_in_touch = about.letter == "follow-up.year" and person.consent.follow_up
        if left and about.letter not in _AFTER_LEAVING and not kept_in_touch:
            yield "left"
        yield from self._repeated(self._earlier(person), about)
        yield from self._wiki(person) if about.on_wiki else ()

    def last_written(self, person: Person) -> date | None:
        """Return the day of the last letter that asked somebody to come, None without one."""
        return max((each.on for each in self._earlier(person).recruiting), default=None)

    def _already(self, candidate: Candidate) -> Iterator[str]:
        users = _users(candidate)
        if candidate.id in self._people or users & self._taken:
            yield "already-in"
        if any(self._first[user] < candidate.id for user in users):
            yield "duplicate"

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

    def _earlier(self, person: Person) -> _Earlier:
        marks = self._marks(person)
        answers = dict.fromkeys(each for mark in marks for each in self._answers.get(mark, ()))
        written = dict.fromkeys(each for mark in marks for each in self._written.get(mark, ()))
        return _Earlier(tuple(answers), tuple(written))

    def _marks_of(self, person: str, who: str) -> set[str]:
        """Return everything by which to find again what is said of an id and a user's key."""
        known = self._known.get(person)
        return {person, *((who,) if who else ()), *(self._marks(known) if known else ())}

    def _marks(self, person: Person) -> set[str]:
        users = _users(person)
        keys = {user_key(self._secret, user) for user in users} if self._secret else set()
        # No id has a blank before it, so that a user name is never taken for one.
        return {person.id, *keys, *(f" {user}" for user in users)}

    def _assents(self, host: str) -> bool:
        wiki = self._wikis.get(host)
        answer = wiki.assent if wiki else None
        later = answer is not None and answer.closed is not None and answer.closed > self._as_of
        return assents(answer, self._team) and not later


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
        yield from ("missing",) if about.channel != "mail" else ()
        return
    talk = seen.talk
    found = {
        "blocked": seen.blocked,
        "locked": seen.locked,
        "bot": seen.bot,
        "nobots": talk.refuses,
        "opt-out": talk.opted_out,
        "no-wiki-mail": about.channel == "wikimail" and not seen.emailable,
        "foreign-talk": talk.foreign,
    }
    if about.channel == "talk":
        found |= {
            "redirect": bool(talk.redirect) and not talk.foreign,
            "not-wikitext": talk.model != "wikitext",
            "protected": not talk.editable,
        }
    yield from (code for code, holds in found.items() if holds)


def _unreachable(person: Person, about: Contact) -> Iterator[str]:
    nobody = about.on_wiki and not any(user_names(person))
    if nobody or (about.channel == "mail" and not person.email):
        yield "no-address"


def _by_own_address(person: Person, about: Contact) -> bool:
    return about.channel == "mail" and not isinstance(person, Candidate)


def _unassented(host: str, answer: Assent, as_of: date) -> str:
    """Return why an answer that nobody of the team closed does not count by a day."""
    against = {"objection": f"{host} objected", "withdrawn": f"{host} withdrew its assent"}
    if answer.result in against:
        return against[answer.result]
    if answer.closed and answer.closed > as_of:
        return f"the discussion on {host} closes on {answer.closed}"
    if answer.result == "no_objection" and answer.opened and answer.closed:
        stood = f"notice on {host} stood from {answer.opened} to {answer.closed}"
        return f"{stood}; silence counts after {NOTICE.days} days"
    if answer.opened and as_of < answer.opened + NOTICE:
        counts = answer.opened + NOTICE
        return f"notice on {host} opened on {answer.opened}; silence counts from {counts}"
    if answer.result == "no_objection":
        days_known = {"opened": answer.opened, "closed": answer.closed}
        missing = " and ".join(f"`{key}:`" for key, day in days_known.items() if not day)
        return f"no objection on {host}, but {missing} of its notice is not written down"
    return f"nobody wrote down what {host} answered"


def _users(person: Person) -> set[str]:
    return set(map(same_user, user_names(person)))
