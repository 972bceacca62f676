"""role: which claims wait for a verdict; new claims, and verdicts on those that there are.

Nothing is written here. What would be written is read as `check` would read it, together with the
whole cohort.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, get_args

from mentorkit.cohort.addresses import read_host, read_url
from mentorkit.cohort.model import Cohort, LeadershipRole, RoleClass
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.permalinks import HINT, is_permanent
from mentorkit.cohort.scalars import read_day, read_text
from mentorkit.cohort.splice import Change, edit_all
from mentorkit.cohort.words import understood
from mentorkit.cohort.yamltext import read
from mentorkit.outcomes import claims
from mentorkit.outcomes.claims import FILE, Claim, Claimed, Judged, Verdict, Waiting, next_ids
from mentorkit.problems import Misuse, Place, Problem, in_order, nearest
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_person
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.role_names import TIERS
from mentorkit.verbs.rehearsal import rehearse

PRIVATE_FILE = f"private/{FILE}"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody types of a new role, each None where they do not; see `Claim`."""

    kind: str | None = None
    tier: str | None = None
    wiki: str | None = None
    scope: str | None = None
    started: str | None = None
    evidence: str | None = None
    by: str | None = None


def waiting(cohort: Cohort, day: date) -> Waiting:
    """Return the claims that nobody has judged by a day."""
    return claims.waiting(as_known_on(cohort, day), day)


def claimant(cohort: Cohort, by: str | None) -> str:
    """Return who says that a role was taken: somebody named, else the sender of the cohort.

    Raises Misuse where nobody is named and nobody coordinates, or nobody is called so.
    """
    if by is not None:
        return _witness(cohort, by)
    programme = cohort.programme
    sender = programme.sender or next(iter(programme.coordinators), None)
    if sender is None:
        raise Misuse("nobody is named who says so", "say --by PERSON, or write 'sender' down")
    return sender


def add(cohort: Cohort, person: str, words: Words, moment: Moment) -> Claimed:
    """Return what adding one pending role would write, or everything that is wrong with it."""
    place = Place(FILE, cohort.sources.get(FILE, b"").count(b"\n") + 1)
    told = _Reading(place)
    who = told.of("PERSON", person, lambda text: find_person(text, cohort.people))
    kind = told.of("--class", words.kind, _class)
    scope = told.of("--scope", words.scope, lambda text: understood(read_text, text, "--scope"))
    wiki = told.of("--wiki", words.wiki, lambda text: understood(read_host, text, "--wiki"))
    started = told.of("--started", words.started, _day("--started"))
    url = told.of("--evidence", words.evidence, _url)
    by = told.tried(lambda: claimant(cohort, words.by))
    tier = told.tried(lambda: _tier(kind, words.tier)) if kind else None
    claim = None
    if who and kind and tier and scope and wiki and started and url and by:
        claim = Claim(who.id, kind, tier, scope, wiki, started, url, by, moment.day)
    told.report(claims.faults_of_claim(cohort, who, started, claim, moment.now.date()))
    if told.problems or claim is None:
        return Claimed({}, {}, tuple(in_order(told.problems)))
    record = claim.record(next(next_ids(cohort)))
    return _rehearsed(cohort, record, files_with(cohort, [claim]), moment)


def verify(cohort: Cohort, role: str, by: str, on: str | None, moment: Moment) -> Claimed:
    """Return what accepting a claim would write, or everything that is wrong with it.

    Raises Misuse where there is no such record.
    """
    return _judge(cohort, role, "accepted", (by, on, None), moment)


def reject(
    cohort: Cohort, role: str, by: str, on: str | None, why: str | None, moment: Moment
) -> Claimed:
    """Return what rejecting a claim would write; `why` goes to the private circle.

    Raises Misuse where there is no such record.
    """
    return _judge(cohort, role, "rejected", (by, on, why or ""), moment)


def files_with(cohort: Cohort, new: Iterable[Claim]) -> dict[str, bytes]:
    """Return roles.yaml by its name with claims added at its end; every other byte stays."""
    listed = _entries(cohort, FILE)
    ids = next_ids(cohort)
    changes: list[Change] = [
        ((number,), claim.record(next(ids))) for number, claim in enumerate(new, len(listed))
    ]
    return {FILE: edit_all(cohort.sources.get(FILE, b""), changes)} if changes else {}


def _judge(
    cohort: Cohort,
    id_: str,
    verdict: Judged,
    words: tuple[str, str | None, str | None],
    moment: Moment,
) -> Claimed:
    role = _find(cohort, id_)
    by, on, why = words
    told = _Reading(role.place())
    witness = told.tried(lambda: _witness(cohort, by))
    day = moment.day if on is None else told.tried(lambda: _day("--on")(on))
    if why is not None:
        why = told.of("--why", why or None, lambda text: understood(read_text, text, "--why"), _WHY)
    said = Verdict(verdict, witness or "?", day or role.claimed.on, why)
    told.problems += claims.faults_of_verdict(cohort, role, said, moment.now.date())
    if told.problems:
        return Claimed(_record(role), {}, tuple(in_order(told.problems)))
    verified: dict[str, Value] = {"by": said.by, "on": said.on.isoformat()}
    record = {**_record(role), "verified": verified, "verdict": verdict}
    return _rehearsed(cohort, record, _judged(cohort, role, verified, said), moment)


