"""Rules about the programme, its people and its pairs."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TypeAlias
from urllib.parse import urlsplit

from mentorkit.cohort.build import usable
from mentorkit.cohort.check_pairs import turned
from mentorkit.cohort.context import Context
from mentorkit.cohort.faults import tabs_between
from mentorkit.cohort.model import Cohort, Pair, PersonRole, Word
from mentorkit.cohort.programme import Programme
from mentorkit.cohort.record import Record
from mentorkit.cohort.yamltext import Document, Path, line_problem
from mentorkit.problems import Problem, nearest

LONGEST = 5 * 366
"""How many days a programme may last."""


def people_exist(context: Context) -> Iterator[Problem]:
    """Whoever is named must have a file in people/."""
    for record, path, person, _ in _mentions(context.cohort):
        if person not in context.ids:
            private = record.place(*path).private
            message = "no such person" if private else f"no person '{person}'"
            hint = "" if private else nearest(person, context.ids)
            hint = hint or "add people/ID.yaml, or correct the id"
            yield record.problem(path, "no-person", message, hint)


def people_have_the_role(context: Context) -> Iterator[Problem]:
    """A pair has a mentor and a mentee, a talk has a speaker."""
    people = context.cohort.people
    for record, path, person, role in _mentions(context.cohort):
        if role and person in people and role not in people[person].roles:
            message = f"'{person}' is no {role}"
            hint = f"add {role} to the roles in people/{person}.yaml, or correct the id"
            if isinstance(record, Pair) and turned(record, people):
                hint = "the mentor comes first: exchange the two"
            if record.place(*path).private:
                message = "these two are no mentor and mentee"
                hint = "write MENTOR--MENTEE, the mentor first"
            yield record.problem(path, "role", message, hint)


def _mentions(cohort: Cohort) -> Iterator[tuple[Record, Path, str, PersonRole | None]]:
    """Yield every mention of a person, with the role that it asks for."""
    programme = cohort.programme
    for index, coordinator in enumerate(programme.coordinators):
        yield programme, ("coordinators", index), coordinator, "coordinator"
    if programme.sender:
        yield programme, ("sender",), programme.sender, None
    for index, (mentor, mentee) in enumerate(programme.forbid):
        yield programme, ("forbid", index), mentor, "mentor"
        yield programme, ("forbid", index), mentee, "mentee"
    for pair in cohort.pairs:
        yield pair, ("mentor",), pair.mentor, "mentor"
        yield pair, ("mentee",), pair.mentee, "mentee"
    for role in cohort.roles:
        yield role, ("person",), role.person, "mentee"
        yield from _witness(role, "claimed", role.claimed)
        yield from _witness(role, "verified", role.verified)
    for task in cohort.tasks:
        yield task, ("person",), task.person, "mentee"
        yield from _witness(task, "accepted", task.accepted)
    yield from _mentions_in_sessions(cohort)
    for person in cohort.people.values():
        for index, other in enumerate(person.never):
            yield person, ("never", index), other, None
        for index, other in enumerate(person.prefer):
            yield person, ("prefer", index), other, None


def _witness(
    record: Record, key: str, word: Word | None
) -> Iterator[tuple[Record, Path, str, None]]:
    """Yield whoever said something where an id names them; "User:X" is somebody outside."""
    if word and re.fullmatch(r"[a-z0-9-]+", word.by):
        yield record, (key, "by"), word.by, None


def _mentions_in_sessions(
    cohort: Cohort,
) -> Iterator[tuple[Record, Path, str, PersonRole | None]]:
    for session in cohort.sessions:
        if session.speaker:
            yield session, ("speaker",), session.speaker, "speaker"
        for index, person in enumerate(session.missed):
            yield session, ("missed", index), person, None


def topics_are_listed(context: Context) -> Iterator[Problem]:
    """Topics are those of mentorkit.yaml, so that wants and offers can meet."""
    topics = context.cohort.programme.topics
    if not topics:
        return
    named: list[tuple[Record, str, tuple[str, ...]]] = []
    for person in context.cohort.people.values():
        named += [(person, "wants", person.wants), (person, "offers", person.offers)]
    named += [(session, "topics", session.topics) for session in context.cohort.sessions]
    for record, key, used in named:
        for index, topic in enumerate(used):
            if topic not in topics:
                hint = nearest(topic, topics) or "add it to 'topics' in mentorkit.yaml"
                yield record.problem((key, index), "topic", f"no topic '{topic}'", hint)


def languages_are_listed_once(context: Context) -> Iterator[Problem]:
    """A language has one place in the order of somebody's languages."""
    cohort = context.cohort
    for person in (*cohort.people.values(), *cohort.candidates.values()):
        spoken = [language.casefold() for language in person.languages]
        for index, language in enumerate(spoken):
            if language in spoken[:index]:
                hint = "keep it once; the best language stands first"
                message = "this language is listed already"
                yield person.problem(("languages", index), "duplicate", message, hint)


