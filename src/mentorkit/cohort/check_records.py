"""Rules about what a programme records: its ids, its sessions, who verified a role."""

from collections.abc import Iterator
from datetime import date

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import Cohort, Session
from mentorkit.cohort.presence import clashes, over_since
from mentorkit.cohort.record import Record
from mentorkit.cohort.scalars import instant_text
from mentorkit.cohort.verifiers import as_called, barred, names_of
from mentorkit.cohort.yamltext import Path
from mentorkit.cohort.zones import DATABASE_VERSION
from mentorkit.problems import Problem, nearest


def ids_are_used_once(context: Context) -> Iterator[Problem]:
    """An id names one entry of its file, or of its list in money.yaml."""
    first: dict[tuple[str, Path, str], tuple[Record, Path]] = {}
    for record, path, name in _numbered(context.cohort):
        earlier, where = first.setdefault((record.file, path[:-2], name), (record, path))
        if earlier is not record or where != path:
            message = f"the id {name} is used already on line {earlier.place(*where).line}"
            yield record.problem(path, "duplicate-id", message, "an id is never used again")


def _numbered(cohort: Cohort) -> Iterator[tuple[Record, Path, str]]:
    for session in cohort.sessions:
        yield session, ("id",), str(session.id)
    for role in cohort.roles:
        yield role, ("id",), role.id
    for task in cohort.tasks:
        yield task, ("id",), task.id
    for announcement in cohort.outreach:
        yield announcement, ("id",), announcement.id
    if cohort.money:
        for index, line in enumerate(cohort.money.lines):
            yield cohort.money, ("lines", index, "id"), line.id
        for index, payment in enumerate(cohort.money.payments):
            yield cohort.money, ("payments", index, "id"), payment.id


def sessions_belong_somewhere(context: Context) -> Iterator[Problem]:
    """A file of sessions/ is a pair's, or cohort.yaml, or talks.yaml."""
    if _unread(context, "pairs.yaml"):
        return
    ids = context.ids
    known = {"cohort", "talks", *_pair_refs(context)}
    told = set(_perhaps_meant(context))
    for session in context.cohort.sessions:
        if session.series not in known and session.series not in told:
            told.add(session.series)
            turned = "--".join(reversed(session.series.split("--")))
            if turned in known:
                hint = f"did you mean '{turned}'? The mentor comes first"
            elif ids.issuperset(session.series.split("--")):
                hint = "add the pair to pairs.yaml, mentor first"
            else:
                hint = nearest(session.series, known) or "call it MENTOR--MENTEE.yaml"
            message = f"pairs.yaml has no pair '{session.series}'"
            yield session.problem((), "no-pair", message, hint)


def _unread(context: Context, name: str) -> bool:
    """Whether a list file is there but broken, so that nothing is known of what it says."""
    document = context.documents.get(name)
    if document is None:
        return name in context.cohort.sources
    return document.value is not None and not isinstance(document.value, list)


def _pair_refs(context: Context) -> Iterator[str]:
    """Yield the pairs that pairs.yaml names, those with a fault of their own too."""
    written = context.documents.get("pairs.yaml")
    for entry in written.value if written and isinstance(written.value, list) else ():
        found = entry if isinstance(entry, dict) else {}
        yield f"{found.get('mentor')}--{found.get('mentee')}"


def _perhaps_meant(context: Context) -> Iterator[str]:
    """Yield the series that a faulty entry of pairs.yaml may mean, which is told already."""
    pairs = [set(ref.split("--")) for ref in _pair_refs(context)]
    unclear = [pair for pair in pairs if not context.ids >= pair]
    for series in {session.series for session in context.cohort.sessions}:
        halves = set(series.split("--"))
        if context.ids >= halves and any(pair == {"None"} or pair & halves for pair in unclear):
            yield series


def sessions_tell_one_time(context: Context) -> Iterator[Problem]:
    """The UTC time that people were told is the one of their clocks."""
    for session in context.cohort.sessions:
        told, at = session.utc, session.at
        if told and told not in (at.utc, at.later().utc if at.twice else at.utc):
            message = f"'at' is {instant_text(at.utc)}, people were told {instant_text(told)}"
            yield session.problem(("utc",), "utc", message, _mended(session, context.today))
        elif at.twice and not told:
            hint = (
                f"say which: 'utc: {instant_text(at.utc)}' or 'utc: {instant_text(at.later().utc)}'"
            )
            message = f"the clocks of {at.zone} show this time twice"
            yield session.problem(("at",), "twice", message, hint)


def _mended(session: Session, today: date) -> str:
    """Return what to do where `at` and `utc` differ: a coming session can still be told anew."""
    at = session.at
    if max(at.utc, session.begins).date() < today or session.cancelled or session.held is not None:
        return "it is past: correct 'at', or else 'utc', so that both say when it was"
    clock = f"{at.wall:%Y-%m-%d %H:%M}"
    which = " --first" if at.twice else ""
    return (
        f"if it moved, or the rules of {at.zone} changed (time-zone data {DATABASE_VERSION}): "
        f"mentorkit meet move {session.ref} \"{clock}\"{which} --write; if not, correct 'at'"
    )


def sessions_end_one_way(context: Context) -> Iterator[Problem]:
    """A session was held or not, or it was cancelled."""
    for session in context.cohort.sessions:
        if session.held is not None and session.cancelled:
            hint = "keep 'held' or 'cancelled', not both"
            yield session.problem(("cancelled",), "held-cancelled", "held and cancelled", hint)


def nobody_is_in_two_places(context: Context) -> Iterator[Problem]:
    """A person's sessions do not overlap, unless one of them says that it may."""
    told: set[tuple[str, str]] = set()
    for person, first, second in clashes(context.cohort):
        if (first.ref, second.ref) not in told:
            told.add((first.ref, second.ref))
            message = f"{person} is in {first.ref} at the same time"
            hint = "move or cancel one of the two; if it is meant so, write 'overlap: yes'"
            yield second.problem(("at",), "overlap", message, hint)


def pairs_meet_while_they_last(context: Context) -> Iterator[Problem]:
    """A pair that is over meets no more; what is still in its calendars is to be called off.

    It is a warning: a pair may end in one step and its calls be cancelled in the next.
    """
    for session in context.cohort.sessions:
        last = over_since(session, context.cohort.spans(session.series))
        if last is None or session.cancelled or session.held is False:
            continue
        message = f"the pair ended on {last}"
        if session.held:
            hint = "correct 'until' in pairs.yaml, or 'at' or 'held' here"
        else:
            hint = f"call it off: mentorkit meet cancel {session.ref} --write"
            message += ", and this stands in their calendars"
        yield session.problem(("at",), "pair-over", message, hint, warning=True)


def roles_are_verified_by_others(context: Context) -> Iterator[Problem]:
    """The verifier of a role is neither the person nor one of their mentors."""
    out = barred(context.cohort)
    for role in context.cohort.roles:
        if role.verified is None:
            if role.verdict == "accepted" and not role.has("verified"):
                hint = "add 'verified: {by: ..., on: ...}', or say 'verdict: pending'"
                yield role.problem(("verdict",), "unverified", "accepted by nobody", hint)
        elif (verifier := as_called(role.verified.by)) in out.get(role.person, ()):
            own = verifier in names_of(context.cohort, role.person)
            who = "this person" if own else "this person's mentor"
            hint = "a role is verified by somebody who is neither the person nor their mentor"
            message = f"the verifier is {who}"
            yield role.problem(("verified", "by"), "verifier", message, hint)
