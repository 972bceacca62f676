"""The programme itself: mentorkit.yaml."""

import unicodedata
from typing import Literal

from pydantic import Field

from mentorkit.cohort.addresses import Host, Url
from mentorkit.cohort.quantities import Count, Few, Minutes, Percent
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
    api: Url | None = None
    leadership: tuple[Text, ...] = ()
    coordinator_lists: tuple[Text, ...] = ()
    rights_requests: tuple[Text, ...] = ()
    rights: tuple[Text, ...] = ()


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
    meetings: Meetings = absent()
    holidays: tuple[Away, ...] = ()
    events: tuple[Gathering, ...] = ()
    pairing: PairingRules = absent()
    goals: Goals = absent()
    forbid: tuple[PairName, ...] = ()