def dates_are_in_order(context: Context) -> Iterator[Problem]:
    """What comes later is not dated earlier."""
    cohort = context.cohort
    spans = list(_spans_of_programme(cohort.programme))
    for person in cohort.people.values():
        spans.append((person, ("enrolled",), person.enrolled, ("started",), person.started))
        spans.append((person, ("enrolled",), person.enrolled, ("left",), person.left))
    for pair in cohort.pairs:
        spans.append((pair, ("since",), pair.since, ("until",), pair.until))
    for role in cohort.roles:
        verified = role.verified.on if role.verified else None
        spans.append((role, ("started",), role.started, ("ended",), role.ended))
        spans.append((role, ("claimed",), role.claimed.on, ("verified", "on"), verified))
    for task in cohort.tasks:
        accepted = task.accepted.on if task.accepted else None
        spans.append((task, ("started",), task.started, ("done",), task.done))
        spans.append((task, ("done",), task.done, ("accepted", "on"), accepted))
    if money := cohort.money:
        for index, payment in enumerate(money.payments):
            committed, paid = (("payments", index, key) for key in ("committed", "paid"))
            spans.append((money, committed, payment.committed, paid, payment.paid))
    for record, first, early, second, late in spans:
        if early and late and late < early:
            message = f"'{_last_key(second)}' ({late}) is before '{_last_key(first)}' ({early})"
            yield record.problem(second, "order", message, "correct one of the two dates")


_Span: TypeAlias = tuple[Record, Path, date | None, Path, date | None]
"""Two dates of a record, each with its place, of which the first comes first."""


def _spans_of_programme(programme: Programme) -> Iterator[_Span]:
    yield programme, ("from",), programme.start, ("to",), programme.end
    yield programme, ("to",), programme.end, ("follow_up",), programme.follow_up
    for host, wiki in programme.wikis.items():
        if assent := wiki.assent:
            path = ("wikis", host, "assent")
            yield programme, (*path, "opened"), assent.opened, (*path, "closed"), assent.closed


def _last_key(path: Path) -> str:
    return str(path[-2] if path[-1] == "on" else path[-1])


def known_facts_are_past(context: Context) -> Iterator[Problem]:
    """A thing that is said to have happened has a date that has come."""
    cohort = context.cohort
    facts: list[tuple[Record, Path, date | None]] = []
    for person in cohort.people.values():
        facts += [(person, ("started",), person.started), (person, ("left",), person.left)]
    for role in cohort.roles:
        facts.append((role, ("claimed", "on"), role.claimed.on))
        facts.append((role, ("verified", "on"), role.verified.on if role.verified else None))
    for task in cohort.tasks:
        facts += [(task, ("started",), task.started), (task, ("done",), task.done)]
        facts.append((task, ("abandoned",), task.abandoned))
        facts.append((task, ("accepted", "on"), task.accepted.on if task.accepted else None))
    facts += [(wave, ("closed",), wave.closed) for wave in cohort.surveys]
    if cohort.money:
        paid = enumerate(payment.paid for payment in cohort.money.payments)
        facts += [(cohort.money, ("payments", index, "paid"), day) for index, day in paid]
    for session in cohort.sessions:
        held_on = session.at.utc.date() if session.held else None
        facts += [(session, ("held",), held_on), (session, ("cancelled",), session.cancelled)]
    facts += _consents(cohort)
    for record, path, day in facts:
        if day and day > context.today:
            message = f"{day} has not come yet; today is {context.today}"
            yield record.problem(path, "future", message, "correct the date, or wait with it")


def _consents(cohort: Cohort) -> Iterator[tuple[Record, Path, date | None]]:
    """Yield each day on which somebody agreed to something."""
    for person in (*cohort.people.values(), *cohort.candidates.values()):
        for key in ("named", "activity", "follow_up"):
            yield person, ("consent", key), getattr(person.consent, key)
    for candidate in cohort.candidates.values():
        if candidate.referrer:
            yield candidate, ("referrer", "consent"), candidate.referrer.consent


def leaving_is_whole(context: Context) -> Iterator[Problem]:
    """Who left has a date and a code; a pair that ended has a date and a reason's code."""
    for person in context.cohort.people.values():
        if key := _half(person, ("left", person.left), ("left_code", person.left_code)):
            hint = "give both 'left' and 'left_code', or neither"
            yield person.problem((key,), "incomplete", "half of a departure", hint)
    for pair in context.cohort.pairs:
        if key := _half(pair, ("until", pair.until), ("ended", pair.ended)):
            hint = "give both 'until' and 'ended', or neither"
            yield pair.problem((key,), "incomplete", "half of an ending", hint)


