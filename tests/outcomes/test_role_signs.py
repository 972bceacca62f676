"""From what a wiki shows to signs of new roles: what is new, what is set aside, and why."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.programme import Wiki
from mentorkit.outcomes.detection import sift
from mentorkit.outcomes.reading_signs import signs_of
from mentorkit.outcomes.signs import Listing, NewPage, RightsChange, Seen, Sign, Site

DAY = date(2025, 6, 20)
ENROLLED = date(2025, 2, 20)
AMINA = Person.model_validate(
    {"id": "amina", "name": "Amina", "roles": ["mentee"], "enrolled": str(ENROLLED)}
)

Make = Callable[[Mapping[str, str]], Cohort]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def site(host: str = "fr.wikipedia.org", **settings: object) -> Site:
    return Site(host, Wiki.model_validate(settings))


def change(
    day: str, before: str, after: str, until: str = "", *, software: bool = False
) -> RightsChange:
    expiry = {after.split()[-1]: at(until)} if until else {}
    groups = frozenset(before.split()), frozenset(after.split())
    return RightsChange(int(day.replace("-", "")), at(day), *groups, expiry, software)


def found(seen: Seen, where: Site | None = None) -> list[Sign]:
    return signs_of(AMINA, seen, where or site(), DAY)


def told(sign: Sign) -> tuple[str, str, str | None, str | None, bool]:
    began, ended = (str(day) if day else None for day in (sign.started, sign.ended))
    return sign.kind, sign.scope, began, ended, sign.before


RIGHTS = [
    ("given", [change("2025-04-01", "", "sysop")], ("2025-04-01", None, False)),
    (
        "given and taken",
        [change("2025-04-01", "", "sysop"), change("2025-05-01", "sysop", "")],
        ("2025-04-01", "2025-05-01", False),
    ),
    (
        "for a time that is over",
        [change("2025-04-01", "", "sysop", "2025-05-05")],
        ("2025-04-01", "2025-05-05", False),
    ),
    (
        "for a time that goes on",
        [change("2025-04-01", "", "sysop", "2025-09-01")],
        ("2025-04-01", None, False),
    ),
    (
        "made longer, then over by itself before something else",
        [
            change("2025-03-01", "", "sysop", "2025-04-01"),
            change("2025-03-20", "sysop", "sysop", "2025-05-01"),
            change("2025-06-01", "", "bot"),
        ],
        ("2025-03-01", "2025-05-01", False),
    ),
    ("on the day of enrolment", [change("2025-02-20", "", "sysop")], (None, None, True)),
    (
        "held before, without a break",
        [change("2025-04-01", "sysop", "sysop bot")],
        (None, None, True),
    ),
    (
        "given back within 24 months",
        [
            change("2023-01-01", "", "sysop"),
            change("2023-03-01", "sysop", ""),
            change("2025-04-01", "", "sysop"),
        ],
        ("2025-04-01", None, True),
    ),
    (
        "given back after more than 24 months",
        [
            change("2022-01-01", "", "sysop"),
            change("2023-02-01", "sysop", ""),
            change("2025-04-01", "", "sysop"),
        ],
        ("2025-04-01", None, False),
    ),
]


@pytest.mark.parametrize(("name", "changes", "expected"), RIGHTS, ids=[row[0] for row in RIGHTS])
def test_a_group(name: str, changes: list[RightsChange], expected: tuple[object, ...]) -> None:
    (sign,) = found(Seen("Amina", changes=changes))
    began, ended, before = expected
    assert told(sign) == ("rights", "sysop", began, ended, before)
    if began:
        number = began.replace("-", "") if isinstance(began, str) else ""
        assert sign.evidence == (
            f"https://fr.wikipedia.org/w/index.php?title=Special:Log&logid={number}"
        )


def test_a_group_that_was_over_long_before_is_no_sign() -> None:
    changes = [change("2022-01-01", "", "sysop"), change("2022-02-01", "sysop", "")]
    assert found(Seen("Amina", changes=changes)) == []


def test_a_group_held_now_of_which_the_log_is_silent() -> None:
    (sign,) = found(Seen("Amina", frozenset({"sysop", "user", "autoconfirmed"})))
    assert told(sign) == ("rights", "sysop", None, None, False)


def test_conveniences_count_only_where_they_are_listed() -> None:
    seen = Seen("Amina", changes=[change("2025-04-01", "", "autopatrolled sysop")])
    assert [sign.scope for sign in found(seen)] == ["sysop"]
    listed = site(rights=["autopatrolled"])
    assert [sign.scope for sign in found(seen, listed)] == ["autopatrolled"]


PLACE = {
    "leadership": ["Wikipédia:Projet", "Projet:"],
    "rights_requests": ["Wikipédia:Administrateur", "Wikipédia:Bureaucrate/"],
}
PAGES = [
    (102, "Projet:Phares", ("wp_coord", "Projet:Phares")),
    (102, "Projet:Phares/Aide/Liste", ("wp_coord", "Projet:Phares")),
    (4, "Wikipédia:Projet/Phares/Aide", ("wp_coord", "Wikipédia:Projet/Phares")),
    (4, "Wikipédia:Atelier", ("event_org", "Wikipédia:Atelier")),
    (4, "Wikipédia:Pages à supprimer/X", None),
    (1728, "Event:Coral/Day", ("event_org", "Event:Coral/Day")),
    (4, "Wikipédia:Administrateur/Amina", ("admin_ask", "Wikipédia:Administrateur")),
    (4, "Wikipédia:Administrateur/Amina 2", ("admin_ask", "Wikipédia:Administrateur")),
    (4, "Wikipédia:Bureaucrate/amina", ("admin_ask", "Wikipédia:Bureaucrate/")),
    (4, "Wikipédia:Administrateur/Aminata", None),
    (4, "Wikipédia:Administrateur", ("event_org", "Wikipédia:Administrateur")),
    (200, "Grants:Rapid/X", None),
    (0, "Phare", None),
]


@pytest.mark.parametrize(("namespace", "title", "expected"), PAGES)
def test_a_page(namespace: int, title: str, expected: tuple[str, str] | None) -> None:
    page = NewPage(at("2025-04-01"), namespace, title, 7)
    signs = found(Seen("Amina", pages=[page]), site(**PLACE))
    assert [(sign.kind, sign.scope) for sign in signs] == ([expected] if expected else [])
    assert all(sign.evidence.endswith("/w/index.php?oldid=7") for sign in signs)


def test_a_grant_is_one_on_meta_only() -> None:
    page = NewPage(at("2025-04-01"), 200, "Grants:Rapid/X", 7)
    (sign,) = found(Seen("Amina", pages=[page]), site("meta.wikimedia.org"))
    assert (sign.kind, sign.scope) == ("grantee", "Grants:Rapid")


def test_evidence_is_where_the_public_reaches_it() -> None:
    listing = Listing("X", 5, at("2025-04-01"), "Coral")
    for api, index in (
        ("http://127.0.0.1:99/x/w/api.php", "https://wiki.example.org/w/index.php"),
        ("https://wiki.example.org/api.php", "https://wiki.example.org/index.php"),
    ):
        (sign,) = found(Seen("Amina", listings=[listing]), site("wiki.example.org", api=api))
        assert sign.evidence == f"{index}?oldid=5"


FILES = {
    "people/amina.yaml": "name: Amina\nroles: [mentee]\nenrolled: 2025-02-20\n",
    "roles.yaml": """\
