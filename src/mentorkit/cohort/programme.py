"""The programme itself: mentorkit.yaml."""

import unicodedata
from typing import Literal

from pydantic import Field

from mentorkit.cohort.addresses import Host, Url
from mentorkit.cohort.quantities import Count, Few, Minutes, Percent, Positive
from mentorkit.cohort.record import Part, Record, absent
from mentorkit.cohort.scalars import Away, Day, Every, Flag, Id, PairName, Text, Zone


class Assent(Part):
    """What the community of a wiki answered to the programme's notice."""

    result: Literal["assent", "no_objection", "objection", "withdrawn"] | None = None
    notice: Url | None = None
    opened: Day | None = None
    closed: Day | None = None
    closer: Text | None = None


class Wiki(Part):
    """A wiki on which the programme works; `api` is the whole URL of api.php."""

    assent: Assent | None = None
    opt_out: Text | None = None
    vanished: tuple[Text, ...] = ()
    digits: Literal["latn", "arab", "arabext", "deva"] | None = None
    api: Url | None = None
    leadership: tuple[Text, ...] = ()
    coordinator_lists: tuple[Text, ...] = ()
    rights_requests: tuple[Text, ...] = ()
    rights: tuple[Text, ...] = ()
    leaders: tuple[Text, ...] = (
        "sysop",
        "bureaucrat",
        "interface-admin",
        "checkuser",
        "suppress",
        "steward",
    )


class PairCalls(Part):
    """The regular calls of each pair; `minutes` is the length of one."""

    every: Every
    minutes: Minutes = 60


class Series(Part):
    """A number of meetings of one length."""

    count: Few
    minutes: Minutes = 60


class InPerson(Part):
    """How many in-person meetings each pair, and the whole cohort, is to have."""

    pair: Few = 0
    cohort: Few = 0
    minutes: Minutes = 120


def country_of(near: str | None) -> str:
    """Return the country of a "Town, Country" in one spelling; empty where it is not known."""
    country = (near or "").rpartition(",")[2].strip()
    return unicodedata.normalize("NFC", country).casefold()


class Gathering(Part):
    """An event that people travel to, and at which they can meet; `near` is "Town, Country"."""

    id: Id
    title: Text
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    near: Text
    zone: Zone


class Meetings(Part):
    """What the programme asks to be met."""

    pair: PairCalls | None = None
    cohort: Series | None = None
    talks: Series | None = None
    in_person: InPerson = absent()


class Weights(Part):
    """How much each part of the fit counts; only their proportions matter."""

    languages: Count = 150
    topics: Count = 300
    hours: Count = 300
    wiki: Count = 150
    region: Count = 50
    preference: Count = 50


class PairingRules(Part):
    """The fit's weights, the score below which no pair is offered, and what is fair."""

    weights: Weights = absent()
    minimum: Few = 250
    floors: tuple[Few, ...] = (400, 500, 600)
    fair: Literal["floors", "leximin", "total"] = "floors"


class DiversityGoal(Part):
    """At least so many mentees declare themselves of a group; `baseline` is its share outside."""

    group: Text
    at_least: Count
    baseline: Percent
    source: Url | None = None


class Goals(Part):
    """The targets that the report holds the programme against; what is absent is no goal."""

    leaders_end: Count | None = None
    leaders_year: Count | None = None
    attrition: Percent | None = None
    mentors_satisfied: Count | None = None
    mentees_satisfied: Count | None = None
    reach: Count | None = None
    wikis_assent: Count | None = None
    diversity: DiversityGoal | None = None


class Letters(Part):
    """How letters go out: at most `a_day` of them, `pause` seconds apart.

    Nobody who got one is written to `again` for so many days, but for a follow-up `after` some
    days without an answer, `at_most` so many times. `contact` is somebody else to turn to.
    """

    ask_first: Flag = False
    a_day: Few = 20
    pause: Few = 20
    again: Count = 365
    after: Count = 12
    at_most: Few = 1
    privacy: Url | None = None
    conduct: Url | None = None
    contact: Text | None = None


class Source(Part):
    """Where `scout` looks for people: one of the keys up to `git`, on the wiki it lies on.

    `role` says as what people are invited, and `roles` by the words that stand beside their names.
    """

    category: Text | None = None
    page: Text | None = None
    sign_up: Text | None = None
    uploads: Text | None = None
    dashboard: Text | None = None
    names: Text | None = Field(default=None, alias="list")
    git: Text | None = None
    wiki: Host | None = None
    role: Literal["mentee", "mentor", "speaker"] = "mentee"
    roles: dict[Text, Literal["mentee", "mentor", "speaker"]] = Field(default_factory=dict)


class Scouting(Part):
    """Where to look for people, and who is steady enough.

    A month counts from so many `edits`; `active` of the last `months` have to. An account that is
    `registered` for fewer months is too new. `wikis` are counted beside those of the sources, and
    on those of `namespaces` a month counts by the edits to these namespaces only.
    """

    sources: tuple[Source, ...] = ()
    wikis: tuple[Host, ...] = ()
    months: Few = 24
    edits: Positive = 5
    active: Few = 6
    registered: Few = 12
    namespaces: dict[Host, tuple[Few, ...]] = Field(default_factory=dict)


class Places(Part):
    """How many people there are places for, by role; no limit where nothing is written."""

    mentee: Few | None = None
    mentor: Few | None = None
    speaker: Few | None = None


class Programme(Record):
    """mentorkit.yaml."""

    id: Id
    name: Text
    fictional: Flag = False
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    follow_up: Day | None = None
    page: Url | None = None
    coordinators: tuple[Id, ...] = ()
    sender: Id | None = None
    remote: Literal["private", "public"] | None = None
    topics: dict[Id, Text] = Field(default_factory=dict)
    wikis: dict[Host, Wiki] = Field(default_factory=dict)
    places: Places = absent()
    meetings: Meetings = absent()
    holidays: tuple[Away, ...] = ()
    events: tuple[Gathering, ...] = ()
    pairing: PairingRules = absent()
    goals: Goals = absent()
    letters: Letters = absent()
    forbid: tuple[PairName, ...] = ()
    scout: Scouting = absent()
