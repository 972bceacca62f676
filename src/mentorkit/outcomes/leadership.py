"""Who took a leadership role: which claims count, and for whom from which day.

A role counts when it is of tier A (formal) or B (a led task), began after its mentee had enrolled,
is shown by a permanent link or a private letter, and was accepted by somebody who is neither the
mentee nor one of their mentors. A role that its mentee held already within two years before
enrolling is not new. One person counts once, however many roles they took.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mentorkit.cohort.model import Cohort, LeadershipRole, Person, RoleClass
from mentorkit.cohort.permalinks import is_shown
from mentorkit.cohort.verifiers import as_called, barred
from mentorkit.outcomes.participants import enrolled
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.report import Figure, NotCounted, RoleTaken, source
from mentorkit.rules.report_pictures import LeadersOverTime

Standing = Literal[
    "accepted", "pending", "rejected", "not shown", "step", "held before", "not a mentee"
]

LOOKING_BACK = timedelta(days=730)
"""A role held within this time before enrolment and taken up again is not new (24 months)."""

NEW_ROLE = (
    "a new role of tier A or B, begun after enrolment{}, shown by a permanent link or a letter, "
    "accepted by somebody who is neither the mentee nor their mentor"
)


@dataclass(frozen=True, slots=True)
class Leadership:
    """Every role on record by how it stands, and the mentees it is counted over."""

    by_standing: Mapping[Standing, Sequence[LeadershipRole]]
    mentees: Mapping[str, Person]

    def of(self, standing: Standing) -> Sequence[LeadershipRole]:
        """Return the roles that stand so, in the order of the file."""
        return self.by_standing.get(standing, ())

    @property
    def claims(self) -> list[LeadershipRole]:
        """The claims of new roles of tier A or B, whatever came of them."""
        every: tuple[Standing, ...] = ("accepted", "pending", "not shown", "rejected")
        return [role for standing in every for role in self.of(standing)]

    def accepted_by(self, horizon: date) -> list[LeadershipRole]:
        """Return the accepted roles begun on a day or before it."""
        return [role for role in self.of("accepted") if role.started <= horizon]

    def leaders(self, horizon: date) -> dict[str, date]:
        """Return each mentee with an accepted role begun by a day, and since when this is known."""
        since: dict[str, date] = {}
        for role in self.accepted_by(horizon):
            day = max(role.started, role.verified.on if role.verified else role.started)
            since[role.person] = min(day, since.get(role.person, day))
        return since

    def claimants(self, horizon: date, *standings: Standing) -> set[str]:
        """Return the mentees without a role and with a claim begun by a day that may yet count.

        Nobody has judged it, or it was accepted without anything to show; with `standings` only
        those that stand so.
        """
        open_ = (role for each in standings or ("pending", "not shown") for role in self.of(each))
        claimed = {role.person for role in open_ if role.started <= horizon}
        return claimed - self.leaders(horizon).keys()


def leadership_of(cohort: Cohort, as_of: date) -> Leadership:
    """Sort the roles on record by how they stand on a day."""
    mentees = {person.id: person for person in enrolled(cohort, "mentee")}
    out = barred(cohort)
    held = {_what(role) for role in cohort.roles if _was_held(role, mentees.get(role.person))}
    sorted_roles: dict[Standing, list[LeadershipRole]] = defaultdict(list)
    for role in cohort.roles:
        person = mentees.get(role.person)
        standing = _standing(role, person, out[role.person], as_of)
        again = standing in ("accepted", "pending", "not shown") and _what(role) in held
        sorted_roles["held before" if again else standing].append(role)
    return Leadership(sorted_roles, mentees)


def _what(role: LeadershipRole) -> tuple[str, str, str]:
    """Return whose role it is and what makes it the same one again; without a scope, the wiki."""
    return role.person, role.kind, (role.scope or role.wiki or "").casefold()


def _was_held(role: LeadershipRole, person: Person | None) -> bool:
    """Whether the role belongs to what its mentee held when enrolling, or not long before."""
    if person is None or person.enrolled is None or role.verdict == "rejected":
        return False
    ended = role.ended or person.enrolled
    return role.started <= person.enrolled and ended >= person.enrolled - LOOKING_BACK


def _standing(role: LeadershipRole, person: Person | None, out: set[str], as_of: date) -> Standing:
    if person is None or person.enrolled is None:
        return "not a mentee"
    if role.verdict == "rejected":
        return "rejected"
    if role.started <= person.enrolled:
        return "held before"
    if role.tier == "C":
        return "step"
    by_others = role.verified is not None and as_called(role.verified.by) not in out
    accepted = role.verdict == "accepted" and by_others and role.started <= as_of
    if not accepted:
        return "pending"
    return "accepted" if is_shown(role) else "not shown"


def figures(leadership: Leadership, horizons: Horizons, as_of: date) -> list[Figure]:
    """Return the figures of leadership roles as of a day."""
    judged = leadership.claims
    return [
        *(_leaders(leadership, name, by, as_of) for name, by in _goals(horizons)),
        _roles(leadership, "accepted", len(judged), NEW_ROLE.format("")),
        _roles(leadership, "pending", len(judged), "claims that nobody entitled to has judged yet"),
        _roles(leadership, "rejected", len(judged), "claims that the verifier did not accept"),
        _attempts(leadership),
        _sustained(leadership, as_of),
    ]


_ASKED: tuple[RoleClass, ...] = ("admin_ask", "grantee")
"""The roles that consist in asking: whatever the answer was, somebody dared to ask."""

LASTING = timedelta(days=90)
"""How long a role is held that is said to last."""


def _attempts(leadership: Leadership) -> Figure:
    tried = [r for r in leadership.claims if r.verdict == "rejected" or r.kind in _ASKED]
    return Figure(
        "roles.attempts",
        len(tried),
        len(leadership.claims),
        "claims of having asked for rights or for a grant, whatever the answer, and claims that "
        "the verifier did not accept: courage counts, if not as a role",
        sources(tried),
    )


def _sustained(leadership: Leadership, as_of: date) -> Figure:
    """Return how many roles are known to have lasted, or to be tasks that were completed.

    A task is accepted while it runs or once it is finished: of one accepted on its last day or
    later the verifier saw the end. One accepted before may have been completed or given up.
    """
    by_length: dict[_Length, list[LeadershipRole]] = defaultdict(list)
    for role in leadership.of("accepted"):
        by_length[_length(role, as_of)].append(role)
    lasted, unknown = by_length["lasted"], len(by_length["unknown"])
    return Figure(
        "roles.sustained",
        len(lasted) if lasted or by_length["ended"] else None,
        len(leadership.of("accepted")),
        f"accepted roles held for {LASTING.days} days or more, where a last day is written, and "
        "tasks (tier B) that were accepted on their last day or later, and so as completed",
        sources(lasted),
        note=f"of {unknown} it is not known" if unknown else "",
        not_counted=tuple(
            NotCounted(why, len(roles), sources(roles))
            for length, why in _NOT_LASTING.items()
            if (roles := by_length[length])
        ),
    )


_Length = Literal["lasted", "ended", "begun", "unknown"]

_NOT_LASTING: Mapping[_Length, str] = {
    "ended": "ended sooner",
    "begun": f"begun less than {LASTING.days} days before",
    "unknown": "not known: no last day is written, or a task that ended after it was accepted",
}


def _length(role: LeadershipRole, as_of: date) -> _Length:
    if role.ended is None:
        return "begun" if as_of - role.started < LASTING else "unknown"
    if role.ended - role.started >= LASTING:
        return "lasted"
    if role.tier == "A":
        return "ended"
    return "lasted" if role.verified and role.verified.on >= role.ended else "unknown"


def _goals(horizons: Horizons) -> tuple[tuple[str, date], ...]:
    return ("leaders_end", horizons.end), ("leaders_year", horizons.year)


def _leaders(leadership: Leadership, name: str, by: date, as_of: date) -> Figure:
    rule = f"mentees with {NEW_ROLE.format(f' and by {by}')}; each counts once"
    return Figure(
        name,
        len(leadership.leaders(by)),
        len(leadership.mentees),
        rule,
        sources(leadership.accepted_by(by)),
        so_far=as_of <= by,
        not_counted=_set_aside(leadership, by),
    )


_ASIDE: Mapping[Standing, str] = {
    "pending": "not judged yet",
    "rejected": "not accepted by the verifier",
    "not shown": "accepted without a permanent link or a letter",
    "held before": "held before enrolment",
    "step": "a step on the way, of tier C",
    "not a mentee": "of somebody who is no enrolled mentee",
}


def _set_aside(leadership: Leadership, by: date | None = None) -> tuple[NotCounted, ...]:
    """Return the roles on record that do not count, `by` a day or at all, with the reasons."""
    aside = [(why, leadership.of(standing)) for standing, why in _ASIDE.items()]
    if by:
        later = [role for role in leadership.of("accepted") if role.started > by]
        aside.append((f"begun after {by}", later))
    return tuple(NotCounted(why, len(roles), sources(roles)) for why, roles in aside if roles)


def _roles(leadership: Leadership, standing: Standing, of: int, rule: str) -> Figure:
    roles = leadership.of(standing)
    held = len(leadership.of("held before")) if standing == "accepted" else 0
    steps = len(leadership.of("step")) if standing == "accepted" else 0
    bare = len(leadership.of("not shown")) if standing == "accepted" else 0
    apart = [f"{held} held before enrolment"] * bool(held) + [f"{steps} of tier C"] * bool(steps)
    apart += [f"{bare} accepted without a permanent link or a letter"] * bool(bare)
    note = f"not counted: {', '.join(apart)}" if apart else ""
    return Figure(
        f"roles.{standing}",
        len(roles),
        of,
        rule,
        sources(roles),
        note=note,
        not_counted=_set_aside(leadership) if standing == "accepted" else (),
    )


def sources(roles: Iterable[LeadershipRole]) -> tuple[str, ...]:
    """Return where each role stands."""
    return tuple(source(role.place()) for role in roles)


def over_time(leadership: Leadership, by: date, *, everyone: bool) -> LeadersOverTime:
    """Return since when each mentee has led who agreed to be named, and how many others lead.

    The others' days, beside those of the roles that are told, would say which roles are theirs.
    With `everyone` all are told. Only roles begun by a day count.
    """
    since = leadership.leaders(by)
    told = [day for key, day in since.items() if everyone or leadership.mentees[key].consent.named]
    return LeadersOverTime(tuple(sorted(told)), len(since) - len(told))


def to_be_told(leadership: Leadership, *, everyone: bool) -> tuple[tuple[RoleTaken, ...], int]:
    """Return the accepted roles of those who agreed to be named, and how many others there are.

    With `everyone` all are told.
    """
    told = [
        RoleTaken(
            name=leadership.mentees[role.person].name,
            kind=role.kind,
            tier=role.tier,
            scope=role.scope,
            wiki=role.wiki,
            started=role.started,
            verified=role.verified.on,
            evidence=role.evidence,
        )
        for role in leadership.of("accepted")
        if role.verified and (everyone or leadership.mentees[role.person].consent.named)
    ]
    return tuple(told), len(leadership.of("accepted")) - len(told)