def _half(record: Record, one: tuple[str, object], other: tuple[str, object]) -> str:
    """Return the key that stands alone of two; one that is there with a fault is there."""
    for (key, value), (beside, _) in ((one, other), (other, one)):
        if value is not None and not record.has(beside):
            return key
    return ""


def one_mentor_at_a_time(context: Context) -> Iterator[Problem]:
    """A mentee's pairs follow each other, and nobody is paired with themselves."""
    by_mentee: dict[str, list[Pair]] = defaultdict(list)
    for pair in context.cohort.pairs:
        by_mentee[pair.mentee].append(pair)
        if pair.mentor == pair.mentee:
            message = f"'{pair.mentor}' cannot be their own mentor"
            yield pair.problem(("mentee",), "self-pair", message, "correct one of the two ids")
    for pairs in by_mentee.values():
        for earlier, later in pairwise(sorted(pairs, key=lambda pair: pair.since)):
            if earlier.until is None or earlier.until > later.since:
                message = f"'{later.mentee}' is already paired with '{earlier.mentor}' then"
                hint = f"give the pair of line {earlier.place().line} an 'until' and 'ended'"
                yield later.problem(("mentee",), "two-mentors", message, hint)


def wikis_are_reached_safely(context: Context) -> Iterator[Problem]:
    """Passwords and names travel over https; plain http stays on this machine."""
    programme = context.cohort.programme
    for host, wiki in programme.wikis.items():
        url = urlsplit(wiki.api or "")
        if url.scheme == "http" and url.hostname not in ("127.0.0.1", "localhost", "::1"):
            message = "plain http leaves this machine"
            hint = "write https://; plain http is for 127.0.0.1 only"
            yield programme.problem(("wikis", host, "api"), "plain-http", message, hint)


def weights_count(context: Context) -> Iterator[Problem]:
    """A fit needs something to weigh, and fair floors are looked at from the lowest up."""
    programme = context.cohort.programme
    if not sum(programme.pairing.weights.model_dump().values()):
        message = "all weights are 0, so every pair would fit alike"
        yield programme.problem(("pairing", "weights"), "weights", message, "give one a number")
    floors = programme.pairing.floors
    for index, (lower, higher) in enumerate(pairwise(floors), 1):
        if higher <= lower:
            message = f"the floor {higher} does not come after {lower}"
            hint = "write the floors from the lowest up, each once"
            yield programme.problem(("pairing", "floors", index), "order", message, hint)


def the_programme_ends(context: Context) -> Iterator[Problem]:
    """A programme is a matter of months; a slip in a year would plan sessions for centuries."""
    programme = context.cohort.programme
    if (programme.end - programme.start).days > LONGEST:
        message = f"the programme would last {(programme.end - programme.start).days:,} days"
        hint = f"the most is {LONGEST:,} days, five years; look at the years"
        yield programme.problem(("to",), "length", message, hint)


def the_repository_is_private(context: Context) -> Iterator[Problem]:
    """Names of participants are not published by accident."""
    programme = context.cohort.programme
    if programme.remote is None and not programme.fictional and usable(context.cohort):
        message = "nobody has said that this repository is not public"
        hint = "look where it is pushed to, then write 'remote: private'"
        problem = programme.problem((), "remote", message, hint, warning=True)
        document = context.documents[programme.place().file]
        asks = _REMOTE.search(document.text)
        at = _at(document, asks, "remote", message, hint) if asks else problem
        yield at._replace(warning=True)


_REMOTE = re.compile(r"^#\s*remote:.*$", re.M)
"""The line of a new mentorkit.yaml that becomes the answer once its # is gone."""


def tabs_are_in_texts(context: Context) -> Iterator[Problem]:
    """White space is spaces: some programs refuse a tab beside a sign, which others let pass."""
    for name, document in context.documents.items():
        if "\t" not in document.text:
            continue
        for fault in tabs_between(document.text, document.texts()):
            line, column = document.lines.position(fault.start)
            told = fault.code, fault.message, fault.hint
            yield line_problem(document.text, name, line, column, 1, *told)


_ADDRESS = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")


def addresses_are_private(context: Context) -> Iterator[Problem]:
    """No mail address stands in a file that git tracks, not even in a comment."""
    for name, document in context.documents.items():
        if name.startswith("private/") or "@" not in document.text:
            continue
        for found in _ADDRESS.finditer(document.text):
            twin = f"private/{name}" if name.startswith("people/") else "private/people/ID.yaml"
            hint = f"move it to 'email' in {twin}, and out of git's history"
            yield _at(document, found, "address", "a mail address", hint)


def _at(document: Document, found: re.Match[str], code: str, message: str, hint: str) -> Problem:
    line, column = document.lines.position(found.start())
    width = found.end() - found.start()
    return line_problem(document.text, document.name, line, column, width, code, message, hint)
