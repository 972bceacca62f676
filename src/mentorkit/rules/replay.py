"""A cohort as it was known on an earlier day: the one place behind `--as-of`.

A record counts from the day on which it became known. What was known later is undone in two
ways: a record that did not exist yet vanishes, with everything that hangs on it, and a fact that
a record gained later is taken out of it. Days are compared as people wrote them; the day of a
session is that of its UTC time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from mentorkit.cohort.application import Application
from mentorkit.cohort.model import (
    Announcement,
    Cohort,
    Consent,
    LeadershipRole,
    Money,
    Pair,
    Payment,
    Person,
    Session,
    Task,
)
from mentorkit.cohort.programme import Assent, Programme

M = TypeVar("M", Person, Pair, Session, LeadershipRole, Task, Payment, Assent, Application)


def as_known_on(cohort: Cohort, day: date) -> Cohort:
    """Return the cohort with nothing in it that became known after a day; the day itself counts.

    Replaying twice is the same as replaying to the earlier of the two days. Hours, topics and
    other facts that carry no date stay as they are, and so do the coordinators' records. A
    payment's number in `money` is not its number in the file any more.
    """
    staff = cohort.programme.coordinators
    people = {
        key: _person(person, day)
        for key, person in cohort.people.items()
        if _known(person.enrolled, day) or key in staff
    }
    unknown = cohort.people.keys() - people.keys()
    pairs = [p for p in cohort.pairs if p.since <= day and unknown.isdisjoint((p.mentor, p.mentee))]
    roles = [r for r in cohort.roles if r.claimed.on <= day and r.person not in unknown]
    return replace(
        cohort,
        programme=_programme(cohort.programme, day),
        people=people,
        applications={
            key: _application(each, day)
            for key, each in cohort.applications.items()
            if each.applied <= day
        },
        pairs=tuple(_pair(pair, day) for pair in pairs),
        sessions=tuple(_session(s, day) for s in cohort.sessions if _is_held_by_known(s, unknown)),
        roles=tuple(_role(role, day) for role in roles),
        tasks=tuple(_task(task, day) for task in cohort.tasks if task.person not in unknown),
        outreach=_since(cohort.outreach, day),
        money=cohort.money and _money(cohort.money, day),
        surveys=tuple(wave for wave in cohort.surveys if wave.closed <= day),
    )


def as_prepared_on(cohort: Cohort, day: date) -> Cohort:
    """Return the cohort as known on a day; before the start, with the pairs made for the first day.

    New pairs are dated the programme's first day, though they are made before it: until then all
    dated up to it are known, but not those of people who are not. What came of a pair later is
    undone as ever. From the first day on this is `as_known_on`.
    """
    known = as_known_on(cohort, day)
    if day >= cohort.programme.start:
        return known
    unknown = cohort.people.keys() - known.people.keys()
    made = (pair for pair in cohort.pairs if pair.since <= cohort.programme.start)
    pairs = (pair for pair in made if unknown.isdisjoint((pair.mentor, pair.mentee)))
    return replace(known, pairs=tuple(_pair(pair, day) for pair in pairs))


def _known(when: date | None, day: date) -> bool:
    return when is None or when <= day


def _is_held_by_known(session: Session, unknown: Iterable[str]) -> bool:
    return set(session.series.split("--")).isdisjoint(unknown)


def _without(record: M, later: bool, *fields: str) -> M:
    """Take facts out of a record where they were known later; a fact not there stays so."""
    gained = [name for name in fields if getattr(record, name)] if later else []
    if not gained:
        return record
    defaults = {name: type(record).model_fields[name].get_default() for name in gained}
    return record.model_copy(update=defaults)


def _person(person: Person, day: date) -> Person:
    person = _without(person, not _known(person.enrolled, day), "enrolled")
    person = _without(person, not _known(person.started, day), "started")
    person = _without(person, not _known(person.left, day), "left", "left_code", "left_why")
    given = person.consent
    consent = Consent(
        named=_by(given.named, day),
        activity=_by(given.activity, day),
        follow_up=_by(given.follow_up, day),
    )
    return person if consent == given else person.model_copy(update={"consent": consent})


def _by(when: date | None, day: date) -> date | None:
    return when if _known(when, day) else None


def _pair(pair: Pair, day: date) -> Pair:
    return _without(pair, not _known(pair.until, day), "until", "ended", "reason")


def _session(session: Session, day: date) -> Session:
    ahead = session.begins.date() > day
    if ahead and session.held is not None:
        session = session.model_copy(update={"held": None})
    session = _without(session, ahead, "missed", "notes")
    later = [person for person, said in session.answers.items() if said.stamp.date() > day]
    if later:
        answers = {k: v for k, v in session.answers.items() if k not in later}
        session = session.model_copy(update={"answers": answers})
    return _without(session, not _known(session.cancelled, day), "cancelled", "why")


def _role(role: LeadershipRole, day: date) -> LeadershipRole:
    role = _without(role, not _known(role.ended, day), "ended")
    looked_at = role.verified.on if role.verified else None
    return _without(role, not _known(looked_at, day), "verified", "verdict", "why")


def _task(task: Task, day: date) -> Task:
    task = _without(task, not _known(task.started, day), "started")
    task = _without(task, not _known(task.done, day), "done")
    task = _without(task, not _known(task.abandoned, day), "abandoned")
    taken = task.accepted.on if task.accepted else None
    return _without(task, not _known(taken, day), "accepted")


def _application(application: Application, day: date) -> Application:
    later = not _known(application.decided, day)
    application = _without(application, later, "decision", "decided", "why")
    return _without(application, not _known(application.withdrawn, day), "withdrawn")


def _since(announcements: Iterable[Announcement], day: date) -> tuple[Announcement, ...]:
    return tuple(each for each in announcements if each.on <= day)


def _money(money: Money, day: date) -> Money:
    rates = tuple(rate for rate in money.rates if rate.on <= day)
    promised = (payment for payment in money.payments if payment.committed <= day)
    payments = tuple(_without(p, not _known(p.paid, day), "paid") for p in promised)
    return money.model_copy(update={"rates": rates, "payments": payments})


def _programme(programme: Programme, day: date) -> Programme:
    wikis = {
        host: wiki.model_copy(update={"assent": wiki.assent and _assent(wiki.assent, day)})
        for host, wiki in programme.wikis.items()
    }
    return programme.model_copy(update={"wikis": wikis})


def _assent(assent: Assent, day: date) -> Assent:
    answered = assent.closed or assent.opened
    assent = _without(assent, not _known(assent.opened, day), "opened", "notice")
    return _without(assent, not _known(answered, day), "result", "closed", "closer")
