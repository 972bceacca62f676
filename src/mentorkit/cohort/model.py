"""The nouns of a programme: frozen records, each knowing where it was written.

The records are what the YAML files say, typed; `Cohort` is all of them together. A field's name
is its key in the file, but for keys that Python reserves (`from`, `to`, `class`, `for`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from pydantic import Field

from mentorkit.cohort.addresses import Host, Mail, Url, User
from mentorkit.cohort.application import Application
from mentorkit.cohort.leads import Lead
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.quantities import Count, Currency, Few, Minutes, Positive, Rate, Reach, Sum
from mentorkit.cohort.record import Part, Record, absent
from mentorkit.cohort.scalars import (
    Away,
    Day,
    Flag,
    Hours,
    Id,
    Instant,
    Language,
    Local,
    Text,
    Zone,
)
from mentorkit.cohort.waves import SurveyWave

PersonRole = Literal["mentee", "mentor", "speaker", "coordinator"]
LetterChannel = Literal["mail", "talk", "wikimail"]
LeftCode = Literal["withdrew", "removed", "unreachable", "lapsed"]


class Consent(Part):
    """The dates on which a person agreed to be named, to have edits counted, to be asked again."""

    named: Day | None = None
    activity: Day | None = None
    follow_up: Day | None = None


class Person(Record):
    """people/ID.yaml with its twin in private/people/."""

    id: Id
    name: Text
    wiki: User | None = None
    wikis: dict[Host, User] = Field(default_factory=dict)
    home: Host | None = None
    roles: tuple[PersonRole, ...]
    enrolled: Day | None = None
    started: Day | None = None
    left: Day | None = None
    left_code: LeftCode | None = None
    languages: tuple[Language, ...] = ()
    timezone: Zone | None = None
    available: tuple[Hours, ...] = ()
    away: tuple[Away, ...] = ()
    wants: tuple[Id, ...] = ()
    offers: tuple[Id, ...] = ()
    capacity: Few = 1
    alarms: tuple[Lead, ...] = ()
    consent: Consent = absent()
    email: Mail | None = None
    phone: Text | None = None
    near: Text | None = None
    attends: tuple[Id, ...] = ()
    groups: tuple[Text, ...] = ()
    never: tuple[Id, ...] = ()
    prefer: tuple[Id, ...] = ()
    at_risk: Text | None = None
    left_why: Text | None = None
    channel: LetterChannel | None = None
    say: dict[Id, Text] = Field(default_factory=dict)
    notes: Text | None = None

    @property
    def takes_part(self) -> bool:
        """Whether somebody is a mentor or a mentee; the programme is for them."""
        return "mentor" in self.roles or "mentee" in self.roles

    def has_left(self, day: date) -> bool:
        """Whether somebody left on a day or before it."""
        return self.left is not None and self.left <= day


class Referrer(Part):
    """Who suggested somebody, and since when they agree to be named as the one who did."""

    name: Text
    consent: Day | None = None


class Candidate(Person):
    """private/candidates/ID.yaml: somebody who may be invited.

    `roles` says as what; `why` is one sentence that a person typed about public work.
    """

    name: Text = ""
    roles: tuple[PersonRole, ...] = ("mentee",)
    why: Text | None = None
    found: Text | None = None
    referrer: Referrer | None = None

    @property
    def address(self) -> str:
        """What to call this person: the name, else the user name, else the id."""
        return self.name or self.wiki or self.id


class Pair(Record):
    """An entry of pairs.yaml."""

    mentor: Id
    mentee: Id
    since: Day
    until: Day | None = None
    ended: Literal["completed", "mentor-left", "mentee-left", "rematched"] | None = None
    locked: Flag = False
    reason: Text | None = None

    @property
    def ref(self) -> str:
        """The reference MENTOR--MENTEE."""
        return f"{self.mentor}--{self.mentee}"


class Answer(Part):
    """What somebody answered to the invitation to a session.

    `revision` is that of the session which was answered, `stamp` the DTSTAMP of the answer. Once
    the session has a later revision, nobody has answered it.
    """

    answer: Literal["accepted", "declined", "tentative"]
    revision: Count = 0
    stamp: Instant
    comment: Text | None = None


class Session(Record):
    """An entry of a file of sessions/; `series` is the stem of that file."""

    series: str
    id: Positive
    at: Local
    minutes: Minutes
    kind: Literal["call", "in-person", "talk"] = "call"
    title: Text | None = None
    speaker: Id | None = None
    topics: tuple[Id, ...] = ()
    where: Text | None = None
    overlap: Flag = False
    revision: Count = 0
    revised: Instant | None = None
    utc: Instant | None = None
    held: Flag | None = None
    cancelled: Day | None = None
    link: Url | None = None
    phone: Text | None = None
    address: Text | None = None
    missed: tuple[Id, ...] = ()
    why: Text | None = None
    notes: Text | None = None
    answers: dict[Id, Answer] = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """The reference SERIES/ID."""
        return f"{self.series}/{self.id}"

    @property
    def of_pair(self) -> bool:
        """Whether it is for one pair, whose reference `series` then is, and not for everybody."""
        return "--" in self.series

    @property
    def begins(self) -> datetime:
        """When it begins, in UTC: what people were told, else what their clocks say.

        The two differ only where the clocks show the time twice; `check` sees to that.
        """
        return self.utc or self.at.utc


RoleClass = Literal[
    "wp_coord", "sw_maint", "event_org", "speaker", "admin_ask", "rights", "ambassador", "mentor",
    "grantee", "affiliate", "committee", "policy_lead", "policy_part", "translation_lead",
    "campaign_lead", "newsletter_editor", "tech_task_lead",
]  # fmt: skip


class Word(Part):
    """Who said something of a record, and when."""

    by: Text
    on: Day


class LeadershipRole(Record):
    """An entry of roles.yaml."""

    id: Id
    person: Id
    kind: RoleClass = Field(alias="class")
    tier: Literal["A", "B", "C"]
    scope: Text | None = None
    wiki: Host | None = None
    started: Day
    ended: Day | None = None
    evidence: Url | None = None
    claimed: Word
    verified: Word | None = None
    verdict: Literal["accepted", "rejected", "pending"] = "pending"
    why: Text | None = None
    letter: Text | None = None


class Task(Record):
    """An entry of tasks.yaml: a practicum task."""

    id: Id
    person: Id
    title: Text
    whom: Text | None = Field(default=None, alias="for")
    due: Day | None = None
    started: Day | None = None
    done: Day | None = None
    accepted: Word | None = None
    abandoned: Day | None = None


class Announcement(Record):
    """An entry of outreach.yaml; `unit` says what `reach` counts."""

    id: Id
    title: Text
    url: Url | None = None
    on: Day
    reach: Reach
    unit: Literal["unique", "views", "impressions", "subscribers"]
    known: Text | None = None


class BudgetLine(Part):
    """A line of the budget."""

    id: Id
    title: Text
    planned: Sum


class ExchangeRate(Part):
    """A dated rate of exchange: one unit of `source_currency` is `rate` of `target_currency`."""

    source_currency: Currency = Field(alias="from")
    target_currency: Currency = Field(alias="to")
    rate: Rate
    on: Day
    source: Url | None = None


class Payment(Part):
    """Money promised, and when it was paid."""

    id: Id
    line: Id
    amount: Sum
    committed: Day
    paid: Day | None = None


class Money(Record):
    """money.yaml."""

    lines: tuple[BudgetLine, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True)
class Cohort:
    """Everything that the files of a cohort say, keyed and ordered by id.

    `sources` holds each file as it was read, so that a later write can tell whether it changed.
    """

    programme: Programme
    people: Mapping[str, Person] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    applications: Mapping[str, Application] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    sessions: tuple[Session, ...] = ()
    roles: tuple[LeadershipRole, ...] = ()
    tasks: tuple[Task, ...] = ()
    outreach: tuple[Announcement, ...] = ()
    money: Money | None = None
    surveys: tuple[SurveyWave, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def having(self, role: PersonRole) -> Iterator[Person]:
        """Yield the people who have a role, in the order of their ids."""
        return (person for person in self.people.values() if role in person.roles)

    def of_series(self, series: str) -> tuple[Session, ...]:
        """Return the sessions of one file of sessions/, in its order."""
        return tuple(self._by_series.get(series, ()))

    def spans(self, ref: str) -> tuple[Pair, ...]:
        """Return the entries of pairs.yaml about one pair MENTOR--MENTEE, in its order."""
        return tuple(self._by_ref.get(ref, ()))

    # A command asks once for each session: it must not look through all of them each time.
    @cached_property
    def _by_series(self) -> Mapping[str, list[Session]]:
        found: defaultdict[str, list[Session]] = defaultdict(list)
        for session in self.sessions:
            found[session.series].append(session)
        return found

    @cached_property
    def _by_ref(self) -> Mapping[str, list[Pair]]:
        found: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.ref].append(pair)
        return found