def _judged(
    cohort: Cohort, role: LeadershipRole, verified: Value, said: Verdict
) -> dict[str, bytes]:
    index = cohort.roles.index(role)
    changes: list[Change] = [((index, "verified"), verified), ((index, "verdict"), said.verdict)]
    files = {FILE: edit_all(cohort.sources[FILE], changes)}
    if said.why is not None:
        beside = _entries(cohort, PRIVATE_FILE)
        known = [entry.get("id") for entry in beside if isinstance(entry, dict)]
        change: Change = ((len(beside),), {"id": role.id, "why": said.why})
        if role.id in known:
            change = ((known.index(role.id), "why"), said.why)
        files[PRIVATE_FILE] = edit_all(cohort.sources.get(PRIVATE_FILE, b""), [change])
    return files


def _find(cohort: Cohort, id_: str) -> LeadershipRole:
    for role in cohort.roles:
        if role.id == id_:
            return role
    ids = [role.id for role in cohort.roles]
    hint = nearest(id_, ids) or "see those that wait with: mentorkit role"
    raise Misuse(f"{FILE} has no role '{id_}'", hint)


def _record(role: LeadershipRole) -> dict[str, Value]:
    """Return the entry of a role that has no verdict yet, as it is written."""
    claim = Claim(
        role.person,
        role.kind,
        role.tier,
        role.scope or "",
        role.wiki,
        role.started,
        role.evidence or "",
        role.claimed.by,
        role.claimed.on,
        role.ended,
    )
    written = claim.record(role.id)
    record: dict[str, Value] = {key: value for key, value in written.items() if value}
    record["verdict"] = role.verdict
    return record


def _rehearsed(
    cohort: Cohort, record: Mapping[str, Value], files: Mapping[str, bytes], moment: Moment
) -> Claimed:
    _, problems = rehearse({**cohort.sources, **files}, moment.now.date())
    return Claimed(record, {} if problems else files, tuple(in_order(problems)))


def _entries(cohort: Cohort, name: str) -> Sequence[Value]:
    document, _ = read(cohort.sources.get(name, b""), name)
    return document.value if document and isinstance(document.value, list) else []


def _witness(cohort: Cohort, word: str) -> str:
    """Return the id of somebody here, or "User:NAME" of somebody outside as it is."""
    if ":" in word:
        return understood(read_text, word, "--by")
    try:
        return find_person(word, cohort.people).id
    except Misuse as fault:
        hint = f'{fault.hint}; somebody outside is --by "User:NAME"'.lstrip("; ")
        raise Misuse(f"--by: {fault.message}", hint) from None


def _class(text: str) -> RoleClass:
    kinds: tuple[RoleClass, ...] = get_args(RoleClass)
    for kind in kinds:
        if kind == text:
            return kind
    hint = nearest(text, kinds) or f"the classes are {', '.join(kinds)}"
    raise Misuse(f"--class: there is no class '{text}'", hint)


def _tier(kind: RoleClass, text: str | None) -> str:
    tier = (text or TIERS[kind][0]).upper()
    if tier not in TIERS[kind]:
        either = " or ".join(sorted(TIERS[kind]))
        raise Misuse(f"--tier: a role of class {kind} is of tier {either}", "choose one")
    return tier


def _day(option: str) -> Callable[[str], date]:
    return lambda text: understood(read_day, text, option)


def _url(text: str) -> str:
    url = understood(read_url, text, "--evidence")
    if not is_permanent(url):
        raise Misuse("--evidence: this page can change: it is no permanent link", HINT)
    return url


_WHY = "say it in a sentence: it is kept in private/roles.yaml"


class _Reading:
    """The reading of several words; what is wrong with any is added to `problems`."""

    def __init__(self, place: Place):
        self.problems: list[Problem] = []
        self._place = place

    def of(
        self,
        label: str,
        text: str | None,
        reader: Callable[[str], T],
        hint: str = "every role needs it",
    ) -> T | None:
        """Read one word that is needed; None where it is missing or wrong."""
        if text is None:
            problem = Problem(self._place, "missing", f"{label} is missing", hint)
            self.problems.append(problem)
            return None
        return self.tried(lambda: reader(text))

    def report(self, faults: Iterable[claims.Fault]) -> None:
        """Add what is wrong with words that could be read."""
        for label, message, hint in faults:
            self.problems.append(Problem(self._place, "claim", f"{label}: {message}", hint))

    def tried(self, read: Callable[[], T]) -> T | None:
        """Return what reading gives; None where that is a misuse."""
        try:
            return read()
        except Misuse as fault:
            self.problems.append(Problem(self._place, "claim", fault.message, fault.hint))
            return None
