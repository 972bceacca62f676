"""What a mail about a meeting says: everything that its template can see, and nothing else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.cohort.zones import zone
from mentorkit.meetings.events import called, clean
from mentorkit.meetings.invitations import Notice

Values = Mapping[str, "str | int | Values"]

ONLINE = "online"
"""The `where` that says nothing which the link does not say better."""

KINDS = {
    ("pair", "call"): "pair-call",
    ("pair", "in-person"): "pair-visit",
    ("cohort", "call"): "cohort-call",
    ("cohort", "in-person"): "cohort-visit",
}
"""How templates call a kind of meeting; everything else is a talk."""


def values(notice: Notice, cohort: Cohort, sender: Person, language: str) -> Values:
    """Return what a template is told of a notice, texts on one line each.

    `when` is the time by the clocks of `clocks_for`, `before` the one that they were told last;
    it is empty where that is the same or was never told.
    """
    name = clocks_for(notice.session, notice.person)
    before = notice.told if notice.change == "moved" else None
    return MappingProxyType(
        {
            "language": language,
            "change": notice.change,
            "answer_wanted": 1 if notice.answer == "NEEDS-ACTION" else 0,
            "recipient": MappingProxyType({"name": clean(notice.person.name)}),
            "sender": MappingProxyType({"name": clean(sender.name)}),
            "programme": MappingProxyType({"name": clean(cohort.programme.name)}),
            "meeting": _meeting(notice, cohort),
            "when": local_time(notice.event.start, name),
            "before": local_time(before, name) if before else MappingProxyType({}),
        }
    )


def _meeting(notice: Notice, cohort: Cohort) -> Values:
    minutes = (notice.event.end - notice.event.start) // timedelta(minutes=1)
    return meeting(notice.ref, notice.session, notice.person.id, minutes, cohort)


def meeting(ref: str, session: Session | None, person: str, minutes: int, cohort: Cohort) -> Values:
    """Return what somebody who comes to a meeting is told of it but its time, links included.

    `person` is the id of who is told, `session` None where the files do not have it any more.
    """
    where = session.where if session and session.where else ""
    told = {
        "kind": _kind(ref, session),
        "title": session.title if session else "",
        "with": _company(ref, session, person, cohort),
        "link": session.link if session else "",
        "phone": session.phone if session else "",
        "address": session.address if session else "",
        "place": "" if where.casefold() == ONLINE else where,
    }
    texts = {key: clean(value or "") for key, value in told.items()}
    return MappingProxyType({**texts, "minutes": minutes})


def _kind(ref: str, session: Session | None) -> str:
    series = ref.rpartition("/")[0]
    group = "pair" if "--" in series else series
    return KINDS.get((group, session.kind if session else "call"), "talk")


def _company(ref: str, session: Session | None, person: str, cohort: Cohort) -> str:
    """Return the other one of a pair, or who speaks; nobody else is named."""
    series = ref.rpartition("/")[0]
    if "--" in series:
        others = [each for each in series.split("--") if each != person]
    else:
        others = [session.speaker] if session and session.speaker else []
    known = (cohort.people.get(each) for each in others)
    return ", ".join(called(person) for person in known if person)


def clocks_for(session: Session | None, person: Person) -> str:
    """Return the zone by whose clocks somebody is told when a meeting is.

    It is their own, but for a meeting in person that of the place: that is what they see there.
    """
    if session is None:
        return person.timezone or "Etc/UTC"
    if session.kind == "in-person":
        return session.at.zone
    return person.timezone or session.at.zone


def local_time(moment: datetime, name: str) -> Values:
    """Return the parts of a moment by the clocks of a time zone; `weekday` is 1 for Monday."""
    local = moment.astimezone(zone(name))
    return MappingProxyType(
        {
            "weekday": local.isoweekday(),
            "day": local.day,
            "month": local.month,
            "year": local.year,
            "time": f"{local:%H:%M}",
            "zone": name,
        }
    )