- {id: r1, person: amina, class: rights, tier: A, scope: Sysop, wiki: fr.wikipedia.org,
   started: 2025-03-01, claimed: {by: amina, on: 2025-03-02}, verdict: rejected}
- {id: r2, person: amina, class: wp_coord, tier: A, scope: 'Projet:X', started: 2024-03-01,
   claimed: {by: amina, on: 2025-03-02}}
- {id: r3, person: amina, class: speaker, tier: B, started: 2025-03-01,
   evidence: "https://fr.wikipedia.org/w/index.php?title=X&oldid=77",
   claimed: {by: amina, on: 2025-03-02}}
""",
}


def sign(kind: str, scope: str, started: str | None, **more: object) -> Sign:
    day = date.fromisoformat(started) if started else None
    return Sign("amina", kind, "A", scope, "fr.wikipedia.org", day, **more)  # type: ignore[arg-type]


ASIDE = [
    (sign("rights", "sysop", "2025-04-01"), "recorded", "r1"),
    (sign("event_org", "Y", "2025-04-01", evidence="https://fr.wikipedia.org/w/index.php?oldid=77"),
     "recorded", "r3"),
    (sign("wp_coord", "projet:x", "2025-04-01"), "recorded", ""),
    (sign("rights", "bot", "2025-02-20"), "held-before", ""),
    (sign("rights", "bot", "2025-04-01", before=True), "held-before", ""),
    (sign("rights", "bot", None, before=True), "held-before", ""),
    (sign("rights", "bot", None), "unknown-since", ""),
    (sign("rights", "bot", "2025-04-01", by_software=True), "by-software", ""),
    (sign("rights", "bot", "2025-06-21"), "late", ""),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "why", "record"), ASIDE)
def test_what_is_set_aside(seen: Sign, why: str, record: str, cohort_of: Make) -> None:
    sifted = sift([seen], cohort_of(FILES), DAY)
    assert sifted.new == ()
    (aside,) = sifted.aside
    # The record of r2 names no wiki, so it is the same role by what the person held before.
    assert (aside.why, aside.record) == (
        "held-before" if why == "recorded" and not record else why,
        record,
    )


def test_what_began_after_the_last_day_that_counts_is_late(cohort_of: Make) -> None:
    cohort = cohort_of(FILES)
    for day, late in (("2026-06-01", 0), ("2026-06-02", 1)):
        sifted = sift([sign("rights", "bot", day)], cohort, date(2026, 7, 1))
        assert len(sifted.aside) == late


def test_a_role_seen_twice_is_proposed_once_from_its_first_day(cohort_of: Make) -> None:
    twice = [sign("rights", "Bot", "2025-05-01"), sign("rights", "bot", "2025-04-01")]
    (kept,) = sift(twice, cohort_of(FILES), DAY).new
    assert str(kept.started) == "2025-04-01"


GROUPS = ("sysop", "bureaucrat", "steward")
STEPS = st.lists(
    st.tuples(st.integers(0, 900), st.sampled_from(GROUPS), st.integers(0, 400)),
    max_size=8,
    unique_by=lambda step: step[0],
)


@given(STEPS)
@example([(443, "sysop", 400), (843, "sysop", 0)])
def test_a_day_by_day_history_gives_the_same(steps: list[tuple[int, str, int]]) -> None:
    """Groups are toggled, some for a time; whoever keeps a diary of each day agrees."""
    start = at("2022-11-01")
    expiry: dict[str, datetime | None] = {}
    held: dict[str, datetime | None] = {}
    diary: dict[date, set[str]] = {}
    changes = []
    by_day = {number: (group, days) for number, group, days in steps}
    for number in range(1000):
        now = start + timedelta(days=number)
        held = {g: end for g, end in held.items() if end is None or end > now}
        if number in by_day:
            group, days = by_day[number]
            before = frozenset(held)
            if group in held:
                held.pop(group)
            else:
                held[group] = now + timedelta(days=days) if days > 200 else None
            expiry = {g: end for g, end in held.items() if end}
            changes.append(
                RightsChange(number, now, before, frozenset(held), dict(expiry))  # type: ignore[arg-type]
            )
        diary[now.date()] = set(held)
    signs = signs_of(AMINA, Seen("Amina", changes=changes), site(), max(diary))
    by_group = {sign.scope: sign for sign in signs}
    for group in GROUPS:
        days = [day for day in sorted(diary) if group in diary[day]]
        began = [day for day in days if group not in diary.get(day - timedelta(1), ())]
        new = [day for day in began if day > ENROLLED]
        # The day on which it ended counts, too: it is the last of its spell in the log.
        recent = [d for d in days if ENROLLED - timedelta(days=731) <= d <= ENROLLED]
        assert (group in by_group) == bool(new or recent)
        if group in by_group:
            each = by_group[group]
            assert (each.started, each.before) == (new[0] if new else None, bool(recent))
            if each.started and each.ended:
                spell = [d for d in days if each.started <= d < each.ended]
                assert len(spell) == (each.ended - each.started).days
                assert each.ended not in days or each.ended in began
